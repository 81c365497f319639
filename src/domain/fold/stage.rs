//! Lifecycle: where a member stands by the days of the purchases alone.

use super::book::Book;
use super::view::LifecycleStage;
use crate::domain::day::Day;
use crate::domain::program::LifecycleRules;
use serde::{Deserialize, Serialize};

/// The stage, and since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Lifecycle {
    stage: Option<LifecycleStage>,
    since: Option<Day>,
    /// The day of the last change, with what stood when it began.
    dawn: Option<(Day, Option<LifecycleStage>, Option<Day>)>,
}

impl Lifecycle {
    pub(super) fn stage(self) -> LifecycleStage {
        self.stage.unwrap_or(LifecycleStage::Prospect)
    }

    pub(super) fn since(self) -> Option<Day> {
        self.since
    }

    /// Takes over the stage of a moment of a day. One that ended with the night and is back within the day (a purchase on just
    /// that day) has never changed.
    pub(super) fn set(&mut self, now: LifecycleStage, today: Day) {
        if self.stage == Some(now) {
            return;
        }
        let dawn = self.dawn.filter(|(day, ..)| *day == today).unwrap_or((today, self.stage, self.since));
        self.since = match dawn {
            (_, stage, since) if stage == Some(now) => since,
            _ => (now != LifecycleStage::Prospect || self.since.is_some()).then_some(today),
        };
        (self.stage, self.dawn) = (Some(now), Some(dawn));
    }

    /// Without what only the day it changed on needs.
    pub(super) fn compact(self, today: Day) -> Self {
        Self { dawn: self.dawn.filter(|(day, ..)| *day == today), ..self }
    }
}

/// The stage on a day; the first rule that fits wins.
pub(super) fn stage_on(today: Day, book: &Book, rules: &LifecycleRules) -> LifecycleStage {
    let (Some(first), (Some(last), before)) = (book.first_day(), book.last_two()) else {
        return LifecycleStage::Prospect;
    };
    stage_by_days(today, first, last, before, rules)
}

/// The stage on a day by the first day with an order, the last one, and the one before the last.
///
/// ```
/// use loyaltui::domain::day::Day;
/// use loyaltui::domain::fold::{stage_by_days, view::LifecycleStage};
/// use loyaltui::domain::program::Program;
///
/// let stage = |today, first, last, before: Option<i64>| {
///     stage_by_days(Day(today), Day(first), Day(last), before.map(Day), &Program::default().lifecycle)
/// };
/// assert_eq!(stage(90, 0, 0, None), LifecycleStage::New);
/// assert_eq!(stage(291, 0, 200, Some(0)), LifecycleStage::Lapsing, "91 days without a purchase");
/// assert_eq!(stage(200, 0, 181, Some(0)), LifecycleStage::WonBack, "181 days between the last two");
/// assert_eq!(stage(400, 0, 0, None), LifecycleStage::Lost);
/// ```
pub fn stage_by_days(today: Day, first: Day, last: Day, before: Option<Day>, rules: &LifecycleRules) -> LifecycleStage {
    let since_last = today.0 - last.0;
    if today.0 - first.0 <= rules.new_days {
        LifecycleStage::New
    } else if since_last <= rules.active_days {
        let came_back = before.is_some_and(|b| last.0 - b.0 > rules.lapsing_days);
        if came_back { LifecycleStage::WonBack } else { LifecycleStage::Active }
    } else if since_last <= rules.lapsing_days {
        LifecycleStage::Lapsing
    } else if since_last <= rules.dormant_days {
        LifecycleStage::Dormant
    } else {
        LifecycleStage::Lost
    }
}

/// The next day after `today` on which the stage may change without a purchase.
pub(super) fn next_day(today: Day, book: &Book, rules: &LifecycleRules) -> Option<Day> {
    let first = book.first_day()?;
    let (last, _) = book.last_two();
    let last = last?;
    [
        first.plus_days(rules.new_days + 1),
        last.plus_days(rules.active_days + 1),
        last.plus_days(rules.lapsing_days + 1),
        last.plus_days(rules.dormant_days + 1),
    ]
    .into_iter()
    .filter(|d| *d > today)
    .min()
}
