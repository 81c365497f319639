//! A text of several lines that a person types: what a member said, in the member's own words.

use super::key::{Code, Key};
use ratatui_textarea::{CursorMove, TextArea};

/// A text of several lines. Control characters never get in, however they come. The crate keeps text, cursor and history;
/// drawing is the view's.
#[derive(Debug, Clone)]
pub struct Editor {
    area: TextArea<'static>,
    max: usize,
}

impl Editor {
    /// An empty one that takes so many characters.
    pub fn new(max: usize) -> Self {
        let mut area = TextArea::default();
        // As many steps back as there may be characters: undo reaches the empty text.
        area.set_max_histories(max);
        Self { area, max }
    }

    /// Its lines; at least one.
    pub fn lines(&self) -> &[String] {
        self.area.lines()
    }

    /// The whole text.
    pub fn text(&self) -> String {
        self.lines().join("\n")
    }

    /// Line and character that the cursor stands before.
    pub fn cursor(&self) -> (usize, usize) {
        let cursor = self.area.cursor();
        (cursor.0, cursor.1)
    }

    /// Whether nothing but blanks stands in it.
    pub fn is_blank(&self) -> bool {
        self.lines().iter().all(|line| line.trim().is_empty())
    }

    pub fn room(&self) -> usize {
        let lines = self.lines();
        let used: usize = lines.iter().map(|line| line.chars().count()).sum::<usize>() + lines.len() - 1;
        self.max.saturating_sub(used)
    }

    /// Takes one character. Says whether the text changed.
    pub fn insert(&mut self, c: char) -> bool {
        let fits = !c.is_control() && self.room() > 0;
        if fits {
            self.area.insert_char(c);
        }
        fits
    }

    /// Begins another line. Says whether the text changed.
    pub fn newline(&mut self) -> bool {
        let fits = self.room() > 0;
        if fits {
            self.area.insert_newline();
        }
        fits
    }

    /// Takes a pasted text as text, its line breaks kept. Says whether the text changed.
    pub fn paste(&mut self, text: &str) -> bool {
        let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\t', " ");
        let tame: String = text.chars().filter(|c| *c == '\n' || !c.is_control()).take(self.room()).collect();
        !tame.is_empty() && self.area.insert_str(tame)
    }

    /// Takes the last change back: a word of narrow characters at once, anything else piece by piece. Says whether the text
    /// changed.
    pub fn undo(&mut self) -> bool {
        self.step(TextArea::undo)
    }

    /// Does again what was taken back.
    pub fn redo(&mut self) -> bool {
        self.step(TextArea::redo)
    }

