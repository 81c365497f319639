//! What fitted models say: of everybody, and of one member. [`ValueForecast`] is rounded, as a record shows it; everything else is as
//! the models tell it.

use super::day::{Day, Instant};
use super::enumeration::enumeration;
use super::num::Money;
use super::real::Real;

/// What the models say of one member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ValueForecast {
    /// Chance that the member still buys, times 1,000.
    pub alive_e3: u32,
    /// Purchases expected in the next 13, 26 and 52 weeks, times 100.
    pub expected_e2: [u32; 3],
    /// Discounted value over the programme's horizon, or why it can't be told.
    pub value: Result<Money, NoValue>,
    /// The day the models are as of.
    pub fitted_on: Day,
    /// Members they were fitted on.
    pub n: u64,
    /// The model that tells purchases and value.
    pub chosen: ChosenModel,
    /// The hold-out test's mean absolute errors a member, times 100: of that model, of "nobody buys again", of "everybody goes on
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
    /// The same by Pareto/NBD.
    pub p_alive_pareto: Option<f64>,
    /// The same by BG/NBD, which calls every one-time buyer alive for certain.
    pub p_alive_bg: f64,
    /// Purchases expected in the next [`FORECAST_WEEKS`].
    pub expected: [f64; 3],
    /// Purchases expected in so many weeks, where those were asked for.
    pub ahead: Option<(Real, f64)>,
    /// Discounted value over the programme's horizon, in minor units, or why it can't be told.
    pub value: Result<f64, NoValue>,
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
    /// Purchase days after the first, of all.
    pub repeat_purchases: u64,
    /// BG/NBD, for purchases.
    pub purchases: PurchaseFit,
    /// MBG/NBD, for the chance to be alive.
    pub risk: PurchaseFit,
    /// Pareto/NBD, beside BG/NBD.
    pub pareto: Result<ParetoNbdFit, NoParetoNbd>,
    /// The one of the two that was nearer to what happened on held-out days, by the root of its mean squared error a member; BG/NBD
    /// without a test. It tells purchases and value.
    pub chosen: ChosenModel,
    /// Gamma-Gamma, or why there is none.
    pub money: Result<MoneyFit, NoValue>,
    /// The hold-out test; `None` where the history is too short for one.
    pub tested: Option<HoldoutReport>,
}

enumeration! {
    /// What is to be known of a fit before its numbers are believed.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub enum FitWarning {
        /// Every member has bought alike: there is nothing to learn how members differ from.
        AllAlike => "all_alike",
        /// A model in which nobody ever drops out is as good.
        NobodyDropsOut => "nobody_drops_out",
        /// A model in which everybody drops out at the first chance is as good.
        EverybodyDropsOut => "everybody_drops_out",
        /// Only the mean chance to drop out, a/(a+b), is determined: that it is the same for everybody is as good.
        DropOutAlike => "drop_out_alike",
        /// Only a/(a+b) is determined: that some never drop out and all others at once is as good.
        DropOutExtreme => "drop_out_extreme",
        /// Only the mean rate, r/α, is determined: that everybody buys at the same rate is as good.
        RatesAlike => "rates_alike",
        /// Only the mean spend is determined: that everybody spends alike is as good.
        SpendAlike => "spend_alike",
        /// Only p γ is determined: that each member always spends the same is as good.
        SpendSteady => "spend_steady",
        /// Number and money of purchases go together; the model of money assumes that they do not.
        Correlated => "correlated",
        /// The model of money has no mean (q ≤ 1): values can't be worked out.
        NoMean => "no_mean",
        /// The search ended before the top.
        NotReached => "not_reached",
    }
}

enumeration! {
    /// The model that tells purchases and value.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
    pub enum ChosenModel {
        #[default]
        BgNbd => "bgnbd",
        ParetoNbd => "pareto_nbd",
    }
}

enumeration! {
    /// Why there is no Pareto/NBD model beside BG/NBD.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub enum NoParetoNbd {
        /// Too few members have bought on two days or more for held-out days to tell it from BG/NBD.
        TooFewRepeaters => "too_few_repeaters",
        /// Its likelihood has no maximum that could be found.
        NoMaximum => "no_maximum",
    }
}

/// Members with purchases on two days or more, from which on held-out days can tell Pareto/NBD from BG/NBD.
pub const PARETO_NBD_FROM: u64 = 500;

enumeration! {
    /// Why a value can't be told.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub enum NoValue {
        /// No member has spent anything on a second day: there is no model of money.
        NoMoney => "no_money",
        /// Only one member has: a model of how members differ needs two.
        OneSpender => "one_spender",
        /// The model of money could not be fitted.
        NoFit => "no_fit",
        /// The model of money has no mean (q ≤ 1).
        NoMean => "no_mean",
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct PurchaseFit {
    pub r: f64,
    pub alpha: f64,
    pub a: f64,
    pub b: f64,
    pub log_likelihood: f64,
    /// Standard errors of r, α, a and b; `None` where the data do not tell one of them.
    pub errors: Option<[f64; 4]>,
    pub warnings: Vec<FitWarning>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct MoneyFit {
    pub p: f64,
    pub q: f64,
    pub gamma: f64,
    pub log_likelihood: f64,
    /// Members it was fitted on.
    pub n: u64,
    /// Correlation of number and mean of purchases: the model assumes none.
    pub correlation: f64,
    /// Standard errors of p, q and γ; `None` where the data do not tell one of them.
    pub errors: Option<[f64; 3]>,
    pub warnings: Vec<FitWarning>,
}

/// Pareto/NBD as fitted.
#[derive(Debug, Clone, PartialEq)]
pub struct ParetoNbdFit {
    pub r: f64,
    pub alpha: f64,
    pub s: f64,
    pub beta: f64,
    pub log_likelihood: f64,
    /// Standard errors of r, α, s and β; `None` where the data do not tell one of them.
    pub errors: Option<[f64; 4]>,
    pub warnings: Vec<FitWarning>,
}

/// What one model tells of a new member.
#[derive(Debug, Clone, PartialEq)]
pub struct NewcomerForecast {
    /// The model's name in documents.
    pub name: &'static str,
    /// Repeat purchases expected.
    pub expected: f64,
    /// The chance of no repeat purchase, of one, and so on; none by Pareto/NBD.
    pub chances: Vec<f64>,
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
    /// Pareto/NBD, fitted on the same first part.
    pub pareto: Option<ForecastAccuracy>,
    /// The same by frequency.
    pub bins: Vec<HoldoutBin>,
    /// By frequency, of Pareto/NBD.
    pub pareto_bins: Vec<HoldoutBin>,
    /// MBG/NBD, fitted on the same first part, and the same by frequency.
    pub mbg: Option<ForecastAccuracy>,
    pub mbg_bins: Vec<HoldoutBin>,
    /// MBG/NBD and Pareto/NBD of the first part.
    pub mbg_fit: Option<PurchaseFit>,
    pub pareto_fit: Option<ParetoNbdFit>,
    /// BG/NBD of the first part.
    pub fit: PurchaseFit,
    /// Members it was fitted on.
    pub fit_n: u64,
    /// Of these, members with purchases on two days or more.
    pub fit_repeaters: u64,
    /// Repeat purchases up to the end of each week: as they were, and as told.
    pub weeks: Vec<(u64, f64)>,
    /// The same by MBG/NBD and by Pareto/NBD; empty where there is no such model.
    pub mbg_weeks: Vec<f64>,
    pub pareto_weeks: Vec<f64>,
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
