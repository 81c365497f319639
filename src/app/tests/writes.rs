//! `y`: once, and only what was seen; and what comes of it.

use super::*;
use crate::domain::plan::outcome::Refusal;
use crate::domain::question::AnyQuestion;
use crate::shell::regions::Regions;
use crate::shell::state::AfterWrite;
use rstest::rstest;
use uuid::Uuid;

/// On the plan of +500, which is there.
fn ready() -> Person {
    let mut person = Person::new();
    person.press("5678 enter +500 enter enter");
    person
}

fn effect(person: &Person) -> Box<crate::domain::plan::outcome::PlanEffect> {
    Box::new(person.model.draft().and_then(|d| d.plan()).unwrap().effect.clone())
}

#[test]
fn y_before_the_plan_waits_for_it() {
    let mut person = ready();
    person.press("esc +50 enter");
    person.slow = true;
    person.press("3 enter y");
    assert!(person.written().is_empty() && person.model.draft().is_some_and(|d| d.asked));
    person.settle();
    assert_eq!(deltas(&person), [50]);
}

/// Setting the tier that purchases give anyway brings a warning.
fn with_warning(person: &mut Person) {
    person.press("5678 enter t3 enter enter enter enter");
    assert!(!person.model.draft().and_then(|d| d.plan()).unwrap().effect.warnings.is_empty());
}

#[test]
fn a_warning_has_to_be_seen_before_y_counts() {
    let mut person = Person::new();
    with_warning(&mut person);
    person.press("y");
    assert_eq!(news(&person.model), Some(&Notice::LookFirst), "no frame has shown it");
    let op = person.model.draft().and_then(|d| d.plan()).map(|p| p.op_id);
    person.send(Msg::Drawn(Regions { plan_shown: op, ..Regions::default() }));
    person.press("y");
    assert_eq!(person.written().len(), 1);
}

#[test]
fn y_that_waited_does_not_write_over_a_warning() {
    let mut person = Person::new();
    person.press("5678 enter t3 enter enter enter");
    person.slow = true;
    person.press("2 enter y");
    person.settle();
    assert_eq!(news(&person.model), Some(&Notice::LookFirst));
    assert!(person.written().is_empty());
}

#[test]
fn y_that_waited_does_not_write_where_somebody_must_agree() {
    let mut person = Person::new();
    person.press("5678 enter +501 enter");
    person.slow = true;
    person.press("2 enter y");
    person.settle();
    person.press("y");
    assert!(person.written().is_empty(), "501 is more than one operation may move");
    assert!(person.model.draft().and_then(|d| d.plan()).is_some_and(|p| p.effect.approval.is_some()));
}

#[rstest]
#[case::y_twice("yy")]
#[case::y_many_times("yyyyyyyy")]
#[case::by_both_keys("y ctrl-s ctrl-s")]
fn a_double_y_writes_once(#[case] keys: &str) {
    for slow in [false, true] {
        let mut person = ready();
        person.slow = slow;
        person.press(keys);
        person.settle();
        assert_eq!(deltas(&person), [500]);
    }
}

#[test]
fn a_second_try_of_one_filling_has_the_same_key_and_the_next_filling_another() {
    let mut person = ready();
    person.slow = true;
    person.press("y");
    person.fail_commit(Failure::Busy);
    assert_eq!(news(&person.model), Some(&Notice::Failed(Failure::Busy)));
    assert_eq!(person.model.shell.front, PaneId::Adjust, "the form is still there");
    person.slow = false;
    person.press("y+20 enter enter y");
    let keys: Vec<String> = person.written().into_iter().map(|(_, key)| key).collect();
    assert_eq!(keys[0], keys[1]);
    assert_ne!(keys[1], keys[2]);
}

#[test]
fn ctrl_s_writes_from_any_field() {
    let mut person = Person::new();
    person.press("5678 enter +500 ctrl-s");
    assert_eq!(deltas(&person), [500]);
}

#[test]
fn ctrl_s_goes_to_what_is_missing() {
    let mut person = Person::new();
    person.press("5678 enter r5 tab tab ctrl-s");
    assert!(person.written().is_empty());
    assert_eq!(person.model.draft().map(|d| d.form.spot), Some(crate::shell::form::FormFocus::Field(1)));
    assert!(person.model.draft().is_some_and(|d| d.problem.is_some()));
}

