//! `loyaltui report`: the figures of a day as a page to be handed on.

use super::args::{Scope, day};
use super::context::CliContext;
use super::fail::CliFailure;
use super::progress_watch::Scan;
use crate::desk::export_csv::Existing;
use crate::documents::report::{ReportContent, markdown, page};
use crate::domain::day::Day;
use crate::domain::question::{ShowOverview, ShowPoints};
use crate::t;
use crate::text::path_text;
use clap::{ArgGroup, Args};
use serde_json::json;
use std::io::Write as _;
use std::path::PathBuf;

/// Save the figures of a day as a page or as Markdown
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("format").required(true))]
#[command(
    after_help = "The page holds everything it shows: no script, no link to the outside; it prints on A4. The same data and day make the \
    same bytes."
)]
pub struct ReportArgs {
    /// Save an HTML page
    #[arg(long, value_name = "FILE", group = "format")]
    html: Option<PathBuf>,
    /// Save Markdown
    #[arg(long, value_name = "FILE", group = "format")]
    md: Option<PathBuf>,
    /// The last day of the report and its month, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DAY", value_parser = day)]
    to: Option<Day>,
    /// Replace the file if it exists
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    scope: Scope,
}

impl ReportArgs {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let (base, as_of) = (self.scope.base(), self.to);
        let mut watch = Scan::begin(context)?;
        let overview = context.ask_watched(&mut desk, ShowOverview { base: base.clone(), as_of }, &mut watch)?;
        let points = context.ask_watched(&mut desk, ShowPoints { base: base.clone(), as_of }, &mut watch)?;
        let programs = desk.programs()?;
        let report = ReportContent {
            words: context.words,
            program: &programs.newest().program,
            scope: (base != "*").then_some(base.as_str()),
            overview: &overview,
            points: &points,
        };
        let (path, text) = match (&self.html, &self.md) {
            (Some(path), _) => (path, page(&report)),
            (None, Some(path)) => (path, markdown(&report)),
            // The group asks for one of them.
            (None, None) => return Ok(()),
        };
        let existing = if self.force { Existing::Replace } else { Existing::Keep };
        let mut file = desk.new_file(path, existing, None).map_err(|error| CliFailure::Desk(error.into()))?;
        file.write_all(text.as_bytes()).map_err(|error| CliFailure::file(path, &error))?;
        file.finish().map_err(|error| CliFailure::Desk(error.into()))?;
        let (told, day) = (path_text(path), overview.day);
        let document = json!({ "report": told, "day": day });
        context.print(&document, || t!(context.words, "report.saved", path = told, day = day) + "\n")
    }
}
