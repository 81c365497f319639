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

/// Discounted value of the purchases expected over the horizon, at `money` a purchase.
pub fn value(model: PurchaseModel, params: &bgnbd::BgNbdParams, buyer: Buyer, money: f64, horizon: &Horizon) -> f64 {
    let mut before = 0.0;
    let mut sum = 0.0;
    let mut factor = 1.0;
    for month in 1..=horizon.months {
        let until = bgnbd::expected(model, params, buyer, WEEKS_PER_MONTH * f64::from(month));
        factor /= 1.0 + horizon.discount;
        sum += (until - before) * factor;
        before = until;
    }
    sum * money * horizon.margin
}

/// Value of one member by both models; `None` where Gamma-Gamma has no mean.
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
