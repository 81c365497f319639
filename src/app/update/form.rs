//! Forms: beginning, editing, planning.

use super::route;
use crate::app::model::Model;
use crate::domain::question::UndoTarget;
use crate::domain::read_models::Committed;
use crate::shell::Shell;
use crate::shell::draft::{FormDraft, FormPosition, PlanStatus, is_clean};
use crate::shell::editor::Editor;
use crate::shell::effect::{Effect, Ticket};
use crate::shell::form::{Choice, FieldId, FieldProblem, Form, FormFocus, FormKind, MemberRef, Preset, opens_case};
use crate::shell::lookup::AfterAnswer;
use crate::shell::msg::Reply;
use crate::shell::overlay::Overlay;
use crate::shell::pane::{FormOpening, Pane};
use crate::shell::pane_id::PaneId;
use crate::shell::state::{LastFeedback, PendingWrite};
use crate::shell::toast::{BlockedReason, Notice, SideEffect};
use uuid::Uuid;

/// Brings a form to the front, in the pane that has it, for the member that the command is about. Coming from elsewhere, it
/// holds only what was typed and not sent.
pub(super) fn open(model: &mut Model, kind: FormKind, out: &mut Vec<Effect>) {
    let Some(who) = model.subject().cloned() else { return };
    let case = if kind == FormKind::Points { model.front().case(&model.shell) } else { None };
    let tier = model.tier_of(who.id);
    model.shell.take(who);
    route::route(model, out);
    let (shell, panes) = (&mut model.shell, &mut model.panes);
    let reasons = shell.last_reasons.clone();
    let preset = Preset { reasons: Some(&reasons), tier: tier.as_deref(), ..Preset::default() };
    let opened = PaneId::ALL.iter().copied().find(|pane| {
        let opening = FormOpening { kind, is_fresh: *pane != shell.front, case, preset };
        panes.get_mut(*pane).open_form(&opening, shell)
    });
    let Some(pane) = opened else { return };
    shell.toast = None;
    if pane != shell.front {
        shell.came_from.push(shell.front);
        shell.front = pane;
    }
    replan(model, out);
}

/// Opens the dialog of a change for the member that the command is about.
pub(super) fn dialog(model: &mut Model, kind: FormKind, out: &mut Vec<Effect>) {
    let Some(subject) = model.subject().cloned() else { return };
    let shell = &mut model.shell;
    shell.take(subject.clone());
    let recent = shell.recent.iter().filter(|who| who.id != subject.id).cloned().collect();
    let preset = Preset { reasons: Some(&shell.last_reasons), ..Preset::default() };
    let mut draft = FormDraft::new(Form::new(kind, subject, shell.program(), shell.today, preset));
    draft.lookup.recent = recent;
    shell.lay_form(draft, out);
}

/// Opens the form of a contact with the member that the command is about. Where the care list says why, the outcome is enough:
/// its digit logs the contact, unless there is something to look at first or a day to be given.
pub(super) fn contact(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(subject) = model.subject().cloned() else { return };
    let care = model.front().care(&model.shell);
    let shell = &mut model.shell;
    shell.take(subject.clone());
    let preset = Preset { care, ..Preset::default() };
    let mut form = Form::new(FormKind::Contact, subject, shell.program(), shell.today, preset);
    form.is_quick = care.is_some();
    shell.lay_form(FormDraft::new(form), out);
}

/// Opens the form for what somebody said: the member that the command is about, or an unknown customer.
pub(super) fn log(model: &mut Model, out: &mut Vec<Effect>) {
    let who = model.subject().cloned().unwrap_or_else(MemberRef::nobody);
    let shell = &mut model.shell;
    if who.is_known() {
        shell.take(who.clone());
    }
    let last = &shell.last_feedback;
    let preset = Preset { measure: last.measure, channel: Some(&last.channel), ..Preset::default() };
    let form = Form::new(FormKind::Log, who, shell.program(), shell.today, preset);
    shell.lay_form(FormDraft::new(form), out);
}

