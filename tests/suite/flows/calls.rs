//! What a call needs, counted in keys: from the member on the line to the change in the file.

use super::shop;
use crate::common::console::{Console, NOON};
use crate::world::{Asks, World, adjust};
use loyaltui::domain::fact::Status;
use loyaltui::domain::feedback::CaseState;
use loyaltui::domain::member::Profile;
use loyaltui::domain::question::FeedbackListQuery;
use rstest::rstest;

/// A console with 张伟 in hand, and nothing counted yet.
fn on_the_line(shop: &World) -> Console {
    let mut console = Console::open(shop);
    console.keys("5678 enter");
    console.pressed = 0;
    console
}

fn profile(shop: &mut World, member_no: &str) -> Profile {
    let member = shop.id(member_no);
    *shop.desk_of("auditor").profile(member).unwrap()
}

#[test]
fn edit_a_phone_in_16() {
    let mut shop = shop();
    let mut console = on_the_line(&shop);
    console.keys("e down 13700001111 ctrl-s");
    assert!(console.pressed <= 16, "{}", console.pressed);
    assert_eq!(profile(&mut shop, "M0012345").phone, "13700001111");
}

#[rstest]
#[case::in_english("f")]
#[case::in_chinese("冻")]
fn freeze_in_4(#[case] word: &str) {
    let mut shop = shop();
    let mut console = on_the_line(&shop);
    console.keys(&format!(": {word} enter ctrl-s"));
    assert!(console.pressed <= 4, "{}", console.pressed);
    assert_eq!(shop.snapshot("M0012345").status, Status::Frozen);
}

#[test]
fn merge_a_duplicate_just_looked_at_in_7() {
    let mut shop = shop();
    let zhao = shop.id("M0012346");
    shop.adjust(zhao, 40);
    let mut console = Console::open(&shop);
    console.keys("M0012346 enter esc M0012345 enter");
    console.pressed = 0;
    console.keys(": m enter down enter ctrl-s");
    assert!(console.pressed <= 7, "{}", console.pressed);
    assert_eq!(shop.balance("M0012345"), 540);
}

#[test]
fn merge_by_initials_in_7_on_a_slow_disk() {
    let mut shop = shop();
    let zhao = shop.id("M0012346");
    shop.adjust(zhao, 40);
    let mut console = on_the_line(&shop);
    console.hold();
    console.keys(": m enter zw2 ctrl-s");
    let pressed = console.pressed;
    console.release();
    console.sees_no("540");
    assert_eq!(pressed, 7, "three keys name nobody here, and nothing was merged");
    console.keys("ctrl-u zhao ctrl-s");
    assert_eq!(shop.balance("M0012345"), 540);
}

#[test]
fn last_year_and_back_in_5() {
    let shop = shop();
    let mut console = on_the_line(&shop);
    console.keys("@1y enter");
    console.sees("2025-11-22");
    console.keys("esc");
    console.sees_no("2025-11-22");
    console.sees("500");
    assert!(console.pressed <= 5, "{}", console.pressed);
}

#[test]
fn undo_in_2_and_redo_in_2() {
    let mut shop = shop();
    let mut console = on_the_line(&shop);
    console.keys("uy");
    assert_eq!((shop.balance("M0012345"), console.pressed), (0, 2));
    console.keys("ctrl-y y");
    assert_eq!((shop.balance("M0012345"), console.pressed), (500, 4));
}

#[test]
fn why_in_1() {
    let shop = shop();
    let mut console = on_the_line(&shop);
    console.keys("w");
    console.sees("points in and out");
    assert_eq!(console.pressed, 1);
}

#[test]
fn redeem_100_for_tea_in_9() {
    let mut shop = shop();
    let mut console = on_the_line(&shop);
    console.keys("r100 enter tea ctrl-s");
    assert!(console.pressed <= 9, "{}", console.pressed);
    assert_eq!(shop.balance("M0012345"), 400);
}

#[test]
fn take_and_close_the_first_case_in_5() {
    let shop = shop();
    let mut console = on_the_line(&shop);
    console.keys("f3 enter");
    console.paste("茶太苦");
    console.keys("ctrl-s");
    console.pressed = 0;
    console.keys("4 a y x ctrl-s");
    assert!(console.pressed <= 5, "{}", console.pressed);
    let rows = shop.desk_of("auditor").feedback(FeedbackListQuery::default(), NOON).unwrap().rows;
    let case = shop.desk_of("auditor").case(rows[0].id).unwrap().unwrap();
    assert_eq!(case.feedback.case.map(|case| case.state), Some(CaseState::Resolved));
}

#[test]
fn a_form_is_for_the_member_it_names_whatever_the_list_does_meanwhile() {
    let mut shop = shop();
    let mut console = on_the_line(&shop);
    console.keys("+70");
    let zhao = shop.id("M0012346");
    shop.done(adjust(zhao, 7));
    console.keys("enter enter y");
    assert_eq!((shop.balance("M0012345"), shop.balance("M0012346")), (570, 7));
}

/// A whole call: find, open, points with the last reason, what was said, back in the search box.
fn call(who: &str, points: u32, score: u8, said: &str) -> String {
    format!("{who} enter +{points} enter enter y f{score} enter '{said}' ctrl-s esc ")
}

#[rstest]
#[case::at_leisure(false)]
#[case::faster_than_any_answer(true)]
fn a_burst_of_three_calls_logs_all_three(#[case] held: bool) {
    let mut shop = shop();
    let mut console = Console::open(&shop);
    if held {
        console.hold();
    }
    let burst = [call("M0012345", 10, 9, "one"), call("M0012346", 20, 2, "two"), call("M0012347", 30, 7, "three")];
    console.keys(&burst.concat());
    console.release();
    assert_eq!(["M0012345", "M0012346", "M0012347"].map(|no| shop.balance(no)), [510, 20, 30]);
    let mut said: Vec<_> = shop
        .desk_of("auditor")
        .feedback(FeedbackListQuery::default(), NOON)
        .unwrap()
        .rows
        .into_iter()
        .map(|row| (row.content.score, row.content.text.unwrap_or_default()))
        .collect();
    said.sort();
    let told = |score, text: &str| (Some(score), text.to_owned());
    assert_eq!(said, [told(2, "two"), told(7, "three"), told(9, "one")]);
}
