//! Logging in: by a PIN, which makes a session, until it ends.

use super::Desk;
use super::actor::SessionPass;
use super::clock::check_clock;
use super::error::DeskError;
use super::operators::note_lock;
use super::pin_hash::fits;
use crate::domain::day::Instant;
use crate::domain::journal::hex;
use crate::domain::plan::outcome::Refusal;
use crate::domain::staff::StaffMember;
use crate::domain::staff::lockout::Lockout;
use crate::domain::staff::name::tidied;
use crate::domain::staff::pin::Pin;
use crate::domain::staff::session::{LoginSession, SessionEnd};
use crate::store::operators::{OperatorSecret, new_token, token_digest};
use crate::store::{Store, StoreError};

/// The most sessions of one operator: more are forgotten, the oldest first.
const SESSIONS_MAX: usize = 8;

/// How often it is noted that a session is in use, in milliseconds.
const NOTE_USE_MS: i64 = 30_000;

/// Who sees to it that a session locks when nobody uses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdleWatch {
    /// The data file, by when the session was used last.
    File,
    /// Whoever holds it: a console, which is in use as long as it is open and locks its screen.
    Holder,
}

impl Desk {
    /// Whether the file has operators.
    pub fn has_operators(&self) -> Result<bool, DeskError> {
        Ok(self.store.staff()?.is_on())
    }

    /// The id of the file, hex: what sessions of it are kept under.
    pub fn store_id(&self) -> String {
        hex(&self.store.store_id())
    }

    /// Logs somebody in: the right PIN makes a session. A wrong one counts, and the fifth in a row locks.
    pub fn login(&mut self, name: &str, pin: &Pin, idle: IdleWatch, now: Instant) -> Result<SessionPass, DeskError> {
        let name = &tidied(name);
        self.proven(name, pin, now)?;
        self.begin_session(name, idle, now)
    }

    /// Another session for who has one: that of a console.
    pub fn hold(&mut self, pass: &SessionPass, now: Instant) -> Result<SessionPass, DeskError> {
        self.of_pass(pass, now)?;
        self.begin_session(&pass.name, IdleWatch::Holder, now)
    }

    fn begin_session(&mut self, name: &str, idle: IdleWatch, now: Instant) -> Result<SessionPass, DeskError> {
        let (token, at) = (new_token()?, self.safe_time(now)?);
        let rules = self.session_rules(now)?;
        let used = (idle == IdleWatch::File).then_some(at);
        let session = LoginSession { digest: token_digest(&token), since: at, used };
        self.change_secret(name, |secret| {
            secret.sessions.retain(|one| one.ended(rules, at) != Some(SessionEnd::Over));
            secret.sessions.push(session.clone());
            let extra = secret.sessions.len().saturating_sub(SESSIONS_MAX);
            secret.sessions.drain(..extra);
        })?;
        let pass = SessionPass { name: name.to_owned(), token };
        self.present(pass.clone(), now)?;
        Ok(pass)
    }

    /// Goes on with the session of who sits here, from now on, where the PIN is the right one.
    pub fn unlock(&mut self, pin: &Pin, now: Instant) -> Result<(), DeskError> {
        let pass = self.pass.clone().ok_or(Refusal::NoOperators)?;
        self.proven(&pass.name, pin, now)?;
        let (digest, at) = (token_digest(&pass.token), self.safe_time(now)?);
        self.change_secret(&pass.name, |secret| {
            secret.sessions.retain(|one| one.digest != digest);
            secret.sessions.push(LoginSession { digest, since: at, used: None });
        })
    }

    /// Ends the session of a pass.
    pub fn end_session(&mut self, pass: &SessionPass) -> Result<(), DeskError> {
        let digest = token_digest(&pass.token);
        self.change_secret(&pass.name, |secret| secret.sessions.retain(|one| one.digest != digest))?;
        self.pass = self.pass.take().filter(|own| own != pass);
        Ok(())
    }

    /// Notes that the session is in use, now and then.
    pub fn keep_session(&mut self, now: Instant) -> Result<(), DeskError> {
        let Some(pass) = self.pass.clone() else { return Ok(()) };
        let (digest, at) = (token_digest(&pass.token), self.safe_time(now)?);
        let is_due = |one: &LoginSession| one.used.is_some_and(|used| at.0.saturating_sub(used.0) >= NOTE_USE_MS);
        let secret = self.store.operator_secret(&pass.name)?;
        let due = secret.is_some_and(|secret| secret.sessions.iter().any(|one| one.digest == digest && is_due(one)));
        if !due || self.store.is_read_only() {
            return Ok(());
        }
        self.change_secret(&pass.name, |secret| {
            for one in secret.sessions.iter_mut().filter(|one| one.digest == digest && one.used.is_some()) {
                one.used = Some(at);
            }
        })
    }

    /// Whether a PIN is an operator's, for whoever has to give it here and now. A wrong one counts.
    pub(super) fn proven(&mut self, name: &str, pin: &Pin, now: Instant) -> Result<StaffMember, DeskError> {
        let staff = self.store.staff()?;
        if !staff.is_on() {
            return Err(Refusal::NoOperators.into());
        }
        // A clock far ahead would open every lock.
        check_clock(&self.store, now, self.clock_trust)?;
        let one = staff.known(name)?.clone();
        if one.is_disabled {
            return Err(Refusal::OperatorDisabled { name: one.name }.into());
        }
        let at = self.safe_time(now)?;
        let secret = bound_secret(&self.store, &one)?;
        if secret.lockout.is_locked(at) {
            return Err(Refusal::Locked { until: secret.lockout.until }.into());
        }
        if fits(pin, &secret.phc) {
            if secret.lockout.failures > 0 {
                self.change_secret(name, |secret| secret.lockout = Lockout::default())?;
            }
            return Ok(one);
        }
        Err(self.count_failure(&one, at)?.into())
    }

    /// Counts a wrong PIN, and answers why nobody is logged in. Two consoles that guess at once count both.
    fn count_failure(&mut self, one: &StaffMember, at: Instant) -> Result<Refusal, DeskError> {
        self.store.write(|tx| {
            let mut secret = bound_secret(tx, one)?;
            secret.lockout = secret.lockout.after_failure(at);
            tx.keep_operator_secret(&one.name, &secret)?;
            if !secret.lockout.is_locked(at) {
                return Ok(Refusal::WrongPin { left: secret.lockout.left() });
            }
            note_lock(tx, one, secret.lockout, at)?;
            Ok(Refusal::Locked { until: secret.lockout.until })
        })
    }

    fn change_secret(&mut self, name: &str, change: impl FnOnce(&mut OperatorSecret)) -> Result<(), DeskError> {
        self.store.write(|tx| {
            let Some(mut secret) = tx.operator_secret(name)? else { return Ok(()) };
            change(&mut secret);
            Ok(tx.keep_operator_secret(name, &secret)?)
        })
    }
}

/// What somebody logs in with. A hash that the journal does not bind was put there by somebody else, and is nobody's.
fn bound_secret(store: &Store, one: &StaffMember) -> Result<OperatorSecret, DeskError> {
    let needed = || Refusal::LoginNeeded { name: Some(one.name.clone()), why: SessionEnd::None };
    let secret = store.operator_secret(&one.name)?.ok_or_else(needed)?;
    if one.pin.as_ref() != Some(&secret.commitment()) {
        return Err(StoreError::Damaged(format!("operator_secret {}", one.name)).into());
    }
    Ok(secret)
}
