//! Esc, panes, overlays, the past, leaving.

use super::*;
use crate::domain::day::Instant;
use crate::domain::lang::Lang;
use crate::domain::question::AnyQuestion;
use crate::domain::read_models::ExplainTopic;
use crate::shell::overlay::{ExplainView, Overlay};
use crate::shell::setup::Palette;
use rstest::rstest;

#[rstest]
#[case::help("5678 enter ?", &[(PaneId::Members, Focus::List, 0), (PaneId::Members, Focus::Search, 0)])]
#[case::help_over_a_dialog("5678 enter :freeze enter", &[(PaneId::Members, Focus::List, 0)])]
#[case::form("5678 enter +", &[(PaneId::Members, Focus::List, 0), (PaneId::Members, Focus::Search, 0)])]
#[case::file("5678 enter enter", &[(PaneId::Members, Focus::Search, 0), (PaneId::Members, Focus::Search, 0)])]
fn esc_takes_one_layer_away(#[case] keys: &str, #[case] places: &[(PaneId, Focus, usize)]) {
    let mut person = Person::new();
    person.press(keys);
    for expected in places {
        person.press("esc");
        assert_eq!(place(&person.model), *expected);
    }
}

#[test]
fn the_last_layer_is_the_query_and_an_empty_box_leads_to_the_list() {
    let mut person = Person::new();
    person.press("5678 enter esc");
    assert_eq!(person.model.panes.members.search.query(), "5678");
    person.press("esc");
    assert_eq!(person.model.panes.members.search.query(), "");
    assert_eq!(place(&person.model), (PaneId::Members, Focus::Search, 0));
    person.press("esc");
    assert_eq!(place(&person.model), (PaneId::Members, Focus::List, 0));
}

#[rstest]
#[case::by_esc("esc")]
#[case::by_backspace("backspace")]
#[case::by_the_prompt("@ enter")]
#[case::by_the_prompt_full_width("＠ enter")]
fn one_step_leads_back_from_a_past_day(#[case] keys: &str) {
    let mut person = Person::new();
    person.press("5678 enter enter @-100 enter");
    assert_eq!(person.model.shell.as_of, Some(day("2026-08-14")));
    person.press(keys);
    assert_eq!((person.model.shell.as_of, news(&person.model)), (None, Some(&Notice::Today)));
    assert_eq!(place(&person.model), (PaneId::Members, Focus::Record, 0), "and to the same place");
}

#[rstest]
#[case::help("5678 enter ?")]
#[case::full_width_help("5678 enter ？")]
#[case::explanation("5678 enter w")]
#[case::a_dialog_on_its_plan("5678 enter :close enter enter")]
fn q_and_backspace_close_a_popup(#[case] keys: &str) {
    for close in ["q", "backspace", "esc"] {
        let mut person = Person::new();
        person.press(keys);
        assert_eq!(person.model.shell.overlays.len(), 1);
        person.press(close);
        assert_eq!(person.model.shell.overlays.len(), 0, "{close}");
        assert!(!person.asked.contains(&Effect::Quit));
    }
}

#[rstest]
#[case::ctrl_c("ctrl-c", "ctrl-c")]
#[case::then_q("esc q", "q")]
fn leaving_asks_once_while_something_is_unsent(#[case] first: &str, #[case] again: &str) {
    let mut person = Person::new();
    person.press("5678 enter f9 enter 'she was very kind'");
    person.press(first);
    assert_eq!(news(&person.model), Some(&Notice::Unsent(1)));
    assert!(!person.asked.contains(&Effect::Quit));
    person.press(again);
    assert_eq!(person.asked.last(), Some(&Effect::Quit));
}

#[test]
fn a_past_day_shows_the_past_and_changes_nothing() {
    let mut person = Person::new();
    person.press("5678 enter @2026-03-30 enter");
    let file = person.model.shell.record.as_ref().unwrap();
    assert_eq!(file.current().map(|f| f.snapshot.points.balance.0), Some(4_000));
    for keys in ["+", "t", "r", "u", ":freeze enter", ":erase enter"] {
        person.model.shell.toast = None;
        person.press(keys);
        assert_eq!(news(&person.model), Some(&Notice::Blocked(BlockedReason::Past(day("2026-03-30")))), "{keys}");
        assert_eq!(place(&person.model), (PaneId::Members, Focus::List, 0));
    }
    person.press("2");
    assert!(person.model.draft().is_none(), "the forms are out of reach");
    person.press("500 enter enter y ctrl-s");
    assert!(person.written().is_empty());
    person.press(":today enter");
    assert_eq!(person.model.shell.as_of, None);
}

