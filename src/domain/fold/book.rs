//! The purchases of a member: which are orders, what money was kept, and what each refund takes back.

use super::view::PurchasesView;
use super::work;
use crate::domain::day::{Day, Instant};
use crate::domain::fact::Fact;
use crate::domain::num::{FactId, FileNumber, Money, Overflow};
use crate::domain::program::Program;
use crate::domain::refund::{Parts, points_part, proportion};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A sale and what has been refunded of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Sale {
    pub day: Day,
    pub at: Instant,
    /// Its place among the sales in effective order, from 1.
    pub turn: u64,
    pub amount: i64,
    pub points_paid: i64,
    pub refunded: i64,
    pub refunded_points_paid: i64,
    pub earned: i64,
    pub rating: i64,
    /// Clawed back and waived so far.
    pub taken: i64,
    /// A refund has taken all of it, also where that was nothing.
    #[serde(skip)]
    gone: bool,
    /// It has bought a tier before (only said for sales that came with a merge; else the turn tells).
    pub bought: bool,
    pub reference: Option<String>,
    /// The refund with which goes back what is redeemed on the order later: the one by which the purchase was moved away, else the
    /// newest that has a day and no time, for that day. A resume point has no sales.
    #[serde(skip)]
    day_refund: Option<Box<(Fact, Refunded)>>,
}

impl Sale {
    /// Money kept: amount less what was paid with points, less what of it went back.
    pub fn net(&self) -> i64 {
        (self.amount - self.points_paid) - (self.refunded - self.refunded_points_paid)
    }

    /// A purchase is an order until all of it has been refunded.
    pub fn is_order(&self) -> bool {
        !self.gone
    }
}

/// What one refund does to its sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Refunded {
    pub sale: FactId,
    pub sale_day: Day,
    /// How much it takes: what is left of the sale at most. A moved purchase has nothing left for its later refunds.
    pub amount: i64,
    /// The part of the refund that goes back as points, in money.
    pub points_paid: i64,
    pub money: i64,
    /// Points to claw back or waive.
    pub claw: i64,
    /// Whether the sale stopped being an order.
    pub order_gone: bool,
    /// Cumulative share of the points spent on the sale that has gone back: numerator and denominator.
    pub share: (i64, i64),
}

/// A refund that names no sale. It has its turn like a sale.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Unmatched {
    day: Day,
    at: Instant,
    turn: u64,
    money: i64,
    bought: bool,
}

/// What a sale, or a refund without one, adds to its day now.
#[derive(Debug, Clone, Copy)]
pub(super) struct QualifyingShare {
    pub day: Day,
    pub turn: u64,
    /// It has bought a tier before it came here.
    pub bought: bool,
    pub spend: i64,
    pub orders: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Book {
    pub sales: BTreeMap<FactId, Sale>,
    /// A resume point has none: only refunds of sales ask for them, and those need the whole history.
    #[serde(skip)]
    unmatched: Vec<Unmatched>,
    /// Orders a business day. A resume point keeps only the first and the last two.
    order_days: BTreeMap<Day, i64>,
    /// Days that a resume point no longer lists.
    unlisted_days: i64,
    pub turns: u64,
    orders: i64,
    net: i64,
    /// Redemptions that name an order, in effective order.
    redemptions: Vec<Redemption>,
    /// The sales of each order, and the places of what was redeemed on it. A resume point has neither.
    #[serde(skip)]
    by_order: BTreeMap<String, OrderIndex>,
}

/// Where to find what belongs to an order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct OrderIndex {
    sales: BTreeSet<FactId>,
    redemptions: Vec<usize>,
}

/// Points spent on an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Redemption {
    fact: FactId,
    order: String,
    /// Points spent and not undone.
    points: i64,
    /// Of these, given back by refunds.
    returned: i64,
}

impl Book {
    pub fn view(&self) -> PurchasesView {
        PurchasesView {
            count: self.orders,
            days: self.days(),
            net_spend: Money(self.net),
            first_on: self.order_days.keys().next().copied(),
            last_on: self.last_two().0,
        }
    }

    /// The last day with an order and the one before it.
    pub fn last_two(&self) -> (Option<Day>, Option<Day>) {
        let mut days = self.order_days.keys().rev().copied();
        (days.next(), days.next())
    }

    pub fn first_day(&self) -> Option<Day> {
        self.order_days.keys().next().copied()
    }

    fn days(&self) -> i64 {
        i64::try_from(self.order_days.len()).unwrap_or(i64::MAX).saturating_add(self.unlisted_days)
    }

