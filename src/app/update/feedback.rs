//! What members say: logging it, and taking it back.

use super::{cases, change, open};
use crate::app::draft::FormDraft;
use crate::app::effect::Effect;
use crate::app::form::{FieldId, FieldProblem, Form, FormKind, MemberRef, Preset, UndoTarget};
use crate::app::model::{LastFeedback, Model};
use crate::app::overlay::Overlay;
use crate::app::toast::SideEffect;
use crate::domain::day::Instant;
use crate::domain::fact::EventKind;
use crate::domain::plan::outcome::Plan;
use crate::domain::read_models::Committed;
use uuid::Uuid;

/// Opens the form for what somebody said: the member that the command is about, or nobody we know.
pub(super) fn log(model: &mut Model, out: &mut Vec<Effect>) {
    let who = model.subject().cloned().unwrap_or_else(MemberRef::nobody);
    if who.is_known() {
        open::take(model, who.clone());
    }
    let preset =
        Preset { measure: model.last_said.measure, channel: Some(&model.last_said.channel), ..Preset::default() };
    let form = Form::new(FormKind::Log, who, model.program(), model.today, preset);
    model.lay(Overlay::Change(Box::new(FormDraft::new(form))));
    change::replan(model, out);
}

/// A score by its key.
pub(super) fn score(model: &mut Model, n: u8, out: &mut Vec<Effect>) {
    let Some(draft) = model.draft_mut() else { return };
    if draft.form.take_score(n.into()) {
        change::edited(model, out);
    } else {
        draft.problem = Some(FieldProblem::NotOnScale);
    }
}

/// Opens the plan that reverses something: what was done just now and is out of sight, on the feedback pane the newest change of
/// the case, else the newest change of the member that the command is about.
pub(super) fn undo(model: &mut Model, out: &mut Vec<Effect>) {
    let first = model.undo_first.clone().map(|(op, who)| (UndoTarget::Operation(op), who));
    let Some((undoing, who)) = first.or_else(|| cases::undoing(model)) else {
        change::dialog(model, FormKind::Undo, out);
        return;
    };
    let mut form = Form::new(FormKind::Undo, who, model.program(), model.today, Preset::default());
    form.undoing = Some(undoing);
    model.lay(Overlay::Change(Box::new(FormDraft::new(form))));
    change::replan(model, out);
}

/// Kind and channel of what has just been logged are preset in the next form.
pub(super) fn remember(model: &mut Model) {
    let Some(form) = model.draft().map(|d| &d.form).filter(|f| f.act == FormKind::Log) else { return };
    let channel = form.field(FieldId::Channel).map_or("", |f| f.text().trim()).to_owned();
    model.last_said = LastFeedback { measure: form.measure(), channel };
}

/// What a change that was written brought about besides.
pub(super) fn also(draft: &FormDraft) -> Option<SideEffect> {
    match (draft.form.act, &draft.form.worked) {
        (FormKind::Case(act), Some(worked)) => Some(SideEffect::Worked(act, worked.case)),
        _ => draft.plan().and_then(opens_case).map(SideEffect::Opens),
    }
}

/// What `u` reverses next, where the cursor would lead it elsewhere: feedback of nobody known has no member at whom it would be
/// found, and a case that is closed leaves the queue.
pub(super) fn undo_first(model: &Model, done: &Committed) -> Option<(Uuid, MemberRef)> {
    let form = &model.draft()?.form;
    let hides = matches!(form.act, FormKind::Case(_)) || form.act == FormKind::Log && form.feedback_member().is_none();
    let who = if form.act == FormKind::Log { MemberRef::nobody() } else { form.who.clone() };
    hides.then_some((done.op, who))
}

/// When the case that a plan opens is due.
pub(in crate::app) fn opens_case(plan: &Plan) -> Option<Instant> {
    plan.events.iter().find_map(|event| match event.kind {
        EventKind::Feedback { due, .. } => due,
        _ => None,
    })
}
