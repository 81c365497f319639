//! A new member.

use super::kind::OpKind;
use super::plannable::{FieldValue, Plannable};
use super::set_status;
use super::writes::{Writes, writes};
use crate::domain::fact::{EventKind, Status};
use crate::domain::member::Profile;
use crate::domain::num::MemberId;
use crate::domain::plan::context::{PlanContext, Reversal};
use crate::domain::plan::draft::{PlanBody, PlanDraft};
use crate::domain::plan::lookup::Lookup;
use crate::domain::plan::outcome::Refusal;
use crate::domain::plan::words::bad;
use crate::domain::plan::{fields, profile, status};
use serde::{Deserialize, Serialize};

pub(super) const WRITES: Writes = writes!(facts: [], events: [Enrol, Status]);

/// A new member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrol {
    /// The new member's fields; the number is needed.
    pub profile: Box<Profile>,
}

impl Plannable for Enrol {
    fn kind(&self) -> OpKind {
        OpKind::Enrol
    }

    fn fields(&self) -> Vec<(&'static str, FieldValue<'_>)> {
        vec![("profile", FieldValue::Profile(&self.profile))]
    }

    fn look_up<L: Lookup>(&self, file: &L, context: &mut PlanContext<'_>) -> Result<(), L::Error> {
        profile::look_up(file, context, &self.profile, &Profile::default(), None)?;
        context.lookups.member_no_taken = file.member_of(self.profile.member_no.trim())?.is_some();
        Ok(())
    }

    fn plan(&self, context: &PlanContext<'_>) -> Result<PlanBody, Refusal> {
        let blank = Profile::default();
        if self.profile.member_no.trim().is_empty() {
            return Err(bad("member_no", &self.profile.member_no, "M0012345"));
        }
        let mut new = fields::normalised(&self.profile, &blank)?;
        if context.lookups.member_no_taken {
            return Err(Refusal::MemberNoTaken { member_no: new.member_no });
        }
        let today = context.today();
        profile::check(context, &new, &blank, today)?;
        new.joined_on = new.joined_on.or(Some(today));
        let mut draft = PlanDraft::new(context);
        draft.event(None, EventKind::Enrol { profile: String::new() });
        draft.fields = fields::shown(&blank, &new);
        draft.warnings = profile::warnings(context, &new, &blank);
        draft.profile = Some((None, new));
        draft.on_whole_file = true;
        draft.folded()
    }

    #[cfg(test)]
    fn example() -> Self {
        Self { profile: Box::new(Profile { member_no: "M0012345".to_owned(), ..Profile::default() }) }
    }
}

/// Enrolling is reversed by closing: the number stays taken. What reverses that is another status.
pub(super) fn reverse(
    draft: PlanDraft<'_>,
    context: &PlanContext<'_>,
    reversal: &Reversal,
) -> Result<PlanBody, Refusal> {
    let enrolled = reversal.events.first().filter(|event| matches!(event.kind, EventKind::Enrol { .. }));
    match enrolled {
        Some(event) => close(draft, context, event.member),
        None => set_status::reverse(draft, context, reversal),
    }
}

fn close(mut draft: PlanDraft<'_>, context: &PlanContext<'_>, member: MemberId) -> Result<PlanBody, Refusal> {
    status::allowed(context, context.subject(member)?, &[Status::Active, Status::Frozen])?;
    draft.event(Some(member), EventKind::Status { to: Status::Closed });
    let around = draft.fold()?;
    draft.warnings.extend(around.iter().filter_map(|one| status::points_left(one.snapshots(context).0.as_ref())));
    Ok(draft.finish(&around))
}
