//! `clv` and `clv fit`.

use super::score::ScoreDoc;
use crate::domain::day::Day;
use crate::domain::given_model::by_days;
use crate::domain::question::MemberValuePage;
use crate::domain::value::{
    ChosenModel, CustomerValue, FORECAST_WEEKS, FittedModels, ForecastAccuracy, HoldoutBin, HoldoutReport, MemberValue,
    MoneyFit, NoParetoNbd, NoValue, ParetoNbdFit, PurchaseFit,
};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// `clv fit`: parameters, log-likelihoods, whom they rest on, and the hold-out test beside its baselines.
#[derive(Debug, Serialize)]
pub struct FitDoc {
    as_of: Day,
    fitted_at: String,
    n: u64,
    repeaters: u64,
    bgnbd: Value,
    mbgnbd: Value,
    pareto_nbd: Value,
    no_pareto_nbd: Option<NoParetoNbd>,
    /// The model that tells purchases and value: the nearer one on held-out days.
    chosen: ChosenModel,
    gamma_gamma: Value,
    no_gamma_gamma: Option<NoValue>,
    holdout: Option<Value>,
}

impl FitDoc {
    pub fn new(models: &FittedModels) -> Self {
        let days = |mut fit: Value, log_likelihood: f64| {
            fit["log_likelihood_days"] = json!(by_days(log_likelihood, models.repeat_purchases));
            fit
        };
        Self {
            as_of: models.as_of,
            fitted_at: models.fitted_at.rfc3339(),
            n: models.n,
            repeaters: models.repeaters,
            bgnbd: days(purchases(&models.purchases), models.purchases.log_likelihood),
            mbgnbd: days(purchases(&models.risk), models.risk.log_likelihood),
            pareto_nbd: models.pareto.as_ref().map_or(Value::Null, |fit| days(pareto(fit), fit.log_likelihood)),
            no_pareto_nbd: models.pareto.as_ref().err().copied(),
            chosen: models.chosen,
            no_gamma_gamma: models.money.as_ref().err().copied(),
            gamma_gamma: models.money.as_ref().map_or(Value::Null, money),
            holdout: models.tested.as_ref().map(whole_test),
        }
    }
}

pub(super) fn money(m: &MoneyFit) -> Value {
    json!({ "p": m.p, "q": m.q, "gamma": m.gamma, "log_likelihood": m.log_likelihood, "n": m.n,
            "correlation": m.correlation, "standard_errors": named(["p", "q", "gamma"], m.errors),
            "warnings": m.warnings })
}

pub(super) fn purchases(fit: &PurchaseFit) -> Value {
    json!({ "r": fit.r, "alpha": fit.alpha, "a": fit.a, "b": fit.b, "log_likelihood": fit.log_likelihood,
            "standard_errors": named(["r", "alpha", "a", "b"], fit.errors), "warnings": fit.warnings })
}

pub(super) fn pareto(fit: &ParetoNbdFit) -> Value {
    json!({ "r": fit.r, "alpha": fit.alpha, "s": fit.s, "beta": fit.beta, "log_likelihood": fit.log_likelihood,
            "standard_errors": named(["r", "alpha", "s", "beta"], fit.errors), "warnings": fit.warnings })
}

/// Numbers by the names of their parameters; null where there are none.
fn named<const N: usize>(names: [&str; N], numbers: Option<[f64; N]>) -> Value {
    let Some(numbers) = numbers else { return Value::Null };
    names.iter().zip(numbers).map(|(name, number)| ((*name).to_owned(), json!(number))).collect::<Map<_, _>>().into()
}

/// The test's errors beside its baselines.
fn errors(tested: &HoldoutReport) -> Map<String, Value> {
    let mut errors = Map::new();
    errors.insert("from".to_owned(), json!(tested.from));
    for (name, number) in [("days", u64::from(tested.days)), ("n", tested.n), ("actual", tested.actual)] {
        errors.insert(name.to_owned(), json!(number));
    }
    let models = [("model", Some(tested.model)), ("mbgnbd", tested.mbg), ("pareto_nbd", tested.pareto)];
    let baselines = [("zero", Some(tested.zero)), ("past_rate", Some(tested.past_rate))];
    for (name, error) in models.into_iter().chain(baselines) {
        let Some(error) = error else { continue };
        let ForecastAccuracy { total, mae, rmse } = error;
        errors.insert(name.to_owned(), json!({ "total": total, "mae": mae, "rmse": rmse }));
    }
    errors
}

