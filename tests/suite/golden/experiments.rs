//! Experiments of two arms: every golden row.

use super::models::rows;
use loyaltui::analytics::exact::ExactSums;
use loyaltui::analytics::experiment::{
    power, power_of_means, proportions, sample_ratio, sample_size, two_proportions, welch,
};
use loyaltui::analytics::proportion::nps_change;
use loyaltui::domain::rate::Rate;
use std::collections::BTreeMap;

/// The numbers after the equals signs of a text such as `x1=38 n1=10000`.
fn numbers(text: &str) -> Vec<u64> {
    let digits = text.split(|c: char| !c.is_ascii_digit()).filter(|word| !word.is_empty());
    let words: Vec<&str> = digits.collect();
    words.iter().map(|word| word.parse().unwrap()).collect()
}

fn of_two_arms(input: &str, quantity: &str) -> Option<f64> {
    let [_, x1, _, n1, _, x2, _, n2] = numbers(input)[..] else { return None };
    if !input.starts_with("x1=") {
        return None;
    }
    let found = two_proportions(Rate { part: x1, n: n1 }, Rate { part: x2, n: n2 }).unwrap();
    let srm = sample_ratio(&[n1, n2], &[1.0, 1.0]).unwrap();
    Some(match quantity {
        "rate1" => found.shares[0].value,
        "rate2" => found.shares[1].value,
        "abs_lift" => found.difference,
        "rel_lift" => found.relative?,
        "z_pooled" => found.z,
        "p_two_sided_z" | "p_chisq_no_continuity" => found.p,
        "chisq_no_continuity" => found.z * found.z,
        "chisq_yates" => found.yates.statistic,
        "p_chisq_yates" => found.yates.p,
        "wald_ci95_lo" => found.wald.low,
        "wald_ci95_hi" => found.wald.high,
        "wilson1_lo" => found.shares[0].low,
        "wilson1_hi" => found.shares[0].high,
        "wilson2_lo" => found.shares[1].low,
        "wilson2_hi" => found.shares[1].high,
        "newcombe_lo" => found.newcombe.low,
        "newcombe_hi" => found.newcombe.high,
        "fisher_p" => found.fisher,
        "bayes_P(2>1)_uniform_prior" => found.second_is_higher,
        "srm_chisq_50_50" => srm.0.statistic,
        "srm_p" => srm.0.p,
        _ => return None,
    })
}

fn of_the_rest(row: &BTreeMap<String, String>) -> Option<f64> {
    let sleep = || {
        let first: ExactSums = [7, -16, -2, -12, -1, 34, 37, 8, 0, 20].into_iter().collect();
        let second: ExactSums = [19, 8, 11, 1, -1, 44, 55, 16, 46, 34].into_iter().collect();
        welch(first, second)
    };
    let smokers = || proportions(&[(83, 86), (90, 93), (129, 136), (70, 82)].map(|(part, n)| Rate { part, n }));
    Some(match (row["case"].as_str(), row["quantity"].as_str()) {
        ("R_doc_smokers_Fleiss1981", "chisq") => smokers()?.statistic,
        ("R_doc_smokers_Fleiss1981", "p") => smokers()?.p,
        ("power_prop_p1=0.5_p2=0.75_power=0.9_alpha=0.05", _) => sample_size(0.5, 0.75, 0.05, 0.9)?,
        ("power_prop_p1=0.1_p2=0.12_power=0.8_alpha=0.05", _) => sample_size(0.1, 0.12, 0.05, 0.8)?,
        ("power_prop_n=50_p1=.5_p2=.75", _) => power(0.5, 0.75, 50.0, 0.05),
        ("power_t_n=20_delta=1_sd=1", _) => power_of_means(20.0, 1.0, 1.0),
        ("R_doc_sleep_welch", "t") => sleep()?.t,
        ("R_doc_sleep_welch", "df") => sleep()?.freedom,
        ("R_doc_sleep_welch", "p") => sleep()?.p,
        ("R_doc_sleep_welch", "ci_lo") => sleep()?.interval.low / 10.0,
        ("R_doc_sleep_welch", "ci_hi") => sleep()?.interval.high / 10.0,
        ("nps_change", "diff") => nps_change((200, 150, 150), (230, 160, 110))?.interval.value,
        _ => return None,
    })
}

#[test]
fn every_golden_row_of_an_experiment() {
    let mut told = 0;
    for row in rows(include_str!("ab_nps.csv")) {
        let golden: f64 = row["value"].parse().unwrap();
        let found = of_two_arms(&row["input"], &row["quantity"]).or_else(|| of_the_rest(&row));
        let Some(found) = found else { continue };
        told += 1;
        let error = (found - golden).abs() / golden.abs().max(1e-300);
        let is_same = error <= 1e-9 || (found - golden).abs() < 1e-15;
        assert!(is_same, "{} {}: {found:e} is not {golden:e} ({error:e})", row["case"], row["quantity"]);
    }
    assert_eq!(told, 56, "rows that are told");
}

#[test]
fn arms_that_are_not_as_designed_are_said_so() {
    let p = |a, b| sample_ratio(&[a, b], &[1.0, 1.0]).unwrap();
    assert!(p(1_100, 900).hides() && !p(1_050, 950).hides());
    assert!(!sample_ratio(&[900, 100], &[9.0, 1.0]).unwrap().hides());
    assert_eq!(sample_ratio(&[1], &[1.0]), None);
}
