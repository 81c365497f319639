//! What events say of an operator.

use crate::domain::day::Instant;
use crate::domain::num::MemberId;
use crate::domain::operator::Role;
use serde::{Deserialize, Serialize};

/// What an event says of an operator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum OperatorChange {
    /// There is an operator of this name.
    Added {
        role: Role,
        /// The member that this person is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        member: Option<MemberId>,
    },
    /// The operator has this role from here on.
    Role { role: Role },
    /// The operator is this member, or is none.
    Linked { member: Option<MemberId> },
    /// The operator may not log in any more.
    Disabled,
    /// The operator may log in again.
    Enabled,
    /// A new PIN.
    Pin {
        /// SHA-256 over a salt and the PIN's hash, hex. Both lie apart, in this file alone.
        commit: String,
    },
    /// Too many wrong PINs in a row.
    Locked {
        /// Wrong ones so far.
        failures: u32,
        /// When the next one is looked at.
        until: Instant,
    },
}

impl OperatorChange {
    /// Its word in documents, as in the file.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Added { .. } => "added",
            Self::Role { .. } => "role",
            Self::Linked { .. } => "linked",
            Self::Disabled => "disabled",
            Self::Enabled => "enabled",
            Self::Pin { .. } => "pin",
            Self::Locked { .. } => "locked",
        }
    }

    /// The member that it names.
    pub fn member(&self) -> Option<MemberId> {
        match self {
            Self::Added { member, .. } | Self::Linked { member } => *member,
            Self::Role { .. } | Self::Disabled | Self::Enabled | Self::Pin { .. } | Self::Locked { .. } => None,
        }
    }

    /// The role that it gives.
    pub fn role(&self) -> Option<Role> {
        match self {
            Self::Added { role, .. } | Self::Role { role } => Some(*role),
            Self::Linked { .. } | Self::Disabled | Self::Enabled | Self::Pin { .. } | Self::Locked { .. } => None,
        }
    }

    /// The same with the member as another room numbers it.
    #[must_use]
    pub fn with_member(self, other: Option<MemberId>) -> Self {
        match self {
            Self::Added { role, .. } => Self::Added { role, member: other },
            Self::Linked { .. } => Self::Linked { member: other },
            Self::Role { .. } | Self::Disabled | Self::Enabled | Self::Pin { .. } | Self::Locked { .. } => self,
        }
    }
}
