//! Rows that share a reference: lines of one order that are added up, one order that stands there twice, or a contradiction.

use super::{Known, PurchaseInput, Settlement};
use crate::domain::import::reject::{CellReject, RowReject};
use crate::domain::import::target::ImportField;
use crate::domain::num::{LIMIT, Money};
use std::collections::BTreeMap;
use std::collections::hash_map::Entry;

/// References that are named of those that stand in a file more than once.
const NAMED: usize = 5;

/// Orders of a file that are worth a look, as those that stand in it more than once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RepeatedOrders {
    /// How many rows that are.
    pub rows: u64,
    /// References of the first of them.
    pub first: Vec<String>,
}

impl RepeatedOrders {
    pub fn add(&mut self, reference: &str, rows: usize) {
        self.rows += u64::try_from(rows).unwrap_or(0);
        if self.first.len() < NAMED {
            self.first.push(reference.to_owned());
        }
    }

    pub fn plus(&mut self, other: &Self) {
        self.rows += other.rows;
        let left = NAMED.saturating_sub(self.first.len());
        self.first.extend(other.first.iter().take(left).cloned());
    }
}

/// Rows after the lines of each order were added up.
pub(super) struct AddedUp<'a> {
    pub(super) rows: Vec<PurchaseInput<'a>>,
    /// Rows that went into another one.
    pub(super) lines: u64,
    pub(super) rejected: Vec<(u64, CellReject)>,
}

/// Adds up the lines of each order.
pub(super) fn add_up<'a>(rows: Vec<PurchaseInput<'a>>, known: &Known<'_>) -> AddedUp<'a> {
    let mut out = AddedUp { rows: Vec::with_capacity(rows.len()), lines: 0, rejected: Vec::new() };
    let mut orders: BTreeMap<&'a str, Vec<PurchaseInput<'a>>> = BTreeMap::new();
    for row in rows {
        if row.reference.is_empty() { out.rows.push(row) } else { orders.entry(row.reference).or_default().push(row) }
    }
    for (reference, mut lines) in orders {
        lines.sort_by_key(|row| row.line);
        match order_of(&lines, known) {
            Ok(order) => {
                out.lines += u64::try_from(lines.len() - 1).unwrap_or(0);
                out.rows.push(order);
            }
            Err((column, reason)) => {
                let bad = CellReject { column: Some(column), reason, value: reference.to_owned() };
                out.rejected.extend(lines.iter().map(|row| (row.line, bad.clone())));
            }
        }
    }
    out
}

/// The order that lines make together, or the column in which they contradict each other.
fn order_of<'a>(lines: &[PurchaseInput<'a>], known: &Known<'_>) -> Result<PurchaseInput<'a>, (ImportField, RowReject)> {
    let mut order = lines[0];
    if lines.len() == 1 {
        return Ok(order);
    }
    let contradiction = || RowReject::OrderLines { lines: lines.iter().map(|row| row.line).collect() };
    for line in lines {
        if known.zone.day_of(line.at) != known.zone.day_of(order.at) || line.refund_of != order.refund_of {
            return Err((ImportField::OrderRef, contradiction()));
        }
        if known.label(line.store) != known.label(order.store)
            || known.label(line.channel) != known.label(order.channel)
        {
            return Err((ImportField::OrderRef, contradiction()));
        }
    }
    let signed = |row: &PurchaseInput<'_>, money: Money| i128::from(if row.refund { -money.0 } else { money.0 });
    let total: i128 = lines.iter().map(|row| signed(row, row.amount)).sum();
    let paid: i128 = lines.iter().map(|row| signed(row, row.points_paid.unwrap_or_default())).sum();
    let within = |sum: i128| i64::try_from(sum.abs()).ok().filter(|n| *n <= LIMIT).map(Money);
    let too_large = (ImportField::Amount, RowReject::TooLarge);
    order.amount = within(total).ok_or_else(|| too_large.clone())?;
    order.refund = total < 0 || (total == 0 && lines.iter().all(|row| row.refund));
    if lines.iter().any(|row| row.points_paid.is_some()) {
        order.points_paid = Some(within(paid).ok_or(too_large)?);
    }
    if order.points_paid.is_some_and(|paid| paid > order.amount) {
        return Err((ImportField::PointsPaid, RowReject::PointsPaidAboveAmount));
    }
    order.at = lines.iter().map(|row| row.at).min().unwrap_or(order.at);
    Ok(order)
}

impl Settlement<'_, '_> {
    /// Of several rows with one reference that say the same the first counts; those that differ are all rejected, as nobody
    /// knows which of them is meant.
    pub(super) fn choose_among_equal_references(&mut self) {
        let mut repeated: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (place, row) in self.rows.iter().enumerate().filter(|(_, row)| !row.reference.is_empty()) {
            match self.first.entry(row.reference) {
                Entry::Vacant(free) => {
                    free.insert(place);
                }
                Entry::Occupied(first) => repeated.entry(*first.get()).or_default().push(place),
            }
        }
        for (first, others) in repeated {
            self.choose(first, &others);
        }
        for place in self.open() {
            let row = self.rows[place];
            if row.reference_elsewhere && !row.reference.is_empty() && !self.stored.contains_key(row.reference) {
                self.first.remove(row.reference);
                self.reject(place, row.ref_conflict());
            }
        }
    }

    fn choose(&mut self, first: usize, others: &[usize]) {
        let row = self.rows[first];
        if others.iter().all(|place| self.same_row(&row, &self.rows[*place])) {
            self.repeated.add(row.reference, others.len());
            // What is on file already is recognised row by row.
            if !self.stored.contains_key(row.reference) && !row.reference_elsewhere {
                for place in others {
                    self.is_unchanged(*place);
                }
            }
            return;
        }
        let all: Vec<usize> = std::iter::once(first).chain(others.iter().copied()).collect();
        let mut lines: Vec<u64> = all.iter().map(|place| self.rows[*place].line).collect();
        lines.sort_unstable();
        self.first.remove(row.reference);
        for place in all {
            let reason = RowReject::OrderLines { lines: lines.clone() };
            let value = row.reference.to_owned();
            self.reject(place, CellReject { column: Some(ImportField::OrderRef), reason, value });
        }
    }
}
