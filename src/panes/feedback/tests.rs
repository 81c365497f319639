//! The queue, and work on a case from its keys.

use crate::app::sample::FakeDesk;
use crate::app::sample::Person;
use crate::app::sample::day;
use crate::app::sample::hand;
use crate::app::sample::news;
use crate::app::sample::place;
use crate::domain::day::{DAY_MS, Instant};
use crate::domain::export::Export;
use crate::domain::feedback::{Case, CaseState};
use crate::domain::question::{AnyQuestion, PlanUndo, UndoTarget};
use crate::panes::feedback::state::{FeedbackFocus, FeedbackView, QueueFilter};
use crate::panes::members::state::Focus;
use crate::shell::effect::{Effect, Task};
use crate::shell::failure::Failure;
use crate::shell::field::TextField;
use crate::shell::form::FieldId;
use crate::shell::key::Code;
use crate::shell::key::Key;
use crate::shell::msg::Msg;
use crate::shell::msg::{Reply, TaskResult};
use crate::shell::pane_id::PaneId;
use crate::shell::toast::BlockedReason;
use crate::shell::toast::Notice;
use rstest::rstest;

/// Three detractors, of whom the first said it three days ago, and a promoter.
fn with_cases() -> Person {
    let mut desk = FakeDesk::new();
    let now = desk.now;
    for (days, member, score, topic) in
        [(3, Some(1), 2, "product"), (1, Some(2), 5, "service"), (0, None, 0, "points"), (0, Some(1), 9, "brand")]
    {
        desk.now = Instant(now.0 - days * DAY_MS);
        desk.says(member, score, topic, "茶太苦了");
    }
    desk.now = now;
    Person::at(desk)
}

fn in_queue() -> Person {
    let mut person = with_cases();
    person.press("down 4");
    person
}

#[test]
fn a_scope_narrows_lists_counts_scores_and_responses() {
    let mut person = in_queue();
    person.press("S tier:gold enter");
    let asked = |person: &Person| -> Vec<String> {
        let base = |effect: &Effect| match effect {
            Effect::Ask(_, AnyQuestion::ListFeedback(asked)) => Some(format!("list {}", asked.list.base)),
            Effect::Ask(_, AnyQuestion::CountCases(asked)) => Some(format!("count {}", asked.base)),
            Effect::Ask(_, AnyQuestion::ScoreFeedback(asked)) => Some(format!("scores {}", asked.base)),
            Effect::Ask(_, AnyQuestion::ListResponses(asked)) => Some(format!("responses {}", asked.base)),
            _ => None,
        };
        person.asked.iter().rev().filter_map(base).take(2).collect()
    };
    assert_eq!(asked(&person), ["list tier:gold", "count tier:gold"]);
    person.press("h w");
    assert_eq!(asked(&person), ["responses tier:gold", "scores tier:gold"]);
    person.press("esc S backspace enter");
    assert_eq!(asked(&person), ["scores *", "count *"]);
}

/// The case under the cursor as the desk has it.
fn case(person: &Person) -> Case {
    let id = person.model.panes.feedback.row(&person.model.shell).unwrap().id;
    person.desk.case(id).unwrap()
}

fn state(person: &Person) -> CaseState {
    case(person).feedback.case.unwrap().state
}

fn topics(person: &Person) -> Vec<&str> {
    person.model.panes.feedback.listing.rows().iter().filter_map(|r| r.content.topic.as_deref()).collect()
}

#[test]
fn the_most_overdue_case_is_two_keys_away() {
    let mut person = with_cases();
    assert_eq!(person.model.panes.feedback.counts().overdue, 1, "known before anybody looks");
    person.press("down");
    person.press("4 enter");
    assert_eq!((person.model.shell.front, person.model.panes.feedback.part), (PaneId::Feedback, FeedbackFocus::Case));
    assert_eq!(topics(&person), ["product", "service", "points"]);
    assert_eq!(hand(&person.model), Some("M0012345"), "⏎ takes its member in hand");
    assert!(person.model.panes.feedback.detail.as_ref().unwrap().current().is_some());
}

#[test]
fn views_are_turned_by_the_arrows() {
    use FeedbackView::{All, Mine, Open, Overdue, Resolved, Scores};
    let mut person = in_queue();
    let mut seen = Vec::new();
    for _ in FeedbackView::ALL {
        seen.push((person.model.panes.feedback.view, topics(&person).len()));
        person.press("l");
    }
    assert_eq!(seen[..5], [(Open, 3), (Overdue, 1), (Mine, 0), (Resolved, 0), (All, 4)]);
    assert_eq!((seen[5].0, person.model.panes.feedback.view), (Scores, Open));
    person.press("h");
    assert_eq!(person.model.panes.feedback.view, Scores);
}

