//! What terminals send, and what must never happen.

use super::*;
use crate::shell::msg::{Mouse, MouseAct};
use crate::world::keys::{bytes, keys};
use proptest::prelude::*;
use rstest::rstest;

fn decoded(pieces: &[&[u8]]) -> Vec<Msg> {
    let (mut decoder, mut msgs) = (Decoder::default(), Vec::new());
    for piece in pieces {
        decoder.feed(piece, &mut msgs);
    }
    decoder.flush(&mut msgs);
    msgs
}

fn plain(c: char) -> Msg {
    Msg::Key(Key::char(c))
}

#[rstest]
#[case::letter(b"a", Key::plain(Code::Char('a')))]
#[case::capital(b"G", Key::plain(Code::Char('G')))]
#[case::han("张".as_bytes(), Key::plain(Code::Char('张')))]
#[case::enter(b"\r", Key::plain(Code::Enter))]
#[case::tab(b"\t", Key::plain(Code::Tab))]
#[case::back_tab(b"\x1b[Z", Key::plain(Code::BackTab))]
#[case::backspace(b"\x7f", Key::plain(Code::Backspace))]
#[case::old_backspace(b"\x08", Key::plain(Code::Backspace))]
#[case::ctrl_k(b"\x0b", Key { ctrl: true, ..Key::plain(Code::Char('k')) })]
#[case::ctrl_z(b"\x1a", Key { ctrl: true, ..Key::plain(Code::Char('z')) })]
#[case::escape(b"\x1b", Key::plain(Code::Esc))]
#[case::alt_b(b"\x1bb", Key { alt: true, ..Key::char('b') })]
#[case::alt_backspace(b"\x1b\x7f", Key { alt: true, ..Key::plain(Code::Backspace) })]
#[case::up(b"\x1b[A", Key::plain(Code::Up))]
#[case::application_up(b"\x1bOA", Key::plain(Code::Up))]
#[case::ctrl_right(b"\x1b[1;5C", Key { ctrl: true, ..Key::plain(Code::Right) })]
#[case::home(b"\x1b[1~", Key::plain(Code::Home))]
#[case::end(b"\x1b[F", Key::plain(Code::End))]
#[case::focus_is_noise_before_a_key(b"\x1b[Ix", Key::plain(Code::Char('x')))]
#[case::shift_page_up(b"\x1b[5;2~", Key::plain(Code::PageUp))]
#[case::f1(b"\x1bOP", Key::plain(Code::F(1)))]
#[case::f5(b"\x1b[15~", Key::plain(Code::F(5)))]
#[case::f12(b"\x1b[24~", Key::plain(Code::F(12)))]
#[case::linux_f2(b"\x1b[[B", Key::plain(Code::F(2)))]
fn one_key(#[case] bytes: &[u8], #[case] key: Key) {
    assert_eq!(decoded(&[bytes]), [Msg::Key(key)]);
}

#[test]
fn what_tests_write_as_keys_is_what_a_terminal_sends_for_them() {
    let written = "a G 张 'two words' space enter tab shift-tab backspace delete insert up down left right home end page-up \
                   page-down ctrl-k ctrl-z alt-b alt-backspace";
    let expected: Vec<Msg> = keys(written).into_iter().map(Msg::Key).collect();
    assert_eq!(decoded(&[bytes(written).as_bytes()]), expected);
    assert_eq!(keys("'up' F2"), [Key::char('u'), Key::char('p'), Key::plain(Code::F(2))]);
}

#[rstest]
#[case::and_digits(b"\x1b56", &[Key::char('5'), Key::char('6')])]
#[case::and_han("\x1b张".as_bytes(), &[Key::char('张')])]
#[case::and_enter(b"\x1b\r", &[Key::plain(Code::Enter)])]
#[case::twice(b"\x1b\x1b", &[Key::plain(Code::Esc)])]
#[case::and_an_arrow(b"\x1b\x1b[A", &[Key::plain(Code::Up)])]
#[case::and_a_bracket(b"\x1b[", &[Key::char('[')])]
#[case::and_a_capital_o(b"\x1bO", &[Key::char('O')])]
fn escape_and_the_next_key_in_one_packet_are_two(#[case] bytes: &[u8], #[case] then: &[Key]) {
    let keys: Vec<Msg> = then.iter().map(|key| Msg::Key(*key)).collect();
    assert_eq!(decoded(&[bytes]), [&[ESCAPE], keys.as_slice()].concat());
}

