//! Members: row by row against what is known, then written step by step in the order of the file.

mod ahead;
mod step;
mod unlikely;

use super::contacts::{ContactBook, ContactMatch};
use super::feed::{Feed, with_feed};
use super::rejects::Rejects;
use super::write::ImportWriter;
use super::{
    DeskError, FieldChange, ImportNote, ImportOptions, ImportPhase, ImportProgress, ImportSource, ImportWatch, Summary,
    reading,
};
use crate::domain::day::{Day, Instant};
use crate::domain::fact::{History, Status};
use crate::domain::import::member::{Differences, MemberInput, OpeningBalance};
use crate::domain::import::reader::RowReader;
use crate::domain::import::reject::{CellReject, RowReject};
use crate::domain::import::setup::SetupError;
use crate::domain::import::target::{ImportField, ImportKind};
use crate::domain::num::{MemberId, OpSeq, Points};
use crate::store::import::{Seal, Sealer};
use crate::store::write::Tx;
use crate::store::{Store, StoreError};
use ahead::{AHEAD, ParsedBatch, ParsedMemberRow, ReadAhead, Seen};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};
use step::{Beginner, MemberStep};
use unlikely::UnlikelyRows;

/// What is to be done with a row.
enum RowAction {
    Enrol(Box<MemberInput>, Option<Seal>),
    Update(MemberId, Box<MemberInput>, Box<Differences>),
    /// The membership ended with the undo of an import, and begins again.
    Reinstate(MemberId, Box<MemberInput>, Box<Differences>),
}

enum RowDecision {
    Apply(RowAction),
    Unchanged,
    Reject(CellReject),
}

struct MemberImport<'w, 'a> {
    writer: &'w mut ImportWriter<'a>,
    reading: &'w RowReader,
    options: &'w ImportOptions,
    rejects: &'w mut Rejects,
    waiting: Vec<(u64, RowAction)>,
    /// The newest operation that was there when the oldest of what waits was held against the file.
    since: OpSeq,
    summary: Summary,
    tally: MemberTally,
    unlikely: UnlikelyRows,
    contacts: ContactRows,
    rows: u64,
    /// Nobody was on file when it began.
    nobody: bool,
    beginner: Option<Beginner>,
}

/// Members that rows without a number are about.
#[derive(Default)]
struct ContactRows {
    book: ContactBook,
    /// The lines of those that were found.
    lines: HashMap<MemberId, u64>,
}

/// What to know of the members of a file besides how many rows became what.
#[derive(Debug, Default)]
struct MemberTally {
    /// OpeningBalance credits whose last day had passed, and their points.
    expired: (u64, i64),
    /// Members whose tier's last day had passed.
    reviewed: u64,
    masked: u64,
    /// By field: members whose value changes, and those whose value becomes empty.
    fields: BTreeMap<ImportField, (u64, u64)>,
}

/// Imports a member file.
pub(super) fn import(
    store: &mut Store,
    operator: &str,
    source: ImportSource<'_>,
    options: &ImportOptions,
    watch: &mut dyn ImportWatch,
    now: Instant,
) -> Result<Summary, DeskError> {
    let mut writer = ImportWriter::new(store, operator, ImportKind::Members.word(), now)?;
    let mut rejects = Rejects::beside(writer.store.path());
    let bytes = source.bytes;
    let (summary, file) = with_feed(ImportKind::Members, source, options, |feed| {
        writer.tended(!options.dry_run, |writer| take_all(writer, feed, bytes, options, &mut rejects, watch))
    })?;
    let mut summary = summary.ok_or_else(|| Box::new(SetupError::Empty))?;
    summary.notes.extend(file.other_encoding().map(ImportNote::Encoding));
    summary.operation = writer.batch;
    if summary.new > 0 && !options.dry_run {
        writer.tend_search(summary.new, watch)?;
    }
    rejects.tell(&mut summary, watch)?;
    writer.close(file.sha256, &summary)?;
    summary.reading = Some(file.reading);
    Ok(summary)
}

