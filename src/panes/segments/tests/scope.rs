//! What everything is narrowed to.

use super::*;

#[test]
fn a_scope_narrows_every_view_and_every_list() {
    let mut person = Person::new();
    person.press("5678 enter 3 S tier:gold enter");
    let asked = |person: &Person| {
        let base = |question: &AnyQuestion| match question {
            AnyQuestion::ShowBoard(asked) => Some(asked.base.clone()),
            AnyQuestion::ShowTransitions(asked) => Some(asked.base.clone()),
            AnyQuestion::ShowTrend(asked) => Some(asked.base.clone()),
            AnyQuestion::ShowCohorts(asked) => Some(asked.base.clone()),
            AnyQuestion::ListMemberValues(asked) => Some(asked.list.query.clone()),
            _ => None,
        };
        person.questions().rev().find_map(base).unwrap()
    };
    assert_eq!(asked(&person), "tier:gold");
    for _ in 0..4 {
        person.press("v");
        assert_eq!(asked(&person), "tier:gold", "{:?}", person.model.panes.segments.view);
    }
    person.press("v enter");
    assert_eq!(person.model.panes.segments.drill.as_ref().unwrap().key.query, "r:5 f:5 tier:gold");
    person.press("esc S backspace enter");
    assert_eq!((person.model.shell.scope.as_deref(), asked(&person).as_str()), (None, "*"));
}

#[test]
fn a_scope_is_completed_by_any_part_of_a_store() {
    let mut person = Person::new();
    person.press("5678 enter 3 S store:家汇 tab enter");
    assert_eq!(person.model.shell.scope.as_deref(), Some("store:徐家汇"));
}

#[test]
fn a_scope_that_is_no_filter_says_why_and_stays_open() {
    let mut person = Person::new();
    person.press("5678 enter 3 S tier:bronze enter");
    assert!(matches!(person.model.shell.overlays.last(), Some(Overlay::Scope { wrong: Some(_), .. })));
    assert_eq!(person.model.shell.scope, None);
}

#[test]
fn a_saved_filter_under_the_cursor_is_offered_as_scope() {
    let mut person = Person::new();
    person.press("5678 enter 3 tab tab tab tab S enter");
    assert_eq!(person.model.shell.scope.as_deref(), Some("tier:gold last>90d"));
}
