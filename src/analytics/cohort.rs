//! Rates over purchase days: repeat purchase, churn, monthly activity, cohorts. Every rate comes with its n.

use crate::domain::rate::Rate;
use serde::Serialize;
use std::collections::BTreeMap;

/// A month: years × 12 + month − 1.
pub type MonthIndex = i32;

/// One member's distinct purchase days (any epoch), ascending, with the month of each.
pub type Days<'a> = &'a [(i64, MonthIndex)];

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct MonthActivity {
    /// Members with a purchase in it.
    pub active: u64,
    /// Of these, with their first purchase.
    pub first: u64,
    /// Of these, active the month before too.
    pub retained: u64,
    /// Of these, neither new nor active the month before.
    pub reactivated: u64,
    /// Active the month before and not in it, of those active the month before.
    pub churned: Rate,
}

/// Everything that one pass over the members' purchase days counts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// Members with purchases on two days or more, of those with one or more.
    pub repeat: Rate,
    pub months: BTreeMap<MonthIndex, MonthActivity>,
    /// By month of the first purchase and months since: members active then.
    pub cohorts: BTreeMap<MonthIndex, BTreeMap<i32, u64>>,
}

impl Counts {
    /// Counts one member's purchase days.
    ///
    /// ```
    /// use loyaltui::analytics::cohort::Counts;
    ///
    /// let (mut counts, january) = (Counts::default(), 2026 * 12);
    /// counts.add(&[(0, january), (9, january), (70, january + 2)]);
    /// counts.add(&[(5, january)]);
    /// counts.finish();
    /// assert_eq!(counts.repeat.share(), Some(0.5));
    /// assert_eq!((counts.months[&january].first, counts.months[&(january + 2)].reactivated), (2, 1));
    /// assert_eq!(counts.cohorts[&january][&2], 1, "one of the two bought two months later");
    /// ```
    pub fn add(&mut self, days: Days<'_>) {
        let Some((_, first)) = days.first() else { return };
        self.repeat.n += 1;
        self.repeat.part += u64::from(days.len() > 1);
        let mut last: Option<MonthIndex> = None;
        for (_, month) in days {
            if last == Some(*month) {
                continue;
            }
            let activity = self.months.entry(*month).or_default();
            activity.active += 1;
            match last {
                None => activity.first += 1,
                Some(before) if before == month - 1 => activity.retained += 1,
                Some(_) => activity.reactivated += 1,
            }
            *self.cohorts.entry(*first).or_default().entry(month - first).or_default() += 1;
            last = Some(*month);
        }
    }

    /// Adds what another pass counted.
    pub fn merge(&mut self, other: Self) {
        self.repeat.n += other.repeat.n;
        self.repeat.part += other.repeat.part;
        for (month, a) in other.months {
            let mine = self.months.entry(month).or_default();
            mine.active += a.active;
            mine.first += a.first;
            mine.retained += a.retained;
            mine.reactivated += a.reactivated;
        }
        for (first, row) in other.cohorts {
            let mine = self.cohorts.entry(first).or_default();
            for (since, n) in row {
                *mine.entry(since).or_default() += n;
            }
        }
    }

    /// Works out what only neighbours together tell: who was active the month before and is gone.
    pub fn finish(&mut self) {
        let active: Vec<(MonthIndex, u64)> = self.months.iter().map(|(m, a)| (*m, a.active)).collect();
        for (month, before) in active {
            if let Some(next) = self.months.get_mut(&(month + 1)) {
                next.churned = Rate { part: before - next.retained, n: before };
            }
        }
    }
}

/// Whether a member with these purchase days, ascending, had lapsed by `today`: the last purchase more than `lapsing_days`
/// before. `None` before the first purchase.
///
/// ```
/// use loyaltui::analytics::cohort::has_lapsed;
///
/// let days = [0, 100];
/// assert_eq!(has_lapsed(days.into_iter(), 280, 180), Some(false));
/// assert_eq!(has_lapsed(days.into_iter(), 281, 180), Some(true));
/// assert_eq!(has_lapsed(days.into_iter(), -1, 180), None);
/// ```
pub fn has_lapsed(days: impl Iterator<Item = i64>, today: i64, lapsing_days: i64) -> Option<bool> {
    days.take_while(|day| *day <= today).last().map(|day| today - day > lapsing_days)
}

