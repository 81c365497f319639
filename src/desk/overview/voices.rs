//! Figures of what members say: the score, the cases, and how long they take.

use crate::desk::Desk;
use crate::desk::ask::{Asking, ScanWatch, Serve};
use crate::desk::error::DeskError;
use crate::desk::measures::ScoredResponses;
use crate::desk::segments::AsOfDay;
use crate::domain::day::{DAY_MS, Day, Instant};
use crate::domain::fact::EventKind;
use crate::domain::feedback::case::CaseFile;
use crate::domain::feedback::{Breakdown, CaseState, FeedbackFilter};
use crate::domain::figure::FigureCode;
use crate::domain::overview::{Figure, FigureValue, months_to};
use crate::domain::question::{CountCases, ShowOverview};

/// Days whose answers and closed cases count.
const DAYS: i64 = 90;
/// A case that was opened longer ago is not looked for among those closed lately.
const OPENED_DAYS: i64 = 730;

impl Desk {
    pub(super) fn figures_of_voices(
        &mut self,
        question: &ShowOverview,
        asked: AsOfDay,
        asking: Asking<'_>,
    ) -> Result<Vec<Figure>, DeskError> {
        let Asking { actor, now, watch } = asking;
        let nps = self.nps_figure(&question.base, asked.day, now, watch)?;
        let count = CountCases { owner: String::new(), as_of: question.as_of, base: question.base.clone() };
        let cases = self.serve(count, Asking { actor, now, watch: &mut *watch })?;
        let hours = self.hours_of_cases(&question.base, asked, now, watch)?;
        let count = |n: u64| FigureValue::Count(i64::try_from(n).unwrap_or(i64::MAX));
        let median = median(&hours).map(FigureValue::Hours);
        Ok(vec![
            nps,
            Figure::of(FigureCode::OpenCases, count(cases.open)),
            Figure::of(FigureCode::OverdueCases, count(cases.overdue)),
            Figure { value: median, ..Figure::unknown(FigureCode::CaseHours) }.with_n(hours.len() as u64),
        ])
    }

    /// The score of the last days with its interval, and that of each month.
    fn nps_figure(&self, base: &str, day: Day, now: Instant, watch: &mut dyn ScanWatch) -> Result<Figure, DeskError> {
        let lately = ScoredResponses { days: day.plus_days(1 - DAYS)..=day, by: None, base };
        let score = self.measures(&lately, None, now, watch)?.all.nps;
        let months = months_to(day);
        let from = months.first().map_or(day, |(first, _)| *first);
        let by_month = ScoredResponses { days: from..=day, by: Some(Breakdown::Month), base };
        let rows = self.measures(&by_month, None, now, watch)?.rows;
        let of_month = |first: &Day| {
            let name = first.to_string();
            let row = rows.iter().find(|row| row.value.as_deref() == name.get(..7));
            row.and_then(|row| row.nps).map(|nps| FigureValue::Score(nps.value))
        };
        Ok(Figure {
            value: score.map(|nps| FigureValue::Score(nps.value)),
            interval: score.map(|nps| (nps.low, nps.high)),
            n: Some(score.map_or(0, |nps| nps.n)),
            months: months.iter().map(|(first, _)| of_month(first)).collect(),
            ..Figure::unknown(FigureCode::Nps)
        })
    }

    /// The hours that each case took which was closed in the last days, ascending.
    fn hours_of_cases(
        &self,
        base: &str,
        asked: AsOfDay,
        now: Instant,
        watch: &mut dyn ScanWatch,
    ) -> Result<Vec<f64>, DeskError> {
        let members = self.said_by_members(base, Some(asked.day), now, watch)?;
        let zone = self.programs()?.zone();
        let end = if asked.day < asked.today { zone.end_of(asked.day) } else { now };
        let from = Instant(end.0 - DAYS * DAY_MS);
        let filter = FeedbackFilter {
            open_cases: Some(false),
            from: Some(asked.day.plus_days(-OPENED_DAYS)),
            ..FeedbackFilter::default()
        };
        let mut hours = self.store.read(|store| {
            let mut hours = Vec::new();
            for row in store.feedback(&filter, None, usize::MAX)?.0 {
                if !members.holds_said(store, row.member)? {
                    continue;
                }
                let closed = store.case_file(row.id)?.and_then(|file| closed_at(&file, end));
                hours.extend(closed.filter(|at| *at > from).map(|at| hours_between(row.at, at)));
            }
            Ok::<_, DeskError>(hours)
        })?;
        hours.sort_by(f64::total_cmp);
        Ok(hours)
    }
}

/// When a case was closed the last time by an instant.
fn closed_at(file: &CaseFile, until: Instant) -> Option<Instant> {
    let is_close =
        |kind: &EventKind| matches!(kind, EventKind::Case { change, .. } if change.state == Some(CaseState::Resolved));
    file.counting().into_iter().filter(|event| event.at <= until && is_close(&event.kind)).map(|event| event.at).max()
}

#[expect(clippy::cast_precision_loss, reason = "hours between two instants")]
fn hours_between(from: Instant, to: Instant) -> f64 {
    (to.0 - from.0).max(0) as f64 / (DAY_MS / 24) as f64
}

/// The middle of ascending numbers.
fn median(sorted: &[f64]) -> Option<f64> {
    let n = sorted.len();
    let (low, high) = (sorted.get(n.checked_sub(1)? / 2)?, sorted.get(n / 2)?);
    Some(f64::midpoint(*low, *high))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::of_none(&[], None)]
    #[case::of_one(&[4.0], Some(4.0))]
    #[case::of_three(&[1.0, 4.0, 90.0], Some(4.0))]
    #[case::between_two(&[1.0, 4.0, 6.0, 90.0], Some(5.0))]
    fn the_median_is_the_middle(#[case] sorted: &[f64], #[case] middle: Option<f64>) {
        assert_eq!(median(sorted), middle);
    }
}
