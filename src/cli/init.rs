//! `loyaltui init`.

use super::context::CliContext;
use super::fail::CliFailure;
use super::program;
use crate::desk::Desk;
use crate::desk::clock::{ClockTrust, check_first_clock};
use crate::desk::export_csv::make_folder;
use crate::domain::program::DEFAULT_TOML;
use crate::runtime::clock;
use crate::t;
use crate::text::path_text;
use clap::Args;
use serde_json::json;
use std::path::{Path, PathBuf};

/// Create an empty data file
#[derive(Debug, Args)]
pub struct Init {
    /// The program.toml [default: built-in rules, shown by `loyaltui program show`]
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
}

impl Init {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let path = context.store_path()?;
        let toml = match &self.program {
            Some(file) => program::read(file)?,
            None => DEFAULT_TOML.to_owned(),
        };
        let desk = make(context, &path, &toml)?;
        let name = desk.programs()?.newest().program.name.clone();
        context.print(&json!({ "db": path_text(&path), "program": name }), || {
            t!(context.words, "cli.init.done", path = path_text(&path), name = name) + "\n"
        })
    }
}

/// Makes a store with its folder.
pub fn make(context: &CliContext, path: &Path, toml: &str) -> Result<Desk, CliFailure> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        make_folder(folder).map_err(|error| CliFailure::folder(folder, &error))?;
    }
    let now = clock::now();
    check_first_clock(now, if context.globals.accept_clock { ClockTrust::Accepted } else { ClockTrust::Asked })?;
    Ok(Desk::create(path, toml, context.operator.clone(), now)?)
}
