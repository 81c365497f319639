//! Operations as whoever audits the file looks at them: those by hand of some days, and those that a sample is drawn from.

use super::Store;
use super::error::StoreError;
use super::listing::{JOINED, JournalFilter};
use crate::domain::audit_review::HandOperation;
use crate::domain::audit_sample::SampledOperation;
use crate::domain::day::{Day, Instant};
use crate::domain::desk_event::DeskEvent;
use crate::domain::drawn_sample::{AuditSample, SAMPLE};
use crate::domain::num::{FIRST_JOINED, MemberId, OpSeq, Points};
use crate::domain::operation::OpKind;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, params_from_iter};
use uuid::Uuid;

impl Store {
    /// This file's own operations by hand that were recorded from one day to another, in the order of the journal.
    pub fn hand_operations(&self, from: Day, to: Day) -> Result<Vec<HandOperation>, StoreError> {
        let kinds: Vec<String> =
            OpKind::ALL.into_iter().filter(|kind| kind.is_by_hand()).map(|kind| kind.code().to_string()).collect();
        let sql = format!(
            "SELECT o.seq, o.at, o.day, o.kind, o.operator, o.member, o.reason, o.points,
                    json_extract(s.body, '$.intent.reference'),
                    EXISTS (SELECT 1 FROM operation WHERE reverses = o.seq),
                    (SELECT operator FROM operation WHERE seq = o.reverses)
             FROM operation o LEFT JOIN op_secret s ON s.op = o.seq
             WHERE o.day BETWEEN ?1 AND ?2 AND o.seq < ?3 AND o.batch IS NULL AND o.kind IN ({}) ORDER BY o.seq",
            kinds.join(", ")
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let rows = statement.query_map([from.0, to.0, FIRST_JOINED], |row| {
            let code: i64 = row.get(3)?;
            Ok(HandOperation {
                seq: OpSeq(row.get(0)?),
                at: Instant(row.get(1)?),
                day: Day(row.get(2)?),
                kind: OpKind::from_code(code).ok_or(rusqlite::Error::IntegralValueOutOfRange(3, code))?,
                operator: row.get(4)?,
                member: row.get::<_, Option<i64>>(5)?.map(MemberId),
                reason: row.get(6)?,
                points: row.get::<_, Option<i64>>(7)?.map(Points),
                reference: row.get(8)?,
                is_reversed: row.get(9)?,
                reverses_of: row.get(10)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many operations of this file's own had been recorded by the end of a day.
    pub fn size_at_end_of(&self, day: Day) -> Result<u64, StoreError> {
        let sql = "SELECT MAX(seq) FROM operation WHERE seq < ?1 AND day <= ?2";
        let newest: Option<i64> = self.db.prepare_cached(sql)?.query_row([FIRST_JOINED, day.0], |row| row.get(0))?;
        Ok(u64::try_from(newest.unwrap_or(0)).unwrap_or(0))
    }

    /// The operations under a filter up to a place of this file's own journal, in its order.
    pub fn sampled_operations(&self, filter: &JournalFilter, size: u64) -> Result<Vec<SampledOperation>, StoreError> {
        let (condition, mut values) = self.condition(filter)?;
        values.push(Value::Integer(i64::try_from(size).unwrap_or(i64::MAX).min(FIRST_JOINED - 1)));
        let last = values.len();
        let sql =
            format!("SELECT o.seq, o.id, o.points FROM {JOINED} WHERE {condition} AND o.seq <= ?{last} ORDER BY o.seq");
        let mut statement = self.db.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(&values), |row| {
            Ok(SampledOperation {
                seq: OpSeq(row.get(0)?),
                id: Uuid::from_bytes(row.get(1)?),
                points: row.get::<_, Option<i64>>(2)?.map(Points),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Every sample whose id begins so, the newest first.
    pub fn samples(&self, id: &str) -> Result<Vec<AuditSample>, StoreError> {
        let keys = self.desk_keys(SAMPLE, Instant(i64::MAX))?;
        let mut samples: Vec<AuditSample> = keys
            .iter()
            .filter(|(key, _)| key.name().starts_with(id))
            .filter_map(|(key, events)| AuditSample::of(key, events))
            .collect();
        samples.sort_by_key(|sample| std::cmp::Reverse(sample.at));
        Ok(samples)
    }

    /// What was noted with the operation that wrote an event; `None` also once that is erased.
    pub fn note_of(&self, event: &DeskEvent) -> Result<Option<String>, StoreError> {
        self.note_of_operation(event.op)
    }

    /// What was noted with an operation; `None` also once that is erased.
    pub fn note_of_operation(&self, op: OpSeq) -> Result<Option<String>, StoreError> {
        let sql = "SELECT json_extract(body, '$.intent.note') FROM op_secret WHERE op = ?1";
        let note = self.db.prepare_cached(sql)?.query_row([op.0], |row| row.get(0)).optional()?;
        Ok(note.flatten())
    }
}
