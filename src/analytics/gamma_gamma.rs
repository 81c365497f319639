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

/// Parameters.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
#[expect(missing_docs, reason = "named as in the note")]
pub struct Params {
    pub p: f64,
    pub q: f64,
    pub gamma: f64,
}

/// A maximum-likelihood fit.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Fit {
    /// Where the likelihood is highest.
    pub params: Params,
    /// Log-likelihood there.
    pub log_likelihood: f64,
    /// Members it was fitted on.
    pub n: usize,
    /// Correlation of number and mean of purchases: the model assumes none.
    pub correlation: f64,
}

const CHUNK: usize = 8_192;

/// Sum of the log-likelihood and of its gradient by p, q, γ.
fn log_likelihood(spenders: &[Spender], g: &Params) -> [f64; 4] {
    let chunks: Vec<[f64; 4]> = spenders
        .par_chunks(CHUNK)
        .map(|chunk| {
            let mut sum = [0.0; 4];
            for s in chunk {
                for (total, term) in sum.iter_mut().zip(terms(*s, g)) {
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

fn terms(s: Spender, g: &Params) -> [f64; 4] {
    let x = f64::from(s.x);
    let px = g.p * x;
    let (money, psi_both) = (x * s.mean, digamma(px + g.q));
    // ln of the shares that γ and the money have of their sum, however small.
    let (ln_rate, ln_money) = (-(money / g.gamma).ln_1p(), -(g.gamma / money).ln_1p());
    [
        g.q * ln_rate + px * ln_money - ln_beta(px, g.q) - s.mean.ln(),
        x * (psi_both - digamma(px) + ln_money),
        psi_both - digamma(g.q) + ln_rate,
        g.q / g.gamma - (px + g.q) / (g.gamma + money),
    ]
}

/// Log-likelihood of one member.
pub fn log_likelihood_of(s: Spender, g: &Params) -> f64 {
    terms(s, g)[0]
}

/// Fits by maximum likelihood; `None` with fewer than two members.
pub fn fit(spenders: &[Spender]) -> Option<Fit> {
    if spenders.len() < 2 {
        return None;
    }
    let n = f64::from(u32::try_from(spenders.len()).ok()?);
    let mean = spenders.iter().map(|s| s.mean).sum::<f64>() / n;
    let starts = [[1.0, 2.0, mean], [5.0, 4.0, mean / 2.0], [0.5, 1.5, mean * 2.0]];
    let best = starts
        .iter()
        .map(|start| {
            let logs: Vec<f64> = start.iter().map(|v: &f64| v.ln()).collect();
            bfgs::minimise(&logs, |at| {
                let g = params_of(at);
                let [ll, dp, dq, dgamma] = log_likelihood(spenders, &g);
                (-ll / n, [dp * g.p, dq * g.q, dgamma * g.gamma].map(|d| -d / n).to_vec())
            })
        })
        .filter(|m| m.value.is_finite())
        .min_by(|a, b| a.value.total_cmp(&b.value))?;
    let correlation = correlation(spenders, n, mean);
    Some(Fit { params: params_of(&best.at), log_likelihood: -best.value * n, n: spenders.len(), correlation })
}

fn params_of(logs: &[f64]) -> Params {
    Params { p: logs[0].exp(), q: logs[1].exp(), gamma: logs[2].exp() }
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
pub fn expected_money(g: &Params, x: u32, mean: f64) -> Option<f64> {
    let x = f64::from(x);
    (g.q > 1.0).then(|| g.p * (g.gamma + x * mean) / (g.p * x + (g.q - 1.0)))
}
