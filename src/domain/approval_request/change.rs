//! What events say of an approval request.

use crate::domain::day::Day;
use crate::domain::enumeration::enumeration;
use crate::domain::num::{MemberId, Points};
use crate::domain::op::kind::OpKind;
use serde::{Deserialize, Serialize};

enumeration! {
    /// How far an approval request is.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
    pub enum RequestState {
        Open => "open",
        Approved => "approved",
        Rejected => "rejected",
        Withdrawn => "withdrawn",
        /// Its last day has passed, and nobody has answered.
        Expired => "expired",
    }
}

/// What an event says of an approval request. Its key names the operation that asked; under a change that needed nobody's approval it
/// names the change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum RequestChange {
    /// Somebody asks for a change.
    Made {
        by: String,
        act: OpKind,
        /// The member it is about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        member: Option<MemberId>,
        /// Points it would move, signed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        points: Option<Points>,
        /// The last day on which it can be approved.
        until: Day,
    },
    /// The operation of this event is the change, approved.
    Approved {
        by: String,
    },
    Rejected {
        by: String,
    },
    Withdrawn {
        by: String,
    },
    /// The operation of this event needed a second person, and there was none who could have approved it.
    SingleControl {
        by: String,
    },
}

impl RequestChange {
    /// The member that it names.
    pub fn member(&self) -> Option<MemberId> {
        match self {
            Self::Made { member, .. } => *member,
            Self::Approved { .. } | Self::Rejected { .. } | Self::Withdrawn { .. } | Self::SingleControl { .. } => None,
        }
    }

    /// The same with the member as another room numbers it.
    #[must_use]
    pub fn with_member(self, other: Option<MemberId>) -> Self {
        match self {
            Self::Made { by, act, points, until, .. } => Self::Made { by, act, member: other, points, until },
            Self::Approved { .. } | Self::Rejected { .. } | Self::Withdrawn { .. } | Self::SingleControl { .. } => self,
        }
    }
}
