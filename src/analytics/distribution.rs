//! Chances of the normal, t, χ² and F distributions, right to about twelve digits, tails included.

use super::special::ln_beta;
use crate::domain::experiment::ChiSquaredTest;
use statrs::function::beta::beta_reg;
use statrs::function::gamma::gamma_ur;

/// The chance of a normal number below z.
///
/// ```
/// use loyaltui::analytics::distribution::normal_below;
///
/// assert!((normal_below(1.959_963_984_540_054) - 0.975).abs() < 1e-15);
/// ```
pub fn normal_below(z: f64) -> f64 {
    0.5 * libm::erfc(-z / std::f64::consts::SQRT_2)
}

/// The chance of a normal number as far from 0 as z, on either side.
///
/// ```
/// use loyaltui::analytics::distribution::two_sided;
///
/// assert!((two_sided(1.959_963_984_540_054) - 0.05).abs() < 1e-15);
/// ```
pub fn two_sided(z: f64) -> f64 {
    libm::erfc(z.abs() / std::f64::consts::SQRT_2)
}

/// The normal number below which a share lies: bisection, then Newton's method to the last digit.
///
/// ```
/// use loyaltui::analytics::distribution::normal_point;
///
/// assert!((normal_point(0.975) - 1.959_963_984_540_054).abs() < 1e-14);
/// ```
pub fn normal_point(share: f64) -> f64 {
    let density = |z: f64| (-z * z / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
    solve(share, (-40.0, 40.0), normal_below, density)
}

/// The chance of a t as far from 0 as this one, on either side.
///
/// ```
/// use loyaltui::analytics::distribution::t_outside;
///
/// // With one degree of freedom half of all lie beyond 1.
/// assert!((t_outside(1.0, 1.0) - 0.5).abs() < 1e-14);
/// ```
pub fn t_outside(t: f64, freedom: f64) -> f64 {
    beta_reg(freedom / 2.0, 0.5, freedom / (freedom + t * t))
}

/// The t below which a share of more than a half lies.
///
/// ```
/// use loyaltui::analytics::distribution::t_point;
///
/// assert!((t_point(0.975, 4.0) - 2.776_445_105_197_793).abs() < 1e-11);
/// ```
pub fn t_point(share: f64, freedom: f64) -> f64 {
    let ln_norm = -0.5 * freedom.ln() - ln_beta(freedom / 2.0, 0.5);
    let density = |t: f64| (ln_norm - f64::midpoint(freedom, 1.0) * (t * t / freedom).ln_1p()).exp();
    solve(share, (0.0, 1e4), |t| 1.0 - t_outside(t, freedom) / 2.0, density)
}

/// The place at which a growing function with this slope reaches a value.
fn solve(value: f64, within: (f64, f64), f: impl Fn(f64) -> f64, slope: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = within;
    for _ in 0..40 {
        let middle = f64::midpoint(low, high);
        if f(middle) < value { low = middle } else { high = middle }
    }
    let mut at = f64::midpoint(low, high);
    for _ in 0..3 {
        at -= (f(at) - value) / slope(at);
    }
    at
}

/// A χ² with the chance of one above it. With one degree of freedom it is the square of a normal number, right to the last digit
/// also in the tail.
///
/// ```
/// use loyaltui::analytics::distribution::chi_squared;
///
/// assert!((chi_squared(3.841_458_820_694_124, 1.0).p - 0.05).abs() < 1e-14);
/// ```
pub fn chi_squared(statistic: f64, freedom: f64) -> ChiSquaredTest {
    let p = match statistic {
        nothing if nothing <= 0.0 => 1.0,
        square if freedom <= 1.0 => two_sided(square.sqrt()),
        sum => gamma_ur(freedom / 2.0, sum / 2.0),
    };
    ChiSquaredTest { statistic, freedom, p }
}

/// The chance of an F above this one (analysis of variance).
///
/// ```
/// use loyaltui::analytics::distribution::f_above;
///
/// assert!((f_above(21.0, 2.0, 6.0) - 0.001_953_125).abs() < 1e-15);
/// ```
pub fn f_above(f: f64, above: f64, below: f64) -> f64 {
    if f.is_finite() { beta_reg(below / 2.0, above / 2.0, below / (below + above * f)) } else { 0.0 }
}
