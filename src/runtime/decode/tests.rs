//! What terminals send, and what must never happen.

use super::*;
use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use proptest::prelude::*;
use rstest::rstest;

fn decoded(pieces: &[&[u8]]) -> Vec<Event> {
    let (mut decoder, mut events) = (Decoder::default(), Vec::new());
    for piece in pieces {
        decoder.feed(piece, &mut events);
    }
    decoder.flush(&mut events);
    events
}

fn plain(c: char) -> Event {
    key(KeyCode::Char(c), KeyModifiers::NONE)
}

#[rstest]
#[case::letter(b"a", KeyCode::Char('a'), KeyModifiers::NONE)]
#[case::capital(b"G", KeyCode::Char('G'), KeyModifiers::SHIFT)]
#[case::han("张".as_bytes(), KeyCode::Char('张'), KeyModifiers::NONE)]
#[case::enter(b"\r", KeyCode::Enter, KeyModifiers::NONE)]
#[case::tab(b"\t", KeyCode::Tab, KeyModifiers::NONE)]
#[case::back_tab(b"\x1b[Z", KeyCode::BackTab, KeyModifiers::SHIFT)]
#[case::backspace(b"\x7f", KeyCode::Backspace, KeyModifiers::NONE)]
#[case::old_backspace(b"\x08", KeyCode::Backspace, KeyModifiers::NONE)]
#[case::ctrl_k(b"\x0b", KeyCode::Char('k'), KeyModifiers::CONTROL)]
#[case::ctrl_z(b"\x1a", KeyCode::Char('z'), KeyModifiers::CONTROL)]
#[case::escape(b"\x1b", KeyCode::Esc, KeyModifiers::NONE)]
#[case::alt_x(b"\x1bx", KeyCode::Char('x'), KeyModifiers::ALT)]
#[case::alt_bracket(b"\x1b[", KeyCode::Char('['), KeyModifiers::ALT)]
#[case::alt_o(b"\x1bO", KeyCode::Char('O'), KeyModifiers::ALT)]
#[case::up(b"\x1b[A", KeyCode::Up, KeyModifiers::NONE)]
#[case::application_up(b"\x1bOA", KeyCode::Up, KeyModifiers::NONE)]
#[case::ctrl_right(b"\x1b[1;5C", KeyCode::Right, KeyModifiers::CONTROL)]
#[case::alt_up(b"\x1b\x1b[A", KeyCode::Up, KeyModifiers::ALT)]
#[case::home(b"\x1b[1~", KeyCode::Home, KeyModifiers::NONE)]
#[case::end(b"\x1b[F", KeyCode::End, KeyModifiers::NONE)]
#[case::shift_page_up(b"\x1b[5;2~", KeyCode::PageUp, KeyModifiers::SHIFT)]
#[case::f1(b"\x1bOP", KeyCode::F(1), KeyModifiers::NONE)]
#[case::f5(b"\x1b[15~", KeyCode::F(5), KeyModifiers::NONE)]
#[case::f12(b"\x1b[24~", KeyCode::F(12), KeyModifiers::NONE)]
#[case::linux_f2(b"\x1b[[B", KeyCode::F(2), KeyModifiers::NONE)]
fn one_key(#[case] bytes: &[u8], #[case] code: KeyCode, #[case] modifiers: KeyModifiers) {
    assert_eq!(decoded(&[bytes]), [key(code, modifiers)]);
}

#[test]
fn a_paste_is_text_whatever_it_holds() {
    let text = "a\x1b[A\r\n张\x1b[20";
    let bytes = format!("\x1b[200~{text}\x1b[201~q");
    assert_eq!(decoded(&[bytes.as_bytes()]), [Event::Paste(text.to_owned()), plain('q')]);
}

#[test]
fn a_paste_beyond_the_limit_is_cut_and_its_rest_is_not_typed() {
    let mut bytes = b"\x1b[200~".to_vec();
    bytes.resize(PASTE_LIMIT + 5_000, b'x');
    bytes.extend_from_slice(b"\x1b[201~q");
    let events = decoded(&[&bytes]);
    assert!(matches!(&events[0], Event::Paste(text) if text.len() == PASTE_LIMIT));
    assert_eq!(events[1..], [plain('q')]);
}

#[test]
fn a_click_counts_places_from_zero() {
    let at = |kind| MouseEvent { kind, column: 9, row: 4, modifiers: KeyModifiers::NONE };
    assert_eq!(
        decoded(&[b"\x1b[<0;10;5M\x1b[<0;10;5m\x1b[<65;10;5M"]),
        [MouseEventKind::Down(MouseButton::Left), MouseEventKind::Up(MouseButton::Left), MouseEventKind::ScrollDown]
            .map(|kind| Event::Mouse(at(kind)))
    );
}

#[rstest]
#[case::unknown_csi(b"\x1b[5nx")]
#[case::a_reply_with_a_question_mark(b"\x1b[?62;c\x78")]
#[case::half_a_character(b"\xe5\xbcx")]
#[case::a_stray_byte(b"\xffx")]
#[case::a_broken_sequence(b"\x1b[1;\x07x")]
fn noise_does_not_eat_the_next_key(#[case] bytes: &[u8]) {
    assert_eq!(decoded(&[bytes]).last(), Some(&plain('x')));
}

#[test]
fn a_begun_sequence_waits_and_an_endless_one_does_not() {
    let (mut decoder, mut events) = (Decoder::default(), Vec::new());
    decoder.feed(b"\x1b", &mut events);
    assert!(decoder.is_waiting() && events.is_empty());
    decoder.feed(b"[B", &mut events);
    assert_eq!(events, [key(KeyCode::Down, KeyModifiers::NONE)]);
    assert!(!decoder.is_waiting());
    decoder.feed(b"\x1b[", &mut events);
    decoder.feed(&[b'1'; SEQUENCE_LIMIT], &mut events);
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
        let (mut decoder, mut events) = (Decoder::default(), Vec::new());
        decoder.feed(&bytes, &mut events);
        decoder.feed(PASTE_END, &mut events);
        decoder.flush(&mut events);
        decoder.feed(b"x", &mut events);
        prop_assert_eq!(events.last(), Some(&plain('x')));
    }
}
