//! Answers.

use super::{explain, form, input, route, write};
use crate::app::model::Model;
use crate::shell::effect::Effect;
use crate::shell::msg::Reply;
use crate::shell::pane_id::PaneId;

/// Takes an answer, then what was typed ahead of it.
pub(super) fn take(model: &mut Model, reply: Reply, out: &mut Vec<Effect>) {
    match reply {
        Reply::Opened(ticket, result) => model.shell.record_came(ticket, result),
        Reply::Planned(ticket, result) => form::planned(model, ticket, result, out),
        Reply::UndoPlanned(ticket, result) => form::undo_planned(model, ticket, result, out),
        Reply::Committed(ticket, result) => write::committed(model, ticket, result, out),
        Reply::Explained(ticket, result) => explain::explained(model, ticket, result),
        Reply::LookedUp(ticket, result) => write::looked_up(model, ticket, result.ok(), out),
        Reply::Found(..) | Reply::Feedback(_) | Reply::Segments(_) => to_panes(model, reply, out),
    }
    route::settle(model, out);
    input::go_on(model, out);
}

/// Offers an answer to one pane after the other, until one takes it.
fn to_panes(model: &mut Model, reply: Reply, out: &mut Vec<Effect>) {
    let mut left = Some(reply);
    for pane in PaneId::ALL {
        let Some(reply) = left else { return };
        left = model.panes.get_mut(*pane).took(reply, &mut model.shell, out);
    }
}
