//! The states of everybody on a day, one after the other.

use super::Store;
use super::columns::ScanWatch;
use super::error::StoreError;
use super::state::{STATE, StateRow, state_of};
use crate::domain::day::Day;
use crate::domain::fact::Status;
use crate::domain::fold::view::Snapshot;
use crate::domain::fold::{State, fold_untraced};
use crate::domain::num::MemberId;
use crate::domain::program::Programs;

/// Members between two looks at whether to stop.
const STEP: u64 = 500;

impl Store {
    /// Hands on the state of every member that is active or frozen, in the order of ids: on a day that is not past from the
    /// cached rows, else by folding each history up to it.
    pub fn each_snapshot(
        &self,
        (day, today): (Day, Day),
        programs: &Programs,
        watch: &mut dyn ScanWatch,
        mut take: impl FnMut(MemberId, Snapshot),
    ) -> Result<(), StoreError> {
        let mut statement = self.db.prepare_cached(&format!("SELECT {STATE} FROM state ORDER BY member"))?;
        let total = self.members()?;
        let mut rows = statement.query([])?;
        let mut done = 0_u64;
        while let Some(row) = rows.next()? {
            if done.is_multiple_of(STEP) {
                watch.progress(done, total);
                if watch.stop() {
                    return Err(StoreError::Interrupted);
                }
            }
            done += 1;
            let row = state_of(row)?;
            // Who was closed or merged by now may have counted on a past day.
            if day >= today && !counts(row.status) {
                continue;
            }
            let state = self.state_of_row(&row, (day, today), programs)?;
            if counts(state.status()) {
                take(row.member, state.snapshot(programs));
            }
        }
        Ok(())
    }

    fn state_of_row(&self, row: &StateRow, (day, today): (Day, Day), programs: &Programs) -> Result<State, StoreError> {
        let damaged = |told: &dyn std::fmt::Display| StoreError::Damaged(format!("member {}: {told}", row.member.0));
        let same_rules = row.program == programs.newest().number;
        match row.resume() {
            Some(mut state) if day >= today && same_rules && state.day() <= day => {
                state.advance_to(day, programs).map_err(|e| damaged(&e))?;
                Ok(state)
            }
            Some(_) | None => {
                let folded = fold_untraced(&self.history(row.member)?, programs, day);
                Ok(folded.map_err(|e| damaged(&e))?.0)
            }
        }
    }
}

fn counts(status: Status) -> bool {
    matches!(status, Status::Active | Status::Frozen)
}
