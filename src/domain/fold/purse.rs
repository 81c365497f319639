//! The points of a member: lots, what was drawn from them, and what is owed.
//!
//! A deficit is nothing of its own: it is the part of debits that no lot has paid yet. A credit that comes pays such debits
//! first, oldest first, and that payment is a draw like any other. So a counter-entry always finds the lots it has to give
//! back to, and the open points and the deficit are never both above zero.

use super::view::LotDraw;
use super::work;
use crate::domain::day::{Day, Instant};
use crate::domain::num::{FactId, FileNumber, LIMIT, Overflow, Points};
use crate::domain::program::RefundPolicy;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Lot {
    pub fact: FactId,
    pub at: Instant,
    pub points: i64,
    /// What it still holds; of a dead lot, what died unspent.
    pub open: i64,
    pub spendable_on: Day,
    pub expires_on: Option<Day>,
    /// What a refund waived of a dead lot's remainder.
    waived: i64,
    life: LotPhase,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum LotPhase {
    Pending,
    #[serde(rename = "Live")]
    Available,
    #[serde(rename = "Dead")]
    Expired,
}

/// The spending order: nearest last day first, never-ending last, then instant, then the id that all files know.
type SpendKey = (i64, Instant, FactId);

impl Lot {
    pub fn new(fact: FactId, at: Instant, points: i64, spendable_on: Day, expires_on: Option<Day>) -> Self {
        Self { fact, at, points, open: points, spendable_on, expires_on, waived: 0, life: LotPhase::Pending }
    }

    fn key(&self, own: FileNumber) -> SpendKey {
        (self.expires_on.map_or(i64::MAX, |d| d.0), self.at, self.fact.joined(own))
    }

    /// The day a pending lot wakes (or dies without ever having been spendable).
    fn wakes_on(&self) -> Day {
        self.expires_on.map_or(self.spendable_on, |e| self.spendable_on.min(e.plus_days(1)))
    }

    fn is_over(&self, today: Day) -> bool {
        self.expires_on.is_some_and(|e| e < today)
    }
}

/// Points taken, with where they came from so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Debit {
    fact: FactId,
    /// In the order drawn. `true`: paid after the debit, by a credit that came later.
    draws: Vec<(LotDraw, bool)>,
    owed: i64,
}

/// What a counter-entry of a debit gave back, so that it can be taken again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct GiveBack {
    fact: FactId,
    to: Vec<LotDraw>,
    forgiven: i64,
}

#[derive(Debug, Default)]
pub(super) struct ClawbackResult {
    pub draws: Vec<LotDraw>,
    pub points: i64,
    pub waived: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "PurseSnapshot", into = "PurseSnapshot")]
pub(super) struct Purse {
    lots: BTreeMap<FactId, Lot>,
    debits: Vec<Debit>,
    /// No debit before this place is owed anything.
    owed_from: usize,
    given: Vec<GiveBack>,
    live: BTreeSet<SpendKey>,
    waking: BTreeSet<(Day, FactId)>,
    /// The day it stands at.
    pub today: Day,
    /// The file that it is folded in, under whose number own lots are ordered. Lots of a resume point are of no file.
    pub own: FileNumber,
    /// Sums the lots that can be spent.
    pub open: i64,
    /// Sums the lots that are pending.
    pub pending: i64,
    /// Sum of what debits are owed.
    pub deficit: i64,
    /// Sums what expired lots held at the end.
    pub expired: i64,
}

/// What is written of a purse; the rest follows from it.
#[derive(Serialize, Deserialize)]
struct PurseSnapshot {
    lots: Vec<Lot>,
    debits: Vec<Debit>,
    given: Vec<GiveBack>,
    expired: i64,
    today: Day,
}

impl From<Purse> for PurseSnapshot {
    fn from(purse: Purse) -> Self {
        Self {
            lots: purse.lots.into_values().collect(),
            debits: purse.debits,
            given: purse.given,
            expired: purse.expired,
            today: purse.today,
        }
    }
}

impl From<PurseSnapshot> for Purse {
    fn from(saved: PurseSnapshot) -> Self {
        let mut purse = Self {
            debits: saved.debits,
            given: saved.given,
            expired: saved.expired,
            today: saved.today,
            ..Self::default()
        };
        purse.deficit = purse.debits.iter().map(|d| d.owed).sum();
        purse.pass_paid();
        for lot in saved.lots {
            purse.index(&lot);
            purse.lots.insert(lot.fact, lot);
        }
        purse
    }
}