#[test]
fn what_changed_meanwhile_is_planned_again() {
    let mut person = ready();
    let (old, new) = (effect(&person), effect(&person));
    person.slow = true;
    person.press("y");
    person.fail_commit(Failure::Stale { old, new });
    assert!(matches!(news(&person.model), Some(Notice::Failed(Failure::Stale { .. }))));
    assert!(matches!(person.model.draft().unwrap().planning, PlanStatus::Waiting { .. }));
    person.settle();
    person.slow = false;
    person.press("y");
    assert_eq!(deltas(&person), [500, 500], "asked twice, written by the second");
}

#[test]
fn a_refusal_at_the_write_is_shown_where_the_plan_was() {
    let mut person = ready();
    person.slow = true;
    person.press("y esc");
    person.fail_commit(Failure::Refused(Box::new(Refusal::NoChange)));
    assert!(matches!(person.model.draft().unwrap().planning, PlanStatus::Refused(_)));
    assert_eq!(person.model.shell.front, PaneId::Adjust, "the esc typed ahead is forgotten");
}

/// A write whose outcome nobody knows.
fn unknown() -> Person {
    let mut person = ready();
    person.slow = true;
    person.press("y");
    let op = person.model.draft().and_then(|d| d.plan()).unwrap().op_id;
    person.fail_commit(Failure::Unknown { op, reason: "EIO".to_owned() });
    person
}

#[test]
fn an_unknown_outcome_stops_all_writes_until_it_is_known() {
    let mut person = unknown();
    assert!(person.model.shell.unknown.is_some() && person.model.shell.toast.is_none());
    assert!(matches!(person.asked.last(), Some(Effect::Ask(_, AnyQuestion::IsRecorded(_)))));
    person.press("y");
    assert_eq!(news(&person.model), Some(&Notice::Blocked(BlockedReason::Unknown)));
    person.press("esc u");
    assert_eq!((person.written().len(), person.model.shell.overlays.len()), (1, 0));
    person.settle();
    assert_eq!(news(&person.model), Some(&Notice::NotDoneAfterAll));
    person.slow = false;
    person.press("2");
    person.press("y");
    assert_eq!(deltas(&person), [500, 500], "it was not written, so it may be");
}

#[test]
fn an_unknown_outcome_that_was_done_empties_its_form() {
    let mut person = unknown();
    let (intent, key) = person.written().pop().unwrap();
    let plan = person.desk.plan(intent).unwrap();
    let done = crate::domain::plan::Plan { op_id: person.model.shell.unknown.as_ref().unwrap().op, ..plan };
    person.desk.commit(&done, &key);
    person.settle();
    assert_eq!((person.model.shell.unknown.as_ref(), news(&person.model)), (None, Some(&Notice::DoneAfterAll)));
    person.slow = false;
    person.press("2");
    assert_eq!(person.model.draft().unwrap().form.points(), None);
}

#[test]
fn an_unknown_outcome_can_be_looked_up_again() {
    let mut person = unknown();
    let Some(Effect::Ask(ticket, AnyQuestion::IsRecorded(_))) = person.asked.last().cloned() else {
        panic!("no look-up")
    };
    person.send(Msg::Reply(Reply::Answered(ticket, Err(Failure::Busy))));
    assert!(person.model.shell.unknown.is_some());
    person.press("ctrl-r");
    assert!(matches!(person.asked.last(), Some(Effect::Ask(_, AnyQuestion::IsRecorded(_)))));
}

#[test]
fn done_after_all_is_done() {
    let mut person = ready();
    person.slow = true;
    person.press("y");
    person.fail_commit(Failure::DoneAfterAll { op: Uuid::nil() });
    assert_eq!((news(&person.model), person.model.shell.front), (Some(&Notice::DoneAfterAll), PaneId::Members));
}

#[test]
fn leaving_waits_for_the_write() {
    let mut person = ready();
    person.slow = true;
    person.press("y ctrl-c");
    assert!(!person.asked.contains(&Effect::Quit));
    assert_eq!(person.model.shell.write.as_ref().and_then(|w| w.then), Some(AfterWrite::Quit));
    person.settle();
    assert!(person.asked.contains(&Effect::Quit));
}

#[test]
fn leaving_stays_where_the_write_failed() {
    let mut person = ready();
    person.slow = true;
    person.press("y ctrl-c");
    person.fail_commit(Failure::NotDone { reason: "disk full".to_owned() });
    person.settle();
    assert!(!person.asked.contains(&Effect::Quit), "somebody has to read why");
    assert!(matches!(news(&person.model), Some(Notice::Failed(_))));
}

