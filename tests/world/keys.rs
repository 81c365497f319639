//! How tests write keys, wherever they are pressed: `5678 enter +500 enter enter y`.
//!
//! Between blanks stands a key by its name (`enter`, `esc`, `tab`, `shift-tab`, `space`, `backspace`, `delete`, `insert`, `up`,
//! `down`, `left`, `right`, `home`, `end`, `page-up`, `page-down`, `F1`), with control or alt (`ctrl-k`, `alt-x`), or text, which is
//! typed as it stands. Text with blanks in it, or that reads like a name, stands in single quotes: `'zw 5678' enter`.

use loyaltui::shell::key::{Code, Key};

/// The keys that are written here.
pub fn keys(written: &str) -> Vec<Key> {
    let (mut keys, mut rest) = (Vec::new(), written.trim_start());
    while !rest.is_empty() {
        let (token, after) = match rest.strip_prefix('\'').and_then(|quoted| quoted.split_once('\'')) {
            Some((text, after)) => {
                keys.extend(text.chars().map(Key::char));
                ("", after)
            }
            None => rest.split_once(' ').unwrap_or((rest, "")),
        };
        match named(token) {
            Some(key) => keys.push(key),
            None => keys.extend(token.chars().map(typed)),
        }
        rest = after.trim_start();
    }
    keys
}

fn typed(c: char) -> Key {
    assert!(!"⏎⎋␛⇥⇤⌫⌃↑↓←→".contains(c), "write the name of the key {c}");
    Key::char(c)
}

/// The key of a name.
fn named(name: &str) -> Option<Key> {
    let code = |name: &str| {
        Some(match name {
            "enter" => Code::Enter,
            "esc" => Code::Esc,
            "tab" => Code::Tab,
            "shift-tab" => Code::BackTab,
            "space" => Code::Char(' '),
            "backspace" => Code::Backspace,
            "delete" => Code::Delete,
            "insert" => Code::Insert,
            "up" => Code::Up,
            "down" => Code::Down,
            "left" => Code::Left,
            "right" => Code::Right,
            "home" => Code::Home,
            "end" => Code::End,
            "page-up" => Code::PageUp,
            "page-down" => Code::PageDown,
            _ => Code::F(name.strip_prefix('F')?.parse().ok()?),
        })
    };
    let modified = |rest: &str| {
        let mut chars = rest.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) => Some(Code::Char(c)),
            _ => code(rest),
        }
    };
    if let Some(rest) = name.strip_prefix("ctrl-") {
        return Some(Key { ctrl: true, ..Key::plain(modified(rest)?) });
    }
    if let Some(rest) = name.strip_prefix("alt-") {
        return Some(Key { alt: true, ..Key::plain(modified(rest)?) });
    }
    code(name).map(Key::plain)
}

/// What a terminal sends for them.
pub fn bytes(written: &str) -> String {
    keys(written).into_iter().map(sent).collect()
}

fn sent(key: Key) -> String {
    let plain = match key.code {
        Code::Char(c) if key.ctrl => char::from(u8::try_from(c).unwrap() & 0x1f).to_string(),
        Code::Char(c) => c.to_string(),
        Code::Enter => "\r".to_owned(),
        Code::Esc => "\x1b".to_owned(),
        Code::Tab => "\t".to_owned(),
        Code::BackTab => "\x1b[Z".to_owned(),
        Code::Backspace => "\x7f".to_owned(),
        Code::Insert => "\x1b[2~".to_owned(),
        Code::Delete => "\x1b[3~".to_owned(),
        Code::PageUp => "\x1b[5~".to_owned(),
        Code::PageDown => "\x1b[6~".to_owned(),
        Code::Up => "\x1b[A".to_owned(),
        Code::Down => "\x1b[B".to_owned(),
        Code::Right => "\x1b[C".to_owned(),
        Code::Left => "\x1b[D".to_owned(),
        Code::Home => "\x1b[H".to_owned(),
        Code::End => "\x1b[F".to_owned(),
        Code::F(n) => panic!("nobody has needed F{n} in a terminal yet"),
    };
    if key.alt { format!("\x1b{plain}") } else { plain }
}
