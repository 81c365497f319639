//! A tier by hand until a day.

use super::context::PlanContext;
use super::draft::PlanDraft;
use super::intent::Intent;
use super::outcome::{Plan, Refusal, Warning};
use super::{status, words};
use crate::domain::day::Day;
use crate::domain::fact::{EventKind, OverrideMode};
use crate::domain::num::MemberId;

/// The longest override, in days: a hundred years.
const LONGEST: i64 = 36_525;

pub(super) struct TierRequest {
    pub member: MemberId,
    pub tier: String,
    pub until: Day,
    pub mode: OverrideMode,
    pub reason: String,
    pub note: Option<String>,
}

/// An override from today on, both days inclusive.
pub(super) fn set(context: &PlanContext<'_>, wish: TierRequest) -> Result<Plan, Refusal> {
    let TierRequest { member, tier, until, mode, reason, note } = wish;
    status::is_active(context, context.subject(member)?)?;
    let program = context.program();
    if program.tier(&tier).is_none() {
        let known = program.tiers.iter().map(|t| t.code.clone()).collect();
        return Err(Refusal::UnknownTier { tier, known });
    }
    words::check_reason(program, &reason, note.as_deref())?;
    let from = context.today();
    if until < from {
        return Err(Refusal::DayPassed { day: until });
    }
    let longest = from.plus_days(LONGEST);
    if until > longest {
        return Err(words::bad("until", &until.to_string(), &format!("{from}…{longest}")));
    }
    let intent = Intent::Override { member, tier: tier.clone(), until, mode, reason, note };
    let mut draft = PlanDraft::new(context, intent);
    draft.event(Some(member), EventKind::Override { tier, from, until, mode });
    let around = draft.fold()?;
    for one in &around {
        let (before, after) = one.snapshots(context);
        if before.is_some_and(|b| b.tier.code == after.tier.code) {
            draft.warnings.push(Warning::OverrideWithoutEffect);
        }
    }
    Ok(draft.finish(&around))
}
