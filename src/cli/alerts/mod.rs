//! `loyaltui alerts`: what the programme's rules find, and who looks after it.

mod ack;

use super::args::AsOf;
use super::context::CliContext;
use super::fail::CliFailure;
use super::progress_watch::Scan;
use super::show;
use crate::documents::alerts::AlertsDoc;
use crate::domain::question::ShowAlerts;
use clap::{Args, Subcommand};

/// Show which alerts are lit, and what fired lately
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
#[command(
    after_help = "Rules stand in the programme ([[alerts]]: code, metric, above or below, for, cooldown, severity). Exit: 0, or with \
    --check 3 while an alert is lit."
)]
pub struct AlertsArgs {
    #[command(flatten)]
    as_of: AsOf,
    /// Exit with 3 while an alert is lit
    #[arg(long)]
    check: bool,
    #[command(subcommand)]
    command: Option<AlertsCommand>,
}

#[derive(Debug, Subcommand)]
enum AlertsCommand {
    /// Acknowledge an alert: say who looks after it
    Ack(ack::AckArgs),
}

impl AlertsArgs {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        match &self.command {
            Some(AlertsCommand::Ack(command)) => command.run(context),
            None => self.show(context),
        }
    }

    fn show(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let question = ShowAlerts { as_of: self.as_of.as_of };
        let list = context.ask_watched(&mut desk, question, &mut Scan::begin(context)?)?;
        context.print(&AlertsDoc::new(&list), || show::overview::alerts(context.words, &list))?;
        if self.check && list.lit() > 0 { Err(CliFailure::DoneButLook) } else { Ok(()) }
    }
}
