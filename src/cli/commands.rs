//! The grammar of the command line, from its top: every command, whose own arguments stand beside its code.

use super::appearance::Appearance;
use super::args::Globals;
use super::{
    backup, clv, completions, demo, feedback, find, import, init, journal, member, points, program, segments, tier,
    undo, verify, why,
};
use clap::{Parser, Subcommand};

/// The loyalty desk in one terminal
#[derive(Debug, Parser)]
#[command(name = "loyaltui", version, max_term_width = 100, disable_help_subcommand = true)]
#[command(
    after_help = "Without a command the console opens. Whatever it shows or changes can also be done by a command. \
    Exit: 0 done, 1 refused or failed, 2 wrong usage, 3 done, but look. Messages go to standard error."
)]
pub struct Cli {
    /// What holds for every command.
    #[command(flatten)]
    pub globals: Globals,
    /// How the console looks.
    #[command(flatten)]
    pub look: Appearance,
    /// What to do; nothing opens the console.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Everything the program can be told to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Open the console on a generated demo store (made on first use)
    Demo(demo::DemoArgs),
    /// Make an empty store
    Init(init::Init),
    /// Import members, purchases or feedback from a CSV file or a workbook
    Import(Box<import::ImportArgs>),
    /// Find members by any fragment: name, pinyin, initials, phone, e-mail, number
    Find(find::Find),
    /// Show and change members
    #[command(subcommand)]
    Member(member::Member),
    /// Put points right, redeem them, list them
    #[command(subcommand)]
    Points(points::PointsCommand),
    /// Set a tier by hand
    #[command(subcommand)]
    Tier(tier::TierCommand),
    /// Show the rows and dates that make a number
    Why(why::Why),
    /// Show who the members are: scores, segments, stages, rates
    Segments(segments::Segments),
    /// Lifetime value and churn risk: chance to be alive, expected purchases, value
    Clv(clv::Clv),
    /// Reverse an operation by a linked counter-entry
    Undo(undo::UndoArgs),
    /// List operations, newest first
    Journal(journal::Journal),
    /// Log what members say, work cases, and read the scores
    #[command(subcommand)]
    Feedback(feedback::Feedback),
    /// Check the journal's chain, every fact and every derived number
    Verify(verify::Verify),
    /// Print the journal's newest digest, to note down elsewhere
    Checkpoint,
    /// Make everything derived again from what was recorded
    Rebuild,
    /// Show, check and apply programmes
    #[command(subcommand)]
    Program(program::ProgramCommand),
    /// Write a copy of the store
    Backup(backup::Backup),
    /// Print a completion script for a shell
    Completions(completions::Completions),
    /// Print the manual page
    Man,
}
