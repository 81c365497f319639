//! The published values: each row by the command that tells it, or the reason why no command can.

use super::super::models::rows;
use super::{BG, PARETO, asked, same, sample, told};
use crate::cli::shop::Shop;
use serde_json::Value;
use std::collections::BTreeMap;

/// What commands tell of the CD-store sample.
struct Told {
    shop: Shop,
    /// Fitted on 39 weeks, on 78, and tested on the second half.
    first: Value,
    whole: Value,
}

/// How a row is answered: numbers against those recomputed, each as near as it says; or why there are none.
enum Row {
    /// Relative error.
    Numbers(Vec<f64>, f64),
    /// The raw data are not at hand, or the row tells of another's data.
    NotHere(&'static str),
    /// A row of another file says the same.
    Elsewhere,
}

use Row::{Elsewhere, NotHere, Numbers};

const ALL_OF_CDNOW: &str =
    "of all 23,570 customers of the store; the sample has 2,357. `clv at --table --thirds` tells it of any table";
const RAW_DATA: &str = "the raw purchases are not published here; `segments` tells it of any data file";

fn params(fit: &Value, names: [&str; 4]) -> String {
    names.map(|name| format!("{name}={}", fit[name])).join(",")
}

const OF_BG: [&str; 4] = ["r", "alpha", "a", "b"];
const OF_PARETO: [&str; 4] = ["r", "alpha", "s", "beta"];

/// One number of one customer.
fn customer(params: &str, customer: &str, path: &str) -> f64 {
    let given = ["--weeks", "39,52", "--forever", "0.15073617", "--time", "weeks", "--customer", customer];
    told(&asked(&[&["clv", "at", "--params", params], &given[..]].concat()), &format!("/customers/0/{path}"))
}

fn newcomer(params: &str, model: &str, horizon: [&str; 2], path: &str) -> f64 {
    told(&asked(&[&["clv", "new", "--params", params], &horizon[..]].concat()), &format!("/{model}/{path}"))
}

impl Told {
    fn new() -> Self {
        let shop = sample();
        let first = shop.json(&["clv", "fit", "--as-of", "1997-09-30"]);
        let whole = shop.json(&["clv", "fit", "--as-of", "1998-06-30", "--holdout-from", "1997-10-01"]);
        Self { shop, first, whole }
    }

    fn of(fit: &Value, names: &[&str]) -> Row {
        Numbers(names.iter().map(|name| told(fit, &format!("/{name}"))).collect(), 1e-5)
    }

    fn bins(&self, of: &str, name: &str) -> Row {
        let bins = self.whole["holdout"][of].as_array().unwrap();
        Numbers(bins.iter().map(|bin| told(bin, &format!("/{name}"))).collect(), 5e-4)
    }

    fn weeks(&self, range: std::ops::RangeInclusive<usize>, name: &str) -> Vec<f64> {
        range.map(|week| told(&self.whole["holdout"]["weeks"][week - 1], &format!("/{name}"))).collect()
    }

