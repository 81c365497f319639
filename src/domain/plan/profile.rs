//! A profile wished for: what must be looked up for it, what its fields can't tell each alone, and writing it.

use super::context::PlanContext;
use super::draft::{PlanBody, PlanDraft};
use super::fields;
use super::lookup::{KnownStore, Lookup};
use super::outcome::{Refusal, Warning};
use super::words::bad;
use crate::domain::day::Day;
use crate::domain::fact::EventKind;
use crate::domain::member::{Profile, ProfileField};
use crate::domain::num::MemberId;
use crate::domain::plausible::{UnlikelyField, unlikely_fields};

/// Looks up what the file tells about the fields wished for. `member` is the one whose profile it is, once it has one.
pub fn look_up<L: Lookup>(
    file: &L,
    context: &mut PlanContext<'_>,
    wished: &Profile,
    old: &Profile,
    member: Option<MemberId>,
) -> Result<(), L::Error> {
    let referrer = wished.referrer_no.trim();
    let lookups = &mut context.lookups;
    lookups.referrer_unknown =
        !referrer.is_empty() && referrer != old.referrer_no && file.member_of(referrer)?.is_none();
    let store = wished.store.trim();
    if !store.is_empty() && store != old.store {
        context.lookups.unknown_store = match file.store_known(store)? {
            KnownStore::Known => None,
            KnownStore::Unknown { nearest } => Some(nearest),
        };
    }
    let lookups = &mut context.lookups;
    for field in [ProfileField::Phone, ProfileField::Email] {
        // What can't be read is refused by the plan itself.
        let mut normal = Profile::default();
        let readable = fields::set(&mut normal, field, &wished.text(field)).is_ok();
        let value = normal.text(field);
        if readable && !value.is_empty() && value != old.text(field) {
            let others = file.sharing(field, &value, member)?;
            lookups.shared.extend(others.into_iter().map(|no| (field, no)));
        }
    }
    Ok(())
}

/// Drafts the change of a profile.
pub fn write(mut draft: PlanDraft<'_>, member: MemberId, old: &Profile, new: Profile) -> Result<PlanBody, Refusal> {
    draft.event(Some(member), EventKind::Profile { profile: String::new() });
    draft.fields = fields::shown(old, &new);
    draft.profile_before = Some(old.clone());
    draft.profile = Some((Some(member), new));
    draft.folded()
}

/// What the fields of a form can't tell each alone.
pub fn check(context: &PlanContext<'_>, new: &Profile, old: &Profile, today: Day) -> Result<(), Refusal> {
    let days =
        [(ProfileField::Birthday, new.birthday, old.birthday), (ProfileField::JoinedOn, new.joined_on, old.joined_on)];
    for (field, is, was) in days {
        if let Some(day) = is.filter(|day| is != was && *day > today) {
            return Err(bad(field.word(), &day.to_string(), &format!("…{today}")));
        }
    }
    if !new.referrer_no.is_empty() && new.referrer_no != old.referrer_no {
        if new.referrer_no == new.member_no {
            return Err(bad(ProfileField::ReferrerNo.word(), &new.referrer_no, &format!("≠ {}", new.member_no)));
        }
        if context.lookups.referrer_unknown {
            return Err(Refusal::UnknownMember { member_no: new.referrer_no.clone() });
        }
    }
    Ok(())
}

/// The warnings about fields that change: values that are unlikely, and a phone or e-mail that others have.
pub fn warnings(context: &PlanContext<'_>, new: &Profile, old: &Profile) -> Vec<Warning> {
    let unlikely = unlikely_fields(new, old, context.today()).into_iter();
    let mut warnings: Vec<Warning> = unlikely
        .map(|field| match field {
            UnlikelyField::Phone { digits } => Warning::UnlikelyPhone { digits },
            UnlikelyField::Consent { purpose } => Warning::UnlikelyConsent { purpose },
            UnlikelyField::Birthday { birthday } => Warning::UnlikelyBirthday { birthday },
        })
        .collect();
    if let Some(nearest) = &context.lookups.unknown_store {
        warnings.push(Warning::UnknownStore { store: new.store.clone(), nearest: nearest.clone() });
    }
    let shared = context.lookups.shared.iter();
    warnings.extend(
        shared.map(|(field, no)| Warning::SharedContact { field: field.word().to_owned(), member_no: no.clone() }),
    );
    warnings
}
