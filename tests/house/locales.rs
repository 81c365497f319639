//! Every word used in the source is in the tables, in both languages, with the same placeholders.

use loyaltui::text::{Lang, TABLES, entries};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Every source file below `src`.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
    files
}

/// The source without its comments, whose examples need not be words.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The keys of every `t!(words, "key", …)` of a source text.
fn keys_used(code: &str) -> Vec<String> {
    let mut keys = Vec::new();
    for (at, _) in code.match_indices("t!(") {
        let another_macro = code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        if !another_macro && let Some(key) = code[at..].split('"').nth(1) {
            keys.push(key.to_owned());
        }
    }
    keys
}

fn all_entries() -> BTreeMap<String, loyaltui::text::Entry> {
    TABLES.iter().flat_map(|(_, table)| entries(table).unwrap()).collect()
}

#[test]
fn every_key_used_is_in_a_table() {
    let known = all_entries();
    let mut missing = Vec::new();
    let mut seen = 0;
    for path in sources(Path::new("src")) {
        for key in keys_used(&code(&path)) {
            seen += 1;
            if !known.contains_key(&key) {
                missing.push(format!("{}: {key}", path.display()));
            }
        }
    }
    assert!(seen > 0, "the scan must find the macro");
    assert!(missing.is_empty(), "keys without words:\n{}", missing.join("\n"));
}

#[test]
fn every_key_speaks_both_languages_with_the_same_placeholders() {
    for (key, entry) in all_entries() {
        for lang in Lang::ALL {
            assert!(!entry.of(lang).trim().is_empty(), "{key} has no words in {}", lang.tag());
        }
        assert_eq!(entry.placeholders(Lang::En), entry.placeholders(Lang::Zh), "placeholders of {key}");
    }
}

#[test]
fn no_key_stands_in_two_tables() {
    let mut home: BTreeMap<String, &str> = BTreeMap::new();
    for (name, table) in TABLES {
        for (key, _) in entries(table).unwrap() {
            if let Some(other) = home.insert(key.clone(), name) {
                panic!("{key} stands in {other} and in {name}");
            }
        }
    }
}

#[test]
fn the_scan_reads_keys_as_the_compiler_does() {
    let code = "let a = t!(words, \"a.b\", n = 3); assert!(x, \"no\"); crate::t!(self.words,\n \"c\")";
    assert_eq!(keys_used(code), ["a.b", "c"]);
}

/// Keys that are put together from a name in a table of the source: their prefix, and the file with the names.
const FAMILIES: [(&str, &str); 1] = [("cmd.", "src/app/command.rs")];

#[test]
fn no_words_are_left_over() {
    let source: String = sources(Path::new("src")).iter().map(|path| code(path)).collect();
    let of_family = |key: &str| {
        FAMILIES.iter().any(|(prefix, file)| {
            let name = key.strip_prefix(prefix).map(|rest| rest.strip_suffix(".help").unwrap_or(rest));
            name.is_some_and(|name| code(Path::new(file)).contains(&format!("\"{name}\"")))
        })
    };
    let left: Vec<String> =
        all_entries().into_keys().filter(|key| !source.contains(&format!("\"{key}\"")) && !of_family(key)).collect();
    assert!(left.is_empty(), "words nobody says:\n{}", left.join("\n"));
}
