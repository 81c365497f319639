//! A contact logged: what was tried with a member, and what came of it.

use super::kind::OpKind;
use super::plannable::{FieldValue, Plannable, tidy};
use super::writes::{Writes, writes};
use crate::domain::contact::{
    CareReason, ContactChannel, ContactContent, ContactOutcome, ContactPurpose, capped_until,
};
use crate::domain::contact_log::contacts_of;
use crate::domain::day::{DAY_MS, Instant};
use crate::domain::fact::{EventKind, Status};
use crate::domain::num::MemberId;
use crate::domain::plan::churn;
use crate::domain::plan::context::{PlanContext, Reversal, Subject};
use crate::domain::plan::draft::{PlanBody, PlanDraft};
use crate::domain::plan::lookup::Lookup;
use crate::domain::plan::outcome::{Refusal, Warning};
use crate::domain::plan::status;
use crate::domain::plan::words::{self, ReasonCodes};
use serde::{Deserialize, Serialize};

pub(super) const WRITES: Writes = writes!(facts: [], events: [Contact, ChurnReason, Counts]);

/// The most days ahead to which a call back is set or a member is put off: a year.
const AHEAD_MAX: i64 = 366;

/// A minute in milliseconds.
const MINUTE_MS: i64 = 60_000;

/// A contact with a member. It has happened: what speaks against it is told and refuses nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogContact {
    pub member: MemberId,
    pub channel: ContactChannel,
    pub purpose: ContactPurpose,
    /// Why the member was contacted.
    pub reason: Option<CareReason>,
    pub outcome: ContactOutcome,
    /// Free text.
    pub note: Option<String>,
    /// Why the member left, as it was said: a code of the programme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub churn: Option<String>,
}

impl Plannable for LogContact {
    const REASONS: ReasonCodes = ReasonCodes::Own(&CareReason::WORDS);

    fn tidied(mut self) -> Self {
        tidy(&mut self.note);
        self
    }

    fn kind(&self) -> OpKind {
        OpKind::Contact
    }

    fn main_member(&self) -> Option<MemberId> {
        Some(self.member)
    }

    fn reason(&self) -> Option<&str> {
        self.reason.map(CareReason::word)
    }

    fn fields(&self) -> Vec<(&'static str, FieldValue<'_>)> {
        vec![
            ("member_no", FieldValue::Member(Some(self.member))),
            ("channel", FieldValue::Text(Some(self.channel.word()))),
            ("purpose", FieldValue::Text(Some(self.purpose.word()))),
            ("reason", FieldValue::Text(self.reason.map(CareReason::word))),
            ("outcome", FieldValue::Text(Some(self.outcome.word()))),
            ("call_back", self.outcome.day().map_or(FieldValue::Text(None), FieldValue::Day)),
            ("note", FieldValue::Text(self.note.as_deref())),
            ("churn_reason", FieldValue::Text(self.churn.as_deref())),
        ]
    }

    fn look_up<L: Lookup>(&self, file: &L, context: &mut PlanContext<'_>) -> Result<(), L::Error> {
        context.members.push(file.subject(self.member)?);
        Ok(())
    }

    fn plan(&self, context: &PlanContext<'_>) -> Result<PlanBody, Refusal> {
        let subject = context.subject(self.member)?;
        status::allowed(context, subject, &[Status::Active, Status::Frozen, Status::Closed])?;
        words::check_note(self.note.as_deref())?;
        let mut draft = PlanDraft::new(context);
        if let Some(day) = self.outcome.day().filter(|day| *day < draft.today) {
            return Err(Refusal::DayPassed { day });
        }
        // Nobody comes back to whom the list leaves out for ever, and "until today" leaves nobody out.
        let first = if self.outcome.is_contact() { draft.today } else { draft.today.plus_days(1) };
        let last = draft.today.plus_days(AHEAD_MAX);
        if let Some(day) = self.outcome.day().filter(|day| *day < first || *day > last) {
            return Err(Refusal::DayNotBetween { day, from: first, to: last });
        }
        if self.outcome.is_contact() {
            self.warn(&mut draft, context, subject);
        }
        let said = ContactContent {
            channel: self.channel,
            purpose: self.purpose,
            reason: self.reason,
            outcome: self.outcome,
            by: context.operator.name.clone(),
        };
        if let Some(code) = &self.churn {
            churn::record(&mut draft, context, self.member, code)?;
        }
        draft.event_with_text(self.member, EventKind::Contact { content: said, text: None }, self.note.clone());
        draft.folded()
    }

    #[cfg(test)]
    fn example() -> Self {
        Self {
            member: MemberId(1),
            channel: ContactChannel::Wechat,
            purpose: ContactPurpose::Care,
            reason: Some(CareReason::Expiring),
            outcome: ContactOutcome::CallBack(crate::domain::day::Day(20_800)),
            note: Some("after six".to_owned()),
            churn: Some("price".to_owned()),
        }
    }
}

impl LogContact {
    /// What speaks against the contact: the cap, consent, the hour, and a refusal while there is a consent.
    fn warn(&self, draft: &mut PlanDraft<'_>, context: &PlanContext<'_>, subject: &Subject) {
        let (rules, zone) = (context.program().contact, context.programs.zone());
        let known = contacts_of(&subject.history, draft.at, context.programs.file(), zone);
        // A call that the member has asked for is no bother.
        let is_asked = self.reason == Some(CareReason::CallBack);
        let past = known.iter().map(|contact| (contact.day, contact.content.purpose, contact.content.outcome));
        if let Some(until) = capped_until(past, draft.today, &rules).filter(|_| !is_asked) {
            draft.warnings.push(Warning::Capped { until });
        }
        let consents = &subject.profile.consents;
        if !self.channel.is_consented(consents) && !is_asked {
            let purpose = self.channel.consent().unwrap_or_default().to_owned();
            draft.warnings.push(Warning::NoConsent { purpose });
        }
        let minute = minute_of(draft.at, zone.start_of(draft.today));
        if self.channel.consent().is_some() && rules.quiet.holds(minute) {
            draft.warnings.push(Warning::Quiet { from: rules.quiet.from, to: rules.quiet.to });
        }
        if self.outcome == ContactOutcome::Refused && !consents.is_empty() {
            draft.warnings.push(Warning::ConsentStands { purposes: consents.clone() });
        }
    }
}

/// Minutes of a day that have passed.
fn minute_of(at: Instant, midnight: Instant) -> i64 {
    (at.0 - midnight.0).rem_euclid(DAY_MS) / MINUTE_MS
}

/// The contact counts no longer, and uses no cap up, or it counts again.
pub(super) fn reverse(mut draft: PlanDraft<'_>, _: &PlanContext<'_>, reversal: &Reversal) -> Result<PlanBody, Refusal> {
    let contact = reversal.events.iter().find(|event| matches!(event.kind, EventKind::Contact { .. }));
    if let Some(contact) = contact {
        draft.event(Some(contact.member), EventKind::Counts { of: contact.id, counts: false });
    }
    if contact.is_none() && !reversal.events.iter().any(|event| event.kind.counts_change().is_some()) {
        return Err(reversal.irreversible());
    }
    churn::uncount(&mut draft, reversal);
    draft.folded()
}
