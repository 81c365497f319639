//! A public type's name stands for one thing in the whole crate: whoever searches for it finds it.

use crate::source::{Source, scan, sources, word_at};
use std::collections::BTreeMap;

/// The words that declare a type.
const DECLARES: [&str; 5] = ["struct", "enum", "trait", "type", "union"];

/// The names of the types that a code declares `pub`, or `pub` within a part of the crate.
fn public_types(code: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("pub") {
        let behind = &code[at + "pub".len()..];
        if code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let rest = match behind.strip_prefix('(') {
            Some(within) => within.split_once(')').map_or("", |(_, rest)| rest),
            None => behind,
        };
        let mut words = rest.trim_start().splitn(2, char::is_whitespace);
        let (word, rest) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let name = word_at(rest.trim_start());
        // A macro that declares types says `$name`.
        if DECLARES.contains(&word) && !name.is_empty() {
            found.push(name);
        }
    }
    found
}

/// Each name that is declared twice, and the files that declare it.
fn declared_twice(sources: &[Source]) -> Vec<String> {
    let mut homes: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for source in sources {
        for name in public_types(&source.code) {
            homes.entry(name).or_default().push(&source.path);
        }
    }
    let twice = homes.into_iter().filter(|(_, files)| files.len() > 1);
    twice.map(|(name, files)| format!("{name}: {}", files.join(", "))).collect()
}

#[test]
fn a_public_type_name_is_declared_once() {
    assert!(sources().iter().map(|s| public_types(&s.code).len()).sum::<usize>() > 300, "the types must be found");
    let twice = declared_twice(sources());
    assert!(twice.is_empty(), "say in the name what the second one is:\n{}", twice.join("\n"));
}

#[test]
fn a_name_that_is_declared_twice_is_found() {
    let file = |path: &str, text: &str| (path.to_owned(), text.to_owned());
    let planted = scan(vec![
        file("domain/tier.rs", "pub struct Tier;\n#[cfg(test)]\nmod tests { pub struct Reader; }"),
        file("store/tier.rs", "mod a { pub(in crate::store) enum Tier<T> { A(T) } }\npub(super) type Reader = u8;"),
        file("ui/tier.rs", "struct Tier;\n// pub struct Reader;\npub fn tier(pubtype: Tier) {}\npub use a::Tier;"),
        file("app/tier.rs", "macro_rules! made { ($name:ident) => { pub struct $name; } }"),
    ]);
    assert_eq!(declared_twice(&planted), ["Tier: domain/tier.rs, store/tier.rs"]);
}
