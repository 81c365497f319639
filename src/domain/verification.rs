//! What `verify` answers: the file proves itself, or says the first thing that is wrong with it.

use super::day::Instant;
use super::journal::{Digest, Operation, TreeEdge, hex};
use super::num::{FactId, OpSeq};
use super::proof::TreeHead;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use uuid::Uuid;

/// The newest place of a journal and its hash: noted elsewhere, it proves later that nothing before it was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// The newest operation's place in the journal.
    pub seq: OpSeq,
    /// Its hash, hex.
    pub hash: String,
    pub at: Instant,
    /// The Merkle tree over all operations up to this one.
    pub head: TreeHead,
}

impl Checkpoint {
    /// The checkpoint of the newest operation, with its hash and the tree up to it.
    pub fn of(newest: &Operation, hash: &Digest, tree: &TreeEdge, origin: String) -> Self {
        let head = TreeHead { origin, size: tree.size(), root: tree.root() };
        Self { seq: newest.seq, hash: hex(hash), at: newest.at, head }
    }
}

/// What an audit log has lost since somebody saw it last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "loss", rename_all = "snake_case")]
pub enum LogLoss {
    /// Its newest operations are not there.
    Missing {
        n: u64,
        /// When the newest one that was seen was recorded.
        since: Instant,
    },
    /// There are other operations in their places.
    Changed {
        /// The newest place that was seen.
        seq: OpSeq,
        /// When the operation was recorded that was there.
        since: Instant,
    },
}

/// What was recomputed, and whether it is what the file says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerifyReport {
    /// Operations whose hash was recomputed.
    pub operations: u64,
    /// Facts that were digested and folded.
    pub facts: u64,
    /// Member events and desk events that were digested.
    pub events: u64,
    /// Members whose cached state was recomputed.
    pub members: u64,
    /// The newest operation; `None` in a file without any.
    pub checkpoint: Option<Checkpoint>,
    /// Operations whose secret an erasure has taken.
    pub erased: Vec<Uuid>,
    /// Where the digest that was given stands in the journal.
    pub expected: Option<ExpectedDigest>,
    /// The first thing that is wrong; `None`: everything is as it was written.
    pub wrong: Option<Discrepancy>,
    pub took: Duration,
}

/// Where a digest that was noted earlier stands in the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpectedDigest {
    /// The operation that has it.
    pub op: Uuid,
    pub seq: OpSeq,
    /// Operations recorded since.
    pub since: u64,
}

/// What is wrong with an object of the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SchemaProblem {
    /// It is not this program's.
    Foreign,
    /// It is not there.
    Missing,
    /// It was made by another statement.
    Changed,
}

/// Something in the file that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Discrepancy {
    /// The file can't be read to the end.
    Unreadable { table: String, reason: String },
    /// No operation has the digest that was given.
    NotInJournal { digest: String },
    /// A checkpoint covers more operations than there are.
    Shorter { size: u64, operations: u64 },
    /// The first operations of this journal are others than those that a checkpoint covers.
    OtherTree { size: u64 },
    /// An operation is missing, or a column of it is not what its hash says.
    Operation {
        seq: OpSeq,
        /// Its id, where the row is there.
        op: Option<Uuid>,
        /// The column (`hash` where any of them may be the one).
        column: String,
    },
    /// The rows that an operation wrote are not those its digest covers. Of an import, the block of 1,024 that is wrong.
    Rows {
        seq: OpSeq,
        op: Uuid,
        /// The first row of the block or operation.
        first: FactId,
        last: FactId,
    },
    /// A row that no operation's digest covers, or whose pointer to the row before is wrong.
    Row { id: FactId, column: String },
    /// What an operation keeps secret is not what it committed to, or is gone without an erasure.
    Secret {
        seq: OpSeq,
        op: Uuid,
        /// Whether the row is missing.
        missing: bool,
    },
    /// A member's profile is not what its newest event committed to, or an erased one is not empty.
    Profile {
        /// The member's number, where the row is there.
        member_no: Option<String>,
        member: i64,
    },
    /// A cached number is not what the fold gives. `rebuild` makes it right.
    State {
        /// The member's number, where the member is there.
        member_no: Option<String>,
        member: i64,
        column: String,
    },
    /// A table, an index, a trigger or a view is not as this program makes it.
    Schema {
        /// Its kind and name: `trigger evil`.
        object: String,
        problem: SchemaProblem,
    },
    /// A table and its indexes do not tie out. `rebuild` makes the indexes right.
    Index {
        table: String,
        /// As SQLite says it.
        reason: String,
    },
    /// A row of another derived or describing table. `rebuild` makes derived ones right.
    Table {
        table: String,
        /// The row: a key or a number.
        row: String,
    },
}
