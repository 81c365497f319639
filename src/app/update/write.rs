//! Confirming, writing, and what came of it.

use super::{cases, change, feedback, find, leave, open, reload, segments};
use crate::app::draft::{FormDraft, PlanStatus, is_clean};
use crate::app::effect::{Effect, Ticket};
use crate::app::failure::Failure;
use crate::app::form::FormFocus;
use crate::app::model::{Model, UnresolvedWrite};
use crate::app::overlay::Overlay;
use crate::app::pane::members::Focus;
use crate::app::panes::Pane;
use crate::app::toast::Notice;
use crate::domain::read_models::Committed;

/// `y`: writes the plan on the screen. Waits for one that is under way.
pub(super) fn confirm(model: &mut Model, out: &mut Vec<Effect>) {
    let shown = model.regions.plan_shown;
    let Some(draft) = model.draft_mut() else { return };
    if let Some((at, problem)) = draft.form.first_problem() {
        draft.form.go(FormFocus::Field(at));
        draft.problem = Some(problem);
        return;
    }
    match &draft.planning {
        PlanStatus::Waiting { .. } => draft.asked = true,
        // An approval is somebody else's to give; the plan says whose.
        PlanStatus::Ready(plan) if plan.effect.approval.is_some() => model.say(Notice::LookFirst),
        PlanStatus::Ready(plan) if is_clean(plan) || shown == Some(plan.op_id) => change::send(model, out),
        // The answer came, but no frame has shown its warnings yet.
        PlanStatus::Ready(_) => {
            model.say(Notice::LookFirst);
            model.forget_ahead();
        }
        PlanStatus::Refused(_) | PlanStatus::NothingToUndo => model.say(Notice::LookFirst),
        PlanStatus::Incomplete | PlanStatus::Failed(_) => change::replan(model, out),
    }
}

pub(super) fn committed(
    model: &mut Model,
    ticket: Ticket,
    result: Result<Box<Committed>, Failure>,
    out: &mut Vec<Effect>,
) {
    let Some(write) = model.write.take_if(|w| w.ticket == ticket) else { return };
    let well = matches!(result, Ok(_) | Err(Failure::DoneAfterAll { .. }));
    match result {
        Ok(done) => {
            let also = model.draft().and_then(feedback::also);
            model.undo_first = feedback::undo_first(model, &done);
            finish(model, out);
            model.say(Notice::Done(done, also));
        }
        Err(Failure::DoneAfterAll { .. }) => {
            finish(model, out);
            model.say(Notice::DoneAfterAll);
        }
        Err(failure) => failed(model, failure, write.key, out),
    }
    leave::write_ended(write.then, well, out);
}

/// The filling is over: its form is empty again, and the member in hand is shown as it is now.
fn finish(model: &mut Model, out: &mut Vec<Effect>) {
    feedback::remember(model);
    if let Some((reason, who)) = model.draft().map(|d| (d.form.reason().map(str::to_owned), d.form.who.clone())) {
        model.last_reason = reason.or(model.last_reason.take());
        if who.is_known() {
            open::take(model, who);
        }
    }
    if matches!(model.overlays.last(), Some(Overlay::Change(_))) {
        model.overlays.pop();
        change::replan(model, out);
    } else {
        change::restart(model);
        model.pane = model.came_from.pop().unwrap_or(Pane::Members);
        if model.pane == Pane::Members {
            model.members.focus = Focus::File;
        }
    }
    segments::refresh(model);
    find::reload(model, out);
    cases::reload(model, out);
    open::hand_again(model, out);
}

/// Nothing was written, or nobody knows. The form stays as it is, and so does its key.
fn failed(model: &mut Model, failure: Failure, key: String, out: &mut Vec<Effect>) {
    model.ahead.clear();
    match &failure {
        Failure::Refused(refusal) => {
            let refusal = refusal.clone();
            if let Some(draft) = model.draft_mut() {
                draft.planning = PlanStatus::Refused(refusal);
            }
        }
        Failure::Stale { .. } => change::replan(model, out),
        Failure::Unknown { op, reason } => {
            model.unknown = Some(UnresolvedWrite { op: *op, key, reason: reason.clone(), asked: None });
            look_up(model, out);
            return;
        }
        _ => {}
    }
    model.say(Notice::Failed(failure));
}

/// Asks whether the write of unknown outcome is in the journal.
pub(super) fn look_up(model: &mut Model, out: &mut Vec<Effect>) {
    let ticket = model.ticket();
    if let Some(unknown) = &mut model.unknown {
        unknown.asked = Some(ticket);
        out.push(Effect::LookUp { ticket, op: unknown.op });
    }
}

/// Whether it is; `None` where that could not be asked.
pub(super) fn looked_up(model: &mut Model, ticket: Ticket, found: Option<bool>, out: &mut Vec<Effect>) {
    let Some(unknown) = model.unknown.as_mut().filter(|u| u.asked == Some(ticket)) else { return };
    unknown.asked = None;
    match found {
        Some(true) => {
            found_done(model, out);
            model.say(Notice::DoneAfterAll);
        }
        Some(false) => {
            model.unknown = None;
            model.say(Notice::NotDoneAfterAll);
        }
        // Still unknown: the line that says so stays.
        None => {}
    }
}

/// The write of unknown outcome was done: its filling is over, wherever its form is by now.
fn found_done(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(unknown) = model.unknown.take() else { return };
    let is_it = |draft: &FormDraft| draft.key.as_ref() == Some(&unknown.key);
    if model.draft().is_some_and(is_it) {
        finish(model, out);
        return;
    }
    model.overlays.retain(|o| !matches!(o, Overlay::Change(draft) if is_it(draft)));
    if let Some(at) = model.adjust.drafts.iter().position(is_it) {
        let front = std::mem::replace(&mut model.adjust.front, at);
        change::restart(model);
        model.adjust.front = front;
    }
    reload::refresh(model, out);
}
