//! Gamma-Gamma: what a member's next purchase is worth (Fader & Hardie 2013, note 025).

use super::curvature::{Matrix, inverse};
use super::optimum::{Optimum, Plateau, Search};
use super::special::{digamma, ln_beta};
use crate::domain::value::FitWarning;
use rayon::prelude::*;

/// A member's repeat purchases: how many days, and the mean money of one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spender {
    /// Repeat purchase days, above 0.
    pub x: u32,
    /// Mean net money of a repeat purchase day, above 0, in major units.
    pub mean: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct GammaGammaParams {
    pub p: f64,
    pub q: f64,
    pub gamma: f64,
}

#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct GammaGammaFit {
    /// Where the likelihood is highest.
    pub params: GammaGammaParams,
    pub log_likelihood: f64,
    /// Members it was fitted on.
    pub n: usize,
    /// Correlation of number and mean of purchases: the model assumes none.
    pub correlation: f64,
    /// Standard errors of p, q and γ; `None` where the data do not tell one of them.
    #[serde(default)]
    pub errors: Option<[f64; 3]>,
    /// What is to be known before its numbers are believed.
    #[serde(default)]
    pub warnings: Vec<FitWarning>,
}

const CHUNK: usize = 8_192;

/// Spenders that the starts are tried on.
const SAMPLE: usize = 20_000;

/// Spenders with what one likelihood needs of each, and each distinct x once.
struct Spenders {
    rows: Vec<SpenderIndex>,
    xs: Vec<u32>,
    n: f64,
}

/// Place of x in `xs`, money in all, ln of the mean.
#[derive(Clone, Copy)]
struct SpenderIndex {
    x: u32,
    money: f64,
    ln_mean: f64,
}

impl Spenders {
    fn new(spenders: &[Spender]) -> Self {
        Self::in_units_of(spenders, 1.0)
    }

    /// With money counted in a unit, so that numbers near 1 come out.
    fn in_units_of(spenders: &[Spender], unit: f64) -> Self {
        let mut xs: Vec<u32> = spenders.iter().map(|s| s.x).collect();
        xs.par_sort_unstable();
        xs.dedup();
        let place = |x: u32| u32::try_from(xs.partition_point(|v| *v < x)).unwrap_or(u32::MAX);
        let row = |s: &Spender| {
            let mean = s.mean / unit;
            SpenderIndex { x: place(s.x), money: f64::from(s.x) * mean, ln_mean: mean.ln() }
        };
        let rows: Vec<SpenderIndex> = spenders.par_iter().map(row).collect();
        let n = rows.iter().map(|_| 1.0).sum();
        Self { rows, xs, n }
    }

    fn sample(&self) -> Self {
        let every = self.rows.len().div_ceil(SAMPLE).max(1);
        let rows: Vec<SpenderIndex> = self.rows.iter().step_by(every).copied().collect();
        let n = rows.iter().map(|_| 1.0).sum();
        Self { rows, xs: self.xs.clone(), n }
    }

    /// What is to be minimised: less the mean log-likelihood, and its gradient.
    fn downhill(&self, at: &[f64]) -> (f64, Vec<f64>) {
        if at.iter().any(|u| u.abs() > FAR) {
            return (f64::INFINITY, vec![0.0; 3]);
        }
        let g = params_of(at);
        let [ll, by @ ..] = self.log_likelihood(&g);
        let slopes = slopes_of(&g);
        let slope = (0..3).map(|u| -(0..3).map(|of| by[of] * slopes[of][u]).sum::<f64>() / self.n).collect();
        (-ll / self.n, slope)
    }

    /// Sum of the log-likelihood and of its gradient by p, q, γ.
    fn log_likelihood(&self, g: &GammaGammaParams) -> [f64; 4] {
        let by_x: Vec<PerX> = self.xs.iter().map(|x| PerX::new(*x, g)).collect();
        let chunks: Vec<[f64; 4]> = self
            .rows
            .par_chunks(CHUNK)
            .map(|chunk| {
                let mut sum = [0.0; 4];
                for row in chunk {
                    for (total, term) in sum.iter_mut().zip(by_x[row.x as usize].terms(row, g)) {
                        *total += term;
                    }
                }
                sum
            })
            .collect();
        chunks.iter().fold([0.0; 4], |mut sum, chunk| {
            for (s, c) in sum.iter_mut().zip(chunk) {
                *s += c;
            }
            sum
        })
    }
}

/// What a likelihood needs once per distinct x.
struct PerX {
    x: f64,
    px: f64,
    constant: f64,
    psi_p: f64,
    psi_q: f64,
}

