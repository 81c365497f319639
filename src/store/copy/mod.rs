//! Copies of the whole file. A copy has its name only when all of it is on the disk and has proved itself.

mod restore;
#[cfg(test)]
mod tests;

use super::Store;
use super::connect::no_uri;
use super::error::StoreError;
use super::new_file::{Existing, NewFile, must_be_no_name_of_log};
use super::place::must_have_no_log;
use rusqlite::Connection;
use rusqlite::types::{ToSqlOutput, ValueRef};
use std::os::unix::ffi::OsStrExt;
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
        must_be_no_name_of_log(to)?;
        let copy = NewFile::begin(to, Existing::Keep, self.path().as_slice())?;
        must_have_no_log(to)?;
        vacuum_into(&self.db, &copy).map_err(|e| StoreError::from(e).at(to))?;
        Ok(copy)
    }
}

/// Writes a compact copy. SQLite accepts an empty file and keeps its mode; a file of its own making would be readable by all.
fn vacuum_into(db: &Connection, copy: &NewFile) -> rusqlite::Result<usize> {
    let name = no_uri(copy.path());
    // Any bytes: a name need not be text.
    let name = ToSqlOutput::Borrowed(ValueRef::Text(name.as_os_str().as_bytes()));
    db.execute("VACUUM INTO ?1", [name])
}

/// A copy that does not prove itself is none. One of a store that was never finished has nothing to prove.
fn prove(copy: &Path) -> Result<(), StoreError> {
    match Store::open_copy(copy)?.verify(None, &[], &mut |_, _| {}) {
        Ok(report) if report.wrong.is_none() => Ok(()),
        Ok(_) => Err(StoreError::Damaged("its copy does not verify".to_owned())),
        Err(StoreError::Unfinished(_)) => Ok(()),
        Err(other) => Err(other),
    }
}
