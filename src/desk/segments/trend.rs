//! What takes everybody's purchase days: the months behind, churn, cohorts.

use super::Watch;
use crate::analytics::cohort::{Counts, churn};
use crate::analytics::proportion::wilson;
use crate::desk::Desk;
use crate::desk::error::DeskError;
use crate::domain::browse::{Cohort, Cohorts, Month, Trend};
use crate::domain::day::{Day, Instant};
use crate::domain::num::Money;
use crate::domain::rate::Rate;
use crate::store::columns::Bought;
use chrono::Datelike;
use std::collections::{BTreeMap, HashMap};

/// Months a trend goes back.
const MONTHS: i32 = 12;

/// Days that yearly churn looks at.
const YEAR: i64 = 365;

/// Everybody's days as the counting takes them.
struct Counted {
    members: Vec<Vec<(i64, i32)>>,
    counts: Counts,
    spend: BTreeMap<i32, i64>,
}

impl Desk {
    /// The last 12 months and yearly churn, as of a day. One scan of the purchase history: a job.
    pub fn trend(&self, as_of: Option<Day>, now: Instant, watch: &mut dyn Watch) -> Result<Trend, DeskError> {
        let asked = self.asked(as_of, now)?;
        let bought = self.bought(asked.day, watch)?;
        let counted = counted(&bought);
        let this = month_of(asked.day);
        let months = (this - MONTHS + 1..=this).map(|month| {
            let activity = counted.counts.months.get(&month).copied().unwrap_or_default();
            Month {
                year: month.div_euclid(12),
                month: month.rem_euclid(12).unsigned_abs() + 1,
                active: activity.active,
                first: activity.first,
                churned: activity.churned,
                net_spend: Money(counted.spend.get(&month).copied().unwrap_or(0)),
            }
        });
        let churn = self.churn_of(&bought, &counted, asked.day.plus_days(-YEAR), asked.day)?;
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

    /// Churn over a period: not lapsed at the end of its first day and lapsed at the end of its last, of those not lapsed at
    /// the first.
    pub fn churn(&self, from: Day, to: Day, now: Instant, watch: &mut dyn Watch) -> Result<Rate, DeskError> {
        let to = self.asked(Some(to), now)?.day;
        let bought = self.bought(to, watch)?;
        self.churn_of(&bought, &counted(&bought), from, to)
    }

    fn churn_of(&self, bought: &Bought, counted: &Counted, from: Day, to: Day) -> Result<Rate, DeskError> {
        let lapsing = self.windows_of(bought, to)?.lapsing_days;
        Ok(churn(counted.members.iter().map(Vec::as_slice), from.0, to.0, lapsing))
    }

    /// Retention by month of the first purchase.
    pub fn cohorts(&self, as_of: Option<Day>, now: Instant, watch: &mut dyn Watch) -> Result<Cohorts, DeskError> {
        let asked = self.asked(as_of, now)?;
        let counted = counted(&*self.bought(asked.day, watch)?);
        let this = month_of(asked.day);
        let rows = counted.counts.cohorts.iter().map(|(first, since)| Cohort {
            year: first.div_euclid(12),
            month: first.rem_euclid(12).unsigned_abs() + 1,
            n: since.get(&0).copied().unwrap_or(0),
            active: (0..=this - first).map(|k| since.get(&k).copied().unwrap_or(0)).collect(),
        });
        Ok(Cohorts { as_of: asked.day, rows: rows.collect() })
    }
}

fn counted(bought: &Bought) -> Counted {
    let mut out = Counted { members: Vec::new(), counts: Counts::default(), spend: BTreeMap::new() };
    let mut months: HashMap<i32, i32> = HashMap::new();
    for at in (0..bought.members.len()).filter(|at| bought.counts(*at)) {
        let mut days = Vec::new();
        for day in bought.of(at) {
            let month = *months.entry(day.day).or_insert_with(|| month_of(Day(i64::from(day.day))));
            let spend = out.spend.entry(month).or_default();
            *spend = spend.saturating_add(day.net);
            if day.orders > 0 {
                days.push((i64::from(day.day), month));
            }
        }
        out.counts.add(&days);
        if !days.is_empty() {
            out.members.push(days);
        }
    }
    out.counts.finish();
    out
}

/// Years × 12 + month − 1.
fn month_of(day: Day) -> i32 {
    let date = day.date();
    date.year() * 12 + i32::try_from(date.month0()).unwrap_or(0)
}
