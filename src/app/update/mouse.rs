//! The mouse: everything it does, a key does too.

use super::{form, route, run, walk};
use crate::app::model::Model;
use crate::app::registry::Cmd;
use crate::shell::commands::ShellCmd;
use crate::shell::effect::Effect;
use crate::shell::form::FormFocus;
use crate::shell::list::ListMove;
use crate::shell::msg::{Mouse, MouseAct};
use crate::shell::overlay::Overlay;
use crate::shell::regions::ClickTarget;

/// Rows that one notch of the wheel moves.
const NOTCH: usize = 3;

/// Takes what the mouse did. While something is waited for it does nothing: unlike keys, a click means what it was aimed at.
pub(super) fn take(model: &mut Model, mouse: Mouse, out: &mut Vec<Effect>) {
    if model.is_waiting() || !model.shell.setup.mouse {
        return;
    }
    let target = model.shell.regions.target(mouse.column, mouse.row);
    match (mouse.act, target) {
        (MouseAct::Press, Some(target)) => press(model, target, out),
        (MouseAct::WheelUp, Some(target)) => wheel(model, target, ListMove::Up, out),
        (MouseAct::WheelDown, Some(target)) => wheel(model, target, ListMove::Down, out),
        (_, None) => {}
    }
}

fn press(model: &mut Model, target: ClickTarget, out: &mut Vec<Effect>) {
    match target {
        // What surrounds an overlay is out of reach while it is open.
        ClickTarget::Pane(_) | ClickTarget::InPane(_) if !model.shell.overlays.is_empty() => {}
        ClickTarget::Pane(pane) => run::run(model, Cmd::Shell(ShellCmd::Pane(pane)), out),
        ClickTarget::InPane(spot) => {
            let (pane, shell) = model.front_mut();
            pane.click(spot, shell, out);
            route::route(model, out);
        }
        ClickTarget::OverlayRow(row) => overlay_row(model, row, out),
        ClickTarget::Field(at) => form::go(model, FormFocus::Field(at)),
        ClickTarget::Outside => {}
    }
}

fn overlay_row(model: &mut Model, row: usize, out: &mut Vec<Effect>) {
    match model.shell.overlays.last_mut() {
        Some(Overlay::Palette(palette)) => palette.list.put(row),
        Some(Overlay::Language(list) | Overlay::Recent(list)) => list.put(row),
        Some(Overlay::Import(dialog)) => {
            dialog.list.put(row);
            return;
        }
        Some(Overlay::Columns(chooser)) => {
            chooser.cursor.put(row);
            return run::run(model, Cmd::Shell(ShellCmd::Toggle), out);
        }
        Some(Overlay::Dialog(pane)) => {
            if !model.panes.get_mut(*pane).point(row) {
                return;
            }
        }
        Some(
            Overlay::Help { .. }
            | Overlay::Day { .. }
            | Overlay::Scope { .. }
            | Overlay::Export(_)
            | Overlay::Reveal(_)
            | Overlay::Explain(_)
            | Overlay::Detail(_)
            | Overlay::Change(_),
        )
        | None => return,
    }
    run::run(model, Cmd::Shell(ShellCmd::Accept), out);
}

fn wheel(model: &mut Model, target: ClickTarget, step: ListMove, out: &mut Vec<Effect>) {
    for _ in 0..NOTCH {
        match target {
            ClickTarget::InPane(spot) if model.shell.overlays.is_empty() => {
                let (pane, shell) = model.front_mut();
                pane.wheel(spot, step, shell, out);
            }
            ClickTarget::OverlayRow(_) => walk::step(model, step, out),
            ClickTarget::InPane(_) | ClickTarget::Pane(_) | ClickTarget::Field(_) | ClickTarget::Outside => return,
        }
    }
}
