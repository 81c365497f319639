//! A clock that was ahead when something was written.

use super::shop::Shop;
use loyaltui::desk::Desk;
use loyaltui::domain::day::Instant;
use loyaltui::domain::num::{MemberId, Points};
use loyaltui::domain::op;
use loyaltui::domain::operator::{Operator, Role};
use loyaltui::runtime::clock;
use rstest::rstest;
use serde_json::Value;

const HOUR_MS: i64 = 60 * 60 * 1_000;

/// Done by a clock that is so many hours ahead of this computer's.
fn done_ahead(shop: &Shop, hours: i64, intent: &op::Intent) -> String {
    let operator = Operator { name: "till".to_owned(), role: Role::Owner };
    let mut desk = Desk::open(&shop.path("store.db"), operator).unwrap();
    desk.trust_clock();
    desk.perform(intent, None, Instant(clock::now().0 + hours * HOUR_MS)).unwrap().op.to_string()
}

/// Ten points for M1 by such a clock.
fn written_ahead(shop: &Shop, hours: i64) -> String {
    let (reason, note, reference) = ("goodwill".to_owned(), None, None);
    let intent = op::Adjust { member: MemberId(1), delta: Points(10), reason, note, reference };
    done_ahead(shop, hours, &intent.into())
}

#[rstest]
#[case::hours(8)]
#[case::days(50)]
#[case::years(72 * 365 * 24)]
fn the_desk_works_again_after_the_clock_was_accepted(#[case] hours: i64) {
    let shop = Shop::with_members();
    assert_eq!(shop.json(&["clock", "show"])["verdict"], "plausible");
    assert_eq!(shop.refused(&["clock", "accept", "--reason", "correction"])["code"], "nothing_ahead");
    let early = written_ahead(&shop, hours);
    let refused = shop.refused(&["points", "adjust", "M1", "5", "--reason", "goodwill"]);
    assert_eq!(refused["code"], "clock_behind");
    assert!(refused["message"].as_str().unwrap().contains("loyaltui clock accept --reason"), "{refused}");

    let plan = shop.json(&["clock", "accept", "--reason", "correction", "--plan"]);
    assert_eq!(
        (&plan["warnings"][0]["code"], &plan["warnings"][0]["operations"]),
        (&"written_ahead".into(), &1.into())
    );
    shop.run(&["clock", "accept", "--reason", "correction"]).done();
    let seen = shop.json(&["clock", "show"]);
    assert_eq!((&seen["verdict"], &seen["ahead"][0]["op"]), (&"plausible".into(), &Value::from(early.clone())));
    let text = shop.run(&["clock", "show"]).done().out;
    assert!(text.contains("1 operation bears a later time") && text.contains(&early[..8]), "{text}");

    shop.run(&["points", "adjust", "M1", "5", "--reason", "goodwill"]).done();
    shop.run(&["undo", &early]).done();
    shop.run(&["verify"]).done();
    assert_eq!(shop.balance("M1"), 505);
    shop.run(&["rebuild"]).done();
    shop.run(&["verify"]).done();
    assert_eq!(shop.balance("M1"), 505);
}

#[test]
fn every_command_knows_who_was_erased_and_which_programme_counts() {
    let shop = Shop::with_members();
    done_ahead(&shop, 50 * 24, &op::Erase { member: MemberId(1) }.into());
    done_ahead(&shop, 51 * 24, &op::ApplyProgram { toml: "[points]\nrate = \"3\"\n".to_owned() }.into());
    shop.run(&["clock", "accept", "--reason", "correction"]).done();
    assert_eq!(shop.json(&["member", "show", "M1"])["status"], "erased");
    let file = shop.write("members.csv", "member_no,name\nM1,张伟\n");
    let brought = shop.run(&["import", "members", &file, "--update", "--json"]).json();
    assert_eq!((&brought["updated"], &brought["rejected"]), (&0.into(), &1.into()), "{brought}");
    let shown = shop.json(&["program", "show"]);
    assert_eq!((&shown["version"], &shown["coming"]["version"]), (&1.into(), &2.into()));
    let text = shop.run(&["program", "show"]).done().out;
    assert!(text.starts_with("# version 2 comes into force at "), "{text}");
    let again = shop.write("again.toml", &text);
    shop.run(&["program", "apply", &again]).done();
    let shown = shop.json(&["program", "show"]);
    assert_eq!((&shown["version"], &shown["coming"]), (&3.into(), &Value::Null));
    shop.run(&["verify"]).done();
}
