//! The house rules, held against the source: who may import whom, who may touch what, and how long a file may be.

mod circles;
mod names;
mod wildcards;

use crate::source::{Source, crate_paths, scan, sources, super_paths, word_at};
use std::collections::{BTreeMap, BTreeSet};

/// Each room and the rooms it may import. `text` names only what `desk` says: errors and notes.
const MAY_IMPORT: [(&str, &[&str]); 15] = [
    ("domain", &[]),
    ("analytics", &["domain"]),
    ("store", &["domain"]),
    ("desk", &["store", "analytics", "domain"]),
    ("text", &["domain", "desk"]),
    ("documents", &["domain", "desk", "text"]),
    ("shell", &["domain"]),
    ("ui", &["shell", "domain", "text"]),
    // The update half of each pane, and beside it the view half.
    ("panes", &["shell", "domain"]),
    (VIEW, &["ui", "text", "shell", "domain"]),
    ("app", &["panes", "shell", "domain"]),
    ("screen", &["app", "ui", "shell", "text", "domain"]),
    ("runtime", &["screen", "app", "shell", "desk", "text", "documents", "domain"]),
    ("demo", &["desk", "domain"]),
    ("cli", &["demo", "desk", "runtime", "text", "documents", "domain"]),
];

/// What tests may import besides: a pane is played with in the whole console.
const TESTS_MAY_IMPORT: [(&str, &[&str]); 2] = [("panes", &["app", "screen"]), ("screen", &["panes"])];

/// What all tests stand on (`tests/world`).
const WORLD: &str = "world";

/// The view halves of the panes, as a room of their own.
const VIEW: &str = "panes::view";

/// The room of a file. A pane's `view.rs`, or what lies in its `view`, is its view half; everything else of it is its update
/// half.
fn room_of(source: &Source) -> &str {
    let in_pane = source.path.strip_prefix("panes/").and_then(|path| path.split_once('/'));
    match in_pane {
        Some((_, rest)) if rest == "view.rs" || rest.starts_with("view/") => VIEW,
        Some(_) | None => &source.room,
    }
}

/// Lines of a source file at which it is time to split it.
const LINES_MAX: usize = 500;

/// Which room uses which, with one file as evidence; in its code, or in that and its tests.
fn uses(sources: &[Source], code: impl Fn(&Source) -> &str) -> BTreeMap<(String, String), String> {
    let rooms: BTreeSet<&str> = sources.iter().map(|s| s.room.as_str()).filter(|r| !r.is_empty()).collect();
    let mut found = BTreeMap::new();
    for source in sources.iter().filter(|s| !s.room.is_empty()) {
        let mut used = crate_paths(code(source));
        used.extend(super_paths(&source.path, code(source), &rooms));
        for other in used {
            // The macros live at the crate's root.
            let other = match other {
                "t" => "text",
                "parts" => "shell",
                other => other,
            };
            if other != source.room {
                found.insert((room_of(source).to_owned(), other.to_owned()), source.path.clone());
            }
        }
    }
    found
}

/// The imports against the table.
fn imports_against_the_table(sources: &[Source]) -> Vec<String> {
    let allowed: BTreeMap<&str, &[&str]> = MAY_IMPORT.into_iter().collect();
    let in_tests: BTreeMap<&str, &[&str]> = TESTS_MAY_IMPORT.into_iter().collect();
    let used = uses(sources, |source| &source.code).into_iter().map(|used| (used, false));
    let used_in_tests = uses(sources, |source| &source.with_tests).into_iter().map(|used| (used, true));
    let mut wrong = BTreeSet::new();
    for (((room, other), path), tests) in used.chain(used_in_tests) {
        let of_room = in_tests.get(room.as_str()).is_some_and(|rooms| rooms.contains(&other.as_str()));
        let besides = tests && (of_room || other == WORLD);
        match allowed.get(room.as_str()) {
            Some(others) if others.contains(&other.as_str()) || besides => {}
            Some(_) => drop(wrong.insert(format!("{path}: {room} imports {other}"))),
            None => drop(wrong.insert(format!("{path}: the room {room} is not in the table"))),
        }
    }
    wrong.into_iter().collect()
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
    ("ratatui::", &["ui", "screen", VIEW, "runtime"], "only the view and its edge know cells"),
    ("ratatui_textarea", &["shell"], "what is typed belongs to the model; the view draws it as it draws everything"),
];