/// The same with how it went by frequency and by week, and what the first part was fitted to.
fn whole_test(tested: &HoldoutReport) -> Value {
    let each = |bin: &HoldoutBin| json!({ "x": bin.x, "n": bin.n, "actual": bin.actual, "expected": bin.expected });
    let bins: Vec<Value> = tested.bins.iter().map(each).collect();
    let pareto_bins: Vec<Value> = tested.pareto_bins.iter().map(each).collect();
    let mbg_bins: Vec<Value> = tested.mbg_bins.iter().map(each).collect();
    let weeks: Vec<Value> = (0..)
        .zip(&tested.weeks)
        .map(|(at, (actual, told))| {
            json!({ "week": at + 1, "actual": actual, "expected": told,
                    "mbgnbd": tested.mbg_weeks.get(at), "pareto_nbd": tested.pareto_weeks.get(at) })
        })
        .collect();
    let fit = &tested.fit;
    let mut test = errors(tested);
    test.insert("bins".to_owned(), json!(bins));
    test.insert("pareto_bins".to_owned(), json!(pareto_bins));
    test.insert("mbgnbd_bins".to_owned(), json!(mbg_bins));
    test.insert("weeks".to_owned(), json!(weeks));
    let first = json!({ "r": fit.r, "alpha": fit.alpha, "a": fit.a, "b": fit.b, "log_likelihood": fit.log_likelihood,
                        "n": tested.fit_n, "repeaters": tested.fit_repeaters });
    test.insert("bgnbd".to_owned(), first);
    test.insert("mbgnbd_fit".to_owned(), tested.mbg_fit.as_ref().map_or(Value::Null, purchases));
    test.insert("pareto_nbd_fit".to_owned(), tested.pareto_fit.as_ref().map_or(Value::Null, pareto));
    Value::Object(test)
}

/// Value and churn risk of a member. `expected_purchases` by weeks ahead; `value` and `mean_repeat` in
/// minor units, not rounded; `no_value` says why `value` is null.
/// `p_alive` is of MBG/NBD, `p_alive_bg` of BG/NBD.
#[derive(Debug, Serialize)]
pub struct WorthDoc {
    p_alive: f64,
    p_alive_bg: f64,
    p_alive_pareto: Option<f64>,
    expected_purchases: Map<String, Value>,
    value: Option<f64>,
    no_value: Option<NoValue>,
    x: u32,
    t_x_days: u32,
    age_days: u32,
    mean_repeat: f64,
}

impl WorthDoc {
    pub fn new(worth: &CustomerValue) -> Self {
        let expected = FORECAST_WEEKS.into_iter().map(f64::from).zip(worth.expected);
        let expected = expected.chain(worth.ahead.map(|(weeks, n)| (weeks.get(), n)));
        Self {
            p_alive: worth.p_alive,
            p_alive_bg: worth.p_alive_bg,
            p_alive_pareto: worth.p_alive_pareto,
            expected_purchases: expected.map(|(weeks, n)| (weeks.to_string(), json!(n))).collect(),
            value: worth.value.ok(),
            no_value: worth.value.err(),
            x: worth.x,
            t_x_days: worth.t_x,
            age_days: worth.age,
            mean_repeat: worth.mean,
        }
    }
}

/// A member's value with the fit that it rests on.
#[derive(Debug, Serialize)]
pub struct KnownWorthDoc {
    #[serde(flatten)]
    worth: WorthDoc,
    fitted_on: Day,
    n: u64,
    holdout: Option<Value>,
}

impl KnownWorthDoc {
    pub fn new(known: &MemberValue) -> Self {
        let models = &known.models;
        let holdout = models.tested.as_ref().map(|tested| Value::Object(errors(tested)));
        Self { worth: WorthDoc::new(&known.value), fitted_on: models.as_of, n: models.n, holdout }
    }
}

/// `clv`: members with a purchase, and the models that say it.
#[derive(Debug, Serialize)]
pub struct WorthPageDoc<'a> {
    members: Vec<MemberWorthDoc<'a>>,
    total: u64,
    exact: bool,
    fit: FitDoc,
}

#[derive(Debug, Serialize)]
struct MemberWorthDoc<'a> {
    member_no: &'a str,
    name: &'a str,
    rfm: Option<ScoreDoc>,
    clv: WorthDoc,
}

impl<'a> WorthPageDoc<'a> {
    pub fn new(page: &'a MemberValuePage) -> Self {
        let one = |(row, worth): &'a (crate::domain::read_models::MemberRow, CustomerValue)| MemberWorthDoc {
            member_no: &row.member_no,
            name: &row.name,
            rfm: row.rfm.map(ScoreDoc::new),
            clv: WorthDoc::new(worth),
        };
        let members = page.rows.iter().map(one).collect();
        let mut fit = FitDoc::new(&page.models);
        // The weeks of the test are what `clv fit` is for.
        fit.holdout = page.models.tested.as_ref().map(|tested| Value::Object(errors(tested)));
        Self { members, total: page.total, exact: true, fit }
    }
}
