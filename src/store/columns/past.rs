//! Columns as of a past day: from the purchase history, and tiers and points by a fold of everybody.

use super::super::Store;
use super::super::error::StoreError;
use super::{BoughtDay, Columns, MemberNumbers, NO_DAY, PurchaseDays, ScanWatch};
use crate::domain::day::Day;
use crate::domain::fold::{fold_untraced, stage_by_days};
use crate::domain::num::MemberId;
use crate::domain::program::{LifecycleRules, Programs};

/// Members folded between two looks at whether to stop.
const STEP: usize = 500;

impl Columns {
    /// Everybody by purchases alone, as of the day of `bought`. Tiers and points are left empty.
    pub fn of_bought(bought: &PurchaseDays, day: Day, programs: &Programs) -> Self {
        let rules = programs.at(programs.zone().end_of(day)).program.lifecycle;
        let mut columns = Self::with_capacity(bought.members.len());
        columns.day = day;
        columns.program = programs.newest().number;
        for (at, member) in bought.members.iter().enumerate() {
            let line = line_of(*member, bought.of(at), day, &rules);
            columns.push(&MemberNumbers { status: bought.status[at], ..line });
        }
        columns.tier.clear();
        columns.balance.clear();
        columns
    }
}

impl Columns {
    /// Finds everybody's stage anew by rules that the cached states were not made by. `bought` is of the same day.
    pub fn restage(&mut self, bought: &PurchaseDays, rules: &LifecycleRules) {
        let day = self.day;
        for (member, stage) in self.members.iter().zip(&mut self.stage) {
            let days = bought.place(MemberId(*member)).map_or(&[][..], |at| bought.of(at));
            *stage = line_of(*member, days, day, rules).stage;
        }
    }
}

fn line_of(member: i64, days: &[BoughtDay], today: Day, rules: &LifecycleRules) -> MemberNumbers {
    let mut line = MemberNumbers::blank(member);
    let mut before = None;
    for day in days {
        line.net_spend += day.net;
        if day.orders == 0 {
            continue;
        }
        line.orders += day.orders;
        line.days += 1;
        before = (line.last_on != NO_DAY).then_some(line.last_on);
        line.last_on = day.day;
        if line.first_on == NO_DAY {
            line.first_on = day.day;
        }
    }
    if line.first_on != NO_DAY {
        let day = |n: i32| Day(i64::from(n));
        line.stage = stage_by_days(today, day(line.first_on), day(line.last_on), before.map(day), rules);
    }
    line
}

impl Store {
    /// Fills in everybody's tier and points on the day of the columns: a real fold of every member.
    pub fn fold_columns(
        &self,
        columns: &mut Columns,
        programs: &Programs,
        watch: &mut dyn ScanWatch,
    ) -> Result<(), StoreError> {
        let program = &programs.newest().program;
        let total = columns.len();
        let (mut tiers, mut balances) = (Vec::with_capacity(total), Vec::with_capacity(total));
        for (done, member) in columns.members.iter().enumerate() {
            if done % STEP == 0 {
                watch.progress(done as u64, total as u64);
                if watch.stop() {
                    return Err(StoreError::Interrupted);
                }
            }
            let history = self.history(MemberId(*member))?;
            let (state, _) = fold_untraced(&history, programs, columns.day)
                .map_err(|e| StoreError::Damaged(format!("member {member}: {e}")))?;
            let snapshot = state.snapshot(programs);
            tiers.push(u8::try_from(program.tier_rank(&snapshot.tier.code)).unwrap_or(u8::MAX));
            balances.push(snapshot.points.balance.0);
        }
        (columns.tier, columns.balance) = (tiers, balances);
        Ok(())
    }
}
