//! Opening and making the file: what it must be, how the connection is set, who may read it.

use super::connect::{connect, connect_to_read, wait_a_little};
use super::error::StoreError;
use super::new_file::must_be_no_name_of_log;
use super::place::{BESIDE, beside, must_be_safe, must_have_no_log, must_have_no_stranger};
use super::salt::new_salt;
use super::watch::{LedgerMark, Watch, must_have_its_log};
use super::write::commit_once;
use super::{Store, migrate};
use crate::domain::terms::index::TERMS_VERSION;
use rusqlite::Connection;
use rustix::fs::Access;
use std::cell::RefCell;
use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// "Loyu" in the header of every store.
const APPLICATION_ID: i64 = 0x4C6F_7955;

impl Store {
    /// Opens an existing store and brings it to this program's version. What can't be written is opened to be read.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        must_be_a_file(path)?;
        must_be_safe(path)?;
        must_have_no_stranger(path)?;
        must_have_its_log(path)?;
        Self::open_copy(path)
    }

    /// The same of a copy, which may lie wherever copies are kept: nobody works with it there.
    pub(super) fn open_copy(path: &Path) -> Result<Self, StoreError> {
        match Self::open_to_write(path) {
            Err(StoreError::ReadOnly(_)) => Self::open_to_read(path),
            opened => opened,
        }
    }

    fn open_to_write(path: &Path) -> Result<Self, StoreError> {
        let mut db = connect(Some(path)).map_err(|e| at(path, e))?;
        db.busy_handler(Some(wait_a_little)).map_err(|e| at(path, e))?;
        must_be_ours(&db, path)?;
        if db.is_readonly("main").map_err(|e| at(path, e))? {
            return Err(StoreError::ReadOnly(path.to_owned()));
        }
        set_pragmas(&db).map_err(|e| e.at(path))?;
        migrate::to_newest(&mut db)?;
        Self::with(db, Some(path.to_owned()), false)
    }

    /// Opens a store on a read-only medium, or one that only others may write. A file of an older version would have to be
    /// brought up to date first, and can't be.
    pub(super) fn open_to_read(path: &Path) -> Result<Self, StoreError> {
        let db = connect_to_read(path).map_err(|e| at(path, e))?;
        db.busy_handler(Some(wait_a_little)).map_err(|e| at(path, e))?;
        must_be_ours(&db, path)?;
        if migrate::version(&db)? != migrate::newest_version() {
            return Err(StoreError::ReadOnly(path.to_owned()));
        }
        db.execute_batch("PRAGMA cache_size = -8192; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF;")?;
        Self::with(db, Some(path.to_owned()), true)
    }

    /// Makes an empty store where nothing is. Nobody else may read it (mode 0600, also for what SQLite puts beside it).
    pub fn create(path: &Path) -> Result<Self, StoreError> {
        if !path.exists() {
            must_be_no_name_of_log(path)?;
            must_have_no_log(path)?;
        }
        let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
        made.map_err(|e| StoreError::io(path, &e))?;
        Self::make(path).inspect_err(|_| Self::remove_unfinished(path))
    }

    /// A making that failed leaves nothing behind that a second try would stumble over.
    pub fn remove_unfinished(path: &Path) {
        // Best effort: the error that brought us here is the one to tell.
        let _ = std::fs::remove_file(path);
        for suffix in BESIDE {
            let _ = std::fs::remove_file(beside(path, suffix));
        }
    }

    fn make(path: &Path) -> Result<Self, StoreError> {
        let mut db = connect(Some(path)).map_err(|e| at(path, e))?;
        db.busy_handler(Some(wait_a_little))?;
        set_pragmas(&db).map_err(|e| e.at(path))?;
        migrate::to_newest(&mut db)?;
        name_the_store(&db)?;
        Self::with(db, Some(path.to_owned()), false)
    }

    /// An empty store that lives as long as this value.
    pub fn open_in_memory() -> Result<Self, StoreError> {
        let mut db = connect(None)?;
        set_common_pragmas(&db)?;
        migrate::to_newest(&mut db)?;
        name_the_store(&db)?;
        Self::with(db, None, false)
    }

    fn with(db: Connection, path: Option<PathBuf>, read_only: bool) -> Result<Self, StoreError> {
        // The default of 16 would prepare statements again in the middle of one operation.
        db.set_prepared_statement_cache_capacity(128);
        let (id, console) = (id_of(&db, "store_id")?, id_of(&db, "console_id")?);
        let (programs, interrupted) = (RefCell::new(None), Arc::default());
        let ledger = LedgerMark { store: id, console, operations: 0 };
        let watch = path.map(|path| Watch::begin(path, read_only, ledger));
        Ok(Self {
            db,
            watch,
            id,
            console,
            programs,
            interrupted,
            commit_step: Box::new(commit_once),
            stopped: None,
            read_only,
            held: None,
        })
    }
}

