//! Forms: walking, choosing, planning as you type.

use super::*;
use crate::domain::fact::OverrideMode;
use crate::shell::form::{FieldId, FieldProblem, FormFocus, Value};
use rstest::rstest;

fn spot(person: &Person) -> FormFocus {
    person.model.draft().unwrap().form.spot
}

#[rstest]
#[case::on_points("", FormFocus::Field(0))]
#[case::to_the_reason("500 enter", FormFocus::Field(1))]
#[case::over_order_and_note("500 enter enter", FormFocus::Plan)]
#[case::six_is_other_and_asks_for_a_note("500 enter 6 enter", FormFocus::Field(3))]
#[case::a_note_that_is_long_enough("500 enter 6 enter 'ten letters or more' enter", FormFocus::Plan)]
#[case::tab_visits_every_field("500 tab tab", FormFocus::Field(2))]
#[case::tab_goes_round("tab tab tab tab tab", FormFocus::Field(0))]
#[case::and_back("shift-tab shift-tab", FormFocus::Field(3))]
#[case::arrows_too("down down up", FormFocus::Field(1))]
fn enter_walks_what_must_be_filled(#[case] keys: &str, #[case] at: FormFocus) {
    let mut person = Person::new();
    person.press("5678 enter +");
    person.press(keys);
    assert_eq!(spot(&person), at);
}

#[rstest]
#[case::empty("+ enter", FieldProblem::Empty)]
#[case::no_number("+5x enter", FieldProblem::NotPoints)]
#[case::zero("+0 enter", FieldProblem::NotPoints)]
#[case::below_zero_to_redeem("r-5 enter", FieldProblem::NotAbove)]
#[case::no_reward("r5 enter enter", FieldProblem::Empty)]
#[case::no_day("t enter soon enter", FieldProblem::NotADay)]
fn enter_stays_where_something_is_wrong(#[case] keys: &str, #[case] problem: FieldProblem) {
    let mut person = Person::new();
    person.press("5678 enter");
    person.press(keys);
    assert_eq!(person.model.draft().and_then(|d| d.problem), Some(problem));
    person.press("1");
    assert_eq!(person.model.draft().and_then(|d| d.problem), None, "typing takes the complaint away");
}

#[test]
fn each_edit_is_planned_and_the_old_plan_stays_dimmed() {
    let mut person = Person::new();
    person.press("5678 enter +5");
    assert!(person.model.draft().is_some_and(crate::shell::draft::FormDraft::is_current));
    person.slow = true;
    person.press("0");
    let draft = person.model.draft().unwrap();
    assert!(!draft.is_current() && draft.plan().is_some());
    person.settle();
    let after = person.model.draft().and_then(|d| d.plan()).map(|p| p.effect.members[0].after.points.balance.0);
    assert_eq!(after, Some(9_899 + 50));
    person.press("backspace backspace");
    assert!(matches!(person.model.draft().unwrap().planning, PlanStatus::Incomplete));
}

#[test]
fn a_refusal_says_what_would_be_possible() {
    let mut person = Person::new();
    person.press("5678 enter r99999 enter Kettle enter");
    assert!(matches!(person.model.draft().unwrap().planning, PlanStatus::Refused(_)));
    person.press("y");
    assert!(
        matches!(news(&person.model), Some(Notice::Failed(Failure::Refused(_)))),
        "why not, not that one should look"
    );
    assert!(person.written().is_empty());
}

#[test]
fn a_tier_is_set_with_day_mode_and_reason() {
    let mut person = Person::new();
    person.press("5678 enter t");
    assert_eq!(person.model.draft().unwrap().form.field(FieldId::Tier).unwrap().text(), "platinum", "one above");
    person.press("enter 2027-03-31 enter 2 enter 2 enter y");
    let (intent, _) = person.written().pop().unwrap();
    let Intent::Override(op::Override { tier, until, mode, reason, .. }) = intent else { panic!("{intent:?}") };
    assert_eq!((tier.as_str(), until, mode), ("platinum", day("2027-03-31"), OverrideMode::Exact));
    assert_eq!(reason, "missing_purchase");
}

#[rstest]
#[case::by_digit("3", "service_recovery")]
#[case::by_arrow("right right", "service_recovery")]
#[case::around_the_end("left", "other")]
#[case::no_such_number("9", "goodwill")]
fn a_reason_is_chosen(#[case] keys: &str, #[case] reason: &str) {
    let mut person = Person::new();
    person.press("5678 enter +500 enter");
    person.press(keys);
    assert_eq!(person.model.draft().and_then(|d| d.form.reason()), Some(reason));
}

#[test]
fn forms_keep_what_was_typed_until_they_are_asked_for_anew() {
    let mut person = Person::new();
    person.press("5678 enter +50");
    person.send(Msg::Key(Key::ctrl('t')));
    assert_eq!(person.model.panes.adjust.front, 1);
    person.press("ctrl-t ctrl-t");
    assert_eq!(person.model.draft().unwrap().form.points().map(|p| p.0), Some(50));
    person.press("esc 2");
    assert_eq!(person.model.draft().unwrap().form.points().map(|p| p.0), Some(50));
    person.press("esc +");
    assert_eq!(person.model.draft().unwrap().form.points().map(|p| p.0), Some(50), "nothing typed is lost");
}

