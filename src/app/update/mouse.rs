//! The mouse: everything it does, a key does too.

use super::{back, cases, change, open, run, segments, walk};
use crate::app::command::Cmd;
use crate::app::effect::Effect;
use crate::app::form::Spot;
use crate::app::list::Step;
use crate::app::model::Model;
use crate::app::msg::{Mouse, MouseAct};
use crate::app::overlay::Overlay;
use crate::app::pane::feedback::Part;
use crate::app::pane::members::Focus;
use crate::app::pane::segments::dialog::Dialog;
use crate::app::panes::Pane;
use crate::app::regions::Target;

/// Rows that one notch of the wheel moves.
const NOTCH: usize = 3;

/// Takes what the mouse did. While something is waited for it does nothing: unlike keys, a click means what it was aimed at.
pub(super) fn take(model: &mut Model, mouse: Mouse, out: &mut Vec<Effect>) {
    if model.is_waiting() || !model.setup.mouse {
        return;
    }
    let target = model.regions.target(mouse.column, mouse.row);
    match (mouse.act, target) {
        (MouseAct::Press, Some(target)) => press(model, target, out),
        (MouseAct::WheelUp, Some(target)) => wheel(model, target, Step::Up, out),
        (MouseAct::WheelDown, Some(target)) => wheel(model, target, Step::Down, out),
        (_, None) => {}
    }
}

fn press(model: &mut Model, target: Target, out: &mut Vec<Effect>) {
    match target {
        // What surrounds an overlay is out of reach while it is open.
        Target::Pane(_) | Target::Segments(_) if !model.overlays.is_empty() => {}
        Target::Pane(Pane::Members) => run::run(model, Cmd::Members, out),
        Target::Pane(Pane::Adjust) => run::run(model, Cmd::Adjust, out),
        Target::Pane(Pane::Feedback) => run::run(model, Cmd::Feedback, out),
        Target::View(view) => cases::show(model, view, out),
        Target::Feedback(at) => cases::press(model, at, out),
        Target::Case => model.feedback.part = Part::Case,
        Target::Pane(Pane::Segments) => run::run(model, Cmd::Segments, out),
        Target::Segments(spot) => segments::click(model, spot, out),
        Target::Search => back::to_search(model),
        Target::Member(row) => member(model, row, out),
        Target::Tab(tab) => {
            walk::show_tab(model, tab);
            model.members.focus = Focus::File;
        }
        Target::File => model.members.focus = Focus::File,
        Target::OverlayRow(row) => overlay_row(model, row, out),
        Target::Form(front) => {
            model.adjust.front = front;
            change::replan(model, out);
        }
        Target::Field(at) => {
            if let Some(draft) = model.draft_mut() {
                draft.problem = None;
                draft.form.go(Spot::Field(at));
            }
        }
        Target::Outside => {}
    }
}

/// The first click puts the cursor on a row, a second one opens it.
fn member(model: &mut Model, row: usize, out: &mut Vec<Effect>) {
    let search = &mut model.members.search;
    if !search.is_current() {
        return;
    }
    let again = model.members.focus == Focus::List && search.list.cursor(search.rows().len()) == row;
    search.list.put(row);
    model.members.focus = Focus::List;
    if again {
        open::row(model, out);
    } else {
        open::preview(model, out);
    }
}

fn overlay_row(model: &mut Model, row: usize, out: &mut Vec<Effect>) {
    match model.overlays.last_mut() {
        Some(Overlay::Palette(palette)) => palette.list.put(row),
        Some(Overlay::Language(list) | Overlay::Segments(Dialog::Sort(list)) | Overlay::Narrow { list, .. }) => {
            list.put(row);
        }
        _ => return,
    }
    run::run(model, Cmd::Accept, out);
}

fn wheel(model: &mut Model, target: Target, step: Step, out: &mut Vec<Effect>) {
    for _ in 0..NOTCH {
        match target {
            Target::Member(_) => walk::in_list(model, step, out),
            Target::File => walk::in_file(model, step),
            Target::Feedback(_) | Target::Case => cases::step(model, step, out),
            Target::Segments(_) if model.overlays.is_empty() => segments::step(model, step),
            Target::OverlayRow(_) => walk::step(model, step, out),
            _ => return,
        }
    }
}
