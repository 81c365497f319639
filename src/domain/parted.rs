//! What goes with whom when a merge is taken away: a refund and points spent on an order (`domain::spent`) belong to their purchase, and a
//! late purchase to the file that held its number, in whatever file they were recorded.

use super::day::Instant;
use super::fact::{Event, EventKind, Fact, FactKind, History};
use super::moved::moved_away;
use super::num::{FactId, MemberId};
use std::collections::HashSet;

impl Fact {
    /// Whether it is a refund that names one of some sales.
    pub fn refunds_one_of(&self, sales: &HashSet<FactId>) -> bool {
        self.kind == FactKind::Refund && self.link.is_some_and(|sale| sales.contains(&sale))
    }
}

/// What belongs to a file, wherever it is recorded.
#[derive(Debug, Default)]
pub struct Belongings {
    sales: HashSet<FactId>,
    merges: HashSet<FactId>,
    /// References of the sales, where that is asked.
    orders: HashSet<String>,
    /// Points that were spent on them elsewhere.
    spent: HashSet<FactId>,
}

impl Belongings {
    /// By its sales and the merges by which it joined, with the late sales among those recorded elsewhere.
    pub fn of(
        sales: impl IntoIterator<Item = FactId>,
        merges: impl IntoIterator<Item = FactId>,
        recorded: &[&Fact],
    ) -> Self {
        let (sales, merges) = (sales.into_iter().collect(), merges.into_iter().collect());
        let mut all = Self { sales, merges, ..Self::default() };
        let late: Vec<FactId> = recorded.iter().filter(|f| all.is_late(f)).map(|f| f.id).collect();
        all.sales.extend(late);
        all
    }

    /// Of a file that joined by merges, and of all that have joined it, within the file of a member.
    pub fn of_file(file: &History, merges: Vec<FactId>, within: MemberId, recorded: &[&Fact]) -> Self {
        Self::of(file.sales(), file.merges(within).into_iter().chain(merges), recorded)
    }

    /// The same with those of a file that led here, and the merges by which it did.
    #[must_use]
    pub fn with(&self, file: &Self, merges: Vec<FactId>) -> Self {
        Self {
            sales: self.sales.union(&file.sales).copied().collect(),
            merges: self.merges.iter().copied().chain(merges).collect(),
            orders: self.orders.union(&file.orders).cloned().collect(),
            spent: HashSet::new(),
        }
    }

    /// The same with more sales.
    #[must_use]
    pub fn with_sales(&self, sales: impl IntoIterator<Item = FactId>) -> Self {
        Self {
            sales: self.sales.iter().copied().chain(sales).collect(),
            merges: self.merges.clone(),
            orders: self.orders.clone(),
            spent: self.spent.clone(),
        }
    }

    /// The same with points that were spent on its orders elsewhere.
    #[must_use]
    pub(in crate::domain) fn with_spent(self, spent: HashSet<FactId>) -> Self {
        Self { spent, ..self }
    }

    /// Whether a fact belongs to it that is recorded elsewhere.
    pub fn hold(&self, fact: &Fact) -> bool {
        fact.refunds_one_of(&self.sales) || self.is_late(fact) || self.spent.contains(&fact.id)
    }

    /// Whether a file came by this merge of which it holds what belongs to it.
    pub(in crate::domain) fn came_by(&self, merge: FactId) -> bool {
        self.merges.contains(&merge)
    }

    /// References of the orders of the files that led here.
    pub(in crate::domain) fn orders(&self) -> impl Iterator<Item = &str> {
        self.orders.iter().map(String::as_str)
    }

    fn is_late(&self, fact: &Fact) -> bool {
        fact.before_merge().is_some_and(|merge| self.merges.contains(&merge))
    }
}

impl History {
    /// The sales in this file and in all that ever joined it, also those that came late while it stood in another one.
    pub fn sales(&self) -> HashSet<FactId> {
        let late = self.recorded_elsewhere().filter(|f| f.kind == FactKind::Sale).map(|f| f.id);
        self.own_sales().chain(late).chain(self.absorbed.iter().flat_map(|(_, other)| other.sales())).collect()
    }

    fn own_sales(&self) -> impl Iterator<Item = FactId> {
        let recorded = self.facts.iter().filter(|f| f.kind == FactKind::Sale);
        recorded.chain(self.own_late()).map(|f| f.id)
    }

    /// Purchases that came late under this file's own number, recorded where it had gone on then.
    pub(in crate::domain) fn own_late(&self) -> impl Iterator<Item = &Fact> {
        let mut joins = HashSet::new();
        if self.recorded_elsewhere().next().is_some() {
            self.every_join(&mut joins);
        }
        let is_own = move |f: &&Fact| f.before_merge().is_some_and(|merge| !joins.contains(&merge));
        self.recorded_elsewhere().filter(|f| f.kind == FactKind::Sale).filter(is_own)
    }

    fn every_join(&self, found: &mut HashSet<FactId>) {
        let joins = self.events.iter().filter(|e| matches!(e.kind, EventKind::Absorb { .. }));
        found.extend(joins.map(|e| e.id));
        self.absorbed.iter().for_each(|(_, other)| other.every_join(found));
    }

