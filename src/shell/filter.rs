//! A filter being typed: what may follow, what is wrong with it, and the box of the segments pane.

use crate::domain::query::{QueryError, Vocabulary, complete, parse};
use crate::domain::segment_views::SavedFilter;
use crate::shell::field::TextField;

#[derive(Debug, Clone, Default)]
pub struct FilterBox {
    pub field: TextField,
    /// Whether it has the keys.
    pub has_keys: bool,
    /// Endings of the term before the cursor, each as the whole term it makes.
    pub endings: Vec<String>,
    /// The ending that Tab takes.
    pub at: usize,
    /// Whether the arrows chose it, so that `⏎` takes it too.
    pub chosen: bool,
    pub wrong: Option<QueryError>,
}

impl FilterBox {
    /// Reads the text anew. A saved filter's name and `*` are filters too.
    pub fn read(&mut self, vocabulary: &Vocabulary, saved: &[SavedFilter]) {
        let text = self.query();
        let is_name = text == "*" || saved.iter().any(|s| s.name == text);
        self.wrong = if is_name { None } else { parse(text, vocabulary).err() };
        self.endings = endings(&self.field, vocabulary);
        (self.at, self.chosen) = (0, false);
    }

    pub fn query(&self) -> &str {
        self.field.text().trim()
    }

    /// Turns to the next ending, or the one before.
    pub fn turn(&mut self, forward: bool) {
        let n = self.endings.len().max(1);
        // The first press marks the one that Tab would take.
        if self.chosen {
            self.at = if forward { (self.at + 1) % n } else { (self.at + n - 1) % n };
        }
        self.chosen = !self.endings.is_empty();
    }

    /// Puts the ending in the place of the term before the cursor. Says whether there was one.
    pub fn take_ending(&mut self) -> bool {
        let Some(ending) = self.endings.get(self.at).cloned() else { return false };
        take(&mut self.field, &ending);
        true
    }
}

/// Whether a slash that is typed now is part of what is searched for: in the value of a field it may stand, as in the name of a
/// store; no name, number or e-mail has one.
pub fn takes_slash(field: &TextField) -> bool {
    let before = field.before_cursor();
    let is_quoted = before.matches('"').count() % 2 == 1;
    let term = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    !field.is_selected() && (is_quoted || term.contains([':', '：']))
}

/// Endings of the term before a field's cursor.
pub fn endings(field: &TextField, vocabulary: &Vocabulary) -> Vec<String> {
    complete(field.text(), field.before_cursor().len(), vocabulary)
}

/// Takes the first ending of the term before a field's cursor. Says whether there was one.
pub fn take_first(field: &mut TextField, vocabulary: &Vocabulary) -> bool {
    let ending = endings(field, vocabulary).into_iter().next().filter(|_| !field.is_selected());
    if let Some(ending) = &ending {
        take(field, ending);
    }
    ending.is_some()
}

/// Puts an ending in the place of the term before a field's cursor. A value is followed by a blank, so that the next term can
/// be typed.
pub fn take(field: &mut TextField, ending: &str) {
    let term = field.before_cursor().rsplit(char::is_whitespace).next().unwrap_or("");
    let typed = term.chars().count();
    let blank = if ending.ends_with(':') { "" } else { " " };
    field.replace_before(typed, &format!("{ending}{blank}"));
}
