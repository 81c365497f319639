//! What members say: the form, its keys, and taking it back.

use super::*;
use crate::domain::feedback::{FeedbackContent, FeedbackFilter, Measure};
use crate::shell::form::{FieldId, FormFocus};
use rstest::rstest;

/// What was logged, newest first.
fn said(person: &Person) -> Vec<FeedbackContent> {
    person.desk.feedback(&FeedbackFilter::default(), 9).0.into_iter().map(|row| row.content).collect()
}

fn field(person: &Person, id: FieldId) -> String {
    person.model.draft().unwrap().form.field(id).unwrap().text().to_owned()
}

/// The field under the cursor; `None`: the plan.
fn focused(person: &Person) -> Option<FieldId> {
    person.model.draft().and_then(|d| d.form.focused()).map(|f| f.id)
}

#[test]
fn f_begins_at_the_score_and_enter_goes_to_the_words() {
    let mut person = Person::new();
    person.press("5678 enter f");
    assert_eq!(focused(&person), Some(FieldId::Score));
    person.press("9 enter");
    assert_eq!(focused(&person), Some(FieldId::Text));
    person.press("茶太苦 enter 换一种 ctrl-s");
    let said = said(&person);
    assert_eq!((said[0].score, said[0].text.as_deref()), (Some(9), Some("茶太苦\n换一种")));
    assert_eq!(place(&person.model), (PaneId::Members, Focus::List, 0), "back where f was pressed");
}

#[rstest]
#[case::list("5678 enter", Focus::List)]
#[case::file("5678 enter enter", Focus::Record)]
#[case::after_a_commit("5678 enter +500 enter enter y", Focus::Record)]
fn f_comes_back_to_where_it_was_pressed(#[case] before: &str, #[case] focus: Focus) {
    let mut person = Person::new();
    person.press(before);
    person.press("f10 tab tab tab tab tab y");
    assert_eq!(said(&person)[0].score, Some(10));
    assert_eq!(place(&person.model), (PaneId::Members, focus, 0));
}

#[test]
fn f_in_a_text_field_is_a_letter() {
    let mut person = Person::new();
    person.press("f");
    assert_eq!(person.model.panes.members.search.field.text(), "f");
    person.press("backspace 5678 enter +f");
    assert_eq!((field(&person, FieldId::Points).as_str(), person.model.shell.overlays.len()), ("f", 0));
}

#[rstest]
#[case::zero("0", "0")]
#[case::nine("9", "9")]
#[case::x_is_ten("x", "10")]
#[case::typed_ten("10", "10")]
#[case::turned("right right", "1")]
#[case::another_replaces("93", "3")]
fn a_score_has_a_key(#[case] keys: &str, #[case] score: &str) {
    let mut person = Person::new();
    person.press("5678 enter f");
    person.press(keys);
    assert_eq!(field(&person, FieldId::Score), score);
}

#[test]
fn a_kind_has_its_own_scale_and_a_comment_none() {
    let mut person = Person::new();
    person.press("5678 enter f4 shift-tab 2");
    assert_eq!((field(&person, FieldId::Kind), field(&person, FieldId::Score)), ("csat".to_owned(), "4".to_owned()));
    person.press("tab 9");
    assert!(person.model.draft().unwrap().problem.is_some(), "no 9 between 1 and 5");
    assert_eq!(field(&person, FieldId::Score), "4");
    person.press("shift-tab 4");
    assert!(person.model.draft().unwrap().form.field(FieldId::Score).is_none());
    person.press("ctrl-s");
    assert_eq!(focused(&person), Some(FieldId::Text), "a comment needs words");
    person.press("茶太苦 ctrl-s");
    assert_eq!((said(&person)[0].measure, said(&person)[0].score), (Measure::Comment, None));
}

