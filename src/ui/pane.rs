//! How a pane is drawn.

use super::canvas::Canvas;
use crate::shell::Shell;
use ratatui::layout::Rect;

/// The view half of a pane: it turns what the pane knows into cells, and changes nothing.
pub trait PaneView {
    /// Draws the pane into an area.
    fn draw(&self, canvas: &mut Canvas, shell: &Shell, area: Rect);

    /// Draws one of the pane's dialogs, counted from the lowest, over what is there.
    fn draw_dialog(&self, _nth: usize, _canvas: &mut Canvas, _shell: &Shell, _area: Rect) {}
}
