//! Members: row by row against what is known, then written step by step in the order of the file.

use super::feed::{Batch, Feed, layout_of, with_feed};
use super::people::{Hashed, NumberDigest};
use super::rejects::Rejects;
use super::write::Writer;
use super::{DeskError, Note, Options, Progress, Source, Stage, Summary, Watch, reading};
use crate::domain::day::{Day, Instant};
use crate::domain::fact::{Event, EventKind, Fact, FactKind, History, Status};
use crate::domain::import::member::{Differences, MemberRow, Opening};
use crate::domain::import::purchase::Reading;
use crate::domain::import::rate::{Rating, rate};
use crate::domain::import::reject::{Bad, Reject, RowError};
use crate::domain::import::setup::SetupError;
use crate::domain::import::split::Row;
use crate::domain::import::target::{Target, What};
use crate::domain::num::{FactId, LabelId, MemberId, Money, OpSeq, Points};
use crate::domain::program::Programs;
use crate::store::journal::Entry;
use crate::store::refresh::Change;
use crate::store::state::{Heads, StateRow};
use crate::store::write::Tx;
use crate::store::{Store, StoreError};
use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, BuildHasherDefault};

/// What is to be done with a row.
enum Deed {
    Enrol(Box<MemberRow>),
    Update(MemberId, Box<MemberRow>, Box<Differences>),
}

/// What became of a row.
enum Verdict {
    Do(Deed),
    Unchanged,
    Not(Bad),
}

struct Members<'w, 'a> {
    writer: &'w mut Writer<'a>,
    reading: Reading,
    options: &'w Options,
    rejects: &'w mut Rejects,
    seen: Seen,
    waiting: Vec<(u64, Deed)>,
    /// The newest operation that was there when the oldest of what waits was held against the file.
    since: OpSeq,
    summary: Summary,
    dead: (u64, i64),
    rows: u64,
    /// Nobody was on file when it began.
    nobody: bool,
}

/// Imports a member file.
pub(super) fn import(
    store: &mut Store,
    operator: &str,
    source: Source<'_>,
    options: &Options,
    watch: &mut dyn Watch,
    now: Instant,
) -> Result<Summary, DeskError> {
    let mut writer = Writer::new(store, operator, What::Members.word(), now)?;
    let mut rejects = Rejects::beside(writer.store.path());
    let bytes = source.bytes;
    let (summary, file) = with_feed(source, options, |feed| {
        writer.tended(!options.dry_run, |writer| take_all(writer, feed, bytes, options, &mut rejects, watch))
    })?;
    let mut summary = summary.ok_or_else(|| Box::new(SetupError::Empty))?;
    if file.gb18030 {
        summary.notes.push(Note::Gb18030);
    }
    summary.operation = writer.batch;
    if summary.new > 0 && !options.dry_run {
        writer.tend_search(summary.new, watch)?;
    }
    rejects.tell(&mut summary, watch)?;
    writer.note(file.sha256, [summary.new, summary.updated, summary.unchanged, summary.rejected])?;
    Ok(summary)
}

fn take_all(
    writer: &mut Writer<'_>,
    feed: &Feed<'_>,
    bytes: Option<u64>,
    options: &Options,
    rejects: &mut Rejects,
    watch: &mut dyn Watch,
) -> Result<Option<Summary>, DeskError> {
    let Some(first) = feed.next() else { return Ok(None) };
    let (layout, mut skip) = layout_of(What::Members, &first, options)?;
    let mut summary = Summary::default();
    if !layout.ignored.is_empty() {
        summary.notes.push(Note::IgnoredColumns { columns: layout.ignored.clone() });
    }
    let reading = reading(layout, options, &writer.programs, writer.now);
    let (seen, waiting, dead, rows) = (Seen::default(), Vec::new(), (0, 0), 0);
    let (since, nobody) = (writer.last, writer.store.last_member()? == MemberId(0));
    let mut work = Members { writer, reading, options, rejects, seen, waiting, since, summary, dead, rows, nobody };
    let mut next = Some(first);
    while let Some(batch) = next {
        let stopped = work.batch(&batch, std::mem::take(&mut skip), watch)?;
        watch.progress(Progress { stage: Stage::Writing, done: batch.bytes, total: bytes, rows: work.rows });
        if stopped {
            work.summary.stopped = true;
            work.waiting.clear();
            break;
        }
        next = feed.next();
    }
    work.write()?;
    if work.dead.0 > 0 {
        let (credits, points) = (work.dead.0, Points(work.dead.1));
        work.summary.notes.push(Note::DeadOnArrival { credits, points });
    }
    Ok(Some(work.summary))
}

