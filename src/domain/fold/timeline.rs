//! What happened to a member, in order.

use crate::domain::counts::{CountsChange, uncounted};
use crate::domain::day::Instant;
use crate::domain::fact::{Event, EventKind, Fact, FactPosition, History};
use crate::domain::num::{FactId, FileNumber, MemberId};
use crate::domain::parted::Belongings;
use std::collections::HashSet;

/// One thing that happens to a member.
pub(super) enum HistoryItem<'a> {
    Fact(&'a Fact),
    Event(&'a Event),
    /// A refund of a day without a time, and what was spent on its order later that day: it takes effect behind that.
    Deferred(&'a Fact, &'a Fact),
    /// Another file, with what happened to it before it joins.
    Join(&'a Event, Vec<HistoryItem<'a>>),
}

impl HistoryItem<'_> {
    pub fn at(&self) -> Instant {
        match self {
            Self::Fact(fact) | Self::Deferred(_, fact) => fact.at,
            Self::Event(event) | Self::Join(event, _) => event.at,
        }
    }

    pub fn place(&self, own: FileNumber) -> FactPosition<&str> {
        match self {
            Self::Fact(fact) | Self::Deferred(_, fact) => fact.order_key(own),
            Self::Event(event) | Self::Join(event, _) => event.order_key(own),
        }
    }
}

/// The events up to an instant that no later one, up to the same instant, has taken out of the fold.
pub fn counting_events(history: &History, cutoff: Instant, own: FileNumber) -> impl Iterator<Item = &Event> {
    let events = move || history.events.iter().filter(move |e| e.at <= cutoff);
    let out = uncounted(events().filter_map(|e| {
        let (of, counts) = e.kind.counts_change()?;
        Some(CountsChange { place: (e.at, e.id.joined(own)), of, counts })
    }));
    events().filter(move |e| {
        let is_out = e.kind.can_be_uncounted() && out.contains(&e.id);
        !is_out && !matches!(e.kind, EventKind::Counts { .. })
    })
}

/// Refunds of a file that joins another one, as that other one sees them.
#[derive(Default)]
struct JoinedRefunds<'a> {
    /// Those recorded on the other one, of purchases of the file itself.
    lent: Vec<&'a Fact>,
    /// Those that count in the other one already, or in another file that has joined it.
    claimed: Vec<FactId>,
    /// The merges by which members have ever joined those that this file has joined, or one of theirs: what came late by one belongs to the
    /// member's number, whichever file that came with.
    joins: Vec<(MemberId, FactId)>,
}

impl JoinedRefunds<'_> {
    fn is_empty(&self) -> bool {
        self.lent.is_empty() && self.claimed.is_empty()
    }
}

/// What happened to the member itself. Once its file has gone on elsewhere, what comes later is counted there, in whatever file it was
/// recorded.
pub(super) fn own_timeline(history: &History, cutoff: Instant, own: FileNumber) -> Vec<HistoryItem<'_>> {
    let mut items = timeline(history, cutoff, own, &JoinedRefunds::default());
    let leaves = |item: &HistoryItem<'_>| matches!(item, HistoryItem::Event(e) if matches!(e.kind, EventKind::MergedInto { .. }));
    if let Some(end) = items.iter().rposition(leaves) {
        let mut place = 0;
        items.retain(|item| {
            place += 1;
            place <= end || !matches!(item, HistoryItem::Fact(_))
        });
    }
    items
}

/// The facts that count in a member's file by now: its own, and those of the files that have joined it.
pub fn held_facts(history: &History, own: FileNumber) -> Vec<&Fact> {
    if history.absorbed.is_empty() && history.at_survivor.is_empty() {
        return history.facts.iter().collect();
    }
    let mut found = Vec::new();
    let mut items = timeline(history, Instant(i64::MAX), own, &JoinedRefunds::default());
    while let Some(item) = items.pop() {
        match item {
            HistoryItem::Fact(fact) | HistoryItem::Deferred(_, fact) => found.push(fact),
            HistoryItem::Event(_) => {}
            HistoryItem::Join(_, before) => items.extend(before),
        }
    }
    found
}

