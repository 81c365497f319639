//! The second pass, computing: partition by partition and member by member, rows are settled, rated and folded into steps
//! that are ready to be written.

use super::gather::CollectedPurchases;
use super::member_lookup::NEW;
use super::parts::cut;
use super::record::{Hint, Record, RecordReader};
use super::step::{ImportStep, MemberGroup, PipelineState, StepMember, closed_to_purchases, state_of};
use super::{DeskError, trouble};
use crate::domain::day::{Day, Instant, Zone};
use crate::domain::fact::{Event, EventKind, Fact, FactKind, History, Status};
use crate::domain::fold::held_facts;
use crate::domain::import::earn::{FactDraft, RatingInput, rate};
use crate::domain::import::reject::{CellReject, RowError, RowReject};
use crate::domain::import::settle::{Known, NewRow, PurchaseInput, RefundedSale, Settled, settle};
use crate::domain::import::target::ImportField;
use crate::domain::num::{FactId, FileNumber, LabelId, MemberId, OpSeq};
use crate::domain::program::Programs;
use crate::store::import::spill::Spill;
use crate::store::import::{Base, order_hash};
use crate::store::{Store, StoreError};
use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// Members whose histories are read at once.
const AT_ONCE: usize = 512;

#[expect(clippy::struct_excessive_bools, reason = "each is a setting or a column of its own")]
pub(super) struct Prepare {
    pub(super) programs: Arc<Programs>,
    pub(super) now: Instant,
    pub(super) today: Day,
    pub(super) no_earn: bool,
    /// Rows with one reference are lines of one order.
    pub(super) lines: bool,
    /// The operations whose rows without a reference this file may repeat; `None`: all.
    pub(super) of_this_file: Option<Arc<HashSet<OpSeq>>>,
    pub(super) labels: Arc<Vec<String>>,
    pub(super) says_store: bool,
    pub(super) says_channel: bool,
    pub(super) shared: Arc<PipelineState>,
}

/// Rows of one member, before its history is known.
type Rows<'a> = (MemberId, Vec<PurchaseInput<'a>>);

struct Run<'p, E> {
    store: &'p Store,
    with: &'p Prepare,
    label_ids: Vec<Option<LabelId>>,
    step: ImportStep,
    next: i64,
    emit: E,
}

impl Prepare {
    /// Prepares all rows, handing on step after step until `emit` breaks off.
    pub(super) fn run(
        &self,
        store: &Store,
        gathered: &mut CollectedPurchases,
        hints: &mut Spill,
        emit: impl FnMut(ImportStep) -> Result<ControlFlow<()>, DeskError>,
    ) -> Result<(), DeskError> {
        let ids: Result<Vec<_>, StoreError> = self.labels.iter().map(|text| store.label_id(text)).collect();
        let next = store.last_id()?.0 + 1;
        let mut run = Run { store, with: self, label_ids: ids?, step: ImportStep::empty(), next, emit };
        for part in 0..gathered.rows.partitions() {
            let bytes = gathered.rows.take(part).map_err(trouble)?;
            let mut hints = Hint::read_all(&hints.take(part).map_err(trouble)?);
            hints.sort_unstable();
            if run.partition(&bytes, &hints)?.is_break() {
                return Ok(());
            }
        }
        run.hand_on().map(|_| ())
    }
}

