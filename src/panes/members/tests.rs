//! Search as you type: tickets, outdated rows, `⏎`.

use crate::app::sample::FakeDesk;
use crate::app::sample::Person;
use crate::app::sample::hand;
use crate::app::sample::place;
use crate::domain::question::{AnyAnswer, AnyQuestion};
use crate::panes::members::state::Focus;
use crate::shell::columns::{ColumnChooser, MemberColumn, MemberList};
use crate::shell::effect::Effect;
use crate::shell::effect::Ticket;
use crate::shell::failure::Failure;
use crate::shell::msg::Msg;
use crate::shell::msg::Reply;
use crate::shell::pane_id::PaneId;
use rstest::rstest;

/// The newest search asked for.
fn asked(person: &Person) -> (Ticket, String, usize) {
    let find = |e: &Effect| match e {
        Effect::Ask(ticket, AnyQuestion::FindMembers(asked)) => Some((*ticket, asked.query.clone(), asked.limit)),
        _ => None,
    };
    person.asked.iter().rev().find_map(find).unwrap()
}

#[test]
fn the_console_opens_in_the_search_box_with_the_newest_members() {
    let person = Person::new();
    assert_eq!(place(&person.model), (PaneId::Members, Focus::Search, 0));
    assert_eq!(asked(&person).1, "");
    assert_eq!(person.model.panes.members.search.rows().len(), 3);
    assert_eq!(hand(&person.model), Some("M0012345"), "the first of them is under the cursor");
}

#[test]
fn a_stale_answer_is_dropped() {
    let mut person = Person::new();
    person.slow = true;
    person.press("张");
    let (old, ..) = asked(&person);
    person.press("伟");
    let found = person.desk.find("张", 50);
    person.send(Msg::Reply(Reply::Answered(old, Ok(AnyAnswer::FindMembers(found)))));
    assert!(!person.model.panes.members.search.is_current());
    person.settle();
    assert_eq!(person.model.panes.members.search.found.answered().map(|a| a.query.as_str()), Some("张伟"));
}

#[test]
fn nothing_acts_on_outdated_rows() {
    let mut person = Person::new();
    person.press("5678");
    person.slow = true;
    person.press("x down enter");
    assert!(!person.model.panes.members.search.is_current());
    assert_eq!(person.model.panes.members.search.rows().len(), 3, "the old rows stay on the screen");
    assert_eq!((person.model.subject(), hand(&person.model)), (None, Some("M0012345")), "shown, and not acted upon");
    person.settle();
    assert_eq!(person.model.shell.current_member, None, "the answer has no rows, so ⏎ opened nothing");
}

#[test]
fn what_was_typed_back_needs_no_new_answer() {
    let mut person = Person::new();
    person.press("5678");
    person.slow = true;
    let before = person.asked.len();
    person.press("x backspace");
    assert_eq!(person.asked.len(), before + 1);
    assert!(person.model.panes.members.search.is_current());
    person.settle();
    assert!(person.model.panes.members.search.is_current(), "the late answer to “5678x” is dropped");
}

#[rstest]
#[case::several("5678 enter", Focus::List, Some("M0012345"))]
#[case::one("0012345 enter", Focus::Record, Some("M0012345"))]
#[case::nobody("zzz enter", Focus::Search, None)]
fn enter_opens_one_and_moves_to_several(#[case] keys: &str, #[case] focus: Focus, #[case] no: Option<&str>) {
    let mut person = Person::new();
    person.press(keys);
    assert_eq!((person.model.panes.members.focus, hand(&person.model)), (focus, no));
}

#[test]
fn enter_waits_for_the_answer_to_what_stands_there() {
    let mut person = Person::new();
    person.slow = true;
    person.press("0012346 enter");
    assert!(person.model.is_waiting());
    assert_eq!(hand(&person.model), Some("M0012345"));
    person.settle();
    assert_eq!(hand(&person.model), Some("M0012346"));
}

