//! How the console looks, and opening it on a file.

use super::context::CliContext;
use super::fail::CliFailure;
use crate::desk::segments::FEW;
use crate::runtime::{DeskOpening, Options, ThemeChoice, console, environment};
use crate::t;
use clap::{Args, ValueEnum};
use std::path::PathBuf;
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

/// Opens the console on a file.
pub fn open(context: &CliContext, look: &Appearance, path: PathBuf, demo: bool) -> Result<ExitCode, CliFailure> {
    let theme = match look.theme {
        None | Some(ThemeArg::Auto) => ThemeChoice::Auto,
        Some(ThemeArg::Dark) => ThemeChoice::Dark,
        Some(ThemeArg::Light) => ThemeChoice::Light,
        Some(ThemeArg::Plain) => ThemeChoice::Plain,
    };
    let opening = DeskOpening { path, operator: context.operator.clone(), few: FEW };
    let options = Options { lang: context.words.lang, theme, mouse: !look.no_mouse, demo };
    Ok(console(&opening, options)?)
}
