//! Command lines that can't be understood: exit 2, one line, one document.

use super::shop::{Shop, run};
use rstest::rstest;

#[rstest]
#[case::no_such_command(&["fnd"], "unknown command fnd; did you mean find?; see loyaltui --help")]
#[case::no_such_option(&["find", "--limt", "3"], "--limt is not valid here; did you mean --limit?; see loyaltui find --help")]
#[case::group_alone(&["member"], "a command is required; see loyaltui member --help")]
#[case::missing(&["points", "adjust", "M1", "-120"], "--reason <CODE> is required; see loyaltui points adjust --help")]
#[case::no_value(&["points", "adjust", "M1", "5", "--reason"], "--reason <CODE> needs a value; see loyaltui points adjust --help")]
#[case::no_points(&["points", "adjust", "M1", "5.5", "--reason", "other"], "“5.5” is not valid for DELTA: use a whole number such as 500 or -120; see loyaltui points adjust --help")]
#[case::no_day(&["member", "show", "M1", "--as-of", "2026-02-30"], "“2026-02-30” is not valid for --as-of <DAY>: use a date such as 2026-11-22; see loyaltui member show --help")]
#[case::no_field(&["member", "edit", "M1", "colour=red"], "“colour=red” is not valid for FIELD=VALUE: unknown field; available: member_no, name, phone, email, birthday, joined_on, store, channel, tags, consents, referrer_no; see loyaltui member edit --help")]
#[case::not_a_field(&["member", "add", "M1", "Anna"], "“Anna” is not valid for FIELD=VALUE: use FIELD=VALUE with one of: member_no, name, phone, email, birthday, joined_on, store, channel, tags, consents, referrer_no; see loyaltui member add --help")]
#[case::no_choice(&["why", "M1", "weather"], "“weather” is not valid for balance|tier|segment: use one of balance, tier, segment; see loyaltui why --help")]
#[case::twice(&["find", "--limit", "3", "--limit", "4"], "--limit <N> can be given only once; see loyaltui find --help")]
#[case::too_many(&["verify", "now"], "now is not valid here; see loyaltui verify --help")]
fn wrong_usage_is_one_line(#[case] args: &[&str], #[case] line: &str) {
    let ran = run(args).failed(2);
    assert_eq!(ran.err, format!("loyaltui: {line}\n"));
    assert_eq!(ran.out, "");
}

#[test]
fn wrong_usage_is_one_document_where_one_was_asked_for() {
    let ran = run(&["member", "show", "--json"]).failed(2);
    let document = ran.json();
    assert_eq!(document["refused"]["code"], "usage");
    assert_eq!(format!("loyaltui: {}\n", document["refused"]["message"].as_str().unwrap()), ran.err);
}

#[test]
fn wrong_usage_is_said_in_the_language_asked_for() {
    assert_eq!(
        run(&["fnd", "--lang", "zh"]).failed(2).err,
        "loyaltui: 未知命令 fnd；您是指 find 吗？；参见 loyaltui --help\n"
    );
    let by_environment = super::shop::ran(super::shop::loyaltui().env("LANG", "zh_CN.UTF-8").arg("member"));
    assert!(by_environment.failed(2).err.contains("缺少命令"));
}

#[test]
fn the_console_needs_a_terminal() {
    let shop = Shop::new();
    assert!(shop.run(&[]).failed(2).err.contains("needs a terminal"));
    assert!(shop.run(&["demo"]).failed(2).err.contains("needs a terminal"));
    assert_eq!(shop.run(&["--json"]).failed(2).json()["refused"]["code"], "usage");
}

#[rstest]
#[case::find(&["find", "zw"])]
#[case::show(&["member", "show", "M1"])]
#[case::adjust(&["points", "adjust", "M1", "5", "--reason", "goodwill"])]
#[case::journal(&["journal"])]
#[case::checkpoint(&["checkpoint"])]
#[case::receipt(&["receipt", "1"])]
#[case::program(&["program", "show"])]
fn without_a_store_it_is_said_how_to_make_one(#[case] args: &[&str]) {
    let shop = Shop::without_store();
    let ran = shop.run(args).failed(1);
    assert!(ran.err.contains("loyaltui init") && ran.err.contains("loyaltui demo"), "{ran:?}");
    assert_eq!(shop.refused(args)["code"], "store_missing");
    assert!(!shop.path("store.db").exists());
}

#[test]
fn another_file_is_named_as_such_and_left_alone() {
    let shop = Shop::without_store();
    let path = shop.write("store.db", "not a database, but long enough to be taken for one: ".repeat(40).as_str());
    assert_eq!(shop.refused(&["journal"])["code"], "store_foreign");
    assert_eq!(shop.refused(&["init"])["code"], "store_exists");
    assert!(std::fs::read_to_string(path).unwrap().starts_with("not a database"));
}
