//! `loyaltui journal [QUERY]`.

use super::args::Query;
use super::context::CliContext;
use super::fail::CliFailure;
use super::show;
use crate::documents::operation::JournalDoc;
use clap::Args;

/// List operations, newest first
#[derive(Debug, Args)]
pub struct Journal {
    #[command(flatten)]
    query: Query,
    /// Rows at most
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
}

impl Journal {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let desk = context.open()?;
        let (rows, total) = desk.journal(&self.query.text(), self.limit)?;
        let programs = desk.programs()?;
        context.print(&JournalDoc::new(&rows, total), || show::list::operations(context.tell(&programs), &rows, total))
    }
}