    fn step(&mut self, step: impl Fn(&mut TextArea<'static>) -> bool) -> bool {
        let mut changed = false;
        loop {
            let before = self.lines().to_vec();
            if !step(&mut self.area) {
                return changed;
            }
            changed = true;
            let one =
                self.lines().iter().map(String::len).sum::<usize>().abs_diff(before.iter().map(String::len).sum());
            let inside_a_word = one == 1 && self.before_cursor().is_some_and(|c| c.is_ascii_alphanumeric());
            if !inside_a_word {
                return changed;
            }
        }
    }

    fn before_cursor(&self) -> Option<char> {
        let (row, column) = self.cursor();
        self.lines().get(row)?.chars().nth(column.checked_sub(1)?)
    }

    /// A line up; from the first line to its beginning.
    pub fn up(&mut self) {
        let first = self.cursor().0 == 0;
        self.area.move_cursor(if first { CursorMove::Head } else { CursorMove::Up });
    }

    /// A line down; from the last line to its end.
    pub fn down(&mut self) {
        let last = self.cursor().0 + 1 == self.lines().len();
        self.area.move_cursor(if last { CursorMove::End } else { CursorMove::Down });
    }

    /// Takes a key that edits or moves. `None`: not such a key; else whether the text changed.
    pub fn edit(&mut self, key: Key) -> Option<bool> {
        let area = &mut self.area;
        Some(match (key.code, key.ctrl, key.alt) {
            (Code::Backspace, false, false) | (Code::Char('h'), true, false) => area.delete_char(),
            (Code::Delete, false, false) | (Code::Char('d'), true, false) => area.delete_next_char(),
            (Code::Backspace, _, _) | (Code::Char('w'), true, false) => area.delete_word(),
            (Code::Delete, true, false) | (Code::Char('d'), false, true) => area.delete_next_word(),
            _ => {
                area.move_cursor(movement(key)?);
                false
            }
        })
    }
}

/// The moving keys that every text knows.
fn movement(key: Key) -> Option<CursorMove> {
    use CursorMove as M;
    Some(match (key.code, key.ctrl, key.alt) {
        (Code::Left, false, false) | (Code::Char('b'), true, false) => M::Back,
        (Code::Right, false, false) | (Code::Char('f'), true, false) => M::Forward,
        (Code::Left, true, false) | (Code::Char('b'), false, true) => M::WordBack,
        (Code::Right, true, false) | (Code::Char('f'), false, true) => M::WordForward,
        (Code::Home, false, false) | (Code::Char('a'), true, false) => M::Head,
        (Code::End, false, false) | (Code::Char('e'), true, false) => M::End,
        (Code::Home, true, false) | (Code::PageUp, _, _) => M::Top,
        (Code::End, true, false) | (Code::PageDown, _, _) => M::Bottom,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Editor {
        let mut editor = Editor::new(40);
        for c in text.chars() {
            if c == '\n' {
                editor.newline()
            } else {
                editor.insert(c)
            };
        }
        editor
    }

    #[test]
    fn wide_characters_are_whole() {
        let mut editor = typed("茶太苦了\n换一种");
        editor.up();
        assert_eq!(editor.cursor(), (0, 3));
        assert_eq!(editor.edit(Key::plain(Code::Backspace)), Some(true));
        assert_eq!(editor.text(), "茶太了\n换一种");
    }

    #[test]
    fn undo_takes_a_word_of_letters_or_one_wide_character() {
        let mut editor = typed("too bitter 苦了");
        for left in ["too bitter 苦", "too bitter ", "too ", ""] {
            assert!(editor.undo());
            assert_eq!(editor.text(), left);
        }
        assert!(!editor.undo());
        assert!(editor.redo());
        assert_eq!(editor.text(), "too ");
    }

    #[test]
    fn a_deleted_word_comes_back() {
        let mut editor = typed("cold tea");
        assert_eq!(editor.edit(Key::ctrl('w')), Some(true));
        assert_eq!(editor.text(), "cold ");
        editor.undo();
        assert_eq!(editor.text(), "cold tea");
    }

    #[test]
    fn a_paste_is_text_in_its_lines() {
        let mut editor = Editor::new(40);
        assert!(editor.paste("a\r\nb\t\u{1b}[31mc\rd"));
        assert_eq!(editor.lines(), ["a", "b [31mc", "d"]);
        editor.undo();
        assert!(editor.is_blank());
    }

    #[test]
    fn it_is_never_longer_than_its_limit() {
        let mut editor = Editor::new(5);
        editor.paste("长长\n长长长长");
        assert_eq!((editor.text().chars().count(), editor.room()), (5, 0));
        assert!(!editor.insert('x') && !editor.newline() && !editor.paste("y"));
    }

    #[test]
    fn at_the_edges_up_and_down_go_to_the_ends() {
        let mut editor = typed("ab\ncd");
        editor.up();
        editor.up();
        assert_eq!(editor.cursor(), (0, 0));
        editor.down();
        editor.down();
        assert_eq!(editor.cursor(), (1, 2));
    }

    #[test]
    fn what_does_not_edit_is_left_to_others() {
        assert_eq!(typed("x").edit(Key::plain(Code::Tab)), None);
        assert_eq!(typed("x").edit(Key::ctrl('s')), None);
    }
}
