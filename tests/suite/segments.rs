//! Segments and the numbers behind them, through the binary, on the CD shop's log: equal to the golden files to the last
//! member.

use crate::cli::shop::Shop;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

const LOG: &str = include_str!("../data/CDNOW_sample.txt");
const DAY: &str = "1998-07-01";

fn golden(text: &str) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(Result::unwrap).collect()
}

/// The log as the shop would hand it in, with a few things done to members that must not count.
fn imported(program: &str) -> Shop {
    let shop = Shop::without_store();
    let program = shop.write("program.toml", program);
    shop.run(&["init", "--program", &program]).done();
    let mut rows = "member_no,purchased_at,amount\n".to_owned();
    for line in LOG.lines() {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let (year, rest) = fields[2].split_at(4);
        let (month, day) = rest.split_at(2);
        writeln!(rows, "{},{year}-{month}-{day},{}", fields[1], fields[4]).unwrap();
    }
    let file = shop.write("log.csv", &rows);
    let summary = shop.json(&["import", "purchases", &file, "--enrol"]);
    assert_eq!((&summary["new"], &summary["rejected"]), (&6_919.into(), &0.into()));
    shop
}

static SHOP: LazyLock<Shop> = LazyLock::new(|| imported(""));

fn n(value: &Value) -> i64 {
    value.as_i64().unwrap()
}

fn close(value: &Value, golden: f64, relative: f64) {
    let value = value.as_f64().unwrap();
    assert!((value / golden - 1.0).abs() <= relative, "{value} is not {golden}");
}

#[test]
fn every_member_has_the_golden_scores_and_segment() {
    let page = SHOP.json(&["segments", "members", "*", "--as-of", DAY, "--limit", "5000"]);
    assert_eq!(page["total"], 2_357);
    let rows = golden(include_str!("golden/rfm_cdnow_sample.csv"));
    let members = page["members"].as_array().unwrap();
    assert_eq!(members.len(), rows.len());
    let ours = |name: &str| {
        match name {
            "need_attention" => "needs_attention",
            "loyal_customers" => "loyal",
            "potential_loyalists" => "potential",
            "new_customers" => "new",
            same => same,
        }
        .to_owned()
    };
    for (member, row) in members.iter().zip(&rows) {
        let of = |column: &str| row[column].parse::<i64>().unwrap();
        assert_eq!(member["member_no"].as_str().unwrap().parse::<i64>().unwrap(), of("id"));
        let rfm = &member["rfm"];
        assert_eq!([n(&rfm["r"]), n(&rfm["f"]), n(&rfm["m"])], [of("r_tie"), of("f_tie"), of("m_tie")], "{member}");
        assert_eq!(member["segment"], ours(&row["seg11_tie"]), "{member}");
        let bought = &member["purchases"];
        assert_eq!((n(&bought["count"]), n(&bought["net_spend"])), (of("frequency"), of("monetary_cents")));
    }
}

#[test]
fn ties_can_be_split_as_peers_do() {
    let shop = imported("[rfm]\nties = \"split\"\n");
    let page = shop.json(&["segments", "members", "*", "--as-of", DAY, "--limit", "5000"]);
    for (member, row) in
        page["members"].as_array().unwrap().iter().zip(golden(include_str!("golden/rfm_cdnow_sample.csv")))
    {
        let scores = ["r", "f", "m"].map(|score| n(&member["rfm"][score]));
        assert_eq!(scores, ["r_ntile", "f_ntile", "m_ntile"].map(|c| row[c].parse::<i64>().unwrap()), "{member}");
    }
    assert_eq!(shop.json(&["segments", "--as-of", DAY])["ties"], "split");
}

#[test]
fn the_board_counts_what_the_golden_files_count() {
    let board = SHOP.json(&["segments", "--as-of", DAY]);
    assert_eq!((&board["members"], &board["scored"], &board["withheld"]), (&2_357.into(), &2_357.into(), &Value::Null));
    for row in golden(include_str!("golden/rfm_cdnow_sample_lifecycle.csv")) {
        let stage = match row["stage"].split_once(' ').unwrap().1 {
            "reactivated" => "won_back",
            "churned" => "lost",
            same => same,
        };
        assert_eq!(board["lifecycle"][stage].to_string(), row["customers"], "{stage}");
    }
    let repeat = &golden(include_str!("golden/rfm_cdnow_sample_repeat_purchase.csv"))[0];
    assert_eq!(board["repeat_rate"]["part"].to_string(), repeat["repeat_by_day"]);
    let months = golden(include_str!("golden/rfm_cdnow_sample_monthly.csv"));
    let june = months.last().unwrap();
    let found = &board["months"][10];
    assert_eq!(found["month"], "1998-06");
    for (ours, column) in [(&found["active"], "active"), (&found["churned"]["part"], "churned")] {
        assert!((ours.as_f64().unwrap() - june[column].parse::<f64>().unwrap()).abs() < 1e-9, "{column}");
    }
}

