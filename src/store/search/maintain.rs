//! Keeping the index: taking in new members, merging what they left, removing what has been merged.

use super::super::Store;
use super::super::error::StoreError;
use super::build::{NewRun, new_run};
use super::merge::{Slice, begin_merge, next_slice, purge};
use super::run::{Run, RunState, free_runs, mark, newest_member, runs, set_mark, set_state};
use crate::domain::terms::index::TERMS_VERSION;
use rusqlite::{Connection, Transaction, TransactionBehavior};

/// Members that one slice takes in at most. Fewer would mean more runs, and each run is merged at least once.
const SLICE: i64 = 16_384;

/// So many that wait are taken in before anything else: every search compares them one by one.
const MANY_WAITING: i64 = 1_024;

/// So many new members are worth a run of their own, in idle moments.
const WORTH_A_RUN: i64 = 64;

/// So many runs are merged in idle moments; each costs every look-up some microseconds.
const MANY_RUNS: usize = 8;

/// So many are merged while members come in great numbers, and so many even before those who wait are taken in.
const MANY_RUNS_BESIDE: usize = 16;
const TOO_MANY_RUNS: usize = 32;

/// So many, at most, are left by a merge in an idle moment.
const FEW_RUNS: usize = 6;

/// A run is merged with those after it if these cover so many times its members. So each member is merged again only when
/// the index has grown by a good part.
const GROWTH: i64 = 2;

