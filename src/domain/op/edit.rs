//! Other fields of a member.

use super::kind::OpKind;
use super::plannable::{FieldValue, Plannable, tidy};
use super::writes::{Writes, writes};
use crate::domain::fact::{Event, EventKind, Status};
use crate::domain::member::{Profile, ProfileField};
use crate::domain::num::MemberId;
use crate::domain::plan::context::{PlanContext, Reversal};
use crate::domain::plan::draft::{PlanBody, PlanDraft};
use crate::domain::plan::lookup::Lookup;
use crate::domain::plan::outcome::Refusal;
use crate::domain::plan::words::{self, bad};
use crate::domain::plan::{fields, profile, status};
use serde::{Deserialize, Serialize};

pub(super) const WRITES: Writes = writes!(facts: [], events: [Profile]);

/// Other fields of a member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// The member whose fields change.
    pub member: MemberId,
    /// The whole profile as it shall be.
    pub profile: Box<Profile>,
    /// Free text.
    pub note: Option<String>,
}

impl Plannable for Edit {
    fn tidied(mut self) -> Self {
        tidy(&mut self.note);
        self
    }

    fn kind(&self) -> OpKind {
        OpKind::Edit
    }

    fn fields(&self) -> Vec<(&'static str, FieldValue<'_>)> {
        vec![
            ("member_no", FieldValue::Member(Some(self.member))),
            ("profile", FieldValue::Profile(&self.profile)),
            ("note", FieldValue::Text(self.note.as_deref())),
        ]
    }

    fn look_up<L: Lookup>(&self, file: &L, context: &mut PlanContext<'_>) -> Result<(), L::Error> {
        let subject = file.subject(self.member)?;
        profile::look_up(file, context, &self.profile, &subject.profile, Some(self.member))?;
        context.members.push(subject);
        Ok(())
    }

    fn plan(&self, context: &PlanContext<'_>) -> Result<PlanBody, Refusal> {
        let subject = context.subject(self.member)?;
        status::allowed(context, subject, &[Status::Active, Status::Frozen])?;
        let old = &subject.profile;
        if self.profile.member_no != old.member_no {
            return Err(bad(ProfileField::MemberNo.word(), &self.profile.member_no, &old.member_no));
        }
        let new = fields::normalised(&self.profile, old)?;
        if new == *old {
            return Err(Refusal::NoChange);
        }
        profile::check(context, &new, old, context.today())?;
        words::check_note(self.note.as_deref())?;
        let mut draft = PlanDraft::new(context);
        draft.warnings = profile::warnings(context, &new, old);
        profile::write(draft, self.member, old, new)
    }

    #[cfg(test)]
    fn example() -> Self {
        let profile = Profile { member_no: "A".to_owned(), phone: "13812345678".to_owned(), ..Profile::default() };
        Self { member: MemberId(1), profile: Box::new(profile), note: Some("called".to_owned()) }
    }
}

/// Fields go back to what they were, each only where nothing has changed it since.
pub(super) fn reverse(
    draft: PlanDraft<'_>,
    context: &PlanContext<'_>,
    reversal: &Reversal,
) -> Result<PlanBody, Refusal> {
    let Some(event) = reversal.events.first() else { return Err(reversal.irreversible()) };
    let subject = context.subject(event.member)?;
    status::allowed(context, subject, &[Status::Active, Status::Frozen])?;
    let Some((before, after)) = &reversal.profiles else { return Err(reversal.irreversible()) };
    let mut profile = subject.profile.clone();
    for field in fields::changed(before, after) {
        if profile.text(field) != after.text(field) {
            let is_edit = |e: &&Event| matches!(e.kind, EventKind::Profile { .. });
            return Err(reversal.depended_on(subject, event.id, is_edit));
        }
        profile.copy(field, before);
    }
    if profile == subject.profile {
        return Err(Refusal::NoChange);
    }
    profile::write(draft, event.member, &subject.profile, profile)
}