#[test]
fn cohorts_are_the_golden_ones() {
    let cohorts = SHOP.json(&["segments", "cohorts", "--as-of", "1998-06-30"]);
    for row in golden(include_str!("golden/rfm_cdnow_sample_cohort.csv")) {
        let month = format!("{}-{:0>2}", row["year"], row["month"]);
        let cohort = cohorts["cohorts"].as_array().unwrap().iter().find(|c| c["month"] == month.as_str()).unwrap();
        assert_eq!(cohort["active"][row["k"].parse::<usize>().unwrap()].to_string(), row["customers"], "{row:?}");
    }
}

#[test]
fn models_fit_and_hold_out_as_published() {
    let shop = imported("[clv]\nmin_repeaters = 900\n");
    let fit = shop.json(&["clv", "fit", "--as-of", "1997-09-30"]);
    assert_eq!((&fit["n"], &fit["repeaters"]), (&2_357.into(), &946.into()));
    close(&fit["bgnbd"]["r"], 0.242_594_5, 1e-4);
    close(&fit["bgnbd"]["log_likelihood"], -9_582.429_206_7, 1e-9);
    close(&fit["mbgnbd"]["log_likelihood"], -9_582.135_715_6, 1e-9);
    close(&fit["gamma_gamma"]["q"], 3.744_222_7, 1e-4);
    close(&fit["gamma_gamma"]["log_likelihood"], -4_055.917_694_8, 1e-9);
    let later = shop.json(&["clv", "fit", "--as-of", "1998-06-30", "--holdout-from", "1997-10-01"]);
    let test = &later["holdout"];
    assert_eq!((&test["n"], &test["days"], &test["actual"]), (&2_357.into(), &273.into(), &1_882.into()));
    close(&test["model"]["mae"], 0.785, 1e-3);
    close(&test["zero"]["mae"], 0.798, 1e-3);
    let one = shop.json(&["clv", "0001", "--as-of", "1997-09-30"]);
    assert_eq!((&one["total"], &one["members"][0]["member_no"]), (&1.into(), &"0001".into()));
    let alive = one["members"][0]["clv"]["p_alive"].as_f64().unwrap();
    assert!((0.0..=1.0).contains(&alive), "{one}");
    // What is fitted is kept, and shows on the member with its date.
    assert_eq!(shop.json(&["member", "show", "0001", "--as-of", "1997-09-30"])["clv"]["fitted_on"], "1997-09-30");
}

#[test]
fn too_few_members_have_neither_scores_nor_value() {
    let shop = Shop::with_members();
    let board = shop.json(&["segments"]);
    assert_eq!(
        (&board["withheld"]["n"], &board["withheld"]["min"], &board["cuts"]),
        (&0.into(), &50.into(), &Value::Null)
    );
    assert_eq!(shop.refused(&["clv", "fit"])["code"], "value_withheld");
    assert_eq!(shop.refused(&["segments", "moves", "2025-01-01", "2026-01-01"])["code"], "scores_withheld");
    assert_eq!(shop.json(&["member", "show", "M1"])["rfm"], Value::Null);
}

#[test]
fn filters_select_and_say_where_they_are_wrong() {
    let total = |query: &[&str]| {
        n(&SHOP.json(&[&["segments", "members"], query, &["--as-of", DAY, "--limit", "1"]].concat())["total"])
    };
    assert_eq!(total(&["champions"]), 414);
    assert_eq!(total(&["rfm:champions,loyal"]), 414 + 315);
    assert_eq!(total(&["-rfm:champions"]), 2_357 - 414);
    assert_eq!(total(&["r:5", "f:5"]) + total(&["r:5", "f:4"]), 414);
    assert_eq!(total(&["last<90d", "stage:active,won_back"]) + total(&["last:90d", "-stage:lapsing"]), 216 + 83);
    assert_eq!(total(&["spend>=100"]) + total(&["spend<100"]), 2_357);
    let refused = SHOP.refused(&["segments", "members", "spend>100 teir:gold"]);
    assert_eq!((&refused["code"], &refused["column"]), (&"bad_query".into(), &11.into()));
    assert!(refused["message"].as_str().unwrap().contains("tier"), "{refused}");
    let hostile = SHOP.refused(&["segments", "members", "points>1;drop"]);
    assert_eq!((&hostile["code"], &hostile["column"]), (&"bad_query".into(), &8.into()));
}

#[test]
fn sorting_is_stable_by_member_number() {
    let page = SHOP.json(&["segments", "members", "*", "--as-of", DAY, "--sort", "-purchases", "--limit", "400"]);
    let keys: Vec<(i64, String)> = page["members"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| (-n(&m["purchases"]["count"]), m["member_no"].as_str().unwrap().to_owned()))
        .collect();
    assert!(keys.is_sorted(), "{keys:?}");
    assert_eq!(SHOP.run(&["segments", "members", "*", "--sort", "shoe_size"]).code, 2);
}

