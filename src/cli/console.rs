//! The console: what `loyaltui` without a command opens.

use super::appearance::{Appearance, needs_terminal, open};
use super::context::CliContext;
use super::fail::CliFailure;
use super::import::ImportArgs;
use super::{demo, init};
use crate::domain::program::DEFAULT_TOML;
use crate::runtime::environment;
use crate::runtime::start::{Start, ask};
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Opens the console on the store; where there is none yet, offers to make one.
pub fn run(context: &CliContext, look: &Appearance) -> Result<ExitCode, CliFailure> {
    needs_terminal(context)?;
    let path = context.store_path()?;
    if path.exists() { open(context, look, path, false) } else { offer(context, look, path) }
}

/// No file yet: a demo, an empty store, or one filled from files.
fn offer(context: &CliContext, look: &Appearance, path: PathBuf) -> Result<ExitCode, CliFailure> {
    let start = ask(&path, context.words, environment::stdin().lock(), io::stdout().lock());
    match start.map_err(|error| CliFailure::file(Path::new("terminal"), &error))? {
        Start::Demo => demo::DemoArgs::with_look(look.clone()).run(context),
        Start::New => {
            init::make(context, &path, DEFAULT_TOML)?;
            open(context, look, path, false)
        }
        Start::Import { members, purchases } => {
            init::make(context, &path, DEFAULT_TOML)?;
            ImportArgs::of_members(members).run(context)?;
            purchases.map_or(Ok(()), |file| ImportArgs::of_purchases(file).run(context))?;
            open(context, look, path, false)
        }
        Start::Leave => Ok(ExitCode::SUCCESS),
    }
}
