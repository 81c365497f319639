//! Feedback and cases as they stood at the end of a past day: what was recorded later is left out of the fold.

use crate::desk::Desk;
use crate::desk::error::DeskError;
use crate::domain::day::{Day, Instant};
use crate::domain::feedback::case::CaseFile;
use crate::domain::feedback::{Case, FeedbackFilter, FeedbackRow};
use crate::domain::num::FactId;
use crate::store::{Store, StoreError};

/// Feedback that is looked at for a past day, the newest of it: each takes a fold of its own.
const LOOKED_AT: usize = 5_000;

impl Desk {
    /// One feedback with its case, as of a day's end; `None` where there was none yet.
    pub(in crate::desk) fn case_on(&self, id: FactId, day: Day) -> Result<Option<Case>, DeskError> {
        let Some(case) = self.case(id)? else { return Ok(None) };
        self.store.read(|store| {
            let end = store.programs()?.zone().end_of(day);
            if case.feedback.at > end {
                return Ok(None);
            }
            let steps = case.steps.into_iter().filter(|step| step.at <= end).collect();
            let adjustments = case.adjustments.into_iter().filter(|row| row.at <= end).collect();
            let feedback = as_it_stood(store, case.feedback, end)?;
            Ok(Some(Case { feedback, steps, adjustments }))
        })
    }
}

/// Every row that was wanted on that day, in the order of the list. States, owners and due times are that day's.
pub(super) fn rows(store: &Store, wanted: &FeedbackFilter, day: Day) -> Result<Vec<FeedbackRow>, DeskError> {
    let end = store.programs()?.zone().end_of(day);
    // Whatever a case can change may have been otherwise: it is judged after the fold.
    let to = Some(wanted.to.map_or(day, |to| to.min(day)));
    let loose = FeedbackFilter { open_cases: None, overdue: false, owner: None, to, ..wanted.clone() };
    let (all, _) = store.feedback(&loose, None, LOOKED_AT)?;
    let mut then = Vec::new();
    for row in all {
        let row = as_it_stood(store, row, end)?;
        if case_fits(&row, wanted, end) {
            then.push(row);
        }
    }
    if wanted.open_cases == Some(true) {
        then.sort_by_key(|row| (row.case.as_ref().map(|c| c.due), row.id));
    }
    Ok(then)
}

/// A row with its case folded up to an instant.
fn as_it_stood(store: &Store, row: FeedbackRow, end: Instant) -> Result<FeedbackRow, StoreError> {
    let Some(file) = store.case_file(row.id)? else { return Ok(row) };
    let later = file.later.into_iter().filter(|event| event.at <= end).collect();
    let file = CaseFile { opened: file.opened, later };
    Ok(FeedbackRow { retracted: file.is_retracted(), case: file.row(), ..row })
}

/// Whether a case is one of those wanted.
fn case_fits(row: &FeedbackRow, wanted: &FeedbackFilter, end: Instant) -> bool {
    let case = row.case.as_ref();
    wanted.open_cases.is_none_or(|open| case.is_some_and(|c| c.state.is_open() == open))
        && (!wanted.overdue || case.is_some_and(|c| c.due < end))
        && wanted.owner.as_ref().is_none_or(|owner| case.is_some_and(|c| c.owner.as_ref() == Some(owner)))
}
