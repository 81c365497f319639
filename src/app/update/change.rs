//! Forms: beginning, editing, planning.

use super::open;
use crate::app::command::Cmd;
use crate::app::draft::{FormDraft, PlanStatus, is_clean};
use crate::app::effect::{Effect, Ticket};
use crate::app::failure::Failure;
use crate::app::form::{Choice, FieldId, Form, FormFocus, FormKind, Preset, UndoTarget};
use crate::app::model::{Model, PendingWrite};
use crate::app::msg::UndoPlan;
use crate::app::overlay::Overlay;
use crate::app::panes::Pane;
use crate::app::toast::{BlockedReason, Notice};
use crate::domain::num::FactId;
use crate::domain::plan::outcome::Plan;

/// Brings a form of the adjust pane to the front for the member that the command is about. Coming from elsewhere, it is empty.
pub(super) fn form(model: &mut Model, act: FormKind, out: &mut Vec<Effect>) {
    let Some(who) = model.subject().cloned() else { return };
    let from_elsewhere = model.pane != Pane::Adjust;
    let case = goodwill(model, act);
    open::take(model, who);
    if from_elsewhere {
        model.came_from.push(model.pane);
    }
    model.pane = Pane::Adjust;
    model.adjust.bring(act);
    if from_elsewhere {
        restart(model);
    }
    if let (Some(case), Some(draft)) = (case, model.draft_mut()) {
        draft.form.for_case(case);
    }
    if let Some(draft) = model.draft_mut() {
        draft.form.go(FormFocus::Field(0));
    }
    replan(model, out);
}

/// The next form of the adjust pane; what stands in this one stays.
pub(super) fn next_form(model: &mut Model, out: &mut Vec<Effect>) {
    model.adjust.front = (model.adjust.front + 1) % FormKind::FORMS.len();
    replan(model, out);
}

/// Empties the form in front.
pub(super) fn restart(model: &mut Model) {
    let program = &model.setup.programs.at(model.setup.now).program;
    let tier = model.hand.as_ref().and_then(|who| open::tier_of(model, who));
    let preset = Preset { reason: model.last_reason.as_deref(), tier: tier.as_deref(), ..Preset::default() };
    model.adjust.restart(program, model.today, preset);
}

/// Opens the dialog of a change for the member that the command is about.
pub(super) fn dialog(model: &mut Model, act: FormKind, out: &mut Vec<Effect>) {
    let Some(subject) = model.subject().cloned() else { return };
    let (who, other) = match (act, model.hand.clone()) {
        // The survivor is the one in hand; allowed only where that is another one.
        (FormKind::Merge, Some(hand)) => (hand, Some(subject)),
        _ => (subject, None),
    };
    if other.is_none() {
        open::take(model, who.clone());
    }
    let preset = Preset { reason: model.last_reason.as_deref(), ..Preset::default() };
    let mut form = Form::new(act, who, model.program(), model.today, preset);
    form.other = other;
    model.overlays.push(Overlay::Change(Box::new(FormDraft::new(form))));
    replan(model, out);
}

/// A field of the form that has the keys has changed.
pub(super) fn edited(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(draft) = model.draft_mut() {
        draft.problem = None;
    }
    replan(model, out);
}

/// Asks what the form that has the keys would do now.
pub(super) fn replan(model: &mut Model, out: &mut Vec<Effect>) {
    let ticket = model.ticket();
    let Some(draft) = model.draft_mut() else { return };
    let undoing = draft.form.undoing.unwrap_or(UndoTarget::Of(draft.form.who.id));
    let effect = match (draft.form.act, draft.form.intent()) {
        (FormKind::Undo, _) => Effect::PlanUndo { ticket, undoing },
        (_, Some(intent)) => Effect::Plan { ticket, intent },
        (_, None) => {
            draft.planning = PlanStatus::Incomplete;
            return;
        }
    };
    draft.wait_for(ticket);
    out.push(effect);
}

/// `⏎`, Tab and the like have moved the cursor of the form, or could not.
pub(super) fn walk(model: &mut Model) {
    if let Some(draft) = model.draft_mut() {
        draft.problem = draft.form.walk().err();
    }
}

/// On to the next field or back.
pub(super) fn go_by(model: &mut Model, forward: bool) {
    if let Some(draft) = model.draft_mut() {
        draft.problem = None;
        draft.form.go_by(forward);
    }
}

