//! Who sits here, once a data file has operators: whoever holds the token of a session. A file without operators believes whoever
//! opens it and has one owner.

use super::Desk;
use super::error::DeskError;
use crate::domain::day::Instant;
use crate::domain::num::MemberId;
use crate::domain::operator::Operator;
use crate::domain::permission::{DeskTask, Permission};
use crate::domain::plan::outcome::Refusal;
use crate::domain::staff::StaffMember;
use crate::domain::staff::session::{SessionEnd, SessionRules};
use crate::store::operators::token_digest;

/// What somebody holds who has logged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionPass {
    pub name: String,
    /// Known to nobody else; the file keeps its digest.
    pub token: String,
}

/// Who acts, and what holds for that person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Actor {
    pub operator: Operator,
    /// Whether the roles of the file's operators hold.
    pub is_guarded: bool,
    /// The member that this person is.
    pub card: Option<MemberId>,
}

impl Actor {
    /// Somebody at a file without operators, or the program itself.
    pub fn unguarded(operator: Operator) -> Self {
        Self { operator, is_guarded: false, card: None }
    }

    /// Refuses what the role may not.
    pub fn check(&self, permission: Permission) -> Result<(), Refusal> {
        if self.is_guarded { permission.check(self.operator.role) } else { Ok(()) }
    }
}

impl Desk {
    /// Lets whoever holds a pass sit down here. Refused (`LoginNeeded`) where its session does not hold.
    pub fn present(&mut self, pass: SessionPass, now: Instant) -> Result<(), DeskError> {
        let one = self.of_pass(&pass, now)?;
        self.operator = Operator { name: one.name, role: one.role };
        self.pass = Some(pass);
        Ok(())
    }

    /// The later of the clock and the newest thing in the file: a clock that is put back opens nothing and makes no session young.
    pub(super) fn safe_time(&self, now: Instant) -> Result<Instant, DeskError> {
        Ok(now.max(self.store.last_seen()?))
    }

    /// How long the session of who sits here lasts; `None` where the file has no operators.
    pub fn console_session(&self, now: Instant) -> Result<Option<SessionRules>, DeskError> {
        self.pass.as_ref().map(|_| self.session_rules(now)).transpose()
    }

    pub(super) fn session_rules(&self, now: Instant) -> Result<SessionRules, DeskError> {
        Ok(self.store.programs()?.at(now).program.session)
    }

    pub(super) fn of_pass(&self, pass: &SessionPass, now: Instant) -> Result<StaffMember, DeskError> {
        let staff = self.store.staff()?;
        let needed = |why| Refusal::LoginNeeded { name: Some(pass.name.clone()), why };
        let one = staff.get(&pass.name).ok_or_else(|| needed(SessionEnd::None))?;
        if one.is_disabled {
            return Err(Refusal::OperatorDisabled { name: one.name.clone() }.into());
        }
        let digest = token_digest(&pass.token);
        let sessions = self.store.operator_secret(&pass.name)?.map(|secret| secret.sessions).unwrap_or_default();
        let session = sessions.into_iter().find(|session| session.digest == digest);
        let session = session.ok_or_else(|| needed(SessionEnd::Over))?;
        match session.ended(self.session_rules(now)?, self.safe_time(now)?) {
            Some(why) => Err(needed(why).into()),
            None => Ok(one.clone()),
        }
    }

    /// Who acts where somebody says to be an operator: that one in a file without operators, else whoever's session this is.
    pub(super) fn actor(&self, claimed: &Operator, now: Instant) -> Result<Actor, DeskError> {
        match &self.pass {
            Some(pass) => {
                let one = self.of_pass(pass, now)?;
                Ok(Actor { operator: Operator { name: one.name, role: one.role }, is_guarded: true, card: one.member })
            }
            None if self.store.staff()?.is_on() => {
                Err(Refusal::LoginNeeded { name: None, why: SessionEnd::None }.into())
            }
            None => Ok(Actor::unguarded(claimed.clone())),
        }
    }

    /// Refuses a task to whoever may not do it.
    pub(super) fn admit_task(&self, task: DeskTask, now: Instant) -> Result<(), DeskError> {
        Ok(self.actor(&self.operator, now)?.check(task.permission())?)
    }
}
