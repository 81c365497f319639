//! The rows that operations wrote, against the digests that their hashes cover.

use super::gather::{CheckedMembers, HistoryCollector};
use super::{TaskResult, column_of};
use crate::domain::day::{Day, Instant};
use crate::domain::fact::Fact;
use crate::domain::journal::{Block, EventRecord, ImportTotals, Operation, Records, Written};
use crate::domain::num::{FactId, LabelId, MemberId, OpSeq};
use crate::domain::operation::OpKind;
use crate::domain::verification::Discrepancy;
use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::facts::{FACT, fact_of};
use crate::store::journal::{OPERATION, operation_of};
use rusqlite::{Rows, params};
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

pub(super) fn check(store: &Store, operations: &Range<i64>, done: &CheckedMembers) -> Result<TaskResult, StoreError> {
    let extras = Extras::read(store, operations)?;
    let mut outcome = TaskResult::default();
    let first = |table| {
        if operations.start <= 1 { Ok(i64::MIN) } else { store.first_row_since(table, OpSeq(operations.start)) }
    };
    let mut facts = store.db.prepare(&format!("SELECT {FACT} FROM fact WHERE id >= ?1 ORDER BY id"))?;
    let mut events =
        store.db.prepare("SELECT id, member, op, at, body FROM member_event WHERE id >= ?1 ORDER BY id")?;
    let mut rows = Cursor {
        facts: facts.query([first("fact")?])?,
        events: events.query([first("member_event")?])?,
        fact: None,
        event: None,
        through: store.order_keys_through()?,
        gather: HistoryCollector::of(store, done)?,
    };
    if let Some(wrong) = rows.next_fact()?.or(rows.next_event()?) {
        return Ok(TaskResult::wrong(wrong));
    }
    outcome.stretch.first = rows.fact_id();
    let sql = format!("SELECT {OPERATION} FROM operation WHERE seq >= ?1 AND seq < ?2 ORDER BY seq");
    let mut statement = store.db.prepare(&sql)?;
    let mut journal = statement.query([operations.start, operations.end])?;
    while let Some(row) = journal.next()? {
        let (op, _) = operation_of(row)?;
        let mut of = OperationRows::new(&op);
        if let Some(wrong) = rows.feed(&mut of, &mut outcome)? {
            return Ok(TaskResult::wrong(wrong));
        }
        if let Some(wrong) = of.compare(store, &op, &extras)? {
            return Ok(TaskResult::wrong(wrong));
        }
    }
    outcome.stretch.next = rows.fact_id();
    Ok(outcome)
}

/// What one operation wrote, as it is found in the file.
struct OperationRows {
    seq: OpSeq,
    records: Records,
    /// Of an import they are not listed, and so not kept.
    members: Option<BTreeSet<MemberId>>,
    first: FactId,
    last: FactId,
}

impl OperationRows {
    fn new(op: &Operation) -> Self {
        let (records, members) = if op.kind == OpKind::Import {
            (Records::in_blocks(), None)
        } else {
            (Records::plain(), Some(BTreeSet::new()))
        };
        Self { seq: op.seq, records, members, first: FactId(0), last: FactId(0) }
    }

    fn saw(&mut self, id: FactId, member: MemberId) {
        if self.first.0 == 0 {
            self.first = id;
        }
        self.last = id;
        if let Some(members) = &mut self.members {
            members.insert(member);
        }
    }

    fn compare(mut self, store: &Store, op: &Operation, extras: &Extras) -> Result<Option<Discrepancy>, StoreError> {
        extras.add_to(&mut self.records, op.seq);
        let (first, last) = (self.first, self.last);
        let written = self.records.finish();
        let blocks = blocks_of(store, op.seq)?;
        let table =
            |table: &str, row: OpSeq| Some(Discrepancy::Table { table: table.to_owned(), row: row.0.to_string() });
        if written.digest != op.facts_digest
            && let (OpKind::Import, Some(batch), 0) = (op.kind, op.batch, op.facts_n)
        {
            // Without rows, it closes an import.
            return Ok(table("import_batch", batch));
        }
        if written.digest != op.facts_digest || i64::try_from(written.rows).ok() != Some(op.facts_n) {
            let (first, last) = wrong_block(&written, &blocks).unwrap_or((first, last));
            return Ok(Some(Discrepancy::Rows { seq: op.seq, op: op.id, first, last }));
        }
        if written.blocks != blocks {
            return Ok(table("batch_block", op.seq));
        }
        if let Some(mut members) = self.members {
            members.retain(|member| Some(*member) != op.member && *member != MemberId::NOBODY);
            if extras.others.get(&op.seq.0).cloned().unwrap_or_default() != members {
                return Ok(table("op_member", op.seq));
            }
        }
        Ok(None)
    }
}