    fn row(&self, topic: &str, quantity: &str) -> Row {
        let (first, whole) = (&self.first, &self.whole);
        let (bg, pareto) = (params(&first["bgnbd"], OF_BG), params(&first["pareto_nbd"], OF_PARETO));
        let often = "x=26,t_x=30.857142857142858,age=31";
        match (topic, quantity) {
            ("BG/NBD CDNOW", "r alpha a b") => Self::of(&first["bgnbd"], &OF_BG),
            ("BG/NBD CDNOW", "LL") => Self::of(&first["bgnbd"], &["log_likelihood"]),
            ("Pareto/NBD CDNOW", "r alpha s beta") => Self::of(&first["pareto_nbd"], &OF_PARETO),
            ("Pareto/NBD CDNOW", "LL") => Self::of(&first["pareto_nbd"], &["log_likelihood"]),
            ("Pareto/NBD CDNOW", "standard errors") => {
                let errors = &first["pareto_nbd"]["standard_errors"];
                Numbers(OF_PARETO.map(|name| told(errors, &format!("/{name}"))).into(), 1e-4)
            }
            ("MBG/NBD CDNOW", _) => Self::of(&first["mbgnbd"], &OF_BG),
            ("Gamma-Gamma CDNOW", "p q gamma") => Self::of(&first["gamma_gamma"], &["p", "q", "gamma"]),
            ("Gamma-Gamma CDNOW", _) => Self::of(&first["gamma_gamma"], &["log_likelihood"]),
            ("BG/NBD new customer", _) => {
                let horizons = [["--days", "1"], ["--weeks", "1"], ["--weeks", "3"], ["--days", "223"]];
                let rest = [["--weeks", "32"], ["--weeks", "78"]];
                let all = horizons.into_iter().chain(rest);
                Numbers(all.map(|horizon| newcomer(BG, "bgnbd", horizon, "expected")).collect(), 1e-6)
            }
            ("BG/NBD", "P(X(39)=0)") => Numbers(vec![newcomer(BG, "bgnbd", ["--weeks", "39"], "chances/0")], 1e-11),
            ("BG/NBD customer ID 1", _) => {
                let one = "x=2,t_x=30.428571428571427,age=38.857142857142854";
                Numbers(vec![customer(BG, one, "expected_purchases/39")], 1e-9)
            }
            ("BG/NBD customer 1516", "P(alive)") => Numbers(vec![customer(&bg, often, "p_alive")], 1e-4),
            ("BG/NBD customer 1516", _) => Numbers(vec![customer(&bg, often, "expected_purchases/52")], 1e-4),
            ("BG/NBD", _) => Numbers(vec![newcomer(&bg, "bgnbd", ["--weeks", "52"], "expected")], 1e-4),
            ("Pareto/NBD customer 1516", "P(alive)") => Numbers(vec![customer(&pareto, often, "p_alive")], 1e-4),
            ("Pareto/NBD customer 1516", _) => Numbers(vec![customer(&pareto, often, "expected_purchases/52")], 1e-4),
            ("Pareto/NBD", _) => Numbers(vec![newcomer(&pareto, "pareto_nbd", ["--weeks", "52"], "expected")], 1e-3),
            ("increasing frequency paradox", quantity) => {
                let by = if quantity.starts_with("BG") { BG } else { PARETO };
                let of = |x: u32| customer(by, &format!("x={x},t_x=20,age=39"), "expected_purchases/52");
                Numbers([10, 15, 20, 25].map(of).into(), 1e-3)
            }
            ("holdout by frequency 0..6,7+", _) => self.bins("bins", "actual"),
            ("holdout by frequency", "BG/NBD expected") => self.bins("bins", "expected"),
            ("holdout by frequency", "Pareto/NBD expected") => self.bins("pareto_bins", "expected"),
            ("holdout by frequency", _) => self.bins("bins", "n"),
            ("tracking", quantity) if quantity.starts_with("BG/NBD") => Numbers(self.weeks(20..=25, "expected"), 1e-5),
            ("tracking", _) => {
                let actual = self.weeks(78..=78, "actual")[0];
                let short = |name: &str| 100.0 * (self.weeks(78..=78, name)[0] / actual - 1.0);
                Numbers(vec![short("expected"), short("pareto_nbd")], 1e-3)
            }
            ("holdout", _) => {
                let held = &whole["holdout"];
                let repeats = self.weeks(39..=39, "actual")[0];
                Numbers(vec![told(held, "/n"), told(held, "/bins/0/n"), repeats, told(held, "/actual")], 1e-12)
            }
            _ => self.of_the_rest(topic, quantity),
        }
    }