#[test]
fn a_case_is_taken_noted_closed_and_opened_again() {
    let mut person = in_queue();
    person.press("ay");
    assert_eq!(
        (state(&person), case(&person).feedback.case.unwrap().owner.as_deref()),
        (CaseState::InProgress, Some("李雯"))
    );
    person.press("n打过电话 enter y");
    assert_eq!(case(&person).steps.last().unwrap().note.as_deref(), Some("打过电话"));
    person.press("d+4h enter y");
    assert_eq!(case(&person).feedback.case.unwrap().due, Instant(person.desk.now.0 + DAY_MS / 6));
    let id = case(&person).feedback.id;
    person.press("x3 enter enter y");
    let closed = person.desk.case(id).unwrap().feedback.case.unwrap();
    assert_eq!((closed.state, closed.reason.as_deref()), (CaseState::Resolved, Some("compensated")));
    assert_eq!(topics(&person), ["service", "points"], "it has left the queue");
    person.press("hhh");
    person.press("o enter");
    assert_eq!(state(&person), CaseState::Resolved, "asking writes nothing");
    person.press("y");
    assert_eq!(person.desk.case(id).unwrap().feedback.case.unwrap().reopened, 1);
    assert_eq!(person.written().len(), 5);
}

#[rstest]
#[case::a_note_needs_words("n enter ctrl-s", FieldId::Note)]
#[case::a_due_time_to_come("d13:61 enter ctrl-s", FieldId::Due)]
#[case::an_owner("a tab ctrl-u ctrl-s", FieldId::Owner)]
fn what_is_missing_is_gone_to(#[case] keys: &str, #[case] field: FieldId) {
    let mut person = in_queue();
    person.press(keys);
    assert!(person.written().is_empty());
    assert_eq!(person.model.draft().and_then(|d| d.form.focused()).map(|f| f.id), Some(field));
    assert!(person.model.draft().unwrap().problem.is_some());
}

#[test]
fn only_what_a_case_allows_is_offered() {
    let mut person = in_queue();
    person.press("o");
    assert_eq!(news(&person.model), Some(&Notice::Blocked(BlockedReason::OfPane("case_open"))));
    person.press("x enter enter y");
    person.press("lll");
    assert_eq!(person.model.panes.feedback.view, FeedbackView::Resolved);
    for key in ["a", "d", "x"] {
        person.press(key);
        assert_eq!(news(&person.model), Some(&Notice::Blocked(BlockedReason::OfPane("case_closed"))), "{key}");
    }
    person.press("1");
    person.press(":take enter");
    assert_eq!(
        news(&person.model),
        Some(&Notice::Blocked(BlockedReason::OfPane("no_case"))),
        "its pane is not in front"
    );
}

#[test]
fn goodwill_carries_the_case_and_comes_back_to_it() {
    let mut person = in_queue();
    let reference = format!("case-{}", case(&person).feedback.id.0);
    person.press("+");
    assert_eq!(person.model.shell.front, PaneId::Adjust);
    let form = &person.model.draft().unwrap().form;
    assert_eq!((form.field(FieldId::Order).unwrap().text(), form.reason()), (reference.as_str(), Some("goodwill")));
    person.press("esc");
    assert_eq!(person.model.shell.front, PaneId::Feedback, "esc goes back to the case");
    person.press("+200 enter enter y");
    assert_eq!(person.model.shell.front, PaneId::Feedback);
    let shown = person.model.panes.feedback.detail.as_ref().and_then(|d| d.current()).unwrap();
    assert_eq!(shown.adjustments[0].points.map(|p| p.0), Some(200));
    person.press("1+");
    assert_eq!(person.model.draft().unwrap().form.field(FieldId::Order).unwrap().text(), "", "and no other points do");
}

fn plans_to_undo_a_case(person: &Person) -> bool {
    let last = person.asked.last();
    matches!(last, Some(Effect::Ask(_, AnyQuestion::PlanUndo(PlanUndo { target: UndoTarget::Case(_) }))))
}

#[test]
fn u_takes_back_the_newest_change_of_the_case() {
    let mut person = in_queue();
    person.press("ay");
    person.press("n打过电话 enter y");
    person.press("jku");
    assert!(plans_to_undo_a_case(&person));
    person.press("y");
    assert_eq!((case(&person).steps.len(), state(&person)), (1, CaseState::InProgress));
}

