//! `loyaltui clv …`.

mod fit;

use super::args::{AsOf, Query};
use super::context::CliContext;
use super::fail::CliFailure;
use super::{csv, show};
use crate::cli::progress_watch::Scan;
use crate::desk::segments::ExportRequest;
use crate::documents::clv::WorthPageDoc;
use crate::domain::segment_views::Sort;
use crate::runtime::clock;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Lifetime value and churn risk: chance to be alive, expected purchases, value
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "By a member number, a segment, a saved filter, a filter or * for everybody who ever bought."
)]
pub struct Clv {
    #[command(flatten)]
    query: Query,
    #[command(flatten)]
    as_of: AsOf,
    /// Rows at most [default: 50; everybody with --csv]
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Write a CSV file; the journal shows that it was done
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Fit the models and test them on what they have not seen
    Fit(fit::Fit),
}

/// Rows that are shown where nothing else is said.
const ROWS: usize = 50;

impl Clv {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        if let Some(Command::Fit(command)) = &self.command {
            return command.run(context);
        }
        let mut desk = context.open()?;
        let text = self.query.text();
        let query = if text.trim().is_empty() { "*" } else { text.as_str() };
        let now = clock::now();
        if let Some(file) = &self.csv {
            let take = ExportRequest {
                query,
                as_of: self.as_of.as_of,
                limit: self.limit,
                worth: true,
                ..ExportRequest::default()
            };
            let taken = desk.export_segment(take, now, &mut Scan::begin(context)?)?;
            return csv::write(context, file, &taken, &desk.programs()?.newest().program);
        }
        let rows = 0..self.limit.unwrap_or(ROWS);
        let page = desk.worth_page(query, self.as_of.as_of, Sort::default(), rows, now, &mut Scan::begin(context)?)?;
        let programs = desk.programs()?;
        context.print(&WorthPageDoc::new(&page), || show::clv::page(context.tell(&programs), &page))
    }
}