#[rstest]
#[case::nonsense("@soon enter", None, 1)]
#[case::tomorrow("@2026-11-23 enter", None, 1)]
#[case::today("@2026-11-22 enter", None, 0)]
#[case::short("@3-31 enter", Some("2026-03-31"), 0)]
fn the_day_prompt_takes_days_up_to_today(#[case] keys: &str, #[case] as_of: Option<&str>, #[case] overlays: usize) {
    let mut person = Person::new();
    person.press("5678 enter");
    person.press(keys);
    assert_eq!((person.model.shell.as_of, person.model.shell.overlays.len()), (as_of.map(day), overlays));
    let wrong = matches!(person.model.shell.overlays.last(), Some(Overlay::Day { wrong: true, .. }));
    assert_eq!(wrong, overlays == 1);
}

#[test]
fn the_palette_runs_what_it_finds_where_it_was_called() {
    let mut person = Person::new();
    person.press("5678 enter :redeem enter");
    assert_eq!(person.model.shell.front, PaneId::Adjust);
    assert_eq!(person.model.panes.adjust.front, 1);
    person.press("ctrl-k zzzz enter");
    assert_eq!(person.model.shell.overlays.len(), 1, "nothing matches, nothing happens");
}

#[test]
fn why_turns_from_number_to_number() {
    let mut person = Person::new();
    person.press("5678 enter w");
    let topic = |person: &Person| match person.model.shell.overlays.last() {
        Some(Overlay::Explain(ExplainView { topic, slot, .. })) if slot.is_current() => Some(*topic),
        _ => None,
    };
    assert_eq!(topic(&person), Some(ExplainTopic::Balance));
    person.press("tab");
    assert_eq!(topic(&person), Some(ExplainTopic::Tier));
    person.press("l");
    assert_eq!(topic(&person), Some(ExplainTopic::Segment));
    person.press("tab shift-tab");
    assert_eq!(topic(&person), Some(ExplainTopic::Segment));
}

#[test]
fn what_is_explained_is_asked_again_when_the_file_changes() {
    let mut person = Person::new();
    person.press("5678 enter w");
    person.desk.sale(1, "2026-11-22", 100, "A-20400");
    person.send(Msg::FileChanged);
    let Some(Overlay::Explain(ExplainView { slot, .. })) = person.model.shell.overlays.last() else { panic!("gone") };
    assert!(
        matches!(&**slot.answer().unwrap(), crate::domain::read_models::Explanation::Balance(why) if why.balance.0 == 9_999)
    );
}

#[test]
fn language_and_colours_change_at_once() {
    let mut person = Person::new();
    person.press("ctrl-k language enter down enter");
    assert_eq!(person.model.shell.setup.lang, Lang::Zh);
    let mut seen = vec![person.model.shell.setup.palette];
    for _ in 0..3 {
        person.press("ctrl-k theme enter");
        seen.push(person.model.shell.setup.palette);
    }
    assert_eq!(seen, [Palette::Dark, Palette::Light, Palette::Plain, Palette::Dark]);
}

#[test]
fn a_key_in_between_forgets_that_somebody_wanted_to_leave() {
    let mut person = Person::new();
    person.press("5678 enter f9 enter kind ctrl-c q ctrl-c");
    assert_eq!(news(&person.model), Some(&Notice::Unsent(1)), "the q was a letter of the text");
    assert!(!person.asked.contains(&Effect::Quit));
}

#[rstest]
#[case::from_the_list("5678 enter q", true)]
#[case::from_the_file("5678 enter enter q", true)]
#[case::from_anywhere("5678 enter + ctrl-c", true)]
#[case::from_adjust_without_a_member("zzz tab 2q", true)]
#[case::from_segments("tab 3q", true)]
#[case::from_feedback("tab 4q", true)]
#[case::from_the_scores("tab 4hq", true)]
#[case::a_letter_in_the_box("q", false)]
#[case::not_from_an_overlay("5678 enter ?q", false)]
#[case::not_from_a_form("5678 enter +5 enter q", false)]
fn leaving(#[case] keys: &str, #[case] leaves: bool) {
    let mut person = Person::new();
    person.press(keys);
    assert_eq!(person.asked.last() == Some(&Effect::Quit), leaves);
}

#[test]
fn a_suspension_is_asked_for_from_anywhere() {
    let mut person = Person::new();
    person.press("56 ctrl-z");
    assert_eq!(person.asked.last(), Some(&Effect::Suspend));
    assert_eq!(person.model.panes.members.search.query(), "56");
}

