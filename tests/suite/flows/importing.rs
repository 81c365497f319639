//! A file of somebody's own, from its name to the members in the console.

use super::shop;
use crate::common::console::Console;
use crate::world::{Asks, World};
use loyaltui::domain::operation::OpKind;
use tempfile::TempDir;

fn folder(name: &str, bytes: &[u8]) -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    (folder, path.display().to_string())
}

/// A console with the dialog open and a file named.
fn named(shop: &World, path: &str) -> Console {
    let mut console = Console::open(shop);
    console.keys("down");
    console.palette("import file");
    console.paste(path);
    console.keys("enter");
    console
}

fn operations(shop: &World) -> Vec<OpKind> {
    shop.desk_of("auditor").journal("", 99).unwrap().rows.iter().map(|row| row.kind).collect()
}

#[test]
fn a_file_of_unknown_headers_is_mapped_tried_imported_and_undone() {
    let mut shop = shop();
    let (_folder, path) = folder("kunden.csv", b"aa;bb;cc\nK1;Ann;13700000001\nK2;Bob;13700000002\n");
    let before = operations(&shop).len();
    let mut console = named(&shop, &path);
    console.sees("still needed: member number");
    console.keys("enter");
    console.sees("still needed");
    console.keys("down down down down right");
    console.sees_no("still needed");
    console.keys("down right down right");
    console.keys("enter");
    console.sees("new 2");
    console.sees("Nothing is saved yet");
    assert_eq!(operations(&shop).len(), before, "a trial writes nothing");
    console.keys("y");
    console.sees("u undoes it");
    let record = shop.record("K1");
    assert_eq!((record.profile.name.as_str(), record.profile.phone.as_str()), ("Ann", "137****0001"));
    console.keys("uy");
    assert_eq!(operations(&shop)[0], OpKind::Undo);
}

#[test]
fn leaving_at_any_stage_leaves_nothing_behind() {
    let shop = shop();
    let (folder, path) = folder("members.csv", "会员号,姓名\nN1,王五\n".as_bytes());
    let before = operations(&shop).len();
    let mut console = named(&shop, &path);
    console.keys("enter");
    console.sees("new 1");
    console.keys("esc");
    console.sees("姓名");
    console.keys("esc esc");
    console.sees_no("members.csv");
    assert_eq!(operations(&shop).len(), before);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn an_encoding_is_recognised_and_the_kind_can_be_changed() {
    let mut shop = shop();
    // 订单号,会员号,消费时间,实付金额 in GB18030, and one sale of a member that is not known.
    let header: &[u8] = b"\xb6\xa9\xb5\xa5\xba\xc5,\xbb\xe1\xd4\xb1\xba\xc5,\xcf\xfb\xb7\xd1\xca\xb1\xbc\xe4,\xca\xb5\xb8\xb6\xbd\xf0\xb6\xee\n";
    let (_folder, path) = folder("orders.csv", &[header, b"A1,N9,2026-11-01,99.00\n"].concat());
    let mut console = named(&shop, &path);
    console.sees("purchases");
    console.sees("GB18030");
    console.keys("enter");
    console.sees("rejected 1");
    console.keys("esc");
    // The last setting: unknown members are enrolled.
    console.keys("down down down right enter");
    console.sees("new 1");
    console.keys("y");
    assert_eq!(shop.balance("N9"), 99);
}

#[test]
fn on_a_past_day_nothing_is_imported() {
    let shop = shop();
    let mut console = Console::open(&shop);
    console.keys("5678 enter @2026-11-21 enter");
    console.palette("import file");
    console.sees("possible only today");
}