    /// A purchase; answers the money kept and its turn.
    pub fn sale(&mut self, fact: &Fact, day: Day) -> Result<(i64, u64), Overflow> {
        self.turns += 1;
        let sale = Sale {
            day,
            at: fact.at,
            turn: self.turns,
            amount: fact.amount.0,
            points_paid: fact.points_paid.unwrap_or_default().0,
            refunded: 0,
            refunded_points_paid: 0,
            earned: fact.points.0,
            rating: fact.rating,
            taken: 0,
            gone: false,
            bought: false,
            reference: fact.reference.clone(),
            day_refund: None,
        };
        self.net = Money(self.net).plus(Money(sale.net()))?.0;
        self.orders += 1;
        *self.order_days.entry(day).or_default() += 1;
        let net = sale.net();
        if let Some(order) = &sale.reference {
            self.by_order.entry(order.clone()).or_default().sales.insert(fact.id);
        }
        self.sales.insert(fact.id, sale);
        Ok((net, self.turns))
    }

    /// A refund that names no sale: it lowers net spend on its own day and nothing else.
    pub fn unmatched_refund(&mut self, fact: &Fact, day: Day) -> Result<i64, Overflow> {
        let money = fact.amount.0 - fact.points_paid.unwrap_or_default().0;
        self.net = Money(self.net).minus(Money(money))?.0;
        self.turns += 1;
        self.unmatched.push(Unmatched { day, at: fact.at, turn: self.turns, money, bought: false });
        Ok(money)
    }

