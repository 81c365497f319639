//! Lists as CSV files, or on standard output.

use super::context::CliContext;
use super::fail::CliFailure;
use super::out;
use super::progress_watch::Scan;
use crate::desk::Desk;
use crate::desk::ask::ScanWatch;
use crate::desk::export_csv::{CsvMark, Existing, ExportError};
use crate::domain::export::{Export, ExportWords, Exported, MembersExport};
use crate::domain::question::{FeedbackListQuery, ListCare};
use crate::runtime::clock;
use crate::t;
use crate::text::path_text;
use clap::Args;
use serde_json::json;
use std::path::{Path, PathBuf};

/// Where a list goes as CSV.
#[derive(Debug, Args)]
pub struct CsvArgs {
    /// Export to a CSV file, - is standard output; recorded in the audit log
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// With --csv: replace the file if it exists
    #[arg(long, requires = "csv")]
    force: bool,
    /// With --csv: without the byte order mark that Excel needs
    #[arg(long, requires = "csv")]
    no_bom: bool,
}

/// How members are told in a CSV file.
#[derive(Debug, Args)]
pub struct CodesArg {
    /// With --csv: codes instead of the words of the language
    #[arg(long, requires = "csv")]
    codes: bool,
}

impl CodesArg {
    /// The words that stand in the file; `None`: codes.
    pub fn words(&self, context: &CliContext, desk: &Desk) -> Result<Option<Box<ExportWords>>, CliFailure> {
        if self.codes {
            return Ok(None);
        }
        let programs = desk.programs()?;
        Ok(Some(Box::new(context.words.export_words(&programs.newest().program))))
    }
}

impl CsvArgs {
    /// The file to export to, where one is wanted.
    pub fn wanted(&self) -> Option<CsvOutput<'_>> {
        let existing = if self.force { Existing::Replace } else { Existing::Keep };
        let mark = if self.no_bom { CsvMark::None } else { CsvMark::Utf8Bom };
        self.csv.as_deref().map(|path| CsvOutput { path, existing, mark })
    }
}

/// A CSV file to be written.
#[derive(Debug, Clone, Copy)]
pub struct CsvOutput<'a> {
    path: &'a Path,
    existing: Existing,
    mark: CsvMark,
}

impl CsvOutput<'_> {
    /// Exports members, and says so.
    pub fn members(self, context: &CliContext, desk: &mut Desk, export: MembersExport) -> Result<(), CliFailure> {
        self.write(context, desk, &Export::Members(export), &mut Scan::begin(context)?)
    }

    /// Exports feedback, and says so.
    pub fn feedback(self, context: &CliContext, desk: &mut Desk, list: FeedbackListQuery) -> Result<(), CliFailure> {
        self.write(context, desk, &Export::Feedback(list), &mut ())
    }

    /// Exports the care list, and says so.
    pub fn care(self, context: &CliContext, desk: &mut Desk, list: ListCare) -> Result<(), CliFailure> {
        self.write(context, desk, &Export::Care(list), &mut Scan::begin(context)?)
    }

    fn write(
        self,
        context: &CliContext,
        desk: &mut Desk,
        export: &Export,
        watch: &mut dyn ScanWatch,
    ) -> Result<(), CliFailure> {
        let (path, now) = (self.path, clock::now());
        if path == Path::new("-") {
            let mut text = Vec::new();
            let done = desk.export_to(export, &mut text, self.mark, now, watch).map_err(|error| failed(path, error))?;
            out::bytes(&text).map_err(|error| CliFailure::stdout(&error))?;
            // Standard output is the file: what was done is said beside it.
            out::message(&said(context, "stdout", done));
            return Ok(());
        }
        let done = desk.export(export, path, self.existing, self.mark, now, watch);
        let done = done.map_err(|error| failed(path, error))?;
        let mut document = json!({ "csv": path_text(path), "rows": done.rows });
        match export {
            Export::Members(_) | Export::Care(_) => document["op"] = done.op.to_string().into(),
            Export::Feedback(_) => {}
        }
        context.print(&document, || said(context, &path_text(path), done) + "\n")
    }
}

fn said(context: &CliContext, path: &str, done: Exported) -> String {
    t!(context.words, "cli.csv.written", n = done.rows, path = path)
}

fn failed(path: &Path, error: ExportError) -> CliFailure {
    match error {
        ExportError::Exists => CliFailure::file(path, &std::io::ErrorKind::AlreadyExists.into()),
        ExportError::File(error) => CliFailure::file(path, &error),
        ExportError::Desk(error) => error.into(),
    }
}
