//! The matches of a source, and the patterns of their arms.

use crate::source::word_at;

/// One `match` of a code without comments and texts.
pub struct Match<'a> {
    /// Bytes before it.
    pub at: usize,
    /// What is matched.
    pub subject: &'a str,
    pub arms: Vec<Arm<'a>>,
}

pub struct Arm<'a> {
    /// The pattern without its guard.
    pub pattern: &'a str,
    pub body: &'a str,
}

/// Every match of a code, those within others too.
pub fn matches(code: &str) -> Vec<Match<'_>> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let starts = code.match_indices("match ").filter(|(at, _)| !code[..*at].ends_with(is_word));
    starts.filter_map(|(at, word)| match_at(code, at, at + word.len())).collect()
}

fn match_at(code: &str, at: usize, start: usize) -> Option<Match<'_>> {
    let open = start + at_depth_zero(&code[start..], |rest| rest.starts_with(['{', ';']))?;
    code[open..].starts_with('{').then_some(())?;
    let body = &code[open + 1..];
    let body = &body[..closed_at(body)];
    Some(Match { at, subject: code[start..open].trim(), arms: arms(body) })
}

/// Where in a text, outside of all brackets, something begins.
fn at_depth_zero(text: &str, begins: impl Fn(&str) -> bool) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        if depth == 0 && begins(&text[at..]) {
            return Some(at);
        }
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    None
}

/// Where the bracket is closed within which a text begins.
fn closed_at(text: &str) -> usize {
    at_depth_zero(text, |rest| rest.starts_with([')', ']', '}'])).unwrap_or(text.len())
}

fn arms(mut rest: &str) -> Vec<Arm<'_>> {
    let mut found = Vec::new();
    while let Some(arrow) = at_depth_zero(rest, |rest| rest.starts_with("=>")) {
        let (pattern, behind) = (&rest[..arrow], rest[arrow + "=>".len()..].trim_start());
        let end = match behind.strip_prefix('{') {
            Some(block) => 1 + closed_at(block) + 1,
            None => at_depth_zero(behind, |rest| rest.starts_with(',')).unwrap_or(behind.len()),
        };
        let guard = at_depth_zero(pattern, |rest| rest.starts_with(" if "));
        let pattern = pattern[..guard.unwrap_or(pattern.len())].trim();
        found.push(Arm { pattern, body: behind[..end].trim() });
        rest = behind[end..].trim_start().trim_start_matches(',');
    }
    found
}

/// The ways of a pattern: `A | B` are two.
pub fn ways(pattern: &str) -> Vec<&str> {
    let (mut found, mut rest) = (Vec::new(), pattern);
    while let Some(bar) = at_depth_zero(rest, |rest| rest.starts_with('|')) {
        found.push(rest[..bar].trim());
        rest = &rest[bar + 1..];
    }
    found.push(rest.trim());
    found.retain(|way| !way.is_empty());
    found
}

/// A way without what says how it is bound.
fn plain(way: &str) -> &str {
    let bound = way.trim_start_matches('&').trim_start();
    let bound = ["ref ", "mut "].iter().fold(bound, |way, word| way.trim_start_matches(word));
    match bound.split_once('@') {
        Some((name, rest)) if word_at(name) == name.trim_end() => rest.trim_start(),
        Some(_) | None => bound,
    }
}

/// What a way is, read from the outside in.
pub enum Way<'a> {
    /// Takes whatever is there, under a name or without one (`_`).
    Anything(&'a str),
    /// A constructor by its path, and what stands in its brackets where that is one thing.
    Constructor { path: &'a str, inner: Option<&'a str> },
    /// A tuple, a literal, a slice, a range.
    Other,
}

pub fn read(way: &str) -> Way<'_> {
    let way = plain(way);
    let is_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let path = &way[..way.find(|c| !is_path(c)).unwrap_or(way.len())];
    let behind = way[path.len()..].trim_start();
    let begins = path.rsplit("::").next().unwrap_or_default().chars().next();
    match begins {
        Some(c) if (c.is_lowercase() || c == '_') && behind.is_empty() => Way::Anything(path),
        Some(c) if c.is_uppercase() => {
            let inner = behind.strip_prefix('(').map(|inner| inner[..closed_at(inner)].trim());
            Way::Constructor { path, inner: inner.filter(|inner| is_one(inner)) }
        }
        Some(_) | None => Way::Other,
    }
}

fn is_one(inner: &str) -> bool {
    !inner.is_empty()
        && inner != ".."
        && at_depth_zero(inner.trim_end_matches(','), |rest| rest.starts_with(',')).is_none()
}

#[test]
fn arms_are_read_as_the_compiler_reads_them() {
    let code =
        "fn f() { match self.a(|b| { c }) { A::B { d, .. } | A::C(_) if e == f => { g } A::D => h(i, j), _ => k } }";
    let found = matches(code);
    assert_eq!((found.len(), found[0].subject), (1, "self.a(|b| { c })"));
    let arms: Vec<_> = found[0].arms.iter().map(|arm| (arm.pattern, arm.body)).collect();
    assert_eq!(arms, [("A::B { d, .. } | A::C(_)", "{ g }"), ("A::D", "h(i, j)"), ("_", "k")]);
    assert_eq!(ways("Some(A::B | A::C) | None"), ["Some(A::B | A::C)", "None"]);
}

#[test]
fn ways_are_read_from_the_outside_in() {
    assert!(matches!(read("_"), Way::Anything("_")));
    assert!(matches!(read("ref mut name"), Way::Anything("name")));
    assert!(matches!(read("Some(A::B | A::C)"), Way::Constructor { path: "Some", inner: Some("A::B | A::C") }));
    assert!(matches!(read("by @ A::B { .. }"), Way::Constructor { path: "A::B", inner: None }));
    assert!(matches!(read("&A::B(c, _)"), Way::Constructor { path: "A::B", inner: None }));
    assert!(matches!(read("(a, b)"), Way::Other) && matches!(read("0..=9"), Way::Other));
}
