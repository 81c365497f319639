//! The fold: facts and events in, a member's state and its explanation out.
//!
//! `fold` puts a history in order and runs the machine ([`State`]) over it. A merge is a place in that order where another
//! member's machine, run alone up to there, joins; a merge that was taken away again, or an event that counts no more, is simply
//! not in the order.

mod book;
mod days;
mod deferred;
mod ladder;
mod purse;
mod run;
mod scribe;
mod stage;
mod state;
mod timeline;
pub mod view;
mod work;

#[cfg(test)]
mod tests;

pub use days::each_day;
pub use stage::stage_by_days;
pub use state::{ResumeError, State};
pub use timeline::{counting_events, held_facts};

use super::day::Day;
use super::fact::History;
use super::num::Overflow;
use super::program::Programs;
use run::run;
use timeline::own_timeline;
use view::Trace;

/// A state and the rows that made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folded {
    /// The machine, advanced to the end of the day asked for.
    pub state: State,
    /// The machine as it stood at the newest fact or event, compacted: what later facts can go on from.
    pub resume: State,
    pub trace: Trace,
}

/// Folds a history up to and including `as_of`. Later facts and events are not seen.
///
/// ```
/// use loyaltui::domain::day::{Day, Zone};
/// use loyaltui::domain::fact::{Fact, FactKind, History};
/// use loyaltui::domain::fold::fold;
/// use loyaltui::domain::num::{FactId, MemberId, Points};
/// use loyaltui::domain::program::{Program, Programs};
///
/// let day = |text: &str| Day::parse(text).unwrap();
/// let points = |id, kind, on, points, expires: Option<&str>| Fact {
///     points: Points(points),
///     expires_on: expires.map(day),
///     ..Fact::new(FactId(id), MemberId(1), kind, Zone::default().start_of(day(on)))
/// };
/// // 100 until 2027-01-10, 50 for ever, 80 until 2026-09-30; 120 spent on 2026-04-01 take the 80 first, then 40 of the 100.
/// let facts = vec![
///     points(1, FactKind::Bonus, "2026-01-01", 100, Some("2027-01-10")),
///     points(2, FactKind::Bonus, "2026-01-02", 50, None),
///     points(3, FactKind::Bonus, "2026-01-03", 80, Some("2026-09-30")),
///     points(4, FactKind::Redeem, "2026-04-01", -120, None),
/// ];
/// let history = History { member: MemberId(1), facts, ..History::default() };
/// let programs = Programs::single(Program::default());
/// let balance = |on| fold(&history, &programs, day(on)).unwrap().state.balance();
/// assert_eq!((balance("2026-03-31"), balance("2026-04-01"), balance("2027-01-11")), (Points(230), Points(110), Points(50)));
/// ```
pub fn fold(history: &History, programs: &Programs, as_of: Day) -> Result<Folded, Overflow> {
    let mut state = run_own(history, State::traced(), programs, as_of)?;
    let resume = state.compact(programs);
    state.advance_to(as_of, programs)?;
    let trace = state.take_trace();
    Ok(Folded { state, resume, trace })
}

/// The same without the explanation, for caches and their check: the state at the end of `as_of`, and the resume point.
pub fn fold_untraced(history: &History, programs: &Programs, as_of: Day) -> Result<(State, State), Overflow> {
    let mut state = run_own(history, State::default(), programs, as_of)?;
    let resume = state.compact(programs);
    state.advance_to(as_of, programs)?;
    Ok((state, resume))
}

/// A machine run over all that happened to a member itself by the end of a day. An erasure by a clock that was ahead does not wait for
/// its instant.
fn run_own(history: &History, machine: State, programs: &Programs, as_of: Day) -> Result<State, Overflow> {
    let cutoff = programs.zone().end_of(as_of);
    let mut state = run(own_timeline(history, cutoff, programs.file()), machine, programs)?;
    if history.erasures().any(|event| programs.counts_from(event.at, event.op) <= cutoff) {
        state.erase();
    }
    Ok(state)
}
