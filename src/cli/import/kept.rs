//! Mappings kept under a name: a small text file for each, in the user's configuration folder, that a person can read and edit.

use crate::cli::fail::CliFailure;
use crate::cli::folders::config_folder;
use crate::desk::error::DeskError;
use crate::desk::export_csv::{Existing, NewFile, make_folder};
use crate::desk::import::Summary;
use crate::domain::import::setup::SetupError;
use crate::domain::import::target::ImportKind;
use crate::text::path_text;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

/// How a file is read, as on the command line.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct KeptMapping {
    /// What the file holds: `members`, `purchases` or `feedback`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub map: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub set: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub map_value: Vec<String>,
    #[serde(rename = "where", skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skip: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    #[serde(skip_serializing_if = "is_false")]
    pub no_header: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_format: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimal: Option<String>,
    #[serde(skip_serializing_if = "is_false")]
    pub erase_blanks: bool,
    #[serde(skip_serializing_if = "is_false")]
    pub strict: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_false(yes: &bool) -> bool {
    !yes
}

impl KeptMapping {
    pub(super) fn kind(&self) -> Option<ImportKind> {
        self.kind.as_deref().and_then(ImportKind::from_word)
    }

    /// This one, with what was given besides: that goes first. `keeps_blanks`: blank cells were said to keep what is known.
    pub(super) fn under(self, given: Self, keeps_blanks: bool) -> Self {
        Self {
            kind: given.kind.or(self.kind),
            map: joined(given.map, self.map),
            set: joined(given.set, self.set),
            map_value: [given.map_value, self.map_value].concat(),
            conditions: [given.conditions, self.conditions].concat(),
            encoding: given.encoding.or(self.encoding),
            delimiter: given.delimiter.or(self.delimiter),
            skip: given.skip.or(self.skip),
            sheet: given.sheet.or(self.sheet),
            no_header: given.no_header || self.no_header,
            date_format: given.date_format.or(self.date_format),
            decimal: given.decimal.or(self.decimal),
            erase_blanks: given.erase_blanks || (self.erase_blanks && !keeps_blanks),
            strict: given.strict || self.strict,
        }
    }

    /// What is kept of a file that was read: what was said, and the columns as they were recognised.
    pub(super) fn with(self, given: Self, kind: ImportKind, summary: &Summary) -> Self {
        let columns = summary.reading.iter().flat_map(|reading| &reading.columns);
        let used =
            columns.filter_map(|column| column.field.map(|(field, _)| format!("{}={}", field.word(), column.name)));
        let mut kept = self.under(given, false);
        kept.map = joined(kept.map, used.collect());
        kept.kind = Some(kind.word().to_owned());
        kept
    }
}

/// Pairs, and those others whose target they do not name.
fn joined(first: Vec<String>, others: Vec<String>) -> Vec<String> {
    let target = |pair: &str| pair.split('=').next().unwrap_or_default().trim().to_lowercase();
    let named: Vec<String> = first.iter().map(|pair| target(pair)).collect();
    let rest = others.into_iter().filter(|pair| !named.contains(&target(pair)));
    let mut all = first;
    all.extend(rest);
    all
}

fn folder() -> Result<PathBuf, CliFailure> {
    Ok(config_folder()?.join("mappings"))
}

/// The file of a name: a name is a word, not a path.
fn file_of(name: &str) -> Result<PathBuf, CliFailure> {
    let word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ' | '.');
    if name.trim().is_empty() || name.starts_with('.') || !name.chars().all(word) {
        return unknown(name);
    }
    Ok(folder()?.join(format!("{name}.toml")))
}

fn unknown<T>(name: &str) -> Result<T, CliFailure> {
    let files = folder().ok().and_then(|folder| fs::read_dir(folder).ok()).into_iter().flatten().flatten();
    let stems = files.filter_map(|file| file.path().file_stem().map(|stem| stem.to_string_lossy().into_owned()));
    let mut known: Vec<String> = stems.collect();
    known.sort();
    Err(DeskError::from(Box::new(SetupError::UnknownMapping { name: name.to_owned(), known })).into())
}

/// The mapping that is kept under a name.
pub(super) fn load(name: &str) -> Result<KeptMapping, CliFailure> {
    let path = file_of(name)?;
    let Ok(text) = fs::read_to_string(&path) else { return unknown(name) };
    toml::from_str(&text).map_err(|error| CliFailure::File {
        path: path_text(&path),
        kind: None,
        reason: error.message().to_owned(),
    })
}

/// Keeps a mapping under a name, in place of the one that had it.
pub(super) fn save(name: &str, mapping: &KeptMapping) -> Result<(), CliFailure> {
    let path = file_of(name)?;
    let text = toml::to_string(mapping).map_err(|error| CliFailure::File {
        path: path_text(&path),
        kind: None,
        reason: error.to_string(),
    })?;
    let failed = |error: io::Error| CliFailure::file(&path, &error);
    make_folder(&folder()?).map_err(failed)?;
    let mut file = NewFile::begin(&path, Existing::Replace, &[])?;
    file.write_all(text.as_bytes()).map_err(failed)?;
    Ok(file.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_goes_before_what_is_kept() {
        let kept = KeptMapping {
            map: vec!["amount=金额".to_owned(), "store=门店".to_owned()],
            delimiter: Some(";".to_owned()),
            erase_blanks: true,
            ..KeptMapping::default()
        };
        let given = KeptMapping { map: vec!["amount=实付".to_owned()], ..KeptMapping::default() };
        let both = kept.under(given, true);
        assert_eq!(both.map, ["amount=实付", "store=门店"]);
        assert_eq!((both.delimiter.as_deref(), both.erase_blanks), (Some(";"), false));
    }

    #[test]
    fn a_mapping_is_read_as_it_was_written() {
        let kept = KeptMapping {
            kind: Some("purchases".to_owned()),
            conditions: vec!["状态!=已取消".to_owned()],
            skip: Some(2),
            ..KeptMapping::default()
        };
        let text = toml::to_string(&kept).unwrap();
        assert_eq!(toml::from_str::<KeptMapping>(&text).unwrap(), kept);
    }

    #[test]
    fn a_name_is_no_path() {
        assert!(["../x", "a/b", "", ".x"].iter().all(|name| file_of(name).is_err()));
    }
}
