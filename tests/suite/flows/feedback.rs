//! What members say, from its key to the file and back: whole jobs at the desk, on a real store and without a terminal.

use super::shop;
use crate::common::console::{Console, NOON};
use crate::world::{Asks, World};
use loyaltui::domain::day::{DAY_MS, Instant};
use loyaltui::domain::feedback::{Case, CaseState, FeedbackRow};
use loyaltui::domain::operation::OpKind;
use loyaltui::domain::question::FeedbackListQuery;

/// Everything that was said, newest first.
fn said(shop: &World) -> Vec<FeedbackRow> {
    shop.desk_of("auditor").feedback(FeedbackListQuery::default(), NOON).unwrap().rows
}

/// The newest feedback with its case.
fn newest(shop: &World) -> Box<Case> {
    let id = said(shop)[0].id;
    shop.desk_of("auditor").case(id).unwrap().unwrap()
}

/// What was done, newest first.
fn journal(shop: &World) -> Vec<OpKind> {
    shop.desk_of("auditor").journal("", 99).unwrap().rows.iter().map(|row| row.kind).collect()
}

#[track_caller]
fn verified(shop: &World) {
    assert_eq!(shop.desk_of("auditor").verify().unwrap().wrong, None);
}

#[test]
fn what_is_said_shows_in_the_file_and_is_taken_back_visibly() {
    let shop = shop();
    let mut console = Console::open(&shop);
    console.keys("5678 enter f3 enter");
    console.paste("茶太苦了\r\n请回电");
    console.sees("opens a case, due 11-24");
    console.sees("14:00 (in 48 h)");
    console.keys("ctrl-s");
    console.sees("case opened, due 11-24 14:00");
    let words = said(&shop)[0].content.text.clone();
    assert_eq!(words.as_deref(), Some("茶太苦了\n请回电"));
    console.sees("1 open case, due 11-24 14:00");
    console.keys("ll");
    console.sees("NPS 3");
    console.keys("enter");
    console.sees("请回电");
    console.keys("esc");
    console.sees("茶太苦了");
    console.keys("u");
    console.sees("The feedback is withdrawn");
    console.keys("y");
    assert!(said(&shop)[0].retracted);
    console.sees("withdrawn");
    console.sees_no("1 open case");
    console.keys("ctrl-y y");
    assert!(!said(&shop)[0].retracted, "and given again");
    console.sees("1 open case");
    verified(&shop);
}

#[test]
fn a_case_from_its_first_key_to_its_last() {
    let shop = shop();
    let mut console = Console::open(&shop);
    console.keys("5678 enter f2 enter");
    console.paste("茶太苦了");
    console.keys("ctrl-s");
    console.pass(3 * DAY_MS);
    console.sees("4 Feedback !1");
    console.keys("4 enter");
    console.sees("24 h late");
    console.sees("! OVERDUE");
    let case = said(&shop)[0].id;
    console.keys("ay");
    console.keys("n打过电话，客户很客气 enter y");
    console.keys("d+4h enter y");
    console.sees_no("OVERDUE");
    console.keys("+200 enter enter y");
    console.sees("+200 goodwill points");
    console.sees("500 → 700");
    console.keys("x3 enter y");
    console.sees("No open cases.");
    let done = newest(&shop);
    let row = done.feedback.case.unwrap();
    assert_eq!(
        (row.state, row.owner.as_deref(), row.reason.as_deref()),
        (CaseState::Resolved, Some("mei"), Some("compensated"))
    );
    assert_eq!(done.adjustments[0].reference.as_deref(), Some(format!("case-{}", case.0).as_str()));
    assert_eq!(done.adjustments[0].reason.as_deref(), Some("goodwill"));
    let kinds = journal(&shop);
    assert_eq!(kinds[..6], [OpKind::Case, OpKind::Adjust, OpKind::Case, OpKind::Case, OpKind::Case, OpKind::Feedback]);
    console.sees("case 5 closed · 张伟 · u undoes it");
    console.keys("hhhoy");
    console.sees("case 5 reopened");
    verified(&shop);
}

