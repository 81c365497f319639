//! Gamma-Gamma: what a member's next purchase is worth (Fader & Hardie 2013, note 025).

use super::bfgs;
use super::special::{digamma, ln_beta};
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

#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct GammaGammaFit {
    /// Where the likelihood is highest.
    pub params: GammaGammaParams,
    pub log_likelihood: f64,
    /// Members it was fitted on.
    pub n: usize,
    /// Correlation of number and mean of purchases: the model assumes none.
    pub correlation: f64,
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
        let mut xs: Vec<u32> = spenders.iter().map(|s| s.x).collect();
        xs.par_sort_unstable();
        xs.dedup();
        let place = |x: u32| u32::try_from(xs.partition_point(|v| *v < x)).unwrap_or(u32::MAX);
        let row = |s: &Spender| SpenderIndex { x: place(s.x), money: f64::from(s.x) * s.mean, ln_mean: s.mean.ln() };
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

    /// What is to be minimised over the logs of the parameters: less the mean log-likelihood, and its gradient.
    fn downhill(&self, logs: &[f64]) -> (f64, Vec<f64>) {
        if bfgs::is_far(logs) {
            return (f64::INFINITY, vec![0.0; 3]);
        }
        let g = params_of(logs);
        let [ll, dp, dq, dgamma] = self.log_likelihood(&g);
        (-ll / self.n, [dp * g.p, dq * g.q, dgamma * g.gamma].map(|d| -d / self.n).to_vec())
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

pub fn log_likelihood_of(s: Spender, g: &GammaGammaParams) -> f64 {
    Spenders::new(&[s]).log_likelihood(g)[0]
}

/// Fits by maximum likelihood, from three starts on a sample and from the best of these on everybody; `None` with fewer than
/// two members.
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
    let starts = [[1.0, 2.0, mean], [5.0, 4.0, mean / 2.0], [0.5, 1.5, mean * 2.0]];
    let all = Spenders::new(spenders);
    let sample = all.sample();
    let best = starts
        .iter()
        .map(|start| {
            let logs: Vec<f64> = start.iter().map(|v: &f64| v.ln()).collect();
            bfgs::minimise(&logs, bfgs::unless(stop, |at| sample.downhill(at)))
        })
        .filter(|m| m.value.is_finite())
        .min_by(|a, b| a.value.total_cmp(&b.value))?;
    let best = bfgs::go_on(&best, bfgs::unless(stop, |at| all.downhill(at)));
    if stop() {
        return None;
    }
    let correlation = correlation(spenders, n, mean);
    Some(GammaGammaFit { params: params_of(&best.at), log_likelihood: -best.value * n, n: spenders.len(), correlation })
}

fn params_of(logs: &[f64]) -> GammaGammaParams {
    GammaGammaParams { p: logs[0].exp(), q: logs[1].exp(), gamma: logs[2].exp() }
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

/// Expected money of a purchase of a member with `x` repeat purchases of mean `mean` (both 0: of a one-time buyer).
/// `None` where q ≤ 1: the model then has no mean.
pub fn expected_money(g: &GammaGammaParams, x: u32, mean: f64) -> Option<f64> {
    let x = f64::from(x);
    (g.q > 1.0).then(|| g.p * (g.gamma + x * mean) / (g.p * x + (g.q - 1.0)))
}
