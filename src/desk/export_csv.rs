//! The one way to a CSV file, whatever is exported: a file that nobody else can read, recorded in the journal before it has a
//! row. Where nothing is handed out, no empty file is left behind.

use super::Desk;
use super::ask::ScanWatch;
use super::error::DeskError;
use crate::domain::day::Instant;
use crate::domain::export::{Export, Exported};
use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use uuid::Uuid;

/// What becomes of a file that is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// It is left alone, and nothing is exported.
    Keep,
    /// Its content makes room.
    Replace,
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
    /// Exports a list to a file.
    pub fn export(
        &mut self,
        export: &Export,
        path: &Path,
        existing: Existing,
        now: Instant,
        watch: &mut dyn ScanWatch,
    ) -> Result<Exported, ExportError> {
        let (mut file, is_new) = open(path, existing)?;
        let written = self.sheet(export, now, watch).and_then(|sheet| {
            if !is_new && file.metadata()?.is_file() {
                file.set_len(0)?;
            }
            file.write_all(&sheet.text)?;
            Ok(Exported { op: sheet.op, rows: sheet.rows as u64 })
        });
        if written.is_err() && is_new {
            // What can't be removed is empty, or the disk has said why.
            drop(std::fs::remove_file(path));
        }
        written
    }

    fn sheet(&mut self, export: &Export, now: Instant, watch: &mut dyn ScanWatch) -> Result<RecordedCsv, ExportError> {
        match export {
            Export::Members(export) => self.member_sheet(export, now, watch),
            Export::Feedback(list) => self.feedback_sheet(list, now),
        }
    }
}

/// A file to write to, and whether it was made for that.
fn open(path: &Path, existing: Existing) -> Result<(File, bool), ExportError> {
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Ok(file) => Ok((file, true)),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => match existing {
            Existing::Keep => Err(ExportError::Exists),
            Existing::Replace => Ok((OpenOptions::new().write(true).open(path)?, false)),
        },
        Err(error) => Err(error.into()),
    }
}
