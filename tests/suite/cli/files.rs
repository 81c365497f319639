//! Files that commands write: never in the place of what was not meant to be replaced.

use super::shop::{Ran, Shop};
use rstest::rstest;
use std::fs;

#[rstest]
#[case::members(&["segments", "members", "*", "--csv"])]
#[case::feedback(&["feedback", "list", "--csv"])]
#[case::rejected_rows(&["import", "members", "in.csv", "--errors"])]
fn what_is_there_stays_unless_it_is_an_ordinary_file_and_forced(#[case] args: &[&str]) {
    let shop = Shop::with_members();
    shop.write("in.csv", "member_no,name\nM7,甲\n");
    let with = |more: &[&str]| -> Ran { shop.run(&[args, more].concat()) };
    let data = fs::read(shop.path("store.db")).unwrap();
    for in_use in ["store.db", "./store.db", "store.db-wal"] {
        for more in [&[in_use][..], &[in_use, "--force"]] {
            let err = with(more).failed(1).err;
            assert!(err.contains("is in use"), "{err}");
        }
    }
    assert_eq!(fs::read(shop.path("store.db")).unwrap(), data, "nothing harmed, nothing recorded");
    let file = shop.write("list.csv", "mine");
    assert!(with(&["list.csv"]).failed(1).err.contains("--force"));
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
    with(&["list.csv", "--force"]).done();
    assert!(!fs::read_to_string(&file).unwrap().contains("mine"));
    assert!(with(&[".", "--force"]).failed(1).err.contains("is not an ordinary file"));
    assert_eq!(shop.json(&["verify"])["ok"], true);
}

#[test]
fn the_input_is_never_written_over() {
    let shop = Shop::new();
    let text = "member_no,name\nM1,甲\n";
    let file = shop.write("in.csv", text);
    let err = shop.run(&["import", "members", "in.csv", "--errors", "in.csv", "--force"]).failed(1).err;
    assert!(err.contains("is in use"), "{err}");
    assert_eq!(fs::read_to_string(file).unwrap(), text);
    assert_eq!(shop.json(&["find"])["total"], 0, "nothing was imported");
}

#[test]
fn a_hyphen_is_standard_output_and_excel_finds_its_mark() {
    let shop = Shop::with_members();
    let ran = shop.run(&["segments", "members", "*", "--csv", "-"]).done();
    assert!(ran.out.starts_with("\u{feff}member_no,name,") && ran.out.lines().count() == 3, "{ran:?}");
    assert!(ran.err.contains("2 rows"), "what was done is said beside it: {ran:?}");
    assert!(!shop.path("-").exists());
    let bare = shop.run(&["segments", "members", "*", "--csv", "-", "--no-bom"]).done();
    assert!(bare.out.starts_with("member_no,name,"), "{bare:?}");
    let again = shop.write("again.csv", &ran.out);
    assert_eq!(
        shop.json(&["import", "members", &again, "--update"])["unchanged"],
        2,
        "our own list comes back unharmed"
    );
}
