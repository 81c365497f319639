//! What can go wrong at the desk, as data; `text` has the sentences.

use crate::domain::day::Day;
use crate::domain::import::setup::SetupError;
use crate::domain::plan::outcome::{PlanEffect, Refusal};

pub use crate::store::error::StoreError;

/// Why the desk did not do as asked.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The rules say no.
    #[error(transparent)]
    Refused(#[from] Box<Refusal>),
    /// What the plan was made from has changed, and the change would now do something else.
    #[error("the member changed meanwhile")]
    Stale { old: Box<PlanEffect>, new: Box<PlanEffect> },
    /// The query was interrupted by a newer one.
    #[error("interrupted")]
    Interrupted,
    /// A day that has not come: the desk shows today and the days before it.
    #[error("{day} has not come yet; choose {today} or a day before it")]
    NotYet {
        day: Day,
        /// The business day.
        today: Day,
    },
    /// A file to import can't be read at all, or not as described.
    #[error(transparent)]
    Setup(#[from] Box<SetupError>),
    /// Another import, an undo of one or a new programme came in between: what has been written stays, a second run goes on.
    #[error("overtaken by another import or a new programme")]
    Overtaken,
    /// The file gave an error in the middle of an import: what has been written stays, a second run goes on.
    #[error("the import stopped: {0}")]
    ImportCut(Box<StoreError>),
    /// Reading a file to import stopped short.
    #[error("the file could not be read to its end: {0}")]
    Unreadable(String),
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for DeskError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Interrupted => Self::Interrupted,
            other => Self::Store(other),
        }
    }
}

impl From<Refusal> for DeskError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}
