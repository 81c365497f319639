//! The console: what `loyaltui` without a command opens.

use super::context::Context;
use super::fail::Failure;
use super::import::Import;
use super::{demo, init, setup};
use crate::domain::program::DEFAULT_TOML;
use crate::runtime::start::{Start, ask};
use crate::runtime::{Opening, Options, Theme, console};
use crate::t;
use clap::{Args, ValueEnum};
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
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

/// Opens the console on the store; where there is none yet, offers to make one.
pub fn run(context: &Context, look: &Look) -> Result<ExitCode, Failure> {
    needs_terminal(context)?;
    let path = context.store_path()?;
    if path.exists() { open(context, look, path, false) } else { offer(context, look, path) }
}

/// Says no where nobody could see the console.
pub fn needs_terminal(context: &Context) -> Result<(), Failure> {
    if context.globals.json {
        return Err(Failure::Usage(t!(context.words, "cli.usage.console_json")));
    }
    if io::stdin().is_terminal() && io::stdout().is_terminal() { Ok(()) } else { Err(Failure::NoTerminal) }
}

/// Opens the console on a file.
pub fn open(context: &Context, look: &Look, path: PathBuf, demo: bool) -> Result<ExitCode, Failure> {
    let theme = match look.theme {
        None | Some(ThemeArg::Auto) => Theme::Auto,
        Some(ThemeArg::Dark) => Theme::Dark,
        Some(ThemeArg::Light) => Theme::Light,
        Some(ThemeArg::Plain) => Theme::Plain,
    };
    let opening = Opening { path, operator: setup::operator(&context.globals) };
    let options = Options { lang: context.words.lang, theme, mouse: !look.no_mouse, demo };
    Ok(console(&opening, options)?)
}

/// No file yet: a demo, an empty store, or one filled from files.
fn offer(context: &Context, look: &Look, path: PathBuf) -> Result<ExitCode, Failure> {
    let start = ask(&path, context.words, io::stdin().lock(), io::stdout().lock());
    match start.map_err(|error| Failure::file(Path::new("terminal"), &error))? {
        Start::Demo => demo::Demo::with_look(look.clone()).run(context),
        Start::New => {
            init::make(context, &path, DEFAULT_TOML)?;
            open(context, look, path, false)
        }
        Start::Import { members, purchases } => {
            init::make(context, &path, DEFAULT_TOML)?;
            Import::of_members(members).run(context)?;
            purchases.map_or(Ok(()), |file| Import::of_purchases(file).run(context))?;
            open(context, look, path, false)
        }
        Start::Leave => Ok(ExitCode::SUCCESS),
    }
}
