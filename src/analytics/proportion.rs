//! Shares with their intervals, and the score that promoters and detractors make.
//!
//! NPS: adjusted Wald interval (Rocks 2016): n + 3, P + ¾, D + ¾.

use super::special::number;
use crate::domain::rate::Interval;

/// The 97.5 % point of the normal distribution.
pub const Z95: f64 = 1.959_963_984_540_054;

/// What adjusted counts have more at either end.
const ADDED: f64 = 0.75;

/// Net promoter score in points (−100 … 100) from promoters, passives and detractors; `None` without an answer.
///
/// ```
/// use loyaltui::analytics::proportion::nps;
///
/// let score = nps(50, 30, 20).unwrap();
/// assert_eq!([score.value, score.low, score.high].map(|x| (x * 10.0).round() / 10.0), [30.0, 14.1, 44.2]);
/// ```
pub fn nps(promoters: u64, passives: u64, detractors: u64) -> Option<Interval> {
    let n = promoters + passives + detractors;
    if n == 0 {
        return None;
    }
    let answers = (promoters, passives, detractors);
    let value = 100.0 * moments(answers, 0.0).0;
    let (mean, variance) = moments(answers, ADDED);
    let half = Z95 * variance.sqrt();
    let (low, high) = (100.0 * (mean - half), 100.0 * (mean + half));
    Some(Interval { n, value, low: low.max(-100.0), high: high.min(100.0) })
}

/// How one score differs from another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScoreChange {
    pub interval: Interval,
    /// The interval is that of adjusted counts, not Wald's.
    pub is_adjusted: bool,
}

/// The difference of two scores (second − first) with its interval; each as (promoters, passives, detractors). The wider of
/// Wald's interval and the one from adjusted counts: Wald's alone has no width where everybody says the same.
///
/// ```
/// use loyaltui::analytics::proportion::nps_change;
///
/// let change = nps_change((200, 150, 150), (230, 160, 110)).unwrap();
/// assert!((change.interval.value - 14.0).abs() < 1e-12 && change.interval.low > 0.0, "{change:?}");
/// assert!(!change.is_adjusted && nps_change((5, 0, 0), (4, 0, 0)).unwrap().is_adjusted);
/// ```
pub fn nps_change(first: (u64, u64, u64), second: (u64, u64, u64)) -> Option<ScoreChange> {
    let (n1, n2) = (first.0 + first.1 + first.2, second.0 + second.1 + second.2);
    if n1 == 0 || n2 == 0 {
        return None;
    }
    let (mean1, mean2) = (moments(first, 0.0).0, moments(second, 0.0).0);
    let half = |added| (moments(first, added).1 + moments(second, added).1).sqrt();
    let (wald, adjusted) = (half(0.0_f64), half(ADDED));
    let half = 100.0 * Z95 * wald.max(adjusted);
    let value = 100.0 * (mean2 - mean1);
    let interval = Interval { n: n1 + n2, value, low: (value - half).max(-200.0), high: (value + half).min(200.0) };
    Some(ScoreChange { interval, is_adjusted: adjusted > wald })
}

/// The mean of +1 (promoters), 0 and −1 (detractors) and its variance, with so many added to both ends and twice as many to
/// the middle.
fn moments((promoters, passives, detractors): (u64, u64, u64), added: f64) -> (f64, f64) {
    let n = number(promoters + passives + detractors) + 4.0 * added;
    let (p, d) = ((number(promoters) + added) / n, (number(detractors) + added) / n);
    (p - d, (p + d - (p - d).powi(2)) / n)
}

/// A share with its 95 % interval (Wilson 1927; Brown, Cai & DasGupta 2001, equation 4); `None` of nobody.
///
/// ```
/// use loyaltui::analytics::proportion::wilson;
///
/// let share = wilson(38, 10_000).unwrap();
/// assert!((share.low - 0.002_769_903_124_779_16).abs() < 1e-15 && (share.high - 0.005_211_176_858_280_29).abs() < 1e-15);
/// ```
pub fn wilson(part: u64, n: u64) -> Option<Interval> {
    if n == 0 {
        return None;
    }
    let (count, share) = (number(n), number(part) / number(n));
    let z2 = Z95 * Z95;
    let centre = (share + z2 / (2.0 * count)) / (1.0 + z2 / count);
    let half = Z95 / (1.0 + z2 / count) * (share * (1.0 - share) / count + z2 / (4.0 * count * count)).sqrt();
    Some(Interval { n, value: share, low: (centre - half).max(0.0), high: (centre + half).min(1.0) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::hundred((50, 30, 20), 30.0, 14.1, 44.2)]
    #[case::twenty((10, 7, 3), 35.0, 0.5, 60.4)]
    #[case::all_promoters((5, 0, 0), 100.0, 17.5, 100.0)]
    fn nps_with_its_interval(
        #[case] answers: (u64, u64, u64),
        #[case] value: f64,
        #[case] low: f64,
        #[case] high: f64,
    ) {
        let nps = nps(answers.0, answers.1, answers.2).unwrap();
        let rounded = |x: f64| (x * 10.0).round() / 10.0;
        assert_eq!((rounded(nps.value), rounded(nps.low), rounded(nps.high)), (value, low, high));
    }

    #[test]
    fn a_difference_has_an_interval_also_where_everybody_says_the_same() {
        let same = nps_change((5, 0, 0), (4, 0, 0)).unwrap().interval;
        assert!(same.value.abs() < 1e-12 && same.low < -30.0 && same.high > 30.0, "{same:?}");
        assert_eq!(nps_change((0, 0, 0), (4, 0, 0)), None);
        assert_eq!(nps_change((4, 0, 0), (0, 0, 0)), None);
    }

    #[rstest]
    #[case::every_answer_is_there((200, 150, 150), (230, 160, 110), false)]
    #[case::nobody_is_against((5, 0, 0), (4, 1, 0), true)]
    #[case::everybody_says_the_same((5, 0, 0), (4, 0, 0), true)]
    fn a_difference_says_by_which_counts(
        #[case] first: (u64, u64, u64),
        #[case] second: (u64, u64, u64),
        #[case] is_adjusted: bool,
    ) {
        assert_eq!(nps_change(first, second).unwrap().is_adjusted, is_adjusted);
    }

    #[test]
    fn nobody_has_no_score() {
        assert_eq!(nps(0, 0, 0), None);
        assert_eq!(wilson(0, 0), None);
    }
}
