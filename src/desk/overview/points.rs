//! Figures of points: every ledger of the members that count is gone through.

use crate::desk::Desk;
use crate::desk::ask::{Asking, Serve};
use crate::desk::error::DeskError;
use crate::domain::fold::fold;
use crate::domain::num::MemberId;
use crate::domain::overview::PointsOverview;
use crate::domain::question::ShowPoints;
use crate::store::StoreError;

/// Members between two looks at whether to stop.
const STEP: usize = 200;

impl Serve<ShowPoints> for Desk {
    fn serve(&mut self, question: ShowPoints, asking: Asking<'_>) -> Result<Box<PointsOverview>, DeskError> {
        let Asking { now, watch, .. } = asking;
        let asked = self.as_of_day(question.as_of, now)?;
        let base = self.base_members(&question.base, asked, now, watch)?;
        let view = self.view(asked, false, watch)?;
        let programs = self.programs()?;
        let columns = &view.columns;
        let mut points = PointsOverview::begin(asked.day, columns.through);
        self.store.read(|store| {
            for at in 0..columns.len() {
                if at.is_multiple_of(STEP) {
                    watch.progress(at as u64, columns.len() as u64);
                    if watch.stop() {
                        return Err(StoreError::Interrupted);
                    }
                }
                let member = MemberId(columns.members[at]);
                if !columns.counts(at) || !base.holds(member.0) {
                    continue;
                }
                let folded = fold(&store.history(member)?, &programs, asked.day)
                    .map_err(|e| StoreError::Damaged(format!("member {}: {e}", member.0)))?;
                points.add(&folded.trace.entries, &folded.state.snapshot(&programs));
            }
            Ok(())
        })?;
        Ok(Box::new(points))
    }
}
