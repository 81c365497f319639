//! The form of a contact: what came of it, how and why.

use super::fields::{choice, churn, text};
use super::read::DateDirection;
use super::{Field, FieldId, Form, FormFocus, Preset, Value, read_day};
use crate::domain::contact::{CareReason, ContactChannel, ContactOutcome, ContactPurpose};
use crate::domain::day::Day;
use crate::domain::op::{self, Intent};
use crate::domain::program::Program;

/// The day that a call back is preset to: tomorrow.
const NEXT_DAY: &str = "+1";
/// The day until which a member is preset to be put off.
const NEXT_WEEK: &str = "+7";

/// What came of it first: one digit and `y` log a contact. The day to call back stands behind it where it is asked for.
pub(super) fn of(program: &Program, preset: Preset<'_>) -> Vec<Field> {
    let words = |all: &[&str]| all.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
    // No reason stands behind all of them, so that their digits are their places.
    let reasons: Vec<&str> = CareReason::WORDS.into_iter().chain([""]).collect();
    let reason = preset.care.map_or("", CareReason::word);
    // Who is called because it is lost may say why.
    let churn = churn(program).filter(|_| preset.care == Some(CareReason::Lost));
    let mut fields = vec![
        choice(FieldId::Outcome, words(&ContactOutcome::WORDS), None),
        choice(FieldId::ContactChannel, words(&ContactChannel::ALL.map(ContactChannel::word)), None),
        choice(FieldId::CareReason, words(&reasons), Some(reason)),
        choice(FieldId::Purpose, words(&ContactPurpose::ALL.map(ContactPurpose::word)), None),
        text(FieldId::Note, ""),
    ];
    let before_note = fields.len() - 1;
    fields.splice(before_note..before_note, churn);
    fields
}

impl Form {
    /// The day to call back, or until which the member is put off, stands in the form where that is what came of the contact.
    pub fn follow_outcome(&mut self) {
        let outcome = self.field(FieldId::Outcome).map_or("", Field::text);
        let preset = match outcome {
            "call_back" => Some(NEXT_DAY),
            "postponed" => Some(NEXT_WEEK),
            _ => None,
        };
        self.fields.retain(|f| f.id != FieldId::CallBack);
        if let Some(preset) = preset {
            let behind = self.fields.iter().position(|f| f.id == FieldId::Outcome).map_or(0, |at| at + 1);
            self.fields.insert(behind, text(FieldId::CallBack, preset));
        }
    }

    /// Nobody was contacted: only the day is to be given.
    pub fn put_off(&mut self) {
        if let Some(Value::Choice(outcome)) =
            self.fields.iter_mut().find(|f| f.id == FieldId::Outcome).map(|f| &mut f.value)
        {
            outcome.at = outcome.options.iter().position(|word| word == "postponed").unwrap_or(outcome.at);
        }
        self.follow_outcome();
        let day = self.fields.iter().position(|f| f.id == FieldId::CallBack);
        self.go(day.map_or(self.spot, FormFocus::Field));
    }

    /// The day that stands in the form.
    pub fn call_back(&self) -> Option<Day> {
        read_day(self.field(FieldId::CallBack)?.text(), self.today, DateDirection::Future)
    }

    pub(super) fn contact(&self) -> Option<Intent> {
        let word = |id| self.field(id).map_or("", Field::text);
        Some(Intent::LogContact(op::LogContact {
            member: self.who.id,
            channel: ContactChannel::from_word(word(FieldId::ContactChannel))?,
            purpose: ContactPurpose::from_word(word(FieldId::Purpose))?,
            reason: CareReason::from_word(word(FieldId::CareReason)),
            outcome: ContactOutcome::of(word(FieldId::Outcome), self.call_back())?,
            note: self.entered(FieldId::Note),
            churn: self.entered(FieldId::Churn),
        }))
    }
}
