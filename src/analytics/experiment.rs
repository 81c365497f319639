//! Experiments with two arms or more: whether what differs is more than chance, and how many members it takes to tell.

use super::distribution::{chi_squared, normal_below, normal_point, t_outside, t_point, two_sided};
use super::exact::ExactSums;
use super::proportion::{Z95, wilson};
use super::quadrature::SIXTEEN;
use super::special::{ln_beta, number};
use crate::domain::experiment::{ChiSquaredTest, Roi, Span, SrmCheck, TwoProportions, Welch};
use crate::domain::rate::Rate;

/// Compares two shares, each as (part, n): pooled z (Fleiss 1981), intervals of Wald and Newcombe (1998, method 10). `None` of
/// nobody.
///
/// ```
/// use loyaltui::analytics::experiment::two_proportions;
/// use loyaltui::domain::rate::Rate;
///
/// let found = two_proportions(Rate { part: 200, n: 2_000 }, Rate { part: 250, n: 2_000 }).unwrap();
/// assert!((found.z - 2.502).abs() < 5e-4 && (found.p - 0.01235).abs() < 5e-6);
/// assert!((found.wald.low - 0.0054).abs() < 5e-5 && (found.wald.high - 0.0446).abs() < 5e-5);
/// ```
pub fn two_proportions(first: Rate, second: Rate) -> Option<TwoProportions> {
    let intervals = [wilson(first.part, first.n)?, wilson(second.part, second.n)?];
    let [a, b] = [first, second].map(|rate| (number(rate.part), number(rate.n)));
    let [p1, p2] = [a.0 / a.1, b.0 / b.1];
    let (n, successes) = (a.1 + b.1, a.0 + b.0);
    let common = successes / n;
    // x₂n₁ − x₁n₂ is whole: the difference of nearly equal shares keeps its digits.
    let difference = (b.0 * a.1 - a.0 * b.1) / (a.1 * b.1);
    let pooled = (common * (1.0 - common) * (1.0 / a.1 + 1.0 / b.1)).sqrt();
    let z = if pooled > 0.0 { difference / pooled } else { 0.0 };
    let corrected = ((b.0 * a.1 - a.0 * b.1).abs() - n / 2.0).max(0.0);
    let all = a.1 * b.1 * successes * (n - successes);
    let yates = if all > 0.0 { n * corrected * corrected / all } else { 0.0 };
    let half = Z95 * (p1 * (1.0 - p1) / a.1 + p2 * (1.0 - p2) / b.1).sqrt();
    let away = |near: f64, far: f64| near.hypot(far);
    let [w1, w2] = intervals;
    Some(TwoProportions {
        shares: intervals,
        difference,
        relative: (p1 > 0.0).then(|| difference / p1),
        z,
        p: two_sided(z),
        yates: chi_squared(yates, 1.0),
        fisher: fisher(first, second),
        wald: Span::around(difference, half),
        newcombe: Span {
            low: difference - away(p2 - w2.low, w1.high - p1),
            high: difference + away(w2.high - p2, p1 - w1.low),
        },
        second_is_higher: second_is_higher(first, second),
    })
}

/// The exact test of Fisher: the chance of every table with the same margins that is as improbable as this one, or more.
///
/// ```
/// use loyaltui::analytics::experiment::fisher;
/// use loyaltui::domain::rate::Rate;
///
/// // Fisher's tea: three of four cups told rightly.
/// let p = fisher(Rate { part: 3, n: 4 }, Rate { part: 1, n: 4 });
/// assert!((p - 34.0 / 70.0).abs() < 1e-12);
/// ```
pub fn fisher(first: Rate, second: Rate) -> f64 {
    let logs = tables(first, second);
    let highest = logs.iter().fold(0.0_f64, |most, (_, log)| most.max(*log));
    let sum = |of: &dyn Fn(f64) -> bool| -> f64 {
        logs.iter().filter(|(_, log)| of(*log)).map(|(_, log)| (log - highest).exp()).sum()
    };
    (sum(&|log| log <= 1e-7) / sum(&|_| true)).min(1.0)
}

/// Every table with the same margins as that of two shares, by the part of the first, each with the log of its chance against that of the
/// table itself.
pub(super) fn tables(first: Rate, second: Rate) -> Vec<(u64, f64)> {
    let [n1, n2] = [number(first.n), number(second.n)];
    let successes = first.part + second.part;
    let least = successes.saturating_sub(second.n);
    let most = successes.min(first.n);
    // Each table's chance against that of the table before.
    let ratio = |k: u64| {
        let (k, m) = (number(k), number(successes));
        (n1 - k + 1.0) * (m - k + 1.0) / (k * (n2 - m + k))
    };
    // Logs of the chances, from the observed table in both directions.
    let mut logs = vec![(first.part, 0.0)];
    let mut log = 0.0;
    for k in first.part + 1..=most {
        log += ratio(k).ln();
        logs.push((k, log));
    }
    log = 0.0;
    for k in (least..first.part).rev() {
        log -= ratio(k + 1).ln();
        logs.push((k, log));
    }
    logs
}

