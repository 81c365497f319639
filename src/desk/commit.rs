//! Writing a plan, whole or not at all, and finding the first answer to a key again.

use super::Desk;
use super::actor::Actor;
use super::clock::{ClockTrust, check_clock};
use super::error::DeskError;
use super::plan::{make_plan, make_plan_of, may_plan, operation_id};
use super::write_plan::{SecretBody, write_plan};
use crate::domain::clock::SLACK_MS;
use crate::domain::day::{Day, Instant};
use crate::domain::fact::Status;
use crate::domain::op::{Intent, Undo};
use crate::domain::operation::OpKind;
use crate::domain::permission::Permission;
use crate::domain::plan::Plan;
use crate::domain::plan::outcome::{Refusal, Warning};
use crate::domain::read_models::Committed;
use crate::store::Store;
use crate::store::write::Tx;
use std::borrow::Cow;
use uuid::Uuid;

/// Cached states made anew in one transaction after an import was undone.
const SLICE: usize = 500;

impl Desk {
    /// Writes a plan, whole or not at all. The same key twice is one operation, and so is the same plan twice. Where what the
    /// plan was made from has changed, it is made again here: written if it has the same effect, else `Stale`.
    pub fn commit(&mut self, plan: &Plan, key: Option<&str>, now: Instant) -> Result<Committed, DeskError> {
        let actor = self.actor(&plan.operator, now)?;
        may_plan(&actor, &plan.intent, plan.approves)?;
        let done = self.store.write(|tx| match answer_of(tx, key, &plan.intent, Some(plan), plan.approves)? {
            Some(first) => Ok(first),
            None => write(tx, current(tx, plan, &actor, now)?.as_ref(), key, now),
        })?;
        self.afterwards(done, now)
    }

    /// Plans and writes in one transaction, for a door that shows nobody the plan: what others write meanwhile can't make it
    /// stale. The same key twice is one operation.
    pub fn perform(&mut self, intent: &Intent, key: Option<&str>, now: Instant) -> Result<Committed, DeskError> {
        let actor = self.actor(&self.operator, now)?;
        actor.check(intent.permission())?;
        let (op_id, gap) = (operation_id(now), self.gap_on(now)?);
        let trust = self.clock_trust;
        let done = self.store.write(|tx| {
            if let Some(first) = answer_of(tx, key, intent, None, None)? {
                return Ok(first);
            }
            let plan = make_plan(tx, &actor, intent.clone(), op_id, now, gap)?;
            check_clock_by(&plan, trust)?;
            write(tx, &plan, key, now)
        })?;
        self.afterwards(done, now)
    }

    /// The first answer to an idempotency key, where one was given. A door asks before it plans: what was possible the first
    /// time (a redemption, say) may no longer be. Another intent under the same key is refused (`KeyConflict`).
    pub fn answered(&self, key: &str, intent: &Intent) -> Result<Option<Committed>, DeskError> {
        self.store.read(|store| answer_of(store, Some(key), intent, None, None))
    }

    /// The first answer to an idempotency key by which a request was approved, as [`Desk::answered`] gives it.
    pub fn answered_approval(&self, key: &str, request: Uuid, now: Instant) -> Result<Option<Committed>, DeskError> {
        self.actor(&self.operator, now)?.check(Permission::Supervise)?;
        self.store.read(|store| approved_by_key(store, Some(key), request))
    }

    /// Brings cached states that days or a new programme have passed over up to date, in slices for idle moments. Answers
    /// whether more are left.
    pub fn refresh_stale(&mut self, now: Instant) -> Result<bool, DeskError> {
        if self.store.is_read_only() {
            return Ok(false);
        }
        self.store.write(|tx| {
            let programs = tx.programs()?;
            let refreshed = tx.refresh_stale(SLICE, programs.zone().day_of(now), &programs)?;
            Ok(refreshed == SLICE)
        })
    }

    pub(super) fn afterwards(&mut self, mut done: Committed, now: Instant) -> Result<Committed, DeskError> {
        let erased = done.effect.members.iter().any(|m| m.after.status == Status::Erased);
        if erased && !done.replayed {
            // The operation is done whatever becomes of the log: an error here must not look like a refusal.
            done.waits_for_others = !self.store.truncate_log().unwrap_or(false);
        }
        if matches!(done.kind, OpKind::Undo | OpKind::AcceptClock) && done.member.is_none() {
            while self.refresh_stale(now)? {}
        }
        Ok(done)
    }
}

