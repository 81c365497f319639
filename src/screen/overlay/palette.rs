//! The palette: every command by its words, with the key it has at the place the palette was called from.

use crate::app::Model;
use crate::app::command::{key_in, named};
use crate::shell::overlay::PaletteView;
use crate::shell::regions::ClickTarget;
use crate::t;
use crate::ui::canvas::{Canvas, below};
use crate::ui::line::StyledLine;
use crate::ui::part::field;
use crate::ui::part::table::{self, RowStyle};
use crate::ui::theme::Tone;
use crate::ui::wording;
use ratatui::layout::Rect;

/// Every command by its words, with the key it has at the place the palette was called from.
pub(super) fn draw(canvas: &mut Canvas, model: &Model, palette: &PaletteView, area: Rect) {
    let words = canvas.words;
    let len = palette.hits.len();
    let height = u16::try_from(len.clamp(1, 16)).unwrap_or(16) + 4;
    let title = StyledLine::of(Tone::Strong, t!(words, "palette.title"));
    let inner = canvas.window(area, (64, height), &title, &StyledLine::default());
    let prompt = Rect { height: inner.height.min(1), ..inner };
    canvas.line(prompt, &StyledLine::of(Tone::Accent, ": "));
    let typed = Rect { x: prompt.x + 2.min(prompt.width), width: prompt.width.saturating_sub(2), ..prompt };
    field::draw(canvas, typed, &palette.field, true, &t!(words, "palette.placeholder"));
    let list = below(inner, 2);
    canvas.regions.overlay.rows = list.height.into();
    if len == 0 {
        canvas.line(list, &StyledLine::of(Tone::Dim, t!(words, "palette.nothing")));
        return;
    }
    let row = |at: usize, columns: usize| {
        let Some(command) = palette.hits.get(at).and_then(|name| named(name)) else {
            return StyledLine::default();
        };
        let key = key_in(command, palette.chain).map(|k| k.to_string()).unwrap_or_default();
        let possible = model.allowed(command.id).is_ok();
        let tone = if possible { Tone::Text } else { Tone::Dim };
        StyledLine::default()
            .left(tone, format!(" {}", wording::label(words, command.name)), columns.saturating_sub(10))
            .right(Tone::Accent, key, 9)
    };
    table::draw(canvas, list, (palette.list, len), RowStyle::CHOOSING, row, ClickTarget::OverlayRow);
}
