//! A backup in the place of the data file. What was there is kept beside it, under another name.

use super::{prove, vacuum_into};
use crate::domain::num::OpSeq;
use crate::store::Store;
use crate::store::connect::{connect, connect_to_read};
use crate::store::error::StoreError;
use crate::store::new_file::{Existing, NewFile, must_be_no_name_of_log};
use crate::store::open::{must_be_ours, must_be_readable};
use crate::store::place::{BESIDE, INDEX, beside, must_be_safe};
use rusqlite::{Connection, OptionalExtension};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

impl Store {
    /// Puts a verified copy of a backup in the place of the data file at `to`, or where nothing is yet. Refused while anybody has
    /// that file open. Answers under which name it is kept: its own with `.replaced-` and `stamp`; where only a log was left of
    /// it, that of the log. Whatever ends this in the middle, the file that was there is whole, under one of the two names.
    pub fn restore(backup: &Path, to: &Path, stamp: &str) -> Result<Option<PathBuf>, StoreError> {
        restore(backup, to, stamp)
    }

    /// How far the journal of another file is that of this one: the place of the newest operation that both have. 0 where the other
    /// is of another store. Each operation's hash binds all before it, so that half of what is left is told by one look.
    pub fn shared_with(&self, other: &Path) -> Result<OpSeq, StoreError> {
        let db = connect_to_read(other).map_err(|e| StoreError::from(e).at(other))?;
        must_be_ours(&db, other)?;
        let sql = "SELECT hash FROM operation WHERE seq = ?1";
        let is_there = |seq: i64| -> Result<bool, StoreError> {
            let hash: Option<[u8; 32]> = db.query_row(sql, [seq], |row| row.get(0)).optional()?;
            let own = self.operation_at(OpSeq(seq))?.map(|(_, hash)| hash);
            Ok(hash.is_some() && hash == own)
        };
        let (mut shared, mut end) = (0, self.newest_seq()?.0);
        while shared < end {
            let middle = shared + (end - shared + 1) / 2;
            if is_there(middle)? {
                shared = middle;
            } else {
                end = middle - 1;
            }
        }
        Ok(OpSeq(shared))
    }
}

fn restore(backup: &Path, to: &Path, stamp: &str) -> Result<Option<PathBuf>, StoreError> {
    let to = &fs::canonicalize(to).unwrap_or_else(|_| to.to_owned());
    must_be_no_name_of_log(to)?;
    let there = fs::symlink_metadata(to).ok();
    if there.as_ref().is_some_and(|meta| !meta.is_file()) {
        return Err(StoreError::NotOrdinary(to.clone()));
    }
    if there.is_some() {
        must_be_safe(to)?;
    }
    let copy = copy_of(backup, to)?;
    prove(copy.path()).map_err(|error| unproved(backup, error))?;
    let kept = free_name(to, stamp);
    if there.is_none() {
        let log = move_beside(to, &kept)?;
        copy.finish()?;
        return Ok(log);
    }
    let io = |e: io::Error| StoreError::io(to, &e);
    match alone_with(to)? {
        // Whoever comes while the name is free finds no file, so nobody can write into the one that goes.
        Some(held) => {
            fs::rename(to, &kept).map_err(io)?;
            drop(held);
        }
        None => fs::rename(to, &kept).map_err(io)?,
    }
    move_beside(to, &kept)?;
    copy.finish()?;
    Ok(Some(kept))
}

/// It is the backup that does not verify; the data file is as it was.
fn unproved(backup: &Path, error: StoreError) -> StoreError {
    if matches!(error, StoreError::Damaged(_)) { StoreError::BadBackup(backup.to_owned()) } else { error }
}

/// A compact copy of a backup beside the place where it shall be. The backup itself is only read.
fn copy_of(backup: &Path, to: &Path) -> Result<NewFile, StoreError> {
    match fs::metadata(backup) {
        Ok(meta) if meta.is_file() => must_be_readable(backup)?,
        Ok(_) => return Err(StoreError::NotOrdinary(backup.to_owned())),
        Err(error) => return Err(StoreError::io(backup, &error)),
    }
    let db = connect_to_read(backup).map_err(|e| StoreError::from(e).at(backup))?;
    must_be_ours(&db, backup)?;
    let is_itself = fs::canonicalize(backup).is_ok_and(|backup| backup == to);
    if is_itself {
        return Err(StoreError::InUse(to.to_owned()));
    }
    // The name it is made for is free: the real one makes room only when this is complete.
    let copy = NewFile::begin_beside(to, Existing::Keep)?;
    vacuum_into(&db, &copy).map_err(|e| unproved(backup, e.into()))?;
    Ok(copy)
}

/// Has a data file for itself, its log emptied into it; `None` where the file is so damaged that nobody can have it open.
fn alone_with(path: &Path) -> Result<Option<Connection>, StoreError> {
    let db = connect(Some(path)).map_err(|e| StoreError::from(e).at(path))?;
    match must_be_ours(&db, path) {
        Ok(()) | Err(StoreError::Newer { .. }) => {}
        Err(StoreError::Foreign(_)) if is_no_database(&db) => return Ok(None),
        Err(other) => return Err(other),
    }
    let in_use = |e: rusqlite::Error| {
        let error = StoreError::from(e);
        if matches!(error, StoreError::Damaged(_)) {
            return Ok(());
        }
        Err(if matches!(error, StoreError::Busy) { StoreError::Open(path.to_owned()) } else { error.at(path) })
    };
    db.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT").or_else(in_use)?;
    let checkpoint = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    checkpoint.or_else(in_use)?;
    Ok(Some(db))
}

/// Whether a file has lost even the beginning by which SQLite knows its own.
fn is_no_database(db: &Connection) -> bool {
    db.query_row("PRAGMA application_id", [], |row| row.get::<_, i64>(0)).is_err()
}

/// Moves what SQLite has left beside a file to the name under which that is kept: it would take the log for the new one's. What
/// holds nothing, or can be made again from the log, goes. Answers where the log is now.
fn move_beside(from: &Path, to: &Path) -> Result<Option<PathBuf>, StoreError> {
    let mut moved = None;
    for suffix in BESIDE {
        let (log, kept) = (beside(from, suffix), beside(to, suffix));
        let Ok(meta) = fs::symlink_metadata(&log) else { continue };
        if suffix == INDEX || meta.len() == 0 {
            fs::remove_file(&log).map_err(|e| StoreError::io(&log, &e))?;
        } else {
            fs::rename(&log, &kept).map_err(|e| StoreError::io(&log, &e))?;
            moved = Some(kept);
        }
    }
    Ok(moved)
}

fn free_name(to: &Path, stamp: &str) -> PathBuf {
    let named = |n: u32| {
        let again = if n == 0 { String::new() } else { format!("-{n}") };
        beside(to, &format!(".replaced-{stamp}{again}"))
    };
    (0..u32::MAX).map(named).find(|path| fs::symlink_metadata(path).is_err()).unwrap_or_else(|| named(u32::MAX))
}
