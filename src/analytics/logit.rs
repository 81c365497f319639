//! Logistic regression: which of several traits go with a yes, by maximum likelihood.
//!
//! Iteratively reweighted least squares (McCullagh & Nelder 1989), each step Newton's. Standard errors are from the inverse of the
//! information at the maximum.

use super::distribution::two_sided;
use super::special::number;
use crate::domain::experiment::{Logit, LogitTerm, NoLogit};

/// Newton's steps at most, and the relative change of the deviance that ends them.
const STEPS: usize = 50;
const ALIKE: f64 = 1e-13;

/// A chance so near to 0 or 1 that the traits tell yes from no without doubt.
const CERTAIN: f64 = 1e-12;

/// Fits the chance of a yes on an intercept and columns of traits, `columns[trait][row]`. An error says why there is no maximum.
///
/// ```
/// use loyaltui::analytics::logit::fit;
///
/// // Of four with the trait three say yes, of four without it one: the log odds ratio is ln 9.
/// let yes = [true, true, true, false, true, false, false, false];
/// let with = [1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0];
/// let found = fit(&yes, &["with".to_owned()], &[with.to_vec()]).unwrap();
/// assert!((found.terms[1].estimate - 9.0_f64.ln()).abs() < 1e-12);
/// // Its variance: 1/3 + 1/1 + 1/1 + 1/3.
/// assert!((found.terms[1].error - (8.0_f64 / 3.0).sqrt()).abs() < 1e-12);
/// ```
pub fn fit(yes: &[bool], names: &[String], columns: &[Vec<f64>]) -> Result<Logit, NoLogit> {
    let n = yes.len();
    let part = yes.iter().filter(|yes| **yes).count();
    if part == 0 || part == n {
        return Err(NoLogit::OneOutcome);
    }
    let scaled: Vec<Scaled> = columns.iter().map(|column| Scaled::of(column)).collect();
    if scaled.iter().any(|column| column.spread <= 0.0) {
        return Err(NoLogit::Alike);
    }
    let width = columns.len() + 1;
    let row = |at: usize| -> Vec<f64> { std::iter::once(1.0).chain(scaled.iter().map(|c| c.values[at])).collect() };
    let rows: Vec<Vec<f64>> = (0..n).map(row).collect();
    let mut at = vec![0.0; width];
    at[0] = (count(part) / count(n - part)).ln();
    let null = deviance(yes, &rows, &at);
    let (mut last, mut spread) = (null, Vec::new());
    for step in 0.. {
        let (slope, information) = derivatives(yes, &rows, &at);
        spread = inverse(information).ok_or(NoLogit::Collinear)?;
        let step_of = |i: usize| -> f64 { spread[i].iter().zip(&slope).map(|(s, g)| s * g).sum() };
        let next: Vec<f64> = (0..width).map(|i| at[i] + step_of(i)).collect();
        at = next;
        let now = deviance(yes, &rows, &at);
        if rows.iter().all(|row| certain(chance(row, &at))) || !now.is_finite() || step == STEPS {
            return Err(NoLogit::Separated);
        }
        if (now - last).abs() <= ALIKE * (now.abs() + 0.1) && step > 1 {
            break;
        }
        last = now;
    }
    let chances: Vec<f64> = rows.iter().map(|row| chance(row, &at)).collect();
    Ok(Logit {
        n: n as u64,
        yes: part as u64,
        terms: terms(names, &scaled, &at, &spread),
        deviance: deviance(yes, &rows, &at),
        null_deviance: null,
        auc: auc(yes, &chances),
        brier: chances.iter().zip(yes).map(|(p, yes)| (p - indicator(*yes)).powi(2)).sum::<f64>() / count(n),
    })
}

/// A column less its mean, over its spread: numbers of any size are told apart as well as others.
struct Scaled {
    values: Vec<f64>,
    mean: f64,
    spread: f64,
}

impl Scaled {
    fn of(column: &[f64]) -> Self {
        let n = count(column.len());
        let mean = column.iter().sum::<f64>() / n;
        let spread = (column.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n).sqrt();
        let spread = if spread > 1e-12 * mean.abs() { spread } else { 0.0 };
        Self { values: column.iter().map(|x| (x - mean) / spread).collect(), mean, spread }
    }
}

/// Estimates and standard errors in the columns' own units: the intercept is that at 0 of each.
fn terms(names: &[String], scaled: &[Scaled], at: &[f64], spread: &[Vec<f64>]) -> Vec<LogitTerm> {
    // The intercept is a sum over all: 1, and less each mean over its spread.
    let weights: Vec<f64> = std::iter::once(1.0).chain(scaled.iter().map(|c| -c.mean / c.spread)).collect();
    let intercept: f64 = weights.iter().zip(at).map(|(w, x)| w * x).sum();
    let variance: f64 = weights
        .iter()
        .zip(spread)
        .map(|(w, row)| w * row.iter().zip(&weights).map(|(s, other)| s * other).sum::<f64>())
        .sum();
    let term =
        |name: String, estimate: f64, error: f64| LogitTerm { name, estimate, error, p: two_sided(estimate / error) };
    let rest = names.iter().zip(scaled).enumerate().map(|(i, (name, column))| {
        term(name.clone(), at[i + 1] / column.spread, spread[i + 1][i + 1].sqrt() / column.spread)
    });
    std::iter::once(term("(Intercept)".to_owned(), intercept, variance.sqrt())).chain(rest).collect()
}