#[test]
fn kind_and_channel_are_kept_for_the_next_one() {
    let mut person = Person::new();
    person.press("5678 enter f shift-tab 2 tab 5 tab 1 tab phone ctrl-s");
    assert_eq!(said(&person)[0].topic.as_deref(), Some("product"));
    person.press("f");
    assert_eq!(focused(&person), Some(FieldId::Score));
    person.press("4 ctrl-s");
    let said = said(&person);
    assert_eq!(
        (said[0].measure, said[0].channel.as_deref(), said[0].topic.as_deref()),
        (Measure::Csat, Some("phone"), None)
    );
}

#[test]
fn a_score_must_be_given() {
    let mut person = Person::new();
    person.press("5678 enter f enter");
    assert_eq!(focused(&person), Some(FieldId::Score));
    person.press("tab tab tab words ctrl-s");
    assert_eq!((focused(&person), person.written().len()), (Some(FieldId::Score), 0));
}

#[test]
fn the_words_take_every_key_and_undo_takes_them_back() {
    let mut person = Person::new();
    person.press("5678 enter f9 enter");
    person.press("'too f+:? '");
    person.send(Msg::Paste("苦\r\nq".to_owned()));
    person.press("ctrl-u");
    assert_eq!(field(&person, FieldId::Text), "too f+:? ");
    person.press("ctrl-y");
    person.press("ctrl-s");
    assert_eq!(said(&person)[0].text.as_deref(), Some("too f+:? 苦\nq"));
}

#[test]
fn the_plan_tells_the_due_time_before() {
    let mut person = Person::new();
    person.press("5678 enter f3");
    let plan = person.model.draft().and_then(|d| d.plan()).unwrap();
    assert!(crate::shell::form::opens_case(plan).is_some());
    person.press("9");
    let plan = person.model.draft().and_then(|d| d.plan()).unwrap();
    assert!(crate::shell::form::opens_case(plan).is_none());
    person.press("tab tab tab tab 2");
    let plan = person.model.draft().and_then(|d| d.plan()).unwrap();
    assert!(crate::shell::form::opens_case(plan).is_some(), "who wants to hear back has a case");
    person.press("enter y");
    assert!(matches!(news(&person.model), Some(Notice::Done(_, Some(_)))));
}

#[test]
fn u_retracts_it() {
    let mut person = Person::new();
    person.press("5678 enter f3 ctrl-s u");
    assert!(person.model.draft().is_some_and(|d| d.reversed.is_some()));
    person.press("y");
    let rows = person.desk.feedback(&FeedbackFilter::default(), 9).0;
    assert!(rows[0].retracted && rows[0].case.is_none());
}

#[test]
fn it_may_be_nobody_s_and_u_finds_it_all_the_same() {
    let mut person = Person::new();
    person.press("zzz enter tab f");
    person.press("5 ctrl-s");
    assert_eq!(person.desk.feedback(&FeedbackFilter::default(), 9).0[0].member, None);
    assert!(person.model.shell.current_member.is_none());
    person.press("uy");
    assert!(person.desk.feedback(&FeedbackFilter::default(), 9).0[0].retracted);
    person.press("u");
    assert_eq!(news(&person.model), Some(&Notice::Blocked(BlockedReason::NoMember)), "only what was logged just now");
}

#[test]
fn a_member_on_the_screen_need_not_be_who_said_it() {
    let mut person = Person::new();
    person.press("5678 enter f7 shift-tab shift-tab 2 ctrl-s");
    assert_eq!(person.desk.feedback(&FeedbackFilter::default(), 9).0[0].member, None);
}

#[test]
fn nothing_is_logged_into_the_past() {
    let mut person = Person::new();
    person.press("5678 enter @2026-03-30 enter f");
    assert!(matches!(news(&person.model), Some(Notice::Blocked(BlockedReason::Past(_)))));
}

#[test]
fn enter_walks_over_what_need_not_be_filled() {
    let mut person = Person::new();
    person.press("5678 enter f8 enter words tab");
    assert_eq!(focused(&person), Some(FieldId::FollowUp));
    person.press("enter");
    assert_eq!(person.model.draft().unwrap().form.spot, FormFocus::Plan);
}
