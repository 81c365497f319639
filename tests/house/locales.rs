//! Every word used in the source is in the tables, in both languages, and every placeholder is filled.

use crate::source::{arguments, sources};
use loyaltui::domain::op::kind::OpKind;
use loyaltui::text::{Lang, TABLES, TextEntry, entries};
use std::collections::BTreeMap;

/// One `t!(words, "key", name = value, …)`.
#[derive(Debug, PartialEq, Eq)]
struct Call {
    key: String,
    /// The names of what it fills.
    fills: Vec<String>,
}

/// The calls of the macro in a source without comments.
fn calls(code: &str) -> Vec<Call> {
    let mut found = Vec::new();
    for (at, opening) in code.match_indices("t!(") {
        let another_macro = code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let arguments = arguments(&code[at + opening.len()..]);
        let key = arguments.get(1).and_then(|key| key.strip_prefix('"')?.strip_suffix('"'));
        if let (false, Some(key)) = (another_macro, key) {
            let name = |argument: &&str| argument.split('=').next().unwrap_or_default().trim().to_owned();
            found.push(Call { key: key.to_owned(), fills: arguments[2..].iter().map(name).collect() });
        }
    }
    found
}

pub fn all_entries() -> BTreeMap<String, TextEntry> {
    TABLES.iter().flat_map(|(_, table)| entries(table).unwrap()).collect()
}

#[test]
fn every_key_used_is_in_a_table() {
    let known = all_entries();
    let (mut missing, mut seen) = (Vec::new(), 0);
    for source in sources() {
        for call in calls(&source.with_texts) {
            seen += 1;
            if !known.contains_key(&call.key) {
                missing.push(format!("{}: {}", source.path, call.key));
            }
        }
    }
    assert!(seen > 0, "the scan must find the macro");
    assert!(missing.is_empty(), "keys without words:\n{}", missing.join("\n"));
}

/// What is wrong with what a call fills: a placeholder that would stand on the screen, a value that nobody would see.
fn misfilled(call: &Call, entry: &TextEntry) -> Vec<String> {
    let mut wrong = Vec::new();
    for lang in Lang::ALL {
        let placeholders = entry.placeholders(lang);
        let open = placeholders.iter().filter(|name| !call.fills.iter().any(|filled| filled == *name));
        wrong.extend(open.map(|name| format!("{{{name}}} of {} ({}) is not filled", call.key, lang.tag())));
        let lost = call.fills.iter().filter(|name| !placeholders.contains(&name.as_str()));
        wrong.extend(lost.map(|name| format!("{name} has no place in {} ({})", call.key, lang.tag())));
    }
    wrong
}

