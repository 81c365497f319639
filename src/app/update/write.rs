//! Confirming, writing, and what came of it.

use super::{form, leave, profile, reload, route};
use crate::app::model::Model;
use crate::domain::op::kind::OpKind;
use crate::domain::question::{IsRecorded, Question};
use crate::domain::read_models::Committed;
use crate::shell::Shell;
use crate::shell::draft::{PlanStatus, is_clean};
use crate::shell::effect::{Effect, Ticket};
use crate::shell::failure::Failure;
use crate::shell::form::{FormFocus, Preset};
use crate::shell::lookup::AfterAnswer;
use crate::shell::msg::Reply;
use crate::shell::overlay::Overlay;
use crate::shell::pane::Reload;
use crate::shell::pane_id::PaneId;
use crate::shell::state::UnresolvedWrite;
use crate::shell::toast::Notice;

/// `y`: writes the plan on the screen. Waits for one that is under way.
pub(super) fn confirm(model: &mut Model, out: &mut Vec<Effect>) {
    let shown = model.shell.regions.plan_shown;
    let Some(draft) = model.draft_mut() else { return };
    if draft.lookup.is_pending() {
        draft.lookup.then = Some(AfterAnswer::Confirm);
        return;
    }
    if let Some((at, problem)) = draft.form.first_problem() {
        draft.form.go(FormFocus::Field(at));
        draft.problem = Some(problem);
        return;
    }
    match &draft.planning {
        PlanStatus::Waiting { .. } => draft.asked = true,
        // An approval is somebody else's to give; the plan says whose.
        PlanStatus::Ready(plan) if plan.effect.approval.is_some() => model.shell.say(Notice::LookFirst),
        // What was asked for would do something else by now: that is confirmed on its own.
        PlanStatus::Ready(plan) if draft.is_changed && shown == Some(plan.op_id) => {
            draft.is_changed = false;
            model.shell.say(Notice::LookFirst);
            model.shell.forget_ahead();
        }
        PlanStatus::Ready(plan) if is_clean(plan) || shown == Some(plan.op_id) => form::send(model, out),
        // The answer came, but no frame has shown its warnings yet.
        PlanStatus::Ready(_) => {
            model.shell.say(Notice::LookFirst);
            model.shell.forget_ahead();
        }
        PlanStatus::Refused(refusal) => {
            let refused = Failure::Refused(refusal.clone());
            model.shell.say(Notice::Failed(refused));
        }
        PlanStatus::NothingToUndo => model.shell.say(Notice::LookFirst),
        PlanStatus::Incomplete | PlanStatus::Failed(_) => form::replan(model, out),
    }
}

pub(super) fn committed(
    model: &mut Model,
    ticket: Ticket,
    result: Result<Box<Committed>, Failure>,
    out: &mut Vec<Effect>,
) {
    let Some(write) = model.shell.write.take_if(|w| w.ticket == ticket) else { return };
    let well = matches!(result, Ok(_) | Err(Failure::DoneAfterAll { .. }));
    match result {
        Ok(done) => {
            let besides = model.draft().and_then(form::side_effect);
            model.shell.undo_first = form::undo_first(model, &done);
            profile::enrolled(model);
            finish(model, &write.key, out);
            if done.kind == OpKind::Erase
                && let Some(member) = done.member
            {
                model.shell.forget(member);
            }
            model.shell.say(Notice::Done(done, besides));
        }
        Err(Failure::DoneAfterAll { .. }) => {
            finish(model, &write.key, out);
            model.shell.say(Notice::DoneAfterAll);
        }
        Err(failure) => failed(model, failure, write.key, out),
    }
    leave::write_ended(write.then, well, out);
}

/// The filling is over: its form is empty again, and the current member is shown as it is now.
fn finish(model: &mut Model, key: &str, out: &mut Vec<Effect>) {
    form::remember(model);
    route::route(model, out);
    if matches!(model.shell.overlays.last(), Some(Overlay::Change(_))) {
        model.shell.overlays.pop();
        form::replan(model, out);
    } else {
        form_written(model, key);
        let shell = &mut model.shell;
        shell.front = shell.came_from.pop().unwrap_or(PaneId::HOME);
        let (pane, shell) = model.front_mut();
        pane.come_back(shell);
    }
    reload::panes(model, Reload::Changed, out);
    model.shell.reload_current(out);
}

/// The form of a filling begins anew, in whichever pane it is.
fn form_written(model: &mut Model, key: &str) {
    let tier = model.shell.current_member.as_ref().and_then(|who| model.tier_of(who.id));
    let shell = &model.shell;
    let preset = Preset { reasons: Some(&shell.last_reasons), tier: tier.as_deref(), ..Preset::default() };
    for pane in PaneId::ALL {
        model.panes.get_mut(*pane).form_written(key, shell, preset);
    }
}

/// Nothing was written, or nobody knows. The form stays as it is, and so does its key.
fn failed(model: &mut Model, failure: Failure, key: String, out: &mut Vec<Effect>) {
    model.shell.ahead.clear();
    match &failure {
        Failure::Refused(refusal) => {
            let refusal = refusal.clone();
            if let Some(draft) = model.draft_mut() {
                draft.planning = PlanStatus::Refused(refusal);
            }
        }
        Failure::Stale { .. } => form::replan(model, out),
        Failure::Unknown { op, reason } => {
            model.shell.unknown = Some(UnresolvedWrite { op: *op, key, reason: reason.clone(), asked: None });
            look_up(&mut model.shell, out);
            return;
        }
        Failure::Busy | Failure::DoneAfterAll { .. } | Failure::NotDone { .. } | Failure::Trouble(_) => {}
    }
    model.shell.say(Notice::Failed(failure));
}

/// Asks whether the write of unknown outcome is in the journal.
pub(super) fn look_up(shell: &mut Shell, out: &mut Vec<Effect>) {
    let ticket = shell.ticket();
    if let Some(unknown) = &mut shell.unknown {
        unknown.asked = Some(ticket);
        out.push(Effect::Ask(ticket, IsRecorded { op: unknown.op }.into()));
    }
}

/// Takes whether it is, where that is what was asked; gives back what is something else.
pub(super) fn took(model: &mut Model, reply: Reply, out: &mut Vec<Effect>) -> Option<Reply> {
    let Reply::Answered(ticket, result) = reply else { return Some(reply) };
    let Some(unknown) = model.shell.unknown.as_mut().filter(|u| u.asked == Some(ticket)) else {
        return Some(Reply::Answered(ticket, result));
    };
    unknown.asked = None;
    looked_up(model, result.ok().and_then(IsRecorded::answer_from), out);
    None
}

/// Whether it is; `None` where that could not be asked.
fn looked_up(model: &mut Model, is_recorded: Option<bool>, out: &mut Vec<Effect>) {
    match is_recorded {
        Some(true) => {
            found_done(model, out);
            model.shell.say(Notice::DoneAfterAll);
        }
        Some(false) => {
            model.shell.unknown = None;
            model.shell.say(Notice::NotDoneAfterAll);
        }
        // Still unknown: the line that says so stays.
        None => {}
    }
}

/// The write of unknown outcome was done: its filling is over, wherever its form is by now.
fn found_done(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(unknown) = model.shell.unknown.take() else { return };
    if model.draft().is_some_and(|draft| draft.is_filling(&unknown.key)) {
        finish(model, &unknown.key, out);
        return;
    }
    model.shell.overlays.retain(|o| o.draft().is_none_or(|draft| !draft.is_filling(&unknown.key)));
    model.shell.kept.written(&unknown.key);
    form_written(model, &unknown.key);
    reload::refresh(model, out);
}
