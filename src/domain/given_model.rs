//! Models with parameters that somebody gives, and what they say.

use super::day::Day;
use super::enumeration::enumeration;
use super::read_models::MemberRow;
use super::real::Real;
use super::value::{MoneyFit, NoParetoNbd, NoValue, ParetoNbdFit, PurchaseFit};

enumeration! {
    /// A model of purchases.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub enum ModelKind {
        BgNbd => "bgnbd",
        MbgNbd => "mbgnbd",
        ParetoNbd => "pareto_nbd",
    }
}

impl ModelKind {
    /// The names of its parameters, in their order.
    pub fn parameters(self) -> [&'static str; 4] {
        match self {
            Self::BgNbd | Self::MbgNbd => ["r", "alpha", "a", "b"],
            Self::ParetoNbd => ["r", "alpha", "s", "beta"],
        }
    }
}

/// A model of purchases with its parameters, all above 0; rates are a week's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GivenParams {
    pub kind: ModelKind,
    /// In the order of [`ModelKind::parameters`].
    pub numbers: [Real; 4],
}

/// Everything that values are to be worked out by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenModels {
    pub purchases: GivenParams,
    /// Gamma-Gamma: p, q and γ.
    pub spend: Option<[Real; 3]>,
    /// Horizons in weeks.
    pub weeks: Vec<Real>,
    pub months: u32,
    /// A month's.
    pub discount: Real,
    /// Share of the money that is margin.
    pub margin: Real,
    /// A year's discount of value without end, by Pareto/NBD only.
    pub forever: Option<Real>,
    /// Whether value by thirds is wanted.
    pub thirds: bool,
}

/// A customer as the models see one: times in weeks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GivenCustomer {
    /// Purchase days after the first.
    pub x: u32,
    /// From the first purchase to the last.
    pub t_x: f64,
    /// From the first purchase to the day asked about.
    pub age: f64,
    /// Mean money of the repeat days, in the units of γ.
    pub mean: f64,
}

/// A log-likelihood by weeks with days as the unit of time instead: the density of each repeat purchase is a seventh.
#[expect(clippy::cast_precision_loss, reason = "purchases are far below 2^52")]
pub fn by_days(log_likelihood: f64, repeat_purchases: u64) -> f64 {
    log_likelihood - repeat_purchases as f64 * 7.0_f64.ln()
}

/// A customer of a table: times in whole units, of which a week has so many.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TableCustomer {
    pub x: u32,
    pub t_x: u32,
    pub age: u32,
    /// Mean money of the repeat days.
    pub mean: f64,
}

impl TableCustomer {
    /// The customer with times in weeks.
    pub fn given(&self, per_week: f64) -> GivenCustomer {
        let weeks = |units: u32| f64::from(units) / per_week;
        GivenCustomer { x: self.x, t_x: weeks(self.t_x), age: weeks(self.age), mean: self.mean }
    }
}

/// What the models say of one customer.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenValue {
    pub of: GivenCustomer,
    pub log_likelihood: f64,
    pub p_alive: f64,
    /// Purchases expected, by horizon.
    pub expected: Vec<f64>,
    /// Purchases expected in the months, each month's over (1 + discount)^month.
    pub discounted: f64,
    /// The same without end.
    pub forever: Option<f64>,
    /// Money expected of a purchase; `None` where no model of money is given.
    pub spend: Option<Result<f64, NoValue>>,
}

impl GivenValue {
    /// Money over the months, and without end, at a margin.
    pub fn values(&self, margin: f64) -> (Option<f64>, Option<f64>) {
        let spend = self.spend.and_then(Result::ok);
        let of = |purchases: Option<f64>| Some(spend? * purchases? * margin);
        (of(Some(self.discounted)), of(self.forever))
    }
}

/// Value by thirds of recency, frequency and spend: of who bought again; who did not is a class of their own (Fader, Hardie & Lee 2005).
#[derive(Debug, Clone, PartialEq)]
pub struct ValueThirds {
    /// Whether value without end is meant.
    pub is_forever: bool,
    pub all: ValueGroup,
    /// Without a repeat purchase.
    pub once: ValueGroup,
    /// By third, the lowest first, of recency (time since the last purchase), frequency (x) and mean spend.
    pub recency: [ValueGroup; 3],
    pub frequency: [ValueGroup; 3],
    pub spend: [ValueGroup; 3],
    /// `cells[r][f][m]`.
    pub cells: [[[ValueGroup; 3]; 3]; 3],
}

/// Customers and the value of all of them.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ValueGroup {
    pub n: u64,
    pub value: f64,
}

impl ValueGroup {
    /// The mean value; `None` of nobody.
    #[expect(clippy::cast_precision_loss, reason = "customers are far below 2^52")]
    pub fn mean(&self) -> Option<f64> {
        (self.n > 0).then(|| self.value / self.n as f64)
    }
}

/// How likely the models make what a number of customers did.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Likelihood {
    /// Customers, and those of them with a repeat purchase.
    pub n: u64,
    pub repeaters: u64,
    /// Repeat purchases of all.
    pub purchases: u64,
    /// By weeks.
    pub log_likelihood: f64,
    /// Customers with a mean spend above nothing, and the log-likelihood of their money.
    pub money: Option<(u64, f64)>,
}

impl Likelihood {
    /// The log-likelihood with days as the unit of time.
    pub fn by_days(&self) -> f64 {
        by_days(self.log_likelihood, self.purchases)
    }
}

/// Models of a table of customers.
#[derive(Debug, Clone, PartialEq)]
pub struct TableFit {
    pub n: u64,
    /// Customers with a repeat purchase, and all of those purchases.
    pub repeaters: u64,
    pub repeat_purchases: u64,
    pub bg: PurchaseFit,
    pub mbg: PurchaseFit,
    pub pareto: Result<ParetoNbdFit, NoParetoNbd>,
    pub money: Result<MoneyFit, NoValue>,
}

/// Members of a list by given models.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenPage {
    pub as_of: Day,
    /// Of all members of the list who have a purchase.
    pub likelihood: Likelihood,
    /// Where asked for and there is a value.
    pub thirds: Option<ValueThirds>,
    pub rows: Vec<(MemberRow, GivenValue)>,
}
