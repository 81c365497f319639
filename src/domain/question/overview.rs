//! Questions about the state of the programme, and about whom to care for.

use crate::domain::day::Day;

/// The care list of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListCare {
    /// A day, past or to come; `None`: today.
    pub day: Option<Day>,
    /// Only members who fit this filter; `*`: all.
    pub base: String,
    /// The most rows that are wanted.
    pub limit: usize,
}

/// Of who joined in each week, the share with a second purchase day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShowActivation {
    /// Only members who fit this filter; `*`: all.
    pub base: String,
    /// A past day; `None`: today.
    pub as_of: Option<Day>,
}

/// Why lost members left, and who of them has bought again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShowLost {
    /// Only members who fit this filter; `*`: all.
    pub base: String,
    /// A past day; `None`: today.
    pub as_of: Option<Day>,
}

/// The figures of members, purchases and feedback.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShowOverview {
    /// Only members who fit this filter; `*`: all.
    pub base: String,
    /// A past day; `None`: today.
    pub as_of: Option<Day>,
}

/// The figures of points: every ledger is gone through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShowPoints {
    /// Only members who fit this filter; `*`: all.
    pub base: String,
    /// A past day; `None`: today.
    pub as_of: Option<Day>,
}

/// The alerts of the programme in force, walked through the days since it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShowAlerts {
    /// A past day; `None`: today.
    pub as_of: Option<Day>,
}
