//! The time. Only the edge asks for it; everything inside is told.

use crate::domain::day::Instant;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

#[expect(clippy::disallowed_methods, reason = "the one door to the clock")]
pub fn now() -> Instant {
    let ms = |d: Duration| i64::try_from(d.as_millis()).unwrap_or(i64::MAX);
    Instant(match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => ms(since),
        Err(before) => -ms(before.duration()),
    })
}

/// How long it is until a deadline; nothing where it has passed.
pub(super) fn until(deadline: Instant, now: Instant) -> Duration {
    Duration::from_millis(u64::try_from(deadline.0.saturating_sub(now.0)).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_that_has_passed_is_no_wait() {
        assert_eq!(until(Instant(5_250), Instant(5_000)), Duration::from_millis(250));
        assert_eq!(until(Instant(5_000), Instant(9_000)), Duration::ZERO);
        assert_eq!(until(Instant(i64::MAX), Instant(-1)), Duration::from_millis(i64::MAX.unsigned_abs()));
    }

    #[test]
    fn the_system_is_past_the_day_this_was_written() {
        assert!(now() > Instant(1_760_000_000_000));
    }
}