/// The chance that the second of two shares is higher, each with a uniform prior: the closed sum over the second's successes.
fn second_is_higher(first: Rate, second: Rate) -> f64 {
    let losses = |rate: Rate| number(rate.n - rate.part) + 1.0;
    let (a1, b1, b2) = (number(first.part) + 1.0, losses(first), losses(second));
    let term = |i: u64| {
        let i = number(i);
        (ln_beta(a1 + i, b1 + b2) - (b2 + i).ln() - ln_beta(1.0 + i, b2) - ln_beta(a1, b1)).exp()
    };
    (0..=second.part).map(term).sum::<f64>().min(1.0)
}

/// χ² of several shares against one common share; `None` of fewer than two arms or of nobody.
///
/// ```
/// use loyaltui::analytics::experiment::proportions;
/// use loyaltui::domain::rate::Rate;
///
/// // Smokers among patients of four hospitals (Fleiss 1981, page 139).
/// let arms = [(83, 86), (90, 93), (129, 136), (70, 82)].map(|(part, n)| Rate { part, n });
/// let found = proportions(&arms).unwrap();
/// assert!((found.statistic - 12.600_411_297_127_6).abs() < 1e-11 && found.freedom == 3.0);
/// assert!((found.p - 0.005_585_476_661_627_02).abs() < 1e-14);
/// ```
pub fn proportions(arms: &[Rate]) -> Option<ChiSquaredTest> {
    if arms.len() < 2 || arms.iter().any(|arm| arm.n == 0) {
        return None;
    }
    let (part, n) = arms.iter().fold((0, 0), |(part, n), arm| (part + arm.part, n + arm.n));
    let (part, n) = (number(part), number(n));
    let common = part / n;
    let variance = common * (1.0 - common);
    let apart = |arm: &Rate| {
        let (x, m) = (number(arm.part), number(arm.n));
        let away = (x * n - m * part) / n;
        away * away / m
    };
    let statistic = if variance > 0.0 { arms.iter().map(apart).sum::<f64>() / variance } else { 0.0 };
    let freedom = arms.iter().skip(1).map(|_| 1.0).sum();
    Some(chi_squared(statistic, freedom))
}

/// Checks sizes of arms against the weights of a design (Fabijan et al. 2019); `None` of fewer than two arms or of nobody.
///
/// ```
/// use loyaltui::analytics::experiment::sample_ratio;
///
/// assert!(sample_ratio(&[1_100, 900], &[1.0, 1.0]).unwrap().hides());
/// assert!(!sample_ratio(&[1_050, 950], &[1.0, 1.0]).unwrap().hides());
/// ```
pub fn sample_ratio(sizes: &[u64], weights: &[f64]) -> Option<SrmCheck> {
    let n: f64 = sizes.iter().map(|size| number(*size)).sum();
    let whole: f64 = weights.iter().sum();
    let fits = sizes.len() == weights.len() && sizes.len() > 1 && n > 0.0 && weights.iter().all(|w| *w > 0.0);
    if !fits {
        return None;
    }
    let apart = |(size, weight): (&u64, &f64)| {
        let expected = n * weight / whole;
        (number(*size) - expected).powi(2) / expected
    };
    let freedom = sizes.iter().skip(1).map(|_| 1.0).sum();
    Some(SrmCheck(chi_squared(sizes.iter().zip(weights).map(apart).sum(), freedom)))
}

/// Compares two means (Welch 1947), first less second; `None` of fewer than two numbers in either, or where nothing varies.
///
/// ```
/// use loyaltui::analytics::exact::ExactSums;
/// use loyaltui::analytics::experiment::welch;
///
/// // Extra hours of sleep, in tenths (Student 1908).
/// let first: ExactSums = [7, -16, -2, -12, -1, 34, 37, 8, 0, 20].into_iter().collect();
/// let second: ExactSums = [19, 8, 11, 1, -1, 44, 55, 16, 46, 34].into_iter().collect();
/// let found = welch(first, second).unwrap();
/// assert!((found.t - -1.860_813_467_486_85).abs() < 1e-13 && (found.p - 0.079_394_140_187_358_2).abs() < 1e-13);
/// ```
pub fn welch(first: ExactSums, second: ExactSums) -> Option<Welch> {
    let means = [first.mean()?, second.mean()?];
    let [v1, v2] = [first.variance()? / number(first.n), second.variance()? / number(second.n)];
    let variance = v1 + v2;
    if variance <= 0.0 {
        return None;
    }
    let freedom = variance * variance / (v1 * v1 / (number(first.n) - 1.0) + v2 * v2 / (number(second.n) - 1.0));
    let difference = means[0] - means[1];
    let t = difference / variance.sqrt();
    let half = t_point(0.975, freedom) * variance.sqrt();
    let (n, interval) = ([first.n, second.n], Span::around(difference, half));
    Some(Welch { n, means, difference, t, freedom, p: t_outside(t, freedom), interval })
}