fn odds(row: &[f64], at: &[f64]) -> f64 {
    row.iter().zip(at).map(|(x, by)| x * by).sum()
}

fn chance(row: &[f64], at: &[f64]) -> f64 {
    1.0 / (1.0 + (-odds(row, at)).exp())
}

fn certain(chance: f64) -> bool {
    !(CERTAIN..=1.0 - CERTAIN).contains(&chance)
}

fn indicator(yes: bool) -> f64 {
    f64::from(u8::from(yes))
}

/// Less twice the log-likelihood.
fn deviance(yes: &[bool], rows: &[Vec<f64>], at: &[f64]) -> f64 {
    let term = |(yes, row): (&bool, &Vec<f64>)| {
        let odds = if *yes { odds(row, at) } else { -odds(row, at) };
        // −ln of 1/(1+e^−odds).
        if odds > 0.0 { (-odds).exp().ln_1p() } else { odds.exp().ln_1p() - odds }
    };
    2.0 * yes.iter().zip(rows).map(term).sum::<f64>()
}

fn derivatives(yes: &[bool], rows: &[Vec<f64>], at: &[f64]) -> (Vec<f64>, Vec<Vec<f64>>) {
    let width = at.len();
    let (mut slope, mut information) = (vec![0.0; width], vec![vec![0.0; width]; width]);
    for (yes, row) in yes.iter().zip(rows) {
        let p = chance(row, at);
        for i in 0..width {
            slope[i] += (indicator(*yes) - p) * row[i];
            for j in 0..width {
                information[i][j] += p * (1.0 - p) * row[i] * row[j];
            }
        }
    }
    (slope, information)
}

/// The inverse of a symmetric matrix that is positive definite, by Gauss and Jordan; `None` where it is not, to ten digits.
fn inverse(mut matrix: Vec<Vec<f64>>) -> Option<Vec<Vec<f64>>> {
    let width = matrix.len();
    let size: Vec<f64> = (0..width).map(|i| matrix[i][i]).collect();
    let mut out: Vec<Vec<f64>> = (0..width).map(|i| (0..width).map(|j| indicator(i == j)).collect()).collect();
    for pivot in 0..width {
        let by = matrix[pivot][pivot];
        if by.is_nan() || by <= 1e-10 * size[pivot] {
            return None;
        }
        for j in 0..width {
            matrix[pivot][j] /= by;
            out[pivot][j] /= by;
        }
        for i in (0..width).filter(|i| *i != pivot) {
            let times = matrix[i][pivot];
            for j in 0..width {
                matrix[i][j] -= times * matrix[pivot][j];
                out[i][j] -= times * out[pivot][j];
            }
        }
    }
    Some(out)
}

/// The chance that a yes is told a higher chance than a no, ties half (Mann & Whitney).
fn auc(yes: &[bool], chances: &[f64]) -> f64 {
    let mut ranked: Vec<(f64, bool)> = chances.iter().copied().zip(yes.iter().copied()).collect();
    ranked.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut below, mut pairs) = (0.0, 0.0);
    for equal in ranked.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
        let yes = count(equal.iter().filter(|(_, yes)| *yes).count());
        let no = count(equal.len()) - yes;
        pairs += yes * (below + no / 2.0);
        below += no;
    }
    let all = count(yes.iter().filter(|yes| **yes).count());
    pairs / (all * below)
}

fn count(n: usize) -> f64 {
    number(n as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const YES: [bool; 6] = [true, false, true, false, false, true];

    #[rstest]
    #[case::nobody_says_no(&[true, true], &[1.0, 2.0], NoLogit::OneOutcome)]
    #[case::a_trait_that_all_have(&YES, &[2.0; 6], NoLogit::Alike)]
    #[case::a_trait_that_tells_all(&YES, &[1.0, 0.0, 1.0, 0.0, 0.0, 1.0], NoLogit::Separated)]
    fn why_there_is_no_fit(#[case] yes: &[bool], #[case] column: &[f64], #[case] why: NoLogit) {
        assert_eq!(fit(yes, &["x".to_owned()], &[column.to_vec()]), Err(why));
    }

    #[test]
    fn two_traits_that_are_one_are_named() {
        let column = vec![1.0, 2.0, 2.5, 3.0, 1.5, 0.0];
        let twice = column.iter().map(|x| 2.0 * x + 1.0).collect();
        let names = ["x", "y"].map(ToOwned::to_owned);
        assert_eq!(fit(&YES, &names, &[column, twice]), Err(NoLogit::Collinear));
    }

    #[test]
    fn large_numbers_keep_their_digits() {
        let column = [1.0, 2.0, 2.5, 3.0, 1.5, 0.0];
        let small = fit(&YES, &["x".to_owned()], &[column.to_vec()]).unwrap();
        let large = fit(&YES, &["x".to_owned()], &[column.iter().map(|x| x + 1e7).collect()]).unwrap();
        let apart = (small.terms[1].estimate - large.terms[1].estimate).abs();
        assert!(apart < 1e-7 && (small.deviance - large.deviance).abs() < 1e-9, "{apart}");
        assert!((small.auc - large.auc).abs() < 1e-12);
    }
}
