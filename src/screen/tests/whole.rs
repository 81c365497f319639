//! What a narrow screen may leave out and must not cut: numbers and days are whole or not there, and names stay.

use super::feedback::with_cases;
use super::{at, drawn};
use crate::app::sample::{FakeDesk, Person};
use crate::domain::lang::Lang;
use rstest::rstest;

const WIDTHS: [u16; 12] = [60, 66, 71, 72, 80, 96, 99, 100, 103, 120, 160, 240];

/// The rows of a state in which `…` stands behind a digit.
fn cut_numbers(person: &Person, width: u16, lang: Lang) -> Vec<String> {
    let mut model = person.model.clone();
    model.shell.setup.lang = lang;
    let frame = drawn(&model, (width, 40));
    let is_cut =
        |row: &String| row.char_indices().any(|(at, c)| c == '…' && row[..at].ends_with(|c: char| c.is_ascii_digit()));
    (0..40).map(|y| frame.row(y)).filter(is_cut).collect()
}

fn large() -> Person {
    let mut desk = FakeDesk::new();
    desk.sale(1, "2025-01-20", 98_765_432, "ORDER-2025-0001");
    desk.sale(1, "2026-11-21", 12_345_678, "ORDER-2026-0002");
    let mut person = at(desk);
    person.press("5678 enter");
    person
}

/// No number is cut on what stands after `keys`, at any width, in any language.
fn numbers_are_whole(person: &Person, keys: &str) {
    for (width, lang) in WIDTHS.into_iter().flat_map(|width| Lang::ALL.map(|lang| (width, lang))) {
        assert_eq!(cut_numbers(person, width, lang), [""; 0], "{keys} at {width} columns, {lang:?}");
    }
}

#[rstest]
#[case::list("")]
#[case::ledger("enter")]
#[case::purchases("enter l")]
#[case::journal("+500 enter enter y lll")]
#[case::detail("enter enter")]
#[case::points("+500 enter enter")]
#[case::too_many("+501 enter enter")]
#[case::redeem("r4100 enter Kettle enter")]
#[case::tier("t3")]
#[case::tier_whole("t enter enter enter enter")]
#[case::undo("t enter enter enter enter y u")]
#[case::edit("e tab tab 13900001111")]
#[case::merge("esc down :merge enter 赵 enter enter")]
#[case::close("':close mem' enter enter")]
#[case::why_balance("w")]
#[case::why_tier("w tab")]
#[case::why_segment("w tab tab")]
#[case::map("3")]
#[case::drilled("3 enter")]
#[case::moves("3 vjjl")]
#[case::months("3 vvj")]
#[case::cohorts("3 vvvjjlll")]
#[case::value("3 V")]
#[case::models("3 V tab")]
#[case::definitions("3 i")]
fn no_number_is_cut(#[case] keys: &str) {
    let mut person = large();
    person.press(keys);
    numbers_are_whole(&person, keys);
}

#[rstest]
#[case::queue("down 4")]
#[case::everything("down 4hh")]
#[case::due("down 4d+4h enter")]
#[case::scores("down 4h")]
#[case::counted("down 4hw")]
#[case::logged("5678 enter f3")]
fn no_number_of_feedback_is_cut(#[case] keys: &str) {
    let mut person = with_cases();
    person.press(keys);
    numbers_are_whole(&person, keys);
}

#[test]
fn names_are_in_the_feedback_list_at_every_width() {
    let mut person = with_cases();
    person.press("down 4");
    for lang in Lang::ALL {
        person.model.shell.setup.lang = lang;
        for width in 60..=240 {
            let frame = drawn(&person.model, (width, 30));
            let y = frame.find("赵薇");
            assert!(y > 3, "{lang:?} {width}: {}", frame.text());
        }
    }
}

#[rstest]
#[case::search_box("", "F1")]
#[case::list("5678 enter", "?")]
#[case::file("5678 enter enter", "?")]
#[case::form("5678 enter +500", "F1")]
#[case::preview("5678 enter +500 enter enter", "F1")]
#[case::words("5678 enter f3 enter", "F1")]
#[case::dialog("5678 enter :freeze enter", "F1")]
#[case::segments("down 3", "?")]
#[case::segment_members("down 3 enter", "?")]
#[case::filter("down 3 /", "F1")]
#[case::feedback("down 4", "?")]
#[case::case("down 4 enter", "?")]
#[case::import("tab : 'import file' enter", "F1")]
fn help_is_in_the_key_line_at_every_width(#[case] keys: &str, #[case] key: &str) {
    let mut person = with_cases();
    person.press(keys);
    for lang in Lang::ALL {
        person.model.shell.setup.lang = lang;
        let hint = format!("{key} {}", crate::ui::wording::hint(crate::text::Words::new(lang), "help"));
        for width in 60..=240 {
            let frame = drawn(&person.model, (width, 24));
            assert!(frame.row(23).contains(&hint), "{width} {lang:?}: {}", frame.row(23));
        }
    }
}

#[test]
fn the_reasons_of_rejected_rows_are_whole_at_every_width() {
    let mut person = at(FakeDesk::new());
    person.press("tab : 'import file' enter bad.csv enter down down down down right enter");
    for lang in Lang::ALL {
        person.model.shell.setup.lang = lang;
        // Where nothing of the pane stands beside the dialog.
        for width in WIDTHS.into_iter().filter(|width| *width <= 96) {
            let text = drawn(&person.model, (width, 40)).text();
            let told = text.replace(['│', '\n', ' '], "");
            assert!(told.contains("--errorsrejected.csv") && told.contains("57"), "{width} {lang:?}: {text}");
            assert!(
                told.contains(if lang == Lang::En { "--updateoverwritesthem" } else { "加--update可覆盖" }),
                "{width} {lang:?}: {text}"
            );
        }
    }
}
