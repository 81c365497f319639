//! The segments pane in every state.

use super::{at, drawn, snapshot};
use crate::app::msg::Msg;
use crate::app::sample::{Desk, Person};
use crate::domain::day::Instant;
use rstest::rstest;

fn open(keys: &str) -> Person {
    let mut person = at(Desk::new());
    person.press("5678⏎3");
    person.press(keys);
    person
}

/// A moment later, long enough for the screen to say that it works.
fn wait(person: &mut Person) {
    let later = Instant(person.model.setup.now.0 + 200);
    person.send(Msg::Clock(later));
}

#[rstest]
#[case::map("map", "")]
#[case::another_cell("another_cell", "jjhh")]
#[case::list("list", "⇥jj")]
#[case::lifecycle("lifecycle", "⇥⇥ll")]
#[case::tiers("tiers", "⇥⇥⇥l")]
#[case::saved("saved", "⇤")]
#[case::drilled("drilled", "⏎jj")]
#[case::sorted("sorted", "⏎sj⏎S")]
#[case::sort_chooser("sort_chooser", "⏎s")]
#[case::nobody("nobody", "/zzz⏎")]
#[case::completion("completion", "/tier:")]
#[case::completion_chosen("completion_chosen", "/-st↓↓")]
#[case::filter_wrong("filter_wrong", "/points>5 teir:gold x")]
#[case::filter_typed("filter_typed", "/tier:gold ")]
#[case::moves("moves", "vjjl")]
#[case::move_days("move_days", "vd")]
#[case::months("months", "vvj")]
#[case::cohorts("cohorts", "vvvjjlll")]
#[case::value("value", "V")]
#[case::legend("legend", "i")]
#[case::export("export", "e⇥")]
#[case::name("name", "ahot")]
#[case::forget("forget", "⇤x")]
#[case::past_day("past_day", "@2026-03-30⏎⇤⇤")]
#[case::help("help", "?")]
fn segments(#[case] name: &str, #[case] keys: &str) {
    snapshot(&format!("segments__{name}"), &open(keys));
}

#[test]
fn before_anything_is_known_it_says_that_it_works() {
    let mut person = at(Desk::new());
    person.slow = true;
    person.press("↓3");
    assert!(!drawn(&person.model, (80, 24)).text().contains("esc stops"), "not at once: it may be quick");
    wait(&mut person);
    snapshot("segments__loading", &person);
}
