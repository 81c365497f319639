//! Experiments, scores and the regression of churn: every row of their files.

use super::super::models::rows;
use super::{asked, same, told};
use serde_json::Value;
use std::collections::BTreeMap;

/// The document that a case is asked for by, and where each quantity stands in it.
fn of_case(case: &str, input: &str) -> Value {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_ascii_digit()).filter(|word| !word.is_empty()).map(ToOwned::to_owned).collect()
    };
    let numbers = words(input);
    let ask = |args: &[&str], numbers: &[String]| {
        asked(&args.iter().copied().chain(numbers.iter().map(String::as_str)).collect::<Vec<_>>())
    };
    match case {
        "obd_all_random_vs_bts" | "hillstrom_visit_none_vs_mens" => {
            let [_, x1, _, n1, _, x2, _, n2] = numbers.as_slice() else { panic!("{input}") };
            let arms = [format!("{x1}/{n1}"), format!("{x2}/{n2}")];
            let mut document = ask(&["stats", "two-proportions"], &arms);
            document["srm"] = ask(&["stats", "srm"], &[n1.clone(), n2.clone()]);
            document
        }
        "R_doc_smokers_Fleiss1981" => asked(&["stats", "proportions", "83/86", "90/93", "129/136", "70/82"]),
        "power_prop_p1=0.5_p2=0.75_power=0.9_alpha=0.05" => {
            asked(&["stats", "sample-size", "0.5", "0.75", "--power", "0.9"])
        }
        "power_prop_p1=0.1_p2=0.12_power=0.8_alpha=0.05" => asked(&["stats", "sample-size", "0.1", "0.12"]),
        "power_prop_n=50_p1=.5_p2=.75" => asked(&["stats", "power", "0.5", "0.75", "--n", "50"]),
        "power_t_n=20_delta=1_sd=1" => asked(&["stats", "power-of-means", "1", "--n", "20"]),
        "R_doc_sleep_welch" => asked(&[
            "stats",
            "welch",
            "0.7,-1.6,-0.2,-1.2,-0.1,3.4,3.7,0.8,0,2",
            "1.9,0.8,1.1,0.1,-0.1,4.4,5.5,1.6,4.6,3.4",
        ]),
        "whuber_crossvalidated_n324" | "simple" => ask(&["stats", "nps"], &numbers),
        "nps_change" => ask(&["stats", "nps"], &[&numbers[3..], &numbers[..3]].concat()),
        other => panic!("no command for {other}"),
    }
}

fn place(case: &str, quantity: &str) -> &'static str {
    match (case, quantity) {
        (_, "rate1") => "/shares/0/value",
        (_, "rate2") => "/shares/1/value",
        (_, "abs_lift") => "/difference",
        (_, "rel_lift") => "/relative",
        (_, "z_pooled") => "/z",
        (_, "chisq_no_continuity" | "chisq") => "/chi_squared",
        (_, "chisq_yates") => "/yates/chi_squared",
        (_, "p_chisq_yates") => "/yates/p",
        (_, "wald_ci95_lo") => "/wald/low",
        (_, "wald_ci95_hi") => "/wald/high",
        (_, "wilson1_lo") => "/shares/0/low",
        (_, "wilson1_hi") => "/shares/0/high",
        (_, "wilson2_lo") => "/shares/1/low",
        (_, "wilson2_hi") => "/shares/1/high",
        (_, "newcombe_lo") => "/newcombe/low",
        (_, "newcombe_hi") => "/newcombe/high",
        (_, "fisher_p") => "/fisher_p",
        (_, "bayes_P(2>1)_uniform_prior") => "/second_is_higher",
        (_, "srm_chisq_50_50") => "/srm/chi_squared",
        (_, "srm_p") => "/srm/p",
        ("nps_change", "diff") => "/change/value",
        ("nps_change", "z") => "/change/z",
        ("nps_change", "p") => "/change/p",
        (_, "nps") => "/nps/value",
        (_, "se_n") => "/nps/standard_error",
        (_, "se_n_minus_1") => "/nps/standard_error_less_one",
        ("R_doc_sleep_welch", "ci_lo") => "/interval/low",
        ("R_doc_sleep_welch", "ci_hi") => "/interval/high",
        (_, "ci95_lo") => "/nps/wald/low",
        (_, "ci95_hi") => "/nps/wald/high",
        (_, "n_per_arm") => "/exact",
        (_, "power") => "/power",
        (_, "t") => "/t",
        (_, "df") => "/df",
        (_, "p" | "p_two_sided_z" | "p_chisq_no_continuity") => "/p",
        other => panic!("no place for {other:?}"),
    }
}

#[test]
fn every_row_of_experiments_and_scores() {
    let golden = rows(include_str!("../ab_nps.csv"));
    let mut documents: BTreeMap<String, Value> = BTreeMap::new();
    for row in &golden {
        let (case, quantity) = (&row["case"], &row["quantity"]);
        let document = documents.entry(case.clone()).or_insert_with(|| of_case(case, &row["input"]));
        let (found, value) = (told(document, place(case, quantity)), row["value"].parse::<f64>().unwrap());
        same(found, value, 1e-9, &format!("{case} {quantity}"));
    }
    assert_eq!((golden.len(), documents.len()), (68, 11), "rows and cases");
}

#[test]
fn every_row_of_the_regression_of_churn() {
    let table = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/churn.csv");
    let traits = ["--by", "tenure,monthly_charges,contract", "--complete"];
    let document = asked(&[&["stats", "logit", table, "--yes", "churn=Yes"], &traits[..]].concat());
    let terms = document["terms"].as_array().unwrap();
    let term = |name: &str| terms.iter().find(|term| term["name"].as_str().unwrap().replace('=', "") == name);
    for row in rows(include_str!("../churn_logit_wa.csv")) {
        let (name, value) = (row["term"].as_str(), row["estimate"].parse::<f64>().unwrap());
        let place = match name {
            "deviance" => "/deviance",
            "null_deviance" => "/null_deviance",
            "AUC" => "/auc",
            "Brier" => "/brier",
            "n" => "/n",
            "churners" => "/yes",
            _ => {
                let term = term(name).unwrap_or_else(|| panic!("{name} in {document}"));
                same(told(term, "/estimate"), value, 1e-9, name);
                same(told(term, "/standard_error"), row["se"].parse().unwrap(), 1e-9, name);
                continue;
            }
        };
        same(told(&document, place), value, 1e-9, name);
    }
    assert_eq!(document["left_out"], 11);
    let all = asked(&["stats", "logit", table, "--yes", "churn=Yes", "--by", "tenure"]);
    assert_eq!((told(&all, "/yes"), told(&all, "/n")), (1_869.0, 7_043.0), "the rows of the published count");
}
