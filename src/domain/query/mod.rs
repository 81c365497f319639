//! The filter language: one for the search box, for segments and for the command line.
//!
//! `tier:gold spend>1000 last<30d rfm:champions points>=5000 tag:vip -status:frozen 张` — fields with a value, a comparison, a
//! range (`100..500`) or a list (`gold,silver`), each negated by a leading `-`, and free words. A filter is a typed tree; it
//! never becomes SQL text.

mod complete;
mod lex;
mod parse;
mod problem;
#[cfg(test)]
mod tests;

pub use complete::complete;
pub use parse::{nearest, parse};
pub use problem::{Expected, FilterProblem, QueryError};

use super::day::Day;
use super::fact::Status;
use super::fold::view::LifecycleStage;
use super::segment::Segment;
use super::segment_views::SegmentState;
use serde::{Deserialize, Serialize};

/// What a filter asks: every condition and every word must fit.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Filter {
    pub conditions: Vec<Condition>,
    /// Free words, for the search over names and contacts.
    pub words: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// Members that do not fit are wanted.
    pub negated: bool,
    pub test: Predicate,
}

/// A question about one member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Predicate {
    /// The tier shown is one of these codes.
    Tier(Vec<String>),
    /// The status is one of these.
    Status(Vec<Status>),
    /// The segment is one of these.
    Segment(Vec<Segment>),
    /// The place in movement at the end of another day is one of these.
    Was(Vec<SegmentState>, Day),
    /// The lifecycle stage is one of these.
    Stage(Vec<LifecycleStage>),
    /// A number lies in a range, both ends included.
    Number(Number, Range),
    /// A day lies in a range, both ends included; an unknown day never does.
    Day(DayField, Range),
    /// Days since a day lie in a range; an unknown day never does.
    Ago(DayField, Range),
    /// The birthday falls on one of these.
    Birthday(Birthday),
    /// A word of a field equals one of these, whatever the case.
    Word(WordField, Vec<String>),
}

/// Numbers that can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Number {
    Points,
    Spend,
    Orders,
    R,
    F,
    M,
}

/// Days that can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DayField {
    /// Last day with an order.
    Last,
    /// First day with an order.
    First,
    /// The day the membership began.
    Joined,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum WordField {
    Tag,
    Store,
    Channel,
    Consent,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Birthday {
    /// In this month of the year, 1 to 12.
    Month(u32),
    /// On this month and day.
    On(u32, u32),
}

/// A range, both ends included; an end that is missing is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range {
    /// The smallest value that fits.
    pub from: Option<i64>,
    /// The largest value that fits.
    pub to: Option<i64>,
}

impl Range {
    /// Whether a value lies in it.
    ///
    /// ```
    /// use loyaltui::domain::query::Range;
    ///
    /// let at_least = Range { from: Some(1_000), to: None };
    /// assert!(at_least.holds(1_000) && !at_least.holds(999));
    /// ```
    pub fn holds(&self, value: i64) -> bool {
        self.from.is_none_or(|f| f <= value) && self.to.is_none_or(|t| value <= t)
    }
}

/// Where members come from, by the fields of a filter that ask for it. A name can be both.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KnownPlaces {
    /// The home stores of members.
    pub stores: Vec<String>,
    /// The channels through which members joined.
    pub channels: Vec<String>,
}

/// What the words of a filter are held against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vocabulary {
    /// What `store:` and `channel:` are completed from; a filter may name others.
    pub places: KnownPlaces,
    /// Tier codes, lowest first.
    pub tiers: Vec<String>,
    pub decimals: u32,
    /// The business day that `today` and `this-month` mean.
    pub today: Day,
}

/// The fields there are, with the values of those that have a fixed list.
pub(super) const FIELDS: [&str; 20] = [
    "tier", "status", "rfm", "segment", "stage", "points", "spend", "orders", "r", "f", "m", "last", "first", "joined",
    "birthday", "tag", "store", "channel", "consent", "was",
];
