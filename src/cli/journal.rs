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
