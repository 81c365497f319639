//! Bytes of the terminal into keys, pastes and clicks.
//!
//! Why not crossterm's own reader: on a blocking terminal it waits inside `read` for the rest of a sequence that has only
//! begun (escape and `[` hold up signals and answers until the next key), and at a hang-up it reads nothing for ever at 100 %.
//! Here the caller reads, after one `poll` over everything, and this room only decodes: it never waits, takes a sequence in
//! any pieces, and says with [`Decoder::is_waiting`] that a deadline should decide what an unfinished one was.

pub mod ground;
mod sequence;

use crate::app::Msg;
use crate::shell::key::{Code, Key};
use ground::GroundBytes;
use sequence::Parsed;

/// The longest paste that is kept, in bytes; the rest of a longer one is dropped up to its end.
const PASTE_LIMIT: usize = 1 << 20;

/// The longest sequence that can mean something; a longer one is noise.
const SEQUENCE_LIMIT: usize = 64;

const ESC: u8 = 0x1b;
const ESCAPE: Msg = Msg::Key(Key::plain(Code::Esc));
const PASTE_BEGIN: &[u8] = b"\x1b[200~";
const PASTE_END: &[u8] = b"\x1b[201~";

/// A decoder with what it has not understood yet.
#[derive(Debug, Default)]
pub struct Decoder {
    pending: Vec<u8>,
    paste: Option<Paste>,
    /// Whether the terminal was asked for its ground and has not answered: else `ESC ]` are two keys.
    awaits_ground: bool,
}

/// A paste that has begun.
#[derive(Debug, Default)]
struct Paste {
    text: Vec<u8>,
    /// The last bytes seen, where they may be the beginning of the end mark.
    tail: Vec<u8>,
}

impl Decoder {
    /// The terminal has been asked for its ground: an answer may come.
    pub fn expect_ground(&mut self) {
        self.awaits_ground = true;
    }

    /// Takes what was read and appends what it means.
    pub fn feed(&mut self, bytes: &[u8], msgs: &mut Vec<Msg>) {
        for byte in bytes {
            match &mut self.paste {
                Some(paste) => {
                    if paste.push(*byte) {
                        let text = String::from_utf8_lossy(&std::mem::take(&mut paste.text)).into_owned();
                        self.paste = None;
                        msgs.push(Msg::Paste(text));
                    }
                }
                None => self.key_byte(*byte, msgs),
            }
        }
    }

    /// Whether a sequence has begun that more bytes or a deadline must end. A paste is not one: it ends with its mark.
    pub fn is_waiting(&self) -> bool {
        !self.pending.is_empty()
    }

    /// Whether a paste has begun whose end has not come.
    pub fn is_in_paste(&self) -> bool {
        self.paste.is_some()
    }

    /// The end of a paste does not come: what has come of it is the paste.
    pub fn end_paste(&mut self, msgs: &mut Vec<Msg>) {
        if let Some(mut paste) = self.paste.take() {
            paste.text.append(&mut paste.tail);
            msgs.push(Msg::Paste(String::from_utf8_lossy(&paste.text).into_owned()));
        }
    }

    /// The deadline passed: what is there is all there is. `ESC` is the key, `ESC [` and `ESC O` are two; the rest is noise.
    pub fn flush(&mut self, msgs: &mut Vec<Msg>) {
        match *self.pending.as_slice() {
            [ESC] => msgs.push(ESCAPE),
            [ESC, b']', ..] if !ground::is_cut_off(&self.pending) => {
                self.as_keys(msgs);
                return;
            }
            [ESC, c @ (b'[' | b'O')] => msgs.extend([ESCAPE, Msg::Key(Key::char(char::from(c)))]),
            _ => {}
        }
        self.pending.clear();
    }

    /// What is there is the escape key, and others behind it.
    fn as_keys(&mut self, msgs: &mut Vec<Msg>) {
        let bytes = std::mem::take(&mut self.pending);
        msgs.push(ESCAPE);
        for byte in bytes.into_iter().skip(1) {
            self.key_byte(byte, msgs);
        }
    }

    fn key_byte(&mut self, byte: u8, msgs: &mut Vec<Msg>) {
        self.pending.push(byte);
        if self.awaits_ground {
            match ground::parse(&self.pending) {
                GroundBytes::Other => {}
                GroundBytes::More if self.pending.len() < SEQUENCE_LIMIT => return,
                GroundBytes::More => return self.pending.clear(),
                GroundBytes::Broken => return self.as_keys(msgs),
                GroundBytes::Answer(is_light) => {
                    self.pending.clear();
                    self.awaits_ground = false;
                    return msgs.extend(is_light.map(|is_light| Msg::Ground { is_light }));
                }
            }
        }
        if self.pending == PASTE_BEGIN {
            self.pending.clear();
            self.paste = Some(Paste::default());
            return;
        }
        match sequence::parse(&self.pending) {
            Parsed::More if self.pending.len() < SEQUENCE_LIMIT => {}
            Parsed::More | Parsed::Noise => self.pending.clear(),
            Parsed::Msg(msg) => {
                self.pending.clear();
                msgs.push(msg);
            }
            Parsed::BrokenOff => {
                self.pending.clear();
                self.key_byte(byte, msgs);
            }
            Parsed::Escape => {
                self.pending.clear();
                msgs.push(ESCAPE);
                self.key_byte(byte, msgs);
            }
        }
    }
}

impl Paste {
    /// Takes one byte; true where it was the last of the end mark.
    fn push(&mut self, byte: u8) -> bool {
        self.tail.push(byte);
        if self.tail == PASTE_END {
            return true;
        }
        while !PASTE_END.starts_with(&self.tail) {
            let first = self.tail.remove(0);
            if self.text.len() < PASTE_LIMIT {
                self.text.push(first);
            }
        }
        false
    }
}

#[cfg(test)]
mod tests;
