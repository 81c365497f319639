//! What members say: logging it, and taking it back.

use super::{cases, change, open, run};
use crate::app::draft::Draft;
use crate::app::effect::Effect;
use crate::app::form::{Act, FieldId, Form, Preset, Problem, Undoing, Who};
use crate::app::list::ListState;
use crate::app::model::{LastSaid, Model};
use crate::app::overlay::Overlay;
use crate::app::pane::feedback::Part;
use crate::app::place::Pane;
use crate::domain::day::Instant;
use crate::domain::fact::EventKind;
use crate::domain::num::FactId;
use crate::domain::plan::outcome::Plan;

/// Opens the form for what somebody said: the member that the command is about, or nobody we know.
pub(super) fn log(model: &mut Model, out: &mut Vec<Effect>) {
    let who = model.subject().cloned().unwrap_or_else(Who::nobody);
    if who.is_known() {
        open::take(model, who.clone());
    }
    let preset =
        Preset { measure: model.last_said.measure, channel: Some(&model.last_said.channel), ..Preset::default() };
    let form = Form::new(Act::Log, who, model.program(), model.today, preset);
    run::push(model, Overlay::Change(Box::new(Draft::new(form))));
    change::replan(model, out);
}

/// A score by its key.
pub(super) fn score(model: &mut Model, n: u8, out: &mut Vec<Effect>) {
    let Some(draft) = model.draft_mut() else { return };
    if draft.form.take_score(n.into()) {
        change::edited(model, out);
    } else {
        draft.problem = Some(Problem::NotOnScale);
    }
}

/// Opens the plan that reverses something: feedback of nobody known that was logged just now, on the feedback pane the newest
/// change of the case, else the newest change of the member that the command is about.
pub(super) fn undo(model: &mut Model, out: &mut Vec<Effect>) {
    let first = model.undo_first.map(|op| (Undoing::Operation(op), Who::nobody()));
    let Some((undoing, who)) = first.or_else(|| cases::undoing(model)) else {
        change::dialog(model, Act::Undo, out);
        return;
    };
    let mut form = Form::new(Act::Undo, who, model.program(), model.today, Preset::default());
    form.undoing = Some(undoing);
    run::push(model, Overlay::Change(Box::new(Draft::new(form))));
    change::replan(model, out);
}

/// Kind and channel of what has just been logged are preset in the next form.
pub(super) fn remember(model: &mut Model) {
    let Some(form) = model.draft().map(|d| &d.form).filter(|f| f.act == Act::Log) else { return };
    let channel = form.field(FieldId::Channel).map_or("", |f| f.text().trim()).to_owned();
    model.last_said = LastSaid { measure: form.measure(), channel };
}

/// The case that points given now are goodwill for: the one under the cursor.
pub(super) fn goodwill(model: &Model, act: Act) -> Option<FactId> {
    let case = model.feedback.case(model.as_of).filter(|_| model.pane == Pane::Feedback && act == Act::Points);
    case.map(|(id, _)| id)
}

/// The list of the feedback pane has the keys, from its first row.
pub(super) fn to_list(model: &mut Model) {
    model.feedback.part = Part::List;
    model.feedback.listing.list = ListState::default();
}

/// When the case that a plan opens is due.
pub(in crate::app) fn opens_case(plan: &Plan) -> Option<Instant> {
    plan.events.iter().find_map(|event| match event.kind {
        EventKind::Feedback { due, .. } => due,
        _ => None,
    })
}
