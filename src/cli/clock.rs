//! `loyaltui clock …`.

use super::change::{ChangeArgs, ReasonArgs};
use super::context::CliContext;
use super::fail::CliFailure;
use super::show;
use crate::documents::clock::ClockDoc;
use crate::domain::op;
use crate::domain::question::ReadClock;
use clap::{Args, Subcommand};

/// Show and accept this computer's clock
#[derive(Debug, Subcommand)]
pub enum ClockCommand {
    /// Show this computer's clock beside the latest operation, and what bears a later time
    Show,
    /// Accept a clock that is behind the latest operation, because that one was made by a clock ahead
    Accept(AcceptArgs),
}

impl ClockCommand {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        match self {
            Self::Show => show_clock(context),
            Self::Accept(command) => command.run(context),
        }
    }
}

/// Accept a clock that is behind the latest operation, because that one was made by a clock ahead
#[derive(Debug, Args)]
pub struct AcceptArgs {
    #[command(flatten)]
    why: ReasonArgs,
    #[command(flatten)]
    change: ChangeArgs,
}

impl AcceptArgs {
    fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let (reason, note) = (self.why.reason.clone(), self.why.note.clone());
        self.change.carry_out(context, &mut desk, op::AcceptClock { reason, note })
    }
}

fn show_clock(context: &CliContext) -> Result<(), CliFailure> {
    let mut desk = context.open()?;
    let report = context.ask(&mut desk, ReadClock)?;
    let programs = desk.programs()?;
    context.print(&ClockDoc::new(&report), || show::clock::report(context.tell(&programs), &report))
}
