//! `loyaltui segments save NAME QUERY`.

use crate::cli::args::Query;
use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::cli::progress_watch::Scan;
use crate::domain::question::CountMembers;
use crate::runtime::clock;
use crate::t;
use clap::Args;
use serde_json::json;

/// Save a filter under a name
#[derive(Debug, Args)]
#[command(after_help = "An existing name gets the new filter. `loyaltui segments delete NAME` deletes it.")]
pub struct Save {
    /// Name of the filter
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    query: Query,
}

impl Save {
    /// Saves, and says how many members fit today.
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let (name, query) = (self.name.trim(), self.query.text());
        if query.trim().is_empty() {
            return Err(CliFailure::Usage(t!(context.words, "cli.segments.no_filter", name = name)));
        }
        let mut desk = context.open()?;
        desk.save_filter(name, &query, clock::now())?;
        let question = CountMembers { query: name.to_owned(), as_of: None };
        let n = context.ask_watched(&mut desk, question, &mut Scan::begin(context)?)?;
        let document = json!({ "name": name, "query": query.trim(), "n": n });
        context.print(&document, || t!(context.words, "cli.segments.saved", name = name, n = n) + "\n")
    }
}
