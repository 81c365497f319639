//! Rows in columns, a cursor among them.

use crate::shell::list::ListState;
use crate::shell::regions::ClickTarget;
use crate::ui::canvas::{Canvas, rows};
use crate::ui::line::StyledLine;
use crate::ui::theme::Tone;
use ratatui::layout::Rect;

#[derive(Debug, Clone, Copy)]
pub struct RowStyle {
    /// Whether the list has the keys: only then the row under the cursor is filled.
    pub has_keys: bool,
    /// Whether the rows are outdated.
    pub dimmed: bool,
}

impl RowStyle {
    /// A list to choose from, in a dialog.
    pub const CHOOSING: Self = Self { has_keys: true, dimmed: false };
}

/// Draws the rows of a list that fit, `▸` before the one under the cursor. `row` makes a row of a place in the list, in at most
/// so many columns; `target` says what a click on it means.
pub fn draw(
    canvas: &mut Canvas,
    area: Rect,
    (list, len): (ListState, usize),
    look: RowStyle,
    row: impl Fn(usize, usize) -> StyledLine,
    target: impl Fn(usize) -> ClickTarget,
) {
    draw_marked(canvas, area, (list, len), look, row, |_| false, target);
}

/// The same, with `•` before rows that have just changed; where the cursor stands on one, its `▸` has the mark's look.
pub fn draw_marked(
    canvas: &mut Canvas,
    area: Rect,
    (list, len): (ListState, usize),
    look: RowStyle,
    row: impl Fn(usize, usize) -> StyledLine,
    is_fresh: impl Fn(usize) -> bool,
    target: impl Fn(usize) -> ClickTarget,
) {
    let (cursor, window) = (list.cursor(len), list.window(len, area.height.into()));
    for (place, at) in rows(area).zip(window) {
        let here = at == cursor;
        let mark = match (here, is_fresh(at)) {
            (true, true) => StyledLine::of(Tone::Fresh, "▸"),
            (true, false) => StyledLine::of(Tone::Accent, "▸"),
            (false, true) => StyledLine::of(Tone::Fresh, "•"),
            (false, false) => StyledLine::of(Tone::Text, " "),
        };
        let text = row(at, usize::from(area.width.saturating_sub(1)));
        let line = mark.and(if is_fresh(at) { text.tinted(Tone::Fresh) } else { text });
        canvas.line(place, &if look.dimmed { line.all(Tone::Dim) } else { line });
        if here && look.has_keys && !look.dimmed {
            canvas.fill(place, Tone::Selected);
        }
        canvas.target(place, target(at));
    }
}
