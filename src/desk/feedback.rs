//! What members say: lists, a case with its history, and the measures. Logging and working cases are plans like any other.

mod past;

use super::Desk;
use super::error::DeskError;
use crate::analytics::proportion;
use crate::domain::day::Day;
use crate::domain::fact::EventKind;
use crate::domain::feedback::{
    Answers, Breakdown, Case, CaseStep, FeedbackRow, MeasureRow, Measures, Versus, Wanted, case_reference,
};
use crate::domain::num::{FactId, Points};
use crate::domain::operation::OperationRow;
use crate::domain::rate::Interval;
use crate::store::{Store, StoreError};
use std::ops::RangeInclusive;

/// Topics with fewer NPS answers show no score: a driver of a handful of answers is noise.
const DRIVER_MIN: u64 = 30;

impl Desk {
    /// Feedback, newest first (open cases: by what is due first), and how many there are.
    pub fn feedback(&self, wanted: &Wanted, limit: usize) -> Result<(Vec<FeedbackRow>, u64), DeskError> {
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

    /// Scores of a period, whole and broken down, and beside another period where one is named.
    pub fn measures(
        &self,
        days: &RangeInclusive<Day>,
        by: Option<Breakdown>,
        versus: Option<&RangeInclusive<Day>>,
    ) -> Result<Measures, DeskError> {
        self.store.read(|store| {
            let withheld_below = if by == Some(Breakdown::Topic) { DRIVER_MIN } else { 0 };
            let rows = match by {
                None => Vec::new(),
                Some(by) => store.answers_by(*days.start(), *days.end(), by)?,
            };
            let all = store.answers(*days.start(), *days.end())?;
            let compared = versus.map(|days| compared(store, all, days)).transpose()?;
            Ok(Measures {
                from: *days.start(),
                to: *days.end(),
                all: measured(None, all, 0),
                by,
                rows: rows.into_iter().map(|(value, answers)| measured(value, answers, withheld_below)).collect(),
                withheld_below,
                versus: compared,
            })
        })
    }
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

fn compared(store: &Store, now: Answers, days: &RangeInclusive<Day>) -> Result<Versus, StoreError> {
    let then = store.answers(*days.start(), *days.end())?;
    let of = |a: Answers| (a.promoters, a.passives, a.detractors);
    let difference = proportion::nps_change(of(then), of(now));
    Ok(Versus { from: *days.start(), to: *days.end(), all: measured(None, then, 0), difference })
}

/// Scores with their intervals, the net promoter score only from so many answers on.
fn measured(value: Option<String>, answers: Answers, withheld_below: u64) -> MeasureRow {
    let nps = proportion::nps(answers.promoters, answers.passives, answers.detractors);
    MeasureRow {
        value,
        answers,
        nps: nps.filter(|nps| nps.n >= withheld_below),
        csat: proportion::wilson(answers.satisfied, answers.csat),
        ces: ces(answers),
    }
}

#[expect(clippy::cast_precision_loss, reason = "sums of scores are far below 2^52")]
fn ces(answers: Answers) -> Option<Interval> {
    proportion::mean(answers.ces, answers.ces_sum as f64, answers.ces_squares as f64)
}
