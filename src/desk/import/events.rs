//! Interactions of members: every row is read and set aside, then, reference by reference, settled and written as counts of a day.

use super::feed::{Feed, RowBatch, with_feed};
use super::member_lookup::{MemberDirectory, MemberLookup};
use super::rejects::Rejects;
use super::survivor::survivor;
use super::write::ImportWriter;
use super::{
    DeskError, ImportNote, ImportOptions, ImportPhase, ImportProgress, ImportSource, ImportWatch, Summary, reading,
    trouble,
};
use crate::domain::day::Instant;
use crate::domain::fact::{EventKind, Status};
use crate::domain::import::interaction::{InteractionInput, MatchResult, settle, sort};
use crate::domain::import::reader::RowReader;
use crate::domain::import::reject::{CellReject, RowError, RowReject};
use crate::domain::import::setup::SetupError;
use crate::domain::import::split::CsvRow;
use crate::domain::import::target::{ImportField, ImportKind};
use crate::domain::interaction::{InteractionCount, InteractionDay};
use crate::domain::num::{MemberId, OpSeq};
use crate::store::import::order_hash;
use crate::store::import::spill::Spill;
use crate::store::journal::OperationWriter;
use crate::store::refresh::StateChange;
use crate::store::write::Tx;
use crate::store::{Store, StoreError};
use std::collections::HashMap;

/// Bytes of a file that a partition should hold, and how many there are where nobody knows how long the file is.
const PART_BYTES: u64 = 16 << 20;
const PARTS_OF_A_PIPE: u64 = 16;

/// All rows of a file, set aside: those with one reference in one partition.
struct CollectedInteractions {
    parts: u64,
    rows_aside: Spill,
    ignored: Vec<String>,
    rows: u64,
    stopped: bool,
}

struct InteractionCollector<'a> {
    store: &'a Store,
    reading: RowReader,
    people: MemberDirectory,
    rejects: &'a mut Rejects,
    out: CollectedInteractions,
}

struct InteractionImport<'w, 'a> {
    writer: &'w mut ImportWriter<'a>,
    options: &'w ImportOptions,
    rejects: &'w mut Rejects,
    summary: Summary,
    rows: u64,
}

/// Imports a file of interactions.
pub(super) fn import(
    store: &mut Store,
    operator: &str,
    source: ImportSource<'_>,
    options: &ImportOptions,
    watch: &mut dyn ImportWatch,
    now: Instant,
) -> Result<Summary, DeskError> {
    let mut writer = ImportWriter::new(store, operator, ImportKind::Events.word(), now)?;
    let mut rejects = Rejects::beside(writer.store.path());
    let bytes = source.bytes;
    let (gathered, file) = with_feed(ImportKind::Events, source, options, |feed| {
        gather(&writer, feed, bytes, options, &mut rejects, watch)
    })?;
    let mut gathered = gathered.ok_or_else(|| Box::new(SetupError::Empty))?;
    let mut summary = Summary { stopped: gathered.stopped, ..Summary::default() };
    if !gathered.ignored.is_empty() {
        summary.notes.push(ImportNote::IgnoredColumns { columns: std::mem::take(&mut gathered.ignored) });
    }
    summary.notes.extend(file.other_encoding().map(ImportNote::Encoding));
    let mut work = InteractionImport { writer: &mut writer, options, rejects: &mut rejects, summary, rows: 0 };
    if !gathered.stopped {
        work.all(gathered, watch)?;
    }
    let mut summary = work.summary;
    summary.operation = writer.batch;
    rejects.tell(&mut summary, watch)?;
    writer.close(file.sha256, &summary)?;
    summary.reading = Some(file.reading);
    Ok(summary)
}

fn gather(
    writer: &ImportWriter<'_>,
    feed: &Feed<'_>,
    bytes: Option<u64>,
    options: &ImportOptions,
    rejects: &mut Rejects,
    watch: &mut dyn ImportWatch,
) -> Result<Option<CollectedInteractions>, DeskError> {
    let Some(layout) = feed.layout() else { return Ok(None) };
    let out = CollectedInteractions {
        parts: bytes.map_or(PARTS_OF_A_PIPE, |bytes| (bytes / PART_BYTES).clamp(1, 512)),
        rows_aside: Spill::beside(writer.store.path()),
        ignored: layout.ignored(),
        rows: 0,
        stopped: false,
    };
    let reading = reading(layout, options, &writer.programs, writer.now);
    let people = MemberDirectory::new(false);
    let mut work = InteractionCollector { store: &*writer.store, reading, people, rejects, out };
    while let Some(batch) = feed.next() {
        // One look at the file for all rows of a batch.
        writer.store.read(|_| work.batch(&batch))?;
        let rows = work.out.rows;
        watch.progress(ImportProgress { stage: ImportPhase::Reading, done: batch.bytes, total: bytes, rows });
        if watch.stop() {
            work.out.stopped = true;
            break;
        }
    }
    Ok(Some(work.out))
}

