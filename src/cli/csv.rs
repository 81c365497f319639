//! Lists as CSV files. A file that is there makes room: whoever names it on the command line means it.

use super::context::CliContext;
use super::fail::CliFailure;
use super::progress_watch::Scan;
use crate::desk::Desk;
use crate::desk::ask::ScanWatch;
use crate::desk::export_csv::{Existing, ExportError};
use crate::domain::export::{Export, Exported, MembersExport};
use crate::domain::question::FeedbackListQuery;
use crate::runtime::clock;
use crate::t;
use serde::Serialize;
use serde_json::json;
use std::path::Path;

/// Exports members, and says so.
pub fn write_members(
    context: &CliContext,
    desk: &mut Desk,
    file: &Path,
    export: MembersExport,
) -> Result<(), CliFailure> {
    let done = write(desk, file, &Export::Members(export), &mut Scan::begin(context)?)?;
    let document = json!({ "csv": file.display().to_string(), "rows": done.rows, "op": done.op.to_string() });
    say(context, file, done, &document)
}

/// Exports feedback, and says so.
pub fn write_feedback(
    context: &CliContext,
    desk: &mut Desk,
    file: &Path,
    list: FeedbackListQuery,
) -> Result<(), CliFailure> {
    let done = write(desk, file, &Export::Feedback(list), &mut ())?;
    say(context, file, done, &json!({ "csv": file.display().to_string(), "rows": done.rows }))
}

fn write(desk: &mut Desk, file: &Path, export: &Export, watch: &mut dyn ScanWatch) -> Result<Exported, CliFailure> {
    desk.export(export, file, Existing::Replace, clock::now(), watch).map_err(|error| match error {
        ExportError::Exists => CliFailure::file(file, &std::io::ErrorKind::AlreadyExists.into()),
        ExportError::File(error) => CliFailure::file(file, &error),
        ExportError::Desk(error) => error.into(),
    })
}

fn say(context: &CliContext, file: &Path, done: Exported, document: &impl Serialize) -> Result<(), CliFailure> {
    context.print(document, || t!(context.words, "cli.csv.written", n = done.rows, path = file.display()) + "\n")
}
