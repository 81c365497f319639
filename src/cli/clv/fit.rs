//! `loyaltui clv fit`.

use crate::cli::args::{AsOf, day};
use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::cli::progress_watch::Scan;
use crate::cli::show;
use crate::documents::clv::FitDoc;
use crate::domain::day::Day;
use crate::domain::question::FitModels;
use clap::Args;

/// Fit the models and test them on held-out days
#[derive(Debug, Args)]
#[command(
    after_help = "Purchases by BG/NBD, or by Pareto/NBD where it was nearer on held-out days; probability active by MBG/NBD, spend by Gamma-Gamma, fitted by maximum likelihood; time in weeks."
)]
pub struct FitArgs {
    #[command(flatten)]
    as_of: AsOf,
    /// First day held out for the test [default: the last third]
    #[arg(long, value_name = "DAY", value_parser = day)]
    holdout_from: Option<Day>,
}

impl FitArgs {
    /// Fits, keeps and prints.
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let question = FitModels { as_of: self.as_of.as_of, holdout_from: self.holdout_from };
        let models = context.ask_watched(&mut desk, question, &mut Scan::begin(context)?)?;
        let programs = desk.programs()?;
        context.print(&FitDoc::new(&models), || show::clv::fit(context.tell(&programs), &models))
    }
}