impl InteractionCollector<'_> {
    fn batch(&mut self, batch: &RowBatch) -> Result<(), DeskError> {
        for row in batch.rows.iter() {
            self.out.rows += 1;
            match self.row(row)? {
                Ok(read) => self.set_aside(&read)?,
                Err(bad) => self.rejects.push(&bad.of_row(row.line()))?,
            }
        }
        Ok(())
    }

    fn row(&mut self, row: CsvRow<'_>) -> Result<Result<InteractionInput, CellReject>, DeskError> {
        let key = match self.reading.shape(row).and_then(|()| self.reading.required_key(row)) {
            Ok(key) => key,
            Err(bad) => return Ok(Err(bad)),
        };
        let member = match self.people.resolve(self.store, key)?.0 {
            // Whoever has left may still have done something.
            MemberLookup::Member(member) | MemberLookup::Closed(member) | MemberLookup::ClosedByUndo(member) => member,
            other @ (MemberLookup::Unknown
            | MemberLookup::Erased
            | MemberLookup::Several(_)
            | MemberLookup::PhoneOf(_)) => return Ok(Err(other.against(key))),
        };
        Ok(self.reading.interaction(row, member, order_hash))
    }

    fn set_aside(&mut self, read: &InteractionInput) -> Result<(), DeskError> {
        let part = usize::try_from(read.hash.cast_unsigned() % self.out.parts).unwrap_or(0);
        let record = postcard::to_stdvec(read).map_err(|e| StoreError::Damaged(e.to_string()))?;
        self.out.rows_aside.push(part, &record).map_err(trouble)
    }
}

fn read_all(bytes: &[u8]) -> Result<Vec<InteractionInput>, DeskError> {
    let (mut found, mut rest) = (Vec::new(), bytes);
    while !rest.is_empty() {
        let (read, behind) = postcard::take_from_bytes(rest).map_err(|e| StoreError::Damaged(e.to_string()))?;
        found.push(read);
        rest = behind;
    }
    Ok(found)
}

impl InteractionImport<'_, '_> {
    fn all(&mut self, mut gathered: CollectedInteractions, watch: &mut dyn ImportWatch) -> Result<(), DeskError> {
        let total = Some(gathered.rows - self.rejects.count);
        for part in 0..gathered.rows_aside.partitions() {
            let mut rows = read_all(&gathered.rows_aside.take(part).map_err(trouble)?)?;
            sort(&mut rows);
            let settled = |store: &Store| Ok::<_, DeskError>((store.newest_seq()?, settle_all(store, &rows)?));
            let (seen, verdicts) = self.writer.store.read(settled)?;
            let mut new = self.count(rows, verdicts)?;
            // A member's days side by side: as few events as can be.
            new.sort_by(|a, b| {
                (a.member, a.day, &a.channel, &a.kind, a.hash).cmp(&(b.member, b.day, &b.channel, &b.kind, b.hash))
            });
            let mut new = new.into_iter().peekable();
            while new.peek().is_some() {
                if watch.stop() {
                    self.summary.stopped = true;
                    return Ok(());
                }
                let step: Vec<InteractionInput> = new.by_ref().take(self.writer.pace.rows()).collect();
                self.step(step, seen)?;
                watch.progress(ImportProgress { stage: ImportPhase::Writing, done: self.rows, total, rows: self.rows });
            }
        }
        Ok(())
    }

    /// Counts what is not new, and answers what is.
    fn count(
        &mut self,
        rows: Vec<InteractionInput>,
        verdicts: Vec<MatchResult>,
    ) -> Result<Vec<InteractionInput>, DeskError> {
        let mut new = Vec::new();
        for (row, verdict) in rows.into_iter().zip(verdicts) {
            match verdict {
                MatchResult::New => new.push(row),
                MatchResult::Unchanged => {
                    self.summary.unchanged += 1;
                    self.rows += 1;
                }
                MatchResult::Conflict => {
                    self.rejects.push(&not_taken(&row, ImportField::Ref, RowReject::RefConflict))?;
                }
            }
        }
        Ok(new)
    }

