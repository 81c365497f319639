//! What the feedback pane asks of the desk, and what comes back.

use crate::domain::day::Day;
use crate::domain::feedback::{Breakdown, Case, FeedbackFilter, ScoreReport};
use crate::domain::num::FactId;
pub use crate::domain::question::{CaseCounts, FeedbackRows};
use crate::shell::failure::Failure;
use crate::shell::ticket::Ticket;

/// A question. Of each kind the newest alone counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FeedbackQuery {
    Rows {
        ticket: Ticket,
        wanted: FeedbackFilter,
        /// A past day, as whose end the cases stand; `None`: now.
        as_of: Option<Day>,
        /// At most this many rows are wanted.
        limit: usize,
    },
    /// One feedback with its case and everything done on it.
    Case {
        ticket: Ticket,
        case: FactId,
        /// A past day; `None`: now.
        as_of: Option<Day>,
    },
    /// How many cases are open, overdue, and somebody's own.
    Count { ticket: Ticket, owner: String },
    Scores {
        ticket: Ticket,
        /// The first and the last day are both included.
        days: (Day, Day),
        by: Breakdown,
        /// Another period to compare with.
        versus: Option<(Day, Day)>,
    },
    /// Write a list to a CSV file that is not there yet.
    Export {
        ticket: Ticket,
        wanted: FeedbackFilter,
        /// A past day; `None`: now.
        as_of: Option<Day>,
        path: String,
    },
    /// The answers that a score counts.
    Counted {
        ticket: Ticket,
        /// The first and the last day are both included.
        days: (Day, Day),
        /// Of one line of a breakdown: by what, and its value (`None`: none is known).
        line: Option<(Breakdown, Option<String>)>,
        /// At most this many rows are wanted.
        limit: usize,
    },
}

/// An answer, with the question's ticket.
#[derive(Debug, Clone, PartialEq)]
pub enum FeedbackReply {
    /// Answers `FeedbackRows`.
    Rows(Ticket, Result<FeedbackRows, Failure>),
    /// To `Case`; `None` where there is none.
    Case(Ticket, Result<Option<Box<Case>>, Failure>),
    /// Answers `Count`.
    Count(Ticket, Result<CaseCounts, Failure>),
    /// Answers `Scores`.
    Scores(Ticket, Result<Box<ScoreReport>, Failure>),
    /// To `Export`: where it is, and how many rows it has.
    Exported(Ticket, Result<(String, u64), Failure>),
    /// Answers `Counted`.
    Counted(Ticket, Result<FeedbackRows, Failure>),
}