/// Churn over a period: members not lapsed at its start and lapsed at its end, of those not lapsed at its start.
///
/// ```
/// use loyaltui::analytics::cohort::churn;
///
/// // Of 200 members who had bought lately on day 150, 46 had not come back for more than 180 days on day 350: 23 %.
/// let days = |n| if n < 154 { [0, 300] } else { [0, 100] };
/// let rate = churn((0..200).map(|n| days(n).into_iter()), 150, 350, 180);
/// assert_eq!((rate.part, rate.n, rate.share()), (46, 200, Some(0.23)));
/// ```
pub fn churn<D>(members: impl Iterator<Item = D>, start: i64, end: i64, lapsing_days: i64) -> Rate
where
    D: Iterator<Item = i64> + Clone,
{
    let mut rate = Rate::default();
    for days in members {
        if has_lapsed(days.clone(), start, lapsing_days) == Some(false) {
            rate.n += 1;
            rate.part += u64::from(has_lapsed(days, end, lapsing_days) == Some(true));
        }
    }
    rate
}

/// Members whose second purchase day came within so many days of the first, of those whose first is as long ago or longer; each with
/// the first day and the second.
///
/// ```
/// use loyaltui::analytics::cohort::repeat_within;
///
/// let members = [(0, Some(30)), (0, Some(31)), (50, Some(51)), (80, None)];
/// let rate = repeat_within(members.into_iter(), 100, 30);
/// assert_eq!((rate.part, rate.n), (2, 3), "who came 20 days ago has not had 30 days");
/// ```
pub fn repeat_within(members: impl Iterator<Item = (i64, Option<i64>)>, today: i64, days: i64) -> Rate {
    let mut rate = Rate::default();
    for (first, second) in members.filter(|(first, _)| first + days <= today) {
        rate.n += 1;
        rate.part += u64::from(second.is_some_and(|second| second - first <= days));
    }
    rate
}

/// Everybody's gaps between purchase days, pooled: how many there are of each length.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PurchaseGaps {
    counts: Vec<u64>,
    n: u64,
}

impl PurchaseGaps {
    /// Adds a gap of so many days.
    pub fn add(&mut self, days: u32) {
        let at = days as usize;
        if at >= self.counts.len() {
            self.counts.resize(at + 1, 0);
        }
        self.counts[at] += 1;
        self.n += 1;
    }

    pub fn n(&self) -> u64 {
        self.n
    }

    /// The lapsing window that `auto` sets: the ⌈0.8 n⌉-th smallest of all; `None` of none.
    ///
    /// ```
    /// use loyaltui::analytics::cohort::PurchaseGaps;
    ///
    /// let mut gaps = PurchaseGaps::default();
    /// [9, 1, 5, 3, 7].into_iter().for_each(|days| gaps.add(days));
    /// assert_eq!(gaps.lapsing_window(), Some(7), "the fourth of five");
    /// ```
    pub fn lapsing_window(&self) -> Option<i64> {
        let place = (self.n * 4).div_ceil(5).max(1);
        let mut upto = 0;
        let at = self.counts.iter().position(|n| {
            upto += n;
            upto >= place
        });
        at.and_then(|days| i64::try_from(days).ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn churn_of_a_period_is_of_those_not_lapsed_at_its_start() {
        let kept = [0_i64, 300];
        let gone = [0_i64, 100];
        let lapsed_before = [-400_i64];
        let members = || {
            std::iter::repeat_n(&kept[..], 154).chain(std::iter::repeat_n(&gone[..], 46)).chain([&lapsed_before[..]])
        };
        let rate = churn(members().map(|days| days.iter().copied()), 150, 350, 180);
        assert_eq!((rate, rate.share()), (Rate { part: 46, n: 200 }, Some(0.23)));
    }

    #[test]
    fn the_automatic_window_is_a_rank_of_the_pooled_gaps() {
        let window = |gaps: &[u32]| {
            let mut pooled = PurchaseGaps::default();
            for gap in gaps {
                pooled.add(*gap);
            }
            (pooled.n(), pooled.lapsing_window())
        };
        assert_eq!(window(&[9, 1, 5, 3, 7]), (5, Some(7)), "the fourth of five");
        assert_eq!(window(&[9, 1, 5, 3, 7, 7]), (6, Some(7)), "4.8 is the fifth");
        assert_eq!(window(&[4]), (1, Some(4)));
        assert_eq!(window(&[]), (0, None));
    }
}
