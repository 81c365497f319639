//! Whether a computer's clock can be right, by what the data file has seen and when the program was built.

use super::day::Instant;
use serde::{Deserialize, Serialize};

/// A clock may stand this much behind the newest operation, in milliseconds: consoles' clocks differ.
pub const SLACK_MS: i64 = 5 * 60 * 1_000;

/// A clock that is further ahead of everything known, in milliseconds, is asked about: 400 days, so that a desk closed for a
/// season never is.
const FAR_AHEAD_MS: i64 = 400 * 24 * 60 * 60 * 1_000;

/// What is known of the time without asking a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownTime {
    /// The newest operation of the data file.
    pub newest: Instant,
    /// When the program was built.
    pub built: Instant,
}

/// What a clock reading is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockVerdict {
    /// It may be right.
    Plausible,
    /// It is more than five minutes behind the newest operation: that one, or this reading, is wrong.
    Behind,
    /// It is more than 400 days ahead of everything known: asked about before anything is written.
    FarAhead,
}

impl KnownTime {
    /// The later of the two: it can't be earlier than that.
    pub fn latest(self) -> Instant {
        self.newest.max(self.built)
    }

    /// Whether a clock that reads `now` can be right.
    ///
    /// ```
    /// use loyaltui::domain::clock::{ClockVerdict, KnownTime};
    /// use loyaltui::domain::day::Instant;
    ///
    /// let day = 24 * 60 * 60 * 1_000;
    /// let known = KnownTime { newest: Instant(20_000 * day), built: Instant(20_500 * day) };
    /// assert_eq!(known.verdict(Instant(20_900 * day)), ClockVerdict::Plausible);
    /// assert_eq!(known.verdict(Instant(20_900 * day + 1)), ClockVerdict::FarAhead);
    /// assert_eq!(known.verdict(Instant(19_999 * day)), ClockVerdict::Behind);
    /// ```
    pub fn verdict(self, now: Instant) -> ClockVerdict {
        if now.0 < self.newest.0.saturating_sub(SLACK_MS) {
            ClockVerdict::Behind
        } else if now.0 > self.latest().0.saturating_add(FAR_AHEAD_MS) {
            ClockVerdict::FarAhead
        } else {
            ClockVerdict::Plausible
        }
    }
}

/// Operations that bear a later time than a clock reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenAhead {
    /// How many there are.
    pub operations: i64,
    /// The time of the newest of them.
    pub until: Instant,
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const MINUTE: i64 = 60 * 1_000;
    const DAY: i64 = 24 * 60 * MINUTE;
    const NEWEST: i64 = 20_000 * DAY;

    #[rstest]
    #[case::the_same_moment(NEWEST, ClockVerdict::Plausible)]
    #[case::five_minutes_behind(NEWEST - 5 * MINUTE, ClockVerdict::Plausible)]
    #[case::more_than_five_minutes_behind(NEWEST - 5 * MINUTE - 1, ClockVerdict::Behind)]
    #[case::before_there_were_computers(i64::MIN, ClockVerdict::Behind)]
    #[case::closed_over_a_holiday(NEWEST + 60 * DAY, ClockVerdict::Plausible)]
    #[case::four_hundred_days(NEWEST + 400 * DAY, ClockVerdict::Plausible)]
    #[case::more(NEWEST + 400 * DAY + 1, ClockVerdict::FarAhead)]
    #[case::the_end_of_time(i64::MAX, ClockVerdict::FarAhead)]
    fn a_clock_is_held_against_the_newest_operation(#[case] now: i64, #[case] verdict: ClockVerdict) {
        let known = KnownTime { newest: Instant(NEWEST), built: Instant(NEWEST - 900 * DAY) };
        assert_eq!(known.verdict(Instant(now)), verdict);
    }

    #[rstest]
    #[case::an_old_file_under_a_new_program(NEWEST + 900 * DAY, ClockVerdict::Plausible)]
    #[case::far_ahead_of_both(NEWEST + 1_301 * DAY, ClockVerdict::FarAhead)]
    #[case::behind_the_program_but_not_the_file(NEWEST, ClockVerdict::Plausible)]
    fn a_program_knows_when_it_was_built(#[case] now: i64, #[case] verdict: ClockVerdict) {
        let known = KnownTime { newest: Instant(NEWEST), built: Instant(NEWEST + 900 * DAY) };
        assert_eq!(known.verdict(Instant(now)), verdict);
    }
}
