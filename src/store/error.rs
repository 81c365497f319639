//! What can go wrong with the file, as data; `text` has the sentences.

use crate::domain::verification::LogLoss;
use rusqlite::ErrorCode;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// What can go wrong with the file.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No such file.
    #[error("no store at {0}")]
    Missing(PathBuf),
    #[error("there is a file at {0} already")]
    Exists(PathBuf),
    /// A file that is open: nothing may be written in its place.
    #[error("{0} is in use")]
    InUse(PathBuf),
    /// A backup that does not verify: nothing was replaced.
    #[error("{0} does not verify")]
    BadBackup(PathBuf),
    /// A data file: no list takes its place.
    #[error("{0} is a data file")]
    DataFile(PathBuf),
    /// A data file that a console has open: it can't be replaced.
    #[error("{0} is open")]
    Open(PathBuf),
    /// A file with a second name: each name would get a log of its own.
    #[error("{0} has a second name")]
    ManyNames(PathBuf),
    /// A file that several computers can reach, where no log can be shared.
    #[error("{path} is on a network file system ({system})")]
    Network {
        path: PathBuf,
        /// What the system calls it.
        system: &'static str,
    },
    /// The path leads to another file than was opened there, or to none.
    #[error("{0} is not the file that was opened")]
    Replaced(PathBuf),
    /// The bytes of the file that was opened are another ledger's by now, or those of an older state.
    #[error("{path} was overwritten")]
    Overwritten {
        path: PathBuf,
        /// Under which name its log is kept.
        aside: Option<PathBuf>,
    },
    /// The log of the file that was opened, or the log's index, was deleted or replaced.
    #[error("the log of {path} is gone")]
    LogGone {
        path: PathBuf,
        /// Whether everything that was saved is in the file.
        is_home: bool,
        /// Under which name it is kept what lay in its place.
        aside: Option<PathBuf>,
    },
    /// The log of the file that was opened was emptied or written over in its place.
    #[error("the log of {path} was written over")]
    LogSpoiled {
        path: PathBuf,
        /// Whether everything that was saved is in the file.
        is_home: bool,
        /// Under which name it is kept what was written over it.
        aside: Option<PathBuf>,
    },
    /// The journal is not the one that was seen last: nothing is recorded in it.
    #[error("operations of {path} are missing")]
    LogLost { path: PathBuf, loss: LogLoss },
    /// A file that somebody has open whose log was deleted or replaced.
    #[error("{0} is open and its log is gone")]
    LogMissing(PathBuf),
    /// The name under which SQLite keeps what belongs to another data file.
    #[error("{path} is the place of what belongs to {of}")]
    LogOf {
        path: PathBuf,
        /// That data file.
        of: PathBuf,
    },
    /// A log beside a name where a new file shall be: another file has left it.
    #[error("{0} was left by another data file")]
    LogLeft(PathBuf),
    /// The disk is full.
    #[error("no room left on the disk")]
    NoRoom,
    /// The disk, or a limit of the process, said no.
    #[error("the disk gave an error: {0}")]
    Device(String),
    /// A key for signing that is none, or another's.
    #[error("{0} is not the key it should be")]
    BadKey(PathBuf),
    /// A folder, a device or a link that leads nowhere: nothing that could make room for a file.
    #[error("{0} is not an ordinary file")]
    NotOrdinary(PathBuf),
    /// Its tables, indexes or triggers are not as this program makes them.
    #[error("{object} is not as this program makes it")]
    Schema {
        /// What differs: its kind and name.
        object: String,
    },
    /// Not a loyaltui file.
    #[error("{0} is not a loyaltui store")]
    Foreign(PathBuf),
    /// Its making was cut short: it has no programme and no member.
    #[error("{0} was never finished")]
    Unfinished(PathBuf),
    /// It can be read but not written, or its folder can't.
    #[error("{0} can't be written")]
    ReadOnly(PathBuf),
    /// A file or folder that whoever runs this may not use so.
    #[error("no permission for {0}")]
    NoPermission(PathBuf),
    /// A file other than the data file, or the folder for a new one, is not there.
    #[error("no such file: {0}")]
    NoSuchFile(PathBuf),
    /// Made by a newer program.
    #[error("{path} has version {found}, this program knows {known}")]
    Newer {
        path: PathBuf,
        found: i64,
        /// The newest this program knows.
        known: i64,
    },
    /// Another console is writing and did not finish in time; nothing was written.
    #[error("another console is writing")]
    Busy,
    /// The query was interrupted by a newer one.
    #[error("interrupted")]
    Interrupted,
    /// COMMIT failed and the operation was found afterwards: it is done.
    #[error("outcome was unknown; operation {op} is in the journal")]
    DoneAfterAll { op: Uuid },
    /// COMMIT failed and the operation is not there: nothing was written.
    #[error("nothing was written: {reason}")]
    NotDone { reason: String },
    /// COMMIT failed and the file can't be asked: the console must stop writing.
    #[error("outcome of {op} unknown: {reason}")]
    Unknown { op: Uuid, reason: String },
    /// What else the system says of a file.
    #[error("{path}: {reason}")]
    Io { path: PathBuf, reason: String },
    #[error("the file is damaged: {0}")]
    Damaged(String),
    #[error("{0}")]
    Sql(String),
}