fn take_all(
    writer: &mut ImportWriter<'_>,
    feed: &mut Feed<'_>,
    bytes: Option<u64>,
    options: &ImportOptions,
    rejects: &mut Rejects,
    watch: &mut dyn ImportWatch,
) -> Result<Option<Summary>, DeskError> {
    let Some(layout) = feed.layout() else { return Ok(None) };
    let (mut summary, columns) = (Summary::default(), layout.ignored());
    if !columns.is_empty() {
        summary.notes.push(ImportNote::IgnoredColumns { columns });
    }
    let reading = &reading(layout, options, &writer.programs, writer.now);
    let programs = Arc::clone(&writer.programs);
    let (since, nobody) = (writer.last, writer.store.last_member()? == MemberId(0));
    let unlikely = UnlikelyRows::new(writer.store, nobody, writer.today, Arc::clone(&writer.programs))?;
    let seals = (nobody && !options.dry_run).then(Sealer::default);
    std::thread::scope(|scope| {
        let (sender, told) = sync_channel(AHEAD);
        let ahead = ReadAhead { reading, programs: &programs, seals, seen: Seen::default() };
        let thread = scope.spawn(move || ahead.run(feed, &sender));
        let (waiting, rows, beginner) = (Vec::new(), 0, None);
        let (tally, contacts) = (MemberTally::default(), ContactRows::default());
        let mut work = MemberImport {
            writer,
            reading,
            options,
            rejects,
            waiting,
            since,
            summary,
            tally,
            unlikely,
            contacts,
            rows,
            nobody,
            beginner,
        };
        let done = work.all(told, bytes, watch);
        thread.join().unwrap_or_else(|_| Err(DeskError::Unreadable("the reader failed".to_owned())))?;
        done?;
        Ok(Some(work.summary))
    })
}

impl MemberImport<'_, '_> {
    fn all(
        &mut self,
        told: Receiver<ParsedBatch>,
        bytes: Option<u64>,
        watch: &mut dyn ImportWatch,
    ) -> Result<(), DeskError> {
        for told in told {
            let done = told.bytes;
            let stopped = self.batch(told, watch)?;
            watch.progress(ImportProgress { stage: ImportPhase::Writing, done, total: bytes, rows: self.rows });
            if stopped {
                self.summary.stopped = true;
                self.waiting.clear();
                break;
            }
        }
        self.write()?;
        self.summary.notes.extend(self.tally.notes());
        self.summary.notes.extend(self.unlikely.notes());
        Ok(())
    }

    /// Answers whether the watch said stop.
    fn batch(&mut self, told: ParsedBatch, watch: &dyn ImportWatch) -> Result<bool, DeskError> {
        self.tally.masked += told.masked;
        told.left_out.iter().try_for_each(|error| self.rejects.push(error))?;
        let Self { writer, reading, options, contacts, unlikely, .. } = self;
        // Whom this import brings, the rows before tell; and a step that others have written beside looks again.
        let nobody = self.nobody && writer.foreign == OpSeq(0);
        // One look at the file for all rows of a batch.
        let (newest, verdicts) = writer.store.read(|store| {
            let mut verdict = |said| match said {
                ParsedMemberRow::ByContact(row) => by_contact(store, reading, contacts, row, options.update),
                ParsedMemberRow::First(row, seal) if nobody => Ok(RowDecision::Apply(RowAction::Enrol(row, seal))),
                ParsedMemberRow::First(row, _) => against_file(store, reading, row, options.update),
                ParsedMemberRow::Again => Ok(RowDecision::Unchanged),
                ParsedMemberRow::Not(bad) => Ok(RowDecision::Reject(bad)),
            };
            let verdicts = told.rows.into_iter().map(|(line, said)| Ok((line, verdict(said)?)));
            let verdicts = verdicts.collect::<Result<Vec<_>, DeskError>>()?;
            for (_, decision) in &verdicts {
                unlikely.look(store, decision, (!nobody).then_some(&mut contacts.book))?;
            }
            // Where the file was not asked, whatever others have written since our own last step is news.
            Ok::<_, DeskError>((if nobody { writer.last } else { store.newest_seq()? }, verdicts))
        })?;
        if self.waiting.is_empty() {
            self.since = newest;
        }
        for (line, verdict) in verdicts {
            self.rows += 1;
            match verdict {
                RowDecision::Apply(deed) => self.waiting.push((line, deed)),
                RowDecision::Unchanged => self.summary.unchanged += 1,
                RowDecision::Reject(bad) => self.reject(line, bad)?,
            }
            if self.waiting.len() >= self.writer.pace.rows() {
                self.write()?;
                if watch.stop() {
                    return Ok(true);
                }
            }
        }
        Ok(watch.stop())
    }

