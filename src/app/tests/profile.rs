//! A member's own fields: enrolling, editing, and what is masked shown whole.

use super::*;
use crate::domain::day::Instant;
use crate::domain::member::{Profile, ProfileField};
use crate::domain::num::MemberId;
use crate::shell::form::{FieldId, FieldProblem};
use crate::shell::msg::TaskResult;
use crate::shell::overlay::Overlay;
use crate::shell::toast::BlockedReason;
use rstest::rstest;

fn edited(person: &Person) -> Profile {
    match person.written().pop() {
        Some((Intent::Edit(edit), _)) => *edit.profile,
        other => panic!("no edit: {other:?}"),
    }
}

#[test]
fn a_phone_is_edited_in_sixteen_keys_and_nothing_else_changes() {
    let mut person = Person::new();
    person.press("5678 enter");
    let before = person.desk.files[&MemberId(1)].1.clone();
    person.press("e tab 13900001111 ctrl-s");
    assert_eq!(edited(&person), Profile { phone: "13900001111".to_owned(), ..before });
}

#[test]
fn the_plan_of_an_edit_shows_old_and_new() {
    let mut person = Person::new();
    person.press("5678 enter e tab 13900001111");
    let plan = person.model.draft().and_then(|d| d.plan()).unwrap();
    let fields = &plan.effect.members[0].fields;
    assert_eq!(fields.len(), 1);
    assert_eq!((fields[0].1.as_str(), fields[0].2.as_str()), ("138****5678", "139****1111"));
}

#[test]
fn keys_typed_before_the_fields_are_known_wait_for_them() {
    let mut person = Person::new();
    person.press("5678 enter");
    person.slow = true;
    person.press("e tab １３９00001111 ctrl-s");
    person.settle();
    assert_eq!(edited(&person).phone, "13900001111");
}

#[test]
fn what_somebody_else_changes_meanwhile_is_not_taken_back() {
    let mut person = Person::new();
    person.press("5678 enter e tab 13900001111");
    person.desk.files.get_mut(&MemberId(1)).unwrap().1.email = "new@example.com".to_owned();
    person.send(Msg::FileChanged);
    person.press("ctrl-s");
    let profile = edited(&person);
    assert_eq!((profile.phone.as_str(), profile.email.as_str()), ("13900001111", "new@example.com"));
}

#[test]
fn a_draft_that_comes_back_keeps_what_was_typed_and_learns_the_rest() {
    let mut person = Person::new();
    person.press("5678 enter e tab 13900001111 esc");
    person.desk.files.get_mut(&MemberId(1)).unwrap().1.email = "new@example.com".to_owned();
    person.press("e ctrl-s");
    let profile = edited(&person);
    assert_eq!((profile.phone.as_str(), profile.email.as_str()), ("13900001111", "new@example.com"));
}

#[rstest]
#[case::number(":enrol enter enter", ProfileField::MemberNo, FieldProblem::Empty)]
#[case::birthday("e tab tab tab soon ctrl-s", ProfileField::Birthday, FieldProblem::NotABirthday)]
fn what_is_wrong_in_a_field_is_said_there(
    #[case] keys: &str,
    #[case] field: ProfileField,
    #[case] problem: FieldProblem,
) {
    let mut person = Person::new();
    person.press("5678 enter");
    person.press(keys);
    let draft = person.model.draft().unwrap();
    assert_eq!((draft.form.focused().map(|f| f.id), draft.problem), (Some(FieldId::Profile(field)), Some(problem)));
}

#[test]
fn a_new_member_is_enrolled_by_number_and_name() {
    let mut person = Person::new();
    person.press("5678 enter n M0099999 enter 'Chen Yi' enter 13500001234 ctrl-s");
    let (intent, _) = person.written().pop().unwrap();
    let Intent::Enrol(op::Enrol { profile }) = intent else { panic!("{intent:?}") };
    assert_eq!((profile.member_no.as_str(), profile.name.as_str()), ("M0099999", "Chen Yi"));
    assert_eq!(person.model.panes.members.search.query(), "M0099999", "who was enrolled is searched for");
}

#[test]
fn contacts_are_whole_for_half_a_minute_and_of_this_member_only() {
    let mut person = Person::new();
    person.press("5678 enter p");
    let phone = |person: &Person, id| person.model.shell.reveal.of(MemberId(id)).map(|profile| profile.phone.clone());
    assert_eq!(phone(&person, 1).as_deref(), Some("13812345678"));
    assert_eq!(phone(&person, 2), None);
    let until = person.model.deadline();
    assert_eq!(until.0 - person.model.shell.setup.now.0, 30_000);
    person.send(Msg::Clock(Instant(until.0 - 1)));
    assert!(phone(&person, 1).is_some());
    person.send(Msg::Clock(until));
    assert_eq!(phone(&person, 1), None);
    assert!(person.model.shell.reveal.slot.answer().is_none(), "and it is forgotten, not only hidden");
}

#[test]
fn the_data_of_a_member_is_taken_along_in_two_keys_and_its_file_is_named() {
    let mut person = Person::new();
    person.press("5678 enter X");
    let Some(Overlay::Export(form)) = person.model.shell.overlays.last() else { panic!("no dialog") };
    assert_eq!(form.file.text(), "member-M0012345-2026-11-22.json");
    person.press("enter");
    assert!(person.model.shell.overlays.is_empty());
    let written = TaskResult::MemberExported("member-M0012345-2026-11-22.json".to_owned());
    assert_eq!(news(&person.model), Some(&Notice::Performed(written)));
}

#[test]
fn a_file_that_exists_is_left_alone_and_the_next_name_offered() {
    let mut person = Person::new();
    person.press("5678 enter X ctrl-u enter");
    assert_eq!(person.model.shell.overlays.len(), 1, "without a name nothing is written");
    person.press("taken.json enter");
    let Some(Overlay::Export(form)) = person.model.shell.overlays.last() else { panic!("no dialog") };
    assert_eq!((form.file.text(), form.who.no.as_str()), ("taken-2.json", "M0012345"));
    person.press("esc esc");
    assert!(person.model.shell.overlays.is_empty(), "esc takes the notice away, then the dialog");
}

#[test]
fn on_a_past_day_and_without_a_member_no_data_is_taken() {
    let mut person = Person::new();
    person.press("zzz tab 2X");
    assert!(person.model.shell.overlays.is_empty() && person.model.shell.toast.is_some());
    person.press("/5678 enter @2026-03-30 enter X");
    assert!(matches!(news(&person.model), Some(Notice::Blocked(BlockedReason::Past(_)))));
}