    /// What is recorded where this file went on and belongs to it or to one that joined it, whatever became of the merge.
    pub(in crate::domain) fn recorded_elsewhere(&self) -> impl Iterator<Item = &Fact> {
        self.at_survivor.iter().flat_map(|(_, facts)| facts)
    }

    /// When a merge was taken away; `None` where it stands.
    pub fn taken_away_at(&self, merge: FactId) -> Option<Instant> {
        self.end_of_merge(merge).map(|e| e.at)
    }

    /// The event that took a merge away.
    pub(in crate::domain) fn end_of_merge(&self, merge: FactId) -> Option<&Event> {
        let takes = |e: &&Event| matches!(e.kind, EventKind::Unmerge { of, .. } if of == merge);
        self.events.iter().find(takes)
    }

    /// What is recorded where this file went on and belongs to it: late purchases of its number, and the refunds of its purchases and
    /// the points spent on them.
    /// A refund that the file of its own purchase holds is no such refund, also where that file has joined this one. `upstream` is
    /// what belongs to the files that led here, where this one is read for theirs.
    pub fn facts_at(&self, survivor: &Self, upstream: &Belongings) -> Vec<Fact> {
        let there = survivor.facts.iter().chain(survivor.recorded_elsewhere());
        let recorded: Vec<&Fact> = there.filter(|f| f.member != self.member).collect();
        // What came late while it stood in yet another file is refunded here as well.
        let known: Vec<&Fact> = recorded.iter().copied().chain(self.recorded_elsewhere()).collect();
        let merges = survivor.joins_of(self.member).into_iter().chain(upstream.merges.iter().copied());
        let own = Belongings::of(self.own_sales().chain(upstream.sales.iter().copied()), merges, &known);
        let own = own.with_spent(survivor.spent_on_those_of(self, upstream, &recorded));
        let mut found: Vec<Fact> = recorded.iter().filter(|f| own.hold(f)).map(|f| (*f).clone()).collect();
        for (_, other) in &self.absorbed {
            let holders = other.members();
            let theirs = Belongings::of_file(other, self.joins_of(other.member), self.member, &known);
            let elsewhere = recorded.iter().filter(|f| !holders.contains(&f.member) && theirs.hold(f));
            found.extend(elsewhere.map(|f| (*f).clone()));
        }
        let mut seen = HashSet::new();
        found.retain(|f| seen.insert(f.id));
        found
    }

    /// The merges by which another member's file has ever joined this one.
    pub fn joins_of(&self, other: MemberId) -> Vec<FactId> {
        let joins = |e: &&Event| matches!(e.kind, EventKind::Absorb { from } if from == other);
        self.events.iter().filter(joins).map(|e| e.id).collect()
    }

    /// Every merge by which a member's file has ever joined this one or one that ever joined it, with that member.
    pub(in crate::domain) fn joins(&self) -> Vec<(MemberId, FactId)> {
        let joins = |e: &Event| if let EventKind::Absorb { from } = e.kind { Some((from, e.id)) } else { None };
        let own = self.events.iter().filter_map(joins);
        own.chain(self.absorbed.iter().flat_map(|(_, other)| other.joins())).collect()
    }

    /// The member, and all whose files have ever joined this one.
    pub(in crate::domain) fn ever(&self) -> HashSet<MemberId> {
        std::iter::once(self.member).chain(self.absorbed.iter().flat_map(|(_, other)| other.ever())).collect()
    }

    /// What is known to belong to this file from itself alone.
    pub fn own_belongings(&self) -> Belongings {
        let away = moved_away(self.facts.iter().chain(self.recorded_elsewhere()));
        let sales = self.facts.iter().filter(|f| f.kind == FactKind::Sale).chain(self.own_late());
        let here = sales.filter(|f| !away.contains(&f.id));
        let orders = here.filter_map(|f| f.reference.clone()).collect();
        Belongings { sales: self.own_sales().collect(), orders, ..Belongings::default() }
    }

    /// The merges by which this file went on in others, each with the member that was kept.
    pub fn went_on(&self) -> Vec<(FactId, MemberId)> {
        let kept = |e: &Event| if let EventKind::MergedInto { into } = e.kind { Some((e.id, into)) } else { None };
        self.events.iter().filter_map(kept).collect()
    }

    /// The member, and all whose files are joined to this one.
    fn members(&self) -> Vec<MemberId> {
        let joined = self.joined_at(Instant(i64::MAX)).flat_map(Self::members);
        std::iter::once(self.member).chain(joined).collect()
    }

    /// What is recorded where the file went on and belongs to it, without those that do not hold.
    pub fn at_survivor_where(&self, holds: impl Fn(&Fact) -> bool) -> Vec<(FactId, Vec<Fact>)> {
        let kept = |facts: &[Fact]| facts.iter().filter(|f| holds(f)).cloned().collect();
        self.at_survivor.iter().map(|(merge, facts)| (*merge, kept(facts))).collect()
    }

    /// What came back when a merge was taken away: late purchases, and refunds with their purchases.
    pub fn back(&self) -> impl Iterator<Item = &Fact> {
        let parted = self.at_survivor.iter().filter(|(merge, _)| self.taken_away_at(*merge).is_some());
        parted.flat_map(|(_, facts)| facts)
    }
}
