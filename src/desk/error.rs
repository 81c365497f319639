//! What can go wrong at the desk, as data; `text` has the sentences.

use crate::domain::plan::outcome::{Effect, Refusal};
use std::path::PathBuf;
use uuid::Uuid;

/// Why the desk did not do as asked.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The rules say no.
    #[error(transparent)]
    Refused(#[from] Box<Refusal>),
    /// What the plan was made from has changed, and the change would now do something else.
    #[error("the member changed meanwhile")]
    Stale {
        /// What the plan showed.
        old: Box<Effect>,
        /// What it would do now.
        new: Box<Effect>,
    },
    /// The query was interrupted by a newer one.
    #[error("interrupted")]
    Interrupted,
    /// The file.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What can go wrong with the file. Lives here for now so that doors can name it without SQL.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No such file.
    #[error("no store at {0}")]
    Missing(PathBuf),
    /// There is one already.
    #[error("there is a file at {0} already")]
    Exists(PathBuf),
    /// Not a loyaltui file.
    #[error("{0} is not a loyaltui store")]
    Foreign(PathBuf),
    /// Made by a newer program.
    #[error("{path} has version {found}, this program knows {known}")]
    Newer {
        /// Which file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The newest this program knows.
        known: i64,
    },
    /// Another console is writing and did not finish in time; nothing was written.
    #[error("another console is writing")]
    Busy,
    /// COMMIT failed and the operation was found afterwards: it is done.
    #[error("outcome was unknown; operation {op} is in the journal")]
    DoneAfterAll {
        /// Which.
        op: Uuid,
    },
    /// COMMIT failed and the operation is not there: nothing was written.
    #[error("nothing was written: {reason}")]
    NotDone {
        /// What the system said.
        reason: String,
    },
    /// COMMIT failed and the file can't be asked: the console must stop writing.
    #[error("outcome of {op} unknown: {reason}")]
    Unknown {
        /// Which.
        op: Uuid,
        /// What the system said.
        reason: String,
    },
    /// The disk, the file system, permissions.
    #[error("{path}: {reason}")]
    Io {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// The file contradicts itself.
    #[error("the file is damaged: {0}")]
    Damaged(String),
    /// Anything else SQLite says.
    #[error("{0}")]
    Sql(String),
}