/// The same while members come in great numbers.
const GROWTH_BESIDE: i64 = 8;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlicePace {
    /// Nothing else is to be done: everything is taken in, and as few runs are left as is worth it.
    Idle,
    /// More members are coming: they are taken in as they come, and only too many runs are merged.
    Beside,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum IndexTask {
    StartAnew,
    TakeIn,
    Merge(Run),
    BeginMerge(Vec<Run>),
    Purge(Run),
}

/// A slice of keeping the index in order, made before anybody is held up and ready to be written.
pub struct IndexUpdate(PreparedUpdate);

/// What is to be done, with what is written for it.
enum PreparedUpdate {
    StartAnew,
    NewRun(NewRun),
    Slice(Slice),
    BeginMerge(Vec<Run>),
    Purge(Run),
}

impl IndexUpdate {
    pub fn parts(&self) -> usize {
        match &self.0 {
            PreparedUpdate::Slice(slice) => slice.parts(),
            PreparedUpdate::StartAnew
            | PreparedUpdate::NewRun(_)
            | PreparedUpdate::BeginMerge(_)
            | PreparedUpdate::Purge(_) => 1,
        }
    }
}

impl Store {
    /// One slice of keeping the index in order: takes in members that an import left, merges, or removes what was merged.
    /// Says whether more is to be done. For idle moments.
    pub fn maintain_search(&self) -> Result<bool, StoreError> {
        let Some(slice) = self.next_tending(SlicePace::Idle)? else { return Ok(false) };
        for part in 0..slice.parts() {
            if !self.write_tending(&slice, part)? {
                break;
            }
        }
        Ok(true)
    }

    /// Makes the next slice of keeping the index in order; `None` where nothing is to be done. Holds nobody up.
    pub fn next_tending(&self, pace: SlicePace) -> Result<Option<IndexUpdate>, StoreError> {
        if self.is_read_only() {
            return Ok(None);
        }
        self.read(|store| {
            let Some(work) = next_work(&store.db, pace)? else { return Ok(None) };
            Ok(work.ready(&store.db)?.map(IndexUpdate))
        })
    }

    /// Writes a part of a slice, the first being 0, in a transaction of its own: some hundreds of pages, about 20 ms. `false`
    /// where another console has done it meanwhile, or changed what it was made of: then the slice is to be dropped.
    pub fn write_tending(&self, slice: &IndexUpdate, part: usize) -> Result<bool, StoreError> {
        let tx = Transaction::new_unchecked(&self.db, TransactionBehavior::Immediate)?;
        let written = slice.0.write(&tx, part)?;
        tx.commit()?;
        Ok(written)
    }

    /// Makes the whole index again from the members' rows, inside the caller's transaction.
    pub fn rebuild_search(&self) -> Result<(), StoreError> {
        // Also where none of its numbers is left.
        self.db.execute(
            "INSERT OR IGNORE INTO search_mark VALUES ('through', 0), ('terms_version', 0), ('merged', 0)",
            [],
        )?;
        set_mark(&self.db, "terms_version", 0)?;
        while let Some(slice) = self.next_tending(SlicePace::Idle)? {
            (0..slice.parts()).try_for_each(|part| slice.0.write(&self.db, part).map(drop))?;
        }
        Ok(())
    }
}

/// Takes members in where many wait, in the transaction that wrote some more: where commands enrol one member after the
/// other, nobody may ever be idle. An import, which writes many, does it between its steps instead.
pub(in crate::store) fn take_in_some(db: &Connection, new: i64) -> Result<(), StoreError> {
    let waiting = newest_member(db)? - mark(db, "through")?;
    if new < WORTH_A_RUN && waiting >= MANY_WAITING { take_in(db, MANY_WAITING) } else { Ok(()) }
}

/// Takes so many members in, at most, in the caller's transaction.
pub(super) fn take_in(db: &Connection, most: i64) -> Result<(), StoreError> {
    if let Some(run) = new_run(db, most)? {
        run.write(db)?;
    }
    Ok(())
}

fn next_work(db: &Connection, pace: SlicePace) -> Result<Option<IndexTask>, StoreError> {
    let waiting = newest_member(db)? - mark(db, "through")?;
    if mark(db, "terms_version")? != TERMS_VERSION {
        return Ok(Some(IndexTask::StartAnew));
    }
    let (most_runs, many_waiting, least_waiting) = match pace {
        SlicePace::Idle => (MANY_RUNS, MANY_WAITING, WORTH_A_RUN),
        SlicePace::Beside => (MANY_RUNS_BESIDE, SLICE, SLICE),
    };
    let live = runs(db, RunState::Live)?;
    if waiting >= many_waiting && live.len() < TOO_MANY_RUNS && free_runs(db)? > 1 {
        return Ok(Some(IndexTask::TakeIn));
    }
    if let Some(target) = runs(db, RunState::Made)?.into_iter().next() {
        return Ok(Some(IndexTask::Merge(target)));
    }
    if let Some(dead) = runs(db, RunState::Dead)?.into_iter().next() {
        return Ok(Some(IndexTask::Purge(dead)));
    }
    if live.len() >= most_runs {
        return Ok(Some(IndexTask::BeginMerge(to_merge(&live, pace).to_vec())));
    }
    Ok((waiting >= least_waiting).then_some(IndexTask::TakeIn))
}

/// Which of the newest runs are made into one. None is that would not at least be tripled by it, where that leaves a choice.
fn to_merge(live: &[Run], pace: SlicePace) -> &[Run] {
    let after = |start: usize| live[start + 1..].iter().map(Run::members).sum::<i64>();
    let grows = |start: &usize, times: i64| times * live[*start].members() <= after(*start);
    let last = live.len().saturating_sub(1);
    let start = match pace {
        // More are coming: runs of one size, once in their time.
        SlicePace::Beside => (0..last).find(|start| grows(start, GROWTH_BESIDE)),
        // As few as leaves room for some more.
        SlicePace::Idle => (0..last.min(FEW_RUNS)).rev().find(|start| grows(start, GROWTH)),
    };
    let start = start.or_else(|| (0..last).find(|start| grows(start, GROWTH)));
    &live[start.unwrap_or(last.saturating_sub(1))..]
}

impl IndexTask {
    /// Makes what is to be written.
    fn ready(self, db: &Connection) -> Result<Option<PreparedUpdate>, StoreError> {
        Ok(match self {
            Self::TakeIn => new_run(db, SLICE)?.map(PreparedUpdate::NewRun),
            Self::Merge(target) => Some(PreparedUpdate::Slice(next_slice(db, &target)?)),
            Self::StartAnew => Some(PreparedUpdate::StartAnew),
            Self::BeginMerge(sources) => Some(PreparedUpdate::BeginMerge(sources)),
            Self::Purge(dead) => Some(PreparedUpdate::Purge(dead)),
        })
    }
}

impl PreparedUpdate {
    /// Writes a part; `false` where it does not fit the file any more.
    fn write(&self, db: &Connection, part: usize) -> Result<bool, StoreError> {
        match self {
            Self::NewRun(run) => run.write(db),
            Self::Slice(slice) => slice.write(db, part),
            Self::BeginMerge(sources) => {
                let live = runs(db, RunState::Live)?;
                let fits = runs(db, RunState::Made)?.is_empty() && sources.iter().all(|run| live.contains(run));
                if fits {
                    begin_merge(db, sources)?;
                }
                Ok(fits)
            }
            Self::Purge(dead) => {
                let fits = runs(db, RunState::Dead)?.contains(dead);
                if fits {
                    purge(db, dead)?;
                }
                Ok(fits)
            }
            Self::StartAnew => {
                let fits = mark(db, "terms_version")? != TERMS_VERSION;
                if fits {
                    start_anew(db)?;
                }
                Ok(fits)
            }
        }
    }
}

fn start_anew(db: &Connection) -> Result<(), StoreError> {
    for state in [RunState::Live, RunState::Made] {
        runs(db, state)?.iter().try_for_each(|run| set_state(db, run, RunState::Dead))?;
    }
    set_mark(db, "through", 0)?;
    set_mark(db, "terms_version", TERMS_VERSION)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::equal(&[10, 10, 10, 10], 1)]
    #[case::one_large(&[1_000, 10, 10, 10], 1)]
    #[case::steps(&[9_000, 800, 60, 5, 5, 5, 5, 5], 5)]
    #[case::a_large_one_among_the_newest(&[9_000, 800, 60, 5, 5, 800, 5, 5], 4)]
    #[case::ever_smaller(&[9_000, 800, 60, 5], 2)]
    fn in_idle_moments_the_newest_runs_are_merged(#[case] members: &[i64], #[case] from: usize) {
        assert_eq!(merged(members, SlicePace::Idle), from);
    }

    #[rstest]
    #[case::all_new(&[4; 32], 0)]
    #[case::new_ones_behind_a_merged_one(&[128, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4], 1)]
    #[case::merged_ones(&[128, 128, 128, 128, 128, 128, 128, 128, 128, 4, 4], 0)]
    #[case::no_choice(&[128, 64], 0)]
    fn beside_an_import_runs_of_one_size_are_merged(#[case] members: &[i64], #[case] from: usize) {
        assert_eq!(merged(members, SlicePace::Beside), from);
    }

    /// The first run that is merged.
    fn merged(members: &[i64], pace: SlicePace) -> usize {
        let mut first = 1;
        let mut live = Vec::new();
        for (number, n) in (0..).zip(members) {
            live.push(Run { number, first, last: first + n - 1 });
            first += n;
        }
        let merged = to_merge(&live, pace);
        assert_eq!(merged, &live[live.len() - merged.len()..], "up to the newest");
        live.len() - merged.len()
    }
}
