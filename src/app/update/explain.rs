//! Why a number is what it is.

use super::open;
use crate::app::effect::{Effect, Ticket};
use crate::app::failure::Failure;
use crate::app::list::ListState;
use crate::app::model::Model;
use crate::app::overlay::{ExplainView, Overlay};
use crate::app::panes::Pane;
use crate::domain::read_models::{ExplainTopic, Explanation};

/// Explains the balance of the member that the command is about, among segments the segment; the other numbers are tabs
/// beside it.
pub(super) fn open(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(who) = model.subject().cloned() else { return };
    if model.pane != Pane::Adjust {
        open::take(model, who.clone());
    }
    let topic = if model.pane == Pane::Segments { ExplainTopic::Segment } else { ExplainTopic::Balance };
    let view = ExplainView { who, topic, asked: None, shown: None, failed: None, list: ListState::default() };
    model.lay(Overlay::Why(view));
    ask(model, out);
}

/// The next number, or the one before.
pub(super) fn turn(model: &mut Model, forward: bool, out: &mut Vec<Effect>) {
    let Some(Overlay::Why(view)) = model.overlays.last_mut() else { return };
    let n = ExplainView::TOPICS.len();
    let at = ExplainView::TOPICS.iter().position(|t| *t == view.topic).unwrap_or(0);
    view.topic = ExplainView::TOPICS[if forward { (at + 1) % n } else { (at + n - 1) % n }];
    view.list = ListState::default();
    ask(model, out);
}

/// Asks what the topmost overlay explains, for the first time or again.
pub(super) fn ask(model: &mut Model, out: &mut Vec<Effect>) {
    let (ticket, as_of) = (model.ticket(), model.as_of);
    if let Some(Overlay::Why(view)) = model.overlays.last_mut() {
        view.asked = Some(ticket);
        view.failed = None;
        out.push(Effect::Why { ticket, member: view.who.id, topic: view.topic, as_of });
    }
}

/// An explanation. All but the newest question's are dropped.
pub(super) fn explained(model: &mut Model, ticket: Ticket, result: Result<Box<Explanation>, Failure>) {
    let asked = model.overlays.iter_mut().find_map(|overlay| match overlay {
        Overlay::Why(view) if view.asked == Some(ticket) => Some(view),
        _ => None,
    });
    let Some(view) = asked else { return };
    view.asked = None;
    match result {
        Ok(why) => view.shown = Some(why),
        Err(failure) => view.failed = Some(failure),
    }
}
