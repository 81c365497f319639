//! How the console looks, and opening it on a file.

use super::context::Context;
use super::fail::Failure;
use super::setup;
use crate::desk::segments::FEW;
use crate::runtime::{Opening, Options, Theme, console, environment};
use crate::t;
use clap::{Args, ValueEnum};
use std::path::PathBuf;
use std::process::ExitCode;

/// How the console looks.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Console")]
pub struct Look {
    /// Colours [default: auto, as the terminal says]
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
pub fn needs_terminal(context: &Context) -> Result<(), Failure> {
    if context.globals.json {
        return Err(Failure::Usage(t!(context.words, "cli.usage.console_json")));
    }
    if environment::has_terminal() { Ok(()) } else { Err(Failure::NoTerminal) }
}

/// Opens the console on a file.
pub fn open(context: &Context, look: &Look, path: PathBuf, demo: bool) -> Result<ExitCode, Failure> {
    let theme = match look.theme {
        None | Some(ThemeArg::Auto) => Theme::Auto,
        Some(ThemeArg::Dark) => Theme::Dark,
        Some(ThemeArg::Light) => Theme::Light,
        Some(ThemeArg::Plain) => Theme::Plain,
    };
    let opening = Opening { path, operator: setup::operator(&context.globals), few: FEW };
    let options = Options { lang: context.words.lang, theme, mouse: !look.no_mouse, demo };
    Ok(console(&opening, options)?)
}
