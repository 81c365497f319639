//! Writing: each step is one operation in one short transaction; order references follow behind.

use super::gather::{KEY_PARTS_LOG2, key_part};
use super::index_maintainer::{IndexMaintainer, WriteTurn};
use super::pace::{GAP, Pace};
use super::parts::{PartDrift, PartialMember, after_writing, before_writing, follow};
use super::step::{ImportStep, MemberGroup, PipelineState, RowTally, StepMember, closed_to_purchases, state_of};
use super::{DeskError, ImportPhase, ImportProgress, ImportWatch, Summary, trouble};
use crate::desk::plan::next_operation_id;
use crate::domain::day::{Day, Instant};
use crate::domain::fact::{EventKind, Status};
use crate::domain::import::earn::{RatingInput, rate};
use crate::domain::import::reject::{CellReject, RowError, RowReject};
use crate::domain::import::target::ImportField;
use crate::domain::journal::ImportTotals;
use crate::domain::member::Profile;
use crate::domain::num::{FactId, LabelId, OpSeq};
use crate::domain::operation::OpKind;
use crate::domain::program::Programs;
use crate::store::import::spill::Spill;
use crate::store::import::{OrderKey, order_hash};
use crate::store::journal::{OperationHeader, OperationWriter};
use crate::store::write::Tx;
use crate::store::{Stopwatch, Store, StoreError};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::Sender;

/// Steps between two checkpoints: each copies every page once that was written since the last, however often that was.
const STEPS_TO_CHECKPOINT: u32 = 16;

/// Members that one slice of the search index takes in, about: for showing how far it is.
const SEARCH_SLICE: u64 = 4_096;

pub(super) struct ImportWriter<'a> {
    pub(super) store: &'a mut Store,
    pub(super) programs: Arc<Programs>,
    pub(super) operator: &'a str,
    pub(super) what: &'static str,
    pub(super) now: Instant,
    pub(super) today: Day,
    pub(super) no_earn: bool,
    /// The first operation, once there is one.
    pub(super) batch: Option<OpSeq>,
    /// The newest operation that is this import's, or was there before.
    pub(super) last: OpSeq,
    /// The newest operation of others since the import began.
    pub(super) foreign: OpSeq,
    pub(super) pace: Pace,
    pub(super) steps: u32,
    /// Others of this import write, too.
    pub(super) turn: WriteTurn,
    /// Who keeps the search index beside it hears of each step here.
    pub(super) tender: Option<Sender<()>>,
}

/// What a step of purchases leaves for later.
pub(super) struct PurchaseImport {
    pub(super) labels: Arc<Vec<String>>,
    pub(super) label_ids: Vec<Option<LabelId>>,
    /// Order references of what has been written.
    pub(super) keys: Spill,
    pub(super) shared: Arc<PipelineState>,
    /// Of whom only some parts are written.
    pub(super) begun: Option<PartialMember>,
    pub(super) new: u64,
    pub(super) tally: RowTally,
    /// Whether this very file was imported before.
    pub(super) is_known_file: bool,
}

impl<'a> ImportWriter<'a> {
    pub(super) fn new(
        store: &'a mut Store,
        operator: &'a str,
        what: &'static str,
        now: Instant,
    ) -> Result<Self, DeskError> {
        let programs = store.programs()?;
        let today = programs.zone().day_of(now);
        let last = store.newest_seq()?;
        store.write_much(true)?;
        Ok(Self {
            store,
            programs,
            operator,
            what,
            now,
            today,
            no_earn: false,
            batch: None,
            last,
            foreign: OpSeq(0),
            pace: Pace::default(),
            steps: 0,
            turn: WriteTurn::default(),
            tender: None,
        })
    }

