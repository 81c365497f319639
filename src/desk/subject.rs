//! One member, loaded as planning needs it.

use super::error::DeskError;
use crate::domain::num::MemberId;
use crate::domain::plan::context::Subject;
use crate::domain::plan::outcome::Refusal;
use crate::store::Store;

/// One member as a plan needs it.
pub(super) fn subject(store: &Store, member: MemberId) -> Result<Subject, DeskError> {
    let unknown = || Refusal::UnknownMember { member_no: member.0.to_string() };
    let profile = store.profile(member)?.ok_or_else(unknown)?;
    let history = store.history(member)?;
    let survivor = store.state(member)?.and_then(|s| s.merged_into);
    let survivor_no = survivor.map(|s| store.member_no(s)).transpose()?.flatten();
    Ok(Subject { history, profile, survivor_no })
}