impl PerX {
    fn new(x: u32, g: &GammaGammaParams) -> Self {
        let x = f64::from(x);
        let px = g.p * x;
        let psi_both = digamma(px + g.q);
        Self { x, px, constant: -ln_beta(px, g.q), psi_p: psi_both - digamma(px), psi_q: psi_both - digamma(g.q) }
    }

    fn terms(&self, row: &SpenderIndex, g: &GammaGammaParams) -> [f64; 4] {
        // ln of the shares that γ and the money have of their sum, however small.
        let (ln_rate, ln_money) = (-(row.money / g.gamma).ln_1p(), -(g.gamma / row.money).ln_1p());
        [
            self.constant + g.q * ln_rate + self.px * ln_money - row.ln_mean,
            self.x * (self.psi_p + ln_money),
            self.psi_q + ln_rate,
            g.q / g.gamma - (self.px + g.q) / (g.gamma + row.money),
        ]
    }
}

/// Log-likelihood of one member's mean spend (note 025, equation 1a).
///
/// ```
/// use loyaltui::analytics::gamma_gamma::{GammaGammaParams, Spender, log_likelihood_of};
///
/// // With p = q = γ = 1 and one purchase the density of the mean z is 1/(1+z)².
/// let g = GammaGammaParams { p: 1.0, q: 1.0, gamma: 1.0 };
/// assert!((log_likelihood_of(Spender { x: 1, mean: 3.0 }, &g) - (1.0_f64 / 16.0).ln()).abs() < 1e-14);
/// ```
pub fn log_likelihood_of(s: Spender, g: &GammaGammaParams) -> f64 {
    Spenders::new(&[s]).log_likelihood(g)[0]
}

/// A coordinate beyond this is as good as infinite. ψ of larger numbers tells them apart no more.
const FAR: f64 = 16.0;

/// Far out in ln q all members spend alike.
const ALIKE: Plateau = Plateau { coordinate: 2, far: 13.0, loose: None };

/// The coordinate of ln p: as far out in it each member always spends the same, and only γp is told.
const LN_P: usize = 1;

/// A correlation of number and size beyond this is worth a warning.
const CORRELATED: f64 = 0.1;

/// Fits by maximum likelihood (note 025, equation 2), as `bgnbd::fit` does: over ln (γp/q), which the mean spend tells, ln p and
/// ln q. `None` with fewer than two members.
pub fn fit(spenders: &[Spender]) -> Option<GammaGammaFit> {
    fit_unless(&|| false, spenders)
}

/// The same, but `stop` is asked before every likelihood: from then on the answer is `None`.
pub fn fit_unless(stop: &dyn Fn() -> bool, spenders: &[Spender]) -> Option<GammaGammaFit> {
    if spenders.len() < 2 {
        return None;
    }
    let n = f64::from(u32::try_from(spenders.len()).ok()?);
    let mean = spenders.iter().map(|s| s.mean).sum::<f64>() / n;
    let all = Spenders::in_units_of(spenders, mean);
    let sample = all.sample();
    let mut starts = Vec::new();
    for p in [0.5_f64, 2.0, 8.0, 40.0] {
        for q in [1.5_f64, 4.0, 20.0] {
            starts.push(vec![vec![(1.0 - 1.0 / q).ln(), p.ln(), q.ln()]]);
        }
    }
    let search = Search { starts: &starts, walks: 3, plateaus: &[ALIKE], n, stop };
    let end =
        search.find(&|at: &[f64]| sample.downhill(at).0, &|at: &[f64]| sample.downhill(at), &|at: &[f64]| {
            all.downhill(at)
        })?;
    let unit = params_of(&end.at);
    let correlation = correlation(spenders, n, mean);
    let errors = errors(&unit, &end.curvature, n).map(|[p, q, gamma]| [p, q, gamma * mean]);
    let warnings = warnings(&all, spenders, &end, correlation);
    // The density of a mean in other units is another density: it is told in those of the money.
    let log_likelihood = -end.value * n - n * mean.ln();
    let params = GammaGammaParams { gamma: unit.gamma * mean, ..unit };
    Some(GammaGammaFit { params, log_likelihood, n: spenders.len(), correlation, errors, warnings })
}

fn params_of(at: &[f64]) -> GammaGammaParams {
    let (p, q) = (at[1].exp(), at[2].exp());
    GammaGammaParams { p, q, gamma: at[0].exp() * q / p }
}

/// How p, q and γ change with each coordinate.
fn slopes_of(g: &GammaGammaParams) -> [[f64; 3]; 3] {
    [[0.0, g.p, 0.0], [0.0, 0.0, g.q], [g.gamma, -g.gamma, g.gamma]]
}

