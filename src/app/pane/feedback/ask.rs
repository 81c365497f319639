//! What the feedback pane asks of the desk, and what comes back.

use crate::app::failure::Failure;
use crate::app::ticket::Ticket;
use crate::domain::day::Day;
use crate::domain::feedback::{Breakdown, Case, FeedbackFilter, FeedbackRow, ScoreReport};
use crate::domain::num::FactId;

/// A question. Of each kind the newest alone counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FeedbackQuery {
    /// A list.
    Rows {
        /// The question's.
        ticket: Ticket,
        /// Which.
        wanted: FeedbackFilter,
        /// A past day, as whose end the cases stand; `None`: now.
        as_of: Option<Day>,
        /// Rows wanted at most.
        limit: usize,
    },
    /// One feedback with its case and everything done on it.
    Case {
        /// The question's.
        ticket: Ticket,
        /// Which.
        case: FactId,
        /// A past day; `None`: now.
        as_of: Option<Day>,
    },
    /// How many cases are open, overdue, and somebody's own.
    Count {
        /// The question's.
        ticket: Ticket,
        /// Whose own.
        owner: String,
    },
    /// Scores.
    Scores {
        /// The question's.
        ticket: Ticket,
        /// First and last day.
        days: (Day, Day),
        /// By what they are broken down.
        by: Breakdown,
        /// Another period to compare with.
        versus: Option<(Day, Day)>,
    },
    /// Write a list to a CSV file that is not there yet.
    Export {
        /// The question's.
        ticket: Ticket,
        /// Which list.
        wanted: FeedbackFilter,
        /// A past day; `None`: now.
        as_of: Option<Day>,
        /// The file.
        path: String,
    },
    /// The answers that a score counts.
    Counted {
        /// The question's.
        ticket: Ticket,
        /// First and last day.
        days: (Day, Day),
        /// Of one line of a breakdown: by what, and its value (`None`: none is known).
        line: Option<(Breakdown, Option<String>)>,
        /// Rows wanted at most.
        limit: usize,
    },
}

/// An answer, with the question's ticket.
#[derive(Debug, Clone, PartialEq)]
pub enum FeedbackReply {
    /// To `FeedbackRows`.
    Rows(Ticket, Result<FeedbackRows, Failure>),
    /// To `Case`; `None` where there is none.
    Case(Ticket, Result<Option<Box<Case>>, Failure>),
    /// To `Count`.
    Count(Ticket, Result<CaseCounts, Failure>),
    /// To `Scores`.
    Scores(Ticket, Result<Box<ScoreReport>, Failure>),
    /// To `Export`: where it is, and how many rows it has.
    Exported(Ticket, Result<(String, u64), Failure>),
    /// To `Counted`.
    Counted(Ticket, Result<FeedbackRows, Failure>),
}

/// Rows of a list, and how many there are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FeedbackRows {
    /// The first ones.
    pub rows: Vec<FeedbackRow>,
    /// How many in all.
    pub total: u64,
}

/// How many cases wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CaseCounts {
    /// In all.
    pub open: u64,
    /// Past their due time.
    pub overdue: u64,
    /// Of who sits here.
    pub mine: u64,
}
