//! Questions about what a change would do. They read only; the plan in the answer is what a commit writes.

use crate::domain::num::{FactId, MemberId};
use crate::domain::op::Intent;
use crate::domain::operation::OperationRow;
use crate::domain::plan::Plan;
use uuid::Uuid;

/// What a change would do; refused where it can't be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanChange {
    /// The change.
    pub intent: Intent,
    /// Where it would need a second person: what asking for it would be, instead.
    pub or_propose: bool,
}

/// What undoing would do; `None` where there is nothing to undo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanUndo {
    /// What shall be reversed.
    pub target: UndoTarget,
}

/// What an undo reverses, before it is known which operation that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UndoTarget {
    /// The newest change of a member that is in force and reversible. What was undone, and the undo, are passed over, so that
    /// asking again walks further back.
    Member(MemberId),
    /// The newest undo of a member, where nothing has been changed since: reversing it walks forward again.
    LastUndo(MemberId),
    /// The newest change of a case, goodwill for it among them, else the logging that opened it.
    Case(FactId),
    /// This operation.
    Operation(Uuid),
}

/// What an undo would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoPlan {
    /// The operation to be reversed.
    pub operation: OperationRow,
    /// The plan that reverses it.
    pub plan: Plan,
}