/// What happened up to an instant, in order. What is recorded on a member that joined continues here after the merge. A refund goes
/// with its purchase, before a merge and once it is taken away.
fn timeline<'a>(
    history: &'a History,
    cutoff: Instant,
    own: FileNumber,
    refunds: &JoinedRefunds<'a>,
) -> Vec<HistoryItem<'a>> {
    let unmerged = |e: &Event| if let EventKind::Unmerge { of, .. } = e.kind { Some(of) } else { None };
    let taken_away: Vec<FactId> = history.events.iter().filter(|e| e.at <= cutoff).filter_map(unmerged).collect();
    let is_parted = |id: &FactId| taken_away.contains(id);
    let (with_sale, facts) = shared(history, cutoff, &taken_away, refunds);
    // Each of them counts in one file only, also where the one on which it is recorded has joined this one the other way round.
    let held = facts.iter().chain(&with_sale).filter(|f| f.member != history.member);
    let joins: Vec<(MemberId, FactId)> = refunds.joins.iter().copied().chain(history.joins()).collect();
    let claimed: Vec<FactId> = refunds.claimed.iter().copied().chain(held.map(|f| f.id)).collect();
    let mut items: Vec<HistoryItem<'_>> = facts.into_iter().map(HistoryItem::Fact).collect();
    for event in counting_events(history, cutoff, own).filter(|e| !is_parted(&e.id)) {
        match history.absorbed.iter().find(|(id, _)| *id == event.id) {
            Some((_, other)) => {
                let lent = lent_to(other, history, &with_sale, &joins);
                let lent_ids: HashSet<FactId> = lent.iter().map(|f| f.id).collect();
                let claimed = claimed.iter().copied().filter(|id| !lent_ids.contains(id)).collect();
                let refunds = JoinedRefunds { lent, claimed, joins: joins.clone() };
                let (before, after) = split_at(timeline(other, cutoff, own, &refunds), event, own);
                items.push(HistoryItem::Join(event, before));
                items.extend(after.into_iter().filter(|item| matches!(item, HistoryItem::Fact(_))));
            }
            None => items.push(HistoryItem::Event(event)),
        }
    }
    items.sort_by(|a, b| a.place(own).cmp(&b.place(own)));
    items
}

/// What of the facts that belong to files that joined belongs to one of them.
fn lent_to<'a>(
    other: &History,
    within: &History,
    with_sale: &[&'a Fact],
    joins: &[(MemberId, FactId)],
) -> Vec<&'a Fact> {
    if with_sale.is_empty() {
        return Vec::new();
    }
    // Whatever merge it was that brought them here first: they go with their file.
    let theirs = Belongings::of_file(other, joins_among(joins, &other.ever()), within.member, with_sale);
    let theirs = theirs.with_spent(within.spent_on_those_of(other, &Belongings::default(), with_sale));
    with_sale.iter().copied().filter(|f| theirs.hold(f)).collect()
}

/// The merges by which some members joined.
fn joins_among(joins: &[(MemberId, FactId)], members: &HashSet<MemberId>) -> Vec<FactId> {
    joins.iter().filter(|(member, _)| members.contains(member)).map(|(_, merge)| *merge).collect()
}

/// The facts up to an instant: those that belong to files that have ever joined this one, and all others.
fn shared<'a>(
    history: &'a History,
    cutoff: Instant,
    taken_away: &[FactId],
    refunds: &JoinedRefunds<'a>,
) -> (Vec<&'a Fact>, Vec<&'a Fact>) {
    let facts = history.facts.iter().filter(|f| f.at <= cutoff);
    if history.absorbed.is_empty() && history.at_survivor.is_empty() && refunds.is_empty() {
        return (Vec::new(), facts.collect());
    }
    let mut joined: HashSet<FactId> = history.absorbed.iter().flat_map(|(_, other)| other.sales()).collect();
    // Two that were merged one way and the other have each joined each other.
    history.facts.iter().for_each(|f| _ = joined.remove(&f.id));
    let ever: HashSet<MemberId> = history.absorbed.iter().flat_map(|(_, other)| other.ever()).collect();
    let merges = [history.merges(history.member), joins_among(&refunds.joins, &ever)].concat();
    let back = history.at_survivor.iter().flat_map(|(merge, facts)| {
        // Until then the file stood for itself, and so it does again.
        let merged_at = history.events.iter().find(|e| e.id == *merge).map_or(Instant(i64::MAX), |e| e.at);
        let is_parted = taken_away.contains(merge);
        facts.iter().filter(move |f| is_parted || f.at < merged_at)
    });
    let elsewhere = back.chain(refunds.lent.iter().copied()).filter(|f| f.at <= cutoff);
    let mut seen: HashSet<FactId> = refunds.claimed.iter().copied().collect();
    let all: Vec<&Fact> = facts.chain(elsewhere).filter(|f| seen.insert(f.id)).collect();
    // What came late under this number may be recorded on one that has joined this one the other way round.
    let late = all.iter().filter(|f| f.member != history.member && f.before_merge().is_some());
    late.for_each(|f| _ = joined.remove(&f.id));
    let theirs = Belongings::of(joined, merges, &all).with_spent(history.spent_on_joined(&all));
    all.into_iter().partition(|f| theirs.hold(f))
}

/// What comes before a merge, and what comes after it: of what happened at its instant, the events that were recorded earlier come
/// before. The event that closes the other file is neither.
fn split_at<'a>(
    items: Vec<HistoryItem<'a>>,
    merge: &Event,
    own: FileNumber,
) -> (Vec<HistoryItem<'a>>, Vec<HistoryItem<'a>>) {
    let closes = |item: &HistoryItem<'_>| {
        item.at() == merge.at && matches!(item, HistoryItem::Event(e) if matches!(e.kind, EventKind::MergedInto { .. }))
    };
    let (mut before, after): (Vec<_>, Vec<_>) =
        items.into_iter().partition(|item| item.place(own) < merge.order_key(own));
    before.retain(|item| !closes(item));
    (before, after)
}
