//! Day prompt, language and recent members: one line to type in or a few rows to choose from.

use crate::domain::lang::Lang;
use crate::domain::query::QueryError;
use crate::shell::Shell;
use crate::shell::columns::ColumnChooser;
use crate::shell::data_export::DataExportForm;
use crate::shell::field::TextField;
use crate::shell::form::MemberRef;
use crate::shell::form::{DateDirection, read_day};
use crate::shell::list::ListState;
use crate::shell::regions::ClickTarget;
use crate::shell::reveal::RevealForm;
use crate::t;
use crate::text::Shown;
use crate::ui::canvas::{Canvas, below};
use crate::ui::line::{StyledLine, wrapped};
use crate::ui::part::endings;
use crate::ui::part::field;
use crate::ui::part::members;
use crate::ui::part::table::{self, RowStyle};
use crate::ui::theme::Tone;
use crate::ui::wording;
use ratatui::layout::Rect;

pub fn day(canvas: &mut Canvas, shell: &Shell, typed: &TextField, wrong: bool, area: Rect) {
    let words = canvas.words;
    let title = StyledLine::of(Tone::Strong, t!(words, "day.title"));
    let inner = canvas.window(area, (56, 6), &title, &StyledLine::default());
    let prompt = Rect { height: inner.height.min(1), ..inner };
    canvas.line(prompt, &StyledLine::of(Tone::Accent, "@ "));
    let place = Rect { x: prompt.x + 2.min(prompt.width), width: prompt.width.saturating_sub(2), ..prompt };
    field::draw(canvas, place, typed, true, &t!(words, "day.placeholder"));
    let read = read_day(typed.text(), shell.today, DateDirection::Past).filter(|day| *day <= shell.today);
    let line = match (wrong, read) {
        (true, _) => StyledLine::of(Tone::Bad, format!("✗ {}", t!(words, "day.wrong"))),
        (false, Some(day)) => StyledLine::of(Tone::Text, format!("→ {day}"))
            .then(Tone::Dim, format!(" · {}", words.relative(day, shell.today))),
        (false, None) => StyledLine::of(Tone::Dim, t!(words, "day.hint")),
    };
    canvas.line(below(inner, 2), &line);
}

/// What the desk is narrowed to, and what is wrong with it.
pub fn scope(canvas: &mut Canvas, shell: &Shell, typed: &TextField, wrong: Option<&QueryError>, area: Rect) {
    let words = canvas.words;
    let title = StyledLine::of(Tone::Strong, t!(words, "scope.title"));
    let inner = canvas.window(area, (72, 7), &title, &StyledLine::default());
    let prompt = Rect { height: inner.height.min(1), ..inner };
    field::draw(canvas, prompt, typed, true, &t!(words, "scope.placeholder"));
    endings::draw(canvas, typed, &shell.vocabulary(), prompt);
    let (tone, text) = match wrong {
        Some(wrong) => (Tone::Bad, format!("✗ {}", words.query_error(wrong))),
        None => (Tone::Dim, t!(words, "scope.hint")),
    };
    let lines = wrapped(&text, inner.width.into()).into_iter().map(|line| StyledLine::of(tone, line));
    canvas.lines(below(inner, 2), &lines.collect::<Vec<_>>());
}

/// To which file the data of a member is written, and what is in it.
pub fn data_export(canvas: &mut Canvas, shell: &Shell, form: &DataExportForm, area: Rect) {
    let words = canvas.words;
    let who = wording::named(&form.who.name, &form.who.no);
    let title = StyledLine::of(Tone::Strong, t!(words, "data_export.title", who = who));
    let inner = canvas.window(area, (76, 8), &title, &StyledLine::default());
    field::draw(canvas, Rect { height: inner.height.min(1), ..inner }, &form.file, true, "");
    let text = t!(words, "data_export.note", who = shell.setup.operator.name);
    let lines = wrapped(&text, inner.width.into()).into_iter().map(|line| StyledLine::of(Tone::Dim, line));
    canvas.lines(below(inner, 2), &lines.collect::<Vec<_>>());
}

