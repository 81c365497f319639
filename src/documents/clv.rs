//! `clv` and `clv fit`.

use super::score::ScoreDoc;
use crate::desk::segments::{CustomerValue, HoldoutTest, Models, WEEKS, WorthPage};
use crate::domain::day::Day;
use serde::Serialize;
use serde_json::{Map, Value, json};

/// `clv fit`: parameters, log-likelihoods, whom they rest on, and the hold-out test beside its baselines.
#[derive(Debug, Serialize)]
pub struct FitDoc {
    as_of: Day,
    fitted_at: String,
    n: usize,
    repeaters: usize,
    bgnbd: Value,
    mbgnbd: Value,
    gamma_gamma: Value,
    holdout: Option<Value>,
}

impl FitDoc {
    pub fn new(models: &Models) -> Self {
        let purchases = |r: f64, alpha: f64, a: f64, b: f64, ll: f64| json!({ "r": r, "alpha": alpha, "a": a, "b": b, "log_likelihood": ll });
        let (bg, mbg) = (&models.bg, &models.mbg);
        let money = models.money.as_ref().map(|m| {
            let (p, q, gamma) = (m.params.p, m.params.q, m.params.gamma);
            json!({ "p": p, "q": q, "gamma": gamma, "log_likelihood": m.log_likelihood, "n": m.n, "correlation": m.correlation })
        });
        Self {
            as_of: models.as_of,
            fitted_at: models.fitted_at.rfc3339(),
            n: bg.n,
            repeaters: bg.repeaters,
            bgnbd: purchases(bg.params.r, bg.params.alpha, bg.params.a, bg.params.b, bg.log_likelihood),
            mbgnbd: purchases(mbg.params.r, mbg.params.alpha, mbg.params.a, mbg.params.b, mbg.log_likelihood),
            gamma_gamma: money.unwrap_or(Value::Null),
            holdout: models.tested.as_ref().map(whole_test),
        }
    }
}

/// The test's errors beside its baselines.
fn errors(tested: &HoldoutTest) -> Map<String, Value> {
    let result = &tested.result;
    let mut errors = Map::new();
    errors.insert("from".to_owned(), json!(tested.from));
    for (name, number) in [("days", u64::from(result.days)), ("n", result.n), ("actual", result.actual)] {
        errors.insert(name.to_owned(), json!(number));
    }
    for (name, error) in [("model", result.model), ("zero", result.zero), ("past_rate", result.past_rate)] {
        errors.insert(name.to_owned(), json!(error));
    }
    errors
}

/// The same with how it went by frequency and by week, and what the first part was fitted to.
fn whole_test(tested: &HoldoutTest) -> Value {
    let fit = &tested.fit;
    let weeks: Vec<Value> = (1..)
        .zip(&tested.weeks)
        .map(|(week, (actual, told))| json!({ "week": week, "actual": actual, "expected": told }))
        .collect();
    let mut test = errors(tested);
    test.insert("bins".to_owned(), json!(tested.result.bins));
    test.insert("weeks".to_owned(), json!(weeks));
    let first = json!({ "r": fit.params.r, "alpha": fit.params.alpha, "a": fit.params.a, "b": fit.params.b,
                        "log_likelihood": fit.log_likelihood, "n": fit.n, "repeaters": fit.repeaters });
    test.insert("bgnbd".to_owned(), first);
    Value::Object(test)
}

/// Value and churn risk of a member. `expected_purchases` by weeks ahead; `value` and `mean_repeat` in
/// minor units, not rounded.
#[derive(Debug, Serialize)]
pub struct WorthDoc {
    p_alive: f64,
    expected_purchases: Map<String, Value>,
    value: Option<f64>,
    x: u32,
    t_x_days: u32,
    age_days: u32,
    mean_repeat: f64,
}

impl WorthDoc {
    pub fn new(worth: &CustomerValue) -> Self {
        Self {
            p_alive: worth.p_alive,
            expected_purchases: WEEKS.iter().zip(worth.expected).map(|(w, n)| (w.to_string(), json!(n))).collect(),
            value: worth.value,
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
    n: usize,
    holdout: Option<Value>,
}

impl KnownWorthDoc {
    pub fn new((worth, models): &(CustomerValue, Models)) -> Self {
        let holdout = models.tested.as_ref().map(|tested| Value::Object(errors(tested)));
        Self { worth: WorthDoc::new(worth), fitted_on: models.as_of, n: models.bg.n, holdout }
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
    pub fn new(page: &'a WorthPage) -> Self {
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