impl Members<'_, '_> {
    /// Answers whether the watch said stop.
    fn batch(&mut self, batch: &Batch, skip: usize, watch: &dyn Watch) -> Result<bool, DeskError> {
        let Self { writer, reading, seen, options, .. } = self;
        let (programs, update) = (&writer.programs, options.update);
        // Whom this import brings, `seen` knows; and a step that others have written beside looks again.
        let nobody = self.nobody && writer.foreign == OpSeq(0);
        // One look at the file for all rows of a batch.
        let (newest, verdicts) = writer.store.read(|store| {
            let rows = batch.rows.iter().skip(skip);
            let verdicts =
                rows.map(|row| Ok((row.line(), verdict(store, reading, programs, seen, row, (update, nobody))?)));
            let verdicts = verdicts.collect::<Result<Vec<_>, DeskError>>()?;
            // Where the file was not asked, whatever others have written since our own last step is news.
            Ok::<_, DeskError>((if nobody { writer.last } else { store.newest_seq()? }, verdicts))
        })?;
        if self.waiting.is_empty() {
            self.since = newest;
        }
        for (line, verdict) in verdicts {
            self.rows += 1;
            match verdict {
                Verdict::Do(deed) => self.waiting.push((line, deed)),
                Verdict::Unchanged => self.summary.unchanged += 1,
                Verdict::Not(bad) => self.reject(line, bad)?,
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

    fn reject(&mut self, line: u64, Bad { column, reason, value }: Bad) -> Result<(), DeskError> {
        self.rejects.push(&RowError { line, column, reason, value })
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
        let (reading, update, seen) = (&self.reading, self.options.update, self.since);
        let (programs, now, today) = (self.writer.programs.clone(), self.writer.now, self.writer.today);
        let (done, not) = self.writer.operation(deeds.len(), |tx, entry, beside| {
            let (deeds, not) =
                if beside.foreign > seen { again(tx, reading, deeds, update)? } else { (deeds, Vec::new()) };
            let mut step = MemberStep { tx, programs: &programs, now, today, changes: HashMap::new() };
            for (_, deed) in &deeds {
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

    fn count<'d>(&mut self, deeds: impl Iterator<Item = &'d Deed>) {
        let today = self.writer.today;
        for deed in deeds {
            let opening = match deed {
                Deed::Enrol(row) => {
                    self.summary.new += 1;
                    row.opening
                }
                Deed::Update(_, _, differences) => {
                    self.summary.updated += 1;
                    differences.opening
                }
            };
            if let Some(dead) = opening.filter(|o| o.expires_on.is_some_and(|day| day < today)) {
                self.dead.0 += 1;
                self.dead.1 = self.dead.1.saturating_add(dead.points.0);
            }
        }
    }
}

/// Rows of the file so far, by member number: 128 bits of the number, the line, 64 bits of what it says.
#[derive(Default)]
struct Seen {
    rows: HashMap<u128, (u64, u64), BuildHasherDefault<Hashed>>,
    numbers: NumberDigest,
    content: RandomState,
}

impl Seen {
    /// The line that has the same number, where there is one: `Ok` if it says the same.
    fn before(&mut self, row: &MemberRow) -> Result<Option<Result<(), u64>>, DeskError> {
        let opening = row.opening.map(|o| (o.points, o.says_day.then_some(o.at), o.says_end.then_some(o.expires_on)));
        let said = postcard::to_stdvec(&(&row.profile, opening, &row.tier));
        let said = self.content.hash_one(said.map_err(|e| StoreError::Damaged(e.to_string()))?);
        match self.rows.entry(self.numbers.of(&row.profile.member_no)) {
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert((row.line, said));
                Ok(None)
            }
            std::collections::hash_map::Entry::Occupied(taken) => {
                let (line, before) = *taken.get();
                Ok(Some(if before == said { Ok(()) } else { Err(line) }))
            }
        }
    }
}

/// What is to become of a row, as far as the rows before it and the file tell.
fn verdict(
    store: &Store,
    reading: &Reading,
    programs: &Programs,
    seen: &mut Seen,
    row: Row<'_>,
    (update, nobody): (bool, bool),
) -> Result<Verdict, DeskError> {
    let read = reading.shape(row).and_then(|()| reading.member(row, |at| &programs.at(at).program));
    let read = match read {
        Ok(read) => read,
        Err(bad) => return Ok(Verdict::Not(bad)),
    };
    match seen.before(&read)? {
        None if nobody => Ok(Verdict::Do(Deed::Enrol(Box::new(read)))),
        None => against_file(store, reading, read, update),
        Some(Ok(())) => Ok(Verdict::Unchanged),
        Some(Err(line)) => Ok(Verdict::Not(of_member(&read, Reject::MemberTwice { line }))),
    }
}

fn of_member(row: &MemberRow, reason: Reject) -> Bad {
    Bad { column: Some(Target::MemberNo), reason, value: row.profile.member_no.clone() }
}

/// Holds a row against what is on file.
fn against_file(store: &Store, reading: &Reading, row: MemberRow, update: bool) -> Result<Verdict, DeskError> {
    let Some(member) = store.member_id(&row.profile.member_no)? else {
        return Ok(Verdict::Do(Deed::Enrol(Box::new(row))));
    };
    let standing = store.standing(member)?.ok_or_else(|| StoreError::Damaged("a member without a state".to_owned()))?;
    if standing.status == Status::Erased {
        return Ok(Verdict::Not(of_member(&row, Reject::MemberErased)));
    }
    let known = store.profile(member)?.unwrap_or_default();
    let says_more = row.opening.is_some() || row.tier.is_some();
    let history = if says_more { store.history(member)? } else { History::default() };
    let differences = match reading.against(&row, &known, &history) {
        Ok(differences) if differences.fields.is_empty() => return Ok(Verdict::Unchanged),
        Ok(differences) => differences,
        Err(reason) => {
            let value = row.opening.map_or_else(String::new, |o| o.points.to_string());
            return Ok(Verdict::Not(Bad { column: Some(Target::OpeningPoints), reason, value }));
        }
    };
    Ok(match standing.status {
        Status::Closed => Verdict::Not(of_member(&row, Reject::MemberClosed)),
        Status::Merged => Verdict::Not(of_member(&row, Reject::MemberMerged)),
        _ if update => Verdict::Do(Deed::Update(member, Box::new(row), Box::new(differences))),
        _ => Verdict::Not(of_member(&row, Reject::MemberDiffers { fields: differences.fields })),
    })
}

type Again = (Vec<(u64, Deed)>, Vec<(u64, Option<Bad>)>);

/// Others have written meanwhile: every row is held against the file once more. `None`: unchanged.
fn again(tx: &Tx<'_>, reading: &Reading, deeds: Vec<(u64, Deed)>, update: bool) -> Result<Again, DeskError> {
    let (mut still, mut not) = (Vec::with_capacity(deeds.len()), Vec::new());
    for (line, deed) in deeds {
        let row = match deed {
            Deed::Enrol(row) | Deed::Update(_, row, _) => row,
        };
        match against_file(tx, reading, *row, update)? {
            Verdict::Do(deed) => still.push((line, deed)),
            Verdict::Unchanged => not.push((line, None)),
            Verdict::Not(bad) => not.push((line, Some(bad))),
        }
    }
    Ok((still, not))
}

/// One step being written.
struct MemberStep<'t, 's> {
    tx: &'t Tx<'s>,
    programs: &'t Programs,
    now: Instant,
    today: Day,
    /// What known members get, for their states.
    changes: HashMap<MemberId, Change>,
}

impl MemberStep<'_, '_> {
    fn write(&mut self, entry: &mut Entry<'_, '_>, deed: &Deed) -> Result<(), DeskError> {
        match deed {
            Deed::Enrol(row) => self.enrol(entry, row),
            Deed::Update(member, _, differences) => self.update(entry, *member, differences),
        }
    }

    fn enrol(&self, entry: &mut Entry<'_, '_>, row: &MemberRow) -> Result<(), DeskError> {
        let (member, profile) = entry.new_member(&row.profile)?;
        let mut events = vec![entry.event(member, self.now, EventKind::Enrol { profile })?];
        events.extend(self.tier(entry, member, row.tier.as_ref())?);
        let facts: Vec<Fact> = Self::opening(entry, member, row.opening, FactId(0))?.into_iter().collect();
        let head = facts.first().map_or(FactId(0), |f| f.id);
        let newest = events.last().map_or(head, |e| e.id.max(head));
        let history = History { member, facts, events, ..History::default() };
        let rating = Rating { programs: self.programs, today: self.today, no_earn: true };
        let rated = rate(&history, &mut [], FactId(0), &rating)
            .map_err(|_| StoreError::Damaged(format!("member {} begins too large", member.0)))?;
        let state = StateRow::of(member, Heads { head, newest }, &rated.shown, &rated.resume, self.programs)?;
        self.tx.save_state(&rated.until.map_or(state.clone(), |day| state.until(day)))?;
        Ok(())
    }

    fn update(&mut self, entry: &mut Entry<'_, '_>, member: MemberId, new: &Differences) -> Result<(), DeskError> {
        let mut change = Change::default();
        if let Some(profile) = &new.profile {
            let commit = entry.change_member(member, profile)?;
            change.events.push(entry.event(member, self.now, EventKind::Profile { profile: commit })?);
        }
        change.events.extend(self.tier(entry, member, new.tier.as_ref())?);
        let head = self.tx.standing(member)?.map_or(FactId(0), |s| s.head);
        change.facts.extend(Self::opening(entry, member, new.opening, head)?);
        self.changes.insert(member, change);
        Ok(())
    }

    fn tier(
        &self,
        entry: &mut Entry<'_, '_>,
        member: MemberId,
        tier: Option<&(String, Day)>,
    ) -> Result<Option<Event>, DeskError> {
        let Some((tier, until)) = tier else { return Ok(None) };
        let kind = EventKind::TierImport { tier: tier.clone(), until: Some(*until) };
        Ok(Some(entry.event(member, self.now, kind)?))
    }

    fn opening(
        entry: &mut Entry<'_, '_>,
        member: MemberId,
        opening: Option<Opening>,
        prev: FactId,
    ) -> Result<Option<Fact>, DeskError> {
        let Some(opening) = opening else { return Ok(None) };
        let mut fact = Fact {
            id: FactId(0),
            member,
            op: OpSeq(0),
            kind: FactKind::Opening,
            at: opening.at,
            amount: Money::ZERO,
            points_paid: None,
            points: opening.points,
            rating: 0,
            spendable_on: None,
            expires_on: opening.expires_on,
            link: None,
            store: LabelId(0),
            channel: LabelId(0),
            reference: None,
        };
        entry.fact(&mut fact, prev)?;
        Ok(Some(fact))
    }
}
