//! The write-ahead log: emptying it where that matters, and copies of the whole file.

use super::Store;
use super::error::StoreError;
use super::open::wait_a_little;
use super::write::Tx;
use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::Duration;

/// Set in `meta` from an erasure until the log has been emptied.
const HOLDS_ERASED: &str = "log_holds_erased";

/// So long an emptying waits for readers: somebody may be waiting for the answer.
const PATIENCE: Duration = Duration::from_millis(200);

impl Store {
    /// Writes everything into the file and empties the write-ahead log, so that nothing erased is left in it. Answers false
    /// where another connection still reads from the log.
    pub fn truncate_log(&self) -> Result<bool, StoreError> {
        if self.path.is_none() {
            return Ok(true);
        }
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
        self.db.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?;
        Ok(())
    }

    /// Writes a compact copy of the file as it stands to a path where nothing is, readable by nobody else.
    pub fn backup(&self, to: &Path) -> Result<(), StoreError> {
        let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(to);
        made.map_err(|e| match e.kind() {
            ErrorKind::AlreadyExists => StoreError::Exists(to.to_owned()),
            _ => StoreError::Io { path: to.to_owned(), reason: e.to_string() },
        })?;
        // `VACUUM INTO` accepts an empty file and keeps its mode; a file of its own making would be readable by all.
        self.copy_into(to).inspect_err(|_| {
            let _ = std::fs::remove_file(to);
        })
    }

    fn copy_into(&self, to: &Path) -> Result<(), StoreError> {
        let io = |reason: String| StoreError::Io { path: to.to_owned(), reason };
        let name = to.to_str().ok_or_else(|| io("the name is not UTF-8".to_owned()))?;
        self.db.execute("VACUUM INTO ?1", [name]).map_err(|e| io(e.to_string()))?;
        OpenOptions::new().write(true).open(to).and_then(|f| f.sync_all()).map_err(|e| io(e.to_string()))
    }
}

impl Tx<'_> {
    /// Notes that the log holds something erased, until it has been emptied.
    pub(super) fn log_holds_erased(&self) -> Result<(), StoreError> {
        self.set_meta(HOLDS_ERASED, 1)
    }
}
