//! Expected purchases while alive, where the textbook form is 0/0 or cancels.
//!
//! With τ = t/(α+T) and R = r+x the expectation is that of (1 − (1+τp)^−R)/p over p ~ Beta(a, c). Three ways to the same
//! number, each where it is good: a series, the ₂F₁ of the papers, and quadrature of the Beta integral.

use super::special::ln_beta;

/// E over p ~ Beta(a, c) of (1 − (1+τp)^−R)/p.
pub fn while_alive(big_r: f64, a: f64, c: f64, tau: f64) -> f64 {
    if tau <= 0.0 {
        return 0.0;
    }
    if tau <= 0.8
        && let Some(sum) = series(big_r, a, c, tau)
    {
        return sum;
    }
    let far_from_poles = (a - 1.0).abs() >= 1e-3 && (a + c - 1.0).abs() >= 1e-3;
    if far_from_poles && let Some(value) = hypergeometric(big_r, a, c, tau) {
        return value;
    }
    quadrature(big_r, a, c, tau)
}

/// Σ (−1)^(k+1) (R)_k (a)_{k−1} τ^k / ((a+c)_{k−1} k!); `None` where its terms cancel.
fn series(big_r: f64, a: f64, c: f64, tau: f64) -> Option<f64> {
    let mut term = big_r * tau;
    let (mut sum, mut largest) = (term, term.abs());
    for k in 1..2_000 {
        let k = f64::from(k);
        term *= -(big_r + k) * (a + k - 1.0) * tau / ((a + c + k - 1.0) * (k + 1.0));
        sum += term;
        largest = largest.max(term.abs());
        if !term.is_finite() || largest > 1e3 * sum.abs().max(f64::MIN_POSITIVE) && term.abs() > sum.abs() {
            return None;
        }
        if term.abs() <= 1e-17 * sum.abs() {
            return (largest <= 1e3 * sum.abs()).then_some(sum);
        }
    }
    None
}

/// (a+c−1)/(a−1) · (1 − (1−z)^R ₂F₁(R, c; a+c−1; z)), z = τ/(1+τ); `None` beyond 3,000 terms or where it cancels.
fn hypergeometric(big_r: f64, a: f64, c: f64, tau: f64) -> Option<f64> {
    let (z, lower) = (tau / (1.0 + tau), a + c - 1.0);
    let (mut term, mut sum) = (1.0_f64, 1.0_f64);
    let mut done = false;
    for k in 0..3_000 {
        let k = f64::from(k);
        term *= (big_r + k) * (c + k) * z / ((lower + k) * (k + 1.0));
        sum += term;
        if !term.is_finite() {
            return None;
        }
        if term.abs() <= 1e-17 * sum.abs() {
            done = true;
            break;
        }
    }
    let product = (-big_r * tau.ln_1p()).exp() * sum;
    let rest = 1.0 - product;
    // What is left of a difference of nearly equal numbers has lost that many digits.
    let cancels = rest.abs() < 1e-2 * product.abs().max(1.0);
    (done && !cancels && product.is_finite()).then(|| lower / (a - 1.0) * rest)
}

/// Half the number of nodes.
const NODES: i32 = 300;

/// Double-exponential quadrature of the Beta integral in the logit u of p: u = centre + width · sinh(s).
fn quadrature(big_r: f64, a: f64, c: f64, tau: f64) -> f64 {
    let (centre, width) = peak(big_r, a, c, tau);
    let norm = ln_beta(a, c);
    // ln of the integrand by u; its tails fall like e^(a u) and e^(−(c+1) u).
    let log_at = |u: f64| {
        let ln_p = -softplus(-u);
        let ln_q = -softplus(u);
        // Far out on the left p is below the smallest number there is, and the last factor is R τ p.
        let ln_bought = if ln_p < -600.0 {
            (big_r * tau).ln() + ln_p
        } else {
            (-(-big_r * (tau * ln_p.exp()).ln_1p()).exp_m1()).ln()
        };
        (a - 1.0) * ln_p + c * ln_q - norm + ln_bought
    };
    let reach = 40.0 / a.min(c).min(1.0) + centre.abs() + 40.0;
    let end = (reach / width).asinh();
    let step = end / f64::from(NODES);
    let mut sum = 0.0;
    for k in -NODES..=NODES {
        let s = f64::from(k) * step;
        let value = log_at(centre + width * s.sinh());
        if value.is_finite() {
            sum += (value + (width * s.cosh()).ln()).exp();
        }
    }
    sum * step
}

/// The logit at which the integrand peaks, and how wide it is there.
fn peak(big_r: f64, a: f64, c: f64, tau: f64) -> (f64, f64) {
    // d/du of the log integrand falls through zero once; the slope of ln(1 − (1+τp)^−R) by u lies between 0 and 1.
    let slope = |u: f64| {
        let p = (-softplus(-u)).exp();
        let q = (-softplus(u)).exp();
        let grown = (tau * p).ln_1p();
        let bought = -(-big_r * grown).exp_m1();
        let by_u = big_r * (-(big_r + 1.0) * grown).exp() * tau * p * q / bought.max(f64::MIN_POSITIVE);
        (a - 1.0) * q - c * p + by_u
    };
    let (mut low, mut high) = (-700.0, 700.0);
    for _ in 0..80 {
        let middle = f64::midpoint(low, high);
        if slope(middle) > 0.0 { low = middle } else { high = middle }
    }
    let centre = f64::midpoint(low, high);
    let h = 1e-3;
    let curvature = (slope(centre - h) - slope(centre + h)) / (2.0 * h);
    (centre, 1.0 / curvature.max(1e-4).sqrt())
}

/// ln(1 + eˣ).
fn softplus(x: f64) -> f64 {
    if x > 0.0 { x + (-x).exp().ln_1p() } else { x.exp().ln_1p() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_poles_of_the_textbook_form_are_nothing_special() {
        let near = while_alive(3.2, 1.0 + 1e-9, 2.4, 5.0);
        let at = while_alive(3.2, 1.0, 2.4, 5.0);
        let beyond = while_alive(3.2, 1.0 - 1e-9, 2.4, 5.0);
        assert!((near - at).abs() < 1e-8 * at && (beyond - at).abs() < 1e-8 * at, "{near} {at} {beyond}");
    }

    proptest! {
        #[test]
        fn series_and_quadrature_agree(r in 0.05..60.0_f64, a in 0.02..8.0_f64, c in 0.1..60.0_f64, tau in 1e-6..0.8_f64) {
            if let Some(sum) = series(r, a, c, tau) {
                let integral = quadrature(r, a, c, tau);
                prop_assert!((sum - integral).abs() <= 1e-10 * sum, "{} {}", sum, integral);
            }
        }

        #[test]
        fn hypergeometric_and_quadrature_agree(r in 0.05..60.0_f64, a in 0.02..8.0_f64, c in 0.1..60.0_f64, tau in 0.8..40.0_f64) {
            prop_assume!((a - 1.0).abs() >= 1e-3 && (a + c - 1.0).abs() >= 1e-3);
            if let Some(value) = hypergeometric(r, a, c, tau) {
                let integral = quadrature(r, a, c, tau);
                prop_assert!((value - integral).abs() <= 1e-10 * integral, "{} {}", value, integral);
            }
        }
    }
}
