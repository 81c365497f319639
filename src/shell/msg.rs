//! What comes to the screen from outside: keys, the clock, answers.

use super::asking::feedback::FeedbackReply;
use super::asking::segments::SegmentsReply;
use super::effect::Ticket;
use super::failure::Failure;
use super::key::Key;
use super::regions::Regions;
use crate::domain::day::Instant;
use crate::domain::plan::Plan;
use crate::domain::question::UndoPlan;
use crate::domain::read_models::{Committed, Explanation, Found, MemberRecord};

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
    /// What the frame just drawn showed. Sent after a frame whose regions differ from the last ones; needs no new frame by
    /// itself.
    Drawn(Regions),
    Reply(Reply),
    /// Somebody else wrote to the file: what is shown may be outdated. Ask again for the list and for the member in hand.
    FileChanged,
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

/// An answer to an [`Effect`](super::effect::Effect), with its ticket.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// Answers `Find`.
    Found(Ticket, Result<Found, Failure>),
    /// Answers `Open`.
    Opened(Ticket, Result<Box<MemberRecord>, Failure>),
    /// Answers `Plan`.
    Planned(Ticket, Result<Box<Plan>, Failure>),
    /// To `PlanUndo`; `None` where the member has nothing to undo.
    UndoPlanned(Ticket, Result<Option<Box<UndoPlan>>, Failure>),
    /// Answers `Commit`.
    Committed(Ticket, Result<Box<Committed>, Failure>),
    /// Answers `Explanation`.
    Explained(Ticket, Result<Box<Explanation>, Failure>),
    /// Answers `Feedback`.
    Feedback(FeedbackReply),
    /// Answers `Segments`.
    Segments(SegmentsReply),
    /// To `LookUp`: whether the operation is in the journal.
    LookedUp(Ticket, Result<bool, Failure>),
}
