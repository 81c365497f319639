//! A match over an enum of the crate names every value, so that a new one does not compile until each place has said what it
//! means there.

use crate::matches::{Arm, Match, Way, matches, read, ways};
use crate::source::{Source, scan, sources, word_at};
use std::collections::{BTreeMap, BTreeSet};

/// Where whatever is left is meant, whatever it is: the file, the subject of the match, and why.
const EXCEPTIONS: [(&str, &str, &str); 3] = [
    ("shell/editor.rs", "(key.code, key.ctrl, key.alt)", "a key that edits nothing is left to others"),
    ("shell/field.rs", "(key.code, key.ctrl, key.alt)", "a key that edits nothing is left to others"),
    ("store/columns/halves.rs", "second", "whatever kept the other connection from reading, it is read here"),
];

/// The names of the enums that the crate declares.
fn enums(sources: &[Source]) -> BTreeSet<&str> {
    let declared =
        sources.iter().flat_map(|source| source.code.match_indices("enum ").map(move |(at, _)| (source, at)));
    let named = declared.map(|(source, at)| word_at(&source.code[at + "enum ".len()..]));
    named.filter(|name| name.starts_with(char::is_uppercase)).collect()
}

/// Other names that a file has for types: `use Refusal as R` is `R` for `Refusal`.
fn aliases(code: &str) -> BTreeMap<&str, &str> {
    let renamed = code.match_indices(" as ").filter_map(|(at, word)| {
        let of = code[..at].rsplit(|c: char| !c.is_alphanumeric() && c != '_').next()?;
        Some((word_at(&code[at + word.len()..]), of))
    });
    renamed.filter(|(_, of)| of.starts_with(char::is_uppercase)).collect()
}

/// The type whose `impl` a place of the code stands in.
fn type_of_self(code: &str, at: usize) -> &str {
    let Some((start, _)) = code[..at].match_indices("impl").filter(|(at, _)| code[..*at].ends_with('\n')).last() else {
        return "";
    };
    let head = code[start..].split_once('{').map_or("", |(head, _)| head);
    let of = head.rsplit_once(" for ").map_or_else(|| head.rsplit(' ').find(|w| !w.is_empty()), |(_, of)| Some(of));
    of.unwrap_or_default().trim().rsplit("::").next().map_or("", word_at)
}

/// What a match says at one place of its patterns; the place is the constructors around it, `Err/Store` say.
#[derive(Default)]
struct Place<'a> {
    /// An enum of the crate whose values are named there.
    of: Option<&'a str>,
    /// The arms that take whatever is left, and the name they have for it.
    rest: Vec<(&'a str, &'a str)>,
}

/// Notes what an arm says, from the outside in.
fn note<'a>(
    pattern: &'a str,
    body: &'a str,
    place: &str,
    is_ours: &dyn Fn(&str) -> bool,
    out: &mut BTreeMap<String, Place<'a>>,
) {
    for way in ways(pattern) {
        match read(way) {
            Way::Anything(name) => out.entry(place.to_owned()).or_default().rest.push((name, body)),
            Way::Constructor { path, inner } => {
                let (of, value) = path.rsplit_once("::").unwrap_or(("", path));
                let of = of.rsplit("::").next().unwrap_or_default();
                if is_ours(of) {
                    out.entry(place.to_owned()).or_default().of = Some(of);
                }
                if let Some(inner) = inner {
                    note(inner, body, &format!("{place}/{value}"), is_ours, out);
                }
            }
            Way::Other => tuple(way, body, place, is_ours, out),
        }
    }
}

/// Of a tuple, only whether it names a value, or takes everything whole.
fn tuple<'a>(
    way: &'a str,
    body: &'a str,
    place: &str,
    is_ours: &dyn Fn(&str) -> bool,
    out: &mut BTreeMap<String, Place<'a>>,
) {
    let words = || way.split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':').filter(|word| !word.is_empty());
    let named = words().filter_map(|word| word.rsplit_once("::")).map(|(of, _)| of.rsplit("::").next().unwrap_or(of));
    for of in named.filter(|of| is_ours(of)) {
        out.entry(place.to_owned()).or_default().of = Some(of);
    }
    if way.starts_with('(') && words().all(|word| word == "_") {
        out.entry(place.to_owned()).or_default().rest.push(("_", body));
    }
}

