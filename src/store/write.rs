//! The one way to write: BEGIN IMMEDIATE, the work, COMMIT exactly once, and the truth about how that ended.

use super::Store;
use super::error::StoreError;
use crate::domain::num::FactId;
use rusqlite::Connection;
use std::cell::Cell;
use std::mem::swap;
use std::ops::Deref;
use std::path::Path;
use uuid::Uuid;

pub(crate) type CommitStep = Box<dyn Fn(&Connection) -> rusqlite::Result<()> + Send>;

/// Says it. A COMMIT that failed is never said again: SQLite may have rolled back already.
pub(super) fn commit_once(db: &Connection) -> rusqlite::Result<()> {
    db.prepare_cached("COMMIT")?.execute([]).map(|_| ())
}

/// A write transaction. It derefs to the store, so everything can be read inside it, too.
pub struct Tx<'s> {
    store: &'s Store,
    /// The operation it writes, for finding out later whether it was done.
    op: Cell<Option<Uuid>>,
    /// The newest id of facts and events, once it has been asked for.
    last_id: Cell<Option<i64>>,
}

impl Deref for Tx<'_> {
    type Target = Store;

    fn deref(&self) -> &Store {
        self.store
    }
}

impl Drop for Tx<'_> {
    fn drop(&mut self) {
        if !self.store.db.is_autocommit() {
            // Nothing to tell: closing the connection would roll back as well.
            let _ = self.store.db.execute_batch("ROLLBACK");
            // What was read inside may never have been.
            self.store.programs.replace(None);
        }
    }
}

impl Tx<'_> {
    /// The next id of the sequence that facts and events share.
    pub fn next_id(&self) -> Result<FactId, StoreError> {
        let next = self.upcoming_id()?;
        self.last_id.set(Some(next.0));
        Ok(next)
    }

    /// The id that [`Tx::next_id`] gives next.
    pub fn upcoming_id(&self) -> Result<FactId, StoreError> {
        let last = match self.last_id.get() {
            Some(last) => last,
            None => self.newest_id()?,
        };
        Ok(FactId(last + 1))
    }

    /// Notes the operation that this transaction writes.
    pub(super) fn names_operation(&self, op: Uuid) {
        self.op.set(Some(op));
    }

    /// Sets an integer of `meta`.
    pub(crate) fn set_meta(&self, key: &str, value: i64) -> Result<(), StoreError> {
        let sql = "INSERT INTO meta (k, v) VALUES (?1, ?2) ON CONFLICT (k) DO UPDATE SET v = excluded.v";
        self.db.prepare_cached(sql)?.execute(rusqlite::params![key, value])?;
        Ok(())
    }
}

impl Store {
    /// Runs `work` in one immediate transaction and commits it, or rolls back where it fails. Busy at the beginning means
    /// that nothing was done. Where COMMIT itself fails, the file is opened anew and asked for the operation:
    /// `DoneAfterAll`, `NotDone`, or `Unknown`, after which this store refuses to write.
    pub fn write<T, E: From<StoreError>>(&mut self, work: impl FnOnce(&Tx<'_>) -> Result<T, E>) -> Result<T, E> {
        if let Some((op, reason)) = &self.stopped {
            return Err(StoreError::Unknown { op: *op, reason: reason.clone() }.into());
        }
        if self.read_only {
            return Err(StoreError::ReadOnly(self.path().unwrap_or(Path::new("")).to_owned()).into());
        }
        self.check_place()?;
        self.begin()?;
        let tx = Tx { store: self, op: Cell::new(None), last_id: Cell::new(None) };
        let answer = work(&tx)?;
        let op = tx.op.get();
        match (self.commit_step)(&self.db) {
            Ok(()) => {
                drop(tx);
                self.must_have_reached_the_file()?;
                Ok(answer)
            }
            Err(error) => {
                drop(tx);
                Err(self.find_out(op, error).into())
            }
        }
    }

    fn begin(&self) -> Result<(), StoreError> {
        let begun = self.db.prepare_cached("BEGIN IMMEDIATE").and_then(|mut begin| begin.execute([]));
        begun.map(|_| ()).map_err(|e| StoreError::from(e).at(self.path().unwrap_or(Path::new(""))))
    }

    /// A log that was deleted while this was being written took it along, unless it could be brought home.
    fn must_have_reached_the_file(&self) -> Result<(), StoreError> {
        match self.watch.as_ref().map_or(Ok(()), |watch| watch.check_log(&self.db)) {
            Err(StoreError::LogGone { is_home: true, .. }) => Ok(()),
            other => other,
        }
    }

    /// COMMIT failed: asks a fresh connection what became of it.
    fn find_out(&mut self, op: Option<Uuid>, error: rusqlite::Error) -> StoreError {
        let reason = error.to_string();
        let asked = self.reopen().and_then(|()| op.map_or(Ok(false), |op| self.has_operation(op)));
        match (asked, op) {
            (Ok(true), Some(op)) => StoreError::DoneAfterAll { op },
            (Ok(_), _) => {
                let why = StoreError::from(error);
                let has_words = matches!(why, StoreError::NoRoom | StoreError::Device(_));
                if has_words { why } else { StoreError::NotDone { reason } }
            }
            (Err(_), op) => {
                let op = op.unwrap_or_default();
                self.stopped = Some((op, reason.clone()));
                StoreError::Unknown { op, reason }
            }
        }
    }

    /// A connection whose COMMIT failed is not trusted again.
    fn reopen(&mut self) -> Result<(), StoreError> {
        if let Some(path) = self.path().map(Path::to_owned) {
            // Another file knows nothing of what was written into this one.
            self.check_place()?;
            let mut fresh = Self::open(&path)?;
            swap(&mut self.db, &mut fresh.db);
        }
        self.programs.replace(None);
        Ok(())
    }
}
