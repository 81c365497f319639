//! Words for contacts and for care.

use super::Words;
use crate::domain::contact::{CareReason, ContactChannel, ContactOutcome, ContactPurpose};
use crate::t;

impl Words {
    pub fn contact_channel(self, channel: ContactChannel) -> String {
        match channel {
            ContactChannel::Phone => t!(self, "channel.phone"),
            ContactChannel::Sms => t!(self, "channel.sms"),
            ContactChannel::Wechat => t!(self, "channel.wechat"),
            ContactChannel::Email => t!(self, "channel.email"),
            ContactChannel::Store => t!(self, "channel.store"),
            ContactChannel::Other => t!(self, "contact.other"),
        }
    }

    pub fn contact_purpose(self, purpose: ContactPurpose) -> String {
        match purpose {
            ContactPurpose::Care => t!(self, "contact.care"),
            ContactPurpose::Campaign => t!(self, "contact.campaign"),
        }
    }

    /// What a member did in another system; a kind that is not ours stands as it came.
    pub fn interaction(self, kind: &str) -> String {
        match kind {
            "click" => t!(self, "contact.click"),
            "visit" => t!(self, "contact.visit"),
            "social" => t!(self, "contact.social"),
            own => own.to_owned(),
        }
    }

    pub fn care_reason(self, reason: CareReason) -> String {
        match reason {
            CareReason::Case => t!(self, "care.reason.case"),
            CareReason::CallBack => t!(self, "care.reason.call_back"),
            CareReason::Detractor => t!(self, "care.reason.detractor"),
            CareReason::TierReview => t!(self, "care.reason.tier_review"),
            CareReason::Expiring => t!(self, "care.reason.expiring"),
            CareReason::Birthday => t!(self, "care.reason.birthday"),
            CareReason::Benefit => t!(self, "care.reason.benefit"),
            CareReason::Second => t!(self, "care.reason.second"),
            CareReason::Slipping => t!(self, "care.reason.slipping"),
            CareReason::Lost => t!(self, "care.reason.lost"),
        }
    }

    /// What came of a contact by its word, without the day.
    pub fn outcome_word(self, word: &str) -> String {
        match word {
            "reached" => t!(self, "contact.reached"),
            "no_answer" => t!(self, "contact.no_answer"),
            "refused" => t!(self, "contact.refused"),
            "call_back" => t!(self, "contact.call_back"),
            "postponed" => t!(self, "contact.postponed"),
            own => own.to_owned(),
        }
    }

    /// What came of a contact, with the day to call back.
    pub fn outcome(self, outcome: ContactOutcome) -> String {
        match outcome {
            ContactOutcome::CallBack(day) => t!(self, "contact.call_back_on", day = day),
            ContactOutcome::Postponed(day) => t!(self, "contact.postponed_until", day = day),
            ContactOutcome::Reached | ContactOutcome::NoAnswer | ContactOutcome::Refused => {
                self.outcome_word(outcome.word())
            }
        }
    }
}
