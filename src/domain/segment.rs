//! Segments: what recency and frequency together say of a member.

use super::day::Day;
use super::num::{Money, OpSeq};
use crate::domain::enumeration::enumeration;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ties {
    /// Equal values get equal scores.
    Together,
    /// `NTILE(5)` over (value, row): equal behaviour may be spread over scores. Offered because peers do it.
    Split,
}

/// For the scores 2, 3, 4 and 5 the smallest value that gets it; `None` where no value does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CutPoints(pub [Option<i64>; 4]);

impl CutPoints {
    /// Returns the score of a value, 1 to 5: one more than the number of cut points that it reaches.
    ///
    /// ```
    /// use loyaltui::domain::segment::CutPoints;
    ///
    /// let cuts = CutPoints([Some(2), Some(2), Some(3), None]);
    /// assert_eq!([1, 2, 3, 9].map(|orders| cuts.score(orders)), [1, 3, 4, 4]);
    /// ```
    pub fn score(&self, value: i64) -> u8 {
        1 + self.0.iter().map(|cut| u8::from(cut.is_some_and(|c| value >= c))).sum::<u8>()
    }
}

/// The cut points of all three columns, and whom they were made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RfmCuts {
    /// The end of this day is meant.
    pub as_of: Day,
    /// Members that were scored.
    pub n: u64,
    /// The first day whose purchases count; `None`: all of them.
    #[serde(default)]
    pub window_from: Option<Day>,
    /// Members who bought, but only before that day: they are not scored.
    #[serde(default)]
    pub earlier: u64,
    /// Of the last purchase day.
    pub r: CutPoints,
    /// Of the number of orders.
    pub f: CutPoints,
    /// Of net spend, in minor units.
    pub m: CutPoints,
}

impl RfmCuts {
    /// The scores of a member with an order.
    pub fn score(&self, last_on: Day, orders: i64, net_spend: Money) -> RfmScore {
        RfmScore { r: self.r.score(last_on.0), f: self.f.score(orders), m: self.m.score(net_spend.0) }
    }
}

/// R, F and M of one member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RfmScore {
    /// By the last purchase day, latest best.
    pub r: u8,
    /// By the number of orders.
    pub f: u8,
    /// By net spend.
    pub m: u8,
}

impl RfmScore {
    /// The segment: by R and F alone.
    pub fn segment(self) -> Segment {
        Segment::of(self.r, self.f)
    }
}

enumeration! {
    /// The segments, from R and F alone: a disjoint map of all 25 cells.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Segment {
        Champions => "champions",
        Loyal => "loyal",
        Potential => "potential",
        New => "new",
        Promising => "promising",
        NeedsAttention => "needs_attention",
        AboutToSleep => "about_to_sleep",
        AtRisk => "at_risk",
        CantLose => "cant_lose",
        Hibernating => "hibernating",
        Lost => "lost",
    }
}

impl Segment {
    /// Returns the segment of recency score `r` and frequency score `f`, each 1 to 5.
    ///
    /// ```
    /// use loyaltui::domain::segment::Segment;
    ///
    /// assert_eq!(Segment::of(5, 1), Segment::New);
    /// assert_eq!(Segment::of(2, 3), Segment::AtRisk);
    /// assert_eq!(Segment::of(1, 5), Segment::CantLose);
    /// ```
    pub fn of(r: u8, f: u8) -> Self {
        use Segment::{
            AboutToSleep, AtRisk, CantLose, Champions, Hibernating, Lost, Loyal, NeedsAttention, New, Potential,
            Promising,
        };
        match (r, f) {
            (5, 1) => New,
            (4, 1) => Promising,
            (5, 4..) => Champions,
            (4 | 5, 2 | 3) => Potential,
            (3 | 4, 4..) => Loyal,
            (3, 3) => NeedsAttention,
            (3, _) => AboutToSleep,
            (_, 5..) => CantLose,
            (_, 3 | 4) => AtRisk,
            (1, 1) => Lost,
            _ => Hibernating,
        }
    }
}

/// The gap between purchase days that four in five of everybody's do not exceed: the lapsing window under
/// `lifecycle.lapsing_days = "auto"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PooledGap {
    /// The end of this day is meant.
    pub as_of: Day,
    /// The newest operation then.
    pub through: OpSeq,
    /// Gaps there were.
    pub n: u64,
    /// Days; `None` where nobody has bought on two days.
    pub days: Option<i64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withheld {
    /// Members (or repeat buyers) there are.
    pub n: u64,
    pub min: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_is_in_the_printed_map() {
        let rows: Vec<String> =
            (1..=5_u8).rev().map(|r| (1..=5).map(|f| Segment::of(r, f).word()).collect::<Vec<_>>().join(" ")).collect();
        assert_eq!(
            rows,
            [
                "new potential potential champions champions",
                "promising potential potential loyal loyal",
                "about_to_sleep about_to_sleep needs_attention loyal loyal",
                "hibernating hibernating at_risk at_risk cant_lose",
                "lost hibernating at_risk at_risk cant_lose",
            ]
        );
    }
}
