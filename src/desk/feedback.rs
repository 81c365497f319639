//! What members say: lists, a case with its history. Logging and working cases are plans like any other.

mod as_of;
mod csv;
mod export;

pub use csv::csv;

use super::Desk;
use super::error::DeskError;
use crate::domain::day::Day;
use crate::domain::fact::{EventKind, History};
use crate::domain::feedback::{Case, CaseStep, FeedbackFilter, FeedbackRow, case_reference};
use crate::domain::num::{FactId, Points};
use crate::domain::operation::OperationRow;
use crate::store::{Store, StoreError};

impl Desk {
    /// Feedback, newest first (open cases: by what is due first), and how many there are.
    pub fn feedback(&self, wanted: &FeedbackFilter, limit: usize) -> Result<(Vec<FeedbackRow>, u64), DeskError> {
        self.store.read(|store| Ok(store.feedback(wanted, limit)?))
    }

    /// One feedback with its case; `None` where there is none.
    pub fn case(&self, id: FactId) -> Result<Option<Case>, DeskError> {
        self.store.read(|store| {
            let (Some(feedback), Some(file)) = (store.feedback_row(id)?, store.case_file(id)?) else { return Ok(None) };
            let mut steps = Vec::new();
            for event in file.counting() {
                let EventKind::Case { change, .. } = &event.kind else { continue };
                let Some((op, _)) = store.operation_at(event.op)? else { continue };
                steps.push(CaseStep {
                    op: op.id,
                    seq: op.seq,
                    at: event.at,
                    operator: op.operator,
                    change: change.clone(),
                    note: store.event_text(event.id)?,
                });
            }
            let adjustments = adjustments(store, &feedback)?;
            Ok(Some(Case { feedback, steps, adjustments }))
        })
    }

    /// The newest operation on a case that counts: a change of it, goodwill for it, else the logging that opened it.
    pub fn last_on_case(&self, id: FactId) -> Result<Option<OperationRow>, DeskError> {
        let Some(case) = self.case(id)? else { return Ok(None) };
        let goodwill = case.adjustments.iter().filter(|a| a.reversed_by.is_none()).map(|a| (a.seq, a.op));
        let steps = case.steps.iter().map(|step| (step.seq, step.op));
        let op = goodwill.chain(steps).max().map_or(case.feedback.op, |(_, op)| op);
        Ok(Some(self.operation(&op.to_string())?))
    }
}

/// Feedback that a member's file shows.
const SAID_ROWS: usize = 200;

/// What a member said and who joined it before, newest first; as of a past day's end where one is named.
pub(super) fn said_by(store: &Store, history: &History, as_of: Option<Day>) -> Result<Vec<FeedbackRow>, DeskError> {
    let wanted = FeedbackFilter { member: Some(history.member), ..FeedbackFilter::default() };
    let mut rows = match as_of {
        None => store.feedback(&wanted, SAID_ROWS)?.0,
        Some(day) => as_of::rows(store, &wanted, day)?,
    };
    for (_, joined) in &history.absorbed {
        rows.extend(said_by(store, joined, as_of)?);
    }
    rows.sort_by_key(|row| std::cmp::Reverse((row.at, row.id)));
    rows.truncate(SAID_ROWS);
    Ok(rows)
}

/// Adjustments of the member that carry the case's reference.
fn adjustments(store: &Store, feedback: &FeedbackRow) -> Result<Vec<OperationRow>, StoreError> {
    let Some(member) = feedback.member else { return Ok(Vec::new()) };
    let reference = case_reference(feedback.id);
    let facts = store.history(member)?.facts;
    let mut found = Vec::new();
    for fact in facts.iter().rev().filter(|f| f.reference.as_deref() == Some(&reference) && f.points != Points::ZERO) {
        let Some((op, _)) = store.operation_at(fact.op)? else { continue };
        found.extend(store.operation_row(op.id)?);
    }
    Ok(found)
}
