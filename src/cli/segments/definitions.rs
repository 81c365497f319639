//! `loyaltui segments definitions`.

use crate::cli::args::AsOf;
use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::cli::progress_watch::Scan;
use crate::cli::show;
use crate::documents::segments::BoardDoc;
use crate::domain::question::ShowBoard;
use clap::Args;

/// The definitions in force on a day.
#[derive(Debug, Args)]
pub struct Definitions {
    #[command(flatten)]
    as_of: AsOf,
}

impl Definitions {
    /// Prints what scores, segments, stages, rates and values are.
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let question = ShowBoard { base: "*".to_owned(), as_of: self.as_of.as_of, whole: true };
        let board = context.ask_watched(&mut desk, question, &mut Scan::begin(context)?)?;
        let programs = desk.programs()?;
        context.print(&BoardDoc::new(&board), || show::segments::definitions(context.tell(&programs), &board))
    }
}
