//! Many facts at once, and what a step of an import must find unchanged.

use super::super::Store;
use super::super::error::StoreError;
use super::super::journal::OperationWriter;
use crate::domain::fact::Fact;
use crate::domain::journal::ImportTotals;
use crate::domain::num::{FIRST_JOINED, FactId, OpSeq};
use crate::domain::operation::OpKind;
use rusqlite::params;
use std::collections::HashSet;

impl Store {
    /// The newest id of facts and events; 0 in an empty file.
    pub fn last_id(&self) -> Result<FactId, StoreError> {
        self.newest_id().map(FactId)
    }

    /// The newest place in this file's own journal; 0 in an empty file.
    pub fn newest_seq(&self) -> Result<OpSeq, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT COALESCE(MAX(seq), 0) FROM operation WHERE seq < ?1")?;
        Ok(OpSeq(statement.query_row([FIRST_JOINED], |row| row.get(0))?))
    }

    /// Sets the connection to writing much: pages stay in memory longer, and whoever writes says when the log is moved into
    /// the file (see [`Store::checkpoint_idle`]).
    pub fn write_much(&self, much: bool) -> Result<(), StoreError> {
        let (cache_kib, checkpoint_pages) = if much { (65_536, 0) } else { (8_192, 1_000) };
        self.db.execute_batch(&format!(
            "PRAGMA cache_size = -{cache_kib}; PRAGMA wal_autocheckpoint = {checkpoint_pages};"
        ))?;
        Ok(())
    }

    /// Leaves moving the log into the file to another connection.
    pub fn leave_log_to_others(&self) -> Result<(), StoreError> {
        Ok(self.db.execute_batch("PRAGMA wal_autocheckpoint = 0")?)
    }

    /// Whether an import has brought a file of these contents.
    pub fn has_imported(&self, sha256: &[u8; 32]) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM import_batch WHERE file_sha256 = ?1)";
        Ok(self.db.prepare_cached(sql)?.query_row(params![sha256], |row| row.get(0))?)
    }

    /// The operations of imports that brought a file of these contents, and of those that came to no end: which file that was, nobody
    /// has noted.
    pub fn operations_of_file(&self, sha256: &[u8; 32]) -> Result<HashSet<OpSeq>, StoreError> {
        let sql = "SELECT o.seq FROM operation o LEFT JOIN import_batch b ON b.op = COALESCE(o.batch, o.seq)
                   WHERE o.kind = ?1 AND o.seq < ?2 AND (b.op IS NULL OR b.file_sha256 = ?3)";
        let mut statement = self.db.prepare_cached(sql)?;
        let ops =
            statement.query_map(params![OpKind::Import.code(), FIRST_JOINED, sha256], |row| row.get(0).map(OpSeq))?;
        Ok(ops.collect::<Result<_, _>>()?)
    }

    /// Whether anything after a place in the journal takes the ground from under an import: another import, an undo of one,
    /// another file that has joined, or a programme.
    pub fn import_is_overtaken(&self, since: OpSeq) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM operation WHERE kind IN (?2, ?3, ?4) AND seq > ?1 AND seq < ?5)
                       OR EXISTS (SELECT 1 FROM voided_batch WHERE by > ?1 AND by < ?5)";
        let [import, program, join] = [OpKind::Import, OpKind::Program, OpKind::Join].map(OpKind::code);
        let params = params![since.0, import, program, join, FIRST_JOINED];
        Ok(self.db.prepare_cached(sql)?.query_row(params, |row| row.get(0))?)
    }
}

impl OperationWriter<'_, '_> {
    /// Writes the facts of one member, oldest first; fills in their operation. Their ids must be the next ones. `prev` is the
    /// member's newest fact before them. Answers the newest after them.
    pub fn import_facts<'f>(
        &mut self,
        facts: impl IntoIterator<Item = &'f mut Fact>,
        mut prev: FactId,
    ) -> Result<FactId, StoreError> {
        let op = self.seq();
        for fact in facts {
            let id = self.tx.next_id()?;
            if fact.id != id {
                return Err(StoreError::Damaged(format!("fact {} was to be {}", id.0, fact.id.0)));
            }
            fact.op = op;
            self.insert_fact(fact, prev)?;
            prev = id;
        }
        Ok(prev)
    }
    /// Writes what a whole import counted; this operation, its last one, binds it.
    pub fn write_import_totals(&mut self, counted: ImportTotals) -> Result<(), StoreError> {
        let [new, updated, unchanged, rejected] = counted.rows;
        let sql = "INSERT INTO import_batch (op, what, file_sha256, new, updated, unchanged, rejected, closed_by)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        let ImportTotals { batch, what, file_sha256, .. } = &counted;
        let row = params![batch.0, what, file_sha256, new, updated, unchanged, rejected, self.seq().0];
        self.tx.db.prepare_cached(sql)?.execute(row)?;
        self.records.bind_import_totals(counted);
        Ok(())
    }
}
