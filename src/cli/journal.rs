//! `loyaltui journal [QUERY]`.

use super::args::Query;
use super::context::CliContext;
use super::fail::CliFailure;
use super::show;
use crate::documents::operation::JournalDoc;
use crate::domain::question::ListOperations;
use clap::Args;

/// List the audit log, newest first
#[derive(Debug, Args)]
#[command(
    after_help = "Filters: op:adjust (or the beginning of an id), no:12,15, by:OPERATOR, member:NO, store:NAME, reason:CODE, ref:ORDER, points>400, day:, after: and \
    before: with a date, or with a time of day such as after:18:00."
)]
pub struct Journal {
    #[command(flatten)]
    query: Query,
    /// Rows at most
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
}

impl Journal {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let page = context.ask(&mut desk, ListOperations { query: self.query.text(), limit: self.limit })?;
        let programs = desk.programs()?;
        context
            .print(&JournalDoc::new(&page), || show::list::operations(context.tell(&programs), &page.rows, page.total))
    }
}
