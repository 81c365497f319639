//! Pareto/NBD: a member may stop at any moment, not only after a purchase.
//!
//! Schmittlein, Morrison & Colombo (1987), "Counting your customers"; formulas as in Fader & Hardie (2005), note 009. Purchase
//! rates ~ Gamma(r, α) a week, drop-out rates ~ Gamma(s, β) a week. The difference of two ₂F₁ that the papers write is an integral
//! over the moment of drop-out, a sum of positive terms, and is worked out as that: it never cancels.

mod fit;
mod residual;

pub use fit::{fit, fit_unless};
pub use residual::discounted_forever;

use super::bgnbd::WeeklyBuyer;
use super::quadrature::TEN;
use crate::domain::value::FitWarning;

/// Parameters, all above 0: r and s without unit, α and β in weeks.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ParetoParams {
    pub r: f64,
    pub alpha: f64,
    pub s: f64,
    pub beta: f64,
}

#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ParetoFit {
    /// Where the likelihood is highest.
    pub params: ParetoParams,
    pub log_likelihood: f64,
    /// Members it was fitted on.
    pub n: usize,
    /// Of these, members with a repeat purchase.
    pub repeaters: usize,
    /// Standard errors of r, α, s and β; `None` where the data do not tell one of them.
    pub errors: Option<[f64; 4]>,
    /// What the data can't tell.
    pub warnings: Vec<FitWarning>,
}

/// The odds to have dropped out since the last purchase against being alive, as a log, and the means over the moment of drop-out
/// that the gradient needs.
struct Gone {
    ln_odds: f64,
    /// Of ln((α+t)/(α+t_x)).
    ln_alpha: f64,
    /// Of (λt − x)/(α+t).
    by_alpha: f64,
    /// Of ln((β+t)/(β+t_x)).
    ln_beta: f64,
    /// Of (μt − 1)/(β+t).
    by_beta: f64,
}

/// Widest panel in ln t, and how much the integrand may fall in the first.
const WIDEST: f64 = 1.5;
const FALL: f64 = 8.0;

impl Gone {
    /// The integral of s/(β+t) ((α+T)/(α+t))^(r+x) ((β+T)/(β+t))^s over t from t_x to T, by ln of t + min(α, β).
    fn of(p: &ParetoParams, x: f64, t_x: f64, age: f64) -> Option<Self> {
        let near = p.alpha.min(p.beta) + t_x;
        let end = ((age - t_x) / near).ln_1p();
        if end <= 0.0 {
            return None;
        }
        let (big_r, rate, stop) = (p.r + x, p.r / p.alpha, p.s / p.beta);
        let mut sums = [0.0; 5];
        let (mut from, mut width) = (0.0, (FALL / (big_r + p.s + 1.0)).min(WIDEST));
        while from < end {
            let to = (from + width).min(end);
            let mut part = [0.0; 5];
            for (y, step) in TEN.panel(from, to) {
                let since = near * y.exp_m1();
                let t = t_x + since;
                let (by_alpha, by_beta) = (1.0 / (p.alpha + t), 1.0 / (p.beta + t));
                let ln_alpha = (since / (p.alpha + t_x)).ln_1p();
                let ln_beta = (since / (p.beta + t_x)).ln_1p();
                let height = step * p.s * (near + since) * by_beta * (-big_r * ln_alpha - p.s * ln_beta).exp();
                let terms = [1.0, ln_alpha, (rate * t - x) * by_alpha, ln_beta, (stop * t - 1.0) * by_beta];
                for (sum, term) in part.iter_mut().zip(terms) {
                    *sum += height * term;
                }
            }
            for (sum, more) in sums.iter_mut().zip(part) {
                *sum += more;
            }
            if part[0] <= 1e-18 * sums[0] {
                break;
            }
            (from, width) = (to, (2.0 * width).min(WIDEST));
        }
        let grown = |by: f64| ((age - t_x) / (by + t_x)).ln_1p();
        let ln_odds = big_r * grown(p.alpha) + p.s * grown(p.beta) + sums[0].ln();
        let [all, ln_alpha, by_alpha, ln_beta, by_beta] = sums;
        Some(Self {
            ln_odds,
            ln_alpha: ln_alpha / all,
            by_alpha: by_alpha / all,
            ln_beta: ln_beta / all,
            by_beta: by_beta / all,
        })
    }
}

