//! What browsing segments answers: who the members are, who is slipping away, and what that is worth.

use super::day::Day;
use super::fold::view::LifecycleStage;
use super::num::Money;
use super::rate::{Interval, Rate};
use super::read_models::MemberRow;
use super::segment::{PooledGap, RfmCuts, RfmScore, Segment, Ties, Withheld};
use serde::{Deserialize, Serialize};

/// Days that yearly churn looks back.
pub const CHURN_DAYS: i64 = 365;

/// One cell of a map: members and what they are worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Cell {
    /// Members.
    pub n: u64,
    /// Their net spend.
    pub value: Money,
}

/// The Segments pane on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Board {
    /// The end of this day is meant.
    pub as_of: Day,
    /// Members that count: active and frozen.
    pub members: u64,
    pub ties: Ties,
    /// The cut points in force, or why there are none.
    pub cuts: Result<RfmCuts, Withheld>,
    /// What everybody's gaps say, where they set the lapsing window.
    pub gap: Option<PooledGap>,
    /// The lapsing window in force.
    pub lapsing_days: i64,
    /// `cells[r - 1][f - 1]`.
    pub cells: [[Cell; 5]; 5],
    /// Every segment in order of `Segment::ALL`.
    pub segments: Vec<(Segment, Cell)>,
    /// Every stage in order of `LifecycleStage::ALL`.
    pub stages: Vec<(LifecycleStage, u64)>,
    /// Tier codes, lowest first; empty on a past day that nobody has been folded for.
    pub tiers: Vec<(String, u64)>,
    /// Members with purchases on two days or more, of those with one or more.
    pub repeat: Rate,
    /// Churn of the 365 days that end on the day; of nobody until the trend has been worked out.
    pub churn: Rate,
    /// The last 12 months, oldest first; empty until the trend has been worked out.
    pub months: Vec<MonthTrend>,
    /// Saved filters with their counts.
    pub saved: Vec<SavedFilter>,
}

impl Board {
    /// Members of the map, in whose shares its cells and segments are given: within a scope these are fewer than the cut points
    /// were made of.
    pub fn scored(&self) -> u64 {
        self.cells.iter().flatten().map(|cell| cell.n).sum()
    }
}

/// The months behind a day, and the rates of the day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Trend {
    /// The end of this day is meant.
    pub as_of: Day,
    /// The last 12 months, oldest first; the last one may still run.
    pub months: Vec<MonthTrend>,
    /// Churn of the 365 days that end on the day.
    pub churn: Rate,
    /// Its Wilson interval; `None` of nobody.
    pub churn_interval: Option<Interval>,
    /// Members with purchases on two days or more, of those with one or more.
    pub repeat: Rate,
    /// Its Wilson interval; `None` of nobody.
    pub repeat_interval: Option<Interval>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MonthTrend {
    /// Calendar year.
    pub year: i32,
    /// Ranges from 1 to 12.
    pub month: u32,
    /// Counts the members who have a purchase.
    pub active: u64,
    /// Of these, with their first.
    pub first: u64,
    /// Bought last month and not this, of those who bought last month.
    pub churned: Rate,
    /// Money kept of the month's purchases.
    pub net_spend: Money,
}

/// A filter with a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedFilter {
    pub name: String,
    pub query: String,
    /// Members that fit; `None` where it can't be read any more (a tier that is gone).
    pub n: Option<u64>,
}

/// By what a list of members is sorted; ties by member number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SortBy {
    #[default]
    MemberNo,
    Name,
    Tier,
    Points,
    LastOn,
    FirstOn,
    Orders,
    NetSpend,
    Rfm,
    Segment,
    Stage,
    /// Points that end in the month.
    EndsMonth,
    /// Points that were earned in the month.
    EarnedMonth,
}

impl SortBy {
    /// Whether it is by points of the month, which are worked out for everybody then.
    pub fn is_of_month(self) -> bool {
        matches!(self, Self::EndsMonth | Self::EarnedMonth)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Sort {
    pub by: SortBy,
    /// Largest first.
    pub descending: bool,
}

/// One page of a segment's members.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MemberPage {
    pub rows: Vec<MemberRow>,
    /// Place of the first row, from 0.
    pub offset: u64,
    /// Members that fit, exactly.
    pub total: u64,
    /// Their net spend.
    pub value: Money,
}

/// Who went from where to where between two days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transitions {
    /// The earlier day.
    pub from: Day,
    /// The later day.
    pub to: Day,
    /// `counts[i][j]`: members in `SegmentState::ALL[i]` then and `SegmentState::ALL[j]` now. Without a window the last place is left out.
    pub counts: Vec<Vec<u64>>,
}