    /// Writes new rows as one operation. `seen`: the newest operation when they were settled.
    fn step(&mut self, rows: Vec<InteractionInput>, seen: OpSeq) -> Result<(), DeskError> {
        self.rows += rows.len() as u64;
        if self.options.dry_run {
            self.summary.new += rows.len() as u64;
            return Ok(());
        }
        let (programs, today) = (self.writer.programs.clone(), self.writer.today);
        let (written, unchanged, not) = self.writer.operation(rows.len(), |tx, entry, beside| {
            let (rows, unchanged, not) = if beside.foreign > seen { recheck(tx, rows)? } else { (rows, 0, Vec::new()) };
            let mut changes: HashMap<MemberId, StateChange> = HashMap::new();
            for of_day in rows.chunk_by(|a, b| (a.member, a.day) == (b.member, b.day)) {
                write(tx, entry, of_day, programs.zone().start_of(of_day[0].day), &mut changes)?;
            }
            tx.refresh(&changes, today, &programs)?;
            Ok((rows.len() as u64, unchanged, not))
        })?;
        self.summary.new += written;
        self.summary.unchanged += unchanged;
        not.iter().try_for_each(|error| self.rejects.push(error))?;
        Ok(())
    }
}

fn not_taken(row: &InteractionInput, column: ImportField, reason: RowReject) -> RowError {
    let value = if column == ImportField::Ref { row.reference.clone() } else { String::new() };
    CellReject { column: Some(column), reason, value }.of_row(row.line)
}

/// What becomes of sorted rows, by what is on file.
fn settle_all(store: &Store, rows: &[InteractionInput]) -> Result<Vec<MatchResult>, DeskError> {
    let mut verdicts = Vec::with_capacity(rows.len());
    for same in rows.chunk_by(|a, b| a.hash == b.hash) {
        let known = same.first().map(|first| on_file(store, first)).transpose()?.flatten();
        verdicts.extend(settle(same, known.as_ref()));
    }
    Ok(verdicts)
}

/// The interaction on file that has a row's reference, as a row would say it now: of a merged card, at the one where its file goes on.
fn on_file(store: &Store, row: &InteractionInput) -> Result<Option<InteractionInput>, DeskError> {
    let Some((_, member, day)) = store.interaction_of_reference(row.hash)? else { return Ok(None) };
    let Some(count) = day.of_reference(row.hash) else { return Ok(None) };
    let member = survivor(store, member)?.member;
    let (channel, kind) = (count.channel.clone(), count.kind.clone());
    Ok(Some(InteractionInput { line: 0, member, day: day.day, channel, kind, ..row.clone() }))
}

/// Rows to be written, how many are known by now, and those that can't be taken any more.
type InteractionRecheck = (Vec<InteractionInput>, u64, Vec<RowError>);

/// Others have written meanwhile: every row is held against the file once more.
fn recheck(tx: &Tx<'_>, rows: Vec<InteractionInput>) -> Result<InteractionRecheck, DeskError> {
    let (mut still, mut unchanged, mut not) = (Vec::with_capacity(rows.len()), 0, Vec::new());
    for row in rows {
        let standing = tx.standing(row.member)?;
        if standing.is_some_and(|s| matches!(s.status, Status::Erased | Status::Merged)) {
            not.push(not_taken(&row, ImportField::MemberNo, RowReject::MemberMoved));
            continue;
        }
        match settle(std::slice::from_ref(&row), on_file(tx, &row)?.as_ref()).first() {
            Some(MatchResult::Unchanged) => unchanged += 1,
            Some(MatchResult::Conflict) => not.push(not_taken(&row, ImportField::Ref, RowReject::RefConflict)),
            Some(MatchResult::New) | None => still.push(row),
        }
    }
    Ok((still, unchanged, not))
}

/// Writes a day of a member as one event.
fn write(
    tx: &Tx<'_>,
    entry: &mut OperationWriter<'_, '_>,
    of_day: &[InteractionInput],
    at: Instant,
    changes: &mut HashMap<MemberId, StateChange>,
) -> Result<(), DeskError> {
    let Some(first) = of_day.first() else { return Ok(()) };
    let counts = of_day.chunk_by(|a, b| (&a.channel, &a.kind) == (&b.channel, &b.kind)).map(|same| InteractionCount {
        channel: same[0].channel.clone(),
        kind: same[0].kind.clone(),
        refs: same.iter().map(|row| row.hash).collect(),
    });
    let day = InteractionDay { day: first.day, counts: counts.collect() };
    let body = day.text().map_err(|e| StoreError::Damaged(e.to_string()))?;
    let text = tx.keep_text(tx.upcoming_id()?, first.member, &body)?;
    let event = entry.event(first.member, at, EventKind::Interactions { text: Some(text) })?;
    tx.note_interactions(&event)?;
    let change = changes.entry(first.member).or_default();
    change.events.push(event);
    for row in of_day.iter().filter(|row| !row.churn.is_empty()) {
        let kind = EventKind::ChurnReason { reason: row.churn.clone() };
        change.events.push(entry.event(first.member, at, kind)?);
    }
    Ok(())
}