/// Whether an arm hands the value on as it is: `other => other`, `Err(error) => return Err(error.into())`.
fn hands_on(name: &str, body: &str) -> bool {
    let is_call = |c: char| c.is_alphanumeric() || "_:.,?&*() ".contains(c);
    let body = body.trim_start_matches('{').trim_end_matches('}').trim().trim_end_matches(';');
    let whole = body.match_indices(name).any(|(at, _)| {
        let (before, behind) = (&body[..at], &body[at + name.len()..]);
        let starts = !before.ends_with(|c: char| c.is_alphanumeric() || "_.".contains(c));
        starts && (behind.is_empty() || behind.starts_with([')', ',']) || behind.starts_with(".into()"))
    });
    name != "_" && whole && body.chars().all(is_call)
}

/// The enum whose new value a match would silently take as one of the rest.
fn falls_in<'a>(of_match: &Match<'a>, is_ours: &dyn Fn(&str) -> bool) -> Option<&'a str> {
    let mut places = BTreeMap::new();
    for Arm { pattern, body } in &of_match.arms {
        note(pattern, body, "", is_ours, &mut places);
    }
    let is_silent = |place: &Place<'_>| place.rest.iter().any(|(name, body)| !hands_on(name, body));
    places.into_values().filter(is_silent).find_map(|place| place.of)
}

/// Every match that a new value would silently fall into: the file, the subject, the enum.
fn silent(sources: &[Source]) -> Vec<(String, String, String)> {
    let ours = enums(sources);
    let mut found = Vec::new();
    for source in sources {
        let aliases = aliases(&source.code);
        for of_match in matches(&source.code) {
            let is_ours = |name: &str| {
                let name = if name == "Self" { type_of_self(&source.code, of_match.at) } else { name };
                ours.contains(aliases.get(name).copied().unwrap_or(name))
            };
            if let Some(of) = falls_in(&of_match, &is_ours) {
                let subject = of_match.subject.split_whitespace().collect::<Vec<_>>().join(" ");
                found.push((source.path.clone(), subject, of.to_owned()));
            }
        }
    }
    found
}

#[test]
fn no_new_value_of_an_enum_falls_silently_into_the_rest() {
    let found = silent(sources());
    let is_meant = |(path, subject, _): &&(String, String, String)| {
        EXCEPTIONS.iter().any(|(file, of, _)| file == path && of == subject)
    };
    let wrong: Vec<String> = found
        .iter()
        .filter(|silent| !is_meant(silent))
        .map(|(path, subject, of)| format!("{path}: match {subject} does not name every {of}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for (file, of, why) in EXCEPTIONS {
        let is_there = found.iter().any(|(path, subject, _)| path == file && subject == of);
        assert!(is_there, "{file} has no such match of {of} any more ({why}): the exception goes");
    }
}

#[test]
fn a_silent_wildcard_is_found() {
    let kinds = ("domain/fact.rs".to_owned(), "pub enum Kind { Sale, Refund, Bonus }".to_owned());
    let planted = |arms: &str| {
        let text = format!("use Kind as K;\nimpl Kind {{ fn f(self) {{ match self {{ {arms} }} }} }}");
        silent(&scan(vec![kinds.clone(), ("store/a.rs".to_owned(), text)])).len()
    };
    for wildcard in [
        "Kind::Sale => 1, _ => 2",
        "Self::Sale => 1, other => f(other.n())",
        "K::Sale if x => 1, Kind::Refund | _ => 2",
        "Some(Kind::Sale) => 1, Some(_) => 2, None => 3",
        "Err(Failure::Of(Kind::Sale)) => 1, Err(Failure::Of(kind)) => 2, Ok(n) => n",
        "(Kind::Sale, true) => 1, _ => 2",
        "(Kind::Sale, true) => 1, (_, _) => 2",
    ] {
        assert_eq!(planted(wildcard), 1, "{wildcard}");
    }
    for whole in [
        "Kind::Sale => 1, Kind::Refund | Kind::Bonus => 2",
        "Kind::Sale => 1, other => return Some(other)",
        "Err(Kind::Sale) => 1, Err(error) => Err(error.into()), Ok(n) => n + 1",
        "Ordering::Less => 1, _ => 2",
        "Kind::Sale => match n { 0 => 1, _ => 2 }, Kind::Refund | Kind::Bonus => 3",
        "(Kind::Sale, n) => n, (Kind::Refund | Kind::Bonus, _) => 2",
    ] {
        assert_eq!(planted(whole), 0, "{whole}");
    }
}
