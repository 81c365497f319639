//! Imports that an undo took out of every fold.

use super::Store;
use super::error::StoreError;
use super::state::LONG_AGO;
use super::write::Tx;
use crate::domain::day::Instant;
use crate::domain::num::{MemberId, OpSeq};
use crate::domain::operation::OpKind;
use rusqlite::{OptionalExtension, params};
use std::collections::BTreeSet;

impl Store {
    /// Whether a membership ended because the import that enrolled the member was undone, and by nothing since: who comes in
    /// a file again takes it up again.
    pub fn is_taken_back(&self, member: MemberId) -> Result<bool, StoreError> {
        let sql = "SELECT op IN (SELECT by FROM voided_batch) FROM member_event
                   WHERE member = ?1 AND json_extract(body, '$.kind') = 'status'
                     AND op NOT IN (SELECT o.seq FROM voided_batch v JOIN operation o ON o.seq = v.batch OR o.batch = v.batch)
                   ORDER BY id DESC LIMIT 1";
        let mut statement = self.db.prepare_cached(sql)?;
        Ok(statement.query_row([member.0], |row| row.get(0)).optional()?.unwrap_or(false))
    }

    /// Members with whom these have ever been merged, either way and however often; themselves among them.
    pub(super) fn merged_with(&self, members: &BTreeSet<MemberId>) -> Result<BTreeSet<MemberId>, StoreError> {
        let sql = "SELECT o.member, m.member FROM operation o JOIN op_member m ON m.op = o.seq WHERE o.kind = ?1 ORDER BY o.seq";
        let mut statement = self.db.prepare_cached(sql)?;
        let pairs = statement.query_map([OpKind::Merge.code()], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let pairs: Vec<(i64, i64)> = pairs.collect::<Result<_, _>>()?;
        let mut found = members.clone();
        // Merges of several files are in no order among each other.
        loop {
            let known = found.len();
            for (into, from) in &pairs {
                if found.contains(&MemberId(*from)) || found.contains(&MemberId(*into)) {
                    found.extend([MemberId(*into), MemberId(*from)]);
                }
            }
            if found.len() == known {
                return Ok(found);
            }
        }
    }
}

impl Tx<'_> {
    /// Takes everything that an import brought out of every fold from now on. The states it touches are marked stale rather
    /// than folded here: there may be millions, and readers fold what they meet.
    pub fn void_batch(&self, batch: OpSeq, by: OpSeq, at: Instant) -> Result<(), StoreError> {
        let sql = "INSERT INTO voided_batch (batch, by, at) VALUES (?1, ?2, ?3)";
        self.db.execute(sql, params![batch.0, by.0, at.0])?;
        let brought = self.brought_by(batch)?;
        self.void_feedback(&brought.spans)?;
        let mut members: BTreeSet<MemberId> = brought.members.into_keys().collect();
        // A single operation has no list of rows, and is filed under whom it is about.
        let sql = "SELECT member FROM operation WHERE seq = ?1 AND member IS NOT NULL
                   UNION SELECT member FROM op_member WHERE op = ?1";
        let mut statement = self.db.prepare_cached(sql)?;
        for member in statement.query_map([batch.0], |row| row.get(0).map(MemberId))? {
            members.insert(member?);
        }
        self.outdate_states(&members)
    }

    /// Marks the states of members, and of those that they were ever merged with, as to be made again.
    pub(super) fn outdate_states(&self, members: &BTreeSet<MemberId>) -> Result<(), StoreError> {
        let mut mark = self.db.prepare_cached("UPDATE state SET stale_on = ?2, resume = x'' WHERE member = ?1")?;
        for member in self.merged_with(members)? {
            mark.execute([member.0, LONG_AGO.0])?;
        }
        Ok(())
    }

    /// Marks every state as to be made again.
    pub(super) fn outdate_all_states(&self) -> Result<(), StoreError> {
        self.db.execute("UPDATE state SET stale_on = ?1, resume = x''", [LONG_AGO.0])?;
        Ok(())
    }
}