fn must_be_a_file(path: &Path) -> Result<(), StoreError> {
    match std::fs::metadata(path) {
        Ok(meta) if meta.is_file() => must_be_readable(path),
        Ok(_) => Err(StoreError::NotOrdinary(path.to_owned())),
        Err(e) if matches!(e.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Err(StoreError::Missing(path.to_owned()))
        }
        Err(e) => Err(StoreError::io(path, &e)),
    }
}

/// Asks the system alone: opening and closing a file takes the locks of this process off it.
pub(super) fn must_be_readable(path: &Path) -> Result<(), StoreError> {
    rustix::fs::access(path, Access::READ_OK).map_err(|e| StoreError::io(path, &e.into()))
}

/// Looks before anything is set: a foreign file, or a newer one, must stay as it is.
pub(super) fn must_be_ours(db: &Connection, path: &Path) -> Result<(), StoreError> {
    let id: Result<i64, _> = db.query_row("PRAGMA application_id", [], |row| row.get(0));
    match id {
        Ok(APPLICATION_ID) => {}
        Ok(_) => return Err(StoreError::Foreign(path.to_owned())),
        Err(error) => {
            let error = StoreError::from(error);
            let foreign = matches!(error, StoreError::Damaged(_));
            return Err(if foreign { StoreError::Foreign(path.to_owned()) } else { error.at(path) });
        }
    }
    let found = migrate::version(db)?;
    let known = migrate::newest_version();
    if found > known {
        return Err(StoreError::Newer { path: path.to_owned(), found, known });
    }
    Ok(())
}

/// Sets what a file needs and reads back what durability stands on.
pub(super) fn set_pragmas(db: &Connection) -> Result<(), StoreError> {
    // Asked first: changing the mode takes the whole file for itself, and every store but a new one is in it already.
    let mut mode: String = db.query_row("PRAGMA journal_mode", [], |row| row.get(0))?;
    if mode != "wal" {
        mode = db.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    }
    db.execute_batch("PRAGMA synchronous = FULL")?;
    let synchronous: i64 = db.query_row("PRAGMA synchronous", [], |row| row.get(0))?;
    if mode != "wal" || synchronous != 2 {
        return Err(StoreError::Sql(format!("journal_mode is {mode}, synchronous {synchronous}: not durable")));
    }
    set_common_pragmas(db)
}

fn set_common_pragmas(db: &Connection) -> Result<(), StoreError> {
    db.execute_batch(
        "PRAGMA secure_delete = ON; PRAGMA foreign_keys = OFF; PRAGMA cache_size = -8192; PRAGMA temp_store = MEMORY;
         PRAGMA trusted_schema = OFF; PRAGMA journal_size_limit = 67108864;",
    )?;
    let secure: i64 = db.query_row("PRAGMA secure_delete", [], |row| row.get(0))?;
    if secure != 1 {
        return Err(StoreError::Sql(format!("secure_delete is {secure}")));
    }
    Ok(())
}

fn name_the_store(db: &Connection) -> Result<(), StoreError> {
    for key in ["store_id", "console_id"] {
        db.execute("INSERT INTO meta (k, v) VALUES (?1, ?2)", rusqlite::params![key, new_salt()?])?;
    }
    // An index of nobody has no terms of an older version.
    db.execute("UPDATE search_mark SET n = ?1 WHERE k = 'terms_version'", [TERMS_VERSION])?;
    Ok(())
}

/// An id of `meta` as the file has it.
pub(super) fn id_of(db: &Connection, key: &str) -> Result<[u8; 16], StoreError> {
    db.query_row("SELECT v FROM meta WHERE k = ?1", [key], |row| row.get(0))
        .map_err(|e| StoreError::Damaged(format!("meta.{key}: {e}")))
}

fn at(path: &Path, error: rusqlite::Error) -> StoreError {
    use rusqlite::ErrorCode::{CannotOpen, NotADatabase, PermissionDenied, ReadOnly};
    match error.sqlite_error_code() {
        Some(NotADatabase) => StoreError::Foreign(path.to_owned()),
        Some(ReadOnly) => StoreError::ReadOnly(path.to_owned()),
        Some(CannotOpen | PermissionDenied) => StoreError::NoPermission(path.to_owned()),
        _ => StoreError::from(error).at(path),
    }
}

impl StoreError {
    /// Names the file in an error that could not know it.
    pub(super) fn at(self, path: &Path) -> Self {
        match self {
            Self::Sql(reason) => Self::Io { path: path.to_owned(), reason },
            Self::ReadOnly(_) => Self::ReadOnly(path.to_owned()),
            other => other,
        }
    }
}
