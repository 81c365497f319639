//! Esc: one layer at a time.

use super::{change, find, reload, segments};
use crate::app::effect::Effect;
use crate::app::model::Model;
use crate::app::pane::feedback::FeedbackFocus;
use crate::app::pane::members::Focus;
use crate::app::panes::Pane;
use crate::app::toast::{Notice, ToastTone};

/// Takes the topmost layer away: bad news, an overlay, a pane, a focus, what was searched, a past day.
pub(super) fn back(model: &mut Model, out: &mut Vec<Effect>) {
    if model.toast.as_ref().is_some_and(|t| t.tone == ToastTone::Bad) {
        model.toast = None;
    } else if model.overlays.pop().is_some() {
        // A plan that was under way beneath may have been overtaken by the dialog's.
        if model.draft().is_some_and(|d| d.ticket().is_some()) {
            change::replan(model, out);
        }
    } else if model.pane == Pane::Feedback && model.feedback.part == FeedbackFocus::Case {
        model.feedback.part = FeedbackFocus::List;
    } else if model.pane == Pane::Segments && segments::back(model, out) {
        // One of the pane's own layers.
    } else if let Some(pane) = come_back(model) {
        model.pane = pane;
    } else if model.pane != Pane::Members {
        model.pane = Pane::Members;
    } else if model.members.focus != Focus::Search {
        to_search(model);
    } else if model.members.search.field.clear() {
        find::edited(model, out);
    } else if model.as_of.is_some() {
        reload::show_day(model, None, out);
        model.say(Notice::Today);
    }
}

/// The pane that led here, where esc goes back to it.
fn come_back(model: &mut Model) -> Option<Pane> {
    let typing = model.pane == Pane::Members && model.members.focus == Focus::Search;
    if typing { None } else { model.came_from.pop() }
}

/// The search box has the keys, its text selected, so that typing replaces it.
pub(super) fn to_search(model: &mut Model) {
    model.pane = Pane::Members;
    model.came_from.clear();
    model.members.focus = Focus::Search;
    model.members.search.field.select_all();
}
