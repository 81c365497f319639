//! What the documents name is there: files, modules, links, and every decision in the index.

use crate::source::files;
use std::fs;
use std::path::{Path, PathBuf};

/// Rooms and folders whose names begin a path.
const ROOMS: [&str; 11] =
    ["analytics", "app", "cli", "demo", "desk", "documents", "domain", "runtime", "store", "text", "ui"];
const FOLDERS: [&str; 9] = ["src/", "tests/", "assets/", "docs/", "benches/", "fuzz/", "examples/", ".ci/", ".cargo/"];

const DECISIONS: &str = "docs/decisions";

/// The documents for whoever works on loyaltui.
fn documents() -> Vec<(PathBuf, String)> {
    let mut paths: Vec<PathBuf> =
        ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "docs/json/README.md", "fuzz/README.md"]
            .map(PathBuf::from)
            .into();
    paths.extend(fs::read_dir(DECISIONS).unwrap().map(|entry| entry.unwrap().path()));
    paths.into_iter().map(|path| (path.clone(), fs::read_to_string(&path).unwrap())).collect()
}

/// What stands between backticks on one line, blocks of code aside.
fn marked(text: &str) -> Vec<&str> {
    let prose = text.lines().filter(|line| !line.starts_with("    "));
    prose.flat_map(|line| line.split('`').skip(1).step_by(2)).collect()
}

/// The targets of links to files.
fn linked(text: &str) -> Vec<&str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next());
    targets.filter(|target| !target.is_empty() && !target.contains("://")).collect()
}

/// A path as it is written, without what stands for a name.
fn names_a_path(word: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "/._-".contains(c) || c == '_';
    FOLDERS.iter().any(|folder| word.starts_with(folder)) && word.chars().all(plain)
}

/// Whether `room::module::name` is there: a module, or a name in the last module there is.
fn is_in_the_source(path: &str) -> bool {
    let parts: Vec<&str> = path.split("::").collect();
    let mut at = PathBuf::from("src");
    for (place, part) in parts.iter().enumerate() {
        let file = at.join(format!("{part}.rs"));
        if !at.join(part).is_dir() && !file.is_file() {
            let module = if at.join("mod.rs").is_file() { at.join("mod.rs") } else { at.with_extension("rs") };
            let says = |file: &Path| fs::read_to_string(file).is_ok_and(|code| code.contains(part));
            return place > 0 && place + 1 == parts.len() && says(&module);
        }
        at = at.join(part);
    }
    true
}

#[test]
fn what_the_documents_name_is_there() {
    let mut missing = Vec::new();
    for (path, text) in documents() {
        let words = marked(&text);
        let files = words.iter().filter(|word| names_a_path(word) && !Path::new(word).exists());
        let modules = words.iter().filter(|word| {
            word.split_once("::").is_some_and(|(room, _)| ROOMS.contains(&room)) && !is_in_the_source(word)
        });
        missing.extend(files.chain(modules).map(|word| format!("{}: {word}", path.display())));
        let folder = path.parent().unwrap();
        let links = linked(&text).into_iter().filter(|target| !folder.join(target).exists());
        missing.extend(links.map(|target| format!("{}: link to {target}", path.display())));
    }
    assert!(missing.is_empty(), "not there:\n{}", missing.join("\n"));
}

#[test]
fn every_promise_names_a_test_that_is_there() {
    let text = fs::read_to_string("README.md").unwrap();
    let promises = text.split("## What is promised").nth(1).unwrap().split("\n## ").next().unwrap();
    let files = ["src", "tests"].into_iter().flat_map(|folder| files(Path::new(folder)));
    let code: String = files.map(|file| fs::read_to_string(file).unwrap()).collect();
    let is_a_test = |name: &str| code.contains(&format!("fn {name}("));
    for promise in promises.split("\n- ").skip(1) {
        let names: Vec<&str> = marked(promise).into_iter().filter(|word| word.contains('_')).collect();
        assert!(!names.is_empty(), "nothing holds: {promise}");
        for name in names {
            assert!(is_a_test(name), "{name} is no test");
        }
    }
}

#[test]
fn every_decision_is_in_the_index_under_its_title() {
    let index = fs::read_to_string(Path::new(DECISIONS).join("README.md")).unwrap();
    let mut files: Vec<String> = fs::read_dir(DECISIONS)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "README.md")
        .collect();
    files.sort();
    for (number, file) in (1..).zip(files) {
        let text = fs::read_to_string(Path::new(DECISIONS).join(&file)).unwrap();
        let title = text.lines().next().unwrap().strip_prefix(&format!("# {number}. "));
        let title = title.unwrap_or_else(|| panic!("{file} is not number {number}"));
        assert!(index.contains(&format!("| {number} | [{title}]({file}) |")), "{file} is not in the index as {title}");
        for part in ["**What.**", "**Why.**", "**What else was possible.**"] {
            assert!(text.contains(part), "{file} does not say {part}");
        }
    }
}

#[test]
fn a_name_that_is_gone_is_found() {
    assert!(is_in_the_source("domain::fold") && is_in_the_source("domain::plan::plan"));
    assert!(!is_in_the_source("domain::unfold") && !is_in_the_source("domain::fold::Unfolded"));
    assert!(names_a_path("src/lib.rs") && !names_a_path("src/cli/<command>.rs"));
    assert_eq!(linked("[a](b.md) [c](https://x) [d](e.md#f)"), ["b.md", "e.md"]);
    assert_eq!(marked("a `b` c `d`\n    `code`"), ["b", "d"]);
}