#[test]
fn a_case_of_nobody_is_worked_too() {
    let mut person = in_queue();
    person.press("Gay");
    assert_eq!((case(&person).feedback.member, state(&person)), (None, CaseState::InProgress));
    person.press("+");
    assert_eq!(news(&person.model), Some(&Notice::Blocked(BlockedReason::NoMember)));
}

#[test]
fn enter_in_the_case_opens_the_member_s_file_and_esc_comes_back_step_by_step() {
    let mut person = in_queue();
    person.press("j enter enter");
    assert_eq!((place(&person.model), hand(&person.model)), ((PaneId::Members, Focus::Record, 0), Some("M0012346")));
    person.press("esc");
    assert_eq!((person.model.shell.front, person.model.panes.feedback.part), (PaneId::Feedback, FeedbackFocus::Case));
    person.press("esc");
    assert_eq!(person.model.panes.feedback.part, FeedbackFocus::List);
    person.press("esc");
    assert_eq!(person.model.shell.front, PaneId::Members);
}

#[rstest]
#[case::another_view("lll")]
#[case::narrowed("s down down enter")]
#[case::the_last_row("G enter")]
#[case::the_scores("h")]
fn four_shows_the_whole_queue_from_its_first_row_whatever_was_left_there(#[case] left: &str) {
    let mut person = in_queue();
    person.press(left);
    person.press("14");
    assert_eq!(
        (person.model.panes.feedback.view, person.model.panes.feedback.part),
        (FeedbackView::Open, FeedbackFocus::List)
    );
    assert_eq!(topics(&person).len(), 3);
    assert_eq!(person.model.panes.feedback.row(&person.model.shell).unwrap().content.topic.as_deref(), Some("product"));
}

#[test]
fn u_reverses_what_was_done_just_now_also_where_it_has_left_the_list() {
    let mut person = in_queue();
    let id = case(&person).feedback.id;
    person.press("x enter enter y");
    assert_ne!(case(&person).feedback.id, id, "the cursor is on the next case");
    person.press("uy");
    assert!(person.desk.case(id).unwrap().feedback.case.unwrap().state.is_open());
    person.press("x enter enter yk");
    person.press("u");
    assert!(plans_to_undo_a_case(&person), "moving on ends it");
}

#[test]
fn f_logs_for_the_member_of_the_case() {
    let mut person = in_queue();
    person.press("jf9 ctrl-s");
    assert_eq!(hand(&person.model), Some("M0012346"));
    assert_eq!((person.model.shell.front, person.written().len()), (PaneId::Feedback, 1));
}

#[test]
fn the_list_can_be_narrowed() {
    let mut person = in_queue();
    person.press("ay");
    person.press("s down down enter");
    assert_eq!(
        (person.model.panes.feedback.narrow.clone(), topics(&person)),
        (QueueFilter::Topic("service".to_owned()), vec!["service"])
    );
    person.press("s");
    person.send(Msg::Key(Key::plain(Code::Home)));
    person.press("enter");
    assert_eq!(topics(&person).len(), 3);
    person.press("sG enter");
    assert_eq!(
        (person.model.panes.feedback.narrow.clone(), topics(&person).len()),
        (QueueFilter::Owner("李雯".to_owned()), 1)
    );
}

#[test]
fn keys_wait_for_the_queue() {
    let mut person = with_cases();
    person.press("down");
    person.slow = true;
    person.press("4 enter ay");
    assert_eq!((person.model.panes.feedback.part, person.written().len()), (FeedbackFocus::List, 0));
    person.settle();
    assert_eq!(person.written().len(), 1);
    person.slow = false;
    assert_eq!(state(&person), CaseState::InProgress);
}

#[test]
fn an_outdated_answer_is_dropped_and_a_failed_one_is_told() {
    let mut person = in_queue();
    person.slow = true;
    person.press("l");
    let Some(Effect::Ask(old, AnyQuestion::ListFeedback(_))) = person.pending.pop_back() else { panic!("no question") };
    person.model.shell.ahead.clear();
    person.send(Msg::FileChanged);
    person.send(Msg::Reply(Reply::Answered(old, Err(Failure::Busy))));
    assert!(person.model.panes.feedback.listing.slot.failed.is_none(), "a newer question is under way");
    let newest = person.model.panes.feedback.listing.slot.pending.unwrap().ticket;
    person.send(Msg::Reply(Reply::Answered(newest, Err(Failure::Busy))));
    assert_eq!(person.model.panes.feedback.listing.slot.failure(), Some(&Failure::Busy));
}

