//! Keeping the index: taking in new members, merging what they left, removing what has been merged.

use super::super::Store;
use super::super::error::StoreError;
use super::build::{begin_merge, merge, purge, take_in};
use super::run::{Run, RunState, free_runs, mark, newest_member, runs, set_mark, set_state};
use crate::domain::terms::index::TERMS_VERSION;
use rusqlite::{Connection, Transaction, TransactionBehavior};

/// Members taken in by one slice: the write lock is held for less than about 100 ms.
const SLICE: i64 = 4_096;

/// So many new members are worth a run of their own, in idle moments.
const WORTH_A_RUN: i64 = 64;

/// So many are, where nobody may ever be idle: commands that enrol one member after the other.
const WORTH_WAITING: i64 = 1_024;

/// So many runs are merged; each costs every look-up some microseconds.
const MANY_RUNS: usize = 8;

/// While members wait to be taken in, only so many are.
const TOO_MANY_RUNS: usize = 32;

/// A run is merged with those after it if it covers at most so many times their members. So each member is merged again
/// only when the index has grown by a good part.
const GROWTH: i64 = 2;

/// What is to be done next.
enum Work {
    StartAnew,
    TakeIn,
    Merge(Run),
    BeginMerge(Vec<Run>),
    Purge(Run),
}

impl Store {
    /// One slice of keeping the index in order, in a transaction of its own of less than about 100 ms: takes in members that
    /// an import left, merges, or removes what was merged. Says whether more is to be done. For idle moments, and between
    /// the steps of an import.
    pub fn tend_search(&self) -> Result<bool, StoreError> {
        if next_work(&self.db)?.is_none() {
            return Ok(false);
        }
        let tx = Transaction::new_unchecked(&self.db, TransactionBehavior::Immediate)?;
        // Another console may have done it meanwhile.
        if let Some(work) = next_work(&tx)? {
            work.run(&tx)?;
        }
        tx.commit()?;
        Ok(true)
    }

    /// Makes the whole index again from the members' rows, inside the caller's transaction.
    pub fn rebuild_search(&self) -> Result<(), StoreError> {
        Work::StartAnew.run(&self.db)?;
        while let Some(work) = next_work(&self.db)? {
            work.run(&self.db)?;
        }
        Ok(())
    }
}

/// Takes members in where many wait, in the transaction that wrote some more. An import, which writes many, does it between
/// its steps instead.
pub(in crate::store) fn take_in_some(db: &Connection, new: i64) -> Result<(), StoreError> {
    let waiting = newest_member(db)? - mark(db, "through")?;
    if new < WORTH_A_RUN && waiting >= WORTH_WAITING { take_in(db, SLICE) } else { Ok(()) }
}

fn next_work(db: &Connection) -> Result<Option<Work>, StoreError> {
    let waiting = newest_member(db)? - mark(db, "through")?;
    if mark(db, "terms_version")? != TERMS_VERSION {
        return Ok(Some(Work::StartAnew));
    }
    let live = runs(db, RunState::Live)?;
    if waiting >= SLICE && live.len() < TOO_MANY_RUNS && free_runs(db)? > 1 {
        return Ok(Some(Work::TakeIn));
    }
    if let Some(target) = runs(db, RunState::Made)?.into_iter().next() {
        return Ok(Some(Work::Merge(target)));
    }
    if let Some(dead) = runs(db, RunState::Dead)?.into_iter().next() {
        return Ok(Some(Work::Purge(dead)));
    }
    if live.len() >= MANY_RUNS {
        return Ok(Some(Work::BeginMerge(small_ones(&live).to_vec())));
    }
    Ok((waiting >= WORTH_A_RUN).then_some(Work::TakeIn))
}

/// The newest runs, as far back as they are small beside all that follow.
fn small_ones(live: &[Run]) -> &[Run] {
    let mut after: i64 = live.iter().map(Run::members).sum();
    let fits = |run: &Run| {
        after -= run.members();
        run.members() <= GROWTH * after
    };
    let start = live.iter().position(fits).unwrap_or(live.len()).min(live.len().saturating_sub(2));
    &live[start..]
}

impl Work {
    fn run(self, db: &Connection) -> Result<(), StoreError> {
        match self {
            Self::TakeIn => take_in(db, SLICE),
            Self::Merge(target) => merge(db, &target),
            Self::BeginMerge(sources) => begin_merge(db, &sources),
            Self::Purge(dead) => purge(db, &dead),
            Self::StartAnew => {
                for state in [RunState::Live, RunState::Made] {
                    runs(db, state)?.iter().try_for_each(|run| set_state(db, run, RunState::Dead))?;
                }
                set_mark(db, "through", 0)?;
                set_mark(db, "terms_version", TERMS_VERSION)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::equal(&[10, 10, 10, 10], 0)]
    #[case::one_large(&[1_000, 10, 10, 10], 1)]
    #[case::grown(&[1_000, 400, 100, 10], 0)]
    #[case::steps(&[9_000, 800, 60, 5, 5], 3)]
    #[case::ever_smaller(&[9_000, 800, 60, 5], 2)]
    fn only_runs_that_are_small_beside_the_rest_are_merged(#[case] members: &[i64], #[case] from: usize) {
        let mut first = 1;
        let mut live = Vec::new();
        for (number, n) in (0..).zip(members) {
            live.push(Run { number, first, last: first + n - 1 });
            first += n;
        }
        assert_eq!(small_ones(&live), &live[from..]);
    }
}
