//! What the desk answers. Every door (screen, command line) shows these same shapes.

use super::day::{Day, Instant};
use super::fact::Status;
use super::fold::view::{Snapshot, Stage, Trace};
use super::member::Profile;
use super::num::{MemberId, Money, OpSeq, Points};
use super::plan::outcome::Effect;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use uuid::Uuid;

/// One line of a list of members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberRow {
    /// Row number, never shown.
    pub id: MemberId,
    /// Member number.
    pub member_no: String,
    /// Name, whole.
    pub name: String,
    /// Phone, masked.
    pub phone: String,
    /// E-mail, masked.
    pub email: String,
    /// Status.
    pub status: Status,
    /// Tier code shown today.
    pub tier: String,
    /// Balance today.
    pub balance: Points,
    /// Lifecycle stage today.
    pub stage: Stage,
    /// Last day with an order.
    pub last_on: Option<Day>,
    /// Orders.
    pub orders: i64,
    /// Money kept.
    pub net_spend: Money,
}

/// The answer to a search.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// The first rows, best first.
    pub rows: Vec<MemberRow>,
    /// How many there are in all.
    pub total: u64,
    /// Whether `total` is exact or "about".
    pub exact: bool,
    /// Members in the store.
    pub members: u64,
    /// Time the search took.
    pub took: Duration,
}

/// Everything on one member, on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberFile {
    /// Row number.
    pub id: MemberId,
    /// Profile as of now (profiles are always today's), contact fields masked.
    pub profile: Profile,
    /// State on the day asked for.
    pub snapshot: Snapshot,
    /// Why it is so.
    pub trace: Trace,
    /// Operations on this member, newest first.
    pub journal: Vec<OperationRow>,
    /// Whether the day is a past one.
    pub past: bool,
    /// The survivor's number, for a merged member.
    pub survivor_no: Option<String>,
}

/// What an operation did. The numbers are the file's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
#[expect(missing_docs, reason = "each is the intent of the same name")]
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
}

impl OpKind {
    /// Every kind, in the file's numbering.
    pub const ALL: [Self; 15] = [
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
        }
    }
}

/// One line of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperationRow {
    /// Place in the journal.
    pub seq: OpSeq,
    /// Its id.
    pub op: Uuid,
    /// What it did.
    pub kind: OpKind,
    /// When it was recorded.
    pub at: Instant,
    /// By whom.
    pub operator: String,
    /// The member it is about, where it is about one.
    pub member_no: Option<String>,
    /// Name of that member.
    pub member_name: Option<String>,
    /// Reason code.
    pub reason: Option<String>,
    /// Note; empty after an erasure.
    pub note: Option<String>,
    /// Order reference or reward.
    pub reference: Option<String>,
    /// Signed points, where points were moved.
    pub points: Option<Points>,
    /// The operation it reverses.
    pub reverses: Option<Uuid>,
    /// The operation that reversed it.
    pub reversed_by: Option<Uuid>,
    /// Facts and events it wrote.
    pub facts: i64,
    /// Its hash, hex.
    pub hash: String,
}

/// The answer to a commit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Committed {
    /// The operation.
    pub op: Uuid,
    /// Its place in the journal.
    pub seq: OpSeq,
    /// What it did.
    pub kind: OpKind,
    /// When.
    pub at: Instant,
    /// The member to look at now (an enrolled one is new).
    pub member: Option<MemberId>,
    /// What changed.
    pub effect: Effect,
    /// Whether the key was known, and this is the first answer again.
    pub replayed: bool,
}
