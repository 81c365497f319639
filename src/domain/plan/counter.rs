//! Counter-entries: what reverses operations that moved points.

use super::context::{PlanContext, Reversal};
use super::draft::{MemberChange, PlanBody, PlanDraft};
use super::outcome::{Refusal, Warning};
use super::{limits, status};
use crate::domain::fact::{Fact, FactKind};
use crate::domain::fold::view::{EntryKind, LedgerEntry};
use crate::domain::num::{MemberId, Points};

/// A counter-entry for each fact. A debit's points go back to the lots they came from; a credit must still be whole.
pub fn reverse(mut draft: PlanDraft<'_>, context: &PlanContext<'_>, reversal: &Reversal) -> Result<PlanBody, Refusal> {
    if reversal.facts.is_empty() {
        return Err(reversal.irreversible());
    }
    let mut counted = Points::ZERO;
    for fact in &reversal.facts {
        let holder = holder(&draft, fact)?;
        status::is_active(context, context.subject(holder)?)?;
        let (kind, by_limits) = counter_kind(fact).ok_or_else(|| reversal.irreversible())?;
        let points = counter_points(&draft, fact)?;
        draft.fact(holder, kind, points).link = Some(fact.id);
        if by_limits && reversal.operator != context.operator.name {
            counted = Points(counted.0.saturating_add(points.0.saturating_abs()));
        }
    }
    if reversal.facts.iter().any(|f| f.kind == FactKind::Adjust) {
        draft.counted = Some(limits::count(context, counted));
    }
    let around = draft.fold()?;
    let missing = around.iter().map(|one| one.overdrawn().0).fold(0, i64::saturating_add);
    if missing > 0 {
        return Err(Refusal::SpentSince { missing: Points(missing) });
    }
    for one in &around {
        let (before, after) = one.snapshots(context);
        let died = before.map_or(0, |b| after.points.tally.expired.0.saturating_sub(b.points.tally.expired.0));
        if died > 0 {
            draft.warnings.push(Warning::ReturnsExpired { points: Points(died) });
        }
    }
    Ok(draft.finish(&around))
}

/// In whose file a fact stands: where it is recorded, unless points that were spent on an order have gone with that.
fn holder(draft: &PlanDraft<'_>, fact: &Fact) -> Result<MemberId, Refusal> {
    if fact.kind == FactKind::Adjust {
        return Ok(fact.member);
    }
    let around = draft.fold()?;
    let stands = |one: &&MemberChange<'_>| {
        one.before.as_ref().is_some_and(|folded| folded.trace.entries.iter().any(|entry| entry.fact == fact.id))
    };
    let subjects = || around.iter().filter(stands).filter_map(|one| one.subject).map(|subject| subject.history.member);
    let here = subjects().find(|member| *member == fact.member);
    Ok(here.or_else(|| subjects().next()).unwrap_or(fact.member))
}

/// What answers a fact, and whether that counts against the limits.
fn counter_kind(fact: &Fact) -> Option<(FactKind, bool)> {
    match fact.kind {
        FactKind::Adjust => Some((FactKind::Adjust, true)),
        FactKind::Redeem => Some((FactKind::RedeemReturn, false)),
        FactKind::RedeemReturn => Some((FactKind::Redeem, false)),
        FactKind::Sale | FactKind::Refund | FactKind::Opening | FactKind::Bonus => None,
    }
}

/// The points that answer a fact. What refunds have given back of a redemption already is not given back twice, and a
/// return takes back what it gave, not what it was meant to give.
fn counter_points(draft: &PlanDraft<'_>, fact: &Fact) -> Result<Points, Refusal> {
    if !matches!(fact.kind, FactKind::Redeem | FactKind::RedeemReturn) {
        return Ok(Points(fact.points.0.saturating_neg()));
    }
    let around = draft.fold()?;
    let entries = around.iter().filter_map(|one| one.before.as_ref()).flat_map(|f| &f.trace.entries);
    let is_redemption = fact.kind == FactKind::Redeem;
    let about = |e: &&LedgerEntry| if is_redemption { e.reverses == Some(fact.id) } else { e.fact == fact.id };
    let returned = entries.filter(|e| e.kind == EntryKind::RedeemReturn).filter(about);
    let returned = returned.map(|e| e.points.0).fold(0, i64::saturating_add);
    let left = if is_redemption { fact.points.0.saturating_neg() - returned } else { returned };
    if left <= 0 {
        return Err(Refusal::NoChange);
    }
    Ok(Points(if is_redemption { left } else { -left }))
}
