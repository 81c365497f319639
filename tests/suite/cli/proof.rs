//! What proves the audit log to others: signed checkpoints, receipts, and the verifier that needs no loyaltui.

use super::shop::Shop;
use serde_json::Value;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A note of a shop, and the key that it is checked by.
fn signed(shop: &Shop, name: &str) -> (PathBuf, String) {
    let path = shop.path(name);
    let document = shop.json(&["checkpoint", "--out", path.to_str().unwrap()]);
    (path, document["vkey"].as_str().unwrap().to_owned())
}

fn give(shop: &Shop) {
    shop.run(&["points", "adjust", "M1", "10", "--reason", "goodwill"]).done();
}

fn verify(shop: &Shop, note: &Path, key: &str) -> Value {
    shop.json(&["verify", "--note", note.to_str().unwrap(), "--vkey", key])
}

fn wrong(shop: &Shop, note: &Path, key: &str) -> Value {
    let ran = shop.run(&["verify", "--note", note.to_str().unwrap(), "--vkey", key, "--json"]);
    ran.failed(1).json()["wrong"].clone()
}

#[test]
fn a_signed_checkpoint_holds_as_the_log_grows() {
    let shop = Shop::with_members();
    let (note, key) = signed(&shop, "monday.note");
    assert_eq!(fs::metadata(&note).unwrap().permissions().mode() & 0o777, 0o600);
    give(&shop);
    let document = verify(&shop, &note, &key);
    assert_eq!((&document["notes"][0]["size"], &document["notes"][0]["since"]), (&4.into(), &1.into()));
    let told = shop.run(&["verify", "--note", note.to_str().unwrap()]).done().out;
    assert!(told.contains("the first 4 operations are in this audit log, 1 since"), "{told}");
    let file = shop.run(&["checkpoint", "--out", note.to_str().unwrap()]).failed(1);
    assert!(file.err.contains("monday.note"), "a note is never written over: {file:?}");
}

#[test]
fn an_older_copy_that_was_put_back_is_noticed() {
    let shop = Shop::with_members();
    shop.run(&["backup", "old.db"]).done();
    give(&shop);
    let (note, key) = signed(&shop, "tuesday.note");
    shop.run(&["restore", "old.db"]).done();
    let found = wrong(&shop, &note, &key);
    assert_eq!((&found["code"], &found["size"], &found["operations"]), (&"shorter".into(), &5.into(), &4.into()));
    // As many operations again, but others.
    give(&shop);
    assert_eq!(wrong(&shop, &note, &key)["code"], "other_tree");
}

#[test]
fn a_note_of_another_data_file_is_named_as_such() {
    let (shop, other) = (Shop::with_members(), Shop::with_members());
    let (note, key) = signed(&other, "other.note");
    let ran = shop.run(&["verify", "--note", note.to_str().unwrap(), "--vkey", &key]).failed(1);
    assert!(ran.err.contains("the note is of data file loyaltui/"), "{ran:?}");
}

#[test]
fn a_note_that_was_changed_is_refused_with_the_file() {
    let shop = Shop::with_members();
    let (note, key) = signed(&shop, "good.note");
    let forged = fs::read_to_string(&note).unwrap().replacen("\n4\n", "\n3\n", 1);
    let forged = shop.write("forged.note", &forged);
    let ran = shop.run(&["verify", "--note", &forged, "--vkey", &key]).failed(1);
    assert!(ran.err.contains("forged.note: the signature of loyaltui/"), "{ran:?}");
    assert!(shop.run(&["verify", "--note", &forged, "--vkey", "loyaltui+1+2"]).failed(2).err.contains("NAME+ID+KEY"));
    let text = shop.write("text.note", "hello\n");
    assert!(shop.run(&["verify", "--note", &text]).failed(1).err.contains("this is not a signed note"));
}

#[test]
fn without_a_key_there_is_nothing_to_check_by() {
    let shop = Shop::with_members();
    let note = shop.write("a.note", "hello\n");
    assert!(shop.run(&["verify", "--note", &note]).failed(2).err.contains("--vkey"));
}

#[test]
fn a_receipt_proves_one_operation_and_shows_no_name() {
    let shop = Shop::with_members();
    let receipt = shop.path("m1.tlog-proof");
    let document = shop.json(&["receipt", "4", "--out", receipt.to_str().unwrap()]);
    let text = fs::read_to_string(&receipt).unwrap();
    assert_eq!(document["receipt"].as_str(), Some(text.as_str()));
    assert!(text.starts_with("c2sp.org/tlog-proof@v1\nextra ") && text.contains("\nindex 3\n"), "{text}");
    give(&shop);
    let key = document["vkey"].as_str().unwrap();
    assert_eq!(verify(&shop, &receipt, key)["notes"][0]["op"], document["op"]);
    let told = shop.run(&["verify", "--note", receipt.to_str().unwrap(), "--vkey", key]).done().out;
    assert!(told.contains("by mei is proven") && told.contains("500 points"), "{told}");
    shop.run(&["receipt", "99"]).failed(1);
}

