//! A case is a small fold of its own: what opened it, and every change that counts.

use super::{CaseChange, CaseRow, CaseState};
use crate::domain::fact::{Event, EventKind};
use crate::domain::num::FactId;

/// Everything recorded about one feedback and its case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFile {
    /// The event that logged the feedback.
    pub opened: Event,
    /// Every later event about it, by id.
    pub later: Vec<Event>,
}

impl CaseFile {
    /// Whether the feedback was taken back.
    pub fn is_retracted(&self) -> bool {
        let last = self
            .later
            .iter()
            .rev()
            .find_map(|e| if let EventKind::FeedbackCounts { counts, .. } = e.kind { Some(counts) } else { None });
        last == Some(false)
    }

    /// The changes of the case that count.
    pub fn counting(&self) -> Vec<&Event> {
        let said_last = |id: FactId| {
            self.later.iter().rev().find_map(|e| {
                let EventKind::CaseCounts { of, counts, .. } = e.kind else { return None };
                (of == id).then_some(counts)
            })
        };
        let changes = self.later.iter().filter(|e| matches!(e.kind, EventKind::Case { .. }));
        changes.filter(|e| said_last(e.id) != Some(false)).collect()
    }

    /// The case as it stands; `None` where the feedback opened none or was taken back.
    pub fn row(&self) -> Option<CaseRow> {
        let EventKind::Feedback { due: Some(due), .. } = self.opened.kind else { return None };
        if self.is_retracted() {
            return None;
        }
        let mut row = CaseRow { state: CaseState::Open, owner: None, due, reopened: 0, reason: None };
        for event in self.counting() {
            if let EventKind::Case { change, .. } = &event.kind {
                row.take(change);
            }
        }
        Some(row)
    }
}

impl CaseRow {
    fn take(&mut self, change: &CaseChange) {
        if let Some(state) = change.state {
            self.state = state;
            self.reopened += i64::from(state == CaseState::Reopened);
            if state.is_open() {
                self.reason = None;
            }
        }
        if change.owner.is_some() {
            self.owner.clone_from(&change.owner);
        }
        if change.reason.is_some() {
            self.reason.clone_from(&change.reason);
        }
        self.due = change.due.unwrap_or(self.due);
    }
}
