//! Writes the trace: every row that explains the state, as the machine makes it. A machine that runs in bulk has none.

use super::book::Refunded;
use super::view::{EntryKind, LedgerEntry, LotDraw, PurchaseRow, TierCause, TierStep, Trace};
use crate::domain::day::{Day, Instant};
use crate::domain::fact::Fact;
use crate::domain::num::{FactId, Money, Points};
use std::collections::HashMap;

/// A ledger line in the making.
pub(super) struct LedgerLine<'a> {
    pub fact: &'a Fact,
    pub day: Day,
    pub kind: EntryKind,
    pub points: i64,
    pub lots: Vec<LotDraw>,
    /// Balance after it.
    pub balance: i64,
    pub of: Option<FactId>,
}

/// A trace, and where in it stands what later rows are about: a history can be long.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Notebook {
    trace: Trace,
    /// The newest entry of each fact.
    entries: HashMap<FactId, usize>,
    /// The purchase of each fact.
    purchases: HashMap<FactId, usize>,
}

impl Notebook {
    fn entry(&mut self, entry: LedgerEntry) {
        self.entries.insert(entry.fact, self.trace.entries.len());
        self.trace.entries.push(entry);
    }

    fn purchase(&mut self, row: PurchaseRow) {
        self.purchases.insert(row.fact, self.trace.purchases.len());
        self.trace.purchases.push(row);
    }

    /// Finds everything again after the rows have got another order.
    fn index(&mut self) {
        self.entries = self.trace.entries.iter().enumerate().map(|(at, entry)| (entry.fact, at)).collect();
        self.purchases = self.trace.purchases.iter().enumerate().map(|(at, row)| (row.fact, at)).collect();
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Scribe(Option<Box<Notebook>>);

impl Scribe {
    pub fn awake() -> Self {
        Self(Some(Box::default()))
    }

    pub fn is_awake(&self) -> bool {
        self.0.is_some()
    }

    pub fn take(&mut self) -> Trace {
        self.0.take().map(|notes| notes.trace).unwrap_or_default()
    }

    pub fn step(&mut self, mut step: TierStep, fact: Option<FactId>) {
        step.fact = fact;
        if let Some(notes) = self.0.as_mut() {
            notes.trace.tier_steps.push(step);
        }
    }

    /// A tier set, ended or resumed by hand: `to` and `until` are what is shown afterwards.
    pub fn by_hand(
        &mut self,
        day: Day,
        fact: Option<FactId>,
        from: &str,
        (to, until): (&str, Option<Day>),
        cause: TierCause,
    ) {
        let (from, to) = (from.to_owned(), to.to_owned());
        let step = TierStep { day, fact, from, to, until, cause, window_from: None, spend: Money(0), orders: 0 };
        self.step(step, fact);
    }

    pub fn line(&mut self, line: LedgerLine<'_>) {
        let Some(notes) = self.0.as_mut() else { return };
        let fact = line.fact;
        let is_credit = line.points > 0 && line.of.is_none();
        notes.entry(LedgerEntry {
            fact: fact.id,
            op: fact.op,
            kind: line.kind,
            points: Points(line.points),
            at: fact.at,
            day: line.day,
            balance_after: Points(line.balance),
            spendable_on: if is_credit { fact.spendable_on } else { None },
            expires_on: if is_credit { fact.expires_on } else { None },
            lots: line.lots,
            reference: fact.reference.clone(),
            reverses: line.of,
        });
    }

    pub fn sale(&mut self, fact: &Fact, day: Day) {
        if let Some(notes) = self.0.as_mut() {
            notes.purchase(purchase(fact, day, fact.amount.0, fact.points_paid.unwrap_or_default().0));
        }
    }

    pub fn refund(&mut self, fact: &Fact, day: Day, refund: Option<&Refunded>, clawed: i64) {
        let Some(notes) = self.0.as_mut() else { return };
        let said = (fact.amount.0, fact.points_paid.unwrap_or_default().0);
        let (amount, points_paid) = refund.map_or(said, |r| (r.amount, r.points_paid));
        let mut row = purchase(fact, day, -amount, -points_paid);
        row.points = Points(-clawed);
        row.sale = refund.map(|r| r.sale);
        let sold = row.sale.and_then(|sale| notes.purchases.get(&sale));
        if let Some(sold) = sold.and_then(|at| notes.trace.purchases.get_mut(*at)) {
            sold.refunded = Money(sold.refunded.0 + amount);
            sold.taken_back |= refund.is_some_and(|r| r.order_gone);
        }
        notes.purchase(row);
    }

    /// What a lot still held when its last day passed; below zero, what a reversal took from a dead lot.
    pub fn expiry(&mut self, lot: FactId, points: i64, at: Instant, day: Day, balance: i64) {
        let Some(notes) = self.0.as_mut() else { return };
        let credit = notes.entries.get(&lot).and_then(|at| notes.trace.entries.get(*at));
        let (op, reference) = credit.map(|e| (e.op, e.reference.clone())).unwrap_or_default();
        notes.entry(LedgerEntry {
            fact: lot,
            op,
            kind: EntryKind::Expire,
            points: Points(-points),
            at,
            day,
            balance_after: Points(balance),
            spendable_on: None,
            expires_on: None,
            lots: vec![LotDraw { lot, points: Points(points.abs()) }],
            reference,
            reverses: None,
        });
    }

    /// Two files become one: their rows stand in one order.
    pub fn join(&mut self, other: Self) {
        if let (Some(notes), Some(theirs)) = (self.0.as_mut(), other.0) {
            let (mine, theirs) = (&mut notes.trace, theirs.trace);
            mine.entries.extend(theirs.entries);
            mine.entries.sort_by_key(|e| e.at);
            mine.purchases.extend(theirs.purchases);
            mine.purchases.sort_by_key(|p| p.at);
            mine.tier_steps.extend(theirs.tier_steps);
            mine.tier_steps.sort_by_key(|s| s.day);
            notes.index();
        }
    }
}

fn purchase(fact: &Fact, day: Day, amount: i64, points_paid: i64) -> PurchaseRow {
    PurchaseRow {
        fact: fact.id,
        op: fact.op,
        at: fact.at,
        day,
        amount: Money(amount),
        points_paid: Money(points_paid),
        points: fact.points,
        refunded: Money(0),
        taken_back: false,
        reference: fact.reference.clone(),
        sale: None,
    }
}
