//! The tables of `assets/locales`, compiled in.

use super::{Lang, format};
use std::collections::HashMap;
use std::sync::OnceLock;

// `TABLES`, which `build.rs` gathers from `assets/locales`: a room that has words has a file there.
include!(concat!(env!("OUT_DIR"), "/locales.rs"));

/// The words of one key. A language that the table lacks is empty text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TextEntry {
    pub en: String,
    pub zh: String,
}

impl TextEntry {
    /// The text of a language.
    pub fn of(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Zh => &self.zh,
        }
    }

    /// The names of the placeholders of a language's text, sorted, each once.
    pub fn placeholders(&self, lang: Lang) -> Vec<&str> {
        format::placeholders(self.of(lang))
    }
}

/// The entries of one table's text. A table within a table joins its name with a dot: `[tier] up = {…}` is `tier.up`.
pub fn entries(table: &str) -> Result<Vec<(String, TextEntry)>, toml::de::Error> {
    let mut out = Vec::new();
    collect("", toml::from_str::<toml::Table>(table)?, &mut out);
    Ok(out)
}

fn collect(prefix: &str, table: toml::Table, out: &mut Vec<(String, TextEntry)>) {
    for (key, value) in table {
        let key = if prefix.is_empty() { key } else { format!("{prefix}.{key}") };
        let toml::Value::Table(inner) = value else { continue };
        if inner.values().any(toml::Value::is_str) {
            let text = |lang: Lang| inner.get(lang.tag()).and_then(toml::Value::as_str).unwrap_or_default().to_owned();
            out.push((key, TextEntry { en: text(Lang::En), zh: text(Lang::Zh) }));
        } else {
            collect(&key, inner, out);
        }
    }
}

/// The words of a key. A table is read when a key is looked for that none before it has: a command of one answer needs few of
/// them, and reading all would be a fifth of its time.
pub(super) fn find(key: &str) -> Option<&'static TextEntry> {
    static READ: [OnceLock<HashMap<String, TextEntry>>; TABLES.len()] = [const { OnceLock::new() }; TABLES.len()];
    // A table that can't be read leaves its keys visible as ⟦key⟧, and a test fails.
    let read = |text: &str| entries(text).unwrap_or_default().into_iter().collect();
    READ.iter().zip(TABLES).find_map(|(table, (_, text))| table.get_or_init(|| read(text)).get(key))
}
