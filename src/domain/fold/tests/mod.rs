//! The worked examples of the rules, and what is true of every history.

mod counts;
mod files;
mod growth;
mod lots;
mod merges;
mod properties;
mod refunds;
mod tiers;

use super::view::Snapshot;
use super::{Folded, fold};
use crate::domain::day::{Day, Instant, Zone};
use crate::domain::fact::{Event, EventKind, Fact, FactKind, History, OverrideMode};
use crate::domain::num::{FactId, MemberId, Money, OpSeq, Points};
use crate::domain::program::{Program, Programs};
use chrono::NaiveDateTime;

/// A member at a till: facts are recorded as an import would record them, sales rated with the tier before them.
pub(super) struct Till {
    pub program: Program,
    pub history: History,
    next: i64,
}

pub(super) fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// `2026-06-01` or `2026-06-01 10:30`, in the default zone.
pub(super) fn at(text: &str) -> Instant {
    let zone = Zone::default();
    Day::parse(text).map_or_else(
        || zone.local(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()),
        |d| zone.start_of(d),
    )
}

impl Till {
    pub fn new() -> Self {
        Self::with(Program::default())
    }

    pub fn with(program: Program) -> Self {
        Self { program, history: History { member: MemberId(1), ..History::default() }, next: 1 }
    }

    pub fn programs(&self) -> Programs {
        Programs::single(self.program.clone())
    }

    pub fn id(&mut self) -> FactId {
        self.next += 1;
        FactId(self.next)
    }

    pub fn blank(&mut self, kind: FactKind, at: Instant) -> Fact {
        Fact { op: OpSeq(1), ..Fact::new(self.id(), self.history.member, kind, at) }
    }

    pub fn push(&mut self, fact: Fact) -> FactId {
        let id = fact.id;
        self.history.facts.push(fact);
        id
    }

    /// A sale in fen, partly paid with points.
    pub fn sale_paid(&mut self, when: &str, fen: i64, points_paid: i64, reference: Option<&str>) -> FactId {
        let mut fact = self.blank(FactKind::Sale, at(when));
        let (zone, program) = (self.program.zone, self.program.clone());
        let before = History {
            facts: self.history.facts.iter().filter(|f| f.at < fact.at).cloned().collect(),
            ..self.history.clone()
        };
        let on = zone.day_of(fact.at);
        let tier = fold(&before, &self.programs(), on).unwrap().state.snapshot(&self.programs()).tier.code;
        fact.amount = Money(fen);
        fact.points_paid = (points_paid > 0).then_some(Money(points_paid));
        fact.rating = program.rating(&tier);
        fact.points = program.points_for(Money(fen - points_paid), fact.rating).unwrap();
        fact.spendable_on =
            (program.points.pending_days > 0).then(|| on.plus_days(i64::from(program.points.pending_days)));
        fact.expires_on = program.points.expiry.last_day(on);
        fact.reference = reference.map(str::to_owned);
        self.push(fact)
    }

    /// A sale in whole yuan.
    pub fn sale(&mut self, when: &str, yuan: i64) -> FactId {
        self.sale_paid(when, yuan * 100, 0, None)
    }

    pub fn refund(&mut self, when: &str, fen: i64, sale: FactId) -> FactId {
        let mut fact = self.blank(FactKind::Refund, at(when));
        fact.amount = Money(fen);
        fact.link = Some(sale);
        self.push(fact)
    }

    pub fn credit(&mut self, when: &str, points: i64, expires: Option<&str>) -> FactId {
        let mut fact = self.blank(FactKind::Adjust, at(when));
        fact.points = Points(points);
        fact.expires_on = expires.map(day);
        self.push(fact)
    }

    pub fn debit(&mut self, when: &str, points: i64) -> FactId {
        let mut fact = self.blank(FactKind::Redeem, at(when));
        fact.points = Points(-points);
        self.push(fact)
    }

    pub fn answer(&mut self, kind: FactKind, when: &str, points: i64, of: FactId) -> FactId {
        let mut fact = self.blank(kind, at(when));
        fact.points = Points(points);
        fact.link = Some(of);
        self.push(fact)
    }

    pub fn event(&mut self, when: &str, kind: EventKind) -> FactId {
        let id = self.id();
        self.history.events.push(Event { id, member: self.history.member, op: OpSeq(1), at: at(when), kind });
        id
    }

    pub fn set_tier(&mut self, from: &str, until: &str, tier: &str, mode: OverrideMode) -> FactId {
        self.event(from, EventKind::Override { tier: tier.to_owned(), from: day(from), until: day(until), mode })
    }

    pub fn folded(&self, on: &str) -> Folded {
        fold(&self.history, &self.programs(), day(on)).unwrap()
    }

    pub fn on(&self, on: &str) -> Snapshot {
        self.folded(on).state.snapshot(&self.programs())
    }

    pub fn balance(&self, on: &str) -> i64 {
        self.on(on).points.balance.0
    }

    /// Tier and its last day, as `gold until 2027-03-01`.
    pub fn tier(&self, on: &str) -> String {
        let tier = self.on(on).tier;
        tier.until.map_or_else(|| tier.code.clone(), |u| format!("{} until {u}", tier.code))
    }

    /// Open points by lot, in spending order, as `60/50`.
    pub fn lots(&self, on: &str) -> String {
        let lots: Vec<String> = self.on(on).points.lots.iter().map(|l| l.open.to_string()).collect();
        lots.join("/")
    }

    pub fn earned(&self, sale: FactId) -> i64 {
        self.history.facts.iter().find(|f| f.id == sale).unwrap().points.0
    }
}

/// The always-true equation of the rules.
pub(super) fn assert_ties_out(snapshot: &Snapshot) {
    let t = snapshot.points.tally;
    assert_eq!(
        t.opening.0 + t.earned.0 + t.bonus.0 + t.adjusted_up.0 + t.returned.0,
        t.open.0 + t.pending.0 + t.spent.0 + t.adjusted_down.0 + t.expired.0 + t.clawed_back.0 - t.deficit.0,
        "{t:?}"
    );
    assert_eq!(snapshot.points.balance.0, t.open.0 - t.deficit.0);
    assert!(t.open.0 == 0 || t.deficit.0 == 0, "open and deficit are both above zero: {t:?}");
    let lots: i64 = snapshot.points.lots.iter().map(|l| l.open.0).sum();
    assert_eq!(lots, t.open.0 + t.pending.0, "the lots do not add up");
}
