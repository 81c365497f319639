//! The newest merge of a member is taken away.

use super::kind::OpKind;
use super::plannable::{FieldValue, Plannable};
use super::writes::{Writes, writes};
use crate::domain::num::MemberId;
use crate::domain::plan::context::{PlanContext, Reversal};
use crate::domain::plan::draft::{PlanBody, PlanDraft};
use crate::domain::plan::lookup::Lookup;
use crate::domain::plan::outcome::Refusal;
use crate::domain::plan::pair;
use crate::domain::plan::words::ReasonCodes;
use serde::{Deserialize, Serialize};

pub(super) const WRITES: Writes = writes!(facts: [], events: [Unmerge, Absorb, MergedInto]);

/// The newest merge of this member (given as either of the pair) is taken away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unmerge {
    /// Either member of the pair.
    pub member: MemberId,
    /// Reason code, its own or the programme's.
    pub reason: Option<String>,
}

impl Unmerge {
    /// The reasons that fit taking a merge away.
    pub const OWN_REASONS: [&'static str; 3] = ["different_people", "merged_by_mistake", "other"];
}

impl Plannable for Unmerge {
    const REASONS: ReasonCodes = ReasonCodes::OwnOrProgram { own: &Self::OWN_REASONS, is_required: false };

    fn kind(&self) -> OpKind {
        OpKind::Unmerge
    }

    fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }

    fn fields(&self) -> Vec<(&'static str, FieldValue<'_>)> {
        vec![
            ("member_no", FieldValue::Member(Some(self.member))),
            ("reason", FieldValue::Reason(self.reason.as_deref())),
        ]
    }

    fn look_up<L: Lookup>(&self, file: &L, context: &mut PlanContext<'_>) -> Result<(), L::Error> {
        let one = file.subject(self.member)?;
        let other = pair::partner(&one.history);
        context.members.push(one);
        context.members.extend(other.map(|other| file.subject(other)).transpose()?);
        Ok(())
    }

    fn plan(&self, context: &PlanContext<'_>) -> Result<PlanBody, Refusal> {
        Self::REASONS.check(context.program(), self.reason(), None)?;
        let pair = pair::standing(context, context.subject(self.member)?).ok_or(Refusal::NotMerged)?;
        pair::part(PlanDraft::new(context), context, pair)
    }

    #[cfg(test)]
    fn example() -> Self {
        Self { member: MemberId(1), reason: Some("correction".to_owned()) }
    }
}

/// What has been parted is merged again, the same way round.
pub(super) fn reverse(
    draft: PlanDraft<'_>,
    context: &PlanContext<'_>,
    reversal: &Reversal,
) -> Result<PlanBody, Refusal> {
    super::merge::reverse(draft, context, reversal)
}
