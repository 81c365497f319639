//! Expected purchases while alive, where the textbook form is 0/0 or cancels.
//!
//! With τ = t/(α+T) and R = r+x the expectation is that of (1 − (1+τp)^−R)/p over p ~ Beta(a, c). Three ways to the same
//! number, each where it is good: a series, the ₂F₁ of the papers, and quadrature of the Beta integral.

use super::quadrature::SIXTEEN;

/// E over p ~ Beta(a, c) of (1 − (1+τp)^−R)/p, for all R, a, c above 0: purchases expected of a member who is alive, p the chance to
/// drop out after each. Right to about twelve digits for a and c from 10⁻¹² to 10¹².
///
/// ```
/// use loyaltui::analytics::expectation::while_alive;
///
/// // With a = c = 1 and R = 1 it is ln(1 + τ).
/// assert!((while_alive(1.0, 1.0, 1.0, 5.0) - 6.0_f64.ln()).abs() < 1e-14);
/// // Where a is next to nothing nobody drops out, and R τ purchases are expected.
/// assert!((while_alive(2.0, 1e-12, 3.0, 5.0) - 10.0).abs() < 1e-9);
/// ```
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
        // Not (a + k) − 1: a and c may be tiny.
        term *= -(big_r + k) * (a + (k - 1.0)) * tau / ((a + c + (k - 1.0)) * (k + 1.0));
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
    // Not (a+c−1) + k: a + c may be tiny.
    let above_lower = |k: f64| if k > 0.0 { a + c + (k - 1.0) } else { lower };
    let (mut term, mut sum) = (1.0_f64, 1.0_f64);
    let mut done = false;
    for k in 0..3_000 {
        let k = f64::from(k);
        term *= (big_r + k) * (c + k) * z / (above_lower(k) * (k + 1.0));
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

/// The Beta integral in the logit u of p, by panels from the middle of Beta's weight outward. Both the integral and the weight
/// are summed over the same nodes, so that the result is a weighted mean of positive numbers, whatever the size of a and c.
/// Where p or 1 − p is as good as nothing, the rest of either tail is known.
fn quadrature(big_r: f64, a: f64, c: f64, tau: f64) -> f64 {
    let mode = a.ln() - c.ln();
    let left_end = (-((big_r + 1.0) * tau).ln_1p()).min(mode) - TAIL;
    let right_end = mode.max(0.0) + TAIL;
    let weight = BetaWeight::new(a, c, mode);
    let rate_at = |u: f64| mean_rate(big_r, tau, -softplus(-u));
    let narrow = ((a + c) / a / c).sqrt().min(WIDEST);
    let mut sums = (0.0, 0.0);
    for (direction, end) in [(-1.0, left_end), (1.0, right_end)] {
        let (mut from, mut width) = (mode, narrow);
        loop {
            let to = if direction < 0.0 { (from - width).max(end) } else { (from + width).min(end) };
            let mut part = (0.0, 0.0);
            for (u, step) in SIXTEEN.panel(from.min(to), from.max(to)) {
                let share = weight.at(u) * step;
                part = (part.0 + share, part.1 + share * rate_at(u));
            }
            sums = (sums.0 + part.0, sums.1 + part.1);
            if part.0 <= 1e-18 * sums.0 && part.1 <= 1e-18 * sums.1 {
                break;
            }
            if to.total_cmp(&end).is_eq() {
                let rest = weight.at(end) / if direction < 0.0 { a } else { c };
                sums = (sums.0 + rest, sums.1 + rest * rate_at(end));
                break;
            }
            (from, width) = (to, (2.0 * width).min(WIDEST));
        }
    }
    sums.1 / sums.0
}

/// So far beyond every turn of the integrand, in logits, its tails are exponential to the last digit.
const TAIL: f64 = 40.0;

/// The logarithm of a chance so small that numbers of this size begin to lose digits.
const LN_NOTHING: f64 = -600.0;

/// The widest panel: the integrand's singularities lie π off the real line.
const WIDEST: f64 = 1.5;

/// pᵃ (1−p)ᶜ by the logit of p, over its height at the mode a/(a+c).
struct BetaWeight {
    a: f64,
    c: f64,
    mode: f64,
    /// p and 1 − p at the mode.
    at_mode: (f64, f64),
}

impl BetaWeight {
    fn new(a: f64, c: f64, mode: f64) -> Self {
        Self { a, c, mode, at_mode: ((-softplus(-mode)).exp(), (-softplus(mode)).exp()) }
    }

    fn at(&self, u: f64) -> f64 {
        let away = u - self.mode;
        let (p, q) = self.at_mode;
        // ln p and ln (1−p) less what they are at the mode, without taking one large number from another.
        let (ln_p, ln_q) = if away.abs() > 30.0 {
            (softplus(-self.mode) - softplus(-u), softplus(self.mode) - softplus(u))
        } else {
            (-ln_mixture(p, q, -away), -ln_mixture(q, p, away))
        };
        (self.a * ln_p + self.c * ln_q).exp()
    }
}

/// ln(rest + share · eˣ), rest and share together 1: neither is to be had from the other where it is next to nothing.
fn ln_mixture(rest: f64, share: f64, x: f64) -> f64 {
    if x < -1.0 { (rest + share * x.exp()).ln() } else { (share * x.exp_m1()).ln_1p() }
}

/// (1 − (1+τp)^−R)/p at ln p.
fn mean_rate(big_r: f64, tau: f64, ln_p: f64) -> f64 {
    if ln_p < LN_NOTHING {
        return big_r * tau;
    }
    let p = ln_p.exp();
    -(-big_r * (tau * p).ln_1p()).exp_m1() / p
}

/// ln(1 + eˣ).
fn softplus(x: f64) -> f64 {
    if x > 0.0 { x + (-x).exp().ln_1p() } else { x.exp().ln_1p() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[test]
    fn the_poles_of_the_textbook_form_are_nothing_special() {
        let near = while_alive(3.2, 1.0 + 1e-9, 2.4, 5.0);
        let at = while_alive(3.2, 1.0, 2.4, 5.0);
        let beyond = while_alive(3.2, 1.0 - 1e-9, 2.4, 5.0);
        assert!((near - at).abs() < 1e-8 * at && (beyond - at).abs() < 1e-8 * at, "{near} {at} {beyond}");
    }

    /// By quadrature of 40 digits, apart.
    #[rstest]
    #[case(3.2, 1e-19, 2.5, 60.0, 192.0)]
    #[case(40.5, 1e-17, 3e5, 25.0, 1_012.5)]
    #[case(500.0, 0.02, 1e16, 8.0, 3_999.999_999_999_984)]
    #[case(500.0, 0.02, 1e18, 8.0, 4_000.0)]
    #[case(909.0, 1e-30, 1e4, 1.0, 909.0)]
    #[case(12.5, 1e-3, 1e15, 5_218.0, 65_224.999_999_997_7)]
    #[case(0.4, 1e-60, 0.7, 1e5, 40_000.0)]
    #[case(2.0, 5e-17, 1.0, 5_218.0, 10_436.0)]
    #[case(2.0, 6e-17, 1.0, 5_218.0, 10_436.0)]
    #[case(7.0, 0.3, 1e20, 1e4, 70_000.0)]
    #[case(7.0, 1e3, 1e21, 1e4, 69_999.999_999_997_2)]
    #[case(1e6, 1e-18, 3.0, 0.001, 1_000.0)]
    #[case(5.0, 1e10, 1e-8, 40.0, 0.999_999_991_368_610_5)]
    #[case(5.0, 3.0, 1e-18, 40.0, 0.999_999_991_368_610_5)]
    fn where_next_to_nobody_or_next_to_everybody_drops_out(
        #[case] r: f64,
        #[case] a: f64,
        #[case] c: f64,
        #[case] tau: f64,
        #[case] right: f64,
    ) {
        for value in [while_alive(r, a, c, tau), quadrature(r, a, c, tau)] {
            assert!((value - right).abs() <= 1e-11 * right, "{value} instead of {right}");
        }
    }

    proptest! {
        #[test]
        fn it_is_a_number_between_none_and_as_if_nobody_dropped_out(
            ln_r in -5.0..12.0_f64,
            ln_a in -700.0..30.0_f64,
            ln_c in -700.0..30.0_f64,
            ln_tau in -20.0..14.0_f64,
        ) {
            let (r, tau) = (ln_r.exp(), ln_tau.exp());
            let value = while_alive(r, ln_a.exp(), ln_c.exp(), tau);
            prop_assert!(value > 0.0 && value <= r * tau * (1.0 + 1e-9), "{}", value);
        }

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
