//! Operations as the journal lists them.

use super::day::Instant;
use super::num::{OpSeq, Points};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What an operation did. The numbers are the file's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum OpKind {
    Program = 1,
    Import = 2,
    Enrol = 3,
    Edit = 4,
    Adjust = 5,
    Redeem = 6,
    Override = 7,
    Freeze = 8,
    Unfreeze = 9,
    Close = 10,
    Merge = 11,
    Unmerge = 12,
    Erase = 13,
    Undo = 14,
    Export = 15,
    Feedback = 16,
    Case = 17,
}

impl OpKind {
    /// Every kind, in the file's numbering.
    pub const ALL: [Self; 17] = [
        Self::Program,
        Self::Import,
        Self::Enrol,
        Self::Edit,
        Self::Adjust,
        Self::Redeem,
        Self::Override,
        Self::Freeze,
        Self::Unfreeze,
        Self::Close,
        Self::Merge,
        Self::Unmerge,
        Self::Erase,
        Self::Undo,
        Self::Export,
        Self::Feedback,
        Self::Case,
    ];

    /// The file's number of this kind.
    pub fn code(self) -> i64 {
        i64::from(self as u8)
    }

    /// The kind of a number in the file.
    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.code() == code)
    }

    /// The word used in JSON and in queries.
    pub fn word(self) -> &'static str {
        match self {
            Self::Program => "program",
            Self::Import => "import",
            Self::Enrol => "enrol",
            Self::Edit => "edit",
            Self::Adjust => "adjust",
            Self::Redeem => "redeem",
            Self::Override => "override",
            Self::Freeze => "freeze",
            Self::Unfreeze => "unfreeze",
            Self::Close => "close",
            Self::Merge => "merge",
            Self::Unmerge => "unmerge",
            Self::Erase => "erase",
            Self::Undo => "undo",
            Self::Export => "export",
            Self::Feedback => "feedback",
            Self::Case => "case",
        }
    }
}

/// One line of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperationRow {
    pub seq: OpSeq,
    pub op: Uuid,
    pub kind: OpKind,
    pub at: Instant,
    pub operator: String,
    /// The member it is about, where it is about one.
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
}
