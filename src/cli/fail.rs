//! What stops a command: a code for scripts, one line for people (what is wrong, where, what to do), and how it exits.

use super::out;
use crate::desk::error::{DeskError, StoreError};
use crate::documents::error;
use crate::domain::import::setup::SetupError;
use crate::runtime::ConsoleError;
use crate::t;
use crate::text::{Words, path_text};
use serde_json::{Value, json};
use std::io;
use std::path::Path;

/// Why a command did not do as told.
#[derive(Debug)]
pub enum CliFailure {
    /// The desk said no, or could not.
    Desk(DeskError),
    /// The command line can't be understood; the sentence says why.
    Usage(String),
    /// The console needs a terminal.
    NoTerminal,
    /// There is no folder for the user's data, and no `--db`.
    NoHome,
    /// A file other than the data file; `kind` where the system says which kind of failure it is.
    File { path: String, kind: Option<io::ErrorKind>, reason: String },
    /// The settings can't be read: what is wrong in which line.
    Settings { path: String, line: usize, problem: SettingsProblem },
    /// The data file is too damaged to be verified to its end.
    TooDamaged,
    /// A note or a receipt that does not hold; the sentence says which and why.
    Note(String),
    /// A fault in the program.
    Fault(String),
    /// It has been said already; only the exit code is left.
    Said,
    /// It was done, and what was said about it wants a look: only the exit code is left.
    DoneButLook,
}

impl CliFailure {
    /// A file that could not be read or written.
    pub fn file(path: &Path, error: &io::Error) -> Self {
        Self::File { path: path_text(path), kind: Some(error.kind()), reason: error.to_string() }
    }

    /// A folder that could not be made, as where a file has its name.
    pub fn folder(path: &Path, error: &io::Error) -> Self {
        let kind = match error.kind() {
            io::ErrorKind::AlreadyExists => io::ErrorKind::NotADirectory,
            other => other,
        };
        Self::File { path: path_text(path), kind: Some(kind), reason: error.to_string() }
    }

    /// Standard output that could not be written.
    pub fn stdout(error: &io::Error) -> Self {
        Self::File { path: "stdout".to_owned(), kind: Some(error.kind()), reason: error.to_string() }
    }

    /// 1 refused or failed, 2 wrong usage, 3 done, but look.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) | Self::NoTerminal => 2,
            Self::DoneButLook => 3,
            Self::Desk(error) if is_wrong_usage(error) => 2,
            Self::Desk(_)
            | Self::TooDamaged
            | Self::NoHome
            | Self::File { .. }
            | Self::Settings { .. }
            | Self::Note(_)
            | Self::Fault(_)
            | Self::Said => 1,
        }
    }

    /// Says it: a document on standard output where one was asked for, and one line on standard error.
    pub fn tell(&self, words: Words, as_json: bool) {
        if matches!(self, Self::Said | Self::DoneButLook) {
            return;
        }
        let message = self.message(words);
        if as_json {
            let (code, data) = self.code(words);
            // Where standard output is gone, the line below is all there is.
            let _ = out::json(&error::refused(code, &message, data));
        }
        out::message(&format!("loyaltui: {message}"));
    }

    pub(super) fn message(&self, words: Words) -> String {
        match self {
            Self::Desk(error) => words.desk_error(error),
            Self::Usage(message) | Self::Note(message) => message.clone(),
            Self::NoTerminal => t!(words, "cli.fail.no_terminal"),
            Self::NoHome => t!(words, "cli.fail.no_home"),
            Self::File { path, kind, reason } => {
                t!(words, "cli.fail.file", path = path, reason = in_words(words, *kind, reason))
            }
            Self::TooDamaged => t!(words, "cli.fail.too_damaged"),
            Self::Settings { path, line, problem } => {
                let why = match problem {
                    SettingsProblem::Syntax => t!(words, "cli.fail.settings_syntax"),
                    SettingsProblem::UnknownKey(key) => t!(words, "cli.fail.settings_key", key = key),
                    SettingsProblem::WrongValue => t!(words, "cli.fail.settings_value"),
                };
                t!(words, "cli.fail.settings", path = path, line = line, why = why)
            }
            Self::Fault(told) => t!(words, "cli.fail.fault", told = told),
            Self::Said | Self::DoneButLook => String::new(),
        }
    }

    /// The code that scripts see, and what is known about it.
    fn code(&self, words: Words) -> (&'static str, Value) {
        match self {
            Self::Desk(error) => error::of_error(error, words),
            Self::Usage(_) | Self::Said | Self::DoneButLook => ("usage", Value::Null),
            Self::NoTerminal => ("no_terminal", Value::Null),
            Self::NoHome => ("no_home", Value::Null),
            Self::File { path, .. } => ("file", json!({ "path": path })),
            Self::TooDamaged => ("store_damaged", Value::Null),
            Self::Settings { path, .. } => ("settings", json!({ "path": path })),
            Self::Note(_) => ("bad_note", Value::Null),
            Self::Fault(_) => ("fault", Value::Null),
        }
    }
}

