//! Statistics that point at operators to be looked at: each exact, one-sided, with its n; across operators the false discovery rate
//! decides, so that many operators do not make many alarms.
//!
//! Sources: R. A. Fisher's exact test; F. Benford, Proc. Am. Phil. Soc. 78 (1938) 551, judged by the mean absolute deviation (M. J.
//! Nigrini, Benford's Law, 2012); Y. Benjamini and Y. Hochberg, J. R. Statist. Soc. B 57 (1995) 289.

use super::distribution::chi_squared;
use super::experiment::tables;
use super::special::number;
use crate::domain::experiment::ChiSquaredTest;
use crate::domain::rate::Rate;
use statrs::function::beta::beta_reg;

/// The chance of at least `k` of `n`, each with the chance `p`.
///
/// ```
/// use loyaltui::analytics::review::binomial_at_least;
///
/// // 18 just below a limit against 5 in the band beneath.
/// assert_eq!((binomial_at_least(18, 23, 0.5) * 1e6).round(), 5_311.0);
/// // 9 of 40 credits to one of 200 members.
/// assert!((binomial_at_least(9, 40, 1.0 / 200.0) / 4.6e-13 - 1.0).abs() < 0.01);
/// ```
pub fn binomial_at_least(k: u64, n: u64, p: f64) -> f64 {
    match k {
        0 => 1.0,
        k if k > n => 0.0,
        k => beta_reg(number(k), number(n - k) + 1.0, p),
    }
}

/// The chance that the first share is so high or higher, where both are one (Fisher, one-sided).
///
/// ```
/// use loyaltui::analytics::review::fisher_higher;
/// use loyaltui::domain::rate::Rate;
///
/// // 12 of 60 after hours, of all others 30 of 940; 35 of 50 round hundreds, of all others 300 of 900.
/// let after = fisher_higher(Rate { part: 12, n: 60 }, Rate { part: 30, n: 940 });
/// let round = fisher_higher(Rate { part: 35, n: 50 }, Rate { part: 300, n: 900 });
/// assert!((after / 2.0e-6 - 1.0).abs() < 0.05 && (round / 3.0e-7 - 1.0).abs() < 0.05);
/// ```
pub fn fisher_higher(first: Rate, others: Rate) -> f64 {
    let tables = tables(first, others);
    let highest = tables.iter().fold(f64::NEG_INFINITY, |most, (_, log)| most.max(*log));
    let sum = |of: &dyn Fn(u64) -> bool| -> f64 {
        tables.iter().filter(|(k, _)| of(*k)).map(|(_, log)| (log - highest).exp()).sum()
    };
    (sum(&|k| k >= first.part) / sum(&|_| true)).min(1.0)
}

/// How the reasons of one operator differ from those of all others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReasonsTest {
    pub test: ChiSquaredTest,
    /// Cramér's V: how much, from 0 to 1.
    pub v: f64,
    /// Operations looked at.
    pub n: u64,
}

/// χ² of two rows of counts, those with an expected count under 5 in either row joined as one. `None` where nothing is left to compare.
///
/// ```
/// use loyaltui::analytics::review::reasons;
///
/// let found = reasons(&[40, 5, 5], &[200, 150, 150]).unwrap();
/// assert_eq!(((found.test.statistic * 1e3).round(), found.test.freedom, (found.v * 1e3).round()), (29_570.0, 2.0, 232.0));
/// assert!((found.test.p / 3.8e-7 - 1.0).abs() < 0.01);
/// ```
pub fn reasons(own: &[u64], others: &[u64]) -> Option<ReasonsTest> {
    let (n1, n2) = (own.iter().sum::<u64>(), others.iter().sum::<u64>());
    let all = n1 + n2;
    if n1 == 0 || n2 == 0 {
        return None;
    }
    let least = number(n1.min(n2)) / number(all);
    let (mut pairs, mut rest) = (Vec::new(), (0, 0));
    for (a, b) in own.iter().copied().zip(others.iter().copied()) {
        if number(a + b) * least < 5.0 { rest = (rest.0 + a, rest.1 + b) } else { pairs.push((a, b)) }
    }
    if rest.0 + rest.1 > 0 {
        pairs.push(rest);
    }
    if pairs.len() < 2 {
        return None;
    }
    let term = |found: u64, row: u64, column: u64| {
        let expected = number(row) * number(column) / number(all);
        (number(found) - expected).powi(2) / expected
    };
    let statistic: f64 = pairs.iter().map(|(a, b)| term(*a, n1, a + b) + term(*b, n2, a + b)).sum();
    let freedom = number(pairs.len() as u64 - 1);
    let v = (statistic / number(all)).sqrt();
    Some(ReasonsTest { test: chi_squared(statistic, freedom), v, n: all })
}

