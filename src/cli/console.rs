//! The console: what `loyaltui` without a command opens.

use super::appearance::{Appearance, needs_terminal, open};
use super::context::CliContext;
use super::fail::CliFailure;
use super::import::WhatArg;
use super::{demo, init, intake};
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

/// No file yet: a demo, an empty store, or one filled from files. Who leaves in the middle is asked again.
fn offer(context: &CliContext, look: &Appearance, path: PathBuf) -> Result<ExitCode, CliFailure> {
    let terminal = |error: io::Error| CliFailure::file(Path::new("terminal"), &error);
    let mut input = environment::stdin().lock();
    loop {
        match ask(&path, context.words, &mut input, io::stdout().lock()).map_err(terminal)? {
            Start::Demo => return demo::DemoArgs::with_look(look.clone()).run(context),
            Start::New => {
                init::make(context, &path, DEFAULT_TOML)?;
                return open(context, look, path, false);
            }
            Start::Import { members, purchases } => {
                let purchases = purchases.map(|file| (WhatArg::Purchases, file));
                let files = [(WhatArg::Members, members)].into_iter().chain(purchases).collect();
                match intake::run(context, &path, files, &mut input, io::stdout().lock()) {
                    Ok(true) => return open(context, look, path, false),
                    Ok(false) => {}
                    Err(failure) => failure.tell(context.words, false),
                }
            }
            Start::Leave => return Ok(ExitCode::SUCCESS),
        }
    }
}
