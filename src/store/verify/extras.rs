//! The few rows of other tables that operations bring, and the members they name beside their own.

use crate::domain::day::{Day, Instant};
use crate::domain::join::Renumbering;
use crate::domain::journal::{ImportTotals, Records};
use crate::domain::num::{LabelId, MemberId, OpSeq};
use crate::store::Store;
use crate::store::error::StoreError;
use rusqlite::params;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

pub(super) struct Extras {
    labels: HashMap<i64, Vec<(LabelId, String)>>,
    programs: HashMap<i64, (i64, Instant, Day, String)>,
    counted: HashMap<i64, ImportTotals>,
    pub others: HashMap<i64, BTreeSet<MemberId>>,
}

impl Extras {
    pub fn read(store: &Store, operations: &Range<i64>) -> Result<Self, StoreError> {
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

    /// Adds what an operation brought, in the numbers of its file.
    pub fn add_to(&self, records: &mut Records, op: OpSeq, to: Renumbering) {
        for (id, text) in self.labels.get(&op.0).into_iter().flatten() {
            records.label(to.label(*id), text);
        }
        if let Some((version, from, from_day, toml)) = self.programs.get(&op.0) {
            records.program(to.number(*version), *from, *from_day, toml);
        }
        if let Some(counted) = self.counted.get(&op.0) {
            records.bind_import_totals(ImportTotals { batch: to.op(counted.batch), ..counted.clone() });
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
