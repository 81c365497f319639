//! The house rules, held against the source: who may import whom, who may touch what, and how long a file may be.

mod circles;

use crate::source::{Source, crate_paths, scan, sources, super_paths};
use std::collections::{BTreeMap, BTreeSet};

/// Each room and the rooms it may import. `text` names only what `desk` says: errors and notes.
const MAY_IMPORT: [(&str, &[&str]); 11] = [
    ("domain", &[]),
    ("analytics", &["domain"]),
    ("store", &["domain"]),
    ("desk", &["store", "analytics", "domain"]),
    ("text", &["domain", "desk"]),
    ("documents", &["domain", "desk", "text"]),
    ("app", &["domain"]),
    ("ui", &["app", "domain", "text"]),
    ("runtime", &["app", "ui", "desk", "text", "domain"]),
    ("demo", &["desk", "domain"]),
    ("cli", &["demo", "desk", "runtime", "text", "documents", "domain"]),
];

/// Lines of a source file at which it is time to split it.
const LINES_MAX: usize = 500;

/// Which room uses which, with one file as evidence.
fn uses(sources: &[Source]) -> BTreeMap<(String, String), String> {
    let rooms: BTreeSet<&str> = sources.iter().map(|s| s.room.as_str()).filter(|r| !r.is_empty()).collect();
    let mut found = BTreeMap::new();
    for source in sources.iter().filter(|s| !s.room.is_empty()) {
        let mut used = crate_paths(&source.with_tests);
        used.extend(super_paths(&source.path, &source.with_tests, &rooms));
        for other in used {
            // The macro `t!` lives at the crate's root.
            let other = if other == "t" { "text" } else { other };
            if other != source.room {
                found.insert((source.room.clone(), other.to_owned()), source.path.clone());
            }
        }
    }
    found
}

/// The imports against the table.
fn imports_against_the_table(sources: &[Source]) -> Vec<String> {
    let allowed: BTreeMap<&str, &[&str]> = MAY_IMPORT.into_iter().collect();
    let mut wrong = Vec::new();
    for ((room, other), path) in uses(sources) {
        match allowed.get(room.as_str()) {
            Some(others) if others.contains(&other.as_str()) => {}
            Some(_) => wrong.push(format!("{path}: {room} imports {other}")),
            None => wrong.push(format!("{path}: the room {room} is not in the table")),
        }
    }
    wrong
}

#[test]
fn a_room_imports_only_what_the_table_allows() {
    let wrong = imports_against_the_table(sources());
    assert!(wrong.is_empty(), "imports against the table:\n{}", wrong.join("\n"));
}

#[test]
fn the_table_has_no_circle() {
    let allowed: BTreeMap<&str, &[&str]> = MAY_IMPORT.into_iter().collect();
    let mut placed: BTreeSet<&str> = BTreeSet::new();
    while placed.len() < allowed.len() {
        let ready = |room: &&str| !placed.contains(*room) && allowed[*room].iter().all(|other| placed.contains(other));
        let next = allowed.keys().copied().find(|room| ready(room));
        placed.insert(next.expect("every room must have a place behind those it imports"));
    }
}

#[test]
fn text_names_what_the_desk_says_and_never_calls_it() {
    for source in sources().iter().filter(|s| s.room == "text") {
        let words = source.with_tests.split(|c: char| !c.is_alphanumeric() && c != '_');
        assert!(!words.into_iter().any(|word| word == "Desk"), "{} calls the desk", source.path);
    }
}

/// Words that only some rooms may say, and why.
///
/// What is a call rather than a name (the clock, the environment, standard input, opening SQLite, writing into cells) clippy
/// holds: `clippy.toml`.
const ONLY_IN: [(&str, &[&str], &str); 6] = [
    ("rusqlite", &["store"], "only the store opens SQLite"),
    ("crossterm", &["runtime"], "only the runtime knows the terminal"),
    ("std::thread", &["runtime", "cli", "desk", "store"], "the rules and the screen know no threads"),
    ("std::fs", &["store", "desk", "demo", "runtime", "cli"], "the rules and the screen read no files"),
    ("ratatui::", &["ui", "runtime"], "only the view and its edge know cells"),
    ("ratatui_textarea", &["app"], "what is typed belongs to the model; the view draws it as it draws everything"),
];

/// What is said outside of the rooms it belongs to. Tests may look at the thing itself: cells for the width of a text, the
/// file behind the desk.
fn said_elsewhere(sources: &[Source]) -> Vec<String> {
    let mut wrong = Vec::new();
    for source in sources {
        for (word, rooms, why) in ONLY_IN {
            if !rooms.contains(&source.room.as_str()) && source.code.contains(word) {
                wrong.push(format!("{} says {word}: {why}", source.path));
            }
        }
    }
    wrong
}

#[test]
fn what_belongs_to_one_room_is_not_said_in_another() {
    let wrong = said_elsewhere(sources());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_forbidden_is_seen_behind_a_test_module_in_the_head() {
    let planted = |path: &str, text: &str| scan(vec![(path.to_owned(), text.to_owned())]);
    let head = "#[cfg(test)]\nmod tests;\n\n";
    let import = planted("domain/plan/mod.rs", &format!("{head}use crate::store::Store;"));
    assert_eq!(imports_against_the_table(&import), ["domain/plan/mod.rs: domain imports store"]);
    let word = planted("domain/plan/mod.rs", &format!("{head}use rusqlite::Connection;"));
    assert_eq!(said_elsewhere(&word), ["domain/plan/mod.rs says rusqlite: only the store opens SQLite"]);
    let tested = planted("domain/day.rs", "#[cfg(test)]\nmod tests { use rusqlite::Connection; }");
    assert!(said_elsewhere(&tested).is_empty(), "a test may look at the file itself");
}

#[test]
fn a_pane_never_imports_a_pane() {
    let sources = sources();
    let pane_of = |path: &str| {
        let (_, rest) = path.split_once("/pane/")?;
        let name = rest.split('/').next()?.trim_end_matches(".rs");
        (name != "mod").then(|| name.to_owned())
    };
    let panes: BTreeSet<String> = sources.iter().filter_map(|s| pane_of(&s.path)).collect();
    for source in sources {
        let Some(own) = pane_of(&source.path) else { continue };
        for other in panes.iter().filter(|other| **other != own) {
            for way in [format!("pane::{other}::"), format!("pane::{other};"), format!("super::{other}::")] {
                assert!(!source.with_tests.contains(&way), "{}: a pane imports the pane {other}", source.path);
            }
        }
    }
}

#[test]
fn no_file_is_longer_than_its_limit() {
    let long = sources().iter().filter(|s| s.lines > LINES_MAX);
    let long: Vec<String> = long.map(|s| format!("{}: {} lines", s.path, s.lines)).collect();
    assert!(long.is_empty(), "split these:\n{}", long.join("\n"));
}

#[test]
fn a_lint_is_expected_with_its_reason_and_never_just_allowed() {
    for source in sources() {
        assert!(!source.with_tests.contains("[allow("), "{}: use #[expect(…, reason = \"…\")]", source.path);
    }
}
