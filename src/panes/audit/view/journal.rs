//! The journal: filter box, operations in columns, the one under the cursor in full beneath them.

use crate::domain::operation::OperationRow;
use crate::domain::plan::outcome::Refusal;
use crate::domain::query::QueryError;
use crate::panes::audit::state::{AuditPane, AuditPart};
use crate::shell::Shell;
use crate::shell::failure::Failure;
use crate::shell::regions::PartFit;
use crate::t;
use crate::text::Words;
use crate::ui::canvas::{Canvas, below, inset};
use crate::ui::line::{StyledLine, wrapped};
use crate::ui::part::columns::{ColumnRule, FittedColumns};
use crate::ui::part::field;
use crate::ui::part::no_answer;
use crate::ui::part::operation::{labelled, operation};
use crate::ui::part::pointed::pointed;
use crate::ui::part::table::{self, RowStyle};
use crate::ui::theme::Tone;
use crate::ui::wording;
use ratatui::layout::Rect;

/// Number, time, by whom, operation, member, points, reason, note. What leaves first is the note.
const COLUMNS: [ColumnRule; 8] = [
    ColumnRule::number(5),
    ColumnRule::whole(0),
    ColumnRule::words(4, 1),
    ColumnRule::words(6, 0),
    ColumnRule::words(6, 0),
    ColumnRule::number(0),
    ColumnRule::words(6, 2),
    ColumnRule::words(8, 3),
];

/// The column that takes what is left, and the columns that it takes at most.
const NOTE: (usize, usize) = (7, 60);

/// From so many rows on the operation under the cursor stands beneath the list.
const DETAIL_FROM: u16 = 14;

pub(super) fn draw(canvas: &mut Canvas, pane: &AuditPane, shell: &Shell, area: Rect) {
    filter_row(canvas, pane, shell, Rect { height: 1.min(area.height), ..area });
    let told = under_filter(canvas.words, pane, usize::from(area.width.saturating_sub(4)));
    let rest = below(area, 1);
    let place = Rect { x: rest.x + 3.min(rest.width), width: rest.width.saturating_sub(3), ..rest };
    canvas.lines(place, &told);
    let rest = below(rest, u16::try_from(told.len()).unwrap_or(u16::MAX).min(rest.height));
    let detail = if rest.height >= DETAIL_FROM { rest.height * 2 / 5 } else { 0 };
    let list_area = Rect { height: rest.height - detail, ..rest };
    let fitting = usize::from(list_area.height.saturating_sub(1));
    canvas.fit(AuditPart::List.id(), PartFit { rows: fitting, ..PartFit::default() });
    if wrong(pane).is_none() && no_answer::draw(canvas, &pane.page, pane.page.is_late(shell.setup.now), list_area) {
        return;
    }
    list(canvas, pane, shell, list_area);
    if detail > 0 {
        beneath(canvas, pane, shell, below(rest, list_area.height));
    }
}

/// Why the filter could not be read.
fn wrong(pane: &AuditPane) -> Option<&QueryError> {
    let Some(Failure::Refused(refusal)) = pane.page.failure() else { return None };
    if let Refusal::BadQuery { error } = &**refusal { Some(error) } else { None }
}

fn filter_row(canvas: &mut Canvas, pane: &AuditPane, shell: &Shell, area: Rect) {
    let keys = pane.has_filter_keys && shell.overlays.is_empty();
    canvas.line(area, &StyledLine::of(if keys { Tone::Accent } else { Tone::Dim }, " / "));
    canvas.target(area, AuditPart::Filter.at(0));
    let place = Rect { x: area.x + 3.min(area.width), width: area.width.saturating_sub(3), ..area };
    field::draw(canvas, place, &pane.field, keys, &t!(canvas.words, "audit.filter_hint"));
}

/// Beneath the box: what can't be read, pointed at, or what can be typed while it has the keys.
fn under_filter(words: Words, pane: &AuditPane, columns: usize) -> Vec<StyledLine> {
    match wrong(pane) {
        // Once it is typed on, the mark may stand elsewhere.
        Some(error) if pane.field.text().trim() == pane.query => pointed(words, pane.field.text(), error, columns),
        _ if pane.has_filter_keys => {
            let help = t!(words, "audit.filter_help");
            wrapped(&help, columns).into_iter().map(|line| StyledLine::of(Tone::Dim, line)).collect()
        }
        Some(_) | None => Vec::new(),
    }
}

