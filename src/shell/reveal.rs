//! A member's phone and e-mail, whole for half a minute.

use super::effect::{Task, Ticket};
use super::field::TextField;
use super::form::MemberRef;
use super::slot::Slot;
use crate::domain::day::Instant;
use crate::domain::member::Profile;
use crate::domain::num::MemberId;
use crate::domain::question::ReadProfile;

/// How long they are shown, in milliseconds.
const SHOWN_MS: i64 = 30_000;

/// What was asked for to be shown whole, and until when it is.
#[derive(Debug, Clone, Default)]
pub struct RevealView {
    pub slot: Slot<ReadProfile>,
    until: Option<Instant>,
    /// Whose was asked for with a reason, until it is recorded.
    asked: Option<(Ticket, MemberId)>,
    /// What was recorded before it was seen.
    recorded: Option<(MemberId, Box<Profile>)>,
}

/// The dialog that asks why.
#[derive(Debug, Clone)]
pub struct RevealForm {
    pub who: MemberRef,
    pub reason: TextField,
}

impl RevealForm {
    /// The dialog as it opens.
    pub fn new(who: MemberRef) -> Self {
        Self { who, reason: TextField::default() }
    }

    /// What is to be done; `None` without a reason.
    pub fn task(&self) -> Option<Task> {
        let reason = self.reason.text().trim();
        (!reason.is_empty()).then(|| Task::Reveal { member: self.who.id, reason: reason.to_owned() })
    }
}

impl RevealView {
    /// The answer has come: it is shown from now on.
    pub fn begin(&mut self, now: Instant) {
        self.until = Some(Instant(now.0 + SHOWN_MS));
    }

    /// It is being recorded that somebody looks.
    pub fn ask(&mut self, ticket: Ticket, member: MemberId) {
        self.asked = Some((ticket, member));
    }

    /// Whose it is that was asked for by a ticket.
    pub fn take_asked(&mut self, ticket: Ticket) -> Option<MemberId> {
        self.asked.take_if(|(asked, _)| *asked == ticket).map(|(_, member)| member)
    }

    /// It is recorded, and shown from now on.
    pub fn show(&mut self, member: MemberId, profile: Box<Profile>, now: Instant) {
        self.recorded = Some((member, profile));
        self.begin(now);
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
        if let (Some((whose, profile)), Some(_)) = (&self.recorded, self.until) {
            return Some(&**profile).filter(|_| *whose == member);
        }
        let is_of = self.slot.answered().is_some_and(|question| question.member == member);
        self.slot.answer().filter(|_| is_of && self.until.is_some()).map(AsRef::as_ref)
    }
}
