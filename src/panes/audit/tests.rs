//! The journal as an auditor walks it: filters, the way to a member and back, undo, proof.

use crate::app::sample::{Person, hand};
use crate::domain::question::AnyQuestion;
use crate::panes::audit::state::AuditView;
use crate::shell::effect::{Effect, Task};
use crate::shell::pane_id::PaneId;

/// A person at a desk where two operations were done, in front of the journal.
fn auditor() -> Person {
    let mut person = Person::new();
    person.press("down + 5 0 0 enter 1 enter y esc esc");
    person.press("+ 8 0 enter 1 enter y esc esc 5");
    assert_eq!(person.model.shell.front, PaneId::Audit);
    person
}

fn rows(person: &Person) -> Vec<i64> {
    person.model.panes.audit.rows().iter().map(|row| row.seq.0).collect()
}

#[test]
fn the_newest_operation_is_under_the_cursor_with_its_member_in_hand() {
    let person = auditor();
    let seqs = rows(&person);
    assert!(seqs.len() >= 2 && seqs.is_sorted_by(|a, b| a > b), "{seqs:?}");
    assert_eq!(hand(&person.model), Some("M0012345"));
}

#[test]
fn a_filter_holds_once_it_is_applied_and_esc_takes_it_away() {
    let mut person = auditor();
    let all = rows(&person).len();
    person.press("/ by:nobody enter");
    assert_eq!((rows(&person).len(), person.model.panes.audit.has_filter_keys), (0, false));
    person.press("esc");
    assert_eq!((rows(&person).len(), person.model.shell.front), (all, PaneId::Audit));
}

#[test]
fn what_was_typed_and_not_applied_is_gone_with_esc() {
    let mut person = auditor();
    person.press("/ by:nobody esc");
    assert_eq!(person.model.panes.audit.field.text(), "");
    assert!(rows(&person).len() >= 2);
}

#[test]
fn a_field_that_is_not_known_is_pointed_at_and_keeps_the_keys() {
    let mut person = auditor();
    person.press("/ bye:lw enter");
    let pane = &person.model.panes.audit;
    assert!(pane.page.failed.is_some() && pane.has_filter_keys);
    person.press("ctrl-u by:nobody enter");
    assert!(person.model.panes.audit.page.failed.is_none());
}

#[test]
fn enter_opens_the_member_and_esc_comes_back_to_the_row() {
    let mut person = auditor();
    person.press("down enter");
    assert_eq!(person.model.shell.front, PaneId::Members);
    person.press("esc");
    let pane = &person.model.panes.audit;
    assert_eq!((person.model.shell.front, pane.list.cursor(pane.rows().len())), (PaneId::Audit, 1));
}

#[test]
fn undo_is_about_the_row_under_the_cursor() {
    let mut person = auditor();
    let below = person.model.panes.audit.rows()[1].op;
    person.press("down u");
    let asked = person.asked.iter().rev().find_map(|effect| match effect {
        Effect::Ask(_, AnyQuestion::PlanUndo(plan)) => Some(format!("{:?}", plan.target)),
        _ => None,
    });
    assert!(asked.is_some_and(|asked| asked.contains(&below.to_string())), "the second row is to be undone");
}

#[test]
fn a_past_day_lists_what_had_been_done_by_then() {
    let mut person = auditor();
    person.press("@ ctrl-u 2026-01-31 enter");
    let asked = person.asked.iter().rev().find_map(|effect| match effect {
        Effect::Ask(_, AnyQuestion::ListOperations(list)) => Some(list.query.clone()),
        _ => None,
    });
    assert_eq!(asked.as_deref(), Some(" until:2026-01-31"));
}

#[test]
fn a_checkpoint_is_signed_under_the_next_free_name() {
    let mut person = auditor();
    person.press("V");
    assert_eq!(person.model.panes.audit.view, AuditView::Proof);
    assert!(person.model.panes.audit.checkpoint.answer().is_some_and(Option::is_some));
    person.press("s ctrl-u taken.note enter");
    let offered = person.model.panes.audit.dialog.as_ref().map(|dialog| dialog.field.text().to_owned());
    assert_eq!(offered.as_deref(), Some("taken-2.note"));
    person.press("ctrl-u day.note enter");
    let signed = person.asked.iter().any(|effect| {
        matches!(effect, Effect::Perform(_, task) if matches!(&**task, Task::SignCheckpoint { path } if path == "day.note"))
    });
    assert!(signed && person.model.panes.audit.dialog.is_none());
}

#[test]
fn verifying_says_what_was_found() {
    let mut person = auditor();
    person.press("V enter");
    assert!(person.model.panes.audit.verified.answer().is_some_and(|report| report.wrong.is_none()));
}

#[test]
fn a_finding_opens_its_operations_in_the_audit_log() {
    let mut person = auditor();
    person.press("v enter");
    let pane = &person.model.panes.audit;
    assert_eq!(pane.view, AuditView::Journal);
    assert!(pane.query.starts_with("no:"), "{}", pane.query);
}

#[test]
fn reviews_go_back_month_by_month() {
    let mut person = auditor();
    person.press("v");
    let month = |person: &Person| person.model.panes.audit.reviews.asked.as_ref().unwrap().period.from.to_string();
    let this = month(&person);
    person.press("<");
    let last = month(&person);
    person.press("<");
    assert!(month(&person) < last && last < this);
    // There is nothing behind this month.
    person.press("> > >");
    assert_eq!(month(&person), this);
}

#[test]
fn a_finding_is_signed_with_a_note() {
    let mut person = auditor();
    person.press("v s 'asked the till' enter");
    let finding = person.model.panes.audit.finding_here(&person.model.shell).unwrap();
    assert_eq!(finding.signatures.last().unwrap().note.as_deref(), Some("asked the till"));
}

#[test]
fn a_sample_is_drawn_and_judged_card_by_card() {
    let mut person = auditor();
    person.press("v v d 'my own words' enter");
    let n = person.model.panes.audit.sheet().unwrap().operations.len();
    assert!(n >= 2);
    person.press("y n 'no case behind it' enter");
    let sheet = person.model.panes.audit.sheet().unwrap();
    assert_eq!((sheet.result.done, sheet.result.wrong), (2, 1));
    assert_eq!(sheet.sample.judged.len(), 2);
}

#[test]
fn without_words_no_sample_is_drawn() {
    let mut person = auditor();
    person.press("v v d enter");
    assert!(person.model.panes.audit.dialog.is_some());
    person.press("esc");
    assert!(person.model.panes.audit.sheet().is_none());
}

#[test]
fn enter_on_a_card_opens_its_member() {
    let mut person = auditor();
    person.press("v v d words enter enter");
    assert_eq!(person.model.shell.front, PaneId::Members);
}

#[test]
fn a_finding_without_a_note_is_not_signed() {
    let mut person = auditor();
    person.press("v s enter");
    assert!(person.model.panes.audit.dialog.is_some());
    assert_eq!(person.model.panes.audit.finding_here(&person.model.shell).unwrap().signatures, []);
}