fn list(canvas: &mut Canvas, pane: &AuditPane, shell: &Shell, area: Rect) {
    let words = canvas.words;
    let rows = pane.rows();
    if rows.is_empty() {
        let text = if pane.query.is_empty() { t!(words, "audit.empty") } else { t!(words, "audit.none") };
        let inner = inset(below(area, 1), 2);
        let lines = wrapped(&text, inner.width.into()).into_iter().map(|line| StyledLine::of(Tone::Dim, line));
        canvas.lines(inner, &lines.collect::<Vec<_>>());
        return;
    }
    let heading = heading(words);
    let texts: Vec<_> = rows.iter().map(|row| texts(words, shell, row)).collect();
    let columns = FittedColumns::of(COLUMNS, &heading, &texts, NOTE, usize::from(area.width.saturating_sub(1)));
    canvas.line(area, &StyledLine::of(Tone::Text, " ").and(columns.heading(&heading)));
    let has_keys = shell.overlays.is_empty() && !pane.has_filter_keys;
    let look = RowStyle { has_keys, dimmed: !pane.is_current(shell) };
    let row = |at: usize, _| match (rows.get(at), texts.get(at)) {
        (Some(row), Some(texts)) => line(row, texts, &columns),
        (_, _) => StyledLine::default(),
    };
    table::draw(canvas, below(area, 1), (pane.list, rows.len()), look, row, |at| AuditPart::List.at(at));
}

fn heading(words: Words) -> [String; 8] {
    [
        t!(words, "col.no"),
        t!(words, "col.time"),
        t!(words, "col.who"),
        t!(words, "col.what"),
        t!(words, "audit.member"),
        t!(words, "col.points"),
        t!(words, "audit.reason"),
        t!(words, "detail.note"),
    ]
}

fn texts(words: Words, shell: &Shell, row: &OperationRow) -> [String; 8] {
    let who = match (&row.member_name, &row.member_no) {
        (Some(name), Some(no)) => wording::person(name, no).to_owned(),
        (None, Some(no)) => no.clone(),
        // Whom it is about, where that is no member.
        (_, None) => row.staff.as_ref().map(|entry| entry.name.clone()).unwrap_or_default(),
    };
    let about = || row.staff.as_ref().map(|entry| words.staff_entry(entry));
    [
        format!("#{}", row.seq.0),
        words.time(shell.setup.programs.zone(), row.at),
        row.operator.clone(),
        words.op_kind(row.kind),
        who,
        row.points.map(|points| words.signed(points)).unwrap_or_default(),
        row.reason.as_deref().map(|code| words.reason(shell.program(), code)).unwrap_or_default(),
        row.note.clone().or_else(|| row.reference.clone()).or_else(about).unwrap_or_default(),
    ]
}

/// A row; what was undone is dim.
fn line(row: &OperationRow, texts: &[String; 8], columns: &FittedColumns<8>) -> StyledLine {
    let tone = if row.points.is_some_and(|points| points.0 < 0) { Tone::Bad } else { Tone::Good };
    let [no, time, operator, what, who, points, reason, note] = texts.each_ref().map(String::as_str);
    let line = columns.line([
        (Tone::Dim, no),
        (Tone::Text, time),
        (Tone::Text, operator),
        (Tone::Text, what),
        (Tone::Strong, who),
        (tone, points),
        (Tone::Text, reason),
        (Tone::Dim, note),
    ]);
    if row.reversed_by.is_some() { line.all(Tone::Dim) } else { line }
}

/// The operation under the cursor in full.
fn beneath(canvas: &mut Canvas, pane: &AuditPane, shell: &Shell, area: Rect) {
    let words = canvas.words;
    let Some(row) = pane.rows().get(pane.list.cursor(pane.rows().len())) else { return };
    let title = StyledLine::of(Tone::Strong, t!(words, "audit.operation", n = row.seq.0));
    canvas.rule(area, Tone::Dim, &title, &StyledLine::default());
    let inner = inset(below(area, 1), 1);
    let mut told = operation(words, shell, row, None);
    told.push((t!(words, "audit.hash"), row.hash.clone()));
    told.push((t!(words, "audit.rows"), row.facts.to_string()));
    let lines = labelled(&told, inner.width.into());
    let lines = if pane.is_current(shell) { lines } else { lines.into_iter().map(|l| l.all(Tone::Dim)).collect() };
    canvas.lines(inner, &lines);
}
