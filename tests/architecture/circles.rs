//! No file leads back to itself over what it imports.
//!
//! What a file takes from a `mod.rs` above it does not count: a room's own types may stand at its door.

use super::source::{Source, sources, word_at};
use std::collections::{BTreeMap, BTreeSet};

/// A module's path, from the crate's root.
type Module = Vec<String>;

fn module_of(path: &str) -> Module {
    let path = path.trim_end_matches(".rs").trim_end_matches("/mod");
    path.split('/').filter(|part| *part != "lib").map(str::to_owned).collect()
}

/// The tests of a file may look at whatever they like.
fn code_without_tests(source: &Source) -> &str {
    source.code.split("#[cfg(test)]").next().unwrap_or_default()
}

/// Every path of a `use`, groups taken apart: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn taken_apart(tree: &str) -> Vec<String> {
    let tree = tree.trim();
    let Some(open) = tree.find('{') else { return vec![tree.to_owned()] };
    let (head, group) = (&tree[..open], tree[open + 1..].trim_end().trim_end_matches('}'));
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

/// The paths that a file names, in a `use` or in its code, as they are written.
fn named(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for statement in code.split(';') {
        let lines = statement.trim_start();
        let start = lines.rfind("\nuse ").map_or(lines, |at| &lines[at + 1..]);
        let start = start.strip_prefix("pub ").unwrap_or(start);
        if let Some(tree) = start.strip_prefix("use ") {
            found.extend(taken_apart(tree));
        }
    }
    for (at, _) in code.match_indices("::") {
        let head = code[..at].rfind(|c: char| !c.is_alphanumeric() && c != '_' && c != ':').map_or(0, |i| i + 1);
        let tail = word_at(&code[at + 2..]);
        found.push(format!("{}{tail}", &code[head..at + 2]));
    }
    found
}

/// The module that a path as written leads to: the longest that is a file.
fn resolved(path: &str, from: &Module, modules: &BTreeSet<Module>) -> Option<Module> {
    let mut parts: Vec<&str> = path.split("::").map(str::trim).collect();
    let mut at = match parts.first().copied()? {
        "crate" => Module::new(),
        "self" => from.clone(),
        "super" => from[..from.len().checked_sub(1)?].to_vec(),
        // A module declared here.
        first if modules.contains(&[from.as_slice(), &[first.to_owned()]].concat()) => {
            parts.insert(0, "self");
            from.clone()
        }
        _ => return None,
    };
    let mut found = None;
    for part in &parts[1..] {
        if *part == "super" {
            at.pop()?;
            continue;
        }
        at.push((*part).to_owned());
        if modules.contains(&at) {
            found = Some(at.clone());
        }
    }
    // A name that stands in the folder's own file.
    found.or_else(|| {
        at.pop()?;
        modules.contains(&at).then_some(at)
    })
}

fn arrows(sources: &[Source]) -> BTreeMap<Module, BTreeSet<Module>> {
    let counted = |source: &&Source| !source.path.contains("tests");
    let modules: BTreeSet<Module> = sources.iter().filter(counted).map(|s| module_of(&s.path)).collect();
    let mut arrows = BTreeMap::new();
    for source in sources.iter().filter(counted) {
        let from = module_of(&source.path);
        let named = named(code_without_tests(source));
        let to = named.iter().filter_map(|path| resolved(path, &from, &modules));
        // Upwards, to a door that the file stands behind, is free.
        let to: BTreeSet<Module> = to.filter(|to| !from.starts_with(to)).collect();
        arrows.insert(from, to);
    }
    arrows
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
    let arrows = arrows(&sources());
    let drawn: usize = arrows.values().map(BTreeSet::len).sum();
    assert!(drawn > arrows.len(), "the arrows must be seen: {drawn} between {} files", arrows.len());
    let left = circles(arrows);
    let in_circle = |to: &BTreeSet<Module>| {
        let names = to.iter().filter(|t| left.contains_key(*t)).map(|t| t.join("/"));
        names.collect::<Vec<_>>().join(", ")
    };
    let told: Vec<String> = left.iter().map(|(from, to)| format!("{} -> {}", from.join("/"), in_circle(to))).collect();
    assert!(told.is_empty(), "these files import each other in a circle:\n{}", told.join("\n"));
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

#[test]
fn paths_are_read_as_they_are_written() {
    let modules: BTreeSet<Module> =
        ["app", "app/model", "app/pane/adjust", "app/update/find"].into_iter().map(module_of).collect();
    let from = module_of("app/update/find.rs");
    let read = |path: &str| resolved(path, &from, &modules).map(|m| m.join("/"));
    assert_eq!(read("crate::app::model::Model").as_deref(), Some("app/model"));
    assert_eq!(read("crate::app::Model").as_deref(), Some("app"));
    assert_eq!(read("super::super::pane::adjust::Adjust").as_deref(), Some("app/pane/adjust"));
    assert_eq!(read("std::fs::read"), None);
    assert_eq!(taken_apart("a::{b, c::{d, e}}"), ["a::b", "a::c::d", "a::c::e"]);
}
