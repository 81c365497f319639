//! The alerts of a day: each rule's metric on every day since the rule holds, walked by the machine in `domain::alert`.

mod by_points;

use super::Desk;
use super::ask::{Asking, ScanWatch, Serve};
use super::error::DeskError;
use super::segments::{AsOfDay, BaseMembers};
use crate::analytics::proportion;
use crate::domain::alert::AlertMetric;
use crate::domain::alert_ack::AlertAck;
use crate::domain::alert_list::{ALERT, AlertList, AlertStanding, TOLD_DAYS, alert_of, newest_ack, walk};
use crate::domain::day::{Day, Instant};
use crate::domain::feedback::case::CaseFile;
use crate::domain::feedback::{Attitude, FeedbackFilter, Measure};
use crate::domain::program::Programs;
use crate::domain::question::ShowAlerts;
use crate::store::StoreError;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

/// The most days back that are walked.
const WALKED_DAYS: i64 = 400;
/// Days whose answers make the score of a day, and in which something must have come of a channel for it to be silent.
const WINDOW_DAYS: i64 = 90;

/// The days walked, first and last.
#[derive(Debug, Clone, Copy)]
struct WalkedDays {
    from: Day,
    to: Day,
    asked: AsOfDay,
    /// The end of the last day, now where it is today.
    end: Instant,
}

impl WalkedDays {
    fn each(self) -> impl Iterator<Item = Day> {
        (0..=self.to.0 - self.from.0).map(move |ahead| self.from.plus_days(ahead))
    }
}

impl Serve<ShowAlerts> for Desk {
    fn serve(&mut self, question: ShowAlerts, asking: Asking<'_>) -> Result<Box<AlertList>, DeskError> {
        let Asking { now, watch, .. } = asking;
        let asked = self.as_of_day(question.as_of, now)?;
        let programs = self.programs()?;
        let rules = &programs.at_end_of(asked.day).alerts;
        let zone = programs.zone();
        let end = if asked.day < asked.today { zone.end_of(asked.day) } else { now };
        if rules.is_empty() {
            let mut list = AlertList { day: asked.day, from: asked.day, ..AlertList::default() };
            list.acknowledge(self.alert_acks(end)?);
            return Ok(Box::new(list));
        }
        let days = WalkedDays { from: first_day(&programs, asked.day), to: asked.day, asked, end };
        let mut known: HashMap<AlertMetric, Vec<Option<f64>>> = HashMap::new();
        let mut list = AlertList { day: asked.day, from: days.from, ..AlertList::default() };
        for rule in rules {
            if let Entry::Vacant(metric) = known.entry(rule.metric) {
                metric.insert(self.metric(rule.metric, days, now, &mut *watch)?);
            }
            let values = known.get(&rule.metric).map(Vec::as_slice).unwrap_or_default();
            let (machine, fired) = walk(rule, days.from, values);
            let is_told = |day: Day, resolved: Option<Day>| resolved.is_none() || asked.day.0 - day.0 < TOLD_DAYS;
            list.fired.extend(fired.into_iter().filter(|alert| is_told(alert.day, alert.resolved)));
            list.rules.push(AlertStanding {
                rule: rule.clone(),
                state: machine.state(),
                value: values.last().copied().flatten(),
                lit_since: machine.lit_since(),
            });
        }
        list.acknowledge(self.alert_acks(end)?);
        Ok(Box::new(list))
    }
}

/// The day from which on the rules hold, at most so many days back: a new version of the programme begins anew.
fn first_day(programs: &Programs, day: Day) -> Day {
    let zone = programs.zone();
    let version = programs.at(zone.end_of(day));
    let held = if version.from.0 == i64::MIN { Day(i64::MIN) } else { zone.day_of(version.from) };
    held.max(day.plus_days(1 - WALKED_DAYS)).min(day)
}

impl Desk {
    fn metric(
        &self,
        metric: AlertMetric,
        days: WalkedDays,
        now: Instant,
        watch: &mut dyn ScanWatch,
    ) -> Result<Vec<Option<f64>>, DeskError> {
        match metric {
            AlertMetric::ChurnMonth => self.churn_by_day(days, watch),
            AlertMetric::Nps90 => self.nps_by_day(days),
            AlertMetric::OverdueCases => self.overdue_by_day(days, now),
            AlertMetric::RedeemedHourMax => self.redeemed_by_day(days),
            AlertMetric::ChannelSilentDays => self.silence_by_day(days),
            AlertMetric::Expiring30 => self.points_by_day(days, watch, by_points::expiring),
            AlertMetric::Deficits => self.points_by_day(days, watch, by_points::owing),
        }
    }

