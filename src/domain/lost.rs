//! Lost members: why they left, month by month, and whether care brings them back, against those who are left alone.

use super::day::{Day, Instant, Zone};
use super::experiment::Span;
use super::fact::{EventKind, History};
use super::fold::counting_events;
use super::num::{FactId, FileNumber};
use super::overview::months_to;
use super::rate::{Interval, Rate};
use std::collections::BTreeMap;

/// Days after which it is looked whether a lost member has bought again.
pub const WIN_BACK_DAYS: i64 = 90;
/// With fewer members in either group nothing is said.
pub const WIN_BACK_LEAST: u64 = 30;

/// A share with its interval at 95 %.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct LostShare {
    pub rate: Rate,
    pub interval: Option<Interval>,
}

/// The churn reasons of a month.
#[derive(Debug, Clone, PartialEq)]
pub struct ChurnMonth {
    /// Its first day.
    pub first: Day,
    /// Members whose reason was recorded in it.
    pub n: u64,
    /// Reasons by their codes, the most frequent first.
    pub reasons: Vec<(String, LostShare)>,
}

/// Of members who were lost and worth it, who has bought again since: those who are left alone beside all others.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct WinBack {
    /// The day on which they were lost; their purchases after it count.
    pub from: Day,
    /// Whether the programme leaves a share of the members alone (`care.holdout`).
    pub has_holdout: bool,
    pub held_out: LostShare,
    /// All who were not left alone, whether or not anybody reached them: so that the groups differ by chance alone.
    pub touched: LostShare,
    /// How many of them were contacted since.
    pub contacted: u64,
    /// The share of the touched less that of the held out, at 95 %; `None` where there are too few.
    pub difference: Option<Span>,
}

impl WinBack {
    /// Whether there are too few to say anything.
    pub fn is_too_few(&self) -> bool {
        self.held_out.rate.n < WIN_BACK_LEAST || self.touched.rate.n < WIN_BACK_LEAST
    }
}

/// What is told of lost members.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LostReport {
    pub day: Day,
    /// The months of a trend, the oldest first.
    pub months: Vec<ChurnMonth>,
    pub win_back: WinBack,
}

/// The reasons of each month of the trend that ends with a day. `recorded`: the reason of each member and its day; of a member with
/// several the newest one counts. `interval` answers the interval of a share.
///
/// ```
/// use loyaltui::domain::day::Day;
/// use loyaltui::domain::lost::churn_months;
///
/// let on = |day| Day::parse(day).unwrap();
/// let recorded = [(1, "price"), (2, "moved"), (3, "price")].map(|(member, reason)| (member, on("2026-11-05"), reason.to_owned()));
/// let months = churn_months(on("2026-11-22"), recorded, |_| None);
/// let last = months.last().unwrap();
/// let told: Vec<_> = last.reasons.iter().map(|(code, share)| (code.as_str(), share.rate.part, share.rate.n)).collect();
/// assert_eq!((last.n, told), (3, vec![("price", 2, 3), ("moved", 1, 3)]));
/// ```
pub fn churn_months(
    day: Day,
    recorded: impl IntoIterator<Item = (i64, Day, String)>,
    interval: impl Fn(Rate) -> Option<Interval>,
) -> Vec<ChurnMonth> {
    let newest: BTreeMap<i64, (Day, String)> = recorded
        .into_iter()
        .filter(|(_, on, _)| *on <= day)
        .map(|(member, on, reason)| (member, (on, reason)))
        .collect();
    let month = |(first, last): (Day, Day)| {
        let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
        for (_, reason) in newest.values().filter(|(on, _)| (first..=last).contains(on)) {
            *counts.entry(reason).or_default() += 1;
        }
        let n = counts.values().sum();
        let share = |(code, part): (&str, u64)| {
            let rate = Rate { part, n };
            (code.to_owned(), LostShare { rate, interval: interval(rate) })
        };
        let mut reasons: Vec<_> = counts.into_iter().map(share).collect();
        reasons.sort_by_key(|(_, share)| std::cmp::Reverse(share.rate.part));
        ChurnMonth { first, n, reasons }
    };
    months_to(day).into_iter().map(month).collect()
}

/// Why a member left, and the day on which that was recorded: the newest reason up to an instant that counts, of files that have
/// joined it, too.
pub fn churn_of(history: &History, until: Instant, own: FileNumber, zone: Zone) -> Option<(Day, String)> {
    let of_history = |history: &History| -> Vec<(Instant, FactId, String)> {
        let reasons = counting_events(history, until, own).filter_map(|event| {
            let EventKind::ChurnReason { reason } = &event.kind else { return None };
            Some((event.at, event.id, reason.clone()))
        });
        reasons.collect()
    };
    let joined = history.joined_at(until).flat_map(&of_history);
    let newest = of_history(history).into_iter().chain(joined).max_by_key(|(at, id, _)| (*at, id.joined(own)));
    newest.map(|(at, _, reason)| (zone.day_of(at), reason))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(day: &str) -> Day {
        Day::parse(day).unwrap()
    }

    #[test]
    fn of_a_member_the_newest_reason_counts_and_what_is_to_come_does_not() {
        let recorded = [
            (1, on("2026-10-05"), "price".to_owned()),
            (1, on("2026-11-05"), "moved".to_owned()),
            (2, on("2026-11-23"), "price".to_owned()),
            (3, on("2025-11-30"), "price".to_owned()),
        ];
        let months = churn_months(on("2026-11-22"), recorded, |_| None);
        assert_eq!(months.iter().map(|month| month.n).sum::<u64>(), 1);
        assert_eq!(months[11].reasons[0].0, "moved");
        assert_eq!(months[10].n, 0);
    }

    #[test]
    fn fewer_than_thirty_in_either_group_say_nothing() {
        let of = |n| LostShare { rate: Rate { part: 0, n }, interval: None };
        let told = |held_out, touched| WinBack { held_out: of(held_out), touched: of(touched), ..WinBack::default() };
        assert!(told(29, 300).is_too_few() && told(300, 29).is_too_few() && !told(30, 30).is_too_few());
    }
}
