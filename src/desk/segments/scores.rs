//! Scores of everybody, by the programme's rule.

use crate::analytics::rfm::{cuts_of, ntile};
use crate::domain::day::Day;
use crate::domain::num::MemberId;
use crate::domain::program::RfmRules;
use crate::domain::segment::{RfmCuts, RfmScore, Segment, Ties, Withheld};
use crate::store::columns::{BoughtDay, Columns, NO_DAY, PurchaseDays};

/// Scores in columns; 0 where a member has none.
#[derive(Debug, Clone, Default)]
pub struct ScoreColumns {
    /// By the last day.
    pub r: Vec<u8>,
    /// By orders.
    pub f: Vec<u8>,
    /// By net spend.
    pub m: Vec<u8>,
}

/// What the scores rank: last day, orders and net spend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::desk) struct RfmValues {
    pub last_on: i64,
    pub orders: i64,
    pub net_spend: i64,
}

impl RfmValues {
    /// Of the days from one on; `None` without an order among them.
    pub fn since(from: Day, days: &[BoughtDay]) -> Option<Self> {
        let days = &days[days.partition_point(|day| i64::from(day.day) < from.0)..];
        let last = days.iter().rfind(|day| day.orders > 0)?;
        Some(Self {
            last_on: last.day.into(),
            orders: days.iter().map(|day| i64::from(day.orders)).sum(),
            net_spend: days.iter().map(|day| day.net).fold(0, i64::saturating_add),
        })
    }
}

impl ScoreColumns {
    /// Scores everybody who counts and has an order. Below the programme's least number nobody has a score, and the cut points
    /// are withheld.
    /// With a window (`rfm.window_days`) `bought` says what was bought in it.
    pub fn of(columns: &Columns, rules: RfmRules, bought: Option<&PurchaseDays>) -> (Self, Result<RfmCuts, Withheld>) {
        let window = rules.window_from(columns.day).zip(bought);
        let ranked = |at: usize| match window {
            None => Some(RfmValues {
                last_on: columns.last_on[at].into(),
                orders: columns.orders[at].into(),
                net_spend: columns.net_spend[at],
            }),
            Some((from, bought)) => {
                bought.place(MemberId(columns.members[at])).and_then(|at| RfmValues::since(from, bought.of(at)))
            }
        };
        let buyers = || (0..columns.len()).filter(|at| columns.counts(*at) && columns.last_on[*at] != NO_DAY);
        let (scored, ranked): (Vec<usize>, Vec<RfmValues>) = buyers().filter_map(|at| Some((at, ranked(at)?))).unzip();
        let mut all = Self { r: vec![0; columns.len()], f: vec![0; columns.len()], m: vec![0; columns.len()] };
        let n = scored.len() as u64;
        if n < rules.min_members {
            return (all, Err(Withheld { n, min: rules.min_members }));
        }
        let last: Vec<i64> = ranked.iter().map(|of| of.last_on).collect();
        let orders: Vec<i64> = ranked.iter().map(|of| of.orders).collect();
        let spend: Vec<i64> = ranked.iter().map(|of| of.net_spend).collect();
        let earlier = buyers().count() as u64 - n;
        let window_from = window.map(|(from, _)| from);
        let mut cuts = RfmCuts { as_of: columns.day, n, window_from, earlier, ..RfmCuts::default() };
        let three =
            [(&last, &mut all.r, &mut cuts.r), (&orders, &mut all.f, &mut cuts.f), (&spend, &mut all.m, &mut cuts.m)];
        for (values, column, cuts) in three {
            *cuts = cuts_of(values);
            match rules.ties {
                Ties::Together => {
                    for (at, value) in scored.iter().zip(values) {
                        column[*at] = cuts.score(*value);
                    }
                }
                Ties::Split => {
                    for (at, tile) in scored.iter().zip(ntile(values)) {
                        column[*at] = tile;
                    }
                }
            }
        }
        (all, Ok(cuts))
    }

    /// The scores of the member at a place.
    pub fn at(&self, at: usize) -> Option<RfmScore> {
        (self.r[at] > 0).then(|| RfmScore { r: self.r[at], f: self.f[at], m: self.m[at] })
    }

    /// The segment of the member at a place.
    pub fn segment(&self, at: usize) -> Option<Segment> {
        (self.r[at] > 0).then(|| Segment::of(self.r[at], self.f[at]))
    }
}
