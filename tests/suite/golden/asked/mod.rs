//! Every golden row is asked for by a command, and what the command's document says is compared to the row's digits.

mod experiments;
mod hard;
mod published;
mod sample;
mod typed;

use crate::cli::shop::{Shop, run};
use serde_json::Value;

/// The document of a command that needs no data file.
fn asked(args: &[&str]) -> Value {
    run(&[args, &["--json"]].concat()).done().json()
}

/// A number of a document, by its path.
#[track_caller]
fn told(document: &Value, path: &str) -> f64 {
    let found = document.pointer(path).and_then(Value::as_f64);
    found.unwrap_or_else(|| panic!("{path} is no number of {document}"))
}

#[track_caller]
fn same(found: f64, golden: f64, relative: f64, what: &str) {
    let error = (found - golden).abs() / golden.abs().max(f64::MIN_POSITIVE);
    let is_same = error <= relative || (found - golden).abs() < 1e-15;
    assert!(is_same, "{what}: {found:e} is not {golden:e} (relative error {error:e})");
}

const BG: &str = "r=0.243,alpha=4.414,a=0.793,b=2.426";
const PARETO: &str = "r=0.553,alpha=10.578,s=0.606,beta=11.669";
const SPEND: &str = "p=6.25,q=3.74,gamma=15.44";

/// A data file with the purchases of the CD-store sample, each customer under the number of the golden files.
fn sample() -> Shop {
    let shop = Shop::without_store();
    let program = "name = \"CDs\"\n[points]\nexpiry = \"never\"\n[clv]\nmin_repeaters = 500\n";
    let program = shop.write("program.toml", program);
    shop.run(&["init", "--program", &program]).done();
    let log = shop.write("log.txt", super::models::LOG);
    let columns = ["--map", "member_no=2", "--map", "purchased_at=3", "--map", "amount=5"];
    let form = ["--delimiter", "space", "--no-header", "--date-format", "%Y%m%d", "--enrol"];
    shop.run(&[&["import", "purchases", &log], &columns[..], &form].concat()).done();
    shop
}
