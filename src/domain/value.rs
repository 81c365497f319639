//! What fitted models say: of everybody, and of one member. [`ValueForecast`] is rounded, as a record shows it; everything else is as
//! the models tell it.

use super::day::{Day, Instant};
use super::num::Money;

/// What the models say of one member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ValueForecast {
    /// Chance that the member still buys, times 1,000.
    pub alive_e3: u32,
    /// Purchases expected in the next 13, 26 and 52 weeks, times 100.
    pub expected_e2: [u32; 3],
    /// Discounted value over the programme's horizon; `None` without a model of money.
    pub value: Option<Money>,
    /// The day the models are as of.
    pub fitted_on: Day,
    /// Members they were fitted on.
    pub n: u64,
    /// The hold-out test's mean absolute errors a member, times 100: of the model, of "nobody buys again", of "everybody goes on
    /// as before". `None` where the history is too short for one.
    pub errors_e2: Option<[u32; 3]>,
}

/// Weeks that the models look ahead.
pub const FORECAST_WEEKS: [u32; 3] = [13, 26, 52];

/// What the models say of one member, not rounded.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CustomerValue {
    /// Chance that the member still buys.
    pub p_alive: f64,
    /// Purchases expected in the next [`FORECAST_WEEKS`].
    pub expected: [f64; 3],
    /// Discounted value over the programme's horizon, in minor units; `None` without a model of money.
    pub value: Option<f64>,
    /// Purchase days after the first.
    pub x: u32,
    /// Days from the first to the last.
    pub t_x: u32,
    /// Days from the first to the day asked about.
    pub age: u32,
    /// Mean money of the repeat days, in minor units.
    pub mean: f64,
}

/// What the models say of one member, and the models.
#[derive(Debug, Clone, PartialEq)]
pub struct MemberValue {
    /// What they say.
    pub value: CustomerValue,
    /// The newest models by the day asked about.
    pub models: FittedModels,
}

/// The models of a day.
#[derive(Debug, Clone, PartialEq)]
pub struct FittedModels {
    /// The end of this day is meant.
    pub as_of: Day,
    pub fitted_at: Instant,
    /// Counts the members who have a purchase.
    pub n: u64,
    /// Of these, members with purchases on two days or more.
    pub repeaters: u64,
    /// BG/NBD, for purchases.
    pub purchases: PurchaseFit,
    /// MBG/NBD, for the chance to be alive.
    pub risk: PurchaseFit,
    /// Gamma-Gamma; `None` where it could not be fitted.
    pub money: Option<MoneyFit>,
    /// The hold-out test; `None` where the history is too short for one.
    pub tested: Option<HoldoutReport>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PurchaseFit {
    pub r: f64,
    pub alpha: f64,
    pub a: f64,
    pub b: f64,
    pub log_likelihood: f64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MoneyFit {
    pub p: f64,
    pub q: f64,
    pub gamma: f64,
    pub log_likelihood: f64,
    /// Members it was fitted on.
    pub n: u64,
    /// Correlation of number and mean of purchases: the model assumes none.
    pub correlation: f64,
}

/// The second part of the history against what a fit of the first part told.
#[derive(Debug, Clone, PartialEq)]
pub struct HoldoutReport {
    /// The first day of the second part.
    pub from: Day,
    pub days: u32,
    /// Members.
    pub n: u64,
    pub actual: u64,
    pub model: ForecastAccuracy,
    /// Baseline: nobody buys again.
    pub zero: ForecastAccuracy,
    /// Baseline: everybody goes on at the past rate.
    pub past_rate: ForecastAccuracy,
    /// The same by frequency.
    pub bins: Vec<HoldoutBin>,
    /// BG/NBD of the first part.
    pub fit: PurchaseFit,
    /// Members it was fitted on.
    pub fit_n: u64,
    /// Of these, members with purchases on two days or more.
    pub fit_repeaters: u64,
    /// Repeat purchases up to the end of each week: as they were, and as told.
    pub weeks: Vec<(u64, f64)>,
}

/// Members by number of repeat purchases in the first part.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HoldoutBin {
    /// Repeat purchases; in the last bin so many or more.
    pub x: u32,
    /// Members.
    pub n: u64,
    /// Mean purchases in the second part.
    pub actual: f64,
    /// Mean purchases predicted.
    pub expected: f64,
}

/// How well one way to predict did.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ForecastAccuracy {
    /// Purchases predicted in all.
    pub total: f64,
    /// Mean absolute error a member.
    pub mae: f64,
    /// Root mean squared error a member.
    pub rmse: f64,
}
