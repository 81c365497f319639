//! Copies of the file, and what idle moments are good for.

use super::Desk;
use super::error::DeskError;
use std::path::Path;

impl Desk {
    /// Writes a compact copy of the file as it stands to a path where nothing is, readable by nobody else, and verifies it before
    /// it gets that name.
    pub fn backup(&self, to: &Path) -> Result<(), DeskError> {
        Ok(self.store.backup(to)?)
    }

    /// The same without verifying it: for a file that was made a moment ago.
    pub fn copy_to(&self, to: &Path) -> Result<(), DeskError> {
        Ok(self.store.copy_to(to)?)
    }

    /// Moves what is finished from the write-ahead log into the file, without waiting for anybody: for idle moments. Where an
    /// erasure had to wait for other consoles, the log is emptied as soon as they let go of it.
    pub fn checkpoint_idle(&self) -> Result<(), DeskError> {
        Ok(self.store.checkpoint_idle()?)
    }
}
