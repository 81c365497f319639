//! `loyaltui overview`: the state of the programme in figures.

use super::args::{AsOf, Scope};
use super::context::CliContext;
use super::fail::CliFailure;
use super::progress_watch::Scan;
use super::show;
use crate::documents::overview::OverviewDoc;
use crate::domain::question::{ShowOverview, ShowPoints};
use crate::domain::target_rows::target_rows;
use clap::Args;

/// Show the state of the programme in figures
#[derive(Debug, Args)]
pub struct OverviewArgs {
    #[command(flatten)]
    as_of: AsOf,
    #[command(flatten)]
    scope: Scope,
}

impl OverviewArgs {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let (base, as_of) = (self.scope.base(), self.as_of.as_of);
        let is_everybody = base == "*";
        let quick = ShowOverview { base: base.clone(), as_of };
        let mut watch = Scan::begin(context)?;
        let overview = context.ask_watched(&mut desk, quick, &mut watch)?;
        let points = context.ask_watched(&mut desk, ShowPoints { base, as_of }, &mut watch)?;
        let programs = desk.programs()?;
        let targets = if is_everybody { target_rows(&programs, &overview, &points) } else { Vec::new() };
        context.print(&OverviewDoc::new(&overview, &points, &targets, context.words), || {
            let tell = context.tell(&programs);
            show::overview::figures(tell, &overview, &points) + &show::overview::targets(tell, &targets)
        })
    }
}
