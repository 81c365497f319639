//! Special functions, from crates whose accuracy was measured (about 3e-16 and 5e-16 relative).

use special::Gamma;

/// ln Γ(x) for x > 0.
pub fn ln_gamma(x: f64) -> f64 {
    libm::lgamma(x)
}

/// ψ(x), the derivative of ln Γ, for x > 0.
pub fn digamma(x: f64) -> f64 {
    x.digamma()
}

/// ln B(a, b). Where one of the two is large, ln Γ of it and of the sum are so close and so large that their difference is
/// taken by Stirling's series instead.
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
