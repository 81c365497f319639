//! The source as the house rules see it: code without comments and texts, with and without its tests, and the paths it names.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// A module's path, from the crate's root.
pub type Module = Vec<String>;

/// One source file without its comments and texts.
pub struct Source {
    /// Path below `src`, with `/`.
    pub path: String,
    /// The room: the first folder or file below `src`; empty for `lib.rs` and `main.rs`.
    pub room: String,
    /// The code with what stands in texts, tests included.
    pub with_texts: String,
    /// The code, tests included.
    pub with_tests: String,
    /// The code that is built outside of tests; empty where the whole file belongs to a test module.
    pub code: String,
    /// Lines of the file as it stands.
    pub lines: usize,
}

/// The source files below a folder.
pub fn files(folder: &Path) -> Vec<PathBuf> {
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

/// Every file below `src`, read once.
pub fn sources() -> &'static [Source] {
    static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(read_all);
    &SOURCES
}

fn read_all() -> Vec<Source> {
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        (path.strip_prefix("src").unwrap().to_string_lossy().replace('\\', "/"), text)
    };
    let found = scan(files(Path::new("src")).into_iter().map(read).collect());
    assert!(found.len() > 20, "the source must be found");
    found
}

/// The files, given as path below `src` and text, as the rules see them.
pub fn scan(files: Vec<(String, String)>) -> Vec<Source> {
    let mut test_modules = BTreeSet::new();
    let read = |(path, text): (String, String)| {
        let first = path.split('/').next().unwrap_or_default().trim_end_matches(".rs");
        let room = if matches!(first, "lib" | "main") { "" } else { first };
        let with_tests = code_of(&text);
        let (code, modules) = without_tests(&with_tests);
        let from = module_of(&path);
        test_modules.extend(modules.into_iter().map(|name| [from.as_slice(), &[name]].concat()));
        let (room, lines) = (room.to_owned(), text.lines().count());
        Source { path, room, with_texts: without_comments(&text), with_tests, code, lines }
    };
    let mut sources: Vec<Source> = files.into_iter().map(read).collect();
    for source in &mut sources {
        let module = module_of(&source.path);
        if (1..=module.len()).any(|n| test_modules.contains(&module[..n])) {
            source.code.clear();
        }
    }
    sources
}

/// The module that a file is, by its path below `src`.
pub fn module_of(path: &str) -> Module {
    let path = path.trim_end_matches(".rs").trim_end_matches("/mod");
    path.split('/').filter(|part| *part != "lib").map(str::to_owned).collect()
}

/// The code without comments.
fn without_comments(text: &str) -> String {
    let keep = |piece: Piece, text: &str, out: &mut String| match piece {
        Piece::Comment => {}
        Piece::Text | Piece::Character | Piece::Code => out.push_str(text),
    };
    rewritten(text, keep)
}

/// The code without comments and without what stands in texts and characters.
pub fn code_of(text: &str) -> String {
    let keep = |piece: Piece, text: &str, out: &mut String| match piece {
        Piece::Comment => {}
        Piece::Text => out.push_str("\"\""),
        Piece::Character => out.push_str("' '"),
        Piece::Code => out.push_str(text),
    };
    rewritten(text, keep)
}

/// What a stretch of source is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Piece {
    Comment,
    Text,
    Character,
    /// A single character of anything else.
    Code,
}

/// The piece that a source begins with, and its bytes. `in_word`: a name or a number ends right before it.
fn piece_at(text: &str, in_word: bool) -> (Piece, usize) {
    if text.starts_with("//") {
        return (Piece::Comment, text.find('\n').unwrap_or(text.len()));
    }
    if text.starts_with("/*") {
        return (Piece::Comment, comment_len(text));
    }
    if let Some(len) = raw_text_len(text).filter(|_| !in_word) {
        return (Piece::Text, len);
    }
    if text.starts_with('"') {
        return (Piece::Text, text_len(text));
    }
    match character_len(text) {
        Some(len) => (Piece::Character, len),
        None => (Piece::Code, text.chars().next().map_or(0, char::len_utf8)),
    }
}

fn rewritten(text: &str, keep: impl Fn(Piece, &str, &mut String)) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let (piece, len) = piece_at(&text[at..], text[..at].ends_with(is_word));
        keep(piece, &text[at..at + len], &mut out);
        at += len;
    }
    out
}

