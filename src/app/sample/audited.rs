//! What an auditor finds at the desk in memory: two findings of each operator, samples of everything, results that are not computed.

use super::FakeDesk;
use crate::domain::audit_review::{AuditReview, Finding, FindingVerdict, ReviewPeriod, ReviewReport, ReviewSignature};
use crate::domain::audit_sample::SampledOperation;
use crate::domain::drawn_sample::{AuditSample, SampleChange, SampleDesign, SampleDraw, SampleResult, SampleSheet};
use crate::domain::op::{Intent, SignReview};
use crate::domain::operation::OperationRow;
use crate::domain::plan::outcome::Refusal;
use crate::domain::question::{AnyAnswer, AnyQuestion};
use crate::shell::failure::Failure;
use crate::shell::msg::TaskResult;
use std::collections::BTreeMap;

/// What was signed and drawn.
#[derive(Debug, Clone, Default)]
pub struct AuditLedger {
    /// The oldest first.
    samples: Vec<AuditSample>,
    signed: Vec<SignReview>,
}

/// Operations by hand of a period.
fn inside(desk: &FakeDesk, period: ReviewPeriod) -> impl Iterator<Item = &OperationRow> {
    let rows = desk.ops.iter().map(|(row, _)| row);
    rows.filter(move |row| row.kind.is_by_hand() && period.holds(desk.programs.zone().day_of(row.at)))
}

/// Every operator who gave points twice or more is found by one review, and has too few operations for another.
fn reviews(desk: &FakeDesk, period: ReviewPeriod) -> ReviewReport {
    let mut by_operator: BTreeMap<&str, Vec<&OperationRow>> = BTreeMap::new();
    for row in inside(desk, period).filter(|row| row.points.is_some()) {
        by_operator.entry(&row.operator).or_default().push(row);
    }
    let mut findings = Vec::new();
    for (review, verdict) in
        [(AuditReview::Splitting, FindingVerdict::Look), (AuditReview::BelowLimit, FindingVerdict::TooFew)]
    {
        let found = by_operator.iter().filter(|(_, rows)| review == AuditReview::BelowLimit || rows.len() > 1);
        findings.extend(found.map(|(operator, rows)| Finding {
            review,
            operator: (*operator).to_owned(),
            n: rows.len() as u64,
            x: rows.len() as u64,
            statistic: None,
            p: None,
            verdict,
            operations: rows.iter().map(|row| row.seq).collect(),
            signatures: signatures(desk, review, operator),
        }));
    }
    ReviewReport { period, operations: inside(desk, period).count() as u64, findings }
}

fn signatures(desk: &FakeDesk, review: AuditReview, operator: &str) -> Vec<ReviewSignature> {
    let signed = desk.audit.signed.iter().filter(|one| one.review == review && one.subject == operator);
    let by = || desk.operator.name.clone();
    signed.map(|one| ReviewSignature { by: by(), at: desk.now, x: one.x, note: one.note.clone() }).collect()
}

fn sheet(desk: &FakeDesk, sample: &AuditSample) -> SampleSheet {
    let row = |seq| desk.ops.iter().map(|(row, _)| row).find(|row| row.seq == seq).cloned();
    let operations = sample.draw.operations().filter_map(row).collect();
    let (done, wrong) = (sample.judged.len() as u64, sample.wrong());
    let upper = (done > 0).then_some(0.0487);
    let result = SampleResult { done, wrong, most_likely: 0.0, upper, upper_count: None };
    SampleSheet { sample: sample.clone(), result, operations }
}

fn sample(desk: &FakeDesk, id: &str) -> Result<SampleSheet, Failure> {
    let found = desk.audit.samples.iter().find(|sample| sample.id.starts_with(id));
    found.map(|sample| sheet(desk, sample)).ok_or_else(|| refused(Refusal::UnknownSample { id: id.to_owned() }))
}

fn draw(desk: &FakeDesk, mut design: SampleDesign) -> Result<SampleDraw, Failure> {
    design.n = 59;
    let rows = inside(desk, ReviewPeriod { from: design.from, to: design.to });
    let operations = rows.map(|row| SampledOperation { seq: row.seq, id: row.op, points: row.points }).collect();
    let draw = SampleDraw::of(design, desk.ops.len() as u64, &[7; 32], operations);
    draw.ok_or_else(|| refused(Refusal::NothingToSample))
}

fn refused(refusal: Refusal) -> Failure {
    Failure::Refused(Box::new(refusal))
}

pub(super) fn answer(desk: &FakeDesk, question: AnyQuestion) -> Result<AnyAnswer, Failure> {
    Ok(match question {
        AnyQuestion::ReviewJournal(asked) => AnyAnswer::ReviewJournal(Box::new(reviews(desk, asked.period))),
        AnyQuestion::ListSamples(_) => {
            let listed = |sample| SampleSheet { operations: Vec::new(), ..sheet(desk, sample) };
            AnyAnswer::ListSamples(desk.audit.samples.iter().rev().map(listed).collect())
        }
        AnyQuestion::OpenSample(asked) => AnyAnswer::OpenSample(Box::new(sample(desk, &asked.id)?)),
        AnyQuestion::DrawSample(asked) => AnyAnswer::DrawSample(Box::new(draw(desk, asked.design)?)),
        other => panic!("no auditor asks {other:?}"),
    })
}

pub(super) fn record(desk: &mut FakeDesk, intent: &Intent) -> TaskResult {
    match intent {
        Intent::SignReview(signed) => desk.audit.signed.push(signed.clone()),
        Intent::ChangeSample(change) => match &change.change {
            SampleChange::Drawn { draw, by } => {
                let (id, draw, by, at) = (change.id.clone(), (**draw).clone(), by.clone(), desk.now);
                desk.audit.samples.push(AuditSample { id, draw, by, at, judged: BTreeMap::new() });
            }
            SampleChange::Judged(found) => {
                let sample = desk.audit.samples.iter_mut().find(|sample| sample.id == change.id).unwrap();
                sample.judged.insert(found.seq, found.clone());
            }
        },
        answer @ Intent::AnswerRequest(_) => {
            let plan = desk.plan(answer.clone()).unwrap();
            desk.commit(&plan, &plan.op_id.to_string());
        }
        other => panic!("no auditor does {other:?}"),
    }
    TaskResult::AuditRecorded(intent.kind())
}