#[test]
fn a_case_that_becomes_overdue_wakes_the_screen() {
    let mut person = in_queue();
    let due = person.model.panes.feedback.listing.rows()[1].case.as_ref().unwrap().due;
    person.model.shell.toast = None;
    assert!(person.model.deadline() <= Instant(due.0 + 1));
}

#[test]
fn y_copies_the_reference_of_the_case() {
    let mut person = in_queue();
    person.press("Y");
    let id = person.model.panes.feedback.row(&person.model.shell).unwrap().id.0;
    assert_eq!(news(&person.model), Some(&Notice::Copied(format!("case-{id}"))));
}

#[test]
fn scores_are_asked_for_and_counted() {
    let mut person = in_queue();
    person.press("h");
    let asked = |person: &Person| match person.asked.last() {
        Some(Effect::Ask(_, AnyQuestion::ScoreFeedback(asked))) => (asked.days, asked.by.unwrap(), asked.versus),
        other => panic!("no scores: {other:?}"),
    };
    let (days, by, versus) = asked(&person);
    assert_eq!((days, by), ((day("2026-08-25"), day("2026-11-22")), crate::domain::feedback::Breakdown::Topic));
    assert_eq!(versus, Some((day("2026-05-27"), day("2026-08-24"))));
    person.press("b");
    assert_eq!(asked(&person).1, crate::domain::feedback::Breakdown::Month);
    person.press("m");
    assert_eq!(person.model.panes.feedback.scores.measure, crate::domain::feedback::Measure::Csat);
    person.press("D");
    assert_eq!(asked(&person).0, (day("2025-11-23"), day("2026-11-22")));
    person.press("w");
    let Some(Effect::Ask(_, AnyQuestion::ListResponses(asked))) = person.asked.last() else { panic!("no answers") };
    assert_eq!((asked.days.0, &asked.group), (day("2025-11-23"), &None));
    person.press("esc");
    assert_eq!(person.model.shell.overlays.len(), 0);
}

#[test]
fn a_past_day_is_asked_for_and_nothing_is_changed_on_it() {
    let mut person = in_queue();
    person.press("@-1 enter");
    let is_past = |e: &Effect| matches!(e, Effect::Ask(_, AnyQuestion::ListFeedback(q)) if q.list.as_of.is_some());
    assert!(person.asked.iter().any(is_past));
    person.press("a");
    assert!(matches!(news(&person.model), Some(Notice::Blocked(BlockedReason::Past(_)))));
}

#[test]
fn e_writes_the_list_that_is_shown() {
    let mut person = in_queue();
    person.press("lE");
    person.press("ctrl-u enter");
    assert_eq!(person.model.shell.overlays.len(), 1, "a file needs a name");
    person.press("late.csv enter");
    let Some(Effect::Perform(_, task)) = person.asked.last() else { panic!("no export") };
    let Task::Export { export: Export::Feedback(list), path } = &**task else { panic!("{task:?}") };
    assert_eq!((path.as_str(), list.filter.open_cases, list.filter.overdue), ("late.csv", Some(true), true));
    let written = TaskResult::FeedbackExported { path: "late.csv".to_owned(), rows: 1 };
    assert_eq!(news(&person.model), Some(&Notice::Performed(written)));
    person.press("lE");
    assert_eq!(news(&person.model), Some(&Notice::Blocked(BlockedReason::NoList)), "nothing is mine");
}

#[test]
fn a_file_name_that_is_taken_comes_back_as_the_next_one() {
    let mut person = in_queue();
    person.press("E ctrl-u taken.csv enter");
    assert_eq!(news(&person.model), Some(&Notice::Performed(TaskResult::FileExists("taken.csv".to_owned()))));
    assert_eq!(person.model.text_field().map(TextField::text), Some("taken-2.csv"));
    person.press("ctrl-u free.csv enter");
    assert!(person.model.shell.overlays.is_empty());
}

#[test]
fn on_a_past_day_the_counts_are_that_day_s() {
    let mut person = in_queue();
    let counts = |person: &Person| person.model.panes.feedback.counts().open;
    assert_eq!(counts(&person), 3);
    person.press("@-1 enter");
    assert_eq!(counts(&person), 2, "one of them came today");
    person.slow = true;
    person.press("esc");
    assert_eq!(counts(&person), 0, "another day's number is none");
    person.settle();
    assert_eq!(counts(&person), 3);
}