/// Standard errors of p, q and γ from the curvature at the maximum; `None` where a direction is flat.
fn errors(g: &GammaGammaParams, curvature: &Matrix, n: f64) -> Option<[f64; 3]> {
    let spread = inverse(curvature)?;
    let variance = |slopes: [f64; 3]| -> f64 {
        (0..3).flat_map(|i| (0..3).map(move |j| (i, j))).map(|(i, j)| slopes[i] * spread[i][j] * slopes[j]).sum()
    };
    let errors = slopes_of(g).map(|slopes| (variance(slopes) / n).sqrt());
    errors.iter().all(|e| e.is_finite()).then_some(errors)
}

/// What is to be known of the fit.
fn warnings(all: &Spenders, spenders: &[Spender], end: &Optimum, correlation: f64) -> Vec<FitWarning> {
    let loss = |coordinate: usize| {
        let mut far = end.at.clone();
        far[coordinate] = ALIKE.far;
        all.n * (all.downhill(&far).0 - end.value)
    };
    let alike = spenders.windows(2).all(|two| two[0].mean.total_cmp(&two[1].mean).is_eq());
    let told = [
        (alike, FitWarning::AllAlike),
        (!alike && loss(ALIKE.coordinate) < 0.5, FitWarning::SpendAlike),
        (!alike && loss(LN_P) < 0.5, FitWarning::SpendSteady),
        (params_of(&end.at).q <= 1.0, FitWarning::NoMean),
        (correlation.abs() > CORRELATED, FitWarning::Correlated),
        (!alike && !end.is_reached(), FitWarning::NotReached),
    ];
    told.into_iter().filter_map(|(holds, warning)| holds.then_some(warning)).collect()
}

fn correlation(spenders: &[Spender], n: f64, mean: f64) -> f64 {
    let mean_x = spenders.iter().map(|s| f64::from(s.x)).sum::<f64>() / n;
    let (mut xy, mut xx, mut yy) = (0.0, 0.0, 0.0);
    for s in spenders {
        let (dx, dy) = (f64::from(s.x) - mean_x, s.mean - mean);
        xy += dx * dy;
        xx += dx * dx;
        yy += dy * dy;
    }
    if xx > 0.0 && yy > 0.0 { xy / (xx * yy).sqrt() } else { 0.0 }
}

/// Expected money of a purchase of a member with `x` repeat purchases of mean `mean` (both 0: of a one-time buyer), in the units of
/// γ: p (γ + x z̄) / (p x + q − 1) (note 025, equation 5). `None` where q ≤ 1: the model then has no mean.
///
/// ```
/// use loyaltui::analytics::gamma_gamma::{GammaGammaParams, expected_money};
///
/// let g = GammaGammaParams { p: 6.25, q: 3.74, gamma: 15.44 };
/// assert!((expected_money(&g, 2, 22.345).unwrap() - 24.659_612_860_892_4).abs() < 1e-11);
/// assert!((expected_money(&g, 0, 0.0).unwrap() - 35.218_978_102_189_8).abs() < 1e-11);
/// assert_eq!(expected_money(&GammaGammaParams { q: 1.0, ..g }, 0, 0.0), None);
/// ```
pub fn expected_money(g: &GammaGammaParams, x: u32, mean: f64) -> Option<f64> {
    let x = f64::from(x);
    (g.q > 1.0).then(|| g.p * (g.gamma + x * mean) / (g.p * x + (g.q - 1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_the_mean_of_a_member_is_as_wide_after_many_purchases_as_after_one_it_is_said() {
        // Inverse Gamma numbers of shape 2, whatever the number of purchases.
        let exponential = |k: u32| -((f64::from(k) + 0.5) / 20.0).ln();
        let spender =
            |i: u32, j: u32| Spender { x: 1 + (i * 7 + j * 3) % 4, mean: 30.0 / (exponential(i) + exponential(j)) };
        let all: Vec<Spender> =
            (0..20).flat_map(|i| (0..20).map(move |j| (i, j))).map(|(i, j)| spender(i, j)).collect();
        let fit = fit(&all).unwrap();
        assert!(fit.warnings.contains(&FitWarning::SpendSteady), "{fit:?}");
        assert!((fit.params.q - 2.09).abs() < 0.05, "{fit:?}");
    }

    #[test]
    fn where_spend_varies_within_and_between_members_nothing_is_said_of_plateaus() {
        // The more purchases, the nearer a mean is to its member's own; the wide ones are those of a single purchase.
        let spender = |i: u32| {
            let (own, off) = (10.0 + f64::from(i % 30), [0.4, 0.8, 1.2, 1.6][(i % 4) as usize]);
            let x = 1 + (i / 4) % 16;
            Spender { x, mean: own * (1.0 + (off - 1.0) / f64::from(x).sqrt()) }
        };
        let fit = fit(&(0..960).map(spender).collect::<Vec<_>>()).unwrap();
        assert_eq!(fit.warnings, [], "{fit:?}");
    }
}