/// The rows of the first block that is not what was written.
fn wrong_block(written: &Written, blocks: &[Block]) -> Option<(FactId, FactId)> {
    let pairs = written.blocks.iter().zip(blocks);
    let (found, _) = pairs.into_iter().find(|(found, kept)| found != kept)?;
    Some((found.first_id, FactId(found.first_id.0 + i64::try_from(found.rows).unwrap_or(1) - 1)))
}

fn blocks_of(store: &Store, op: OpSeq) -> Result<Vec<Block>, StoreError> {
    let sql = "SELECT first_id, rows, digest FROM batch_block WHERE op = ?1 ORDER BY n";
    let mut statement = store.db.prepare_cached(sql)?;
    let rows = statement.query_map([op.0], |row| {
        let rows: i64 = row.get(1)?;
        Ok(Block { first_id: FactId(row.get(0)?), rows: rows.unsigned_abs(), digest: row.get(2)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Facts and events side by side, by id.
struct Cursor<'q, 's> {
    facts: Rows<'q>,
    events: Rows<'q>,
    fact: Option<(Fact, FactId)>,
    event: Option<(FactId, MemberId, OpSeq, Instant, String)>,
    /// How far the table of order references goes.
    through: FactId,
    gather: HistoryCollector<'s>,
}

impl Cursor<'_, '_> {
    /// The fact that comes next.
    fn fact_id(&self) -> Option<FactId> {
        self.fact.as_ref().map(|(fact, _)| fact.id)
    }

    fn next_fact(&mut self) -> Result<Option<Discrepancy>, StoreError> {
        self.fact = match self.facts.next()? {
            None => None,
            Some(row) => match fact_of(row) {
                Ok(read) => Some(read),
                Err(error) => {
                    return Ok(Some(Discrepancy::Row { id: FactId(row.get(0)?), column: column_of(&error, FACT) }));
                }
            },
        };
        Ok(None)
    }

    fn next_event(&mut self) -> Result<Option<Discrepancy>, StoreError> {
        self.event = match self.events.next()? {
            None => None,
            Some(row) => Some((
                FactId(row.get(0)?),
                MemberId(row.get(1)?),
                OpSeq(row.get(2)?),
                Instant(row.get(3)?),
                row.get(4)?,
            )),
        };
        Ok(None)
    }

    /// Feeds an operation with its rows; those of an earlier one that still stand here belong to none.
    fn feed(&mut self, of: &mut OperationRows, outcome: &mut TaskResult) -> Result<Option<Discrepancy>, StoreError> {
        loop {
            let fact = self.fact.as_ref().map(|(f, _)| (f.id, f.op));
            let event = self.event.as_ref().map(|(id, _, op, ..)| (*id, *op));
            let is_fact = match (fact, event) {
                (None, None) => return Ok(None),
                (Some(_), None) => true,
                (None, Some(_)) => false,
                (Some((f, _)), Some((e, _))) => f < e,
            };
            let Some((id, op)) = (if is_fact { fact } else { event }) else { return Ok(None) };
            if op < of.seq {
                return Ok(Some(Discrepancy::Row { id, column: "op".to_owned() }));
            }
            if op > of.seq {
                return Ok(None);
            }
            let wrong = if is_fact { self.feed_fact(of, outcome)? } else { self.feed_event(of, outcome)? };
            if wrong.is_some() {
                return Ok(wrong);
            }
        }
    }

    fn feed_fact(
        &mut self,
        of: &mut OperationRows,
        outcome: &mut TaskResult,
    ) -> Result<Option<Discrepancy>, StoreError> {
        if let Some((fact, prev)) = self.fact.take() {
            of.records.fact(&fact);
            of.saw(fact.id, fact.member);
            outcome.stretch.fact(fact.id, fact.member, prev);
            outcome.references.saw(&fact, self.through);
            outcome.facts += 1;
            self.gather.take(fact, prev, outcome)?;
        }
        self.next_fact()
    }

    fn feed_event(
        &mut self,
        of: &mut OperationRows,
        outcome: &mut TaskResult,
    ) -> Result<Option<Discrepancy>, StoreError> {
        if let Some((id, member, op, at, body)) = &self.event {
            of.records.event(&EventRecord { id: *id, member: *member, op: *op, at: *at, body });
            of.saw(*id, *member);
            outcome.events += 1;
        }
        self.next_event()
    }
}

/// The few rows of other tables that operations bring, and the members they name beside their own.
struct Extras {
    labels: HashMap<i64, Vec<(LabelId, String)>>,
    programs: HashMap<i64, (i64, Instant, Day, String)>,
    counted: HashMap<i64, ImportTotals>,
    others: HashMap<i64, BTreeSet<MemberId>>,
}

impl Extras {
    fn read(store: &Store, operations: &Range<i64>) -> Result<Self, StoreError> {
        let range = params![operations.start, operations.end];
        let mut labels: HashMap<i64, Vec<(LabelId, String)>> = HashMap::new();
        let mut statement =
            store.db.prepare("SELECT op, id, text FROM label WHERE op >= ?1 AND op < ?2 ORDER BY id")?;
        for row in statement.query_map(range, |row| Ok((row.get(0)?, LabelId(row.get(1)?), row.get(2)?)))? {
            let (op, id, text) = row?;
            labels.entry(op).or_default().push((id, text));
        }
        let mut programs = HashMap::new();
        let sql = "SELECT op, version, from_at, from_day, toml FROM program WHERE op >= ?1 AND op < ?2";
        let mut statement = store.db.prepare(sql)?;
        let rows = statement.query_map(range, |row| {
            Ok((row.get(0)?, (row.get(1)?, Instant(row.get(2)?), Day(row.get(3)?), row.get(4)?)))
        })?;
        for row in rows {
            let (op, version) = row?;
            programs.insert(op, version);
        }
        let mut others: HashMap<i64, BTreeSet<MemberId>> = HashMap::new();
        let mut statement = store.db.prepare("SELECT op, member FROM op_member WHERE op >= ?1 AND op < ?2")?;
        for row in statement.query_map(range, |row| Ok((row.get(0)?, MemberId(row.get(1)?))))? {
            let (op, member) = row?;
            others.entry(op).or_default().insert(member);
        }
        Ok(Self { labels, programs, counted: counted(store, operations)?, others })
    }

    fn add_to(&self, records: &mut Records, op: OpSeq) {
        for (id, text) in self.labels.get(&op.0).into_iter().flatten() {
            records.label(*id, text);
        }
        if let Some((version, from, from_day, toml)) = self.programs.get(&op.0) {
            records.program(*version, *from, *from_day, toml);
        }
        if let Some(counted) = self.counted.get(&op.0) {
            records.bind_import_totals(counted.clone());
        }
    }
}

/// What imports counted, by the operations that closed them.
fn counted(store: &Store, operations: &Range<i64>) -> Result<HashMap<i64, ImportTotals>, StoreError> {
    let sql = "SELECT closed_by, op, what, file_sha256, new, updated, unchanged, rejected FROM import_batch
               WHERE closed_by >= ?1 AND closed_by < ?2";
    let mut statement = store.db.prepare(sql)?;
    let rows = statement.query_map([operations.start, operations.end], |row| {
        let (batch, what, file_sha256) = (OpSeq(row.get(1)?), row.get(2)?, row.get(3)?);
        let rows = [row.get(4)?, row.get(5)?, row.get(6)?, row.get(7)?];
        Ok((row.get(0)?, ImportTotals { batch, what, file_sha256, rows }))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
