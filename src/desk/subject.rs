//! What is asked about: a member, loaded as planning needs it, and a day.

use super::error::DeskError;
use crate::domain::day::Day;
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

/// The day that the desk shows: today, or a past day that was asked for.
pub(in crate::desk) fn shown_day(as_of: Option<Day>, today: Day) -> Result<Day, DeskError> {
    match as_of {
        Some(day) if day > today => Err(DeskError::NotYet { day, today }),
        Some(day) => Ok(day),
        None => Ok(today),
    }
}
