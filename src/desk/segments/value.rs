//! Value and churn risk of a list of members.

use super::present::fitted;
use super::select::sort_needs_fold;
use crate::desk::Desk;
use crate::desk::ask::{Asking, Serve};
use crate::desk::error::DeskError;
use crate::domain::question::{ListMemberValues, MemberListQuery, MemberValuePage};
use std::sync::Arc;

impl Serve<ListMemberValues> for Desk {
    fn serve(&mut self, question: ListMemberValues, asking: Asking<'_>) -> Result<Box<MemberValuePage>, DeskError> {
        let ListMemberValues { list: MemberListQuery { query, sort, as_of }, rows, weeks } = question;
        let Asking { now, watch, .. } = asking;
        let asked = self.as_of_day(as_of, now)?;
        let filter = self.filter_of(&query, asked, now)?;
        let models = self.models(as_of, now, watch)?;
        let bought = self.bought(asked.day, watch)?;
        let mut selected = self.selected(&filter, asked, sort_needs_fold(sort), watch)?;
        let view = Arc::clone(&selected.view);
        if let Some(member) = self.store.member_id(query.trim())? {
            selected.places = view.columns.place(member).and_then(|at| u32::try_from(at).ok()).into_iter().collect();
        }
        selected.places.retain(|at| view.columns.counts(*at as usize) && view.columns.orders[*at as usize] > 0);
        self.sorted(&mut selected, sort, rows.clone())?;
        let total = selected.places.len();
        let places = rows.start.min(total)..rows.end.min(total);
        let members = self.rows_of(&selected, places, asked)?;
        let mut out = Vec::with_capacity(members.len());
        for row in members {
            let place = bought.place(row.id);
            if let Some(mut worth) = place.map(|at| self.worth_of(&models, &bought, at)).transpose()?.flatten() {
                worth.ahead = weeks.map(|weeks| (weeks, models.expected_in(&worth, weeks)));
                out.push((row, worth));
            }
        }
        Ok(Box::new(MemberValuePage { models: fitted(models), rows: out, total: total as u64 }))
    }
}