/// How far first digits are from those of Benford's law.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BenfordTest {
    /// Mean absolute deviation of the nine shares: above 0.015 they do not conform.
    pub mad: f64,
    /// Shown only: with so many numbers it flags everybody.
    pub test: ChiSquaredTest,
    pub n: u64,
}

impl BenfordTest {
    /// Whether the digits do not conform.
    pub fn is_flagged(self) -> bool {
        self.mad > 0.015
    }
}

/// First digits 1 to 9 against Benford's law. `None` of fewer than 5,000 numbers.
///
/// ```
/// use loyaltui::analytics::review::benford;
///
/// let found = benford(&[1700, 1000, 700, 560, 480, 420, 360, 320, 460]).unwrap();
/// assert_eq!(((found.mad * 1e5).round(), (found.test.statistic * 1e2).round()), (866.0, 14_048.0));
/// assert!(!found.is_flagged());
/// ```
pub fn benford(digits: &[u64; 9]) -> Option<BenfordTest> {
    let n: u64 = digits.iter().sum();
    if n < 5_000 {
        return None;
    }
    let share = |digit: u64| (1.0 + 1.0 / number(digit)).log10();
    let each = || digits.iter().zip(1_u64..);
    let mad = each().map(|(found, digit)| (number(*found) / number(n) - share(digit)).abs()).sum::<f64>() / 9.0;
    let term = |found: u64, expected: f64| (number(found) - expected).powi(2) / expected;
    let statistic = each().map(|(found, digit)| term(*found, number(n) * share(digit))).sum();
    Some(BenfordTest { mad, test: chi_squared(statistic, 8.0), n })
}

/// Which of several p are flagged at a false discovery rate (Benjamini and Hochberg), in their own order.
///
/// ```
/// use loyaltui::analytics::review::discoveries;
///
/// assert_eq!(discoveries(&[0.041, 0.001, 0.60, 0.008, 0.039], 0.05), [false, true, false, true, false]);
/// ```
pub fn discoveries(p: &[f64], rate: f64) -> Vec<bool> {
    let mut sorted = p.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = number(sorted.len() as u64);
    let within = |(at, p): &(u64, &f64)| **p <= rate * number(*at) / n;
    let bar = (1..).zip(&sorted).filter(within).last().map(|(_, p)| *p);
    p.iter().map(|p| bar.is_some_and(|bar| *p <= bar)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn rare_reasons_are_joined() {
        let found = reasons(&[40, 5, 1, 1], &[200, 150, 2, 3]).unwrap();
        assert!((found.test.freedom - 2.0).abs() < 1e-12);
        assert_eq!(reasons(&[3], &[4]), None);
        assert_eq!(reasons(&[0, 0], &[4, 5]), None);
    }

    #[test]
    fn few_numbers_have_no_digits_to_judge() {
        assert_eq!(benford(&[1; 9]), None);
    }

    #[test]
    fn nobody_is_discovered_among_nobody() {
        assert_eq!(discoveries(&[], 0.05), Vec::<bool>::new());
    }

    proptest! {
        #[test]
        fn a_tail_is_the_sum_of_its_chances(k in 0..30_u64, n in 1..30_u64, share in 1..99_u32) {
            let p = f64::from(share) / 100.0;
            let choose = |n: u64, k: u64| (0..k).map(|i| number(n - i) / number(i + 1)).product::<f64>();
            let chance = |i: u64| choose(n, i) * p.powi(i32::try_from(i).unwrap()) * (1.0 - p).powi(i32::try_from(n - i).unwrap());
            let sum: f64 = (k..=n).map(chance).sum();
            prop_assert!((binomial_at_least(k, n, p) - sum).abs() < 1e-12);
        }

        #[test]
        fn one_of_two_shares_is_the_higher_one(a in 0..20_u64, b in 0..20_u64) {
            let (first, second) = (Rate { part: a, n: 20 }, Rate { part: b, n: 20 });
            // Both ways together count the table itself twice.
            let both = fisher_higher(first, second) + fisher_higher(second, first);
            prop_assert!((1.0..=2.0 + 1e-12).contains(&both), "{both}");
        }
    }
}
