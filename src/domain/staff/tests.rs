//! Operators as their events have them, and what is refused.

use super::*;
use crate::domain::day::Instant;
use crate::domain::desk_event::by_key;
use crate::domain::num::{FactId, OpSeq};
use rstest::rstest;

fn added(role: Role) -> OperatorChange {
    OperatorChange::Added { role, member: None }
}

/// What comes of changes, each on the operator of a name; the ids are those of this file's rows.
fn staff(changes: &[(&str, OperatorChange)]) -> Staff {
    let event = |(n, (name, change)): (i64, &(&str, OperatorChange))| DeskEvent {
        id: FactId(n),
        op: OpSeq(n),
        at: Instant(n),
        key: Staff::key_of(name).unwrap(),
        kind: DeskEventKind::Operator(change.clone()),
        text: None,
    };
    let events = (1..).zip(changes).map(event).collect();
    Staff::of(&by_key(events, Instant(i64::MAX), FileNumber::NONE))
}

#[test]
fn the_newest_change_counts() {
    let commit = || OperatorChange::Pin { commit: "ab".to_owned() };
    let staff = staff(&[
        ("li", added(Role::Owner)),
        ("wang", added(Role::Agent)),
        ("wang", commit()),
        ("wang", OperatorChange::Role { role: Role::Supervisor }),
        ("wang", OperatorChange::Linked { member: Some(MemberId(7)) }),
        ("wang", OperatorChange::Disabled),
        ("wang", OperatorChange::Locked { failures: 5, until: Instant(900) }),
        ("wang", added(Role::Owner)),
        ("chen", commit()),
    ]);
    let wang = StaffMember {
        name: "wang".to_owned(),
        role: Role::Supervisor,
        member: Some(MemberId(7)),
        is_disabled: true,
        pin: Some("ab".to_owned()),
    };
    assert_eq!(staff.get("wang"), Some(&wang));
    assert_eq!(staff.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["li", "wang"]);
    assert!(staff.is_on() && !Staff::default().is_on());
}

#[test]
fn a_pin_of_another_file_is_none_here() {
    let kind = DeskEventKind::Operator(OperatorChange::Pin { commit: "ab".to_owned() });
    let key = Staff::key_of("li").unwrap();
    let event =
        |id, kind| DeskEvent { id: FactId(id), op: OpSeq(1), at: Instant(id), key: key.clone(), kind, text: None };
    let other = FileNumber::new(3).unwrap().first_row();
    let events = vec![event(1, DeskEventKind::Operator(added(Role::Owner))), event(other + 1, kind)];
    let staff = Staff::of(&by_key(events, Instant(i64::MAX), FileNumber::NONE));
    assert_eq!(staff.get("li").unwrap().pin, None);
}

#[rstest]
#[case::blank_in_it("li wen")]
#[case::plus("li+wen")]
#[case::colon("li:wen")]
#[case::slash("li/wen")]
#[case::nothing("")]
#[case::too_long("abcdefghijklmnopqrstuvwxyzabcdefg")]
#[case::control("li\u{7}")]
fn what_is_no_name(#[case] name: &str) {
    let refused = Staff::default().changed(name, &added(Role::Owner));
    assert!(matches!(refused, Err(Refusal::BadField { .. })), "{refused:?}");
}

#[rstest]
#[case::letters("li")]
#[case::chinese("李雯")]
#[case::joined("wang-2.desk_1")]
fn what_is_a_name(#[case] name: &str) {
    assert!(Staff::default().changed(name, &added(Role::Owner)).unwrap().is_on());
}

#[rstest]
#[case::the_first_is_an_owner(&[], "li", added(Role::Manager), Refusal::LastOwner { name: "li".to_owned() })]
#[case::same_name(&[("li", added(Role::Owner))], "Li", added(Role::Agent), Refusal::OperatorExists { name: "li".to_owned() })]
#[case::the_last_owner_is_disabled(&[("li", added(Role::Owner)), ("wang", added(Role::Agent))], "li", OperatorChange::Disabled,
    Refusal::LastOwner { name: "li".to_owned() })]
#[case::the_last_owner_becomes_less(&[("li", added(Role::Owner))], "li", OperatorChange::Role { role: Role::Manager },
    Refusal::LastOwner { name: "li".to_owned() })]
