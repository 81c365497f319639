//! Two files become one, and two again.

use super::context::{PlanContext, Subject};
use super::draft::PlanDraft;
use super::intent::Intent;
use super::outcome::{Plan, Refusal};
use super::{status, words};
use crate::domain::day::Instant;
use crate::domain::fact::{Event, EventKind, History, Status};
use crate::domain::fold::fold;
use crate::domain::num::{FactId, MemberId, OpSeq, Points};

/// One member's file joins another's.
pub(super) fn merge(
    context: &PlanContext<'_>,
    from: MemberId,
    into: MemberId,
    reason: String,
    note: Option<String>,
) -> Result<Plan, Refusal> {
    if from == into {
        return Err(Refusal::MergeWithItself);
    }
    status::is_active(context, context.subject(from)?)?;
    let survivor = context.subject(into)?;
    let partner = status::of(context, &survivor.history)?;
    if partner != Status::Active {
        return Err(Refusal::MergePartner { member_no: survivor.profile.member_no.clone(), status: partner });
    }
    words::check_reason(context.program(), &reason, note.as_deref())?;
    let mut draft = PlanDraft::new(context, Intent::Merge { from, into, reason, note });
    draft.event(Some(into), EventKind::Absorb { from });
    draft.event(Some(from), EventKind::MergedInto { into });
    let around = draft.fold()?;
    Ok(draft.finish(&around))
}

/// A merge that stands, seen from both sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair {
    pub op: OpSeq,
    pub at: Instant,
    pub survivor: MemberId,
    pub absorb: FactId,
    pub other: MemberId,
    pub merged_into: FactId,
}

/// The newest merge of this member is taken away again.
pub(super) fn unmerge(context: &PlanContext<'_>, member: MemberId, reason: Option<String>) -> Result<Plan, Refusal> {
    words::check_optional_reason(context.program(), reason.as_deref(), None)?;
    let pair = standing_pair(context, context.subject(member)?).ok_or(Refusal::NotMerged)?;
    let mut draft = PlanDraft::new(context, Intent::Unmerge { member, reason });
    draft.reversible = false;
    take_away(draft, context, pair)
}

/// Drafts the end of a merge and checks that nobody is overdrawn by it: each side may owe at most what it owed when they met.
pub(super) fn take_away(mut draft: PlanDraft<'_>, context: &PlanContext<'_>, pair: Pair) -> Result<Plan, Refusal> {
    status::is_active(context, context.subject(pair.survivor)?)?;
    draft.reverses = Some(pair.op);
    draft.event(Some(pair.survivor), EventKind::Unmerge { of: pair.absorb, other: pair.other });
    draft.event(Some(pair.other), EventKind::Unmerge { of: pair.merged_into, other: pair.survivor });
    let around = draft.fold()?;
    let mut missing: i64 = 0;
    for one in &around {
        let Some(subject) = one.subject else { continue };
        let before = owed_when_they_met(context, subject, pair.at)?;
        let after = one.snapshots(context).1.points.deficit.0;
        missing = missing.saturating_add(after.saturating_sub(before).max(0));
    }
    if missing > 0 {
        return Err(Refusal::WouldOverdraw { missing: Points(missing) });
    }
    Ok(draft.finish(&around))
}

/// The deficit of one side just before a merge.
fn owed_when_they_met(context: &PlanContext<'_>, subject: &Subject, met: Instant) -> Result<i64, Refusal> {
    let history = &subject.history;
    let earlier = History {
        member: history.member,
        facts: history.facts.iter().filter(|f| f.at < met).cloned().collect(),
        events: history.events.iter().filter(|e| e.at < met).cloned().collect(),
        absorbed: history.absorbed.clone(),
    };
    let folded =
        fold(&earlier, context.programs, context.programs.zone().day_of(met)).map_err(|_| Refusal::TooLarge)?;
    Ok(folded.state.snapshot(context.programs).points.deficit.0)
}

/// Members whose files have joined this one and are still joined, with those that had joined them.
pub fn joined(history: &History) -> Vec<MemberId> {
    let mut out = Vec::new();
    for (absorb, file) in &history.absorbed {
        if !is_taken_away(history, *absorb) {
            out.push(file.member);
            out.extend(joined(file));
        }
    }
    out
}

/// The other member of the newest merge that stands: whom a plan to take it away has to know too.
pub fn partner(history: &History) -> Option<MemberId> {
    match newest_standing(history)?.kind {
        EventKind::Absorb { from } => Some(from),
        EventKind::MergedInto { into } => Some(into),
        _ => None,
    }
}

/// The newest merge of a member that stands, given as either of the pair.
fn standing_pair(context: &PlanContext<'_>, subject: &Subject) -> Option<Pair> {
    pair_of(context, newest_standing(&subject.history)?)
}

fn newest_standing(history: &History) -> Option<&Event> {
    let merges = history.events.iter().filter(|e| {
        let merge = matches!(e.kind, EventKind::Absorb { .. } | EventKind::MergedInto { .. });
        merge && !is_taken_away(history, e.id)
    });
    merges.max_by_key(|e| (e.at, e.id))
}

/// The pair that an `Absorb` or `MergedInto` event belongs to; the other side has the event of the same operation.
pub(super) fn pair_of(context: &PlanContext<'_>, event: &Event) -> Option<Pair> {
    match event.kind {
        EventKind::Absorb { from } => {
            let other = other_side(context, from, event.op)?;
            Some(Pair {
                op: event.op,
                at: event.at,
                survivor: event.member,
                absorb: event.id,
                other: from,
                merged_into: other,
            })
        }
        EventKind::MergedInto { into } => {
            let absorb = other_side(context, into, event.op)?;
            Some(Pair {
                op: event.op,
                at: event.at,
                survivor: into,
                absorb,
                other: event.member,
                merged_into: event.id,
            })
        }
        _ => None,
    }
}

fn other_side(context: &PlanContext<'_>, member: MemberId, op: OpSeq) -> Option<FactId> {
    let history = &context.subject(member).ok()?.history;
    let merges = |e: &&Event| matches!(e.kind, EventKind::Absorb { .. } | EventKind::MergedInto { .. });
    history.events.iter().filter(merges).find(|e| e.op == op).map(|e| e.id)
}

/// Whether a merge has been taken away again.
pub(super) fn is_taken_away(history: &History, merge: FactId) -> bool {
    history.events.iter().any(|e| matches!(e.kind, EventKind::Unmerge { of, .. } if of == merge))
}
