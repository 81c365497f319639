//! Questions about members, one by one or by fragments of what is known of them.

use crate::domain::day::Day;
use crate::domain::num::MemberId;
use crate::domain::read_models::ExplainTopic;

/// Members that match every word, best first; an empty query lists the newest ones. With `field:value` filters among the
/// words: everybody who fits, by member number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindMembers {
    /// The words and filters as typed.
    pub query: String,
    /// The most rows that are wanted.
    pub limit: usize,
    /// A past day: members that existed on it, as they stood at its end; `None`: today.
    pub as_of: Option<Day>,
    /// Whether the points of the month are wanted beside each.
    pub with_month: bool,
}

/// The member of a number, merged ones included; refused (`UnknownMember`) where nobody has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindMemberByNo {
    /// The number; blanks around it do not count.
    pub member_no: String,
}

/// The whole record of a member, contact fields masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenMember {
    /// The member.
    pub member: MemberId,
    /// A past day, as whose end the record stands; `None`: today.
    pub as_of: Option<Day>,
}

/// A member's profile, contact fields whole: what an edit starts from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadProfile {
    /// The member.
    pub member: MemberId,
}

/// The records and dates that make a number of a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplainMember {
    /// The member.
    pub member: MemberId,
    /// The number.
    pub topic: ExplainTopic,
    /// A past day; `None`: today.
    pub as_of: Option<Day>,
}

/// What the newest models by a day say of a member, not rounded; `None` before any were fitted, and for who never bought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueMember {
    /// The member.
    pub member: MemberId,
    /// A past day; `None`: today.
    pub as_of: Option<Day>,
}

/// The stores and channels of members, to be completed from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListStores;
