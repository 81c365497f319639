//! No file leads back to itself over what it imports.
//!
//! What a file takes from a `mod.rs` above it does not count: a room's own types may stand at its door. What the door itself
//! only hands on (`pub use`) leads to the file that it comes from.

use crate::source::{Module, Source, module_of, scan, sources, word_at};
use std::collections::{BTreeMap, BTreeSet};

/// Every path of a `use`, groups taken apart: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn taken_apart(tree: &str) -> Vec<String> {
    let tree = tree.trim();
    let Some(open) = tree.find('{') else { return vec![tree.to_owned()] };
    let (head, group) = (&tree[..open], tree[open + 1..].trim_end());
    let group = group.strip_suffix('}').unwrap_or(group);
    let (mut depth, mut start, mut parts) = (0_i32, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&group[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&group[start..]);
    let parts = parts.into_iter().filter(|part| !part.trim().is_empty());
    parts.flat_map(taken_apart).map(|part| format!("{head}{part}")).collect()
}

/// A path in its segments.
type Path = Vec<String>;

/// What a file names.
#[derive(Default)]
struct Names {
    /// Each name that a `use` brings in, with the path behind it. `*` stands under its own path.
    brought: BTreeMap<String, Path>,
    /// The paths in the code.
    paths: Vec<Path>,
}

fn segments(path: &str) -> Path {
    path.split("::").map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// The paths that a file names, in a `use` or in its code, as they are written.
fn named(code: &str) -> Names {
    let mut names = Names::default();
    for (at, _) in code.match_indices("use") {
        let alone = !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let Some((tree, _)) = code[at + 3..].split_once(';').filter(|(tree, _)| alone && tree.starts_with([' ', '\n']))
        else {
            continue;
        };
        for path in taken_apart(tree) {
            let (path, alias) =
                path.split_once(" as ").map_or((path.as_str(), None), |(path, alias)| (path, Some(alias)));
            let mut path = segments(path);
            if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
                path.pop();
            }
            let name = match (alias, path.last().map(String::as_str)) {
                (Some(alias), _) => alias.trim().to_owned(),
                (None, Some("*")) => path.join("::"),
                (None, Some(last)) => last.to_owned(),
                (None, None) => continue,
            };
            names.brought.insert(name, path);
        }
    }
    for (at, _) in code.match_indices("::") {
        let head = code[..at].rfind(|c: char| !c.is_alphanumeric() && c != '_' && c != ':').map_or(0, |i| i + 1);
        let tail = word_at(&code[at + 2..]);
        // A path counts whole: what it only passes through is not what it leads to. A group was taken apart above.
        let after = &code[at + 2 + tail.len()..];
        let is_group = tail.is_empty() && after.starts_with('{');
        if !is_group && !after.starts_with("::") {
            names.paths.push(segments(&format!("{}{tail}", &code[head..at + 2])));
        }
    }
    names
}

/// The files and what each of them names.
struct Crate {
    files: BTreeMap<Module, Names>,
}

impl Crate {
    fn of(sources: &[Source]) -> Self {
        let read = |source: &Source| (module_of(&source.path), named(&source.code));
        Self { files: sources.iter().filter(|s| !s.code.is_empty()).map(read).collect() }
    }

    /// The file that a path, as it is written in a file, leads to: the longest that is one. `left` bounds how often a name
    /// is looked up in another file's `use`.
    fn resolved(&self, path: &[String], from: &Module, left: usize) -> Option<Module> {
        let (first, mut rest) = path.split_first()?;
        let mut at = match first.as_str() {
            "crate" => Module::new(),
            "self" => from.clone(),
            "super" => from[..from.len().checked_sub(1)?].to_vec(),
            // A module declared here.
            name if self.files.contains_key(&[from.as_slice(), &[name.to_owned()]].concat()) => {
                rest = path;
                from.clone()
            }
            name => {
                let brought = self.files.get(from)?.brought.get(name).filter(|brought| brought[0] != name)?;
                return self.resolved(&[brought.as_slice(), rest].concat(), from, left.checked_sub(1)?);
            }
        };
        while let Some((_, after)) = rest.split_first().filter(|(up, _)| *up == "super") {
            at.pop()?;
            rest = after;
        }
        while let Some((down, after)) = rest.split_first() {
            let below = [at.as_slice(), std::slice::from_ref(down)].concat();
            // A folder's own file may be a block in the file above.
            if !self.files.range(below.clone()..).next().is_some_and(|(file, _)| file.starts_with(&below)) {
                break;
            }
            (at, rest) = (below, after);
        }
        // What the file there only hands on.
        let handed_on = rest.first().and_then(|name| self.files.get(&at)?.brought.get(name));
        let behind = handed_on.filter(|_| at != *from).and_then(|path| {
            let further = rest.get(1..).unwrap_or_default();
            self.resolved(&[path.as_slice(), further].concat(), &at, left.checked_sub(1)?)
        });
        behind.or_else(|| self.files.contains_key(&at).then_some(at))
    }

    fn arrows(&self) -> BTreeMap<Module, BTreeSet<Module>> {
        let of = |(from, names): (&Module, &Names)| {
            let paths = names.paths.iter().chain(names.brought.values());
            let to = paths.filter_map(|path| self.resolved(path, from, 8));
            // Upwards, to a door that the file stands behind, is free.
            (from.clone(), to.filter(|to| !from.starts_with(to)).collect())
        };
        self.files.iter().map(of).collect()
    }
}

