//! `loyaltui backup FILE`.

use super::context::CliContext;
use super::fail::CliFailure;
use crate::runtime::clock;
use crate::t;
use crate::text::path_text;
use clap::Args;
use serde_json::json;
use std::path::PathBuf;

/// Back up the data file
#[derive(Debug, Args)]
#[command(
    after_help = "The copy is compact and complete, and only you can read it. It is verified before it gets its name. Other consoles can keep saving meanwhile."
)]
pub struct Backup {
    /// A file that does not exist yet
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Backup {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let desk = context.open()?;
        desk.backup(&self.file, clock::now())?;
        let to = path_text(&self.file);
        context.print(&json!({ "backup": to }), || t!(context.words, "cli.backup.done", path = to) + "\n")
    }
}
