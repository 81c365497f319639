//! The journal: operations, their secrets, and the entry through which everything that an operation writes must pass.

use super::Store;
use super::error::StoreError;
use super::salt::{Sealer, new_salt};
use super::write::Tx;
use crate::domain::clock::WrittenAhead;
use crate::domain::day::{Day, Instant};
use crate::domain::journal::{self, Digest, Extensions, GENESIS, Operation, Records, TreeEdge};
use crate::domain::num::{FIRST_JOINED, LabelId, MemberId, OpSeq, Points};
use crate::domain::operation::OpKind;
use crate::domain::operator::LimitUsage;
use rusqlite::{CachedStatement, Connection, OptionalExtension, Row, params};
use std::collections::HashMap;
use uuid::Uuid;

/// The columns of an operation, in the order of [`operation_of`].
pub(super) const OPERATION: &str = "seq, id, console, console_seq, kind, at, day, operator, member, reason, points, \
    points_abs, reverses, batch, idem_key, program, facts_n, facts_digest, secret_commit, hash, ext";

/// What is said of an operation by whoever writes it; the journal adds the rest.
#[derive(Debug, Clone, Copy)]
pub struct OperationHeader<'a> {
    pub kind: OpKind,
    pub at: Instant,
    /// The business day of that.
    pub day: Day,
    pub operator: &'a str,
    /// The member it is about, where it is about one.
    pub member: Option<MemberId>,
    /// The other members it touches (a merge).
    pub others: &'a [MemberId],
    pub reason: Option<&'a str>,
    /// The points are signed and present where points are moved.
    pub points: Option<Points>,
    /// Points it counts for against the limits.
    pub points_abs: Points,
    pub reverses: Option<OpSeq>,
    /// The first operation of the import that this one is a further step of.
    pub batch: Option<OpSeq>,
    pub idem_key: Option<&'a str>,
    /// The version of the programme in force.
    pub program: i64,
    /// What an erasure may remove, as JSON.
    pub secret: Option<&'a str>,
    /// What is said beyond all this.
    pub extensions: &'a Extensions,
}

impl<'a> OperationHeader<'a> {
    /// An operation that names no member, moves no points and keeps nothing secret.
    pub fn new(kind: OpKind, at: Instant, day: Day, operator: &'a str, program: i64) -> Self {
        Self {
            kind,
            at,
            day,
            operator,
            member: None,
            others: &[],
            reason: None,
            points: None,
            points_abs: Points::ZERO,
            reverses: None,
            batch: None,
            idem_key: None,
            program,
            secret: None,
            extensions: Extensions::NONE,
        }
    }
}

/// An operation being written. Everything it brings goes through here, so that its digest covers it.
pub struct OperationWriter<'t, 's> {
    pub(super) tx: &'t Tx<'s>,
    pub(super) records: Records,
    pub(super) new_members: i64,
    /// Labels it has met, so that a step of an import looks each up once.
    pub(super) labels: HashMap<String, LabelId>,
    pub(super) sealer: Sealer,
    pub(super) held: CachedStatements<'t>,
    /// Rows of members below it are this file's own.
    pub(super) first_joined: MemberId,
    id: Uuid,
    seq: OpSeq,
    before: Option<(Operation, Digest)>,
}

/// Statements that an operation says again and again: looking each up for every row would cost as much as a tenth of them.
#[derive(Default)]
pub(super) struct CachedStatements<'t> {
    pub(super) member: Option<CachedStatement<'t>>,
    pub(super) event: Option<CachedStatement<'t>>,
    pub(super) fact: Option<CachedStatement<'t>>,
}

/// The statement in its place; prepared where it is not there yet.
pub(super) fn cached_statement<'h, 't>(
    place: &'h mut Option<CachedStatement<'t>>,
    tx: &'t Tx<'_>,
    sql: &str,
) -> Result<&'h mut CachedStatement<'t>, StoreError> {
    let statement = match place.take() {
        Some(statement) => statement,
        None => tx.db.prepare_cached(sql)?,
    };
    Ok(place.insert(statement))
}

/// An operation that has been written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedOperation {
    /// Its place in the journal.
    pub seq: OpSeq,
    pub hash: Digest,
    /// Facts and events it wrote.
    pub rows: u64,
}