    /// What counts of each alert's acknowledgements up to an instant.
    fn alert_acks(&self, until: Instant) -> Result<Vec<(String, Day, AlertAck)>, DeskError> {
        Ok(self.store.read(|store| {
            let mut acks = Vec::new();
            for (key, events) in store.desk_keys(ALERT, until)? {
                let (Some((code, day)), Some((event, content))) = (alert_of(&key), newest_ack(&events)) else {
                    continue;
                };
                let Some((op, _)) = store.operation_at(event.op)? else { continue };
                let note = store.desk_text(event.id)?;
                let ack = AlertAck { op: op.id, at: event.at, content: content.clone(), note };
                acks.push((code.to_owned(), day, ack));
            }
            Ok::<_, StoreError>(acks)
        })?)
    }

    /// In percent, from the end of the month before to each day.
    fn churn_by_day(&self, days: WalkedDays, watch: &mut dyn ScanWatch) -> Result<Vec<Option<f64>>, DeskError> {
        let (bought, everybody) = (self.bought(days.asked.day, watch)?, BaseMembers::default());
        let of = |day: Day| -> Result<Option<f64>, DeskError> {
            if watch.stop() {
                return Err(StoreError::Interrupted.into());
            }
            let rate = self.churn_of(&bought, &everybody, day.start_of_month().plus_days(-1), day)?;
            Ok(rate.share().map(|share| 100.0 * share))
        };
        days.each().map(of).collect()
    }

    /// The upper end of the interval of the answers of the days before.
    fn nps_by_day(&self, days: WalkedDays) -> Result<Vec<Option<f64>>, DeskError> {
        let mut answers: BTreeMap<Day, [u64; 3]> = BTreeMap::new();
        self.store.read(|store| {
            store.each_answer(days.from.plus_days(1 - WINDOW_DAYS), days.to, |answer| {
                if answer.measure == Measure::Nps {
                    answers.entry(answer.day).or_default()[Attitude::of(answer.score) as usize] += 1;
                }
            })
        })?;
        let of = |day: Day| {
            let window = answers.range(day.plus_days(1 - WINDOW_DAYS)..=day);
            let sum = window.fold([0_u64; 3], |sum, (_, counts)| std::array::from_fn(|at| sum[at] + counts[at]));
            proportion::nps(sum[0], sum[1], sum[2]).map(|nps| nps.high)
        };
        Ok(days.each().map(of).collect())
    }

    fn overdue_by_day(&self, days: WalkedDays, now: Instant) -> Result<Vec<Option<f64>>, DeskError> {
        let zone = self.programs()?.zone();
        let mut overdue: BTreeMap<Day, u32> = BTreeMap::new();
        self.store.read(|store| {
            for open in [true, false] {
                let filter = FeedbackFilter { open_cases: Some(open), ..FeedbackFilter::default() };
                for row in store.feedback(&filter, None, usize::MAX)?.0 {
                    let Some(file) = store.case_file(row.id)? else { continue };
                    let first = zone.day_of(file.opened.at).max(days.from);
                    for ahead in 0..=days.to.0 - first.0 {
                        let day = first.plus_days(ahead);
                        let end = if day == days.asked.today { now } else { zone.end_of(day) };
                        if is_overdue(&file, end) {
                            *overdue.entry(day).or_default() += 1;
                        }
                    }
                }
            }
            Ok::<_, StoreError>(())
        })?;
        Ok(days.each().map(|day| Some(f64::from(overdue.get(&day).copied().unwrap_or(0)))).collect())
    }

    fn redeemed_by_day(&self, days: WalkedDays) -> Result<Vec<Option<f64>>, DeskError> {
        let zone = self.programs()?.zone();
        let hours = self.store.read(|store| store.redeemed_by_hour(zone.start_of(days.from), days.end, zone))?;
        Ok(days.each().map(|day| Some(number(hours.get(&day).copied().unwrap_or(0)))).collect())
    }

    fn silence_by_day(&self, days: WalkedDays) -> Result<Vec<Option<f64>>, DeskError> {
        let zone = self.programs()?.zone();
        let from = zone.start_of(days.from.plus_days(-WINDOW_DAYS));
        let channels = self.store.read(|store| {
            let mut seen = store.sale_days_by_channel(from, days.end, zone)?;
            let since = days.from.plus_days(-WINDOW_DAYS);
            for (channel, mut days) in store.interaction_days_by_channel(since, days.to)? {
                seen.entry(channel).or_default().append(&mut days);
            }
            Ok::<_, StoreError>(seen)
        })?;
        let of = |day: Day| {
            let last = channels.values().filter_map(|seen| seen.range(day.plus_days(-WINDOW_DAYS)..=day).next_back());
            last.map(|last| day.0 - last.0).max().map(number)
        };
        Ok(days.each().map(of).collect())
    }
}

/// Whether a case was overdue at an instant, by what was recorded up to it.
fn is_overdue(file: &CaseFile, at: Instant) -> bool {
    let later = file.later.iter().filter(|event| event.at <= at).cloned().collect();
    let then = CaseFile { opened: file.opened.clone(), later };
    then.row().is_some_and(|row| row.is_overdue(at))
}

#[expect(clippy::cast_precision_loss, reason = "points and days stay below 10^12")]
fn number(n: i64) -> f64 {
    n as f64
}
