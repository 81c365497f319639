//! A key as the screen understands it, without a terminal.

use crate::domain::width::half_width_char;
use std::fmt;
use std::str::FromStr;

/// One key press. Releases never come this far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    pub code: Code,
    /// With control held. A letter is then always lower case.
    pub ctrl: bool,
    pub alt: bool,
}

/// Which key. Shift is part of the character (`G`), of [`Code::BackTab`], and of nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    Char(char),
    F(u8),
    Enter,
    Esc,
    Tab,
    BackTab,
    Backspace,
    Delete,
    Insert,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
}

impl Key {
    pub const fn plain(code: Code) -> Self {
        Self { code, ctrl: false, alt: false }
    }

    pub const fn char(c: char) -> Self {
        Self::plain(Code::Char(c))
    }

    /// A character with control held.
    pub const fn ctrl(c: char) -> Self {
        Self { code: Code::Char(c), ctrl: true, alt: false }
    }

    /// The key that an input method's full-width form stands for: `？` is `?`, `５` is `5`, and `、` is the `/` beside the right
    /// shift key. Any other key is itself.
    #[must_use]
    pub fn half_width(self) -> Self {
        match self.code {
            Code::Char('、') => Self { code: Code::Char('/'), ..self },
            Code::Char(c) => Self { code: Code::Char(half_width_char(c)), ..self },
            Code::F(_)
            | Code::Enter
            | Code::Esc
            | Code::Tab
            | Code::BackTab
            | Code::Backspace
            | Code::Delete
            | Code::Insert
            | Code::Up
            | Code::Down
            | Code::Left
            | Code::Right
            | Code::Home
            | Code::End
            | Code::PageUp
            | Code::PageDown => self,
        }
    }

    /// The character that a text field takes, where this key is one.
    pub const fn printable(self) -> Option<char> {
        if let (Code::Char(c), false, false) = (self.code, self.ctrl, self.alt) { Some(c) } else { None }
    }
}

/// The key's name as hints and help show it: `ctrl-k`, `⏎`, `esc`, `+`.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("ctrl-")?;
        }
        if self.alt {
            f.write_str("alt-")?;
        }
        match self.code {
            Code::Char(' ') => f.write_str("space"),
            Code::Char(c) => write!(f, "{c}"),
            Code::F(n) => write!(f, "F{n}"),
            Code::Enter => f.write_str("⏎"),
            Code::Esc => f.write_str("esc"),
            Code::Tab => f.write_str("Tab"),
            Code::BackTab => f.write_str("shift-Tab"),
            Code::Backspace => f.write_str("⌫"),
            Code::Delete => f.write_str("Del"),
            Code::Insert => f.write_str("Ins"),
            Code::Up => f.write_str("↑"),
            Code::Down => f.write_str("↓"),
            Code::Left => f.write_str("←"),
            Code::Right => f.write_str("→"),
            Code::Home => f.write_str("Home"),
            Code::End => f.write_str("End"),
            Code::PageUp => f.write_str("PgUp"),
            Code::PageDown => f.write_str("PgDn"),
        }
    }
}

/// The named keys, as a person writes them. The first name of a key is the one that is printed.
const NAMES: [(&str, Code); 20] = [
    ("space", Code::Char(' ')),
    ("enter", Code::Enter),
    ("esc", Code::Esc),
    ("tab", Code::Tab),
    ("shift-tab", Code::BackTab),
    ("backspace", Code::Backspace),
    ("delete", Code::Delete),
    ("insert", Code::Insert),
    ("up", Code::Up),
    ("down", Code::Down),
    ("left", Code::Left),
    ("right", Code::Right),
    ("home", Code::Home),
    ("end", Code::End),
    ("page-up", Code::PageUp),
    ("page-down", Code::PageDown),
    ("return", Code::Enter),
    ("escape", Code::Esc),
    ("pgup", Code::PageUp),
    ("pgdn", Code::PageDown),
];

