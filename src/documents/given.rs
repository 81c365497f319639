//! `clv at`, `clv new` and `clv fit --table`: models whose parameters or customers somebody gives.

use super::clv::{money, pareto, purchases};
use crate::domain::given_model::{
    GivenModels, GivenPage, GivenParams, GivenValue, Likelihood, TableFit, ValueGroup, ValueThirds, by_days,
};
use crate::domain::real::Real;
use crate::domain::value::NewcomerForecast;
use serde_json::{Map, Value, json};

/// `clv at` of customers that were typed, or stand in a table.
pub fn customers(
    models: &GivenModels,
    likelihood: &Likelihood,
    thirds: Option<&ValueThirds>,
    values: &[GivenValue],
) -> Value {
    let mut document = head(models, likelihood);
    document.insert("thirds".to_owned(), thirds.map_or(Value::Null, value_thirds));
    let rows: Vec<Value> = values.iter().map(|value| customer(models, value)).collect();
    document.insert("customers".to_owned(), json!(rows));
    Value::Object(document)
}

/// `clv at` of members of the data file; `n` and `log_likelihood` are of all that fit.
pub fn members(models: &GivenModels, page: &GivenPage) -> Value {
    let mut document = head(models, &page.likelihood);
    document.insert("as_of".to_owned(), json!(page.as_of));
    document.insert("thirds".to_owned(), page.thirds.as_ref().map_or(Value::Null, value_thirds));
    let row = |(row, value): &(crate::domain::read_models::MemberRow, GivenValue)| {
        let mut told = customer(models, value);
        told["member_no"] = json!(row.member_no);
        told["name"] = json!(row.name);
        told
    };
    document.insert("members".to_owned(), json!(page.rows.iter().map(row).collect::<Vec<_>>()));
    Value::Object(document)
}

fn head(models: &GivenModels, likelihood: &Likelihood) -> Map<String, Value> {
    let GivenParams { kind, numbers } = models.purchases;
    let named = |names: &[&str], numbers: &[Real]| -> Value {
        names
            .iter()
            .zip(numbers)
            .map(|(name, number)| ((*name).to_owned(), json!(number.get())))
            .collect::<Map<_, _>>()
            .into()
    };
    let money = likelihood.money.map(|(n, told)| json!({ "n": n, "log_likelihood": told }));
    [
        ("model", json!(kind)),
        ("params", named(&kind.parameters(), &numbers)),
        ("spend", models.spend.map_or(Value::Null, |spend| named(&["p", "q", "gamma"], &spend))),
        ("months", json!(models.months)),
        ("discount", json!(models.discount.get())),
        ("margin", json!(models.margin.get())),
        ("n", json!(likelihood.n)),
        ("repeaters", json!(likelihood.repeaters)),
        ("repeat_purchases", json!(likelihood.purchases)),
        ("log_likelihood", json!(likelihood.log_likelihood)),
        ("log_likelihood_days", json!(likelihood.by_days())),
        ("gamma_gamma", json!(money)),
    ]
    .map(|(name, told)| (name.to_owned(), told))
    .into_iter()
    .collect()
}

/// Thirds from 1, the lowest, to 3; `share` of the value of all.
fn value_thirds(of: &ValueThirds) -> Value {
    let group = |group: &ValueGroup| {
        let share = (of.all.value > 0.0).then(|| group.value / of.all.value);
        json!({ "n": group.n, "value": group.value, "mean": group.mean(), "share": share })
    };
    let column = |thirds: &[ValueGroup; 3]| json!(thirds.each_ref().map(group));
    let mut cells = Vec::new();
    for (r, by_frequency) in (1..).zip(&of.cells) {
        for (f, by_spend) in (1..).zip(by_frequency) {
            for (m, cell) in (1..).zip(by_spend).filter(|(_, cell)| cell.n > 0) {
                let mut told = group(cell);
                told["r"] = json!(r);
                told["f"] = json!(f);
                told["m"] = json!(m);
                cells.push(told);
            }
        }
    }
    json!({ "forever": of.is_forever, "all": group(&of.all), "once": group(&of.once), "recency": column(&of.recency),
            "frequency": column(&of.frequency), "spend": column(&of.spend), "cells": cells })
}

fn customer(models: &GivenModels, value: &GivenValue) -> Value {
    let expected = models.weeks.iter().zip(&value.expected);
    let expected: Map<String, Value> = expected.map(|(weeks, n)| (weeks.get().to_string(), json!(n))).collect();
    let (over_months, forever) = value.values(models.margin.get());
    json!({
        "x": value.of.x,
        "t_x_weeks": value.of.t_x,
        "age_weeks": value.of.age,
        "mean_repeat": value.of.mean,
        "log_likelihood": value.log_likelihood,
        "p_alive": value.p_alive,
        "expected_purchases": expected,
        "discounted_purchases": value.discounted,
        "discounted_purchases_forever": value.forever,
        "expected_spend": value.spend.and_then(Result::ok),
        "no_value": value.spend.and_then(Result::err),
        "value": over_months,
        "value_forever": forever,
    })
}

/// `clv new`.
pub fn newcomer(weeks: f64, told: &[NewcomerForecast]) -> Value {
    let whole = json!(weeks);
    #[expect(clippy::cast_possible_truncation, reason = "weeks are at most 10,000")]
    let weeks = if weeks.fract().abs() < f64::EPSILON { json!(weeks as i64) } else { whole };
    let mut document = json!({ "weeks": weeks });
    for of in told {
        document[of.name] = json!({ "expected": of.expected, "chances": of.chances });
    }
    document
}

/// `clv fit --table`.
pub fn table(fit: &TableFit) -> Value {
    let of = |fit_document: Value, log_likelihood: f64| {
        let mut document = fit_document;
        document["log_likelihood_days"] = json!(by_days(log_likelihood, fit.repeat_purchases));
        document
    };
    json!({
        "n": fit.n,
        "repeaters": fit.repeaters,
        "repeat_purchases": fit.repeat_purchases,
        "bgnbd": of(purchases(&fit.bg), fit.bg.log_likelihood),
        "mbgnbd": of(purchases(&fit.mbg), fit.mbg.log_likelihood),
        "pareto_nbd": fit.pareto.as_ref().map(|told| of(pareto(told), told.log_likelihood)).ok(),
        "no_pareto_nbd": fit.pareto.as_ref().err(),
        "gamma_gamma": fit.money.as_ref().map(money).ok(),
        "no_gamma_gamma": fit.money.as_ref().err(),
    })
}
