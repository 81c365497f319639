//! Rows of other data files in this one.
//!
//! They stand in the same tables as this file's own, under `file number << 40 | number`, and every row keeps the bytes that its
//! file hashed: an event's body is the text that was written there, and whoever reads it says it in this file's numbers. Members
//! are the exception: each has a row here, without gaps, so that search runs, columns and lists find neighbours; the number by
//! which all files know it is looked up in `joined_member` where a digest is made or checked, and nowhere else. Own members have
//! their row as their number and are never looked up.

mod bring;
mod derive;
mod error;
mod intake;
mod numbers;
mod profile;

#[cfg(test)]
mod tests;

pub use error::JoinError;
pub use intake::TakenIn;
pub(super) use numbers::{FILE_NUMBER, OwnNumbers};
pub(super) use profile::newest_profile;

use super::Store;
use super::error::StoreError;
use crate::domain::day::Instant;
use crate::domain::desk_event::{DeskEvent, NumberedFile};
use crate::domain::journal::hex;
use crate::domain::num::{FIRST_JOINED, FileNumber, OpSeq};
use rusqlite::OptionalExtension;

impl Store {
    /// The data files that have a number here: this one, where it has, and those that have joined, by number.
    pub fn numbered_files(&self) -> Result<Vec<NumberedFile>, StoreError> {
        let keys = self.desk_keys("file", Instant(i64::MAX))?;
        let files = keys.into_iter().filter_map(|(key, events)| {
            // What others say of files is about what they have taken in.
            let own: Vec<DeskEvent> = events.into_iter().filter(|e| e.id.file() == FileNumber::NONE).collect();
            NumberedFile::of(&key, &own)
        });
        let mut files: Vec<NumberedFile> = files.collect();
        files.sort_by_key(|file| file.number);
        Ok(files)
    }

    /// The files of which rows are here.
    pub(super) fn joined_files(&self) -> Result<Vec<NumberedFile>, StoreError> {
        let files = self.numbered_files()?.into_iter();
        Ok(files.filter(|file| file.through.is_some()).collect())
    }

    /// Whether operations of other files are here.
    pub(super) fn has_joined(&self) -> Result<bool, StoreError> {
        Ok(self.db.prepare_cached("SELECT 1 FROM operation WHERE seq >= ?1 LIMIT 1")?.exists([FIRST_JOINED])?)
    }

    /// The other files of which operations are here, in the order of their rows.
    pub(super) fn files_present(&self) -> Result<Vec<FileNumber>, StoreError> {
        let mut statement = self.db.prepare("SELECT seq FROM operation WHERE seq >= ?1 ORDER BY seq LIMIT 1")?;
        let mut files = Vec::new();
        let mut from = FIRST_JOINED;
        while let Some(seq) = statement.query_row([from], |row| row.get(0).map(OpSeq)).optional()? {
            files.push(seq.file());
            from = seq.file().end();
        }
        Ok(files)
    }

    /// The number that the events give this file.
    pub(super) fn given_number(&self) -> Result<FileNumber, StoreError> {
        let own = hex(&self.store_id());
        let files = self.numbered_files()?;
        Ok(files.iter().find(|file| file.store == own).map_or(FileNumber::NONE, |file| file.number))
    }
}
