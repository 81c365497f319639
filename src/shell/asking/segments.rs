//! What the pane asks for, and what comes back.

use crate::domain::day::Day;
use crate::domain::segment_views::{Board, Cohorts, Page, SavedFilter, Sort, Transitions, Trend};
use crate::domain::value::FittedModels;
use crate::shell::failure::Failure;
use crate::shell::ticket::Ticket;
use std::ops::Range;

/// What a newer question of the same kind overtakes, and what esc stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SegmentsLane {
    Page,
    Count,
    Board,
    Saved,
    Trend,
    Cohorts,
    Moves,
    Fitted,
    Write,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SegmentsRequest {
    /// Answer a question. All but the newest of a lane are dropped, those of [`SegmentsLane::Write`] never are.
    Question(Ticket, SegmentsQuery),
    /// Stop what runs in a lane, and forget what waits there. No answer comes.
    Stop(SegmentsLane),
    /// The map of a day is on the screen: members may be listed soon, and their files looked at. No answer comes.
    Warm(Option<Day>),
    /// Nobody looks at segments any more: columns of everybody may go.
    Leave,
}

/// A question. Days are past ones; `None`: today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SegmentsQuery {
    /// Cells, segments, stages, and tiers: on a past day those only where `whole`, for they take a fold of everybody.
    Board {
        as_of: Option<Day>,
        /// Whether tiers are wanted on a past day too.
        whole: bool,
    },
    /// Saved filters with their counts.
    Saved(Option<Day>),
    /// The months behind a day, and rates.
    Trend(Option<Day>),
    Cohorts(Option<Day>),
    Moves(Day, Day),
    /// The models of a day.
    Fitted(Option<Day>),
    /// Some rows of a list of members.
    Page {
        /// `*`, a saved filter's name, or a filter.
        query: String,
        as_of: Option<Day>,
        sort: Sort,
        /// Which rows, from 0.
        rows: Range<usize>,
    },
    Count {
        /// `*`, a saved filter's name, or a filter.
        query: String,
        as_of: Option<Day>,
    },
    /// Save a filter under a name.
    Save {
        name: String,
        query: String,
    },
    Forget(String),
    /// Write a list of members to a file.
    Export(Box<Export>),
}

impl SegmentsQuery {
    /// The lane it belongs to.
    pub fn lane(&self) -> SegmentsLane {
        match self {
            Self::Board { .. } => SegmentsLane::Board,
            Self::Saved(_) => SegmentsLane::Saved,
            Self::Trend(_) => SegmentsLane::Trend,
            Self::Cohorts(_) => SegmentsLane::Cohorts,
            Self::Moves(..) => SegmentsLane::Moves,
            Self::Fitted(_) => SegmentsLane::Fitted,
            Self::Page { .. } => SegmentsLane::Page,
            Self::Count { .. } => SegmentsLane::Count,
            Self::Save { .. } | Self::Forget(_) | Self::Export(_) => SegmentsLane::Write,
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub enum SegmentsReply {
    Progress {
        ticket: Ticket,
        /// So much is done…
        done: u64,
        /// …of so much.
        total: u64,
    },
    /// Answers `Board`.
    Board(Ticket, Result<Box<Board>, Failure>),
    /// Answers `SavedFilter`.
    Saved(Ticket, Result<Vec<SavedFilter>, Failure>),
    /// Answers `Trend`.
    Trend(Ticket, Result<Trend, Failure>),
    /// Answers `Cohorts`.
    Cohorts(Ticket, Result<Cohorts, Failure>),
    /// Answers `Transitions`.
    Moves(Ticket, Result<Transitions, Failure>),
    /// Answers `FittedModels`.
    Fitted(Ticket, Result<Box<FittedModels>, Failure>),
    /// Answers `Page`.
    Page(Ticket, Result<Page, Failure>),
    /// Answers `Count`.
    Count(Ticket, Result<u64, Failure>),
    /// Answers `Save`, `Forget` and `Export`.
    Wrote(Ticket, Result<SegmentsWriteResult, Failure>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SegmentsWriteResult {
    /// A filter was saved under this name.
    Saved(String),
    /// The filter of this name was forgotten.
    Forgot(String),
    /// Nothing was: there is such a file.
    Exists(String),
    Exported {
        path: String,
        rows: u64,
    },
}

/// A list of members to be written to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    pub path: String,
    pub query: String,
    /// The day; `None`: today.
    pub as_of: Option<Day>,
    pub sort: Sort,
    /// Only members who consent to this purpose.
    pub consent: Option<String>,
    /// Contact fields whole instead of masked.
    pub whole: bool,
}