#[test]
fn news_goes_by_itself_and_bad_news_stays() {
    let mut person = Person::new();
    person.press("5678 enter Y");
    let until = person.model.deadline();
    person.send(Msg::Clock(Instant(until.0 - 1)));
    assert!(person.model.shell.toast.is_some());
    person.send(Msg::Clock(until));
    assert!(person.model.shell.toast.is_none());
    person.model.shell.say(Notice::Failed(Failure::Busy));
    person.send(Msg::Clock(Instant(until.0 + 3_600_000)));
    assert_eq!(news(&person.model), Some(&Notice::Failed(Failure::Busy)));
    person.press("esc");
    assert_eq!((news(&person.model), person.model.panes.members.focus), (None, Focus::List));
}

#[rstest]
#[case::form("+")]
#[case::dialog(":freeze enter")]
#[case::feedback("f")]
#[case::explanation("w")]
#[case::prompt("@")]
#[case::another_pane("3")]
fn news_of_before_goes_when_something_else_is_opened(#[case] keys: &str) {
    let mut person = Person::new();
    person.press("5678 enter Y");
    assert!(person.model.shell.toast.is_some());
    person.press(keys);
    assert_eq!(news(&person.model), None);
}

#[rstest]
#[case::help("?")]
#[case::palette(":")]
fn help_and_palette_leave_the_news(#[case] keys: &str) {
    let mut person = Person::new();
    person.press("5678 enter Y");
    person.press(keys);
    assert!(person.model.shell.toast.is_some());
}

#[test]
fn an_import_of_which_no_row_can_be_taken_is_not_confirmed() {
    let mut person = Person::new();
    person.press("tab : 'import file' enter bad.csv enter down down down down right enter");
    person.press("y");
    assert_eq!(news(&person.model), Some(&Notice::Blocked(BlockedReason::NothingToImport)));
    assert!(!person.asked.iter().any(|effect| matches!(effect, Effect::Perform(..))));
    person.press("esc");
    assert_eq!(person.model.shell.overlays.len(), 1, "back to the columns");
}

#[test]
fn at_midnight_everything_is_asked_for_again() {
    let mut person = Person::new();
    person.press("5678 enter +500");
    let midnight = person.model.deadline();
    assert_eq!(midnight, person.model.shell.setup.programs.zone().start_of(day("2026-11-23")));
    let before = person.asked.len();
    person.desk.now = midnight;
    person.send(Msg::Clock(midnight));
    assert_eq!(person.model.shell.today, day("2026-11-23"));
    let kinds = person.asked[before..].iter().map(|e| match e {
        Effect::Ask(_, AnyQuestion::FindMembers(_)) => 'f',
        Effect::Ask(_, AnyQuestion::OpenMember(_)) => 'o',
        Effect::Ask(_, AnyQuestion::PlanChange(_)) => 'p',
        Effect::Ask(_, AnyQuestion::CountCases(_)) => 'c',
        Effect::Ask(_, AnyQuestion::ListStores(_)) => 's',
        Effect::Ask(_, AnyQuestion::ReadPrograms(_)) => 'r',
        Effect::Ask(_, AnyQuestion::ShowAlerts(_)) => 'a',
        _ => '?',
    });
    assert_eq!(kinds.collect::<String>(), "fcsropa");
    assert_eq!(person.model.deadline(), person.model.shell.setup.programs.zone().start_of(day("2026-11-24")));
}

fn first_import() -> Person {
    let mut setup = Person::new().model.shell.setup;
    setup.is_first_import = true;
    let mut person = Person::new();
    (person.model, _) = crate::app::begin(setup);
    person
}

#[test]
fn a_file_made_for_an_import_begins_with_it_and_leaving_that_leaves_the_console() {
    let mut person = first_import();
    assert!(matches!(person.model.shell.overlays.last(), Some(Overlay::Import(_))));
    person.press("kunden.csv enter esc");
    assert!(!person.asked.contains(&Effect::Quit), "back to the name of the file");
    person.press("esc");
    assert_eq!(person.asked.last(), Some(&Effect::Quit));
}

#[test]
fn after_the_first_import_the_console_goes_on() {
    let mut person = first_import();
    person.press("kunden.csv enter down down down down right enter y");
    assert!(person.model.shell.overlays.is_empty() && !person.asked.contains(&Effect::Quit));
    person.press("esc esc esc");
    assert!(!person.asked.contains(&Effect::Quit));
}
