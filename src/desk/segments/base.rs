//! Whom a view of everybody is about.

use super::ScanWatch;
use super::as_of::AsOfDay;
use crate::desk::Desk;
use crate::desk::error::DeskError;
use crate::domain::day::Instant;

/// Everybody, or the members that fit a filter.
#[derive(Debug, Clone, Default)]
pub(in crate::desk) struct BaseMembers(Option<Vec<i64>>);

impl BaseMembers {
    /// Whether a member, by id, is one of them.
    pub fn holds(&self, member: i64) -> bool {
        self.0.as_ref().is_none_or(|ids| ids.binary_search(&member).is_ok())
    }
}

impl Desk {
    /// The members that fit a filter on a day; `*` means everybody and takes no look at anybody.
    pub(in crate::desk) fn base_members(
        &self,
        base: &str,
        asked: AsOfDay,
        now: Instant,
        watch: &mut dyn ScanWatch,
    ) -> Result<BaseMembers, DeskError> {
        if base.trim() == "*" {
            return Ok(BaseMembers::default());
        }
        let filter = self.filter_of(base, asked, now)?;
        let selected = self.selected(&filter, asked, false, watch)?;
        let members = &selected.view.columns.members;
        // Places are in the order of ids.
        Ok(BaseMembers(Some(selected.places.iter().map(|at| members[*at as usize]).collect())))
    }
}
