//! The form of a contact: what came of it, how and why.

use super::fields::{choice, text};
use super::read::DateDirection;
use super::{Field, FieldId, Form, Preset, read_day};
use crate::domain::contact::{CareReason, ContactChannel, ContactOutcome, ContactPurpose};
use crate::domain::day::Day;
use crate::domain::op::{self, Intent};

/// The day that a call back is preset to: tomorrow.
const NEXT_DAY: &str = "+1";

/// What came of it first: one digit and `y` log a contact. The day to call back stands behind it where it is asked for.
pub(super) fn of(preset: Preset<'_>) -> Vec<Field> {
    let words = |all: &[&str]| all.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
    // No reason stands behind all of them, so that their digits are their places.
    let reasons: Vec<&str> = CareReason::WORDS.into_iter().chain([""]).collect();
    let reason = preset.care.map_or("", CareReason::word);
    vec![
        choice(FieldId::Outcome, words(&ContactOutcome::WORDS), None),
        choice(FieldId::ContactChannel, words(&ContactChannel::ALL.map(ContactChannel::word)), None),
        choice(FieldId::CareReason, words(&reasons), Some(reason)),
        choice(FieldId::Purpose, words(&ContactPurpose::ALL.map(ContactPurpose::word)), None),
        text(FieldId::Note, ""),
    ]
}

impl Form {
    /// The day to call back stands in the form where that is what came of the contact.
    pub fn follow_outcome(&mut self) {
        let calls_back = self.field(FieldId::Outcome).is_some_and(|field| field.text() == "call_back");
        let has_day = self.field(FieldId::CallBack).is_some();
        if calls_back && !has_day {
            let behind = self.fields.iter().position(|f| f.id == FieldId::Outcome).map_or(0, |at| at + 1);
            self.fields.insert(behind, text(FieldId::CallBack, NEXT_DAY));
        } else if !calls_back {
            self.fields.retain(|f| f.id != FieldId::CallBack);
        }
    }

    /// The day to call back that stands in the form.
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
        }))
    }
}
