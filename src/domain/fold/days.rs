//! A member's states day by day, as today's facts tell them.

use super::deferred;
use super::run::step;
use super::state::State;
use super::timeline::own_timeline;
use crate::domain::day::Day;
use crate::domain::fact::History;
use crate::domain::num::Overflow;
use crate::domain::program::Programs;
use std::ops::RangeInclusive;

/// Hands on the state of each day of a range with the days on which it stays as it is: what a fold up to the end of each day
/// gives, at the cost of one. What was taken back or merged since then is seen as it counts on the last day.
///
/// ```
/// use loyaltui::domain::day::{Day, Zone};
/// use loyaltui::domain::fact::{Fact, FactKind, History};
/// use loyaltui::domain::fold::each_day;
/// use loyaltui::domain::num::{FactId, MemberId, Points};
/// use loyaltui::domain::program::{Program, Programs};
///
/// let day = |text: &str| Day::parse(text).unwrap();
/// let at = Zone::default().start_of(day("2026-03-02"));
/// let bonus = Fact {
///     points: Points(80),
///     expires_on: Some(day("2026-03-05")),
///     ..Fact::new(FactId(1), MemberId(1), FactKind::Bonus, at)
/// };
/// let history = History { member: MemberId(1), facts: vec![bonus], ..History::default() };
/// let mut told = Vec::new();
/// each_day(&history, &Programs::single(Program::default()), day("2026-03-01")..=day("2026-03-07"), |days, state| {
///     told.push((days.end().0 - days.start().0 + 1, state.balance().0));
/// })
/// .unwrap();
/// let days_with_points: i64 = told.iter().filter(|(_, balance)| *balance == 80).map(|(days, _)| days).sum();
/// assert_eq!((days_with_points, told.iter().map(|(days, _)| days).sum::<i64>()), (4, 7));
/// ```
pub fn each_day(
    history: &History,
    programs: &Programs,
    days: RangeInclusive<Day>,
    mut take: impl FnMut(RangeInclusive<Day>, &State),
) -> Result<(), Overflow> {
    let (from, to) = days.into_inner();
    let cutoff = programs.zone().end_of(to);
    let mut state = State::default();
    let mut next = from;
    for item in deferred::put_behind(own_timeline(history, cutoff, programs.file()), programs.zone()) {
        let day = programs.zone().day_of(item.at());
        next = pass(&mut state, next, day, programs, &mut take)?;
        step(item, &mut state, programs)?;
    }
    pass(&mut state, next, to.plus_days(1), programs, &mut take)?;
    Ok(())
}

/// Hands on the days from `next` on that end before `day`; answers the first that is left.
fn pass(
    state: &mut State,
    mut next: Day,
    day: Day,
    programs: &Programs,
    take: &mut impl FnMut(RangeInclusive<Day>, &State),
) -> Result<Day, Overflow> {
    while next < day {
        state.advance_to(next, programs)?;
        let change = state.stale_on(programs).map_or(day, |change| change.clamp(next.plus_days(1), day));
        take(next..=change.plus_days(-1), state);
        next = change;
    }
    Ok(next)
}
