//! The console with keys of one's own.

use super::*;
use crate::shell::form::FormKind;
use rstest::rstest;

fn act(person: &Person) -> Option<FormKind> {
    person.model.draft().map(|draft| draft.form.act)
}

#[rstest]
#[case::a_command_without_a_key("freeze = \"F\"", "F", Some(FormKind::Freeze))]
#[case::another_key("points = \"F2\"", "F2", Some(FormKind::Points))]
#[case::not_the_key_of_before("points = \"F2\"", "+", None)]
#[case::two_keys("redeem = [\"r\", \"ctrl-e\"]", "ctrl-e", Some(FormKind::Redeem))]
#[case::two_that_change_places("redeem = \"t\"\ntier = \"r\"", "r", Some(FormKind::Tier))]
#[case::a_full_width_form_of_it("redeem = \"_\"", "＿", Some(FormKind::Redeem))]
fn a_command_has_the_keys_that_it_was_given(#[case] file: &str, #[case] key: &str, #[case] opened: Option<FormKind>) {
    let mut person = Person::with_keys(FakeDesk::new(), file);
    person.press("5678 enter");
    person.press(key);
    assert_eq!(act(&person), opened);
}

#[test]
fn a_letter_of_ones_own_is_text_where_text_is_typed() {
    let mut person = Person::with_keys(FakeDesk::new(), "refresh = \"R\"\nfreeze = \"F\"");
    person.press("RF");
    assert_eq!(person.model.text_field().unwrap().text(), "RF");
    person.press("ctrl-r");
    assert!(person.model.shell.toast.is_none(), "the key that works everywhere still does");
}

#[test]
fn keys_that_can_not_be_used_are_told_and_the_default_ones_work() {
    let mut person = Person::with_keys(FakeDesk::new(), "points = \"F2\"\nfreeze = \"r\"");
    let Some(Notice::DefaultKeys(problem)) = news(&person.model) else { panic!("{:?}", news(&person.model)) };
    assert_eq!(problem.line, Some(2));
    person.press("5678 enter +");
    assert_eq!(act(&person), Some(FormKind::Points));
}

#[test]
fn the_list_of_commands_stays_a_list_where_its_key_is_a_letter() {
    let mut person = Person::with_keys(FakeDesk::new(), "palette = \",\"");
    person.press("ctrl-k");
    assert_eq!(person.model.shell.overlays.len(), 1, "in the search box");
    person.press("esc 5678 enter ,");
    assert_eq!(person.model.shell.overlays.len(), 1);
}
