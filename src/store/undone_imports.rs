//! Imports, voids and moves that an undo took out of every fold, and what an undo of that undo would let count again.

use super::Store;
use super::error::StoreError;
use super::state::LONG_AGO;
use super::undo::ImportContents;
use super::write::Tx;
use crate::domain::day::{Day, Instant};
use crate::domain::fact::Fact;
use crate::domain::num::{FIRST_JOINED, MemberId, OpSeq};
use crate::domain::op::voided::{UndoLink, voided};
use crate::domain::operation::OpKind;
use rusqlite::{OptionalExtension, params};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

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

    /// Operations since an undo that stand in the way of letting an undone import count again: whatever was recorded on its
    /// members, orders that came otherwise meanwhile, files that joined, and, where it brought answers or interactions, others of them.
    pub fn in_the_way(&self, brought: &ImportContents, undo: OpSeq) -> Result<BTreeSet<OpSeq>, StoreError> {
        let mut found = self.since(undo, &[OpKind::Join])?;
        for member in brought.members.keys() {
            let sql = "SELECT op FROM member_event WHERE member = ?1 AND op > ?2 AND op < ?3";
            let mut statement = self.db.prepare_cached(sql)?;
            let ops = statement.query_map([member.0, undo.0, FIRST_JOINED], |row| row.get(0).map(OpSeq))?;
            found.extend(ops.collect::<Result<Vec<_>, _>>()?);
            let newest = self.fact(self.heads(*member)?.head)?;
            found.extend(newest.map(|fact| fact.op).filter(|op| *op > undo));
        }
        let later = self.since(undo, &[OpKind::Import, OpKind::Move])?;
        if later.is_empty() {
            return Ok(found);
        }
        for rows in &brought.spans {
            found.extend(self.orders_come_otherwise(rows)?);
        }
        if self.hold_events(&brought.spans, "feedback")? || self.hold_events(&brought.spans, "interactions")? {
            found.extend(later);
        }
        Ok(found)
    }

    /// Operations of this file since another one, of some kinds.
    fn since(&self, op: OpSeq, kinds: &[OpKind]) -> Result<BTreeSet<OpSeq>, StoreError> {
        let mut statement =
            self.db.prepare_cached("SELECT seq FROM operation WHERE kind = ?1 AND seq > ?2 AND seq < ?3")?;
        let mut found = BTreeSet::new();
        for kind in kinds {
            let ops = statement.query_map([kind.code(), op.0, FIRST_JOINED], |row| row.get(0).map(OpSeq))?;
            found.extend(ops.collect::<Result<Vec<_>, _>>()?);
        }
        Ok(found)
    }

    /// Operations that have brought orders of these rows again.
    fn orders_come_otherwise(&self, rows: &RangeInclusive<i64>) -> Result<BTreeSet<OpSeq>, StoreError> {
        let sql = "SELECT ref FROM fact WHERE id BETWEEN ?1 AND ?2 AND ref IS NOT NULL";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut found = BTreeSet::new();
        let mut references = statement.query([rows.start(), rows.end()])?;
        while let Some(row) = references.next()? {
            found.extend(self.fact_of_reference(&row.get::<_, String>(0)?)?.map(|fact| fact.op));
        }
        Ok(found)
    }

    /// Whether there are events of a kind among these rows.
    fn hold_events(&self, rows: &[RangeInclusive<i64>], kind: &str) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM member_event WHERE id BETWEEN ?1 AND ?2 AND json_extract(body, '$.kind') = ?3";
        let mut statement = self.db.prepare_cached(sql)?;
        for rows in rows {
            if statement.exists(params![rows.start(), rows.end(), kind])? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether a purchase was ever moved in this file.
    pub fn has_moves(&self) -> Result<bool, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT 1 FROM operation WHERE kind = ?1 AND seq < ?2 LIMIT 1")?;
        Ok(statement.exists([OpKind::Move.code(), FIRST_JOINED])?)
    }

    /// What moves of this file wrote on the cards to which purchases went, also what has been undone since.
    pub(super) fn moved_facts(&self) -> Result<Vec<Fact>, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT seq FROM operation WHERE kind = ?1 AND seq < ?2")?;
        let moves = statement.query_map([OpKind::Move.code(), FIRST_JOINED], |row| row.get(0).map(OpSeq))?;
        let mut facts = Vec::new();
        for seq in moves.collect::<Result<Vec<_>, _>>()? {
            facts.extend(self.written_by(seq, seq)?.0.into_iter().filter(|fact| fact.moved_from().is_some()));
        }
        Ok(facts)
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

