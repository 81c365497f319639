//! One key's bytes: control characters, UTF-8, `ESC x`, `ESC O x` and `ESC [ … x` as xterm and its heirs send them.

use super::{ESC, key};
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

/// What bytes from the start of a key mean so far.
#[derive(Debug)]
pub(super) enum Parsed {
    /// They have begun something.
    More,
    /// They are one event.
    Event(Event),
    /// They are a whole sequence that means nothing here.
    Noise,
    /// The last byte does not belong to what stands before it.
    BrokenOff,
}

/// Reads `bytes`, never empty, all but the last of which were [`Parsed::More`] before.
pub(super) fn parse(bytes: &[u8]) -> Parsed {
    match bytes {
        [ESC] | [ESC, ESC | b'[' | b'O'] => Parsed::More,
        [ESC, ESC, b'[' | b'O', ..] => with_alt(parse(&bytes[1..])),
        [ESC, ESC, ..] => Parsed::BrokenOff,
        [ESC, b'[', rest @ ..] => csi(rest),
        [ESC, b'O', last] => ss3(*last),
        [ESC, rest @ ..] => with_alt(plain(rest)),
        _ => plain(bytes),
    }
}

/// `ESC` before a key is that key with alt.
fn with_alt(parsed: Parsed) -> Parsed {
    match parsed {
        Parsed::Event(Event::Key(key)) => {
            Parsed::Event(Event::Key(KeyEvent { modifiers: key.modifiers | KeyModifiers::ALT, ..key }))
        }
        other => other,
    }
}

/// A control character or one character of UTF-8.
fn plain(bytes: &[u8]) -> Parsed {
    let (first, ctrl) = (bytes[0], KeyModifiers::CONTROL);
    let event = match first {
        b'\r' => key(KeyCode::Enter, KeyModifiers::NONE),
        b'\t' => key(KeyCode::Tab, KeyModifiers::NONE),
        0x7f | 0x08 => key(KeyCode::Backspace, KeyModifiers::NONE),
        0x00 => key(KeyCode::Char(' '), ctrl),
        0x01..=0x1a => key(KeyCode::Char(char::from(first - 1 + b'a')), ctrl),
        0x1c..=0x1f => key(KeyCode::Char(char::from(first - 0x1c + b'4')), ctrl),
        _ => return character(bytes),
    };
    Parsed::Event(event)
}

fn character(bytes: &[u8]) -> Parsed {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.chars().next().map_or(Parsed::Noise, |c| {
            let shift = if c.is_uppercase() { KeyModifiers::SHIFT } else { KeyModifiers::NONE };
            Parsed::Event(key(KeyCode::Char(c), shift))
        }),
        Err(error) if error.error_len().is_none() => Parsed::More,
        Err(_) if bytes.len() > 1 => Parsed::BrokenOff,
        Err(_) => Parsed::Noise,
    }
}

fn ss3(last: u8) -> Parsed {
    let code = match last {
        b'P'..=b'S' => KeyCode::F(last - b'P' + 1),
        b'M' => KeyCode::Enter,
        ESC => return Parsed::BrokenOff,
        _ => match letter(last) {
            Some(code) => code,
            None => return Parsed::Noise,
        },
    };
    Parsed::Event(key(code, KeyModifiers::NONE))
}

