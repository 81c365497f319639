//! The write-ahead log: emptying it where that matters.

use super::Store;
use super::connect::wait_a_little;
use super::error::StoreError;
use super::write::Tx;
use rusqlite::Connection;
use std::time::Duration;

/// Set in `meta` from an erasure until the log has been emptied.
const HOLDS_ERASED: &str = "log_holds_erased";

/// So long an emptying waits for readers: somebody may be waiting for the answer.
const PATIENCE: Duration = Duration::from_millis(200);

/// What came of writing the log into the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LogWritten {
    /// All of it is in the file, and on the disk.
    pub is_whole: bool,
    /// Nobody reads from the log any more: nothing is left in it.
    pub is_empty: bool,
}

/// Writes the log into the file that a connection leads to and empties it, waiting a little for readers.
pub(super) fn write_log(db: &Connection) -> rusqlite::Result<LogWritten> {
    db.busy_timeout(PATIENCE)?;
    let answer = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| {
        let (blocked, log, home): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let is_empty = blocked == 0;
        Ok(LogWritten { is_whole: is_empty || (log >= 0 && log == home), is_empty })
    });
    db.busy_handler(Some(wait_a_little))?;
    answer
}

impl Store {
    /// Writes everything into the file and empties the write-ahead log, so that nothing erased is left in it. Answers false
    /// where another connection still reads from the log.
    pub fn truncate_log(&self) -> Result<bool, StoreError> {
        if self.watch.is_none() {
            return Ok(true);
        }
        self.check_place()?;
        match write_log(&self.db).map_err(StoreError::from) {
            Ok(LogWritten { is_empty: true, .. }) => {
                self.db.execute("DELETE FROM meta WHERE k = ?1", [HOLDS_ERASED])?;
                Ok(true)
            }
            Ok(LogWritten { is_empty: false, .. }) | Err(StoreError::Busy) => Ok(false),
            Err(other) => Err(other),
        }
    }

    /// Moves what is finished from the log into the file, without waiting for anybody: for idle moments. Where an erasure
    /// waits for it, the log is emptied.
    pub fn checkpoint_idle(&self) -> Result<(), StoreError> {
        if self.meta(HOLDS_ERASED)? != 0 {
            self.truncate_log()?;
            return Ok(());
        }
        self.check_place()?;
        self.db.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?;
        Ok(())
    }
}

impl Tx<'_> {
    /// Notes that the log holds something erased, until it has been emptied.
    pub(super) fn log_holds_erased(&self) -> Result<(), StoreError> {
        self.set_meta(HOLDS_ERASED, 1)
    }
}
