//! Points by hand: adjustments and redemptions.

use super::context::PlanContext;
use super::draft::PlanDraft;
use super::intent::Intent;
use super::outcome::{Plan, Refusal, Warning};
use super::{limits, status, words};
use crate::domain::day::Day;
use crate::domain::fact::{FactKind, History};
use crate::domain::num::{LIMIT, MemberId, OpSeq, Points};
use crate::domain::program::Programs;

/// Points up or down. A credit can be spent at once and ends by the programme's policy, counted from today.
pub(super) fn adjust(
    context: &PlanContext<'_>,
    member: MemberId,
    delta: Points,
    reason: String,
    note: Option<String>,
    reference: Option<String>,
) -> Result<Plan, Refusal> {
    status::is_active(context, context.subject(member)?)?;
    if delta == Points::ZERO || !(-LIMIT..=LIMIT).contains(&delta.0) {
        return Err(Refusal::BadAmount { points: delta });
    }
    words::check_reason(context.program(), &reason, note.as_deref())?;
    words::check_line("reference", reference.as_deref().unwrap_or_default())?;
    let intent = Intent::Adjust { member, delta, reason, note, reference: reference.clone() };
    let mut draft = PlanDraft::new(context, intent);
    let last_day = context.program().points.expiry.last_day(draft.today);
    let fact = draft.fact(member, FactKind::Adjust, delta);
    fact.reference = reference;
    fact.expires_on = if delta.0 > 0 { last_day } else { None };
    draft.counted = Some(limits::count(context, delta));
    draft.warnings.extend(context.lookups.repeat.map(|(op, at)| Warning::LooksLikeRepeat { op, at }));
    spent(draft, delta)
}

pub(super) fn redeem(
    context: &PlanContext<'_>,
    member: MemberId,
    points: Points,
    reward: String,
    reference: Option<String>,
) -> Result<Plan, Refusal> {
    status::is_active(context, context.subject(member)?)?;
    if !(1..=LIMIT).contains(&points.0) {
        return Err(Refusal::BadAmount { points });
    }
    words::check_line("reward", &reward)?;
    if reward.is_empty() {
        return Err(words::bad("reward", "", &format!("1…{}", words::TEXT_MAX)));
    }
    words::check_line("reference", reference.as_deref().unwrap_or_default())?;
    let intent = Intent::Redeem { member, points, reward, reference: reference.clone() };
    let mut draft = PlanDraft::new(context, intent);
    let debit = Points(-points.0);
    draft.fact(member, FactKind::Redeem, debit).reference = reference;
    spent(draft, debit)
}

/// Finishes a plan that moves points; a debit must find lots, and so must every later one.
fn spent(draft: PlanDraft<'_>, delta: Points) -> Result<Plan, Refusal> {
    let around = draft.fold()?;
    let missing = around.iter().map(|a| a.overdrawn().0).fold(0, i64::saturating_add);
    if delta.0 < 0 && missing > 0 {
        let asked = Points(delta.0.saturating_neg());
        let spendable = Points(asked.0.saturating_sub(missing).max(0));
        return Err(Refusal::NotEnough { asked, spendable, missing: Points(missing) });
    }
    Ok(draft.finish(&around))
}

/// The newest operation today that adjusted this member by as much and stands: the adjustment looks like a repeat of it.
pub fn earlier_like_it(history: &History, delta: Points, programs: &Programs, today: Day) -> Option<OpSeq> {
    let zone = programs.zone();
    let like = history.facts.iter().filter(|f| {
        let same = f.kind == FactKind::Adjust && f.link.is_none() && f.points == delta;
        let stands = !history.facts.iter().any(|other| other.kind == FactKind::Adjust && other.link == Some(f.id));
        same && stands && zone.day_of(f.at) == today
    });
    like.max_by_key(|f| f.id).map(|f| f.op)
}
