//! The reviews of a month: a line a finding, beneath it the rule and who has looked at it.

use crate::domain::audit_review::{Finding, FindingVerdict};
use crate::domain::num::grouped;
use crate::panes::audit::state::{AuditPane, AuditPart};
use crate::shell::Shell;
use crate::shell::regions::PartFit;
use crate::t;
use crate::text::Words;
use crate::ui::canvas::{Canvas, below, inset};
use crate::ui::line::{StyledLine, wrapped};
use crate::ui::part::columns::{ColumnRule, FittedColumns};
use crate::ui::part::no_answer;
use crate::ui::part::operation::labelled;
use crate::ui::part::table::{self, RowStyle};
use crate::ui::theme::Tone;
use ratatui::layout::Rect;

/// Mark, review, operator, x of n, statistic, p, verdict, who has looked at it. What leaves first is the statistic.
const COLUMNS: [ColumnRule; 8] = [
    ColumnRule::whole(0),
    ColumnRule::words(12, 0),
    ColumnRule::words(4, 0),
    ColumnRule::number(0),
    ColumnRule::number(3),
    ColumnRule::number(0),
    ColumnRule::words(6, 1),
    ColumnRule::words(8, 2),
];

/// The column that takes what is left, and the columns that it takes at most.
const SIGNED: (usize, usize) = (7, 40);

pub(super) fn draw(canvas: &mut Canvas, pane: &AuditPane, shell: &Shell, area: Rect) {
    let detail = (area.height / 3).max(4).min(area.height);
    let list_area = Rect { height: area.height - detail, ..area };
    let fitting = usize::from(list_area.height.saturating_sub(1));
    canvas.fit(AuditPart::Findings.id(), PartFit { rows: fitting, ..PartFit::default() });
    if no_answer::draw(canvas, &pane.reviews, pane.reviews.is_late(shell.setup.now), list_area) {
        return;
    }
    let words = canvas.words;
    let findings = pane.findings();
    if findings.is_empty() {
        let looked = pane.reviews.answer().map_or(0, |report| report.operations);
        let text = if looked == 0 { t!(words, "audit.reviews_none") } else { t!(words, "audit.nothing_unusual") };
        let inner = inset(below(list_area, 1), 2);
        let lines = wrapped(&text, inner.width.into()).into_iter().map(|line| StyledLine::of(Tone::Dim, line));
        canvas.lines(inner, &lines.collect::<Vec<_>>());
        return;
    }
    list(canvas, pane, shell, list_area);
    beneath(canvas, pane, shell, below(area, list_area.height));
}

fn list(canvas: &mut Canvas, pane: &AuditPane, shell: &Shell, area: Rect) {
    let words = canvas.words;
    let findings = pane.findings();
    let heading = [
        String::new(),
        t!(words, "audit.review"),
        t!(words, "audit.operator"),
        t!(words, "audit.share"),
        t!(words, "audit.statistic"),
        t!(words, "audit.p"),
        t!(words, "audit.verdict"),
        t!(words, "audit.signed"),
    ];
    let texts: Vec<_> = findings.iter().map(|finding| texts(words, shell, finding)).collect();
    let columns = FittedColumns::of(COLUMNS, &heading, &texts, SIGNED, usize::from(area.width.saturating_sub(1)));
    canvas.line(area, &StyledLine::of(Tone::Text, " ").and(columns.heading(&heading)));
    let look = RowStyle { has_keys: shell.overlays.is_empty(), dimmed: !pane.has_reviews(shell) };
    let row = |at: usize, _| match (findings.get(at), texts.get(at)) {
        (Some(finding), Some(texts)) => line(finding, texts, &columns),
        (_, _) => StyledLine::default(),
    };
    let rows = (pane.finding, findings.len());
    table::draw(canvas, below(area, 1), rows, look, row, |at| AuditPart::Findings.at(at));
}

fn texts(words: Words, shell: &Shell, finding: &Finding) -> [String; 8] {
    let mark = match (finding.is_open(), finding.verdict) {
        (true, _) => "▲",
        (false, FindingVerdict::Look) => "✓",
        (false, FindingVerdict::Usual | FindingVerdict::TooFew) => "·",
    };
    let [share, statistic, p] = words.finding_numbers(finding);
    [
        mark.to_owned(),
        words.audit_review(finding.review),
        finding.operator.clone(),
        share,
        statistic,
        p,
        words.finding_verdict(finding.verdict),
        words.finding_signed(shell.setup.programs.zone(), finding),
    ]
}

/// A line; what is not to be looked at is dim.
fn line(finding: &Finding, texts: &[String; 8], columns: &FittedColumns<8>) -> StyledLine {
    let tone = if finding.is_open() { Tone::Warn } else { Tone::Text };
    let [mark, review, operator, share, statistic, p, verdict, signed] = texts.each_ref().map(String::as_str);
    let line = columns.line([
        (tone, mark),
        (Tone::Strong, review),
        (Tone::Text, operator),
        (Tone::Text, share),
        (Tone::Text, statistic),
        (Tone::Text, p),
        (tone, verdict),
        (Tone::Dim, signed),
    ]);
    if finding.verdict == FindingVerdict::Look { line } else { line.all(Tone::Dim) }
}

/// The rule of the finding under the cursor, and everybody who has looked at it.
fn beneath(canvas: &mut Canvas, pane: &AuditPane, shell: &Shell, area: Rect) {
    let words = canvas.words;
    let findings = pane.findings();
    let Some(finding) = findings.get(pane.finding.cursor(findings.len())) else { return };
    let title = StyledLine::of(Tone::Strong, words.audit_review(finding.review));
    canvas.rule(area, Tone::Dim, &title, &StyledLine::default());
    let inner = inset(below(area, 1), 1);
    let mut told = vec![(t!(words, "audit.report_rule"), words.audit_rule(finding.review))];
    for signature in finding.signatures.iter().rev() {
        let time = words.time(shell.setup.programs.zone(), signature.at);
        let n = grouped(i64::try_from(signature.x).unwrap_or(i64::MAX));
        let who = t!(words, "audit.signed_before", by = signature.by, time = time, n = n);
        let note = signature.note.as_deref().map(|note| format!(" – {note}")).unwrap_or_default();
        told.push((t!(words, "audit.signed"), format!("{who}{note}")));
    }
    canvas.lines(inner, &labelled(&told, inner.width.into()));
}
