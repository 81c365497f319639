//! `loyaltui audit report`: what was reviewed and sampled, as a page or a table to be handed on.

use super::PeriodArgs;
use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::cli::progress_watch::Scan;
use crate::desk::export_csv::Existing;
use crate::documents::report::{AuditContent, audit_csv, audit_page};
use crate::domain::question::{ListSamples, OpenSample, ReadCheckpoint, ReviewJournal};
use crate::t;
use crate::text::path_text;
use clap::{ArgGroup, Args};
use serde_json::json;
use std::path::PathBuf;

/// Save what was reviewed and sampled, by which rule and with what result
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("format").required(true))]
#[command(after_help = "The same data file and days make the same bytes.")]
pub struct AuditReportArgs {
    /// Save an HTML page
    #[arg(long, value_name = "FILE", group = "format")]
    html: Option<PathBuf>,
    /// Save the findings as CSV
    #[arg(long, value_name = "FILE", group = "format")]
    csv: Option<PathBuf>,
    #[command(flatten)]
    period: PeriodArgs,
    /// Replace the file if it exists
    #[arg(long)]
    force: bool,
}

impl AuditReportArgs {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let period = self.period.period(&desk)?;
        let reviews = context.ask_watched(&mut desk, ReviewJournal { period }, &mut Scan::begin(context)?)?;
        let mut samples = Vec::new();
        for listed in context.ask(&mut desk, ListSamples)? {
            let design = &listed.sample.draw.design;
            if (design.from, design.to) == (period.from, period.to) {
                samples.push(*context.ask(&mut desk, OpenSample { id: listed.sample.id })?);
            }
        }
        let checkpoint = context.ask(&mut desk, ReadCheckpoint)?;
        let programs = desk.programs()?;
        let audited = AuditContent {
            words: context.words,
            programs: &programs,
            reviews: &reviews,
            samples: &samples,
            checkpoint: checkpoint.as_ref(),
        };
        let (path, text) = match (&self.html, &self.csv) {
            (Some(path), _) => (path, audit_page(&audited)),
            (None, Some(path)) => (path, audit_csv(&audited)),
            // The group asks for one of them.
            (None, None) => return Ok(()),
        };
        let existing = if self.force { Existing::Replace } else { Existing::Keep };
        desk.write_note(path, existing, &text)?;
        let told = path_text(path);
        let document = json!({ "report": told, "from": period.from, "to": period.to });
        let days = (period.from, period.to);
        context.print(&document, || {
            t!(context.words, "audit.report_saved", path = told, from = days.0, to = days.1) + "\n"
        })
    }
}
