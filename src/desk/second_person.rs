//! Whether two persons have to do with a change: who asked and who approves, and whether anybody else could.

use super::actor::Actor;
use super::error::DeskError;
use crate::domain::approval_request::Approval;
use crate::domain::num::MemberId;
use crate::domain::op::Intent;
use crate::domain::permission::Permission;
use crate::domain::plan::context::{PlanContext, SecondPerson};
use crate::domain::plan::lookup::holder_of;
use crate::domain::plan::outcome::Refusal;
use crate::domain::staff::{Staff, StaffMember};
use crate::store::Store;
use uuid::Uuid;

/// The request that a plan approves, and whether the approver is who asked.
pub(super) fn approval(
    store: &Store,
    actor: &Actor,
    request: Uuid,
    context: &PlanContext<'_>,
) -> Result<Approval, DeskError> {
    let unknown = || Refusal::UnknownRequest { id: request.to_string() };
    let request = store.request_of(request)?.ok_or_else(unknown)?;
    let staff = store.staff()?;
    let asked = staff.get(&request.by).and_then(|one| one.member);
    let is_same_person = !actor.is_guarded
        || actor.operator.name == request.by
        || is_one_person(store, asked, actor.card)?
        || is_about(store, context, actor.card)?
        || is_about(store, context, asked)?;
    Ok(Approval { request, is_same_person })
}

/// Whether somebody other than who acts could approve a change: may do it, is nobody whom it is about, and is another person.
pub(super) fn second_person(
    store: &Store,
    actor: &Actor,
    context: &PlanContext<'_>,
    intent: &Intent,
) -> Result<SecondPerson, DeskError> {
    if !actor.is_guarded || !intent.kind().can_be_proposed() {
        return Ok(SecondPerson::NotAsked);
    }
    // Whoever could not approve it does not go without.
    if actor.check(Permission::Supervise).is_err() {
        return Ok(SecondPerson::Someone);
    }
    let staff: Staff = store.staff()?;
    let may = |one: &&StaffMember| {
        let permissions = [Permission::Supervise, intent.permission()];
        let is_other = !one.is_disabled && one.name != actor.operator.name;
        is_other && permissions.iter().all(|permission| permission.check(one.role).is_ok())
    };
    for one in staff.iter().filter(may) {
        if !is_one_person(store, one.member, actor.card)? && !is_about(store, context, one.member)? {
            return Ok(SecondPerson::Someone);
        }
    }
    Ok(SecondPerson::Nobody)
}

/// Whether two cards are one person's: the same, or merged.
fn is_one_person(store: &Store, one: Option<MemberId>, other: Option<MemberId>) -> Result<bool, DeskError> {
    let (Some(one), Some(other)) = (one, other) else { return Ok(false) };
    Ok(holder(store, one)? == holder(store, other)?)
}

fn is_about(store: &Store, context: &PlanContext<'_>, card: Option<MemberId>) -> Result<bool, DeskError> {
    for subject in &context.members {
        if is_one_person(store, card, Some(subject.history.member))? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whoever has a member's file by now.
pub(super) fn holder(store: &Store, member: MemberId) -> Result<MemberId, DeskError> {
    Ok(holder_of(store, member)?.history.member)
}
