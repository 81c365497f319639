//! What cells must be where a meaning depends on them.

use super::{PANES, at, drawn};
use crate::app::sample::FakeDesk;
use crate::domain::lang::Lang;
use crate::panes::members::state::MembersPart;
use crate::shell::pane_id::PaneId;
use crate::shell::regions::ClickTarget;
use crate::shell::setup::{ColourDepth, Palette};
use ratatui::style::{Color, Modifier};
use rstest::rstest;
use std::fmt::Write as _;

const WIDE: (u16, u16) = (120, 36);

#[rstest]
#[case::dark(Palette::Dark)]
#[case::light(Palette::Light)]
#[case::plain(Palette::Plain)]
fn a_past_day_takes_the_whole_title(#[case] palette: Palette) {
    let mut person = at(FakeDesk::new());
    person.model.shell.setup.palette = palette;
    person.press("5678 enter @2026-03-30 enter");
    let frame = drawn(&person.model, WIDE);
    assert!((0..120).all(|x| frame.buffer[(x, 0)].modifier.contains(Modifier::REVERSED)));
}

#[test]
fn without_colours_the_row_under_the_cursor_is_reversed_and_marked() {
    let mut person = at(FakeDesk::new());
    person.model.shell.setup.palette = Palette::Plain;
    person.press("5678 enter down");
    let frame = drawn(&person.model, WIDE);
    let y = frame.find("▸赵薇");
    assert!((1..59).all(|x| frame.buffer[(x, y)].modifier.contains(Modifier::REVERSED)), "{}", frame.row(y));
    assert!(!frame.buffer[(2, y - 1)].modifier.contains(Modifier::REVERSED));
}

#[test]
fn without_colours_no_cell_has_one() {
    let mut person = at(FakeDesk::new());
    person.model.shell.setup.palette = Palette::Plain;
    for keys in ["5678 enter +500 enter enter", "y", "w", "esc :", "esc @-9"] {
        person.press(keys);
        let frame = drawn(&person.model, WIDE);
        let coloured = frame.buffer.content.iter().filter(|c| c.fg != Color::Reset || c.bg != Color::Reset).count();
        assert_eq!(coloured, 0, "after {keys}");
    }
}

#[test]
fn outdated_rows_are_dim_and_not_selected() {
    let mut person = at(FakeDesk::new());
    person.model.shell.setup.palette = Palette::Plain;
    person.press("5678 enter /");
    person.slow = true;
    person.press("down x");
    let mut model = person.model.clone();
    model.panes.members.search.field.insert('y');
    let frame = drawn(&model, WIDE);
    let y = frame.find("张伟  ");
    let cell = &frame.buffer[(2, y)];
    assert!(cell.modifier.contains(Modifier::DIM) && !cell.modifier.contains(Modifier::REVERSED));
}

#[rstest]
#[case::search("5678", Some((8, 2)))]
#[case::wide_characters("张伟", Some((8, 2)))]
#[case::list("5678 enter", None)]
#[case::form_with_its_sign("5678 enter +500", Some((18, 5)))]
#[case::choice("5678 enter +500 enter", None)]
#[case::plan("5678 enter +500 enter enter", None)]
#[case::help_over_search("ctrl-k esc", Some((4, 2)))]
#[case::palette("ctrl-k", Some((6, 3)))]
fn the_terminal_s_cursor_is_in_the_text_field(#[case] keys: &str, #[case] place: Option<(u16, u16)>) {
    let mut person = at(FakeDesk::new());
    person.press(keys);
    let cursor = drawn(&person.model, WIDE).cursor.map(|c| (c.x, c.y));
    assert_eq!(cursor, place);
}

#[test]
fn a_long_query_scrolls_under_its_cursor() {
    let mut person = at(FakeDesk::new());
    person.press(&"张伟张伟张伟张伟张伟张伟张伟张伟张伟张伟".repeat(3));
    let frame = drawn(&person.model, WIDE);
    let cursor = frame.cursor.unwrap();
    assert!(cursor.x < 60 && cursor.y == 2, "{cursor:?}");
    assert!(frame.row(2).contains("伟▏"), "{}", frame.row(2));
}

#[test]
fn what_is_selected_is_reversed() {
    let mut person = at(FakeDesk::new());
    person.model.shell.setup.palette = Palette::Plain;
    person.press("5678 enter /");
    let frame = drawn(&person.model, WIDE);
    assert!((4..8).all(|x| frame.buffer[(x, 2)].modifier.contains(Modifier::REVERSED)));
}

