//! A file, how it is to be read, and whether to write anything: the arguments that every import has.

use super::WhatArg;
use super::bar::ImportBar;
use super::kept::{self, KeptMapping};
use super::report::{self, ErrorFile};
use crate::cli::args::BadText;
use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::cli::out;
use crate::cli::progress_watch::stopped_by_signals;
use crate::desk::Desk;
use crate::desk::error::{DeskError, StoreError};
use crate::desk::export_csv::Existing;
use crate::desk::import::examine::look_at;
use crate::desk::import::{ImportOptions, ImportProgress, ImportSource, ImportWatch, Summary};
use crate::documents::import;
use crate::domain::import::encoding::TextEncoding;
use crate::domain::import::form::FileForm;
use crate::domain::import::number::DecimalMark;
use crate::domain::import::reader::CellRules;
use crate::domain::import::reject::RowError;
use crate::domain::import::setup::{Mapping, SetupError};
use crate::domain::import::sieve::RowFilter;
use crate::domain::import::split::Delimiter;
use crate::domain::import::target::ImportKind;
use crate::domain::import::time::TimeFormat;
use crate::domain::import::words::ValueMap;
use crate::domain::program::Currency;
use crate::domain::question::FindOperationAt;
use crate::runtime::{clock, environment};
use crate::t;
use crate::text::Words;
use clap::{Args, ValueEnum};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What a blank cell means to a field that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum BlankArg {
    /// It stays as it is.
    #[default]
    Keeps,
    /// It becomes empty.
    Erases,
}

/// A file, how it is to be read, and whether to write anything.
#[derive(Debug, Clone, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct FileArgs {
    /// The file, CSV or workbook; - reads standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Read a target from a column of another name (or of this number, from 1, with --no-header); without a column, from none
    #[arg(long, value_name = "TARGET=COLUMN", value_parser = pair)]
    map: Vec<(String, String)>,
    /// Set a field to this value in every row
    #[arg(long, value_name = "TARGET=VALUE", value_parser = pair)]
    set: Vec<(String, String)>,
    /// What the file's words mean: gold=VIP, or for one target only, tier:gold=VIP
    #[arg(long, value_name = "VALUE=WORD")]
    map_value: Vec<String>,
    /// Take only rows that meet this: COLUMN=VALUE or COLUMN!=VALUE
    #[arg(long = "where", value_name = "CONDITION")]
    conditions: Vec<String>,
    /// Use the mapping kept under this name; what is given besides goes first
    #[arg(long, value_name = "NAME")]
    mapping: Option<String>,
    /// Keep how this file is read under a name, for --mapping
    #[arg(long, value_name = "NAME")]
    save_mapping: Option<String>,
    /// How the file's bytes stand for characters: utf-8, utf-16, gb18030, big5, windows-1252 [default: by evidence]
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// What stands between columns: a character, `tab`, or `space` for runs of blanks [default: by evidence]
    #[arg(long, value_name = "C")]
    delimiter: Option<String>,
    /// Lines above the header that are no part of the table [default: by evidence]
    #[arg(long, value_name = "N")]
    skip: Option<u64>,
    /// The sheet of a workbook [default: the first with known columns]
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// The first row is not a header
    #[arg(long)]
    no_header: bool,
    /// Format of times and dates, as for strftime: %Y%m%d
    #[arg(long, value_name = "F")]
    date_format: Option<String>,
    /// What stands before the decimals of a number: . or ,
    #[arg(long, value_name = "C")]
    decimal: Option<String>,
    /// What a blank cell does to a field that is known
    #[arg(long, value_name = "keeps|erases", hide_possible_values = true)]
    blank: Option<BlankArg>,
    /// A bad cell rejects its row, also where the row can do without it
    #[arg(long)]
    strict: bool,
    /// Dry run: show the result, save nothing
    #[arg(long)]
    dry_run: bool,
    /// Save every rejected row and cell to this CSV file: line,column,reason,value,message,only_cell
    #[arg(long, value_name = "FILE")]
    errors: Option<PathBuf>,
    /// With --errors: replace the file if it exists
    #[arg(long, requires = "errors")]
    force: bool,
}

/// Reads `target=value`; an empty value is one.
fn pair(text: &str) -> Result<(String, String), BadText> {
    match text.split_once('=') {
        Some((target, value)) if !target.trim().is_empty() => Ok((target.trim().to_owned(), value.trim().to_owned())),
        _ => Err(BadText::NotAPair),
    }
}

