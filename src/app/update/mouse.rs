//! The mouse: everything it does, a key does too.

use super::{back, cases, change, open, run, segments, walk};
use crate::app::command::Cmd;
use crate::app::effect::Effect;
use crate::app::form::FormFocus;
use crate::app::list::ListMove;
use crate::app::model::Model;
use crate::app::msg::{Mouse, MouseAct};
use crate::app::overlay::Overlay;
use crate::app::pane::feedback::FeedbackFocus;
use crate::app::pane::members::Focus;
use crate::app::pane::segments::dialog::Dialog;
use crate::app::panes::Pane;
use crate::app::regions::ClickTarget;

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
        (MouseAct::WheelUp, Some(target)) => wheel(model, target, ListMove::Up, out),
        (MouseAct::WheelDown, Some(target)) => wheel(model, target, ListMove::Down, out),
        (_, None) => {}
    }
}

fn press(model: &mut Model, target: ClickTarget, out: &mut Vec<Effect>) {
    match target {
        // What surrounds an overlay is out of reach while it is open.
        ClickTarget::Pane(_) | ClickTarget::Segments(_) if !model.overlays.is_empty() => {}
        ClickTarget::Pane(Pane::Members) => run::run(model, Cmd::Members, out),
        ClickTarget::Pane(Pane::Adjust) => run::run(model, Cmd::Adjust, out),
        ClickTarget::Pane(Pane::Feedback) => run::run(model, Cmd::Feedback, out),
        ClickTarget::View(view) => cases::show(model, view, out),
        ClickTarget::Feedback(at) => cases::press(model, at, out),
        ClickTarget::Case => model.feedback.part = FeedbackFocus::Case,
        ClickTarget::Pane(Pane::Segments) => run::run(model, Cmd::Segments, out),
        ClickTarget::Segments(spot) => segments::click(model, spot, out),
        ClickTarget::Search => back::to_search(model),
        ClickTarget::Member(row) => member(model, row, out),
        ClickTarget::Tab(tab) => {
            walk::show_tab(model, tab);
            model.members.focus = Focus::File;
        }
        ClickTarget::File => model.members.focus = Focus::File,
        ClickTarget::OverlayRow(row) => overlay_row(model, row, out),
        ClickTarget::Form(front) => {
            model.adjust.front = front;
            change::replan(model, out);
        }
        ClickTarget::Field(at) => {
            if let Some(draft) = model.draft_mut() {
                draft.problem = None;
                draft.form.go(FormFocus::Field(at));
            }
        }
        ClickTarget::Outside => {}
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

fn wheel(model: &mut Model, target: ClickTarget, step: ListMove, out: &mut Vec<Effect>) {
    for _ in 0..NOTCH {
        match target {
            ClickTarget::Member(_) => walk::in_list(model, step, out),
            ClickTarget::File => walk::in_file(model, step),
            ClickTarget::Feedback(_) | ClickTarget::Case => cases::step(model, step, out),
            ClickTarget::Segments(_) if model.overlays.is_empty() => segments::step(model, step),
            ClickTarget::OverlayRow(_) => walk::step(model, step, out),
            _ => return,
        }
    }
}
