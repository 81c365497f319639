//! Shares with their intervals, and the score that promoters and detractors make.
//!
//! NPS: adjusted Wald interval (Rocks 2016): n + 3, P + ¾, D + ¾.

use super::distribution::two_sided;
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
    /// The change over its standard error, and the chance of one as large by chance alone; `None` where all say the same.
    pub z: Option<f64>,
    pub p: Option<f64>,
}

impl ScoreChange {
    /// With fewer responses than this in either period the interval may hold the true change in 88 of 100 cases only.
    pub const FEW: u64 = 20;
}

/// The standard error of a net promoter score in points: of the shares as they are, over n and over n − 1; the second is `None` of one
/// answer.
///
/// ```
/// use loyaltui::analytics::proportion::nps_errors;
///
/// let (of_n, less_one) = nps_errors(50, 30, 20).unwrap();
/// assert!((of_n - 7.810_249_675_906_65).abs() < 1e-12 && (less_one.unwrap() - 7.849_596_270_902_19).abs() < 1e-12);
/// ```
pub fn nps_errors(promoters: u64, passives: u64, detractors: u64) -> Option<(f64, Option<f64>)> {
    let n = number(promoters + passives + detractors);
    let error = (n > 0.0).then(|| 100.0 * moments((promoters, passives, detractors), 0.0).1.sqrt())?;
    Some((error, (n > 1.0).then(|| error * (n / (n - 1.0)).sqrt())))
}

/// The difference of two scores (second − first) with its interval; each as (promoters, passives, detractors). The interval is made of
/// the two scores' own ones (MOVER; Zou & Donner 2008, "Construction of confidence limits about effect measures"): the square root of the
/// sum of the squares of how far each reaches.
///
/// ```
/// use loyaltui::analytics::proportion::nps_change;
///
/// let change = nps_change((200, 150, 150), (230, 160, 110)).unwrap();
/// assert!((change.interval.value - 14.0).abs() < 1e-12 && change.interval.low > 0.0, "{change:?}");
/// assert!((change.z.unwrap() - 2.732_624_306_212_39).abs() < 1e-12);
/// // Of five answers who may say what they will: from 100 to 20 is as far as 80 and more.
/// let few = nps_change((5, 0, 0), (2, 2, 1)).unwrap().interval;
/// assert_eq!([few.value, few.low, few.high].map(f64::round), [-80.0, -139.0, 13.0]);
/// ```
pub fn nps_change(first: (u64, u64, u64), second: (u64, u64, u64)) -> Option<ScoreChange> {
    let [one, two] = [nps(first.0, first.1, first.2)?, nps(second.0, second.1, second.2)?];
    let value = two.value - one.value;
    let low = value - (two.value - two.low).hypot(one.high - one.value);
    let high = value + (two.high - two.value).hypot(one.value - one.low);
    let interval = Interval { n: one.n + two.n, value, low: low.max(-200.0), high: high.min(200.0) };
    let error = 100.0 * (moments(first, 0.0).1 + moments(second, 0.0).1).sqrt();
    let z = (error > 0.0).then(|| value / error);
    Some(ScoreChange { interval, z, p: z.map(two_sided) })
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

    #[test]
    fn nobody_has_no_score() {
        assert_eq!(nps(0, 0, 0), None);
        assert_eq!(wilson(0, 0), None);
    }
}
