//! The care list of a day: what is known of everybody, held against the one rule in `domain::care`.

mod activation;
mod csv;
mod export;
mod known;
mod lost;

use super::Desk;
use super::ask::{Asking, ScanWatch, Serve};
use super::error::DeskError;
use super::segments::{BaseMembers, ScoredMembers};
use crate::domain::care::{
    CareBars, CareCause, CareDrop, CareFacts, CareList, CareRow, SPEND_DAYS, causes, is_held_out, sifted,
};
use crate::domain::contact::{CareReason, ContactChannel, capped_until, put_off};
use crate::domain::day::{Day, Instant};
use crate::domain::num::{MemberId, Money};
use crate::domain::program::{LifecycleRules, Program};
use crate::domain::question::ListCare;
use crate::domain::read_models::MemberRow;
use crate::store::columns::{BoughtDay, Profiles, PurchaseDays};
use known::CareKnowledge;

impl Serve<ListCare> for Desk {
    fn serve(&mut self, question: ListCare, asking: Asking<'_>) -> Result<Box<CareList>, DeskError> {
        self.care_list(&question, asking.now, asking.watch).map(Box::new)
    }
}

/// A member on the list, before its row is read.
struct Line {
    /// Place of the first cause's reason in the programme's order.
    rank: usize,
    spend: i64,
    /// Place of the member's number among all.
    number: u32,
    /// Place of the member in the columns.
    place: u32,
    causes: Vec<CareCause>,
}

/// What every member is held against.
struct Sieve<'a> {
    day: Day,
    program: &'a Program,
    stages: LifecycleRules,
    view: &'a ScoredMembers,
    bought: &'a PurchaseDays,
    profiles: &'a Profiles,
    known: &'a CareKnowledge,
}

impl Desk {
    /// Answers [`ListCare`]: for a past day by what was recorded up to its end, for one to come as things stand.
    pub(super) fn care_list(
        &self,
        question: &ListCare,
        now: Instant,
        watch: &mut dyn ScanWatch,
    ) -> Result<CareList, DeskError> {
        let programs = self.programs()?;
        let today = programs.zone().day_of(now);
        let day = question.day.unwrap_or(today);
        let asked = self.as_of_day(Some(day.min(today)), now)?;
        let base = self.base_members(&question.base, asked, now, watch)?;
        let view = self.view(asked, false, watch)?;
        let (bought, profiles) = (self.bought(asked.day, watch)?, self.profiles()?);
        let known = self.known_for_care((day, today), now, watch)?;
        let program = programs.at_end_of(day);
        let stages = self.windows_of(&bought, asked.day)?;
        let sieve = Sieve { day, program, stages, view: &view, bought: &bought, profiles: &profiles, known: &known };
        let (mut lines, dropped) = sieve.sift(&base);
        lines.sort_unstable_by_key(|line| (line.rank, std::cmp::Reverse(line.spend), line.number));
        let first = |reason: CareReason| {
            lines.iter().filter(|line| line.causes.first().map(CareCause::reason) == Some(reason)).count() as u64
        };
        let by_reason = program.care.order.iter().map(|reason| (*reason, first(*reason))).filter(|(_, n)| *n > 0);
        let (by_reason, total) = (by_reason.collect(), lines.len() as u64);
        lines.truncate(question.limit);
        let places: Vec<u32> = lines.iter().map(|line| line.place).collect();
        let members = self.rows_at(&view, places, asked)?;
        let row = |(member, line): (MemberRow, Line)| CareRow {
            last_contact: known.of(member.id).last_contact(),
            member,
            causes: line.causes,
            spend: Money(line.spend),
        };
        let rows = members.into_iter().zip(lines).map(row).collect();
        Ok(CareList { day, rows, total, by_reason, dropped })
    }
}

impl Sieve<'_> {
    /// Everybody with a reason, and how many were left out by why.
    fn sift(&self, base: &BaseMembers) -> (Vec<Line>, Vec<(CareDrop, u64)>) {
        let columns = &self.view.columns;
        let mut dropped = CareDrop::ALL.map(|drop| (drop, 0));
        let mut lines = Vec::new();
        for at in (0..columns.len()).filter(|at| columns.counts(*at) && base.holds(columns.members[*at])) {
            let member = MemberId(columns.members[at]);
            let place = self.bought.place(member);
            let days = place.map(|place| self.bought.of(place)).unwrap_or_default();
            let found = self.causes(at, member, days);
            if found.is_empty() {
                continue;
            }
            match sifted(found, self.bars(at, member)) {
                Ok(causes) => lines.push(self.line(at, causes, days)),
                Err(why) => dropped.iter_mut().filter(|(drop, _)| *drop == why).for_each(|(_, n)| *n += 1),
            }
        }
        (lines, dropped.to_vec())
    }

    fn causes(&self, at: usize, member: MemberId, days: &[BoughtDay]) -> Vec<CareCause> {
        let bought: Vec<Day> = days.iter().filter(|day| day.orders > 0).map(|day| Day(i64::from(day.day))).collect();
        let known = self.known.of(member);
        let code = self.profiles.birthday.get(at).copied().unwrap_or(0);
        let facts = CareFacts {
            overdue: known.overdue,
            call_back: known.call_back(),
            detractor: known.detractor(),
            review: known.review.clone(),
            lots: &known.lots,
            birthday: (code > 0).then(|| (u32::from(code / 32), u32::from(code % 32))),
            bought: &bought,
            dormant_days: self.stages.dormant_days,
            money: self.view.scores.at(at).map(|score| score.m),
        };
        causes(&facts, self.day, &self.program.care, self.program.birthday.leap)
    }

    fn bars(&self, at: usize, member: MemberId) -> CareBars {
        let list = self.profiles.consents.get(at).map_or(0, |list| *list as usize);
        let consents = self.profiles.words.get(list).map_or(&[][..], Vec::as_slice);
        let by_any = |channel: ContactChannel| channel.consent().is_some() && channel.is_consented(consents);
        let contacts = self.known.of(member).contacts.iter().map(|(day, purpose, outcome)| (*day, *purpose, *outcome));
        CareBars {
            no_consent: !ContactChannel::ALL.into_iter().any(by_any),
            capped: capped_until(contacts, self.day, &self.program.contact).is_some(),
            held_out: is_held_out(member, self.program.care.holdout_e4),
            put_off: put_off(self.known.of(member).contacts.iter().map(|(_, _, outcome)| *outcome))
                .is_some_and(|until| until > self.day),
        }
    }

    fn line(&self, at: usize, causes: Vec<CareCause>, days: &[BoughtDay]) -> Line {
        let order = &self.program.care.order;
        let rank = causes.first().and_then(|cause| order.iter().position(|reason| *reason == cause.reason()));
        let from = self.day.plus_days(1 - SPEND_DAYS);
        let recent = days.iter().filter(|day| i64::from(day.day) >= from.0);
        Line {
            rank: rank.unwrap_or(order.len()),
            spend: recent.map(|day| day.net).fold(0, i64::saturating_add),
            number: self.profiles.no_rank.get(at).copied().unwrap_or(u32::MAX),
            place: u32::try_from(at).unwrap_or(u32::MAX),
            causes,
        }
    }
}
