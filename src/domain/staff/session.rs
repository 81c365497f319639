//! Sessions: how long a login holds.

use crate::domain::day::Instant;
use serde::{Deserialize, Serialize};

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;

/// How long sessions last, by the programme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionRules {
    /// A session that nobody has used for so many minutes is locked.
    pub lock_minutes: u32,
    /// A session ends so many hours after the login.
    pub hours: u32,
    /// The fewest digits of a PIN.
    pub pin_min: u32,
}

/// One login. Whoever has its token is the operator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoginSession {
    /// SHA-256 of the token, hex.
    pub digest: String,
    /// The login.
    pub since: Instant,
    /// When it was used last; `None` where whoever holds it sees to it by itself.
    pub used: Option<Instant>,
}

/// Why there is no session, or none that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionEnd {
    /// Nobody has logged in.
    None,
    /// It was not used for too long.
    Idle,
    /// It has lasted as long as one may, or was ended.
    Over,
}

impl LoginSession {
    /// Why it does not hold now; `None` where it does.
    pub fn ended(&self, rules: SessionRules, now: Instant) -> Option<SessionEnd> {
        let after = |at: Instant, ms: i64| Instant(at.0.saturating_add(ms));
        if now >= after(self.since, i64::from(rules.hours) * HOUR_MS) {
            return Some(SessionEnd::Over);
        }
        let is_idle = |used| now >= after(used, i64::from(rules.lock_minutes) * MINUTE_MS);
        self.used.is_some_and(is_idle).then_some(SessionEnd::Idle)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const RULES: SessionRules = SessionRules { lock_minutes: 10, hours: 10, pin_min: 6 };

    #[rstest]
    #[case::just_used(0, Some(0), None)]
    #[case::nearly_idle(0, Some(50), None)]
    #[case::idle(60, Some(50), Some(SessionEnd::Idle))]
    #[case::of_a_console(599, None, None)]
    #[case::nearly_over(599, Some(599), None)]
    #[case::over(600, Some(600), Some(SessionEnd::Over))]
    fn a_session_locks_when_idle_and_ends(
        #[case] now: i64,
        #[case] used: Option<i64>,
        #[case] ended: Option<SessionEnd>,
    ) {
        let minutes = |n: i64| Instant(n * MINUTE_MS);
        let session = LoginSession { digest: String::new(), since: Instant(0), used: used.map(minutes) };
        assert_eq!(session.ended(RULES, minutes(now)), ended);
    }
}