/// Another option of the choice under the cursor.
pub(super) fn choose(model: &mut Model, pick: impl FnOnce(&mut Choice), out: &mut Vec<Effect>) {
    let Some(form) = model.draft_mut().map(|d| &mut d.form) else { return };
    let Some(choice) = form.focused_choice() else { return };
    let before = choice.at;
    pick(choice);
    if choice.at == before {
        return;
    }
    if form.focused().is_some_and(|f| f.id == FieldId::Kind) {
        form.rescale();
    }
    edited(model, out);
}

/// The draft that asked, wherever it is.
fn asker(model: &mut Model, ticket: Ticket) -> Option<&mut FormDraft> {
    let in_dialogs = model.overlays.iter_mut().filter_map(|o| match o {
        Overlay::Change(draft) => Some(&mut **draft),
        _ => None,
    });
    in_dialogs.chain(model.adjust.drafts.iter_mut()).find(|d| d.ticket() == Some(ticket))
}

/// A plan, or why there is none. What nobody waits for any more is dropped.
pub(super) fn planned(model: &mut Model, ticket: Ticket, result: Result<Box<Plan>, Failure>, out: &mut Vec<Effect>) {
    let Some(draft) = asker(model, ticket) else { return };
    draft.planning = match result {
        Ok(plan) => PlanStatus::Ready(plan),
        Err(Failure::Refused(refusal)) => PlanStatus::Refused(refusal),
        Err(failure) => PlanStatus::Failed(failure),
    };
    answer_asked(model, out);
}

pub(super) fn undo_planned(
    model: &mut Model,
    ticket: Ticket,
    result: Result<Option<Box<UndoPlan>>, Failure>,
    out: &mut Vec<Effect>,
) {
    let Some(draft) = asker(model, ticket) else { return };
    match result {
        Ok(Some(undo)) => {
            draft.form.reverses = Some(undo.operation.op);
            draft.reversed = Some(Box::new(undo.operation));
            draft.planning = PlanStatus::Ready(Box::new(undo.plan));
        }
        Ok(None) => draft.planning = PlanStatus::NothingToUndo,
        Err(Failure::Refused(refusal)) => draft.planning = PlanStatus::Refused(refusal),
        Err(failure) => draft.planning = PlanStatus::Failed(failure),
    }
    answer_asked(model, out);
}

/// `y` was pressed before the plan: only one with nothing to look at first is written.
fn answer_asked(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(draft) = model.draft_mut().filter(|d| d.asked) else { return };
    match &draft.planning {
        PlanStatus::Waiting { .. } => {}
        PlanStatus::Ready(plan) if is_clean(plan) => {
            draft.asked = false;
            send(model, out);
        }
        _ => {
            draft.asked = false;
            model.say(Notice::LookFirst);
            model.forget_ahead();
        }
    }
}

/// Sends the plan off. One write at a time, and none while the outcome of another is unknown.
pub(super) fn send(model: &mut Model, out: &mut Vec<Effect>) {
    if model.unknown.is_some() {
        model.say(Notice::Blocked(BlockedReason::Unknown));
        return;
    }
    let ticket = model.ticket();
    let Some(draft) = model.draft_mut() else { return };
    let PlanStatus::Ready(plan) = &draft.planning else { return };
    let plan = plan.clone();
    let key = draft.key_for(&plan);
    model.write = Some(PendingWrite { ticket, key: key.clone(), then: None });
    model.toast = None;
    out.push(Effect::Commit { ticket, plan, key });
}

/// The case that points given now are goodwill for: the one under the cursor.
fn goodwill(model: &Model, act: FormKind) -> Option<FactId> {
    let case = model.feedback.case(model.as_of).filter(|_| model.pane == Pane::Feedback && act == FormKind::Points);
    case.map(|(id, _)| id)
}

/// A command that edits the text of several lines.
pub(super) fn in_editor(model: &mut Model, cmd: Cmd, out: &mut Vec<Effect>) {
    let Some(editor) = model.editor_mut() else { return };
    let changed = match cmd {
        Cmd::Newline => editor.newline(),
        Cmd::EditorUndo => editor.undo(),
        _ => editor.redo(),
    };
    if changed {
        edited(model, out);
    }
}
