//! Whether what a connection writes still reaches the data file: people move, replace and delete files while they are open.

mod log;
#[cfg(test)]
mod tests;

use super::connect::{connect_to_read_alone, has_for_itself};
use super::error::StoreError;
use super::place::{FileIdentity, INDEX, LOG, beside, resolved};
use super::wal::write_log;
use log::LogWatch;
use rusqlite::Connection;
use rusqlite::config::DbConfig;
use std::cell::{Cell, RefCell};
use std::fs::{self, OpenOptions};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

/// Between two looks at a file that seems to be another one: somebody may be writing it home just then.
const AGAIN: Duration = Duration::from_millis(20);

/// An open data file with the log and the log's index that belong to it, whatever their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenFiles {
    file: FileIdentity,
    /// `None` where nothing is written, so that no log is needed.
    beside: Option<[FileIdentity; 2]>,
}

impl OpenFiles {
    /// What has just been opened at a path; `None` where nothing is there any more.
    pub(super) fn at(path: &Path, is_read_only: bool) -> Option<Self> {
        let beside = if is_read_only { None } else { beside_now(path) };
        FileIdentity::at(path).map(|file| Self { file, beside })
    }

    /// Refuses to go to a path that leads to another file by now (`Replaced`), or beside which another log lies (`LogMissing`):
    /// SQLite would take the log of the one for that of the other.
    pub fn must_be_at(&self, path: &Path) -> Result<(), StoreError> {
        if FileIdentity::at(path) != Some(self.file) {
            return Err(StoreError::Replaced(path.to_owned()));
        }
        if self.beside.is_some() && self.beside != beside_now(path) {
            return Err(StoreError::LogMissing(path.to_owned()));
        }
        Ok(())
    }
}

/// The log of a data file and its index; `None` where one of them is not there.
fn beside_now(path: &Path) -> Option<[FileIdentity; 2]> {
    let path = &resolved(path);
    Some([FileIdentity::at(&beside(path, LOG))?, FileIdentity::at(&beside(path, INDEX))?])
}

/// Whose a file is and how far it has come, as one of its pages says, so that it is never seen half.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LedgerMark {
    pub store: [u8; 16],
    pub console: [u8; 16],
    /// Operations in its journal.
    pub operations: u64,
}

impl LedgerMark {
    /// Whether this can't have come of an earlier look at the same file.
    fn is_another(self, earlier: Self) -> bool {
        (self.store, self.console) != (earlier.store, earlier.console) || self.operations < earlier.operations
    }
}

/// By what a change of a file's bytes is told: size and time.
type Stamp = (u64, i64, i64);

fn stamp(path: &Path) -> Option<Stamp> {
    fs::metadata(path).ok().map(|meta| (meta.size(), meta.mtime(), meta.mtime_nsec()))
}

/// Watches over one connection's file.
#[derive(Debug)]
pub(super) struct Watch {
    /// As it was given.
    path: PathBuf,
    /// Where that led when it was opened, links followed.
    place: PathBuf,
    files: Option<OpenFiles>,
    /// When the bytes of the file were last looked at, and what they said then.
    seen: Cell<(Option<Stamp>, LedgerMark)>,
    /// Knows the log again.
    log: LogWatch,
    /// Under which name it is kept what lay in the place of the log, or the log of bytes that are gone.
    aside: RefCell<Option<PathBuf>>,
}

