//! The numerically hard cases, a command each.

use super::super::models::rows;
use super::{asked, same, told};

#[test]
fn members() {
    for (at, row) in rows(include_str!("../hard_cases.csv")).iter().enumerate() {
        let params = format!("r={},alpha={},a={},b={}", row["r"], row["alpha"], row["a"], row["b"]);
        let customer = format!("x={},t_x={},age={}", row["x"], row["t_x_days"], row["age_days"]);
        let model = if row["model"] == "bg" { "bgnbd" } else { "mbgnbd" };
        let given = ["clv", "at", "--params", &params, "--model", model, "--customer", &customer];
        let document = asked(&[&given[..], &["--weeks", &row["t_weeks"]]].concat());
        let weeks = row["t_weeks"].parse::<f64>().unwrap();
        let of = &document["customers"][0];
        let what = format!("line {}, {}", at + 2, row["case"]);
        for (name, found) in [
            ("log_likelihood", &of["log_likelihood"]),
            ("p_alive", &of["p_alive"]),
            ("expected", &of["expected_purchases"][weeks.to_string()]),
        ] {
            let golden: f64 = row[name].parse().unwrap();
            same(found.as_f64().unwrap(), golden, 1e-10, &format!("{what}: {name}"));
        }
    }
}

#[test]
fn expectations() {
    for (at, row) in rows(include_str!("../expectations.csv")).iter().enumerate() {
        // Of a new customer they are those of somebody alive, over t/α.
        let alpha = 1e-3;
        let weeks = row["tau"].parse::<f64>().unwrap() * alpha;
        let params = format!("r={},alpha={alpha},a={},b={}", row["purchases"], row["a"], row["c"]);
        let document = asked(&["clv", "new", "--params", &params, "--weeks", &weeks.to_string(), "--most", "0"]);
        let what = format!("line {}, {}", at + 2, row["case"]);
        same(told(&document, "/bgnbd/expected"), row["expected"].parse().unwrap(), 1e-10, &what);
    }
}

#[test]
fn money() {
    for (at, row) in rows(include_str!("../hard_money.csv")).iter().enumerate() {
        let spend = format!("p={},q={},gamma={}", row["p"], row["q"], row["gamma"]);
        let customer = format!("x={},t_x=1,age=2,mean={}", row["x"], row["mean"]);
        let document = asked(&["clv", "at", "--params", super::BG, "--spend", &spend, "--customer", &customer]);
        let what = format!("line {}, {}", at + 2, row["case"]);
        let golden = |column: &str| row[column].parse::<f64>().unwrap();
        same(told(&document, "/gamma_gamma/log_likelihood"), golden("log_likelihood"), 1e-10, &what);
        same(told(&document, "/customers/0/expected_spend"), golden("expected"), 1e-10, &what);
    }
}
