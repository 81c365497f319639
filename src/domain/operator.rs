//! Who changes something, and how much they may change.

use super::enumeration::enumeration;
use super::num::Points;
use serde::{Deserialize, Serialize};

enumeration! {
    /// What an operator is at the desk. What each may do stands in [`permission`](super::permission), limits in the programme.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub enum Role {
        /// Serves members.
        Agent => "agent",
        /// Leads agents on a shift, and approves within limits.
        Supervisor => "supervisor",
        /// Runs the store.
        Manager => "manager",
        /// Looks at everything and changes nothing.
        Auditor => "auditor",
        /// Answers for the data file.
        Owner => "owner",
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operator {
    /// The name that the journal shows.
    pub name: String,
    pub role: Role,
}

/// How many points (absolute) an operator may move; `None` is no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Limits {
    pub per_op: Option<Points>,
    /// On one business day, over all members.
    pub per_day: Option<Points>,
    /// For one member in one calendar month, over all operators.
    pub per_member_month: Option<Points>,
}

/// What has been used of the limits before the change at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LimitUsage {
    /// By this operator today.
    pub day: Points,
    /// On this member this month.
    pub member_month: Points,
}
