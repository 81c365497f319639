//! Moving about in whatever has the keys.

use super::lookup;
use crate::app::model::Model;
use crate::domain::lang::Lang;
use crate::shell::draft::FormPosition;
use crate::shell::effect::Effect;
use crate::shell::list::ListMove;
use crate::shell::overlay::Overlay;

/// Moves in the topmost list or text.
pub(super) fn step(model: &mut Model, step: ListMove, out: &mut Vec<Effect>) {
    if let Some(editor) = model.editor_mut() {
        if step == ListMove::Up {
            editor.up();
        } else {
            editor.down();
        }
        return;
    }
    if model.draft().is_some_and(|draft| draft.position() == FormPosition::Lookup) {
        lookup::step_hit(model, step == ListMove::Down, out);
        return;
    }
    let fit = model.shell.regions.overlay;
    match model.shell.overlays.last_mut() {
        Some(Overlay::Palette(palette)) => {
            palette.list.step(step, palette.hits.len(), fit.rows);
        }
        Some(Overlay::Language(list)) => {
            list.step(step, Lang::ALL.len(), Lang::ALL.len());
        }
        Some(Overlay::Recent(list)) => {
            list.step(step, model.shell.recent.iter().count(), fit.rows);
        }
        Some(Overlay::Import(dialog)) => dialog.step(step, fit),
        Some(Overlay::Columns(chooser)) => {
            chooser.cursor.step(step, chooser.rows.len(), fit.rows);
        }
        Some(Overlay::Help { list, .. }) => list.scroll(step, fit.len, fit.rows),
        Some(Overlay::Detail(detail)) => detail.list.scroll(step, fit.len, fit.rows),
        Some(Overlay::Explain(view)) => view.list.scroll(step, fit.len, fit.rows),
        Some(
            Overlay::Day { .. } | Overlay::Scope { .. } | Overlay::Export(_) | Overlay::Reveal(_) | Overlay::Change(_),
        ) => {}
        Some(Overlay::Dialog(pane)) => {
            let pane = *pane;
            model.panes.get_mut(pane).step(step, &mut model.shell, out);
        }
        None => {
            let (pane, shell) = model.front_mut();
            pane.step(step, shell, out);
        }
    }
}
