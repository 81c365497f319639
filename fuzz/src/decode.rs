//! A file's bytes.

use crate::{cut, pieces};
use loyaltui::desk::import::decode::{DecodeError, Decoded};
use loyaltui::domain::import::encoding::TextEncoding;
use std::collections::VecDeque;
use std::io::{self, Read};

/// What became of a file: its text, its encoding, and its digest; or `None` where it can't be read.
type Text = Option<(Vec<u8>, TextEncoding, [u8; 32])>;

/// Any pieces give the same text, and no line is lost.
pub fn decode(data: &[u8]) {
    let (plan, bytes) = pieces(data);
    // Now and then more than is looked at before the encoding is decided.
    let times = if plan.first() == Some(&7) { 1 + (2 << 20) / (1 + bytes.len()) } else { 1 };
    let bytes = bytes.repeat(times);
    let whole = read(&bytes, [bytes.as_slice()].into_iter().collect());
    let dripped = if times > 1 { bytes.chunks(100_003).collect() } else { cut(plan, &bytes).collect() };
    let dripped = read(&bytes, dripped);
    assert_eq!(dripped, whole, "the pieces change the text");
    let Some((text, encoding, _)) = whole else { return };
    let lines = |bytes: &[u8]| bytes.iter().filter(|byte| **byte == b'\n').count();
    match encoding {
        TextEncoding::Utf8 => {
            let bom = bytes.starts_with(b"\xef\xbb\xbf");
            assert_eq!(text, bytes[if bom { 3 } else { 0 }..], "UTF-8 is handed on as it is");
        }
        TextEncoding::Utf16Le | TextEncoding::Utf16Be => {
            assert!(std::str::from_utf8(&text).is_ok(), "what is decoded is text");
        }
        TextEncoding::Other(_) => {
            assert!(std::str::from_utf8(&text).is_ok(), "what is decoded is text");
            assert_eq!(lines(&text), lines(&bytes), "lines are lost");
        }
    }
}

/// Hands out one piece at a time.
struct Drip<'a>(VecDeque<&'a [u8]>);

impl Read for Drip<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(mut piece) = self.0.pop_front() else { return Ok(0) };
        let read = piece.read(buffer)?;
        if !piece.is_empty() {
            self.0.push_front(piece);
        }
        Ok(read)
    }
}

fn read(bytes: &[u8], pieces: VecDeque<&[u8]>) -> Text {
    let mut decoded = Decoded::new(Drip(pieces), None);
    let mut text = Vec::new();
    while !decoded.ended() {
        match decoded.fill(&mut text) {
            Ok(()) => {}
            Err(DecodeError::Setup(_)) => return None,
            Err(DecodeError::Io(error)) => panic!("reading memory failed: {error}"),
        }
    }
    assert_eq!(usize::try_from(decoded.bytes), Ok(bytes.len()), "bytes were left unread");
    let encoding = decoded.encoding();
    Some((text, encoding, decoded.sha256()))
}
