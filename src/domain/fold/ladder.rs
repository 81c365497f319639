//! The tier of a member: won at once by purchases, renewed by new ones, lost only at a review, overridden by hand.

use super::book::{Book, Refunded, Sale};
use super::view::{NextTier, TierCause, TierGap, TierReview, TierSource, TierStep, TierView};
use crate::domain::day::{Day, Instant};
use crate::domain::fact::OverrideMode;
use crate::domain::num::{FactId, FileNumber, Money};
use crate::domain::program::{DowngradeRule, Program, RefundTierRule, Threshold, ThresholdMode};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Net spend and orders of one day, apart by whether they have bought a level already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
struct Bucket {
    old_spend: i64,
    old_orders: i64,
    new_spend: i64,
    new_orders: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct QualifyingSums {
    spend: i64,
    orders: i64,
}

/// A qualification, kept so that `tier.on_refund = drop` can take it away again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Qualification {
    turn: u64,
    tier: String,
    window_from: Day,
    requalified: bool,
    before: TierStanding,
}

/// Tier, end and marker: what a qualification replaces.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
struct TierStanding {
    tier: String,
    until: Option<Day>,
    imported: bool,
    /// Sales up to this turn have bought a level.
    marker: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct TierOverride {
    pub id: FactId,
    /// When it was set. Only a merge asks for it, and that needs the whole history: a resume point has none.
    #[serde(skip)]
    pub at: Instant,
    pub tier: String,
    pub from: Day,
    pub until: Day,
    pub mode: OverrideMode,
    pub ended: bool,
}

impl TierOverride {
    /// Whether it holds on a day; which of several counts, the ladder says.
    fn is_in_force(&self, day: Day) -> bool {
        !self.ended && self.from <= day && day <= self.until
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Ladder {
    standing: TierStanding,
    days: BTreeMap<Day, Bucket>,
    qualifications: Vec<Qualification>,
    pub overrides: Vec<TierOverride>,
    /// Whether the first programme version has been looked at (the base tier has a name only then).
    begun: bool,
}

impl Ladder {
    /// Gives the base tier its name.
    pub fn begin(&mut self, program: &Program) {
        if !self.begun {
            self.begun = true;
            self.standing.tier.clone_from(&program.tiers[0].code);
        }
    }

    /// A purchase joins the window: up to the highest tier met, or the own tier met again.
    pub fn sale(&mut self, day: Day, net: i64, turn: u64, program: &Program) -> Option<TierStep> {
        let bucket = self.days.entry(day).or_default();
        bucket.new_spend += net;
        bucket.new_orders += 1;
        let from = program.tier.window.first_day(day);
        let (whole, fresh) = self.sums(from, day);
        let rank = program.tier_rank(&self.standing.tier);
        if let Some(tier) = highest_met(rank + 1, whole, program) {
            return Some(self.qualify(tier, day, turn, from, whole, TierCause::Up, program));
        }
        let enter = program.tiers[rank].enter;
        if rank > 0 && is_met(&enter, fresh, program) {
            let tier = self.standing.tier.clone();
            return Some(self.qualify(tier, day, turn, from, fresh, TierCause::Requalified, program));
        }
        None
    }

    /// A refund lowers its purchase on the purchase's day.
    pub fn refund(&mut self, refund: &Refunded, book: &Book) {
        let Some(sale) = book.sales.get(&refund.sale) else { return };
        let old = self.has_bought(sale);
        if let Some(bucket) = self.days.get_mut(&refund.sale_day) {
            let orders = i64::from(refund.order_gone);
            if old {
                bucket.old_spend -= refund.money;
                bucket.old_orders -= orders;
            } else {
                bucket.new_spend -= refund.money;
                bucket.new_orders -= orders;
            }
        }
    }

    /// A refund without a sale lowers its own day.
    pub fn unmatched_refund(&mut self, day: Day, money: i64) {
        self.days.entry(day).or_default().new_spend -= money;
    }

    /// Under `tier.on_refund = drop`, takes the last qualification away if it would not have happened without the money refunded
    /// since; to be asked until it answers `None`, for the one before may have rested on the same money.
    pub fn drop_last(&mut self, book: &Book, today: Day, program: &Program) -> Option<TierStep> {
        match program.tier.on_refund {
            RefundTierRule::Keep => return None,
            RefundTierRule::Drop => {}
        }
        let last = self.qualifications.last()?;
        let counted = book.shares().filter(|s| {
            s.turn <= last.turn
                && s.day >= last.window_from
                && (!last.requalified || (s.turn > last.before.marker && !s.bought))
        });
        let mut sums = QualifyingSums::default();
        for share in counted {
            sums.spend += share.spend;
            sums.orders += share.orders;
        }
        let enter = program.tier(&last.tier)?.enter;
        if is_met(&enter, sums, program) {
            return None;
        }
        let last = self.qualifications.pop()?;
        for share in book.shares() {
            if share.turn > last.before.marker && share.turn <= self.standing.marker && !share.bought {
                let bucket = self.days.entry(share.day).or_default();
                bucket.old_spend -= share.spend;
                bucket.old_orders -= share.orders;
                bucket.new_spend += share.spend;
                bucket.new_orders += share.orders;
            }
        }
        let from = std::mem::replace(&mut self.standing, last.before);
        Some(self.step(today, from.tier, TierCause::Dropped, Some(last.window_from), sums))
    }

    /// A tier brought from elsewhere: a qualification with an end of its own.
    pub fn import(&mut self, tier: &str, until: Option<Day>, today: Day, turns: u64) -> TierStep {
        let from = std::mem::replace(&mut self.standing.tier, tier.to_owned());
        self.standing.until = until;
        self.standing.imported = true;
        self.mark_bought(turns, today);
        self.qualifications.clear();
        self.step(today, from, TierCause::Imported, None, QualifyingSums::default())
    }

    /// The review that falls due first, if one is due before `today`'s facts. Where a dropped qualification has made it due
    /// in the past, what was bought from its day on stays new.
    pub fn review(&mut self, today: Day, book: &Book, program: &Program) -> Option<TierStep> {
        let until = self.standing.until.filter(|u| *u < today)?;
        let rank = program.tier_rank(&self.standing.tier);
        let window_from = program.tier.window.first_day(until);
        let sums = self.sums(window_from, until).0;
        let outcome = outcome(rank, sums, program);
        let cause = if outcome == rank { TierCause::Kept } else { TierCause::Down };
        let tier = program.tiers[outcome].code.clone();
        let from = std::mem::replace(&mut self.standing.tier, tier);
        // Whatever it was before: from now on the facts give it.
        self.standing.imported = false;
        self.standing.until = (outcome > 0).then(|| until.plus_months(program.tier.validity_months));
        self.mark_bought(book.turns_through(until), until);
        self.qualifications.clear();
        Some(self.step(until.plus_days(1), from, cause, Some(window_from), sums))
    }

    /// Two files become one: the higher tier with its end, the joint window, and up if that reaches more.
    pub fn join(&mut self, other: Self, today: Day, turns: u64, program: &Program, own: FileNumber) -> TierStep {
        let from = self.standing.tier.clone();
        for (day, b) in other.days {
            let mine = self.days.entry(day).or_default();
            mine.old_spend += b.old_spend;
            mine.old_orders += b.old_orders;
            mine.new_spend += b.new_spend;
            mine.new_orders += b.new_orders;
        }
        let height = |s: &TierStanding| (program.tier_rank(&s.tier), s.until);
        if height(&other.standing) > height(&self.standing) {
            self.standing = other.standing;
        }
        self.standing.marker = 0;
        self.overrides.extend(other.overrides);
        self.overrides.sort_by_key(|o| (o.at, o.id.joined(own)));
        self.qualifications.clear();
        let window_from = program.tier.window.first_day(today);
        let whole = self.sums(window_from, today).0;
        let rank = program.tier_rank(&self.standing.tier);
        if let Some(tier) = highest_met(rank + 1, whole, program) {
            self.qualify(tier, today, turns, window_from, whole, TierCause::Merged, program);
            self.qualifications.clear();
        }
        self.step(today, from, TierCause::Merged, Some(window_from), whole)
    }

    /// Sales up to this turn have bought a level.
    pub fn marker(&self) -> u64 {
        self.standing.marker
    }

    /// Whether a sale has bought a level already.
    pub fn has_bought(&self, sale: &Sale) -> bool {
        sale.bought || sale.turn <= self.standing.marker
    }

    /// The next day on which the tier may change without a fact, after `today`.
    pub fn next_day(&self, today: Day) -> Option<Day> {
        let review = self.standing.until.map(|u| u.plus_days(1));
        let edges = self.overrides.iter().filter(|o| !o.ended).flat_map(|o| [o.from, o.until.plus_days(1)]);
        review.into_iter().chain(edges).filter(|d| *d > today).min()
    }

    /// The override in force on a day: of several the last recorded.
    pub fn in_force(&self, day: Day) -> Option<&TierOverride> {
        self.overrides.iter().rfind(|o| o.is_in_force(day))
    }

    /// The tier shown on a day, its end and what gives it.
    pub fn shown(&self, day: Day, program: &Program) -> (&str, Option<Day>, TierSource) {
        let source = if self.standing.imported { TierSource::Import } else { TierSource::Facts };
        let by_facts = (self.standing.tier.as_str(), self.standing.until, source);
        let Some(o) = self.in_force(day) else { return by_facts };
        let by_hand = (o.tier.as_str(), Some(o.until), TierSource::Override);
        let (facts, hand) = (program.tier_rank(by_facts.0), program.tier_rank(&o.tier));
        let lasts_longer = self.standing.until.is_none_or(|u| u >= o.until);
        // Where it hides another manual tier, the tier is this one's, though the facts give as much.
        let hides_another = self.overrides.iter().any(|other| other.id != o.id && other.is_in_force(day));
        let beneath = facts > hand || (facts == hand && lasts_longer && !hides_another);
        if o.mode == OverrideMode::Floor && beneath { by_facts } else { by_hand }
    }

    /// Everything people read of the tier on a day.
    pub fn view(&self, today: Day, book: &Book, program: &Program) -> TierView {
        let (code, until, source) = self.shown(today, program);
        let window_from = program.tier.window.first_day(today);
        let sums = self.sums(window_from, today).0;
        let rank = program.tier_rank(code).max(program.tier_rank(&self.standing.tier));
        let above = program.tiers.iter().skip(rank + 1).find(|t| !is_met(&t.enter, sums, program));
        let then = self.then(today, book, program);
        let cut = then.as_ref().map(|then| then.on.plus_days(-1));
        TierView {
            code: code.to_owned(),
            until: [until, cut].into_iter().flatten().min(),
            source,
            then,
            by_facts: self.standing.tier.clone(),
            by_facts_until: self.standing.until,
            next: above.map(|t| gap(&t.code, &t.enter, sums, program)),
            review: self.forecast(program),
            window_spend: Money(sums.spend),
            window_orders: sums.orders,
            window_from,
        }
    }

    /// What manual tiers make of the tier next, without a purchase: where one ends and an older one or the facts go on, or where
    /// one begins.
    fn then(&self, today: Day, book: &Book, program: &Program) -> Option<NextTier> {
        let (code, until, _) = self.shown(today, program);
        let edges = self.overrides.iter().filter(|o| !o.ended).flat_map(|o| [o.from, o.until.plus_days(1)]);
        let mut edges: Vec<Day> = edges.filter(|day| *day > today).collect();
        edges.sort_unstable();
        edges.dedup();
        let mut later = self.clone();
        edges.into_iter().find_map(|on| {
            while later.review(on, book, program).is_some() {}
            let (next, next_until, source) = later.shown(on, program);
            // A review that comes first is told as such.
            let reviewed_before = until.is_some_and(|until| until.plus_days(1) < on);
            let differs = !reviewed_before && (next, next_until) != (code, until);
            differs.then(|| NextTier { on, code: next.to_owned(), until: next_until, source })
        })
    }

    fn forecast(&self, program: &Program) -> Option<TierReview> {
        let until = self.standing.until?;
        let rank = program.tier_rank(&self.standing.tier);
        let tier = &program.tiers[rank];
        let sums = self.sums(program.tier.window.first_day(until), until).0;
        let outcome = outcome(rank, sums, program);
        let keep = tier.keep.unwrap_or(tier.enter);
        let to_stay = if outcome == rank {
            TierGap { code: tier.code.clone(), spend: keep.spend.map(|_| Money(0)), orders: keep.orders.map(|_| 0) }
        } else {
            gap(&tier.code, &keep, sums, program)
        };
        let outcome_code = program.tiers[outcome].code.clone();
        Some(TierReview { on: until.plus_days(1), outcome: outcome_code, at_risk: outcome < rank, to_stay })
    }

    /// Forgets what no later window can see; windows only move forward.
    pub fn compact(&self, today: Day, program: &Program) -> Self {
        let from = program.tier.window.first_day(today);
        let mut slim = self.clone();
        slim.days.retain(|day, b| *day >= from && *b != Bucket::default());
        slim.standing.marker = 0;
        slim.qualifications.clear();
        slim.overrides.retain(|o| !o.ended && o.until >= today);
        slim.overrides.iter_mut().for_each(|o| o.at = Instant::default());
        slim
    }

    #[expect(clippy::too_many_arguments, reason = "a qualification is what it is made of; a struct would be used once")]
    fn qualify(
        &mut self,
        tier: String,
        day: Day,
        turn: u64,
        window_from: Day,
        sums: QualifyingSums,
        cause: TierCause,
        program: &Program,
    ) -> TierStep {
        let until = Some(day.plus_months(program.tier.validity_months));
        let after = TierStanding { tier: tier.clone(), until, imported: false, marker: self.standing.marker };
        let before = std::mem::replace(&mut self.standing, after);
        let from = before.tier.clone();
        let requalified = cause == TierCause::Requalified;
        self.qualifications.push(Qualification { turn, tier, window_from, requalified, before });
        self.mark_bought(turn, day);
        self.step(day, from, cause, Some(window_from), sums)
    }

    /// What was bought up to a turn, on a day or before it, has bought a level.
    fn mark_bought(&mut self, turn: u64, through: Day) {
        self.standing.marker = turn;
        for (_, b) in self.days.range_mut(..=through) {
            b.old_spend += std::mem::take(&mut b.new_spend);
            b.old_orders += std::mem::take(&mut b.new_orders);
        }
    }

    /// What a window holds: all of it, and what has not bought a level yet.
    fn sums(&self, from: Day, to: Day) -> (QualifyingSums, QualifyingSums) {
        let (mut whole, mut fresh) = (QualifyingSums::default(), QualifyingSums::default());
        for b in self.days.range(from..=to.max(from)).map(|(_, b)| b) {
            fresh.spend += b.new_spend;
            fresh.orders += b.new_orders;
            whole.spend += b.new_spend + b.old_spend;
            whole.orders += b.new_orders + b.old_orders;
        }
        (whole, fresh)
    }

    fn step(
        &self,
        day: Day,
        from: String,
        cause: TierCause,
        window_from: Option<Day>,
        sums: QualifyingSums,
    ) -> TierStep {
        TierStep {
            day,
            fact: None,
            from,
            to: self.standing.tier.clone(),
            until: self.standing.until,
            cause,
            window_from,
            spend: Money(sums.spend),
            orders: sums.orders,
        }
    }
}

fn is_met(threshold: &Threshold, sums: QualifyingSums, program: &Program) -> bool {
    threshold.is_met(program.tier.met, Money(sums.spend), sums.orders)
}

/// What is missing to a threshold that is not met: where both of its halves are needed, only the one that is.
fn gap(code: &str, threshold: &Threshold, sums: QualifyingSums, program: &Program) -> TierGap {
    let is_told = |missing: i64| missing > 0 || program.tier.met == ThresholdMode::Any;
    let spend = threshold.spend.map(|t| (t.0 - sums.spend).max(0)).filter(|n| is_told(*n));
    let orders = threshold.orders.map(|t| (t - sums.orders).max(0)).filter(|n| is_told(*n));
    TierGap { code: code.to_owned(), spend: spend.map(Money), orders }
}

/// Where a review leads from a rank, with these sums in its window.
fn outcome(rank: usize, sums: QualifyingSums, program: &Program) -> usize {
    let tier = &program.tiers[rank];
    if rank == 0 || is_met(&tier.keep.unwrap_or(tier.enter), sums, program) {
        return rank;
    }
    match program.tier.down {
        DowngradeRule::OneDown => rank - 1,
        DowngradeRule::ToEarned => {
            (1..rank).rev().find(|r| is_met(&program.tiers[*r].enter, sums, program)).unwrap_or(0)
        }
    }
}

fn highest_met(from_rank: usize, sums: QualifyingSums, program: &Program) -> Option<String> {
    let above = program.tiers.iter().skip(from_rank).rev();
    above.into_iter().find(|t| is_met(&t.enter, sums, program)).map(|t| t.code.clone())
}
