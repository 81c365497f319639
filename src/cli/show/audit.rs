//! Reviews and samples as tables.

use super::{Renderer, left, right};
use crate::cli::table::{RoomRules, Table};
use crate::domain::audit_review::{AuditReview, Finding, ReviewReport};
use crate::domain::drawn_sample::SampleSheet;
use crate::domain::num::grouped;
use crate::domain::operation::OperationRow;
use crate::t;

/// Every finding, and the reviews that found nobody. `only`: the review that was asked for.
pub fn reviews(tell: Renderer<'_>, report: &ReviewReport, only: Option<AuditReview>) -> String {
    let words = tell.words;
    let (from, to) = (report.period.from, report.period.to);
    let n = grouped(i64::try_from(report.operations).unwrap_or(i64::MAX));
    let mut out = t!(words, "audit.reviews_of", n = n, from = from, to = to) + "\n";
    if !report.findings.is_empty() {
        out += &findings(tell, &report.findings);
    }
    let found = |review: &AuditReview| report.findings.iter().any(|finding| finding.review == *review);
    let none = AuditReview::ALL.into_iter().filter(|review| only.is_none_or(|only| only == *review) && !found(review));
    let none: Vec<String> = none.map(|review| words.audit_review(review)).collect();
    if !none.is_empty() {
        out += &(t!(words, "audit.no_findings", reviews = words.list(&none)) + "\n");
    }
    out
}

fn findings(tell: Renderer<'_>, findings: &[Finding]) -> String {
    let words = tell.words;
    let mut table = Table::headed([
        left(t!(words, "audit.review")),
        left(t!(words, "audit.operator")),
        right(t!(words, "audit.share")),
        right(t!(words, "audit.statistic")),
        right(t!(words, "audit.p")),
        left(t!(words, "audit.verdict")),
        left(t!(words, "audit.signed")),
    ])
    .giving_way(RoomRules { cut: &[0, 6], leave: &[3, 6], names: &[1], folds: None });
    for finding in findings {
        let [share, statistic, p] = words.finding_numbers(finding);
        table.row([
            &words.audit_review(finding.review),
            &finding.operator,
            &share,
            &statistic,
            &p,
            &words.finding_verdict(finding.verdict),
            &words.finding_signed(tell.programs.zone(), finding),
        ]);
    }
    table.fitted(tell.columns)
}

/// Every sample in a line.
pub fn samples(tell: Renderer<'_>, sheets: &[SampleSheet]) -> String {
    let words = tell.words;
    if sheets.is_empty() {
        return t!(words, "audit.no_samples") + "\n";
    }
    let mut table = Table::headed([
        left(t!(words, "audit.sample")),
        left(t!(words, "audit.sample_kind")),
        left(t!(words, "audit.sample_period")),
        left(t!(words, "audit.sample_by")),
        left(t!(words, "audit.sample_result")),
    ])
    .giving_way(RoomRules { cut: &[1], leave: &[3, 1], names: &[], folds: Some(4) });
    for sheet in sheets {
        let design = &sheet.sample.draw.design;
        table.row([
            &sheet.sample.id,
            &words.sample_kind(design.kind),
            &format!("{}…{}", design.from, design.to),
            &sheet.sample.by,
            &words.sample_says(sheet),
        ]);
    }
    table.fitted(tell.columns)
}

/// A sample with its operations in the order in which they are looked at.
pub fn sample(tell: Renderer<'_>, sheet: &SampleSheet) -> String {
    let words = tell.words;
    let mut head = Table::plain([crate::cli::table::Side::Left, crate::cli::table::Side::Left]).giving_way(RoomRules {
        cut: &[],
        leave: &[],
        names: &[],
        folds: Some(1),
    });
    for (label, value) in words.sample_facts(sheet) {
        head.row([&label, &value]);
    }
    let mut table = Table::headed([
        right(t!(words, "col.no")),
        left(t!(words, "col.time")),
        left(t!(words, "col.who")),
        left(t!(words, "col.what")),
        left(t!(words, "audit.member")),
        right(t!(words, "col.points")),
        left(t!(words, "audit.verdict")),
    ])
    .giving_way(RoomRules { cut: &[3], leave: &[1, 4], names: &[2, 4], folds: None });
    for row in &sheet.operations {
        table.row([
            &format!("#{}", row.seq.0),
            &words.time(tell.programs.zone(), row.at),
            &row.operator,
            &words.op_kind(row.kind),
            row.member_no.as_deref().unwrap_or_default(),
            &row.points.map(|points| words.signed(points)).unwrap_or_default(),
            &verdict(tell, sheet, row),
        ]);
    }
    head.fitted(tell.columns) + &table.fitted(tell.columns)
}

fn verdict(tell: Renderer<'_>, sheet: &SampleSheet, row: &OperationRow) -> String {
    sheet.sample.judged.get(&row.seq).map(|found| tell.words.judgement(found)).unwrap_or_default()
}
