//! The list, the file, the preview, copying, the mouse.

use super::*;
use crate::panes::members::state::MembersPart;
use crate::shell::file::FileTab;
use crate::shell::msg::{Mouse, MouseAct};
use crate::shell::regions::{Area, ClickTarget, PartFit, Regions};
use rstest::rstest;

#[test]
fn the_member_under_the_cursor_is_the_one_in_hand() {
    let mut person = Person::new();
    person.press("5678 enter down");
    assert_eq!(person.model.shell.record.as_ref().map(|f| f.who.name.as_str()), Some("赵薇"));
    assert_eq!(hand(&person.model), Some("M0012346"));
    person.press("2");
    assert_eq!(person.model.draft().map(|d| d.form.who.name.as_str()), Some("赵薇"), "pane 2 is about the same");
    person.press("esc / zzz");
    assert_eq!(hand(&person.model), None, "a list without it drops it");
    person.press("esc esc");
    person.press("down up k");
    assert_eq!(person.model.shell.record.as_ref().map(|f| f.who.name.as_str()), Some("张伟"));
}

#[rstest]
#[case::enter("enter", PaneId::Members)]
#[case::points("+", PaneId::Adjust)]
#[case::redeem("r", PaneId::Adjust)]
#[case::tier("t", PaneId::Adjust)]
#[case::why("w", PaneId::Members)]
#[case::undo("u", PaneId::Members)]
fn a_command_takes_the_row_under_the_cursor_in_hand(#[case] key: &str, #[case] pane: PaneId) {
    let mut person = Person::new();
    person.press("5678 enter down");
    person.press(key);
    assert_eq!((hand(&person.model), person.model.shell.front), (Some("M0012346"), pane));
}

#[test]
fn a_late_file_of_another_member_is_dropped() {
    let mut person = Person::new();
    person.slow = true;
    person.press("5678 enter");
    person.settle();
    person.press("down");
    let first = person.pending.pop_back().unwrap();
    person.press("down");
    let reply = person.desk.answer(first).unwrap();
    person.send(Msg::Reply(reply));
    let file = person.model.shell.record.as_ref().unwrap();
    assert_eq!((file.who.name.as_str(), file.current().is_some()), ("Zhou Wen", false));
}

#[test]
fn tabs_turn_and_begin_at_the_top() {
    let mut person = Person::new();
    person.press("5678 enter enter j");
    assert_eq!(person.model.shell.record.as_ref().map(|f| f.list.cursor(9)), Some(1));
    person.press("l");
    assert_eq!(person.model.panes.members.tab, FileTab::Purchases);
    assert_eq!(person.model.shell.record.as_ref().map(|f| f.list.cursor(9)), Some(0));
    person.press("hh");
    assert_eq!(person.model.panes.members.tab, FileTab::Journal);
}

#[rstest]
#[case::number_in_the_list("5678 enter Y", "M0012345")]
#[case::order_in_the_ledger("5678 enter enter Y", "A-20391")]
#[case::order_of_the_next_row("5678 enter enter jY", "A-19077")]
fn copying_takes_what_is_under_the_cursor(#[case] keys: &str, #[case] copied: &str) {
    let mut person = Person::new();
    person.press(keys);
    assert_eq!(person.asked.last(), Some(&Effect::Copy(copied.to_owned())));
    assert_eq!(news(&person.model), Some(&Notice::Copied(copied.to_owned())));
}

#[test]
fn tab_goes_round_the_parts() {
    let mut person = Person::new();
    let mut seen = Vec::new();
    for _ in 0..3 {
        person.press("tab");
        seen.push(person.model.panes.members.focus);
    }
    assert_eq!(seen, [Focus::List, Focus::Record, Focus::Search]);
    person.press("shift-tab");
    assert_eq!(person.model.panes.members.focus, Focus::Record);
}

#[test]
fn a_merged_member_leads_to_the_survivor() {
    let mut person = Person::new();
    merge_second_into_first(&mut person);
    person.press("/0012346 enter");
    assert_eq!(hand(&person.model), Some("M0012346"));
    person.press("enter");
    assert_eq!((hand(&person.model), person.model.panes.members.focus), (Some("M0012345"), Focus::Record));
}

