//! The chains of operations, of this file and of each that has joined it, and what operations keep secret.

use super::{TaskResult, column_of, operation};
use crate::domain::day::Instant;
use crate::domain::desk_event::NumberedFile;
use crate::domain::journal::{self, Digest, GENESIS, Operation, TreeEdge, hex};
use crate::domain::num::{FileNumber, OpSeq};
use crate::domain::operation::OpKind;
use crate::domain::proof::TreeHead;
use crate::domain::verification::{Checkpoint, Discrepancy, ExpectedDigest};
use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::joined::OwnNumbers;
use crate::store::journal::{CLOCK_ACCEPTED, OPERATION, operation_of};
use crate::store::open::id_of;
use rusqlite::Row;
use std::collections::HashMap;
use uuid::Uuid;

/// How far the walk along a chain has come.
struct ChainCheck<'s> {
    store: &'s Store,
    /// The file whose chain it is; [`FileNumber::NONE`] for this one.
    file: FileNumber,
    numbers: OwnNumbers<'s>,
    /// The id of that file's store.
    store_id: [u8; 16],
    expect: Option<Digest>,
    /// Checkpoints that are to be of this chain.
    heads: &'s [TreeHead],
    before: Digest,
    tree: TreeEdge,
    newest: Option<Operation>,
    /// The place of the operation before, in that file's own numbers.
    seq: i64,
    console_seq: HashMap<[u8; 16], i64>,
    last_seen: Instant,
    /// The place of the newest operation that accepted a clock.
    accepted: i64,
    erasures: HashMap<i64, Vec<OpSeq>>,
    outcome: TaskResult,
}

/// This file's own chain.
pub(super) fn check(store: &Store, expect: Option<Digest>, heads: &[TreeHead]) -> Result<TaskResult, StoreError> {
    // As the file has it now, not as it was when it was opened.
    let walk = ChainCheck::new(store, FileNumber::NONE, id_of(&store.db, "store_id")?)?;
    let walk = ChainCheck { expect, heads, ..walk };
    if let Some(wrong) = walk.other_tree() {
        return Ok(TaskResult::wrong(wrong));
    }
    match walk.along()? {
        Ok(walk) => walk.end(),
        Err(wrong) => Ok(wrong),
    }
}

/// The chain of a file that has joined, up to where it has.
pub(super) fn check_joined(store: &Store, file: FileNumber) -> Result<TaskResult, StoreError> {
    let Some(known) = store.joined_files()?.into_iter().find(|f| f.number == file) else {
        return Ok(TaskResult::wrong(operation(OpSeq(file.first_row() + 1), None, "seq")));
    };
    let id = Uuid::parse_str(&known.store).map_err(|e| StoreError::Damaged(format!("file {}: {e}", file.get())))?;
    let walk = ChainCheck::new(store, file, id.into_bytes())?;
    Ok(walk.along()?.map_or_else(|wrong| wrong, |walk| walk.end_of_joined(&known)))
}

/// The erasures of each member that has been erased.
fn erasures(store: &Store) -> Result<HashMap<i64, Vec<OpSeq>>, StoreError> {
    let sql = "SELECT member, seq FROM operation WHERE kind = ?1 AND member IS NOT NULL
               UNION
               SELECT m.member, m.op FROM op_member m JOIN operation o ON o.seq = m.op WHERE o.kind = ?1";
    let mut statement = store.db.prepare(sql)?;
    let mut found: HashMap<i64, Vec<OpSeq>> = HashMap::new();
    for row in statement.query_map([OpKind::Erase.code()], |row| Ok((row.get(0)?, OpSeq(row.get(1)?))))? {
        let (member, seq) = row?;
        found.entry(member).or_default().push(seq);
    }
    Ok(found)
}

/// Whether an erasure may have taken what an operation keeps secret: it came later, or in another file, where nothing tells.
fn may_take(erasure: OpSeq, op: OpSeq) -> bool {
    erasure.file() != op.file() || erasure > op
}

impl<'s> ChainCheck<'s> {
    fn new(store: &'s Store, file: FileNumber, store_id: [u8; 16]) -> Result<Self, StoreError> {
        Ok(Self {
            store,
            file,
            numbers: OwnNumbers::of(store, file)?,
            store_id,
            expect: None,
            heads: &[],
            before: GENESIS,
            tree: TreeEdge::default(),
            newest: None,
            seq: 0,
            console_seq: HashMap::new(),
            last_seen: Instant(0),
            accepted: 0,
            erasures: erasures(store)?,
            outcome: TaskResult::default(),
        })
    }

