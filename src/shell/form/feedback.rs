//! The forms of feedback: what a member said, and work on the case that it opened.

use super::fields::{choice, text};
use super::read::read_due;
use super::{Field, FieldId, Form, FormFocus, Preset, Value};
use crate::domain::day::{Instant, Zone};
use crate::domain::fact::EventKind;
use crate::domain::feedback::{
    CLOSE_REASONS, CaseChange, CaseRow, CaseState, FeedbackContent, Measure, TEXT_MAX, TOPICS, case_reference,
};
use crate::domain::num::{FactId, MemberId};
use crate::domain::op::{self, Intent};
use crate::domain::plan::Plan;
use crate::shell::editor::Editor;
use crate::shell::field::TextField;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CaseAct {
    /// Somebody works on it from here on.
    Take,
    Note,
    /// It is due at another time.
    Due,
    Resolve,
    Reopen,
}

/// The case that a form works, and the clock by which its due time is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseTarget {
    pub case: FactId,
    pub row: CaseRow,
    pub now: Instant,
    /// The zone that days and hours are meant in.
    pub zone: Zone,
}

/// The fields of a logging. From nobody known there is no choice whose it is.
pub(super) fn log(known: bool, preset: Preset<'_>) -> Vec<Field> {
    let measure = preset.measure.unwrap_or(Measure::Nps);
    let words = |options: &[&str]| options.iter().map(|&o| o.to_owned()).collect::<Vec<_>>();
    let whom = choice(FieldId::Whom, words(&["member", "nobody"]), None);
    let kinds: Vec<&str> = Measure::ALL.map(Measure::word).to_vec();
    // The topics first, so that their digits are their places; not said at all stands behind them.
    let topics: Vec<&str> = TOPICS.into_iter().chain([""]).collect();
    let channel = preset.channel.unwrap_or_default();
    let fields = [
        known.then_some(whom),
        Some(choice(FieldId::Kind, words(&kinds), Some(measure.word()))),
        score(measure, None),
        Some(choice(FieldId::Topic, words(&topics), Some(""))),
        Some(text(FieldId::Channel, channel)),
        Some(Field { id: FieldId::Text, value: Value::Area(Box::new(Editor::new(TEXT_MAX))) }),
        Some(choice(FieldId::FollowUp, words(&["no", "yes"]), None)),
    ];
    fields.into_iter().flatten().collect()
}

/// The score's field: nothing at first, then every score of the kind. A comment has none.
fn score(measure: Measure, preset: Option<&str>) -> Option<Field> {
    let (low, high) = measure.range()?;
    let options = std::iter::once(String::new()).chain((low..=high).map(|n| n.to_string())).collect();
    Some(choice(FieldId::Score, options, preset))
}

/// Where a logging begins: at the score, at the words where there is none.
pub(super) fn first_spot(fields: &[Field]) -> FormFocus {
    let at = |id| fields.iter().position(|f| f.id == id);
    at(FieldId::Score).or_else(|| at(FieldId::Text)).map_or(FormFocus::Plan, FormFocus::Field)
}

pub(super) fn work(act: CaseAct, preset: Preset<'_>) -> Vec<Field> {
    let note = text(FieldId::Note, "");
    match act {
        CaseAct::Take => vec![text(FieldId::Owner, preset.owner.unwrap_or_default()), note],
        CaseAct::Note | CaseAct::Reopen => vec![note],
        CaseAct::Due => vec![text(FieldId::Due, ""), note],
        CaseAct::Resolve => {
            let reasons = CLOSE_REASONS.iter().map(|&r| r.to_owned()).collect();
            vec![choice(FieldId::CloseReason, reasons, None), note]
        }
    }
}

impl Form {
    pub fn measure(&self) -> Option<Measure> {
        Measure::from_word(self.field(FieldId::Kind)?.text())
    }

    /// The score that stands in the form.
    pub fn score(&self) -> Option<i64> {
        self.field(FieldId::Score)?.text().parse().ok()
    }

    /// Whether the member wants to hear back.
    pub fn follows_up(&self) -> bool {
        self.field(FieldId::FollowUp).is_some_and(|f| f.text() == "yes")
    }

