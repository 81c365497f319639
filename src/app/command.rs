//! The one table of commands. Keys, hints, palette and help all come from it: a command cannot exist without its words.

pub use super::registry::Cmd;

use super::registry::rows;
use crate::shell::command::{CommandSpec, KeyChain};
use crate::shell::key::Key;
use crate::shell::keymap::Keymap;
use std::sync::LazyLock;

/// Every command, in the order of help and palette.
pub static TABLE: LazyLock<Vec<CommandSpec<Cmd>>> = LazyLock::new(|| {
    let mut rows = rows();
    // Stable: within a section the rows stay as the rooms declare them.
    rows.sort_by_key(|(section, _)| *section);
    rows.into_iter().map(|(_, row)| row).collect()
});

/// The command of a key in a chain of contexts.
pub fn find(keymap: &Keymap, chain: KeyChain, key: Key) -> Option<Cmd> {
    // The key first: few rows have it, and a context is a text.
    let is_bound =
        |row: &&CommandSpec<Cmd>, context| keymap.keys(row).iter().any(|(at, bound)| *bound == key && *at == context);
    let bound = |context| TABLE.iter().find(|row| is_bound(row, context)).map(|row| row.id);
    chain.iter().find_map(bound)
}

/// The first of a command's keys that works in a chain of contexts: the first context in the chain that knows the key decides.
pub fn key_in(keymap: &Keymap, row: &CommandSpec<Cmd>, chain: KeyChain) -> Option<Key> {
    let works = |(context, key): &&(_, Key)| chain.contains(*context) && find(keymap, chain, *key) == Some(row.id);
    keymap.keys(row).iter().find(works).map(|(_, key)| *key)
}

/// The rows that the palette offers.
pub fn offered() -> impl Iterator<Item = &'static CommandSpec<Cmd>> {
    TABLE.iter().filter(|row| row.in_palette)
}

/// The row that the palette offers under a name.
pub fn named(name: &str) -> Option<&'static CommandSpec<Cmd>> {
    offered().find(|row| row.name == name)
}

/// The rows of the help of a place: the commands with a key there, in the table's order, each name once.
pub fn help_rows(keymap: &Keymap, chain: KeyChain) -> Vec<&'static CommandSpec<Cmd>> {
    let mut rows: Vec<&'static CommandSpec<Cmd>> = Vec::new();
    for row in TABLE.iter() {
        if key_in(keymap, row, chain).is_some() && rows.last().is_none_or(|last| last.name != row.name) {
            rows.push(row);
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::command::{ALWAYS, CHOICE, DESK, FORM, MOVE, OPEN, PLAN};
    use crate::shell::commands::ShellCmd;
    use crate::shell::pane_id::PaneId;
    use std::collections::HashSet;

    #[test]
    fn no_key_has_two_meanings_in_one_context() {
        let mut seen = HashSet::new();
        for row in TABLE.iter() {
            for bound in row.keys {
                assert!(seen.insert(*bound), "{bound:?} is bound twice");
            }
        }
    }

    #[test]
    fn every_command_can_be_reached() {
        let mut seen = HashSet::new();
        for row in TABLE.iter() {
            assert!(row.in_palette || !row.keys.is_empty(), "{} has no key and no place", row.name);
            assert!(seen.insert(row.id), "{} has two rows", row.name);
            assert!(!row.in_palette || named(row.name).is_some_and(|found| found.id == row.id), "{}", row.name);
        }
    }

    #[test]
    fn the_first_context_that_knows_a_key_decides() {
        let digit = Key::char('2');
        let pane = Cmd::Shell(ShellCmd::Pane(PaneId::ALL[1]));
        assert_eq!(
            find(&Keymap::default(), KeyChain::form(&[CHOICE, FORM]), digit),
            Some(Cmd::Shell(ShellCmd::Pick(2)))
        );
        assert_eq!(find(&Keymap::default(), KeyChain::form(&[PLAN, FORM]), digit), Some(pane));
        assert_eq!(find(&Keymap::default(), KeyChain::alone(&[FORM]), digit), None);
    }

    #[test]
    fn a_key_is_shown_only_where_it_works() {
        let palette = TABLE.iter().find(|row| row.id == Cmd::Shell(ShellCmd::Palette)).unwrap();
        assert_eq!(key_in(&Keymap::default(), palette, KeyChain::rows(&[OPEN])), Some(Key::char(':')));
        assert_eq!(key_in(&Keymap::default(), palette, KeyChain::alone(&[OPEN])), Some(Key::ctrl('k')));
        let points = named("points").unwrap();
        assert_eq!(key_in(&Keymap::default(), points, KeyChain::alone(&[OPEN])), None);
        assert!([MOVE, DESK, ALWAYS].iter().all(|c| KeyChain::rows(&[]).contains(*c)));
    }

    #[test]
    fn help_names_each_command_once() {
        let names: Vec<_> =
            help_rows(&Keymap::default(), KeyChain::alone(&[CHOICE, FORM])).iter().map(|row| row.name).collect();
        assert_eq!(names.iter().filter(|n| **n == "pick").count(), 1);
        assert!(names.contains(&"confirm_anywhere") && !names.contains(&"points"));
    }
}
