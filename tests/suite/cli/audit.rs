//! What an auditor does by command: reviews, samples, and the report of both.

use super::shop::Shop;
use std::fs;

/// A day in which everything of these tests is.
const DAYS: [&str; 4] = ["--from", "2020-01-01", "--to", "2099-12-31"];

/// A shop with three credits of 480 and a smaller one that nothing stands behind.
fn shop() -> Shop {
    let shop = Shop::with_members();
    for key in ["a", "b", "c"] {
        let note = format!("parcel {key}");
        shop.run(&["points", "adjust", "M1", "480", "--reason", "goodwill", "--note", &note]).done();
    }
    shop
}

fn with<'a>(words: &[&'a str], rest: &[&'a str]) -> Vec<&'a str> {
    [words, rest].concat()
}

#[test]
fn what_is_found_is_listed_signed_and_listed_as_signed() {
    let shop = shop();
    let document = shop.json(&with(&["audit", "reviews", "unbacked"], &DAYS));
    let finding = &document["reviews"][0];
    assert_eq!((&finding["x"], &finding["flagged"], &finding["signed"]), (&4.into(), &true.into(), &().into()));
    let subject = finding["subject"].as_str().unwrap().to_owned();
    let sign = with(&["audit", "reviews", "sign", "unbacked", &subject, "--note", "late parcels"], &DAYS);
    shop.run(&sign).done();
    let document = shop.json(&with(&["audit", "reviews", "unbacked"], &DAYS));
    assert_eq!(document["reviews"][0]["signed"]["note"], "late parcels");
    let told = shop.run(&with(&["audit", "reviews"], &DAYS)).done().out;
    assert!(told.contains("credit with nothing behind it") && told.contains("no finding: "), "{told}");
}

#[test]
fn what_was_not_found_is_not_signed() {
    let shop = shop();
    let ran = shop.run(&with(&["audit", "reviews", "sign", "own_card", "nobody"], &DAYS)).failed(1);
    assert!(ran.err.contains("no finding on nobody"), "{ran:?}");
}

#[test]
fn a_sample_is_drawn_judged_and_reported_the_same_byte_for_byte() {
    let shop = shop();
    let draw = with(&["audit", "sample", "credits", "--seed", "2026-11 王", "--n", "2", "points:480"], &DAYS);
    shop.run(&draw).done();
    let sample = shop.json(&["audit", "result"])["samples"][0].clone();
    let id = sample["id"].as_str().unwrap().to_owned();
    assert_eq!((&sample["population"], &sample["points"], &sample["interval"]), (&3.into(), &1440.into(), &720.into()));
    let operations = shop.json(&["audit", "result", &id])["samples"][0]["operations"].clone();
    for operation in operations.as_array().unwrap() {
        let op = operation["op"].as_str().unwrap();
        shop.run(&["audit", "sign", &id, op, "wrong", "--right", "240", "--note", "half"]).done();
    }
    let done = shop.json(&["audit", "result", &id])["samples"][0].clone();
    assert_eq!((&done["done"], &done["wrong"]), (&2.into(), &2.into()));
    assert_eq!(done["most_likely"], 720.0);
    let mut pages = Vec::new();
    for name in ["one.html", "two.html"] {
        let path = shop.path(name);
        shop.run(&with(&["audit", "report", "--html", path.to_str().unwrap()], &DAYS)).done();
        pages.push(fs::read_to_string(path).unwrap());
    }
    assert_eq!(pages[0], pages[1]);
    assert!(pages[0].contains(&id) && pages[0].contains("wrong, +240 would be right"), "{}", pages[0]);
    assert!(!pages[0].contains("<script") && !pages[0].contains("http"));
    let csv = shop.path("findings.csv");
    shop.run(&with(&["audit", "report", "--csv", csv.to_str().unwrap()], &DAYS)).done();
    assert!(fs::read_to_string(csv).unwrap().contains("unbacked,"));
}

#[test]
fn what_cannot_be_sampled_is_told() {
    let shop = shop();
    let none = shop.run(&["audit", "sample", "debits", "--seed", "x", "--from", "2020-01-01"]).failed(1);
    assert!(none.err.contains("no operation to sample"), "{none:?}");
    let unknown = shop.run(&["audit", "result", "ffff"]).failed(1);
    assert!(unknown.err.contains("no audit sample begins with ffff"), "{unknown:?}");
    shop.run(&["audit", "sample", "attribute", "--seed", "x", "--tolerable", "100"]).failed(2);
}

#[test]
fn the_file_holds_with_reviews_and_samples_in_it() {
    let shop = shop();
    shop.run(&with(&["audit", "sample", "attribute", "--seed", "x"], &DAYS)).done();
    assert_eq!(shop.json(&["verify"])["wrong"], serde_json::Value::Null);
}

#[test]
fn a_period_that_ends_before_it_begins_is_refused() {
    let shop = shop();
    let ran = shop.run(&["audit", "reviews", "--from", "2026-02-01", "--to", "2026-01-01"]).failed(1);
    assert!(ran.err.contains("2026-01-01"), "{ran:?}");
}

#[test]
fn no_more_points_are_right_than_there_can_be() {
    let shop = shop();
    shop.run(&with(&["audit", "sample", "credits", "--seed", "x", "--n", "2", "points:480"], &DAYS)).done();
    let sample = shop.json(&["audit", "result"])["samples"][0]["id"].as_str().unwrap().to_owned();
    let op = shop.json(&["audit", "result", &sample])["samples"][0]["operations"][0]["op"].as_str().unwrap().to_owned();
    shop.run(&["audit", "sign", &sample, &op, "wrong", "--right=-9223372036854775807"]).failed(1);
    shop.run(&["audit", "result", &sample]).done();
}

#[test]
fn what_an_auditor_noted_is_not_for_everybody() {
    let shop = shop();
    let pin = |args: &[&str]| super::shop::ran(shop.command(args).write_stdin("270418\n")).done();
    let subject = shop.json(&with(&["audit", "reviews", "unbacked"], &DAYS))["reviews"][0]["subject"].clone();
    let subject = subject.as_str().unwrap();
    shop.run(&with(&["audit", "reviews", "sign", "unbacked", subject, "--note", "canary-note"], &DAYS)).done();
    pin(&["operator", "add", "mei", "--role", "owner", "--pin-stdin"]);
    pin(&["login", "mei", "--pin-stdin"]);
    pin(&["operator", "add", "ag", "--role", "agent", "--pin-stdin"]);
    pin(&["login", "ag", "--pin-stdin"]);
    assert!(shop.run(&["journal", "op:review", "--as", "mei"]).done().out.contains("canary-note"));
    let told = shop.run(&["journal", "op:review", "--as", "ag", "--json"]).done().out;
    assert!(told.contains("review") && !told.contains("canary-note"), "{told}");
}
