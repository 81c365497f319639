//! The points of the month: of one member for a row, of everybody for an order.

use super::ScanWatch;
use super::as_of::AsOfDay;
use super::view::ScoredMembers;
use crate::desk::Desk;
use crate::desk::error::DeskError;
use crate::domain::day::Day;
use crate::domain::fold::fold;
use crate::domain::month_points::MonthPoints;
use crate::domain::num::MemberId;
use crate::store::StoreError;
use std::sync::Arc;

/// Members between two looks at whether to stop.
const STEP: usize = 500;

impl Desk {
    /// What a member earned in the month of a day and what ends in it, by a fold of the whole history; nothing for one whose file goes on
    /// in another's, which has it all.
    pub(in crate::desk) fn month_points(&self, member: MemberId, day: Day) -> Result<MonthPoints, DeskError> {
        let programs = self.programs()?;
        let folded = fold(&self.store.history(member)?, &programs, day)
            .map_err(|e| StoreError::Damaged(format!("member {}: {e}", member.0)))?;
        if folded.state.merged_into().is_some() {
            return Ok(MonthPoints::default());
        }
        let lots = folded.state.snapshot(&programs).points.lots;
        Ok(MonthPoints::of(&folded.trace.entries, &lots, day))
    }

    /// The same of everybody in columns of a day. What has been worked out is kept until something is recorded.
    pub(super) fn months(
        &self,
        view: &ScoredMembers,
        asked: AsOfDay,
        watch: &mut dyn ScanWatch,
    ) -> Result<Arc<Vec<MonthPoints>>, DeskError> {
        let through = self.store.newest_seq()?;
        if let Some((seq, day, months)) = &*self.segments.months.borrow()
            && (*seq, *day) == (through, asked.day)
        {
            return Ok(Arc::clone(months));
        }
        let members = &view.columns.members;
        let mut months = Vec::with_capacity(members.len());
        for (done, member) in members.iter().enumerate() {
            if done % STEP == 0 {
                watch.progress(done as u64, members.len() as u64);
                if watch.stop() {
                    return Err(StoreError::Interrupted.into());
                }
            }
            months.push(self.month_points(MemberId(*member), asked.day)?);
        }
        let months = Arc::new(months);
        *self.segments.months.borrow_mut() = Some((through, asked.day, Arc::clone(&months)));
        Ok(months)
    }
}