impl Store {
    /// The operations that count no more, each with the undo that took it out, as the journal says.
    pub(super) fn voids_of_journal(&self) -> Result<BTreeMap<OpSeq, UndoLink>, StoreError> {
        let sql = "SELECT o.seq, o.at, COALESCE(r.batch, r.seq), r.kind FROM operation o JOIN operation r ON r.seq = o.reverses
                   WHERE o.kind = ?1";
        let mut statement = self.db.prepare_cached(sql)?;
        let undos = statement.query_map([OpKind::Undo.code()], |row| {
            let kind: i64 = row.get(3)?;
            Ok(UndoLink {
                by: OpSeq(row.get(0)?),
                at: Instant(row.get(1)?),
                of: OpSeq(row.get(2)?),
                kind: OpKind::from_code(kind).ok_or(rusqlite::Error::IntegralValueOutOfRange(3, kind))?,
            })
        })?;
        Ok(voided(&undos.collect::<Result<Vec<_>, _>>()?))
    }

    /// The newest operation of this file by which rows came to count no more, or again, or came from another file.
    pub fn newest_undone(&self) -> Result<OpSeq, StoreError> {
        let sql = "SELECT MAX(COALESCE((SELECT MAX(by) FROM voided_batch WHERE by < ?2), 0),
                              COALESCE((SELECT MAX(seq) FROM operation WHERE kind = ?1 AND seq < ?2), 0))";
        let mut statement = self.db.prepare_cached(sql)?;
        Ok(OpSeq(statement.query_row([OpKind::Join.code(), FIRST_JOINED], |row| row.get(0))?))
    }

    /// The same as the table has it: operation, undo, instant of the undo.
    pub(super) fn listed_voids(&self) -> Result<BTreeMap<OpSeq, (OpSeq, Instant)>, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT batch, by, at FROM voided_batch")?;
        let rows =
            statement.query_map([], |row| Ok((OpSeq(row.get(0)?), (OpSeq(row.get(1)?), Instant(row.get(2)?)))))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl Tx<'_> {
    /// After an undo that takes out of every fold what another operation wrote, or lets it count again: brings the list of such
    /// operations up to the journal, and what is derived up to the list. The states it touches are marked stale rather than
    /// folded here: there may be millions, and readers fold what they meet.
    pub fn void_as_undone(&self) -> Result<(), StoreError> {
        let before = self.listed_voids()?;
        self.list_voids()?;
        let after = self.listed_voids()?;
        for op in before.keys().filter(|op| !after.contains_key(op)) {
            self.counts_again(*op)?;
        }
        for op in after.keys().filter(|op| !before.contains_key(op)) {
            self.counts_no_more(*op)?;
        }
        Ok(())
    }

    /// Makes the list of operations that count no more.
    pub(super) fn list_voids(&self) -> Result<(), StoreError> {
        self.db.execute("DELETE FROM voided_batch", [])?;
        let mut insert = self.db.prepare_cached("INSERT INTO voided_batch (batch, by, at) VALUES (?1, ?2, ?3)")?;
        for undo in self.voids_of_journal()?.values() {
            insert.execute(params![undo.of.0, undo.by.0, undo.at.0])?;
        }
        Ok(())
    }

    fn counts_no_more(&self, op: OpSeq) -> Result<(), StoreError> {
        let brought = self.brought_by(op)?;
        self.void_feedback(&brought.spans)?;
        self.void_interactions(&brought.spans)?;
        self.file_moved_orders(op)?;
        self.outdate_states_of(op, brought)
    }

    fn counts_again(&self, op: OpSeq) -> Result<(), StoreError> {
        let brought = self.brought_by(op)?;
        if self.hold_events(&brought.spans, "feedback")? {
            self.rebuild_feedback(&*self.programs()?)?;
        }
        if self.hold_events(&brought.spans, "interactions")? {
            self.rebuild_interactions()?;
        }
        self.file_moved_orders(op)?;
        self.outdate_states_of(op, brought)
    }

    fn outdate_states_of(&self, op: OpSeq, brought: ImportContents) -> Result<(), StoreError> {
        let mut members: BTreeSet<MemberId> = brought.members.into_keys().collect();
        // A single operation has no list of rows, and is filed under whom it is about.
        let sql = "SELECT member FROM operation WHERE seq = ?1 AND member IS NOT NULL
                   UNION SELECT member FROM op_member WHERE op = ?1";
        let mut statement = self.db.prepare_cached(sql)?;
        for member in statement.query_map([op.0], |row| row.get(0).map(MemberId))? {
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

    /// Marks the states that stand at a later day than this one as to be made again.
    pub fn outdate_states_after(&self, day: Day) -> Result<(), StoreError> {
        let sql = "UPDATE state SET stale_on = ?2, resume = x'' WHERE day > ?1";
        self.db.execute(sql, [day.0, LONG_AGO.0])?;
        Ok(())
    }

    /// Marks every state as to be made again.
    pub(super) fn outdate_all_states(&self) -> Result<(), StoreError> {
        self.db.execute("UPDATE state SET stale_on = ?1, resume = x''", [LONG_AGO.0])?;
        Ok(())
    }
}
