//! The segments pane from its keys.

mod scope;

use crate::app::sample::Person;
use crate::app::sample::day;
use crate::app::sample::deltas;
use crate::app::sample::hand;
use crate::app::sample::news;
use crate::domain::day::{Day, Instant};
use crate::domain::export::Export;
use crate::domain::lang::Lang;
use crate::domain::question::{
    AnyQuestion, Lane, ListMembers, ListSavedFilters, MemberListQuery, ServedBy, ShowBoard, ShowTransitions, ValueOrder,
};
use crate::domain::segment_views::{Sort, SortBy};
use crate::panes::members::state::Focus;
use crate::panes::segments::state::dialog::{Dialog, read_days};
use crate::panes::segments::state::drill::DrillTarget;
use crate::panes::segments::state::positions::{MapPart, RfmCell, SegmentsPart, SegmentsView};
use crate::shell::effect::{Effect, Task};
use crate::shell::failure::Failure;
use crate::shell::msg::Msg;
use crate::shell::msg::{Reply, TaskResult};
use crate::shell::overlay::Overlay;
use crate::shell::pane_id::PaneId;
use crate::shell::regions::PartFit;
use crate::shell::slot::NoAnswerReason;
use crate::shell::toast::BlockedReason;
use crate::shell::toast::Notice;
use rstest::rstest;

fn open(keys: &str) -> Person {
    let mut person = Person::new();
    person.press("5678 enter 3");
    person.press(keys);
    person
}

/// What the pane has asked since a place in everything asked.
fn questions(person: &Person, since: usize) -> Vec<AnyQuestion> {
    let question = |e: &Effect| match e {
        // The badge of alerts is another pane's.
        Effect::Ask(_, AnyQuestion::ShowAlerts(_)) => None,
        Effect::Ask(_, question) if question.lane().served_by() == ServedBy::ColumnsReader => Some(question.clone()),
        _ => None,
    };
    person.asked[since..].iter().filter_map(question).collect()
}

/// What the map of a day is made of.
fn the_map(as_of: Option<Day>) -> [AnyQuestion; 2] {
    [ShowBoard { base: "*".to_owned(), as_of, whole: false }.into(), ListSavedFilters { as_of }.into()]
}

fn drilled(person: &Person) -> Option<(&DrillTarget, &str, Sort)> {
    person.model.panes.segments.drill.as_ref().map(|d| (&d.whom, d.key.query.as_str(), d.key.sort))
}

fn wait(person: &mut Person) {
    let later = Instant(person.model.shell.setup.now.0 + 150);
    person.send(Msg::Clock(later));
}

#[test]
fn the_pane_asks_for_what_it_shows_and_no_more() {
    let person = open("");
    let asked = questions(&person, 0);
    assert_eq!(asked, the_map(None));
    assert!(person.model.panes.segments.board.shown.is_some());
}

#[rstest]
#[case::up("jjk", RfmCell { r: 4, f: 5 })]
#[case::left("hhl", RfmCell { r: 5, f: 4 })]
#[case::arrows("down left", RfmCell { r: 4, f: 4 })]
#[case::edges("kkll", RfmCell { r: 5, f: 5 })]
#[case::bottom("G", RfmCell { r: 1, f: 5 })]
#[case::top("Gg", RfmCell { r: 5, f: 5 })]
#[case::far("jjjjjjjjhhhhhhhh", RfmCell { r: 1, f: 1 })]
fn the_keys_walk_over_the_cells(#[case] keys: &str, #[case] cell: RfmCell) {
    assert_eq!(open(keys).model.panes.segments.cell, cell);
}

#[rstest]
#[case::cell("enter", DrillTarget::Cell(RfmCell { r: 5, f: 5 }), "r:5 f:5")]
#[case::other_cell("jh enter", DrillTarget::Cell(RfmCell { r: 4, f: 4 }), "r:4 f:4")]
#[case::segment("tab j enter", DrillTarget::Segment(crate::domain::segment::Segment::Loyal), "rfm:loyal")]
#[case::stage(
    "tab tab ll enter",
    DrillTarget::Stage(crate::domain::fold::view::LifecycleStage::WonBack),
    "stage:won_back status:active,frozen"
)]
#[case::tier("tab tab tab l enter", DrillTarget::Tier("silver".to_owned()), "tier:silver status:active,frozen")]
#[case::saved("shift-tab enter", DrillTarget::Saved("slipping gold".to_owned()), "tier:gold last>90d")]
#[case::month("vv enter", DrillTarget::Cohort(2025, 12), "first:2025-12-01..2025-12-31 status:active,frozen")]
#[case::cohort("vvvj enter", DrillTarget::Cohort(2025, 2), "first:2025-02-01..2025-02-28 status:active,frozen")]
fn enter_drills_into_what_is_under_the_cursor(#[case] keys: &str, #[case] whom: DrillTarget, #[case] query: &str) {
    let person = open(keys);
    let sort = Sort { by: SortBy::NetSpend, descending: true };
    assert_eq!(drilled(&person), Some((&whom, query, sort)));
    assert_eq!(person.model.panes.segments.filter.query(), query, "the box says what the list is");
    let filter = crate::domain::query::parse(query, &person.model.shell.vocabulary());
    assert!(filter.is_ok(), "{filter:?}");
}

