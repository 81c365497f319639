//! What goes with whom when a merge is taken away: a refund belongs to its purchase, in whatever file it was recorded.

use super::day::Instant;
use super::fact::{Event, EventKind, Fact, FactKind, History};
use super::num::{FactId, MemberId};
use std::collections::HashSet;

impl Fact {
    /// Whether it is a refund that names one of some sales.
    pub fn refunds_one_of(&self, sales: &HashSet<FactId>) -> bool {
        self.kind == FactKind::Refund && self.link.is_some_and(|sale| sales.contains(&sale))
    }
}

impl History {
    /// The sales in this file and in all that ever joined it.
    pub fn sales(&self) -> HashSet<FactId> {
        self.own_sales().chain(self.absorbed.iter().flat_map(|(_, other)| other.sales())).collect()
    }

    fn own_sales(&self) -> impl Iterator<Item = FactId> {
        self.facts.iter().filter(|f| f.kind == FactKind::Sale).map(|f| f.id)
    }

    /// When a merge was taken away; `None` where it stands.
    pub fn taken_away_at(&self, merge: FactId) -> Option<Instant> {
        let takes = |e: &&Event| matches!(e.kind, EventKind::Unmerge { of, .. } if of == merge);
        self.events.iter().find(takes).map(|e| e.at)
    }

    /// The refunds of this file's purchases that are recorded where it went on. One that the file of its own purchase holds is
    /// no such refund, also where that file has joined this one.
    pub fn refunds_at(&self, survivor: &Self) -> Vec<Fact> {
        let there = survivor.at_survivor.iter().flat_map(|(_, facts)| facts);
        let of = |sales: HashSet<FactId>, holders: Vec<MemberId>| {
            let elsewhere = survivor.facts.iter().chain(there.clone()).filter(move |f| !holders.contains(&f.member));
            elsewhere.filter(move |f| f.refunds_one_of(&sales)).cloned().collect::<Vec<Fact>>()
        };
        let own = self.own_sales().collect();
        let joined = self.absorbed.iter().flat_map(|(_, other)| of(other.sales(), other.members()));
        let mut found: Vec<Fact> = of(own, vec![self.member]).into_iter().chain(joined).collect();
        let mut seen = HashSet::new();
        found.retain(|f| seen.insert(f.id));
        found
    }

    /// The merges by which this file went on in others, each with the member that was kept.
    pub fn went_on(&self) -> Vec<(FactId, MemberId)> {
        let kept = |e: &Event| if let EventKind::MergedInto { into } = e.kind { Some((e.id, into)) } else { None };
        self.events.iter().filter_map(kept).collect()
    }

    /// The member, and all whose files ever joined this one.
    fn members(&self) -> Vec<MemberId> {
        let joined = self.absorbed.iter().flat_map(|(_, other)| other.members());
        std::iter::once(self.member).chain(joined).collect()
    }

    /// The refunds recorded where the file went on, without those that do not hold.
    pub fn at_survivor_where(&self, holds: impl Fn(&Fact) -> bool) -> Vec<(FactId, Vec<Fact>)> {
        let kept = |facts: &[Fact]| facts.iter().filter(|f| holds(f)).cloned().collect();
        self.at_survivor.iter().map(|(merge, facts)| (*merge, kept(facts))).collect()
    }

    /// The refunds that came back with their purchases when a merge was taken away.
    pub fn back(&self) -> impl Iterator<Item = &Fact> {
        let parted = self.at_survivor.iter().filter(|(merge, _)| self.taken_away_at(*merge).is_some());
        parted.flat_map(|(_, facts)| facts)
    }
}
