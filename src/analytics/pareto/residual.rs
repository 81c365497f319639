//! What a member will still buy for ever, later purchases counted for less (Fader, Hardie & Lee 2005, "RFM and CLV", equation 6).

use super::{ParetoParams, p_alive};
use crate::analytics::bgnbd::WeeklyBuyer;
use crate::analytics::quadrature::SIXTEEN;

/// From here on e⁻ˣ is nothing.
const SPENT: f64 = 60.0;

/// Widest panel in ln(β + T + t), and how much the integrand may fall in the first.
const WIDEST: f64 = 0.25;
const FALL: f64 = 4.0;

/// Purchases expected of a member from now on without end, each over e^(rate × weeks), `rate` above 0 ("DERT" of the paper, whose
/// confluent hypergeometric function is this integral over the time that is left).
///
/// ```
/// use loyaltui::analytics::bgnbd::Buyer;
/// use loyaltui::analytics::pareto::{ParetoParams, discounted_forever};
///
/// let p = ParetoParams { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 };
/// // At 15 % a year.
/// let found = discounted_forever(&p, Buyer { x: 2, t_x: 213, age: 272 }, 1.15_f64.ln() / 52.0);
/// assert!((found - 6.502_100_929_225_62).abs() < 1e-11);
/// ```
pub fn discounted_forever(p: &ParetoParams, buyer: impl Into<WeeklyBuyer>, rate: f64) -> f64 {
    let buyer = buyer.into();
    let weekly = (p.r + f64::from(buyer.x)) / (p.alpha + buyer.age);
    p_alive(p, buyer) * weekly * weeks_alive(p.s, p.beta + buyer.age, rate)
}

/// The integral of e^(−rate t) (β/(β+t))^s over all t, by ln(1 + t/β).
fn weeks_alive(s: f64, beta: f64, rate: f64) -> f64 {
    let scale = rate * beta;
    let end = (SPENT / scale).ln_1p();
    let (mut sum, mut from, mut width) = (0.0, 0.0, (FALL / (s + scale + 1.0)).min(WIDEST));
    while from < end {
        let to = (from + width).min(end);
        let part: f64 =
            SIXTEEN.panel(from, to).map(|(u, step)| step * ((1.0 - s) * u - scale * u.exp_m1()).exp()).sum();
        sum += part;
        if part <= 1e-18 * sum {
            break;
        }
        (from, width) = (to, (2.0 * width).min(WIDEST));
    }
    beta * sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    /// By quadrature of 30 digits, apart.
    #[rstest]
    #[case::as_published(0.606, 50.0, 0.0027, 143.859_301_513_397_66)]
    #[case::slow(0.606, 50.0, 1e-6, 5_449.082_993_265_453)]
    #[case::nobody_drops_out(1e-9, 11.0, 0.01, 99.999_999_806_090_59)]
    #[case::soon_gone(40.0, 3.0, 0.002, 0.076_910_933_143_341_78)]
    #[case::at_once(2.0, 1e-3, 0.5, 0.000_996_486_150_148_158_4)]
    #[case::dear(0.6, 1e4, 2.0, 0.499_985_001_199_844)]
    fn weeks_alive_to_twelve_digits(#[case] s: f64, #[case] beta: f64, #[case] rate: f64, #[case] right: f64) {
        let found = weeks_alive(s, beta, rate);
        assert!((found - right).abs() <= 1e-12 * right, "{found} instead of {right}");
    }
}
