//! A desk in a month: who may be met there, and how a change is made.

use super::DemoSummary;
use super::people::DemoMember;
use super::rng::Rng;
use crate::desk::Desk;
use crate::desk::ask::Serve;
use crate::desk::error::DeskError;
use crate::domain::day::{Day, Instant, Zone};
use crate::domain::num::MemberId;
use crate::domain::op::Intent;
use crate::domain::operator::Operator;
use crate::domain::question::{FindMemberByNo, Question};
use crate::domain::read_models::Committed;

pub(super) const AGENTS: [&str; 4] = ["李雯", "王磊", "周晓彤", "Emma Clark"];

/// A month's beginning: who is a member by then, and when it is.
pub(super) struct MonthStart<'a> {
    pub people: &'a [DemoMember],
    pub day: Day,
    /// The day the whole demo ends with.
    pub today: Day,
    pub zone: Zone,
}

/// A desk in a month, with its clock.
pub(super) struct Shift<'a> {
    pub desk: &'a mut Desk,
    pub agent: Operator,
    pub month: &'a MonthStart<'a>,
    pub now: Instant,
    pub rng: &'a mut Rng,
    pub made: &'a mut DemoSummary,
}

impl Shift<'_> {
    /// Plans and commits; `None` where the rules, or the operator's limits, say no.
    pub fn attempt(&mut self, intent: impl Into<Intent>) -> Result<Option<Committed>, DeskError> {
        self.now = Instant(self.now.0 + self.rng.between(40, 400) * 1_000);
        match self.desk.perform(&intent.into(), None, self.now) {
            Ok(committed) => {
                self.made.operations += 1;
                Ok(Some(committed))
            }
            Err(DeskError::Refused(_)) => {
                self.made.refused += 1;
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    pub fn anybody(&mut self) -> Result<Option<MemberId>, DeskError> {
        if self.month.people.is_empty() {
            return Ok(None);
        }
        let who = self.rng.index(self.month.people.len());
        self.member(who).map(Some)
    }

    /// A person by their place among the people.
    pub fn member(&mut self, who: usize) -> Result<MemberId, DeskError> {
        self.ask(FindMemberByNo { member_no: self.month.people[who].no.clone() })
    }

    /// Puts a question to the desk.
    pub fn ask<Q: Question>(&mut self, question: Q) -> Result<Q::Answer, DeskError>
    where
        Desk: Serve<Q>,
    {
        self.desk.ask(&self.agent, question, self.now)
    }
}
