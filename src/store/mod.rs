//! SQLite and nothing above it: the only room that opens a database.
//!
//! A [`Store`] is one connection to one file. Reading needs `&self`; every write goes through [`Store::write`], which hands
//! out a [`write::Tx`] that can also read (it derefs to the store), so that a plan can be made again inside the transaction.

mod alerts;
mod churn;
pub mod columns;
mod connect;
pub mod contacts;
mod copy;
pub mod cuts;
mod desk_events;
pub mod error;
mod extension;
mod facts;
pub mod feedback;
pub mod import;
mod interactions;
pub mod joined;
pub mod journal;
mod known_places;
pub mod listing;
mod measures;
mod members;
mod migrate;
pub mod new_file;
mod open;
pub mod operators;
mod personal;
mod place;
mod programs;
mod proof;
mod rebuild;
pub mod refresh;
mod requests;
pub mod reviewed;
mod salt;
mod saved;
mod schema;
pub mod search;
mod snapshots;
pub mod state;
mod stopwatch;
pub mod undo;
mod undone_imports;
mod verify;
mod wal;
mod watch;
pub mod write;

#[cfg(test)]
mod tests;

pub use error::StoreError;
#[cfg(test)]
pub(crate) use facts::histories_read;
pub use known_places::PlacesSize;
pub use stopwatch::Stopwatch;
pub use watch::OpenFiles;

use crate::domain::day::Instant;
use crate::domain::program::Programs;
use crate::domain::verification::LogLoss;
use rusqlite::{Connection, InterruptHandle};
use std::cell::RefCell;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use watch::Watch;
use write::CommitStep;

/// The programme as it was read, and by what a newer one is told: the newest version's number, that of the file, and the place at which a clock
/// was accepted.
type KnownPrograms = ((i64, Option<i64>, Option<i64>), Arc<Programs>);

/// One connection to one file.
pub struct Store {
    /// The connection; `None` of its pragmas may differ from what `open` set.
    db: Connection,
    /// Looks after the file; `None` for a store in memory.
    watch: Option<Watch>,
    /// Says what kind of file this is in every hash of its journal (16 bytes).
    id: [u8; 16],
    /// This copy of the file among those that a later merge brings together (16 bytes).
    console: [u8; 16],
    programs: RefCell<Option<KnownPrograms>>,
    /// Whoever asked has no use for the answer any more.
    interrupted: Arc<AtomicBool>,
    /// How COMMIT is said; tests put a failure in its place.
    commit_step: CommitStep,
    /// Why this connection must not write any more: a COMMIT whose outcome could not be found out.
    stopped: Option<(uuid::Uuid, String)>,
    /// It was opened to be read: the file or its folder can't be written.
    read_only: bool,
    /// What is missing of its journal: nothing is recorded until somebody accepts that.
    held: Option<LogLoss>,
}

impl Store {
    /// Records nothing more while something is missing, or records again.
    pub fn hold(&mut self, loss: Option<LogLoss>) {
        self.held = loss;
    }

    /// Refused (`LogLost`) while something is missing.
    pub fn must_have_whole_log(&self) -> Result<(), StoreError> {
        let path = || self.path().unwrap_or(Path::new("")).to_owned();
        self.held.map_or(Ok(()), |loss| Err(StoreError::LogLost { path: path(), loss }))
    }

    /// What is missing, while nothing is recorded because of it.
    pub fn held(&self) -> Option<LogLoss> {
        self.held
    }

    /// Where the file is; `None` in memory.
    pub fn path(&self) -> Option<&Path> {
        self.watch.as_ref().map(Watch::path)
    }

    /// Which files these are, whatever their names; `None` in memory.
    pub fn files(&self) -> Option<OpenFiles> {
        self.watch.as_ref().and_then(Watch::files)
    }

    /// Refuses where the path leads to another file than was opened there, or that has got another's bytes: what is read is
    /// neither's.
    pub fn must_not_be_replaced(&self) -> Result<(), StoreError> {
        self.watch.as_ref().map_or(Ok(()), Watch::must_not_be_replaced)
    }

    /// What is written into a file that was moved, deleted or replaced, or whose log was, is lost to whoever opens its path next.
    fn check_place(&self) -> Result<(), StoreError> {
        self.watch.as_ref().map_or(Ok(()), |watch| watch.check(&self.db))
    }

