//! What the desk makes of the computer's clock before it writes by it.

use super::Desk;
use super::ask::{Asking, Serve};
use super::error::DeskError;
use crate::domain::clock::{ClockVerdict, KnownTime};
use crate::domain::day::Instant;
use crate::domain::operation::OperationRow;
use crate::domain::plan::outcome::{PlanEffect, Refusal, Warning};
use crate::domain::question::{ClockReport, ReadClock};
use crate::store::Store;
use crate::store::listing::{JournalCondition, JournalFilter};

/// Seconds since 1970 at which this program was built.
const BUILT: &str = env!("LOYALTUI_BUILT");

/// Milliseconds since 1970 at the beginning of the year 2000: no clock that reads less is right.
const YEAR_2000: Instant = Instant(946_684_800_000);

/// The most operations written ahead that a report lists.
const LISTED_MAX: usize = 1_000;

/// Whether somebody has said that a clock far ahead is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ClockTrust {
    /// Nobody has: nothing is written by such a clock.
    #[default]
    Asked,
    /// Somebody has.
    Accepted,
}

impl ClockTrust {
    /// A plan that warned of the clock was read before it was confirmed.
    pub(super) fn of_plan(effect: &PlanEffect) -> Self {
        let warned = effect.warnings.iter().any(|warning| matches!(warning, Warning::ClockAhead { .. }));
        if warned { Self::Accepted } else { Self::Asked }
    }
}

/// When this program was built.
pub(super) fn built() -> Instant {
    Instant(BUILT.parse::<i64>().unwrap_or(0).saturating_mul(1_000))
}

/// What a data file and this program know of the time.
pub(super) fn known_time(store: &Store) -> Result<KnownTime, DeskError> {
    Ok(KnownTime { newest: store.last_seen()?, built: built() })
}

/// Refuses to write by a clock that is behind the journal, which would put facts in the wrong place, or, unless somebody has said
/// that it is right, by one that is far ahead, which would keep everybody else from writing.
pub(super) fn check_clock(store: &Store, now: Instant, trust: ClockTrust) -> Result<(), DeskError> {
    let known = known_time(store)?;
    match known.verdict(now) {
        ClockVerdict::FarAhead if trust == ClockTrust::Asked => {
            Err(Refusal::ClockAhead { now, known: known.latest() }.into())
        }
        ClockVerdict::Plausible | ClockVerdict::FarAhead => Ok(()),
        ClockVerdict::Behind => Err(Refusal::ClockBehind { last_seen: known.newest }.into()),
    }
}

/// Refuses to begin a data file by a clock that can't be right.
pub fn check_first_clock(now: Instant, trust: ClockTrust) -> Result<(), DeskError> {
    if now < YEAR_2000 {
        return Err(Refusal::ClockImpossible { now }.into());
    }
    let known = KnownTime { newest: YEAR_2000, built: built() };
    match known.verdict(now) {
        ClockVerdict::FarAhead if trust == ClockTrust::Asked => {
            Err(Refusal::ClockAhead { now, known: known.latest() }.into())
        }
        ClockVerdict::Plausible | ClockVerdict::FarAhead | ClockVerdict::Behind => Ok(()),
    }
}

impl Desk {
    /// Whoever sits here says that the clock is right, however far ahead it is.
    pub fn trust_clock(&mut self) {
        self.clock_trust = ClockTrust::Accepted;
    }
}

/// Whether an operation has been undone, and the undo stands: of a chain of undos the last one does, the one before it does not. The steps
/// of an import are undone with its first.
fn is_undone(store: &Store, row: &OperationRow) -> Result<bool, DeskError> {
    let first = store.operation(row.op)?.map(|(op, _)| op.batch.unwrap_or(op.seq));
    let mut undone = false;
    let mut by = first.map(|first| store.reversal_of(first)).transpose()?.flatten();
    while let Some((undo, _)) = by {
        undone = !undone;
        by = store.reversal_of(undo.seq)?;
    }
    Ok(undone)
}

impl Serve<ReadClock> for Desk {
    fn serve(&mut self, _: ReadClock, asking: Asking<'_>) -> Result<Box<ClockReport>, DeskError> {
        let now = asking.now;
        self.store.read(|store| {
            let later = JournalFilter::of(vec![JournalCondition::Later(now)]);
            let (mut ahead, _) = store.journal_page(&later, LISTED_MAX)?;
            let mut undone = Vec::new();
            for row in &ahead {
                undone.push(is_undone(store, row)?);
            }
            let mut undone = undone.into_iter();
            ahead.retain(|_| undone.next() != Some(true));
            let known = known_time(store)?;
            Ok(Box::new(ClockReport { now, known, verdict: known.verdict(now), ahead }))
        })
    }
}