#[test]
fn esc_comes_back_to_the_same_cell() {
    let mut person = open("jjh enter jj");
    person.press("esc");
    assert_eq!((drilled(&person), person.model.panes.segments.cell), (None, RfmCell { r: 3, f: 4 }));
    assert_eq!((person.model.shell.front, person.model.panes.segments.filter.query()), (PaneId::Segments, ""));
    person.press("esc");
    assert_eq!(person.model.shell.front, PaneId::Members);
}

#[test]
fn the_member_under_the_cursor_is_the_one_that_commands_are_about() {
    let mut person = open("enter G");
    assert_eq!(person.model.subject().map(|w| w.no.as_str()), Some("M0012345"));
    person.press("+");
    assert_eq!((person.model.shell.front, hand(&person.model)), (PaneId::Adjust, Some("M0012345")));
    person.press("500 enter enter y");
    assert_eq!(deltas(&person), [500]);
    assert_eq!(person.model.shell.front, PaneId::Segments, "back where the form was called");
    assert_eq!(person.model.subject().map(|w| w.no.as_str()), Some("M0012345"), "at the same row");
    person.press("w");
    let Some(Overlay::Explain(view)) = person.model.shell.overlays.last() else { panic!("no explanation") };
    assert_eq!(view.topic, crate::domain::read_models::ExplainTopic::Segment);
}

#[test]
fn a_file_is_opened_in_members_and_esc_comes_back_to_the_row() {
    let mut person = open("enter Gk");
    let asked = person.asked.len();
    person.press("enter");
    assert_eq!((person.model.shell.front, person.model.panes.members.focus), (PaneId::Members, Focus::Record));
    assert_eq!(hand(&person.model), Some("M0012346"));
    person.press("+ esc");
    assert_eq!(person.model.shell.front, PaneId::Members);
    person.press("esc");
    assert_eq!((person.model.shell.front, drilled(&person).is_some()), (PaneId::Segments, true));
    assert_eq!(person.model.subject().map(|w| w.no.as_str()), Some("M0012346"));
    let left = person.asked[asked..].contains(&Effect::DropColumns);
    assert!(!left, "columns stay while one only looks at a file");
}

#[test]
fn leaving_lets_go_of_everybody() {
    let mut person = open("1");
    assert_eq!(person.asked.last(), Some(&Effect::DropColumns));
    let asked = person.asked.len();
    person.press("2");
    assert!(!person.asked[asked..].contains(&Effect::DropColumns), "once is enough");
    person.press("esc 3");
    assert_eq!(questions(&person, asked).len(), 2, "what may have changed is asked for again");
}

#[test]
fn the_list_is_as_long_as_it_is() {
    let mut person = open("enter");
    person.model.shell.regions.fits = vec![(SegmentsPart::Row.id(), PartFit { rows: 20, ..PartFit::default() })];
    let asked = person.asked.len();
    person.press("G");
    let sort = Sort { by: SortBy::NetSpend, descending: true };
    let list = MemberListQuery { query: "r:5 f:5".to_owned(), sort, ..MemberListQuery::default() };
    assert_eq!(questions(&person, asked), [ListMembers { list, rows: 529..829 }.into()]);
    assert_eq!(person.model.subject().map(|w| w.no.as_str()), Some("M0012345"), "the last of 829");
    person.press("g");
    assert!(person.model.subject().is_some());
    let before = person.asked.len();
    person.press("jjj");
    assert_eq!(questions(&person, before), [], "the rows around the cursor are here");
}

#[test]
fn keys_wait_for_the_row_that_they_are_about() {
    let mut person = open("enter");
    person.slow = true;
    person.press("G+");
    assert_eq!(person.model.shell.front, PaneId::Segments);
    person.settle();
    assert_eq!((person.model.shell.front, hand(&person.model)), (PaneId::Adjust, Some("M0012345")));
}

