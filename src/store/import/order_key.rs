//! Order references: a 64-bit hash of each, and the fact that has it.
//!
//! The table is filled behind the facts, in the order of the hashes, because filling it row by row with the facts would touch
//! a page of it for each. Facts above `meta.order_key_through` are not in it yet; the next import adds them before it begins.
//! Where two references share a hash, the later one takes the next free number. Of several facts with one reference (what was undone
//! and came again, a purchase that was moved) the newest that counts is filed. References of other files' facts are those
//! files' own and are not filed: two shops may number their orders alike.

use super::super::Store;
use super::super::error::StoreError;
use super::super::write::Tx;
use crate::domain::fact::{Fact, FactKind};
use crate::domain::num::{FIRST_JOINED, FactId, OpSeq};
use rusqlite::{OptionalExtension, params};
use sha2::{Digest as _, Sha256};

/// Where `meta` says how far the table goes.
const THROUGH: &str = "order_key_through";

/// A reference's hash and the fact that has the reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct OrderKey {
    /// See [`order_hash`].
    pub hash: i64,
    pub fact: FactId,
}

/// An order reference in sixteen bytes: the beginning of its SHA-256.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrderDigest(pub [u8; 16]);

impl OrderDigest {
    pub fn of(reference: &str) -> Self {
        let digest = Sha256::digest(reference.as_bytes());
        let mut head = [0; 16];
        head.copy_from_slice(&digest[..16]);
        Self(head)
    }

    /// The number under which the reference is filed: the first eight bytes.
    pub fn hash(self) -> i64 {
        let (head, _) = self.0.split_at(8);
        head.iter().fold(0, |hash, byte| hash << 8 | i64::from(*byte))
    }
}

/// The number under which an order reference is filed.
pub fn order_hash(reference: &str) -> i64 {
    OrderDigest::of(reference).hash()
}

impl Store {
    /// Whether any order reference has been filed.
    pub fn has_order_keys(&self) -> Result<bool, StoreError> {
        Ok(self.db.prepare_cached("SELECT 1 FROM order_key LIMIT 1")?.exists([])?)
    }

    /// What is filed under a hash; it may be another reference's that shares it (see [`Store::fact_of_reference`]).
    pub fn order_key(&self, hash: i64) -> Result<Option<FactId>, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT fact FROM order_key WHERE hash = ?1")?;
        Ok(statement.query_row([hash], |row| row.get(0).map(FactId)).optional()?)
    }

    /// The fact that has a reference, where one is filed and no undo took its import away.
    pub fn fact_of_reference(&self, reference: &str) -> Result<Option<Fact>, StoreError> {
        let Some((_, id)) = self.filed_under(reference)? else { return Ok(None) };
        let fact = self.fact(id)?;
        Ok(match fact {
            Some(fact) if !self.is_voided(fact.op)? => Some(fact),
            _ => None,
        })
    }

    /// The number under which a reference is filed, and the fact there; `None` where it is not.
    pub(in crate::store) fn filed_under(&self, reference: &str) -> Result<Option<(i64, FactId)>, StoreError> {
        let mut hash = order_hash(reference);
        while let Some(id) = self.order_key(hash)? {
            match self.fact(id)? {
                Some(fact) if fact.reference.as_deref() == Some(reference) => return Ok(Some((hash, id))),
                _ => hash = hash.wrapping_add(1),
            }
        }
        Ok(None)
    }

    /// Whether no undo took a fact out of every fold.
    pub(in crate::store) fn counts(&self, fact: FactId) -> Result<bool, StoreError> {
        Ok(match self.fact(fact)? {
            Some(fact) => !self.is_voided(fact.op)?,
            None => false,
        })
    }

    fn is_voided(&self, op: OpSeq) -> Result<bool, StoreError> {
        let sql =
            "SELECT 1 FROM voided_batch WHERE batch = (SELECT COALESCE(batch, seq) FROM operation WHERE seq = ?1)";
        Ok(self.db.prepare_cached(sql)?.exists([op.0])?)
    }

    /// How far the table goes: facts up to this one are in it.
    pub fn order_keys_through(&self) -> Result<FactId, StoreError> {
        self.meta(THROUGH).map(FactId)
    }

    /// Calls `found` with every sale and refund of this file above a fact that has a reference.
    pub fn references_after(
        &self,
        after: FactId,
        mut found: impl FnMut(OrderKey) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let sql =
            "SELECT id, ref FROM fact WHERE id > ?1 AND id < ?4 AND kind IN (?2, ?3) AND ref IS NOT NULL ORDER BY id";
        let mut statement = self.db.prepare_cached(sql)?;
        let kinds = [FactKind::Sale, FactKind::Refund].map(FactKind::code);
        let mut rows = statement.query(params![after.0, kinds[0], kinds[1], FIRST_JOINED])?;
        while let Some(row) = rows.next()? {
            let hash = order_hash(row.get_ref(1)?.as_str().map_err(|e| StoreError::Damaged(e.to_string()))?);
            found(OrderKey { hash, fact: FactId(row.get(0)?) })?;
        }
        Ok(())
    }
}

