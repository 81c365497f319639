//! A member's phone and e-mail, whole for half a minute.

use super::slot::Slot;
use crate::domain::day::Instant;
use crate::domain::member::Profile;
use crate::domain::num::MemberId;
use crate::domain::question::ReadProfile;

/// How long they are shown, in milliseconds.
const SHOWN_MS: i64 = 30_000;

/// What was asked for to be shown whole, and until when it is.
#[derive(Debug, Clone, Default)]
pub struct Reveal {
    pub slot: Slot<ReadProfile>,
    until: Option<Instant>,
}

impl Reveal {
    /// The answer has come: it is shown from now on.
    pub fn begin(&mut self, now: Instant) {
        self.until = Some(Instant(now.0 + SHOWN_MS));
    }

    /// When it is shown no longer.
    pub fn until(&self) -> Option<Instant> {
        self.until
    }

    /// Takes it off the screen once its time is over, and forgets it.
    pub fn expire(&mut self, now: Instant) {
        if self.until.is_some_and(|until| until <= now) {
            *self = Self::default();
        }
    }

    /// The profile of a member, where it is shown whole.
    pub fn of(&self, member: MemberId) -> Option<&Profile> {
        let is_of = self.slot.answered().is_some_and(|question| question.member == member);
        self.slot.answer().filter(|_| is_of && self.until.is_some()).map(AsRef::as_ref)
    }
}
