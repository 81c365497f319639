//! A key as the screen understands it, without a terminal.

use crate::domain::width::half_width_char;
use std::fmt;

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
}
