//! New members and other fields.

use super::context::PlanContext;
use super::draft::PlanDraft;
use super::fields;
use super::intent::Intent;
use super::outcome::{Plan, Refusal, Warning};
use super::status;
use super::words::{self, bad};
use crate::domain::day::Day;
use crate::domain::fact::{EventKind, Status};
use crate::domain::member::Profile;
use crate::domain::num::MemberId;

pub(super) fn enrol(context: &PlanContext<'_>, wished: Profile) -> Result<Plan, Refusal> {
    let blank = Profile::default();
    if wished.member_no.trim().is_empty() {
        return Err(bad("member_no", &wished.member_no, "M0012345"));
    }
    let mut profile = fields::normalised(&wished, &blank)?;
    if context.lookups.member_no_taken {
        return Err(Refusal::MemberNoTaken { member_no: profile.member_no });
    }
    let today = context.today();
    check(context, &profile, &blank, today)?;
    profile.joined_on = profile.joined_on.or(Some(today));
    let mut draft = PlanDraft::new(context, Intent::Enrol { profile: Box::new(wished) });
    draft.event(None, EventKind::Enrol { profile: String::new() });
    draft.fields = fields::shown(&blank, &profile);
    draft.profile = Some((None, profile));
    draft.on_whole_file = true;
    draft.warnings = shared(context);
    let around = draft.fold()?;
    Ok(draft.finish(&around))
}

/// Other fields of a member; the whole profile as it shall be.
pub(super) fn edit(
    context: &PlanContext<'_>,
    member: MemberId,
    wished: &Profile,
    note: Option<String>,
) -> Result<Plan, Refusal> {
    let subject = context.subject(member)?;
    status::allowed(context, subject, &[Status::Active, Status::Frozen])?;
    let old = &subject.profile;
    if wished.member_no != old.member_no {
        return Err(bad("member_no", &wished.member_no, &old.member_no));
    }
    let new = fields::normalised(wished, old)?;
    if new == *old {
        return Err(Refusal::NoChange);
    }
    check(context, &new, old, context.today())?;
    words::check_note(note.as_deref())?;
    let intent = Intent::Edit { member, profile: Box::new(wished.clone()), note };
    let mut draft = PlanDraft::new(context, intent);
    draft.warnings = shared(context);
    write(draft, member, old, new)
}

/// Drafts the change of a profile.
pub(super) fn write(mut draft: PlanDraft<'_>, member: MemberId, old: &Profile, new: Profile) -> Result<Plan, Refusal> {
    draft.event(Some(member), EventKind::Profile { profile: String::new() });
    draft.fields = fields::shown(old, &new);
    draft.profile_before = Some(old.clone());
    draft.profile = Some((Some(member), new));
    let around = draft.fold()?;
    Ok(draft.finish(&around))
}

/// What the fields of a form can't tell each alone.
fn check(context: &PlanContext<'_>, new: &Profile, old: &Profile, today: Day) -> Result<(), Refusal> {
    for (field, is, was) in [("birthday", new.birthday, old.birthday), ("joined_on", new.joined_on, old.joined_on)] {
        if let Some(day) = is.filter(|day| is != was && *day > today) {
            return Err(bad(field, &day.to_string(), &format!("…{today}")));
        }
    }
    if !new.referrer_no.is_empty() && new.referrer_no != old.referrer_no {
        if new.referrer_no == new.member_no {
            return Err(bad("referrer_no", &new.referrer_no, &format!("≠ {}", new.member_no)));
        }
        if context.lookups.referrer_unknown {
            return Err(Refusal::UnknownMember { member_no: new.referrer_no.clone() });
        }
    }
    Ok(())
}

fn shared(context: &PlanContext<'_>) -> Vec<Warning> {
    let shared = context.lookups.shared.iter();
    shared.map(|(field, no)| Warning::SharedContact { field: field.clone(), member_no: no.clone() }).collect()
}
