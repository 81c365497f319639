//! Where a member's file goes on after a merge.

use crate::domain::fact::Status;
use crate::domain::num::MemberId;
use crate::store::import::MemberStanding;
use crate::store::{Store, StoreError};

/// Where a member stands; of a merged one, the one where its file goes on.
pub(super) fn survivor(store: &Store, member: MemberId) -> Result<MemberStanding, StoreError> {
    follow(store, store.standing(member)?.ok_or_else(|| without_state(member))?)
}

pub(super) fn follow(store: &Store, mut standing: MemberStanding) -> Result<MemberStanding, StoreError> {
    while let (Status::Merged, Some(into)) = (standing.status, standing.merged_into) {
        standing = store.standing(into)?.ok_or_else(|| without_state(into))?;
    }
    Ok(standing)
}

fn without_state(member: MemberId) -> StoreError {
    StoreError::Damaged(format!("member {} has no state", member.0))
}
