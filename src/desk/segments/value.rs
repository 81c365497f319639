//! Value and churn risk of a list of members.

use super::ScanWatch;
use super::model::{CustomerValue, Models};
use crate::desk::Desk;
use crate::desk::error::DeskError;
use crate::domain::day::{Day, Instant};
use crate::domain::read_models::MemberRow;
use crate::domain::segment_views::Sort;
use std::ops::Range;

/// Members with what the models say of them; those who never bought are left out.
#[derive(Debug, Clone, PartialEq)]
pub struct WorthPage {
    pub models: Models,
    pub rows: Vec<(MemberRow, CustomerValue)>,
    /// How many members with a purchase fit.
    pub total: u64,
}

impl Desk {
    /// What the models of a day say of the members that a query means.
    pub fn worth_page(
        &mut self,
        query: &str,
        as_of: Option<Day>,
        sort: Sort,
        rows: Range<usize>,
        now: Instant,
        watch: &mut dyn ScanWatch,
    ) -> Result<WorthPage, DeskError> {
        let asked = self.as_of_day(as_of, now)?;
        let filter = self.filter_of(query, asked, now)?;
        let models = self.models(as_of, now, watch)?;
        let bought = self.bought(asked.day, watch)?;
        let mut selected = self.selected(&filter, asked, super::select::sort_needs_fold(sort), watch)?;
        let view = std::sync::Arc::clone(&selected.view);
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
            if let Some(worth) = place.map(|at| self.worth_of(&models, &bought, at)).transpose()?.flatten() {
                out.push((row, worth));
            }
        }
        Ok(WorthPage { models, rows: out, total: total as u64 })
    }
}