/// What is wrong with a line of the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingsProblem {
    /// It is no TOML.
    Syntax,
    /// There is no such setting.
    UnknownKey(String),
    /// It can't have that value.
    WrongValue,
}

/// Why a file could not be read or saved; what is rare stands as the system says it.
fn in_words(words: Words, kind: Option<io::ErrorKind>, reason: &str) -> String {
    match kind {
        Some(io::ErrorKind::NotFound) => t!(words, "cli.fail.not_found"),
        Some(io::ErrorKind::PermissionDenied) => t!(words, "cli.fail.no_permission"),
        Some(io::ErrorKind::AlreadyExists) => t!(words, "cli.fail.exists"),
        Some(io::ErrorKind::IsADirectory) => t!(words, "cli.fail.folder"),
        Some(io::ErrorKind::StorageFull) => t!(words, "cli.fail.disk_full"),
        Some(io::ErrorKind::NotADirectory) => t!(words, "cli.fail.not_a_folder"),
        Some(io::ErrorKind::InvalidData) => t!(words, "cli.fail.not_utf8"),
        _ => words.system_reason(reason),
    }
}

/// Whether the command line alone is at fault, whatever the file holds.
fn is_wrong_usage(error: &DeskError) -> bool {
    match error {
        DeskError::Setup(error) => match **error {
            SetupError::UnknownTarget { .. }
            | SetupError::TargetTwice { .. }
            | SetupError::BadDateFormat { .. }
            | SetupError::BadDelimiter { .. }
            | SetupError::BadEncoding { .. }
            | SetupError::BadDecimal { .. }
            | SetupError::BadFilter { .. }
            | SetupError::BadValueMap { .. }
            | SetupError::UnknownMapping { .. } => true,
            SetupError::NoSuchColumn { .. }
            | SetupError::ColumnTwice { .. }
            | SetupError::MissingColumn { .. }
            | SetupError::UnknownKind { .. }
            | SetupError::Encoding { .. }
            | SetupError::Workbook { .. }
            | SetupError::NoSuchSheet { .. }
            | SetupError::Empty => false,
        },
        DeskError::Refused(_)
        | DeskError::Stale { .. }
        | DeskError::Interrupted
        | DeskError::NotYet { .. }
        | DeskError::Overtaken
        | DeskError::ImportCut(_)
        | DeskError::Unreadable(_)
        | DeskError::Store(_) => false,
    }
}

impl From<DeskError> for CliFailure {
    fn from(error: DeskError) -> Self {
        Self::Desk(error)
    }
}

impl From<StoreError> for CliFailure {
    fn from(error: StoreError) -> Self {
        Self::Desk(DeskError::Store(error))
    }
}

impl From<ConsoleError> for CliFailure {
    fn from(error: ConsoleError) -> Self {
        match error {
            ConsoleError::NoTerminal => Self::NoTerminal,
            ConsoleError::Desk(error) => Self::Desk(error),
            ConsoleError::Io(error) => {
                Self::File { path: "terminal".to_owned(), kind: None, reason: error.to_string() }
            }
            fault @ (ConsoleError::Fault | ConsoleError::Panic(_)) => Self::Fault(fault.to_string()),
        }
    }
}