#[test]
fn a_failed_search_says_so_and_can_be_asked_again() {
    let mut person = Person::new();
    person.slow = true;
    person.press("5678 enter");
    let (ticket, ..) = asked(&person);
    person.send(Msg::Reply(Reply::Answered(ticket, Err(Failure::Trouble("disk".to_owned().into())))));
    assert!(person.model.panes.members.search.found.failed.is_some() && !person.model.is_waiting());
    person.slow = false;
    person.press("ctrl-r");
    assert!(person.model.panes.members.search.is_current());
}

#[test]
fn more_rows_are_asked_for_towards_the_end() {
    let mut desk = FakeDesk::new();
    for id in 4..=120 {
        desk.member(id, &format!("N{id}"), "Many", "", "");
    }
    let mut person = Person::at(desk);
    person.press("Many enter G");
    assert_eq!(person.model.panes.members.search.rows().len(), 117);
    assert_eq!(asked(&person).2, 200);
    let search = &person.model.panes.members.search;
    assert_eq!(search.list.cursor(117), 49, "the cursor stays on its member");
}

#[test]
fn refreshing_keeps_the_cursor_on_its_member() {
    let mut person = Person::new();
    person.press("5678 enter down");
    assert_eq!(person.model.subject().map(|w| w.name.as_str()), Some("赵薇"));
    person.desk.member(0, "M0000001", "Aaron", "13700005678", "");
    person.send(Msg::FileChanged);
    assert_eq!(person.model.panes.members.search.rows().len(), 4);
    assert_eq!(person.model.subject().map(|w| w.name.as_str()), Some("赵薇"));
}

#[rstest]
#[case::in_the_box("", "5678")]
#[case::in_the_list("enter", "5678")]
#[case::over_a_selection("0012 enter /", "5678")]
fn a_paste_is_searched_and_never_obeyed(#[case] keys: &str, #[case] query: &str) {
    let mut person = Person::new();
    person.press(keys);
    person.send(Msg::Paste("5678\n".to_owned()));
    assert_eq!(person.model.panes.members.search.query(), query);
    assert_eq!(place(&person.model), (PaneId::Members, Focus::Search, 0));
}

#[test]
fn the_list_is_of_the_day_shown() {
    let mut person = Person::new();
    person.press("5678 enter");
    let today: Vec<_> = person.model.panes.members.search.rows().iter().map(|row| row.balance).collect();
    person.press("@2026-03-30 enter");
    let past: Vec<_> = person.model.panes.members.search.rows().iter().map(|row| row.balance).collect();
    assert_ne!(today, past);
    assert_eq!(person.model.shell.members, Some(9_999_990), "the count is of that day as well");
    person.slow = true;
    person.press("esc");
    assert!(!person.model.panes.members.search.is_current(), "nothing acts on rows of another day");
    person.settle();
    let again: Vec<_> = person.model.panes.members.search.rows().iter().map(|row| row.balance).collect();
    assert_eq!((again, person.model.shell.members), (today, Some(10_000_000)));
}

#[test]
fn a_recent_member_is_in_hand_again_whatever_was_searched_since() {
    let mut person = Person::new();
    person.press("0012345 enter esc 0023457 enter");
    assert_eq!(hand(&person.model), Some("M0023457"));
    person.press("4 ctrl-o down enter");
    assert_eq!((person.model.shell.front, hand(&person.model)), (PaneId::Members, Some("M0012345")));
    let seen: Vec<_> = person.model.shell.recent.iter().map(|who| who.no.as_str()).collect();
    assert_eq!(seen[..2], ["M0012345", "M0023457"]);
}

#[test]
fn without_a_member_looked_at_there_are_no_recent_ones() {
    let mut person = Person::new();
    person.press("ctrl-o");
    assert!(person.model.shell.overlays.is_empty());
    assert!(person.model.shell.toast.is_some(), "and it says so");
}