/// Log-likelihood of one member and its gradient by r, α, s, β.
fn terms(p: &ParetoParams, buyer: WeeklyBuyer) -> [f64; 5] {
    let (x, t_x, age) = (f64::from(buyer.x), buyer.t_x, buyer.age);
    let (mut bought, mut by_r) = (0.0, 0.0);
    for k in 0..buyer.x {
        let each = p.r + f64::from(k);
        bought += (each / p.alpha).ln();
        by_r += 1.0 / each;
    }
    let (ln_alpha, ln_beta) = ((age / p.alpha).ln_1p(), (age / p.beta).ln_1p());
    let alive = bought - (p.r + x) * ln_alpha - p.s * ln_beta;
    let (rate, stop) = (p.r / p.alpha, p.s / p.beta);
    let while_alive = [by_r - ln_alpha, (rate * age - x) / (p.alpha + age), -ln_beta, stop * age / (p.beta + age)];
    let (mut ll, mut slope) = (alive, while_alive);
    if let Some(gone) = Gone::of(p, x, t_x, age) {
        let (gone_by, still) = chances(gone.ln_odds);
        let if_gone = [
            by_r - (t_x / p.alpha).ln_1p() - gone.ln_alpha,
            gone.by_alpha,
            1.0 / p.s - (t_x / p.beta).ln_1p() - gone.ln_beta,
            gone.by_beta,
        ];
        slope = std::array::from_fn(|i| still * while_alive[i] + gone_by * if_gone[i]);
        ll += gone.ln_odds.max(0.0) + (-gone.ln_odds.abs()).exp().ln_1p();
    }
    [ll, slope[0], slope[1], slope[2], slope[3]]
}

/// The chances that odds stand for, and against.
fn chances(ln_odds: f64) -> (f64, f64) {
    let small = (-ln_odds.abs()).exp();
    let (more, less) = (1.0 / (1.0 + small), small / (1.0 + small));
    if ln_odds > 0.0 { (more, less) } else { (less, more) }
}

/// Log-likelihood of one member's purchases (note 009, equation 18).
///
/// ```
/// use loyaltui::analytics::bgnbd::Buyer;
/// use loyaltui::analytics::pareto::{ParetoParams, log_likelihood};
///
/// let p = ParetoParams { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 };
/// let found = log_likelihood(&p, Buyer { x: 2, t_x: 213, age: 272 });
/// assert!((found - -9.554_122_824_149_03).abs() < 1e-11);
/// ```
pub fn log_likelihood(p: &ParetoParams, buyer: impl Into<WeeklyBuyer>) -> f64 {
    terms(p, buyer.into())[0]
}

/// Probability that the member still buys, as of the member's age (note 009, equation 11).
///
/// ```
/// use loyaltui::analytics::bgnbd::Buyer;
/// use loyaltui::analytics::pareto::{ParetoParams, p_alive};
///
/// let p = ParetoParams { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 };
/// assert!((p_alive(&p, Buyer { x: 0, t_x: 0, age: 272 }) - 0.295_303_374_265_776).abs() < 1e-12);
/// ```
pub fn p_alive(p: &ParetoParams, buyer: impl Into<WeeklyBuyer>) -> f64 {
    let buyer = buyer.into();
    let gone = Gone::of(p, f64::from(buyer.x), buyer.t_x, buyer.age);
    gone.map_or(1.0, |gone| chances(gone.ln_odds).1)
}

/// Expected purchases of a member in the next `t` weeks (note 009, equation 22), without its pole at s = 1.
///
/// ```
/// use loyaltui::analytics::bgnbd::Buyer;
/// use loyaltui::analytics::pareto::{ParetoParams, expected};
///
/// let p = ParetoParams { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 };
/// let found = expected(&p, Buyer { x: 2, t_x: 213, age: 272 }, 39.0);
/// assert!((found - 1.455_226_130_949).abs() < 1e-9);
/// ```
pub fn expected(p: &ParetoParams, buyer: impl Into<WeeklyBuyer>, t: f64) -> f64 {
    let buyer = buyer.into();
    let rate = (p.r + f64::from(buyer.x)) / (p.alpha + buyer.age);
    p_alive(p, buyer) * rate * time_alive(p.s, p.beta + buyer.age, t)
}

/// Expected repeat purchases of a new member in the first `t` weeks (note 009, equation 17).
///
/// ```
/// use loyaltui::analytics::pareto::{ParetoParams, expected_of_new};
///
/// let p = ParetoParams { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 };
/// assert!((expected_of_new(&p, 52.0) - 1.472_996_803_375_11).abs() < 1e-12);
/// ```
pub fn expected_of_new(p: &ParetoParams, t: f64) -> f64 {
    p.r / p.alpha * time_alive(p.s, p.beta, t)
}

/// Weeks that somebody alive stays so, of the next `t`: β/(s−1) (1 − (β/(β+t))^(s−1)), and β ln(1 + t/β) at s = 1.
fn time_alive(s: f64, beta: f64, t: f64) -> f64 {
    let (above, grown) = (s - 1.0, (t / beta).ln_1p());
    let ratio = if above.abs() < f64::EPSILON { grown } else { -(-above * grown).exp_m1() / above };
    beta * ratio
}