/// While the terminal is asked for its ground.
#[rstest]
#[case::an_answer(&["\x1b]11;rgb:ffff/ffff/ffff\x07x"], &[Msg::Ground { is_light: true }, plain('x')])]
#[case::in_pieces(&["\x1b", "]11;rgb:00/", "00/00\x1b", "\\"], &[Msg::Ground { is_light: false }])]
#[case::unreadable(&["\x1b]11;?\x07x"], &[plain('x')])]
#[case::cut_off(&["\x1b]11;rgb:ff"], &[])]
#[case::keys(&["\x1b]x"], &[ESCAPE, plain(']'), plain('x')])]
#[case::keys_alone(&["\x1b]"], &[ESCAPE, plain(']')])]
#[case::an_arrow(&["\x1b[A"], &[Msg::Key(Key::plain(Code::Up))])]
fn an_awaited_answer_is_never_typed(#[case] pieces: &[&str], #[case] expected: &[Msg]) {
    let (mut decoder, mut msgs) = (Decoder::default(), Vec::new());
    decoder.expect_ground();
    for piece in pieces {
        decoder.feed(piece.as_bytes(), &mut msgs);
    }
    decoder.flush(&mut msgs);
    assert_eq!(msgs, expected);
}

#[test]
fn a_paste_is_text_whatever_it_holds() {
    let text = "a\x1b[A\r\n张\x1b[20";
    let bytes = format!("\x1b[200~{text}\x1b[201~q");
    assert_eq!(decoded(&[bytes.as_bytes()]), [Msg::Paste(text.to_owned()), plain('q')]);
}

#[test]
fn a_paste_whose_end_was_lost_ends_by_itself_and_keys_are_keys_again() {
    let (mut decoder, mut msgs) = (Decoder::default(), Vec::new());
    decoder.feed(b"\x1b[200~zhang\x1b[20", &mut msgs);
    assert!(decoder.is_in_paste() && msgs.is_empty());
    decoder.end_paste(&mut msgs);
    decoder.feed(b"a", &mut msgs);
    decoder.end_paste(&mut msgs);
    assert_eq!(msgs, [Msg::Paste("zhang\x1b[20".to_owned()), plain('a')]);
    assert!(!decoder.is_in_paste());
}

#[test]
fn a_paste_beyond_the_limit_is_cut_and_its_rest_is_not_typed() {
    let mut bytes = b"\x1b[200~".to_vec();
    bytes.resize(PASTE_LIMIT + 5_000, b'x');
    bytes.extend_from_slice(b"\x1b[201~q");
    let msgs = decoded(&[&bytes]);
    assert!(matches!(&msgs[0], Msg::Paste(text) if text.len() == PASTE_LIMIT));
    assert_eq!(msgs[1..], [plain('q')]);
}

#[test]
fn a_click_counts_places_from_zero() {
    let at = |act| Msg::Mouse(Mouse { act, column: 9, row: 4 });
    assert_eq!(
        decoded(&[b"\x1b[<0;10;5M\x1b[<0;10;5m\x1b[<65;10;5M\x1b[<64;10;5M"]),
        [MouseAct::Press, MouseAct::WheelDown, MouseAct::WheelUp].map(at)
    );
}

#[rstest]
#[case::unknown_csi(b"\x1b[5nx")]
#[case::a_reply_with_a_question_mark(b"\x1b[?62;cx")]
#[case::half_a_character(b"\xe5\xbcx")]
#[case::a_stray_byte(b"\xffx")]
#[case::a_broken_sequence(b"\x1b[1;\x07x")]
fn noise_does_not_eat_the_next_key(#[case] bytes: &[u8]) {
    assert_eq!(decoded(&[bytes]).last(), Some(&plain('x')));
}

#[test]
fn a_begun_sequence_waits_and_an_endless_one_does_not() {
    let (mut decoder, mut msgs) = (Decoder::default(), Vec::new());
    decoder.feed(b"\x1b", &mut msgs);
    assert!(decoder.is_waiting() && msgs.is_empty());
    decoder.feed(b"[B", &mut msgs);
    assert_eq!(msgs, [Msg::Key(Key::plain(Code::Down))]);
    assert!(!decoder.is_waiting());
    decoder.feed(b"\x1b[", &mut msgs);
    decoder.feed(&[b'1'; SEQUENCE_LIMIT], &mut msgs);
    assert!(decoder.pending.len() < SEQUENCE_LIMIT);
}

proptest! {
    #[test]
    fn pieces_make_no_difference(text in "[a-z张\u{1b}\\[O<;0-9A-Z~\r]{0,40}", cut in 0_usize..200) {
        let bytes = text.as_bytes();
        let cut = cut.min(bytes.len());
        prop_assert_eq!(decoded(&[bytes]), decoded(&[&bytes[..cut], &bytes[cut..]]));
    }

    #[test]
    fn any_bytes_are_survived_and_a_key_after_them_arrives(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let (mut decoder, mut msgs) = (Decoder::default(), Vec::new());
        decoder.feed(&bytes, &mut msgs);
        decoder.feed(PASTE_END, &mut msgs);
        decoder.flush(&mut msgs);
        decoder.feed(b"x", &mut msgs);
        prop_assert_eq!(msgs.last(), Some(&plain('x')));
    }
}
