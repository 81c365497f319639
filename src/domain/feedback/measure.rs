//! Scores over a period: which answers count, and by what they are told apart.

use super::{Attitude, Measure};
use crate::domain::day::{Day, Instant};
use crate::domain::enumeration::enumeration;
use crate::domain::num::{FactId, MemberId};
use crate::domain::rate::Interval;
use serde::{Deserialize, Serialize};

/// An answer that counts: it has a score and was not taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SurveyResponse<'a> {
    pub id: FactId,
    pub at: Instant,
    /// The business day of that.
    pub day: Day,
    /// Whom it is from; [`MemberId::NOBODY`]: from nobody we know.
    pub member: MemberId,
    pub measure: Measure,
    pub score: i64,
    pub topic: Option<&'a str>,
    pub channel: Option<&'a str>,
}

enumeration! {
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub enum Breakdown {
        /// The member's tier today.
        Tier => "tier",
        /// The member's segment on the last day of the period.
        Segment => "segment",
        /// The member's home store today.
        Store => "store",
        Channel => "channel",
        Topic => "topic",
        /// The month it was given in.
        Month => "month",
    }
}

/// Counts of answers to each measure, retracted ones left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ResponseCounts {
    /// NPS 9 and 10.
    pub promoters: u64,
    /// NPS 7 and 8.
    pub passives: u64,
    /// NPS 0 to 6.
    pub detractors: u64,
    pub csat: u64,
    /// Of these, 4 and 5.
    pub satisfied: u64,
    pub ces: u64,
    /// Sum of their scores.
    pub ces_sum: i64,
    /// Sum of the squares of their scores.
    pub ces_squares: i64,
}

impl ResponseCounts {
    /// Takes one more answer in.
    ///
    /// ```
    /// use loyaltui::domain::feedback::{Measure, ResponseCounts};
    ///
    /// let mut counts = ResponseCounts::default();
    /// for score in [10, 9, 7, 3] {
    ///     counts.count(Measure::Nps, score);
    /// }
    /// assert_eq!((counts.promoters, counts.passives, counts.detractors), (2, 1, 1));
    /// ```
    pub fn count(&mut self, measure: Measure, score: i64) {
        match (measure, Attitude::of(score)) {
            (Measure::Nps, Attitude::Promoter) => self.promoters += 1,
            (Measure::Nps, Attitude::Passive) => self.passives += 1,
            (Measure::Nps, Attitude::Detractor) => self.detractors += 1,
            (Measure::Csat, _) => {
                self.csat += 1;
                self.satisfied += u64::from(score >= 4);
            }
            (Measure::Ces, _) => {
                self.ces += 1;
                self.ces_sum += score;
                self.ces_squares += score * score;
            }
            (Measure::Comment, _) => {}
        }
    }

    pub fn n(&self) -> u64 {
        self.promoters + self.passives + self.detractors + self.csat + self.ces
    }
}

/// One line of a breakdown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScoreRow {
    /// What the answers have in common; `None` for all of them.
    pub value: Option<String>,
    pub answers: ResponseCounts,
    /// Net promoter score with its interval; `None` without an answer, or withheld (see `ScoreReport::withheld_below`).
    pub nps: Option<Interval>,
    /// Share of CSAT 4 and 5 with its interval.
    pub csat: Option<Interval>,
    /// Mean CES with its interval.
    pub ces: Option<Interval>,
}

/// Scores over a period, whole and broken down.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScoreReport {
    /// This day is the first one included.
    pub from: Day,
    /// This day is the last one included.
    pub to: Day,
    /// All answers.
    pub all: ScoreRow,
    pub by: Option<Breakdown>,
    /// One row a value, most answers first (months: oldest first; segments: best first).
    pub rows: Vec<ScoreRow>,
    /// Rows with fewer NPS answers than this show none (drivers: 30; 0 withholds nothing).
    pub withheld_below: u64,
    /// The same score over an earlier period, and the difference with its interval.
    pub versus: Option<PeriodComparison>,
}

/// A comparison with another period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PeriodComparison {
    /// First day of the other period.
    pub from: Day,
    /// This day is the last one included.
    pub to: Day,
    pub all: ScoreRow,
    /// This period's score minus the other's.
    pub difference: Option<Interval>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_score_is_counted_at_its_kind() {
        let mut answers = ResponseCounts::default();
        for measure in Measure::ALL {
            if let Some((low, high)) = measure.range() {
                for score in low..=high {
                    answers.count(measure, score);
                }
            }
        }
        assert_eq!((answers.promoters, answers.passives, answers.detractors), (2, 2, 7));
        assert_eq!((answers.csat, answers.satisfied), (5, 2));
        assert_eq!((answers.ces, answers.ces_sum, answers.ces_squares), (7, 28, 140));
        assert_eq!(answers.n(), 11 + 5 + 7);
    }
}
