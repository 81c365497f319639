//! What the file gives to those who prove something by it: its origin, parts of its tree, operations as they were hashed.

use super::Store;
use super::error::StoreError;
use super::joined::OwnNumbers;
use crate::domain::journal::{Digest, GENESIS, Operation, OperationBytes, TreeEdge};
use crate::domain::num::{FileNumber, OpSeq};
use crate::domain::proof::TreeHead;
use std::ops::Range;

impl Store {
    /// Whose journal this is, as checkpoints name it.
    pub fn origin(&self) -> String {
        TreeHead::origin_of(&self.id, &self.console)
    }

    /// The root of the tree over a part of this file's own operations, by their places from 0. What is not there is left out.
    pub fn tree_root(&self, part: &Range<u64>) -> Result<Digest, StoreError> {
        let place = |n: u64| i64::try_from(n).unwrap_or(i64::MAX).min(FileNumber::NONE.end() - 1);
        let sql = "SELECT hash FROM operation WHERE seq > ?1 AND seq <= ?2 ORDER BY seq";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query([place(part.start), place(part.end)])?;
        let mut edge = TreeEdge::default();
        while let Some(row) = rows.next()? {
            edge.append(&row.get(0)?);
        }
        Ok(edge.root())
    }

    /// The bytes whose hash is that of one of this file's own operations.
    pub fn operation_bytes(&self, operation: &Operation) -> Result<OperationBytes, StoreError> {
        let before = self.operation_at(OpSeq(operation.seq.0 - 1))?.map_or(GENESIS, |(_, hash)| hash);
        let own = OwnNumbers::of(self, FileNumber::NONE)?.operation(operation)?;
        Ok(own.to_bytes(&self.id, &before))
    }
}