    fn of_the_rest(&self, topic: &str, quantity: &str) -> Row {
        let whole = &self.whole;
        match (topic, quantity) {
            ("RFM and CLV", "Pareto/NBD LL of 39-week data at 78-week parameters") => {
                let later = params(&whole["pareto_nbd"], OF_PARETO);
                let document = self.shop.json(&["clv", "at", "--params", &later, "--as-of", "1997-09-30"]);
                Numbers(vec![told(&document, "/log_likelihood")], 1e-6)
            }
            ("RFM and CLV", "GG LL loss at 78-week parameters") => {
                let fit = &whole["gamma_gamma"];
                let spend = format!("p={},q={},gamma={}", fit["p"], fit["q"], fit["gamma"]);
                let given = ["--spend", &spend, "--as-of", "1997-09-30"];
                let document = self.shop.json(&[&["clv", "at", "--params", BG], &given[..]].concat());
                let best = told(&self.first["gamma_gamma"], "/log_likelihood");
                Numbers(vec![best - told(&document, "/gamma_gamma/log_likelihood")], 1e-3)
            }
            ("RFM and CLV", quantity) if quantity.starts_with("DET") => {
                let later = params(&whole["pareto_nbd"], OF_PARETO);
                let of = |x: u32, t_x: u32| {
                    customer(&later, &format!("x={x},t_x={t_x},age=77.86"), "discounted_purchases_forever")
                };
                Numbers(vec![of(7, 35), of(1, 30)], 1e-3)
            }
            ("RFM and CLV", _) => NotHere(ALL_OF_CDNOW),
            ("RFM 10-segment map" | "cohorts" | "repeat", _) => NotHere(RAW_DATA),
            ("A/B", quantity) if quantity.starts_with("Hillstrom") => {
                let all = |visits: [&str; 3]| {
                    let arms = visits.iter().zip(["21306", "21307", "21387"]).map(|(part, n)| format!("{part}/{n}"));
                    let arms: Vec<String> = arms.collect();
                    let arms: Vec<&str> = arms.iter().map(String::as_str).collect();
                    asked(&[&["stats", "proportions"], &arms[..]].concat())
                };
                let visit = all(["2262", "3894", "3238"]);
                let conversion = all(["122", "267", "189"]);
                same(told(&visit, "/all/value"), 0.14678, 1e-4, "visits");
                same(told(&conversion, "/all/value"), 0.00903, 1e-3, "conversions");
                same(told(&conversion, "/shares/1/value"), 0.01253, 1e-3, "conversions of the men's mail");
                Elsewhere
            }
            ("A/B" | "NPS", _) | ("churn", "wa_churn (IBM Telco) churners") => Elsewhere,
            ("churn", _) => {
                Numbers(vec![told(&asked(&["stats", "share", "707/5000"]), "/value") * 5_000.0, 5_000.0], 1e-9)
            }
            other => panic!("no command for {other:?}"),
        }
    }
}

/// The numbers of a text, signs and separators of thousands aside.
fn numbers(text: &str) -> Vec<f64> {
    let plain = text.replace(',', "");
    let words = plain.split(|c: char| !(c.is_ascii_digit() || "+-.eE".contains(c)));
    words.filter_map(|word| word.parse().ok()).collect()
}

#[test]
fn every_published_row() {
    let of = Told::new();
    let golden = rows(include_str!("../published.csv"));
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for row in &golden {
        let (topic, quantity, what) =
            (&row["topic"], &row["quantity"], format!("{}: {}", row["topic"], row["quantity"]));
        match of.row(topic, quantity) {
            Elsewhere => *kinds.entry("elsewhere").or_default() += 1,
            NotHere(why) => {
                assert!(!why.is_empty());
                *kinds.entry("not here").or_default() += 1;
            }
            Numbers(found, near) => {
                *kinds.entry("asked").or_default() += 1;
                let text = if row["recomputed"] == "same" { &row["published"] } else { &row["recomputed"] };
                let golden = numbers(text);
                assert!(golden.len() >= found.len() && !found.is_empty(), "{what}: {golden:?}, {found:?}");
                for (found, golden) in found.into_iter().zip(golden) {
                    same(found, golden, near, &what);
                }
            }
        }
    }
    let told: Vec<(&str, usize)> = kinds.into_iter().collect();
    assert_eq!(told, [("asked", 30), ("elsewhere", 8), ("not here", 12)], "of {} rows", golden.len());
}
