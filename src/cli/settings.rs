//! The user's settings: a small text file in the configuration folder, that a person can read and edit.

use super::fail::CliFailure;
use super::folders::config_folder;
use crate::desk::export_csv::{Existing, NewFile, make_folder};
use crate::domain::enumeration::enumeration;
use crate::runtime::ThemeChoice;
use crate::text::{Lang, path_text};
use clap::ValueEnum;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::PathBuf;

enumeration! {
    /// One thing that can be set.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
    pub(super) enum Setting {
        Language,
        Theme,
        Mouse,
        Scope,
    }
}

impl Setting {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Language => "language",
            Self::Theme => "theme",
            Self::Mouse => "mouse",
            Self::Scope => "scope",
        }
    }

    /// What it may be.
    pub(super) fn known(self) -> &'static str {
        match self {
            Self::Language => "en, zh",
            Self::Theme => "auto, dark, light, plain",
            Self::Mouse => "on, off",
            Self::Scope => "store:SH01, tier:gold",
        }
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
            Ok(text) => Self::parse(&text).map_err(|reason| CliFailure::Settings { path: path_text(&path), reason }),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(CliFailure::file(&path, &error)),
        }
    }

    /// Reads the text of the file; what is wrong begins with its line.
    fn parse(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error: toml::de::Error| {
            let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
            format!("{line}: {}", error.message())
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

    /// What the console is narrowed to as it opens.
    pub(super) fn scope(&self) -> Option<String> {
        self.scope.clone()
    }
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
    fn what_it_can_not_be_is_not_taken(#[case] setting: Setting, #[case] value: &str) {
        let mut settings = Settings::default();
        assert_eq!(settings.set(setting, Some(value)), None);
        assert_eq!(settings, Settings::default());
    }

    #[rstest]
    #[case::a_value("language = \"zh\"\ntheme = \"pink\"\n", "2: ")]
    #[case::a_key("lang = \"zh\"\n", "1: ")]
    #[case::a_key_further_down("mouse = true\ncolour = 7\n", "2: ")]
    #[case::no_toml("language = \n", "1: ")]
    fn what_is_wrong_is_told_with_its_line(#[case] text: &str, #[case] begins: &str) {
        let reason = Settings::parse(text).unwrap_err();
        assert!(reason.starts_with(begins), "{reason}");
    }
}
