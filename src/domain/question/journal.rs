//! Questions about what was done, whether the file still says so, and by which rules.

use crate::domain::clock::{ClockVerdict, KnownTime};
use crate::domain::day::Instant;
use crate::domain::journal::{Digest, OperationBytes};
use crate::domain::num::OpSeq;
use crate::domain::operation::OperationRow;
use crate::domain::proof::TreeHead;
use uuid::Uuid;

/// Operations that match every word or `field:value` of a query, newest first. Fields: `kind`, `operator`, `member` (a number),
/// `reason`, `since` and `until` (days), `op` (an id or its beginning). A word stands for a kind, a member number, or a part of
/// operator, reason, note or reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListOperations {
    /// The words and filters.
    pub query: String,
    /// The most rows that are wanted.
    pub limit: usize,
}

/// The newest operations that match a query.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OperationPage {
    /// The rows, newest first.
    pub rows: Vec<OperationRow>,
    /// How many match in all.
    pub total: u64,
}

/// One operation; refused (`UnknownOperation`, `AmbiguousOperation`) where none or several begin so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindOperation {
    /// Its id, or a beginning of it that no other has; hyphens may be left out.
    pub id: String,
}

/// The id of the operation at a place of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindOperationAt {
    /// The place.
    pub seq: OpSeq,
}

/// Whether an operation whose outcome is unknown is in the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IsRecorded {
    /// The operation's id.
    pub op: Uuid,
}

/// The newest place of the journal and its digest; `None` in a file without any operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadCheckpoint;

/// Whether everything in the file is what was once written, and what is wrong first where it is not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VerifyFile {
    /// A digest noted earlier (64 hexadecimal digits), to be found in this journal.
    pub expect: Option<String>,
    /// Checkpoints that were signed earlier, to be of this journal.
    pub heads: Vec<TreeHead>,
}

/// What proves an operation: the tree over all, and the hashes that lead to its root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProveOperation {
    /// Its id, the beginning of it, or its number in the journal.
    pub id: String,
}

/// An operation with what proves it, not signed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperationProof {
    /// The operation as it was hashed.
    pub operation: OperationBytes,
    /// Its place in the journal, from 0.
    pub index: u64,
    /// The lowest first.
    pub hashes: Vec<Digest>,
    pub head: TreeHead,
}

/// The `program.toml` in force, as it was applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadProgram;

/// Every version of the programme, as the data file has them now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadPrograms;

/// The programme in force, and the one to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgramInForce {
    /// Its `program.toml`.
    pub text: String,
    pub version: i64,
    /// The version that comes into force later, where one was applied by a clock that was ahead, and when.
    pub coming: Option<(i64, Instant)>,
}

/// What the computer's clock reads, what is known without it, and what was written ahead of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadClock;

/// The clock beside what the data file and the program know of the time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockReport {
    /// What the clock reads.
    pub now: Instant,
    pub known: KnownTime,
    pub verdict: ClockVerdict,
    /// Operations that bear a later time, newest first; without those that have been undone since.
    pub ahead: Vec<OperationRow>,
}
