//! The table of order references against the facts that have them.
//!
//! Looking each of millions up would read the table at random. So both sides are summed while they are read in their own
//! order, and only where the sums differ is each reference looked up: two may share a hash, and of a reference that was
//! undone and imported again, or whose purchase was moved, the table has one fact only.

use super::TaskResult;
use crate::domain::fact::{Fact, FactKind};
use crate::domain::num::FactId;
use crate::domain::verification::Discrepancy;
use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::import::order_hash;

/// References and facts, whatever their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct OrderKeySum {
    pairs: u64,
    sum: u64,
}

impl OrderKeySum {
    fn add(&mut self, hash: i64, fact: FactId) {
        let mixed = (hash.cast_unsigned() ^ fact.0.cast_unsigned().rotate_left(32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.pairs += 1;
        self.sum = self.sum.wrapping_add(mixed ^ (mixed >> 29));
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
        self.pairs += other.pairs;
        self.sum = self.sum.wrapping_add(other.sum);
    }
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

/// Looks every reference up, and every fact that the table names.
pub(super) fn one_by_one(store: &Store) -> Result<Option<Discrepancy>, StoreError> {
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
