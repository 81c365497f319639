//! Copies of the file, and what idle moments are good for.

use super::Desk;
use super::error::DeskError;
use std::path::Path;

impl Desk {
    /// Writes a compact copy of the file as it stands to a path where nothing is, readable by nobody else.
    pub fn backup(&self, to: &Path) -> Result<(), DeskError> {
        Ok(self.store.backup(to)?)
    }

    /// Moves what is finished from the write-ahead log into the file, without waiting for anybody: for idle moments.
    pub fn checkpoint_idle(&self) -> Result<(), DeskError> {
        Ok(self.store.checkpoint_idle()?)
    }

    /// Empties the write-ahead log, so that nothing erased is left in it. Answers false where another console still reads
    /// from the log: then `waits_for_others` stays true of the erasure.
    pub fn truncate_log(&self) -> Result<bool, DeskError> {
        Ok(self.store.truncate_log()?)
    }
}
