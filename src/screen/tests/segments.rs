//! The segments pane in every state.

use super::{at, drawn, snapshot};
use crate::app::sample::{FakeDesk, Person};
use crate::domain::day::{Day, Instant};
use crate::domain::num::OpSeq;
use crate::domain::program::{Program, Programs};
use crate::domain::segment::PooledGap;
use crate::domain::segment_views::SortBy;
use crate::panes::segments::state::positions::{MapPart, RfmCell, SegmentsTarget, SegmentsView};
use crate::shell::msg::{Mouse, MouseAct, Msg};
use crate::shell::setup::Palette;
use ratatui::style::{Color, Modifier};
use rstest::rstest;

fn open(keys: &str) -> Person {
    let mut person = at(FakeDesk::new());
    person.press("5678 enter 3");
    person.press(keys);
    person
}

/// A moment later, long enough for the screen to say that it works.
fn wait(person: &mut Person) {
    let later = Instant(person.model.shell.setup.now.0 + 200);
    person.send(Msg::Clock(later));
}

#[rstest]
#[case::map("map", "")]
#[case::another_cell("another_cell", "jjhh")]
#[case::list("list", "tab jj")]
#[case::lifecycle("lifecycle", "tab tab ll")]
#[case::tiers("tiers", "tab tab tab l")]
#[case::saved("saved", "shift-tab")]
#[case::drilled("drilled", "enter jj")]
#[case::sorted("sorted", "enter sj enter S")]
#[case::sort_chooser("sort_chooser", "enter s")]
#[case::nobody("nobody", "/zzz enter")]
#[case::completion("completion", "/tier:")]
#[case::completion_chosen("completion_chosen", "/-st down down")]
#[case::filter_wrong("filter_wrong", "'/points>5 teir:gold x'")]
#[case::filter_typed("filter_typed", "'/tier:gold '")]
#[case::moves("moves", "vjjl")]
#[case::moves_drilled("moves_drilled", "vjjl enter")]
#[case::move_days("move_days", "vd")]
#[case::months("months", "vvj")]
#[case::cohorts("cohorts", "vvvjjlll")]
#[case::value("value", "V")]
#[case::legend("legend", "i")]
#[case::export("export", "E tab")]
#[case::name("name", "ahot")]
#[case::forget("forget", "shift-tab x")]
#[case::past_day("past_day", "@2026-03-30 enter shift-tab shift-tab")]
#[case::help("help", "?")]
fn segments(#[case] name: &str, #[case] keys: &str) {
    snapshot(&format!("segments__{name}"), &open(keys));
}

#[test]
fn a_shop_s_first_days_withhold_scores_with_the_reason() {
    let mut desk = FakeDesk::new();
    desk.segments.members = 31;
    desk.segments.saved.clear();
    let mut person = at(desk);
    person.press("5678 enter 3");
    snapshot("segments__few", &person);
    person.press("vvv");
    snapshot("segments__few_cohorts", &person);
    person.press("v");
    snapshot("segments__few_value", &person);
}

#[rstest]
#[case::in_between("windows", Some(130))]
#[case::too_short("windows_kept", Some(41))]
#[case::no_gaps("windows_none", None)]
fn windows_of_the_programme_are_told_with_their_numbers(#[case] name: &str, #[case] days: Option<i64>) {
    let mut desk = FakeDesk::new();
    let mut program = Program::default();
    (program.lifecycle.lapsing_auto, program.rfm.window_days) = (true, Some(365));
    desk.programs = Programs::single(program);
    let (as_of, from) = (Day::parse("2026-11-22").unwrap(), Day::parse("2025-11-23").unwrap());
    let n = days.map_or(0, |_| 8_123);
    desk.segments.windows = Some((PooledGap { as_of, through: OpSeq(812), n, days }, from));
    let mut person = at(desk);
    person.press("5678 enter 3");
    person.press("i");
    snapshot(&format!("segments__{name}"), &person);
}

#[test]
fn what_failed_says_why() {
    let mut desk = FakeDesk::new();
    desk.segments.broken = true;
    let mut person = at(desk);
    person.press("5678 enter 3");
    snapshot("segments__failed", &person);
    person.press("enter");
    snapshot("segments__failed_list", &person);
}

