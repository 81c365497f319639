//! Segments as CSV files.

use super::context::CliContext;
use super::fail::CliFailure;
use crate::desk::segments::ExportedMembers;
use crate::domain::program::Program;
use crate::t;
use serde_json::json;
use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// Writes what was taken to a file that nobody else can read, and says so.
pub fn write(context: &CliContext, file: &Path, taken: &ExportedMembers, program: &Program) -> Result<(), CliFailure> {
    let text = taken.csv(program).map_err(|error| CliFailure::file(file, &error))?;
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(0o600);
    options.open(file).and_then(|mut out| out.write_all(&text)).map_err(|error| CliFailure::file(file, &error))?;
    let (path, n) = (file.display().to_string(), taken.rows.len());
    let document = json!({ "csv": path, "rows": n, "op": taken.op.to_string() });
    context.print(&document, || t!(context.words, "cli.csv.written", n = n, path = path) + "\n")
}
