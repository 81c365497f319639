//! `audit reviews` and `audit result`: findings with their numbers, samples with what they say.

use super::operation::OperationDoc;
use crate::domain::audit_review::{Finding, ReviewReport};
use crate::domain::day::Day;
use crate::domain::drawn_sample::SampleSheet;
use crate::domain::operation::OperationRow;
use serde::Serialize;

/// `audit reviews`: every finding of a period.
#[derive(Debug, Serialize)]
pub struct ReviewsDoc<'a> {
    from: Day,
    to: Day,
    operations: u64,
    reviews: Vec<FindingDoc<'a>>,
}

#[derive(Debug, Serialize)]
struct FindingDoc<'a> {
    name: &'static str,
    subject: &'a str,
    n: u64,
    x: u64,
    statistic: Option<f64>,
    p: Option<f64>,
    verdict: &'static str,
    flagged: bool,
    signed: Option<SignedDoc<'a>>,
    operations: Vec<i64>,
}

#[derive(Debug, Serialize)]
struct SignedDoc<'a> {
    by: &'a str,
    at: String,
    x: u64,
    note: Option<&'a str>,
}

impl<'a> ReviewsDoc<'a> {
    pub fn new(report: &'a ReviewReport) -> Self {
        let (from, to) = (report.period.from, report.period.to);
        let reviews = report.findings.iter().map(FindingDoc::new).collect();
        Self { from, to, operations: report.operations, reviews }
    }
}

impl<'a> FindingDoc<'a> {
    fn new(finding: &'a Finding) -> Self {
        use crate::domain::audit_review::FindingVerdict;
        let signed = finding.signatures.last().map(|signature| SignedDoc {
            by: &signature.by,
            at: signature.at.rfc3339(),
            x: signature.x,
            note: signature.note.as_deref(),
        });
        Self {
            name: finding.review.word(),
            subject: &finding.operator,
            n: finding.n,
            x: finding.x,
            statistic: finding.statistic,
            p: finding.p,
            verdict: finding.verdict.word(),
            flagged: finding.verdict == FindingVerdict::Look,
            signed,
            operations: finding.operations.iter().map(|seq| seq.0).collect(),
        }
    }
}

/// `audit result`: samples, with their operations where one was asked for.
#[derive(Debug, Serialize)]
pub struct SamplesDoc<'a> {
    samples: Vec<SampleDoc<'a>>,
}

#[derive(Debug, Serialize)]
struct SampleDoc<'a> {
    id: &'a str,
    kind: &'static str,
    query: &'a str,
    from: Day,
    to: Day,
    seed: &'a str,
    size: u64,
    root: &'a str,
    population: u64,
    points: i64,
    interval: i64,
    n: u64,
    done: u64,
    wrong: u64,
    most_likely: f64,
    upper: Option<f64>,
    upper_count: Option<u64>,
    by: &'a str,
    at: String,
    operations: Vec<SampledDoc<'a>>,
}

#[derive(Debug, Serialize)]
struct SampledDoc<'a> {
    /// Whether it is right; `None` before somebody has looked.
    right: Option<bool>,
    /// The points that would have been.
    right_points: Option<i64>,
    #[serde(flatten)]
    operation: OperationDoc<'a>,
}

impl<'a> SamplesDoc<'a> {
    pub fn new(sheets: &'a [SampleSheet]) -> Self {
        Self { samples: sheets.iter().map(SampleDoc::new).collect() }
    }
}

impl<'a> SampleDoc<'a> {
    fn new(sheet: &'a SampleSheet) -> Self {
        let SampleSheet { sample, result, operations } = sheet;
        let (draw, design) = (&sample.draw, &sample.draw.design);
        let sampled = |row: &'a OperationRow| {
            let found = sample.judged.get(&row.seq);
            SampledDoc {
                right: found.map(|found| found.is_right),
                right_points: found.and_then(|found| found.right).map(|points| points.0),
                operation: OperationDoc::new(row),
            }
        };
        Self {
            id: &sample.id,
            kind: design.kind.word(),
            query: &design.query,
            from: design.from,
            to: design.to,
            seed: &design.words,
            size: draw.size,
            root: &draw.root,
            population: draw.population,
            points: draw.points,
            interval: draw.interval,
            n: draw.len() as u64,
            done: result.done,
            wrong: result.wrong,
            most_likely: result.most_likely,
            upper: result.upper,
            upper_count: result.upper_count,
            by: &sample.by,
            at: sample.at.rfc3339(),
            operations: operations.iter().map(sampled).collect(),
        }
    }
}