#[test]
fn any_column_sorts_and_the_order_turns_round() {
    let mut person = open("enter jjs");
    person.press("g down enter");
    assert_eq!(drilled(&person).unwrap().2, Sort { by: SortBy::Name, descending: true });
    assert_eq!(person.model.panes.segments.drill.as_ref().unwrap().list.cursor(9), 0, "from the first row");
    person.press("s enter");
    assert_eq!(drilled(&person).unwrap().2, Sort { by: SortBy::Name, descending: false }, "the same column once more");
}

#[test]
fn the_filter_is_answered_while_it_is_typed() {
    let mut person = open("/tier:gold");
    assert_eq!(drilled(&person).unwrap().1, "tier:gold");
    person.press("' spend>x'");
    assert!(person.model.panes.segments.filter.wrong.as_ref().is_some_and(|w| w.column == 17));
    assert_eq!(drilled(&person).unwrap().1, "tier:gold spend", "what could not be read has not been asked");
    person.press("enter");
    assert!(person.model.panes.segments.filter.has_keys, "a filter that can't be read is not left");
    person.press("backspace 1 enter");
    assert_eq!(
        (drilled(&person).unwrap().1, person.model.panes.segments.filter.has_keys),
        ("tier:gold spend>1", false)
    );
    person.press("esc esc");
    assert_eq!(person.model.shell.front, PaneId::Members);
}

#[rstest]
#[case::field("/ti tab", "tier:")]
#[case::value("/ti tab g tab", "tier:gold")]
#[case::negated("/-sta tab fr tab", "-status:frozen")]
#[case::arrows("/tier: down down enter", "tier:silver")]
#[case::back("/tier: down up enter", "tier:platinum")]
#[case::second("/tier:gold,si tab", "tier:gold,silver")]
fn endings_are_taken(#[case] keys: &str, #[case] text: &str) {
    let person = open(keys);
    assert_eq!(person.model.panes.segments.filter.query(), text);
}

#[rstest]
#[case::field("ti tab", "tier:", Focus::Search)]
#[case::value("tier:g tab", "tier:gold", Focus::Search)]
#[case::none("5678 tab", "5678", Focus::List)]
fn the_search_box_knows_them_too(#[case] keys: &str, #[case] text: &str, #[case] focus: Focus) {
    let mut person = Person::new();
    person.press(keys);
    assert_eq!((person.model.panes.members.search.query(), person.model.panes.members.focus), (text, focus));
}

#[test]
fn a_filter_is_saved_and_forgotten() {
    let mut person = open("/tier:gold enter 'agold ones' enter");
    let saved = TaskResult::FilterSaved("gold ones".to_owned());
    assert_eq!(news(&person.model), Some(&Notice::Performed(saved)));
    assert_eq!(person.desk.segments.saved.last(), Some(&("gold ones".to_owned(), "tier:gold".to_owned())));
    person.press("esc");
    assert_eq!(person.model.panes.segments.saved_filters().len(), 2, "asked for again");
    person.press("shift-tab jx");
    assert!(matches!(person.model.panes.segments.dialogs.last(), Some(Dialog::Forget(name)) if name == "gold ones"));
    person.press("x");
    assert_eq!(person.desk.segments.saved.len(), 2, "the key that asked does not confirm");
    person.press("enter");
    assert_eq!(person.desk.segments.saved.len(), 1);
}

#[rstest]
#[case::other_pane(":export enter", BlockedReason::NoList)]
#[case::no_saved("3x", BlockedReason::OfPane("no_saved"))]
#[case::no_moves("3d", BlockedReason::OfPane("not_moves"))]
#[case::legend(":legend enter", BlockedReason::OfPane("not_segments"))]
fn what_is_not_possible_here_says_so(#[case] keys: &str, #[case] why: BlockedReason) {
    let mut person = Person::new();
    person.press("5678 enter");
    person.press(keys);
    assert_eq!(news(&person.model), Some(&Notice::Blocked(why)));
}

