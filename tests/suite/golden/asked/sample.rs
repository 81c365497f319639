//! The CD-store sample in a data file: fits, hold-out, scores, segments and rates.

use super::super::models::rows;
use super::{same, sample, told};
use crate::cli::shop::Shop;
use serde_json::Value;
use std::collections::BTreeMap;

fn number(row: &BTreeMap<String, String>, column: &str) -> f64 {
    row[column].parse().unwrap()
}

#[test]
fn every_row_of_fits_and_of_the_hold_out() {
    let shop = sample();
    let fit = shop.json(&["clv", "fit", "--as-of", "1997-09-30"]);
    for (row, model, names) in [(0, "bgnbd", &["r", "alpha", "a", "b"][..]), (1, "gamma_gamma", &["p", "q", "gamma"])] {
        let golden = &rows(include_str!("../fits.csv"))[row];
        let found = &fit[model];
        assert!((told(found, "/log_likelihood") - number(golden, "LL_weeks")).abs() < 1e-6);
        if model == "bgnbd" {
            assert!((told(found, "/log_likelihood_days") - number(golden, "LL_days")).abs() < 1e-6);
        }
        let n = if model == "bgnbd" { &fit["n"] } else { &found["n"] };
        assert_eq!(n.to_string(), golden["n"]);
        for (at, name) in (1..).zip(names) {
            same(told(found, &format!("/{name}")), number(golden, &format!("v{at}")), 1e-5, name);
            let error = told(found, &format!("/standard_errors/{name}"));
            same(error, number(golden, &format!("se{at}")), 1e-4, &format!("standard error of {name}"));
        }
    }
    let held = shop.json(&["clv", "fit", "--as-of", "1998-06-30", "--holdout-from", "1997-10-01"]);
    for row in rows(include_str!("../tracking_cdnow_sample.csv")) {
        let week = &held["holdout"]["weeks"][row["week"].parse::<usize>().unwrap() - 1];
        assert_eq!(week["actual"].to_string(), row["actual_cum"], "week {}", row["week"]);
        for (name, column) in
            [("expected", "bg_expected_cum"), ("mbgnbd", "mbg_expected_cum"), ("pareto_nbd", "pn_expected_cum")]
        {
            same(told(week, &format!("/{name}")), number(&row, column), 1e-4, &format!("{column} {}", row["week"]));
        }
    }
    for (name, golden) in [
        ("bins", include_str!("../freqbins_cdnow_sample_bg.csv")),
        ("pareto_bins", include_str!("../freqbins_cdnow_sample_pn.csv")),
    ] {
        let bins = held["holdout"][name].as_array().unwrap();
        let golden = rows(golden);
        assert_eq!(bins.len(), golden.len());
        for (bin, row) in bins.iter().zip(golden) {
            assert_eq!((bin["x"].to_string(), bin["n"].to_string()), (row["x_bin"].clone(), row["n"].clone()));
            same(told(bin, "/actual"), number(&row, "actual"), 1e-6, name);
            same(told(bin, "/expected"), number(&row, "expected"), 1e-4, name);
        }
    }
    assert_eq!(held["holdout"]["mbgnbd_bins"].as_array().unwrap().len(), 8);
}

/// The golden file's names in ours.
fn ours(name: &str) -> &str {
    match name {
        "need_attention" => "needs_attention",
        "loyal_customers" => "loyal",
        "potential_loyalists" => "potential",
        "new_customers" => "new",
        same => same,
    }
}

const DAY: [&str; 2] = ["--as-of", "1998-07-01"];

fn members(shop: &Shop) -> Vec<Value> {
    let mut page = shop.json(&[&["segments", "members", "*", "--limit", "3000"][..], &DAY].concat());
    serde_json::from_value(page["members"].take()).unwrap()
}

#[test]
fn every_row_of_scores_segments_and_rates() {
    let shop = sample();
    let golden = rows(include_str!("../rfm_cdnow_sample.csv"));
    let by_no: BTreeMap<String, Value> =
        members(&shop).into_iter().map(|row| (row["member_no"].as_str().unwrap().to_owned(), row)).collect();
    assert_eq!(by_no.len(), golden.len());
    let day = chrono::NaiveDate::from_ymd_opt(1998, 7, 1).unwrap();
    for row in &golden {
        let found = &by_no[&format!("{:0>4}", row["id"])];
        let last: chrono::NaiveDate = found["purchases"]["last_on"].as_str().unwrap().parse().unwrap();
        assert_eq!((day - last).num_days().to_string(), row["recency"], "{}", row["id"]);
        assert_eq!(found["purchases"]["count"].to_string(), row["frequency"], "{}", row["id"]);
        assert_eq!(found["purchases"]["net_spend"].to_string(), row["monetary_cents"], "{}", row["id"]);
        for (letter, column) in [("r", "r_tie"), ("f", "f_tie"), ("m", "m_tie")] {
            assert_eq!(found["rfm"][letter].to_string(), row[column], "{column} of {}", row["id"]);
        }
        assert_eq!(found["segment"], ours(&row["seg11_tie"]), "{}", row["id"]);
    }
    let board = shop.json(&[&["segments"][..], &DAY].concat());
    for row in rows(include_str!("../rfm_cdnow_sample_segments.csv")) {
        let segments = board["segments"].as_array().unwrap();
        let n = segments.iter().find(|s| s["segment"] == ours(&row["segment"])).map_or(0, |s| s["n"].as_u64().unwrap());
        assert_eq!(n.to_string(), row["seg11_tie"], "{}", row["segment"]);
    }
    for row in rows(include_str!("../rfm_cdnow_sample_lifecycle.csv")) {
        let stage = match row["stage"].split_once(' ').unwrap().1 {
            "reactivated" => "won_back",
            same => same,
        };
        assert_eq!(board["lifecycle"][stage].to_string(), row["customers"], "{stage}");
    }
    rates(&shop);
    split(&golden);
}

