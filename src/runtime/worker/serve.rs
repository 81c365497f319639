//! One question to the desk and its answer: what the threads of the console run, and what a test without threads runs too.

mod feedback;

use super::reply::screen_result;
use super::segments;
use crate::app::Effect;
use crate::desk::error::DeskError;
use crate::desk::{Desk, Stopwatch};
use crate::domain::day::Instant;
use crate::domain::op::{self, Intent};
use crate::domain::plan::outcome::Refusal;
use crate::domain::read_models::Found;
use crate::shell::form::UndoTarget;
use crate::shell::msg::{Reply, UndoPlan};
use uuid::Uuid;

/// Answers an effect that is for the desk. `None` where it was interrupted for a newer one, or is none of the desk's.
pub fn answer(desk: &mut Desk, effect: Effect, now: Instant) -> Option<Reply> {
    Some(match effect {
        Effect::Find { ticket, query, limit } => {
            let begun = Stopwatch::start();
            let found = desk.find(&query, limit, now);
            Reply::Found(ticket, screen_result(found.map(|found| Found { took: begun.elapsed(), ..found }))?)
        }
        Effect::Open { ticket, member, as_of } => {
            Reply::Opened(ticket, screen_result(desk.open_member(member, as_of, now).map(Box::new))?)
        }
        Effect::Plan { ticket, intent } => Reply::Planned(ticket, screen_result(desk.plan(intent, now).map(Box::new))?),
        Effect::PlanUndo { ticket, undoing } => {
            Reply::UndoPlanned(ticket, screen_result(plan_undo(desk, undoing, now))?)
        }
        Effect::Why { ticket, member, topic, as_of } => {
            Reply::Explained(ticket, screen_result(desk.why(member, topic, as_of, now).map(Box::new))?)
        }
        Effect::Commit { ticket, plan, key } => {
            Reply::Committed(ticket, screen_result(desk.commit(&plan, Some(&key), now).map(Box::new))?)
        }
        Effect::Feedback(ask) => Reply::Feedback(feedback::answer(desk, ask, now)?),
        Effect::LookUp { ticket, op } => Reply::LookedUp(ticket, screen_result(is_known(desk, op))?),
        Effect::Segments(ask) => Reply::Segments(segments::answer(desk, ask, now, &mut ())?),
        Effect::Copy(_) | Effect::Mouse(_) | Effect::Suspend | Effect::Quit => return None,
    })
}

fn plan_undo(desk: &Desk, undoing: UndoTarget, now: Instant) -> Result<Option<Box<UndoPlan>>, DeskError> {
    let operation = match undoing {
        UndoTarget::Of(member) => desk.last_reversible(member, now)?,
        UndoTarget::Case(case) => desk.last_on_case(case)?,
        UndoTarget::Operation(op) => Some(desk.operation(&op.to_string())?),
    };
    let Some(operation) = operation else { return Ok(None) };
    let plan = desk.plan(Intent::Undo(op::Undo { op: operation.op, reason: None }), now)?;
    Ok(Some(Box::new(UndoPlan { operation, plan })))
}

fn is_known(desk: &Desk, op: Uuid) -> Result<bool, DeskError> {
    match desk.operation(&op.to_string()) {
        Ok(_) => Ok(true),
        Err(DeskError::Refused(refusal)) if matches!(*refusal, Refusal::UnknownOperation { .. }) => Ok(false),
        Err(error) => Err(error),
    }
}
