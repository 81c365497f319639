//! Import: a file's rows become members, sales and refunds, answers to a survey, or counts of what members did.
//!
//! An import is one intent whose plan is the dry run's summary; what it writes goes through the same rating and the same
//! fold as everything else. It reads the file once, spills the rows by member, and then, member by member in time order,
//! settles, rates, folds and writes them in steps that hold the write lock for about a tenth of a second at most. So the
//! order of the rows cannot matter, memory is bounded, and a run that was stopped is gone on with by the next one.

mod contacts;
pub mod decode;
mod events;
pub mod examine;
mod feed;
mod feedback;
mod followed;
mod gather;
mod index_maintainer;
mod member_lookup;
mod members;
mod number_digest;
mod pace;
mod parts;
mod prepare;
mod purchases;
mod record;
mod references;
mod rejects;
mod step;
mod survivor;
mod write;

use super::Desk;
use super::clock::check_clock;
use super::error::DeskError;
use crate::domain::day::Instant;
use crate::domain::import::encoding::TextEncoding;
use crate::domain::import::form::{FileForm, FileReading};
use crate::domain::import::number::{DecimalMark, NumberFormat};
use crate::domain::import::reader::{CellRules, RowReader};
use crate::domain::import::reject::RowError;
use crate::domain::import::settle::RepeatedOrders;
use crate::domain::import::setup::Layout;
use crate::domain::import::target::ImportField;
use crate::domain::import::time::TimeFormat;
use crate::domain::import::words::ValueMap;
use crate::domain::num::{OpSeq, Points};
use crate::domain::permission::DeskTask;
use crate::domain::plausible::UnlikelyValue;
use crate::domain::program::Programs;
use crate::store::StoreError;
use std::io::Read;
use std::path::PathBuf;

/// How a file is to be read and what may be done with it.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line of its own")]
pub struct ImportOptions {
    /// How the file is laid out, as far as it was said.
    pub form: FileForm,
    pub times: TimeFormat,
    /// What stands before decimals, where it was said.
    pub decimal: Option<DecimalMark>,
    /// What blank and bad cells mean.
    pub cells: CellRules,
    /// What the file's words mean.
    pub values: Vec<ValueMap>,
    /// Purchases of members that are not known make them.
    pub enrol: bool,
    /// Known members take other fields.
    pub update: bool,
    /// Sales earn nothing: their points came with an opening credit.
    pub no_earn: bool,
    /// Rows with one order reference are lines of that order and are added up.
    pub lines: bool,
    /// Rows without an order reference are new ones, also where an equal one is on file: unless this very file brought it.
    pub new_rows: bool,
    /// Nothing is written.
    pub dry_run: bool,
}

/// The bytes of a file.
pub struct ImportSource<'a> {
    pub reader: Box<dyn Read + Send + 'a>,
    /// How many there are, where that is known: for the time left.
    pub bytes: Option<u64>,
}