#[test]
fn the_rows_of_what_was_just_done_are_marked_for_a_moment() {
    let mut person = Person::new();
    person.press("5678 enter +500 enter enter y");
    let (shell, search) = (&person.model.shell, &person.model.panes.members.search);
    let record = shell.record.as_ref().and_then(|record| record.current()).unwrap();
    assert!(shell.fresh.is_marked(&record.journal[0].seq, shell.setup.now));
    assert!(search.fresh.is_marked(&record.id, shell.setup.now), "the balance in the list is another one");
    let end = person.model.deadline();
    person.send(Msg::Clock(end));
    let shell = &person.model.shell;
    assert_eq!(shell.fresh.until(shell.setup.now), None);
}

#[test]
fn the_columns_of_a_list_are_chosen_and_ordered() {
    let mut person = Person::new();
    person.press("5678 enter | l space esc");
    let columns = person.model.shell.columns.of(MemberList::Search);
    assert_eq!(columns[0], MemberColumn::MemberNo, "the name moved right, and was hidden there");
    assert!(!columns.contains(&MemberColumn::Name));
    assert!(person.model.shell.overlays.is_empty());
    person.press("4|");
    assert!(person.model.shell.overlays.is_empty(), "cases are no members");
}

#[rstest]
#[case::enrol("n", 1)]
#[case::help("?", 1)]
#[case::commands(":", 1)]
#[case::back("esc", 0)]
#[case::the_box_and_back("/ esc n", 1)]
fn keys_act_at_once_where_there_are_no_members(#[case] keys: &str, #[case] overlays: usize) {
    let mut desk = FakeDesk::new();
    desk.files.clear();
    let mut person = Person::at(desk);
    assert_eq!(place(&person.model), (PaneId::Members, Focus::List, 0));
    person.press(keys);
    assert_eq!(place(&person.model), (PaneId::Members, Focus::List, overlays));
}

#[rstest]
#[case::in_an_empty_box("/", "")]
#[case::typing_begins_anew("5678/9", "9")]
#[case::full_width("5678／9", "9")]
#[case::in_a_value("store:A/B", "store:A/B")]
#[case::in_a_quoted_value("'store:\"A B/C\"'", "store:\"A B/C\"")]
fn a_slash_in_the_box_marks_what_stands_there(#[case] keys: &str, #[case] query: &str) {
    let mut person = Person::new();
    person.press(keys);
    assert_eq!(person.model.panes.members.search.query(), query);
}

#[test]
fn the_box_has_the_keys_once_there_are_members() {
    let mut desk = FakeDesk::new();
    let files = std::mem::take(&mut desk.files);
    let mut person = Person::at(desk);
    person.desk.files = files;
    person.send(Msg::FileChanged);
    assert_eq!(place(&person.model), (PaneId::Members, Focus::Search, 0));
}

#[test]
fn points_of_the_month_are_asked_for_where_a_column_shows_them() {
    let mut person = Person::new();
    person.press("5678 enter");
    let asked = |person: &Person| {
        let of = |question: &AnyQuestion| match question {
            AnyQuestion::FindMembers(asked) => Some(asked.with_month),
            _ => None,
        };
        person.questions().filter_map(of).collect::<Vec<_>>()
    };
    assert!(asked(&person).iter().all(|with_month| !with_month), "most people never need them");
    let place = ColumnChooser::new(MemberList::Search, &person.model.shell.columns).rows;
    let at = place.iter().position(|(column, _)| *column == MemberColumn::EarnedMonth).unwrap();
    person.press(&format!("| {} space", "down ".repeat(at)));
    assert_eq!(asked(&person).last(), Some(&true));
    assert!(person.model.panes.members.search.rows()[0].month.is_some());
    let before = asked(&person).len();
    person.press("space esc");
    assert_eq!(asked(&person).len(), before, "what is there may stay");
}
