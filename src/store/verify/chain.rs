//! The chain of operations, and what each of them keeps secret.

use super::{TaskResult, column_of, operation};
use crate::domain::day::Instant;
use crate::domain::journal::{self, Digest, GENESIS, Operation, TreeEdge, hex};
use crate::domain::num::OpSeq;
use crate::domain::operation::OpKind;
use crate::domain::verification::{Checkpoint, Discrepancy, ExpectedDigest};
use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::journal::{OPERATION, operation_of};
use crate::store::open::id_of;
use rusqlite::Row;
use std::collections::HashMap;

/// How far the walk along the chain has come.
struct ChainCheck<'s> {
    store: &'s Store,
    store_id: [u8; 16],
    expect: Option<Digest>,
    before: Digest,
    tree: TreeEdge,
    newest: Option<Operation>,
    seq: i64,
    console_seq: HashMap<[u8; 16], i64>,
    last_seen: Instant,
    erased_later: HashMap<i64, i64>,
    outcome: TaskResult,
}

pub(super) fn check(store: &Store, expect: Option<Digest>) -> Result<TaskResult, StoreError> {
    let mut walk = ChainCheck {
        store,
        // As the file has it now, not as it was when it was opened.
        store_id: id_of(&store.db, "store_id")?,
        expect,
        before: GENESIS,
        tree: TreeEdge::default(),
        newest: None,
        seq: 0,
        console_seq: HashMap::new(),
        last_seen: Instant(0),
        erased_later: erasures(store)?,
        outcome: TaskResult::default(),
    };
    let sql =
        format!("SELECT {OPERATION}, salt, body FROM operation LEFT JOIN op_secret ON op_secret.op = seq ORDER BY seq");
    let mut statement = store.db.prepare(&sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        if let Some(wrong) = walk.step(row)? {
            return Ok(TaskResult::wrong(wrong));
        }
    }
    walk.end()
}

/// The last erasure of each member that has been erased.
fn erasures(store: &Store) -> Result<HashMap<i64, i64>, StoreError> {
    let sql = "SELECT member, MAX(seq) FROM (
                   SELECT member, seq FROM operation WHERE kind = ?1
                   UNION ALL
                   SELECT m.member, m.op FROM op_member m JOIN operation o ON o.seq = m.op WHERE o.kind = ?1
               ) WHERE member IS NOT NULL GROUP BY member";
    let mut statement = store.db.prepare(sql)?;
    let rows = statement.query_map([OpKind::Erase.code()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

impl ChainCheck<'_> {
    fn step(&mut self, row: &Row<'_>) -> Result<Option<Discrepancy>, StoreError> {
        let seq = OpSeq(row.get(0)?);
        let (op, hash) = match operation_of(row) {
            Ok(read) => read,
            Err(error) => return Ok(Some(operation(seq, None, &column_of(&error, OPERATION)))),
        };
        if seq.0 != self.seq + 1 {
            return Ok(Some(operation(OpSeq(self.seq + 1), None, "seq")));
        }
        let place = self.console_seq.entry(op.console).or_default();
        if op.console_seq != *place + 1 {
            return Ok(Some(operation(seq, Some(op.id), "console_seq")));
        }
        *place += 1;
        if op.hash(&self.store_id, &self.before) != hash {
            return Ok(Some(operation(seq, Some(op.id), "hash")));
        }
        if let Some(wrong) = self.secret(&op, row)? {
            return Ok(Some(wrong));
        }
        self.seq = seq.0;
        self.before = hash;
        self.tree.append(&hash);
        self.last_seen = self.last_seen.max(op.at);
        self.outcome.operations += 1;
        if self.expect == Some(hash) {
            self.outcome.expected = Some(ExpectedDigest { op: op.id, seq, since: 0 });
        }
        self.newest = Some(op);
        Ok(None)
    }

    fn secret(&mut self, op: &Operation, row: &Row<'_>) -> Result<Option<Discrepancy>, StoreError> {
        let kept: Option<(Vec<u8>, String)> = match row.get::<_, Option<Vec<u8>>>(21)? {
            Some(salt) => Some((salt, row.get(22)?)),
            None => None,
        };
        let wrong = |missing| Some(Discrepancy::Secret { seq: op.seq, op: op.id, missing });
        Ok(match (&op.secret_commit, kept) {
            (None, None) => None,
            (Some(commit), Some((salt, body))) if journal::secret_commit(&salt, &body) == *commit => None,
            (Some(_), None) if self.is_erased(op)? => {
                self.outcome.erased.push(op.id);
                None
            }
            (Some(_), None) => wrong(true),
            (_, Some(_)) => wrong(false),
        })
    }

    /// Whether an erasure of one of an operation's members came later.
    fn is_erased(&self, op: &Operation) -> Result<bool, StoreError> {
        let later = |member: i64| self.erased_later.get(&member).is_some_and(|erased| *erased > op.seq.0);
        if op.member.is_some_and(|member| later(member.0)) {
            return Ok(true);
        }
        let mut statement = self.store.db.prepare_cached("SELECT 1 FROM op_member WHERE member = ?1 AND op = ?2")?;
        for (member, erased) in &self.erased_later {
            if *erased > op.seq.0 && statement.exists([*member, op.seq.0])? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn end(mut self) -> Result<TaskResult, StoreError> {
        let meta =
            |key: &str| Ok(TaskResult::wrong(Discrepancy::Table { table: "meta".to_owned(), row: key.to_owned() }));
        if self.store.last_seen()? != self.last_seen {
            return meta("last_seen_at");
        }
        // Every file's first operation is its own console's.
        if !self.console_seq.contains_key(&id_of(&self.store.db, "console_id")?) {
            return meta("console_id");
        }
        if !self.store.tree_edge().is_ok_and(|kept| kept == self.tree) {
            return meta("tree_edge");
        }
        let newest = self.newest.as_ref();
        self.outcome.checkpoint = newest.map(|newest| Checkpoint::of(newest, &self.before, &self.tree));
        match (self.expect, &mut self.outcome.expected) {
            (Some(digest), None) => return Ok(TaskResult::wrong(Discrepancy::NotInJournal { digest: hex(&digest) })),
            (_, Some(expected)) => {
                expected.since = self.outcome.operations.saturating_sub(expected.seq.0.unsigned_abs());
            }
            (None, None) => {}
        }
        Ok(self.outcome)
    }
}