fn rates(shop: &Shop) {
    let activity = shop.json(&[&["segments", "activity"][..], &DAY].concat());
    let repeat = &rows(include_str!("../rfm_cdnow_sample_repeat_purchase.csv"))[0];
    for (name, part, rate) in
        [("repeat_rate", "repeat_by_day", "rate_by_day"), ("repeat_rate_by_order", "repeat_by_row", "rate_by_row")]
    {
        assert_eq!(activity[name]["n"].to_string(), repeat["customers"]);
        assert_eq!(activity[name]["part"].to_string(), repeat[part]);
        same(told(&activity[name], "/rate"), number(repeat, rate), 1e-12, name);
    }
    let within = rows(include_str!("../rfm_cdnow_sample_repeat_within.csv"));
    assert_eq!(activity["repeat_within"].as_array().unwrap().len(), within.len());
    for (found, row) in activity["repeat_within"].as_array().unwrap().iter().zip(within) {
        let numbers = [&found["days"], &found["n"], &found["part"]].map(ToString::to_string);
        assert_eq!(numbers, [&row["within_days"], &row["eligible"], &row["repeated"]].map(Clone::clone));
        same(told(found, "/rate"), number(&row, "rate"), 1e-12, &row["within_days"]);
    }
    let months = activity["months"].as_array().unwrap();
    // The data end in June; July has not begun.
    for (found, row) in months.iter().zip(rows(include_str!("../rfm_cdnow_sample_monthly.csv"))) {
        let month = format!("{}-{:0>2}", row["year"], row["month"]);
        assert_eq!(found["month"], month.as_str());
        let counts = [&found["active"], &found["first"], &found["retained"]["part"], &found["reactivated"]];
        let golden = ["active", "new_", "retained", "reactivated"].map(|column| row[column].clone());
        assert_eq!(counts.map(ToString::to_string), golden, "{month}");
        if !row["churned"].is_empty() {
            same(told(found, "/churned/part"), number(&row, "churned"), 1e-12, &month);
            same(told(found, "/churned/rate"), number(&row, "churn_rate"), 1e-12, &month);
        }
    }
    let cohorts = shop.json(&[&["segments", "cohorts"][..], &DAY].concat());
    for row in rows(include_str!("../rfm_cdnow_sample_cohort.csv")) {
        let month = format!("{}-{:0>2}", row["year"], row["month"]);
        let cohort = cohorts["cohorts"].as_array().unwrap().iter().find(|c| c["month"] == month.as_str()).unwrap();
        assert_eq!(cohort["active"][row["k"].parse::<usize>().unwrap()].to_string(), row["customers"], "{month}");
    }
}

/// The named alternative: equal values may be scored apart.
fn split(golden: &[BTreeMap<String, String>]) {
    let shop = Shop::without_store();
    let program = "name = \"CDs\"\n[points]\nexpiry = \"never\"\n[rfm]\nties = \"split\"\n";
    let program = shop.write("program.toml", program);
    shop.run(&["init", "--program", &program]).done();
    let log = shop.write("log.txt", super::super::models::LOG);
    let columns = ["--map", "member_no=2", "--map", "purchased_at=3", "--map", "amount=5"];
    let form = ["--delimiter", "space", "--no-header", "--date-format", "%Y%m%d", "--enrol"];
    shop.run(&[&["import", "purchases", &log], &columns[..], &form].concat()).done();
    let by_no: BTreeMap<String, Value> =
        members(&shop).into_iter().map(|row| (row["member_no"].as_str().unwrap().to_owned(), row)).collect();
    for row in golden {
        let found = &by_no[&format!("{:0>4}", row["id"])];
        for (letter, column) in [("r", "r_ntile"), ("f", "f_ntile"), ("m", "m_ntile")] {
            assert_eq!(found["rfm"][letter].to_string(), row[column], "{column} of {}", row["id"]);
        }
        assert_eq!(found["segment"], ours(&row["seg11_ntile"]), "{}", row["id"]);
    }
}
