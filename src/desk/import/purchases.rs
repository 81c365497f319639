//! Sales and refunds: gather, match, prepare, write.

use super::feed::{FileEnd, with_feed};
use super::gather::{CollectedPurchases, gather};
use super::prepare::Prepare;
use super::rejects::Rejects;
use super::step::{ImportStep, PipelineState, RowTally};
use super::write::{ImportWriter, PurchaseImport};
use super::{
    DeskError, ImportNote, ImportOptions, ImportPhase, ImportProgress, ImportSource, ImportWatch, Summary, reading,
    references,
};
use crate::domain::day::Instant;
use crate::domain::import::setup::SetupError;
use crate::domain::import::target::ImportKind;
use crate::domain::plausible::UnlikelyValue;
use crate::store::Store;
use crate::store::import::spill::Spill;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize};
use std::sync::mpsc::sync_channel;

/// Steps that may wait to be written.
const AHEAD: usize = 1;

/// Imports a purchase file.
pub(super) fn import(
    store: &mut Store,
    operator: &str,
    source: ImportSource<'_>,
    options: &ImportOptions,
    watch: &mut dyn ImportWatch,
    now: Instant,
) -> Result<Summary, DeskError> {
    let writer = ImportWriter::new(store, operator, ImportKind::Purchases.word(), now)?;
    import_with(writer, source, options, watch)
}

/// The same with a writer that is there.
pub(super) fn import_with(
    mut writer: ImportWriter<'_>,
    source: ImportSource<'_>,
    options: &ImportOptions,
    watch: &mut dyn ImportWatch,
) -> Result<Summary, DeskError> {
    let now = writer.now;
    writer.no_earn = options.no_earn;
    if !options.dry_run {
        writer.order_keys_left(watch)?;
    }
    let mut rejects = Rejects::beside(writer.store.path());
    let bytes = source.bytes;
    let (gathered, file) = with_feed(ImportKind::Purchases, source, options, |feed| {
        let reading = |layout| reading(layout, options, &writer.programs, now);
        gather(writer.store, feed, bytes, options, reading, &mut rejects, watch)
    })?;
    let mut gathered = gathered.ok_or_else(|| Box::new(SetupError::Empty))?;
    let mut summary = Summary { stopped: gathered.stopped, ..Summary::default() };
    if !gathered.ignored.is_empty() {
        summary.notes.push(ImportNote::IgnoredColumns { columns: std::mem::take(&mut gathered.ignored) });
    }
    summary.notes.extend(file.other_encoding().map(ImportNote::Encoding));
    let mut out = PurchaseImport {
        labels: Arc::new(std::mem::take(&mut gathered.labels.texts)),
        label_ids: Vec::new(),
        keys: Spill::beside(writer.store.path()),
        shared: Arc::new(PipelineState { pace: AtomicUsize::new(writer.pace.rows()), shift: AtomicI64::new(0) }),
        begun: None,
        new: 0,
        tally: RowTally::default(),
        is_known_file: writer.store.has_imported(&file.sha256)?,
    };
    out.label_ids = vec![None; out.labels.len()];
    if !summary.stopped {
        let hints = references::hints(writer.store, std::mem::take(&mut gathered.keys), gathered.parts, watch)?;
        // An equal row of the same file is the same purchase: a run that stopped is gone on with.
        gathered.of_this_file =
            options.new_rows.then(|| writer.store.operations_of_file(&file.sha256)).transpose()?.map(Arc::new);
        let done = settle_all(&mut writer, gathered, hints, options, &mut out, &mut rejects, watch)?;
        let filed = if options.dry_run { true } else { writer.order_keys(std::mem::take(&mut out.keys), watch)? };
        summary.stopped = !(done && filed);
    }
    finish(&mut writer, &out, summary, rejects, file, watch)
}