    /// One operation in one transaction. `rows`: how many it is about to write.
    pub(super) fn operation<T>(
        &mut self,
        rows: usize,
        work: impl FnOnce(&Tx<'_>, &mut OperationWriter<'_, '_>, ConcurrentWrites) -> Result<T, DeskError>,
    ) -> Result<T, DeskError> {
        let (said, last, foreign) = (self.operation_header(), self.last, self.foreign);
        let turn = self.turn.clone();
        let _mine = turn.take();
        let answer = self.store.write(|tx| {
            let begun = Stopwatch::start();
            let newest = tx.newest_seq()?;
            if newest != last && tx.import_is_overtaken(last)? {
                return Err(DeskError::Overtaken);
            }
            let foreign = if newest == last { foreign } else { newest };
            let mut entry = tx.import_entry(next_operation_id())?;
            let answer = work(tx, &mut entry, ConcurrentWrites { foreign })?;
            let recorded = entry.finish(&said)?;
            Ok((answer, recorded.seq, foreign, begun))
        });
        let (answer, seq, foreign, begun) = answer.map_err(|error| self.cut_short(error))?;
        self.foreign = foreign;
        self.last = seq;
        self.batch.get_or_insert(seq);
        self.rest(rows, begun)?;
        Ok(answer)
    }

    /// After a transaction: learns from how long it took, lets others in, and now and then tidies up the log.
    fn rest(&mut self, rows: usize, begun: Stopwatch) -> Result<(), DeskError> {
        self.pace.learn(rows, begun);
        if let Some(tender) = &self.tender {
            // One that could not go on is no reason to stop: what it leaves is done at the end.
            let _ = tender.send(());
        }
        self.steps += 1;
        if self.steps.is_multiple_of(STEPS_TO_CHECKPOINT) {
            self.store.checkpoint_idle().map_err(|error| self.cut_short(error.into()))?;
        }
        Ok(())
    }

    /// Writes a step of purchases.
    pub(super) fn purchases(
        &mut self,
        mut step: ImportStep,
        out: &mut PurchaseImport,
    ) -> Result<Vec<RowError>, DeskError> {
        let mut rejected = std::mem::take(&mut step.rejected);
        out.tally.plus(&step.tally);
        if step.groups.is_empty() {
            return Ok(rejected);
        }
        let rows = usize::try_from(step.ids).unwrap_or(usize::MAX);
        let (programs, today, now, no_earn) = (Arc::clone(&self.programs), self.today, self.now, self.no_earn);
        let (labels, label_ids, begun) = (Arc::clone(&out.labels), &mut out.label_ids, &mut out.begun);
        let (groups, moved, shift) = self.operation(rows, |tx, entry, beside| {
            let first = tx.last_id()?.0 + 1;
            let shift = first - step.first.0;
            let mut moved = Vec::new();
            let rating = RatingInput { programs: &programs, today, no_earn };
            let mut fit = PartDrift { moved: shift != 0, changed: false };
            if step.goes_on() {
                fit = follow_all(tx, &mut step.groups, begun.as_ref(), FactId(first), &rating, &mut moved)?;
            } else if shift != 0 || beside.foreign > step.seen {
                fit.changed = recompute_step(tx, &mut step.groups, FactId(first), &rating, &mut moved)?;
            }
            let mut states = tx.state_saver()?;
            for group in &mut step.groups {
                write_group(entry, group, now, (&labels, label_ids))?;
                before_writing(group, fit);
                states.save(&group.state)?;
                after_writing(begun, group, fit);
            }
            Ok((std::mem::take(&mut step.groups), moved, step.shift + shift))
        })?;
        out.shared.shift.store(shift, Ordering::Relaxed);
        out.shared.pace.store(self.pace.rows(), Ordering::Relaxed);
        rejected.extend(moved);
        for fact in groups.iter().flat_map(|g| g.drafts.iter().map(|d| &d.fact)) {
            out.new += 1;
            if let Some(reference) = &fact.reference {
                let key = OrderKey { hash: order_hash(reference), fact: fact.id };
                push_key(&mut out.keys, key).map_err(trouble)?;
            }
        }
        Ok(rejected)
    }

    /// Files order references in the order of their hashes; `true`: all of them.
    pub(super) fn order_keys(&mut self, mut keys: Spill, watch: &mut dyn ImportWatch) -> Result<bool, DeskError> {
        let through = self.store.last_id()?;
        let total = (0..keys.partitions()).map(|part| keys.records(part)).sum();
        let mut done = 0;
        // Small partitions share a transaction: a short file is not to pay for 128 of them.
        let mut waiting = Vec::new();
        let parts = keys.partitions();
        for part in 0..parts {
            let mut of_part = read_keys(&keys.take(part).map_err(trouble)?);
            of_part.sort_unstable();
            waiting.append(&mut of_part);
            let last = part + 1 == parts;
            while waiting.len() >= self.pace.rows() * 4 || (last && !waiting.is_empty()) {
                if watch.stop() {
                    return Ok(false);
                }
                let behind = waiting.split_off(waiting.len().min(self.pace.rows() * 4));
                let some = std::mem::replace(&mut waiting, behind);
                let begun = self.store.write(|tx| {
                    let begun = Stopwatch::start();
                    tx.file_order_keys(&some)?;
                    Ok::<_, DeskError>(begun)
                });
                let begun = begun.map_err(|error| self.cut_short(error))?;
                self.rest(some.len() / 4, begun)?;
                done += u64::try_from(some.len()).unwrap_or(0);
                watch.progress(ImportProgress { stage: ImportPhase::Indexing, done, total: Some(total), rows: done });
            }
        }
        let filed = self.store.write(|tx| tx.order_keys_filed(through));
        filed.map_err(|error| self.cut_short(error.into()))?;
        Ok(true)
    }

    /// Files what an import that was cut short has left.
    pub(super) fn order_keys_left(&mut self, watch: &mut dyn ImportWatch) -> Result<(), DeskError> {
        let mut keys = Spill::beside(self.store.path());
        let through = self.store.order_keys_through()?;
        self.store.references_after(through, |key| {
            push_key(&mut keys, key).map_err(|e| StoreError::Io {
                path: self.store.path().unwrap_or_else(|| std::path::Path::new("")).to_owned(),
                reason: e.to_string(),
            })
        })?;
        if keys.partitions() > 0 {
            self.order_keys(keys, watch)?;
        }
        Ok(())
    }

    /// Does a part of the import in which the search index is kept beside it, where it brings members.
    pub(super) fn tended<T>(&mut self, brings_members: bool, work: impl FnOnce(&mut Self) -> T) -> T {
        let path = self.store.path().filter(|_| brings_members).map(Path::to_owned);
        std::thread::scope(|scope| {
            let tender = path.map(|path| IndexMaintainer::begin(scope, path, &self.turn));
            self.tender = tender.as_ref().map(IndexMaintainer::steps);
            let answer = work(self);
            self.tender = None;
            if let Some(tender) = tender {
                tender.end();
            }
            answer
        })
    }

    /// Makes the members it brought findable; where that is stopped, idle moments go on with it.
    pub(super) fn tend_search(&mut self, members: u64, watch: &mut dyn ImportWatch) -> Result<(), DeskError> {
        let mut slices = 0;
        while !watch.stop() && self.store.maintain_search().map_err(|error| self.cut_short(error.into()))? {
            slices += 1;
            let done = (slices * SEARCH_SLICE).min(members);
            watch.progress(ImportProgress { stage: ImportPhase::Indexing, done, total: Some(members), rows: done });
            std::thread::sleep(GAP);
        }
        Ok(())
    }

    /// Closes the import, where it brought anything: one more operation binds what was counted.
    pub(super) fn close(&mut self, file_sha256: [u8; 32], summary: &Summary) -> Result<(), DeskError> {
        let Some(batch) = self.batch else { return Ok(()) };
        let counts = [summary.new, summary.updated, summary.unchanged, summary.rejected];
        let rows = counts.map(|n| i64::try_from(n).unwrap_or(i64::MAX));
        let counted = ImportTotals { batch, what: self.what.to_owned(), file_sha256: file_sha256.to_vec(), rows };
        let said = self.operation_header();
        let closed = self.store.write(|tx| {
            let mut entry = tx.import_entry(next_operation_id())?;
            entry.write_import_totals(counted)?;
            entry.finish(&said).map_err(DeskError::from)
        });
        closed.map(|_| ()).map_err(|error| self.cut_short(error))
    }

    /// An error of the file, once something is saved, is no refusal of the whole any more.
    fn cut_short(&self, error: DeskError) -> DeskError {
        match (error, self.batch) {
            (DeskError::Store(why), Some(_)) => DeskError::ImportCut(Box::new(why)),
            (error, _) => error,
        }
    }

    fn operation_header(&self) -> OperationHeader<'a> {
        let program = self.programs.at(self.now).number;
        let said = OperationHeader::new(OpKind::Import, self.now, self.today, self.operator, program);
        OperationHeader { reason: Some(self.what), batch: self.batch, ..said }
    }
}

