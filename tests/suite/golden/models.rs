//! BG/NBD, MBG/NBD and Gamma-Gamma on the CD-store sample.

use chrono::NaiveDate;
use loyaltui::analytics::bgnbd::{self, BgNbdParams, Buyer, PurchaseModel};
use loyaltui::analytics::gamma_gamma::{self, Spender};
use loyaltui::analytics::pareto::{self, ParetoParams};
use loyaltui::analytics::{clv, holdout};
use loyaltui::domain::value::FitWarning;
use std::collections::BTreeMap;

pub const LOG: &str = include_str!("../../data/CDNOW_sample.txt");
const CALIBRATION_END: &str = "19970930";

/// Per customer: day → cents, days counted from the first of 1997.
fn customers(until: &str) -> BTreeMap<u32, BTreeMap<u32, i64>> {
    let epoch = NaiveDate::from_ymd_opt(1996, 12, 31).unwrap();
    let mut out: BTreeMap<u32, BTreeMap<u32, i64>> = BTreeMap::new();
    for line in LOG.lines() {
        let mut fields = line.split_whitespace();
        let id: u32 = fields.nth(1).unwrap().parse().unwrap();
        let date = fields.next().unwrap();
        let cents = (fields.nth(1).unwrap().parse::<f64>().unwrap() * 100.0).round();
        if date <= until {
            let day = NaiveDate::parse_from_str(date, "%Y%m%d").unwrap();
            let day = u32::try_from((day - epoch).num_days()).unwrap();
            #[expect(clippy::cast_possible_truncation, reason = "cents of a CD purchase")]
            let cents = cents as i64;
            *out.entry(id).or_default().entry(day).or_default() += cents;
        }
    }
    out
}

/// The 30th of September 1997, counted like the log's days.
const END: u32 = 273;

fn buyers() -> Vec<Buyer> {
    customers(CALIBRATION_END).values().map(buyer).collect()
}

/// Every customer of the calibration: id, x, t_x and age in days.
pub fn calibration() -> Vec<(u32, u32, u32, u32)> {
    customers(CALIBRATION_END)
        .iter()
        .map(|(id, days)| {
            let Buyer { x, t_x, age } = buyer(days);
            (*id, x, t_x, age)
        })
        .collect()
}

fn buyer(days: &BTreeMap<u32, i64>) -> Buyer {
    let first = *days.keys().next().unwrap();
    let last = *days.keys().next_back().unwrap();
    Buyer { x: u32::try_from(days.len() - 1).unwrap(), t_x: last - first, age: END - first }
}

fn spenders() -> Vec<Spender> {
    let all = customers(CALIBRATION_END);
    let repeaters = all.values().filter(|days| days.len() > 1);
    repeaters
        .filter_map(|days| {
            let cents: i64 = days.values().skip(1).sum();
            let x = u32::try_from(days.len() - 1).unwrap();
            #[expect(clippy::cast_precision_loss, reason = "cents of a few CD purchases")]
            let mean = cents as f64 / 100.0 / f64::from(x);
            (cents > 0).then_some(Spender { x, mean })
        })
        .collect()
}

pub fn rows(csv: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    reader.deserialize().map(|row| row.unwrap()).collect()
}

fn number(row: &BTreeMap<String, String>, column: &str) -> f64 {
    row[column].parse().unwrap()
}

#[track_caller]
fn assert_close(value: f64, golden: f64, relative: f64, what: &str) {
    let error = (value - golden).abs() / golden.abs().max(1e-300);
    assert!(error <= relative, "{what}: {value} is not {golden} (relative error {error:e})");
}

#[test]
fn bg_nbd_fits_as_published() {
    let fit = bgnbd::fit(PurchaseModel::Bg, &buyers()).unwrap();
    let golden = &rows(include_str!("fits.csv"))[0];
    assert_eq!((fit.n, fit.repeaters), (2_357, 946));
    assert!((fit.log_likelihood - number(golden, "LL_weeks")).abs() < 1e-6, "{fit:?}");
    let found = [fit.params.r, fit.params.alpha, fit.params.a, fit.params.b];
    for (value, column) in found.into_iter().zip(["v1", "v2", "v3", "v4"]) {
        assert_close(value, number(golden, column), 1e-5, column);
    }
}