#[test]
fn a_suspension_waits_for_the_write() {
    let mut person = ready();
    person.slow = true;
    person.press("y ctrl-z");
    assert!(!person.asked.contains(&Effect::Suspend));
    person.settle();
    assert!(person.asked.contains(&Effect::Suspend));
}

#[test]
fn undo_shows_its_plan_and_y_does_it() {
    let mut person = ready();
    person.press("yu");
    assert_eq!(place(&person.model), (PaneId::Members, Focus::Record, 1));
    assert_eq!(person.written().len(), 1, "asking writes nothing");
    person.press("u enter");
    assert_eq!(person.written().len(), 1, "the key that asked does not confirm, nor does ⏎");
    person.press("y");
    assert!(matches!(person.written().pop(), Some((Intent::Undo(op::Undo { .. }), _))));
    assert_eq!(place(&person.model), (PaneId::Members, Focus::Record, 0));
    assert_eq!(
        person
            .model
            .shell
            .record_of(person.model.shell.current_member.as_ref().unwrap().id)
            .unwrap()
            .snapshot
            .points
            .balance
            .0,
        9_899
    );
}

#[test]
fn there_may_be_nothing_to_undo() {
    let mut person = Person::new();
    person.press("5678 enter uy");
    assert!(matches!(person.model.draft().unwrap().planning, PlanStatus::NothingToUndo));
    assert!(person.written().is_empty());
}

#[rstest]
#[case::freeze("freeze")]
#[case::close("close_member")]
fn a_dialog_is_confirmed_by_y_alone(#[case] command: &str) {
    let mut person = Person::new();
    person.press("5678 enter :");
    person.press(command);
    person.press("enter");
    assert_eq!(person.model.shell.overlays.len(), 1);
    person.press("enter enter enter");
    assert!(person.written().is_empty());
    let op = person.model.draft().and_then(|d| d.plan()).map(|p| p.op_id);
    person.send(Msg::Drawn(Regions { plan_shown: op, ..Regions::default() }));
    person.press("y");
    assert_eq!(person.written().len(), 1);
    assert_eq!(person.model.shell.overlays.len(), 0);
}

#[test]
fn an_erasure_asks_for_the_last_four_of_the_number() {
    let mut person = Person::new();
    person.press("5678 enter :erase enter");
    let op = person.model.draft().and_then(|d| d.plan()).map(|p| p.op_id);
    assert!(op.is_some(), "what it would do is shown before anything is typed");
    let shown = |person: &mut Person| {
        let op = person.model.draft().and_then(|d| d.plan()).map(|p| p.op_id);
        person.send(Msg::Drawn(Regions { plan_shown: op, ..Regions::default() }));
    };
    shown(&mut person);
    person.press("1234 enter ctrl-s");
    assert!(person.written().is_empty());
    person.press("ctrl-u 2345 enter");
    shown(&mut person);
    person.press("y");
    assert!(matches!(person.written().pop(), Some((Intent::Erase(op::Erase { .. }), _))));
}

#[test]
fn whoever_is_erased_is_forgotten_by_the_console() {
    let mut person = Person::new();
    person.press("5678 enter +70");
    let who = person.model.shell.current_member.clone().unwrap();
    let shell = &mut person.model.shell;
    shell.recent.put_first(who.clone());
    shell.forget(who.id);
    assert_eq!(shell.recent.iter().count(), 0);
    assert!(shell.current_member.as_ref().unwrap().name.is_empty());
    assert!(shell.kept.drafts().is_empty() && shell.kept.discarded().is_none());
}

#[test]
fn in_a_window_too_small_for_a_form_no_key_does_what_nobody_sees() {
    let mut person = Person::new();
    person.press("5678 enter + 42");
    let sized = |is_too_small| Msg::Drawn(Regions { is_too_small, ..Regions::default() });
    person.send(sized(true));
    person.press("ctrl-s 7 enter y");
    assert_eq!(person.written(), []);
    person.press("ctrl-c ctrl-c");
    assert!(matches!(person.asked.last(), Some(Effect::Quit)), "{:?}", person.asked.last());
    person.send(sized(false));
    person.press("ctrl-s");
    assert_eq!(person.written().len(), 1, "what was typed before is still there");
}
