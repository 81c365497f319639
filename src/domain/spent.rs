//! Points that were spent on an order while files were joined: they are the order's, so they go with it when a merge is taken away, in
//! whatever file they were recorded. What answers them (a return, the undo of that) goes along.

use super::day::Instant;
use super::fact::{Fact, FactKind, History};
use super::moved::moved_away;
use super::num::{FactId, MemberId, OpSeq};
use super::parted::Belongings;
use std::collections::HashSet;

/// Where something was recorded: the instant and the row.
type Place = (Instant, FactId);

/// Whether a place comes before another: within one file as the rows do, whatever a clock said, else by time.
fn is_before(one: Place, other: Place) -> bool {
    if one.1.file() == other.1.file() { one.1 < other.1 } else { one < other }
}

/// While a file was joined to another: from the place of the merge up to that of its end.
#[derive(Debug, Clone, Copy)]
struct Stay {
    from: Place,
    until: Option<Place>,
}

impl Stay {
    /// By the event of the merge on the member that was kept.
    fn by(survivor: &History, merge: FactId) -> Option<Self> {
        let from = survivor.events.iter().find(|e| e.id == merge)?;
        let until = survivor.end_of_merge(merge).map(|e| (e.at, e.id));
        Some(Self { from: (from.at, from.id), until })
    }

    fn holds(self, fact: &Fact) -> bool {
        let place = (fact.at, fact.id);
        is_before(self.from, place) && self.until.is_none_or(|until| is_before(place, until))
    }
}

/// The references of the orders that a file has, and of those of the files that joined it, while they did.
#[derive(Debug)]
pub(in crate::domain) struct Orders<'a> {
    own: HashSet<&'a str>,
    joined: Vec<(Stay, Self)>,
}

impl<'a> Orders<'a> {
    /// Of a file; `late` are purchases recorded where it went on, some of which may be of files that joined it.
    fn of(file: &'a History, late: &[&'a Fact]) -> Self {
        let sales = || file.facts.iter().filter(|f| f.kind == FactKind::Sale);
        let away = moved_away(file.facts.iter().chain(file.recorded_elsewhere()));
        let recorded = sales().filter(|f| f.before_merge().is_none()).chain(file.own_late());
        let here = recorded.filter(|f| !away.contains(&f.id));
        let elsewhere = file.recorded_elsewhere().filter(|f| f.kind == FactKind::Sale);
        let late = sales().chain(elsewhere).filter(|f| f.before_merge().is_some()).chain(late.iter().copied());
        let late: Vec<&Fact> = late.collect();
        let mut joined = Vec::new();
        for (merge, other) in &file.absorbed {
            let Some(stay) = Stay::by(file, *merge) else { continue };
            let mut orders = Self::of(other, &late);
            let merges = file.joins_of(other.member);
            orders.add_late(&late, |merge| merges.contains(&merge));
            joined.push((stay, orders));
        }
        Self { own: here.filter_map(|f| f.reference.as_deref()).collect(), joined }
    }

    /// Adds the purchases that came late under the number of a file that joined by some merges.
    fn add_late(&mut self, late: &[&'a Fact], is_one: impl Fn(FactId) -> bool) {
        let own = late.iter().filter(|f| f.before_merge().is_some_and(&is_one));
        self.own.extend(own.filter_map(|f| f.reference.as_deref()));
    }

    /// Whether an order was of the file, or of one that had joined it, when points were spent on it.
    fn have(&self, spent: &Fact, order: &str) -> bool {
        self.own.contains(order) || self.joined_have(spent, order)
    }

    fn joined_have(&self, spent: &Fact, order: &str) -> bool {
        self.joined.iter().any(|(stay, orders)| stay.holds(spent) && orders.have(spent, order))
    }
}

/// The order on which a fact spends points.
fn order_of(fact: &Fact) -> Option<&str> {
    fact.reference.as_deref().filter(|_| fact.kind == FactKind::Redeem && fact.link.is_none())
}

/// Of some facts those that spend points on orders, as a condition says, and those that answer them.
fn with_answers(facts: &[&Fact], is_spent: impl Fn(&Fact, &str) -> bool) -> HashSet<FactId> {
    let spent = facts.iter().filter(|f| order_of(f).is_some_and(|order| is_spent(f, order)));
    let mut found: HashSet<FactId> = spent.map(|f| f.id).collect();
    let mut known = 0;
    while known < found.len() {
        known = found.len();
        let answers = |f: &&&Fact| matches!(f.kind, FactKind::Redeem | FactKind::RedeemReturn);
        let links_to = |f: &&&Fact| f.link.is_some_and(|of| found.contains(&of));
        let more: Vec<FactId> = facts.iter().filter(answers).filter(links_to).map(|f| f.id).collect();
        found.extend(more);
    }
    found
}

impl History {
    /// Of the facts of this file, and of those handed on to it, the points spent on orders of the files that had joined it then.
    pub(in crate::domain) fn spent_on_joined(&self, facts: &[&Fact]) -> HashSet<FactId> {
        if self.absorbed.is_empty() || !spend_on_orders(facts) {
            return HashSet::new();
        }
        let orders = Orders::of(self, &[]);
        with_answers(facts, |fact, order| !orders.own.contains(order) && orders.joined_have(fact, order))
    }

    /// Of some facts recorded here the points spent on orders of a file that had joined then, and of those that had led to that one.
    pub(in crate::domain) fn spent_on_those_of(
        &self,
        other: &Self,
        upstream: &Belongings,
        facts: &[&Fact],
    ) -> HashSet<FactId> {
        let merges = self.joins_of(other.member);
        if merges.is_empty() || !spend_on_orders(facts) {
            return HashSet::new();
        }
        let stays: Vec<Stay> = merges.iter().filter_map(|merge| Stay::by(self, *merge)).collect();
        let late: Vec<&Fact> = facts.iter().copied().filter(|f| f.before_merge().is_some()).collect();
        let mut orders = Orders::of(other, &late);
        orders.add_late(&late, |merge| merges.contains(&merge) || upstream.came_by(merge));
        orders.own.extend(upstream.orders());
        let own = Orders::of(self, &[]).own;
        let is_there = |fact: &Fact| stays.iter().any(|stay| stay.holds(fact));
        with_answers(facts, |fact, order| !own.contains(order) && is_there(fact) && orders.have(fact, order))
    }
}

impl History {
    /// The members whose files took points along that an operation spent on their orders here, when their merge was taken away.
    pub(in crate::domain) fn gone_with_orders(&self, op: OpSeq) -> Vec<MemberId> {
        let facts: Vec<&Fact> = self.facts.iter().collect();
        let parted = self.absorbed.iter().filter(|(merge, _)| self.taken_away_at(*merge).is_some());
        let takes = |other: &Self| {
            let spent = self.spent_on_those_of(other, &Belongings::default(), &facts);
            facts.iter().any(|fact| fact.op == op && spent.contains(&fact.id))
        };
        parted.map(|(_, other)| other).filter(|other| takes(other)).map(|other| other.member).collect()
    }
}

fn spend_on_orders(facts: &[&Fact]) -> bool {
    facts.iter().any(|fact| order_of(fact).is_some())
}
