//! The terminal's bytes.

use crate::{cut, pieces};
use loyaltui::app::Msg;
use loyaltui::runtime::decode::Decoder;
use loyaltui::shell::key::Key;

/// Any pieces mean the same, and whatever came before, the next key is understood.
pub fn keys(data: &[u8]) {
    let (plan, bytes) = pieces(data);
    let (mut whole, mut at_once) = (Decoder::default(), Vec::new());
    whole.feed(bytes, &mut at_once);
    let (mut decoder, mut msgs) = (Decoder::default(), Vec::new());
    for piece in cut(plan, bytes) {
        decoder.feed(piece, &mut msgs);
    }
    assert_eq!(msgs, at_once, "the pieces change what is meant");
    assert_eq!(decoder.is_waiting(), whole.is_waiting());

    decoder.flush(&mut msgs);
    assert!(!decoder.is_waiting(), "nothing can come after the deadline");
    // Ends a paste that has begun; means nothing elsewhere.
    decoder.feed(b"\x1b[201~", &mut msgs);
    decoder.flush(&mut msgs);
    let before = msgs.len();
    decoder.feed(b"a", &mut msgs);
    assert_eq!(msgs[before..], [Msg::Key(Key::char('a'))], "a key is not understood any more");
}
