//! How the console looks, and opening it on a file.

use super::context::CliContext;
use super::fail::CliFailure;
use super::folders::state_folder;
use super::settings::{Setting, Settings};
use super::{console_login, keys, out};
use crate::desk::segments::FEW;
use crate::runtime::{
    BilingualText, DeskOpening, Options, PersonalSettings, Preferences, ThemeChoice, console, environment,
};
use crate::t;
use crate::text::Words;
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// How the console looks.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Console")]
pub struct Appearance {
    /// Colours [default: auto, as the terminal reports]
    #[arg(long, value_name = "auto|dark|light|plain", hide_possible_values = true)]
    theme: Option<ThemeArg>,
    /// Leave the mouse to the terminal
    #[arg(long)]
    no_mouse: bool,
}

/// Colours of the console.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum ThemeArg {
    Auto,
    Dark,
    Light,
    Plain,
}

/// Says no where nobody could see the console.
pub fn needs_terminal(context: &CliContext) -> Result<(), CliFailure> {
    if context.globals.json {
        return Err(CliFailure::Usage(t!(context.words, "cli.usage.console_json")));
    }
    if environment::has_terminal() { Ok(()) } else { Err(CliFailure::NoTerminal) }
}

/// What is special about a file that the console opens on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// Nothing.
    Ordinary,
    /// Its data is generated.
    Demo,
    /// It was made to take in somebody's own files.
    FirstImport,
}

/// Opens the console on a file.
pub fn open(context: &CliContext, look: &Appearance, path: PathBuf, file: Occasion) -> Result<ExitCode, CliFailure> {
    let demo = file == Occasion::Demo;
    let settings = Settings::load();
    if let Err(failure) = &settings {
        out::message(&t!(context.words, "cli.config.ignored", why = failure.message(context.words)));
    }
    let set = settings.as_ref().ok().cloned().unwrap_or_default();
    let theme = match look.theme {
        None => set.theme(),
        Some(ThemeArg::Auto) => ThemeChoice::Auto,
        Some(ThemeArg::Dark) => ThemeChoice::Dark,
        Some(ThemeArg::Light) => ThemeChoice::Light,
        Some(ThemeArg::Plain) => ThemeChoice::Plain,
    };
    let place = std::fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
    let (operator, pass) = console_login::seat(context, &path)?;
    let opening = DeskOpening { path, operator, pass, few: FEW, keys: state_folder().ok(), files: None };
    let is_first_import = file == Occasion::FirstImport;
    let options =
        Options { lang: context.words.lang, theme, mouse: set.mouse() && !look.no_mouse, demo, is_first_import };
    // The scope of generated data means nothing elsewhere.
    let scope = set.scope_of(&place).filter(|_| !demo);
    let columns = set.columns();
    let keys = keys::load().map_err(|failure| failure.message(context.words));
    let problem = settings.as_ref().err().map(|failure| {
        BilingualText::of(|lang| t!(Words::new(lang), "cli.config.ignored", why = failure.message(Words::new(lang))))
    });
    let personal = PersonalSettings { scope: scope.clone(), columns, keys, problem };
    let mut left = None;
    let ended = console(&opening, options, personal, |preferences| left = Some(preferences));
    console_login::leave(&opening.path, &opening.operator, opening.pass.as_ref());
    let ended = ended?;
    for unsaved in &ended.unsaved {
        out::message(&format!("loyaltui: {unsaved}"));
    }
    // Settings that can't be read are left as they are.
    if let (Some(left), Ok(settings)) = (left, settings) {
        remember(&settings, options, &left, (&place, scope.as_deref()))?;
    }
    match ended.lost {
        None => Ok(ExitCode::from(ended.code)),
        Some(error) if ended.code == 0 => Err(error.into()),
        Some(error) => {
            CliFailure::from(error).tell(context.words, false);
            Ok(ExitCode::from(ended.code))
        }
    }
}

/// Keeps what somebody has changed in the console for the next time.
fn remember(
    before: &Settings,
    options: Options,
    left: &Preferences,
    (file, scope): (&Path, Option<&str>),
) -> Result<(), CliFailure> {
    let mut settings = before.clone();
    if left.lang != options.lang {
        settings.set(Setting::Language, Some(left.lang.tag()));
    }
    if left.mouse != options.mouse {
        settings.set(Setting::Mouse, Some(if left.mouse { "on" } else { "off" }));
    }
    if !options.demo && left.scope.as_deref() != scope {
        settings.keep_scope(file, left.scope.as_deref());
    }
    settings.keep_columns(&left.columns);
    if settings == *before { Ok(()) } else { settings.save() }
}
