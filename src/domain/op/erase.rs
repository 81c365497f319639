//! A member's personal data erased for good.

use super::kind::OpKind;
use super::plannable::{FieldValue, Plannable};
use super::writes::{Writes, writes};
use crate::domain::approval_request::ApprovalRequest;
use crate::domain::approval_request::change::RequestChange;
use crate::domain::desk_event::DeskEventKind;
use crate::domain::fact::{EventKind, Status};
use crate::domain::num::MemberId;
use crate::domain::plan::context::{PlanContext, Reversal};
use crate::domain::plan::draft::{PlanBody, PlanDraft};
use crate::domain::plan::lookup::Lookup;
use crate::domain::plan::outcome::{Refusal, Warning};
use crate::domain::plan::{pair, status};
use serde::{Deserialize, Serialize};

pub(super) const WRITES: Writes = writes!(facts: [], events: [Erase]);

/// A member's personal data are erased. The cards whose records joined are the same person's and are erased with it: there is
/// one `Erase` event for each, and whoever writes the plan empties the profile and the secrets of every member that has one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erase {
    /// The member whose data go.
    pub member: MemberId,
}

impl Plannable for Erase {
    fn kind(&self) -> OpKind {
        OpKind::Erase
    }

    fn fields(&self) -> Vec<(&'static str, FieldValue<'_>)> {
        vec![("member_no", FieldValue::Member(Some(self.member)))]
    }

    fn look_up<L: Lookup>(&self, file: &L, context: &mut PlanContext<'_>) -> Result<(), L::Error> {
        let one = file.subject(self.member)?;
        let joined = pair::joined(&one.history);
        context.members.push(one);
        for other in joined {
            context.members.push(file.subject(other)?);
        }
        let today = context.today();
        let touched: Vec<MemberId> = context.members.iter().map(|subject| subject.history.member).collect();
        for member in touched {
            for request in file.open_requests(member, today)? {
                if context.withdrawn.iter().all(|known| known.op != request.op) {
                    context.withdrawn.push(request);
                }
            }
        }
        Ok(())
    }

    /// Every status but merged and erased may be erased, a closed one too: the right to it does not end with the membership.
    fn plan(&self, context: &PlanContext<'_>) -> Result<PlanBody, Refusal> {
        let subject = context.subject(self.member)?;
        status::allowed(context, subject, &[Status::Active, Status::Frozen, Status::Closed])?;
        let mut draft = PlanDraft::new(context);
        draft.event(Some(self.member), EventKind::Erase);
        for joined in pair::joined(&subject.history) {
            draft.event(Some(joined), EventKind::Erase);
        }
        // What was asked for lies with what is erased.
        let approved = context.approval.as_ref().map(|approval| approval.request.op);
        for request in &context.withdrawn {
            let withdrawn = RequestChange::Withdrawn { by: context.operator.name.clone() };
            if let Some(key) = ApprovalRequest::key_of(request.op).filter(|_| Some(request.op) != approved) {
                draft.desk_event(key, DeskEventKind::Proposal(withdrawn));
            }
        }
        draft.profile = Some((Some(self.member), subject.profile.tombstone()));
        draft.reversible = false;
        draft.warnings.push(Warning::Irreversible);
        let around = draft.fold()?;
        draft.warnings.extend(around.first().and_then(|one| status::points_left(one.snapshots(context).0.as_ref())));
        Ok(draft.finish(&around))
    }

    #[cfg(test)]
    fn example() -> Self {
        Self { member: MemberId(1) }
    }
}

/// What is erased is nowhere any more.
pub(super) fn reverse(_: PlanDraft<'_>, _: &PlanContext<'_>, reversal: &Reversal) -> Result<PlanBody, Refusal> {
    Err(reversal.irreversible())
}
