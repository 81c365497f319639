//! What lies over the panes.

mod change;
mod choose;
mod counted;
mod explain;
mod help;
mod segments;

use super::canvas::Canvas;
use super::line::StyledLine;
use super::theme::Tone;
use crate::app::Model;
use crate::app::overlay::Overlay;
use crate::app::regions::ClickTarget;
use ratatui::layout::Rect;

/// Draws the overlays from the lowest to the topmost.
pub fn draw(canvas: &mut Canvas, model: &Model, area: Rect) {
    for overlay in &model.overlays {
        // Only the topmost has the keys: what a lower one told counts no longer.
        canvas.cursor = None;
        canvas.regions.plan_shown = None;
        canvas.regions.overlay_rows = 0;
        canvas.regions.overlay_len = 0;
        match overlay {
            Overlay::Help { chain, list } => help::draw(canvas, chain, *list, area),
            Overlay::Palette(palette) => choose::palette(canvas, model, palette, area),
            Overlay::Day { field, wrong } => choose::day(canvas, model, field, *wrong, area),
            Overlay::Language(list) => choose::language(canvas, *list, area),
            Overlay::Why(view) => explain::draw(canvas, model, view, area),
            Overlay::Csv(field) => choose::csv(canvas, field, area),
            Overlay::Narrow { options, list } => choose::narrow(canvas, options, *list, area),
            Overlay::Counted(view) => counted::draw(canvas, model, view, area),
            Overlay::Segments(dialog) => segments::draw(canvas, model, dialog, area),
            Overlay::Change(draft) => change::draw(canvas, model, draft, area),
        }
    }
}

/// An empty box in the middle, of so many columns and rows where there is room. Returns what is inside, with a margin.
fn window(
    canvas: &mut Canvas,
    area: Rect,
    (width, height): (u16, u16),
    title: &StyledLine,
    right: &StyledLine,
) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    let place = Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 3, width, height };
    canvas.target(area, ClickTarget::Outside);
    canvas.clear(place);
    let inner = canvas.boxed(place, Tone::Accent, title, right);
    super::canvas::inset(inner, 1)
}
