//! The other member of a merge, searched for inside its form.

use super::{form, write};
use crate::app::model::Model;
use crate::shell::draft::FormPosition;
use crate::shell::effect::Effect;
use crate::shell::lookup::AfterAnswer;
use crate::shell::msg::Reply;

/// The field that names the other member of a merge has changed: asks whom it could mean.
pub(super) fn ask(model: &mut Model, out: &mut Vec<Effect>) {
    let (ticket, now) = (model.shell.ticket(), model.shell.setup.now);
    let Some(draft) = model.draft_mut().filter(|d| d.position() == FormPosition::Lookup) else { return };
    let text = draft.form.focused().map(|field| field.text().to_owned()).unwrap_or_default();
    out.extend(draft.lookup.ask(&text, ticket, now));
    draft.take_other();
}

/// Another of the members that the field could mean.
pub(super) fn step_hit(model: &mut Model, forward: bool, out: &mut Vec<Effect>) {
    let Some(draft) = model.draft_mut() else { return };
    if draft.lookup.is_pending() {
        draft.lookup.then = Some(AfterAnswer::Step { forward });
        return;
    }
    draft.lookup.step(forward, draft.form.who.id);
    draft.take_other();
    (draft.problem, draft.is_touched) = (None, true);
    form::replan(model, out);
}

/// The two members of a merge change places.
pub(super) fn swap(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(draft) = model.draft_mut() {
        draft.swap_members();
    }
    form::replan(model, out);
}

/// Takes whom the field could mean, where that is what was asked; gives back what is something else.
pub(super) fn took(model: &mut Model, reply: Reply, out: &mut Vec<Effect>) -> Option<Reply> {
    let Reply::Answered(ticket, result) = reply else { return Some(reply) };
    let Some(draft) = model.draft_mut().filter(|d| d.lookup.found.waits_for(ticket)) else {
        return Some(Reply::Answered(ticket, result));
    };
    draft.lookup.found.take(ticket, result);
    draft.lookup.came();
    draft.take_other();
    let then = draft.lookup.then.take();
    form::replan(model, out);
    match then {
        Some(AfterAnswer::Walk) => form::walk(model),
        Some(AfterAnswer::Confirm) => write::confirm(model, out),
        Some(AfterAnswer::Step { forward }) => step_hit(model, forward, out),
        None => {}
    }
    None
}