#[test]
fn u_on_a_case_takes_its_changes_back_one_by_one() {
    let mut shop = shop();
    let mut console = Console::open(&shop);
    console.keys("5678 enter f2 ctrl-s 4ay");
    console.keys("+200 enter enter y");
    assert_eq!(shop.balance("M0012345"), 700);
    console.keys("uy");
    assert_eq!(shop.balance("M0012345"), 500);
    console.sees("undone");
    console.keys("uy");
    assert_eq!(newest(&shop).feedback.case.unwrap().state, CaseState::Open);
    console.keys("uy");
    assert!(said(&shop)[0].retracted, "the logging itself comes last");
    console.sees("No open cases.");
    verified(&shop);
}

#[test]
fn feedback_of_nobody_has_a_case_as_well() {
    let shop = shop();
    let mut console = Console::open(&shop);
    console.keys("zzzz enter tab f1 ctrl-s");
    console.sees("u undoes it");
    console.keys("4x1 enter y");
    assert_eq!(newest(&shop).feedback.case.unwrap().state, CaseState::Resolved);
    console.keys("lll");
    console.sees("unknown customer");
    verified(&shop);
}

#[test]
fn a_day_in_the_past_has_the_queue_of_that_day() {
    let shop = shop();
    let mut console = Console::open(&shop);
    console.keys("5678 enter f2 enter");
    console.paste("茶太苦了");
    console.keys("ctrl-s");
    console.pass(DAY_MS);
    console.keys("4x1 enter y");
    console.sees("No open cases.");
    console.keys("@2026-11-22 enter");
    console.sees("NPS 2");
    console.sees_no("No open cases.");
    console.keys("@2026-11-21 enter");
    console.sees("Nothing in this list at the end of 2026-11-21.");
    console.keys(":today enter");
    console.keys("hhh");
    console.sees("solved");
}

#[test]
fn scores_come_with_their_n_and_interval_and_list_what_they_count() {
    let shop = shop();
    let mut console = Console::open(&shop);
    for score in ["x", "9", "9", "7", "3"] {
        console.keys("/5678 enter f");
        console.keys(score);
        console.keys("tab 1 ctrl-s esc");
    }
    console.keys("/5678 enter f0 ctrl-s uy");
    console.keys("4h");
    console.sees("+40.0");
    console.sees("n 5");
    console.sees("not shown: 5 of 30 responses needed");
    console.keys("w");
    console.sees("3 promoters less 1 detractors of 5 responses (1 passives)");
    console.sees("NPS 10");
    console.sees_no("NPS 0 ");
    console.keys("esc b");
    console.sees("2026-11");
    console.keys("D");
    console.sees("2025-11-23 to 2026-11-22");
}

#[test]
fn two_desks_see_the_same_queue() {
    let shop = shop();
    let (mut mine, mut other) = (Console::open(&shop), Console::open(&shop));
    mine.keys("5678 enter f2 ctrl-s 4");
    other.keys("down 4");
    other.sees("NPS 2");
    mine.keys("ay");
    other.keys("j");
    other.sees("in progress");
    let taken = newest(&shop).steps;
    assert_eq!((taken.len(), taken[0].at), (1, Instant(NOON.0)));
}

#[test]
fn no_size_is_too_small_for_the_queue_and_the_form() {
    let shop = shop();
    let mut console = Console::open(&shop);
    console.keys("5678 enter f2 enter 茶太苦了");
    for (columns, rows) in [(80, 24), (60, 16), (59, 15), (20, 5), (1, 1), (300, 100)] {
        console.resize(columns, rows);
        assert_eq!(console.frame().split('\n').count(), usize::from(rows));
    }
    console.resize(60, 16);
    console.sees("茶太苦了");
    console.keys("ctrl-s 4");
    console.sees("NPS 2");
    console.resize(20, 5);
    console.resize(80, 24);
    console.sees("case 5 · 张伟");
}

#[test]
fn a_list_is_taken_along_formula_safe_and_never_over_another_file() {
    let shop = shop();
    let mut console = Console::open(&shop);
    console.keys("5678 enter f2 enter");
    console.paste("=cmd()|'/c calc'!A1");
    console.keys("ctrl-s 4E");
    let path = shop.path().with_file_name("cases.csv");
    console.keys("ctrl-u");
    console.paste(&path.to_string_lossy());
    console.keys("enter");
    console.sees("1 row exported to");
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("M0012345") && text.contains("'=cmd()") && !text.contains("13812345678"), "{text}");
    console.keys("E ctrl-u");
    console.paste(&path.to_string_lossy());
    console.keys("enter");
    console.sees("✗");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
}
