//! Copies of the file, and what idle moments are good for.

use super::Desk;
use super::error::DeskError;
use crate::domain::day::Instant;
use crate::domain::permission::DeskTask;
use crate::domain::question::OperationPage;
use crate::store::Store;
use crate::store::listing::JournalFilter;
use std::path::{Path, PathBuf};

impl Desk {
    /// Whether whoever sits here may put another file in the place of this one.
    pub fn may_be_replaced(&self, now: Instant) -> Result<(), DeskError> {
        self.admit_task(DeskTask::Restore, now)
    }

    /// The operations of this file that a backup lacks: how many, and the newest of them.
    pub fn missing_in(&self, backup: &Path, limit: usize) -> Result<OperationPage, DeskError> {
        self.store.read(|store| {
            let shared = store.shared_with(backup)?;
            let (mut rows, _) = store.journal_page(&JournalFilter::default(), limit)?;
            rows.retain(|row| row.seq > shared);
            let total = u64::try_from(store.newest_seq()?.0 - shared.0).unwrap_or(0);
            Ok(OperationPage { rows, total })
        })
    }

    /// Writes a compact copy of the file as it stands to a path where nothing is, readable by nobody else, and verifies it before
    /// it gets that name.
    pub fn backup(&self, to: &Path, now: Instant) -> Result<(), DeskError> {
        self.admit_task(DeskTask::Backup, now)?;
        Ok(self.store.backup(to)?)
    }

    /// The same without verifying it: for a file that was made a moment ago.
    pub fn copy_to(&self, to: &Path) -> Result<(), DeskError> {
        Ok(self.store.copy_to(to)?)
    }

    /// Puts a verified copy of a backup in the place of the data file at `to`, or where nothing is yet; refused while anybody has
    /// that file open. Answers under which name the file that was there is kept: the time in it is that of
    /// UTC, as its Z says.
    pub fn restore(backup: &Path, to: &Path, now: Instant) -> Result<Option<PathBuf>, DeskError> {
        let stamp = now.utc().map_or_else(|| now.0.to_string(), |time| time.format("%Y%m%d-%H%M%SZ").to_string());
        Ok(Store::restore(backup, to, &stamp)?)
    }

    /// Moves what is finished from the write-ahead log into the file, without waiting for anybody: for idle moments. Where an
    /// erasure had to wait for other consoles, the log is emptied as soon as they let go of it.
    pub fn checkpoint_idle(&self) -> Result<(), DeskError> {
        Ok(self.store.checkpoint_idle()?)
    }
}