/// A row or column of the movement matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SegmentState {
    In(Segment),
    /// A member without a purchase.
    Prospect,
    /// Not a member that counts (not yet, closed, erased, merged).
    Outside,
    /// With a purchase, but none in the window that scores look at (`rfm.window_days`).
    Earlier,
}

impl SegmentState {
    /// Every place: the segments best first, then prospects, then outside, then who bought before the window only.
    pub const ALL: [Self; Segment::ALL.len() + 3] = {
        let mut all = [Self::Prospect; Segment::ALL.len() + 3];
        let mut at = 0;
        while at < Segment::ALL.len() {
            all[at] = Self::In(Segment::ALL[at]);
            at += 1;
        }
        all[Self::Outside.index()] = Self::Outside;
        all[Self::Earlier.index()] = Self::Earlier;
        all
    };

    /// How many of [`SegmentState::ALL`] there are without a window that scores look at.
    pub const UNWINDOWED: usize = Self::ALL.len() - 1;

    /// Where a member stands who has these scores and so many orders: without an order a prospect. `None` where scores are withheld,
    /// or where the orders lie before the window that scores look at.
    ///
    /// ```
    /// use loyaltui::domain::segment::{RfmScore, Segment};
    /// use loyaltui::domain::segment_views::SegmentState;
    ///
    /// assert_eq!(SegmentState::of(Some(RfmScore { r: 5, f: 1, m: 3 }), 1), Some(SegmentState::In(Segment::New)));
    /// assert_eq!((SegmentState::of(None, 0), SegmentState::of(None, 1)), (Some(SegmentState::Prospect), None));
    /// ```
    pub fn of(scores: Option<RfmScore>, orders: i64) -> Option<Self> {
        match scores {
            Some(scores) => Some(Self::In(scores.segment())),
            None => (orders == 0).then_some(Self::Prospect),
        }
    }

    /// Its place in [`SegmentState::ALL`].
    pub const fn index(self) -> usize {
        match self {
            Self::In(segment) => segment as usize,
            Self::Prospect => Segment::ALL.len(),
            Self::Outside => Segment::ALL.len() + 1,
            Self::Earlier => Segment::ALL.len() + 2,
        }
    }

    /// Its word in files and JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::In(segment) => segment.word(),
            Self::Prospect => "prospect",
            Self::Outside => "outside",
            Self::Earlier => "earlier",
        }
    }

    /// The place of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|place| place.word() == word)
    }
}

/// Cohorts by month of the first purchase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cohorts {
    /// The end of this day is meant.
    pub as_of: Day,
    /// Oldest first.
    pub rows: Vec<Cohort>,
    /// Every month since the first purchase of all, oldest first.
    pub months: Vec<MonthBuyers>,
    /// Members with purchases on two days or more, of those with one or more.
    pub repeat: Rate,
    /// Members with two orders or more, also of one day, of the same.
    pub repeat_by_order: Rate,
    /// Second purchase days within so many days of the first, of members whose first is as long ago or longer.
    pub repeat_within: Vec<(u32, Rate)>,
}

/// Days within which a second purchase day is looked for.
pub const REPEAT_WITHIN: [u32; 5] = [30, 60, 90, 180, 365];

/// Who bought in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MonthBuyers {
    /// Calendar year.
    pub year: i32,
    /// Ranges from 1 to 12.
    pub month: u32,
    /// Counts the members who have a purchase.
    pub active: u64,
    /// Of these, with their first.
    pub first: u64,
    /// Of these, neither new nor there the month before.
    pub reactivated: u64,
    /// There the month before too, of those there then.
    pub retained: Rate,
    /// There the month before and not now, of those there then.
    pub churned: Rate,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cohort {
    /// Calendar year of the first purchase.
    pub year: i32,
    /// Its month, 1 to 12.
    pub month: u32,
    /// Members.
    pub n: u64,
    /// Members active 0, 1, 2… months later, as far as months are over or running.
    pub active: Vec<u64>,
}
