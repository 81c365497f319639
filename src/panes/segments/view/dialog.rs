//! The dialogs of the segments pane.

use super::{drill, legend};
use crate::domain::num::grouped;
use crate::panes::segments::state::SegmentsPane;
use crate::panes::segments::state::dialog::{COLUMNS, Dialog, read_days};
use crate::panes::segments::state::export::ExportForm;
use crate::shell::Shell;
use crate::shell::field::TextField;
use crate::shell::list::ListState;
use crate::shell::regions::ClickTarget;
use crate::t;
use crate::ui::canvas::{Canvas, below, rows};
use crate::ui::line::{StyledLine, wrapped};
use crate::ui::part::field;
use crate::ui::part::members::heading;
use crate::ui::part::table::{self, RowStyle};
use crate::ui::theme::Tone;
use crate::ui::wording;
use ratatui::layout::Rect;

pub fn draw(canvas: &mut Canvas, pane: &SegmentsPane, shell: &Shell, dialog: &Dialog, area: Rect) {
    let words = canvas.words;
    match dialog {
        Dialog::Sort(list) => sort(canvas, *list, area),
        Dialog::Name { query, field } => {
            let below = StyledLine::of(Tone::Dim, query);
            prompt(canvas, field, (&t!(words, "segments.name_title"), &t!(words, "segments.name_hint")), &below, area);
        }
        Dialog::Forget(name) => forget(canvas, name, area),
        Dialog::Days { field, wrong } => {
            let today = shell.day();
            let read = read_days(field.text(), today);
            let line = match (wrong, read) {
                (true, None) => StyledLine::of(Tone::Bad, format!("✗ {}", t!(words, "segments.days_wrong"))),
                (_, Some((from, to))) => StyledLine::of(
                    Tone::Text,
                    format!("→ {}", t!(words, "segments.moves_title", from = from, to = to, days = to.0 - from.0)),
                ),
                (false, None) => StyledLine::of(Tone::Dim, t!(words, "segments.days_hint")),
            };
            prompt(canvas, field, (&t!(words, "segments.days_title"), ""), &line, area);
        }
        Dialog::Export(form) => export(canvas, shell, form, area),
        Dialog::Legend(list) => legend::draw(canvas, pane, shell, *list, area),
    }
}

/// How many it would be: nobody is said so that it is seen.
fn counted(canvas: &Canvas, form: &ExportForm) -> StyledLine {
    let words = canvas.words;
    match (form.count.answer().copied(), form.count.failure()) {
        (_, Some(failure)) => StyledLine::of(Tone::Bad, format!("✗ {}", wording::failure(words, failure))),
        (Some(0), _) => StyledLine::of(Tone::Warn, format!("! {}", t!(words, "segments.export_nobody"))),
        (Some(n), _) => {
            let n = grouped(i64::try_from(n).unwrap_or(i64::MAX));
            let tone = if form.count.pending.is_some() { Tone::Dim } else { Tone::Strong };
            StyledLine::of(tone, t!(words, "segments.members", n = n))
        }
        (None, _) => StyledLine::of(Tone::Dim, t!(words, "no_answer.working")),
    }
}

fn sort(canvas: &mut Canvas, list: ListState, area: Rect) {
    let words = canvas.words;
    let title = StyledLine::of(Tone::Strong, t!(words, "segments.sort_title"));
    let height = u16::try_from(COLUMNS.len()).unwrap_or(u16::MAX) + 2;
    let inner = canvas.window(area, (34, height), &title, &StyledLine::default());
    canvas.regions.overlay.rows = inner.height.into();
    let row = |at: usize, _| {
        let name = COLUMNS
            .get(at)
            .and_then(|by| drill::column_of(*by))
            .map(|column| heading(words, column))
            .unwrap_or_default();
        StyledLine::of(Tone::Text, format!(" {name}"))
    };
    let look = RowStyle { has_keys: true, dimmed: false };
    table::draw(canvas, inner, (list, COLUMNS.len()), look, row, ClickTarget::OverlayRow);
}

