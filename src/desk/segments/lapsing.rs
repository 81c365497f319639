//! The lapsing window that everybody's gaps between purchase days set (`lifecycle.lapsing_days = "auto"`).
//!
//! The fold knows one member. What everybody together says is worked out here, as of the day asked about, and given to it as
//! a programme whose window is a number: one definition for lists, files, filters and rates. Cached states are made by the
//! number that stands in, and their stage is found anew by their days.

use super::as_of::AsOfDay;
use crate::analytics::cohort::PurchaseGaps;
use crate::desk::Desk;
use crate::desk::error::DeskError;
use crate::domain::day::{Day, Instant};
use crate::domain::fold::fold_untraced;
use crate::domain::fold::view::LifecycleStage;
use crate::domain::num::OpSeq;
use crate::domain::program::{LifecycleRules, Programs};
use crate::domain::read_models::MemberRow;
use crate::domain::segment::PooledGap;
use crate::store::StoreError;
use crate::store::columns::PurchaseDays;
use std::sync::Arc;

/// What everybody's gaps say by the end of a day; `None` where the programme names a number itself.
pub(super) fn pooled(bought: &PurchaseDays, day: Day, through: OpSeq, programs: &Programs) -> Option<PooledGap> {
    if !programs.at_end_of(day).lifecycle.lapsing_auto {
        return None;
    }
    let mut gaps = PurchaseGaps::default();
    for at in (0..bought.members.len()).filter(|at| bought.counts(*at)) {
        let mut last: Option<i32> = None;
        for day in bought.of(at).iter().filter(|day| day.orders > 0) {
            if let Some(last) = last {
                gaps.add(day.day.abs_diff(last));
            }
            last = Some(day.day);
        }
    }
    Some(PooledGap { as_of: day, through, n: gaps.n(), days: gaps.lapsing_window() })
}

impl Desk {
    /// Whether a view of today takes everybody's purchase days: for the lapsing window, or for scores of a window.
    pub(super) fn takes_days(&self, asked: AsOfDay) -> Result<bool, DeskError> {
        let programs = self.programs()?;
        let is_auto = programs.at_end_of(asked.day).lifecycle.lapsing_auto;
        Ok(asked.day == asked.today && (is_auto || programs.newest().program.rfm.window_days.is_some()))
    }

    /// The days that everybody's gaps say today, as far as they are known without a scan of many members.
    pub(in crate::desk) fn gap_on(&self, now: Instant) -> Result<Option<i64>, DeskError> {
        Ok(self.known_gap(self.as_of_day(None, now)?)?.and_then(|gap| gap.days))
    }

    /// The programme as one member's file on a day is folded by: with the lapsing window that is known.
    pub(in crate::desk) fn programs_on(&self, asked: AsOfDay) -> Result<Arc<Programs>, DeskError> {
        let programs = self.programs()?;
        let gap = self.known_gap(asked)?.and_then(|gap| gap.days);
        Ok(gap.map_or(programs.clone(), |days| Arc::new(programs.with_gap(days))))
    }

    /// Whether the lapsing window of a day is left to everybody's gaps.
    pub(super) fn is_auto(&self, day: Day) -> Result<bool, DeskError> {
        Ok(self.programs()?.at_end_of(day).lifecycle.lapsing_auto)
    }

    /// The stages of list rows, where the windows are not those that cached states were made by.
    pub(in crate::desk) fn restage(&self, rows: &mut [MemberRow], asked: AsOfDay) -> Result<(), DeskError> {
        if !self.is_auto(asked.day)? {
            return Ok(());
        }
        let programs = self.programs_on(asked)?;
        for row in rows.iter_mut().filter(|row| row.stage != LifecycleStage::Prospect) {
            let (state, _) = fold_untraced(&self.store.history(row.id)?, &programs, asked.day)
                .map_err(|e| StoreError::Damaged(format!("member {}: {e}", row.member_no)))?;
            row.stage = state.snapshot(&programs).lifecycle.stage;
        }
        Ok(())
    }

    /// The windows of a day exactly, from purchase days that are at hand.
    pub(in crate::desk) fn windows_of(&self, bought: &PurchaseDays, day: Day) -> Result<LifecycleRules, DeskError> {
        let programs = self.programs()?;
        let rules = programs.at_end_of(day).lifecycle;
        let gap = pooled(bought, day, OpSeq::default(), &programs).and_then(|gap| gap.days);
        Ok(gap.map_or(rules, |days| rules.with_gap(days)))
    }
}
