//! The table of order references against the facts that have them.
//!
//! Looking each of millions up would read the table at random. So both sides are summed while they are read in their own
//! order. Of a purchase that was moved several facts have the reference and the table has one: those few are looked up and taken out of
//! both sums. Only where the sums differ then is each reference looked up: two may share a hash, and of a reference that was undone and
//! imported again the table has one fact only.

use super::TaskResult;
use crate::domain::fact::{Fact, FactKind};
use crate::domain::num::FactId;
use crate::domain::verification::Discrepancy;
use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::import::order_hash;
use std::collections::HashSet;

/// References and facts, whatever their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct OrderKeySum {
    pairs: u64,
    sum: u64,
}

impl OrderKeySum {
    fn add(&mut self, hash: i64, fact: FactId) {
        self.pairs = self.pairs.wrapping_add(1);
        self.sum = self.sum.wrapping_add(mixed(hash, fact));
    }

    fn take(&mut self, hash: i64, fact: FactId) {
        self.pairs = self.pairs.wrapping_sub(1);
        self.sum = self.sum.wrapping_sub(mixed(hash, fact));
    }

    /// A fact was read; `through`: the table has those up to it.
    pub fn saw(&mut self, fact: &Fact, through: FactId) {
        if let Some(reference) = &fact.reference
            && is_filed(fact)
            && fact.id <= through
        {
            self.add(order_hash(reference), fact.id);
        }
    }

    pub fn plus(&mut self, other: Self) {
        self.pairs = self.pairs.wrapping_add(other.pairs);
        self.sum = self.sum.wrapping_add(other.sum);
    }
}

fn mixed(hash: i64, fact: FactId) -> u64 {
    let mixed = (hash.cast_unsigned() ^ fact.0.cast_unsigned().rotate_left(32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed ^ (mixed >> 29)
}

fn is_filed(fact: &Fact) -> bool {
    matches!(fact.kind, FactKind::Sale | FactKind::Refund)
}

pub(super) fn check(store: &Store) -> Result<TaskResult, StoreError> {
    let mut filed = OrderKeySum::default();
    let mut statement = store.db.prepare("SELECT hash, fact FROM order_key")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        filed.add(row.get(0)?, FactId(row.get(1)?));
    }
    Ok(TaskResult { filed, ..TaskResult::default() })
}

/// What is wrong where the sums of the facts and of the table differ.
pub(super) fn mismatch(
    store: &Store,
    mut facts: OrderKeySum,
    mut table: OrderKeySum,
) -> Result<Option<Discrepancy>, StoreError> {
    let wrong = take_out_moved(store, &mut facts, &mut table)?;
    if wrong.is_some() || facts == table { Ok(wrong) } else { one_by_one(store) }
}

/// Takes out of both sums what has the reference of a purchase or refund that was moved, or answers what is wrong with one.
fn take_out_moved(
    store: &Store,
    facts: &mut OrderKeySum,
    table: &mut OrderKeySum,
) -> Result<Option<Discrepancy>, StoreError> {
    let through = store.order_keys_through()?;
    let (mut seen, mut looked_up) = (HashSet::new(), HashSet::new());
    for moved in store.moved_facts()? {
        let Some(reference) = moved.reference.clone() else { continue };
        let hash = order_hash(&reference);
        let mut one = Some(moved);
        while let Some(fact) = one.filter(|fact| seen.insert(fact.id)) {
            if fact.id <= through {
                facts.take(hash, fact.id);
            }
            if !is_found(store, fact.id)? {
                return Ok(Some(Discrepancy::Table { table: "order_key".to_owned(), row: hash.to_string() }));
            }
            one = fact.moved_from().map(|before| store.fact(before)).transpose()?.flatten();
        }
        if let Some((under, fact)) = store.filed_under(&reference)?
            && looked_up.insert(reference)
        {
            table.take(under, fact);
        }
    }
    Ok(None)
}

#[cfg(test)]
impl Store {
    /// Whether facts and table tie out without looking each reference up.
    pub(crate) fn references_tie_out(&self) -> Result<bool, StoreError> {
        let (mut facts, mut table) = (OrderKeySum::default(), check(self)?.filed);
        let through = self.order_keys_through()?;
        self.references_after(FactId(0), |key| {
            if key.fact <= through {
                facts.add(key.hash, key.fact);
            }
            Ok(())
        })?;
        Ok(take_out_moved(self, &mut facts, &mut table)?.is_none() && facts == table)
    }
}

/// Looks every reference up, and every fact that the table names.
fn one_by_one(store: &Store) -> Result<Option<Discrepancy>, StoreError> {
    let through = store.order_keys_through()?;
    let wrong = |hash: i64| Some(Discrepancy::Table { table: "order_key".to_owned(), row: hash.to_string() });
    let mut missing = None;
    store.references_after(FactId(0), |key| {
        if missing.is_none() && key.fact <= through && !is_found(store, key.fact)? {
            missing = wrong(key.hash);
        }
        Ok(())
    })?;
    if missing.is_some() {
        return Ok(missing);
    }
    let mut statement = store.db.prepare("SELECT hash, fact FROM order_key")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (hash, fact): (i64, i64) = (row.get(0)?, row.get(1)?);
        let fact = store.fact(FactId(fact))?.filter(is_filed);
        let Some(reference) = fact.and_then(|f| f.reference) else { return Ok(wrong(hash)) };
        if store.filed_under(&reference)?.is_none_or(|(under, _)| under != hash) {
            return Ok(wrong(hash));
        }
    }
    Ok(None)
}

/// Whether a fact's reference leads to it, or to a later fact that has the same; where it counts no more, to any.
fn is_found(store: &Store, fact: FactId) -> Result<bool, StoreError> {
    let Some(reference) = store.fact(fact)?.and_then(|f| f.reference) else { return Ok(false) };
    let Some((_, filed)) = store.filed_under(&reference)? else { return Ok(false) };
    Ok(filed == fact || !store.counts(fact)? || (filed > fact && store.counts(filed)?))
}