#[test]
fn mbg_nbd_fits_as_published() {
    let fit = bgnbd::fit(PurchaseModel::Mbg, &buyers()).unwrap();
    assert!((fit.log_likelihood - -9_582.135_715_6).abs() < 1e-6, "{fit:?}");
    let golden = [0.524_843_159_1, 6.183_085_280, 0.891_359_390_7, 1.614_002_240];
    for (value, golden) in [fit.params.r, fit.params.alpha, fit.params.a, fit.params.b].into_iter().zip(golden) {
        assert_close(value, golden, 1e-5, "parameter");
    }
}

#[test]
fn gamma_gamma_fits_as_published() {
    let fit = gamma_gamma::fit(&spenders()).unwrap();
    let golden = &rows(include_str!("fits.csv"))[1];
    assert_eq!(fit.n, 946);
    assert!((fit.log_likelihood - number(golden, "LL_weeks")).abs() < 1e-6, "{fit:?}");
    for (value, column) in [fit.params.p, fit.params.q, fit.params.gamma].into_iter().zip(["v1", "v2", "v3"]) {
        assert_close(value, number(golden, column), 1e-5, column);
    }
}

const PUBLISHED: BgNbdParams = BgNbdParams { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };

#[test]
fn each_customer_at_the_published_parameters() {
    for row in rows(include_str!("btyd_cdnow_sample_customers.csv")) {
        let of = |column: &str| row[column].parse::<u32>().unwrap();
        let buyer = Buyer { x: of("x"), t_x: of("tx_days"), age: of("T_days") };
        let what = format!("customer {}", row["id"]);
        assert_close(bgnbd::p_alive(PurchaseModel::Bg, &PUBLISHED, buyer), number(&row, "bg_p_alive"), 1e-9, &what);
        assert_close(
            bgnbd::expected(PurchaseModel::Bg, &PUBLISHED, buyer, 4.0),
            number(&row, "bg_cet_4w"),
            1e-9,
            &what,
        );
        assert_close(
            bgnbd::expected(PurchaseModel::Bg, &PUBLISHED, buyer, 39.0),
            number(&row, "bg_cet_39w"),
            1e-9,
            &what,
        );
        assert_close(
            bgnbd::log_likelihood(PurchaseModel::Bg, &PUBLISHED, buyer),
            number(&row, "bg_loglik"),
            1e-9,
            &what,
        );
    }
}

#[test]
fn a_new_customer_at_the_published_parameters() {
    for row in rows(include_str!("new_customer.csv")).iter().filter(|r| r["model"] == "bg") {
        let expected = bgnbd::expected_of_new(PurchaseModel::Bg, &PUBLISHED, number(row, "t_weeks"));
        assert_close(expected, number(row, "expected"), 1e-9, &row["t_weeks"]);
        for x in 0..8_u32 {
            let column = format!("P(X={x})");
            let chance = bgnbd::chance_of(PurchaseModel::Bg, &PUBLISHED, x, number(row, "t_weeks"));
            assert_close(chance, number(row, &column), 1e-9, &format!("{column} in {} weeks", row["t_weeks"]));
        }
    }
}

#[test]
fn weekly_tracking_of_the_cohort() {
    let (bg, mbg) =
        (bgnbd::fit(PurchaseModel::Bg, &buyers()).unwrap(), bgnbd::fit(PurchaseModel::Mbg, &buyers()).unwrap());
    let first_days: Vec<u32> = customers("19980630").values().map(|d| *d.keys().next().unwrap()).collect();
    for row in rows(include_str!("tracking_cdnow_sample.csv")) {
        let today = row["week"].parse::<u32>().unwrap() * 7;
        let ages: Vec<u32> = first_days.iter().filter(|d| **d < today).map(|d| today - d).collect();
        for (model, fit, column) in
            [(PurchaseModel::Bg, &bg, "bg_expected_cum"), (PurchaseModel::Mbg, &mbg, "mbg_expected_cum")]
        {
            let expected = bgnbd::expected_of_cohort(model, &fit.params, &ages);
            assert_close(expected, number(&row, column), 1e-4, &format!("{column} week {}", row["week"]));
        }
    }
}

