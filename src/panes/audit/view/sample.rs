//! A sample: how far it is and what it says, its operations, the one under the cursor in full.

use crate::domain::drawn_sample::SampleSheet;
use crate::domain::operation::OperationRow;
use crate::panes::audit::state::{AuditPane, AuditPart};
use crate::shell::Shell;
use crate::shell::regions::PartFit;
use crate::t;
use crate::text::Words;
use crate::ui::canvas::{Canvas, below, inset};
use crate::ui::line::{StyledLine, wrapped};
use crate::ui::part::columns::{ColumnRule, FittedColumns};
use crate::ui::part::no_answer;
use crate::ui::part::operation::{labelled, operation};
use crate::ui::part::table::{self, RowStyle};
use crate::ui::theme::Tone;
use crate::ui::wording;
use ratatui::layout::Rect;

/// Number, operation, by whom, member, points, verdict.
const COLUMNS: [ColumnRule; 6] = [
    ColumnRule::number(0),
    ColumnRule::words(6, 0),
    ColumnRule::words(4, 1),
    ColumnRule::words(6, 0),
    ColumnRule::number(0),
    ColumnRule::words(5, 0),
];

/// The column that takes what is left, and the columns that it takes at most.
const VERDICT: (usize, usize) = (5, 30);

/// Columns of the bar.
const BAR: usize = 20;

pub(super) fn draw(canvas: &mut Canvas, pane: &AuditPane, shell: &Shell, area: Rect) {
    let words = canvas.words;
    if no_answer::draw(canvas, &pane.samples, pane.samples.is_late(shell.setup.now), area) {
        return;
    }
    let refused = pane.draw.failure().map(|failure| wording::failure(words, failure));
    let Some(sheet) = pane.sheet() else {
        let inner = inset(below(area, 1), 2);
        let text = if pane.sample_id().is_none() { t!(words, "audit.sample_none") } else { String::new() };
        let none = wrapped(&text, inner.width.into()).into_iter().map(|line| StyledLine::of(Tone::Dim, line));
        let why = refused.iter().flat_map(|why| wrapped(why, inner.width.into()));
        let lines: Vec<StyledLine> = none.chain(why.map(|line| StyledLine::of(Tone::Bad, line))).collect();
        canvas.lines(inner, &lines);
        return;
    };
    let head = head(words, sheet, refused, usize::from(area.width.saturating_sub(2)));
    let used = u16::try_from(head.len()).unwrap_or(u16::MAX).min(area.height);
    canvas.lines(inset(area, 1), &head);
    let rest = below(area, used);
    let detail = if rest.height >= 10 { rest.height / 2 } else { 0 };
    let list_area = Rect { height: rest.height - detail, ..rest };
    list(canvas, pane, sheet, shell, list_area);
    if detail > 0 {
        beneath(canvas, pane, shell, below(rest, list_area.height));
    }
}

/// How it was drawn, how far it is, and what it says.
fn head(words: Words, sheet: &SampleSheet, refused: Option<String>, columns: usize) -> Vec<StyledLine> {
    let design = &sheet.sample.draw.design;
    let drawn = format!("{} · {} · {}…{}", sheet.sample.id, words.sample_kind(design.kind), design.from, design.to);
    let (done, n) = (sheet.sample.judged.len(), sheet.sample.draw.len().max(1));
    let full = (done * BAR / n).min(BAR);
    let bar = StyledLine::of(Tone::Good, "█".repeat(full)).then(Tone::Dim, "░".repeat(BAR - full));
    let tone = if sheet.result.wrong > 0 { Tone::Warn } else { Tone::Text };
    let says = wrapped(&words.sample_says(sheet), columns).into_iter().map(|line| StyledLine::of(tone, line));
    let mut lines = vec![StyledLine::of(Tone::Strong, drawn), bar];
    lines.extend(says);
    lines.extend(refused.map(|why| StyledLine::of(Tone::Bad, why)));
    lines
}

fn list(canvas: &mut Canvas, pane: &AuditPane, sheet: &SampleSheet, shell: &Shell, area: Rect) {
    let words = canvas.words;
    let fitting = usize::from(area.height.saturating_sub(1));
    canvas.fit(AuditPart::Cards.id(), PartFit { rows: fitting, ..PartFit::default() });
    let heading = [
        t!(words, "col.no"),
        t!(words, "col.what"),
        t!(words, "col.who"),
        t!(words, "audit.member"),
        t!(words, "col.points"),
        t!(words, "audit.verdict"),
    ];
    let texts: Vec<_> = sheet.operations.iter().map(|row| texts(words, sheet, row)).collect();
    let columns = FittedColumns::of(COLUMNS, &heading, &texts, VERDICT, usize::from(area.width.saturating_sub(1)));
    canvas.line(area, &StyledLine::of(Tone::Text, " ").and(columns.heading(&heading)));
    let look = RowStyle { has_keys: shell.overlays.is_empty(), dimmed: false };
    let row = |at: usize, _| match (sheet.operations.get(at), texts.get(at)) {
        (Some(row), Some(texts)) => line(sheet, row, texts, &columns),
        (_, _) => StyledLine::default(),
    };
    let rows = (pane.card, sheet.operations.len());
    table::draw(canvas, below(area, 1), rows, look, row, |at| AuditPart::Cards.at(at));
}

fn texts(words: Words, sheet: &SampleSheet, row: &OperationRow) -> [String; 6] {
    let who = match (&row.member_name, &row.member_no) {
        (Some(name), Some(no)) => wording::person(name, no).to_owned(),
        (None, Some(no)) => no.clone(),
        (_, None) => String::new(),
    };
    [
        format!("#{}", row.seq.0),
        words.op_kind(row.kind),
        row.operator.clone(),
        who,
        row.points.map(|points| words.signed(points)).unwrap_or_default(),
        sheet.sample.judged.get(&row.seq).map(|found| words.judgement(found)).unwrap_or_default(),
    ]
}

fn line(sheet: &SampleSheet, row: &OperationRow, texts: &[String; 6], columns: &FittedColumns<6>) -> StyledLine {
    let tone = match sheet.sample.judged.get(&row.seq) {
        Some(found) if found.is_right => Tone::Good,
        Some(_) => Tone::Bad,
        None => Tone::Text,
    };
    let [no, what, by, who, points, verdict] = texts.each_ref().map(String::as_str);
    columns.line([
        (Tone::Dim, no),
        (Tone::Text, what),
        (Tone::Text, by),
        (Tone::Strong, who),
        (Tone::Text, points),
        (tone, verdict),
    ])
}

/// The operation under the cursor in full.
fn beneath(canvas: &mut Canvas, pane: &AuditPane, shell: &Shell, area: Rect) {
    let words = canvas.words;
    let Some(row) = pane.card() else { return };
    let title = StyledLine::of(Tone::Strong, t!(words, "audit.operation", n = row.seq.0));
    canvas.rule(area, Tone::Dim, &title, &StyledLine::default());
    let inner = inset(below(area, 1), 1);
    canvas.lines(inner, &labelled(&operation(words, shell, row, None), inner.width.into()));
}
