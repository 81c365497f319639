//! What members say: lists, a case with its history. Logging and working cases are plans like any other.

mod as_of;
mod csv;
mod export;

use super::Desk;
use super::ask::{Asking, ScanWatch, Serve};
use super::error::DeskError;
use super::segments::BaseMembers;
use crate::domain::day::{Day, Instant};
use crate::domain::fact::{EventKind, History};
use crate::domain::feedback::{Case, CaseStep, FeedbackFilter, FeedbackRow, case_reference};
use crate::domain::num::{FactId, Points};
use crate::domain::operation::OperationRow;
use crate::domain::question::{CaseCounts, CountCases, FeedbackListQuery, FeedbackRows, ListFeedback, OpenCase};
use crate::store::{Store, StoreError};

impl Serve<ListFeedback> for Desk {
    fn serve(&mut self, question: ListFeedback, asking: Asking<'_>) -> Result<FeedbackRows, DeskError> {
        self.feedback(&question.list, question.limit, asking.now, asking.watch)
    }
}

impl Serve<OpenCase> for Desk {
    fn serve(&mut self, question: OpenCase, _: Asking<'_>) -> Result<Option<Box<Case>>, DeskError> {
        let OpenCase { case, as_of } = question;
        let case = as_of.map_or_else(|| self.case(case), |day| self.case_on(case, day));
        Ok(case?.map(Box::new))
    }
}

impl Serve<CountCases> for Desk {
    fn serve(&mut self, question: CountCases, asking: Asking<'_>) -> Result<CaseCounts, DeskError> {
        let open = FeedbackFilter { open_cases: Some(true), ..FeedbackFilter::default() };
        let CountCases { owner, as_of, base } = question;
        let members = self.said_by_members(&base, as_of, asking.now, asking.watch)?;
        if as_of.is_some() || !members.is_everybody() {
            return self.counted(&open, (&owner, &members), as_of, asking.now);
        }
        let count = |filter: FeedbackFilter| {
            let list = FeedbackListQuery { filter, ..FeedbackListQuery::default() };
            self.feedback(&list, 0, asking.now, &mut ()).map(|rows| rows.total)
        };
        Ok(CaseCounts {
            open: count(open.clone())?,
            overdue: count(FeedbackFilter { overdue: true, ..open.clone() })?,
            mine: count(FeedbackFilter { owner: Some(owner), ..open })?,
        })
    }
}

impl Desk {
    /// The members that a list or a score is narrowed to, on the day that it is about.
    pub(super) fn said_by_members(
        &self,
        base: &str,
        day: Option<Day>,
        now: Instant,
        watch: &mut dyn ScanWatch,
    ) -> Result<BaseMembers, DeskError> {
        self.base_members(base, self.as_of_day(day, now)?, now, watch)
    }

    /// The open cases of some members, now or at a past day's end, counted by one look at them.
    fn counted(
        &self,
        open: &FeedbackFilter,
        (owner, members): (&str, &BaseMembers),
        day: Option<Day>,
        now: Instant,
    ) -> Result<CaseCounts, DeskError> {
        self.store.read(|store| {
            let end = day.map_or(Ok::<_, StoreError>(now), |day| Ok(store.programs()?.zone().end_of(day)))?;
            let rows = match day {
                None => store.feedback(open, None, usize::MAX)?.0,
                Some(day) => as_of::rows(store, open, day)?,
            };
            let rows = of_members(store, rows, members)?;
            let cases = || rows.iter().filter_map(|row| row.case.as_ref());
            Ok(CaseCounts {
                open: rows.len() as u64,
                overdue: cases().filter(|case| case.is_overdue(end)).count() as u64,
                mine: cases().filter(|case| case.owner.as_deref() == Some(owner)).count() as u64,
            })
        })
    }

    /// Answers [`ListFeedback`].
    pub(super) fn feedback(
        &self,
        list: &FeedbackListQuery,
        limit: usize,
        now: Instant,
        watch: &mut dyn ScanWatch,
    ) -> Result<FeedbackRows, DeskError> {
        let FeedbackListQuery { filter, as_of, base } = list;
        let members = self.said_by_members(base, *as_of, now, watch)?;
        self.store.read(|store| match as_of {
            None if !members.is_everybody() => {
                let (rows, _) = store.feedback(filter, filter.overdue.then_some(now), usize::MAX)?;
                Ok(first(of_members(store, rows, &members)?, limit))
            }
            None => {
                let (rows, total) = store.feedback(filter, filter.overdue.then_some(now), limit)?;
                Ok(FeedbackRows { rows, total })
            }
            Some(day) => {
                let rows = as_of::rows(store, filter, *day)?;
                Ok(first(of_members(store, rows, &members)?, limit))
            }
        })
    }

    /// One feedback with its case; `None` where there is none.
    pub(super) fn case(&self, id: FactId) -> Result<Option<Case>, DeskError> {
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
    pub(super) fn last_on_case(&self, id: FactId) -> Result<Option<OperationRow>, DeskError> {
        let Some(case) = self.case(id)? else { return Ok(None) };
        let goodwill = case.adjustments.iter().filter(|a| a.reversed_by.is_none()).map(|a| (a.seq, a.op));
        let steps = case.steps.iter().map(|step| (step.seq, step.op));
        let op = goodwill.chain(steps).max().map_or(case.feedback.op, |(_, op)| op);
        Ok(Some(self.operation(&op.to_string())?))
    }
}

/// The rows of what some members said.
fn of_members(store: &Store, rows: Vec<FeedbackRow>, members: &BaseMembers) -> Result<Vec<FeedbackRow>, StoreError> {
    let mut kept = Vec::with_capacity(rows.len());
    for row in rows {
        if members.holds_said(store, row.member)? {
            kept.push(row);
        }
    }
    Ok(kept)
}

/// The first rows of a list, and how many it has.
fn first(mut rows: Vec<FeedbackRow>, limit: usize) -> FeedbackRows {
    let total = rows.len() as u64;
    rows.truncate(limit);
    FeedbackRows { rows, total }
}

/// Feedback that a member's file shows.
const SAID_ROWS: usize = 200;

/// What a member said, and who is joined to it, newest first; as of a past day's end where one is named.
pub(super) fn said_by(store: &Store, history: &History, as_of: Option<Day>) -> Result<Vec<FeedbackRow>, DeskError> {
    let wanted = FeedbackFilter { member: Some(history.member), ..FeedbackFilter::default() };
    let mut rows = match as_of {
        None => store.feedback(&wanted, None, SAID_ROWS)?.0,
        Some(day) => as_of::rows(store, &wanted, day)?,
    };
    let until = as_of.map(|day| Ok::<_, StoreError>(store.programs()?.zone().end_of(day))).transpose()?;
    for joined in history.joined_at(until.unwrap_or(Instant(i64::MAX))) {
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