#[test]
fn outdated_numbers_are_dim_while_new_ones_are_worked_out() {
    let mut person = open("");
    person.model.shell.setup.palette = Palette::Plain;
    person.slow = true;
    person.press("@2026-03-30 enter");
    wait(&mut person);
    let frame = drawn(&person.model, (120, 36));
    let y = frame.find("champions");
    assert!((3..58).all(|x| frame.buffer[(x, y)].modifier.contains(Modifier::DIM)), "{}", frame.row(y));
    snapshot("segments__outdated", &person);
}

#[test]
fn without_colours_cells_are_told_apart_by_glyphs_and_the_cursor_by_reversal() {
    let mut person = open("");
    person.model.shell.setup.palette = Palette::Plain;
    for keys in ["", "enter", "esc tab", "tab", "tab", "tab", "vjl", "v", "vjl", "v", "vi", "esc E", "esc /-st down"] {
        person.press(keys);
        let frame = drawn(&person.model, (80, 24));
        let coloured = frame.buffer.content.iter().filter(|c| c.fg != Color::Reset || c.bg != Color::Reset).count();
        assert_eq!(coloured, 0, "after {keys}");
    }
    let mut person = open("");
    person.model.shell.setup.palette = Palette::Plain;
    let frame = drawn(&person.model, (80, 24));
    let y = frame.find("R5");
    assert!(["░", "▒", "▓", "█"].iter().any(|glyph| frame.row(y).contains(glyph)));
    let reversed: Vec<u16> = (0..80).filter(|x| frame.buffer[(*x, y)].modifier.contains(Modifier::REVERSED)).collect();
    assert_eq!(reversed, (39..48).collect::<Vec<u16>>(), "the cell under the cursor, and the list is marked only");
    person.press("enter");
    let frame = drawn(&person.model, (80, 24));
    let y = frame.find("▸M");
    assert!((1..70).all(|x| frame.buffer[(x, y)].modifier.contains(Modifier::REVERSED)));
}

#[test]
fn every_size_of_every_view_can_be_drawn() {
    for keys in [
        "",
        "tab",
        "shift-tab",
        "enter",
        "'/points>5 teir:gold'",
        "v",
        "vv",
        "vvv",
        "V",
        "i",
        "E",
        "enter s",
        "a",
        "vd",
    ] {
        let person = open(keys);
        for size in (1..=200).step_by(19).flat_map(|w| (1..=60).step_by(6).map(move |h| (w, h))) {
            drawn(&person.model, size);
        }
        for size in [(60, 16), (61, 17), (77, 18), (78, 22), (80, 24), (99, 26), (110, 30)] {
            drawn(&person.model, size);
        }
    }
}

#[rstest]
#[case::cell((40, 6), SegmentsTarget::Cell(RfmCell { r: 5, f: 5 }))]
#[case::view((12, 2), SegmentsTarget::View(SegmentsView::Moves))]
#[case::filter((10, 3), SegmentsTarget::Filter)]
#[case::segment((52, 7), SegmentsTarget::Segment(2))]
fn what_is_clicked_is_what_is_drawn(#[case] (x, y): (u16, u16), #[case] spot: SegmentsTarget) {
    let person = open("");
    assert_eq!(drawn(&person.model, (80, 24)).regions.target(x, y), Some(spot.click()));
}

#[test]
fn clicks_do_what_keys_do() {
    let mut person = open("");
    let click = |person: &mut Person, text: &str| {
        let frame = drawn(&person.model, (120, 36));
        let row = frame.find(text);
        let column =
            (0..120).find(|x| frame.row(row).chars().skip(usize::from(*x)).collect::<String>().starts_with(text));
        person.send(Msg::Mouse(Mouse { act: MouseAct::Press, column: column.unwrap(), row }));
    };
    click(&mut person, "at risk");
    assert_eq!(person.model.panes.segments.part, MapPart::Segments);
    click(&mut person, "at risk");
    assert_eq!(person.model.panes.segments.drill.as_ref().map(|d| d.key.query.as_str()), Some("rfm:at_risk"));
    click(&mut person, "orders");
    assert_eq!(person.model.panes.segments.drill.as_ref().map(|d| d.key.sort.by), Some(SortBy::Orders));
    click(&mut person, "transitions");
    assert_eq!(
        (person.model.panes.segments.view, person.model.panes.segments.drill.is_none()),
        (SegmentsView::Moves, true)
    );
}

#[test]
fn before_anything_is_known_it_says_that_it_works() {
    let mut person = at(FakeDesk::new());
    person.slow = true;
    person.press("down 3");
    assert!(!drawn(&person.model, (80, 24)).text().contains("esc stops"), "not at once: it may be quick");
    wait(&mut person);
    snapshot("segments__loading", &person);
}
