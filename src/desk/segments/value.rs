//! Value and churn risk of a list of members.

use super::model::Models;
use super::present::fitted;
use super::select::{Selection, sort_needs_fold};
use crate::desk::Desk;
use crate::desk::ask::{Asking, Serve};
use crate::desk::error::DeskError;
use crate::domain::num::MemberId;
use crate::domain::question::{ListMemberValues, MemberListQuery, MemberValuePage, ValueOrder};
use crate::domain::value::CustomerValue;
use crate::store::columns::PurchaseDays;
use std::sync::Arc;

impl Serve<ListMemberValues> for Desk {
    fn serve(&mut self, question: ListMemberValues, asking: Asking<'_>) -> Result<Box<MemberValuePage>, DeskError> {
        let ListMemberValues { list: MemberListQuery { query, sort, as_of, .. }, rows, weeks, order } = question;
        let Asking { now, watch, .. } = asking;
        let asked = self.as_of_day(as_of, now)?;
        let filter = self.filter_of(&query, asked, now)?;
        let models = self.models(as_of, now, watch)?;
        let bought = self.bought(asked.day, watch)?;
        let mut selected = self.selected(&filter, asked, sort_needs_fold(sort), watch)?;
        self.who_bought(&mut selected, &query)?;
        let total = selected.places.len();
        match order {
            None => self.sorted(&mut selected, (sort, asked), rows.clone(), watch)?,
            Some(order) => {
                self.sorted(&mut selected, (sort, asked), 0..total, watch)?;
                self.by_models(&mut selected, order, &models, &bought)?;
            }
        }
        let places = rows.start.min(total)..rows.end.min(total);
        let members = self.rows_of(&selected, places, asked)?;
        let mut out = Vec::with_capacity(members.len());
        for row in members {
            let place = bought.place(row.id);
            if let Some(mut worth) = place.map(|at| self.worth_of(&models, &bought, at)).transpose()?.flatten() {
                worth.ahead = weeks.map(|weeks| (weeks, models.expected_in(&worth, weeks.get())));
                out.push((row, worth));
            }
        }
        Ok(Box::new(MemberValuePage { models: fitted(models), rows: out, total: total as u64 }))
    }
}

impl Desk {
    /// Keeps who has a purchase, or the one member whose number the query is.
    pub(super) fn who_bought(&self, selected: &mut Selection, query: &str) -> Result<(), DeskError> {
        let view = Arc::clone(&selected.view);
        if let Some(member) = self.store.member_id(query.trim())? {
            selected.places = view.columns.place(member).and_then(|at| u32::try_from(at).ok()).into_iter().collect();
        }
        selected.places.retain(|at| view.columns.counts(*at as usize) && view.columns.orders[*at as usize] > 0);
        Ok(())
    }

    /// Puts a selection into an order by what the models say of each.
    fn by_models(
        &self,
        selected: &mut Selection,
        order: ValueOrder,
        models: &Models,
        bought: &PurchaseDays,
    ) -> Result<(), DeskError> {
        let mut ranked = Vec::with_capacity(selected.places.len());
        for place in &selected.places {
            let member = MemberId(selected.view.columns.members[*place as usize]);
            let worth = bought.place(member).map(|at| self.worth_of(models, bought, at)).transpose()?.flatten();
            ranked.push((worth.map_or(f64::NEG_INFINITY, |worth| rank(order, &worth)), *place));
        }
        // Stable: what ties stays in the list's own order.
        ranked.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        selected.places = ranked.into_iter().map(|(_, place)| place).collect();
        Ok(())
    }
}

fn rank(order: ValueOrder, worth: &CustomerValue) -> f64 {
    let counted = match order {
        ValueOrder::Value => 1.0,
        ValueOrder::Risk => 1.0 - worth.p_alive,
    };
    worth.value.map_or(f64::NEG_INFINITY, |value| value * counted)
}
