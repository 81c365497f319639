//! Customer lifetime value: expected purchases times expected money, discounted monthly (Fader & Hardie).

use super::bgnbd::{self, Buyer, PurchaseModel};
use super::gamma_gamma;

pub const WEEKS_PER_MONTH: f64 = 4.345;

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Horizon {
    pub months: u32,
    pub discount: f64,
    /// Share of the money that is margin.
    pub margin: f64,
}

impl Default for Horizon {
    fn default() -> Self {
        Self { months: 12, discount: 0.01, margin: 1.0 }
    }
}

/// Discounted value of the purchases expected over the horizon, at `money` a purchase and in its units: each month's expected
/// purchases over (1 + discount)^month, times money and margin. A month has [`WEEKS_PER_MONTH`] weeks.
///
/// ```
/// use loyaltui::analytics::bgnbd::{Buyer, PurchaseModel, BgNbdParams};
/// use loyaltui::analytics::clv::{Horizon, value};
///
/// let p = BgNbdParams { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
/// let buyer = Buyer { x: 2, t_x: 213, age: 272 };
/// // 1.4715 discounted purchases in twelve months.
/// assert!((value(PurchaseModel::Bg, &p, buyer, 1.0, &Horizon::default()) - 1.471_462_741_907_34).abs() < 1e-12);
/// ```
pub fn value(model: PurchaseModel, params: &bgnbd::BgNbdParams, buyer: Buyer, money: f64, horizon: &Horizon) -> f64 {
    value_by(|weeks| bgnbd::expected(model, params, buyer, weeks), money, horizon)
}

/// The same for any way to tell what is bought in so many weeks.
pub fn value_by(expected: impl Fn(f64) -> f64, money: f64, horizon: &Horizon) -> f64 {
    let mut before = 0.0;
    let mut sum = 0.0;
    let mut factor = 1.0;
    for month in 1..=horizon.months {
        let until = expected(WEEKS_PER_MONTH * f64::from(month));
        factor /= 1.0 + horizon.discount;
        sum += (until - before) * factor;
        before = until;
    }
    sum * money * horizon.margin
}

/// Value of one member by both models, in the units of the mean repeat spend; `None` where Gamma-Gamma has no mean. A mean repeat
/// spend of nothing or less tells nothing of the member: the value is then that of a one-time buyer's money.
///
/// ```
/// use loyaltui::analytics::bgnbd::{Buyer, PurchaseModel, BgNbdParams};
/// use loyaltui::analytics::{clv, gamma_gamma};
///
/// let p = BgNbdParams { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
/// let spend = gamma_gamma::GammaGammaParams { p: 6.25, q: 3.74, gamma: 15.44 };
/// let buyer = Buyer { x: 2, t_x: 213, age: 272 };
/// let value = clv::of_member(PurchaseModel::Bg, &p, buyer, &spend, 22.345, &clv::Horizon::default()).unwrap();
/// assert!((value - 36.285_701_554_661_7).abs() < 1e-10);
/// ```
pub fn of_member(
    model: PurchaseModel,
    params: &bgnbd::BgNbdParams,
    buyer: Buyer,
    spend: &gamma_gamma::GammaGammaParams,
    mean_repeat: f64,
    horizon: &Horizon,
) -> Option<f64> {
    let x = if mean_repeat > 0.0 { buyer.x } else { 0 };
    let money = gamma_gamma::expected_money(spend, x, mean_repeat.max(0.0))?;
    Some(value(model, params, buyer, money, horizon))
}

/// Value by hand: a margin every period, kept with a chance, discounted; margin × retention / (1 + discount − retention).
///
/// ```
/// use loyaltui::analytics::clv::simple;
///
/// assert!((simple(60.0, 0.7, 0.1) - 105.0).abs() < 1e-12);
/// ```
pub fn simple(margin: f64, retention: f64, discount: f64) -> f64 {
    margin * retention / (1.0 + discount - retention)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sixty_at_seventy_percent_is_one_hundred_and_five() {
        assert!((simple(60.0, 0.7, 0.1) - 105.0).abs() < 1e-12);
    }
}
