//! What people call about, counted in keys: from the member's record, with what has to be typed.

use super::*;
use crate::shell::effect::Task;
use crate::shell::overlay::CommandWords;
use crate::world::keys::keys;
use rstest::rstest;

/// The words of the commands that are called by their beginning.
fn labels() -> Vec<CommandWords> {
    [("freeze", "Freeze member"), ("merge", "Merge members"), ("narrow", "Filter feedback")]
        .map(|(name, label)| CommandWords { name, labels: vec![label.to_owned()], words: format!("{label} {name}") })
        .to_vec()
}

/// What has happened when the keys are pressed: the kinds of the changes, in order.
fn written(person: &Person) -> Vec<&'static str> {
    person.written().iter().map(|(intent, _)| intent.kind().word()).collect()
}

#[rstest]
#[case::a_phone_is_wrong("e tab 13900001111 ctrl-s", 14, &["edit"])]
#[case::a_card_is_lost(":f enter ctrl-s", 4, &["freeze"])]
#[case::points_are_missing("+500 enter enter y", 7, &["adjust"])]
#[case::points_are_spent("r500 enter voucher ctrl-s", 13, &["redeem"])]
#[case::a_tier_is_promised("t4 ctrl-s", 3, &["override"])]
#[case::it_was_a_mistake("+500 enter enter y uy", 9, &["adjust", "undo"])]
#[case::somebody_complains("f9 enter text ctrl-s", 8, &["feedback"])]
fn a_call_takes_few_keys(#[case] pressed: &str, #[case] most: usize, #[case] changes: &[&str]) {
    for slow in [false, true] {
        let mut person = Person::new();
        person.model.shell.setup.labels = labels();
        person.press("5678 enter");
        person.slow = slow;
        person.press(pressed);
        person.settle();
        assert_eq!(written(&person), changes, "answers come late: {slow}");
    }
    assert!(keys(pressed).len() <= most, "{}", keys(pressed).len());
}

#[test]
fn two_records_of_one_person_are_merged_in_seven_keys() {
    const KEYS: &str = ":me enter down enter ctrl-s";
    let mut person = Person::new();
    person.model.shell.setup.labels = labels();
    // The other one was looked at before.
    person.press("0012346 enter esc 5678 enter");
    person.press(KEYS);
    assert_eq!(written(&person), ["merge"]);
    assert!(keys(KEYS).len() <= 7);
}

#[test]
fn last_year_and_back_takes_five_keys() {
    let mut person = Person::new();
    person.press("5678 enter @1y enter");
    assert_eq!(person.model.shell.as_of, Some(day("2025-11-22")));
    person.press("esc");
    assert_eq!(person.model.shell.as_of, None);
    assert_eq!(keys("@1y enter esc").len(), 5);
}

#[test]
fn a_member_s_data_is_taken_along_in_two_keys() {
    let mut person = Person::new();
    person.press("5678 enter X enter");
    let exported =
        |effect: &Effect| matches!(effect, Effect::Perform(_, task) if matches!(**task, Task::ExportMember { .. }));
    assert!(person.asked.iter().any(exported), "{:?}", person.asked.last());
}

#[test]
fn the_ten_second_call_takes_seventeen_keys_and_the_text() {
    const CALL: &str = "5678 enter +500 enter enter y f9 enter";
    let mut person = Person::new();
    person.press(CALL);
    person.press("charged ctrl-s esc");
    assert_eq!(written(&person), ["adjust", "feedback"]);
    assert_eq!(place(&person.model), (PaneId::Members, Focus::Search, 0), "the box waits for the next call");
    assert!(keys(CALL).len() + 2 <= 17);
}