/// What follows `ESC [`.
fn csi(rest: &[u8]) -> Parsed {
    let (last, body) = match rest {
        // The Linux console's F1 to F5.
        [b'['] => return Parsed::More,
        [b'[', f @ b'A'..=b'E'] => return Parsed::Event(key(KeyCode::F(f - b'A' + 1), KeyModifiers::NONE)),
        [.., 0x20..=0x3f] => return Parsed::More,
        [body @ .., last @ 0x40..=0x7e] => (*last, body),
        [.., _] => return Parsed::BrokenOff,
        [] => return Parsed::More,
    };
    if let (Some(body), b'M' | b'm') = (body.strip_prefix(b"<"), last) {
        return mouse(body, last == b'm').map_or(Parsed::Noise, |m| Parsed::Event(Event::Mouse(m)));
    }
    let Some(numbers) = numbers(body) else { return Parsed::Noise };
    let modifiers = modifiers(numbers.get(1).copied().unwrap_or(1));
    let event = match last {
        b'Z' => key(KeyCode::BackTab, KeyModifiers::SHIFT),
        b'I' if body.is_empty() => Event::FocusGained,
        b'O' if body.is_empty() => Event::FocusLost,
        b'P'..=b'S' => key(KeyCode::F(last - b'P' + 1), modifiers),
        b'~' => match numbers.first().copied().and_then(numbered) {
            Some(code) => key(code, modifiers),
            None => return Parsed::Noise,
        },
        _ => match letter(last) {
            Some(code) => key(code, modifiers),
            None => return Parsed::Noise,
        },
    };
    Parsed::Event(event)
}

/// Decimal parameters between semicolons; an empty one counts as 1. `None` where there is anything else.
fn numbers(body: &[u8]) -> Option<Vec<u16>> {
    let text = std::str::from_utf8(body).ok()?;
    if text.is_empty() {
        return Some(Vec::new());
    }
    text.split(';').map(|n| if n.is_empty() { Some(1) } else { n.parse().ok() }).collect()
}

/// xterm's modifier parameter: one more than the sum of shift 1, alt 2, control 4, meta 8.
fn modifiers(parameter: u16) -> KeyModifiers {
    let bits = parameter.saturating_sub(1);
    let mut modifiers = KeyModifiers::NONE;
    modifiers.set(KeyModifiers::SHIFT, bits & 1 != 0);
    modifiers.set(KeyModifiers::ALT, bits & (2 | 8) != 0);
    modifiers.set(KeyModifiers::CONTROL, bits & 4 != 0);
    modifiers
}

fn letter(last: u8) -> Option<KeyCode> {
    Some(match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'H' => KeyCode::Home,
        b'F' => KeyCode::End,
        _ => return None,
    })
}

fn numbered(n: u16) -> Option<KeyCode> {
    Some(match n {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => KeyCode::F(u8::try_from(n - 10).ok()?),
        17..=21 => KeyCode::F(u8::try_from(n - 11).ok()?),
        23 | 24 => KeyCode::F(u8::try_from(n - 12).ok()?),
        _ => return None,
    })
}

/// `b;x;y` of a mouse report in SGR form; places count from 1.
fn mouse(body: &[u8], up: bool) -> Option<MouseEvent> {
    let [b, x, y] = numbers(body)?.try_into().ok()?;
    let button = match b & 3 {
        0 => Some(MouseButton::Left),
        1 => Some(MouseButton::Middle),
        2 => Some(MouseButton::Right),
        _ => None,
    };
    let kind = match (b & 64 != 0, b & 32 != 0, button) {
        (true, _, _) => match b & 3 {
            0 => MouseEventKind::ScrollUp,
            1 => MouseEventKind::ScrollDown,
            2 => MouseEventKind::ScrollLeft,
            _ => MouseEventKind::ScrollRight,
        },
        (_, true, Some(button)) => MouseEventKind::Drag(button),
        (_, true, None) => MouseEventKind::Moved,
        (_, false, Some(button)) if up => MouseEventKind::Up(button),
        (_, false, Some(button)) => MouseEventKind::Down(button),
        (_, false, None) => return None,
    };
    let mut modifiers = KeyModifiers::NONE;
    modifiers.set(KeyModifiers::SHIFT, b & 4 != 0);
    modifiers.set(KeyModifiers::ALT, b & 8 != 0);
    modifiers.set(KeyModifiers::CONTROL, b & 16 != 0);
    Some(MouseEvent { kind, column: x.checked_sub(1)?, row: y.checked_sub(1)?, modifiers })
}
