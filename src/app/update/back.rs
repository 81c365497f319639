//! Esc: one layer at a time.

use super::{form, import, reload, route};
use crate::app::model::Model;
use crate::shell::effect::Effect;
use crate::shell::overlay::Overlay;
use crate::shell::pane::BackStep;
use crate::shell::pane_id::PaneId;
use crate::shell::toast::{Notice, ToastTone};

/// Takes the topmost layer away: bad news, an overlay, a past day, a layer of the pane, the pane itself. A form that is left is
/// kept as it is.
pub(super) fn back(model: &mut Model, out: &mut Vec<Effect>) {
    if model.shell.toast.as_ref().is_some_and(|t| t.tone == ToastTone::Bad) {
        model.shell.toast = None;
    } else if let Some(overlay) = model.shell.overlays.pop() {
        match overlay {
            Overlay::Import(mut dialog) => {
                if import::back(&mut dialog, &mut model.shell, out) {
                    model.shell.overlays.push(Overlay::Import(dialog));
                }
            }
            Overlay::Dialog(pane) => model.panes.get_mut(pane).close_dialog(),
            Overlay::Change(draft) => model.shell.kept.keep(*draft, model.shell.setup.now),
            Overlay::Help { .. }
            | Overlay::Palette(_)
            | Overlay::Day { .. }
            | Overlay::Language(_)
            | Overlay::Recent(_)
            | Overlay::Scope { .. }
            | Overlay::Columns(_)
            | Overlay::Export(_)
            | Overlay::Reveal(_)
            | Overlay::Detail(_)
            | Overlay::Explain(_) => {}
        }
        // A plan that was under way beneath may have been overtaken by the dialog's.
        if model.draft().is_some_and(|d| d.ticket().is_some()) {
            form::replan(model, out);
        }
    } else if model.shell.as_of.is_some() {
        to_today(model, out);
    } else {
        let (pane, shell) = model.front_mut();
        match pane.back(shell, out) {
            BackStep::Closed => route::route(model, out),
            BackStep::Leave => leave(model),
            BackStep::Stay => {}
        }
    }
}

/// Out of the pane: to the one that led to it, else home.
fn leave(model: &mut Model) {
    let shell = &mut model.shell;
    if let Some(pane) = shell.came_from.pop() {
        shell.front = pane;
    } else if shell.front != PaneId::HOME {
        shell.front = PaneId::HOME;
    }
}

/// Out of a past day.
pub(super) fn to_today(model: &mut Model, out: &mut Vec<Effect>) {
    if model.shell.as_of.is_some() {
        reload::show_day(model, None, out);
        model.shell.say(Notice::Today);
    }
}
