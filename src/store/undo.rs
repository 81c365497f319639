//! What the reversal of an operation has to know of the file.

use super::Store;
use super::error::StoreError;
use crate::domain::fact::EventKind;
use crate::domain::num::{FactId, MemberId, OpSeq};
use crate::domain::operation::OpKind;
use rusqlite::params;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use uuid::Uuid;

/// Everything that the steps of an import brought.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImportContents {
    /// Its operations, in order; the first is the batch.
    pub ops: Vec<OpSeq>,
    pub rows: i64,
    /// Their ids, step by step.
    pub spans: Vec<RangeInclusive<i64>>,
    /// Members they belong to, with the last row of each.
    pub members: BTreeMap<MemberId, FactId>,
    pub enrolled: Vec<MemberId>,
    /// Profiles it changed of members known before.
    pub updated: i64,
}

impl ImportContents {
    fn has_row(&mut self, member: MemberId, row: FactId) {
        let last = self.members.entry(member).or_default();
        *last = row.max(*last);
    }
}

impl Store {
    /// Ids of operations that begin with these hexadecimal digits (lower case, no hyphens), newest first, `limit` at most.
    pub fn operations_beginning(&self, digits: &str, limit: i64) -> Result<Vec<Uuid>, StoreError> {
        let bound = |fill: char| {
            let whole: String = digits.chars().chain(std::iter::repeat(fill)).take(32).collect();
            Uuid::parse_str(&whole).ok()
        };
        let (Some(low), Some(high)) = (bound('0'), bound('f')) else { return Ok(Vec::new()) };
        let sql = "SELECT id FROM operation WHERE id BETWEEN ?1 AND ?2 ORDER BY id DESC LIMIT ?3";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map(params![low.as_bytes(), high.as_bytes(), limit], |row| row.get(0))?;
        Ok(rows.map(|id| id.map(Uuid::from_bytes)).collect::<Result<_, _>>()?)
    }

    /// What an import brought, given by the first of its operations.
    pub fn brought_by(&self, first: OpSeq) -> Result<ImportContents, StoreError> {
        let sql = "SELECT seq, facts_n, (SELECT first_id FROM batch_block WHERE op = seq AND n = 0)
                   FROM operation WHERE kind = ?1 AND seq >= ?2 AND (seq = ?2 OR batch = ?2) ORDER BY seq";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query(params![OpKind::Import.code(), first.0])?;
        let mut brought = ImportContents::default();
        while let Some(row) = rows.next()? {
            let op = OpSeq(row.get(0)?);
            brought.ops.push(op);
            if let Some(first_id) = row.get::<_, Option<i64>>(2)? {
                let rows: i64 = row.get(1)?;
                brought.rows += rows;
                brought.spans.push(first_id..=first_id + rows - 1);
                self.add_step(op, FactId(first_id), rows, &mut brought)?;
            }
        }
        Ok(brought)
    }

    /// One step wrote its rows under one lock, so their ids follow each other.
    fn add_step(&self, op: OpSeq, first: FactId, rows: i64, brought: &mut ImportContents) -> Result<(), StoreError> {
        let range = params![first.0, first.0 + rows - 1, op.0];
        let sql = "SELECT member, MAX(id) FROM fact WHERE id BETWEEN ?1 AND ?2 AND op = ?3 GROUP BY member";
        let mut statement = self.db.prepare_cached(sql)?;
        for row in statement.query_map(range, |row| Ok((MemberId(row.get(0)?), FactId(row.get(1)?))))? {
            let (member, last) = row?;
            brought.has_row(member, last);
        }
        let sql = "SELECT id, member, op, at, body FROM member_event WHERE id BETWEEN ?1 AND ?2 AND op = ?3";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query(range)?;
        while let Some(row) = rows.next()? {
            let event = super::facts::event_of(self, row)?;
            if event.member != MemberId::NOBODY {
                brought.has_row(event.member, event.id);
            }
            let is_new = matches!(event.kind, EventKind::Enrol { .. });
            if is_new {
                brought.enrolled.push(event.member);
            } else if event.kind.profile_commitment().is_some() {
                brought.updated += 1;
            }
        }
        Ok(())
    }
}
