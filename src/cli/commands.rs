//! The grammar of the command line, from its top: every command, whose own arguments stand beside its code.

use super::appearance::Appearance;
use super::args::Globals;
use super::{
    alerts, audit, backup, care, clock, clv, completions, config, contact, demo, feedback, find, import, init, journal,
    login, member, operator, overview, points, program, proof, purchase, report, requests, restore, reveal, segments,
    stats, tier, undo, verify, why,
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
    /// Open the console on generated demo data (created on first use)
    Demo(demo::DemoArgs),
    /// Create an empty data file
    Init(init::Init),
    /// Import members, purchases, feedback or events from a CSV file or a workbook
    Import(Box<import::ImportArgs>),
    /// Find members by any fragment: name, pinyin, initials, phone, e-mail, number
    Find(find::Find),
    /// Show and change members
    #[command(subcommand)]
    Member(member::Member),
    /// Adjust, redeem and list points
    #[command(subcommand)]
    Points(points::PointsCommand),
    /// Correct purchases that came in
    #[command(subcommand)]
    Purchase(purchase::PurchaseCommand),
    /// Set a tier manually
    #[command(subcommand)]
    Tier(tier::TierCommand),
    /// Explain a number by its records and dates
    Why(why::Why),
    /// Show scores, segments, lifecycle stages and rates
    Segments(segments::Segments),
    /// Show customer value and churn risk: probability active, expected purchases, value
    Clv(clv::Clv),
    /// Test experiments: shares, means, sample sizes, sample ratios, scores
    #[command(subcommand)]
    Stats(stats::Stats),
    /// Undo an operation
    Undo(undo::UndoArgs),
    /// List the audit log, newest first
    Journal(journal::Journal),
    /// Review the audit log, draw samples of it, and report what was found
    #[command(subcommand)]
    Audit(audit::AuditCommand),
    /// Log feedback, handle cases, and show scores
    #[command(subcommand)]
    Feedback(feedback::Feedback),
    /// Log and list contacts with members
    #[command(subcommand)]
    Contact(contact::ContactCommand),
    /// List the members to care for on a day, and why
    Care(care::CareArgs),
    /// Show the state of the programme in figures
    Overview(overview::OverviewArgs),
    /// Show which alerts are lit, and what fired lately
    Alerts(alerts::AlertsArgs),
    /// Save the figures of a day as a page, as Markdown or as CSV files
    Report(report::ReportArgs),
    /// Show and accept this computer's clock
    #[command(subcommand)]
    Clock(clock::ClockCommand),
    /// Verify the audit log, all records and all derived numbers
    Verify(verify::Verify),
    /// Print the latest digest of the audit log, to note elsewhere, or sign it
    Checkpoint(proof::CheckpointArgs),
    /// Prove that an operation stands in the audit log, without showing any other
    Receipt(proof::ReceiptArgs),
    /// Rebuild all derived data
    Rebuild,
    /// Show, check and apply the programme
    #[command(subcommand)]
    Program(program::ProgramCommand),
    /// Show and change operators
    #[command(subcommand)]
    Operator(operator::OperatorCommand),
    /// Show personal fields of a member whole, for a reason; recorded in the audit log
    Reveal(reveal::RevealArgs),
    /// Ask a second person to approve a change
    Propose(requests::ProposeArgs),
    /// List changes that wait for a second person, and what became of others
    Proposals(requests::ProposalsArgs),
    /// Approve a change that another operator has asked for
    Approve(requests::ApproveArgs),
    /// Reject a change that another operator has asked for
    Reject(requests::RejectArgs),
    /// Withdraw a change that one has asked for
    Withdraw(requests::WithdrawArgs),
    /// Log in as an operator of the data file
    Login(login::LoginArgs),
    /// End the session of the operator who is logged in
    Logout,
    /// Back up the data file
    Backup(backup::Backup),
    /// Put a backup in the place of the data file
    Restore(restore::Restore),
    /// Show the settings and where they are kept, or change one
    Config(config::ConfigArgs),
    /// Show every command of the console with its keys, as a file that changes them
    #[command(
        after_help = "What is printed is a keymap.toml: `loyaltui keys > keymap.toml`, keep the lines that you change, and put the file \
        into the folder of the settings. Keys are characters (+, F), names (enter, page-up, f2) and ctrl- with a letter."
    )]
    Keys,
    /// Print a completion script for a shell
    Completions(completions::Completions),
    /// Print the manual page
    Man,
}
