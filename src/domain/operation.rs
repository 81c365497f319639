//! Operations as the journal lists them.

use super::day::Instant;
use super::num::{MemberId, OpSeq, Points};
pub use super::op::kind::OpKind;
use super::staff::change::OperatorChange;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One line of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperationRow {
    pub seq: OpSeq,
    pub op: Uuid,
    pub kind: OpKind,
    pub at: Instant,
    pub operator: String,
    /// The member it is about, where it is about one.
    pub member: Option<MemberId>,
    pub member_no: Option<String>,
    pub member_name: Option<String>,
    pub reason: Option<String>,
    /// Note; empty after an erasure.
    pub note: Option<String>,
    pub reference: Option<String>,
    /// The points are signed and present where points were moved.
    pub points: Option<Points>,
    pub reverses: Option<Uuid>,
    pub reversed_by: Option<Uuid>,
    /// Facts and events it wrote.
    pub facts: i64,
    /// Its hash, hex.
    pub hash: String,
    /// Fields of the profile that it changed: word, before, after, contacts masked. Empty after an erasure.
    pub changes: Vec<(String, String, String)>,
    /// What became so of an operator, where it is about one.
    pub staff: Option<StaffEntry>,
    /// What it has to do with an approval request.
    pub approval: Option<ApprovalEntry>,
}

/// What an operation has to do with an approval request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ApprovalEntry {
    /// It asks for a change of this kind.
    Asks(OpKind),
    /// It is the change that this operation asked for.
    Approves(Uuid),
    /// It rejects or withdraws what this operation asked for.
    Answers(Uuid),
}

/// What an operation says of an operator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffEntry {
    /// The operator whom it is about.
    pub name: String,
    /// What became so; `None` where it is a new PIN alone.
    pub change: Option<OperatorChange>,
    /// The number of the member that the change names.
    pub member_no: Option<String>,
}
