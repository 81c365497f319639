//! Questions about approval requests.

use crate::domain::approval_request::RequestRow;
use crate::domain::num::MemberId;
use crate::domain::op::Intent;
use crate::domain::plan::Plan;
use crate::domain::plan::outcome::PlanEffect;
use uuid::Uuid;

/// Every approval request, those that are open first, then the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListRequests {
    /// Only those about this member.
    pub member: Option<MemberId>,
}

/// An approval request in full. Refused where no operation, or several, are meant (`UnknownOperation`, `AmbiguousOperation`), or the one
/// that is asked for nothing (`UnknownRequest`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenRequest {
    /// The id of the operation that asked, the beginning of it, or its number in the audit log.
    pub id: String,
}

/// What approving a request would do now, with whoever asks as the approver.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlanApproval {
    /// The operation that asked.
    pub request: Uuid,
}

/// An approval request in full.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestSheet {
    pub row: RequestRow,
    /// What was asked for; `None` once that is erased.
    pub change: Option<Intent>,
    /// What it would have done when it was asked for.
    pub proposed: Option<PlanEffect>,
    /// Why it was rejected or withdrawn.
    pub note: Option<String>,
}

/// What approving a request would do now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApprovalPlan {
    pub sheet: RequestSheet,
    pub plan: Plan,
}

impl ApprovalPlan {
    /// Whether it would do something else to its members than when it was asked for. Whose limits are used is another matter: they
    /// are the approver's.
    pub fn differs(&self) -> bool {
        !self.sheet.proposed.as_ref().is_some_and(|proposed| proposed.does_as(&self.plan.effect))
    }
}
