//! What takes everybody's purchase days: the months behind, churn, cohorts.

use super::base::BaseMembers;
use crate::analytics::cohort::{Counts, churn, repeat_within};
use crate::analytics::proportion::wilson;
use crate::desk::Desk;
use crate::desk::ask::{Asking, Serve};
use crate::desk::error::DeskError;
use crate::domain::day::Day;
use crate::domain::num::Money;
use crate::domain::question::{ShowCohorts, ShowTrend};
use crate::domain::rate::Rate;
use crate::domain::segment_views::{CHURN_DAYS, Cohort, Cohorts, MonthBuyers, MonthTrend, REPEAT_WITHIN, Trend};
use crate::store::columns::{BoughtDay, PurchaseDays};
use chrono::Datelike;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Months a trend goes back.
const MONTHS: i32 = 12;

/// What one pass over everybody's days counts.
#[derive(Default)]
struct MonthlyCounts {
    counts: Counts,
    spend: BTreeMap<i32, i64>,
}

impl Serve<ShowTrend> for Desk {
    fn serve(&mut self, question: ShowTrend, asking: Asking<'_>) -> Result<Trend, DeskError> {
        let asked = self.as_of_day(question.as_of, asking.now)?;
        let base = self.base_members(&question.base, asked, asking.now, asking.watch)?;
        let bought = self.bought(asked.day, asking.watch)?;
        let counted = counted(&bought, &base);
        let this = month_of(asked.day);
        let months = (this - MONTHS + 1..=this).map(|month| {
            let activity = counted.counts.months.get(&month).copied().unwrap_or_default();
            MonthTrend {
                year: month.div_euclid(12),
                month: month.rem_euclid(12).unsigned_abs() + 1,
                active: activity.active,
                first: activity.first,
                churned: activity.churned,
                net_spend: Money(counted.spend.get(&month).copied().unwrap_or(0)),
            }
        });
        let churn = self.churn_of(&bought, &base, asked.day.plus_days(-CHURN_DAYS), asked.day)?;
        let repeat = counted.counts.repeat;
        let interval = |rate: Rate| wilson(rate.part, rate.n);
        Ok(Trend {
            as_of: asked.day,
            months: months.collect(),
            churn,
            churn_interval: interval(churn),
            repeat,
            repeat_interval: interval(repeat),
        })
    }
}

impl Desk {
    /// Churn over a period: not lapsed at the end of its first day and lapsed at the end of its last, of those not lapsed at
    /// the first.
    pub(in crate::desk) fn churn_of(
        &self,
        bought: &PurchaseDays,
        base: &BaseMembers,
        from: Day,
        to: Day,
    ) -> Result<Rate, DeskError> {
        let lapsing = self.windows_of(bought, to)?.lapsing_days;
        let members = counted_places(bought, base).map(|at| order_days(bought.of(at)));
        Ok(churn(members, from.0, to.0, lapsing))
    }
}

impl Serve<ShowCohorts> for Desk {
    fn serve(&mut self, question: ShowCohorts, asking: Asking<'_>) -> Result<Cohorts, DeskError> {
        let asked = self.as_of_day(question.as_of, asking.now)?;
        let base = self.base_members(&question.base, asked, asking.now, asking.watch)?;
        let bought = self.bought(asked.day, asking.watch)?;
        let counted = counted(&bought, &base);
        let this = month_of(asked.day);
        let firsts = || {
            counted_places(&bought, &base).filter_map(|at| {
                let mut days = order_days(bought.of(at));
                Some((days.next()?, days.next()))
            })
        };
        let within = |days: u32| (days, repeat_within(firsts(), asked.day.0, i64::from(days)));
        let orders = |at: usize| bought.of(at).iter().map(|day| u64::try_from(day.orders).unwrap_or(0)).sum::<u64>();
        let twice = counted_places(&bought, &base).filter(|at| orders(*at) > 1).count() as u64;
        let repeat = counted.counts.repeat;
        let rows = counted.counts.cohorts.iter().map(|(first, since)| Cohort {
            year: first.div_euclid(12),
            month: first.rem_euclid(12).unsigned_abs() + 1,
            n: since.get(&0).copied().unwrap_or(0),
            active: (0..=this - first).map(|k| since.get(&k).copied().unwrap_or(0)).collect(),
        });
        Ok(Cohorts {
            as_of: asked.day,
            rows: rows.collect(),
            months: months_of(&counted.counts),
            repeat,
            repeat_by_order: Rate { part: twice, n: repeat.n },
            repeat_within: REPEAT_WITHIN.map(within).into(),
        })
    }
}

/// Every month since the first purchase of all: a month without any counts too.
fn months_of(counts: &Counts) -> Vec<MonthBuyers> {
    let (Some(first), Some(last)) = (counts.months.keys().next(), counts.months.keys().next_back()) else {
        return Vec::new();
    };
    let one = |month: i32| {
        let activity = counts.months.get(&month).copied().unwrap_or_default();
        let before = counts.months.get(&(month - 1)).map_or(0, |activity| activity.active);
        MonthBuyers {
            year: month.div_euclid(12),
            month: month.rem_euclid(12).unsigned_abs() + 1,
            active: activity.active,
            first: activity.first,
            reactivated: activity.reactivated,
            retained: Rate { part: activity.retained, n: before },
            churned: Rate { part: before - activity.retained, n: before },
        }
    };
    (*first..=*last).map(one).collect()
}

/// Members that one thread counts at a time.
const STEP: usize = 10_000;

/// The places of the members that count and are meant.
fn counted_places<'a>(bought: &'a PurchaseDays, base: &'a BaseMembers) -> impl Iterator<Item = usize> + Clone + 'a {
    (0..bought.members.len()).filter(|at| bought.counts(*at) && base.holds(bought.members[*at]))
}

fn counted(bought: &PurchaseDays, base: &BaseMembers) -> MonthlyCounts {
    let all = || counted_places(bought, base).flat_map(|at| bought.of(at));
    let (first, last) = all().fold((i32::MAX, i32::MIN), |(first, last), d| (first.min(d.day), last.max(d.day)));
    let months: Vec<i32> = (first..=last).map(|day| month_of(Day(i64::from(day)))).collect();
    let month = |day: i32| usize::try_from(day - first).map_or(0, |at| months[at]);
    let places: Vec<usize> = counted_places(bought, base).collect();
    let parts = places.par_chunks(STEP).map(|places| {
        let (mut out, mut days) = (MonthlyCounts::default(), Vec::new());
        for at in places.iter().copied() {
            days.clear();
            for day in bought.of(at) {
                let month = month(day.day);
                let spend = out.spend.entry(month).or_default();
                *spend = spend.saturating_add(day.net);
                if day.orders > 0 {
                    days.push((i64::from(day.day), month));
                }
            }
            out.counts.add(&days);
        }
        out
    });
    let mut out = parts.reduce(MonthlyCounts::default, |mut sum, part| {
        sum.counts.merge(part.counts);
        for (month, net) in part.spend {
            let spend = sum.spend.entry(month).or_default();
            *spend = spend.saturating_add(net);
        }
        sum
    });
    out.counts.finish();
    out
}

/// Counts the business days that have an order.
fn order_days(days: &[BoughtDay]) -> impl Iterator<Item = i64> + Clone {
    days.iter().filter(|d| d.orders > 0).map(|d| i64::from(d.day))
}

/// Years × 12 + month − 1.
fn month_of(day: Day) -> i32 {
    let date = day.date();
    date.year() * 12 + i32::try_from(date.month0()).unwrap_or(0)
}
