//! Changes that wait for a second person: a line each, beneath it what is asked for and what it would do.

use crate::domain::approval_request::{RequestRow, RequestState};
use crate::panes::audit::state::{AuditPane, AuditPart};
use crate::shell::Shell;
use crate::shell::regions::PartFit;
use crate::t;
use crate::text::Words;
use crate::ui::canvas::{Canvas, below, inset};
use crate::ui::line::{StyledLine, wrapped};
use crate::ui::part::columns::{ColumnRule, FittedColumns};
use crate::ui::part::operation::labelled;
use crate::ui::part::table::{self, RowStyle};
use crate::ui::part::{no_answer, plan};
use crate::ui::theme::Tone;
use ratatui::layout::Rect;

/// State, number, what, member, points, who asked, when, until. What leaves first is when.
const COLUMNS: [ColumnRule; 8] = [
    ColumnRule::words(4, 0),
    ColumnRule::number(2),
    ColumnRule::words(6, 0),
    ColumnRule::words(6, 0),
    ColumnRule::number(0),
    ColumnRule::words(4, 1),
    ColumnRule::words(8, 4),
    ColumnRule::words(10, 3),
];

/// The column that takes what is left, and the columns that it takes at most.
const MEMBER: (usize, usize) = (3, 40);

pub(super) fn draw(canvas: &mut Canvas, pane: &AuditPane, shell: &Shell, area: Rect) {
    let detail = (area.height / 2).max(4).min(area.height);
    let list_area = Rect { height: area.height - detail, ..area };
    let fitting = usize::from(list_area.height.saturating_sub(1));
    canvas.fit(AuditPart::Requests.id(), PartFit { rows: fitting, ..PartFit::default() });
    if shell.session.is_none() {
        return say(canvas, list_area, &t!(canvas.words, "request.no_operators"));
    }
    if no_answer::draw(canvas, &pane.requests, pane.requests.is_late(shell.setup.now), list_area) {
        return;
    }
    if pane.request_rows().is_empty() {
        return say(canvas, list_area, &t!(canvas.words, "request.none"));
    }
    list(canvas, pane, shell, list_area);
    beneath(canvas, pane, shell, below(area, list_area.height));
}

fn say(canvas: &mut Canvas, area: Rect, text: &str) {
    let inner = inset(below(area, 1), 2);
    let lines: Vec<StyledLine> =
        wrapped(text, inner.width.into()).into_iter().map(|line| StyledLine::of(Tone::Dim, line)).collect();
    canvas.lines(inner, &lines);
}

fn list(canvas: &mut Canvas, pane: &AuditPane, shell: &Shell, area: Rect) {
    let words = canvas.words;
    let rows = pane.request_rows();
    let heading = [
        t!(words, "request.state"),
        t!(words, "request.no"),
        t!(words, "request.act"),
        t!(words, "request.member"),
        t!(words, "request.points"),
        t!(words, "request.proposer"),
        t!(words, "request.at"),
        t!(words, "request.until"),
    ];
    let texts: Vec<_> = rows.iter().map(|row| texts(words, shell, row)).collect();
    let columns = FittedColumns::of(COLUMNS, &heading, &texts, MEMBER, usize::from(area.width.saturating_sub(1)));
    canvas.line(area, &StyledLine::of(Tone::Text, " ").and(columns.heading(&heading)));
    let look = RowStyle { has_keys: shell.overlays.is_empty(), dimmed: pane.requests.stale };
    let row = |at: usize, _| match (rows.get(at), texts.get(at)) {
        (Some(row), Some(texts)) => line(row, texts, &columns),
        (_, _) => StyledLine::default(),
    };
    table::draw(canvas, below(area, 1), (pane.request, rows.len()), look, row, |at| AuditPart::Requests.at(at));
}

fn texts(words: Words, shell: &Shell, row: &RequestRow) -> [String; 8] {
    let request = &row.request;
    [
        words.request_state(row.state),
        request.seq.0.to_string(),
        words.op_kind(request.act),
        row.member_name.clone().or_else(|| row.member_no.clone()).unwrap_or_default(),
        request.points.map(|points| words.signed(points)).unwrap_or_default(),
        request.by.clone(),
        words.time(shell.setup.programs.zone(), request.at),
        words.day_short(request.until, shell.today),
    ]
}

/// A line; what has ended is dim.
fn line(row: &RequestRow, texts: &[String; 8], columns: &FittedColumns<8>) -> StyledLine {
    let is_open = row.state == RequestState::Open;
    let [state, no, act, member, points, by, at, until] = texts.each_ref().map(String::as_str);
    let line = columns.line([
        (if is_open { Tone::Warn } else { Tone::Dim }, state),
        (Tone::Dim, no),
        (Tone::Strong, act),
        (Tone::Text, member),
        (Tone::Text, points),
        (Tone::Text, by),
        (Tone::Dim, at),
        (Tone::Text, until),
    ]);
    if is_open { line } else { line.all(Tone::Dim) }
}

/// What is asked for, and what it would have done when it was.
fn beneath(canvas: &mut Canvas, pane: &AuditPane, shell: &Shell, area: Rect) {
    let words = canvas.words;
    let Some(sheet) = pane.request_shown() else { return };
    let title = StyledLine::of(Tone::Strong, t!(words, "request.title"));
    canvas.rule(area, Tone::Dim, &title, &StyledLine::default());
    let inner = inset(below(area, 1), 1);
    let mut lines = labelled(&words.request_facts(&shell.setup.programs, sheet), inner.width.into());
    if let Some(effect) = &sheet.proposed {
        lines.push(StyledLine::of(Tone::Dim, t!(words, "request.would")));
        lines.extend(plan::effect(words, shell, effect, inner.width.into()));
    }
    canvas.lines(inner, &lines);
}