#[test]
fn every_placeholder_is_filled_and_every_value_has_its_place() {
    let known = all_entries();
    let mut wrong = Vec::new();
    for source in sources() {
        for call in calls(&source.with_texts) {
            let found = known.get(&call.key).map(|entry| misfilled(&call, entry)).unwrap_or_default();
            wrong.extend(found.into_iter().map(|what| format!("{}: {what}", source.path)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_filled_is_held_against_both_languages() {
    let call = |fills: &[&str]| Call { key: "a.b".to_owned(), fills: fills.iter().map(|f| (*f).to_owned()).collect() };
    let entry = TextEntry { en: "{n} {n:member|members} of {all}".to_owned(), zh: "{n} 位".to_owned() };
    assert_eq!(misfilled(&call(&["n"]), &entry), ["{all} of a.b (en) is not filled"]);
    assert_eq!(misfilled(&call(&["n", "all"]), &entry), ["all has no place in a.b (zh)"]);
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
fn the_scan_reads_calls_as_the_compiler_does() {
    let code =
        "let a = t!(words, \"a.b\", n = f(\"x, y\"), m = n == 3); assert!(x, \"no\"); crate::t!(self.words,\n \"c\")";
    let call = |key: &str, fills: &[&str]| Call {
        key: key.to_owned(),
        fills: fills.iter().map(|name| (*name).to_owned()).collect(),
    };
    assert_eq!(calls(code), [call("a.b", &["n", "m"]), call("c", &[])]);
}

/// The names of the panes, as the registration lists them.
fn panes() -> Vec<String> {
    let registration = sources().iter().find(|source| source.path == "panes/mod.rs").unwrap();
    let (_, list) = registration.with_texts.split_once("$then! {").unwrap();
    let (list, _) = list.split_once('}').unwrap();
    list.split(',').filter_map(|pane| Some(pane.split_once(':')?.1.trim().to_owned())).collect()
}

/// Whether a key is put together from a name in the source: of a command, a pane, or a reason that only one pane has. Nothing
/// fills such a key.
fn is_of_family(key: &str) -> bool {
    let is_said = |text: &str, in_file: &str| {
        sources().iter().any(|source| source.path.ends_with(in_file) && source.with_texts.contains(text))
    };
    match key.split_once('.') {
        Some(("cmd", name)) => {
            let name = name.strip_suffix(".help").or_else(|| name.strip_suffix(".hint")).unwrap_or(name);
            is_said(&format!("\"{name}\""), "/commands.rs") || panes().iter().any(|pane| pane == name)
        }
        Some(("pane", name)) => panes().iter().any(|pane| pane == name),
        Some(("blocked", name)) => is_said(&format!("OfPane(\"{name}\")"), ".rs"),
        Some(_) | None => false,
    }
}

#[test]
fn what_a_pane_is_called_and_says_has_its_words() {
    let known = all_entries();
    let panes = panes();
    assert!(panes.len() > 3, "the registration must be found");
    let names =
        panes.iter().flat_map(|pane| [format!("pane.{pane}"), format!("cmd.{pane}"), format!("cmd.{pane}.help")]);
    let code: String = sources().iter().map(|source| source.with_texts.as_str()).collect();
    let reasons =
        code.split("OfPane(\"").skip(1).filter_map(|rest| Some(format!("blocked.{}", rest.split_once('"')?.0)));
    let missing: Vec<String> = names.chain(reasons).filter(|key| !known.contains_key(key)).collect();
    assert!(missing.is_empty(), "keys without words:\n{}", missing.join("\n"));
}

/// Keys that are put together from the word of an operation. What fills them is held by the tests of `text`.
const OF_OPERATIONS: [&str; 4] = ["op.", "cli.do.", "done.", "irreversible."];

fn is_of_operation(key: &str) -> bool {
    let rest = OF_OPERATIONS.iter().find_map(|prefix| key.strip_prefix(prefix));
    let word = rest.map(|rest| rest.trim_end_matches("_points").trim_end_matches("_of_nobody"));
    word.is_some_and(|word| OpKind::from_word(word).is_some())
}

#[test]
fn every_operation_has_its_words() {
    let known = all_entries();
    for kind in OpKind::ALL {
        let word = kind.word();
        assert!(known.contains_key(&format!("op.{word}")), "{word} has no name");
        let is_wished = known.contains_key(&format!("cli.do.{word}"));
        assert_eq!(is_wished, kind.has_intent(), "the sentence of what is wished: {word}");
    }
}

#[test]
fn a_key_that_is_put_together_has_no_placeholder() {
    for (key, entry) in all_entries().into_iter().filter(|(key, _)| is_of_family(key)) {
        assert_eq!(entry.placeholders(Lang::En), [""; 0], "{key}");
    }
}

#[test]
fn no_words_are_left_over() {
    let source: String = sources().iter().map(|source| source.with_texts.as_str()).collect();
    let is_left = |key: &String| !source.contains(&format!("\"{key}\"")) && !is_of_family(key) && !is_of_operation(key);
    let left: Vec<String> = all_entries().into_keys().filter(is_left).collect();
    assert!(left.is_empty(), "words nobody says:\n{}", left.join("\n"));
}
