//! Why a file can't join another.

use crate::domain::verification::Discrepancy;
use crate::store::error::StoreError;

/// Why a file can't join. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum JoinError {
    /// This file has no number: others could not tell its rows from theirs.
    #[error("this file has no number yet")]
    Unnumbered,
    /// The other file has no number.
    #[error("the other file has no number yet")]
    OtherUnnumbered,
    /// It has one already, and that is for ever.
    #[error("this file has the number {0} already")]
    Numbered(i64),
    /// The two are one file, or copies of one.
    #[error("the two files are copies of one")]
    SameFile,
    #[error("another file has the number {0}")]
    NumberTaken(i64),
    /// What it says of an operation is not what was taken in earlier.
    #[error("file {file} has another past than it had before operation {seq}")]
    Forked { file: i64, seq: i64 },
    /// Its rows name a member of a third file, which has not joined.
    #[error("a member of file {0} is named, which has not joined")]
    NeedsFile(i64),
    /// One of this file's members was given a number there that somebody else has here.
    #[error("the member number {0} belongs to another member here")]
    MemberNumberTaken(String),
    /// What it holds is not what its journal says.
    #[error("the other file is damaged: {0:?}")]
    Wrong(Box<Discrepancy>),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for JoinError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}