/// This file's operation of an idempotency key: the bound stands in it as it does in the index.
pub(super) fn with_key() -> String {
    format!("idem_key = ?1 AND seq < {FIRST_JOINED}")
}

/// Answered from `operation_by_points` alone.
pub(super) const USED_ON_DAY: &str =
    "SELECT COALESCE(SUM(points_abs), 0) FROM operation WHERE operator = ?1 AND day = ?2 AND points_abs > 0";

/// In `meta`: the place of the newest operation that accepted a clock behind the journal's; missing before any did.
pub(super) const CLOCK_ACCEPTED: &str = "clock_accepted";

impl Store {
    /// The operation of an id, with its hash.
    pub fn operation(&self, id: Uuid) -> Result<Option<(Operation, Digest)>, StoreError> {
        self.one_operation("id = ?1", params![id.as_bytes()])
    }

    /// The operation at a place in the journal, with its hash.
    pub fn operation_at(&self, seq: OpSeq) -> Result<Option<(Operation, Digest)>, StoreError> {
        self.one_operation("seq = ?1", params![seq.0])
    }

    /// The operation of this file that has an idempotency key.
    pub fn operation_of_key(&self, key: &str) -> Result<Option<(Operation, Digest)>, StoreError> {
        self.one_operation(&with_key(), params![key])
    }

    /// The operation that reverses another.
    pub fn reversal_of(&self, seq: OpSeq) -> Result<Option<(Operation, Digest)>, StoreError> {
        self.one_operation("reverses = ?1", params![seq.0])
    }

    /// The newest operation of this file's own journal.
    pub fn newest_operation(&self) -> Result<Option<(Operation, Digest)>, StoreError> {
        self.one_operation("seq = (SELECT MAX(seq) FROM operation WHERE seq < ?1)", params![FIRST_JOINED])
    }

    /// The secret of an operation: the intent with its note, as JSON. `None` after an erasure.
    pub fn secret(&self, seq: OpSeq) -> Result<Option<String>, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT body FROM op_secret WHERE op = ?1")?;
        Ok(statement.query_row([seq.0], |row| row.get(0)).optional()?)
    }

    /// What has been used of the limits: by an operator on a day, and on a member in the calendar month of that day.
    pub fn used(&self, operator: &str, day: Day, member: Option<MemberId>) -> Result<LimitUsage, StoreError> {
        let of_day = self.db.prepare_cached(USED_ON_DAY)?.query_row(params![operator, day.0], |row| row.get(0))?;
        let first = day.start_of_month();
        let of_month = match member {
            None => 0,
            Some(member) => {
                let sql =
                    "SELECT COALESCE(SUM(points_abs), 0) FROM operation WHERE member = ?1 AND day BETWEEN ?2 AND ?3";
                let days = params![member.0, first.0, day.end_of_month(0).0];
                self.db.prepare_cached(sql)?.query_row(days, |row| row.get(0))?
            }
        };
        Ok(LimitUsage { day: Points(of_day), member_month: Points(of_month) })
    }

    /// The right edge of the tree over all operations.
    pub fn tree_edge(&self) -> Result<TreeEdge, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT v FROM meta WHERE k = 'tree_edge'")?;
        let bytes: Vec<u8> = statement.query_row([], |row| row.get(0))?;
        TreeEdge::from_bytes(&bytes).ok_or_else(|| StoreError::Damaged("meta.tree_edge".to_owned()))
    }

    pub(super) fn has_operation(&self, id: Uuid) -> Result<bool, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT 1 FROM operation WHERE id = ?1")?;
        Ok(statement.exists(params![id.as_bytes()])?)
    }

    fn one_operation(
        &self,
        which: &str,
        params: impl rusqlite::Params,
    ) -> Result<Option<(Operation, Digest)>, StoreError> {
        let mut statement = self.db.prepare_cached(&format!("SELECT {OPERATION} FROM operation WHERE {which}"))?;
        Ok(statement.query_row(params, operation_of).optional()?)
    }
}

impl Store {
    /// Whether a clock was ahead of an accepted one, so that times do not follow places.
    pub(super) fn clock_was_ahead(&self) -> Result<bool, StoreError> {
        Ok(self.meta(CLOCK_ACCEPTED)? != 0)
    }