    /// Whose feedback it is; `None`: nobody's we know.
    pub fn feedback_member(&self) -> Option<MemberId> {
        let nobody = self.field(FieldId::Whom).is_some_and(|f| f.text() == "nobody");
        (self.who.is_known() && !nobody).then_some(self.who.id)
    }

    /// The due time that stands in the form.
    pub fn due(&self) -> Option<Instant> {
        let worked = self.worked.as_ref()?;
        read_due(self.field(FieldId::Due)?.text(), worked.now, worked.zone)
    }

    /// Points given for a case carry its reference, and goodwill is their reason where the programme knows it.
    pub fn for_case(&mut self, case: FactId) {
        for field in &mut self.fields {
            match (field.id, &mut field.value) {
                (FieldId::Order, Value::Text(order)) => *order = TextField::with(&case_reference(case)),
                (FieldId::Reason, Value::Choice(reason)) => {
                    reason.at = reason.options.iter().position(|r| r == "goodwill").unwrap_or(reason.at);
                }
                (_, Value::Text(_) | Value::Choice(_) | Value::Area(_)) => {}
            }
        }
    }

    /// Takes a score by its key. Typed as 1 and 0, ten is ten. Says whether the scale has it.
    pub fn take_score(&mut self, key: i64) -> bool {
        let typed_ten = key == 0 && self.score() == Some(1) && self.measure() == Some(Measure::Nps);
        let wanted = if typed_ten { 10 } else { key }.to_string();
        let Some(choice) = self.focused_choice() else { return false };
        let found = choice.options.iter().position(|o| *o == wanted);
        choice.at = found.unwrap_or(choice.at);
        found.is_some()
    }

    /// Another kind has another scale; a score that both have stays.
    pub fn rescale(&mut self) {
        let Some(measure) = self.measure() else { return };
        let before = self.field(FieldId::Score).map(|f| f.text().to_owned());
        self.fields.retain(|f| f.id != FieldId::Score);
        let behind = self.fields.iter().position(|f| f.id == FieldId::Kind).map_or(0, |at| at + 1);
        if let Some(field) = score(measure, before.as_deref()) {
            self.fields.insert(behind, field);
        }
    }

    /// A comment without words says nothing, unless somebody shall call back.
    pub(super) fn lacks_words(&self) -> bool {
        let blank = self.field(FieldId::Text).is_some_and(Field::is_blank);
        blank && self.measure() == Some(Measure::Comment) && !self.follows_up()
    }

    pub(super) fn said_by_member(&self) -> Option<FeedbackContent> {
        let text = match &self.field(FieldId::Text)?.value {
            Value::Area(editor) => editor.text().trim().to_owned(),
            Value::Text(_) | Value::Choice(_) => String::new(),
        };
        Some(FeedbackContent {
            measure: self.measure()?,
            score: self.score(),
            topic: self.entered(FieldId::Topic),
            channel: self.entered(FieldId::Channel),
            text: (!text.is_empty()).then_some(text),
            follow_up: self.follows_up(),
            reference: None,
        })
    }

    pub(super) fn worked_case(&self) -> Option<Intent> {
        let worked = self.worked.as_ref()?;
        let super::FormKind::Case(act) = self.act else { return None };
        let change = match act {
            CaseAct::Take => CaseChange {
                state: Some(CaseState::InProgress).filter(|to| worked.row.state.may_become(*to)),
                owner: self.entered(FieldId::Owner),
                ..CaseChange::default()
            },
            CaseAct::Note => CaseChange::default(),
            CaseAct::Due => CaseChange { due: Some(self.due()?), ..CaseChange::default() },
            CaseAct::Resolve => CaseChange {
                state: Some(CaseState::Resolved),
                reason: self.entered(FieldId::CloseReason),
                ..CaseChange::default()
            },
            CaseAct::Reopen => CaseChange { state: Some(CaseState::Reopened), ..CaseChange::default() },
        };
        Some(Intent::ChangeCase(op::ChangeCase { case: worked.case, change, note: self.entered(FieldId::Note) }))
    }
}

/// When the case that a plan opens is due.
pub fn opens_case(plan: &Plan) -> Option<Instant> {
    plan.events.iter().find_map(|event| if let EventKind::Feedback { due, .. } = event.kind { due } else { None })
}
