//! The user's settings: a small text file in the configuration folder, that a person can read and edit.

use super::fail::{CliFailure, SettingsProblem};
use super::folders::config_folder;
use crate::desk::export_csv::{Existing, NewFile, make_folder};
use crate::domain::enumeration::enumeration;
use crate::runtime::{ListColumns, MemberColumn, MemberList, ThemeChoice};
use crate::text::{Lang, path_text};
use clap::ValueEnum;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

enumeration! {
    /// One thing that can be set.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
    pub(super) enum Setting {
        Language,
        Theme,
        Mouse,
        Scope,
        #[value(name = "search_columns")]
        SearchColumns,
        #[value(name = "segment_columns")]
        SegmentColumns,
    }
}

impl Setting {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Language => "language",
            Self::Theme => "theme",
            Self::Mouse => "mouse",
            Self::Scope => "scope",
            Self::SearchColumns => "search_columns",
            Self::SegmentColumns => "segment_columns",
        }
    }

    /// What it may be.
    pub(super) fn known(self) -> String {
        let text = match self {
            Self::Language => "en, zh",
            Self::Theme => "auto, dark, light, plain",
            Self::Mouse => "on, off",
            Self::Scope => "store:SH01, tier:gold",
            Self::SearchColumns | Self::SegmentColumns => {
                return MemberColumn::ALL.map(MemberColumn::word).join(", ");
            }
        };
        text.to_owned()
    }
}

/// What the user has set; what is not set is as the environment and the program have it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Settings {
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<SetLanguage>,
    #[serde(skip_serializing_if = "Option::is_none")]
    theme: Option<SetTheme>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mouse: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    search_columns: Option<Vec<MemberColumn>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    segment_columns: Option<Vec<MemberColumn>>,
    /// What the console was narrowed to on each data file, by its path; `*`: to nothing.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    scopes: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum SetLanguage {
    En,
    Zh,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum SetTheme {
    Auto,
    Dark,
    Light,
    Plain,
}

impl Settings {
    /// Where they are kept.
    pub(super) fn path() -> Result<PathBuf, CliFailure> {
        Ok(config_folder()?.join("config.toml"))
    }

    /// The settings of the file; without a file none is set. A file that can't be read is told with its line.
    pub(super) fn load() -> Result<Self, CliFailure> {
        let path = Self::path()?;
        match fs::read_to_string(&path) {
            Ok(text) => Self::parse(&text).map_err(|(line, problem)| CliFailure::Settings {
                path: path_text(&path),
                line,
                problem,
            }),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(CliFailure::file(&path, &error)),
        }
    }

    /// Reads the text of the file; of what is wrong the line is told.
    fn parse(text: &str) -> Result<Self, (usize, SettingsProblem)> {
        toml::from_str(text).map_err(|error: toml::de::Error| {
            let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
            let unknown = error.message().strip_prefix("unknown field `").and_then(|rest| rest.split('`').next());
            let problem = match unknown {
                Some(key) => SettingsProblem::UnknownKey(key.to_owned()),
                // What can be read as TOML has a value that is none of its setting.
                None if text.parse::<toml::Table>().is_ok() => SettingsProblem::WrongValue,
                None => SettingsProblem::Syntax,
            };
            (line, problem)
        })
    }

    /// Writes them in place of those that were there.
    pub(super) fn save(&self) -> Result<(), CliFailure> {
        let path = Self::path()?;
        let failed = |error: io::Error| CliFailure::file(&path, &error);
        let text = toml::to_string(self).map_err(|error| failed(io::Error::other(error)))?;
        make_folder(&config_folder()?).map_err(failed)?;
        let mut file = NewFile::begin(&path, Existing::Replace, &[])?;
        file.write_all(text.as_bytes()).map_err(failed)?;
        Ok(file.finish()?)
    }

