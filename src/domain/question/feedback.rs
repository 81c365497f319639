//! Questions about feedback, the cases it opens, and the scores it makes.

use crate::domain::day::Day;
use crate::domain::feedback::{Breakdown, FeedbackFilter, FeedbackRow};
use crate::domain::num::FactId;

/// Which feedback a list shows, and on which day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FeedbackListQuery {
    /// What is listed.
    pub filter: FeedbackFilter,
    /// A past day, as whose end the cases stand; `None`: now.
    pub as_of: Option<Day>,
    /// Only what members said who fit this filter; empty or `*`: everybody, and who is not known.
    pub base: String,
}

/// A list of feedback, newest first; open cases by what is due first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListFeedback {
    /// The list.
    pub list: FeedbackListQuery,
    /// The most rows that are wanted.
    pub limit: usize,
}

/// The first rows of a list of feedback.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FeedbackRows {
    /// The rows, in the order of the list.
    pub rows: Vec<FeedbackRow>,
    /// How many the whole list has.
    pub total: u64,
}

/// One feedback with its case and everything done on it; `None` where there is none, or was none yet on the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenCase {
    /// The number of the feedback.
    pub case: FactId,
    /// A past day; `None`: now.
    pub as_of: Option<Day>,
}

/// How many cases wait, now or at the end of a past day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountCases {
    /// The name whose own cases are counted as `mine`.
    pub owner: String,
    /// A past day, at whose end they are counted; `None`: now.
    pub as_of: Option<Day>,
    /// Only cases of members who fit this filter; `*`: all.
    pub base: String,
}

/// Numbers of open cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CaseCounts {
    /// All that are open.
    pub open: u64,
    /// Those past their due time.
    pub overdue: u64,
    /// Those of the owner asked about.
    pub mine: u64,
}

/// NPS, CSAT and CES of a period, whole and broken down, with another period beside it. By segment it is refused
/// (`ScoresWithheld`) where members are too few to be scored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoreFeedback {
    /// The first and the last day.
    pub days: (Day, Day),
    /// What the scores are broken down by.
    pub by: Option<Breakdown>,
    /// The first and the last day of the period to compare with.
    pub versus: Option<(Day, Day)>,
    /// Only responses of members who fit this filter; `*`: all.
    pub base: String,
}

/// The responses that a score counts, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListResponses {
    /// The first and the last day.
    pub days: (Day, Day),
    /// Only those of one line of a breakdown.
    pub group: Option<ResponseGroup>,
    /// Only those of members who fit this filter; `*`: all.
    pub base: String,
    /// The most rows that are wanted.
    pub limit: usize,
}

/// One line of a breakdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponseGroup {
    /// What the scores are broken down by.
    pub by: Breakdown,
    /// What the responses have in common; `None`: it is not known of them.
    pub value: Option<String>,
}
