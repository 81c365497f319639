//! Planning on the file as it stands, inside or outside a write transaction.

use super::Desk;
use super::actor::Actor;
use super::ask::{Asking, Serve};
use super::error::DeskError;
use super::second_person::{approval, second_person};
use crate::domain::day::Instant;
use crate::domain::num::MemberId;
use crate::domain::op::kind::OpKind;
use crate::domain::op::{self, Intent, Propose};
use crate::domain::permission::{self, Permission};
use crate::domain::plan::Plan;
use crate::domain::plan::context::PlanContext;
use crate::domain::plan::lookup::holder_of;
use crate::domain::plan::outcome::Refusal;
use crate::domain::plan::{look_up, plan};
use crate::domain::question::{PlanChange, PlanUndo, UndoPlan, UndoTarget};
use crate::domain::staff::change::OperatorChange;
use crate::domain::staff::name::tidied;
use crate::store::Store;
use std::sync::Arc;
use uuid::{NoContext, Timestamp, Uuid};

impl Serve<PlanChange> for Desk {
    fn serve(&mut self, question: PlanChange, asking: Asking<'_>) -> Result<Box<Plan>, DeskError> {
        let Asking { actor, now, .. } = asking;
        let PlanChange { intent, or_propose } = question;
        let plan =
            if or_propose { self.plan_or_propose(&actor, intent, now) } else { self.plan_for(&actor, intent, now) };
        plan.map(Box::new)
    }
}

impl Serve<PlanUndo> for Desk {
    fn serve(&mut self, question: PlanUndo, asking: Asking<'_>) -> Result<Option<Box<UndoPlan>>, DeskError> {
        let Asking { actor, now, .. } = asking;
        let operation = match question.target {
            UndoTarget::Member(member) => self.last_reversible(&actor, member, now)?,
            UndoTarget::LastUndo(member) => self.last_undo(&actor, member, now)?,
            UndoTarget::Case(case) => self.last_on_case(case)?,
            UndoTarget::Operation(op) => Some(self.operation(&op.to_string())?),
        };
        let Some(operation) = operation else { return Ok(None) };
        let plan = self.plan_or_propose(&actor, Intent::Undo(op::Undo { op: operation.op, reason: None }), now)?;
        Ok(Some(Box::new(UndoPlan { operation, plan })))
    }
}

impl Desk {
    /// What an intent would do; where it needs a second person, what asking for one would be.
    fn plan_or_propose(&self, actor: &Actor, intent: Intent, now: Instant) -> Result<Plan, DeskError> {
        let made = self.plan_for(actor, intent.clone(), now);
        let is_refused =
            |e: &DeskError| matches!(e, DeskError::Refused(why) if matches!(**why, Refusal::NotAllowed { .. }));
        let needs_another = made.as_ref().map_or_else(is_refused, |plan| plan.effect.approval.is_some());
        if !needs_another || !actor.is_guarded || !intent.kind().can_be_proposed() {
            return made;
        }
        self.plan_for(actor, Propose { change: Box::new(intent) }.into(), now)
    }

    /// What an intent would do, or why it can't be done by this person.
    pub(super) fn plan_for(&self, actor: &Actor, intent: Intent, now: Instant) -> Result<Plan, DeskError> {
        let op_id = operation_id(now);
        let gap = self.gap_on(now)?;
        self.store.read(|store| make_plan(store, actor, intent, op_id, now, gap))
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

/// What an intent would do on the file as it stands, where this person may do it. Reads only; a commit calls it again inside its transaction. `gap`: the
/// lapsing window that stages are told by, where the programme leaves it to everybody's gaps.
pub(super) fn make_plan(
    store: &Store,
    actor: &Actor,
    intent: Intent,
    op_id: Uuid,
    now: Instant,
    gap: Option<i64>,
) -> Result<Plan, DeskError> {
    make_plan_of(store, actor, intent, op_id, now, gap, None)
}

/// The same where it may approve a request, given by the operation that asked.
pub(super) fn make_plan_of(
    store: &Store,
    actor: &Actor,
    intent: Intent,
    op_id: Uuid,
    now: Instant,
    gap: Option<i64>,
    approves: Option<Uuid>,
) -> Result<Plan, DeskError> {
    let programs = store.programs()?;
    let programs = gap.map_or(programs.clone(), |days| Arc::new(programs.with_gap(days)));
    let mut context = PlanContext::new(&programs, &actor.operator, now, op_id);
    may_plan(actor, &intent, approves)?;
    context.is_guarded = actor.is_guarded;
    if intent.kind() == OpKind::Propose && !actor.is_guarded {
        return Err(Refusal::NoOperators.into());
    }
    look_up(store, &mut context, &intent)?;
    check_members(store, actor, &context, &intent)?;
    context.approval = approves.map(|op| approval(store, actor, op, &context)).transpose()?;
    context.second = second_person(store, actor, &context, &intent)?;
    Ok(plan(&context, intent)?)
}

/// Refuses what the role may not: to approve a change takes what the change takes, and at least a supervisor.
pub(super) fn may_plan(actor: &Actor, intent: &Intent, approves: Option<Uuid>) -> Result<(), Refusal> {
    if approves.is_some() {
        actor.check(Permission::Supervise)?;
    }
    actor.check(intent.permission())
}

/// Refuses what depends on whom a change is about: nobody touches the own card, nor one merged with it, and what another has done is
/// taken back by who may do that.
fn check_members(store: &Store, actor: &Actor, context: &PlanContext<'_>, intent: &Intent) -> Result<(), DeskError> {
    if !actor.is_guarded {
        return Ok(());
    }
    // Whoever approves it is asked then.
    if let (Some(reversal), false) = (&context.reversal, intent.kind() == OpKind::Propose) {
        for permission in permission::undo(reversal.root, reversal.operator == actor.operator.name) {
            actor.check(permission)?;
        }
    }
    let Some(card) = actor.card else { return Ok(()) };
    if let Intent::ChangeOperator(change) = intent {
        return check_own_link(store, actor, card, change);
    }
    let own = holder_of(store, card)?;
    for subject in &context.members {
        if holder_of(store, subject.history.member)?.history.member == own.history.member {
            return Err(Refusal::OwnCard { member_no: subject.profile.member_no.clone() }.into());
        }
    }
    Ok(())
}

/// Refuses that somebody says of himself that the own card is another's, or nobody's: then it could be touched.
fn check_own_link(store: &Store, actor: &Actor, card: MemberId, change: &op::ChangeOperator) -> Result<(), DeskError> {
    let unlinks = |change: &OperatorChange| matches!(change, OperatorChange::Linked { .. });
    if tidied(&change.name) == actor.operator.name && change.changes.iter().any(unlinks) {
        return Err(Refusal::OwnCard { member_no: store.member_no(card)?.unwrap_or_default() }.into());
    }
    Ok(())
}
