//! `loyaltui clv fit`.

use super::params::TimeArg;
use super::table::CustomerTable;
use crate::cli::args::{AsOf, day};
use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::cli::progress_watch::Scan;
use crate::cli::show;
use crate::desk::segments::fit_table;
use crate::documents::clv::FitDoc;
use crate::documents::given;
use crate::domain::day::Day;
use crate::domain::question::FitModels;
use crate::t;
use clap::Args;
use std::path::PathBuf;

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
    /// Fit a CSV file of customers instead (x, t_x, age, and mean for money; a customer a row), without a test
    #[arg(long, value_name = "FILE", conflicts_with_all = ["as_of", "holdout_from"])]
    table: Option<PathBuf>,
    /// Unit of the times of --table: days or weeks
    #[arg(long, value_name = "UNIT", value_enum, default_value = "days", hide_possible_values = true)]
    time: TimeArg,
}

impl FitArgs {
    /// Fits, keeps and prints.
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        if let Some(path) = &self.table {
            let table = CustomerTable::read(context, path, self.time)?;
            let too_few = || CliFailure::Usage(t!(context.words, "cli.clv.no_repeat"));
            let fit = fit_table(&table.customers, table.per_week).ok_or_else(too_few)?;
            return context.print(&given::table(&fit), || show::clv::table_fit(context.words, &fit));
        }
        let mut desk = context.open()?;
        let question = FitModels { as_of: self.as_of.as_of, holdout_from: self.holdout_from };
        let models = context.ask_watched(&mut desk, question, &mut Scan::begin(context)?)?;
        let programs = desk.programs()?;
        context.print(&FitDoc::new(&models), || show::clv::fit(context.tell(&programs), &models))
    }
}