impl Watch {
    /// Begins when the file is open. `known` is whose the connection says that it is.
    pub(super) fn begin(path: PathBuf, is_read_only: bool, known: LedgerMark) -> Self {
        let (place, files) = (resolved(&path), OpenFiles::at(&path, is_read_only));
        Self { path, place, files, seen: Cell::new((None, known)), log: LogWatch::default(), aside: RefCell::default() }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn files(&self) -> Option<OpenFiles> {
        self.files
    }

    /// Refuses where the path leads to another file than was opened there, or the file has got another's bytes: what is read is
    /// neither's.
    pub(super) fn must_not_be_replaced(&self) -> Result<(), StoreError> {
        let now = FileIdentity::at(&self.place);
        if now.is_some() && now != self.files.map(|files| files.file) {
            return Err(StoreError::Replaced(self.path.clone()));
        }
        if now.is_some() && self.is_overwritten() {
            return Err(self.overwritten());
        }
        Ok(())
    }

    fn overwritten(&self) -> StoreError {
        StoreError::Overwritten { path: self.path.clone(), aside: self.aside.borrow().clone() }
    }

    /// Refuses where what is written would be lost to whoever opens the path next. What has been committed is brought into the
    /// file that it belongs to, as far as that is possible.
    pub(super) fn check(&self, db: &Connection) -> Result<(), StoreError> {
        let Some(files) = self.files else { return Ok(()) };
        if FileIdentity::at(&self.place) != Some(files.file) {
            // The log goes into the file that it belongs to while this connection still leads there: whoever opens the path
            // next would take it for theirs. What can't be moved stays where it is.
            let _ = write_log(db);
            return Err(StoreError::Replaced(self.path.clone()));
        }
        if self.is_overwritten() {
            self.put_own_aside(files);
            return Err(self.overwritten());
        }
        if fs::metadata(&self.place).is_ok_and(|meta| meta.nlink() > 1) {
            return Err(StoreError::ManyNames(self.path.clone()));
        }
        self.check_log(db)
    }

    /// Refuses where the log or its index were deleted or replaced: the system keeps them as long as they are open here, and
    /// not a moment longer. No other console can have begun a new log meanwhile (`must_have_its_log`). Refuses, too, where the log
    /// was emptied or written over in its place.
    pub(super) fn check_log(&self, db: &Connection) -> Result<(), StoreError> {
        let Some(OpenFiles { beside: Some(ours), .. }) = self.files else { return Ok(()) };
        if beside_now(&self.place) == Some(ours) {
            return self.must_hold_its_frames(db);
        }
        let is_home = write_log(db).is_ok_and(|written| written.is_whole);
        if is_home {
            self.put_stranger_aside(ours);
        }
        Err(StoreError::LogGone { path: self.path.clone(), is_home, aside: self.aside.borrow().clone() })
    }

    /// Nothing of a log that was emptied or written over is brought home: nobody knows what that is. Nor may whoever opens the
    /// file next read it, unless it is a beginning of what was saved.
    fn must_hold_its_frames(&self, db: &Connection) -> Result<(), StoreError> {
        let log = beside(&self.place, LOG);
        let Some(strange) = self.log.look(db, &log) else { return Ok(()) };
        let holds_something = fs::metadata(&log).is_ok_and(|meta| meta.len() > 0);
        if holds_something && !strange.is_prefix {
            self.empty_stranger(&log);
        }
        let aside = self.aside.borrow().clone();
        Err(StoreError::LogSpoiled { path: self.path.clone(), is_home: strange.is_home, aside })
    }

    /// Keeps what was written over the log under another name. The file itself stays where it is, empty: others have it open.
    fn empty_stranger(&self, log: &Path) {
        if let Some(free) = free_name(log, "other")
            && fs::copy(log, &free).is_ok()
        {
            self.aside.replace(Some(free));
            let _ = OpenOptions::new().write(true).truncate(true).open(log);
        }
    }

    /// What lies in the place of the log would be taken for it by whoever opens the file next.
    fn put_stranger_aside(&self, ours: [FileIdentity; 2]) {
        let log = beside(&self.place, LOG);
        let is_stranger = FileIdentity::at(&log).is_some_and(|there| there != ours[0]);
        if is_stranger && let Some(name) = put_aside(&log, "other") {
            self.aside.replace(Some(name));
        }
    }

    /// Whether the bytes of the file are another ledger's, or those of an older state. Looked at only where they have changed.
    fn is_overwritten(&self) -> bool {
        let at = stamp(&self.place);
        let (seen, known) = self.seen.get();
        if at == seen {
            return false;
        }
        let is_another = |now: Option<LedgerMark>| now.is_none_or(|now| now.is_another(known));
        match ledger(&self.place) {
            Ok(Some(now)) if !now.is_another(known) => {
                self.seen.set((at, now));
                false
            }
            Ok(_) => {
                thread::sleep(AGAIN);
                ledger(&self.place).is_ok_and(is_another)
            }
            // What can't be read now is being written.
            Err(_) => false,
        }
    }

    /// The log belongs to bytes that are gone. Left where it is, it would damage the file that is there now.
    fn put_own_aside(&self, files: OpenFiles) {
        if files.beside.is_some() && files.beside == beside_now(&self.place) {
            let kept = put_aside(&beside(&self.place, LOG), "overwritten");
            self.aside.replace(kept);
        }
    }

    /// What closing the connection must leave alone: SQLite deletes the log by its name, which may be another file's by now,
    /// and writes it into whatever the file holds.
    pub(super) fn before_closing(&self, db: &Connection) {
        let Some(files) = self.files else { return };
        let is_gone = !self.place.exists();
        let is_itself = || files.must_be_at(&self.place).is_ok() && !self.is_overwritten();
        if is_gone || (is_itself() && self.check_log(db).is_ok()) {
            return;
        }
        // Whoever has it open brings it home, the last one, too.
        let _ = self.check(db);
        let _ = db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
    }
}

/// Moves a file to a free name that begins with its own. Best effort: what can't be moved stays.
fn put_aside(path: &Path, why: &str) -> Option<PathBuf> {
    let free = free_name(path, why)?;
    fs::rename(path, &free).ok().map(|()| free)
}

/// A name that nothing has, which begins with a file's own.
fn free_name(path: &Path, why: &str) -> Option<PathBuf> {
    let mut names = (1..u32::MAX).map(|n| beside(path, &format!(".{why}-{n}")));
    names.find(|name| fs::symlink_metadata(name).is_err())
}

/// What the bytes of a file say, whatever its log holds; `None` where they are none of a data file, an error where they can't be
/// read now. A file that is being written home is whole as far as it is looked at here.
fn ledger(path: &Path) -> Result<Option<LedgerMark>, StoreError> {
    if fs::metadata(path).is_ok_and(|meta| meta.len() == 0) {
        return Ok(None);
    }
    let asked = connect_to_read_alone(path).and_then(|db| {
        // Pages that the first one tells of may not have been written yet.
        db.execute_batch("PRAGMA writable_schema = ON")?;
        let sql = "SELECT (SELECT v FROM meta WHERE k = 'store_id'), (SELECT v FROM meta WHERE k = 'console_id'),
                          (SELECT substr(v, 1, 8) FROM meta WHERE k = 'tree_edge')";
        db.query_row(sql, [], |row| {
            let operations = u64::from_be_bytes(row.get(2)?);
            Ok(LedgerMark { store: row.get(0)?, console: row.get(1)?, operations })
        })
    });
    match asked {
        Ok(ledger) => Ok(Some(ledger)),
        Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Refuses a file that somebody has open while the log or its index are not there: they were deleted, and whoever would begin new ones
/// could not see what the other saves, nor the other him. Where nobody has it open, nothing need be there.
pub(super) fn must_have_its_log(path: &Path) -> Result<(), StoreError> {
    const TRIES: u32 = 200;
    for _ in 0..TRIES {
        if beside_now(path).is_some() {
            return Ok(());
        }
        // What is wrong otherwise the opening itself says.
        if !matches!(has_for_itself(path), Err(StoreError::Busy)) {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(5));
    }
    Err(StoreError::LogMissing(path.to_owned()))
}
