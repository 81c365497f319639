//! A thread that reads, decodes and splits a file ahead of whoever makes something of its rows.

use super::decode::{DecodeError, Decoded};
use super::{DeskError, ImportOptions, ImportSource};
use crate::domain::import::setup::{Layout, SetupError};
use crate::domain::import::split::{CsvRows, MAX_ROW, SplitStep, Splitter};
use crate::domain::import::target::ImportKind;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{Scope, ScopedJoinHandle};

/// Rows or bytes after which a batch is handed on.
const BATCH_ROWS: usize = 4_096;
const BATCH_BYTES: usize = 256 << 10;

/// Batches that may wait.
const AHEAD: usize = 8;

/// Rows of a file, in order.
pub(super) struct RowBatch {
    pub(super) rows: CsvRows,
    /// Bytes of the file behind them.
    pub(super) bytes: u64,
}

/// What is known of a file when all of it has been read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FileEnd {
    pub(super) sha256: [u8; 32],
    pub(super) gb18030: bool,
}

pub(super) struct Feed<'scope> {
    batches: Receiver<RowBatch>,
    thread: ScopedJoinHandle<'scope, Result<FileEnd, DeskError>>,
}

impl<'scope> Feed<'scope> {
    pub(super) fn begin<'env: 'scope>(
        scope: &'scope Scope<'scope, 'env>,
        source: ImportSource<'env>,
        options: &ImportOptions,
    ) -> Self {
        let (sender, batches) = sync_channel(AHEAD);
        let splitter = Splitter::new(options.delimiter);
        let thread = scope.spawn(move || read(source, splitter, &sender));
        Self { batches, thread }
    }

    /// The next rows; `None` at the end, or where reading failed (see [`Feed::end`]).
    pub(super) fn next(&self) -> Option<RowBatch> {
        self.batches.recv().ok()
    }

    /// What is known of the file now. Where rows are left, they are not read any more.
    pub(super) fn end(self) -> Result<FileEnd, DeskError> {
        drop(self.batches);
        self.thread.join().unwrap_or_else(|_| Err(DeskError::Unreadable("the reader failed".to_owned())))
    }
}

fn read(source: ImportSource<'_>, mut splitter: Splitter, sender: &SyncSender<RowBatch>) -> Result<FileEnd, DeskError> {
    let mut decoded = Decoded::new(source.reader);
    let mut text: Vec<u8> = Vec::with_capacity(MAX_ROW);
    let mut rows = CsvRows::default();
    let mut at = 0;
    loop {
        match splitter.step(&text[at..], decoded.ended(), &mut rows) {
            SplitStep::Row(used) => {
                at += used;
                if rows.len() < BATCH_ROWS && rows.bytes() < BATCH_BYTES {
                    continue;
                }
                let batch = RowBatch { rows: std::mem::take(&mut rows), bytes: decoded.bytes };
                if sender.send(batch).is_err() {
                    break;
                }
            }
            SplitStep::More(used) => {
                text.drain(..at + used);
                at = 0;
                decoded.fill(&mut text).map_err(|error| match error {
                    DecodeError::Setup(error) => Box::new(error).into(),
                    DecodeError::Io(error) => DeskError::Unreadable(error.to_string()),
                })?;
            }
            SplitStep::End => {
                // Nobody waits for them where the import was stopped.
                let _ = sender.send(RowBatch { rows, bytes: decoded.bytes });
                break;
            }
        }
    }
    Ok(FileEnd { gb18030: decoded.is_gb18030(), sha256: decoded.sha256() })
}

/// Runs `work` on a file while a thread reads it ahead, and answers what is known of the file then.
pub(super) fn with_feed<T>(
    source: ImportSource<'_>,
    options: &ImportOptions,
    work: impl FnOnce(&mut Feed<'_>) -> Result<T, DeskError>,
) -> Result<(T, FileEnd), DeskError> {
    std::thread::scope(|scope| {
        let mut feed = Feed::begin(scope, source, options);
        let done = work(&mut feed);
        let file = feed.end();
        Ok((done?, file?))
    })
}

/// Reads the header (or counts the columns of the first row where there is none). Answers how many rows of the batch that
/// used up.
pub(super) fn layout_of(
    what: ImportKind,
    batch: &RowBatch,
    options: &ImportOptions,
) -> Result<(Layout, usize), DeskError> {
    let first = batch.rows.iter().next().ok_or_else(|| Box::new(SetupError::Empty))?;
    if options.no_header {
        return Ok((Layout::by_number(what, first.len(), &options.mapping).map_err(Box::new)?, 0));
    }
    let cell = |place| String::from_utf8_lossy(first.cell(place)).trim().to_owned();
    let header: Vec<String> = (0..first.len()).map(cell).collect();
    Ok((Layout::of_header(what, &header, &options.mapping).map_err(Box::new)?, 1))
}
