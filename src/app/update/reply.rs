//! Answers.

use super::{data_export, explain, form, import, input, lookup, profile, route, write};
use crate::app::model::Model;
use crate::domain::plan::outcome::Refusal;
use crate::shell::effect::Effect;
use crate::shell::failure::Failure;
use crate::shell::msg::Reply;
use crate::shell::pane_id::PaneId;
use crate::shell::slot::{self, AnySlot};
use crate::shell::toast::Notice;

/// Takes an answer, then what was typed ahead of it.
pub(super) fn take(model: &mut Model, reply: Reply, out: &mut Vec<Effect>) {
    if let Some(failure) = login_needed(&reply).filter(|_| model.shell.session.is_none()) {
        model.shell.lost = Some(failure.clone());
    }
    match reply {
        Reply::Committed(ticket, result) => write::committed(model, ticket, result, out),
        Reply::Answered(ticket, result) if model.shell.waits_for_record(ticket) => {
            model.shell.record_came(ticket, result);
        }
        Reply::Answered(..) | Reply::Progress { .. } | Reply::Performed(..) => offer(model, reply, out),
    }
    // A list that changes under the cursor is no movement of the cursor: `u` still reverses what was done.
    let undo_first = model.shell.undo_first.clone();
    route::settle(model, out);
    model.shell.undo_first = undo_first;
    input::go_on(model, out);
}

/// Offers an answer to everybody who may have asked. All but those to the newest questions are dropped.
fn offer(model: &mut Model, reply: Reply, out: &mut Vec<Effect>) {
    data_export::heard(model, &reply);
    let is_program = matches!(&reply, Reply::Answered(ticket, _) if model.shell.programs.waits_for(*ticket));
    let slots = [&mut model.shell.stores as &mut dyn AnySlot, &mut model.shell.programs];
    let left = slot::offer(slots, reply)
        .and_then(|reply| form::took(model, reply, out))
        .and_then(|reply| lookup::took(model, reply, out))
        .and_then(|reply| profile::took(model, reply, out))
        .and_then(|reply| profile::revealed(model, reply))
        .and_then(|reply| import::took(model, reply, out))
        .and_then(|reply| explain::took(model, reply))
        .and_then(|reply| write::took(model, reply, out))
        .and_then(|reply| to_panes(model, reply, out));
    if is_program {
        model.shell.adopt_programs();
    }
    match left {
        Some(Reply::Performed(_, Ok(done))) => model.shell.say(Notice::Performed(done)),
        Some(Reply::Performed(_, Err(failure))) => model.shell.say(Notice::Failed(failure)),
        Some(Reply::Answered(..) | Reply::Progress { .. } | Reply::Committed(..)) | None => {}
    }
}

/// Offers an answer to one pane after the other, until one takes it.
fn to_panes(model: &mut Model, reply: Reply, out: &mut Vec<Effect>) -> Option<Reply> {
    PaneId::ALL.iter().try_fold(reply, |left, pane| model.panes.get_mut(*pane).took(left, &mut model.shell, out))
}

/// That the desk says to have operators, and that nobody here has logged in.
fn login_needed(reply: &Reply) -> Option<&Failure> {
    let (Reply::Answered(_, Err(failure)) | Reply::Committed(_, Err(failure)) | Reply::Performed(_, Err(failure))) =
        reply
    else {
        return None;
    };
    let Failure::Refused(refusal) = failure else { return None };
    matches!(**refusal, Refusal::LoginNeeded { .. }).then_some(failure)
}