#[test]
fn a_list_is_taken_along() {
    let mut person = open("enter E");
    person.press("tab tab right shift-tab enter");
    let tasks: Vec<&Effect> = person.asked.iter().filter(|e| matches!(e, Effect::Perform(..))).collect();
    let [Effect::Perform(_, task)] = tasks[..] else { panic!("{tasks:?}") };
    let Task::Export { export: Export::Members(export), path } = &**task else { panic!("{task:?}") };
    assert_eq!((path.as_str(), export.list.query.as_str()), ("r5f5-2026-11-22.csv", "r:5 f:5"));
    assert_eq!((export.consent.as_deref(), export.unmasked), (Some("marketing"), true));
    assert_eq!(export.list.sort, Sort { by: SortBy::NetSpend, descending: true });
    let written = news(&person.model);
    assert!(matches!(written, Some(Notice::Performed(TaskResult::MembersExported { rows: 112, .. }))), "{written:?}");
}

#[test]
fn without_a_file_name_nothing_is_written() {
    let mut person = open("enter E ctrl-u tab");
    person.press("enter");
    assert!(matches!(person.model.panes.segments.dialogs.last(), Some(Dialog::Export(form)) if form.at == 0));
    assert!(person.desk.segments.files.is_empty());
}

#[test]
fn members_are_followed_between_two_days() {
    let mut person = open("v");
    let asked = |person: &Person| questions(person, 0).into_iter().rfind(|q| q.lane() == Lane::ShowTransitions);
    let between = |from, to| Some(ShowTransitions { base: "*".to_owned(), from: day(from), to: day(to) }.into());
    assert_eq!(asked(&person), between("2026-10-23", "2026-11-22"));
    person.press("'d2026-01-01 2026-06-30' enter");
    assert_eq!(asked(&person), between("2026-01-01", "2026-06-30"));
    person.press("d2027-01-01 enter");
    assert!(matches!(person.model.panes.segments.dialogs.last(), Some(Dialog::Days { wrong: true, .. })));
}

#[rstest]
#[case("2026-10-01 2026-11-01", Some(("2026-10-01", "2026-11-01")))]
#[case("2026-11-01 2026-10-01", Some(("2026-10-01", "2026-11-01")))]
#[case("-90", Some(("2026-08-24", "2026-11-22")))]
#[case("10-01 -1", Some(("2026-10-01", "2026-11-21")))]
#[case("2026-11-22", None)]
#[case("2026-11-01 2026-11-01", None)]
#[case("2026-11-01 2026-11-23", None)]
#[case("1 2 3", None)]
#[case("", None)]
fn two_days(#[case] text: &str, #[case] days: Option<(&str, &str)>) {
    assert_eq!(read_days(text, day("2026-11-22")), days.map(|(from, to)| (day(from), day(to))));
}

#[test]
fn another_day_is_another_pane() {
    let mut person = open("@2026-03-30 enter");
    let past = Some(day("2026-03-30"));
    assert_eq!(questions(&person, 0)[2..], the_map(past));
    person.press("shift-tab shift-tab enter");
    assert_eq!(
        questions(&person, 0).last(),
        Some(&ShowBoard { base: "*".to_owned(), as_of: past, whole: true }.into()),
        "tiers on demand"
    );
    assert!(person.model.panes.segments.board.answer().is_some_and(|b| !b.tiers.is_empty()));
    person.press("enter");
    assert_eq!(drilled(&person).unwrap().1, "tier:base status:active,frozen");
    assert_eq!(person.model.panes.segments.drill.as_ref().unwrap().key.as_of, past);
    person.press("+");
    assert_eq!(news(&person.model), Some(&Notice::Blocked(BlockedReason::Past(day("2026-03-30")))));
}

#[test]
fn what_takes_long_says_so_and_esc_stops_it() {
    let mut person = open("");
    person.slow = true;
    person.press("v");
    assert_eq!(person.model.deadline(), Instant(person.model.shell.setup.now.0 + 150), "the screen will be drawn then");
    wait(&mut person);
    assert_eq!(
        person.model.panes.segments.late(person.model.shell.setup.now).map(|(lane, _)| lane),
        Some(Lane::ShowTransitions)
    );
    person.press("esc");
    assert_eq!(person.asked.last(), Some(&Effect::Stop(Lane::ShowTransitions)));
    assert_eq!(person.model.panes.segments.moves.failed, Some(NoAnswerReason::Stopped));
    person.settle();
    assert_eq!(person.model.panes.segments.moves.shown, None, "an answer that nobody wants any more is dropped");
    assert_eq!(person.model.panes.segments.view, SegmentsView::Moves, "esc did one thing");
    person.slow = false;
    person.press("ctrl-r");
    assert!(person.model.panes.segments.moves.shown.is_some());
}