impl<'a> ImportSource<'a> {
    pub fn bytes(bytes: &'a [u8]) -> Self {
        Self { reader: Box::new(bytes), bytes: u64::try_from(bytes.len()).ok() }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportPhase {
    /// Reading and checking rows; `done` and `total` count bytes.
    Reading,
    /// Looking for order references that are known; rows.
    Matching,
    /// Rating, folding and writing; rows.
    Writing,
    /// Writing order references; rows.
    Indexing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImportProgress {
    pub stage: ImportPhase,
    pub done: u64,
    /// Of how many, where that is known.
    pub total: Option<u64>,
    /// Rows behind `done`.
    pub rows: u64,
}

/// Who watches an import, and may stop it.
pub trait ImportWatch {
    /// How far it is; a few times a second.
    fn progress(&mut self, _progress: ImportProgress) {}

    /// A row that was not taken. All of them are told, in the order of their lines, when the import is at its end.
    fn rejected(&mut self, _error: &RowError) {}

    /// Whether to stop after the step at hand.
    fn stop(&self) -> bool {
        false
    }
}

#[derive(Debug, Clone, Copy, Default)]
pub struct NoWatch;

impl ImportWatch for NoWatch {}

/// How many rejected rows a summary holds; [`ImportWatch::rejected`] is told of all.
pub const ERRORS_IN_SUMMARY: usize = 10_000;

/// What an import did, or would do. `new + updated + unchanged + rejected` is the number of rows, unless it was stopped, or
/// lines were added up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Rows that were not there before.
    pub new: u64,
    /// Known members that took other fields.
    pub updated: u64,
    pub unchanged: u64,
    /// Rows that were not taken.
    pub rejected: u64,
    /// Cells that were left out of rows that were taken.
    pub cells_rejected: u64,
    /// The first of both, by line.
    pub errors: Vec<RowError>,
    /// How the file was read.
    pub reading: Option<FileReading>,
    pub notes: Vec<ImportNote>,
    /// The operation that `undo` takes back; `None`: nothing was written.
    pub operation: Option<OpSeq>,
    /// It was stopped before its end; a second run goes on from there.
    pub stopped: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportNote {
    /// Columns that nothing was made of.
    IgnoredColumns {
        columns: Vec<String>,
    },
    /// The file was read in another encoding than UTF-8.
    Encoding(TextEncoding),
    /// What an update changes, by field.
    FieldsChanged(Vec<FieldChange>),
    /// Cells that show a personal field masked and so say nothing.
    MaskedCells {
        cells: u64,
    },
    /// Members whose tier came with a last day that has passed: its review was due then.
    TiersReviewed {
        members: u64,
    },
    /// Orders that stand in the file more than once, row for row the same.
    RepeatedOrders(RepeatedOrders),
    /// Rows without an order reference that were taken for equal ones on file.
    KnownRows {
        rows: u64,
        /// Whether this very file was imported before: then nothing in it is new.
        is_known_file: bool,
    },
    /// Values that are hardly meant, with the first members or orders that have them.
    Unlikely {
        what: UnlikelyValue,
        named: RepeatedOrders,
    },
    /// Orders that earn, although points were given manually for them before.
    CreditedBefore(RepeatedOrders),
    /// Rows that were added to others, as lines of one order.
    LinesAdded {
        lines: u64,
    },
    Enrolled {
        members: u64,
    },
    /// Credits whose last day had passed already.
    AlreadyExpired {
        credits: u64,
        points: Points,
    },
    /// Refunds that name the card which their sale was moved away from: they went where it is now.
    FollowedMoves {
        refunds: u64,
    },
    /// Refunds for which no sale was found: they lower net spend on their own day.
    UnmatchedRefunds {
        refunds: u64,
    },
    /// Cases that answers opened. They are due so long after the answer, not after the import.
    CasesOpened {
        cases: u64,
        /// Of these, past their due time already.
        overdue: u64,
    },
}

/// What an update makes of one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldChange {
    pub field: ImportField,
    /// Members whose field gets another value.
    pub changed: u64,
    /// Members whose field becomes empty.
    pub emptied: u64,
}

impl Desk {
    /// Imports members. Bad rows are reported, not fatal; the error is for a file that can't be read at all.
    pub fn import_members(
        &mut self,
        source: ImportSource<'_>,
        options: &ImportOptions,
        watch: &mut dyn ImportWatch,
        now: Instant,
    ) -> Result<Summary, DeskError> {
        self.admit_task(DeskTask::Import, now)?;
        check_clock(&self.store, now, self.clock_trust)?;
        members::import(&mut self.store, &self.operator.name, source, options, watch, now)
    }

    /// Imports sales and refunds. Bad rows are reported, not fatal; the error is for a file that can't be read at all.
    pub fn import_purchases(
        &mut self,
        source: ImportSource<'_>,
        options: &ImportOptions,
        watch: &mut dyn ImportWatch,
        now: Instant,
    ) -> Result<Summary, DeskError> {
        self.admit_task(DeskTask::Import, now)?;
        check_clock(&self.store, now, self.clock_trust)?;
        purchases::import(&mut self.store, &self.operator.name, source, options, watch, now)
    }

    /// Imports interactions of members. Bad rows are reported, not fatal; the error is for a file that can't be read at all.
    pub fn import_events(
        &mut self,
        source: ImportSource<'_>,
        options: &ImportOptions,
        watch: &mut dyn ImportWatch,
        now: Instant,
    ) -> Result<Summary, DeskError> {
        self.admit_task(DeskTask::Import, now)?;
        check_clock(&self.store, now, self.clock_trust)?;
        events::import(&mut self.store, &self.operator.name, source, options, watch, now)
    }

    /// Imports answers to a survey. Bad rows are reported, not fatal; the error is for a file that can't be read at all.
    pub fn import_feedback(
        &mut self,
        source: ImportSource<'_>,
        options: &ImportOptions,
        watch: &mut dyn ImportWatch,
        now: Instant,
    ) -> Result<Summary, DeskError> {
        self.admit_task(DeskTask::Import, now)?;
        check_clock(&self.store, now, self.clock_trust)?;
        feedback::import(&mut self.store, &self.operator.name, source, options, watch, now)
    }
}

fn reading(layout: Layout, options: &ImportOptions, programs: &Programs, now: Instant) -> RowReader {
    RowReader {
        times: options.times.clone(),
        numbers: NumberFormat::of(options.decimal, programs.currency()),
        cells: options.cells,
        values: options.values.clone(),
        ..RowReader::new(layout, &programs.at(now).program, now)
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it stands behind map_err")]
fn trouble(error: std::io::Error) -> DeskError {
    StoreError::Io { path: PathBuf::from("import"), reason: error.to_string() }.into()
}