/// Why personal fields are looked at.
pub fn reveal(canvas: &mut Canvas, form: &RevealForm, area: Rect) {
    let words = canvas.words;
    let who = wording::named(&form.who.name, &form.who.no);
    let title = StyledLine::of(Tone::Strong, t!(words, "reveal.title", who = who));
    let inner = canvas.window(area, (76, 7), &title, &StyledLine::default());
    field::draw(canvas, Rect { height: inner.height.min(1), ..inner }, &form.reason, true, "");
    let text = t!(words, "reveal.note");
    let lines = wrapped(&text, inner.width.into()).into_iter().map(|line| StyledLine::of(Tone::Dim, line));
    canvas.lines(below(inner, 2), &lines.collect::<Vec<_>>());
}

/// Which language to speak, each in its own words.
pub fn language(canvas: &mut Canvas, list: ListState, area: Rect) {
    let title = StyledLine::of(Tone::Strong, t!(canvas.words, "language.title"));
    let inner = canvas.window(area, (30, 4), &title, &StyledLine::default());
    canvas.regions.overlay.rows = inner.height.into();
    let row = |at: usize, _| {
        StyledLine::of(
            Tone::Text,
            match Lang::ALL.get(at) {
                Some(Lang::Zh) => " 中文",
                Some(Lang::En) | None => " English",
            },
        )
    };
    table::draw(canvas, inner, (list, Lang::ALL.len()), RowStyle::CHOOSING, row, ClickTarget::OverlayRow);
}

/// The least columns of the members looked at last; those that their box takes beside names and numbers.
const RECENT_LEAST: usize = 52;
const RECENT_EDGES: usize = 8;

/// The members looked at last, the newest first. As wide as their names.
pub fn recent(canvas: &mut Canvas, shell: &Shell, list: ListState, area: Rect) {
    let words = canvas.words;
    let members: Vec<&MemberRef> = shell.recent.iter().collect();
    let title = StyledLine::of(Tone::Strong, t!(words, "recent.title"));
    let names: Vec<&str> = members.iter().map(|who| wording::person(&who.name, &who.no)).collect();
    let widest = |texts: &mut dyn Iterator<Item = &str>| texts.map(|text| Shown::new(text).width()).max().unwrap_or(0);
    let number = widest(&mut members.iter().map(|who| who.no.as_str()));
    let wanted = RECENT_LEAST.max(widest(&mut names.iter().copied()) + number + RECENT_EDGES);
    let size = [wanted, members.len() + 2].map(|n| u16::try_from(n).unwrap_or(u16::MAX));
    let inner = canvas.window(area, (size[0], size[1]), &title, &StyledLine::default());
    canvas.regions.overlay.rows = inner.height.into();
    let row = |at: usize, columns: usize| match (members.get(at), names.get(at)) {
        (Some(who), Some(name)) => StyledLine::of(Tone::Text, " ")
            .left(Tone::Text, name, columns.saturating_sub(number + 3))
            .then(Tone::Dim, format!("  {}", who.no)),
        _ => StyledLine::default(),
    };
    table::draw(canvas, inner, (list, members.len()), RowStyle::CHOOSING, row, ClickTarget::OverlayRow);
}

/// Every column a list can have, those shown ticked, from left to right.
pub fn columns(canvas: &mut Canvas, chooser: &ColumnChooser, area: Rect) {
    let words = canvas.words;
    let title = StyledLine::of(Tone::Strong, t!(words, "columns.title"));
    let height = u16::try_from(chooser.rows.len() + 3).unwrap_or(u16::MAX);
    let inner = canvas.window(area, (52, height), &title, &StyledLine::default());
    let list = Rect { height: inner.height.saturating_sub(1), ..inner };
    canvas.regions.overlay.rows = list.height.into();
    let row = |at: usize, _| match chooser.rows.get(at) {
        None => StyledLine::default(),
        Some((column, true)) => StyledLine::of(Tone::Good, " ✓ ").then(Tone::Text, members::heading(words, *column)),
        Some((column, false)) => StyledLine::of(Tone::Dim, "   ").then(Tone::Dim, members::heading(words, *column)),
    };
    table::draw(canvas, list, (chooser.cursor, chooser.rows.len()), RowStyle::CHOOSING, row, ClickTarget::OverlayRow);
    canvas.line(below(inner, list.height), &StyledLine::of(Tone::Dim, t!(words, "columns.hint")));
}
