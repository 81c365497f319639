//! `loyaltui backup FILE`.

use super::context::CliContext;
use super::fail::CliFailure;
use crate::t;
use clap::Args;
use serde_json::json;
use std::path::PathBuf;

/// Write a copy of the store
#[derive(Debug, Args)]
#[command(
    after_help = "The copy is compact, complete, and readable by nobody else. It is verified before it gets its name. Other consoles may go on writing meanwhile."
)]
pub struct Backup {
    /// A file that does not exist yet
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Backup {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let desk = context.open()?;
        desk.backup(&self.file)?;
        let to = self.file.display();
        context.print(&json!({ "backup": to.to_string() }), || t!(context.words, "cli.backup.done", path = to) + "\n")
    }
}
