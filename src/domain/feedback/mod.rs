//! What members say: scores, each with its own range, and the cases that unhappy ones open.

pub mod case;
mod measure;

pub use measure::{Breakdown, PeriodComparison, ResponseCounts, ScoreReport, ScoreRow, SurveyResponse};

use super::day::{Day, Instant};
use super::num::{FactId, MemberId, OpSeq};
use super::operation::OperationRow;
use crate::domain::enumeration::enumeration;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

enumeration! {
    /// What a score measures. A score belongs to its kind.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Measure {
        /// Would recommend us: 0 to 10.
        Nps = 1 => "nps",
        /// Satisfied: 1 to 5.
        Csat = 2 => "csat",
        /// How easy it was: 1 to 7.
        Ces = 3 => "ces",
        /// Words without a score.
        Comment = 4 => "comment",
    }
}

impl Measure {
    /// Lowest and highest score; `None` where there is none.
    pub fn range(self) -> Option<(i64, i64)> {
        match self {
            Self::Nps => Some((0, 10)),
            Self::Csat => Some((1, 5)),
            Self::Ces => Some((1, 7)),
            Self::Comment => None,
        }
    }
}

/// Whether an NPS answer promotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attitude {
    /// The score is 9 or 10.
    Promoter,
    /// The score is 7 or 8.
    Passive,
    /// The score is 0 to 6.
    Detractor,
}

impl Attitude {
    /// The attitude of an NPS score.
    ///
    /// ```
    /// use loyaltui::domain::feedback::Attitude;
    ///
    /// assert_eq!([6, 8, 9].map(Attitude::of), [Attitude::Detractor, Attitude::Passive, Attitude::Promoter]);
    /// ```
    pub fn of(score: i64) -> Self {
        match score {
            9.. => Self::Promoter,
            7 | 8 => Self::Passive,
            _ => Self::Detractor,
        }
    }
}

/// What feedback may be about.
pub const TOPICS: [&str; 6] = ["product", "service", "brand", "benefit", "points", "other"];

/// Why a case was closed; the second half are reasons to leave.
pub const CLOSE_REASONS: [&str; 11] = [
    "solved",
    "explained",
    "compensated",
    "unreachable",
    "other",
    "left_price",
    "left_quality",
    "left_service",
    "left_choice",
    "left_competitor",
    "left_moved",
];

enumeration! {
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub enum CaseState {
        /// Nobody has taken it up.
        Open = 1 => "open",
        InProgress = 2 => "in_progress",
        Resolved = 3 => "resolved",
        /// It was closed and is open again.
        Reopened = 4 => "reopened",
    }
}

impl CaseState {
    /// Whether a case may go from here to there. Staying is not going.
    ///
    /// ```
    /// use loyaltui::domain::feedback::CaseState::{InProgress, Open, Reopened, Resolved};
    ///
    /// assert!(Open.may_become(Resolved) && Resolved.may_become(Reopened));
    /// assert!(!Resolved.may_become(InProgress) && !Open.may_become(Open));
    /// ```
    pub fn may_become(self, next: Self) -> bool {
        match self {
            Self::Open | Self::Reopened => matches!(next, Self::InProgress | Self::Resolved),
            Self::InProgress => next == Self::Resolved,
            Self::Resolved => next == Self::Reopened,
        }
    }

    /// Whether it still waits for somebody.
    pub fn is_open(self) -> bool {
        self != Self::Resolved
    }
}

/// What was said, as it is logged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackContent {
    pub measure: Measure,
    /// The score; none for a comment.
    pub score: Option<i64>,
    /// One of [`TOPICS`].
    pub topic: Option<String>,
    pub channel: Option<String>,
    /// In the member's own words; at most 2,000 characters.
    pub text: Option<String>,
    /// Whether the member wants to hear back.
    pub follow_up: bool,
    /// The survey's own reference: the same one twice is the same answer.
    pub reference: Option<String>,
}

/// The longest text, in characters.
pub const TEXT_MAX: usize = 2_000;

impl FeedbackContent {
    /// Returns whether the score lies in its measure's range; a comment fits where it has none.
    ///
    /// ```
    /// use loyaltui::domain::feedback::{FeedbackContent, Measure};
    ///
    /// let answer = |measure, score| FeedbackContent {
    ///     measure, score, topic: None, channel: None, text: None, follow_up: false, reference: None,
    /// };
    /// assert!(answer(Measure::Nps, Some(10)).score_fits() && answer(Measure::Comment, None).score_fits());
    /// assert!(!answer(Measure::Csat, Some(0)).score_fits() && !answer(Measure::Ces, None).score_fits());
    /// ```
    pub fn score_fits(&self) -> bool {
        match (self.measure.range(), self.score) {
            (Some((low, high)), Some(score)) => (low..=high).contains(&score),
            (None, None) => true,
            _ => false,
        }
    }

    /// Whether it opens a case: a detractor, or a wish to hear back.
    ///
    /// ```
    /// use loyaltui::domain::feedback::{FeedbackContent, Measure};
    ///
    /// let nps = |score, follow_up| FeedbackContent {
    ///     measure: Measure::Nps, score: Some(score), topic: None, channel: None, text: None, follow_up, reference: None,
    /// };
    /// assert!(nps(6, false).opens_case() && nps(9, true).opens_case() && !nps(7, false).opens_case());
    /// ```
    pub fn opens_case(&self) -> bool {
        let detracts = self.measure == Measure::Nps && self.score.map(Attitude::of) == Some(Attitude::Detractor);
        detracts || self.follow_up
    }
}