impl Purse {
    pub fn balance(&self) -> i64 {
        self.open - self.deficit
    }

    /// Lots that still hold points, in spending order, pending ones among them.
    pub fn holding(&self) -> Vec<&Lot> {
        let mut lots: Vec<&Lot> = self.lots.values().filter(|l| l.life != LotPhase::Expired && l.open > 0).collect();
        lots.sort_by_key(|l| l.key(self.own));
        lots
    }

    /// The next day on which a lot wakes or dies.
    pub fn next_day(&self) -> Option<Day> {
        let dies = self.live.first().filter(|(e, ..)| *e != i64::MAX).map(|(e, ..)| Day(e + 1));
        let wakes = self.waking.first().map(|(day, _)| *day);
        [dies, wakes].into_iter().flatten().min()
    }

    /// Lets a day begin: what is over dies, what is due wakes and pays what is owed. Answers the lots that died and how much
    /// died with each. Days with a change must be passed one by one.
    pub fn begin_day(&mut self, today: Day) -> Vec<(FactId, i64)> {
        self.today = today;
        let mut died = Vec::new();
        while let Some(&(last, _, fact)) = self.live.first() {
            if last >= today.0 {
                break;
            }
            died.extend(self.expire_lot(fact.within(self.own)));
        }
        while let Some(&(day, fact)) = self.waking.first() {
            if day > today {
                break;
            }
            let fact = fact.within(self.own);
            if self.lots.get(&fact).is_some_and(|l| l.is_over(today)) {
                died.extend(self.expire_lot(fact));
            } else {
                self.relive(fact, LotPhase::Available);
            }
        }
        self.settle();
        died
    }

    /// Adds a lot; it pays what is owed at once if it can be spent. Answers what died on arrival.
    pub fn credit(&mut self, mut lot: Lot) -> Result<i64, Overflow> {
        let today = self.today;
        check(lot.points + self.open + self.pending)?;
        lot.life =
            if lot.spendable_on > today && !lot.is_over(today) { LotPhase::Pending } else { LotPhase::Available };
        let fact = lot.fact;
        self.index(&lot);
        self.lots.insert(fact, lot);
        let dead_on_arrival = if lot.is_over(today) { self.expire_lot(fact).map_or(0, |(_, n)| n) } else { 0 };
        self.settle();
        Ok(dead_on_arrival)
    }

    /// Takes points in spending order; what no lot has is owed.
    pub fn spend(&mut self, fact: FactId, points: i64) -> Result<Vec<LotDraw>, Overflow> {
        let mut draws = Vec::new();
        let left = self.draw_in_order(points, &mut draws);
        self.owe(fact, &draws, left)?;
        Ok(draws)
    }

    /// Takes back what a sale earned: from the sale's own lot first, then in spending order, then as the policy says. What
    /// died of the own lot is waived.
    pub fn claw_back(
        &mut self,
        fact: FactId,
        sale: FactId,
        points: i64,
        policy: RefundPolicy,
    ) -> Result<ClawbackResult, Overflow> {
        let mut out = ClawbackResult::default();
        let mut left = points;
        if let Some(own) = self.lots.get_mut(&sale) {
            if own.life == LotPhase::Expired {
                out.waived = left.min(own.open - own.waived);
                own.waived += out.waived;
                left -= out.waived;
            } else if own.life == LotPhase::Pending || policy != RefundPolicy::PendingOnly {
                left -= self.draw_from(sale, left, &mut out.draws);
            }
        }
        if policy != RefundPolicy::PendingOnly {
            left = self.draw_in_order(left, &mut out.draws);
        }
        if policy != RefundPolicy::Deficit {
            out.waived += left;
            left = 0;
        }
        self.owe(fact, &out.draws, left)?;
        out.points = points - out.waived;
        Ok(out)
    }

    /// Gives points of a debit back to the lots they came from, last drawn first; a lot that has died stays dead.
    pub fn give_back(&mut self, fact: FactId, debit: FactId, points: i64) -> Vec<LotDraw> {
        let Some(at) = self.debits.iter().rposition(|d| d.fact == debit) else { return Vec::new() };
        let forgiven = points.min(self.debits[at].owed);
        self.debits[at].owed -= forgiven;
        self.deficit -= forgiven;
        self.pass_paid();
        let mut left = points - forgiven;
        let mut to = Vec::new();
        while left > 0 {
            let Some((draw, later)) = self.debits[at].draws.pop() else { break };
            let back = left.min(draw.points.0);
            if back < draw.points.0 {
                let rest = LotDraw { points: Points(draw.points.0 - back), ..draw };
                self.debits[at].draws.push((rest, later));
            }
            self.put(draw.lot, back);
            to.push(LotDraw { lot: draw.lot, points: Points(back) });
            left -= back;
        }
        self.given.push(GiveBack { fact, to: to.clone(), forgiven });
        self.settle();
        to
    }

