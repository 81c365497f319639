//! Answers to a survey: every row is read and set aside, then, reference by reference, settled and written.

use super::feed::{Feed, RowBatch, with_feed};
use super::member_lookup::{MemberDirectory, MemberLookup};
use super::rejects::Rejects;
use super::survivor::survivor;
use super::write::ImportWriter;
use super::{
    DeskError, ImportNote, ImportOptions, ImportPhase, ImportProgress, ImportSource, ImportWatch, Summary, reading,
    trouble,
};
use crate::domain::day::{Instant, Zone};
use crate::domain::fact::{EventKind, Status};
use crate::domain::feedback::{FeedbackContent, FeedbackRow};
use crate::domain::import::feedback::{FeedbackInput, MatchResult, settle_named, settle_unnamed, sort};
use crate::domain::import::reader::RowReader;
use crate::domain::import::reject::{CellReject, RowError, RowReject};
use crate::domain::import::setup::SetupError;
use crate::domain::import::split::CsvRow;
use crate::domain::import::target::{ImportField, ImportKind};
use crate::domain::num::{MemberId, OpSeq};
use crate::domain::op::log_feedback::due_of;
use crate::domain::program::Programs;
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

/// All answers of a file, set aside: those with one reference in one partition, those without one by their day.
struct CollectedResponses {
    parts: u64,
    answers: Spill,
    ignored: Vec<String>,
    rows: u64,
    stopped: bool,
}

struct ResponseCollector<'a> {
    store: &'a Store,
    reading: RowReader,
    people: MemberDirectory,
    rejects: &'a mut Rejects,
    out: CollectedResponses,
}

struct FeedbackImport<'w, 'a> {
    writer: &'w mut ImportWriter<'a>,
    options: &'w ImportOptions,
    rejects: &'w mut Rejects,
    summary: Summary,
    /// Cases opened, and those past their due time.
    cases: (u64, u64),
    rows: u64,
}

/// Imports a survey file.
pub(super) fn import(
    store: &mut Store,
    operator: &str,
    source: ImportSource<'_>,
    options: &ImportOptions,
    watch: &mut dyn ImportWatch,
    now: Instant,
) -> Result<Summary, DeskError> {
    let mut writer = ImportWriter::new(store, operator, ImportKind::Feedback.word(), now)?;
    let mut rejects = Rejects::beside(writer.store.path());
    let bytes = source.bytes;
    let (gathered, file) = with_feed(ImportKind::Feedback, source, options, |feed| {
        gather(&writer, feed, bytes, options, &mut rejects, watch)
    })?;
    let mut gathered = gathered.ok_or_else(|| Box::new(SetupError::Empty))?;
    let mut summary = Summary { stopped: gathered.stopped, ..Summary::default() };
    if !gathered.ignored.is_empty() {
        summary.notes.push(ImportNote::IgnoredColumns { columns: std::mem::take(&mut gathered.ignored) });
    }
    summary.notes.extend(file.other_encoding().map(ImportNote::Encoding));
    let (rejects_of, cases, rows) = (&mut rejects, (0, 0), 0);
    let mut work = FeedbackImport { writer: &mut writer, options, rejects: rejects_of, summary, cases, rows };
    if !gathered.stopped {
        work.all(gathered, watch)?;
    }
    let (mut summary, (cases, overdue)) = (work.summary, work.cases);
    if cases > 0 {
        summary.notes.push(ImportNote::CasesOpened { cases, overdue });
    }
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
) -> Result<Option<CollectedResponses>, DeskError> {
    let Some(layout) = feed.layout() else { return Ok(None) };
    let out = CollectedResponses {
        parts: bytes.map_or(PARTS_OF_A_PIPE, |bytes| (bytes / PART_BYTES).clamp(1, 512)),
        answers: Spill::beside(writer.store.path()),
        ignored: layout.ignored(),
        rows: 0,
        stopped: false,
    };
    let reading = reading(layout, options, &writer.programs, writer.now);
    let mut work =
        ResponseCollector { store: &*writer.store, reading, people: MemberDirectory::new(false), rejects, out };
    while let Some(batch) = feed.next() {
        // One look at the file for all rows of a batch.
        writer.store.read(|_| work.batch(&batch))?;
        watch.progress(ImportProgress {
            stage: ImportPhase::Reading,
            done: batch.bytes,
            total: bytes,
            rows: work.out.rows,
        });
        if watch.stop() {
            work.out.stopped = true;
            break;
        }
    }
    Ok(Some(work.out))
}

