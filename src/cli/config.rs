//! `loyaltui config`: the user's settings.

use super::context::CliContext;
use super::fail::CliFailure;
use super::settings::{Setting, Settings};
use super::show::Sheet;
use crate::t;
use crate::text::path_text;
use clap::Args;
use serde_json::json;

/// Show the settings and where they are kept, or change one
#[derive(Debug, Args)]
#[command(
    after_help = "Settings: language (en, zh), theme (auto, dark, light, plain), mouse (on, off), scope (a filter such as \
    store:SH01), search_columns and segment_columns (name,phone,points,…). What the command line says goes first, then these, then the environment. Keys: `loyaltui keys`."
)]
pub struct ConfigArgs {
    /// Which one
    #[arg(value_name = "SETTING")]
    setting: Option<Setting>,
    /// Its new value
    #[arg(value_name = "VALUE", requires = "setting", conflicts_with = "unset")]
    value: Option<String>,
    /// Go back to the default
    #[arg(long, requires = "setting")]
    unset: bool,
}

impl ConfigArgs {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let words = context.words;
        let mut settings = Settings::load()?;
        if let Some(setting) = self.setting
            && (self.unset || self.value.is_some())
        {
            if settings.set(setting, self.value.as_deref()).is_none() {
                let value = self.value.as_deref().unwrap_or_default();
                let text =
                    t!(words, "cli.config.bad", value = value, setting = setting.name(), known = setting.known());
                return Err(CliFailure::Usage(text));
            }
            settings.save()?;
        }
        let path = path_text(&Settings::path()?);
        let shown = Setting::ALL.into_iter().filter(|setting| self.setting.is_none_or(|asked| asked == *setting));
        let values: Vec<(Setting, Option<String>)> = shown.map(|setting| (setting, settings.get(setting))).collect();
        let document = values.iter().map(|(setting, value)| (setting.name().to_owned(), json!(value)));
        let document: serde_json::Map<String, serde_json::Value> =
            [("file".to_owned(), json!(path))].into_iter().chain(document).collect();
        context.print(&document, || {
            let mut sheet = Sheet::new();
            for (setting, value) in &values {
                let value = value.clone().unwrap_or_else(|| t!(words, "cli.config.default"));
                sheet.line(setting.name(), &value);
            }
            sheet.line(&t!(words, "cli.config.file"), &path);
            sheet.lines()
        })
    }
}
