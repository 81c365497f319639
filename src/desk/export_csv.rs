//! The one way to a CSV file, whatever is exported: recorded in the journal before it has a row. Where nothing is handed out, no
//! empty file is left behind.

use super::Desk;
use super::ask::ScanWatch;
use super::error::{DeskError, StoreError};
use crate::domain::day::Instant;
use crate::domain::export::{Export, Exported};
use std::io::{self, Write};
use std::path::Path;
use uuid::Uuid;

pub use crate::store::new_file::{Existing, NewFile, make_folder};

use crate::store::new_file::lies_in;

/// What spreadsheet programs tell UTF-8 by.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// How a CSV file begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CsvMark {
    /// With a byte order mark, without which Excel takes Chinese for something else.
    #[default]
    Utf8Bom,
    /// With its first column.
    None,
}

/// Why nothing was exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// There is such a file, and it is to be left alone.
    #[error("the file exists")]
    Exists,
    /// The file could not be made or written.
    #[error(transparent)]
    File(#[from] io::Error),
    /// The desk said no, or could not.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl ExportError {
    /// Names the file that could not be written.
    #[must_use]
    pub fn of(self, path: &Path) -> Self {
        match self {
            Self::File(error) => StoreError::io(path, &error).into(),
            Self::Exists | Self::Desk(_) => self,
        }
    }
}

impl From<StoreError> for ExportError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Exists(_) => Self::Exists,
            other => Self::Desk(other.into()),
        }
    }
}

/// The text of a CSV file that has been recorded as handed out.
pub(super) struct RecordedCsv {
    /// The operation that records it.
    pub op: Uuid,
    /// Rows without the heading.
    pub rows: usize,
    /// The file's text.
    pub text: Vec<u8>,
}

impl Desk {
    /// Begins a file that is written beside the data file and never in its place, nor in that of a key or a session of ours.
    pub fn new_file(&self, path: &Path, existing: Existing, input: Option<&Path>) -> Result<NewFile, StoreError> {
        if self.keys.as_deref().is_some_and(|own| lies_in(path, own)) {
            return Err(StoreError::InUse(path.to_owned()));
        }
        let in_use: Vec<&Path> = self.store.path().into_iter().chain(input).collect();
        NewFile::begin(path, existing, &in_use)
    }

    /// Exports a list to a file.
    pub fn export(
        &mut self,
        export: &Export,
        path: &Path,
        existing: Existing,
        mark: CsvMark,
        now: Instant,
        watch: &mut dyn ScanWatch,
    ) -> Result<Exported, ExportError> {
        let mut file = self.new_file(path, existing, None)?;
        let done = self.export_to(export, &mut file, mark, now, watch).map_err(|error| error.of(path))?;
        file.finish()?;
        Ok(done)
    }

    /// Exports a list to whatever takes bytes.
    pub fn export_to(
        &mut self,
        export: &Export,
        to: &mut dyn Write,
        mark: CsvMark,
        now: Instant,
        watch: &mut dyn ScanWatch,
    ) -> Result<Exported, ExportError> {
        self.admit_task(export.task(), now)?;
        let sheet = match export {
            Export::Members(export) => self.member_sheet(export, now, watch)?,
            Export::Feedback(list) => self.feedback_sheet(list, now)?,
            Export::Care(list) => self.care_sheet(list, now, watch)?,
        };
        match mark {
            CsvMark::Utf8Bom => to.write_all(BYTE_ORDER_MARK)?,
            CsvMark::None => {}
        }
        to.write_all(&sheet.text)?;
        to.flush()?;
        Ok(Exported { op: sheet.op, rows: sheet.rows as u64 })
    }
}
