//! What is known of each member that may be a reason to care: cases, answers, contacts, lots, the review ahead.

use crate::desk::Desk;
use crate::desk::ask::ScanWatch;
use crate::desk::error::DeskError;
use crate::domain::care::AHEAD_DAYS;
use crate::domain::contact::{ContactOutcome, ContactPurpose, open_call_back};
use crate::domain::day::{Day, Instant};
use crate::domain::feedback::{Attitude, CaseState, FeedbackFilter, FeedbackRow, Measure};
use crate::domain::num::{FactId, MemberId, Points};
use crate::domain::question::FeedbackListQuery;
use crate::store::{Store, StoreError};
use std::collections::HashMap;

/// What is known of one member.
#[derive(Debug, Clone, Default)]
pub(super) struct KnownOfMember {
    /// The overdue case that is due first, and the day on which it was due.
    pub overdue: Option<(FactId, Day)>,
    /// The newest detractor's answer whose case nobody has taken up: when it was given, its day and its score.
    answer: Option<(Instant, Day, i64)>,
    /// Every contact, the oldest first.
    pub contacts: Vec<(Day, ContactPurpose, ContactOutcome)>,
    /// The newest contact that was answered.
    answered: Option<Instant>,
    /// Points by their last day, as far as that is near.
    pub lots: Vec<(Day, Points)>,
    /// The day of the review ahead and the tier after it, where it is lower.
    pub review: Option<(Day, String)>,
}

impl KnownOfMember {
    /// The day on which the member wants to be called back.
    pub fn call_back(&self) -> Option<Day> {
        open_call_back(self.contacts.iter().map(|(_, _, outcome)| *outcome))
    }

    /// The newest contact that took place, with what came of it.
    pub fn last_contact(&self) -> Option<(Day, ContactOutcome)> {
        let newest = self.contacts.iter().rev().find(|(_, _, outcome)| outcome.is_contact());
        newest.map(|(day, _, outcome)| (*day, *outcome))
    }

    /// The newest answer of a detractor after which nobody was in contact.
    pub fn detractor(&self) -> Option<(Day, i64)> {
        let open = self.answer.filter(|(at, ..)| self.answered.is_none_or(|answered| answered < *at));
        open.map(|(_, day, score)| (day, score))
    }
}

/// What is known of everybody.
#[derive(Debug, Default)]
pub(super) struct CareKnowledge {
    members: HashMap<MemberId, KnownOfMember>,
    nothing: KnownOfMember,
}

impl CareKnowledge {
    pub fn of(&self, member: MemberId) -> &KnownOfMember {
        self.members.get(&member).unwrap_or(&self.nothing)
    }

    fn of_mut(&mut self, member: MemberId) -> &mut KnownOfMember {
        self.members.entry(member).or_default()
    }
}

impl Desk {
    /// What is known of everybody at the end of a day, and of today now.
    pub(super) fn known_for_care(
        &self,
        (day, today): (Day, Day),
        now: Instant,
        watch: &mut dyn ScanWatch,
    ) -> Result<CareKnowledge, DeskError> {
        let programs = self.programs()?;
        let zone = programs.zone();
        let until = if day < today { zone.end_of(day) } else { now };
        let open = FeedbackFilter { open_cases: Some(true), ..FeedbackFilter::default() };
        let list =
            FeedbackListQuery { filter: open, as_of: (day < today).then_some(day), ..FeedbackListQuery::default() };
        let cases = self.feedback(&list, usize::MAX, now, &mut ())?.rows;
        self.store.read(|store| {
            let mut known = CareKnowledge::default();
            for row in &cases {
                let Some(member) = row.member.map(|member| holder(store, member)).transpose()? else { continue };
                add_case(known.of_mut(member), row, until, zone.day_of(row.at), |at| zone.day_of(at));
            }
            for contact in store.contacts_until(until)? {
                let of = known.of_mut(holder(store, contact.member)?);
                of.contacts.push((zone.day_of(contact.at), contact.content.purpose, contact.content.outcome));
                if contact.content.outcome.is_answered() {
                    of.answered = Some(contact.at);
                }
            }
            let soon = day.plus_days(AHEAD_DAYS);
            store.each_snapshot((day, today), &programs, watch, |member, snapshot| {
                let near = |last: &Day| *last >= day && *last <= soon;
                let lots = snapshot.points.lots.iter().filter_map(|lot| Some((lot.expires_on.filter(near)?, lot.open)));
                let lots: Vec<(Day, Points)> = lots.collect();
                let review = snapshot.tier.review.filter(|review| review.at_risk && review.on <= soon);
                if !lots.is_empty() || review.is_some() {
                    let of = known.of_mut(member);
                    (of.lots, of.review) = (lots, review.map(|review| (review.on, review.outcome)));
                }
            })?;
            Ok(known)
        })
    }
}

/// An open case as a reason: overdue, or the answer of a detractor that nobody has taken up.
fn add_case(of: &mut KnownOfMember, row: &FeedbackRow, until: Instant, day: Day, day_of: impl Fn(Instant) -> Day) {
    let Some(case) = &row.case else { return };
    if case.is_overdue(until) {
        let due = (row.id, day_of(case.due));
        of.overdue = Some(of.overdue.filter(|known| known.1 <= due.1).unwrap_or(due));
    }
    let is_taken = match case.state {
        CaseState::Open | CaseState::Reopened => false,
        CaseState::InProgress | CaseState::Resolved => true,
    };
    let score = row.content.score.filter(|_| row.content.measure == Measure::Nps && !is_taken);
    if let Some(score) = score.filter(|score| Attitude::of(*score) == Attitude::Detractor)
        && of.answer.is_none_or(|(at, ..)| at < row.at)
    {
        of.answer = Some((row.at, day, score));
    }
}

/// Whoever holds what was recorded on a member.
pub(super) fn holder(store: &Store, mut member: MemberId) -> Result<MemberId, StoreError> {
    while let Some(into) = store.standing(member)?.and_then(|standing| standing.merged_into) {
        member = into;
    }
    Ok(member)
}
