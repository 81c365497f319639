//! Why a number is what it is.

use crate::app::model::Model;
use crate::domain::read_models::Explanation;
use crate::shell::effect::{Effect, Ticket};
use crate::shell::failure::Failure;
use crate::shell::list::ListState;
use crate::shell::overlay::{ExplainView, Overlay};

/// Explains a number of the member that the command is about, the pane's own one first; the other numbers are tabs beside it.
pub(super) fn open(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(who) = model.subject().cloned() else { return };
    let topic = model.front().explain_topic();
    if model.shell.current_member.as_ref() != Some(&who) {
        model.shell.take(who.clone());
    }
    let view = ExplainView { who, topic, asked: None, shown: None, failed: None, list: ListState::default() };
    model.shell.lay(Overlay::Explain(view));
    ask(model, out);
}

/// The next number, or the one before.
pub(super) fn turn(model: &mut Model, forward: bool, out: &mut Vec<Effect>) {
    let Some(Overlay::Explain(view)) = model.shell.overlays.last_mut() else { return };
    let n = ExplainView::TOPICS.len();
    let at = ExplainView::TOPICS.iter().position(|t| *t == view.topic).unwrap_or(0);
    view.topic = ExplainView::TOPICS[if forward { (at + 1) % n } else { (at + n - 1) % n }];
    view.list = ListState::default();
    ask(model, out);
}

/// Asks what the topmost overlay explains, for the first time or again.
pub(super) fn ask(model: &mut Model, out: &mut Vec<Effect>) {
    let (ticket, as_of) = (model.shell.ticket(), model.shell.as_of);
    if let Some(Overlay::Explain(view)) = model.shell.overlays.last_mut() {
        view.asked = Some(ticket);
        view.failed = None;
        out.push(Effect::Why { ticket, member: view.who.id, topic: view.topic, as_of });
    }
}

/// An explanation. All but the newest question's are dropped.
pub(super) fn explained(model: &mut Model, ticket: Ticket, result: Result<Box<Explanation>, Failure>) {
    let asked = model.shell.overlays.iter_mut().find_map(|overlay| match overlay {
        Overlay::Explain(view) if view.asked == Some(ticket) => Some(view),
        Overlay::Explain(_)
        | Overlay::Help { .. }
        | Overlay::Palette(_)
        | Overlay::Day { .. }
        | Overlay::Language(_)
        | Overlay::Change(_)
        | Overlay::Dialog(_) => None,
    });
    let Some(view) = asked else { return };
    view.asked = None;
    match result {
        Ok(explanation) => view.shown = Some(explanation),
        Err(failure) => view.failed = Some(failure),
    }
}
