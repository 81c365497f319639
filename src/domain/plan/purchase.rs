//! Purchases that were taken back or moved: what an undo takes out of every fold whole, and lets count again.

use super::context::{PlanContext, Reversal, Subject};
use super::draft::{PlanBody, PlanDraft};
use super::outcome::Refusal;
use super::status;
use crate::domain::fact::{Fact, FactKind, History, Status};
use crate::domain::num::{FactId, OpSeq, Points};
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
