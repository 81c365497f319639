//! `loyaltui segments activity`.

use crate::cli::args::{AsOf, Scope};
use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::cli::progress_watch::Scan;
use crate::cli::show;
use crate::documents::segments::ActivityDoc;
use crate::domain::question::ShowCohorts;
use clap::Args;

/// Show by month who bought, was new, stayed, came again and was lost; and how soon members buy again
#[derive(Debug, Args)]
pub struct ActivityArgs {
    #[command(flatten)]
    as_of: AsOf,
    #[command(flatten)]
    scope: Scope,
}

impl ActivityArgs {
    /// Prints the months and the rates.
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let question = ShowCohorts { base: self.scope.base(), as_of: self.as_of.as_of };
        let cohorts = context.ask_watched(&mut desk, question, &mut Scan::begin(context)?)?;
        let programs = desk.programs()?;
        context.print(&ActivityDoc::new(&cohorts), || show::segments::activity(context.tell(&programs), &cohorts))
    }
}
