//! Contacts: the form, its digits, the tab of the record, and taking one back.

use super::*;
use crate::domain::contact::{CareReason, ContactContent, ContactOutcome};
use crate::domain::num::MemberId;
use crate::shell::form::FieldId;
use rstest::rstest;

/// The contacts of the first member, newest first.
fn contacts(person: &Person) -> Vec<ContactContent> {
    person.desk.open(MemberId(1), None).contacts.into_iter().map(|row| row.contact.content).collect()
}

/// Somebody at a desk whose first member consents to calls, so that there is nothing to look at first.
fn person() -> Person {
    let mut person = Person::new();
    person.desk.files.get_mut(&MemberId(1)).unwrap().1.consents = vec!["phone".to_owned()];
    person
}

/// The field under the cursor; `None`: the plan.
fn focused(person: &Person) -> Option<FieldId> {
    person.model.draft().and_then(|d| d.form.focused()).map(|f| f.id)
}

#[rstest]
#[case::reached("1", ContactOutcome::Reached)]
#[case::no_answer("2", ContactOutcome::NoAnswer)]
fn c_and_one_digit_log_what_came_of_it(#[case] digit: &str, #[case] outcome: ContactOutcome) {
    let mut person = person();
    person.press("5678 enter enter c");
    assert_eq!(focused(&person), Some(FieldId::Outcome));
    person.press(digit);
    person.press("enter y");
    assert_eq!(contacts(&person)[0].outcome, outcome);
}

#[test]
fn a_call_back_asks_for_its_day() {
    let mut person = person();
    person.press("5678 enter enter c4 enter");
    assert_eq!(focused(&person), Some(FieldId::CallBack));
    person.press("+2 enter y");
    let on = person.model.shell.today.plus_days(2);
    assert_eq!(contacts(&person)[0].outcome, ContactOutcome::CallBack(on));
    person.press("c4");
    assert!(person.model.draft().unwrap().form.field(FieldId::CallBack).is_some());
    person.press("1");
    assert!(person.model.draft().unwrap().form.field(FieldId::CallBack).is_none(), "nobody is called back");
}

#[test]
fn a_reason_is_chosen_by_its_first_letters() {
    let mut person = person();
    person.press("5678 enter enter c tab tab b");
    person.press("ctrl-s");
    assert_eq!(contacts(&person)[0].reason, Some(CareReason::Birthday));
}

#[test]
fn u_on_a_contact_of_the_record_takes_it_back() {
    let mut person = person();
    person.press("5678 enter enter c1 enter y");
    // Points, purchases, feedback, contacts.
    person.press("right right right u");
    assert!(person.model.draft().unwrap().reversed.is_some());
    person.press("y");
    assert_eq!(contacts(&person), []);
}