impl Drop for ImportWriter<'_> {
    fn drop(&mut self) {
        // Best effort: the desk may live on for a long time, but works with either setting.
        let _ = self.store.write_much(false);
        let _ = self.store.checkpoint_idle();
    }
}

/// What others have written beside this import.
#[derive(Debug, Clone, Copy)]
pub(super) struct ConcurrentWrites {
    /// The newest operation of others since it began; 0: none.
    pub(super) foreign: OpSeq,
}

/// Later parts of members: what does not fit any more is moved out.
fn follow_all(
    tx: &Tx<'_>,
    groups: &mut Vec<MemberGroup>,
    begun: Option<&PartialMember>,
    first: FactId,
    rating: &RatingInput<'_>,
    moved: &mut Vec<RowError>,
) -> Result<PartDrift, DeskError> {
    let mut fit = PartDrift::default();
    let mut kept = Vec::with_capacity(groups.len());
    for mut group in groups.drain(..) {
        match follow(tx, &mut group, begun, first, rating)? {
            Ok(fits) => {
                fit = fits;
                kept.push(group);
            }
            Err(reason) => moved.extend(group.drafts.iter().map(|d| not_taken(d.line, &reason))),
        }
    }
    *groups = kept;
    Ok(fit)
}

/// Others have written meanwhile: ids begin elsewhere, and members may stand otherwise. Computes the step again from what
/// is there now; what does not fit any more is moved out. Answers whether a member stands otherwise.
fn recompute_step(
    tx: &Tx<'_>,
    groups: &mut Vec<MemberGroup>,
    first: FactId,
    rating: &RatingInput<'_>,
    moved: &mut Vec<RowError>,
) -> Result<bool, DeskError> {
    let (mut next, mut changed) = (first, false);
    let mut kept = Vec::with_capacity(groups.len());
    for mut group in groups.drain(..) {
        let stood = group.whose.clone();
        if let Some(reason) = stand_again(tx, &mut group)? {
            moved.extend(group.drafts.iter().map(|d| not_taken(d.line, &reason)));
            continue;
        }
        changed |= group.whose != stood;
        if group.whose.events() > 0 {
            group.history.events.iter_mut().rev().take(1).for_each(|begin| begin.id = next);
            next.0 += 1;
        }
        let Ok(rated) = rate(&group.history, &mut group.drafts, next, rating) else {
            moved.extend(group.drafts.iter().map(|d| not_taken(d.line, &RowReject::TooLarge)));
            continue;
        };
        group.state = state_of(&group.whose, &group.history, &group.drafts, &rated, rating.programs)?;
        next.0 += i64::try_from(group.drafts.len()).unwrap_or(0);
        kept.push(group);
    }
    *groups = kept;
    Ok(changed)
}