    fn reject(&mut self, line: u64, bad: CellReject) -> Result<(), DeskError> {
        self.rejects.push(&bad.of_row(line))
    }

    /// Writes what waits, as one step.
    fn write(&mut self) -> Result<(), DeskError> {
        let deeds = std::mem::take(&mut self.waiting);
        if self.options.dry_run {
            self.count(deeds.iter().map(|(_, deed)| deed));
            return Ok(());
        }
        if deeds.is_empty() {
            return Ok(());
        }
        let (reading, update, seen, beginner) = (self.reading, self.options.update, self.since, &mut self.beginner);
        let (programs, now, today) = (self.writer.programs.clone(), self.writer.now, self.writer.today);
        let (done, not) = self.writer.operation(deeds.len(), |tx, entry, beside| {
            let (mut deeds, not) =
                if beside.foreign > seen { recheck(tx, reading, deeds, update)? } else { (deeds, Vec::new()) };
            let (states, changes) = (tx.state_saver()?, HashMap::new());
            let mut step = MemberStep { tx, programs: &programs, now, today, beginner, states, changes };
            for (_, deed) in &mut deeds {
                step.write(entry, deed)?;
            }
            tx.refresh(&step.changes, today, &programs)?;
            Ok((deeds, not))
        })?;
        self.count(done.iter().map(|(_, deed)| deed));
        for (line, bad) in not {
            match bad {
                Some(bad) => self.reject(line, bad)?,
                None => self.summary.unchanged += 1,
            }
        }
        Ok(())
    }

    fn count<'d>(&mut self, deeds: impl Iterator<Item = &'d RowAction>) {
        let today = self.writer.today;
        for deed in deeds {
            match deed {
                RowAction::Enrol(row, _) => {
                    self.summary.new += 1;
                    self.tally.brought(row.opening, row.tier.as_ref(), today);
                }
                RowAction::Reinstate(_, _, differences) => {
                    self.summary.new += 1;
                    self.tally.brought(differences.opening, differences.tier.as_ref(), today);
                }
                RowAction::Update(_, _, differences) => {
                    self.summary.updated += 1;
                    self.tally.changed(differences);
                    self.tally.brought(differences.opening, differences.tier.as_ref(), today);
                }
            }
        }
    }
}

impl MemberTally {
    /// Takes note of what a member brings along.
    fn brought(&mut self, opening: Option<OpeningBalance>, tier: Option<&(String, Day)>, today: Day) {
        if let Some(expired) = opening.filter(|o| o.expires_on.is_some_and(|day| day < today)) {
            self.expired.0 += 1;
            self.expired.1 = self.expired.1.saturating_add(expired.points.0);
        }
        self.reviewed += u64::from(tier.is_some_and(|(_, until)| *until < today));
    }

    fn changed(&mut self, differences: &Differences) {
        for field in &differences.fields {
            let counts = self.fields.entry(*field).or_default();
            if differences.emptied.contains(field) { counts.1 += 1 } else { counts.0 += 1 }
        }
    }

    fn notes(&self) -> Vec<ImportNote> {
        let mut notes = Vec::new();
        if !self.fields.is_empty() {
            let change = |(field, (changed, emptied)): (&ImportField, &(u64, u64))| FieldChange {
                field: *field,
                changed: *changed,
                emptied: *emptied,
            };
            notes.push(ImportNote::FieldsChanged(self.fields.iter().map(change).collect()));
        }
        if self.masked > 0 {
            notes.push(ImportNote::MaskedCells { cells: self.masked });
        }
        if self.reviewed > 0 {
            notes.push(ImportNote::TiersReviewed { members: self.reviewed });
        }
        if self.expired.0 > 0 {
            notes.push(ImportNote::AlreadyExpired { credits: self.expired.0, points: Points(self.expired.1) });
        }
        notes
    }
}