#[test]
fn what_another_view_waits_for_is_given_up() {
    let mut person = open("");
    person.slow = true;
    person.press("vv");
    assert!(person.asked.contains(&Effect::Stop(Lane::ShowTransitions)));
    person.slow = false;
    person.settle();
    person.press("V");
    assert!(person.model.panes.segments.moves.shown.is_some(), "and asked for again once it is looked at");
}

#[test]
fn progress_is_known_where_the_desk_tells_it() {
    let mut person = open("");
    person.slow = true;
    person.press("v");
    let ticket = person.model.panes.segments.moves.pending.unwrap().ticket;
    person.send(Msg::Reply(Reply::Progress { ticket, done: 450, total: 1_000 }));
    assert_eq!(person.model.panes.segments.moves.pending.unwrap().percent(), Some(45));
}

#[test]
fn a_change_elsewhere_is_shown() {
    let mut person = open("enter");
    let asked = person.asked.len();
    person.send(Msg::FileChanged);
    assert!(matches!(&questions(&person, asked)[..], [AnyQuestion::ListMembers(_)]), "the list on the screen");
    person.press("esc");
    let since = questions(&person, asked);
    assert!(since.contains(&the_map(None)[0]), "the map once it is looked at");
}

#[test]
fn failures_say_why_and_can_be_tried_again() {
    let mut person = Person::new();
    person.desk.segments.broken = true;
    person.press("5678 enter 3");
    let failed = NoAnswerReason::Failed(Failure::Trouble("the disk is gone".to_owned().into()));
    assert_eq!(person.model.panes.segments.board.failed, Some(failed));
    person.desk.segments.broken = false;
    person.press("ctrl-r");
    assert!(person.model.panes.segments.board.failed.is_none() && person.model.panes.segments.board.shown.is_some());
}

#[test]
fn the_language_is_the_screen_s_and_the_filter_s_is_one() {
    let mut person = open("");
    person.model.shell.setup.lang = Lang::Zh;
    person.press("/tier：gold enter");
    assert_eq!(drilled(&person).unwrap().1, "tier：gold");
}

#[rstest]
#[case::next("v", SegmentsView::Moves)]
#[case::other("]]", SegmentsView::Months)]
#[case::round("vvvvv", SegmentsView::Map)]
#[case::before("V", SegmentsView::Value)]
#[case::tab("vv tab", SegmentsView::Cohorts)]
#[case::esc("vvv esc", SegmentsView::Map)]
fn views_turn(#[case] keys: &str, #[case] view: SegmentsView) {
    assert_eq!(open(keys).model.panes.segments.view, view);
}

#[rstest]
#[case::next("tab", MapPart::Segments)]
#[case::round("tab tab tab tab tab", MapPart::Map)]
#[case::before("shift-tab", MapPart::Saved)]
fn parts_turn(#[case] keys: &str, #[case] part: MapPart) {
    assert_eq!(open(keys).model.panes.segments.part, part);
}

#[test]
fn value_ends_in_members_by_value_and_by_risk() {
    let mut person = Person::new();
    person.press("5678 enter 3 V");
    let order = |person: &Person| {
        let of = |question: &AnyQuestion| match question {
            AnyQuestion::ListMemberValues(asked) => asked.order,
            _ => None,
        };
        person.questions().rev().find_map(of)
    };
    assert_eq!(order(&person), Some(ValueOrder::Value));
    person.press("s");
    assert_eq!(order(&person), Some(ValueOrder::Risk));
    person.press("j enter");
    assert_eq!((person.model.shell.front, hand(&person.model)), (PaneId::Members, Some("M0012346")));
    person.press("esc");
    assert_eq!(person.model.shell.front, PaneId::Segments);
}

#[test]
fn where_a_file_exists_the_next_name_is_offered_with_what_was_chosen() {
    let mut person = Person::new();
    person.press("5678 enter 3 enter E tab backspace tab right enter");
    assert_eq!(person.desk.segments.files.len(), 1);
    person.press("E");
    let form = |person: &Person| match person.model.panes.segments.dialogs.last() {
        Some(Dialog::Export(form)) => (form.file.text().to_owned(), form.consent.text().to_owned(), form.whole),
        other => panic!("{other:?}"),
    };
    let (first, purpose, whole) = form(&person);
    assert_eq!((purpose.as_str(), whole), ("marketin", true), "as it was left");
    person.press("enter");
    let (next, purpose, whole) = form(&person);
    assert_eq!((next, purpose.as_str(), whole), (first.replace(".csv", "-2.csv"), "marketin", true));
    person.press("enter");
    assert_eq!(person.desk.segments.files.len(), 2);
}
