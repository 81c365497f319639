//! Changes that need a second person, at the screen: asked for, approved, rejected, approved here.

use super::{at, drawn, snapshot};
use crate::app::sample::{FakeDesk, PIN, Person};
use crate::domain::approval_request::RequestState;
use crate::domain::op::Intent;
use crate::domain::operator::{Operator, Role};
use crate::domain::staff::session::SessionRules;
use crate::shell::effect::Effect;
use crate::shell::lock::ConsoleSession;
use rstest::rstest;

const RULES: SessionRules = SessionRules { lock_minutes: 10, hours: 10, pin_min: 6 };

/// An agent at a desk with operators.
fn agent() -> Person {
    let mut desk = FakeDesk::new();
    desk.has_operators = true;
    let mut person = at(desk);
    person.model.shell.session = Some(ConsoleSession::new(RULES, person.model.shell.setup.now));
    person
}

/// Another sits down at the same console.
fn another(person: &mut Person) {
    let other = Operator { name: "王主管".to_owned(), role: Role::Supervisor };
    person.desk.operator = other.clone();
    person.model.shell.setup.operator = other;
}

fn states(person: &Person) -> Vec<RequestState> {
    person.model.panes.audit.request_rows().iter().map(|row| row.state).collect()
}

/// Keys that ask for 501 points and go to the requests.
const ASKED: &str = "5678 enter +501 enter enter y 5 v v v";

#[rstest]
#[case::asked_for("asked_for", "5678 enter +501 enter enter")]
#[case::none("none", "esc 5 v v v")]
#[case::listed("listed", ASKED)]
#[case::own("own", "5678 enter +501 enter enter y 5 v v v a")]
#[case::here("here", "5678 enter +501 enter enter a wang enter 27")]
#[case::here_wrong("here_wrong", "5678 enter +501 enter enter a wang enter 11 enter")]
#[case::withdrawing("withdrawing", "5678 enter +501 enter enter y 5 v v v x")]
fn states_of_a_request(#[case] name: &str, #[case] keys: &str) {
    let mut person = agent();
    person.press(keys);
    snapshot(&format!("approvals__{name}"), &person);
}

#[test]
fn another_sees_it_in_the_header_and_approves_it() {
    let mut person = agent();
    person.press(ASKED);
    assert!(drawn(&person.model, (120, 36)).text().contains("?1"), "the badge of the pane");
    another(&mut person);
    person.press("a");
    snapshot("approvals__another", &person);
    person.press("y");
    assert_eq!(states(&person), [RequestState::Approved]);
    let written = person.written();
    assert!(matches!(&written.last().unwrap().0, Intent::Adjust(adjust) if adjust.delta.0 == 501));
    assert!(!drawn(&person.model, (120, 36)).text().contains("?1"));
}

#[test]
fn what_would_do_something_else_by_now_is_confirmed_twice() {
    let mut person = agent();
    person.press("5678 enter +501 enter enter y +5 enter 1 enter y 5 v v v");
    another(&mut person);
    person.press("a");
    snapshot("approvals__changed", &person);
    person.press("y");
    assert_eq!(states(&person), [RequestState::Open]);
    person.press("y");
    assert_eq!(states(&person), [RequestState::Approved]);
}

#[test]
fn it_is_rejected_with_a_reason_and_withdrawn_without_one() {
    let mut person = agent();
    person.press("5678 enter +501 enter enter y +600 enter enter y 5 v v v x enter");
    assert_eq!(states(&person), [RequestState::Withdrawn, RequestState::Open]);
    another(&mut person);
    person.press("down x enter");
    assert_eq!(states(&person)[1], RequestState::Open, "a rejection says why");
    person.press("late enter");
    assert_eq!(states(&person), [RequestState::Withdrawn, RequestState::Rejected]);
}

#[test]
fn the_approver_gives_name_and_pin_on_the_plan() {
    let mut person = agent();
    person.press("5678 enter +501 enter enter a wang enter");
    for digit in PIN.chars() {
        person.press(&digit.to_string());
    }
    person.press("enter");
    assert!(person.model.shell.approver.is_none() && person.model.shell.write.is_none());
    assert!(person.model.draft().is_none_or(|draft| !draft.is_touched), "the form is empty again");
    let approvals = person.asked.iter().filter(|effect| matches!(effect, Effect::Approve { .. }));
    assert_eq!((approvals.count(), states(&person)), (1, vec![RequestState::Approved]));
}

#[test]
fn a_wrong_pin_leaves_the_card_and_esc_the_form() {
    let mut person = agent();
    person.press("5678 enter +501 enter enter a wang enter 1 1 enter");
    assert!(person.model.shell.approver.as_ref().is_some_and(|card| card.failure.is_some()));
    person.press("esc");
    assert!(person.model.shell.approver.is_none());
    assert!(person.model.draft().is_some_and(|draft| draft.approvable().is_some()));
    assert!(!format!("{:?}", person.model.shell.approver).contains("11"));
}

#[test]
fn without_operators_nobody_is_asked() {
    let mut person = at(FakeDesk::new());
    person.press("5678 enter +501 enter enter y a");
    assert!(person.model.shell.approver.is_none() && person.written().is_empty());
}