impl<E: FnMut(ImportStep) -> Result<ControlFlow<()>, DeskError>> Run<'_, E> {
    fn partition(&mut self, bytes: &[u8], hints: &[Hint]) -> Result<ControlFlow<()>, DeskError> {
        let mut rows: Vec<(MemberId, PurchaseInput<'_>)> = Vec::new();
        let mut numbers: HashMap<MemberId, &str> = HashMap::new();
        for record in RecordReader(bytes) {
            match record {
                Record::Row(member, row) => rows.push((member, row)),
                Record::Number(member, number) => {
                    numbers.insert(member, number);
                }
            }
        }
        rows.sort_by_key(|(member, _)| *member);
        let mut members: Vec<Rows<'_>> = Vec::new();
        for (member, row) in rows {
            match members.last_mut() {
                Some((last, rows)) if *last == member => rows.push(row),
                _ => members.push((member, vec![row])),
            }
        }
        let mut members = members.into_iter().peekable();
        while members.peek().is_some() {
            let some: Vec<Rows<'_>> = members.by_ref().take(AT_ONCE).collect();
            if self.members(some, hints, &numbers)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    fn members(
        &mut self,
        members: Vec<Rows<'_>>,
        hints: &[Hint],
        numbers: &HashMap<MemberId, &str>,
    ) -> Result<ControlFlow<()>, DeskError> {
        let on_file: Vec<MemberId> = members.iter().map(|(m, _)| *m).filter(|m| m.0 < NEW).collect();
        let (seen, bases) = self.store.read(|s| Ok::<_, StoreError>((s.newest_seq()?, s.bases(&on_file)?)))?;
        let mut bases = bases.into_iter().peekable();
        for (member, rows) in members {
            if rows.len() > self.pace() && !self.step.groups.is_empty() && self.hand_on()?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
            if self.step.groups.is_empty() {
                self.step.shift = self.with.shared.shift.load(Ordering::Relaxed);
                self.step.first = FactId(self.next + self.step.shift);
                self.step.seen = seen;
            }
            self.step.seen = self.step.seen.min(seen);
            self.step.tally.rows += u64::try_from(rows.len()).unwrap_or(0);
            let first_hint = hints.partition_point(|h| h.member < member);
            let own_hints =
                &hints[first_hint..first_hint + hints[first_hint..].partition_point(|h| h.member == member)];
            match (numbers.get(&member), bases.next_if(|b| b.standing.member == member)) {
                (Some(number), _) => {
                    let history = self.enrolled(member);
                    self.group(StepMember::New((*number).to_owned()), history, rows, own_hints)?;
                }
                (None, Some(base)) => self.on_file(base, rows, own_hints)?,
                (None, None) => self.reject_all(&rows, &RowReject::MemberMoved),
            }
            if self.parted()?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
            if self.step.ids >= i64::try_from(self.pace()).unwrap_or(i64::MAX) && self.hand_on()?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Facts that a step should hold.
    fn pace(&self) -> usize {
        self.with.shared.pace.load(Ordering::Relaxed)
    }

    /// Where a member alone has more facts than a step should hold: hands them on in several.
    fn parted(&mut self) -> Result<ControlFlow<()>, DeskError> {
        let pace = self.pace();
        let alone = self.step.groups.len() == 1;
        let Some(group) = self.step.groups.pop_if(|group| alone && group.drafts.len() > pace) else {
            return Ok(ControlFlow::Continue(()));
        };
        let (seen, shift) = (self.step.seen, self.step.shift);
        let mut first = self.step.first;
        for (n, part) in cut(group, pace).enumerate() {
            let events = if n == 0 { part.whose.events() } else { 0 };
            self.step.ids = i64::try_from(part.drafts.len()).unwrap_or(0) + events;
            (self.step.first, self.step.seen, self.step.shift) = (first, seen, shift);
            first.0 += self.step.ids;
            self.step.groups.push(part);
            if self.hand_on()?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// The history of a member who is enrolled by its first purchase in the file.
    fn enrolled(&self, member: MemberId) -> History {
        let id = FactId(self.step.first.0 + self.step.ids);
        let kind = EventKind::Enrol { profile: String::new() };
        let events = vec![Event { id, member, op: OpSeq(0), at: self.with.now, kind }];
        History { member, events, ..History::default() }
    }

    fn on_file(&mut self, base: Base, rows: Vec<PurchaseInput<'_>>, hints: &[Hint]) -> Result<(), DeskError> {
        let member = base.standing.member;
        // Only where unknown members are enrolled has a row of such a one come as far as this.
        if base.standing.status == Status::Closed && self.store.is_taken_back(member)? {
            let mut history = base.history;
            let id = FactId(self.step.first.0 + self.step.ids);
            let kind = EventKind::Status { to: Status::Active };
            history.events.push(Event { id, member, op: OpSeq(0), at: self.with.now, kind });
            return self.group(StepMember::Reinstated(base.standing), history, rows, hints);
        }
        match closed_to_purchases(base.standing.status) {
            Some(reason) => self.reject_all(&rows, &reason),
            None => self.group(StepMember::OnFile(base.standing), base.history, rows, hints)?,
        }
        Ok(())
    }

    fn hand_on(&mut self) -> Result<ControlFlow<()>, DeskError> {
        let step = std::mem::replace(&mut self.step, ImportStep::empty());
        self.next += step.ids;
        (self.emit)(step)
    }

    fn reject_all(&mut self, rows: &[PurchaseInput<'_>], reason: &RowReject) {
        let error = |row: &PurchaseInput<'_>| RowError {
            only_cell: false,
            line: row.line,
            column: Some(ImportField::MemberNo),
            reason: reason.clone(),
            value: String::new(),
        };
        self.step.rejected.extend(rows.iter().map(error));
    }

    fn group(
        &mut self,
        whose: StepMember,
        history: History,
        mut rows: Vec<PurchaseInput<'_>>,
        hints: &[Hint],
    ) -> Result<(), DeskError> {
        let facts = purchases_of(&history, self.with.programs.file());
        self.mark_elsewhere(&mut rows, &facts, hints)?;
        let programs = Arc::clone(&self.with.programs);
        let (mut drafts, rated) = loop {
            let settled = settle(rows.clone(), self.known(&facts, programs.zone()));
            let mut drafts: Vec<FactDraft> = settled.new.iter().map(|row| drafted(row, &history)).collect();
            if drafts.is_empty() {
                self.count(settled);
                return Ok(());
            }
            match rate(&history, &mut drafts, self.first_of(&whose), &self.rating(&programs)) {
                Ok(rated) => {
                    self.count(settled);
                    break (drafts, rated);
                }
                Err(beyond) => {
                    // Without this row the others may be settled in another way.
                    let line = drafts.get(beyond.draft).map_or(0, |d| d.line);
                    let order = rows.iter().find(|row| row.line == line).map_or("", |row| row.reference);
                    // All lines of an order go together.
                    let goes = |row: &PurchaseInput<'_>| {
                        row.line == line || (self.with.lines && !order.is_empty() && row.reference == order)
                    };
                    self.step.rejected.extend(rows.iter().filter(|row| goes(row)).map(|row| too_large(row.line)));
                    rows.retain(|row| !goes(row));
                }
            }
        };
        let state = state_of(&whose, &history, &drafts, &rated, &programs)?;
        let minor_per_major = programs.newest().program.minor_per_major();
        self.step.tally.add(&history, &drafts, self.with.today, minor_per_major);
        self.step.tally.enrolled += u64::from(whose.events() > 0);
        self.step.ids += i64::try_from(drafts.len()).unwrap_or(0) + whose.events();
        drafts.shrink_to_fit();
        self.step.groups.push(MemberGroup { whose, history, drafts, state, part: None });
        Ok(())
    }

    /// The id of the next fact: the event of an enrolment or a return comes before it.
    fn first_of(&self, whose: &StepMember) -> FactId {
        FactId(self.step.first.0 + self.step.ids + whose.events())
    }

    fn rating<'r>(&self, programs: &'r Programs) -> RatingInput<'r> {
        RatingInput { programs, today: self.with.today, no_earn: self.with.no_earn }
    }

    fn known<'k>(&'k self, facts: &'k [&'k Fact], zone: Zone) -> Known<'k> {
        Known {
            facts,
            labels: &self.with.labels,
            label_ids: &self.label_ids,
            says_store: self.with.says_store,
            says_channel: self.with.says_channel,
            zone,
            minor_per_major: self.with.programs.newest().program.minor_per_major(),
            lines: self.with.lines,
            only: self.with.of_this_file.as_deref(),
        }
    }

    fn count(&mut self, settled: Settled<'_>) {
        self.step.tally.unchanged += settled.unchanged;
        self.step.tally.lines += settled.lines;
        let followed = settled.new.iter().filter(|new| new.row.follows_move).count();
        self.step.tally.followed += u64::try_from(followed).unwrap_or(0);
        self.step.tally.recognised += settled.recognised;
        self.step.tally.repeated.plus(&settled.repeated);
        self.step.rejected.extend(settled.rejected.into_iter().map(|(line, bad)| bad.of_row(line)));
    }

    /// Marks rows whose reference, or whose sale's reference, is another member's.
    fn mark_elsewhere(&self, rows: &mut [PurchaseInput<'_>], facts: &[&Fact], hints: &[Hint]) -> Result<(), DeskError> {
        if hints.is_empty() {
            return Ok(());
        }
        let own: HashSet<FactId> = facts.iter().map(|f| f.id).collect();
        let elsewhere = |reference: &str| -> Result<bool, StoreError> {
            if reference.is_empty() {
                return Ok(false);
            }
            let hash = order_hash(reference);
            let first = hints.partition_point(|h| h.hash < hash);
            for hint in hints[first..].iter().take_while(|h| h.hash == hash) {
                if hint.fact.0 == 0 {
                    return Ok(true);
                }
                if !own.contains(&hint.fact)
                    && let Some(fact) = self.store.fact_of_reference(reference)?
                {
                    return Ok(!own.contains(&fact.id));
                }
            }
            Ok(false)
        };
        for row in rows {
            row.reference_elsewhere = elsewhere(row.reference)?;
            row.sale_elsewhere = elsewhere(row.refund_of)?;
        }
        Ok(())
    }
}

fn too_large(line: u64) -> RowError {
    CellReject { column: Some(ImportField::Amount), reason: RowReject::TooLarge, value: String::new() }.of_row(line)
}

/// The fact that a row becomes. What is no refund of a known purchase belongs to the file that held the row's number then.
fn drafted(new: &NewRow<'_>, history: &History) -> FactDraft {
    let mut draft = FactDraft::of(new, history.member);
    let alone = new.row.number_of != MemberId::NOBODY && (!new.row.refund || new.sale == RefundedSale::None);
    if let Some(merge) = alone.then(|| history.merge_after(new.row.number_of, new.row.at)).flatten() {
        draft.fact = draft.fact.belonging_before(merge);
    }
    draft
}

/// The sales and refunds that count in a member's file, whoever had them first and wherever they are recorded.
fn purchases_of(history: &History, own: FileNumber) -> Vec<&Fact> {
    let mut found = held_facts(history, own);
    found.retain(|f| matches!(f.kind, FactKind::Sale | FactKind::Refund));
    // A refund that has left with its purchase is known where it was recorded, too: brought again it is the same.
    let held: HashSet<FactId> = found.iter().map(|f| f.id).collect();
    found.extend(history.facts.iter().filter(|f| f.kind == FactKind::Refund && !held.contains(&f.id)));
    found
}
