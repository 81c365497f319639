//! Scores of everybody, by the programme's rule.

use crate::analytics::rfm::{cuts_of, ntile};
use crate::domain::program::RfmRules;
use crate::domain::segment::{RfmCuts, Score, Segment, Ties, Withheld};
use crate::store::columns::{Columns, NO_DAY};

/// Scores in columns; 0 where a member has none.
#[derive(Debug, Clone, Default)]
pub struct Scores {
    /// By the last day.
    pub r: Vec<u8>,
    /// By orders.
    pub f: Vec<u8>,
    /// By net spend.
    pub m: Vec<u8>,
}

impl Scores {
    /// Scores everybody who counts and has an order. Below the programme's least number nobody has a score, and the cut points
    /// are withheld.
    pub fn of(columns: &Columns, rules: RfmRules) -> (Self, Result<RfmCuts, Withheld>) {
        let scored: Vec<usize> =
            (0..columns.len()).filter(|at| columns.counts(*at) && columns.last_on[*at] != NO_DAY).collect();
        let mut all = Self { r: vec![0; columns.len()], f: vec![0; columns.len()], m: vec![0; columns.len()] };
        let n = scored.len() as u64;
        if n < rules.min_members {
            return (all, Err(Withheld { n, min: rules.min_members }));
        }
        let last: Vec<i64> = scored.iter().map(|at| i64::from(columns.last_on[*at])).collect();
        let orders: Vec<i64> = scored.iter().map(|at| i64::from(columns.orders[*at])).collect();
        let spend: Vec<i64> = scored.iter().map(|at| columns.net_spend[*at]).collect();
        let mut cuts = RfmCuts { as_of: columns.day, n, ..RfmCuts::default() };
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
    pub fn at(&self, at: usize) -> Option<Score> {
        (self.r[at] > 0).then(|| Score { r: self.r[at], f: self.f[at], m: self.m[at] })
    }

    /// The segment of the member at a place.
    pub fn segment(&self, at: usize) -> Option<Segment> {
        (self.r[at] > 0).then(|| Segment::of(self.r[at], self.f[at]))
    }
}
