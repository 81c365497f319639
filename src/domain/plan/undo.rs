//! An operation that reverses another: a linked counter-entry, itself visible and, for most kinds, itself reversible.

use super::context::{Batch, Context, Reversal, Subject};
use super::draft::Draft;
use super::intent::Intent;
use super::outcome::{Plan, Refusal, Warning};
use super::{fields, limits, merge, profile, status, words};
use crate::domain::answer::OpKind;
use crate::domain::fact::{Event, EventKind, Fact, FactKind, Status};
use crate::domain::fold::view::EntryKind;
use crate::domain::num::{FactId, OpSeq, Points};
use uuid::Uuid;

/// What reverses an operation, or why nothing does.
pub(super) fn undo(context: &Context<'_>, op: Uuid, reason: Option<String>) -> Result<Plan, Refusal> {
    let Some(reversal) = &context.reversal else { return Err(Refusal::UnknownOperation { op: op.to_string() }) };
    words::maybe_reasoned(context.program(), reason.as_deref(), None)?;
    if let Some(by) = reversal.reversed_by {
        return Err(Refusal::AlreadyReversed { by: by.to_string() });
    }
    let mut draft = Draft::new(context, Intent::Undo { op, reason });
    draft.reverses = Some(reversal.seq);
    if let Some(batch) = &reversal.batch {
        return import(draft, batch);
    }
    if !reversal.facts.is_empty() {
        return points(draft, context, reversal);
    }
    match reversal.events.first() {
        Some(_) if reversal.voids => Err(irreversible(OpKind::Import)),
        Some(event) => by_event(draft, context, reversal, event),
        None => Err(irreversible(reversal.kind)),
    }
}

fn irreversible(kind: OpKind) -> Refusal {
    Refusal::Irreversible { kind: kind.word().to_owned() }
}

fn by_event(draft: Draft<'_>, context: &Context<'_>, reversal: &Reversal, event: &Event) -> Result<Plan, Refusal> {
    match &event.kind {
        EventKind::Enrol { .. } => enrolment(draft, context, event),
        EventKind::Profile { .. } => edit(draft, context, reversal, event),
        EventKind::Status { to } => status_change(draft, context, reversal, event, *to),
        EventKind::Override { .. } => tier(draft, context, event, event.id, false),
        EventKind::OverrideAgain { of } => tier(draft, context, event, *of, false),
        EventKind::OverrideEnd { of } => tier(draft, context, event, *of, true),
        EventKind::Absorb { .. } | EventKind::MergedInto { .. } => {
            draft_unmerge(draft, context, event)
        }
        EventKind::Unmerge { .. } => Err(irreversible(OpKind::Unmerge)),
        EventKind::Erase => Err(irreversible(OpKind::Erase)),
        EventKind::TierImport { .. } => Err(irreversible(OpKind::Import)),
    }
}

/// A counter-entry for each fact. A debit's points go back to the lots they came from; a credit must still be whole.
fn points<'a>(mut draft: Draft<'a>, context: &Context<'a>, reversal: &Reversal) -> Result<Plan, Refusal> {
    let mut counted = Points::ZERO;
    for fact in &reversal.facts {
        let subject = context.subject(fact.member)?;
        status::is_active(context, subject)?;
        let (kind, by_limits) = counter_kind(fact).ok_or_else(|| irreversible(reversal.kind))?;
        let points = counter_points(&draft, fact)?;
        draft.fact(fact.member, kind, points).link = Some(fact.id);
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

/// What answers a fact, and whether that counts against the limits.
fn counter_kind(fact: &Fact) -> Option<(FactKind, bool)> {
    match fact.kind {
        FactKind::Adjust => Some((FactKind::Adjust, true)),
        FactKind::Redeem => Some((FactKind::RedeemReturn, false)),
        FactKind::RedeemReturn => Some((FactKind::Redeem, false)),
        FactKind::Sale | FactKind::Refund | FactKind::Opening | FactKind::Bonus => None,
    }
}
