//! The keys of a person: reading them, and holding them against the table.

use super::command::{Cmd, TABLE};
use super::model::Model;
use crate::shell::command::{CommandSpec, KeyChain};
use crate::shell::key::Key;
use crate::shell::keymap::{Keymap, KeymapFault, KeymapProblem, is_fixed};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// The keys of one command in the file: `"+"` or `["+", "ctrl-p"]`.
#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "a key such as \"+\", or a list of keys such as [\"+\", \"F2\"]")]
enum WrittenKeys {
    One(String),
    Many(Vec<String>),
}

/// The keys that a text in TOML gives to commands, `points = "+"` a line. The first thing that is wrong is told with its line; then
/// none of it holds.
pub fn read(text: &str) -> Result<Keymap, KeymapProblem> {
    let line = |at: usize| text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
    let read: Result<BTreeMap<String, Spanned<WrittenKeys>>, toml::de::Error> = toml::from_str(text);
    let written = read.map_err(|error| KeymapProblem {
        line: Some(error.span().map_or(1, |span| line(span.start))),
        fault: KeymapFault::Unreadable(error.message().to_owned()),
    })?;
    let mut lines: Vec<(usize, String, WrittenKeys)> =
        written.into_iter().map(|(name, keys)| (line(keys.span().start), name, keys.into_inner())).collect();
    lines.sort_by_key(|(line, ..)| *line);
    let mut keymap = Keymap::default();
    let mut changed: BTreeMap<&'static str, usize> = BTreeMap::new();
    for (line, name, keys) in lines {
        let name = change(&mut keymap, name, keys).map_err(|fault| KeymapProblem { line: Some(line), fault })?;
        changed.insert(name, line);
    }
    clash(&keymap).map_or(Ok(keymap), |(key, commands)| {
        let line = commands.iter().filter_map(|name| changed.get(name)).max().copied();
        Err(KeymapProblem { line, fault: KeymapFault::Clash { key, commands } })
    })
}

/// The commands whose keys can be changed, in the table's order: all but the numbers of options and scores.
pub fn changeable() -> impl Iterator<Item = &'static CommandSpec<Cmd>> {
    TABLE.iter().filter(|row| TABLE.iter().filter(|other| other.name == row.name).count() == 1)
}

/// The keys of a command as a person writes them, each once.
pub fn written(keymap: &Keymap, row: &CommandSpec<Cmd>) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    for (_, key) in keymap.keys(row) {
        let key = key.written();
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

fn change(keymap: &mut Keymap, name: String, keys: WrittenKeys) -> Result<&'static str, KeymapFault> {
    let Some(row) = changeable().find(|row| row.name == name) else { return Err(KeymapFault::UnknownCommand(name)) };
    let keys = match keys {
        WrittenKeys::One(key) => vec![key],
        WrittenKeys::Many(keys) => keys,
    };
    let mut read: Vec<Key> = Vec::new();
    for key in keys {
        let key: Key = key.parse().map_err(|_| KeymapFault::UnknownKey(key))?;
        if is_fixed(key) && row.keys.iter().all(|(_, own)| *own != key) {
            return Err(KeymapFault::FixedKey(key));
        }
        read.push(key);
    }
    if read.is_empty() && !row.in_palette {
        return Err(KeymapFault::Unreachable(row.name));
    }
    keymap.change(row, &read).map_err(|key| KeymapFault::Typed { command: row.name, key })?;
    Ok(row.name)
}

