//! `loyaltui segments cohorts`.

use crate::cli::args::AsOf;
use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::cli::progress_watch::Scan;
use crate::cli::show;
use crate::documents::segments::CohortsDoc;
use crate::runtime::clock;
use clap::Args;

/// Show how many of each month's new buyers bought again, month by month
#[derive(Debug, Args)]
pub struct Cohorts {
    #[command(flatten)]
    as_of: AsOf,
}

impl Cohorts {
    /// Prints the retention table.
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let desk = context.open()?;
        let cohorts = desk.cohorts(self.as_of.as_of, clock::now(), &mut Scan::begin(context)?)?;
        context.print(&CohortsDoc::new(&cohorts), || show::segments::cohorts(context.words, &cohorts))
    }
}