fn finish(
    writer: &mut ImportWriter<'_>,
    out: &PurchaseImport,
    mut summary: Summary,
    rejects: Rejects,
    file: FileEnd,
    watch: &mut dyn ImportWatch,
) -> Result<Summary, DeskError> {
    summary.new = out.new;
    summary.unchanged = out.tally.unchanged;
    summary.operation = writer.batch;
    let tally = &out.tally;
    if tally.enrolled > 0 {
        if writer.batch.is_some() {
            writer.tend_search(tally.enrolled, watch)?;
        }
        summary.notes.push(ImportNote::Enrolled { members: tally.enrolled });
    }
    if tally.expired > 0 {
        summary.notes.push(ImportNote::AlreadyExpired { credits: tally.expired, points: tally.expired_points() });
    }
    if tally.lines > 0 {
        summary.notes.push(ImportNote::LinesAdded { lines: tally.lines });
    }
    if tally.repeated.rows > 0 {
        summary.notes.push(ImportNote::RepeatedOrders(tally.repeated.clone()));
    }
    if tally.recognised > 0 {
        summary.notes.push(ImportNote::KnownRows { rows: tally.recognised, is_known_file: out.is_known_file });
    }
    if tally.unlikely.rows > 0 {
        let (what, named) = (UnlikelyValue::Amount, tally.unlikely.clone());
        summary.notes.push(ImportNote::Unlikely { what, named });
    }
    if tally.credited.rows > 0 {
        summary.notes.push(ImportNote::CreditedBefore(tally.credited.clone()));
    }
    if tally.followed > 0 {
        summary.notes.push(ImportNote::FollowedMoves { refunds: tally.followed });
    }
    if tally.unmatched > 0 {
        summary.notes.push(ImportNote::UnmatchedRefunds { refunds: tally.unmatched });
    }
    rejects.tell(&mut summary, watch)?;
    writer.close(file.sha256, &summary)?;
    summary.reading = Some(file.reading);
    Ok(summary)
}

/// Prepares and writes all rows (a dry run only counts them). Answers whether it came to the end.
fn settle_all(
    writer: &mut ImportWriter<'_>,
    mut gathered: CollectedPurchases,
    mut hints: Spill,
    options: &ImportOptions,
    out: &mut PurchaseImport,
    rejects: &mut Rejects,
    watch: &mut dyn ImportWatch,
) -> Result<bool, DeskError> {
    let total = gathered.count - rejects.count;
    let reader = writer.store.path().map(Store::open).transpose()?;
    let prepare = Prepare {
        programs: Arc::clone(&writer.programs),
        now: writer.now,
        today: writer.today,
        no_earn: options.no_earn,
        lines: options.lines,
        of_this_file: gathered.of_this_file.take(),
        labels: Arc::clone(&out.labels),
        says_store: gathered.says_store,
        says_channel: gathered.says_channel,
        shared: Arc::clone(&out.shared),
    };
    let Some(reader) = reader else {
        // A store in memory has one connection: first all is prepared, then all is written.
        let mut steps = Vec::new();
        prepare.run(writer.store, &mut gathered, &mut hints, |step| {
            steps.push(step);
            Ok(ControlFlow::Continue(()))
        })?;
        return write_all(writer, steps.into_iter(), options, out, rejects, watch, total);
    };
    std::thread::scope(|scope| {
        let (sender, steps) = sync_channel(AHEAD);
        let thread = scope.spawn(move || {
            prepare.run(&reader, &mut gathered, &mut hints, |step| {
                Ok(if sender.send(step).is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
            })
        });
        let brings_members = options.enrol && !options.dry_run;
        let written = writer
            .tended(brings_members, |writer| write_all(writer, steps.into_iter(), options, out, rejects, watch, total));
        let prepared = thread.join().unwrap_or_else(|_| Err(DeskError::Unreadable("preparing failed".to_owned())));
        let done = written?;
        prepared?;
        Ok(done)
    })
}

fn write_all(
    writer: &mut ImportWriter<'_>,
    steps: impl Iterator<Item = ImportStep>,
    options: &ImportOptions,
    out: &mut PurchaseImport,
    rejects: &mut Rejects,
    watch: &mut dyn ImportWatch,
    total: u64,
) -> Result<bool, DeskError> {
    for step in steps {
        let rejected = if options.dry_run {
            out.tally.plus(&step.tally);
            out.new += step.groups.iter().map(|g| u64::try_from(g.drafts.len()).unwrap_or(0)).sum::<u64>();
            step.rejected
        } else {
            writer.purchases(step, out)?
        };
        for error in &rejected {
            rejects.push(error)?;
        }
        let rows = out.tally.rows;
        watch.progress(ImportProgress { stage: ImportPhase::Writing, done: rows, total: Some(total), rows });
        if watch.stop() {
            return Ok(false);
        }
    }
    Ok(true)
}
