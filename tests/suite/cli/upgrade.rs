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

/// Fields that depend on the clock.
const NOT_COMPARED: [&str; 1] = ["overdue"];

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

/// What is said otherwise on purpose since: a member without a purchase is in a segment of its own, the interval of a mean of
/// few responses is Student's, the next tier is one that purchases have not reached yet, supervisors have limits, too, and birthdays are
/// masked.
fn is_corrected(at: &str, was: &Value, is: &Value) -> bool {
    at.ends_with("/segment") && was.is_null() && is == "prospect"
        || at.contains("/tier/next/")
        || at.ends_with("/ces/low")
        || at.ends_with("/ces/high")
        || at == "/birthday" && is_masked(was, is)
        || at == "/limits" && without_supervisors(is) == *was
}

/// Whether a day stands there without its year.
fn is_masked(was: &Value, is: &Value) -> bool {
    was.as_str().zip(is.as_str()).is_some_and(|(was, is)| is == format!("****{}", &was[4..]))
}

fn without_supervisors(limits: &Value) -> Value {
    limits.as_array().into_iter().flatten().filter(|of| of["role"] != "supervisor").cloned().collect()
}

/// The first place where a document no longer says what it said; what it says besides is new.
fn lost(before: &Value, now: &Value, at: &str) -> Option<String> {
    match (before, now) {
        (Value::Object(before), Value::Object(now)) => {
            let kept = before.iter().filter(|(name, _)| !NOT_COMPARED.contains(&name.as_str()));
            kept.map(|(name, was)| (format!("{at}/{name}"), was, now.get(name).unwrap_or(&Value::Null)))
                .filter(|(at, was, is)| !is_corrected(at, was, is))
                .find_map(|(at, was, is)| lost(was, is, &at))
        }
        (Value::Array(before), Value::Array(now)) if before.len() == now.len() => {
            before.iter().zip(now).enumerate().find_map(|(n, (was, is))| lost(was, is, &format!("{at}/{n}")))
        }
        _ => (before != now).then(|| format!("{at}: {before} is {now}")),
    }
}

/// Asks for every document again.
fn assert_nothing_has_changed(shop: &Shop, when: &str) {
    let documents: Vec<Value> = serde_json::from_str(DOCUMENTS).unwrap();
    assert!(documents.len() > 50, "the examples must be there");
    let mut changed = Vec::new();
    for example in documents {
        let args: Vec<&str> = example["args"].as_array().unwrap().iter().map(|a| a.as_str().unwrap()).collect();
        changed.extend(lost(&example["document"], &shop.json(&args), "").map(|lost| format!("{args:?}: {lost}")));
    }
    assert!(changed.is_empty(), "{when}:\n{}", changed.join("\n"));
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
