//! Behind a filter that is typed: what Tab makes of it, and what else it could be.

use crate::domain::query::Vocabulary;
use crate::shell::field::TextField;
use crate::shell::filter;
use crate::text::Shown;
use crate::ui::canvas::Canvas;
use crate::ui::line::StyledLine;
use crate::ui::theme::Tone;
use ratatui::layout::Rect;

/// Columns below which nothing is told.
const LEAST: u16 = 8;

/// Draws the endings of the term before a field's cursor into the field's row, behind its text.
pub fn draw(canvas: &mut Canvas, field: &TextField, vocabulary: &Vocabulary, area: Rect) {
    let endings = filter::endings(field, vocabulary);
    if endings.is_empty() || field.is_selected() {
        return;
    }
    let used = u16::try_from(Shown::new(field.text()).width()).unwrap_or(u16::MAX).saturating_add(2);
    if used.saturating_add(LEAST) > area.width {
        return;
    }
    let parts = endings.iter().enumerate().map(|(at, ending)| {
        if at == 0 {
            StyledLine::of(Tone::Dim, "Tab ").then(Tone::Text, ending)
        } else {
            StyledLine::of(Tone::Dim, ending)
        }
    });
    let rest = Rect { x: area.x + used, width: area.width - used, ..area };
    canvas.line(rest, &StyledLine::dotted(parts, rest.width.into()));
}