/// A change of a case; what is `None` stays.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CaseChange {
    /// The state from here on.
    pub state: Option<CaseState>,
    /// Who works on it from here on.
    pub owner: Option<String>,
    pub due: Option<Instant>,
    pub reason: Option<String>,
}

/// One feedback as lists show it, with the case it opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackRow {
    /// Its number: the row of the event that logged it; the number of its case, too.
    pub id: FactId,
    /// The operation that logged it.
    pub op: Uuid,
    pub at: Instant,
    /// Whom it is from; `None`: from nobody we know.
    pub member: Option<MemberId>,
    pub member_no: Option<String>,
    pub member_name: Option<String>,
    /// What was said; the text is gone after an erasure.
    #[serde(rename = "said")]
    pub content: FeedbackContent,
    /// Whether it was taken back.
    pub retracted: bool,
    pub case: Option<CaseRow>,
}

/// A case as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseRow {
    pub state: CaseState,
    pub owner: Option<String>,
    pub due: Instant,
    pub reopened: i64,
    pub reason: Option<String>,
}

impl CaseRow {
    /// Returns whether it is still open after it was due.
    ///
    /// ```
    /// use loyaltui::domain::day::Instant;
    /// use loyaltui::domain::feedback::{CaseRow, CaseState};
    ///
    /// let case = |state| CaseRow { state, owner: None, due: Instant(1_000), reopened: 0, reason: None };
    /// assert!(case(CaseState::Open).is_overdue(Instant(1_001)) && !case(CaseState::Open).is_overdue(Instant(1_000)));
    /// assert!(!case(CaseState::Resolved).is_overdue(Instant(9_999)));
    /// ```
    pub fn is_overdue(&self, now: Instant) -> bool {
        self.state.is_open() && self.due < now
    }
}

/// One entry in a case's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseStep {
    pub op: Uuid,
    /// Its place in the journal.
    pub seq: OpSeq,
    pub at: Instant,
    pub operator: String,
    pub change: CaseChange,
    pub note: Option<String>,
}

/// The reference that a goodwill adjustment made from a case carries.
pub fn case_reference(case: FactId) -> String {
    format!("case-{}", case.0)
}

/// What to list. Every `None` asks for all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FeedbackFilter {
    pub member: Option<MemberId>,
    /// Only cases: open ones (true), resolved ones (false).
    pub open_cases: Option<bool>,
    /// Only cases past their due time, on a past day by the end of it.
    pub overdue: bool,
    pub owner: Option<String>,
    pub topic: Option<String>,
    pub measure: Option<Measure>,
    /// Logged on this day or later.
    pub from: Option<Day>,
    /// Logged on this day or earlier.
    pub to: Option<Day>,
}

/// A case and everything done on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// The feedback, with the case as it stands.
    pub feedback: FeedbackRow,
    /// Every change that counts, oldest first.
    pub steps: Vec<CaseStep>,
    /// Adjustments that carry its reference, newest first.
    pub adjustments: Vec<OperationRow>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::nps_low(Measure::Nps, Some(0), true)]
    #[case::nps_high(Measure::Nps, Some(10), true)]
    #[case::nps_over(Measure::Nps, Some(11), false)]
    #[case::csat_zero(Measure::Csat, Some(0), false)]
    #[case::csat_five(Measure::Csat, Some(5), true)]
    #[case::ces_seven(Measure::Ces, Some(7), true)]
    #[case::ces_eight(Measure::Ces, Some(8), false)]
    #[case::no_score(Measure::Nps, None, false)]
    #[case::comment(Measure::Comment, None, true)]
    #[case::scored_comment(Measure::Comment, Some(3), false)]
    fn a_score_belongs_to_its_kind(#[case] measure: Measure, #[case] score: Option<i64>, #[case] fits: bool) {
        assert_eq!(said(measure, score, false).score_fits(), fits);
    }

    #[rstest]
    #[case::detractor(Measure::Nps, Some(6), false, true)]
    #[case::passive(Measure::Nps, Some(7), false, false)]
    #[case::low_csat(Measure::Csat, Some(1), false, false)]
    #[case::wish(Measure::Comment, None, true, true)]
    fn what_opens_a_case(#[case] m: Measure, #[case] score: Option<i64>, #[case] wish: bool, #[case] opens: bool) {
        assert_eq!(said(m, score, wish).opens_case(), opens);
    }

    #[rstest]
    #[case(CaseState::Open, CaseState::InProgress, true)]
    #[case(CaseState::Open, CaseState::Resolved, true)]
    #[case(CaseState::InProgress, CaseState::Open, false)]
    #[case(CaseState::Resolved, CaseState::Reopened, true)]
    #[case(CaseState::Resolved, CaseState::Resolved, false)]
    #[case(CaseState::Reopened, CaseState::InProgress, true)]
    fn cases_go_forwards(#[case] from: CaseState, #[case] to: CaseState, #[case] may: bool) {
        assert_eq!(from.may_become(to), may);
    }

    fn said(measure: Measure, score: Option<i64>, follow_up: bool) -> FeedbackContent {
        FeedbackContent { measure, score, topic: None, channel: None, text: None, follow_up, reference: None }
    }
}
