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
    person.press("v");
    assert_eq!(person.model.panes.audit.view, AuditView::Proof);
    assert!(person.model.panes.audit.checkpoint.answer().is_some_and(Option::is_some));
    person.press("s ctrl-u taken.note enter");
    let offered = person.model.panes.audit.naming.as_ref().map(|field| field.text().to_owned());
    assert_eq!(offered.as_deref(), Some("taken-2.note"));
    person.press("ctrl-u day.note enter");
    let signed = person.asked.iter().any(|effect| {
        matches!(effect, Effect::Perform(_, task) if matches!(&**task, Task::SignCheckpoint { path } if path == "day.note"))
    });
    assert!(signed && person.model.panes.audit.naming.is_none());
}

#[test]
fn verifying_says_what_was_found() {
    let mut person = auditor();
    person.press("v enter");
    assert!(person.model.panes.audit.verified.answer().is_some_and(|report| report.wrong.is_none()));
}