#[test]
fn the_fit_is_the_same_to_the_last_bit_on_one_thread() {
    let buyers = buyers();
    let many: Vec<Buyer> = (0..12).flat_map(|k| buyers.iter().map(move |b| Buyer { age: b.age + k, ..*b })).collect();
    let here = bgnbd::fit(PurchaseModel::Mbg, &many);
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    assert_eq!(alone.install(|| bgnbd::fit(PurchaseModel::Mbg, &many)), here);
}

#[test]
fn value_of_each_customer_at_the_published_parameters() {
    let spend = gamma_gamma::GammaGammaParams { p: 6.25, q: 3.74, gamma: 15.44 };
    for row in rows(include_str!("btyd_cdnow_sample_customers.csv")) {
        let of = |column: &str| row[column].parse::<u32>().unwrap();
        let buyer = Buyer { x: of("x"), t_x: of("tx_days"), age: of("T_days") };
        let what = format!("customer {}", row["id"]);
        let mean = number(&row, "zbar");
        let x = if mean > 0.0 { buyer.x } else { 0 };
        let money = gamma_gamma::expected_money(&spend, x, mean).unwrap();
        assert_close(money, number(&row, "exp_avg_profit"), 1e-9, &what);
        let value =
            clv::of_member(PurchaseModel::Bg, &PUBLISHED, buyer, &spend, mean, &clv::Horizon::default()).unwrap();
        assert_close(value, number(&row, "bg_clv"), 1e-9, &what);
    }
}

#[test]
fn the_second_half_by_frequency_beside_two_baselines() {
    let fit = bgnbd::fit(PurchaseModel::Bg, &buyers()).unwrap();
    let (first, whole) = (customers(CALIBRATION_END), customers("19980630"));
    let members: Vec<(Buyer, u32)> =
        first.iter().map(|(id, days)| (buyer(days), u32::try_from(whole[id].len() - days.len()).unwrap())).collect();
    let found = holdout::compare(PurchaseModel::Bg, &fit.params, &members, 273);
    assert_eq!((found.n, found.actual), (2_357, 1_882));
    for (bin, row) in found.bins.iter().zip(rows(include_str!("freqbins_cdnow_sample_bg.csv"))) {
        assert_eq!(bin.n.to_string(), row["n"]);
        assert_close(bin.actual, number(&row, "actual"), 1e-6, "actual");
        assert_close(bin.expected, number(&row, "expected"), 1e-4, "expected");
    }
    let three = |x: f64| (x * 1_000.0).round() / 1_000.0;
    assert_eq!((three(found.zero.mae), three(found.model.mae)), (0.798, 0.785));
}

/// The parameters of the papers, to three decimals.
const PUBLISHED_PARETO: ParetoParams = ParetoParams { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 };

#[test]
fn pareto_nbd_fits_as_published() {
    let fit = pareto::fit(&buyers()).unwrap();
    assert!((fit.log_likelihood - -9_594.976_178_940).abs() < 1e-6, "{fit:?}");
    let p = fit.params;
    let golden = [0.553_277_046_9, 10.577_683_46, 0.606_239_989_1, 11.668_735_29];
    for (value, golden) in [p.r, p.alpha, p.s, p.beta].into_iter().zip(golden) {
        assert_close(value, golden, 1e-5, "parameter");
    }
    let golden = [0.047_627_926, 0.842_722_53, 0.187_281_34, 6.211_113_6];
    for (error, golden) in fit.errors.unwrap().into_iter().zip(golden) {
        assert_close(error, golden, 1e-4, "standard error");
    }
    assert_eq!(fit.warnings, []);
}

