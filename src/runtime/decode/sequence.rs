//! One key's bytes: control characters, UTF-8, `ESC x`, `ESC O x` and `ESC [ … x` as xterm and its heirs send them.

use super::ESC;
use crate::app::Msg;
use crate::shell::key::{Code, Key};
use crate::shell::msg::{Mouse, MouseAct};

/// What bytes from the start of a key mean so far.
#[derive(Debug)]
pub(super) enum Parsed {
    More,
    Msg(Msg),
    /// They are a whole sequence that means nothing here.
    Noise,
    /// The last byte does not belong to what stands before it, which is noise.
    BrokenOff,
    /// The first byte is the escape key, and the last one begins something of its own.
    Escape,
}

/// Reads `bytes`, never empty, all but the last of which were [`Parsed::More`] before.
///
/// `ESC x` is alt-`x` only where a text field knows it (by words: `b`, `d`, `f`, backspace). Anything else is the escape key
/// and the next one in one packet, as a slow line delivers them: taken as alt, `esc` `5678` would type `678` in the wrong
/// place.
pub(super) fn parse(bytes: &[u8]) -> Parsed {
    match bytes {
        [ESC] | [ESC, b'[' | b'O'] => Parsed::More,
        [ESC, b'[', rest @ ..] => csi(rest),
        [ESC, b'O', last] => ss3(*last),
        [ESC, key @ (b'b' | b'd' | b'f')] => pressed(Key { alt: true, ..Key::char(char::from(*key)) }),
        [ESC, 0x7f] => pressed(Key { alt: true, ..Key::plain(Code::Backspace) }),
        [ESC, ..] => Parsed::Escape,
        _ => plain(bytes),
    }
}

fn pressed(key: Key) -> Parsed {
    Parsed::Msg(Msg::Key(key))
}

/// A control character or one character of UTF-8.
fn plain(bytes: &[u8]) -> Parsed {
    let first = bytes[0];
    pressed(match first {
        b'\r' => Key::plain(Code::Enter),
        b'\t' => Key::plain(Code::Tab),
        0x7f | 0x08 => Key::plain(Code::Backspace),
        0x00 => Key::ctrl(' '),
        0x01..=0x1a => Key::ctrl(char::from(first - 1 + b'a')),
        0x1c..=0x1f => Key::ctrl(char::from(first - 0x1c + b'4')),
        _ => return character(bytes),
    })
}

fn character(bytes: &[u8]) -> Parsed {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.chars().next().map_or(Parsed::Noise, |c| pressed(Key::char(c))),
        Err(error) if error.error_len().is_none() => Parsed::More,
        Err(_) if bytes.len() > 1 => Parsed::BrokenOff,
        Err(_) => Parsed::Noise,
    }
}

fn ss3(last: u8) -> Parsed {
    match last {
        b'P'..=b'S' => pressed(Key::plain(Code::F(last - b'P' + 1))),
        b'M' => pressed(Key::plain(Code::Enter)),
        ESC => Parsed::BrokenOff,
        _ => letter(last).map_or(Parsed::Noise, |code| pressed(Key::plain(code))),
    }
}

/// What follows `ESC [`.
fn csi(rest: &[u8]) -> Parsed {
    let (last, body) = match rest {
        // The Linux console's F1 to F5.
        [b'[', f @ b'A'..=b'E'] => return pressed(Key::plain(Code::F(f - b'A' + 1))),
        [b'['] | [.., 0x20..=0x3f] | [] => return Parsed::More,
        [body @ .., last @ 0x40..=0x7e] => (*last, body),
        [.., _] => return Parsed::BrokenOff,
    };
    if let (Some(body), b'M' | b'm') = (body.strip_prefix(b"<"), last) {
        return mouse(body, last).map_or(Parsed::Noise, |mouse| Parsed::Msg(Msg::Mouse(mouse)));
    }
    let Some(numbers) = numbers(body) else { return Parsed::Noise };
    let code = match last {
        b'Z' => Some(Code::BackTab),
        b'P'..=b'S' => Some(Code::F(last - b'P' + 1)),
        b'~' => numbers.first().copied().and_then(numbered),
        _ => letter(last),
    };
    let held = numbers.get(1).map_or(0, |n| n.saturating_sub(1));
    code.map_or(Parsed::Noise, |code| pressed(Key { code, ctrl: held & CTRL != 0, alt: held & (ALT | META) != 0 }))
}

/// xterm's modifier parameter is one more than the sum of these and of shift's 1.
const ALT: u16 = 2;
const CTRL: u16 = 4;
const META: u16 = 8;

/// Decimal parameters between semicolons; an empty one counts as 1. `None` where there is anything else.
fn numbers(body: &[u8]) -> Option<Vec<u16>> {
    let text = std::str::from_utf8(body).ok()?;
    if text.is_empty() {
        return Some(Vec::new());
    }
    text.split(';').map(|n| if n.is_empty() { Some(1) } else { n.parse().ok() }).collect()
}

fn letter(last: u8) -> Option<Code> {
    Some(match last {
        b'A' => Code::Up,
        b'B' => Code::Down,
        b'C' => Code::Right,
        b'D' => Code::Left,
        b'H' => Code::Home,
        b'F' => Code::End,
        _ => return None,
    })
}

fn numbered(n: u16) -> Option<Code> {
    Some(match n {
        1 | 7 => Code::Home,
        2 => Code::Insert,
        3 => Code::Delete,
        4 | 8 => Code::End,
        5 => Code::PageUp,
        6 => Code::PageDown,
        11..=15 => Code::F(u8::try_from(n - 10).ok()?),
        17..=21 => Code::F(u8::try_from(n - 11).ok()?),
        23 | 24 => Code::F(u8::try_from(n - 12).ok()?),
        _ => return None,
    })
}

/// `b;x;y` of a mouse report in SGR form; places count from 1. Only what the screen answers to is told.
fn mouse(body: &[u8], last: u8) -> Option<Mouse> {
    let [what, x, y] = numbers(body)?.try_into().ok()?;
    let act = match (what, last) {
        (0, b'M') => MouseAct::Press,
        (64, _) => MouseAct::WheelUp,
        (65, _) => MouseAct::WheelDown,
        _ => return None,
    };
    Some(Mouse { act, column: x.checked_sub(1)?, row: y.checked_sub(1)? })
}
