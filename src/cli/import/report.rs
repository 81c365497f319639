//! What became of an import: the summary for people, and the file of rows that were not taken.

use super::super::fail::CliFailure;
use crate::desk::export_csv::NewFile;
use crate::desk::import::Summary;
use crate::domain::formula::safe;
use crate::domain::import::reject::RowError;
use crate::domain::import::target::{ImportField, ImportKind};
use crate::domain::num::grouped;
use crate::domain::program::{Currency, Programs};
use crate::t;
use crate::text::{Shown, Words};
use std::io;
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// Rejected rows that the text for people lists.
const LISTED: usize = 20;

/// The summary for people. `guessed`: what the file was taken to hold, where nobody said. The operation comes with the command that takes it back.
pub(super) fn text(
    summary: &Summary,
    guessed: Option<ImportKind>,
    op: Option<(Uuid, String)>,
    dry_run: bool,
    words: Words,
    programs: &Programs,
) -> String {
    let count = |n: u64| grouped(i64::try_from(n).unwrap_or(i64::MAX));
    let mut out = t!(
        words,
        "import.summary",
        new = count(summary.new),
        updated = count(summary.updated),
        unchanged = count(summary.unchanged),
        rejected = count(summary.rejected)
    );
    out.push('\n');
    if dry_run {
        out = format!("{}\n{out}", t!(words, "import.dry_run"));
    }
    if let Some(kind) = guessed {
        out = format!("{}\n{out}", t!(words, "import.guessed_kind", kind = words.import_kind(kind)));
    }
    for line in summary.reading.iter().flat_map(|reading| words.import_reading(reading)) {
        out.push_str(&line);
        out.push('\n');
    }
    for note in &summary.notes {
        out.push_str(&words.import_note(note));
        out.push('\n');
    }
    if summary.cells_rejected > 0 {
        out.push_str(&t!(words, "import.cells_rejected", n = count(summary.cells_rejected)));
        out.push('\n');
    }
    for error in summary.errors.iter().take(LISTED) {
        out += &words.rejected_row(error, |column| column.word().to_owned(), programs.currency());
        out.push('\n');
    }
    let told = summary.rejected + summary.cells_rejected;
    let more = told.saturating_sub(u64::try_from(LISTED).unwrap_or(0));
    if more > 0 {
        out.push_str(&t!(words, "import.more", n = count(more)));
        out.push('\n');
    }
    if let Some((op, undo)) = op {
        out += &t!(words, "cli.done.op", op = op);
        out.push('\n');
        out += &t!(words, "cli.done.undo", command = undo);
        out.push('\n');
    }
    out
}

/// A CSV file of the rows that were not taken, readable by nobody else: it repeats what stood in them.
pub(super) struct ErrorFile {
    to: Option<(PathBuf, csv::Writer<NewFile>)>,
    failed: Option<io::Error>,
    words: Words,
    currency: Currency,
}

impl ErrorFile {
    /// No file: rejected rows are told in the summary alone.
    pub(super) fn none(words: Words, currency: Currency) -> Self {
        Self { to: None, failed: None, words, currency }
    }

    /// A file that was begun for a path.
    pub(super) fn new(path: &Path, file: NewFile, words: Words, currency: Currency) -> Self {
        let mut csv = csv::Writer::from_writer(file);
        let failed = csv
            .write_record(["line", "column", "reason", "value", "message", "only_cell"])
            .map_err(io::Error::from)
            .err();
        Self { to: Some((path.to_owned(), csv)), failed, words, currency }
    }

    /// Adds a row. What fails is said at the end: the import is done by then.
    pub(super) fn write(&mut self, error: &RowError) {
        if let (Some((_, csv)), None) = (&mut self.to, &self.failed) {
            let column = error.column.map_or("", ImportField::word);
            let message = self.words.reject(&error.reason, &self.currency);
            let only_cell = if error.only_cell { "yes" } else { "" };
            let value = Shown::new(&error.value).to_string();
            let row = [&error.line.to_string(), column, error.reason.code(), &safe(&value), &message, only_cell];
            self.failed = csv.write_record(row).map_err(io::Error::from).err();
        }
    }

    /// Gives the file its name.
    pub(super) fn finish(self) -> Result<(), CliFailure> {
        let Some((path, csv)) = self.to else { return Ok(()) };
        if let Some(error) = self.failed {
            return Err(CliFailure::file(&path, &error));
        }
        let file = csv.into_inner().map_err(|error| CliFailure::file(&path, error.error()))?;
        Ok(file.finish()?)
    }
}
