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
fn somebody_looks_after_an_alert_until_that_is_undone() {
    let shop = shop(LIT);
    let done = shop.json(&["alerts", "ack", "calm", "--owner", "王芳", "--note", "已提醒门店"]);
    assert_eq!((done["kind"].as_str(), done["intent"]["owner"].as_str()), (Some("acknowledge"), Some("王芳")));
    let alert = &shop.json(&["alerts"])["alerts"][0];
    assert_eq!((alert["owner"].as_str(), alert["note"].as_str()), (Some("王芳"), Some("已提醒门店")));
    let told = shop.run(&["alerts", "--lang", "zh"]).done().out;
    assert!(told.contains("负责人 王芳：已提醒门店"), "{told}");
    let told = shop.run(&["alerts"]).done().out;
    assert!(told.contains("owner 王芳: 已提醒门店"), "{told}");
    shop.run(&["undo", done["op"].as_str().unwrap()]).done();
    assert_eq!(shop.json(&["alerts"])["alerts"][0]["owner"], serde_json::Value::Null);
}

#[test]
fn an_alert_that_has_not_fired_can_not_be_acknowledged() {
    let shop = shop(LIT);
    let ran = shop.run(&["alerts", "ack", "busy"]).failed(1);
    assert!(ran.err.contains("calm"), "{ran:?}");
    let ran = shop.run(&["alerts", "ack", "calm", "--day", "2026-01-01", "--lang", "zh"]).failed(1);
    assert!(ran.err.contains("没有触发"), "{ran:?}");
}

#[test]
fn a_metric_of_what_is_not_recorded_yet_is_refused() {
    let shop = Shop::without_store();
    for metric in ["conflicts", "unsigned_days", "referrals_due", "contract_ends"] {
        let rule = format!("[[alerts]]\ncode = \"a\"\nmetric = \"{metric}\"\nabove = 0\n");
        let program = shop.write("early.toml", &rule);
        let ran = shop.run(&["program", "check", &program]);
        assert!(ran.code == 1 && ran.err.contains("not measured yet") && ran.err.contains("deficits"), "{ran:?}");
        let ran = shop.run(&["program", "check", &program, "--lang", "zh"]);
        assert!(ran.err.contains("暂不支持"), "{ran:?}");
    }
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
