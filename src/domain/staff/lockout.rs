//! Wrong PINs in a row: each fifth one locks, and each lock is twice as long as the one before, up to a day.

use crate::domain::day::Instant;

/// So many wrong PINs in a row lock.
pub const TRIES: u32 = 5;

const FIRST_LOCK_MINUTES: i64 = 15;
const LONGEST_LOCK_MINUTES: i64 = 1_440;
const MINUTE_MS: i64 = 60_000;

/// Wrong PINs so far, and until when none is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lockout {
    /// Wrong ones since the last right one.
    pub failures: u32,
    /// A PIN is looked at from here on.
    pub until: Instant,
}

impl Lockout {
    /// How long so many wrong PINs lock, in minutes; `None` where the last one does not.
    ///
    /// ```
    /// use loyaltui::domain::staff::lockout::Lockout;
    ///
    /// assert_eq!([4, 5, 6, 10, 50].map(Lockout::minutes), [None, Some(15), None, Some(30), Some(1_440)]);
    /// ```
    pub fn minutes(failures: u32) -> Option<i64> {
        if failures == 0 || !failures.is_multiple_of(TRIES) {
            return None;
        }
        let doublings = (failures / TRIES - 1).min(16);
        Some((FIRST_LOCK_MINUTES << doublings).min(LONGEST_LOCK_MINUTES))
    }

    /// Whether no PIN is looked at now.
    pub fn is_locked(self, now: Instant) -> bool {
        now < self.until
    }

    /// Wrong PINs that are left before the next lock.
    pub fn left(self) -> u32 {
        TRIES - self.failures % TRIES
    }

    /// After one more wrong PIN.
    #[must_use]
    pub fn after_failure(self, now: Instant) -> Self {
        let failures = self.failures.saturating_add(1);
        let lock = Self::minutes(failures).map(|minutes| Instant(now.0.saturating_add(minutes * MINUTE_MS)));
        Self { failures, until: lock.unwrap_or(self.until) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(5, 15)]
    #[case(10, 30)]
    #[case(15, 60)]
    #[case(20, 120)]
    #[case(50, 1_440)]
    #[case(1_000_000, 1_440)]
    fn locks_double_up_to_a_day(#[case] wrong: u32, #[case] minutes: i64) {
        assert_eq!(Lockout::minutes(wrong), Some(minutes));
    }

    #[test]
    fn a_hundred_and_eighty_guesses_fit_into_thirty_days() {
        let end = Instant(30 * 86_400_000);
        let (mut now, mut lockout, mut guesses) = (Instant(0), Lockout::default(), 0);
        while now <= end {
            guesses += 1;
            lockout = lockout.after_failure(now);
            now = now.max(lockout.until);
        }
        assert_eq!(guesses, 180);
    }

    #[test]
    fn what_is_left_before_a_lock_is_counted_down() {
        let mut lockout = Lockout::default();
        let mut left = Vec::new();
        for _ in 0..6 {
            left.push(lockout.left());
            lockout = lockout.after_failure(Instant(0));
        }
        assert_eq!(left, [5, 4, 3, 2, 1, 5]);
        assert!(lockout.is_locked(Instant(15 * 60_000 - 1)) && !lockout.is_locked(Instant(15 * 60_000)));
    }
}