#[test]
fn standard_errors_of_the_other_models_are_those_published() {
    let rows = rows(include_str!("fits.csv"));
    let bg = bgnbd::fit(PurchaseModel::Bg, &buyers()).unwrap();
    let money = gamma_gamma::fit(&spenders()).unwrap();
    let errors = bg.errors.unwrap().into_iter().chain(money.errors.unwrap());
    let golden = ["se1", "se2", "se3", "se4"].map(|column| number(&rows[0], column));
    let golden = golden.into_iter().chain(["se1", "se2", "se3"].map(|column| number(&rows[1], column)));
    for (error, golden) in errors.zip(golden) {
        assert_close(error, golden, 1e-4, "standard error");
    }
    assert_eq!((bg.warnings, money.warnings), (vec![], vec![FitWarning::Correlated]));
}

#[test]
fn each_customer_by_pareto_nbd_at_the_published_parameters() {
    let p = &PUBLISHED_PARETO;
    for row in rows(include_str!("btyd_cdnow_sample_customers.csv")) {
        let of = |column: &str| row[column].parse::<u32>().unwrap();
        let buyer = Buyer { x: of("x"), t_x: of("tx_days"), age: of("T_days") };
        let what = format!("customer {}", row["id"]);
        assert_close(pareto::log_likelihood(p, buyer), number(&row, "pn_loglik"), 1e-9, &what);
        assert_close(pareto::p_alive(p, buyer), number(&row, "pn_p_alive"), 1e-9, &what);
        assert_close(pareto::expected(p, buyer, 4.0), number(&row, "pn_cet_4w"), 1e-9, &what);
        assert_close(pareto::expected(p, buyer, 39.0), number(&row, "pn_cet_39w"), 1e-9, &what);
    }
    for row in rows(include_str!("new_customer.csv")).iter().filter(|r| r["model"] == "pn") {
        let expected = pareto::expected_of_new(p, number(row, "t_weeks"));
        assert_close(expected, number(row, "expected"), 1e-9, &row["t_weeks"]);
    }
}

#[test]
fn pareto_nbd_tells_the_second_half_as_published() {
    let fit = pareto::fit(&buyers()).unwrap();
    let (first, whole) = (customers(CALIBRATION_END), customers("19980630"));
    let members: Vec<(Buyer, u32)> =
        first.iter().map(|(id, days)| (buyer(days), u32::try_from(whole[id].len() - days.len()).unwrap())).collect();
    let found = holdout::compare_by(&|buyer| pareto::expected(&fit.params, buyer, 39.0), &members, 273);
    for (bin, row) in found.bins.iter().zip(rows(include_str!("freqbins_cdnow_sample_pn.csv"))) {
        assert_eq!(bin.n.to_string(), row["n"]);
        assert_close(bin.expected, number(&row, "expected"), 1e-4, "expected");
    }
    let first_days: Vec<u32> = whole.values().map(|d| *d.keys().next().unwrap()).collect();
    for row in rows(include_str!("tracking_cdnow_sample.csv")) {
        let today = row["week"].parse::<u32>().unwrap() * 7;
        let ages = first_days.iter().filter(|day| **day < today).map(|day| f64::from(today - day) / 7.0);
        let expected: f64 = ages.map(|age| pareto::expected_of_new(&fit.params, age)).sum();
        assert_close(expected, number(&row, "pn_expected_cum"), 1e-4, &format!("week {}", row["week"]));
    }
}

#[test]
fn value_of_each_customer_by_pareto_nbd_at_the_published_parameters() {
    let spend = gamma_gamma::GammaGammaParams { p: 6.25, q: 3.74, gamma: 15.44 };
    for row in rows(include_str!("btyd_cdnow_sample_customers.csv")) {
        let of = |column: &str| row[column].parse::<u32>().unwrap();
        let buyer = Buyer { x: of("x"), t_x: of("tx_days"), age: of("T_days") };
        let mean = number(&row, "zbar");
        let x = if mean > 0.0 { buyer.x } else { 0 };
        let money = gamma_gamma::expected_money(&spend, x, mean).unwrap();
        let expected = |weeks: f64| pareto::expected(&PUBLISHED_PARETO, buyer, weeks);
        let value = clv::value_by(expected, money, &clv::Horizon::default());
        assert_close(value, number(&row, "pn_clv"), 1e-9, &format!("customer {}", row["id"]));
    }
}