    /// The value of a setting, as it is written.
    pub(super) fn get(&self, setting: Setting) -> Option<String> {
        let word = |word: &str| word.to_owned();
        match setting {
            Setting::Language => self.language.map(|language| match language {
                SetLanguage::En => word("en"),
                SetLanguage::Zh => word("zh"),
            }),
            Setting::Theme => self.theme.map(|theme| match theme {
                SetTheme::Auto => word("auto"),
                SetTheme::Dark => word("dark"),
                SetTheme::Light => word("light"),
                SetTheme::Plain => word("plain"),
            }),
            Setting::Mouse => self.mouse.map(|on| word(if on { "on" } else { "off" })),
            Setting::Scope => self.scope.clone(),
            Setting::SearchColumns => self.search_columns.as_deref().map(listed),
            Setting::SegmentColumns => self.segment_columns.as_deref().map(listed),
        }
    }

    /// Another value of a setting, or none; `None` where it can't have this one.
    pub(super) fn set(&mut self, setting: Setting, value: Option<&str>) -> Option<()> {
        let text = value.map(str::trim);
        match setting {
            Setting::Language => {
                self.language = match text {
                    None => None,
                    Some("en") => Some(SetLanguage::En),
                    Some("zh") => Some(SetLanguage::Zh),
                    Some(_) => return None,
                }
            }
            Setting::Theme => {
                self.theme = match text {
                    None => None,
                    Some("auto") => Some(SetTheme::Auto),
                    Some("dark") => Some(SetTheme::Dark),
                    Some("light") => Some(SetTheme::Light),
                    Some("plain") => Some(SetTheme::Plain),
                    Some(_) => return None,
                }
            }
            Setting::Mouse => {
                self.mouse = match text {
                    None => None,
                    Some("on") => Some(true),
                    Some("off") => Some(false),
                    Some(_) => return None,
                }
            }
            Setting::SearchColumns => {
                self.search_columns = text.map_or(Some(None), |text| columns(text).map(Some))?;
            }
            Setting::SegmentColumns => {
                self.segment_columns = text.map_or(Some(None), |text| columns(text).map(Some))?;
            }
            Setting::Scope => self.scope = text.filter(|text| !text.is_empty() && *text != "*").map(str::to_owned),
        }
        Some(())
    }

    pub(super) fn lang(&self) -> Option<Lang> {
        self.language.map(|language| match language {
            SetLanguage::En => Lang::En,
            SetLanguage::Zh => Lang::Zh,
        })
    }

    pub(super) fn theme(&self) -> ThemeChoice {
        match self.theme {
            None | Some(SetTheme::Auto) => ThemeChoice::Auto,
            Some(SetTheme::Dark) => ThemeChoice::Dark,
            Some(SetTheme::Light) => ThemeChoice::Light,
            Some(SetTheme::Plain) => ThemeChoice::Plain,
        }
    }

    /// Whether the mouse is reported.
    pub(super) fn mouse(&self) -> bool {
        self.mouse.unwrap_or(true)
    }

    /// The columns of the console's lists of members.
    pub(super) fn columns(&self) -> ListColumns {
        ListColumns::chosen(self.search_columns.clone(), self.segment_columns.clone())
    }

    /// Keeps the columns of lists; those that are as they always were are not kept.
    pub(super) fn keep_columns(&mut self, columns: &ListColumns) {
        let usual = ListColumns::default();
        let changed = |list| Some(columns.of(list)).filter(|of| *of != usual.of(list)).map(<[_]>::to_vec);
        self.search_columns = changed(MemberList::Search);
        self.segment_columns = changed(MemberList::Segment);
    }

    /// What the console is narrowed to as it opens a data file: what it was there before, else what is set for every file.
    pub(super) fn scope_of(&self, file: &Path) -> Option<String> {
        let known = self.scopes.get(&path_text(file)).or(self.scope.as_ref());
        known.filter(|scope| *scope != "*").cloned()
    }

    /// Keeps what the console was narrowed to on a data file.
    pub(super) fn keep_scope(&mut self, file: &Path, scope: Option<&str>) {
        self.scopes.remove(&path_text(file));
        if self.scope_of(file).as_deref() != scope {
            self.scopes.insert(path_text(file), scope.unwrap_or("*").to_owned());
        }
    }
}

/// Columns as they are written, with commas between.
fn listed(columns: &[MemberColumn]) -> String {
    columns.iter().map(|column| column.word()).collect::<Vec<_>>().join(",")
}

