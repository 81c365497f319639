//! What one operation wrote, as it is found in the file, held against what its hash covers.

use super::extras::Extras;
use crate::domain::join::Renumbering;
use crate::domain::journal::{Block, Operation, Records, Written};
use crate::domain::num::{FactId, MemberId, OpSeq};
use crate::domain::operation::OpKind;
use crate::domain::verification::Discrepancy;
use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::joined::OwnNumbers;
use std::collections::BTreeSet;

pub(super) struct OperationRows<'n> {
    pub seq: OpSeq,
    /// Says rows as the file of the operation has them.
    pub numbers: &'n OwnNumbers<'n>,
    pub records: Records,
    /// Of an import they are not listed, and so not kept.
    members: Option<BTreeSet<MemberId>>,
    first: FactId,
    last: FactId,
}

impl<'n> OperationRows<'n> {
    pub fn new(op: &Operation, numbers: &'n OwnNumbers<'n>) -> Self {
        let (records, members) = if op.kind == OpKind::Import {
            (Records::in_blocks(), None)
        } else {
            (Records::plain(), Some(BTreeSet::new()))
        };
        Self { seq: op.seq, numbers, records, members, first: FactId(0), last: FactId(0) }
    }

    /// A row of it was fed, with the member that it is about.
    pub fn saw(&mut self, id: FactId, member: Option<MemberId>) {
        if self.first.0 == 0 {
            self.first = id;
        }
        self.last = id;
        if let Some(members) = &mut self.members {
            members.extend(member);
        }
    }

    pub fn compare(
        mut self,
        store: &Store,
        op: &Operation,
        extras: &Extras,
    ) -> Result<Option<Discrepancy>, StoreError> {
        let to = self.numbers.renumbering();
        extras.add_to(&mut self.records, op.seq, to);
        let (first, last) = (self.first, self.last);
        let written = self.records.finish();
        let blocks = blocks_of(store, op.seq, to)?;
        let table =
            |table: &str, row: OpSeq| Some(Discrepancy::Table { table: table.to_owned(), row: row.0.to_string() });
        if written.digest != op.facts_digest
            && let (OpKind::Import, Some(batch), 0) = (op.kind, op.batch, op.facts_n)
        {
            // Without rows, it closes an import.
            return Ok(table("import_batch", batch));
        }
        if written.digest != op.facts_digest || i64::try_from(written.rows).ok() != Some(op.facts_n) {
            let back = Renumbering { from: to.to, to: to.from };
            let block = wrong_block(&written, &blocks).map(|(first, last)| (back.fact_id(first), back.fact_id(last)));
            let (first, last) = block.unwrap_or((first, last));
            return Ok(Some(Discrepancy::Rows { seq: op.seq, op: op.id, first, last }));
        }
        if written.blocks != blocks {
            return Ok(table("batch_block", op.seq));
        }
        if let Some(mut members) = self.members {
            members.retain(|member| Some(*member) != op.member && *member != MemberId::NOBODY);
            if extras.others.get(&op.seq.0).cloned().unwrap_or_default() != members {
                return Ok(table("op_member", op.seq));
            }
        }
        Ok(None)
    }
}

/// The rows of the first block that is not what was written.
fn wrong_block(written: &Written, blocks: &[Block]) -> Option<(FactId, FactId)> {
    let pairs = written.blocks.iter().zip(blocks);
    let (found, _) = pairs.into_iter().find(|(found, kept)| found != kept)?;
    Some((found.first_id, FactId(found.first_id.0 + i64::try_from(found.rows).unwrap_or(1) - 1)))
}

/// An operation's blocks as its file has them.
fn blocks_of(store: &Store, op: OpSeq, to: Renumbering) -> Result<Vec<Block>, StoreError> {
    let sql = "SELECT first_id, rows, digest, n FROM batch_block WHERE op = ?1 ORDER BY n";
    let mut statement = store.db.prepare_cached(sql)?;
    let mut rows = statement.query([op.0])?;
    let mut blocks = Vec::new();
    while let Some(row) = rows.next()? {
        let is_in_place = usize::try_from(row.get::<_, i64>(3)?) == Ok(blocks.len());
        let (first_id, rows) = (to.fact_id(FactId(row.get(0)?)), row.get::<_, i64>(1)?.unsigned_abs());
        // No block has so many rows: one out of its place is like none that was written.
        blocks.push(Block { first_id, rows: if is_in_place { rows } else { u64::MAX }, digest: row.get(2)? });
    }
    Ok(blocks)
}