fn of_member(row: &MemberInput, reason: RowReject) -> CellReject {
    CellReject { column: Some(ImportField::MemberNo), reason, value: row.profile.member_no.clone() }
}

/// Holds a row without a number against whoever has its phone or its e-mail. That contact says nothing new then, however it
/// is written.
fn by_contact(
    store: &Store,
    reading: &RowReader,
    contacts: &mut ContactRows,
    mut row: Box<MemberInput>,
    update: bool,
) -> Result<RowDecision, DeskError> {
    let key = row.key();
    let column = key.column();
    let no =
        |reason| Ok(RowDecision::Reject(CellReject { column: Some(column), reason, value: key.text().to_owned() }));
    let member = match contacts.book.find(store, key)? {
        ContactMatch::Nobody => return no(RowReject::UnknownContact),
        ContactMatch::Several(numbers) => return no(RowReject::SeveralMembers { numbers }),
        ContactMatch::One(standing) => standing.member,
    };
    if let Some(line) = contacts.lines.get(&member) {
        return no(RowReject::MemberTwice { line: *line });
    }
    contacts.lines.insert(member, row.line);
    row.profile.member_no = store.member_no(member)?.unwrap_or_default();
    row.said.remove(column);
    against_file(store, reading, row, update)
}

/// Holds a row against what is on file.
fn against_file(
    store: &Store,
    reading: &RowReader,
    row: Box<MemberInput>,
    update: bool,
) -> Result<RowDecision, DeskError> {
    let Some(member) = store.member_id(&row.profile.member_no)? else {
        return Ok(RowDecision::Apply(RowAction::Enrol(row, None)));
    };
    let standing = store.standing(member)?.ok_or_else(|| StoreError::Damaged("a member without a state".to_owned()))?;
    if standing.status == Status::Erased {
        return Ok(RowDecision::Reject(of_member(&row, RowReject::MemberErased)));
    }
    let known = store.profile(member)?.unwrap_or_default();
    let says_more = row.opening.is_some() || row.tier.is_some();
    let history = if says_more { store.history(member)? } else { History::default() };
    let differences = match reading.against(&row, &known, &history) {
        Ok(differences) => differences,
        Err(reason) => {
            let value = row.opening.map_or_else(String::new, |o| o.points.to_string());
            return Ok(RowDecision::Reject(CellReject { column: Some(ImportField::OpeningPoints), reason, value }));
        }
    };
    if standing.status == Status::Closed && store.is_taken_back(member)? {
        return Ok(RowDecision::Apply(RowAction::Reinstate(member, row, Box::new(differences))));
    }
    if differences.fields.is_empty() {
        return Ok(RowDecision::Unchanged);
    }
    Ok(match standing.status {
        Status::Closed => RowDecision::Reject(of_member(&row, RowReject::MemberClosed)),
        Status::Merged => RowDecision::Reject(of_member(&row, RowReject::MemberMerged)),
        Status::Erased => RowDecision::Reject(of_member(&row, RowReject::MemberErased)),
        Status::Active | Status::Frozen if update => {
            RowDecision::Apply(RowAction::Update(member, row, Box::new(differences)))
        }
        Status::Active | Status::Frozen => {
            RowDecision::Reject(of_member(&row, RowReject::MemberDiffers { fields: differences.fields }))
        }
    })
}

type MemberRecheck = (Vec<(u64, RowAction)>, Vec<(u64, Option<CellReject>)>);

/// Others have written meanwhile: every row is held against the file once more. `None`: unchanged.
fn recheck(
    tx: &Tx<'_>,
    reading: &RowReader,
    deeds: Vec<(u64, RowAction)>,
    update: bool,
) -> Result<MemberRecheck, DeskError> {
    let (mut still, mut not) = (Vec::with_capacity(deeds.len()), Vec::new());
    for (line, deed) in deeds {
        let row = match deed {
            RowAction::Enrol(row, _) | RowAction::Update(_, row, _) | RowAction::Reinstate(_, row, _) => row,
        };
        match against_file(tx, reading, row, update)? {
            RowDecision::Apply(deed) => still.push((line, deed)),
            RowDecision::Unchanged => not.push((line, None)),
            RowDecision::Reject(bad) => not.push((line, Some(bad))),
        }
    }
    Ok((still, not))
}
