//! Any size and any keys: nothing panics, and below the smallest size a card says what is needed.

use super::{at, drawn};
use crate::app::sample::FakeDesk;
use crate::domain::lang::Lang;
use crate::shell::key::{Code, Key};
use crate::shell::msg::{Mouse, MouseAct, Msg};
use proptest::prelude::*;
use rstest::rstest;

#[rstest]
#[case::narrow(59, 16)]
#[case::low(60, 15)]
#[case::tiny(24, 3)]
#[case::one_row(40, 1)]
fn too_small(#[case] width: u16, #[case] height: u16, #[values(Lang::En, Lang::Zh)] lang: Lang) {
    let mut person = at(FakeDesk::new());
    person.press("5678 enter");
    person.model.shell.setup.lang = lang;
    let text = drawn(&person.model, (width, height)).text();
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(format!("too_small__{width}x{height}_{lang:?}"), text);
    });
}

#[test]
fn the_smallest_size_shows_the_panes() {
    let mut person = at(FakeDesk::new());
    person.press("5678 enter");
    assert!(drawn(&person.model, (60, 16)).text().contains("▸张伟"));
}

fn key() -> impl Strategy<Value = Key> {
    use Code as C;
    let codes = vec![
        C::Enter,
        C::Esc,
        C::Tab,
        C::BackTab,
        C::Backspace,
        C::Delete,
        C::Up,
        C::Down,
        C::Left,
        C::Right,
        C::Home,
        C::End,
        C::PageUp,
        C::PageDown,
        C::F(1),
        C::F(5),
        C::Insert,
    ];
    prop_oneof![
        6 => prop::sample::select("5678+rtuwc@:?/y123345jkhlgGqvVsSadxie 张\u{301}\u{202e}".chars().collect::<Vec<_>>()).prop_map(Key::char),
        4 => prop::sample::select(codes).prop_map(Key::plain),
        1 => prop::sample::select("kstrudwaeb".chars().collect::<Vec<_>>()).prop_map(Key::ctrl),
    ]
}

fn msg() -> impl Strategy<Value = Msg> {
    let mouse = (0..200_u16, 0..60_u16, 0..3_u8).prop_map(|(column, row, act)| {
        let act = [MouseAct::Press, MouseAct::WheelUp, MouseAct::WheelDown][usize::from(act)];
        Msg::Mouse(Mouse { act, column, row })
    });
    prop_oneof![
        20 => key().prop_map(Msg::Key),
        1 => prop::sample::select(vec!["erase", "merge", "freeze", "2345", "\u{1b}[2J\n"]).prop_map(|t| Msg::Paste(t.to_owned())),
        3 => mouse,
        1 => Just(Msg::FileChanged),
        1 => Just(Msg::Resize),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn nothing_panics(
        msgs in prop::collection::vec(msg(), 1..40),
        sizes in prop::collection::vec((1..200_u16, 1..60_u16), 12),
        answers in prop::collection::vec(0..3_usize, 12),
    ) {
        let mut person = at(FakeDesk::new());
        person.slow = true;
        for (n, msg) in msgs.into_iter().enumerate() {
            person.send(msg);
            for _ in 0..answers[n % 12] {
                person.answer_next();
            }
            drawn(&person.model, sizes[n % 12]);
        }
    }
}

#[test]
fn every_size_can_be_drawn() {
    for keys in [
        "5678 enter",
        "5678 enter +501 enter enter",
        "5678 enter t3",
        "5678 enter :erase enter",
        "5678 enter w",
        "5678 enter ?",
        "5678 enter :",
        "5678 enter @",
    ] {
        let mut person = at(FakeDesk::new());
        person.press(keys);
        for size in (1..=200).step_by(19).flat_map(|w| (1..=60).step_by(6).map(move |h| (w, h))) {
            drawn(&person.model, size);
        }
        for size in (0..=12).flat_map(|w| (0..=12).map(move |h| (w, h))) {
            drawn(&person.model, size);
        }
        for size in [(60, 16), (60, 17), (61, 16), (71, 20), (72, 20), (99, 16), (100, 16)] {
            drawn(&person.model, size);
        }
    }
}
