//! Planning on the file as it stands, inside or outside a write transaction.

use super::Desk;
use super::ask::{Asking, Serve};
use super::error::DeskError;
use crate::domain::day::Instant;
use crate::domain::op::{self, Intent};
use crate::domain::operator::Operator;
use crate::domain::plan::Plan;
use crate::domain::plan::context::PlanContext;
use crate::domain::plan::{look_up, plan};
use crate::domain::question::{PlanChange, PlanUndo, UndoPlan, UndoTarget};
use crate::store::Store;
use std::sync::Arc;
use uuid::{NoContext, Timestamp, Uuid};

impl Serve<PlanChange> for Desk {
    fn serve(&mut self, question: PlanChange, asking: Asking<'_>) -> Result<Box<Plan>, DeskError> {
        self.plan_as(asking.operator, question.intent, asking.now).map(Box::new)
    }
}

impl Serve<PlanUndo> for Desk {
    fn serve(&mut self, question: PlanUndo, asking: Asking<'_>) -> Result<Option<Box<UndoPlan>>, DeskError> {
        let Asking { operator, now, .. } = asking;
        let operation = match question.target {
            UndoTarget::Member(member) => self.last_reversible(operator, member, now)?,
            UndoTarget::LastUndo(member) => self.last_undo(operator, member, now)?,
            UndoTarget::Case(case) => self.last_on_case(case)?,
            UndoTarget::Operation(op) => Some(self.operation(&op.to_string())?),
        };
        let Some(operation) = operation else { return Ok(None) };
        let plan = self.plan_as(operator, Intent::Undo(op::Undo { op: operation.op, reason: None }), now)?;
        Ok(Some(Box::new(UndoPlan { operation, plan })))
    }
}

impl Desk {
    /// What an intent of an operator would do, or why it can't be done.
    pub(super) fn plan_as(&self, operator: &Operator, intent: Intent, now: Instant) -> Result<Plan, DeskError> {
        let op_id = operation_id(now);
        let gap = self.gap_on(now)?;
        self.store.read(|store| make_plan(store, operator, intent, op_id, now, gap))
    }
}

/// A new operation's id: UUIDv7 of its instant.
pub(super) fn operation_id(now: Instant) -> Uuid {
    let ms = u64::try_from(now.0).unwrap_or(0);
    let nanos = u32::try_from(ms % 1_000).unwrap_or(0) * 1_000_000;
    Uuid::new_v7(Timestamp::from_unix(NoContext, ms / 1_000, nanos))
}

/// The id of an operation of which many are made at one instant: UUIDv7, each after the one before.
#[expect(clippy::disallowed_methods, reason = "nothing is read from the time in it; it only sorts the ids of a batch")]
pub(super) fn next_operation_id() -> Uuid {
    Uuid::now_v7()
}

/// What an intent would do on the file as it stands. Reads only; a commit calls it again inside its transaction. `gap`: the
/// lapsing window that stages are told by, where the programme leaves it to everybody's gaps.
pub(super) fn make_plan(
    store: &Store,
    operator: &Operator,
    intent: Intent,
    op_id: Uuid,
    now: Instant,
    gap: Option<i64>,
) -> Result<Plan, DeskError> {
    let programs = store.programs()?;
    let programs = gap.map_or(programs.clone(), |days| Arc::new(programs.with_gap(days)));
    let mut context = PlanContext::new(&programs, operator, now, op_id);
    look_up(store, &mut context, &intent)?;
    Ok(plan(&context, intent)?)
}
