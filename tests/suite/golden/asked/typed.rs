//! Models at given parameters, customers and tables: without a data file.

use super::super::models::rows;
use super::{BG, PARETO, SPEND, asked, same, told};
use std::collections::BTreeMap;
use std::fmt::Write as _;

fn number(row: &BTreeMap<String, String>, column: &str) -> f64 {
    row[column].parse().unwrap()
}

/// What a command tells, and the column of the golden file.
type Columns<'a> = &'a [(&'a str, &'a str)];

#[test]
fn each_customer_at_the_published_parameters() {
    let table = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/suite/golden/btyd_cdnow_sample_customers.csv");
    let golden = rows(include_str!("../btyd_cdnow_sample_customers.csv"));
    let given = ["--spend", SPEND, "--weeks", "4,39", "--forever", "0.15", "--table", table];
    let bg: Columns<'_> = &[
        ("log_likelihood", "bg_loglik"),
        ("p_alive", "bg_p_alive"),
        ("expected_purchases/4", "bg_cet_4w"),
        ("expected_purchases/39", "bg_cet_39w"),
        ("discounted_purchases", "bg_dte"),
        ("expected_spend", "exp_avg_profit"),
        ("value", "bg_clv"),
    ];
    let pareto: Columns<'_> = &[
        ("log_likelihood", "pn_loglik"),
        ("p_alive", "pn_p_alive"),
        ("expected_purchases/4", "pn_cet_4w"),
        ("expected_purchases/39", "pn_cet_39w"),
        ("discounted_purchases", "pn_dte"),
        ("discounted_purchases_forever", "pn_dert_wk"),
        ("value", "pn_clv"),
        ("value_forever", "pn_clv_dert"),
    ];
    for (params, columns) in [(BG, bg), (PARETO, pareto)] {
        let document = asked(&[&["clv", "at", "--params", params], &given[..]].concat());
        assert_eq!(document["customers"].as_array().unwrap().len(), golden.len());
        for (at, row) in golden.iter().enumerate() {
            for (name, column) in columns {
                let found = told(&document, &format!("/customers/{at}/{name}"));
                same(found, number(row, column), 1e-9, &format!("{column} of customer {}", row["id"]));
            }
        }
        let all: f64 = golden.iter().map(|row| number(row, columns[0].1)).sum();
        same(told(&document, "/log_likelihood"), all, 1e-9, "log-likelihood of all");
    }
}

#[test]
fn a_new_customer_at_the_published_parameters() {
    for row in rows(include_str!("../new_customer.csv")) {
        let params = if row["model"] == "bg" { BG } else { PARETO };
        let document = asked(&["clv", "new", "--params", params, "--weeks", &row["t_weeks"]]);
        let (name, what) = (if row["model"] == "bg" { "bgnbd" } else { "pareto_nbd" }, &row["t_weeks"]);
        same(told(&document, &format!("/{name}/expected")), number(&row, "expected"), 1e-9, what);
        for x in (0..8).filter(|_| row["model"] == "bg") {
            let column = format!("P(X={x})");
            same(told(&document, &format!("/{name}/chances/{x}")), number(&row, &column), 1e-9, what);
        }
    }
}

#[test]
fn a_horizon_in_days_is_that_in_weeks() {
    let of = |horizon: [&str; 2]| asked(&[&["clv", "new", "--params", BG][..], &horizon].concat());
    let (days, weeks) = (of(["--days", "87.5"]), of(["--weeks", "12.5"]));
    assert_eq!((&days, told(&days, "/weeks")), (&weeks, 12.5));
}

/// The table that Fader and Hardie publish has its times in weeks with two decimals.
#[test]
fn the_fit_of_the_published_table() {
    let mut table = "ID,frequency,recency,T\n".to_owned();
    for (id, x, t_x, age) in super::super::models::calibration() {
        let weeks = |days: u32| f64::from(days) / 7.0;
        writeln!(table, "{id},{x},{:.2},{:.2}", weeks(t_x), weeks(age)).unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("summary.csv");
    std::fs::write(&file, table).unwrap();
    let found = asked(&["clv", "fit", "--table", file.to_str().unwrap(), "--time", "weeks"]);
    let golden = &rows(include_str!("../fits.csv"))[2];
    assert_eq!(golden["dataset"], "hardie_summary");
    assert!((told(&found, "/bgnbd/log_likelihood") - number(golden, "LL_weeks")).abs() < 1e-4);
    for (name, at) in [("r", 1), ("alpha", 2), ("a", 3), ("b", 4)] {
        same(told(&found, &format!("/bgnbd/{name}")), number(golden, &format!("v{at}")), 1e-4, name);
        let error = told(&found, &format!("/bgnbd/standard_errors/{name}"));
        same(error, number(golden, &format!("se{at}")), 1e-4, &format!("standard error of {name}"));
    }
}
