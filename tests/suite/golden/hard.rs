//! Numerically hard members (sixteen families of ten: huge and tiny parameters, many purchases, none, the poles of the textbook
//! forms, a moment and a century ahead) against values computed with 80 digits and more; and expectations where a and b are as
//! small as 10⁻¹² or as large as 10¹².

use super::models::rows;
use loyaltui::analytics::bgnbd::{self, BgNbdParams, Buyer, PurchaseModel};
use loyaltui::analytics::expectation;
use loyaltui::analytics::gamma_gamma::{self, Spender};
use std::collections::BTreeMap;
use std::fmt::Write as _;

struct Case {
    name: String,
    model: PurchaseModel,
    params: BgNbdParams,
    buyer: Buyer,
    weeks: f64,
    golden: [f64; 3],
}

fn cases() -> Vec<Case> {
    let case = |(n, row): (usize, BTreeMap<String, String>)| {
        let real = |column: &str| row[column].parse::<f64>().unwrap();
        let count = |column: &str| row[column].parse::<u32>().unwrap();
        Case {
            name: format!("line {}, {}", n + 2, row["case"]),
            model: if row["model"] == "bg" { PurchaseModel::Bg } else { PurchaseModel::Mbg },
            params: BgNbdParams { r: real("r"), alpha: real("alpha"), a: real("a"), b: real("b") },
            buyer: Buyer { x: count("x"), t_x: count("t_x_days"), age: count("age_days") },
            weeks: real("t_weeks"),
            golden: ["log_likelihood", "p_alive", "expected"].map(real),
        }
    };
    rows(include_str!("hard_cases.csv")).into_iter().enumerate().map(case).collect()
}

#[test]
fn every_hard_case_to_eleven_digits() {
    let mut wrong = Wrong::default();
    let cases = cases();
    assert_eq!(cases.len(), 160);
    for case in cases {
        let found = [
            bgnbd::log_likelihood(case.model, &case.params, case.buyer),
            bgnbd::p_alive(case.model, &case.params, case.buyer),
            bgnbd::expected(case.model, &case.params, case.buyer, case.weeks),
        ];
        for ((found, golden), what) in found.into_iter().zip(case.golden).zip(["log-likelihood", "p alive", "expected"])
        {
            wrong.compare(found, golden, &format!("{}: {what}", case.name));
        }
    }
    wrong.is_nothing();
}

#[test]
fn expected_purchases_to_eleven_digits_at_any_size_of_the_parameters() {
    let mut wrong = Wrong::default();
    let cases = rows(include_str!("expectations.csv"));
    assert_eq!(cases.len(), 260);
    for (n, row) in cases.iter().enumerate() {
        let [big_r, a, c, tau, golden] =
            ["purchases", "a", "c", "tau", "expected"].map(|column| row[column].parse::<f64>().unwrap());
        let found = expectation::while_alive(big_r, a, c, tau);
        wrong.compare(found, golden, &format!("line {}, {}", n + 2, row["case"]));
    }
    wrong.is_nothing();
}

#[test]
fn every_hard_case_of_money_to_eleven_digits() {
    let mut wrong = Wrong::default();
    let cases = rows(include_str!("hard_money.csv"));
    assert_eq!(cases.len(), 40);
    for (n, row) in cases.iter().enumerate() {
        let real = |column: &str| row[column].parse::<f64>().unwrap();
        let params = gamma_gamma::GammaGammaParams { p: real("p"), q: real("q"), gamma: real("gamma") };
        let (x, mean) = (row["x"].parse().unwrap(), real("mean"));
        let name = format!("line {}, {}", n + 2, row["case"]);
        let found = gamma_gamma::log_likelihood_of(Spender { x, mean }, &params);
        wrong.compare(found, real("log_likelihood"), &format!("{name}: log-likelihood"));
        let found = gamma_gamma::expected_money(&params, x, mean).unwrap();
        wrong.compare(found, real("expected"), &format!("{name}: expected"));
    }
    wrong.is_nothing();
}

/// What is not as it should be, all of it.
#[derive(Default)]
struct Wrong(String);

impl Wrong {
    fn compare(&mut self, found: f64, golden: f64, what: &str) {
        let error = (found - golden).abs() / golden.abs().max(f64::MIN_POSITIVE);
        if !found.is_finite() || error > 1e-11 {
            writeln!(self.0, "{what} {found:e} is not {golden:e} (relative error {error:e})").unwrap();
        }
    }

    fn is_nothing(&self) {
        assert!(self.0.is_empty(), "\n{}", self.0);
    }
}
