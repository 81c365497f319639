//! `loyaltui completions SHELL`: made from the grammar itself.

use super::context::CliContext;
use super::fail::CliFailure;
use clap::{Args, Command};
use clap_complete::Shell;
use serde_json::json;

/// Print a completion script for a shell
#[derive(Debug, Args)]
pub struct Completions {
    /// Which shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

impl Completions {
    /// Prints the script for a grammar.
    pub fn run(&self, context: &CliContext, mut grammar: Command) -> Result<(), CliFailure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut grammar, "loyaltui", &mut script);
        let script = String::from_utf8_lossy(&script).into_owned();
        context.print(&json!({ "shell": self.shell.to_string(), "script": script }), || script.clone())
    }
}
