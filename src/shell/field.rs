//! One line of text that a person types.

use super::key::{Code, Key};
use tui_input::{Input, InputRequest};

/// The most characters a field takes unless it says otherwise: a note's limit, and more than any query needs.
pub const FIELD_MAX: usize = 500;

/// A text field. Control characters never get in, however they come.
#[derive(Debug, Clone, Default)]
pub struct TextField {
    input: Input,
    selected: bool,
}

impl TextField {
    /// A field that holds a text, the cursor behind it.
    pub fn with(text: &str) -> Self {
        let mut field = Self::default();
        field.paste(text);
        field
    }

    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// What stands before the cursor.
    pub fn before_cursor(&self) -> &str {
        let text = self.text();
        let end = text.char_indices().nth(self.input.cursor()).map_or(text.len(), |(at, _)| at);
        &text[..end]
    }

    /// Whether the whole text is marked, so that typing replaces it.
    pub fn is_selected(&self) -> bool {
        self.selected && !self.text().is_empty()
    }

    /// Marks the whole text.
    pub fn select_all(&mut self) {
        self.selected = true;
        self.input.handle(InputRequest::GoToEnd);
    }

    /// Empties it. Says whether there was something.
    pub fn clear(&mut self) -> bool {
        self.selected = false;
        let had = !self.text().is_empty();
        self.input.reset();
        had
    }

    /// Takes one character. Says whether the text changed.
    pub fn insert(&mut self, c: char) -> bool {
        if c.is_control() {
            return false;
        }
        if self.selected {
            self.clear();
        }
        if self.text().chars().count() >= FIELD_MAX {
            return false;
        }
        self.input.handle(InputRequest::InsertChar(c));
        true
    }

    /// Takes a pasted text as text: line breaks and tabs become blanks, blanks around it go. Says whether the text changed.
    pub fn paste(&mut self, text: &str) -> bool {
        let mut changed = false;
        for c in text.trim().chars().take(FIELD_MAX) {
            changed |= self.insert(if matches!(c, '\t' | '\n' | '\r') { ' ' } else { c });
        }
        changed
    }

    /// Puts a text in the place of so many characters before the cursor.
    pub fn replace_before(&mut self, characters: usize, text: &str) {
        self.selected = false;
        for _ in 0..characters {
            self.input.handle(InputRequest::DeletePrevChar);
        }
        for c in text.chars() {
            self.insert(c);
        }
    }

    /// Takes a key that edits or moves. `None`: not such a key; else whether the text changed.
    pub fn edit(&mut self, key: Key) -> Option<bool> {
        let request = request(key)?;
        let deletes = matches!(
            request,
            InputRequest::DeletePrevChar
                | InputRequest::DeleteNextChar
                | InputRequest::DeletePrevWord
                | InputRequest::DeleteNextWord
                | InputRequest::DeleteFromStart
                | InputRequest::DeleteTillEnd
        );
        if deletes && self.selected {
            return Some(self.clear());
        }
        self.selected = false;
        Some(self.input.handle(request).is_some_and(|changed| changed.value))
    }
}

/// The editing keys that every field knows.
fn request(key: Key) -> Option<InputRequest> {
    use InputRequest as R;
    Some(match (key.code, key.ctrl, key.alt) {
        (Code::Backspace, false, false) | (Code::Char('h'), true, false) => R::DeletePrevChar,
        (Code::Delete, false, false) | (Code::Char('d'), true, false) => R::DeleteNextChar,
        (Code::Left, false, false) | (Code::Char('b'), true, false) => R::GoToPrevChar,
        (Code::Right, false, false) | (Code::Char('f'), true, false) => R::GoToNextChar,
        (Code::Left, true, false) | (Code::Char('b'), false, true) => R::GoToPrevWord,
        (Code::Right, true, false) | (Code::Char('f'), false, true) => R::GoToNextWord,
        (Code::Home, false, false) | (Code::Char('a'), true, false) => R::GoToStart,
        (Code::End, false, false) | (Code::Char('e'), true, false) => R::GoToEnd,
        (Code::Backspace, _, _) | (Code::Char('w'), true, false) => R::DeletePrevWord,
        (Code::Delete, true, false) | (Code::Char('d'), false, true) => R::DeleteNextWord,
        (Code::Char('u'), true, false) => R::DeleteFromStart,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[test]
    fn typing_replaces_what_is_selected() {
        let mut field = TextField::with("5678");
        field.select_all();
        assert!(field.is_selected());
        assert!(field.insert('z'));
        assert_eq!((field.text(), field.is_selected()), ("z", false));
    }

    #[rstest]
    #[case::backspace(Key::plain(Code::Backspace), "", true)]
    #[case::delete(Key::plain(Code::Delete), "", true)]
    #[case::word(Key::ctrl('w'), "", true)]
    #[case::move_only(Key::plain(Code::Left), "ab cd", false)]
    fn editing_what_is_selected(#[case] key: Key, #[case] left: &str, #[case] changed: bool) {
        let mut field = TextField::with("ab cd");
        field.select_all();
        assert_eq!(field.edit(key), Some(changed));
        assert_eq!((field.text(), field.is_selected()), (left, false));
    }

    #[test]
    fn a_paste_is_text_whatever_it_holds() {
        let mut field = TextField::default();
        field.paste("  a\nb\t\u{1b}[31mc\r\n");
        assert_eq!(field.text(), "a b [31mc");
    }

    #[test]
    fn a_field_is_never_longer_than_its_limit() {
        let mut field = TextField::default();
        field.paste(&"长".repeat(FIELD_MAX + 7));
        assert_eq!(field.text().chars().count(), FIELD_MAX);
        assert!(!field.insert('x'));
    }

    #[test]
    fn the_cursor_stands_between_whole_characters() {
        let mut field = TextField::with("张伟");
        field.edit(Key::plain(Code::Left));
        assert_eq!(field.before_cursor(), "张");
        assert_eq!(field.edit(Key::plain(Code::Backspace)), Some(true));
        assert_eq!((field.text(), field.before_cursor()), ("伟", ""));
    }

    #[test]
    fn what_does_not_edit_is_left_to_others() {
        assert_eq!(TextField::default().edit(Key::plain(Code::Enter)), None);
        assert_eq!(TextField::default().edit(Key::ctrl('k')), None);
    }
}