/// An import that ran to its end.
struct FinishedImport {
    summary: Summary,
    /// What the file was taken to hold where nobody said.
    guessed: Option<ImportKind>,
    /// What became of the files that were to be written besides.
    besides: Result<(), CliFailure>,
}

impl FileArgs {
    /// Whether a word that names a kind of file stands where the file should.
    pub(super) fn is_only_a_kind(&self) -> bool {
        self.file.to_str().is_some_and(|word| ImportKind::from_word(word).is_some()) && !self.file.exists()
    }

    /// Imports the file and prints what became of it. `what`: what it holds; `None`: its header tells.
    pub(in crate::cli) fn run(
        &self,
        what: Option<WhatArg>,
        options: &ImportOptions,
        context: &CliContext,
    ) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let FinishedImport { summary, guessed, besides } = self.take(what, options, context, &mut desk)?;
        let programs = desk.programs()?;
        let op = summary.operation.map(|seq| context.ask(&mut desk, FindOperationAt { seq })).transpose()?.flatten();
        context.print(&import::of_summary(&summary, op, self.dry_run, context.words, &programs), || {
            let op = op.map(|op| (op, context.globals.undo_command(op)));
            report::text(&summary, guessed, op, self.dry_run, context.words, &programs)
        })?;
        if let Err(failure) = besides {
            failure.tell(context.words, false);
            return Err(CliFailure::DoneButLook);
        }
        ended(&summary, context.words)
    }

    /// Imports the file into a store.
    fn take(
        &self,
        what: Option<WhatArg>,
        options: &ImportOptions,
        context: &CliContext,
        desk: &mut Desk,
    ) -> Result<FinishedImport, CliFailure> {
        let kept = self.kept()?;
        let options = self.with_form(options, &kept)?;
        let source = open(&self.file)?;
        let said = what.map(WhatArg::kind).or(kept.kind());
        let (kind, source) = match said {
            Some(kind) => (kind, source),
            None => look_at(source, &options.form, None).map(|(examined, source)| (examined.kind, source))?,
        };
        let programs = desk.programs()?;
        let mut watching = self.watching(context, desk, programs.currency())?;
        let now = clock::now();
        let done = match kind {
            ImportKind::Members => desk.import_members(source, &options, &mut watching, now),
            ImportKind::Purchases => desk.import_purchases(source, &options, &mut watching, now),
            ImportKind::Feedback => desk.import_feedback(source, &options, &mut watching, now),
            ImportKind::Events => desk.import_events(source, &options, &mut watching, now),
        };
        watching.bar.finish();
        let summary = done?;
        let save = |name: &String| kept::save(name, &kept.with(self.flags(), kind, &summary));
        let besides = watching.errors.finish().and_then(|()| self.save_mapping.as_ref().map_or(Ok(()), save));
        Ok(FinishedImport { summary, guessed: said.is_none().then_some(kind), besides })
    }

    /// What was given of how the file is to be read, in the shape in which it is kept.
    fn flags(&self) -> KeptMapping {
        let pairs = |pairs: &[(String, String)]| pairs.iter().map(|(a, b)| format!("{a}={b}")).collect();
        KeptMapping {
            kind: None,
            map: pairs(&self.map),
            set: pairs(&self.set),
            map_value: self.map_value.clone(),
            conditions: self.conditions.clone(),
            encoding: self.encoding.clone(),
            delimiter: self.delimiter.clone(),
            skip: self.skip,
            sheet: self.sheet.clone(),
            no_header: self.no_header,
            date_format: self.date_format.clone(),
            decimal: self.decimal.clone(),
            erase_blanks: self.blank == Some(BlankArg::Erases),
            strict: self.strict,
        }
    }

    /// The kept mapping that was asked for, with what was given besides.
    fn kept(&self) -> Result<KeptMapping, CliFailure> {
        let kept = self.mapping.as_deref().map(kept::load).transpose()?.unwrap_or_default();
        Ok(kept.under(self.flags(), self.blank == Some(BlankArg::Keeps)))
    }

    /// The options with how the file is to be read.
    fn with_form(&self, options: &ImportOptions, kept: &KeptMapping) -> Result<ImportOptions, DeskError> {
        let pairs = |texts: &[String]| texts.iter().filter_map(|text| pair(text).ok()).collect();
        let form = FileForm {
            mapping: Mapping { map: pairs(&kept.map), set: pairs(&kept.set) },
            encoding: read(kept.encoding.as_ref(), TextEncoding::named, |name| SetupError::BadEncoding { name })?,
            delimiter: read(kept.delimiter.as_ref(), Delimiter::named, |delimiter| SetupError::BadDelimiter {
                delimiter,
            })?,
            skip: kept.skip,
            sheet: kept.sheet.clone(),
            no_header: kept.no_header,
            filters: read_all(&kept.conditions, RowFilter::parse, |text| SetupError::BadFilter { text })?,
        };
        let times =
            read(kept.date_format.as_ref(), TimeFormat::strftime, |format| SetupError::BadDateFormat { format })?;
        Ok(ImportOptions {
            form,
            times: times.unwrap_or_default(),
            decimal: read(kept.decimal.as_ref(), DecimalMark::named, |text| SetupError::BadDecimal { text })?,
            cells: CellRules { blank_erases: kept.erase_blanks, strict: kept.strict },
            values: read_all(&kept.map_value, ValueMap::parse, |text| SetupError::BadValueMap { text })?,
            dry_run: self.dry_run,
            ..options.clone()
        })
    }

    fn watching(&self, context: &CliContext, desk: &Desk, currency: &Currency) -> Result<Watching, CliFailure> {
        let stop = stopped_by_signals()?;
        let (words, currency) = (context.words, currency.clone());
        let errors = match &self.errors {
            None => ErrorFile::none(words, currency),
            Some(path) => {
                let existing = if self.force { Existing::Replace } else { Existing::Keep };
                let file = desk.new_file(path, existing, Some(&self.file)).map_err(|error| match error {
                    StoreError::Exists(path) => CliFailure::file(&path, &io::ErrorKind::AlreadyExists.into()),
                    other => other.into(),
                })?;
                ErrorFile::new(path, file, words, currency)
            }
        };
        Ok(Watching { bar: ImportBar::new(context.words), errors, stop })
    }
}

