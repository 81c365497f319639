//! The session of a console: when it locks, and the card that lies over the whole screen while it is locked. What is behind the card
//! stays as it is.

use super::effect::Ticket;
use super::failure::Failure;
use crate::domain::day::Instant;
use crate::domain::staff::pin::Pin;
use crate::domain::staff::session::SessionRules;
use std::fmt;

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;

/// The most that can be typed into the card.
const LONGEST: usize = 64;

/// Somebody's session at a console.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsoleSession {
    rules: SessionRules,
    /// When the PIN was given last.
    since: Instant,
    /// When a key or the mouse came last.
    used: Instant,
    /// When the console was stopped, until it has gone on.
    stopped: Option<Instant>,
    /// The card; `None` while the session is not locked.
    pub card: Option<LockCard>,
}

/// What is typed to unlock, and what came of it last.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct LockCard {
    typed: String,
    /// The PIN that is being looked at.
    pub asked: Option<Ticket>,
    /// Why the last one did not unlock.
    pub failure: Option<Failure>,
}

/// What is typed is shown nowhere.
impl fmt::Debug for LockCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LockCard").field("asked", &self.asked).field("failure", &self.failure).finish_non_exhaustive()
    }
}

impl ConsoleSession {
    /// A session whose PIN has just been given.
    pub fn new(rules: SessionRules, now: Instant) -> Self {
        Self { rules, since: now, used: now, stopped: None, card: None }
    }

    /// A key or the mouse came.
    pub fn touch(&mut self, now: Instant) {
        self.used = now;
    }

    /// The console is about to be stopped.
    pub fn stop(&mut self, now: Instant) {
        self.stopped = Some(now);
    }

    /// Locks where it is time: nobody has done anything for the programme's minutes, the PIN was given the programme's hours ago, or the
    /// console was stopped for longer than a minute.
    pub fn clock(&mut self, now: Instant) {
        let was_long = self.stopped.take().is_some_and(|at| now.0.saturating_sub(at.0) > MINUTE_MS);
        if was_long || self.until().is_some_and(|until| now >= until) {
            self.lock();
        }
    }

    /// When it locks by itself; `None` while it is locked.
    pub fn until(&self) -> Option<Instant> {
        let idle = self.used.0.saturating_add(i64::from(self.rules.lock_minutes) * MINUTE_MS);
        let over = self.since.0.saturating_add(i64::from(self.rules.hours) * HOUR_MS);
        self.card.is_none().then_some(Instant(idle.min(over)))
    }

    /// Lays the card over the screen.
    pub fn lock(&mut self) {
        self.card.get_or_insert_default();
    }

    /// The PIN was right.
    pub fn unlock(&mut self, now: Instant) {
        *self = Self::new(self.rules, now);
    }
}

impl LockCard {
    /// Takes a character, as far as there is room.
    pub fn insert(&mut self, c: char) {
        if self.typed.chars().count() < LONGEST {
            self.typed.push(c);
        }
    }

    /// Takes the last character away.
    pub fn erase(&mut self) {
        self.typed.pop();
    }

    /// Forgets what was typed.
    pub fn clear(&mut self) {
        self.typed.clear();
    }

    /// How many characters are typed.
    pub fn len(&self) -> usize {
        self.typed.chars().count()
    }

    /// Whether nothing is typed.
    pub fn is_empty(&self) -> bool {
        self.typed.is_empty()
    }

    /// What was typed, which is forgotten here.
    pub fn take(&mut self) -> Pin {
        Pin::typed(&std::mem::take(&mut self.typed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const RULES: SessionRules = SessionRules { lock_minutes: 10, hours: 10, pin_min: 6 };

    fn seconds(n: i64) -> Instant {
        Instant(n * 1_000)
    }

    #[rstest]
    #[case::just_used(599, false)]
    #[case::ten_minutes_without_a_key(600, true)]
    fn it_locks_when_nobody_does_anything(#[case] now: i64, #[case] locks: bool) {
        let mut session = ConsoleSession::new(RULES, seconds(0));
        assert_eq!(session.until(), Some(seconds(600)));
        session.clock(seconds(now));
        assert_eq!((session.card.is_some(), session.until().is_none()), (locks, locks));
    }

    #[rstest]
    #[case::a_minute(60, false)]
    #[case::longer(61, true)]
    fn it_locks_after_a_long_stop(#[case] after: i64, #[case] locks: bool) {
        let mut session = ConsoleSession::new(RULES, seconds(0));
        session.stop(seconds(5));
        session.clock(seconds(5 + after));
        assert_eq!(session.card.is_some(), locks);
    }

    #[test]
    fn it_locks_after_its_hours_however_busy_somebody_is() {
        let mut session = ConsoleSession::new(RULES, seconds(0));
        session.touch(seconds(36_000 - 1));
        session.clock(seconds(36_000 - 1));
        assert_eq!((session.card.is_none(), session.until()), (true, Some(seconds(36_000))));
        session.clock(seconds(36_000));
        assert!(session.card.is_some());
        session.unlock(seconds(36_010));
        assert_eq!(session.until(), Some(seconds(36_610)));
    }

    #[test]
    fn what_is_typed_is_shown_nowhere() {
        let mut card = LockCard::default();
        "270418".chars().for_each(|c| card.insert(c));
        assert!(!format!("{card:?}").contains("2704"), "{card:?}");
        card.erase();
        assert_eq!((card.len(), card.take() == Pin::typed("27041"), card.is_empty()), (5, true, true));
    }
}
