//! One question to the desk and its answer: what the threads of the console run, and what a test without threads runs too.

mod feedback;

use super::reply::screen_result;
use super::segments;
use crate::app::Effect;
use crate::desk::Desk;
use crate::domain::day::Instant;
use crate::domain::question::{ExplainMember, FindMembers, IsRecorded, OpenMember, PlanChange, PlanUndo};
use crate::shell::msg::Reply;

/// Answers an effect that is for the desk. `None` where it was interrupted for a newer one, or is none of the desk's.
pub fn answer(desk: &mut Desk, effect: Effect, now: Instant) -> Option<Reply> {
    let operator = desk.operator().clone();
    Some(match effect {
        Effect::Find { ticket, query, limit } => {
            Reply::Found(ticket, screen_result(desk.ask(&operator, FindMembers { query, limit }, now))?)
        }
        Effect::Open { ticket, member, as_of } => {
            Reply::Opened(ticket, screen_result(desk.ask(&operator, OpenMember { member, as_of }, now))?)
        }
        Effect::Plan { ticket, intent } => {
            Reply::Planned(ticket, screen_result(desk.ask(&operator, PlanChange { intent }, now))?)
        }
        Effect::PlanUndo { ticket, undoing: target } => {
            Reply::UndoPlanned(ticket, screen_result(desk.ask(&operator, PlanUndo { target }, now))?)
        }
        Effect::Why { ticket, member, topic, as_of } => {
            Reply::Explained(ticket, screen_result(desk.ask(&operator, ExplainMember { member, topic, as_of }, now))?)
        }
        Effect::Commit { ticket, plan, key } => {
            Reply::Committed(ticket, screen_result(desk.commit(&plan, Some(&key), now).map(Box::new))?)
        }
        Effect::Feedback(ask) => Reply::Feedback(feedback::answer(desk, ask, now)?),
        Effect::LookUp { ticket, op } => {
            Reply::LookedUp(ticket, screen_result(desk.ask(&operator, IsRecorded { op }, now))?)
        }
        Effect::Segments(ask) => Reply::Segments(segments::answer(desk, ask, now, &mut ())?),
        Effect::Copy(_) | Effect::Mouse(_) | Effect::Suspend | Effect::Quit => return None,
    })
}