/// Reads what was said, if anything was.
fn read<T>(
    said: Option<&String>,
    read: impl Fn(&str) -> Option<T>,
    error: impl Fn(String) -> SetupError,
) -> Result<Option<T>, DeskError> {
    said.map(|text| read(text).ok_or_else(|| Box::new(error(text.clone())).into())).transpose()
}

fn read_all<T>(
    said: &[String],
    read: impl Fn(&str) -> Option<T>,
    error: impl Fn(String) -> SetupError,
) -> Result<Vec<T>, DeskError> {
    said.iter().map(|text| read(text).ok_or_else(|| Box::new(error(text.clone())).into())).collect()
}

/// How the command ends: 0 where all was taken or known, 1 where nothing was, else "done, but look".
fn ended(summary: &Summary, words: Words) -> Result<(), CliFailure> {
    if summary.stopped {
        out::message(&t!(words, "import.stopped"));
        return Err(CliFailure::Said);
    }
    let taken = summary.new + summary.updated + summary.unchanged;
    match (summary.rejected, summary.cells_rejected) {
        (0, 0) => Ok(()),
        (rejected, _) if rejected > 0 && taken == 0 => Err(CliFailure::Said),
        _ => Err(CliFailure::DoneButLook),
    }
}

/// Opens a file, or standard input.
fn open(path: &Path) -> Result<ImportSource<'static>, CliFailure> {
    if path == Path::new("-") {
        return Ok(ImportSource { reader: Box::new(environment::stdin()), bytes: None });
    }
    let file = File::open(path).map_err(|error| CliFailure::file(path, &error))?;
    let meta = file.metadata().map_err(|error| CliFailure::file(path, &error))?;
    if meta.is_dir() {
        return Err(CliFailure::file(path, &io::ErrorKind::IsADirectory.into()));
    }
    // A pipe has a length of zero and may still have rows.
    let bytes = meta.is_file().then_some(meta.len());
    Ok(ImportSource { reader: Box::new(file), bytes })
}

/// The progress bar, the file of errors, and the signals.
struct Watching {
    bar: ImportBar,
    errors: ErrorFile,
    stop: Arc<AtomicBool>,
}

impl ImportWatch for Watching {
    fn progress(&mut self, progress: ImportProgress) {
        self.bar.show(progress);
    }

    fn rejected(&mut self, error: &RowError) {
        self.errors.write(error);
    }

    fn stop(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}
