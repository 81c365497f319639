//! What comes to the screen from outside: keys, the clock, answers.

use super::effect::Ticket;
use super::failure::Failure;
use super::key::Key;
use super::regions::Regions;
use crate::domain::day::Instant;
use crate::domain::import::intake::ImportTally;
use crate::domain::member::Profile;
use crate::domain::operation::OpKind;
use crate::domain::question::AnyAnswer;
use crate::domain::read_models::Committed;

#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// The time. Sent before the other messages of a wake-up, and when `Model::deadline` has come.
    Clock(Instant),
    Key(Key),
    /// Bracketed paste, whole.
    Paste(String),
    Mouse(Mouse),
    /// The terminal has another size, or was given back after a suspension: draw again.
    Resize,
    /// Somebody outside asks the console to stop for a while.
    Stop,
    /// The terminal says whether its ground is light.
    Ground {
        is_light: bool,
    },
    /// What the frame just drawn showed. Sent after a frame whose regions differ from the last ones; needs no new frame by
    /// itself.
    Drawn(Regions),
    Reply(Reply),
    /// Somebody else wrote to the file: what is shown may be outdated. Ask again for the list and for the member in hand.
    FileChanged,
    /// The file or its log was moved, deleted or replaced: nothing more is written here.
    FileLost(Failure),
    /// It is there again.
    FileFound,
}

/// What the mouse did at a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mouse {
    pub act: MouseAct,
    /// Columns count from 0.
    pub column: u16,
    /// Rows count from 0.
    pub row: u16,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MouseAct {
    /// The left button went down.
    Press,
    /// The wheel, towards the beginning.
    WheelUp,
    /// The wheel, towards the end.
    WheelDown,
}

/// What came of an [`Effect`](super::effect::Effect), with its ticket.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// Answers `Ask`.
    Answered(Ticket, Result<AnyAnswer, Failure>),
    /// How far a question is: so much is done of so much.
    Progress { ticket: Ticket, done: u64, total: u64 },
    /// Answers `Commit`.
    Committed(Ticket, Result<Box<Committed>, Failure>),
    /// Answers `Perform`.
    Performed(Ticket, Result<TaskResult, Failure>),
}

/// What came of a [`Task`](super::effect::Task).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TaskResult {
    /// A filter was saved under this name.
    FilterSaved(String),
    /// The PIN was right.
    Unlocked,
    /// The filter of this name was deleted.
    FilterDeleted(String),
    /// Nothing was written: there is such a file.
    FileExists(String),
    /// Members were exported.
    MembersExported {
        /// The whole path of the file.
        path: String,
        rows: u64,
    },
    /// The figures were saved to the file of this whole path.
    ReportSaved(String),
    /// A file was imported.
    Imported(Box<ImportTally>),
    /// The newest checkpoint was signed into a file.
    CheckpointSigned {
        /// The whole path of the file.
        path: String,
        /// The half of the key that others check it by.
        key: String,
    },
    /// What an auditor did is recorded.
    AuditRecorded(OpKind),
    /// It is recorded that somebody looks at this profile.
    Revealed(Box<Profile>),
    /// The data of one member was exported to the file of this whole path.
    MemberExported(String),
    /// Feedback was exported.
    FeedbackExported {
        /// The whole path of the file.
        path: String,
        rows: u64,
    },
}
