//! Lifecycle: where a member stands by the days of the purchases alone.

use super::book::Book;
use super::view::Stage;
use crate::domain::day::Day;
use crate::domain::program::LifecycleRules;

/// The stage on a day; the first rule that fits wins.
pub(super) fn stage_on(today: Day, book: &Book, rules: &LifecycleRules) -> Stage {
    let (Some(first), (Some(last), before)) = (book.first_day(), book.last_two()) else { return Stage::Prospect };
    stage_by_days(today, first, last, before, rules)
}

/// The stage on a day by the first day with an order, the last one, and the one before the last.
pub fn stage_by_days(today: Day, first: Day, last: Day, before: Option<Day>, rules: &LifecycleRules) -> Stage {
    let since_last = today.0 - last.0;
    if today.0 - first.0 <= rules.new_days {
        Stage::New
    } else if since_last <= rules.active_days {
        let came_back = before.is_some_and(|b| last.0 - b.0 > rules.lapsing_days);
        if came_back { Stage::WonBack } else { Stage::Active }
    } else if since_last <= rules.lapsing_days {
        Stage::Lapsing
    } else if since_last <= rules.dormant_days {
        Stage::Dormant
    } else {
        Stage::Lost
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