#[test]
fn a_draft_comes_back_with_its_member_and_can_be_discarded_and_restored() {
    let mut person = Person::new();
    person.press("5678 enter f9 enter 'she was kind' esc");
    person.press("down f");
    let draft = person.model.draft().unwrap();
    assert!(draft.form.who.name == "赵薇" && draft.left_at.is_none(), "another member, another form");
    person.press("esc up f");
    let draft = person.model.draft().unwrap();
    assert_eq!(draft.form.field(FieldId::Text).unwrap().text(), "she was kind");
    assert!(draft.left_at.is_some());
    person.press("ctrl-k discard enter");
    assert!(person.model.draft().is_none());
    person.press("f");
    assert!(person.model.draft().unwrap().form.field(FieldId::Text).unwrap().is_blank());
    person.press("esc ctrl-k restore enter");
    assert_eq!(person.model.draft().unwrap().form.field(FieldId::Text).unwrap().text(), "she was kind");
}

#[test]
fn an_open_form_keeps_its_member_whatever_the_list_does() {
    let mut person = Person::new();
    person.press("5678 enter f9 enter kind");
    person.desk.files.get_mut(&crate::domain::num::MemberId(1)).unwrap().1.phone = "139".to_owned();
    person.send(Msg::FileChanged);
    assert_eq!(person.model.draft().unwrap().form.who.name, "张伟");
}

#[test]
fn a_reason_is_carried_over_within_one_kind_of_form_only() {
    let mut person = Person::new();
    person.press("5678 enter +500 enter 3 enter y");
    assert_eq!(person.written().len(), 1);
    person.press("+");
    let reason = |person: &Person| match &person.model.draft().unwrap().form.field(FieldId::Reason).unwrap().value {
        crate::shell::form::Value::Choice(choice) => (choice.at, choice.is_carried),
        _ => panic!("no choice"),
    };
    assert_eq!(reason(&person), (2, true));
    person.press("esc :freeze enter");
    assert_eq!(reason(&person), (0, false), "a reason for points is none for a freeze");
}

#[rstest]
#[case::by_its_first_letters("s", Some("service_recovery"))]
#[case::what_fits_nothing_says_so("zz", None)]
fn letters_choose_and_reach_nothing_else(#[case] keys: &str, #[case] reason: Option<&str>) {
    let mut person = Person::new();
    person.press("5678 enter +500 enter");
    person.press(keys);
    assert_eq!(person.model.shell.front, PaneId::Adjust);
    match reason {
        Some(reason) => assert_eq!(person.model.draft().and_then(|d| d.form.reason()), Some(reason)),
        None => assert_eq!(news(&person.model), Some(&Notice::NoOption('z'))),
    }
}

#[test]
fn another_member_in_hand_begins_other_forms() {
    let mut person = Person::new();
    person.press("5678 enter +50 esc down enter 2");
    let form = &person.model.draft().unwrap().form;
    assert_eq!((form.who.name.as_str(), form.points()), ("赵薇", None));
    person.press("esc shift-tab up 2");
    let form = &person.model.draft().unwrap().form;
    assert_eq!((form.who.name.as_str(), form.points().map(|p| p.0)), ("张伟", Some(50)), "and comes back to the same");
}

#[test]
fn a_pasted_line_break_confirms_nothing() {
    let mut person = Person::new();
    person.press("5678 enter +");
    person.send(Msg::Paste("500\ny\n".to_owned()));
    assert_eq!(person.model.draft().unwrap().form.fields[0].text(), "500 y");
    person.press("backspace backspace enter enter");
    person.send(Msg::Paste("y".to_owned()));
    assert!(person.written().is_empty(), "a paste on the plan is no key");
}

#[test]
fn without_a_member_there_is_nothing_to_fill() {
    let mut person = Person::new();
    person.press("zzz enter ctrl-k points enter");
    assert_eq!(news(&person.model), Some(&Notice::Blocked(BlockedReason::NoMember)));
    person.press("tab 2");
    assert_eq!(person.model.shell.front, PaneId::Adjust);
    assert!(person.model.draft().is_none());
}

#[rstest]
#[case::freeze(":freeze enter", &["lost_card", "suspected_fraud", "dispute", "member_request", "other"])]
#[case::close("':close mem' enter", &["member_request", "moved_away", "enrolled_twice", "suspected_fraud", "other"])]
#[case::merge(":merge enter 赵 enter", &["enrolled_twice", "new_phone", "new_card", "other"])]
#[case::points("+500 enter", &["goodwill", "missing_purchase", "service_recovery", "campaign", "correction", "other"])]
fn reasons_fit_the_act(#[case] keys: &str, #[case] reasons: &[&str]) {
    let mut person = Person::new();
    person.press("5678 enter");
    person.press(keys);
    let form = &person.model.draft().unwrap().form;
    let Some(Value::Choice(choice)) = form.field(FieldId::Reason).map(|field| &field.value) else { panic!("{form:?}") };
    assert_eq!(choice.options, reasons);
}