#[test]
fn a_receipt_can_be_printed_with_its_code() {
    let shop = Shop::with_members();
    let out = shop.run(&["receipt", "1", "--qr"]).done().out;
    assert!(out.starts_with("c2sp.org/tlog-proof@v1\n") && out.lines().filter(|line| line.contains('█')).count() > 30);
}

/// The verifier in the documentation: what it says, and its exit code. `None` on a machine without Python.
fn by_python(key: &str, files: &[PathBuf]) -> Option<(i32, String)> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/verify_note.py");
    let Ok(ran) = Command::new("python3").arg(script).arg(key).args(files).output() else {
        eprintln!("skipped: there is no python3 here");
        return None;
    };
    Some((ran.status.code().unwrap(), String::from_utf8(ran.stdout).unwrap()))
}

#[test]
fn the_verifier_without_loyaltui_takes_what_is_good() {
    let shop = Shop::with_members();
    let (note, key) = signed(&shop, "day.note");
    let receipts: Vec<PathBuf> = (1..=4).map(|seq| shop.path(&format!("{seq}.tlog-proof"))).collect();
    for (seq, path) in (1..).zip(&receipts) {
        shop.run(&["receipt", &format!("{seq}"), "--out", path.to_str().unwrap()]).done();
    }
    let files: Vec<PathBuf> = [note].into_iter().chain(receipts).collect();
    let Some((code, told)) = by_python(&key, &files) else { return };
    assert_eq!(code, 0, "{told}");
    assert!(told.contains("by mei") && told.contains("reason goodwill, points 500"), "{told}");
}

#[test]
fn the_verifier_without_loyaltui_takes_no_forged_note() {
    let shop = Shop::without_store();
    let golden = include_str!("../../data/proof/golden.note");
    let key = "loyaltui/9b2e4c1d/1+147dd65e+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";
    let characters: Vec<char> = golden.chars().collect();
    let spare: Vec<char> = "0A+/=\n 5z—".chars().collect();
    // Each character by each of some others, until there are a thousand.
    let forged = characters.iter().enumerate().flat_map(|(at, was)| {
        let others = spare.iter().filter(move |c| *c != was);
        let characters = &characters;
        others.map(move |c| characters.iter().enumerate().map(|(n, old)| if n == at { *c } else { *old }).collect())
    });
    let forged: Vec<String> = forged.take(1_000).collect();
    assert_eq!(forged.len(), 1_000);
    let files: Vec<PathBuf> =
        forged.iter().enumerate().map(|(n, text)| shop.write(&format!("{n}.note"), text).into()).collect();
    let Some((code, told)) = by_python(key, &files) else { return };
    assert_eq!((code, told.lines().filter(|line| line.contains("does not hold")).count()), (1, 1_000), "{told}");
}

/// Copies the file, does one operation, and puts the copy in the file's place.
fn put_back_by_hand(shop: &Shop) {
    let old = shop.path("old.db");
    shop.run(&["backup", old.to_str().unwrap()]).done();
    give(shop);
    for ending in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(shop.path(&format!("store.db{ending}")));
    }
    fs::copy(&old, shop.path("store.db")).unwrap();
}

#[test]
fn an_older_copy_put_back_by_hand_is_noticed_and_records_nothing_until_an_owner_accepts_it() {
    let shop = Shop::with_members();
    put_back_by_hand(&shop);
    let told = shop.run(&["find", "M1"]).done();
    assert!(told.err.contains("1 operation is missing from the audit log"), "{told:?}");
    let refused = shop.run(&["points", "adjust", "M1", "10", "--reason", "goodwill", "--json"]).failed(1);
    assert_eq!(refused.json()["refused"]["code"], "log_cut", "{refused:?}");
    assert_eq!(shop.run(&["verify"]).done().code, 3);
    shop.run(&["checkpoint", "accept", "--note", "the till was set up anew"]).done();
    give(&shop);
    assert_eq!(shop.run(&["verify"]).done().code, 0);
    let journal = shop.run(&["journal", "op:accept_log"]).done();
    assert!(journal.out.contains("accept audit log") && journal.err.is_empty(), "{journal:?}");
    assert!(shop.run(&["checkpoint", "accept"]).failed(1).err.contains("no change"));
}

#[test]
fn a_backup_that_is_restored_is_no_loss() {
    let shop = Shop::with_members();
    shop.run(&["backup", "old.db"]).done();
    give(&shop);
    shop.run(&["restore", "old.db"]).done();
    let told = shop.run(&["find", "M1"]).done();
    assert!(told.err.is_empty(), "{told:?}");
    give(&shop);
}

#[test]
fn another_log_in_the_place_of_the_one_that_was_seen_is_noticed() {
    let shop = Shop::with_members();
    put_back_by_hand(&shop);
    // Somebody else writes on in the older copy, without this user's folder.
    let elsewhere = tempfile::tempdir().unwrap();
    let mut command = shop.command(&["points", "adjust", "M1", "99", "--reason", "goodwill"]);
    super::shop::ran(command.env("XDG_STATE_HOME", elsewhere.path())).done();
    let told = shop.run(&["find", "M1"]).done();
    assert!(told.err.contains("is not the one of"), "{told:?}");
}
