//! One member's record joins another's.

use super::kind::OpKind;
use super::plannable::{FieldValue, Plannable, tidy};
use super::writes::{Writes, writes};
use crate::domain::fact::{EventKind, Status};
use crate::domain::num::MemberId;
use crate::domain::plan::context::{PlanContext, Reversal};
use crate::domain::plan::draft::{PlanBody, PlanDraft};
use crate::domain::plan::lookup::Lookup;
use crate::domain::plan::outcome::Refusal;
use crate::domain::plan::words::ReasonCodes;
use crate::domain::plan::{pair, status};
use serde::{Deserialize, Serialize};

pub(super) const WRITES: Writes = writes!(facts: [], events: [Absorb, MergedInto, Unmerge]);

/// One member's record joins another's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merge {
    /// The member whose record joins.
    pub from: MemberId,
    /// The survivor.
    pub into: MemberId,
    /// Reason code, its own or the programme's.
    pub reason: String,
    /// Free text; the reason may ask for a length.
    pub note: Option<String>,
}

impl Merge {
    /// The reasons that fit a merge.
    pub const OWN_REASONS: [&'static str; 4] = ["enrolled_twice", "new_phone", "new_card", "other"];
}

impl Plannable for Merge {
    const REASONS: ReasonCodes = ReasonCodes::OwnOrProgram { own: &Self::OWN_REASONS, is_required: true };

    fn tidied(mut self) -> Self {
        tidy(&mut self.note);
        self
    }

    fn kind(&self) -> OpKind {
        OpKind::Merge
    }

    fn main_member(&self) -> Option<MemberId> {
        Some(self.into)
    }

    fn reason(&self) -> Option<&str> {
        Some(&self.reason)
    }

    fn fields(&self) -> Vec<(&'static str, FieldValue<'_>)> {
        vec![
            ("from", FieldValue::Member(Some(self.from))),
            ("into", FieldValue::Member(Some(self.into))),
            ("reason", FieldValue::Reason(Some(&self.reason))),
            ("note", FieldValue::Text(self.note.as_deref())),
        ]
    }

    fn look_up<L: Lookup>(&self, file: &L, context: &mut PlanContext<'_>) -> Result<(), L::Error> {
        context.members.push(file.subject(self.from)?);
        if self.from != self.into {
            context.members.push(file.subject(self.into)?);
        }
        Ok(())
    }

    fn plan(&self, context: &PlanContext<'_>) -> Result<PlanBody, Refusal> {
        let (from, into) = (self.from, self.into);
        if from == into {
            return Err(Refusal::MergeWithItself);
        }
        status::is_active(context, context.subject(from)?)?;
        let survivor = context.subject(into)?;
        let partner = status::of(context, &survivor.history)?;
        if partner != Status::Active {
            return Err(Refusal::MergePartner { member_no: survivor.profile.member_no.clone(), status: partner });
        }
        Self::REASONS.check(context.program(), self.reason(), self.note.as_deref())?;
        let mut draft = PlanDraft::new(context);
        draft.event(Some(into), EventKind::Absorb { from });
        draft.event(Some(from), EventKind::MergedInto { into });
        draft.folded()
    }

    #[cfg(test)]
    fn example() -> Self {
        let (reason, note) = ("correction".to_owned(), Some("same person".to_owned()));
        Self { from: MemberId(2), into: MemberId(1), reason, note }
    }
}

/// Parts the pair, or, where the operation to be reversed parted it, merges it again.
pub(super) fn reverse(
    mut draft: PlanDraft<'_>,
    context: &PlanContext<'_>,
    reversal: &Reversal,
) -> Result<PlanBody, Refusal> {
    let Some(event) = reversal.events.first() else { return Err(reversal.irreversible()) };
    if matches!(event.kind, EventKind::Unmerge { .. }) {
        let (into, from) = pair::parted_by(context, event).ok_or_else(|| reversal.irreversible())?;
        for member in [into, from] {
            status::is_active(context, context.subject(member)?)?;
        }
        draft.event(Some(into), EventKind::Absorb { from });
        draft.event(Some(from), EventKind::MergedInto { into });
        return draft.folded();
    }
    let pair = pair::of_event(context, event).ok_or(Refusal::NotMerged)?;
    pair::part(draft, context, pair)
}
