//! The points of the month that a day lies in.

use super::day::Day;
use super::fold::view::{EntryKind, LedgerEntry, LotView};
use super::num::Points;
use serde::{Deserialize, Serialize};

/// What a member earned in the calendar month of a day, and what ends in the rest of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MonthPoints {
    /// Points not spent at the end of the day whose last day lies in the month.
    pub ends: Points,
    /// Points of the purchases of the month up to the day, bonuses included and before refunds.
    pub earned: Points,
}

impl MonthPoints {
    /// By the lines of the ledger up to a day and the lots that hold points at its end.
    pub fn of(entries: &[LedgerEntry], lots: &[LotView], day: Day) -> Self {
        let month = day.start_of_month()..=day.end_of_month(0);
        let is_earned = |entry: &&LedgerEntry| match entry.kind {
            EntryKind::Earn | EntryKind::Bonus => month.contains(&entry.day) && entry.day <= day,
            EntryKind::Opening
            | EntryKind::Redeem
            | EntryKind::RedeemReturn
            | EntryKind::Clawback
            | EntryKind::Adjust
            | EntryKind::Waive
            | EntryKind::Expire => false,
        };
        let ends = |lot: &&LotView| lot.expires_on.is_some_and(|last| last >= day && month.contains(&last));
        let sum = |points: &mut dyn Iterator<Item = Points>| Points(points.map(|points| points.0).sum());
        Self {
            ends: sum(&mut lots.iter().filter(ends).map(|lot| lot.open)),
            earned: sum(&mut entries.iter().filter(is_earned).map(|entry| entry.points)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::day::Instant;
    use crate::domain::num::{FactId, OpSeq};
    use rstest::rstest;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn line(kind: EntryKind, points: i64, on: &str) -> LedgerEntry {
        LedgerEntry {
            fact: FactId(1),
            op: OpSeq(1),
            kind,
            points: Points(points),
            at: Instant(0),
            day: day(on),
            balance_after: Points::ZERO,
            spendable_on: None,
            expires_on: None,
            lots: Vec::new(),
            reference: None,
            reverses: None,
        }
    }

    fn lot(open: i64, last: Option<&str>) -> LotView {
        let (fact, at, points, spendable_on) = (FactId(1), Instant(0), Points(1_000), day("2026-01-01"));
        LotView { fact, at, points, open: Points(open), spendable_on, expires_on: last.map(day) }
    }

    #[rstest]
    #[case::in_the_middle("2026-11-22", 300 + 20, 70 + 8)]
    #[case::on_the_last_day("2026-11-30", 300, 70 + 8 + 5)]
    #[case::in_another_month("2026-12-01", 1_000, 0)]
    fn a_month_is_that_of_the_day(#[case] on: &str, #[case] ends: i64, #[case] earned: i64) {
        let entries = [
            line(EntryKind::Earn, 400, "2026-10-31"),
            line(EntryKind::Earn, 70, "2026-11-01"),
            line(EntryKind::Bonus, 8, "2026-11-22"),
            line(EntryKind::Clawback, -70, "2026-11-22"),
            line(EntryKind::Adjust, 900, "2026-11-22"),
            line(EntryKind::Earn, 5, "2026-11-30"),
        ];
        let lots =
            [lot(300, Some("2026-11-30")), lot(20, Some("2026-11-22")), lot(1_000, Some("2026-12-31")), lot(7, None)];
        assert_eq!(
            MonthPoints::of(&entries, &lots, day(on)),
            MonthPoints { ends: Points(ends), earned: Points(earned) }
        );
    }
}
