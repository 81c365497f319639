//! The house rules, held against the source: who may import whom, who may touch what, and how long a file may be.

#![expect(clippy::unwrap_used, reason = "a source that can't be read fails the test")]

mod circles;
mod source;

use source::{Source, code_of, crate_paths, sources, super_paths};
use std::collections::{BTreeMap, BTreeSet};

/// Each room and the rooms it may import. `text` names only what `desk` says: errors and notes.
const MAY_IMPORT: [(&str, &[&str]); 10] = [
    ("domain", &[]),
    ("analytics", &["domain"]),
    ("store", &["domain"]),
    ("desk", &["store", "analytics", "domain"]),
    ("text", &["domain", "desk"]),
    ("app", &["domain"]),
    ("ui", &["app", "domain", "text"]),
    ("runtime", &["app", "ui", "desk", "text", "domain"]),
    ("demo", &["desk", "domain"]),
    ("cli", &["demo", "desk", "runtime", "text", "domain"]),
];

/// Lines of a source file at which it is time to split it.
const LINES_MAX: usize = 500;

/// Which room uses which, with one file as evidence.
fn uses(sources: &[Source]) -> BTreeMap<(String, String), String> {
    let rooms: BTreeSet<&str> = sources.iter().map(|s| s.room.as_str()).filter(|r| !r.is_empty()).collect();
    let mut found = BTreeMap::new();
    for source in sources.iter().filter(|s| !s.room.is_empty()) {
        let mut used = crate_paths(&source.code);
        used.extend(super_paths(source, &rooms));
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

#[test]
fn a_room_imports_only_what_the_table_allows() {
    let allowed: BTreeMap<&str, &[&str]> = MAY_IMPORT.into_iter().collect();
    let mut wrong = Vec::new();
    for ((room, other), path) in uses(&sources()) {
        match allowed.get(room.as_str()) {
            Some(others) if others.contains(&other.as_str()) => {}
            Some(_) => wrong.push(format!("{path}: {room} imports {other}")),
            None => wrong.push(format!("{path}: the room {room} is not in the table")),
        }
    }
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
        let words = source.code.split(|c: char| !c.is_alphanumeric() && c != '_');
        assert!(!words.into_iter().any(|word| word == "Desk"), "{} calls the desk", source.path);
    }
}

/// Words that only some rooms may say, and why.
const ONLY_IN: [(&str, &[&str], &str); 13] = [
    ("rusqlite", &["store"], "only the store opens SQLite"),
    ("SystemTime", &["runtime", "cli"], "only the edge reads the clock"),
    ("Utc::now", &["runtime", "cli"], "only the edge reads the clock"),
    ("Local::now", &["runtime", "cli"], "only the edge reads the clock"),
    // A stopwatch is no clock: it can't tell the day. A search says how long it took, an import keeps its steps short.
    ("Instant::now", &["runtime", "cli", "desk", "store"], "only the edge reads the clock"),
    ("std::env", &["runtime", "cli"], "only the edge reads the environment"),
    ("env::var", &["runtime", "cli"], "only the edge reads the environment"),
    ("stdin", &["runtime", "cli"], "only the edge reads standard input"),
    ("crossterm", &["runtime"], "only the runtime knows the terminal"),
    ("std::thread", &["runtime", "cli", "desk", "store"], "the rules and the screen know no threads"),
    ("std::fs", &["store", "desk", "demo", "runtime", "cli"], "the rules and the screen read no files"),
    ("ratatui::", &["ui", "runtime"], "only the view and its edge know cells"),
    ("ratatui_textarea", &["app"], "what is typed belongs to the model; the view draws it as it draws everything"),
];

#[test]
fn what_belongs_to_one_room_is_not_said_in_another() {
    let mut wrong = Vec::new();
    // Tests may look at the thing itself: cells for the width of a text, the file behind the desk.
    let is_test = |path: &str| path.ends_with("tests.rs") || path.contains("/tests/");
    for source in sources().iter().filter(|s| !is_test(&s.path)) {
        let code = source.code.split("#[cfg(test)]").next().unwrap_or_default();
        for (word, rooms, why) in ONLY_IN {
            if !rooms.contains(&source.room.as_str()) && code.contains(word) {
                wrong.push(format!("{} says {word}: {why}", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
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
    for source in &sources {
        let Some(own) = pane_of(&source.path) else { continue };
        for other in panes.iter().filter(|other| **other != own) {
            for way in [format!("pane::{other}::"), format!("pane::{other};"), format!("super::{other}::")] {
                assert!(!source.code.contains(&way), "{}: a pane imports the pane {other}", source.path);
            }
        }
    }
}

#[test]
fn no_file_is_longer_than_its_limit() {
    let long = sources().into_iter().filter(|s| s.lines > LINES_MAX);
    let long: Vec<String> = long.map(|s| format!("{}: {} lines", s.path, s.lines)).collect();
    assert!(long.is_empty(), "split these:\n{}", long.join("\n"));
}

#[test]
fn a_lint_is_expected_with_its_reason_and_never_just_allowed() {
    for source in sources() {
        assert!(!source.code.contains("[allow("), "{}: use #[expect(…, reason = \"…\")]", source.path);
    }
}

#[test]
fn the_scan_reads_paths_as_the_compiler_does() {
    let text = "// crate::no\nuse crate::{\n  domain::{day::Day, num},\n  store,\n};\nlet a = \"crate::no\"; crate::t!(w, '\"', \"x\")";
    assert_eq!(crate_paths(&code_of(text)), ["domain", "store", "t"]);
    let source = Source {
        path: "desk/find.rs".to_owned(),
        room: "desk".to_owned(),
        code: "use super::super::store::Store; use super::store;".to_owned(),
        lines: 1,
    };
    assert_eq!(super_paths(&source, &BTreeSet::from(["desk", "store"])), ["store"]);
}
