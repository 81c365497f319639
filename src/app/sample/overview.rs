//! Figures of a shop, made up; points and reasons to care by real folds over the members in memory.

use super::FakeDesk;
use crate::domain::alert_ack::AlertAck;
use crate::domain::alert_list::{AlertList, AlertStanding, alert_of, newest_ack, walk};
use crate::domain::care::{CareBars, CareCause, CareDrop, CareFacts, CareList, CareRow, causes, sifted};
use crate::domain::contact::{ContactContent, ContactOutcome, capped_until, open_call_back, put_off};
use crate::domain::day::Day;
use crate::domain::desk_event::{DeskEvent, by_key};
use crate::domain::figure::FigureCode;
use crate::domain::fold::fold;
use crate::domain::lost::{LostReport, WIN_BACK_DAYS, WinBack, churn_months};
use crate::domain::num::{FactId, FileNumber, MemberId, Money, OpSeq, Points};
use crate::domain::overview::{Figure, FigureValue, Overview, PointsOverview};
use crate::domain::plan::Plan;
use crate::domain::question::ListCare;
use crate::domain::rate::{Interval, Rate};

/// Members, a rate with its interval, money, a score.
pub(super) fn figures(day: Day) -> Overview {
    let rise = |n: i64| (1..=12).map(|month| Some(FigureValue::Count(n + 10 * month))).collect();
    let active = Interval { n: 1_979, value: 0.429, low: 0.407, high: 0.451 };
    let months = (1..=12).map(|month| Some(FigureValue::Money(Money(3_000_000 + 700_000 * (month % 5)))));
    Overview {
        day,
        through: OpSeq(48_201),
        figures: vec![
            Figure::of(FigureCode::Members, FigureValue::Count(1_979))
                .with_months(rise(1_859))
                .with_filter("status:active"),
            Figure::rate(FigureCode::ActiveRate, Rate { part: 849, n: 1_979 }, Some(active)),
            Figure::of(FigureCode::NetSpend, FigureValue::Money(Money(44_972_900))).with_months(months.collect()),
            Figure {
                interval: Some((20.3, 41.4)),
                ..Figure::of(FigureCode::Nps, FigureValue::Score(31.0)).with_n(212)
            },
            Figure::unknown(FigureCode::CaseHours).with_n(0),
        ],
    }
}

impl FakeDesk {
    /// Every rule of the programme after two days, in breach on both.
    pub(super) fn alerts(&self) -> AlertList {
        let (day, mut list) = (self.today(), AlertList::default());
        for rule in &self.programs.newest().program.alerts {
            let value = Some(rule.threshold() + 1.0);
            let (machine, fired) = walk(rule, day.plus_days(-1), &[value, value]);
            list.fired.extend(fired);
            list.rules.push(AlertStanding {
                rule: rule.clone(),
                state: machine.state(),
                value,
                lit_since: machine.lit_since(),
            });
        }
        let mut list = AlertList { day, from: day.plus_days(-1), ..list };
        let keys = by_key(self.at_desk.clone(), self.now, FileNumber::NONE);
        list.acknowledge(keys.iter().filter_map(|(key, events)| {
            let ((code, day), (event, content)) = (alert_of(key)?, newest_ack(events)?);
            let ack = AlertAck { op: self.op_of(event.op), at: event.at, content: content.clone(), note: None };
            Some((code.to_owned(), day, ack))
        }));
        list
    }

    /// Notes what a plan says of the desk.
    pub(super) fn note_at_desk(&mut self, plan: &Plan, op: OpSeq) {
        for new in &plan.desk_events {
            self.rows += 1;
            let (id, key, kind) = (FactId(self.rows), new.key.clone(), new.kind.clone());
            self.at_desk.push(DeskEvent { id, op, at: new.at, key, kind, text: None });
        }
    }

    pub(super) fn points(&self, as_of: Option<Day>) -> PointsOverview {
        let day = as_of.unwrap_or(self.today());
        let mut points = PointsOverview::begin(day, OpSeq(48_201));
        for id in self.files.keys() {
            let folded = fold(&self.history(*id), &self.programs, day).unwrap();
            points.add(&folded.trace.entries, &folded.state.snapshot(&self.programs));
        }
        points
    }

    pub(super) fn lost(&self) -> LostReport {
        let recorded = [(1, self.today(), "price".to_owned()), (2, self.today(), "moved".to_owned())];
        let months = churn_months(self.today(), recorded, |_| None);
        let win_back = WinBack { from: self.today().plus_days(-WIN_BACK_DAYS), ..WinBack::default() };
        LostReport { day: self.today(), months, win_back }
    }

    pub(super) fn care(&self, asked: &ListCare) -> CareList {
        let day = asked.day.unwrap_or(self.today());
        let program = &self.programs.newest().program;
        let (mut rows, mut dropped) = (Vec::new(), [CareDrop::Capped, CareDrop::Postponed].map(|drop| (drop, 0)));
        for id in self.files.keys() {
            let contacts: Vec<_> =
                self.contacts(*id, day).into_iter().rev().map(|row| (row.contact.day, row.contact.content)).collect();
            let found = causes(&facts(*id, day, &contacts), day, &program.care, program.birthday.leap);
            let past = contacts.iter().map(|(day, content)| (*day, content.purpose, content.outcome));
            let put_off = put_off(contacts.iter().map(|(_, content)| content.outcome)).is_some_and(|until| until > day);
            let capped = capped_until(past, day, &program.contact).is_some();
            let bars = CareBars { capped, put_off, ..CareBars::default() };
            match sifted(found, bars) {
                Ok(causes) if causes.is_empty() => {}
                Ok(causes) => rows.push(CareRow {
                    member: self.row(*id, day),
                    causes,
                    spend: Money(100 * id.0),
                    last_contact: contacts.last().map(|(day, content)| (*day, content.outcome)),
                }),
                Err(why) => dropped.iter_mut().filter(|(drop, _)| *drop == why).for_each(|(_, n)| *n += 1),
            }
        }
        let first = |row: &CareRow| row.causes.first().map(CareCause::reason);
        let order = |row: &CareRow| program.care.order.iter().position(|reason| Some(*reason) == first(row));
        rows.sort_by_key(|row| (order(row), std::cmp::Reverse(row.spend.0)));
        let count = |reason| rows.iter().filter(|row| first(row) == Some(reason)).count() as u64;
        let by_reason = program.care.order.iter().map(|reason| (*reason, count(*reason))).filter(|(_, n)| *n > 0);
        let (by_reason, total) = (by_reason.collect(), rows.len() as u64);
        CareList { day, rows, total, by_reason, dropped: dropped.to_vec() }
    }
}

/// The first member has points that expire, the second wants to be called back once a contact said so.
fn facts<'a>(member: MemberId, day: Day, contacts: &[(Day, ContactContent)]) -> CareFacts<'a> {
    const LOTS: &[(Day, Points)] = &[(Day(20_793), Points(4_000))];
    let outcomes = contacts.iter().map(|(_, content)| content.outcome);
    let calls_back: Option<Day> = open_call_back(outcomes.collect::<Vec<ContactOutcome>>());
    CareFacts {
        lots: if member == MemberId(1) { LOTS } else { &[] },
        birthday: (member == MemberId(2)).then_some((11, 24)),
        call_back: calls_back.filter(|on| *on <= day),
        ..CareFacts::default()
    }
}
