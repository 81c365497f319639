//! The palette: every command by its words, with the key it has at the place the palette was called from.

use crate::app::Model;
use crate::app::command::{key_in, named};
use crate::shell::overlay::PaletteView;
use crate::shell::regions::ClickTarget;
use crate::shell::toast::BlockedReason;
use crate::t;
use crate::ui::canvas::{Canvas, below};
use crate::ui::line::StyledLine;
use crate::ui::part::field;
use crate::ui::part::table::{self, RowStyle};
use crate::ui::theme::Tone;
use crate::ui::wording;
use ratatui::layout::Rect;

/// Columns of the box without sentences, of the box with them, and of a command's name beside its sentence.
const NAMES_ALONE: u16 = 60;
const WITH_SENTENCES: u16 = 116;
const LABEL: usize = 23;

/// Every command by its words, with the key it has at the place the palette was called from.
pub(super) fn draw(canvas: &mut Canvas, model: &Model, palette: &PaletteView, area: Rect) {
    let words = canvas.words;
    let len = palette.hits.len();
    // As high as all commands need, and as wide as their sentences, where there is room: it does not jump as one types.
    let height = u16::try_from(palette.offered() + 4).unwrap_or(u16::MAX).min(area.height);
    let width = if area.width >= WITH_SENTENCES { WITH_SENTENCES } else { NAMES_ALONE };
    let title = StyledLine::of(Tone::Strong, t!(words, "palette.title"));
    let inner = canvas.window(area, (width, height), &title, &StyledLine::default());
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
        let key = key_in(&model.shell.setup.keymap, command, palette.chain).map(|k| k.to_string()).unwrap_or_default();
        let allowed = model.allowed(command.id);
        let tone = if allowed.is_ok() { Tone::Text } else { Tone::Dim };
        let label = format!(" {}", wording::label(words, command.name));
        // Where a role may not, who may is more than what it would do.
        let refused = allowed.err().filter(|why| matches!(why, BlockedReason::NotAllowed { .. }));
        let line = if width == WITH_SENTENCES {
            let sentence =
                refused.map_or_else(|| wording::sentence(words, command.name), |why| wording::blocked(words, &why));
            StyledLine::default().left(tone, label, LABEL).left(Tone::Dim, sentence, columns.saturating_sub(LABEL + 10))
        } else {
            StyledLine::default().left(tone, label, columns.saturating_sub(10))
        };
        line.right(Tone::Accent, key, 10)
    };
    table::draw(canvas, list, (palette.list, len), RowStyle::CHOOSING, row, ClickTarget::OverlayRow);
}
