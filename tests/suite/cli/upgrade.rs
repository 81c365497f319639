//! A file of an older version: it opens, proves itself, and says the same as before.
//!
//! `tests/data/version_5` holds a file that the program wrote when files were of version 5 (as the text of its tables), and what
//! that program's `--json` said of it. Between them members, imports, feedback, merges, erasures and undone operations of every
//! kind are in it; all names are invented.

use super::shop::Shop;
use rusqlite::Connection;
use serde_json::Value;

const STORE: &str = include_str!("../../data/version_5/store.sql");
const DOCUMENTS: &str = include_str!("../../data/version_5/documents.json");

/// Fields that no document had then, and one that depends on the clock.
const NOT_COMPARED: [&str; 3] = ["root", "size", "overdue"];

/// A folder with the older file in it.
pub fn older() -> Shop {
    let shop = Shop::without_store();
    let db = Connection::open(shop.path("store.db")).unwrap();
    db.execute_batch(STORE).unwrap();
    drop(db);
    shop
}

fn version(shop: &Shop) -> i64 {
    let db = Connection::open(shop.path("store.db")).unwrap();
    db.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap()
}

fn comparable(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|name, _| !NOT_COMPARED.contains(&name.as_str()));
            fields.values_mut().for_each(comparable);
        }
        Value::Array(items) => items.iter_mut().for_each(comparable),
        _ => {}
    }
}

/// Asks for every document again.
fn assert_nothing_has_changed(shop: &Shop, when: &str) {
    let documents: Vec<Value> = serde_json::from_str(DOCUMENTS).unwrap();
    assert!(documents.len() > 50, "the examples must be there");
    for example in documents {
        let args: Vec<&str> = example["args"].as_array().unwrap().iter().map(|a| a.as_str().unwrap()).collect();
        let (mut before, mut now) = (example["document"].clone(), shop.json(&args));
        comparable(&mut before);
        comparable(&mut now);
        assert_eq!(now, before, "{when}: {args:?}");
    }
}

#[test]
fn an_older_file_says_what_it_said_before_and_after_it_is_rebuilt() {
    let shop = older();
    assert_eq!(version(&shop), 5);
    assert_eq!(shop.json(&["verify"])["ok"], true, "the first opening brings it up to date");
    assert!(version(&shop) > 5);
    assert_nothing_has_changed(&shop, "brought up to date");
    shop.run(&["rebuild"]).done();
    assert_eq!(shop.json(&["verify"])["ok"], true);
    assert_nothing_has_changed(&shop, "rebuilt");
}

#[test]
fn what_an_older_version_took_back_counts_again() {
    let shop = older();
    let retracted = || shop.json(&["feedback", "list", "--member", "T003"])["feedback"][0]["retracted"].clone();
    assert_eq!(retracted(), true);
    let undone =
        shop.json(&["journal", "member:T003", "kind:undo"])["operations"][0]["op"].as_str().unwrap().to_owned();
    let again = shop.json(&["undo", &undone])["op"].as_str().unwrap().to_owned();
    assert_eq!(retracted(), false);
    shop.run(&["undo", &again]).done();
    assert_eq!(retracted(), true);
    shop.run(&["rebuild"]).done();
    assert_eq!((retracted(), &shop.json(&["verify"])["ok"]), (true.into(), &true.into()));
}

#[test]
fn an_older_file_is_written_on() {
    let shop = older();
    let noted = shop.json(&["checkpoint"]);
    shop.run(&["points", "adjust", "T001", "5", "--reason", "goodwill"]).done();
    shop.run(&["member", "add", "T100", "name=New Member"]).done();
    let verified = shop.json(&["verify", "--expect", noted["digest"].as_str().unwrap()]);
    assert_eq!((&verified["ok"], &verified["expected"]["since"]), (&true.into(), &2.into()));
}

#[test]
fn a_file_of_a_version_to_come_is_refused_in_one_sentence_and_stays_as_it_is() {
    let shop = Shop::with_members();
    let db = Connection::open(shop.path("store.db")).unwrap();
    let known = version(&shop);
    db.execute_batch("PRAGMA user_version = 1000; PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    drop(db);
    let files = || {
        let mut names: Vec<_> = std::fs::read_dir(shop.path("")).unwrap().map(|f| f.unwrap().file_name()).collect();
        names.sort();
        (std::fs::read(shop.path("store.db")).unwrap(), names)
    };
    let before = files();
    let copy = shop.path("copy.db");
    let commands: [&[&str]; 7] = [
        &["find", "M1"],
        &["points", "adjust", "M1", "5", "--reason", "goodwill"],
        &["verify"],
        &["rebuild"],
        &["checkpoint"],
        &["segments"],
        &["backup", copy.to_str().unwrap()],
    ];
    for command in commands {
        let said = shop.run(command).failed(1).err;
        assert!(said.contains("newer loyaltui") && said.contains("1000") && said.contains("update"), "{said}");
        let refused = shop.refused(command);
        assert_eq!(
            (&refused["code"], &refused["found"], &refused["known"]),
            (&"store_newer".into(), &1000.into(), &known.into(),)
        );
    }
    assert_eq!(files(), before);
}