/// Looks at a member again; says why its rows can't be taken any more.
fn stand_again(tx: &Tx<'_>, group: &mut MemberGroup) -> Result<Option<RowReject>, DeskError> {
    match &mut group.whose {
        StepMember::New(number) => Ok(tx.member_id(number)?.map(|_| RowReject::MemberMoved)),
        StepMember::Reinstated(standing) => {
            let same = tx.standing(standing.member)?.is_some_and(|now| now == *standing);
            Ok((!same).then_some(RowReject::MemberMoved))
        }
        StepMember::OnFile(standing) => {
            let Some(now) = tx.standing(standing.member)? else { return Ok(Some(RowReject::MemberMoved)) };
            if now != *standing {
                group.history = tx.history(standing.member)?;
                *standing = now;
            }
            Ok(closed_to_purchases(now.status))
        }
    }
}

fn not_taken(line: u64, reason: &RowReject) -> RowError {
    CellReject { column: Some(ImportField::MemberNo), reason: reason.clone(), value: String::new() }.of_row(line)
}

fn write_group(
    entry: &mut OperationWriter<'_, '_>,
    group: &mut MemberGroup,
    now: Instant,
    (labels, label_ids): (&[String], &mut [Option<LabelId>]),
) -> Result<(), DeskError> {
    let (member, head) = match &group.whose {
        StepMember::OnFile(standing) => (standing.member, standing.head),
        StepMember::Reinstated(standing) => {
            entry.event(standing.member, now, EventKind::Status { to: Status::Active })?;
            (standing.member, standing.head)
        }
        StepMember::New(number) => {
            let profile = Profile { member_no: number.clone(), ..Profile::default() };
            let (member, commit) = entry.new_member(&profile)?;
            entry.event(member, now, EventKind::Enrol { profile: commit })?;
            (member, FactId(0))
        }
    };
    let mut label = |place: &mut LabelId| -> Result<(), StoreError> {
        let at = usize::try_from(place.0).unwrap_or(0);
        let known = match label_ids[at] {
            Some(known) => known,
            None => *label_ids[at].insert(entry.label(&labels[at])?),
        };
        *place = known;
        Ok(())
    };
    for draft in &mut group.drafts {
        draft.fact.member = member;
        label(&mut draft.fact.store)?;
        label(&mut draft.fact.channel)?;
    }
    entry.import_facts(group.drafts.iter_mut().map(|d| &mut d.fact), head)?;
    group.state.member = member;
    Ok(())
}

fn push_key(keys: &mut Spill, key: OrderKey) -> std::io::Result<()> {
    let mut record = [0; 16];
    record[..8].copy_from_slice(&key.hash.to_le_bytes());
    record[8..].copy_from_slice(&key.fact.0.to_le_bytes());
    debug_assert!(key_part(key.hash) < 1 << KEY_PARTS_LOG2);
    keys.push(key_part(key.hash), &record)
}

fn read_keys(bytes: &[u8]) -> Vec<OrderKey> {
    let int = |at: &[u8]| at.try_into().map_or(0, i64::from_le_bytes);
    let key = |b: &[u8; 16]| OrderKey { hash: int(&b[..8]), fact: FactId(int(&b[8..])) };
    bytes.as_chunks::<16>().0.iter().map(key).collect()
}