/// The letters that a terminal can't tell from other keys while control is held: tab, enter and backspace.
const SAME_WITH_CONTROL: &str = "imh";

impl Key {
    /// The key as [`Key::from_str`] reads it: `ctrl-k`, `enter`, `+`.
    pub fn written(self) -> String {
        let name = NAMES.iter().find(|(_, code)| *code == self.code).map(|(name, _)| (*name).to_owned());
        let plain = Self { ctrl: false, alt: false, ..self };
        format!("{}{}", if self.ctrl { "ctrl-" } else { "" }, name.unwrap_or_else(|| plain.to_string()))
    }
}

/// A text that names no key which a terminal sends and nobody types by accident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoKey;

/// Reads one character (`+`, `F`), a key's name (`enter`, `page-up`, `f5`), or one with control (`ctrl-k`). Names are read in any case.
/// Keys with alt have no name: escape with a key right behind it looks the same.
impl FromStr for Key {
    type Err = NoKey;

    fn from_str(written: &str) -> Result<Self, NoKey> {
        let mut characters = written.chars();
        if let (Some(only), None) = (characters.next(), characters.next()) {
            let is_shown = !only.is_control() && !only.is_whitespace();
            return if is_shown { Ok(Self::char(only).half_width()) } else { Err(NoKey) };
        }
        let name = written.to_lowercase();
        if let Some(held) = name.strip_prefix("ctrl-") {
            let mut letters = held.chars();
            return match (letters.next(), letters.next()) {
                (Some(letter @ 'a'..='z'), None) if !SAME_WITH_CONTROL.contains(letter) => Ok(Self::ctrl(letter)),
                _ => Err(NoKey),
            };
        }
        if let Some((_, code)) = NAMES.iter().find(|(known, _)| *known == name) {
            return Ok(Self::plain(*code));
        }
        let number = name.strip_prefix('f').and_then(|n| n.parse().ok()).filter(|n| (1..=12).contains(n));
        number.map(|n| Self::plain(Code::F(n))).ok_or(NoKey)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::help('？', '?')]
    #[case::palette('：', ':')]
    #[case::points('＋', '+')]
    #[case::search('／', '/')]
    #[case::as_of('＠', '@')]
    #[case::columns('｜', '|')]
    #[case::pane('４', '4')]
    #[case::letter('ｕ', 'u')]
    #[case::a_chinese_keyboard_has_this_for_a_slash('、', '/')]
    #[case::half_width_already('+', '+')]
    #[case::no_such_form('张', '张')]
    fn full_width_keys_mean_their_half_width_forms(#[case] typed: char, #[case] meant: char) {
        assert_eq!(Key::char(typed).half_width(), Key::char(meant));
    }

    #[rstest]
    #[case("+", Key::char('+'))]
    #[case("G", Key::char('G'))]
    #[case::full_width("？", Key::char('?'))]
    #[case("ctrl-k", Key::ctrl('k'))]
    #[case("Ctrl-K", Key::ctrl('k'))]
    #[case("space", Key::char(' '))]
    #[case("Page-Up", Key::plain(Code::PageUp))]
    #[case("F5", Key::plain(Code::F(5)))]
    #[case("f12", Key::plain(Code::F(12)))]
    fn a_key_is_read_as_it_is_written(#[case] written: &str, #[case] key: Key) {
        assert_eq!(written.parse(), Ok(key));
        assert_eq!(key.written().parse(), Ok(key));
    }

    #[rstest]
    #[case::nothing("")]
    #[case::a_blank(" ")]
    #[case::a_control_character("\u{1b}")]
    #[case::two_characters("gg")]
    #[case::alt_looks_like_escape("alt-x")]
    #[case::this_is_tab("ctrl-i")]
    #[case::control_with_a_digit("ctrl-5")]
    #[case::no_such_function_key("f13")]
    fn what_no_terminal_sends_is_no_key(#[case] written: &str) {
        assert_eq!(written.parse::<Key>(), Err(NoKey));
    }
}
