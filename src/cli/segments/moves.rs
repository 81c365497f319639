//! `loyaltui segments moves DAY DAY`.

use crate::cli::args::{Scope, day};
use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::cli::progress_watch::Scan;
use crate::cli::show;
use crate::documents::segments::MovesDoc;
use crate::domain::day::Day;
use crate::domain::question::ShowTransitions;
use clap::Args;

/// Show transitions between segments from one date to another
#[derive(Debug, Args)]
pub struct Moves {
    /// The earlier date, YYYY-MM-DD
    #[arg(value_name = "DAY", value_parser = day)]
    from: Day,
    /// The later date
    #[arg(value_name = "DAY", value_parser = day)]
    to: Day,
    #[command(flatten)]
    scope: Scope,
}

impl Moves {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let question = ShowTransitions { base: self.scope.base(), from: self.from, to: self.to };
        let moves = context.ask_watched(&mut desk, question, &mut Scan::begin(context)?)?;
        let programs = desk.programs()?;
        context.print(&MovesDoc::new(&moves), || show::segments::moves(context.tell(&programs), &moves))
    }
}