/// One line to type in, and one that says more.
fn prompt(canvas: &mut Canvas, typed: &TextField, (title, hint): (&str, &str), below_it: &StyledLine, area: Rect) {
    let inner = canvas.window(area, (64, 6), &StyledLine::of(Tone::Strong, title), &StyledLine::default());
    field::draw(canvas, Rect { height: inner.height.min(1), ..inner }, typed, true, hint);
    canvas.line(below(inner, 2), below_it);
}

fn forget(canvas: &mut Canvas, name: &str, area: Rect) {
    let words = canvas.words;
    let title = StyledLine::of(Tone::Strong, t!(words, "segments.forget_title", name = name));
    let inner = canvas.window(area, (64, 4), &title, &StyledLine::default());
    let lines = wrapped(&t!(words, "segments.forget_hint"), inner.width.into());
    canvas.lines(inner, &lines.into_iter().map(|l| StyledLine::of(Tone::Text, l)).collect::<Vec<_>>());
}

/// What a purpose of consent is called, at the end of its field, where that is another word than its code.
fn purpose(canvas: &mut Canvas, code: &str, field: Rect) {
    let name = canvas.words.purpose(code);
    let line = StyledLine::of(Tone::Dim, &name);
    let width = u16::try_from(line.width()).unwrap_or(u16::MAX);
    if name != code && width < field.width / 2 {
        canvas.line(Rect { x: field.x + field.width - width, width, ..field }, &line);
    }
}

/// Columns of the labels of the export dialog.
const LABEL: u16 = 16;

fn export(canvas: &mut Canvas, shell: &Shell, form: &ExportForm, area: Rect) {
    let words = canvas.words;
    let title = StyledLine::of(Tone::Strong, t!(words, "segments.export_title"));
    let inner = canvas.window(area, (76, 11), &title, &StyledLine::default());
    let names =
        [t!(words, "segments.export_file"), t!(words, "segments.export_consent"), t!(words, "segments.export_contact")];
    for (at, (row, name)) in rows(inner).zip(names).enumerate() {
        let here = form.at == at;
        let mark = StyledLine::of(Tone::Accent, if here { "▸" } else { " " });
        let tone = if here { Tone::Strong } else { Tone::Dim };
        canvas.line(row, &mark.left(tone, name, usize::from(LABEL) - 1));
        let value = Rect { x: row.x + LABEL.min(row.width), width: row.width.saturating_sub(LABEL), ..row };
        match at {
            0 => field::draw(canvas, value, &form.file, here, ""),
            1 => {
                field::draw(canvas, value, &form.consent, here, &t!(words, "segments.export_everybody"));
                purpose(canvas, form.consent.text().trim(), value);
            }
            _ => {
                let text =
                    if form.whole { t!(words, "segments.export_whole") } else { t!(words, "segments.export_masked") };
                let line = if here {
                    StyledLine::of(Tone::Accent, "‹ ").then(Tone::Selected, text).then(Tone::Accent, " ›")
                } else {
                    StyledLine::of(Tone::Text, text)
                };
                canvas.line(value, &line);
            }
        }
    }
    let whom = StyledLine::of(Tone::Dim, t!(words, "segments.export_whom", query = form.members.query));
    let mut lines = vec![StyledLine::default(), whom, counted(canvas, form)];
    let who = &shell.setup.operator.name;
    let note = match form.consent.text().trim() {
        "" => t!(words, "segments.export_note_all", who = who),
        purpose => t!(words, "segments.export_note", who = who, purpose = words.purpose(purpose)),
    };
    lines.extend(wrapped(&note, inner.width.into()).into_iter().map(|l| StyledLine::of(Tone::Dim, l)));
    canvas.lines(below(inner, 3), &lines);
}