/// The arguments of a call, from behind its opening bracket on, each as it is written.
pub fn arguments(call: &str) -> Vec<&str> {
    let (mut depth, mut start, mut at, mut found) = (0_usize, 0, 0, Vec::new());
    while at < call.len() {
        let (piece, len) = piece_at(&call[at..], call[..at].ends_with(is_word));
        let mark = if piece == Piece::Code { &call[at..at + len] } else { "" };
        match mark {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" if depth == 0 => break,
            ")" | "]" | "}" => depth -= 1,
            "," if depth == 0 => {
                found.push(call[start..at].trim());
                start = at + len;
            }
            _ => {}
        }
        at += len;
    }
    found.push(call[start..at].trim());
    found.retain(|argument| !argument.is_empty());
    found
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Bytes of the block comment that a text begins with; comments nest.
fn comment_len(text: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < text.len() {
        if text[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if text[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                break;
            }
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    at
}

/// Bytes of the quoted text that a text begins with.
fn text_len(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Bytes of `r#"…"#`, with any number of `#` and a `b` or `c` before it, where a text begins with one.
fn raw_text_len(text: &str) -> Option<usize> {
    let body = text.strip_prefix(['b', 'c']).unwrap_or(text).strip_prefix('r')?;
    let quoted = body.trim_start_matches('#');
    let close = format!("\"{}", "#".repeat(body.len() - quoted.len()));
    let end = quoted.strip_prefix('"')?.find(&close)?;
    Some(text.len() - quoted.len() + 1 + end + close.len())
}

/// Bytes of the character that a text begins with; `None` for a lifetime.
fn character_len(text: &str) -> Option<usize> {
    let body = text.strip_prefix('\'')?;
    let first = body.chars().next()?;
    if first == '\\' {
        let escaped = body.char_indices().nth(2)?.0;
        return Some(1 + escaped + body[escaped..].find('\'')? + 1);
    }
    body[first.len_utf8()..].starts_with('\'').then(|| first.len_utf8() + 2)
}

/// The code without what stands behind `#[cfg(test)]`, and the names of the modules among it.
fn without_tests(code: &str) -> (String, Vec<String>) {
    let (mut kept, mut modules, mut at) = (String::with_capacity(code.len()), Vec::new(), 0);
    while let Some(next) = code[at..].find('#') {
        let attribute = at + next;
        kept.push_str(&code[at..attribute]);
        let Some(len) = attribute_len(&code[attribute..]) else {
            kept.push('#');
            at = attribute + 1;
            continue;
        };
        let end = attribute + len;
        let said: String = code[attribute..end].chars().filter(|c| !c.is_whitespace()).collect();
        if said.starts_with("#![cfg(test)") {
            return (String::new(), modules);
        }
        if said.starts_with("#[cfg(test)") || said.starts_with("#[cfg(all(test,") {
            let item = &code[end..];
            let item = &item[..item_len(item)];
            modules.extend(module_named(item));
            at = end + item.len();
        } else {
            kept.push_str(&code[attribute..end]);
            at = end;
        }
    }
    kept.push_str(&code[at..]);
    (kept, modules)
}

/// Bytes of the attribute that a code begins with.
fn attribute_len(code: &str) -> Option<usize> {
    let body = code.strip_prefix('#')?;
    let body = body.strip_prefix('!').unwrap_or(body).trim_start();
    body.starts_with('[').then(|| code.len() - body.len() + block_len(body))
}

/// Bytes up to where the bracket that a code begins with is closed.
fn block_len(code: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in code.char_indices() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    code.len()
}

/// The words that an item can begin with before its name is said; what begins otherwise is a field, a variant or an arm.
const ITEMS: [&str; 16] = [
    "pub", "mod", "use", "fn", "const", "static", "let", "type", "struct", "enum", "union", "trait", "impl", "unsafe",
    "async", "extern",
];
/// Of these, those whose braces do not end them.
const UP_TO_SEMICOLON: [&str; 5] = ["use", "const", "static", "let", "type"];

/// Bytes of the item, with its further attributes, that a code begins with.
fn item_len(code: &str) -> usize {
    let mut rest = code.trim_start();
    while let Some(len) = attribute_len(rest) {
        rest = rest[len..].trim_start();
    }
    let words: Vec<&str> =
        rest.split(|c: char| !is_word(c)).filter(|w| !matches!(*w, "" | "pub" | "crate" | "super")).collect();
    let is_item = ITEMS.contains(&word_at(rest)) || rest.starts_with("macro_rules!");
    let to_semicolon = words.first().is_some_and(|w| UP_TO_SEMICOLON.contains(w)) && words.get(1) != Some(&"fn");
    let mut at = 0;
    while let Some(c) = rest[at..].chars().next() {
        match c {
            '(' | '[' => at += block_len(&rest[at..]),
            '{' => {
                at += block_len(&rest[at..]);
                if is_item && !to_semicolon {
                    break;
                }
            }
            ';' => {
                at += 1;
                break;
            }
            ',' if !is_item => {
                at += 1;
                break;
            }
            '}' | ')' | ']' => break,
            _ => at += c.len_utf8(),
        }
    }
    code.len() - rest.len() + at
}

/// The name of the module that an item is.
fn module_named(item: &str) -> Option<String> {
    let mut rest = item.trim_start();
    while let Some(len) = attribute_len(rest) {
        rest = rest[len..].trim_start();
    }
    let mut words = rest.split(|c: char| !is_word(c)).filter(|w| !matches!(*w, "" | "pub" | "crate" | "super"));
    (words.next() == Some("mod")).then(|| words.next().map(str::to_owned))?
}

pub fn word_at(text: &str) -> &str {
    let end = text.find(|c: char| !is_word(c)).unwrap_or(text.len());
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
pub fn super_paths<'a>(path: &str, code: &'a str, rooms: &BTreeSet<&str>) -> Vec<&'a str> {
    let depth = module_of(path).len();
    let mut found = Vec::new();
    for (at, _) in code.match_indices("super::") {
        if code[..at].ends_with("super::") {
            continue;
        }
        let mut rest = &code[at..];
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

#[test]
fn paths_are_read_as_the_compiler_reads_them() {
    let text = "// crate::no\nuse crate::{\n  domain::{day::Day, num},\n  store,\n};\nlet a = \"crate::no\"; crate::t!(w, '\"', \"x\")";
    assert_eq!(crate_paths(&code_of(text)), ["domain", "store", "t"]);
    let code = "use super::super::store::Store; use super::store;";
    assert_eq!(super_paths("desk/find.rs", code, &BTreeSet::from(["desk", "store"])), ["store"]);
}

#[test]
fn neither_comments_nor_texts_nor_characters_are_code() {
    let text = r##"a /* b /* c */ d */ e b"f\"g" r#"h " i"# 'j' '\'' '\u{1f}' 'k: &'static str, br"l" for"m" // n"##;
    assert_eq!(code_of(text), "a  e b\"\" \"\" ' ' ' ' ' ' 'k: &'static str, \"\" for\"\" ");
}

#[test]
fn arguments_are_split_at_their_commas() {
    let call = "words, \"a, (\", n = f(1, ','), m = [x, y],) + rest(z)";
    assert_eq!(arguments(call), ["words", "\"a, (\"", "n = f(1, ',')", "m = [x, y]"]);
}

#[test]
fn only_what_is_a_test_is_left_out() {
    let text = "
        use before::A;
        #[cfg(test)]
        mod tests;
        #[cfg(test)]
        pub(crate) mod sample;
        #[cfg(test)]
        use for_tests::{B, C};
        use between::D;
        impl E {
            #[cfg(test)]
            #[must_use]
            pub(super) fn tested<F, G>(self) -> [u8; 2] { if x { in_test() } else { y } }
            fn kept(&self) {}
        }
        struct H { #[cfg(test)] i: Vec<u8>, j: u8 }
        #[cfg(test)]
        const K: [L; 1] = [L { m: 1 }];
        #[cfg(test)]
        const fn n() {}
        #[cfg(not(test))]
        const O: u8 = 0;
        #[cfg(test)]
        mod inline { fn p() { in_test() } }
        #[derive(Clone)]
        struct After;";
    let (code, modules) = without_tests(text);
    assert_eq!(modules, ["tests", "sample", "inline"]);
    for kept in ["before", "between", "kept", "j: u8", "const O", "derive(Clone)", "After"] {
        assert!(code.contains(kept), "{kept} is read");
    }
    for left in ["for_tests", "in_test", "tested", "i: Vec", "const K", "fn n", "inline"] {
        assert!(!code.contains(left), "{left} is a test");
    }
}

#[test]
fn files_of_test_modules_are_tests() {
    let file = |path: &str, text: &str| (path.to_owned(), text.to_owned());
    let read = scan(vec![
        file("app/mod.rs", "#[cfg(test)]\nmod sample;\nmod latest;\nfn a() {}"),
        file("app/sample.rs", "fn b() {}"),
        file("app/sample/person.rs", "fn c() {}"),
        file("app/latest.rs", "fn d() {}"),
        file("app/all.rs", "#![cfg(test)]\nfn e() {}"),
    ]);
    let seen: Vec<&str> = read.iter().filter(|s| !s.code.is_empty()).map(|s| s.path.as_str()).collect();
    assert_eq!(seen, ["app/mod.rs", "app/latest.rs"]);
    assert!(read.iter().all(|s| !s.with_tests.is_empty()));
}