#[case::the_other_owner_is_disabled(
    &[("li", added(Role::Owner)), ("wang", added(Role::Owner)), ("wang", OperatorChange::Disabled)], "li",
    OperatorChange::Disabled, Refusal::LastOwner { name: "li".to_owned() })]
#[case::nobody(&[("li", added(Role::Owner))], "wang", OperatorChange::Disabled,
    Refusal::UnknownOperator { name: "wang".to_owned(), known: vec!["li".to_owned()] })]
#[case::same_role(&[("li", added(Role::Owner))], "li", OperatorChange::Role { role: Role::Owner }, Refusal::NoChange)]
#[case::cyrillic(&[("li", added(Role::Owner)), ("wang", added(Role::Agent))], "w\u{430}ng", added(Role::Agent),
    Refusal::OperatorLookalike { name: "w\u{430}ng".to_owned(), other: "wang".to_owned() })]
#[case::capital_i(&[("li", added(Role::Owner))], "Ii", added(Role::Agent),
    Refusal::OperatorLookalike { name: "Ii".to_owned(), other: "li".to_owned() })]
#[case::digit_for_letter(&[("li", added(Role::Owner)), ("lol", added(Role::Agent))], "l\u{3bf}l", added(Role::Agent),
    Refusal::OperatorLookalike { name: "l\u{3bf}l".to_owned(), other: "lol".to_owned() })]
#[case::enabled_already(&[("li", added(Role::Owner))], "li", OperatorChange::Enabled, Refusal::NoChange)]
#[case::linked_to_nobody_already(&[("li", added(Role::Owner))], "li", OperatorChange::Linked { member: None }, Refusal::NoChange)]
fn what_is_refused(
    #[case] before: &[(&str, OperatorChange)],
    #[case] name: &str,
    #[case] change: OperatorChange,
    #[case] refusal: Refusal,
) {
    assert_eq!(staff(before).changed(name, &change), Err(refusal));
}

#[test]
fn an_owner_may_be_disabled_where_there_is_another() {
    let both = [("li", added(Role::Owner)), ("wang", added(Role::Owner))];
    let after = staff(&both).changed("li", &OperatorChange::Disabled).unwrap();
    assert!(after.get("li").unwrap().is_disabled);
}

#[rstest]
#[case(added(Role::Agent), r#"{"kind":"operator","change":"added","role":"agent"}"#)]
#[case(OperatorChange::Added { role: Role::Supervisor, member: Some(MemberId(7)) },
    r#"{"kind":"operator","change":"added","role":"supervisor","member":7}"#)]
#[case(OperatorChange::Role { role: Role::Owner }, r#"{"kind":"operator","change":"role","role":"owner"}"#)]
#[case(OperatorChange::Linked { member: None }, r#"{"kind":"operator","change":"linked","member":null}"#)]
#[case(OperatorChange::Disabled, r#"{"kind":"operator","change":"disabled"}"#)]
#[case(OperatorChange::Enabled, r#"{"kind":"operator","change":"enabled"}"#)]
#[case(OperatorChange::Pin { commit: "ab".to_owned() }, r#"{"kind":"operator","change":"pin","commit":"ab"}"#)]
#[case(OperatorChange::Locked { failures: 5, until: Instant(900) },
    r#"{"kind":"operator","change":"locked","failures":5,"until":900}"#)]
fn events_are_stored_in_the_form_of_every_version(#[case] change: OperatorChange, #[case] body: &str) {
    let (id, op, key) = (FactId(1), OpSeq(1), Staff::key_of("li").unwrap());
    let event = DeskEvent { id, op, at: Instant(1), key, kind: DeskEventKind::Operator(change.clone()), text: None };
    assert_eq!(event.body().unwrap(), body);
    assert_eq!(DeskEvent::read_body(body).unwrap(), (DeskEventKind::Operator(change.clone()), None));
    assert!(body.contains(change.word()));
}

#[test]
fn a_name_of_full_width_is_the_plain_one() {
    let staff = staff(&[("li", added(Role::Owner))]);
    assert_eq!(staff.get("ｌｉ").map(|one| one.name.as_str()), Some("li"));
    assert_eq!(name::tidied(" ｗａｎｇ－２ "), "wang-2");
}
