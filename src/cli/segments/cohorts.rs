//! `loyaltui segments cohorts`.

use crate::cli::args::{AsOf, Scope};
use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::cli::progress_watch::Scan;
use crate::cli::show;
use crate::documents::segments::CohortsDoc;
use crate::domain::question::ShowCohorts;
use clap::Args;

/// Show retention by month of first purchase
#[derive(Debug, Args)]
pub struct CohortsArgs {
    #[command(flatten)]
    as_of: AsOf,
    #[command(flatten)]
    scope: Scope,
}

impl CohortsArgs {
    /// Prints the retention table.
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let question = ShowCohorts { base: self.scope.base(), as_of: self.as_of.as_of };
        let cohorts = context.ask_watched(&mut desk, question, &mut Scan::begin(context)?)?;
        let programs = desk.programs()?;
        context.print(&CohortsDoc::new(&cohorts), || show::segments::cohorts(context.tell(&programs), &cohorts))
    }
}
