//! Palette, day prompt and language: one line to type in or a few rows to choose from.

use crate::app::Model;
use crate::app::command::CommandSpec;
use crate::app::field::TextField;
use crate::app::form::{DateDirection, read_day};
use crate::app::list::ListState;
use crate::app::overlay::PaletteView;
use crate::app::pane::feedback::QueueFilter;
use crate::app::regions::ClickTarget;
use crate::app::setup::Lang;
use crate::t;
use crate::ui::canvas::{Canvas, below};
use crate::ui::line::{StyledLine, wrapped};
use crate::ui::part::field;
use crate::ui::part::table::{self, RowStyle};
use crate::ui::theme::Tone;
use crate::ui::wording;
use ratatui::layout::Rect;

const CHOOSING: RowStyle = RowStyle { has_keys: true, dimmed: false };

/// Every command by its words, with the key it has at the place the palette was called from.
pub fn palette(canvas: &mut Canvas, model: &Model, palette: &PaletteView, area: Rect) {
    let words = canvas.words;
    let len = palette.hits.len();
    let height = u16::try_from(len.clamp(1, 16)).unwrap_or(16) + 4;
    let title = StyledLine::of(Tone::Strong, t!(words, "palette.title"));
    let inner = super::window(canvas, area, (64, height), &title, &StyledLine::default());
    let prompt = Rect { height: inner.height.min(1), ..inner };
    canvas.line(prompt, &StyledLine::of(Tone::Accent, ": "));
    let typed = Rect { x: prompt.x + 2.min(prompt.width), width: prompt.width.saturating_sub(2), ..prompt };
    field::draw(canvas, typed, &palette.field, true, &t!(words, "palette.placeholder"));
    let list = below(inner, 2);
    canvas.regions.overlay_rows = list.height.into();
    if len == 0 {
        canvas.line(list, &StyledLine::of(Tone::Dim, t!(words, "palette.nothing")));
        return;
    }
    let row = |at: usize, columns: usize| {
        let Some(command) = palette.hits.get(at).and_then(|id| CommandSpec::of(*id)) else {
            return StyledLine::default();
        };
        let key = command.key_in(palette.chain).map(|k| k.to_string()).unwrap_or_default();
        let possible = model.allowed(command.id).is_ok();
        let tone = if possible { Tone::Text } else { Tone::Dim };
        StyledLine::default()
            .left(tone, format!(" {}", wording::label(words, command)), columns.saturating_sub(10))
            .right(Tone::Accent, key, 9)
    };
    table::draw(canvas, list, (palette.list, len), CHOOSING, row, ClickTarget::OverlayRow);
}

pub fn day(canvas: &mut Canvas, model: &Model, typed: &TextField, wrong: bool, area: Rect) {
    let words = canvas.words;
    let title = StyledLine::of(Tone::Strong, t!(words, "day.title"));
    let inner = super::window(canvas, area, (56, 6), &title, &StyledLine::default());
    let prompt = Rect { height: inner.height.min(1), ..inner };
    canvas.line(prompt, &StyledLine::of(Tone::Accent, "@ "));
    let place = Rect { x: prompt.x + 2.min(prompt.width), width: prompt.width.saturating_sub(2), ..prompt };
    field::draw(canvas, place, typed, true, &t!(words, "day.placeholder"));
    let read = read_day(typed.text(), model.today, DateDirection::Past).filter(|day| *day <= model.today);
    let line = match (wrong, read) {
        (true, _) => StyledLine::of(Tone::Bad, format!("✗ {}", t!(words, "day.wrong"))),
        (false, Some(day)) => StyledLine::of(Tone::Text, format!("→ {day}"))
            .then(Tone::Dim, format!(" · {}", words.relative(day, model.today))),
        (false, None) => StyledLine::of(Tone::Dim, t!(words, "day.hint")),
    };
    canvas.line(below(inner, 2), &line);
}

/// Where the list of feedback shall be written, and what will be in it.
pub fn csv(canvas: &mut Canvas, typed: &TextField, area: Rect) {
    let words = canvas.words;
    let title = StyledLine::of(Tone::Strong, t!(words, "feedback.csv"));
    let inner = super::window(canvas, area, (72, 6), &title, &StyledLine::default());
    let prompt = Rect { height: inner.height.min(1), ..inner };
    field::draw(canvas, prompt, typed, true, "feedback.csv");
    let lines = wrapped(&t!(words, "feedback.csv_note"), inner.width.into());
    canvas.lines(below(inner, 2), &lines.into_iter().map(|l| StyledLine::of(Tone::Dim, l)).collect::<Vec<_>>());
}

/// What the list of feedback can be narrowed to.
pub fn narrow(canvas: &mut Canvas, options: &[QueueFilter], list: ListState, area: Rect) {
    let words = canvas.words;
    let title = StyledLine::of(Tone::Strong, t!(words, "feedback.narrow"));
    let height = u16::try_from(options.len()).unwrap_or(u16::MAX).saturating_add(2);
    let inner = super::window(canvas, area, (40, height), &title, &StyledLine::default());
    canvas.regions.overlay_rows = inner.height.into();
    let row = |at: usize, _| {
        options
            .get(at)
            .map_or_else(StyledLine::default, |n| StyledLine::of(Tone::Text, format!(" {}", wording::narrow(words, n))))
    };
    table::draw(canvas, inner, (list, options.len()), CHOOSING, row, ClickTarget::OverlayRow);
}

/// Which language to speak, each in its own words.
pub fn language(canvas: &mut Canvas, list: ListState, area: Rect) {
    let title = StyledLine::of(Tone::Strong, t!(canvas.words, "language.title"));
    let inner = super::window(canvas, area, (30, 4), &title, &StyledLine::default());
    canvas.regions.overlay_rows = inner.height.into();
    let row = |at: usize, _| {
        StyledLine::of(
            Tone::Text,
            match Lang::ALL.get(at) {
                Some(Lang::Zh) => " 中文",
                _ => " English",
            },
        )
    };
    table::draw(canvas, inner, (list, Lang::ALL.len()), CHOOSING, row, ClickTarget::OverlayRow);
}
