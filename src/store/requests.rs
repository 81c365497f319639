//! Approval requests as the events of their keys have them.

use super::Store;
use super::error::StoreError;
use crate::domain::approval_request::{ApprovalRequest, PROPOSAL};
use crate::domain::day::Instant;
use uuid::Uuid;

impl Store {
    /// Every approval request, the newest first.
    pub fn requests(&self) -> Result<Vec<ApprovalRequest>, StoreError> {
        Ok(ApprovalRequest::all(&self.desk_keys(PROPOSAL, Instant(i64::MAX))?))
    }

    /// The approval request of the operation that asked.
    pub fn request_of(&self, op: Uuid) -> Result<Option<ApprovalRequest>, StoreError> {
        let Some(key) = ApprovalRequest::key_of(op) else { return Ok(None) };
        let events = self.desk_key(&key)?;
        Ok(ApprovalRequest::of(&key, &events))
    }
}
