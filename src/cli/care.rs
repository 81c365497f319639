//! `loyaltui care`: whom to care for on a day.

use super::args::{AsOf, Scope, day};
use super::context::CliContext;
use super::csv::CsvArgs;
use super::fail::CliFailure;
use super::progress_watch::Scan;
use super::show;
use crate::documents::lost::LostDoc;
use crate::documents::overview::{ActivationDoc, CareDoc};
use crate::domain::day::Day;
use crate::domain::question::{ListCare, ShowActivation, ShowLost};
use crate::runtime::clock;
use clap::{Args, Subcommand};

/// List the members to care for on a day, and why
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
#[command(
    after_help = "Reasons and their order stand in the programme (care.order). Left out are members without consent, in contact less \
    than 21 days ago, or held out; an overdue case, a call back and a detractor always show."
)]
pub struct CareArgs {
    /// The day, past or to come, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DAY", value_parser = day)]
    day: Option<Day>,
    /// Rows at most
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
    #[command(flatten)]
    scope: Scope,
    #[command(flatten)]
    csv: CsvArgs,
    #[command(subcommand)]
    command: Option<CareCommand>,
}

#[derive(Debug, Subcommand)]
enum CareCommand {
    /// Show who buys on a second day, by week of joining
    Activation(ActivationArgs),
    /// Show why members left, and who of the lost has bought again
    Lost(LostArgs),
}

/// Show who buys on a second day, by week of joining
#[derive(Debug, Args)]
struct ActivationArgs {
    #[command(flatten)]
    as_of: AsOf,
    #[command(flatten)]
    scope: Scope,
}

/// Show why members left, and who of the lost has bought again
#[derive(Debug, Args)]
#[command(
    after_help = "Reasons are recorded when a lost member is closed or contacted, or come with a file of events. Bought again: of the \
    members who were lost and of high value 90 days before, those who have bought since, the ones left alone (care.holdout) beside all others."
)]
struct LostArgs {
    #[command(flatten)]
    as_of: AsOf,
    #[command(flatten)]
    scope: Scope,
}

impl LostArgs {
    fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let question = ShowLost { base: self.scope.base(), as_of: self.as_of.as_of };
        let lost = context.ask_watched(&mut desk, question, &mut Scan::begin(context)?)?;
        let programs = desk.programs()?;
        context.print(&LostDoc::new(&lost), || show::lost::lost(context.tell(&programs), &lost))
    }
}

impl ActivationArgs {
    fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let question = ShowActivation { base: self.scope.base(), as_of: self.as_of.as_of };
        let activation = context.ask_watched(&mut desk, question, &mut Scan::begin(context)?)?;
        context.print(&ActivationDoc::new(&activation), || show::overview::activation(context.words, &activation))
    }
}

impl CareArgs {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        match &self.command {
            Some(CareCommand::Activation(command)) => command.run(context),
            Some(CareCommand::Lost(command)) => command.run(context),
            None => self.list(context),
        }
    }

    fn list(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let list = ListCare { day: self.day, base: self.scope.base(), limit: self.limit };
        if let Some(file) = self.csv.wanted() {
            return file.care(context, &mut desk, list);
        }
        desk.learn_cuts(None, clock::now(), &mut Scan::begin(context)?)?;
        let list = context.ask_watched(&mut desk, list, &mut Scan::begin(context)?)?;
        let programs = desk.programs()?;
        context.print(&CareDoc::new(&list), || show::overview::care(context.tell(&programs), &list))
    }
}
