//! The rows that operations wrote, against the digests that their hashes cover.

use super::TaskResult;
use super::cursor::RowCursor;
use super::extras::Extras;
use super::gather::{CheckedMembers, HistoryCollector};
use super::operation_rows::OperationRows;
use crate::domain::num::OpSeq;
use crate::store::Store;
use crate::store::desk_events::DESK_EVENT;
use crate::store::error::StoreError;
use crate::store::facts::FACT;
use crate::store::joined::OwnNumbers;
use crate::store::journal::{OPERATION, operation_of};
use std::ops::Range;

pub(super) fn check(store: &Store, operations: &Range<i64>, done: &CheckedMembers) -> Result<TaskResult, StoreError> {
    let file = OpSeq(operations.start).file();
    let (numbers, extras) = (OwnNumbers::of(store, file)?, Extras::read(store, operations)?);
    let mut outcome = TaskResult::default();
    let first = |table| {
        if operations.start <= 1 { Ok(i64::MIN) } else { store.first_row_since(table, OpSeq(operations.start)) }
    };
    let mut facts = store.db.prepare(&format!("SELECT {FACT} FROM fact WHERE id >= ?1 ORDER BY id"))?;
    let mut events =
        store.db.prepare("SELECT id, member, op, at, body FROM member_event WHERE id >= ?1 ORDER BY id")?;
    let mut desk_events =
        store.db.prepare(&format!("SELECT {DESK_EVENT} FROM desk_event WHERE id >= ?1 ORDER BY id"))?;
    let tables = [
        facts.query([first("fact")?])?,
        events.query([first("member_event")?])?,
        desk_events.query([first("desk_event")?])?,
    ];
    let mut rows = match RowCursor::new(tables, store.order_keys_through()?, HistoryCollector::of(store, done)?)? {
        Ok(rows) => rows,
        Err(wrong) => return Ok(TaskResult::wrong(wrong)),
    };
    outcome.stretch.first = rows.fact_id();
    let sql = format!("SELECT {OPERATION} FROM operation WHERE seq >= ?1 AND seq < ?2 ORDER BY seq");
    let mut statement = store.db.prepare(&sql)?;
    let mut journal = statement.query([operations.start, operations.end])?;
    while let Some(row) = journal.next()? {
        let (op, _) = operation_of(row)?;
        let mut of = OperationRows::new(&op, &numbers);
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
