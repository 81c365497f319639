//! How many of the journal's operations to look at, and what may be said of the rest: attribute samples, and samples by points
//! (monetary-unit sampling). Every bound is one-sided, 95 %, and exact.
//!
//! Sources: C. J. Clopper and E. S. Pearson, Biometrika 26 (1934) 404; AICPA, Audit Sampling (monetary-unit evaluation by the
//! Stringer bound, K. W. Stringer, 1963).

use super::review::binomial_at_least;
use super::special::{ln_gamma, number};
use statrs::function::gamma::gamma_ur;

/// What a bound leaves out.
const ALPHA: f64 = 0.05;

/// The chance of at most `k` wrong ones among `n`, where a share `p` of all is wrong.
fn binomial_at_most(k: u64, n: u64, p: f64) -> f64 {
    1.0 - binomial_at_least(k.saturating_add(1), n, p)
}

/// The value between two at which a falling function comes down to [`ALPHA`].
fn where_it_falls(mut low: f64, mut high: f64, f: impl Fn(f64) -> f64) -> f64 {
    for _ in 0..200 {
        let middle = low.midpoint(high);
        if f(middle) > ALPHA {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

/// The smallest attribute sample in which `expected` wrong ones still show that less than a share `tolerable` of all is wrong.
/// `None` where nothing is tolerable, everything is, or more than a million would have to be looked at.
///
/// ```
/// use loyaltui::analytics::audit::attribute_sample;
///
/// let sizes = [0, 1, 2].map(|expected| attribute_sample(0.05, expected));
/// assert_eq!(sizes, [Some(59), Some(93), Some(124)]);
/// assert_eq!([0, 1].map(|expected| attribute_sample(0.1, expected)), [Some(29), Some(46)]);
/// ```
pub fn attribute_sample(tolerable: f64, expected: u64) -> Option<u64> {
    const MOST: u64 = 1_000_000;
    if !(tolerable > 0.0 && tolerable < 1.0) {
        return None;
    }
    let is_enough = |n: u64| binomial_at_most(expected, n, tolerable) <= ALPHA;
    let (mut low, mut high) = (expected, MOST);
    if !is_enough(high) {
        return None;
    }
    while high - low > 1 {
        let middle = low.midpoint(high);
        if is_enough(middle) { high = middle } else { low = middle }
    }
    Some(high)
}

/// The smallest sample by points in which `expected` operations that are wholly wrong still show that less than a share `tolerable` of all
/// points is. `None` where nothing is tolerable, or everything.
///
/// ```
/// use loyaltui::analytics::audit::points_sample;
///
/// assert_eq!([points_sample(0.05, 0), points_sample(0.1, 1)], [Some(60), Some(48)]);
/// ```
pub fn points_sample(tolerable: f64, expected: u64) -> Option<u64> {
    const MOST: u64 = 1_000_000;
    if !(tolerable > 0.0 && tolerable < 1.0) {
        return None;
    }
    let factor = poisson_upper(usize::try_from(expected).ok()?);
    let is_enough = |n: &u64| number(*n) * tolerable >= factor;
    let (mut low, mut high) = (0, MOST);
    if !is_enough(&high) {
        return None;
    }
    while high - low > 1 {
        let middle = low.midpoint(high);
        if is_enough(&middle) { high = middle } else { low = middle }
    }
    Some(high)
}

/// The largest share of all that may be wrong where `wrong` of `n` were (Clopper–Pearson, one-sided). `None` of no sample.
///
/// ```
/// use loyaltui::analytics::audit::upper_share;
///
/// assert_eq!((upper_share(0, 60).unwrap() * 1e4).round(), 487.0);
/// assert_eq!((upper_share(2, 100).unwrap() * 1e4).round(), 616.0);
/// ```
pub fn upper_share(wrong: u64, n: u64) -> Option<f64> {
    if n == 0 || wrong > n {
        return None;
    }
    if wrong == n { Some(1.0) } else { Some(where_it_falls(0.0, 1.0, |p| binomial_at_most(wrong, n, p))) }
}

/// ln of the ways to choose `k` of `n`.
fn ln_choose(n: u64, k: u64) -> f64 {
    ln_gamma(number(n) + 1.0) - ln_gamma(number(k) + 1.0) - ln_gamma(number(n - k) + 1.0)
}

/// The chance of at most `k` wrong ones in a sample of `n` out of `all`, of which `bad` are wrong.
fn hypergeometric_at_most(k: u64, n: u64, all: u64, bad: u64) -> f64 {
    let least = (n + bad).saturating_sub(all);
    let ways = |i: u64| ln_choose(bad, i) + ln_choose(all - bad, n - i) - ln_choose(all, n);
    (least..=k.min(n).min(bad)).map(|i| ways(i).exp()).sum()
}

/// The largest number of all that may be wrong where `wrong` of a sample of `n` were, for a population that is small beside the
/// sample. `None` where the sample is empty or larger than the population.
///
/// ```
/// use loyaltui::analytics::audit::upper_count;
///
/// assert_eq!((upper_count(0, 50, 200), upper_count(0, 51, 200)), (Some(10), Some(9)));
/// ```
pub fn upper_count(wrong: u64, n: u64, all: u64) -> Option<u64> {
    if n == 0 || n > all || wrong > n {
        return None;
    }
    // So many right ones were seen.
    let most = all - (n - wrong);
    let may_be = |bad: u64| hypergeometric_at_most(wrong, n, all, bad) > ALPHA;
    (wrong..=most).rev().find(|bad| may_be(*bad))
}

/// The largest expected number of wrong ones where `wrong` were found (Poisson): 2.9957, 4.7439, 6.2958 and so on.
fn poisson_upper(wrong: usize) -> f64 {
    let k = number(wrong as u64);
    // P(at most k | R) is the upper regularised gamma function of k + 1 at R.
    where_it_falls(0.0, 4.0 * k + 40.0, |r| gamma_ur(k + 1.0, r))
}

/// What a sample by points says of all points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PointsBound {
    /// The points that are most likely wrong.
    pub most_likely: f64,
    /// With 95 % confidence no more than these are.
    pub upper: f64,
}

/// The points that may be wrong, from the sampling interval, the taintings that were found ((recorded − right) ÷ recorded, between 0 and
/// 1) and the wrong points of operations that are larger than the interval and were all looked at.
///
/// ```
/// use loyaltui::analytics::audit::points_bound;
///
/// // 250,000 points, 50 looked at.
/// let found = points_bound(5_000.0, &[0.25, 0.5], 0.0);
/// assert_eq!((found.most_likely, (found.upper * 10.0).round()), (3_750.0, 212_889.0));
/// assert_eq!((points_bound(5_000.0, &[], 0.0).upper * 10.0).round(), 149_787.0);
/// ```
pub fn points_bound(interval: f64, taintings: &[f64], large: f64) -> PointsBound {
    let mut largest_first = taintings.to_vec();
    largest_first.sort_by(|a, b| b.total_cmp(a));
    let steps = largest_first.iter().enumerate();
    let tainted: f64 = steps.map(|(n, t)| (poisson_upper(n + 1) - poisson_upper(n)) * t).sum();
    PointsBound {
        most_likely: interval * taintings.iter().sum::<f64>() + large,
        upper: interval * (poisson_upper(0) + tainted) + large,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::none(0, 2.9957)]
    #[case::one(1, 4.7439)]
    #[case::two(2, 6.2958)]
    #[case::three(3, 7.7537)]
    #[case::four(4, 9.1535)]
    fn the_factors_are_those_of_the_tables(#[case] wrong: usize, #[case] factor: f64) {
        assert!((poisson_upper(wrong) - factor).abs() < 5e-5, "{}", poisson_upper(wrong));
    }

    #[rstest]
    #[case::nothing(0, 0)]
    #[case::more_than_all(3, 2)]
    fn of_no_sample_nothing_is_said(#[case] wrong: u64, #[case] n: u64) {
        assert_eq!((upper_share(wrong, n), upper_count(wrong, n, 10)), (None, None));
    }

    #[test]
    fn a_sample_that_is_all_wrong_bounds_nothing() {
        assert_eq!((upper_share(5, 5), upper_count(5, 5, 20)), (Some(1.0), Some(20)));
    }

    #[test]
    fn a_whole_population_that_was_looked_at_is_known() {
        assert_eq!(upper_count(3, 200, 200), Some(3));
    }

    #[rstest]
    #[case::nothing(0.0)]
    #[case::everything(1.0)]
    #[case::no_number(f64::NAN)]
    fn there_is_no_sample_for(#[case] tolerable: f64) {
        assert_eq!(attribute_sample(tolerable, 0), None);
    }

    #[test]
    fn a_sample_of_the_size_that_is_named_is_enough_and_one_less_is_not() {
        for expected in 0..6 {
            let n = attribute_sample(0.05, expected).unwrap();
            assert!(upper_share(expected, n).unwrap() <= 0.05 + 1e-12);
            assert!(upper_share(expected, n - 1).unwrap() > 0.05);
        }
    }

    #[test]
    fn an_operation_that_was_all_wrong_and_large_counts_whole() {
        let found = points_bound(5_000.0, &[], 7_000.0);
        assert!((found.most_likely, (found.upper - 7_000.0 - 14_978.66).abs() < 0.01) == (7_000.0, true));
    }
}
