//! Idempotency keys through the binary, also from many processes at once.

use super::shop::{Shop, ran};
use serde_json::Value;
use std::collections::BTreeSet;
use std::thread;

#[test]
fn the_same_key_is_one_operation_and_its_first_answer() {
    let shop = Shop::with_members();
    let redeem = ["points", "redeem", "M1", "400", "--for", "mug", "--key", "till-7/1"];
    let first = shop.json(&redeem);
    let again = shop.json(&redeem);
    assert_eq!((&first["replayed"], &again["replayed"]), (&false.into(), &true.into()));
    assert_eq!((&first["op"], &first["after"]), (&again["op"], &again["after"]));
    assert_eq!(shop.balance("M1"), 100, "what could not be done a second time was not tried");
    assert!(shop.run(&redeem).done().out.starts_with("already done"));
    let other = shop.refused(&["points", "redeem", "M1", "50", "--for", "mug", "--key", "till-7/1"]);
    assert_eq!((&other["code"], &other["op"]), (&"key_conflict".into(), &first["op"]));
}

/// Runs a command in several processes at once.
fn at_once(shop: &Shop, n: usize, args: impl Fn(usize) -> Vec<String> + Sync) -> Vec<Value> {
    thread::scope(|scope| {
        let runs: Vec<_> = (0..n)
            .map(|i| {
                let (shop, args) = (&shop, &args);
                scope.spawn(move || {
                    let args = args(i);
                    let texts: Vec<&str> = args.iter().map(String::as_str).collect();
                    ran(&mut shop.command(&texts)).done().json()
                })
            })
            .collect();
        runs.into_iter().map(|run| run.join().unwrap()).collect()
    })
}

fn adjust(key: &str) -> Vec<String> {
    let words = ["points", "adjust", "M1", "10", "--reason", "goodwill", "--json", "--key", key];
    words.map(str::to_owned).to_vec()
}

#[test]
fn processes_with_one_key_do_it_once() {
    let shop = Shop::with_members();
    let answers = at_once(&shop, 12, |_| adjust("one"));
    let ops: BTreeSet<String> = answers.iter().map(|a| a["op"].to_string()).collect();
    assert_eq!(ops.len(), 1);
    assert_eq!(answers.iter().filter(|a| a["replayed"] == false).count(), 1);
    assert_eq!(shop.balance("M1"), 510);
}

#[test]
fn processes_with_keys_of_their_own_each_do_it() {
    let shop = Shop::with_members();
    let answers = at_once(&shop, 12, |i| adjust(&format!("key {i}")));
    let ops: BTreeSet<String> = answers.iter().map(|a| a["op"].to_string()).collect();
    assert_eq!(ops.len(), 12);
    assert_eq!(shop.balance("M1"), 620);
    let ends: BTreeSet<i64> = answers.iter().map(|a| a["after"]["points"]["balance"].as_i64().unwrap()).collect();
    assert_eq!(ends.len(), 12, "each was planned from what the one before it left");
}
