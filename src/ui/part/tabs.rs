//! Names beside each other, the one in front in brackets: readable without colours.

use crate::shell::regions::ClickTarget;
use crate::ui::canvas::Canvas;
use crate::ui::line::StyledLine;
use crate::ui::theme::Tone;
use ratatui::layout::Rect;

/// A name, whether it is the one in front, and what a click on it means.
pub type Tab = (String, bool, ClickTarget);

/// Draws names from the left end of a row on. Returns the columns they take.
pub fn draw(canvas: &mut Canvas, area: Rect, tabs: impl IntoIterator<Item = Tab>) -> u16 {
    let mut x = area.x;
    for (name, in_front, target) in tabs {
        let tab = if in_front {
            StyledLine::of(Tone::Accent, "[").then(Tone::Strong, name).then(Tone::Accent, "]")
        } else {
            StyledLine::of(Tone::Dim, format!(" {name} "))
        };
        let width = u16::try_from(tab.width()).unwrap_or(u16::MAX).min(area.right().saturating_sub(x));
        let place = Rect { x, width, height: area.height.min(1), ..area };
        canvas.line(place, &tab);
        canvas.target(place, target);
        x += width;
    }
    x - area.x
}
