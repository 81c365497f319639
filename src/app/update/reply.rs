//! Answers.

use super::{cases, change, explain, find, input, open, segments, write};
use crate::app::effect::Effect;
use crate::app::model::Model;
use crate::app::msg::Reply;

/// Takes an answer, then what was typed ahead of it.
pub(super) fn take(model: &mut Model, reply: Reply, out: &mut Vec<Effect>) {
    match reply {
        Reply::Found(ticket, result) => find::found(model, ticket, result, out),
        Reply::Opened(ticket, result) => open::opened(model, ticket, result),
        Reply::Planned(ticket, result) => change::planned(model, ticket, result, out),
        Reply::UndoPlanned(ticket, result) => change::undo_planned(model, ticket, result, out),
        Reply::Committed(ticket, result) => write::committed(model, ticket, result, out),
        Reply::Explained(ticket, result) => explain::explained(model, ticket, result),
        Reply::Feedback(told) => cases::on_reply(model, told, out),
        Reply::Segments(answer) => segments::answered(model, answer, out),
        Reply::LookedUp(ticket, result) => write::looked_up(model, ticket, result.ok(), out),
    }
    segments::request_missing(model, out);
    input::go_on(model, out);
}
