//! Feedback, cases and scores.

use super::operation::OperationDoc;
use crate::domain::day::Instant;
use crate::domain::feedback::{Breakdown, Case, CaseRow, CaseState, CaseStep, FeedbackRow, ScoreReport, ScoreRow};
use crate::domain::question::FeedbackRows;
use crate::domain::rate::Interval;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct FeedbackDoc<'a> {
    id: i64,
    op: String,
    at: String,
    member_no: Option<&'a str>,
    kind: &'static str,
    score: Option<i64>,
    topic: Option<&'a str>,
    channel: Option<&'a str>,
    text: Option<&'a str>,
    follow_up: bool,
    reference: Option<&'a str>,
    retracted: bool,
    case: Option<CaseStateDoc<'a>>,
}

/// A case as it stands.
#[derive(Debug, Serialize)]
struct CaseStateDoc<'a> {
    state: &'static str,
    owner: Option<&'a str>,
    due: String,
    overdue: bool,
    reopened: i64,
    reason: Option<&'a str>,
}

impl<'a> CaseStateDoc<'a> {
    fn new(case: &'a CaseRow, now: Instant) -> Self {
        Self {
            state: case.state.word(),
            owner: case.owner.as_deref(),
            due: case.due.rfc3339(),
            overdue: case.is_overdue(now),
            reopened: case.reopened,
            reason: case.reason.as_deref(),
        }
    }
}

impl<'a> FeedbackDoc<'a> {
    pub fn new(row: &'a FeedbackRow, now: Instant) -> Self {
        Self {
            id: row.id.0,
            op: row.op.to_string(),
            at: row.at.rfc3339(),
            member_no: row.member_no.as_deref(),
            kind: row.content.measure.word(),
            score: row.content.score,
            topic: row.content.topic.as_deref(),
            channel: row.content.channel.as_deref(),
            text: row.content.text.as_deref(),
            follow_up: row.content.follow_up,
            reference: row.content.reference.as_deref(),
            retracted: row.retracted,
            case: row.case.as_ref().map(|case| CaseStateDoc::new(case, now)),
        }
    }
}

/// `feedback list`.
#[derive(Debug, Serialize)]
pub struct ListDoc<'a> {
    feedback: Vec<FeedbackDoc<'a>>,
    total: u64,
}

impl<'a> ListDoc<'a> {
    pub fn new(list: &'a FeedbackRows, now: Instant) -> Self {
        Self { feedback: list.rows.iter().map(|row| FeedbackDoc::new(row, now)).collect(), total: list.total }
    }
}

/// `feedback show`.
#[derive(Debug, Serialize)]
pub struct CaseDoc<'a> {
    feedback: FeedbackDoc<'a>,
    steps: Vec<StepDoc<'a>>,
    adjustments: Vec<OperationDoc<'a>>,
}

/// A change of a case.
#[derive(Debug, Serialize)]
struct StepDoc<'a> {
    op: String,
    at: String,
    operator: &'a str,
    state: Option<&'static str>,
    owner: Option<&'a str>,
    due: Option<String>,
    reason: Option<&'a str>,
    note: Option<&'a str>,
}

impl<'a> StepDoc<'a> {
    fn new(step: &'a CaseStep) -> Self {
        Self {
            op: step.op.to_string(),
            at: step.at.rfc3339(),
            operator: &step.operator,
            state: step.change.state.map(CaseState::word),
            owner: step.change.owner.as_deref(),
            due: step.change.due.map(Instant::rfc3339),
            reason: step.change.reason.as_deref(),
            note: step.note.as_deref(),
        }
    }
}

impl<'a> CaseDoc<'a> {
    pub fn new(case: &'a Case, now: Instant) -> Self {
        Self {
            feedback: FeedbackDoc::new(&case.feedback, now),
            steps: case.steps.iter().map(StepDoc::new).collect(),
            adjustments: case.adjustments.iter().map(OperationDoc::new).collect(),
        }
    }
}

/// `feedback nps`.
#[derive(Debug, Serialize)]
pub struct MeasuresDoc<'a> {
    from: String,
    to: String,
    #[serde(flatten)]
    all: RowDoc<'a>,
    by: Option<&'static str>,
    rows: Vec<RowDoc<'a>>,
    hidden_below: u64,
    versus: Option<VersusDoc<'a>>,
}

/// The same of another period, and the difference.
#[derive(Debug, Serialize)]
struct VersusDoc<'a> {
    from: String,
    to: String,
    #[serde(flatten)]
    all: RowDoc<'a>,
    difference: Option<Interval>,
}

#[derive(Debug, Serialize)]
struct RowDoc<'a> {
    value: Option<&'a str>,
    promoters: u64,
    passives: u64,
    detractors: u64,
    nps: Option<Interval>,
    csat: Option<Interval>,
    ces: Option<Interval>,
}

impl<'a> RowDoc<'a> {
    fn new(row: &'a ScoreRow) -> Self {
        Self {
            value: row.value.as_deref(),
            promoters: row.answers.promoters,
            passives: row.answers.passives,
            detractors: row.answers.detractors,
            nps: row.nps,
            csat: row.csat,
            ces: row.ces,
        }
    }
}

impl<'a> MeasuresDoc<'a> {
    pub fn new(measures: &'a ScoreReport) -> Self {
        Self {
            from: measures.from.to_string(),
            to: measures.to.to_string(),
            all: RowDoc::new(&measures.all),
            by: measures.by.map(Breakdown::word),
            rows: measures.rows.iter().map(RowDoc::new).collect(),
            hidden_below: measures.withheld_below,
            versus: measures.versus.as_ref().map(|v| VersusDoc {
                from: v.from.to_string(),
                to: v.to.to_string(),
                all: RowDoc::new(&v.all),
                difference: v.difference,
            }),
        }
    }
}
