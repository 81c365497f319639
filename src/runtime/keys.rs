//! The keys of a person, for those who ask without opening the console.

use crate::app::keymap::{changeable, read, written};
use crate::screen;
use crate::shell::keymap::Keymap;
use crate::text::Words;

/// A command whose keys can be changed, with those it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandKeys {
    /// Its name in the file of keys.
    pub name: &'static str,
    /// What it does, in the words of the palette.
    pub label: String,
    /// Its keys as the file has them, the one to show first.
    pub keys: Vec<String>,
}

/// The commands in the order of help, with their keys under the text of a file of keys, and what is wrong in it: then the keys
/// are those of the table.
pub fn command_keys(text: &str, words: Words) -> (Vec<CommandKeys>, Option<String>) {
    let (keymap, problem) = match read(text) {
        Ok(keymap) => (keymap, None),
        Err(problem) => (Keymap::default(), Some(screen::keymap_problem(words, &problem))),
    };
    let commands = changeable().map(|row| CommandKeys {
        name: row.name,
        label: screen::command_label(words, row.name),
        keys: written(&keymap, row),
    });
    (commands.collect(), problem)
}
