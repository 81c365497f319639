//! The ten-second call, and keys typed faster than answers come.

use super::*;
use crate::domain::operator::Role;
use crate::world::keys::keys;
use proptest::prelude::*;
use rstest::rstest;

/// Four digits, open, `+`, the number, over points and reason, `y`: as the product counts them.
const CALL: &str = "5678 enter +500 enter enter y";

#[rstest]
#[case::at_leisure(false)]
#[case::faster_than_any_answer(true)]
fn the_call_takes_twelve_keys_and_one_back(#[case] slow: bool) {
    let mut person = Person::new();
    person.slow = slow;
    person.press(CALL);
    person.settle();
    assert_eq!(keys(CALL).len(), 12);
    assert_eq!(deltas(&person), [500]);
    assert_eq!(place(&person.model), (PaneId::Members, Focus::Record, 0));
    assert!(matches!(news(&person.model), Some(Notice::Done(done, _)) if done.effect.reversible));
    assert_eq!(hand(&person.model), Some("M0012345"));
    person.press("esc");
    assert_eq!(place(&person.model), (PaneId::Members, Focus::Search, 0));
    assert!(person.model.panes.members.search.field.is_selected());
    person.press("9");
    assert_eq!(person.model.panes.members.search.query(), "9", "typing replaces what was searched");
}

#[test]
fn one_hit_opens_and_the_rest_of_the_call_is_the_same() {
    let mut person = Person::new();
    person.press("0012345 enter");
    assert_eq!(place(&person.model), (PaneId::Members, Focus::Record, 0));
    assert_eq!(hand(&person.model), Some("M0012345"));
    person.press("+500 enter enter y");
    assert_eq!(deltas(&person), [500]);
}

#[test]
fn the_reason_chosen_last_is_preset() {
    let mut person = Person::new();
    person.press("5678 enter +500 enter 3 enter y+20 enter enter y");
    let reasons: Vec<String> = person
        .written()
        .into_iter()
        .map(|(intent, _)| match intent {
            Intent::Adjust(op::Adjust { reason, .. }) => reason,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(reasons, ["service_recovery", "service_recovery"]);
}

#[test]
fn keys_behind_an_unexpected_answer_are_forgotten() {
    let mut person = Person::new();
    person.slow = true;
    person.press("nobody enter +500 enter enter y");
    person.settle();
    assert_eq!(person.model.panes.members.search.query(), "nobody");
    assert!(person.written().is_empty());
    assert_eq!(news(&person.model), Some(&Notice::Forgotten));
}

#[test]
fn a_second_esc_gives_up_waiting_for_a_plan() {
    let mut person = Person::new();
    person.press("5678 enter +500 enter enter");
    person.slow = true;
    person.press("ctrl-r");
    person.press("y esc");
    assert!(person.model.is_waiting(), "the first esc may be meant for after the write");
    person.press("esc");
    assert!(!person.model.is_waiting());
    person.settle();
    assert!(person.written().is_empty());
    assert_eq!(person.model.shell.front, PaneId::Adjust);
}

#[test]
fn esc_gives_up_waiting_for_a_search_at_once() {
    let mut person = Person::new();
    person.slow = true;
    person.press("5678 enter esc");
    assert!(!person.model.is_waiting() && person.model.panes.members.search.field.is_selected());
    person.settle();
    assert_eq!(person.model.panes.members.focus, crate::panes::members::state::Focus::Search, "⏎ opened nothing");
    assert_eq!(person.model.shell.recent.iter().count(), 0);
}

/// What one sees at the end, whatever the tickets were.
fn seen(person: &Person) -> impl PartialEq + std::fmt::Debug {
    let model = &person.model;
    let search = &model.panes.members.search;
    let file = model.shell.record.as_ref().map(|f| (f.who.clone(), f.list));
    let row = search.list.cursor(search.rows().len());
    (
        place(model),
        model.shell.current_member.clone(),
        search.query().to_owned(),
        row,
        file,
        person.written().len(),
        model.shell.as_of,
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// The same keys do the same, however late the answers come.
    #[test]
    fn speed_changes_nothing(
        tokens in prop::collection::vec(
            prop::sample::select(vec!["5", "enter", "enter", "+", "+7 enter enter y", "y", "u", "down", "up", "j", "/", "tab", "1", "2", "c", "l", "backspace"]),
            1..30,
        ),
        answers in prop::collection::vec(0..4_usize, 30),
    ) {
        let mut desk = FakeDesk::new();
        desk.finds_all = true;
        desk.operator.role = Role::Owner;
        let (mut prompt, mut late) = (Person::at(desk.clone()), Person::at(desk));
        late.slow = true;
        let mut surprised = false;
        for (n, token) in tokens.iter().enumerate() {
            prompt.press(token);
            late.press(token);
            for _ in 0..answers[n % answers.len()] {
                late.answer_next();
            }
            let surprise = |p: &Person| matches!(news(&p.model), Some(Notice::LookFirst | Notice::Forgotten));
            surprised |= surprise(&prompt) || surprise(&late);
        }
        late.settle();
        // After a surprise what was typed ahead is dropped on purpose.
        prop_assume!(!surprised);
        prop_assert_eq!(seen(&prompt), seen(&late));
    }
}
