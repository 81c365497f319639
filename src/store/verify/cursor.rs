//! Facts, member events and desk events side by side, by id: each is fed to the operation that wrote it.

use super::gather::HistoryCollector;
use super::operation_rows::OperationRows;
use super::{TaskResult, column_of};
use crate::domain::day::Instant;
use crate::domain::fact::Fact;
use crate::domain::journal::{DeskEventRecord, EventRecord};
use crate::domain::num::{FactId, MemberId, OpSeq};
use crate::domain::verification::Discrepancy;
use crate::store::error::StoreError;
use crate::store::facts::{FACT, fact_of};
use rusqlite::Rows;

/// A table whose rows share the sequence.
#[derive(Debug, Clone, Copy)]
enum RowTable {
    Fact,
    MemberEvent,
    DeskEvent,
}

/// The next row of each table; the body of an event stays text.
pub(super) struct RowCursor<'q, 's> {
    facts: Rows<'q>,
    events: Rows<'q>,
    desk_events: Rows<'q>,
    fact: Option<(Fact, FactId)>,
    event: Option<(FactId, MemberId, OpSeq, Instant, String)>,
    desk_event: Option<(FactId, OpSeq, Instant, String, String)>,
    /// How far the table of order references goes.
    through: FactId,
    gather: HistoryCollector<'s>,
}

impl<'q, 's> RowCursor<'q, 's> {
    /// Stands before the first row of each table; or says what can't be read.
    pub fn new(
        [facts, events, desk_events]: [Rows<'q>; 3],
        through: FactId,
        gather: HistoryCollector<'s>,
    ) -> Result<Result<Self, Discrepancy>, StoreError> {
        let (fact, event, desk_event) = (None, None, None);
        let mut cursor = Self { facts, events, desk_events, fact, event, desk_event, through, gather };
        for table in [RowTable::Fact, RowTable::MemberEvent, RowTable::DeskEvent] {
            if let Some(wrong) = cursor.advance(table)? {
                return Ok(Err(wrong));
            }
        }
        Ok(Ok(cursor))
    }

    /// The fact that comes next.
    pub fn fact_id(&self) -> Option<FactId> {
        self.fact.as_ref().map(|(fact, _)| fact.id)
    }

    /// The row that comes next: its id, its operation, and where it stands.
    fn next(&self) -> Option<(FactId, OpSeq, RowTable)> {
        let fact = self.fact.as_ref().map(|(fact, _)| (fact.id, fact.op, RowTable::Fact));
        let event = self.event.as_ref().map(|(id, _, op, ..)| (*id, *op, RowTable::MemberEvent));
        let desk_event = self.desk_event.as_ref().map(|(id, op, ..)| (*id, *op, RowTable::DeskEvent));
        [fact, event, desk_event].into_iter().flatten().min_by_key(|(id, ..)| *id)
    }

    /// Reads the next row of a table; answers what can't be read.
    fn advance(&mut self, table: RowTable) -> Result<Option<Discrepancy>, StoreError> {
        match table {
            RowTable::Fact => {
                self.fact = match self.facts.next()? {
                    None => None,
                    Some(row) => match fact_of(row) {
                        Ok(read) => Some(read),
                        Err(error) => {
                            let id = FactId(row.get(0)?);
                            return Ok(Some(Discrepancy::Row { id, column: column_of(&error, FACT) }));
                        }
                    },
                };
            }
            RowTable::MemberEvent => {
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
            }
            RowTable::DeskEvent => {
                self.desk_event = match self.desk_events.next()? {
                    None => None,
                    Some(row) => {
                        Some((FactId(row.get(0)?), OpSeq(row.get(1)?), Instant(row.get(2)?), row.get(3)?, row.get(4)?))
                    }
                };
            }
        }
        Ok(None)
    }

    /// Feeds an operation with its rows; those of an earlier one that still stand here belong to none.
    pub fn feed(
        &mut self,
        of: &mut OperationRows<'_>,
        outcome: &mut TaskResult,
    ) -> Result<Option<Discrepancy>, StoreError> {
        while let Some((id, op, table)) = self.next() {
            if op < of.seq {
                return Ok(Some(Discrepancy::Row { id, column: "op".to_owned() }));
            }
            if op > of.seq {
                break;
            }
            self.feed_one(table, of, outcome)?;
            if let Some(wrong) = self.advance(table)? {
                return Ok(Some(wrong));
            }
        }
        Ok(None)
    }

    fn feed_one(
        &mut self,
        table: RowTable,
        of: &mut OperationRows<'_>,
        outcome: &mut TaskResult,
    ) -> Result<(), StoreError> {
        match table {
            RowTable::Fact => {
                if let Some((fact, prev)) = self.fact.take() {
                    of.records.fact(&*of.numbers.fact(&fact)?);
                    of.saw(fact.id, Some(fact.member));
                    outcome.stretch.fact(fact.id, fact.member, prev);
                    outcome.references.saw(&fact, self.through);
                    outcome.facts += 1;
                    self.gather.take(fact, prev, outcome)?;
                }
            }
            RowTable::MemberEvent => {
                if let Some((id, member, op, at, body)) = self.event.take() {
                    let (as_known, to) = (of.numbers.member(member)?, of.numbers.renumbering());
                    let record = EventRecord { id: to.fact_id(id), member: as_known, op: to.op(op), at, body: &body };
                    of.records.event(&record);
                    of.saw(id, Some(member));
                    outcome.events += 1;
                }
            }
            RowTable::DeskEvent => {
                if let Some((id, op, at, key, body)) = self.desk_event.take() {
                    let to = of.numbers.renumbering();
                    let record = DeskEventRecord { id: to.fact_id(id), op: to.op(op), at, key: &key, body: &body };
                    of.records.desk_event(&record);
                    of.saw(id, None);
                    outcome.events += 1;
                }
            }
        }
        Ok(())
    }
}
