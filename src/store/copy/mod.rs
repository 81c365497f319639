//! Copies of the whole file. A copy has its name only when all of it is on the disk and has proved itself.

mod restore;
#[cfg(test)]
mod tests;

use super::Store;
use super::error::StoreError;
use super::new_file::{Existing, NewFile};
use super::open::no_uri;
use super::place::must_have_no_log;
use std::path::Path;

impl Store {
    /// Writes a compact copy of the file as it stands to a path where nothing is, readable by nobody else, and verifies it before
    /// it gets that name. When this answers, the copy outlives the power going out.
    pub fn backup(&self, to: &Path) -> Result<(), StoreError> {
        let copy = self.copied(to)?;
        prove(copy.path())?;
        copy.finish()
    }

    /// The same without verifying it: for a file that was made a moment ago.
    pub fn copy_to(&self, to: &Path) -> Result<(), StoreError> {
        self.copied(to)?.finish()
    }

    fn copied(&self, to: &Path) -> Result<NewFile, StoreError> {
        let io = |reason: String| StoreError::Io { path: to.to_owned(), reason };
        let copy = NewFile::begin(to, Existing::Keep, self.path().as_slice())?;
        must_have_no_log(to)?;
        let name = no_uri(copy.path());
        let name = name.to_str().ok_or_else(|| io("the name is not UTF-8".to_owned()))?;
        // `VACUUM INTO` accepts an empty file and keeps its mode; a file of its own making would be readable by all.
        self.db.execute("VACUUM INTO ?1", [name]).map_err(|e| match e.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => StoreError::NoRoom,
            _ => io(e.to_string()),
        })?;
        Ok(copy)
    }
}

/// A copy that does not prove itself is none. One of a store that was never finished has nothing to prove.
fn prove(copy: &Path) -> Result<(), StoreError> {
    match Store::open_copy(copy)?.verify(None, &mut |_, _| {}) {
        Ok(report) if report.wrong.is_none() => Ok(()),
        Ok(_) => Err(StoreError::Damaged("its copy does not verify".to_owned())),
        Err(StoreError::Unfinished(_)) => Ok(()),
        Err(other) => Err(other),
    }
}
