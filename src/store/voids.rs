//! Imports that an undo took out of every fold.

use super::Store;
use super::error::StoreError;
use super::write::Tx;
use crate::domain::answer::OpKind;
use crate::domain::day::{Day, Instant};
use crate::domain::num::{MemberId, OpSeq};
use rusqlite::params;
use std::collections::BTreeSet;

/// Older than any day: a row that is stale on it is made anew by whoever meets it.
const LONG_AGO: Day = Day(i64::MIN);

impl Store {
    /// The operations of an import batch, in order.
    pub fn batch_operations(&self, batch: OpSeq) -> Result<Vec<OpSeq>, StoreError> {
        let sql = "SELECT seq FROM operation WHERE kind = ?1 AND seq >= ?2 AND (seq = ?2 OR batch = ?2) ORDER BY seq";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map([OpKind::Import.code(), batch.0], |row| row.get(0).map(OpSeq))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The members that operations wrote facts or events of.
    pub fn members_of(&self, operations: &[OpSeq]) -> Result<BTreeSet<MemberId>, StoreError> {
        let mut members = BTreeSet::new();
        for op in operations {
            for table in ["fact", "member_event"] {
                let (from, to) = (self.first_row_since(table, *op)?, self.first_row_since(table, OpSeq(op.0 + 1))?);
                let mut statement =
                    self.db.prepare_cached(&format!("SELECT member FROM {table} WHERE id >= ?1 AND id < ?2"))?;
                let rows = statement.query_map([from, to], |row| row.get(0).map(MemberId))?;
                for member in rows {
                    members.insert(member?);
                }
            }
        }
        Ok(members)
    }

    /// Members into whose files these have ever joined, however often.
    fn survivors_of(&self, members: &BTreeSet<MemberId>) -> Result<BTreeSet<MemberId>, StoreError> {
        let sql = "SELECT o.member, m.member FROM operation o JOIN op_member m ON m.op = o.seq WHERE o.kind = ?1 ORDER BY o.seq";
        let mut statement = self.db.prepare_cached(sql)?;
        let pairs = statement.query_map([OpKind::Merge.code()], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut found = members.clone();
        for pair in pairs {
            let (into, from): (i64, i64) = pair?;
            if found.contains(&MemberId(from)) {
                found.insert(MemberId(into));
            }
        }
        Ok(found)
    }
}

impl Tx<'_> {
    /// Takes everything that an import brought out of every fold from now on. The states it touches are marked stale rather
    /// than folded here: there may be millions, and readers fold what they meet.
    pub fn void_batch(&self, batch: OpSeq, by: OpSeq, at: Instant) -> Result<(), StoreError> {
        let sql = "INSERT INTO voided_batch (batch, by, at) VALUES (?1, ?2, ?3)";
        self.db.execute(sql, params![batch.0, by.0, at.0])?;
        let members = self.members_of(&self.batch_operations(batch)?)?;
        let mut mark = self.db.prepare_cached("UPDATE state SET stale_on = ?2, resume = x'' WHERE member = ?1")?;
        for member in self.survivors_of(&members)? {
            mark.execute([member.0, LONG_AGO.0])?;
        }
        Ok(())
    }
}