impl ResponseCollector<'_> {
    fn batch(&mut self, batch: &RowBatch) -> Result<(), DeskError> {
        for row in batch.rows.iter() {
            self.out.rows += 1;
            match self.row(row)? {
                Ok(answer) => self.set_aside(&answer)?,
                Err(bad) => self.rejects.push(&bad.of_row(row.line()))?,
            }
        }
        Ok(())
    }

    fn row(&mut self, row: CsvRow<'_>) -> Result<Result<FeedbackInput, CellReject>, DeskError> {
        let key = match self.reading.shape(row).and_then(|()| self.reading.key(row)) {
            Ok(key) => key,
            Err(bad) => return Ok(Err(bad)),
        };
        let member = match key {
            None => MemberId::NOBODY,
            Some(key) => match self.people.resolve(self.store, key)?.0 {
                // Whoever has left may still have said something.
                MemberLookup::Member(member) | MemberLookup::Closed(member) | MemberLookup::ClosedByUndo(member) => {
                    member
                }
                other @ (MemberLookup::Unknown
                | MemberLookup::Erased
                | MemberLookup::Several(_)
                | MemberLookup::PhoneOf(_)) => return Ok(Err(other.against(key))),
            },
        };
        Ok(self.reading.answer(row, member))
    }

    fn set_aside(&mut self, answer: &FeedbackInput) -> Result<(), DeskError> {
        let key = match &answer.said.reference {
            Some(reference) => order_hash(reference),
            None => self.reading.zone.day_of(answer.at).0,
        };
        let part = usize::try_from(key.cast_unsigned() % self.out.parts).unwrap_or(0);
        let record = postcard::to_stdvec(answer).map_err(|e| StoreError::Damaged(e.to_string()))?;
        self.out.answers.push(part, &record).map_err(trouble)
    }
}

fn read_all(bytes: &[u8]) -> Result<Vec<FeedbackInput>, DeskError> {
    let (mut answers, mut rest) = (Vec::new(), bytes);
    while !rest.is_empty() {
        let (answer, behind) = postcard::take_from_bytes(rest).map_err(|e| StoreError::Damaged(e.to_string()))?;
        answers.push(answer);
        rest = behind;
    }
    Ok(answers)
}

impl FeedbackImport<'_, '_> {
    fn all(&mut self, mut gathered: CollectedResponses, watch: &mut dyn ImportWatch) -> Result<(), DeskError> {
        let total = Some(gathered.rows - self.rejects.count);
        for part in 0..gathered.answers.partitions() {
            let mut answers = read_all(&gathered.answers.take(part).map_err(trouble)?)?;
            sort(&mut answers);
            let zone = self.writer.programs.zone();
            let (seen, verdicts) = self
                .writer
                .store
                .read(|store| Ok::<_, DeskError>((store.newest_seq()?, settle(store, &answers, zone)?)))?;
            let mut new = self.count(answers, verdicts)?;
            // In the order of time, as they would have been logged.
            new.sort_by_key(|answer| answer.at);
            let mut new = new.into_iter().peekable();
            while new.peek().is_some() {
                if watch.stop() {
                    self.summary.stopped = true;
                    return Ok(());
                }
                let step: Vec<FeedbackInput> = new.by_ref().take(self.writer.pace.rows()).collect();
                self.step(step, seen)?;
                watch.progress(ImportProgress { stage: ImportPhase::Writing, done: self.rows, total, rows: self.rows });
            }
        }
        Ok(())
    }

    /// Counts what is not new, and answers what is.
    fn count(
        &mut self,
        answers: Vec<FeedbackInput>,
        verdicts: Vec<MatchResult>,
    ) -> Result<Vec<FeedbackInput>, DeskError> {
        let mut new = Vec::new();
        let before = self.summary.unchanged;
        for (answer, verdict) in answers.into_iter().zip(verdicts) {
            match verdict {
                MatchResult::New => new.push(answer),
                MatchResult::Unchanged => self.summary.unchanged += 1,
                MatchResult::Conflict => {
                    self.rejects.push(&not_taken(&answer, ImportField::Ref, RowReject::RefConflict))?;
                }
            }
        }
        self.rows += self.summary.unchanged - before;
        Ok(new)
    }

    /// Writes new answers as one operation. `seen`: the newest operation when they were settled.
    fn step(&mut self, answers: Vec<FeedbackInput>, seen: OpSeq) -> Result<(), DeskError> {
        self.rows += u64::try_from(answers.len()).unwrap_or(0);
        let (programs, today) = (self.writer.programs.clone(), self.writer.today);
        let written = if self.options.dry_run {
            answers
        } else {
            let (written, unchanged, not) = self.writer.operation(answers.len(), |tx, entry, beside| {
                let (answers, unchanged, not) =
                    if beside.foreign > seen { recheck(tx, answers)? } else { (answers, 0, Vec::new()) };
                let mut changes: HashMap<MemberId, StateChange> = HashMap::new();
                for answer in &answers {
                    write(tx, entry, answer, &programs, &mut changes)?;
                }
                tx.refresh(&changes, today, &programs)?;
                Ok((answers, unchanged, not))
            })?;
            self.summary.unchanged += unchanged;
            for error in &not {
                self.rejects.push(error)?;
            }
            written
        };
        for answer in written {
            self.summary.new += 1;
            if let Some(due) = due_of(&programs.at(answer.at).program, &answer.said, answer.at) {
                self.cases.0 += 1;
                self.cases.1 += u64::from(due < self.writer.now);
            }
        }
        Ok(())
    }
}

