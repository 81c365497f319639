//! What lies over the panes.

mod help;
mod palette;

use super::view;
use crate::app::Model;
use crate::shell::overlay::Overlay;
use crate::shell::pane_id::PaneId;
use crate::shell::regions::PartFit;
use crate::ui::canvas::Canvas;
use crate::ui::overlay::{change, choose, detail, explain, import};
use ratatui::layout::Rect;

/// Draws the overlays from the lowest to the topmost.
pub(super) fn draw(canvas: &mut Canvas, model: &Model, area: Rect) {
    let shell = &model.shell;
    let mut dialogs: Vec<PaneId> = Vec::new();
    for overlay in &shell.overlays {
        // Only the topmost has the keys: what a lower one told counts no longer.
        canvas.cursor = None;
        canvas.regions.plan_shown = None;
        canvas.regions.overlay = PartFit::default();
        match overlay {
            Overlay::Help { chain, list } => help::draw(canvas, &shell.setup.keymap, *chain, *list, area),
            Overlay::Palette(palette) => palette::draw(canvas, model, palette, area),
            Overlay::Day { field, wrong } => choose::day(canvas, shell, field, *wrong, area),
            Overlay::Scope { field, wrong } => choose::scope(canvas, shell, field, wrong.as_deref(), area),
            Overlay::Language(list) => choose::language(canvas, *list, area),
            Overlay::Recent(list) => choose::recent(canvas, shell, *list, area),
            Overlay::Columns(chooser) => choose::columns(canvas, chooser, area),
            Overlay::Export(form) => choose::data_export(canvas, shell, form, area),
            Overlay::Reveal(form) => choose::reveal(canvas, form, area),
            Overlay::Import(dialog) => import::draw(canvas, shell, dialog, area),
            Overlay::Detail(row) => detail::draw(canvas, shell, row, area),
            Overlay::Explain(view) => explain::draw(canvas, shell, view, area),
            Overlay::Change(draft) => change::draw(canvas, shell, draft, area),
            Overlay::Dialog(pane) => {
                let nth = dialogs.iter().filter(|before| *before == pane).count();
                dialogs.push(*pane);
                view(&model.panes, *pane).draw_dialog(nth, canvas, shell, area);
            }
        }
    }
}
