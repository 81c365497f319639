//! `loyaltui segments`.

use crate::cli::args::AsOf;
use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::cli::progress_watch::Scan;
use crate::cli::show;
use crate::documents::segments::BoardDoc;
use crate::runtime::clock;
use clap::Args;

/// Segments of a day.
#[derive(Debug, Args)]
pub struct Board {
    #[command(flatten)]
    as_of: AsOf,
}

impl Board {
    /// Prints scores, segments, stages, tiers, rates and months.
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let desk = context.open()?;
        let now = clock::now();
        let mut watch = Scan::begin(context)?;
        let mut board = desk.board(self.as_of.as_of, true, now, &mut watch)?;
        let trend = desk.trend(self.as_of.as_of, now, &mut watch)?;
        (board.months, board.churn) = (trend.months, trend.churn);
        board.saved = desk.saved(self.as_of.as_of, now, &mut watch)?;
        drop(watch);
        let programs = desk.programs()?;
        context.print(&BoardDoc::new(&board), || show::segments::board(context.tell(&programs), &board))
    }
}
