//! Two members whose records were merged: finding the pair, and parting it.

use super::context::{PlanContext, Subject};
use super::draft::{PlanBody, PlanDraft};
use super::outcome::Refusal;
use super::status;
use crate::domain::day::Instant;
use crate::domain::fact::{Event, EventKind, History};
use crate::domain::fold::fold;
use crate::domain::num::{FactId, MemberId, OpSeq, Points};

/// A merge that stands, seen from both sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    op: OpSeq,
    at: Instant,
    survivor: MemberId,
    absorb: FactId,
    other: MemberId,
    merged_into: FactId,
}

/// Drafts the end of a merge and checks that nobody is overdrawn by it: each side may owe at most what it owed when they met.
pub fn part(mut draft: PlanDraft<'_>, context: &PlanContext<'_>, pair: Pair) -> Result<PlanBody, Refusal> {
    status::is_active(context, context.subject(pair.survivor)?)?;
    draft.reverses = Some(pair.op);
    draft.event(Some(pair.survivor), EventKind::Unmerge { of: pair.absorb, other: pair.other });
    draft.event(Some(pair.other), EventKind::Unmerge { of: pair.merged_into, other: pair.survivor });
    let around = draft.fold()?;
    let mut missing: i64 = 0;
    for one in &around {
        let Some(subject) = one.subject else { continue };
        let before = owed_when_they_met(context, subject, pair)?;
        let after = one.snapshots(context).1.points.deficit.0;
        missing = missing.saturating_add(after.saturating_sub(before).max(0));
    }
    if missing > 0 {
        return Err(Refusal::WouldOverdraw { missing: Points(missing) });
    }
    Ok(draft.finish(&around))
}

/// The deficit of one side just before a merge.
fn owed_when_they_met(context: &PlanContext<'_>, subject: &Subject, pair: Pair) -> Result<i64, Refusal> {
    let (history, met) = (&subject.history, pair.at);
    let own = context.programs.file();
    let merge = if history.member == pair.survivor { pair.absorb } else { pair.merged_into };
    let place = |at: Instant, event: FactId| (at, event.joined(own));
    let earlier = History {
        member: history.member,
        facts: history.facts.iter().filter(|f| f.at < met).cloned().collect(),
        events: history.events.iter().filter(|e| place(e.at, e.id) < place(met, merge)).cloned().collect(),
        absorbed: history.absorbed.clone(),
        at_survivor: history.at_survivor_where(|f| f.at < met),
    };
    let folded =
        fold(&earlier, context.programs, context.programs.zone().day_of(met)).map_err(|_| Refusal::TooLarge)?;
    Ok(folded.state.snapshot(context.programs).points.deficit.0)
}

/// Members whose files have joined this one and are still joined, with those that had joined them.
pub fn joined(history: &History) -> Vec<MemberId> {
    let still = history.joined_at(Instant(i64::MAX));
    still.flat_map(|file| std::iter::once(file.member).chain(joined(file))).collect()
}

/// The other member of the newest merge that stands: whom a plan to take it away has to know too.
pub fn partner(history: &History) -> Option<MemberId> {
    newest_standing(history)?.kind.other_member()
}

/// The newest merge of a member that stands, given as either of the pair.
pub fn standing(context: &PlanContext<'_>, subject: &Subject) -> Option<Pair> {
    of_event(context, newest_standing(&subject.history)?)
}

fn newest_standing(history: &History) -> Option<&Event> {
    let merges = history.events.iter().filter(|e| {
        let merge = matches!(e.kind, EventKind::Absorb { .. } | EventKind::MergedInto { .. });
        merge && history.taken_away_at(e.id).is_none()
    });
    merges.max_by_key(|e| (e.at, e.id))
}

/// The pair that an `Absorb` or `MergedInto` event belongs to; the other side has the event of the same operation.
pub fn of_event(context: &PlanContext<'_>, event: &Event) -> Option<Pair> {
    let (op, at) = (event.op, event.at);
    if let EventKind::Absorb { from } = event.kind {
        let merged_into = other_side(context, from, op)?;
        return Some(Pair { op, at, survivor: event.member, absorb: event.id, other: from, merged_into });
    }
    let EventKind::MergedInto { into } = event.kind else { return None };
    let absorb = other_side(context, into, op)?;
    Some(Pair { op, at, survivor: into, absorb, other: event.member, merged_into: event.id })
}

/// Whom an `Unmerge` event parted: who had been kept, and who had joined.
pub fn parted_by(context: &PlanContext<'_>, event: &Event) -> Option<(MemberId, MemberId)> {
    let EventKind::Unmerge { of, other } = event.kind else { return None };
    let merges = &context.subject(event.member).ok()?.history.events;
    let was_kept = matches!(merges.iter().find(|e| e.id == of)?.kind, EventKind::Absorb { .. });
    Some(if was_kept { (event.member, other) } else { (other, event.member) })
}

fn other_side(context: &PlanContext<'_>, member: MemberId, op: OpSeq) -> Option<FactId> {
    let history = &context.subject(member).ok()?.history;
    let merges = |e: &&Event| matches!(e.kind, EventKind::Absorb { .. } | EventKind::MergedInto { .. });
    history.events.iter().filter(merges).find(|e| e.op == op).map(|e| e.id)
}
