//! Activation: of who joined in a week, the share that came back to buy on a second day, next to the weeks before.

use super::day::Day;
use super::rate::{Interval, Rate};

/// Weeks that are told, the last of them that of the day.
pub const WEEKS: usize = 26;
/// Days after joining within which a second purchase day counts.
pub const WITHIN_DAYS: [i64; 2] = [30, 60];

/// A share with its interval, which is none before everybody is counted.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ActivationShare {
    pub rate: Rate,
    pub interval: Option<Interval>,
}

/// Who joined in a week.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ActivationWeek {
    /// The Monday that it begins with.
    pub from: Day,
    /// Members who joined in it.
    pub joined: u64,
    /// How many of them had bought on two days within each of [`WITHIN_DAYS`]; `None` as long as somebody has not had so many days.
    pub within: [Option<ActivationShare>; 2],
}

/// The weeks of joining up to a day, the oldest first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Activation {
    pub day: Day,
    pub weeks: Vec<ActivationWeek>,
}

impl Activation {
    /// The weeks up to a day, nobody counted yet.
    ///
    /// ```
    /// use loyaltui::domain::activation::{Activation, WEEKS};
    /// use loyaltui::domain::day::Day;
    ///
    /// // 2026-11-22 is a Sunday.
    /// let weeks = Activation::begin(Day::parse("2026-11-22").unwrap()).weeks;
    /// assert_eq!((weeks.len(), weeks[WEEKS - 1].from.to_string().as_str()), (WEEKS, "2026-11-16"));
    /// assert!(weeks[WEEKS - 1].within[0].is_none() && weeks[0].within[1].is_some());
    /// ```
    pub fn begin(day: Day) -> Self {
        let last = monday(day);
        let week = |back: i64| {
            let from = last.plus_days(-7 * back);
            let is_told = |days: i64| from.plus_days(6 + days) <= day;
            let within = WITHIN_DAYS.map(|days| is_told(days).then(ActivationShare::default));
            ActivationWeek { from, joined: 0, within }
        };
        let weeks = (0..WEEKS).rev().filter_map(|back| i64::try_from(back).ok()).map(week).collect();
        Self { day, weeks }
    }

    /// Adds a member. `bought`: the days with an order, ascending.
    pub fn add(&mut self, joined: Day, bought: &[Day]) {
        let Some(week) = self.weeks.iter_mut().find(|week| (week.from..=week.from.plus_days(6)).contains(&joined))
        else {
            return;
        };
        if joined > self.day {
            return;
        }
        week.joined += 1;
        for (share, days) in week.within.iter_mut().zip(WITHIN_DAYS) {
            if let Some(ActivationShare { rate, .. }) = share {
                rate.n += 1;
                rate.part += u64::from(bought.get(1).is_some_and(|second| *second <= joined.plus_days(days)));
            }
        }
    }
}

/// The Monday of a day's week. 1 January 1970 was a Thursday.
fn monday(day: Day) -> Day {
    day.plus_days(-(day.0 + 3).rem_euclid(7))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn on(day: &str) -> Day {
        Day::parse(day).unwrap()
    }

    #[rstest]
    #[case::on_a_second_day_in_time("2026-07-06", &["2026-07-06", "2026-08-05"], [1, 1])]
    #[case::a_day_too_late_for_thirty("2026-07-06", &["2026-07-06", "2026-08-06"], [0, 1])]
    #[case::on_the_sixtieth_day("2026-07-06", &["2026-07-06", "2026-09-04"], [0, 1])]
    #[case::after_sixty_days("2026-07-06", &["2026-07-06", "2026-09-05"], [0, 0])]
    #[case::on_one_day_only("2026-07-12", &["2026-07-12"], [0, 0])]
    #[case::never("2026-07-12", &[], [0, 0])]
    fn a_second_purchase_day_counts_within(#[case] joined: &str, #[case] bought: &[&str], #[case] parts: [u64; 2]) {
        let mut activation = Activation::begin(on("2026-11-22"));
        activation.add(on(joined), &bought.iter().map(|day| on(day)).collect::<Vec<_>>());
        let week = activation.weeks.iter().find(|week| week.from == on("2026-07-06")).unwrap();
        let rates = week.within.map(|share| share.map(|share| share.rate));
        assert_eq!((week.joined, rates), (1, parts.map(|part| Some(Rate { part, n: 1 }))));
        assert_eq!(activation.weeks.iter().map(|week| week.joined).sum::<u64>(), 1);
    }

    #[test]
    fn a_week_is_told_once_everybody_of_it_has_had_the_days() {
        let told = |day: &str| {
            let weeks = Activation::begin(on(day)).weeks;
            weeks.iter().find(|week| week.from == on("2026-10-05")).map(|week| week.within.map(|share| share.is_some()))
        };
        assert_eq!(told("2026-11-09"), Some([false, false]));
        assert_eq!(told("2026-11-10"), Some([true, false]), "who joined on the 11th has had thirty days");
        assert_eq!(told("2026-12-10"), Some([true, true]));
    }

    #[test]
    fn who_joins_later_or_joined_long_ago_is_in_no_week() {
        let mut activation = Activation::begin(on("2026-11-18"));
        activation.add(on("2026-11-19"), &[]);
        activation.add(on("2020-01-01"), &[]);
        assert!(activation.weeks.iter().all(|week| week.joined == 0));
    }
}
