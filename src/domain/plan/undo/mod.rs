//! An operation that reverses another: a linked counter-entry, itself visible and, for most kinds, itself reversible.

mod import;

pub use import::dependents;

use super::context::{PlanContext, Reversal, Subject};
use super::draft::PlanDraft;
use super::intent::Intent;
use super::outcome::{Plan, Refusal, Warning};
use super::{feedback, fields, limits, merge, profile, status, words};
use crate::domain::fact::{Event, EventKind, Fact, FactKind, Status};
use crate::domain::fold::view::{EntryKind, LedgerEntry};
use crate::domain::num::{FactId, MemberId, OpSeq, Points};
use crate::domain::operation::OpKind;
use uuid::Uuid;

/// What reverses an operation, or why nothing does.
pub(super) fn undo(context: &PlanContext<'_>, op: Uuid, reason: Option<String>) -> Result<Plan, Refusal> {
    let Some(reversal) = &context.reversal else { return Err(Refusal::UnknownOperation { op: op.to_string() }) };
    words::check_optional_reason(context.program(), reason.as_deref(), None)?;
    if reversal.voids || reversal.reversed_by.is_some() && reversal.batch.is_some() {
        return Err(Refusal::ImportAgain);
    }
    if let Some(by) = reversal.reversed_by {
        return Err(Refusal::AlreadyReversed { by: by.to_string() });
    }
    let mut draft = PlanDraft::new(context, Intent::Undo { op, reason });
    draft.reverses = Some(reversal.seq);
    if let Some(batch) = &reversal.batch {
        return import::void(draft, batch);
    }
    if !reversal.facts.is_empty() {
        return points(draft, context, reversal);
    }
    match reversal.events.first() {
        Some(event) => by_event(draft, context, reversal, event),
        None => Err(irreversible(reversal.kind)),
    }
}

fn irreversible(kind: OpKind) -> Refusal {
    Refusal::Irreversible { kind: kind.word().to_owned() }
}

fn by_event(
    draft: PlanDraft<'_>,
    context: &PlanContext<'_>,
    reversal: &Reversal,
    event: &Event,
) -> Result<Plan, Refusal> {
    match &event.kind {
        EventKind::Enrol { .. } => enrolment(draft, context, event.member),
        EventKind::Profile { .. } => edit(draft, context, reversal, event),
        EventKind::Status { to } => status_change(draft, context, reversal, event, *to),
        EventKind::Override { .. } => tier(draft, context, event.member, event.id, false),
        EventKind::OverrideAgain { of } => tier(draft, context, event.member, *of, false),
        EventKind::OverrideEnd { of } => tier(draft, context, event.member, *of, true),
        EventKind::Absorb { .. } | EventKind::MergedInto { .. } => {
            let pair = merge::pair_of(context, event).ok_or(Refusal::NotMerged)?;
            merge::take_away(draft, context, pair)
        }
        EventKind::Unmerge { .. } => Err(irreversible(OpKind::Unmerge)),
        EventKind::Erase => Err(irreversible(OpKind::Erase)),
        EventKind::Feedback { .. }
        | EventKind::FeedbackCounts { .. }
        | EventKind::Case { .. }
        | EventKind::CaseCounts { .. } => feedback::reverse(draft, context, event),
        EventKind::TierImport { .. } => Err(irreversible(OpKind::Import)),
    }
}

/// A counter-entry for each fact. A debit's points go back to the lots they came from; a credit must still be whole.
fn points<'a>(mut draft: PlanDraft<'a>, context: &PlanContext<'a>, reversal: &Reversal) -> Result<Plan, Refusal> {
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

/// Enrolling is reversed by closing: the number stays taken.
fn enrolment(mut draft: PlanDraft<'_>, context: &PlanContext<'_>, member: MemberId) -> Result<Plan, Refusal> {
    status::allowed(context, context.subject(member)?, &[Status::Active, Status::Frozen])?;
    draft.event(Some(member), EventKind::Status { to: Status::Closed });
    let around = draft.fold()?;
    draft.warnings.extend(around.iter().filter_map(|one| status::points_left(one.snapshots(context).0.as_ref())));
    Ok(draft.finish(&around))
}

/// Fields go back to what they were, each only where nothing has changed it since.
fn edit(draft: PlanDraft<'_>, context: &PlanContext<'_>, reversal: &Reversal, event: &Event) -> Result<Plan, Refusal> {
    let subject = context.subject(event.member)?;
    status::allowed(context, subject, &[Status::Active, Status::Frozen])?;
    let secret = reversal.secret.as_ref();
    // An import keeps no profile from before it.
    let Some((before, after)) = secret.and_then(|s| Some((s.before.as_ref()?, s.after.as_ref()?))) else {
        return Err(irreversible(reversal.kind));
    };
    let mut profile = subject.profile.clone();
    for field in fields::changed(before, after) {
        if fields::get(&profile, field) != fields::get(after, field) {
            let is_edit = |e: &&Event| matches!(e.kind, EventKind::Profile { .. });
            return Err(depended_on(reversal, subject, event.id, is_edit));
        }
        fields::copy(field, before, &mut profile);
    }
    if profile == subject.profile {
        return Err(Refusal::NoChange);
    }
    profile::write(draft, event.member, &subject.profile, profile)
}

/// The status that stood before; only while no other change of status came after.
fn status_change(
    mut draft: PlanDraft<'_>,
    context: &PlanContext<'_>,
    reversal: &Reversal,
    event: &Event,
    to: Status,
) -> Result<Plan, Refusal> {
    let subject = context.subject(event.member)?;
    let is_status = |e: &&Event| matches!(e.kind, EventKind::Status { .. });
    if subject.history.events.iter().filter(is_status).any(|e| e.id > event.id) {
        return Err(depended_on(reversal, subject, event.id, is_status));
    }
    status::allowed(context, subject, &[to])?;
    let back = status::before(context, &subject.history, event.id)?;
    draft.event(Some(event.member), EventKind::Status { to: back });
    let around = draft.fold()?;
    if back == Status::Closed {
        draft.warnings.extend(around.iter().filter_map(|one| status::points_left(one.snapshots(context).0.as_ref())));
    }
    Ok(draft.finish(&around))
}

/// Ends an override, or lets one that was ended be in force again.
fn tier(
    mut draft: PlanDraft<'_>,
    context: &PlanContext<'_>,
    member: MemberId,
    of: FactId,
    again: bool,
) -> Result<Plan, Refusal> {
    let subject = context.subject(member)?;
    status::is_active(context, subject)?;
    let set = subject.history.events.iter().find(|e| e.id == of);
    if let Some(EventKind::Override { until, .. }) = set.map(|e| &e.kind)
        && *until < draft.today
    {
        return Err(Refusal::NoChange);
    }
    let kind = if again { EventKind::OverrideAgain { of } } else { EventKind::OverrideEnd { of } };
    draft.event(Some(member), kind);
    let around = draft.fold()?;
    Ok(draft.finish(&around))
}

/// Refused because of the later events of a kind, newest first.
fn depended_on(reversal: &Reversal, subject: &Subject, after: FactId, is_kind: impl Fn(&&Event) -> bool) -> Refusal {
    let later = subject.history.events.iter().filter(is_kind).filter(|e| e.id > after);
    let ops: Vec<OpSeq> = later.map(|e| e.op).collect();
    let named = reversal.later.iter().filter(|(seq, _)| ops.contains(seq));
    Refusal::DependedOn { ops: named.map(|(_, id)| id.to_string()).collect() }
}
