//! A thread that reads, decodes and splits a file ahead of whoever makes something of its rows: it finds the header, passes
//! over what is no data, and says in the end how it has read.

use super::decode::{DecodeError, Decoded};
use super::{DeskError, ImportOptions, ImportSource};
use crate::domain::import::encoding::TextEncoding;
use crate::domain::import::form::{FileForm, FileReading, TableHead, TableSource};
use crate::domain::import::header::HEAD_ROWS;
use crate::domain::import::setup::{Layout, SetupError};
use crate::domain::import::sieve::Sifted;
use crate::domain::import::split::{CsvRows, Delimiter, MAX_ROW, SplitStep, Splitter};
use crate::domain::import::target::ImportKind;
use crate::domain::import::workbook;
use sha2::{Digest as _, Sha256};
use std::io::{self, Cursor, Read};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{Scope, ScopedJoinHandle};

/// Rows or bytes after which a batch is handed on.
const BATCH_ROWS: usize = 4_096;
const BATCH_BYTES: usize = 256 << 10;

/// Batches that may wait.
const AHEAD: usize = 8;

/// Text that is looked at for the delimiter.
const HEAD_BYTES: usize = 64 << 10;

/// Bytes by which a workbook is known.
const MAGIC: u64 = 8;

/// Rows of a file, in order.
pub(super) struct RowBatch {
    pub(super) rows: CsvRows,
    /// Bytes of the file behind them.
    pub(super) bytes: u64,
}

/// What is known of a file when all of it has been read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FileEnd {
    pub(super) sha256: [u8; 32],
    pub(super) reading: FileReading,
}

impl FileEnd {
    /// Whether the file turned out to be in another encoding than UTF-8.
    pub(super) fn other_encoding(&self) -> Option<TextEncoding> {
        match &self.reading.source {
            TableSource::Text { encoding, .. } => Some(*encoding).filter(|encoding| *encoding != TextEncoding::Utf8),
            TableSource::Sheet { .. } => None,
        }
    }
}

pub(super) struct Feed<'scope> {
    layouts: Receiver<Layout>,
    batches: Receiver<RowBatch>,
    thread: ScopedJoinHandle<'scope, Result<FileEnd, DeskError>>,
}

impl<'scope> Feed<'scope> {
    pub(super) fn begin<'env: 'scope>(
        scope: &'scope Scope<'scope, 'env>,
        kind: ImportKind,
        source: ImportSource<'env>,
        options: &ImportOptions,
    ) -> Self {
        let (to_batches, batches) = sync_channel(AHEAD);
        let (to_layout, layouts) = sync_channel(1);
        let form = options.form.clone();
        let thread = scope.spawn(move || {
            let out = Outlet { kind, form, to_layout, to_batches, head: None, rows: CsvRows::default() };
            read(source, out)
        });
        Self { layouts, batches, thread }
    }

