//! Purchases that were taken back or moved: what an undo takes out of every fold whole, and lets count again.

use super::context::{PlanContext, Reversal, Subject};
use super::draft::{MemberChange, PlanBody, PlanDraft};
use super::outcome::{Refusal, Warning};
use super::status;
use crate::domain::fact::{Fact, FactKind, History, Status};
use crate::domain::fold::fold;
use crate::domain::fold::view::TierView;
use crate::domain::num::{FactId, OpSeq, Points};
use crate::domain::program::RefundTierRule;
use std::collections::BTreeSet;

/// Takes the facts of a void or a move out of the folds, or lets them count again.
pub fn reverse(mut draft: PlanDraft<'_>, context: &PlanContext<'_>, reversal: &Reversal) -> Result<PlanBody, Refusal> {
    if reversal.facts.is_empty() {
        return Err(reversal.irreversible());
    }
    for subject in &context.members {
        status::allowed(context, subject, &[Status::Active, Status::Frozen])?;
    }
    if !reversal.later.is_empty() {
        return Err(Refusal::DependedOn { ops: reversal.later.iter().map(|(_, id)| id.to_string()).collect() });
    }
    draft.voids = Some(reversal.seq);
    if reversal.restores() {
        if !is_there(reversal, &context.members) {
            return Err(reversal.irreversible());
        }
        draft.voided.again.clone_from(&reversal.facts);
        return draft.folded();
    }
    draft.voided.out = Some(reversal.began);
    let around = draft.fold()?;
    let missing = around.iter().map(|one| one.overdrawn().0).fold(0, i64::saturating_add);
    if missing > 0 {
        return Err(Refusal::SpentSince { missing: Points(missing) });
    }
    Ok(draft.finish(&around))
}

/// The consequence that a card keeps the tier which a purchase brought it, or the last day of it, although the purchase goes: so the
/// programme may say of refunds.
pub fn kept_tier(
    context: &PlanContext<'_>,
    around: &[MemberChange<'_>],
    purchase: &Fact,
) -> Result<Option<Warning>, Refusal> {
    let program = context.program();
    let holds = |one: &&MemberChange<'_>| {
        one.subject.is_some_and(|s| every_fact(&s.history).iter().any(|fact| fact.id == purchase.id))
    };
    let holder = around.iter().filter(holds).find(|one| one.after.state.merged_into().is_none());
    let Some((one, subject)) = holder.and_then(|one| Some((one, one.subject?))) else { return Ok(None) };
    if program.tier.on_refund != RefundTierRule::Keep {
        return Ok(None);
    }
    let without = fold(&without(&subject.history, purchase.id), context.programs, context.today());
    let without = without.map_err(|_| Refusal::TooLarge)?.state.snapshot(context.programs).tier;
    let kept = one.snapshots(context).1.tier;
    let place = |tier: &TierView| (program.tier_rank(&tier.by_facts), tier.by_facts_until);
    let Some(until) = kept.by_facts_until.filter(|_| place(&kept) > place(&without)) else { return Ok(None) };
    Ok(Some(Warning::TierKept { member_no: subject.profile.member_no.clone(), tier: kept.by_facts, until }))
}

/// A history in which a purchase and its refunds have never been.
fn without(history: &History, purchase: FactId) -> History {
    let stays = |fact: &Fact| fact.id != purchase && fact.link != Some(purchase);
    History {
        facts: history.facts.iter().filter(|fact| stays(fact)).cloned().collect(),
        absorbed: history.absorbed.iter().map(|(merge, joined)| (*merge, without(joined, purchase))).collect(),
        at_survivor: history.at_survivor_where(stays),
        events: history.events.clone(),
        member: history.member,
    }
}

/// Operations that build on a void or a move: what was done with the purchase where it is now. On their undo: what has been done
/// with the purchase since.
pub fn dependents(reversal: &Reversal, members: &[Subject]) -> BTreeSet<OpSeq> {
    let about: BTreeSet<FactId> = if reversal.restores() {
        purchases(reversal).collect()
    } else {
        reversal.facts.iter().map(|fact| fact.id).collect()
    };
    let builds = |fact: &&Fact| {
        let is_later = !reversal.restores() || fact.op > reversal.seq;
        is_later && fact.op != reversal.began && fact.link.is_some_and(|link| about.contains(&link))
    };
    members.iter().flat_map(|subject| every_fact(&subject.history)).filter(builds).map(|fact| fact.op).collect()
}

/// The purchases that it took back, or took away.
fn purchases(reversal: &Reversal) -> impl Iterator<Item = FactId> {
    let own: BTreeSet<FactId> = reversal.facts.iter().map(|fact| fact.id).collect();
    reversal.facts.iter().filter_map(|fact| fact.link).filter(move |link| !own.contains(link))
}

/// Whether the purchases still count that it took back or away.
fn is_there(reversal: &Reversal, members: &[Subject]) -> bool {
    let there: BTreeSet<FactId> =
        members.iter().flat_map(|subject| every_fact(&subject.history)).map(|fact| fact.id).collect();
    purchases(reversal).all(|purchase| there.contains(&purchase))
}

/// Every fact of a history, with those of the files that ever joined it and its refunds that are recorded elsewhere.
pub fn every_fact(history: &History) -> Vec<&Fact> {
    let joined = history.absorbed.iter().flat_map(|(_, joined)| every_fact(joined));
    let elsewhere = history.at_survivor.iter().flat_map(|(_, facts)| facts);
    history.facts.iter().chain(joined).chain(elsewhere).collect()
}

/// The refunds of a purchase, each once.
pub fn refunds_of(history: &History, purchase: FactId) -> Vec<&Fact> {
    let mut seen = BTreeSet::new();
    let is_one = |fact: &&Fact| fact.kind == FactKind::Refund && fact.link == Some(purchase);
    every_fact(history).into_iter().filter(is_one).filter(|fact| seen.insert(fact.id)).collect()
}

/// What is left of a purchase, in minor units; `None` where it has been taken back whole.
pub fn left_of(purchase: &Fact, refunds: &[&Fact]) -> Option<i64> {
    let gone = refunds.iter().map(|refund| refund.amount.0).fold(0, i64::saturating_add);
    let left = purchase.amount.0.saturating_sub(gone);
    // A purchase of nothing is taken back by a refund of nothing.
    (left > 0 || (purchase.amount.0 == 0 && refunds.is_empty())).then_some(left)
}