impl StoreError {
    /// Whether it says that what is saved does not reach the file any more, as long as it is open like this.
    pub fn is_of_file_lost(&self) -> bool {
        matches!(
            self,
            Self::Replaced(_)
                | Self::Overwritten { .. }
                | Self::ManyNames(_)
                | Self::LogGone { .. }
                | Self::LogSpoiled { .. }
        )
    }

    /// What the system said of a file that was to be read or written.
    pub fn io(path: &Path, error: &io::Error) -> Self {
        let path = path.to_owned();
        match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => Self::NoSuchFile(path),
            ErrorKind::AlreadyExists => Self::Exists(path),
            ErrorKind::PermissionDenied => Self::NoPermission(path),
            ErrorKind::ReadOnlyFilesystem => Self::ReadOnly(path),
            ErrorKind::IsADirectory => Self::NotOrdinary(path),
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::NoRoom,
            ErrorKind::FileTooLarge => Self::Device(error.to_string()),
            _ => Self::Io { path, reason: error.to_string() },
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::OperationInterrupted) => Self::Interrupted,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged(error.to_string()),
            Some(ErrorCode::DiskFull) => Self::NoRoom,
            Some(ErrorCode::SystemIoFailure) => Self::Device(error.to_string()),
            // Who opens the file names it (`StoreError::at`).
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen) => Self::ReadOnly(PathBuf::new()),
            _ => Self::Sql(error.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::nothing_there(ErrorKind::NotFound, "NoSuchFile")]
    #[case::there_already(ErrorKind::AlreadyExists, "Exists")]
    #[case::not_allowed(ErrorKind::PermissionDenied, "NoPermission")]
    #[case::read_only_medium(ErrorKind::ReadOnlyFilesystem, "ReadOnly")]
    #[case::folder(ErrorKind::IsADirectory, "NotOrdinary")]
    #[case::full(ErrorKind::StorageFull, "NoRoom")]
    #[case::quota(ErrorKind::QuotaExceeded, "NoRoom")]
    #[case::limit_of_the_process(ErrorKind::FileTooLarge, "Device")]
    #[case::anything_else(ErrorKind::Other, "Io")]
    fn what_the_system_says_has_a_sentence_of_its_own(#[case] kind: ErrorKind, #[case] name: &str) {
        let error = format!("{:?}", StoreError::io(Path::new("shop.db"), &kind.into()));
        assert_eq!(error.split(['(', ' ']).next(), Some(name));
    }
}