    /// Whether nothing can be written to the file.
    pub fn is_read_only(&self) -> bool {
        self.read_only
    }

    /// Lets another thread stop what is being read on this connection.
    pub fn interrupter(&self) -> Interrupter {
        Interrupter { interrupted: Arc::clone(&self.interrupted), handle: self.db.get_interrupt_handle() }
    }

    /// Forgets an interruption: what is read from now on is wanted.
    pub fn go_on(&self) {
        self.interrupted.store(false, Ordering::Release);
    }

    /// The id that every hash of this file's journal begins with.
    pub fn store_id(&self) -> [u8; 16] {
        self.id
    }

    /// The id of this console.
    pub fn console_id(&self) -> [u8; 16] {
        self.console
    }

    /// Runs several reads on one state of the file, whatever other consoles write meanwhile. An interruption ends them,
    /// wherever it meets them. Inside a write transaction it is part of that.
    pub fn read<T, E: From<StoreError>>(&self, work: impl FnOnce(&Self) -> Result<T, E>) -> Result<T, E> {
        if !self.db.is_autocommit() {
            return work(self);
        }
        let tx = self.db.unchecked_transaction().map_err(StoreError::from)?;
        let answer = self.interruptible(work);
        tx.finish().map_err(StoreError::from)?;
        answer
    }

    /// SQLite stops the statements that are running, and forgets an interruption when none is: one runs until `work` is done.
    /// What came before it the flag tells.
    fn interruptible<T, E: From<StoreError>>(&self, work: impl FnOnce(&Self) -> Result<T, E>) -> Result<T, E> {
        let mut held = self.db.prepare_cached("SELECT 1 UNION ALL SELECT 2").map_err(StoreError::from)?;
        let mut held = held.query([]).map_err(StoreError::from)?;
        held.next().map_err(StoreError::from)?;
        if self.interrupted.load(Ordering::Acquire) { Err(StoreError::Interrupted.into()) } else { work(self) }
    }

    /// One integer of `meta`, 0 where it is not there.
    pub(crate) fn meta(&self, key: &str) -> Result<i64, StoreError> {
        use rusqlite::OptionalExtension;
        let mut statement = self.db.prepare_cached("SELECT v FROM meta WHERE k = ?1")?;
        Ok(statement.query_row([key], |row| row.get(0)).optional()?.unwrap_or(0))
    }

    /// A number that changes whenever another connection commits to this file. Refused (`Replaced`, `Overwritten`, `ManyNames`, `LogGone`, `LogSpoiled`)
    /// where what is written would not reach it any more.
    pub fn data_version(&self) -> Result<i64, StoreError> {
        self.check_place()?;
        Ok(self.db.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))?)
    }

    /// The connection itself, for tests that do what nobody should.
    #[cfg(test)]
    pub(crate) fn raw(&self) -> &Connection {
        &self.db
    }

    /// Has the `n`-th COMMIT from now on fail for want of room, for tests.
    #[cfg(test)]
    pub(crate) fn fail_commit(&mut self, n: usize) {
        let count = std::sync::atomic::AtomicUsize::new(0);
        self.commit_step = Box::new(move |db| {
            if count.fetch_add(1, Ordering::AcqRel) + 1 == n {
                let full = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_FULL);
                return Err(rusqlite::Error::SqliteFailure(full, None));
            }
            write::commit_once(db)
        });
    }

    /// The newest instant in the journal.
    pub fn last_seen(&self) -> Result<Instant, StoreError> {
        self.meta("last_seen_at").map(Instant)
    }

    /// Members ever enrolled in this file (erased ones included).
    pub fn members(&self) -> Result<u64, StoreError> {
        Ok(u64::try_from(self.meta("members")?).unwrap_or(0))
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        if let Some(watch) = &self.watch {
            watch.before_closing(&self.db);
        }
    }
}

/// Stops what a connection reads, and whatever it begins to read, until [`Store::go_on`].
pub struct Interrupter {
    interrupted: Arc<AtomicBool>,
    handle: InterruptHandle,
}

impl Interrupter {
    /// Stops it. For another thread.
    pub fn interrupt(&self) {
        // In this order: who does not see the flag yet has begun a statement that the second call stops.
        self.interrupted.store(true, Ordering::Release);
        self.handle.interrupt();
    }
}