    /// Goes along all of it; or answers the first thing that is wrong.
    fn along(mut self) -> Result<Result<Self, TaskResult>, StoreError> {
        let sql = format!(
            "SELECT {OPERATION}, salt, body FROM operation LEFT JOIN op_secret ON op_secret.op = seq
             WHERE seq > ?1 AND seq < ?2 ORDER BY seq"
        );
        let mut statement = self.store.db.prepare(&sql)?;
        // Whatever stands at or below 0 is wrong, and is to be found.
        let from = if self.file == FileNumber::NONE { i64::MIN } else { self.file.first_row() };
        let mut rows = statement.query([from, self.file.end()])?;
        while let Some(row) = rows.next()? {
            if let Some(wrong) = self.step(row)? {
                return Ok(Err(TaskResult::wrong(wrong)));
            }
        }
        Ok(Ok(self))
    }
}

impl ChainCheck<'_> {
    fn step(&mut self, row: &Row<'_>) -> Result<Option<Discrepancy>, StoreError> {
        let seq = OpSeq(row.get(0)?);
        let (op, hash) = match operation_of(row) {
            Ok(read) => read,
            Err(error) => return Ok(Some(operation(seq, None, &column_of(&error, OPERATION)))),
        };
        let next = OpSeq(self.file.first_row() + self.seq + 1);
        if seq != next {
            return Ok(Some(operation(next, None, "seq")));
        }
        let place = self.console_seq.entry(op.console).or_default();
        if op.console_seq != *place + 1 {
            return Ok(Some(operation(seq, Some(op.id), "console_seq")));
        }
        *place += 1;
        if self.numbers.operation(&op)?.hash(&self.store_id, &self.before) != hash {
            return Ok(Some(operation(seq, Some(op.id), "hash")));
        }
        if let Some(wrong) = self.secret(&op, row)? {
            return Ok(Some(wrong));
        }
        self.seq += 1;
        self.before = hash;
        self.tree.append(&hash);
        if let Some(wrong) = self.other_tree() {
            return Ok(Some(wrong));
        }
        if op.kind == OpKind::AcceptClock {
            (self.last_seen, self.accepted) = (op.at, op.seq.0);
        } else {
            self.last_seen = self.last_seen.max(op.at);
        }
        self.outcome.operations += 1;
        if self.expect == Some(hash) {
            self.outcome.expected = Some(ExpectedDigest { op: op.id, seq, since: 0 });
        }
        self.newest = Some(op);
        Ok(None)
    }

    /// A checkpoint of so many operations that is not of these.
    fn other_tree(&self) -> Option<Discrepancy> {
        let mut heads = self.heads.iter().filter(|head| head.size == self.tree.size()).peekable();
        heads.peek()?;
        let root = self.tree.root();
        heads.find(|head| head.root != root).map(|head| Discrepancy::OtherTree { size: head.size })
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

    /// Whether an erasure of one of an operation's members may have taken its secret.
    fn is_erased(&self, op: &Operation) -> Result<bool, StoreError> {
        let takes = |erasures: &Vec<OpSeq>| erasures.iter().any(|erasure| may_take(*erasure, op.seq));
        // A request names members besides the one it is filed under, and only in what an erasure takes.
        if matches!(op.kind, OpKind::Propose | OpKind::Reject | OpKind::Withdraw) && self.erasures.values().any(takes) {
            return Ok(true);
        }
        if op.member.is_some_and(|member| self.erasures.get(&member.0).is_some_and(takes)) {
            return Ok(true);
        }
        let mut statement = self.store.db.prepare_cached("SELECT 1 FROM op_member WHERE member = ?1 AND op = ?2")?;
        for (member, erasures) in &self.erasures {
            if takes(erasures) && statement.exists([*member, op.seq.0])? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// It must go exactly as far as the file has joined.
    fn end_of_joined(self, known: &NumberedFile) -> TaskResult {
        let is_whole = known
            .through
            .as_ref()
            .is_some_and(|(through, digest)| self.seq == through.0 && hex(&self.before) == *digest);
        if is_whole {
            return self.outcome;
        }
        TaskResult::wrong(operation(OpSeq(self.file.first_row() + self.seq + 1), None, "seq"))
    }

    fn end(mut self) -> Result<TaskResult, StoreError> {
        let meta =
            |key: &str| Ok(TaskResult::wrong(Discrepancy::Table { table: "meta".to_owned(), row: key.to_owned() }));
        if self.store.last_seen()? != self.last_seen {
            return meta("last_seen_at");
        }
        if self.store.meta(CLOCK_ACCEPTED)? != self.accepted {
            return meta(CLOCK_ACCEPTED);
        }
        // Every file's first operation is its own console's.
        if !self.console_seq.contains_key(&id_of(&self.store.db, "console_id")?) {
            return meta("console_id");
        }
        if !self.store.tree_edge().is_ok_and(|kept| kept == self.tree) {
            return meta("tree_edge");
        }
        if let Some(longer) = self.heads.iter().find(|head| head.size > self.tree.size()) {
            let wrong = Discrepancy::Shorter { size: longer.size, operations: self.tree.size() };
            return Ok(TaskResult::wrong(wrong));
        }
        let newest = self.newest.as_ref();
        self.outcome.checkpoint =
            newest.map(|newest| Checkpoint::of(newest, &self.before, &self.tree, self.store.origin()));
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