/// The first key that means two commands in one place, where the table itself does not have it so: there the nearer one is meant.
fn clash(keymap: &Keymap) -> Option<(Key, [&'static str; 2])> {
    let intended = doubles(&Keymap::default());
    doubles(keymap)
        .into_iter()
        .find(|(key, commands, place)| !intended.iter().any(|(k, c, p)| (k, c, p) == (key, commands, place)))
        .map(|(key, commands, _)| (key, commands))
}

/// Every key that means two commands in one place, the nearer one first.
fn doubles(keymap: &Keymap) -> Vec<(Key, [&'static str; 2], KeyChain)> {
    let mut found = Vec::new();
    for place in Model::places() {
        let mut nearest: Vec<(Key, &'static str)> = Vec::new();
        for context in place.iter() {
            for row in TABLE.iter() {
                for (_, key) in keymap.keys(row).iter().filter(|(at, _)| *at == context) {
                    match nearest.iter().find(|(known, _)| known == key) {
                        None => nearest.push((*key, row.name)),
                        Some((_, name)) if *name == row.name => {}
                        Some((_, name)) => found.push((*key, [*name, row.name], place)),
                    }
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::command::find;
    use rstest::rstest;

    #[test]
    fn the_keys_as_they_are_written_are_the_keys() {
        let file: String = changeable()
            .map(|row| format!("{} = {:?}\n", row.name, written(&Keymap::default(), row)))
            .filter(|line| !line.ends_with("= []\n"))
            .collect();
        let read = read(&file).unwrap_or_else(|problem| panic!("{problem:?} in\n{file}"));
        for place in Model::places() {
            for key in TABLE.iter().flat_map(|row| row.keys).map(|(_, key)| *key) {
                assert_eq!(find(&read, place, key), find(&Keymap::default(), place, key), "{key} in {place:?}");
            }
        }
    }

    #[rstest]
    #[case::no_toml("points = \"+\"\nredeem = \n", 2, "Unreadable")]
    #[case::no_key_at_all("points = 5", 1, "Unreadable")]
    #[case::no_such_command("# mine\nfreze = \"F\"", 2, "UnknownCommand(\"freze\")")]
    #[case::numbers_of_options_stay("pick = \"p\"", 1, "UnknownCommand(\"pick\")")]
    #[case::no_such_key("freeze = \"ctrl-shift-f\"", 1, "UnknownKey(\"ctrl-shift-f\")")]
    #[case::esc_is_back("freeze = \"esc\"", 1, "FixedKey")]
    #[case::ctrl_c_leaves("freeze = \"ctrl-c\"", 1, "FixedKey")]
    #[case::a_letter_where_text_is_typed("to_list = \"j\"", 1, "Typed")]
    #[case::nobody_could_confirm("confirm = []", 1, "Unreachable(\"confirm\")")]
    #[case::two_of_the_desk("freeze = \"F\"\nunfreeze = \"F\"", 2, "Clash { key: Key { code: Char('F')")]
    #[case::one_that_is_taken("unfreeze = \"r\"", 1, "commands: [\"redeem\", \"unfreeze\"]")]
    #[case::one_that_a_preview_has("freeze = \"a\"", 1, "commands: [\"approve_here\", \"freeze\"]")]
    #[case::one_that_works_everywhere("freeze = \"F5\"", 1, "commands: [\"freeze\", \"refresh\"]")]
    #[case::one_of_a_form("next_field = \"ctrl-s\"", 1, "Clash")]
    fn what_is_wrong_is_told_with_its_line(#[case] text: &str, #[case] line: usize, #[case] fault: &str) {
        let problem = read(text).unwrap_err();
        assert_eq!(problem.line, Some(line), "{problem:?}");
        assert!(format!("{:?}", problem.fault).contains(fault), "{problem:?}");
    }

    #[rstest]
    #[case::a_swap("redeem = \"t\"\ntier = \"r\"")]
    #[case::one_that_shadows_as_before("enrol = [\"n\", \"N\"]")]
    #[case::a_letter_for_what_works_everywhere("refresh = \"R\"")]
    #[case::none_at_all("freeze = []\npoints = []")]
    #[case::another_way_back("back = [\"ctrl-g\"]")]
    #[case::nothing("")]
    fn what_is_clear_is_taken(#[case] text: &str) {
        read(text).unwrap();
    }
}
