//! What the screen shows where the desk did not do as asked.

use crate::domain::plan::outcome::{PlanEffect, Refusal};
use uuid::Uuid;

/// Why the desk did not do as asked, in the screen's terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The rules say no.
    Refused(Box<Refusal>),
    /// What the plan was made from has changed, and it would now do something else. Nothing was written.
    Stale { old: Box<PlanEffect>, new: Box<PlanEffect> },
    /// Another console is writing. Nothing was written.
    Busy,
    /// The outcome was unknown for a moment; the operation was found in the journal afterwards: it is done.
    DoneAfterAll { op: Uuid },
    /// Nothing was written.
    NotDone { reason: String },
    /// Nobody knows whether it was written: no further write until it has been looked up.
    Unknown { op: Uuid, reason: String },
    /// Anything else (the disk, a damaged file), as one sentence. Nothing was written.
    Trouble(String),
}