#[test]
fn an_overlay_s_edge_is_whole_over_wide_characters() {
    let mut desk = FakeDesk::new();
    for id in 30..60 {
        desk.member(id, &format!("W{id}"), &"宽".repeat(30), "", "");
    }
    for shift in ["", "x"] {
        let mut person = at(desk.clone());
        person.model.shell.setup.file_name = shift.to_owned();
        person.press("W enter @");
        for width in 100..120 {
            let frame = drawn(&person.model, (width, 36));
            let top = frame.find("┌ view");
            let x = (0..width).find(|x| frame.buffer[(*x, top)].symbol() == "┌" && *x > 0).unwrap();
            let covered = |y: u16| unicode_width::UnicodeWidthStr::width(frame.buffer[(x - 1, y)].symbol()) > 1;
            assert!((top..top + 6).all(|y| !covered(y)), "at {width} columns");
        }
    }
}

#[test]
fn every_command_has_its_words_in_every_language() {
    for lang in crate::text::Lang::ALL {
        let words = crate::text::Words::new(lang);
        for command in crate::app::command::TABLE.iter() {
            let (label, sentence) =
                (crate::ui::wording::label(words, command.name), crate::ui::wording::sentence(words, command.name));
            assert!(!label.contains('⟦') && !sentence.contains('⟦'), "{}: {label} {sentence}", command.name);
        }
    }
}

#[test]
fn a_click_target_lies_where_it_is_drawn() {
    let mut person = at(FakeDesk::new());
    person.press("5678 enter");
    let frame = drawn(&person.model, WIDE);
    let y = frame.find("赵薇");
    assert_eq!(frame.regions.target(5, y), Some(MembersPart::List.at(1)));
    assert_eq!(frame.regions.target(1, 1), Some(ClickTarget::Pane(PaneId::Members)));
    assert_eq!(frame.regions.target(5, 2), Some(MembersPart::Search.at(0)));
    assert_eq!(frame.regions.fit(MembersPart::List.id()).rows, 30);
}

#[test]
fn only_a_plan_whose_warnings_fit_counts_as_shown() {
    let mut person = at(FakeDesk::new());
    person.press("5678 enter t3");
    let op = person.model.draft().and_then(|d| d.plan()).map(|p| p.op_id);
    assert!(op.is_some());
    assert_eq!(drawn(&person.model, WIDE).regions.plan_shown, op);
    assert_eq!(drawn(&person.model, (60, 16)).regions.plan_shown, op);
    assert_eq!(drawn(&person.model, (59, 16)).regions.plan_shown, None, "the card shows no plan");
    person.press("?");
    assert_eq!(drawn(&person.model, WIDE).regions.plan_shown, None, "help lies over it");
}

#[test]
fn the_panes_stand_in_the_order_of_their_digits_and_the_current_member_beside_them() {
    let mut person = at(FakeDesk::new());
    let words = crate::text::Words::new(crate::text::Lang::En);
    let mut names = String::new();
    for pane in PaneId::ALL {
        let digit = pane.digit();
        let name = words.t(&format!("pane.{}", pane.name()), &[]);
        person.press(&format!("esc esc esc tab {digit}"));
        let row = drawn(&person.model, WIDE).row(PANES);
        assert!(row.contains(&format!("[{digit} {name}]")), "{row}");
        assert!(row.starts_with(&names), "{row}");
        write!(names, " {digit} {name} ").unwrap();
    }
    person.press("esc esc esc / 5678 enter enter");
    let row = drawn(&person.model, WIDE).row(PANES);
    assert!(row.starts_with("[1 Members]") && row.ends_with("张伟 M0012345"), "{row}");
}

#[test]
fn names_are_on_the_screen_at_every_width() {
    let mut person = at(FakeDesk::new());
    person.press("5678 enter");
    for lang in Lang::ALL {
        person.model.shell.setup.lang = lang;
        for width in 60..=240 {
            let frame = drawn(&person.model, (width, 30));
            let y = frame.find("▸张伟");
            assert!(frame.row(y + 2).contains("Zhou W"), "{lang:?} {width}: {}", frame.row(y + 2));
        }
    }
}

#[test]
fn a_heat_map_colours_whole_cells_and_the_one_under_the_cursor_is_reversed() {
    let mut person = at(FakeDesk::new());
    person.press("5678 enter 3");
    let frame = drawn(&person.model, WIDE);
    let y = frame.find("R4");
    // 62 columns beside the list: 3 of labels, 11 a cell.
    let ground = |column: u16| frame.buffer[(column, y)].bg;
    for cell in 0..5 {
        let grounds: Vec<Color> = (3 + cell * 11..14 + cell * 11).map(ground).collect();
        assert!(matches!(grounds[0], Color::Rgb(..)) && grounds.iter().all(|bg| *bg == grounds[0]), "{grounds:?}");
    }
    let (there, here) = (&frame.buffer[(50, y)], &frame.buffer[(50, y - 3)]);
    assert!(here.modifier.contains(Modifier::BOLD) && !there.modifier.contains(Modifier::BOLD));
    person.model.shell.setup.depth = ColourDepth::Sixteen;
    let frame = drawn(&person.model, WIDE);
    assert!(["░", "▒", "▓", "█"].iter().any(|glyph| frame.row(y).contains(glyph)), "too few colours: shading");
}