    /// Every sale, and every refund without one, as it counts now.
    pub fn shares(&self) -> impl Iterator<Item = QualifyingShare> + '_ {
        let sales = self.sales.values().map(|s| QualifyingShare {
            day: s.day,
            turn: s.turn,
            bought: s.bought,
            spend: s.net(),
            orders: i64::from(s.is_order()),
        });
        let unmatched = self.unmatched.iter();
        let unmatched = unmatched.map(|u| QualifyingShare {
            day: u.day,
            turn: u.turn,
            bought: u.bought,
            spend: -u.money,
            orders: 0,
        });
        sales.chain(unmatched)
    }

    /// The last turn of a day or an earlier one.
    pub fn turns_through(&self, day: Day) -> u64 {
        self.shares().filter(|s| s.day > day).map(|s| s.turn - 1).min().unwrap_or(self.turns)
    }

    /// Before two files become one: what has bought a tier in its own file says so itself from here on.
    pub fn note_bought(&mut self, marker: u64) {
        for sale in self.sales.values_mut() {
            sale.bought |= sale.turn <= marker;
        }
        for unmatched in &mut self.unmatched {
            unmatched.bought |= unmatched.turn <= marker;
        }
    }

    /// A refund of a sale in this book, which takes what is left at most; `None` where the sale is not here. `day_begins`: where a refund without a time stands,
    /// unless its sale is later.
    pub fn refund(
        &mut self,
        fact: &Fact,
        day_begins: Instant,
        program: &Program,
    ) -> Result<Option<Refunded>, Overflow> {
        let Some((id, sale)) = fact.link.and_then(|id| self.sales.get_mut(&id).map(|s| (id, s))) else {
            return Ok(None);
        };
        let was_order = sale.is_order();
        let amount = fact.amount.0.min(sale.amount - sale.refunded);
        let whole = Parts { amount: sale.amount, points_paid: sale.points_paid };
        let gone = Parts { amount: sale.refunded, points_paid: sale.refunded_points_paid };
        let points_paid = points_part(whole, gone, amount, fact.points_paid.map(|said| said.0));
        sale.refunded += amount;
        sale.gone = sale.refunded == sale.amount;
        sale.refunded_points_paid += points_paid;
        let kept = program.points_for(Money(sale.net()), sale.rating)?.0;
        let claw = (sale.earned - kept - sale.taken).clamp(0, sale.earned - sale.taken);
        sale.taken += claw;
        let money = amount - points_paid;
        let order_gone = was_order && !sale.is_order();
        let share = if sale.points_paid > 0 {
            (sale.refunded_points_paid, sale.points_paid)
        } else {
            (sale.refunded.min(sale.amount), sale.amount)
        };
        let refunded = Refunded { sale: id, sale_day: sale.day, amount, points_paid, money, claw, order_gone, share };
        let has_no_time = fact.at == day_begins || fact.at == sale.at;
        let is_moved = sale.day_refund.as_ref().is_some_and(|refund| refund.0.moved_away().is_some());
        if !is_moved {
            sale.day_refund = has_no_time.then(|| Box::new((fact.clone(), refunded)));
        }
        self.net = Money(self.net).minus(Money(money))?.0;
        if order_gone {
            self.drop_order(refunded.sale_day);
        }
        Ok(Some(refunded))
    }

    /// Points were spent on an order.
    pub fn redeemed(&mut self, order: &str, fact: FactId, points: i64) {
        self.by_order.entry(order.to_owned()).or_default().redemptions.push(self.redemptions.len());
        self.redemptions.push(Redemption { fact, order: order.to_owned(), points, returned: 0 });
    }

    /// The refund of an order with which goes back what is redeemed on it at an instant: one that takes effect after everything
    /// of its day, or that by which the purchase was moved away later.
    pub fn refund_awaiting(&self, order: &str, redeemed: Instant, day_begins: Instant) -> Option<(Fact, Refunded)> {
        let goes_back = |refund: &&(Fact, Refunded)| match refund.0.moved_away() {
            Some(moved) => redeemed <= moved,
            None => refund.0.at >= day_begins,
        };
        let mut sales = self.by_order.get(order)?.sales.iter().filter_map(|id| self.sales.get(id));
        sales
            .find_map(|sale| {
                work::looked_at(1);
                sale.day_refund.as_deref().filter(goes_back)
            })
            .cloned()
    }

    /// A redemption was undone, as far as it had not been returned.
    pub fn redemption_undone(&mut self, fact: FactId, points: i64) {
        if let Some(redemption) = self.redemptions.iter_mut().rfind(|r| r.fact == fact) {
            redemption.points -= points;
        }
    }

    /// The points that a refund gives back, with the redemptions they come from, last spent first: in all, the refunded
    /// share of the points spent on the order, floored once over all refunds.
    pub fn give_back(&mut self, refund: &Refunded) -> Vec<(FactId, i64)> {
        let Some(order) = self.sales.get(&refund.sale).and_then(|s| s.reference.as_deref()) else { return Vec::new() };
        let Some(index) = self.by_order.get(order) else { return Vec::new() };
        work::looked_at(index.redemptions.len());
        let (mut spent, mut returned) = (0, 0);
        for redemption in index.redemptions.iter().filter_map(|at| self.redemptions.get(*at)) {
            spent += redemption.points;
            returned += redemption.returned;
        }
        let mut left = proportion(spent, refund.share.0, refund.share.1) - returned;
        let mut out = Vec::new();
        for at in index.redemptions.iter().rev() {
            let Some(redemption) = self.redemptions.get_mut(*at) else { continue };
            let back = left.min(redemption.points - redemption.returned);
            if back > 0 {
                redemption.returned += back;
                left -= back;
                out.push((redemption.fact, back));
            }
        }
        out
    }

    fn drop_order(&mut self, day: Day) {
        self.orders -= 1;
        if let Some(left) = self.order_days.get_mut(&day) {
            *left -= 1;
            if *left == 0 {
                self.order_days.remove(&day);
            }
        }
    }

    /// Two members' books become one. `own` is the number of the file that they are folded in.
    pub fn join(&mut self, other: Self, own: FileNumber) -> Result<(), Overflow> {
        self.net = Money(self.net).plus(Money(other.net))?.0;
        self.orders += other.orders;
        for (day, n) in other.order_days {
            *self.order_days.entry(day).or_default() += n;
        }
        self.sales.extend(other.sales);
        let before = self.redemptions.len();
        self.redemptions.extend(other.redemptions);
        for (order, theirs) in other.by_order {
            let index = self.by_order.entry(order).or_default();
            index.sales.extend(theirs.sales);
            index.redemptions.extend(theirs.redemptions.into_iter().map(|at| at + before));
        }
        self.unmatched.extend(other.unmatched);
        // The order of turns is the order in time, over both files.
        let sales = self.sales.iter_mut().map(|(id, s)| (s.at, s.turn, id.joined(own).0, &mut s.turn));
        let unmatched = self.unmatched.iter_mut().map(|u| (u.at, u.turn, 0, &mut u.turn));
        let mut by_time: Vec<(Instant, u64, i64, &mut u64)> = sales.chain(unmatched).collect();
        by_time.sort_unstable_by_key(|(at, turn, id, _)| (*at, *turn, *id));
        self.turns = 0;
        for (.., turn) in by_time {
            self.turns += 1;
            *turn = self.turns;
        }
        Ok(())
    }

    /// What later sales and days need.
    pub fn compact(&self) -> Self {
        let first = self.order_days.iter().next();
        let last_two = self.order_days.iter().rev().take(2);
        let order_days: BTreeMap<Day, i64> = first.into_iter().chain(last_two).map(|(d, _)| (*d, 1)).collect();
        let listed = i64::try_from(order_days.len()).unwrap_or(i64::MAX);
        Self {
            sales: BTreeMap::new(),
            unmatched: Vec::new(),
            unlisted_days: self.days() - listed,
            order_days,
            turns: 0,
            orders: self.orders,
            net: self.net,
            redemptions: Vec::new(),
            by_order: BTreeMap::new(),
        }
    }
}
