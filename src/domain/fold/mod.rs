//! The fold: facts and events in, a member's state and its explanation out.

pub mod view;

use super::day::Day;
use super::fact::{Event, Fact, History};
use super::num::Overflow;
use super::program::Programs;
use serde::{Deserialize, Serialize};
use view::{Snapshot, Trace};

/// A state and the rows that made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folded {
    /// The machine, advanced to the end of the day asked for.
    pub state: State,
    /// Its explanation.
    pub trace: Trace,
}

/// Folds a history up to and including `as_of`. Later facts and events are not seen.
pub fn fold(_history: &History, _programs: &Programs, _as_of: Day) -> Result<Folded, Overflow> {
    todo!("the fold is being written")
}

/// Why a state cannot go on from where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Halt {
    /// The fact is earlier than the newest one applied, or answers one that a resume point no longer holds: fold again.
    #[error("the fact needs the member's whole history")]
    NeedsHistory,
    /// A sum exceeds 10^12.
    #[error(transparent)]
    Overflow(#[from] Overflow),
}

/// The machine: a member's state that can go on with the next fact or the next day.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct State {}

impl State {
    /// Applies one fact. Facts must come in the order of [`Fact::order_key`].
    pub fn apply(&mut self, _fact: &Fact, _programs: &Programs) -> Result<(), Halt> {
        todo!("the fold is being written")
    }

    /// Applies one member event (all but merges, which need the other member's history).
    pub fn apply_event(&mut self, _event: &Event, _programs: &Programs) -> Result<(), Halt> {
        todo!("the fold is being written")
    }

    /// Lets days pass: expiry, pending points, tier reviews, overrides. Never goes back.
    pub fn advance_to(&mut self, _day: Day, _programs: &Programs) -> Result<(), Overflow> {
        todo!("the fold is being written")
    }

    /// The state as people read it, on the day it stands at.
    pub fn snapshot(&self, _programs: &Programs) -> Snapshot {
        todo!("the fold is being written")
    }

    /// The day it stands at.
    pub fn day(&self) -> Day {
        todo!("the fold is being written")
    }

    /// The next day on which something changes without a fact (a lot dies or becomes spendable, a review, an override's
    /// edge, a lifecycle stage). A cached snapshot is right before that day.
    pub fn stale_on(&self, _programs: &Programs) -> Option<Day> {
        todo!("the fold is being written")
    }

    /// The tier shown at this point: what a sale that comes next is rated with.
    pub fn tier_code(&self, _programs: &Programs) -> &str {
        todo!("the fold is being written")
    }

    /// The smallest state that can still go on with later sales, credits, debits and days: the resume point that is cached.
    #[must_use]
    pub fn compact(&self) -> Self {
        todo!("the fold is being written")
    }
}
