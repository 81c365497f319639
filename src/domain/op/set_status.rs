//! Freeze, unfreeze or close a member.

use super::kind::OpKind;
use super::plannable::{FieldValue, Plannable, tidy};
use super::writes::{Writes, writes};
use crate::domain::fact::{Event, EventKind, Status};
use crate::domain::num::MemberId;
use crate::domain::plan::churn;
use crate::domain::plan::context::{PlanContext, Reversal};
use crate::domain::plan::draft::{PlanBody, PlanDraft};
use crate::domain::plan::lookup::Lookup;
use crate::domain::plan::outcome::Refusal;
use crate::domain::plan::words::ReasonCodes;
use crate::domain::plan::{status, words};
use serde::{Deserialize, Serialize};

pub(super) const WRITES: Writes = writes!(facts: [], events: [Status, ChurnReason, Counts]);

/// Another status. A closed member comes back only by undoing what closed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetStatus {
    /// The member whose status changes.
    pub member: MemberId,
    /// Active, Frozen or Closed.
    pub to: Status,
    /// Reason code, its own or the programme's.
    pub reason: Option<String>,
    /// Free text; the reason may ask for a length.
    pub note: Option<String>,
    /// Closed: why the member left, a code of the programme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub churn: Option<String>,
}

impl SetStatus {
    /// The reasons that fit one change of status or another.
    const OWN_REASONS: [&'static str; 9] = [
        "lost_card",
        "suspected_fraud",
        "dispute",
        "member_request",
        "cleared",
        "card_found",
        "moved_away",
        "enrolled_twice",
        "other",
    ];

    /// The reasons that fit a change to a status.
    pub fn reasons_for(to: Status) -> &'static [&'static str] {
        match to {
            Status::Frozen => &["lost_card", "suspected_fraud", "dispute", "member_request", "other"],
            Status::Active => &["cleared", "card_found", "member_request", "other"],
            Status::Closed => &["member_request", "moved_away", "enrolled_twice", "suspected_fraud", "other"],
            Status::Merged | Status::Erased => &[],
        }
    }
}

impl SetStatus {
    /// Records why the member left. Of a member who is lost it is asked, where the programme knows reasons.
    fn check_churn(&self, draft: &mut PlanDraft<'_>, context: &PlanContext<'_>) -> Result<(), Refusal> {
        if self.to != Status::Closed {
            return Ok(());
        }
        let known = &context.program().churn_reasons;
        let codes = || known.iter().map(|reason| reason.code.clone()).collect();
        match &self.churn {
            Some(code) => churn::record(draft, context, self.member, code),
            None if known.is_empty() => Ok(()),
            None => {
                let is_lost = churn::is_lost(context, context.subject(self.member)?)?;
                if is_lost { Err(Refusal::ChurnReasonNeeded { known: codes() }) } else { Ok(()) }
            }
        }
    }
}

impl Plannable for SetStatus {
    const REASONS: ReasonCodes = ReasonCodes::OwnOrProgram { own: &Self::OWN_REASONS, is_required: false };

    fn tidied(mut self) -> Self {
        tidy(&mut self.note);
        self
    }

    fn kind(&self) -> OpKind {
        match self.to {
            Status::Frozen => OpKind::Freeze,
            Status::Active => OpKind::Unfreeze,
            // The last two are refused before they are filed anywhere.
            Status::Closed | Status::Merged | Status::Erased => OpKind::Close,
        }
    }

    fn member_mut(&mut self) -> Option<&mut MemberId> {
        Some(&mut self.member)
    }

    fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }

    fn fields(&self) -> Vec<(&'static str, FieldValue<'_>)> {
        vec![
            ("member_no", FieldValue::Member(Some(self.member))),
            ("to", FieldValue::Status(self.to)),
            ("reason", FieldValue::Reason(self.reason.as_deref())),
            ("note", FieldValue::Text(self.note.as_deref())),
            ("churn_reason", FieldValue::Text(self.churn.as_deref())),
        ]
    }

    fn look_up<L: Lookup>(&self, file: &L, context: &mut PlanContext<'_>) -> Result<(), L::Error> {
        context.members.push(file.subject(self.member)?);
        Ok(())
    }

    fn plan(&self, context: &PlanContext<'_>) -> Result<PlanBody, Refusal> {
        let (subject, to) = (context.subject(self.member)?, self.to);
        if !matches!(to, Status::Active | Status::Frozen | Status::Closed) {
            return Err(words::bad("status", status::word(to), "active|frozen|closed"));
        }
        if status::of(context, &subject.history)? == to {
            return Err(Refusal::NoChange);
        }
        status::allowed(context, subject, &[Status::Active, Status::Frozen])?;
        Self::REASONS.check(context.program(), self.reason(), self.note.as_deref())?;
        let mut draft = PlanDraft::new(context);
        self.check_churn(&mut draft, context)?;
        change(draft, context, self.member, to)
    }

    #[cfg(test)]
    fn example() -> Self {
        let (reason, note) = (Some("correction".to_owned()), Some("card lost".to_owned()));
        Self { member: MemberId(1), to: Status::Frozen, reason, note, churn: None }
    }
}

/// The status that stood before; only while no other change of status came after.
pub(super) fn reverse(
    mut draft: PlanDraft<'_>,
    context: &PlanContext<'_>,
    reversal: &Reversal,
) -> Result<PlanBody, Refusal> {
    let is_change = |event: &&Event| matches!(event.kind, EventKind::Status { .. });
    let Some(event) = reversal.events.iter().find(is_change) else { return Err(reversal.irreversible()) };
    let EventKind::Status { to } = event.kind else { return Err(reversal.irreversible()) };
    let subject = context.subject(event.member)?;
    let is_status = |e: &&Event| matches!(e.kind, EventKind::Status { .. });
    if subject.history.events.iter().filter(is_status).any(|e| e.id > event.id) {
        return Err(reversal.depended_on(subject, event.id, is_status));
    }
    status::allowed(context, subject, &[to])?;
    let back = status::before(context, &subject.history, event.id)?;
    churn::uncount(&mut draft, reversal);
    change(draft, context, event.member, back)
}

/// Drafts another status; whoever is closed leaves points behind.
fn change(
    mut draft: PlanDraft<'_>,
    context: &PlanContext<'_>,
    member: MemberId,
    to: Status,
) -> Result<PlanBody, Refusal> {
    draft.event(Some(member), EventKind::Status { to });
    let around = draft.fold()?;
    for one in around.iter().filter(|_| to == Status::Closed) {
        draft.warnings.extend(status::points_left(one.snapshots(context).0.as_ref()));
    }
    Ok(draft.finish(&around))
}