    /// The operations that bear a later time than a clock that reads `now`; `None` where the journal's time is not later.
    pub fn written_ahead(&self, now: Instant) -> Result<Option<WrittenAhead>, StoreError> {
        if self.last_seen()? <= now {
            return Ok(None);
        }
        let sql = "SELECT COUNT(*), COALESCE(MAX(at), 0) FROM operation WHERE at > ?1 AND seq < ?2";
        let mut statement = self.db.prepare_cached(sql)?;
        let found = statement.query_row([now.0, FIRST_JOINED], |row| {
            Ok(WrittenAhead { operations: row.get(0)?, until: Instant(row.get(1)?) })
        })?;
        Ok(Some(found))
    }
}

/// Makes the edge of the tree over all operations of this file again.
pub(super) fn make_tree(db: &Connection) -> Result<(), StoreError> {
    let mut statement = db.prepare("SELECT hash FROM operation WHERE seq < ?1 ORDER BY seq")?;
    let mut rows = statement.query([FIRST_JOINED])?;
    let mut edge = TreeEdge::default();
    while let Some(row) = rows.next()? {
        edge.append(&row.get(0)?);
    }
    save_tree(db, &edge)
}

fn save_tree(db: &Connection, edge: &TreeEdge) -> Result<(), StoreError> {
    let sql = "INSERT INTO meta (k, v) VALUES ('tree_edge', ?1) ON CONFLICT (k) DO UPDATE SET v = excluded.v";
    db.prepare_cached(sql)?.execute([edge.to_bytes()])?;
    Ok(())
}

/// An operation and its hash.
pub(super) fn operation_of(row: &Row<'_>) -> rusqlite::Result<(Operation, Digest)> {
    let kind: i64 = row.get(4)?;
    let operation = Operation {
        seq: OpSeq(row.get(0)?),
        id: Uuid::from_bytes(row.get(1)?),
        console: row.get(2)?,
        console_seq: row.get(3)?,
        kind: OpKind::from_code(kind).ok_or(rusqlite::Error::IntegralValueOutOfRange(4, kind))?,
        at: Instant(row.get(5)?),
        day: Day(row.get(6)?),
        operator: row.get(7)?,
        member: row.get::<_, Option<i64>>(8)?.map(MemberId),
        reason: row.get(9)?,
        points: row.get::<_, Option<i64>>(10)?.map(Points),
        points_abs: Points(row.get(11)?),
        reverses: row.get::<_, Option<i64>>(12)?.map(OpSeq),
        batch: row.get::<_, Option<i64>>(13)?.map(OpSeq),
        idem_key: row.get(14)?,
        program: row.get(15)?,
        facts_n: row.get(16)?,
        facts_digest: row.get(17)?,
        secret_commit: row.get(18)?,
        extensions: row.get(20)?,
    };
    Ok((operation, row.get(19)?))
}

impl<'s> Tx<'s> {
    /// Begins an operation. Its id was made before the transaction, so that its outcome can be looked up.
    pub fn entry(&self, id: Uuid) -> Result<OperationWriter<'_, 's>, StoreError> {
        self.entry_with(id, Records::plain())
    }

    /// Begins a step of an import: its rows are digested in blocks.
    pub fn import_entry(&self, id: Uuid) -> Result<OperationWriter<'_, 's>, StoreError> {
        self.entry_with(id, Records::in_blocks())
    }

    fn entry_with(&self, id: Uuid, records: Records) -> Result<OperationWriter<'_, 's>, StoreError> {
        self.must_have_whole_log()?;
        self.names_operation(id);
        let before = self.newest_operation()?;
        let seq = OpSeq(before.as_ref().map_or(0, |(op, _)| op.seq.0) + 1);
        let (labels, sealer, held) = (HashMap::new(), Sealer::default(), CachedStatements::default());
        let first_joined = self.first_joined_member()?;
        Ok(OperationWriter { tx: self, records, new_members: 0, labels, sealer, held, first_joined, id, seq, before })
    }
}

impl OperationWriter<'_, '_> {
    /// Its place in the journal.
    pub fn seq(&self) -> OpSeq {
        self.seq
    }

