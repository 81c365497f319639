//! How well a fit predicts what it has not seen, always beside two baselines that know nothing of models.

use super::bgnbd::{self, BgNbdParams, Buyer, PurchaseModel};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// Error of one way to predict.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct ForecastError {
    /// Purchases predicted in all.
    pub total: f64,
    /// Mean absolute error a member.
    pub mae: f64,
    /// Root mean squared error a member.
    pub rmse: f64,
}

/// Members by number of repeat purchases before the split; the last bin holds all beyond.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Bin {
    /// Repeat purchases (`x`, or more in the last bin).
    pub x: u32,
    /// Members.
    pub n: u64,
    /// Mean purchases in the second part.
    pub actual: f64,
    /// Mean predicted.
    pub expected: f64,
}

/// The second part against what the first predicts.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Holdout {
    /// Members.
    pub n: u64,
    /// Length of the second part in days.
    pub days: u32,
    pub actual: u64,
    pub model: ForecastError,
    /// Baseline: nobody buys again.
    pub zero: ForecastError,
    /// Baseline: everybody goes on at the past rate, x / T.
    pub past_rate: ForecastError,
    pub bins: Vec<Bin>,
}

/// The last bin holds members with that many repeat purchases or more.
const LAST_BIN: u32 = 7;

/// Compares what the model told of `days` days with what was bought in them. Each member comes with the purchase days counted in the
/// second part.
///
/// ```
/// use loyaltui::analytics::bgnbd::{Buyer, PurchaseModel, BgNbdParams};
/// use loyaltui::analytics::holdout::compare;
///
/// let p = BgNbdParams { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
/// let (once, often) = (Buyer { x: 0, t_x: 0, age: 272 }, Buyer { x: 26, t_x: 216, age: 217 });
/// let found = compare(PurchaseModel::Bg, &p, &[(once, 0), (often, 20)], 273);
/// assert_eq!((found.n, found.actual, found.zero.mae), (2, 20, 10.0));
/// assert!(found.model.mae < found.zero.mae && found.model.mae < found.past_rate.mae);
/// ```
pub fn compare(model: PurchaseModel, params: &BgNbdParams, members: &[(Buyer, u32)], days: u32) -> Holdout {
    let weeks = f64::from(days) / 7.0;
    compare_by(&|buyer| bgnbd::expected(model, params, buyer, weeks), members, days)
}

/// The same for any way to tell what a member buys in those days.
#[expect(clippy::cast_precision_loss, reason = "counts of members and purchases are far below 2^52")]
pub fn compare_by(told: &(impl Fn(Buyer) -> f64 + Sync), members: &[(Buyer, u32)], days: u32) -> Holdout {
    let n = members.len() as f64;
    let mut out = Holdout { n: members.len() as u64, days, ..Holdout::default() };
    let mut bins = vec![(0_u64, 0.0, 0.0); LAST_BIN as usize + 1];
    // What each is told to buy is worked out side by side, and summed up in order.
    let told: Vec<f64> = members.par_iter().map(|(buyer, _)| told(*buyer)).collect();
    for ((buyer, bought), expected) in members.iter().zip(told) {
        let bought = f64::from(*bought);
        let rate = if buyer.age > 0 { f64::from(buyer.x) * f64::from(days) / f64::from(buyer.age) } else { 0.0 };
        for (error, said) in [(&mut out.model, expected), (&mut out.zero, 0.0), (&mut out.past_rate, rate)] {
            error.total += said;
            error.mae += (said - bought).abs() / n;
            error.rmse += (said - bought).powi(2) / n;
        }
        let bin = &mut bins[buyer.x.min(LAST_BIN) as usize];
        bin.0 += 1;
        bin.1 += bought;
        bin.2 += expected;
    }
    for error in [&mut out.model, &mut out.zero, &mut out.past_rate] {
        error.rmse = error.rmse.sqrt();
    }
    out.actual = members.iter().map(|(_, bought)| u64::from(*bought)).sum();
    out.bins = (0..)
        .zip(bins)
        .filter(|(_, (count, ..))| *count > 0)
        .map(|(x, (count, actual, expected))| {
            let n = count as f64;
            Bin { x, n: count, actual: actual / n, expected: expected / n }
        })
        .collect();
    out
}
