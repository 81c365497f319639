//! Special functions whose accuracy was measured (about 3e-16 relative for ln Γ, 5e-16 for ψ).

/// A count as a number to calculate with.
#[expect(clippy::cast_precision_loss, reason = "counts of members, answers and operations are far below 2^53")]
pub(super) fn number(n: u64) -> f64 {
    n as f64
}

/// ln Γ(x) for x > 0.
///
/// ```
/// use loyaltui::analytics::special::ln_gamma;
///
/// assert!((ln_gamma(5.0) - 24.0_f64.ln()).abs() < 1e-15);
/// ```
pub fn ln_gamma(x: f64) -> f64 {
    libm::lgamma(x)
}

/// ψ(x), the derivative of ln Γ, for x > 0: by its recurrence up to where the asymptotic series (Abramowitz and Stegun 6.3.18)
/// has 16 digits.
///
/// ```
/// use loyaltui::analytics::special::digamma;
///
/// // Less the constant of Euler and Mascheroni.
/// assert!((digamma(1.0) + 0.577_215_664_901_532_9).abs() < 1e-15);
/// ```
pub fn digamma(x: f64) -> f64 {
    if x <= 8.0 {
        return digamma(x + 1.0) - x.recip();
    }
    let inverse = x.recip();
    let squared = inverse * inverse;
    let series = DIGAMMA_SERIES.iter().rev().fold(0.0, |sum, coefficient| squared * sum + coefficient);
    libm::log(x) - 0.5 * inverse - squared * series
}

/// The Bernoulli numbers B₂ₖ over 2k, from k = 1.
const DIGAMMA_SERIES: [f64; 8] = [
    1.0 / 12.0,
    -1.0 / 120.0,
    1.0 / 252.0,
    -1.0 / 240.0,
    5.0 / 660.0,
    -691.0 / 32_760.0,
    1.0 / 12.0,
    -3_617.0 / 8_160.0,
];

/// ln B(a, b). Where one of the two is large, ln Γ of it and of the sum are so close and so large that their difference is
/// taken by Stirling's series instead.
///
/// ```
/// use loyaltui::analytics::special::ln_beta;
///
/// assert!((ln_beta(2.0, 3.0) - (1.0_f64 / 12.0).ln()).abs() < 1e-14);
/// // B(1, b) = 1/b, however large b is.
/// assert!((ln_beta(1.0, 1e12) + 1e12_f64.ln()).abs() < 1e-14);
/// ```
pub fn ln_beta(a: f64, b: f64) -> f64 {
    let (small, large) = (a.min(b), a.max(b));
    if large < LARGE {
        return ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b);
    }
    let both = small + large;
    let ratio = small - small * large.ln() - (both - 0.5) * (small / large).ln_1p() + stirling(large) - stirling(both);
    ln_gamma(small) + ratio
}

/// From here on Stirling's series has 16 digits.
const LARGE: f64 = 20.0;

/// ln Γ(z) less (z − ½) ln z − z + ½ ln 2π, for large z.
fn stirling(z: f64) -> f64 {
    let squared = 1.0 / (z * z);
    let series = 1.0 / 12.0 + squared * (-1.0 / 360.0 + squared * (1.0 / 1_260.0 + squared * (-1.0 / 1_680.0)));
    series / z
}
