//! `loyaltui segments …`.

mod activity;
mod board;
mod cohorts;
mod definitions;
mod delete;
mod members;
mod moves;
mod save;

use super::context::CliContext;
use super::fail::CliFailure;
use clap::{Args, Subcommand};

/// Who the members are: scores, segments, stages, rates
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Segments {
    #[command(flatten)]
    board: board::BoardArgs,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the members of a segment, a saved filter or any filter
    Members(members::Members),
    /// Save a filter under a name
    Save(save::Save),
    /// Delete a saved filter
    Delete(delete::Delete),
    /// Show transitions between segments from one date to another
    Moves(moves::Moves),
    /// Show retention by month of first purchase
    Cohorts(cohorts::CohortsArgs),
    /// Show by month who bought, was new, stayed, came again and was lost; and how soon members buy again
    Activity(activity::ActivityArgs),
    /// Show what scores, segments, stages, rates and values are
    Definitions(definitions::Definitions),
}

impl Segments {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        match &self.command {
            None => self.board.run(context),
            Some(Command::Members(command)) => command.run(context),
            Some(Command::Save(command)) => command.run(context),
            Some(Command::Delete(command)) => command.run(context),
            Some(Command::Moves(command)) => command.run(context),
            Some(Command::Cohorts(command)) => command.run(context),
            Some(Command::Activity(command)) => command.run(context),
            Some(Command::Definitions(command)) => command.run(context),
        }
    }
}
