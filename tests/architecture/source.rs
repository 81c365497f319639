//! The source as the house rules see it: code without comments and texts, and the paths it names.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// One source file without its comments and texts.
pub struct Source {
    /// Path below `src`, with `/`.
    pub path: String,
    /// The room: the first folder or file below `src`; empty for `lib.rs` and `main.rs`.
    pub room: String,
    /// The code, tests included.
    pub code: String,
    /// Lines of the file as it stands.
    pub lines: usize,
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
    found
}

pub fn sources() -> Vec<Source> {
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let path = path.strip_prefix("src").unwrap().to_string_lossy().replace('\\', "/");
        let first = path.split('/').next().unwrap_or_default().trim_end_matches(".rs");
        let room = if matches!(first, "lib" | "main") { "" } else { first };
        Source { room: room.to_owned(), code: code_of(&text), lines: text.lines().count(), path }
    };
    let found: Vec<Source> = files(Path::new("src")).into_iter().map(read).collect();
    assert!(found.len() > 20, "the source must be found");
    found
}

/// The code without comments and without what stands in texts.
pub fn code_of(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '/' if rest.peek() == Some(&'/') => {
                rest.by_ref().find(|c| *c == '\n');
                out.push('\n');
            }
            '"' => {
                while let Some(inner) = rest.next() {
                    match inner {
                        '\\' => drop(rest.next()),
                        '"' => break,
                        _ => {}
                    }
                }
                out.push_str("\"\"");
            }
            // A quote character would open a text that never ends.
            '\'' if rest.peek() == Some(&'"') => drop(rest.next()),
            _ => out.push(c),
        }
    }
    out
}

pub fn word_at(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    &text[..end]
}

/// The rooms that follow `crate::`, also in `crate::{a, b::c}`.
pub fn crate_paths(code: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(group) => found.extend(group_heads(group)),
            None => found.push(word_at(rest)),
        }
    }
    found
}

/// The first words of the elements of a `{…}` group, of which the brace is already behind.
fn group_heads(group: &str) -> Vec<&str> {
    let (mut depth, mut start, mut heads) = (0, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            ',' if depth == 0 => {
                heads.push(word_at(group[start..at].trim_start()));
                start = at + 1;
            }
            '}' if depth == 0 => {
                heads.push(word_at(group[start..at].trim_start()));
                break;
            }
            '}' => depth -= 1,
            _ => {}
        }
    }
    heads.retain(|head| !head.is_empty());
    heads
}

/// Rooms reached by climbing with `super::` to the crate's root.
pub fn super_paths<'a>(source: &'a Source, rooms: &BTreeSet<&str>) -> Vec<&'a str> {
    let file = source.path.trim_end_matches(".rs").trim_end_matches("/mod");
    let depth = file.split('/').count();
    let mut found = Vec::new();
    for (at, _) in source.code.match_indices("super::") {
        if source.code[..at].ends_with("super::") {
            continue;
        }
        let mut rest = &source.code[at..];
        let mut climbed = 0;
        while let Some(after) = rest.strip_prefix("super::") {
            (rest, climbed) = (after, climbed + 1);
        }
        let word = word_at(rest);
        if climbed >= depth && rooms.contains(word) {
            found.push(word);
        }
    }
    found
}