    /// What the columns say; `None` where the file could not be read as far as that (see [`Feed::end`]).
    pub(super) fn layout(&self) -> Option<Layout> {
        self.layouts.recv().ok()
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

/// Where rows go: the first of them are held back until they have told what the columns are.
struct Outlet {
    kind: ImportKind,
    form: FileForm,
    to_layout: SyncSender<Layout>,
    to_batches: SyncSender<RowBatch>,
    head: Option<TableHead>,
    rows: CsvRows,
}

impl Outlet {
    /// Takes note of a row that was added to `rows`; `bytes` of the file are behind it. Answers whether anybody wants more.
    fn added(&mut self, bytes: u64) -> Result<bool, DeskError> {
        match &mut self.head {
            Some(head) => sift_last(head, &mut self.rows),
            None if self.rows.len() >= HEAD_ROWS => self.open()?,
            None => {}
        }
        if self.head.is_some() && (self.rows.len() >= BATCH_ROWS || self.rows.bytes() >= BATCH_BYTES) {
            return Ok(self.hand_on(bytes));
        }
        Ok(true)
    }

    fn hand_on(&mut self, bytes: u64) -> bool {
        self.to_batches.send(RowBatch { rows: std::mem::take(&mut self.rows), bytes }).is_ok()
    }

    /// Makes of the first rows what they tell, and rows of data of those behind the header.
    fn open(&mut self) -> Result<(), DeskError> {
        let first_rows = std::mem::take(&mut self.rows);
        let mut head = self.form.head(self.kind, &first_rows).map_err(Box::new)?;
        // Whoever has gone meanwhile wants no layout either.
        let _ = self.to_layout.send(head.layout.clone());
        for row in first_rows.iter().skip(head.used) {
            self.rows.push_row(row);
            sift_last(&mut head, &mut self.rows);
        }
        self.head = Some(head);
        Ok(())
    }

    /// Hands the last rows on. Answers how the file was read.
    fn end(mut self, sha256: [u8; 32], source: TableSource, bytes: u64) -> Result<FileEnd, DeskError> {
        if self.head.is_none() {
            self.open()?;
        }
        // Nobody waits for them where the import was stopped.
        let _ = self.hand_on(bytes);
        let head = self.head.ok_or_else(|| Box::new(SetupError::Empty))?;
        let (header_line, titles) = (head.header_line, head.titles);
        let (columns, passed) = (head.layout.uses, head.sieve.passed);
        let reading = FileReading { kind: self.kind, source, header_line, titles, columns, passed };
        Ok(FileEnd { sha256, reading })
    }
}

/// Takes the newest row away where it is no data.
fn sift_last(head: &mut TableHead, rows: &mut CsvRows) {
    let sifted = rows.last().map_or(Sifted::Taken, |row| head.sieve.sift(row));
    match sifted {
        Sifted::Taken => {}
        Sifted::Passed => rows.drop_last(),
        Sifted::Spoilt(reason) => rows.spoil_last(reason),
    }
}

fn unreadable(error: &io::Error) -> DeskError {
    DeskError::Unreadable(error.to_string())
}

fn read(mut source: ImportSource<'_>, out: Outlet) -> Result<FileEnd, DeskError> {
    let mut magic = Vec::new();
    source.reader.by_ref().take(MAGIC).read_to_end(&mut magic).map_err(|error| unreadable(&error))?;
    if workbook::is_workbook(&magic) {
        source.reader.read_to_end(&mut magic).map_err(|error| unreadable(&error))?;
        return read_workbook(&magic, out);
    }
    read_text(Cursor::new(magic).chain(source.reader), out)
}

fn read_workbook(bytes: &[u8], mut out: Outlet) -> Result<FileEnd, DeskError> {
    let sheet = workbook::read(bytes, out.form.sheet.as_deref()).map_err(Box::new)?;
    let total = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    for row in sheet.rows.iter() {
        out.rows.push_row(row);
        if !out.added(total)? {
            break;
        }
    }
    out.end(Sha256::digest(bytes).into(), TableSource::Sheet { name: sheet.name }, total)
}

fn read_text(reader: impl Read, mut out: Outlet) -> Result<FileEnd, DeskError> {
    let mut decoded = Decoded::new(reader, out.form.encoding);
    let mut text: Vec<u8> = Vec::with_capacity(MAX_ROW);
    while text.len() < HEAD_BYTES && !decoded.ended() {
        fill(&mut decoded, &mut text)?;
    }
    let (delimiter, mut at) = out.form.delimiter_of(out.kind, &text, decoded.ended());
    let mut splitter = Splitter::at_line(delimiter, if at > 0 { 2 } else { 1 });
    loop {
        match splitter.step(&text[at..], decoded.ended(), &mut out.rows) {
            SplitStep::Row(used) => {
                at += used;
                if !out.added(decoded.bytes)? {
                    break;
                }
            }
            SplitStep::More(used) => {
                text.drain(..at + used);
                at = 0;
                fill(&mut decoded, &mut text)?;
            }
            SplitStep::End => break,
        }
    }
    let (source, bytes) = (text_source(&decoded, delimiter), decoded.bytes);
    out.end(decoded.sha256(), source, bytes)
}

fn text_source<R: Read>(decoded: &Decoded<R>, delimiter: Delimiter) -> TableSource {
    TableSource::Text { encoding: decoded.encoding(), delimiter }
}

fn fill<R: Read>(decoded: &mut Decoded<R>, text: &mut Vec<u8>) -> Result<(), DeskError> {
    decoded.fill(text).map_err(|error| match error {
        DecodeError::Setup(error) => Box::new(error).into(),
        DecodeError::Io(error) => unreadable(&error),
    })
}

/// Runs `work` on a file while a thread reads it ahead, and answers what is known of the file then.
pub(super) fn with_feed<T>(
    kind: ImportKind,
    source: ImportSource<'_>,
    options: &ImportOptions,
    work: impl FnOnce(&mut Feed<'_>) -> Result<T, DeskError>,
) -> Result<(T, FileEnd), DeskError> {
    std::thread::scope(|scope| {
        let mut feed = Feed::begin(scope, kind, source, options);
        let done = work(&mut feed);
        let file = feed.end();
        Ok((done?, file?))
    })
}
