//! `loyaltui import`.

mod bar;
mod report;

use super::args::BadText;
use super::context::CliContext;
use super::fail::CliFailure;
use super::progress_watch::stopped_by_signals;
use crate::desk::error::DeskError;
use crate::desk::import::{ImportOptions, ImportProgress, ImportSource, ImportWatch};
use crate::documents::import;
use crate::domain::import::reject::RowError;
use crate::domain::import::setup::{Mapping, SetupError};
use crate::domain::import::split::Delimiter;
use crate::domain::import::time::TimeFormat;
use crate::domain::question::FindOperationAt;
use crate::runtime::{clock, environment};
use crate::t;
use bar::ImportBar;
use clap::{Args, ValueEnum};
use report::ErrorFile;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum WhatArg {
    Members,
    Purchases,
    Feedback,
}

/// Import members, purchases or feedback from a CSV file
#[derive(Debug, Args)]
#[command(after_help = "\
Columns of members: member_no,name,phone,email,birthday,joined_on,store,channel,tags,consents,referrer_no and, from \
another programme, opening_points,opening_expires_on,opened_on,tier,tier_until.\n\
Columns of purchases: order_ref,member_no,purchased_at,amount,kind,refund_of,store,channel,points_paid; amounts in major \
units (299.90), times as RFC 3339, YYYY-MM-DD HH:MM[:SS] or a day.\n\
Columns of feedback: ref,member_no,answered_at,kind,score,topic,channel,text,follow_up; kind is nps, csat, ces or \
comment, a blank member_no is nobody known.\n\
A bad row is reported and does not stop the rest. Importing a file twice changes nothing. After ctrl-c a second run goes \
on from there.")]
pub struct ImportArgs {
    /// What the file holds
    #[arg(value_name = "WHAT")]
    what: WhatArg,
    #[command(flatten)]
    file: FileArgs,
    /// Purchases make members that are not known
    #[arg(long)]
    enrol: bool,
    /// Known members take other fields
    #[arg(long)]
    update: bool,
    /// Purchases earn nothing: their points came with an opening credit
    #[arg(long)]
    no_earn: bool,
}

/// A file, how it is to be read, and whether to write anything.
#[derive(Debug, Args)]
pub(super) struct FileArgs {
    /// The file; - reads standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Read a target from a column of another name (or of this number, from 1, with --no-header)
    #[arg(long, value_name = "TARGET=COLUMN", value_parser = pair)]
    map: Vec<(String, String)>,
    /// Give a target this value in every row
    #[arg(long, value_name = "TARGET=VALUE", value_parser = pair)]
    set: Vec<(String, String)>,
    /// What stands between columns: a character, `tab`, or `space` for runs of blanks
    #[arg(long, value_name = "C", default_value = ",")]
    delimiter: String,
    /// The first row is no header
    #[arg(long)]
    no_header: bool,
    /// How times and days are written, as for strftime: %Y%m%d
    #[arg(long, value_name = "F")]
    date_format: Option<String>,
    /// Say what would be done, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Write every row that was not taken to this CSV file: line,column,reason,value
    #[arg(long, value_name = "FILE")]
    errors: Option<PathBuf>,
}

/// Reads `target=value`; an empty value is one.
fn pair(text: &str) -> Result<(String, String), BadText> {
    match text.split_once('=') {
        Some((target, value)) if !target.trim().is_empty() => Ok((target.trim().to_owned(), value.trim().to_owned())),
        _ => Err(BadText::NotAPair),
    }
}

impl ImportArgs {
    /// The plainest import of members: a file whose columns have the names they should.
    pub fn of_members(file: PathBuf) -> Self {
        Self::plain(WhatArg::Members, file)
    }

    /// The plainest import of purchases.
    pub fn of_purchases(file: PathBuf) -> Self {
        Self::plain(WhatArg::Purchases, file)
    }

    fn plain(what: WhatArg, file: PathBuf) -> Self {
        Self { what, file: FileArgs::plain(file), enrol: false, update: false, no_earn: false }
    }

    /// Imports the file and prints what became of it.
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let options = self.file.options()?;
        let options = ImportOptions { enrol: self.enrol, update: self.update, no_earn: self.no_earn, ..options };
        self.file.run(self.what, &options, context)
    }
}

impl FileArgs {
    fn plain(file: PathBuf) -> Self {
        Self {
            file,
            map: Vec::new(),
            set: Vec::new(),
            delimiter: ",".to_owned(),
            no_header: false,
            date_format: None,
            dry_run: false,
            errors: None,
        }
    }

    /// Imports the file and prints what became of it.
    pub(super) fn run(&self, what: WhatArg, options: &ImportOptions, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let mut watching = self.watching(context)?;
        let (source, now) = (open(&self.file)?, clock::now());
        let done = match what {
            WhatArg::Members => desk.import_members(source, options, &mut watching, now),
            WhatArg::Purchases => desk.import_purchases(source, options, &mut watching, now),
            WhatArg::Feedback => desk.import_feedback(source, options, &mut watching, now),
        };
        watching.bar.finish();
        let summary = done?;
        watching.errors.finish()?;
        let programs = desk.programs()?;
        let op = summary.operation.map(|seq| context.ask(&mut desk, FindOperationAt { seq })).transpose()?.flatten();
        context.print(&import::of_summary(&summary, op, self.dry_run, context.words, &programs), || {
            let op = op.map(|op| (op, context.globals.undo_command(op)));
            report::text(&summary, op, self.dry_run, context.words, &programs)
        })?;
        if summary.stopped {
            super::out::message(&t!(context.words, "import.stopped"));
            return Err(CliFailure::Said);
        }
        Ok(())
    }

    /// How the file is to be read.
    pub(super) fn options(&self) -> Result<ImportOptions, DeskError> {
        let delimiter = Delimiter::named(&self.delimiter)
            .ok_or_else(|| Box::new(SetupError::BadDelimiter { delimiter: self.delimiter.clone() }))?;
        let times = match &self.date_format {
            None => TimeFormat::default(),
            Some(format) => TimeFormat::strftime(format)
                .ok_or_else(|| Box::new(SetupError::BadDateFormat { format: format.clone() }))?,
        };
        Ok(ImportOptions {
            mapping: Mapping { map: self.map.clone(), set: self.set.clone() },
            delimiter,
            no_header: self.no_header,
            times,
            dry_run: self.dry_run,
            ..ImportOptions::default()
        })
    }

    fn watching(&self, context: &CliContext) -> Result<Watching, CliFailure> {
        let stop = stopped_by_signals()?;
        let errors = ErrorFile::create(self.errors.as_deref())?;
        Ok(Watching { bar: ImportBar::new(context.words), errors, stop })
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