/// Opens the plan that reverses something: what was done just now and is out of sight, what the pane says, else the newest
/// change of the member that the command is about.
pub(super) fn undo(model: &mut Model, out: &mut Vec<Effect>) {
    let first = model.shell.undo_first.clone().map(|(op, who)| (UndoTarget::Operation(op), who));
    match first.or_else(|| model.front().undo_target(&model.shell)) {
        Some((target, who)) => reverse(&mut model.shell, target, who, out),
        None => dialog(model, FormKind::Undo, out),
    }
}

/// Opens the plan that takes back the newest undo of the member that the command is about.
pub(super) fn redo(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(who) = model.subject().cloned() {
        reverse(&mut model.shell, UndoTarget::LastUndo(who.id), who, out);
    }
}

fn reverse(shell: &mut Shell, target: UndoTarget, who: MemberRef, out: &mut Vec<Effect>) {
    let mut form = Form::new(FormKind::Undo, who, shell.program(), shell.today, Preset::default());
    form.undoing = Some(target);
    shell.lay_form(FormDraft::new(form), out);
}

/// A field of the form that has the keys has changed.
pub(super) fn edited(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(draft) = model.draft_mut() {
        draft.problem = None;
        draft.is_touched = true;
    }
    replan(model, out);
}

/// Asks what the form that has the keys would do now.
pub(super) fn replan(model: &mut Model, out: &mut Vec<Effect>) {
    let ticket = model.shell.ticket();
    if let Some(draft) = model.draft_mut() {
        draft.replan(ticket, out);
    }
}

