//! The write-ahead log: emptying it where that matters.

use super::Store;
use super::connect::wait_a_little;
use super::error::StoreError;
use super::write::Tx;
use std::time::Duration;

/// Set in `meta` from an erasure until the log has been emptied.
const HOLDS_ERASED: &str = "log_holds_erased";

/// So long an emptying waits for readers: somebody may be waiting for the answer.
const PATIENCE: Duration = Duration::from_millis(200);

impl Store {
    /// Writes everything into the file and empties the write-ahead log, so that nothing erased is left in it. Answers false
    /// where another connection still reads from the log.
    pub fn truncate_log(&self) -> Result<bool, StoreError> {
        if self.watch.is_none() {
            return Ok(true);
        }
        self.check_place()?;
        self.db.busy_timeout(PATIENCE)?;
        let answer = self.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0));
        self.db.busy_handler(Some(wait_a_little))?;
        match answer.map_err(StoreError::from) {
            Ok(0) => {
                self.db.execute("DELETE FROM meta WHERE k = ?1", [HOLDS_ERASED])?;
                Ok(true)
            }
            Ok(_) | Err(StoreError::Busy) => Ok(false),
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