#[rstest]
#[case::by_a_search(":merge enter Zhou enter", 3, 1)]
#[case::by_the_second_hit(":merge enter 234 down enter", 3, 1)]
#[case::the_one_looked_at_last_without_a_search("down down enter shift-tab up up :merge enter down enter", 3, 1)]
#[case::the_other_way_round(":merge enter Zhou enter shift-tab ctrl-x enter", 1, 3)]
fn the_other_member_of_a_merge(#[case] keys: &str, #[case] from: i64, #[case] into: i64) {
    for slow in [false, true] {
        let mut person = Person::new();
        person.press("5678 enter");
        person.slow = slow;
        person.press(keys);
        person.press("enter y");
        person.settle();
        let (intent, _) = person.written().pop().unwrap();
        let Intent::Merge(op::Merge { from: joined, into: kept, .. }) = intent else { panic!("{intent:?}") };
        assert_eq!((joined.0, kept.0), (from, into), "answers come late: {slow}");
    }
}

#[test]
fn a_merge_with_nobody_says_so() {
    let mut person = Person::new();
    person.press("5678 enter :merge enter zzzz enter");
    assert_eq!(person.model.draft().and_then(|d| d.problem), Some(crate::shell::form::FieldProblem::NoSuchMember));
}

/// Merges the second into the first.
fn merge_second_into_first(person: &mut Person) {
    person.model.shell.setup.labels = Vec::new();
    person.press("5678 enter :merge enter 0012346 enter enter y");
    assert!(matches!(news(&person.model), Some(Notice::Done(..))), "{:?}", person.model.shell.toast);
}

#[test]
fn a_merge_asks_for_the_other_member_and_keeps_the_one_in_hand() {
    let mut person = Person::new();
    merge_second_into_first(&mut person);
    let (intent, _) = person.written().pop().unwrap();
    assert!(matches!(intent, Intent::Merge(op::Merge { from, into, .. }) if (from.0, into.0) == (2, 1)));
    assert_eq!(hand(&person.model), Some("M0012345"));
}

fn click(person: &mut Person, target: ClickTarget, act: MouseAct) {
    let area = Area { x: 3, y: 4, width: 10, height: 1 };
    let fit = PartFit { rows: 10, ..PartFit::default() };
    person.send(Msg::Drawn(Regions {
        targets: vec![(area, target)],
        fits: vec![(MembersPart::List.id(), fit)],
        ..Regions::default()
    }));
    person.send(Msg::Mouse(Mouse { act, column: 5, row: 4 }));
}

#[test]
fn a_click_puts_the_cursor_and_a_second_one_opens() {
    let mut person = Person::new();
    click(&mut person, MembersPart::List.at(1), MouseAct::Press);
    assert_eq!((person.model.panes.members.focus, hand(&person.model)), (Focus::List, Some("M0012346")));
    assert_eq!(person.model.subject().map(|w| w.name.as_str()), Some("赵薇"));
    click(&mut person, MembersPart::List.at(1), MouseAct::Press);
    assert_eq!(hand(&person.model), Some("M0012346"));
    click(&mut person, MembersPart::Tabs.at(4), MouseAct::Press);
    assert_eq!(person.model.panes.members.tab, FileTab::Journal);
    click(&mut person, ClickTarget::Pane(PaneId::Adjust), MouseAct::Press);
    assert_eq!(person.model.shell.front, PaneId::Adjust);
}

#[test]
fn the_wheel_moves_the_list() {
    let mut person = Person::new();
    click(&mut person, MembersPart::List.at(0), MouseAct::WheelDown);
    assert_eq!(person.model.subject().map(|w| w.name.as_str()), Some("Zhou Wen"));
    click(&mut person, MembersPart::List.at(0), MouseAct::WheelUp);
    assert_eq!(person.model.subject().map(|w| w.name.as_str()), Some("张伟"));
}

#[test]
fn a_click_on_outdated_rows_does_nothing_and_the_mouse_can_be_switched_off() {
    let mut person = Person::new();
    person.slow = true;
    person.press("x");
    click(&mut person, MembersPart::List.at(1), MouseAct::Press);
    assert_eq!(person.model.panes.members.focus, Focus::Search);
    person.settle();
    person.slow = false;
    person.press("ctrl-k mouse enter");
    assert_eq!(person.asked.last(), Some(&Effect::Mouse(false)));
    click(&mut person, ClickTarget::Pane(PaneId::Adjust), MouseAct::Press);
    assert_eq!(person.model.shell.front, PaneId::Members);
}
