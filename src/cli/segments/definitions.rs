//! `loyaltui segments definitions`.

use crate::cli::args::AsOf;
use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::cli::progress_watch::Scan;
use crate::cli::show;
use crate::desk::error::DeskError;
use crate::documents::segments::DefinitionsDoc;
use crate::domain::question::{ShowBoard, ShowModels};
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
        let models = ShowModels { as_of: self.as_of.as_of };
        let models = match context.ask_watched(&mut desk, models, &mut Scan::begin(context)?) {
            Ok(models) => Ok(models),
            Err(CliFailure::Desk(DeskError::Refused(refusal))) => Err(refusal),
            Err(other) => return Err(other),
        };
        let programs = desk.programs()?;
        let document = DefinitionsDoc::new(&board, models.as_ref().ok().map(AsRef::as_ref));
        context.print(&document, || {
            show::segments::definitions(context.tell(&programs), &board, models.as_deref().map_err(AsRef::as_ref))
        })
    }
}
