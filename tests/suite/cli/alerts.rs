//! Alerts through the binary: what fires, and the exit code that a timer can read.

use super::shop::Shop;

fn shop(alerts: &str) -> Shop {
    let shop = Shop::without_store();
    let program = shop.write("program.toml", &format!("name = \"Tea house\"\n{alerts}"));
    shop.run(&["init", "--program", &program]).done();
    shop
}

const LIT: &str = "[[alerts]]\ncode = \"calm\"\nmetric = \"overdue_cases\"\nbelow = 1\n";
const QUIET: &str = "[[alerts]]\ncode = \"busy\"\nmetric = \"overdue_cases\"\nabove = 10\n";

#[test]
fn check_exits_with_three_while_one_is_lit() {
    let shop = shop(LIT);
    let list = shop.json(&["alerts"]);
    assert_eq!((list["lit"].as_u64(), list["rules"][0]["state"].as_str()), (Some(1), Some("firing")));
    assert_eq!(list["alerts"][0]["code"], "calm");
    assert!(shop.run(&["alerts", "--check"]).code == 3);
}

#[test]
fn nothing_lit_is_all_right() {
    shop(QUIET).run(&["alerts", "--check"]).done();
    shop("").run(&["alerts", "--check"]).done();
}

#[test]
fn a_rule_that_cannot_be_read_is_named() {
    let shop = Shop::without_store();
    for (wrong, told) in [
        ("[[alerts]]\ncode = \"a\"\nmetric = \"overdue_case\"\nabove = 1\n", "overdue_cases"),
        ("[[alerts]]\ncode = \"a\"\nmetric = \"nps_90\"\nabove = 1\nbelow = 2\n", "not both"),
        ("[[alerts]]\ncode = \"a\"\nmetric = \"nps_90\"\n", "required"),
    ] {
        let program = shop.write("wrong.toml", wrong);
        let ran = shop.run(&["program", "check", &program]);
        assert!(ran.code == 1 && ran.err.contains(told), "{wrong}: {ran:?}");
    }
}