/// What is left when every file that leads to none of the others is taken away, again and again: the circles.
fn circles(mut arrows: BTreeMap<Module, BTreeSet<Module>>) -> BTreeMap<Module, BTreeSet<Module>> {
    loop {
        let ends: Vec<Module> = arrows
            .iter()
            .filter(|(_, to)| !to.iter().any(|t| arrows.contains_key(t)))
            .map(|(m, _)| m.clone())
            .collect();
        let starts: Vec<Module> =
            arrows.keys().filter(|m| !arrows.values().any(|to| to.contains(*m))).cloned().collect();
        if ends.is_empty() && starts.is_empty() {
            return arrows;
        }
        arrows.retain(|module, _| !ends.contains(module) && !starts.contains(module));
    }
}

#[test]
fn no_file_imports_in_a_circle() {
    let arrows = Crate::of(sources()).arrows();
    let drawn: usize = arrows.values().map(BTreeSet::len).sum();
    assert!(drawn > arrows.len(), "the arrows must be seen: {drawn} between {} files", arrows.len());
    let left = circles(arrows);
    let in_circle = |to: &BTreeSet<Module>| {
        let names = to.iter().filter(|t| left.contains_key(*t)).map(|t| t.join("/"));
        names.collect::<Vec<_>>().join(", ")
    };
    let lines: Vec<String> = left.iter().map(|(from, to)| format!("{} -> {}", from.join("/"), in_circle(to))).collect();
    assert!(lines.is_empty(), "these files import each other in a circle:\n{}", lines.join("\n"));
}

#[test]
fn a_circle_is_seen() {
    let module = |name: &str| vec![name.to_owned()];
    let to = |names: &[&str]| names.iter().map(|n| module(n)).collect::<BTreeSet<_>>();
    let drawn = BTreeMap::from([
        (module("a"), to(&["b"])),
        (module("b"), to(&["c"])),
        (module("c"), to(&["b", "d"])),
        (module("d"), to(&[])),
    ]);
    assert_eq!(circles(drawn).into_keys().collect::<Vec<_>>(), [module("b"), module("c")]);
}

/// The files, in a circle, of synthetic sources.
fn circle_in(files: &[(&str, &str)]) -> Vec<String> {
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    circles(Crate::of(&scan(files)).arrows()).into_keys().map(|module| module.join("/")).collect()
}

#[test]
fn a_circle_behind_a_test_module_in_the_head_is_seen() {
    let query = ("domain/query.rs", "#[cfg(test)]\nmod tests;\n\nuse super::browse::Place;");
    let browse = ("domain/browse.rs", "use super::query::Filter;");
    assert_eq!(circle_in(&[query, browse]), ["domain/browse", "domain/query"]);
    let tests = ("domain/query/tests.rs", "use crate::domain::browse::Place;");
    let query = ("domain/query.rs", "#[cfg(test)]\nmod tests;\n#[cfg(test)]\nuse super::browse::Place;");
    assert!(circle_in(&[query, tests, browse]).is_empty(), "a test may look at whatever it likes");
}

#[test]
fn a_circle_over_what_a_door_hands_on_is_seen() {
    let door = (
        "plan/mod.rs",
        "mod draft;\nmod outcome;\npub use draft::Draft;\npub use self::outcome::{Plan, Refusal as No};",
    );
    let draft = ("plan/draft.rs", "use super::No;");
    let outcome = ("plan/outcome.rs", "use crate::plan;\nfn make(draft: plan::Draft) {}");
    assert_eq!(circle_in(&[door, draft, outcome]), ["plan/draft", "plan/outcome"]);
    let outcome = ("plan/outcome.rs", "pub struct Plan;");
    assert!(circle_in(&[door, draft, outcome]).is_empty());
}

#[test]
fn paths_are_read_as_they_are_written() {
    let files = ["app/mod.rs", "app/model.rs", "app/pane/adjust.rs", "app/update/find.rs"];
    let text = |path: &str| if path.ends_with("find.rs") { "use crate::app::pane::{adjust as a};" } else { "mod x;" };
    let sources = scan(files.iter().map(|path| ((*path).to_owned(), text(path).to_owned())).collect());
    let (read_crate, from) = (Crate::of(&sources), module_of("app/update/find.rs"));
    let read = |path: &str| read_crate.resolved(&segments(path), &from, 8).map(|m| m.join("/"));
    assert_eq!(read("crate::app::model::Model").as_deref(), Some("app/model"));
    assert_eq!(read("crate::app::Model").as_deref(), Some("app"));
    assert_eq!(read("super::super::pane::adjust::Adjust").as_deref(), Some("app/pane/adjust"));
    assert_eq!(read("a::Adjust").as_deref(), Some("app/pane/adjust"));
    assert_eq!(read("std::fs::read"), None);
    assert_eq!(taken_apart("a::{b, c::{d, e}}"), ["a::b", "a::c::d", "a::c::e"]);
    assert_eq!(taken_apart("a::{b::{c, d}, e}"), ["a::b::c", "a::b::d", "a::e"]);
}
