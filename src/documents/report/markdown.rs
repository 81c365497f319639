//! The report as Markdown.

use super::ReportContent;
use crate::domain::num::grouped;
use crate::t;
use std::fmt::Write as _;

/// The figures and what points are made of, as tables.
pub fn markdown(report: &ReportContent<'_>) -> String {
    let words = report.words;
    let mut out = format!("# {}\n\n{}\n\n", cell(&report.title()), cell(&report.subtitle()));
    let heads = [
        t!(words, "overview.figure"),
        t!(words, "overview.value"),
        t!(words, "overview.interval"),
        t!(words, "overview.n"),
        t!(words, "report.definition"),
    ];
    let _ = writeln!(out, "| {} |\n|---|--:|--:|--:|---|", heads.join(" | "));
    for figure in report.figures() {
        let n = figure.n.map(|n| grouped(i64::try_from(n).unwrap_or(i64::MAX))).unwrap_or_default();
        let cells = [
            words.figure(figure.code),
            report.value(&figure),
            words.figure_interval(&figure),
            n,
            words.figure_about(figure.code),
        ];
        let _ = writeln!(out, "| {} |", cells.map(|text| cell(&text)).join(" | "));
    }
    let _ = writeln!(out, "\n{}", cell(&t!(words, "overview.months_note")));
    if !report.targets.is_empty() {
        let heads = report.target_heads().map(|text| cell(&text)).join(" | ");
        let _ = write!(out, "\n## {}\n\n| {heads} |\n|---|---|--:|--:|--:|\n", cell(&t!(words, "targets.tab")));
        for row in report.target_rows() {
            let _ = writeln!(out, "| {} |", row.map(|text| cell(&text)).join(" | "));
        }
    }
    lost(report, &mut out);
    let tables = [
        (t!(words, "overview.this_month"), report.waterfall()),
        (t!(words, "overview.by_expiry"), report.by_expiry()),
        (t!(words, "overview.tiers"), report.tiers()),
    ];
    for (title, rows) in tables.into_iter().filter(|(_, rows)| !rows.is_empty()) {
        let _ = write!(out, "\n## {}\n\n| | |\n|---|--:|\n", cell(&title));
        for (name, n) in rows {
            let _ = writeln!(out, "| {} | {} |", cell(&name), grouped(n));
        }
    }
    out
}

/// Why members left, and who of the lost has bought again.
fn lost(report: &ReportContent<'_>, out: &mut String) {
    let words = report.words;
    let rows = report.churn_rows();
    if !rows.is_empty() {
        let heads = report.churn_heads().map(|text| cell(&text)).join(" | ");
        let _ = write!(out, "\n## {}\n\n| {heads} |\n|---|---|--:|--:|\n", cell(&t!(words, "churn.title")));
        for row in rows {
            let _ = writeln!(out, "| {} |", row.map(|text| cell(&text)).join(" | "));
        }
    }
    if report.lost.win_back.has_holdout {
        let _ = write!(out, "\n## {}\n\n", cell(&t!(words, "win_back.title")));
        for line in words.win_back(&report.lost.win_back) {
            let _ = writeln!(out, "{}\n", cell(&line));
        }
    }
}

/// Text in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;")
}
