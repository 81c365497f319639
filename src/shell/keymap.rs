//! The keys that a person has given to commands.

use super::command::{ALWAYS, CommandSpec, DESK, KeyContext, POPUP};
use super::key::{Code, Key};
use std::collections::BTreeMap;

/// The keys of the commands whose keys somebody has changed, by the command's name; every other one has those of the table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keymap {
    changed: BTreeMap<&'static str, Vec<(KeyContext, Key)>>,
}

impl Keymap {
    /// The keys of a command, each where it means the command, the one to show first.
    pub fn keys<C>(&self, row: &CommandSpec<C>) -> &[(KeyContext, Key)] {
        self.changed.get(row.name).map_or(row.keys, Vec::as_slice)
    }

    /// Gives a command other keys. In each place where it had keys it has those which work there; a key that it had in some
    /// place alone stays there alone. A place for which none of them is, and what always leads back and out, keeps its own. A
    /// command without keys gets its first ones on the desk. `Err`: a key works in none of these places.
    pub fn change<C>(&mut self, row: &CommandSpec<C>, keys: &[Key]) -> Result<(), Key> {
        let mut contexts: Vec<KeyContext> = Vec::new();
        for (context, _) in row.keys {
            if !contexts.contains(context) {
                contexts.push(*context);
            }
        }
        if contexts.is_empty() {
            contexts.push(DESK);
        }
        // What is printable is typed wherever text is: elsewhere is the desk and what lies over it.
        if contexts.contains(&ALWAYS) {
            contexts.extend([DESK, POPUP].into_iter().filter(|of| !row.keys.iter().any(|(at, _)| at == of)));
        }
        let mut bound: Vec<(KeyContext, Key)> = Vec::new();
        for context in contexts {
            let had = |key: &Key| row.keys.contains(&(context, *key));
            let is_new = |key: &Key| row.keys.iter().all(|(_, other)| other != key);
            let works = |key: &Key| context.hears(*key) && (context != ALWAYS || key.printable().is_none());
            let here = keys.iter().filter(|key| had(key) || (is_new(key) && works(key)));
            let here: Vec<Key> = here.copied().filter(|key| is_needed(row, context, *key)).collect();
            let is_kept = here.is_empty() && !keys.is_empty();
            bound.extend(here.into_iter().map(|key| (context, key)));
            bound.extend(row.keys.iter().filter(|(at, key)| *at == context && (is_kept || is_fixed(*key))));
        }
        let mut once: Vec<(KeyContext, Key)> = Vec::new();
        for one in bound {
            if !once.contains(&one) {
                once.push(one);
            }
        }
        if let Some(lost) = keys.iter().find(|key| once.iter().all(|(_, bound)| bound != *key)) {
            return Err(*lost);
        }
        self.changed.insert(row.name, once);
        Ok(())
    }
}

/// Whether a key has to be bound in a context: on the desk and over it only where the same key does not work always.
fn is_needed<C>(row: &CommandSpec<C>, context: KeyContext, key: Key) -> bool {
    let is_extra = [DESK, POPUP].contains(&context) && row.keys.iter().any(|(at, _)| *at == ALWAYS);
    !is_extra || row.keys.contains(&(context, key)) || key.printable().is_some()
}

/// Whether a key always means what it means: it leads back, out, or to the shell that the console was started from.
pub fn is_fixed(key: Key) -> bool {
    [Key::plain(Code::Esc), Key::ctrl('c'), Key::ctrl('z')].contains(&key)
}

/// Why a file of keys can't be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeymapProblem {
    /// The line of the file, from 1; `None` where the file can't be opened.
    pub line: Option<usize>,
    pub fault: KeymapFault,
}

/// What is wrong in a line of a file of keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeymapFault {
    /// The file can't be read, or is no TOML: what the reader of it says.
    Unreadable(String),
    /// No command has this name, or none whose keys can be changed.
    UnknownCommand(String),
    /// No key is written so.
    UnknownKey(String),
    /// The key always means the same.
    FixedKey(Key),
    /// Text is typed wherever this command is possible.
    Typed { command: &'static str, key: Key },
    /// The command is in no list, so that without a key nobody could reach it.
    Unreachable(&'static str),
    /// Where one command has the key, another one has it too.
    Clash { key: Key, commands: [&'static str; 2] },
}