/// `⏎`, Tab and the like have moved the cursor of the form, or could not.
pub(super) fn walk(model: &mut Model) {
    let Some(draft) = model.draft_mut() else { return };
    if draft.position() == FormPosition::Lookup && draft.lookup.is_pending() {
        draft.lookup.then = Some(AfterAnswer::Walk);
    } else {
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

/// To a field that was clicked.
pub(super) fn go(model: &mut Model, focus: FormFocus) {
    if let Some(draft) = model.draft_mut() {
        draft.problem = None;
        draft.form.go(focus);
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
    let field = form.focused().map(|field| field.id);
    if field == Some(FieldId::Kind) {
        form.rescale();
    } else if field == Some(FieldId::Outcome) {
        form.follow_outcome();
    }
    edited(model, out);
}

/// The option of a digit. In a form of the care list the outcome is all that is asked for.
pub(super) fn pick(model: &mut Model, n: usize, out: &mut Vec<Effect>) {
    let is_quick = model.draft().is_some_and(|draft| {
        draft.form.is_quick && draft.form.focused().is_some_and(|field| field.id == FieldId::Outcome)
    });
    choose(model, |choice| choice.pick(n), out);
    let Some(draft) = model.draft_mut().filter(|_| is_quick) else { return };
    if draft.form.field(FieldId::CallBack).is_some() {
        walk(model);
        return;
    }
    draft.form.go(FormFocus::Plan);
    draft.asked = true;
    answer_asked(model, out);
}

/// An option of the choice under the cursor by the first letters of its words.
pub(super) fn choose_by_letter(model: &mut Model, letter: char, out: &mut Vec<Effect>) {
    let shell = &model.shell;
    let (words, program, lang) = (shell.setup.option_words, shell.program().clone(), shell.setup.lang);
    let Some(form) = model.draft_mut().map(|d| &mut d.form) else { return };
    let Some(id) = form.focused().map(|field| field.id) else { return };
    let Some(choice) = form.focused_choice() else { return };
    let labels: Vec<String> = choice.options.iter().map(|code| words(&program, lang, id, code)).collect();
    let mut found = false;
    choose(model, |choice| found = choice.find(letter, &labels), out);
    if !found {
        model.shell.say(Notice::NoOption(letter));
    }
}

/// A score by its key.
pub(super) fn score(model: &mut Model, n: u8, out: &mut Vec<Effect>) {
    let Some(draft) = model.draft_mut() else { return };
    if draft.form.take_score(n.into()) {
        edited(model, out);
    } else {
        draft.problem = Some(FieldProblem::NotOnScale);
    }
}

/// Edits the text of several lines that has the keys; `edit` says whether the text has changed.
pub(super) fn in_editor(model: &mut Model, edit: impl FnOnce(&mut Editor) -> bool, out: &mut Vec<Effect>) {
    if model.editor_mut().is_some_and(edit) {
        edited(model, out);
    }
}

/// The draft that asked, wherever it is.
fn asker(model: &mut Model, ticket: Ticket) -> Option<&mut FormDraft> {
    let in_dialogs = model.shell.overlays.iter_mut().filter_map(Overlay::draft_mut);
    let in_panes = model.panes.iter_mut().flat_map(Pane::drafts_mut);
    in_dialogs.chain(in_panes).find(|d| d.ticket() == Some(ticket))
}

/// Takes a plan, or why there is none, where a draft waits for it; gives back what is none.
pub(super) fn took(model: &mut Model, reply: Reply, out: &mut Vec<Effect>) -> Option<Reply> {
    let Reply::Answered(ticket, result) = reply else { return Some(reply) };
    let Some(draft) = asker(model, ticket) else { return Some(Reply::Answered(ticket, result)) };
    draft.planned(result);
    answer_asked(model, out);
    None
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
        PlanStatus::Incomplete
        | PlanStatus::Ready(_)
        | PlanStatus::Refused(_)
        | PlanStatus::Failed(_)
        | PlanStatus::NothingToUndo => {
            draft.asked = false;
            model.shell.say(Notice::LookFirst);
            model.shell.forget_ahead();
        }
    }
}

/// Sends the plan off. One write at a time, and none while the outcome of another is unknown.
pub(super) fn send(model: &mut Model, out: &mut Vec<Effect>) {
    if model.shell.unknown.is_some() {
        model.shell.say(Notice::Blocked(BlockedReason::Unknown));
        return;
    }
    let ticket = model.shell.ticket();
    let Some(draft) = model.draft_mut() else { return };
    let PlanStatus::Ready(plan) = &draft.planning else { return };
    let plan = plan.clone();
    let key = draft.key_for(&plan);
    model.shell.write = Some(PendingWrite { ticket, key: key.clone(), then: None });
    model.shell.toast = None;
    out.push(Effect::Commit { ticket, plan, key });
}

/// Kind and channel of what has just been logged, and its reason, are preset in the next form.
pub(super) fn remember(model: &mut Model) {
    let Some(form) = model.draft().map(|d| &d.form) else { return };
    let (act, reason) = (form.act, form.reason().map(str::to_owned));
    let logged = (form.act == FormKind::Log).then(|| {
        let channel = form.field(FieldId::Channel).map_or("", |f| f.text().trim()).to_owned();
        LastFeedback { measure: form.measure(), channel }
    });
    let who = form.who.clone();
    let shell = &mut model.shell;
    shell.last_feedback = logged.unwrap_or_else(|| std::mem::take(&mut shell.last_feedback));
    if let Some(reason) = reason {
        shell.last_reasons.remember(act, reason);
    }
    if who.is_known() {
        shell.recent.put_first(who.clone());
        shell.take(who);
    }
}

/// What a change that was written brought about besides.
pub(super) fn side_effect(draft: &FormDraft) -> Option<SideEffect> {
    if let (FormKind::Case(act), Some(worked)) = (draft.form.act, &draft.form.worked) {
        return Some(SideEffect::Worked(act, worked.case));
    }
    draft.plan().and_then(opens_case).map(SideEffect::Opens)
}

/// What `u` reverses next, where the cursor would lead it elsewhere: feedback of an unknown customer has no member at whom it
/// would be found, a case that is closed leaves the queue, and the care list goes on to the next member.
pub(super) fn undo_first(model: &Model, done: &Committed) -> Option<(Uuid, MemberRef)> {
    let form = &model.draft()?.form;
    let is_log = form.act == FormKind::Log;
    let hides = matches!(form.act, FormKind::Case(_) | FormKind::Contact | FormKind::Acknowledge | FormKind::Approve)
        || is_log && form.feedback_member().is_none();
    let who = if is_log || form.act == FormKind::Acknowledge { MemberRef::nobody() } else { form.who.clone() };
    hides.then_some((done.op, who))
}
