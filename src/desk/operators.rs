//! Operators: listed, added and changed, each with a PIN of their own.

use super::Desk;
use super::actor::Actor;
use super::ask::{Asking, Serve};
use super::commit::write;
use super::error::DeskError;
use super::pin_hash::hashed;
use super::plan::{make_plan, next_operation_id, operation_id};
use crate::domain::day::Instant;
use crate::domain::num::MemberId;
use crate::domain::op::{ChangeOperator, Intent};
use crate::domain::operator::{Operator, Role};
use crate::domain::permission::Permission;
use crate::domain::question::{ListOperators, OperatorRecord};
use crate::domain::read_models::Committed;
use crate::domain::staff::StaffMember;
use crate::domain::staff::change::OperatorChange;
use crate::domain::staff::lockout::Lockout;
use crate::domain::staff::name::tidied;
use crate::domain::staff::pin::Pin;
use crate::store::operators::{OperatorSecret, new_token, token_digest};
use crate::store::write::Tx;

impl Serve<ListOperators> for Desk {
    fn serve(&mut self, _: ListOperators, asking: Asking<'_>) -> Result<Vec<OperatorRecord>, DeskError> {
        let now = asking.now.max(self.store.last_seen()?);
        self.store.read(|store| {
            let record = |one: &StaffMember| -> Result<OperatorRecord, DeskError> {
                let secret = store.operator_secret(&one.name)?;
                let until = secret.as_ref().map(|secret| secret.lockout).filter(|lockout| lockout.is_locked(now));
                Ok(OperatorRecord {
                    name: one.name.clone(),
                    role: one.role,
                    member_no: one.member.map(|member| store.member_no(member)).transpose()?.flatten(),
                    is_disabled: one.is_disabled,
                    has_pin: secret.is_some(),
                    locked_until: until.map(|lockout| lockout.until),
                })
            };
            store.staff()?.iter().map(record).collect()
        })
    }
}

impl Desk {
    /// Refuses whom nobody could add, before a PIN is asked for.
    pub fn may_add_operator(&self, name: &str, role: Role, now: Instant) -> Result<(), DeskError> {
        self.actor(&self.operator, now)?.check(Permission::Govern)?;
        self.store.staff()?.changed(&tidied(name), &OperatorChange::Added { role, member: None })?;
        Ok(())
    }

    /// Adds an operator, who logs in with this PIN. The first one switches operators on, for good.
    pub fn add_operator(
        &mut self,
        name: &str,
        role: Role,
        member: Option<MemberId>,
        pin: &Pin,
        now: Instant,
    ) -> Result<Committed, DeskError> {
        let changes = vec![OperatorChange::Added { role, member }];
        self.change_with_pin(name, changes, pin, now)
    }

    /// Gives an operator another PIN; the sessions of the old one end but for the one that is used here, and a lock is lifted. Anybody changes the own PIN by giving it
    /// (`old`), an owner anybody's.
    pub fn set_pin(&mut self, name: &str, old: Option<&Pin>, new: &Pin, now: Instant) -> Result<Committed, DeskError> {
        let (actor, name) = (self.actor(&self.operator, now)?, &tidied(name));
        match old {
            Some(old) if actor.operator.name == *name => self.proven(name, old, now).map(drop)?,
            Some(_) | None => actor.check(Permission::Govern)?,
        }
        self.change_with_pin(name, Vec::new(), new, now)
    }

    fn change_with_pin(
        &mut self,
        name: &str,
        mut changes: Vec<OperatorChange>,
        pin: &Pin,
        now: Instant,
    ) -> Result<Committed, DeskError> {
        let rules = self.store.programs()?.at(now).program.session;
        pin.check_strength(usize::try_from(rules.pin_min).unwrap_or(usize::MAX))?;
        let actor = self.actor(&self.operator, now)?;
        if !changes.is_empty() {
            actor.check(Permission::Govern)?;
        }
        let mut secret = OperatorSecret::new(hashed(pin, new_token()?.as_bytes())?)?;
        changes.push(OperatorChange::Pin { commit: secret.commitment() });
        let name = tidied(name);
        let intent = Intent::ChangeOperator(ChangeOperator { name: name.clone(), changes });
        // What it takes has been looked at: the own PIN is anybody's to change.
        let actor = Actor::unguarded(actor.operator);
        let op_id = operation_id(now);
        let own = self.pass.as_ref().filter(|pass| pass.name == name).map(|pass| token_digest(&pass.token));
        self.store.write(|tx| {
            let plan = make_plan(tx, &actor, intent, op_id, now, None)?;
            let done = write(tx, &plan, None, now)?;
            let before = tx.operator_secret(&name)?.map(|secret| secret.sessions).unwrap_or_default();
            secret.sessions = before.into_iter().filter(|one| Some(&one.digest) == own.as_ref()).collect();
            tx.keep_operator_secret(&name, &secret)?;
            Ok(done)
        })
    }
}

/// Puts it into the journal that wrong PINs have locked somebody out. Of single ones nothing is noted there.
pub(super) fn note_lock(tx: &Tx<'_>, one: &StaffMember, lockout: Lockout, now: Instant) -> Result<(), DeskError> {
    let Lockout { failures, until } = lockout;
    let changes = vec![OperatorChange::Locked { failures, until }];
    let intent = Intent::ChangeOperator(ChangeOperator { name: one.name.clone(), changes });
    let actor = Actor::unguarded(Operator { name: one.name.clone(), role: one.role });
    let plan = make_plan(tx, &actor, intent, next_operation_id(), now, None)?;
    write(tx, &plan, None, now).map(drop)
}