#[test]
fn movement_adds_up_to_both_days() {
    let moves = SHOP.json(&["segments", "moves", "1997-12-31", DAY]);
    let cells = moves["moves"].as_array().unwrap();
    let to = |segment: &str| cells.iter().filter(|c| c["to"] == segment).map(|c| n(&c["n"])).sum::<i64>();
    assert_eq!((to("champions"), to("lost")), (414, 457));
    let board = SHOP.json(&["segments", "--as-of", "1997-12-31"]);
    for segment in board["segments"].as_array().unwrap() {
        let from: i64 = cells.iter().filter(|c| c["from"] == segment["segment"]).map(|c| n(&c["n"])).sum();
        assert_eq!(from, n(&segment["n"]), "{segment}");
    }
}

#[test]
fn a_segment_says_why() {
    let why = SHOP.json(&["why", "0001", "segment", "--as-of", DAY]);
    let member = SHOP.json(&["member", "show", "0001", "--as-of", DAY]);
    assert_eq!((&why["rfm"], &why["segment"]), (&member["rfm"], &member["segment"]));
    assert_eq!((&why["cuts"]["n"], &why["ties"]), (&2_357.into(), &"together".into()));
    let last = why["last_on"].as_str().unwrap();
    let cuts: Vec<&str> = why["cuts"]["r"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert_eq!(1 + cuts.iter().filter(|cut| last >= **cut).count(), usize::try_from(n(&why["rfm"]["r"])).unwrap());
    assert!(SHOP.run(&["why", "0001", "segment", "--as-of", DAY]).done().out.contains("2,357"));
}

#[test]
fn what_is_taken_along_is_safe_masked_and_journaled() {
    let shop = Shop::new();
    shop.run(&["member", "add", "M1", "name==1+1", "phone=13812345678", "consents=sms"]).done();
    shop.run(&["member", "add", "M2", "name=张伟", "phone=13987654321"]).done();
    let file = shop.path("out.csv");
    let path = file.to_str().unwrap();
    let taken = shop.json(&["segments", "members", "*", "--csv", path]);
    assert_eq!(taken["rows"], 2);
    let text = std::fs::read_to_string(&file).unwrap();
    let begin = "member_no,name,tier,points,last_on,purchases,net_spend,r,f,m,segment,lifecycle,";
    assert!(text.strip_prefix('\u{feff}').is_some_and(|text| text.starts_with(begin)), "{text}");
    assert!(text.contains("M1,'=1+1,") && text.contains("138****5678") && !text.contains("13812345678"), "{text}");
    let again = ["segments", "members", "*", "--csv", path, "--consent", "sms", "--whole", "--force"];
    assert_eq!(shop.json(&again)["rows"], 1);
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains("13812345678") && !text.contains("M2"), "{text}");
    let journal = shop.json(&["journal", "kind:export"]);
    let newest = &journal["operations"][0];
    assert_eq!((&journal["total"], &newest["operator"]), (&2.into(), &"mei".into()));
    assert_eq!(newest["note"], "* · consent:sms · 1 rows · whole");
    assert_eq!(shop.json(&["verify"])["ok"], true);
}

#[test]
fn saved_filters_have_counts() {
    let shop = Shop::with_members();
    assert_eq!(shop.json(&["segments", "save", "rich", "points>=500"])["n"], 1);
    assert_eq!(shop.json(&["segments", "members", "rich"])["members"][0]["member_no"], "M1");
    assert_eq!(shop.json(&["segments"])["saved"][0]["n"], 1);
    assert_eq!(shop.refused(&["segments", "save", "champions", "points>1"])["code"], "bad_field");
    assert_eq!(shop.refused(&["segments", "save", "x", "points>"])["code"], "bad_query");
    assert_eq!(shop.refused_with(2, &["segments", "save", "rich"])["code"], "usage");
    assert_eq!(shop.json(&["segments"])["saved"][0]["n"], 1, "saving without a filter deletes nothing");
    assert_eq!(shop.json(&["segments", "delete", "rich"])["forgotten"], true);
    assert_eq!(shop.refused(&["segments", "delete", "rich"])["code"], "bad_field");
}

#[test]
fn definitions_say_where_each_score_begins() {
    let shown = SHOP.run(&["segments", "definitions", "--as-of", DAY]).done().out;
    assert!(shown.contains(&format!("definitions · {DAY}")) && shown.contains("M net spend"), "{shown}");
    assert!((1..=5).all(|score| shown.lines().any(|line| line.starts_with(&format!("{score}  ")))), "{shown}");
    let cuts = &SHOP.json(&["segments", "definitions", "--as-of", DAY])["cuts"];
    assert_eq!(*cuts, SHOP.json(&["segments", "--as-of", DAY])["cuts"]);
    let empty = Shop::new().run(&["segments", "definitions", "--lang", "zh"]).done().out;
    assert!(empty.contains("生命周期") && empty.contains("样本不足"), "{empty}");
}