/// Columns that are written; `None` where one is none, or there is none at all.
fn columns(text: &str) -> Option<Vec<MemberColumn>> {
    text.split([',', ' ', '，'])
        .filter(|word| !word.is_empty())
        .map(MemberColumn::from_word)
        .collect::<Option<Vec<_>>>()
        .filter(|columns| !columns.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(Setting::Language, "zh")]
    #[case(Setting::Theme, "light")]
    #[case(Setting::Mouse, "off")]
    #[case(Setting::Scope, "store:南京西路店")]
    #[case(Setting::SearchColumns, "name,ends_this_month")]
    #[case(Setting::SegmentColumns, "member_no,points,earned_this_month")]
    fn what_is_set_is_read_again(#[case] setting: Setting, #[case] value: &str) {
        let mut settings = Settings::default();
        settings.set(setting, Some(value)).unwrap();
        let again = Settings::parse(&toml::to_string(&settings).unwrap()).unwrap();
        assert_eq!(again.get(setting).as_deref(), Some(value));
        settings.set(setting, None).unwrap();
        assert_eq!(settings, Settings::default());
    }

    #[rstest]
    #[case(Setting::Language, "de")]
    #[case(Setting::Theme, "pink")]
    #[case(Setting::Mouse, "yes")]
    #[case(Setting::SearchColumns, "name,colour")]
    #[case(Setting::SegmentColumns, " , ")]
    fn what_it_can_not_be_is_not_taken(#[case] setting: Setting, #[case] value: &str) {
        let mut settings = Settings::default();
        assert_eq!(settings.set(setting, Some(value)), None);
        assert_eq!(settings, Settings::default());
    }

    #[test]
    fn only_columns_that_were_changed_are_kept() {
        let mut settings = Settings::default();
        settings.keep_columns(&ListColumns::default());
        assert_eq!(settings, Settings::default());
        let columns = ListColumns::chosen(None, Some(vec![MemberColumn::Name, MemberColumn::Points]));
        settings.keep_columns(&columns);
        assert_eq!(settings.get(Setting::SearchColumns), None);
        assert_eq!(settings.get(Setting::SegmentColumns).as_deref(), Some("name,points"));
        assert_eq!(settings.columns(), columns);
    }

    #[rstest]
    #[case::a_value("language = \"zh\"\ntheme = \"pink\"\n", 2, SettingsProblem::WrongValue)]
    #[case::a_column("search_columns = [\"name\", \"colour\"]\n", 1, SettingsProblem::WrongValue)]
    #[case::a_key("lang = \"zh\"\n", 1, SettingsProblem::UnknownKey("lang".to_owned()))]
    #[case::a_key_further_down("mouse = true\ncolour = 7\n", 2, SettingsProblem::UnknownKey("colour".to_owned()))]
    #[case::no_toml("language = \n", 1, SettingsProblem::Syntax)]
    fn what_is_wrong_is_told_with_its_line(#[case] text: &str, #[case] line: usize, #[case] problem: SettingsProblem) {
        assert_eq!(Settings::parse(text).unwrap_err(), (line, problem));
    }

    #[test]
    fn a_scope_is_kept_for_its_own_data_file() {
        let (one, other) = (Path::new("/data/one.db"), Path::new("/data/other.db"));
        let mut settings = Settings::default();
        settings.keep_scope(one, Some("store:SH01"));
        assert_eq!((settings.scope_of(one).as_deref(), settings.scope_of(other)), (Some("store:SH01"), None));
        settings.set(Setting::Scope, Some("tier:gold")).unwrap();
        settings.keep_scope(other, None);
        let again = Settings::parse(&toml::to_string(&settings).unwrap()).unwrap();
        assert_eq!((again.scope_of(one).as_deref(), again.scope_of(other)), (Some("store:SH01"), None));
        assert_eq!(again.scope_of(Path::new("/data/third.db")).as_deref(), Some("tier:gold"));
        settings.keep_scope(other, Some("tier:gold"));
        settings.keep_scope(one, Some("tier:gold"));
        assert_eq!(settings.scopes, BTreeMap::new(), "what is as it is set for every file need not be kept");
    }
}
