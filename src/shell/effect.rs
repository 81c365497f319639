//! What the screen wants done. Plain data; the runtime does it.
//!
//! An effect with a [`Ticket`] is answered by exactly one [`Reply`](super::msg::Reply) that carries the same ticket, unless it
//! was interrupted for a newer one of the same lane: then no answer comes. The lanes that a newer effect overtakes are `Find`,
//! `Open`, `Plan`, `PlanUndo`, `Why` and each question of a pane, each by itself. `Commit` and `LookUp` are never dropped.

use super::asking::feedback::FeedbackQuery;
use super::asking::segments::SegmentsRequest;
pub use super::ticket::Ticket;
use crate::domain::day::Day;
use crate::domain::num::MemberId;
use crate::domain::op::Intent;
use crate::domain::plan::Plan;
use crate::domain::question::UndoTarget;
use crate::domain::read_models::ExplainTopic;
use uuid::Uuid;

/// One thing to do outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Search. Answered by `Reply::Found`.
    Find {
        ticket: Ticket,
        query: String,
        /// At most this many rows are wanted.
        limit: usize,
    },
    /// Everything on one member. Answered by `Reply::Opened`.
    Open {
        ticket: Ticket,
        member: MemberId,
        /// A past day; `None`: today.
        as_of: Option<Day>,
    },
    /// What a change would do. Answered by `Reply::Planned`.
    Plan { ticket: Ticket, intent: Intent },
    /// What undoing would do. Answered by `Reply::UndoPlanned`.
    PlanUndo { ticket: Ticket, undoing: UndoTarget },
    /// Write a plan. Answered by `Reply::Committed`. At most one is in flight.
    Commit {
        ticket: Ticket,
        plan: Box<Plan>,
        /// One filling of a form has one key, so that it can't be written twice.
        key: String,
    },
    /// Whether an operation whose outcome is unknown is in the journal. Answered by `Reply::LookedUp`.
    LookUp { ticket: Ticket, op: Uuid },
    /// The rows and dates behind a number. Answered by `Reply::Explained`.
    Why {
        ticket: Ticket,
        member: MemberId,
        topic: ExplainTopic,
        /// A past day; `None`: today.
        as_of: Option<Day>,
    },
    /// Anything of the segments pane; it has lanes of its own. Answered by `Reply::Segments`.
    Segments(SegmentsRequest),
    /// A question of the feedback pane. Answered by `Reply::Feedback`.
    Feedback(FeedbackQuery),
    /// Put text on the clipboard (OSC 52).
    Copy(String),
    /// Switch the reporting of the mouse on or off.
    Mouse(bool),
    /// Give the terminal back and stop, until `fg`.
    Suspend,
    /// Leave. Comes only when no write is in flight.
    Quit,
}
