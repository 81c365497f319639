//! Metrics of points: one fold a member tells every day.

use super::{WalkedDays, number};
use crate::desk::Desk;
use crate::desk::ask::ScanWatch;
use crate::desk::error::DeskError;
use crate::domain::day::Day;
use crate::domain::fact::Status;
use crate::domain::fold::each_day;
use crate::domain::fold::view::PointsView;
use crate::domain::num::MemberId;
use crate::domain::overview::EXPIRING_DAYS;
use crate::store::StoreError;
use std::ops::RangeInclusive;

/// Members between two looks at whether to stop.
const STEP: usize = 200;

/// Adds what a member's points come to on days on which they stay as they are.
pub(super) type DayCount = fn(&PointsView, &RangeInclusive<Day>, &mut DaySums);

/// Points outstanding whose last day is within 30 days.
pub(super) fn expiring(points: &PointsView, run: &RangeInclusive<Day>, sums: &mut DaySums) {
    for lot in &points.lots {
        let Some(last) = lot.expires_on else { continue };
        sums.add(*run.start().max(&last.plus_days(-EXPIRING_DAYS)), *run.end().min(&last), lot.open.0);
    }
}

/// Whether the member owes points.
pub(super) fn owing(points: &PointsView, run: &RangeInclusive<Day>, sums: &mut DaySums) {
    if points.deficit.0 > 0 {
        sums.add(*run.start(), *run.end(), 1);
    }
}

impl Desk {
    /// What the points of all members that count come to at the end of each day, by one fold a member.
    pub(super) fn points_by_day(
        &self,
        days: WalkedDays,
        watch: &mut dyn ScanWatch,
        of: DayCount,
    ) -> Result<Vec<Option<f64>>, DeskError> {
        let (programs, view) = (self.programs()?, self.view(days.asked, false, watch)?);
        let members = &view.columns.members;
        let mut sums = DaySums::over(days.from, days.to);
        self.store.read(|store| {
            for (at, member) in members.iter().map(|member| MemberId(*member)).enumerate() {
                if at.is_multiple_of(STEP) {
                    watch.progress(at as u64, members.len() as u64);
                    if watch.stop() {
                        return Err(StoreError::Interrupted);
                    }
                }
                let told = each_day(&store.history(member)?, &programs, days.from..=days.to, |run, state| {
                    if matches!(state.status(), Status::Active | Status::Frozen) {
                        of(&state.snapshot(&programs).points, &run, &mut sums);
                    }
                });
                told.map_err(|e| StoreError::Damaged(format!("member {}: {e}", member.0)))?;
            }
            Ok(())
        })?;
        Ok(sums.finish().into_iter().map(|sum| Some(number(sum))).collect())
    }
}

/// Sums of days running, by where they rise and fall.
#[derive(Debug)]
pub(super) struct DaySums {
    from: Day,
    steps: Vec<i64>,
}

impl DaySums {
    fn over(from: Day, to: Day) -> Self {
        let days = usize::try_from(to.0 - from.0 + 2).unwrap_or(1);
        Self { from, steps: vec![0; days] }
    }

    /// Adds to every day of a range; nothing where that is empty.
    fn add(&mut self, first: Day, last: Day, n: i64) {
        let place = |day: Day| usize::try_from(day.0 - self.from.0).unwrap_or(0);
        let (begins, ends) = (place(first), place(last.plus_days(1)).min(self.steps.len() - 1));
        if first <= last && begins < ends {
            self.steps[begins] = self.steps[begins].saturating_add(n);
            self.steps[ends] = self.steps[ends].saturating_sub(n);
        }
    }

    /// The sum of each day.
    fn finish(mut self) -> Vec<i64> {
        self.steps.pop();
        let mut sum = 0_i64;
        for step in &mut self.steps {
            sum = sum.saturating_add(*step);
            *step = sum;
        }
        self.steps
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::within(2, 3, &[0, 0, 5, 5, 0])]
    #[case::beyond_both_ends(-4, 9, &[5, 5, 5, 5, 5])]
    #[case::before(-4, -1, &[0, 0, 0, 0, 0])]
    #[case::after(5, 9, &[0, 0, 0, 0, 0])]
    #[case::the_last_day(4, 4, &[0, 0, 0, 0, 5])]
    #[case::empty(3, 2, &[0, 0, 0, 0, 0])]
    fn a_range_of_days_adds_to_each_of_them(#[case] first: i64, #[case] last: i64, #[case] sums: &[i64]) {
        let mut days = DaySums::over(Day(100), Day(104));
        days.add(Day(100 + first), Day(100 + last), 5);
        assert_eq!(days.finish(), sums);
    }
}
