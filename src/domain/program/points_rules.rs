//! How points are earned, how long they last, and what a refund does.

use crate::domain::day::Day;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PointsRules {
    /// Points per major unit of money, times 10^6.
    pub rate_e6: i64,
    /// Days after the purchase day before its points can be spent.
    pub pending_days: u32,
    pub expiry: Expiry,
}

/// When a credit ends, counted from its own day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expiry {
    /// It does not.
    Never,
    /// The same day n months on, or the last day of a shorter month.
    Months(u32),
    /// The last day of the month n months on.
    EndOfMonth(u32),
    /// 31 December n years on.
    EndOfYear(u32),
}

impl Expiry {
    /// Returns the last day on which a credit that is effective on `day` can be spent; `None` where it never expires.
    ///
    /// ```
    /// use loyaltui::domain::day::Day;
    /// use loyaltui::domain::program::Expiry;
    ///
    /// let last = |expiry: Expiry, day| expiry.last_day(Day::parse(day).unwrap()).map(|day| day.to_string());
    /// assert_eq!(last(Expiry::EndOfYear(1), "2026-03-01").as_deref(), Some("2027-12-31"));
    /// assert_eq!(last(Expiry::Months(12), "2028-02-29").as_deref(), Some("2029-02-28"));
    /// assert_eq!(last(Expiry::Never, "2026-03-01"), None);
    /// ```
    pub fn last_day(self, day: Day) -> Option<Day> {
        match self {
            Self::Never => None,
            Self::Months(n) => Some(day.plus_months(n)),
            Self::EndOfMonth(n) => Some(day.end_of_month(n)),
            Self::EndOfYear(n) => Some(day.end_of_year(n)),
        }
    }
}

/// What a refund does where the points are no longer there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundPolicy {
    /// The missing points become a deficit.
    Deficit,
    /// What the balance does not cover is waived.
    WithinBalance,
    /// Only what is still pending is taken; the rest is waived.
    PendingOnly,
}
