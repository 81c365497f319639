//! Repeat purchases week by week since the first purchase of all.

use rayon::prelude::*;

/// Weeks of tracking at most: ten years.
const WEEKS_MAX: i64 = 520;

/// Members by the day of their first purchase, and the weeks up to a day.
pub(super) struct Tracking {
    begin: i64,
    weeks: i64,
    /// First days in order, each with its members.
    cohorts: Vec<(i64, f64)>,
}

impl Tracking {
    /// Of first days in order.
    pub fn of(firsts: &[i64], begin: i64, until: i64) -> Self {
        let weeks = ((until - begin + 1) / 7).min(WEEKS_MAX);
        let cohorts = firsts.chunk_by(|a, b| a == b).map(|c| (c[0], c.iter().map(|_| 1.0).sum())).collect();
        Self { begin, weeks, cohorts }
    }

    /// The last day of each week: the day before the first purchase of all counts as day 0.
    fn ends(&self) -> impl Iterator<Item = i64> + '_ {
        (1..=self.weeks).map(|week| self.begin - 1 + week * 7)
    }

    /// Repeat days in order, counted up to the end of each week.
    pub fn actual(&self, repeats: &[i64]) -> Vec<u64> {
        self.ends().map(|end| repeats.partition_point(|day| *day <= end) as u64).collect()
    }

    /// What a model tells of new members by their age in weeks, summed up to the end of each week.
    pub fn told(&self, of_new: &(impl Fn(f64) -> f64 + Sync)) -> Vec<f64> {
        let oldest = u32::try_from(self.weeks * 7 - 1).unwrap_or(0);
        let by_age: Vec<f64> = (0..=oldest).into_par_iter().map(|age| of_new(f64::from(age) / 7.0)).collect();
        let age = |end: i64, first: i64| usize::try_from(end - first).map_or(0.0, |age| by_age[age]);
        self.ends()
            .map(|end| {
                let there = self.cohorts.iter().take_while(|(first, _)| *first < end);
                there.map(|(first, n)| n * age(end, *first)).sum()
            })
            .collect()
    }
}
