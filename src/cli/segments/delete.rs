//! `loyaltui segments delete NAME`.

use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::domain::plan::outcome::Refusal;
use crate::domain::question::ListSavedFilters;
use crate::runtime::clock;
use crate::t;
use clap::Args;
use serde_json::json;

/// Delete a saved filter
#[derive(Debug, Args)]
pub struct Delete {
    /// Name of the filter
    #[arg(value_name = "NAME")]
    name: String,
}

impl Delete {
    /// Deletes the filter; refused where there is none of this name.
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let name = self.name.trim();
        if !desk.drop_filter(name, clock::now())? {
            let saved = context.ask(&mut desk, ListSavedFilters { as_of: None })?;
            let known: Vec<String> = saved.into_iter().map(|filter| filter.name).collect();
            let (field, value) = ("name".to_owned(), name.to_owned());
            return Err(CliFailure::Desk(Refusal::BadField { field, value, expected: known.join(", ") }.into()));
        }
        let document = json!({ "name": name, "forgotten": true });
        context.print(&document, || t!(context.words, "cli.segments.forgotten", name = name) + "\n")
    }
}