    /// Whether a lot's last day has passed.
    pub fn is_expired(&self, lot: FactId) -> bool {
        self.lots.get(&lot).is_some_and(|l| l.life == LotPhase::Expired)
    }

    /// What can still be given back of a debit.
    pub fn still_taken(&self, debit: FactId) -> i64 {
        let found = self.debits.iter().rfind(|d| d.fact == debit);
        found.map_or(0, |d| d.owed + d.draws.iter().map(|(draw, _)| draw.points.0).sum::<i64>())
    }

    /// Reverses a credit (from that very lot) or an earlier giving back (from the lots it went to).
    pub fn take_back(&mut self, fact: FactId, of: FactId, points: i64) -> Result<Vec<LotDraw>, Overflow> {
        let mut draws = Vec::new();
        let mut left = points;
        if self.lots.contains_key(&of) {
            left -= self.reclaim(of, left, &mut draws);
        } else if let Some(at) = self.given.iter().rposition(|g| g.fact == of) {
            let given = self.given.remove(at);
            for draw in given.to.iter().rev() {
                left -= self.reclaim(draw.lot, draw.points.0.min(left), &mut draws);
            }
        }
        self.owe(fact, &draws, left)?;
        self.settle();
        Ok(draws)
    }

    /// Two files become one: their lots and debits join, and what one owes the other's points pay.
    pub fn join(&mut self, other: Self) -> Result<(), Overflow> {
        check(self.open + self.pending + other.open + other.pending)?;
        check(self.deficit + other.deficit)?;
        for (fact, lot) in other.lots {
            self.index(&lot);
            self.lots.insert(fact, lot);
        }
        self.deficit += other.deficit;
        self.expired += other.expired;
        self.debits.extend(other.debits);
        self.pass_paid();
        self.given.extend(other.given);
        self.settle();
        Ok(())
    }

    /// The smallest purse that behaves the same for later credits, debits and days: lots summed by their last day.
    pub fn compact(&self) -> Self {
        let mut sums: BTreeMap<(Option<Day>, Option<Day>), i64> = BTreeMap::new();
        for lot in self.holding() {
            let waits = (lot.life == LotPhase::Pending).then_some(lot.spendable_on);
            *sums.entry((lot.expires_on, waits)).or_default() += lot.open;
        }
        // Nothing that comes later names one of these lots, so they need no name but a different one each.
        let nameless = (1..).map(|n| FactId(-n));
        let lots = sums.into_iter().zip(nameless).map(|(((expires_on, waits), open), fact)| {
            let life = if waits.is_some() { LotPhase::Pending } else { LotPhase::Available };
            let spendable_on = waits.unwrap_or_default();
            Lot { fact, at: Instant(0), points: open, open, spendable_on, expires_on, waived: 0, life }
        });
        let owing = Debit { fact: FactId(0), draws: Vec::new(), owed: self.deficit };
        Self::from(PurseSnapshot {
            lots: lots.collect(),
            debits: if self.deficit > 0 { vec![owing] } else { Vec::new() },
            given: Vec::new(),
            expired: self.expired,
            today: self.today,
        })
    }

    fn index(&mut self, lot: &Lot) {
        match lot.life {
            LotPhase::Pending => {
                // One that holds nothing changes nothing when its day comes.
                if lot.open > 0 {
                    self.waking.insert((lot.wakes_on(), lot.fact.joined(self.own)));
                }
                self.pending += lot.open;
            }
            LotPhase::Available => {
                self.open += lot.open;
                if lot.open > 0 {
                    self.live.insert(lot.key(self.own));
                }
            }
            LotPhase::Expired => {}
        }
    }

    fn unindex(&mut self, lot: &Lot) {
        match lot.life {
            LotPhase::Pending => {
                self.waking.remove(&(lot.wakes_on(), lot.fact.joined(self.own)));
                self.pending -= lot.open;
            }
            LotPhase::Available => {
                self.open -= lot.open;
                self.live.remove(&lot.key(self.own));
            }
            LotPhase::Expired => {}
        }
    }

