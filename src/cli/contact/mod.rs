//! `loyaltui contact …`: contacts with members.

mod list;
mod log;

use super::context::CliContext;
use super::fail::CliFailure;
use clap::Subcommand;

/// Log and list contacts with members
#[derive(Debug, Subcommand)]
pub enum ContactCommand {
    /// Log a contact with a member and what came of it
    Log(log::LogContactArgs),
    /// List the contacts of a member, newest first
    List(list::ListContacts),
}

impl ContactCommand {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        match self {
            Self::Log(command) => command.run(context),
            Self::List(command) => command.run(context),
        }
    }
}