/// Members of each arm that it takes to tell share `p2` from share `p1` at two-sided level `alpha` with chance `power` (Fleiss 1981,
/// equation 3.14, without correction): a real number, to be rounded up. `None` where shares are alike or not between 0 and 1.
///
/// ```
/// use loyaltui::analytics::experiment::sample_size;
///
/// assert_eq!(sample_size(0.1, 0.12, 0.05, 0.8).unwrap().ceil(), 3_841.0);
/// assert!((sample_size(0.5, 0.75, 0.05, 0.9).unwrap() - 76.706_928_451_777_4).abs() < 1e-10);
/// ```
pub fn sample_size(p1: f64, p2: f64, alpha: f64, power: f64) -> Option<f64> {
    let inside = |x: f64| x > 0.0 && x < 1.0;
    if ![p1, p2, alpha, power].into_iter().all(inside) || p1.total_cmp(&p2).is_eq() {
        return None;
    }
    let (same, apart) = spreads(p1, p2);
    let root = (normal_point(1.0 - alpha / 2.0) * same + normal_point(power) * apart) / (p1 - p2);
    Some(root * root)
}

/// The chance to tell share `p2` from share `p1` with `n` members in each arm at two-sided level `alpha`.
///
/// ```
/// use loyaltui::analytics::experiment::power;
///
/// assert!((power(0.5, 0.75, 50.0, 0.05) - 0.740_165_901_331_388).abs() < 1e-13);
/// ```
pub fn power(p1: f64, p2: f64, n: f64, alpha: f64) -> f64 {
    let (same, apart) = spreads(p1, p2);
    normal_below((n.sqrt() * (p1 - p2).abs() - normal_point(1.0 - alpha / 2.0) * same) / apart)
}

/// The chance of a t test of two arms of `n` to tell means that lie `delta` apart, each number with standard deviation `sd`, at
/// two-sided level 5 %: the upper tail of the noncentral t distribution.
///
/// ```
/// use loyaltui::analytics::experiment::power_of_means;
///
/// assert!((power_of_means(20.0, 1.0, 1.0) - 0.868_952_801_692_498).abs() < 1e-11);
/// ```
pub fn power_of_means(n: f64, delta: f64, sd: f64) -> f64 {
    let (freedom, away) = (2.0 * (n - 1.0), (n / 2.0).sqrt() * (delta / sd).abs());
    let point = t_point(0.975, freedom);
    // Over the spread s of the estimated deviation, √(χ²/ν), whose density peaks near 1.
    let ln_norm = (2.0_f64).ln() + freedom / 2.0 * (freedom / 2.0).ln() - super::special::ln_gamma(freedom / 2.0);
    let density = |s: f64| (ln_norm + (freedom - 1.0) * s.ln() - freedom * s * s / 2.0).exp();
    let width = 1.0 / (2.0 * freedom).sqrt();
    let begin = (1.0 - 12.0 * width).max(0.0);
    let step = (1.0 + 14.0 * width - begin) / 24.0;
    let panels = (0..24).map(|k| begin + f64::from(k) * step);
    panels
        .flat_map(|from| SIXTEEN.panel(from, from + step))
        .map(|(s, weight)| weight * density(s) * normal_below(away - point * s))
        .sum()
}

/// Incremental return: ((treated − holdout per member) × treated members × margin − cost) ÷ cost, with the 95 % interval that the
/// standard error of the difference per member gives, where that is known: by Student's t with the degrees of freedom it was worked out
/// with, by the normal distribution without.
///
/// ```
/// use loyaltui::analytics::experiment::incremental_roi;
///
/// let found = incremental_roi(62.0 - 58.0, Some((1.0, None)), 9_500, 0.4, 9_000.0).unwrap();
/// assert_eq!((found.roi * 1_000.0).round(), 689.0);
/// ```
pub fn incremental_roi(
    difference: f64,
    error: Option<(f64, Option<f64>)>,
    treated: u64,
    margin: f64,
    cost: f64,
) -> Option<Roi> {
    let at = |per_member: f64| (per_member * number(treated) * margin - cost) / cost;
    let within = |half: f64| Span { low: at(difference - half), high: at(difference + half) };
    let interval =
        |(error, freedom): (f64, Option<f64>)| within(freedom.map_or(Z95, |freedom| t_point(0.975, freedom)) * error);
    (cost > 0.0).then(|| Roi { roi: at(difference), interval: error.map(interval) })
}

/// Spread of the difference of two shares where both are the mean share, and as they are.
fn spreads(p1: f64, p2: f64) -> (f64, f64) {
    let both = p1 + p2;
    ((both * (1.0 - both / 2.0)).sqrt(), (p1 * (1.0 - p1) + p2 * (1.0 - p2)).sqrt())
}
