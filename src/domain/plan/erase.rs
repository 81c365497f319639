//! Personal fields erased for good.

use super::context::PlanContext;
use super::draft::PlanDraft;
use super::intent::Intent;
use super::outcome::{Plan, Refusal, Warning};
use super::{merge, status};
use crate::domain::fact::{EventKind, Status};
use crate::domain::num::MemberId;

/// Every status but merged and erased may be erased, a closed one too: the right to it does not end with the membership.
/// The cards whose files joined are the same person's and are erased with it: there is one `Erase` event for each, and
/// whoever writes the plan empties the profile and the secrets of every member that has one.
pub(super) fn erase(context: &PlanContext<'_>, member: MemberId) -> Result<Plan, Refusal> {
    let subject = context.subject(member)?;
    status::allowed(context, subject, &[Status::Active, Status::Frozen, Status::Closed])?;
    let mut draft = PlanDraft::new(context, Intent::Erase { member });
    draft.event(Some(member), EventKind::Erase);
    for joined in merge::joined(&subject.history) {
        draft.event(Some(joined), EventKind::Erase);
    }
    draft.profile = Some((Some(member), subject.profile.tombstone()));
    draft.reversible = false;
    draft.warnings.push(Warning::Irreversible);
    let around = draft.fold()?;
    draft.warnings.extend(around.first().and_then(|one| status::points_left(one.snapshots(context).0.as_ref())));
    Ok(draft.finish(&around))
}
