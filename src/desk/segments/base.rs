//! Whom a view of everybody is about.

use super::ScanWatch;
use super::as_of::AsOfDay;
use crate::desk::Desk;
use crate::desk::error::DeskError;
use crate::domain::day::Instant;
use crate::domain::num::MemberId;
use crate::domain::plan::outcome::Refusal;
use crate::store::{Store, StoreError};

/// Everybody, or the members that fit a filter.
#[derive(Debug, Clone, Default)]
pub(in crate::desk) struct BaseMembers(Option<Vec<i64>>);

impl BaseMembers {
    /// Whether a member, by id, is one of them.
    pub fn holds(&self, member: i64) -> bool {
        self.0.as_ref().is_none_or(|ids| ids.binary_search(&member).is_ok())
    }

    /// Whether nobody is left out, members that are not known included.
    pub fn is_everybody(&self) -> bool {
        self.0.is_none()
    }

    /// Whether what somebody said is of one of them; a merged card's is of the member where its file goes on, once it no longer
    /// stands for itself.
    pub fn holds_said(&self, store: &Store, member: Option<MemberId>) -> Result<bool, StoreError> {
        let (false, Some(mut member)) = (self.is_everybody(), member.filter(|id| *id != MemberId::NOBODY)) else {
            return Ok(self.is_everybody());
        };
        loop {
            if self.holds(member.0) {
                return Ok(true);
            }
            let Some(into) = store.standing(member)?.and_then(|standing| standing.merged_into) else {
                return Ok(false);
            };
            member = into;
        }
    }
}

impl Desk {
    /// The members that fit a filter on a day; `*`, or nothing, means everybody and takes no look at anybody.
    pub(in crate::desk) fn base_members(
        &self,
        base: &str,
        asked: AsOfDay,
        now: Instant,
        watch: &mut dyn ScanWatch,
    ) -> Result<BaseMembers, DeskError> {
        if matches!(base.trim(), "" | "*") {
            return Ok(BaseMembers::default());
        }
        let filter = self.filter_of(base, asked, now)?;
        let selected = self.selected(&filter, asked, false, watch)?;
        if selected.places.is_empty()
            && let Some(error) = self.unknown_scope(base, &filter)?
        {
            return Err(Refusal::BadQuery { error }.into());
        }
        let members = &selected.view.columns.members;
        // Places are in the order of ids.
        Ok(BaseMembers(Some(selected.places.iter().map(|at| members[*at as usize]).collect())))
    }
}