impl Tx<'_> {
    /// Files references; quickest in the order of their hashes.
    pub fn file_order_keys(&self, keys: &[OrderKey]) -> Result<(), StoreError> {
        let mut insert = self.db.prepare_cached("INSERT OR IGNORE INTO order_key (hash, fact) VALUES (?1, ?2)")?;
        for key in keys {
            if insert.execute(params![key.hash, key.fact.0])? == 0 {
                self.file_beside(*key)?;
            }
        }
        Ok(())
    }

    /// The number is taken: by the same reference (an earlier run, or an import that was undone), or by another one.
    fn file_beside(&self, key: OrderKey) -> Result<(), StoreError> {
        let reference = |id| Ok::<_, StoreError>(self.fact(id)?.and_then(|f| f.reference));
        let wanted = reference(key.fact)?;
        let mut hash = key.hash;
        while let Some(taken) = self.order_key(hash)? {
            if taken == key.fact {
                break;
            }
            if reference(taken)? == wanted {
                // What counts goes before what an undo took away.
                if self.counts(taken)? && !self.counts(key.fact)? {
                    return Ok(());
                }
                break;
            }
            hash = hash.wrapping_add(1);
        }
        let sql = "INSERT OR REPLACE INTO order_key (hash, fact) VALUES (?1, ?2)";
        self.db.prepare_cached(sql)?.execute(params![hash, key.fact.0])?;
        Ok(())
    }

    /// Files the references of what a move wrote under whatever has them since it was written, undone, or done again.
    pub fn file_moved_orders(&self, op: OpSeq) -> Result<(), StoreError> {
        for fact in self.written_by(op, op)?.0.into_iter().filter(|fact| fact.moved_from().is_some()) {
            let mut candidate = Some(fact);
            while let Some(fact) = candidate {
                if self.counts(fact.id)? {
                    self.file_reference(&fact)?;
                    break;
                }
                candidate = fact.moved_from().map(|before| self.fact(before)).transpose()?.flatten();
            }
        }
        Ok(())
    }

    /// Files a reference under a fact, in place of any other that has it.
    fn file_reference(&self, fact: &Fact) -> Result<(), StoreError> {
        let Some(reference) = &fact.reference else { return Ok(()) };
        let filed = self.filed_under(reference)?.map(|(hash, _)| hash);
        let mut hash = filed.unwrap_or_else(|| order_hash(reference));
        while filed.is_none() && self.order_key(hash)?.is_some() {
            hash = hash.wrapping_add(1);
        }
        let sql = "INSERT OR REPLACE INTO order_key (hash, fact) VALUES (?1, ?2)";
        self.db.prepare_cached(sql)?.execute(params![hash, fact.id.0])?;
        Ok(())
    }

    /// Makes the table again.
    pub(in crate::store) fn rebuild_order_keys(&self) -> Result<(), StoreError> {
        self.db.execute("DELETE FROM order_key", [])?;
        let through = self.newest_id()?;
        let mut keys = Vec::new();
        self.references_after(FactId(0), |key| {
            keys.push(key);
            Ok(())
        })?;
        keys.sort_unstable();
        self.file_order_keys(&keys)?;
        self.order_keys_filed(FactId(through))
    }

    /// Notes that facts up to this one are filed.
    pub fn order_keys_filed(&self, through: FactId) -> Result<(), StoreError> {
        self.set_meta(THROUGH, through.0)
    }
}