    /// Writes the operation itself, after everything it brought.
    pub fn finish(self, said: &OperationHeader<'_>) -> Result<RecordedOperation, StoreError> {
        let known = said.member.map(|member| self.known(member)).transpose()?;
        let Self { tx, records, new_members, id, seq, before, .. } = self;
        let written = records.finish();
        for (n, block) in (0_i64..).zip(&written.blocks) {
            let sql = "INSERT INTO batch_block (op, n, first_id, rows, digest) VALUES (?1, ?2, ?3, ?4, ?5)";
            let rows = i64::try_from(block.rows).unwrap_or(i64::MAX);
            tx.db.prepare_cached(sql)?.execute(params![seq.0, n, block.first_id.0, rows, block.digest])?;
        }
        let secret_commit = said.secret.map(|body| tx.insert_secret(seq, body)).transpose()?;
        let operation = Operation {
            seq,
            id,
            console: tx.console_id(),
            console_seq: tx.next_console_seq()?,
            kind: said.kind,
            at: said.at,
            day: said.day,
            operator: said.operator.to_owned(),
            member: said.member,
            reason: said.reason.map(str::to_owned),
            points: said.points,
            points_abs: said.points_abs,
            reverses: said.reverses,
            batch: said.batch,
            idem_key: said.idem_key.map(str::to_owned),
            program: said.program,
            facts_n: i64::try_from(written.rows).unwrap_or(i64::MAX),
            facts_digest: written.digest,
            secret_commit,
            extensions: said.extensions.clone(),
        };
        let before = before.map_or(GENESIS, |(_, hash)| hash);
        let hash = Operation { member: known, ..operation.clone() }.hash(&tx.store_id(), &before);
        tx.insert_operation(&operation, &hash)?;
        tx.grow_tree(&hash)?;
        for other in said.others {
            let sql = "INSERT INTO op_member (op, member) VALUES (?1, ?2)";
            tx.db.prepare_cached(sql)?.execute(params![seq.0, other.0])?;
        }
        tx.keep_time(seq, said.kind, said.at)?;
        if new_members > 0 {
            tx.set_meta("members", tx.meta("members")? + new_members)?;
            super::search::take_in_some(&tx.db, new_members)?;
        }
        Ok(RecordedOperation { seq, hash, rows: written.rows })
    }
}

impl Tx<'_> {
    fn insert_secret(&self, seq: OpSeq, body: &str) -> Result<Digest, StoreError> {
        let salt = new_salt()?;
        let sql = "INSERT INTO op_secret (op, salt, body) VALUES (?1, ?2, ?3)";
        self.db.prepare_cached(sql)?.execute(params![seq.0, salt, body])?;
        Ok(journal::secret_commit(&salt, body))
    }

    /// Keeps the newest time of the journal: from an accepted clock on, what was written ahead of it is none.
    fn keep_time(&self, seq: OpSeq, kind: OpKind, at: Instant) -> Result<(), StoreError> {
        if kind == OpKind::AcceptClock {
            self.set_meta(CLOCK_ACCEPTED, seq.0)?;
            return self.set_meta("last_seen_at", at.0);
        }
        self.set_meta("last_seen_at", self.meta("last_seen_at")?.max(at.0))
    }

    /// Takes a new operation into the tree.
    fn grow_tree(&self, hash: &Digest) -> Result<(), StoreError> {
        let mut edge = self.tree_edge()?;
        edge.append(hash);
        save_tree(&self.db, &edge)
    }

    fn next_console_seq(&self) -> Result<i64, StoreError> {
        let sql = "SELECT COALESCE(MAX(console_seq), 0) + 1 FROM operation WHERE console = ?1";
        Ok(self.db.prepare_cached(sql)?.query_row(params![self.console_id()], |row| row.get(0))?)
    }

    fn insert_operation(&self, op: &Operation, hash: &Digest) -> Result<(), StoreError> {
        let mut statement = self.db.prepare_cached(&format!(
            "INSERT INTO operation ({OPERATION})
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)"
        ))?;
        statement.execute(params![
            op.seq.0,
            op.id.as_bytes(),
            op.console,
            op.console_seq,
            op.kind.code(),
            op.at.0,
            op.day.0,
            op.operator,
            op.member.map(|m| m.0),
            op.reason,
            op.points.map(|p| p.0),
            op.points_abs.0,
            op.reverses.map(|s| s.0),
            op.batch.map(|s| s.0),
            op.idem_key,
            op.program,
            op.facts_n,
            op.facts_digest,
            op.secret_commit,
            hash,
            op.extensions,
        ])?;
        Ok(())
    }
}
