//! Segments in words, and sentences for a filter that can't be read.

use super::Words;
use crate::domain::export::ExportWords;
use crate::domain::fact::Status;
use crate::domain::fold::view::LifecycleStage;
use crate::domain::num::grouped;
use crate::domain::program::Program;
use crate::domain::query::{Expected, FilterProblem, QueryError};
use crate::domain::segment::{CutPoints, PooledGap, RfmCuts, Segment, Ties};
use crate::domain::segment_views::SegmentState;
use crate::t;

impl Words {
    pub fn segment(self, segment: Segment) -> String {
        match segment {
            Segment::Champions => t!(self, "segment.champions"),
            Segment::Loyal => t!(self, "segment.loyal"),
            Segment::Potential => t!(self, "segment.potential"),
            Segment::New => t!(self, "segment.new"),
            Segment::Promising => t!(self, "segment.promising"),
            Segment::NeedsAttention => t!(self, "segment.needs_attention"),
            Segment::AboutToSleep => t!(self, "segment.about_to_sleep"),
            Segment::AtRisk => t!(self, "segment.at_risk"),
            Segment::CantLose => t!(self, "segment.cant_lose"),
            Segment::Hibernating => t!(self, "segment.hibernating"),
            Segment::Lost => t!(self, "segment.lost"),
        }
    }

    /// A row or column of the movement matrix.
    pub fn place(self, place: SegmentState) -> String {
        match place {
            SegmentState::In(segment) => self.segment(segment),
            SegmentState::Prospect => t!(self, "stage.prospect"),
            SegmentState::Outside => t!(self, "segment.outside"),
            SegmentState::Earlier => t!(self, "segment.earlier"),
        }
    }

    /// What stands for codes in a file for people.
    pub fn export_words(self, program: &Program) -> ExportWords {
        ExportWords {
            tiers: program.tiers.iter().map(|tier| (tier.code.clone(), self.tier(program, &tier.code))).collect(),
            places: SegmentState::ALL.map(|place| (place, self.place(place))).to_vec(),
            stages: LifecycleStage::ALL.map(|stage| (stage, self.stage(stage))).to_vec(),
            statuses: Status::ALL.map(|status| (status, self.status(status))).to_vec(),
        }
    }

    pub fn ties(self, ties: Ties) -> String {
        match ties {
            Ties::Together => t!(self, "segment.ties_together"),
            Ties::Split => t!(self, "segment.ties_split"),
        }
    }

    /// Which purchases the scores are of, where not all count.
    pub fn score_window(self, cuts: &RfmCuts) -> Option<String> {
        let n = grouped(i64::try_from(cuts.earlier).unwrap_or(i64::MAX));
        cuts.window_from.map(|from| t!(self, "segment.window", from = from, n = n))
    }

    /// How everybody's gaps set the lapsing window; `days`: the one in force.
    pub fn lapsing_auto(self, gap: Option<&PooledGap>, days: i64) -> String {
        let Some(gap) = gap else { return t!(self, "segment.lapsing_unknown", days = days) };
        let Some(pooled) = gap.days else {
            return t!(self, "segment.lapsing_none", day = gap.as_of, days = days);
        };
        let n = grouped(i64::try_from(gap.n).unwrap_or(i64::MAX));
        let text = t!(self, "segment.lapsing_auto", n = n, day = gap.as_of, gap = pooled);
        if pooled == days { text } else { format!("{text} {}", t!(self, "segment.lapsing_kept", days = days)) }
    }

    /// The values that get a score, in whole words: `2 to 4`, `≤ 1`, `≥ 2026-11-10`.
    pub fn score_range(self, cuts: &CutPoints, score: u8, tell: impl Fn(i64) -> String) -> String {
        let at = usize::from(score);
        let from = at.checked_sub(2).and_then(|k| cuts.0.get(k).copied());
        let to = cuts.0.iter().skip(at.saturating_sub(1)).flatten().next().map(|next| next - 1);
        match (from, to) {
            (Some(None), _) => t!(self, "segment.no_value"),
            // The next score begins at the same value.
            (Some(Some(from)), Some(to)) if from > to => t!(self, "segment.no_value"),
            (Some(Some(from)), Some(to)) if from == to => tell(from),
            (Some(Some(from)), Some(to)) => t!(self, "segment.range_between", from = tell(from), to = tell(to)),
            (None, Some(to)) => t!(self, "segment.range_to", to = tell(to)),
            (Some(Some(from)), None) => t!(self, "segment.range_from", from = tell(from)),
            (None, None) => t!(self, "segment.range_any"),
        }
    }

    /// What is wrong with a filter, and at which column.
    pub fn query_error(self, error: &QueryError) -> String {
        t!(self, "query.at_column", column = error.column, problem = self.query_problem(&error.problem))
    }

    fn query_problem(self, problem: &FilterProblem) -> String {
        match problem {
            FilterProblem::UnknownField { field, nearest: Some(nearest) } => {
                t!(self, "query.unknown_field_nearest", field = field, nearest = nearest)
            }
            FilterProblem::UnknownField { field, nearest: None } => t!(self, "query.unknown_field", field = field),
            FilterProblem::UnknownValue { field, value, nearest: Some(nearest) } => {
                t!(self, "query.unknown_value_nearest", field = field, value = value, nearest = nearest)
            }
            FilterProblem::UnknownValue { field, value, nearest: None } => {
                t!(self, "query.unknown_value", field = field, value = value)
            }
            FilterProblem::NoValue { field } => t!(self, "query.no_value", field = field),
            FilterProblem::NoOrder { field } => t!(self, "query.no_order", field = field),
            FilterProblem::BadValue { field, value, expected } => {
                let expected = match expected {
                    Expected::Number => t!(self, "query.a_number"),
                    Expected::Money => t!(self, "query.money"),
                    Expected::DayOrAge => t!(self, "query.day_or_age"),
                    Expected::Date => t!(self, "query.date"),
                    Expected::WholeNumber => t!(self, "query.whole_number"),
                    Expected::DayOrTime => t!(self, "query.day_or_time"),
                    Expected::PlaceOnDay => t!(self, "query.place_on_day"),
                    Expected::Birthday => t!(self, "query.birthday"),
                };
                t!(self, "query.bad_value", field = field, value = value, expected = expected)
            }
            FilterProblem::OpenQuote => t!(self, "query.open_quote"),
            FilterProblem::EmptyRange => t!(self, "query.empty_range"),
            FilterProblem::TooLong { most } => t!(self, "query.too_long", most = most),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::open_below(1, "≤ 1")]
    #[case::nobody(2, "no value")]
    #[case::next_begins_there(3, "no value")]
    #[case::between(4, "2 to 4")]
    #[case::open_above(5, "≥ 5")]
    fn a_score_s_values(#[case] score: u8, #[case] range: &str) {
        let cuts = CutPoints([None, Some(2), Some(2), Some(5)]);
        assert_eq!(Words::default().score_range(&cuts, score, |n| n.to_string()), range);
        let one = CutPoints([Some(1), Some(2), Some(3), Some(4)]);
        assert_eq!(Words::default().score_range(&one, 2, |n| n.to_string()), "1");
    }
}
