//! Why a number is what it is.

use crate::app::model::Model;
use crate::domain::question::ExplainMember;
use crate::shell::effect::Effect;
use crate::shell::list::ListState;
use crate::shell::msg::Reply;
use crate::shell::overlay::{ExplainView, Overlay};
use crate::shell::slot::{self, AnySlot, Slot};

/// Explains a number of the member that the command is about, the pane's own one first; the other numbers are tabs beside it.
pub(super) fn open(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(who) = model.subject().cloned() else { return };
    let topic = model.front().explain_topic();
    if model.shell.current_member.as_ref() != Some(&who) {
        model.shell.take(who.clone());
    }
    let view = ExplainView { who, topic, slot: Slot::default(), list: ListState::default() };
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
    let shell = &mut model.shell;
    let (ticket, as_of, now) = (shell.ticket(), shell.as_of, shell.setup.now);
    if let Some(Overlay::Explain(view)) = shell.overlays.last_mut() {
        let question = ExplainMember { member: view.who.id, topic: view.topic, as_of };
        out.push(view.slot.ask(question, ticket, now));
    }
}

/// Takes an explanation where it is the newest that was asked for; gives back what is none.
pub(super) fn took(model: &mut Model, reply: Reply) -> Option<Reply> {
    let slots = model.shell.overlays.iter_mut().filter_map(|overlay| match overlay {
        Overlay::Explain(view) => Some(&mut view.slot as &mut dyn AnySlot),
        Overlay::Help { .. }
        | Overlay::Palette(_)
        | Overlay::Day { .. }
        | Overlay::Language(_)
        | Overlay::Recent(_)
        | Overlay::Scope { .. }
        | Overlay::Columns(_)
        | Overlay::Export(_)
        | Overlay::Reveal(_)
        | Overlay::Import(_)
        | Overlay::Detail(_)
        | Overlay::Change(_)
        | Overlay::Dialog(_) => None,
    });
    slot::offer(slots, reply)
}
