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

/// Ten points for M1 by a clock that is so many hours ahead of this computer's.
fn written_ahead(shop: &Shop, hours: i64) -> String {
    let operator = Operator { name: "till".to_owned(), role: Role::Owner };
    let mut desk = Desk::open(&shop.path("store.db"), operator).unwrap();
    desk.trust_clock();
    let (reason, note, reference) = ("goodwill".to_owned(), None, None);
    let intent = op::Adjust { member: MemberId(1), delta: Points(10), reason, note, reference };
    desk.perform(&intent.into(), None, Instant(clock::now().0 + hours * HOUR_MS)).unwrap().op.to_string()
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