fn not_taken(answer: &FeedbackInput, column: ImportField, reason: RowReject) -> RowError {
    let value = answer.said.reference.clone().filter(|_| column == ImportField::Ref).unwrap_or_default();
    CellReject { column: Some(column), reason, value }.of_row(answer.line)
}

/// What becomes of sorted answers, by what is on file.
fn settle(store: &Store, answers: &[FeedbackInput], zone: Zone) -> Result<Vec<MatchResult>, DeskError> {
    let group = |answer: &FeedbackInput| (answer.said.reference.is_none()).then(|| zone.day_of(answer.at));
    let mut verdicts = Vec::with_capacity(answers.len());
    for same in answers.chunk_by(|a, b| a.said.reference == b.said.reference && group(a) == group(b)) {
        let Some(first) = same.first() else { continue };
        if let Some(reference) = &first.said.reference {
            verdicts.extend(settle_named(same, &on_file(store, reference)?));
        } else {
            let known = store.feedback_without_reference(zone.day_of(first.at))?;
            let known: Result<Vec<_>, _> = known.into_iter().map(|row| answer_of(store, row)).collect();
            verdicts.extend(settle_unnamed(same, known?));
        }
    }
    Ok(verdicts)
}

/// The answers on file that have a reference, and whether each was taken back.
fn on_file(store: &Store, reference: &str) -> Result<Vec<(FeedbackInput, bool)>, DeskError> {
    let known = store.feedback_with_reference(reference)?.into_iter();
    known.map(|row| Ok((row.retracted, answer_of(store, row)?))).map(|k| k.map(|(gone, a)| (a, gone))).collect()
}

/// What is on file as a row would say it now: of a merged card, at the one where its file goes on.
fn answer_of(store: &Store, row: FeedbackRow) -> Result<FeedbackInput, DeskError> {
    let member = match row.member {
        Some(member) => survivor(store, member)?.member,
        None => MemberId::NOBODY,
    };
    Ok(FeedbackInput { line: 0, member, at: row.at, said: row.content })
}

/// Answers to be written, how many are known by now, and those that can't be taken any more.
type ResponseRecheck = (Vec<FeedbackInput>, u64, Vec<RowError>);

/// Others have written meanwhile: every answer is held against the file once more.
fn recheck(tx: &Tx<'_>, answers: Vec<FeedbackInput>) -> Result<ResponseRecheck, DeskError> {
    let (mut still, mut unchanged, mut not) = (Vec::with_capacity(answers.len()), 0, Vec::new());
    for answer in answers {
        let standing = if answer.member == MemberId::NOBODY { None } else { tx.standing(answer.member)? };
        if standing.is_some_and(|s| matches!(s.status, Status::Erased | Status::Merged)) {
            not.push(not_taken(&answer, ImportField::MemberNo, RowReject::MemberMoved));
            continue;
        }
        let known = answer.said.reference.as_deref().map(|reference| on_file(tx, reference)).transpose()?;
        match settle_named(std::slice::from_ref(&answer), &known.unwrap_or_default()).first() {
            Some(MatchResult::Unchanged) => unchanged += 1,
            Some(MatchResult::Conflict) => not.push(not_taken(&answer, ImportField::Ref, RowReject::RefConflict)),
            Some(MatchResult::New) | None => still.push(answer),
        }
    }
    Ok((still, unchanged, not))
}

fn write(
    tx: &Tx<'_>,
    entry: &mut OperationWriter<'_, '_>,
    answer: &FeedbackInput,
    programs: &Programs,
    changes: &mut HashMap<MemberId, StateChange>,
) -> Result<(), DeskError> {
    let FeedbackInput { member, at, said, .. } = answer;
    let text = said.text.as_deref().map(|text| tx.keep_text(tx.upcoming_id()?, *member, text)).transpose()?;
    let due = due_of(&programs.at(*at).program, said, *at);
    let kind = EventKind::Feedback { content: FeedbackContent { text: None, ..said.clone() }, text, due };
    let event = entry.event(*member, *at, kind)?;
    tx.note_feedback(&event, programs)?;
    if *member != MemberId::NOBODY {
        changes.entry(*member).or_default().events.push(event);
    }
    Ok(())
}
