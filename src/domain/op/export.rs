//! Rows handed out of the data file, recorded before they are. The desk writes the operation itself: it changes nobody, so there
//! is nothing to plan.

use super::writes::{Writes, writes};
use crate::domain::plan::context::{PlanContext, Reversal};
use crate::domain::plan::draft::{PlanBody, PlanDraft};
use crate::domain::plan::outcome::Refusal;

pub(super) const WRITES: Writes = writes!(facts: [], events: []);

/// What was handed out can't be taken back.
pub(super) fn reverse(_: PlanDraft<'_>, _: &PlanContext<'_>, reversal: &Reversal) -> Result<PlanBody, Refusal> {
    Err(reversal.irreversible())
}
