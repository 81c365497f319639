//! Shares with their intervals, and the score that promoters and detractors make.
//!
//! NPS: adjusted Wald interval (Rocks 2016): n + 3, P + ¾, D + ¾.

use crate::domain::rate::Interval;

/// The 97.5 % point of the normal distribution.
pub const Z95: f64 = 1.959_963_984_540_054;

/// Net promoter score in points (−100 … 100) from promoters, passives and detractors; `None` without an answer.
pub fn nps(promoters: u64, passives: u64, detractors: u64) -> Option<Interval> {
    let n = promoters + passives + detractors;
    if n == 0 {
        return None;
    }
    let value = 100.0 * (number(promoters) - number(detractors)) / number(n);
    let adjusted = number(n) + 3.0;
    let (p, d) = ((number(promoters) + 0.75) / adjusted, (number(detractors) + 0.75) / adjusted);
    let half = Z95 * ((p + d - (p - d).powi(2)) / adjusted).sqrt();
    let (low, high) = (100.0 * (p - d - half), 100.0 * (p - d + half));
    Some(Interval { n, value, low: low.max(-100.0), high: high.min(100.0) })
}

/// The difference of two scores (second − first) with its interval; each as (promoters, passives, detractors).
pub fn nps_change(first: (u64, u64, u64), second: (u64, u64, u64)) -> Option<Interval> {
    let (n1, mean1, var1) = moments(first)?;
    let (n2, mean2, var2) = moments(second)?;
    let value = 100.0 * (mean2 - mean1);
    let half = 100.0 * Z95 * (var1 / n1 + var2 / n2).sqrt();
    Some(Interval {
        n: first.0 + first.1 + first.2 + second.0 + second.1 + second.2,
        value,
        low: (value - half).max(-200.0),
        high: (value + half).min(200.0),
    })
}

fn moments((promoters, passives, detractors): (u64, u64, u64)) -> Option<(f64, f64, f64)> {
    let n = promoters + passives + detractors;
    if n == 0 {
        return None;
    }
    let (p, d) = (number(promoters) / number(n), number(detractors) / number(n));
    Some((number(n), p - d, p + d - (p - d).powi(2)))
}

/// A share with its Wilson interval; `None` of nobody.
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

/// A mean with its normal interval from a sum and a sum of squares; `None` of nobody.
pub fn mean(n: u64, sum: f64, squares: f64) -> Option<Interval> {
    if n == 0 {
        return None;
    }
    let count = number(n);
    let value = sum / count;
    let variance = if n > 1 { ((squares - count * value * value) / (count - 1.0)).max(0.0) } else { 0.0 };
    let half = Z95 * (variance / count).sqrt();
    Some(Interval { n, value, low: value - half, high: value + half })
}

#[expect(clippy::cast_precision_loss, reason = "counts of answers are far below 2^52")]
fn number(n: u64) -> f64 {
    n as f64
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
    fn nobody_has_no_score() {
        assert_eq!(nps(0, 0, 0), None);
        assert_eq!(wilson(0, 0), None);
    }
}