/// What is said outside of the rooms it belongs to. Tests may look at the thing itself: cells for the width of a text, the
/// file behind the desk.
fn said_elsewhere(sources: &[Source]) -> Vec<String> {
    let mut wrong = Vec::new();
    for source in sources {
        for (word, rooms, why) in ONLY_IN {
            if !rooms.contains(&room_of(source)) && source.code.contains(word) {
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

/// What in a view half could change what the screen knows.
fn changes_in_views(sources: &[Source]) -> Vec<String> {
    let is_known = |word: &str| matches!(word, "self" | "Shell" | "Model" | "Panes") || word.ends_with("Pane");
    let mut wrong = Vec::new();
    for source in sources.iter().filter(|source| [VIEW, "screen"].contains(&room_of(source))) {
        for (at, _) in source.code.match_indices("&mut ") {
            let word = word_at(&source.code[at + "&mut ".len()..]);
            if is_known(word) {
                wrong.push(format!("{} takes &mut {word}: a view changes nothing", source.path));
            }
        }
    }
    wrong
}

#[test]
fn a_view_changes_nothing() {
    let wrong = changes_in_views(sources());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_halves_of_a_pane_are_held_apart() {
    let planted = |path: &str, text: &str| scan(vec![(path.to_owned(), text.to_owned())]);
    for half in ["update.rs", "update/queue.rs", "state.rs", "ask.rs", "commands.rs"] {
        let path = format!("panes/feedback/{half}");
        let words = planted(&path, "use crate::t;");
        assert_eq!(imports_against_the_table(&words), [format!("{path}: panes imports text")]);
        let parts = planted(&path, "use crate::ui::canvas::Canvas;");
        assert_eq!(imports_against_the_table(&parts), [format!("{path}: panes imports ui")]);
        let cells = planted(&path, "use ratatui::layout::Rect;");
        assert_eq!(said_elsewhere(&cells).len(), 1, "{path}");
    }
    let view = planted("panes/feedback/view/case.rs", "use crate::ui::canvas::Canvas; use ratatui::layout::Rect;");
    assert!(imports_against_the_table(&view).is_empty() && said_elsewhere(&view).is_empty());
    let changing = planted("panes/feedback/view.rs", "fn draw(canvas: &mut Canvas, pane: &mut FeedbackPane) {}");
    assert_eq!(changes_in_views(&changing), ["panes/feedback/view.rs takes &mut FeedbackPane: a view changes nothing"]);
}

/// Panes that name another pane.
fn panes_in_panes(sources: &[Source]) -> Vec<String> {
    let pane_of = |path: &str| path.strip_prefix("panes/")?.split_once('/').map(|(pane, _)| pane.to_owned());
    let panes: BTreeSet<String> = sources.iter().filter_map(|s| pane_of(&s.path)).collect();
    let mut wrong = Vec::new();
    for source in sources {
        let Some(own) = pane_of(&source.path) else { continue };
        for other in panes.iter().filter(|other| **other != own) {
            for way in [format!("panes::{other}::"), format!("panes::{other};"), format!("super::{other}::")] {
                if source.code.contains(&way) {
                    wrong.push(format!("{}: a pane imports the pane {other}", source.path));
                }
            }
        }
    }
    wrong
}

#[test]
fn a_pane_never_imports_a_pane() {
    let wrong = panes_in_panes(sources());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let planted = scan(vec![
        ("panes/members/state.rs".to_owned(), String::new()),
        ("panes/adjust/update.rs".to_owned(), "use crate::panes::members::state::Focus;".to_owned()),
    ]);
    assert_eq!(panes_in_panes(&planted).len(), 1);
}

#[test]
fn no_file_is_longer_than_its_limit() {
    let long = sources().iter().filter(|s| s.lines > LINES_MAX);
    let long: Vec<String> = long.map(|s| format!("{}: {} lines", s.path, s.lines)).collect();
    assert!(long.is_empty(), "split these:\n{}", long.join("\n"));
}

#[test]
fn a_list_of_all_values_comes_from_its_enum() {
    for source in sources() {
        for (at, _) in source.with_tests.match_indices("const ALL") {
            let value =
                source.with_tests[at..].split_once("] = ").map_or("", |(_, value)| value.trim_start_matches('&'));
            assert!(!value.starts_with("[Self::"), "{}: declare the enum with enumeration!", source.path);
        }
    }
}

#[test]
fn a_lint_is_expected_with_its_reason_and_never_just_allowed() {
    for source in sources() {
        assert!(!source.with_tests.contains("[allow("), "{}: use #[expect(…, reason = \"…\")]", source.path);
    }
}
