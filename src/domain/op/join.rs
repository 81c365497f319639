//! Another data file's rows taken in, or the number that a data file is given for that. The store writes the operation itself:
//! what joins was planned where it was recorded, so there is nothing to plan.

use super::writes::{Writes, writes};
use crate::domain::plan::context::{PlanContext, Reversal};
use crate::domain::plan::draft::{PlanBody, PlanDraft};
use crate::domain::plan::outcome::Refusal;

/// No plan writes it: the rows came with the other file.
pub(super) const WRITES: Writes = writes!(facts: [], events: []);

/// What has joined stays, and a file's number is for ever.
pub(super) fn reverse(_: PlanDraft<'_>, _: &PlanContext<'_>, reversal: &Reversal) -> Result<PlanBody, Refusal> {
    Err(reversal.irreversible())
}
