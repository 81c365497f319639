//! The members of a cell, a segment, a stage, a tier, a cohort or any filter: a list as long as it is, of which the rows
//! around the cursor are here.

use crate::domain::day::Day;
use crate::domain::fold::view::LifecycleStage;
use crate::domain::num::Money;
use crate::domain::question::{ListMembers, MemberListQuery};
use crate::domain::read_models::MemberRow;
use crate::domain::segment::Segment;
use crate::domain::segment_views::{SegmentState, Sort, SortBy};
use crate::panes::segments::state::positions::RfmCell;
use crate::shell::list::ListState;
use crate::shell::slot::Slot;
use std::ops::Range;

/// Rows asked for at once.
const CHUNK: usize = 300;

/// So near the end of what is here the next rows are asked for.
const NEAR: usize = 60;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DrillTarget {
    /// A cell of the map.
    Cell(RfmCell),
    Segment(Segment),
    Stage(LifecycleStage),
    /// A tier, by its code.
    Tier(String),
    /// A saved filter, by its name.
    Saved(String),
    /// Whose first purchase fell into a month: year, month.
    Cohort(i32, u32),
    /// Who went from one place to another between two days.
    Moved(SegmentState, SegmentState),
    Typed,
    /// Everybody of whom the models say something.
    Valued,
}

#[derive(Debug, Clone)]
pub struct DrillDown {
    pub whom: DrillTarget,
    pub key: MemberListQuery,
    /// The cursor, over the whole list.
    pub list: ListState,
    /// The rows that are here.
    pub page: Slot<ListMembers>,
}

impl DrillDown {
    /// The members of a filter, the most valuable first.
    pub fn new(whom: DrillTarget, query: String, as_of: Option<Day>) -> Self {
        let sort = Sort { by: SortBy::NetSpend, descending: true };
        let key = MemberListQuery { query, sort, as_of, with_month: false };
        Self { whom, key, list: ListState::default(), page: Slot::default() }
    }

    /// Whether the rows are what is wanted.
    pub fn is_current(&self) -> bool {
        self.page.failed.is_none() && self.page.answered().is_some_and(|page| page.list == self.key)
    }

    /// How many members there are in all, as far as it is known.
    pub fn total(&self) -> usize {
        self.page.answer().map_or(0, |page| usize::try_from(page.total).unwrap_or(usize::MAX))
    }

    pub fn value(&self) -> Money {
        self.page.answer().map_or(Money::ZERO, |page| page.value)
    }

    /// A row by its place in the whole list, if it is here.
    pub fn row_at(&self, at: usize) -> Option<&MemberRow> {
        let page = self.page.answer()?;
        page.rows.get(at.checked_sub(usize::try_from(page.offset).ok()?)?)
    }

    /// The row under the cursor, where it may be acted upon.
    pub fn row(&self) -> Option<&MemberRow> {
        if self.is_current() { self.row_at(self.list.cursor(self.total())) } else { None }
    }

    /// Whether the row under the cursor is still to come.
    pub fn is_waiting(&self) -> bool {
        self.page.pending.is_some() && self.row().is_none()
    }

    /// The rows to ask for next: the first ones of another list, or those around the cursor where it comes near the edge of
    /// what is here.
    pub(in crate::panes::segments) fn wants(&self) -> Option<Range<usize>> {
        let Some(asked) = self.page.asked.as_ref().filter(|asked| asked.list == self.key) else {
            return Some(0..CHUNK);
        };
        if self.page.stale {
            return Some(asked.rows.clone());
        }
        if !self.is_current() {
            return None;
        }
        let (total, cursor) = (self.total(), self.list.cursor(self.total()));
        let here = self.page.answer().map_or(0..0, |page| {
            let from = usize::try_from(page.offset).unwrap_or(usize::MAX);
            from..from.saturating_add(page.rows.len())
        });
        let near_begin = here.start > 0 && cursor < here.start + NEAR;
        let near_end = here.end < total && cursor + NEAR >= here.end;
        if !near_begin && !near_end {
            return None;
        }
        let from = cursor.saturating_sub(CHUNK / 2).min(total.saturating_sub(CHUNK));
        let rows = from..(from + CHUNK).min(total);
        let under_way = self.page.pending.is_some() && asked.rows.contains(&cursor);
        (!under_way && rows != here).then_some(rows)
    }

    /// Another order; the cursor goes to the first row.
    pub(in crate::panes::segments) fn sort_by(&mut self, sort: Sort) {
        self.key.sort = sort;
        self.list = ListState::default();
    }
}