    fn relive(&mut self, fact: FactId, life: LotPhase) {
        if let Some(mut lot) = self.lots.get(&fact).copied() {
            self.unindex(&lot);
            lot.life = life;
            self.index(&lot);
            self.lots.insert(fact, lot);
        }
    }

    fn expire_lot(&mut self, fact: FactId) -> Option<(FactId, i64)> {
        self.relive(fact, LotPhase::Expired);
        let open = self.lots.get(&fact)?.open;
        self.expired += open;
        (open > 0).then_some((fact, open))
    }

    /// Changes what a lot holds, keeping every sum in step. A spent lot whose last day has passed meanwhile is dead, and one whose first day
    /// has come can be spent.
    fn set_open(&mut self, fact: FactId, open: i64) {
        if let Some(mut lot) = self.lots.get(&fact).copied() {
            self.unindex(&lot);
            if lot.life == LotPhase::Pending && lot.wakes_on() <= self.today {
                lot.life = LotPhase::Available;
            }
            if lot.life == LotPhase::Available && lot.is_over(self.today) {
                lot.life = LotPhase::Expired;
                self.expired += lot.open;
            }
            if lot.life == LotPhase::Expired {
                self.expired += open - lot.open;
            }
            lot.open = open;
            self.index(&lot);
            self.lots.insert(fact, lot);
        }
    }

    fn put(&mut self, lot: FactId, points: i64) {
        let open = self.lots.get(&lot).map_or(0, |l| l.open);
        self.set_open(lot, open + points);
    }

    fn draw_from(&mut self, lot: FactId, most: i64, draws: &mut Vec<LotDraw>) -> i64 {
        let open = self.lots.get(&lot).map_or(0, |l| l.open - l.waived);
        let taken = open.min(most).max(0);
        if taken > 0 {
            self.put(lot, -taken);
            draws.push(LotDraw { lot, points: Points(taken) });
        }
        taken
    }

    fn draw_in_order(&mut self, points: i64, draws: &mut Vec<LotDraw>) -> i64 {
        let mut left = points;
        while left > 0 {
            let Some(&(_, _, lot)) = self.live.first() else { break };
            left -= self.draw_from(lot.within(self.own), left, draws);
        }
        left
    }

    /// Takes from one lot, also what it paid for debits that were owed before it came.
    fn reclaim(&mut self, lot: FactId, points: i64, draws: &mut Vec<LotDraw>) -> i64 {
        let missing = points - self.lots.get(&lot).map_or(0, |l| l.open - l.waived).min(points);
        let mut freed = 0;
        work::looked_at(self.debits.len());
        for debit in self.debits.iter_mut().rev() {
            for (draw, later) in debit.draws.iter_mut().rev() {
                if freed < missing && *later && draw.lot == lot {
                    let back = draw.points.0.min(missing - freed);
                    draw.points.0 -= back;
                    debit.owed += back;
                    freed += back;
                }
            }
            debit.draws.retain(|(draw, _)| draw.points.0 > 0);
        }
        self.deficit += freed;
        // Any debit may be owed something again.
        self.owed_from = 0;
        self.pass_paid();
        self.put(lot, freed);
        self.draw_from(lot, points, draws)
    }

    fn owe(&mut self, fact: FactId, draws: &[LotDraw], owed: i64) -> Result<(), Overflow> {
        check(self.deficit + owed)?;
        self.deficit += owed;
        let draws = draws.iter().map(|d| (*d, false)).collect();
        self.debits.push(Debit { fact, draws, owed });
        self.pass_paid();
        Ok(())
    }

    /// Goes past the debits that are owed nothing.
    fn pass_paid(&mut self) {
        let from = self.owed_from;
        self.owed_from += self.debits.iter().skip(from).take_while(|debit| debit.owed == 0).count();
        work::looked_at(self.owed_from - from + 1);
    }

    /// Pays what is owed from what is open, oldest debit first.
    fn settle(&mut self) {
        if self.deficit == 0 || self.open == 0 {
            return;
        }
        while self.owed_from < self.debits.len() {
            let at = self.owed_from;
            let owed = self.debits[at].owed;
            let mut draws = Vec::new();
            let left = self.draw_in_order(owed, &mut draws);
            self.debits[at].draws.extend(draws.into_iter().map(|d| (d, true)));
            self.debits[at].owed = left;
            self.deficit -= owed - left;
            self.pass_paid();
            if left > 0 || self.open == 0 {
                return;
            }
        }
    }
}

fn check(sum: i64) -> Result<(), Overflow> {
    if (-LIMIT..=LIMIT).contains(&sum) { Ok(()) } else { Err(Overflow) }
}
