//! How many purchases a new member makes, by their chances.

use super::{BgNbdParams, PurchaseModel};

/// Chance that a new member makes exactly `x` repeat purchases in the first `t` weeks (Fader, Hardie & Lee 2005, equation 8).
///
/// ```
/// use loyaltui::analytics::bgnbd::{BgNbdParams, PurchaseModel, chance_of};
///
/// let p = BgNbdParams { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
/// // Published as 0.5737864.
/// assert!((chance_of(PurchaseModel::Bg, &p, 0, 39.0) - 0.573_786_352_096_009).abs() < 1e-14);
/// let all: f64 = (0..2_000).map(|x| chance_of(PurchaseModel::Mbg, &p, x, 39.0)).sum();
/// assert!((all - 1.0).abs() < 1e-9);
/// ```
pub fn chance_of(model: PurchaseModel, p: &BgNbdParams, x: u32, t: f64) -> f64 {
    let shift = u32::from(model == PurchaseModel::Mbg);
    // To have stayed through that many chances to drop out.
    let stayed = |times: u32| -> f64 { (0..times).map(|k| -(p.a / (p.b + f64::from(k))).ln_1p()).sum::<f64>().exp() };
    let still = stayed(x + shift) * PurchaseCounts::at(p, t).exactly(x);
    if x + shift == 0 {
        return still;
    }
    // To have dropped out at the last of them, having had the time for as many purchases or more.
    let last = p.b + f64::from(x + shift - 1);
    let gone = stayed(x + shift - 1) * p.a / (p.a + last);
    still + gone * PurchaseCounts::at(p, t).at_least(x)
}

/// Purchases of somebody who never drops out: the negative binomial distribution with r and t/(α+t).
struct PurchaseCounts {
    r: f64,
    /// ln of t/(α+t), and of α/(α+t).
    ln_more: f64,
    ln_none: f64,
}

impl PurchaseCounts {
    fn at(p: &BgNbdParams, t: f64) -> Self {
        Self { r: p.r, ln_more: -(p.alpha / t).ln_1p(), ln_none: -(t / p.alpha).ln_1p() }
    }

    fn exactly(&self, x: u32) -> f64 {
        let ways: f64 = (0..x).map(|k| ((self.r + f64::from(k)) / f64::from(k + 1)).ln()).sum();
        let times = if x > 0 { f64::from(x) * self.ln_more } else { 0.0 };
        (ways + self.r * self.ln_none + times).exp()
    }

    /// The sum of the tail: less than all by nothing that cancels.
    fn at_least(&self, x: u32) -> f64 {
        if x == 0 {
            return 1.0;
        }
        let below: f64 = (0..x).map(|k| self.exactly(k)).sum();
        if below < 0.9 {
            return 1.0 - below;
        }
        let (mut term, mut sum, mut k) = (self.exactly(x), 0.0, f64::from(x));
        while term > 1e-18 * sum && sum < 1.0 {
            sum += term;
            term *= (self.r + k) / (k + 1.0) * self.ln_more.exp();
            k += 1.0;
        }
        sum
    }
}