/// The first answer to a key, or to a plan that has been written before.
fn answer_of(
    store: &Store,
    key: Option<&str>,
    intent: &Intent,
    plan: Option<&Plan>,
    approves: Option<Uuid>,
) -> Result<Option<Committed>, DeskError> {
    let by_key = key.map(|key| store.operation_of_key(key)).transpose()?.flatten();
    let by_plan = || plan.map(|plan| store.operation(plan.op_id)).transpose().map(Option::flatten);
    let Some((op, _)) = by_key.map_or_else(by_plan, |found| Ok(Some(found)))? else { return Ok(None) };
    let conflict = || DeskError::from(Refusal::KeyConflict { op: op.id });
    // An erasure may have taken what was said: then nobody can tell any more whether it was the same.
    let body = store.secret(op.seq)?.ok_or_else(conflict)?;
    let kept: SecretBody = serde_json::from_str(&body).map_err(|_| conflict())?;
    // One request is approved once, whatever became of its member since.
    let is_same = approves.is_some() || kept.secret.intent == intent.clone().tidied();
    if kept.secret.approves != approves || !is_same {
        return Err(conflict());
    }
    let effect = kept.effect.or_else(|| plan.map(|plan| plan.effect.clone())).ok_or_else(conflict)?;
    Ok(Some(Committed {
        op: op.id,
        seq: op.seq,
        kind: op.kind,
        at: op.at,
        member: op.member,
        effect,
        replayed: true,
        waits_for_others: false,
    }))
}

/// The first answer to a key by which a request was approved.
pub(super) fn approved_by_key(store: &Store, key: Option<&str>, request: Uuid) -> Result<Option<Committed>, DeskError> {
    let nothing = Intent::Undo(Undo { op: request, reason: None });
    answer_of(store, key, &nothing, None, Some(request))
}

/// The plan as it stands now: itself where its basis does, made again where it does not.
pub(super) fn current<'p>(
    tx: &Tx<'_>,
    plan: &'p Plan,
    actor: &Actor,
    now: Instant,
) -> Result<Cow<'p, Plan>, DeskError> {
    let programs = tx.programs()?;
    let at = now.max(plan.at);
    let today = programs.zone().day_of(at);
    if plan.operator == actor.operator && basis_holds(tx, plan, at, today)? {
        return Ok(Cow::Borrowed(plan));
    }
    // On the same day the plan keeps its instant, so that only what others did can make a difference.
    let again = if today == plan.basis.day { plan.at } else { now };
    let gap = plan.basis.lapsing_days;
    let new = make_plan_of(tx, actor, plan.intent.clone(), plan.op_id, again, gap, plan.approves)?;
    if new.effect == plan.effect {
        return Ok(Cow::Owned(new));
    }
    Err(DeskError::Stale { old: Box::new(plan.effect.clone()), new: Box::new(new.effect) })
}

fn basis_holds(tx: &Tx<'_>, plan: &Plan, at: Instant, today: Day) -> Result<bool, DeskError> {
    let basis = &plan.basis;
    if basis.day != today || basis.program != tx.programs()?.at(at).number || basis.undone != tx.newest_undone()? {
        return Ok(false);
    }
    for (member, end) in &basis.members {
        if tx.history_end(*member)? != *end {
            return Ok(false);
        }
    }
    let member = basis.members.first().map(|(member, _)| *member);
    Ok(tx.used(&plan.operator.name, today, member)? == basis.used)
}

/// Nobody has seen this plan: a clock far ahead needs somebody's word.
fn check_clock_by(plan: &Plan, trust: ClockTrust) -> Result<(), DeskError> {
    for warning in &plan.effect.warnings {
        if let (Warning::ClockAhead { now, known }, ClockTrust::Asked) = (warning, trust) {
            return Err(Refusal::ClockAhead { now: *now, known: *known }.into());
        }
    }
    Ok(())
}

/// Writes a plan that may be written. A plan that warned of a clock far ahead was shown before it came here: the clock is right.
pub(super) fn write(tx: &Tx<'_>, plan: &Plan, key: Option<&str>, now: Instant) -> Result<Committed, DeskError> {
    if plan.kind() != OpKind::AcceptClock {
        check_clock(tx, now, ClockTrust::of_plan(&plan.effect))?;
    }
    if let Some(approval) = plan.effect.approval {
        return Err(Refusal::ApprovalNeeded { approval }.into());
    }
    // The undo of what was written by a clock that was ahead takes effect then, and is recorded now.
    let at = if plan.at.0 > now.0.saturating_add(SLACK_MS) { now } else { now.max(plan.at) };
    write_plan(tx, plan, key, at)
}
