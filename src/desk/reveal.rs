//! Personal fields looked at whole: for a reason, recorded before they are seen, and counted.

use super::Desk;
use super::error::DeskError;
use crate::domain::contact::ContactOutcome;
use crate::domain::day::Instant;
use crate::domain::member::Profile;
use crate::domain::num::MemberId;
use crate::domain::op::Reveal;
use crate::domain::op::reveal::RevealedField;
use crate::domain::read_models::Committed;

impl Desk {
    /// Records that personal fields of a member are looked at, and why; then gives the profile. Refused (`RevealQuota`) once the
    /// operator has looked at as many today as the role may; who has an open case or a call-back that is due does not count.
    pub fn reveal(
        &mut self,
        member: MemberId,
        field: RevealedField,
        reason: &str,
        key: Option<&str>,
        now: Instant,
    ) -> Result<(Reveal, Committed, Profile), DeskError> {
        let counts = !self.waits_for_us(member, now)?;
        let wish = Reveal { member, field, note: Some(reason.to_owned()), counts };
        let done = self.perform(&wish.clone().into(), key, now)?;
        Ok((wish, done, self.profile(member)?))
    }

    /// Whether a member has to be reached: a case is open, or a call-back is due.
    fn waits_for_us(&self, member: MemberId, now: Instant) -> Result<bool, DeskError> {
        let today = self.programs()?.zone().day_of(now);
        let record = self.open_member(member, None, now)?;
        let has_case = record
            .feedback
            .iter()
            .any(|row| !row.retracted && row.case.as_ref().is_some_and(|case| case.state.is_open()));
        let newest = record.contacts.first().map(|row| row.contact.content.outcome);
        let is_due = matches!(newest, Some(ContactOutcome::CallBack(on)) if on <= today);
        Ok(has_case || is_due)
    }
}
