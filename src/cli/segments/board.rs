//! `loyaltui segments`.

use crate::cli::args::{AsOf, Scope};
use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::cli::progress_watch::Scan;
use crate::cli::show;
use crate::documents::segments::BoardDoc;
use crate::domain::question::{ListSavedFilters, ShowBoard, ShowTrend};
use clap::Args;

/// Segments of a day.
#[derive(Debug, Args)]
pub struct BoardArgs {
    #[command(flatten)]
    as_of: AsOf,
    #[command(flatten)]
    scope: Scope,
}

impl BoardArgs {
    /// Prints scores, segments, stages, tiers, rates and months.
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let mut watch = Scan::begin(context)?;
        let as_of = self.as_of.as_of;
        let mut board =
            context.ask_watched(&mut desk, ShowBoard { base: self.scope.base(), as_of, whole: true }, &mut watch)?;
        let trend = context.ask_watched(&mut desk, ShowTrend { base: self.scope.base(), as_of }, &mut watch)?;
        (board.months, board.churn) = (trend.months, trend.churn);
        board.saved = context.ask_watched(&mut desk, ListSavedFilters { as_of }, &mut watch)?;
        drop(watch);
        let programs = desk.programs()?;
        context.print(&BoardDoc::new(&board), || show::segments::board(context.tell(&programs), &board))
    }
}
