//! Lost members: why they left, and who of them has bought again, those left alone beside the others.

use crate::analytics::experiment::two_proportions;
use crate::analytics::proportion::wilson;
use crate::desk::Desk;
use crate::desk::ask::{Asking, ScanWatch, Serve};
use crate::desk::error::DeskError;
use crate::desk::segments::{AsOfDay, BaseMembers};
use crate::domain::care::{WORTH_FROM, is_held_out};
use crate::domain::day::{Day, Instant};
use crate::domain::lost::{LostReport, LostShare, WIN_BACK_DAYS, WinBack, churn_months};
use crate::domain::num::MemberId;
use crate::domain::question::ShowLost;
use crate::domain::rate::Rate;
use std::collections::BTreeSet;

impl Serve<ShowLost> for Desk {
    fn serve(&mut self, question: ShowLost, asking: Asking<'_>) -> Result<Box<LostReport>, DeskError> {
        let Asking { now, watch, .. } = asking;
        let asked = self.as_of_day(question.as_of, now)?;
        let base = self.base_members(&question.base, asked, now, watch)?;
        let zone = self.programs()?.zone();
        let until = if asked.day < asked.today { zone.end_of(asked.day) } else { now };
        let recorded = self.store.read(|store| {
            let mut recorded = Vec::new();
            for (member, at, reason) in store.churn_reasons_until(until)? {
                recorded.push((super::known::holder(store, member)?.0, zone.day_of(at), reason));
            }
            Ok::<_, DeskError>(recorded)
        })?;
        let recorded = recorded.into_iter().filter(|(member, ..)| base.holds(*member));
        let months = churn_months(asked.day, recorded, |rate| wilson(rate.part, rate.n));
        let win_back = self.win_back(asked, &base, (until, now), watch)?;
        Ok(Box::new(LostReport { day: asked.day, months, win_back }))
    }
}

impl Desk {
    /// Of who was lost and worth it [`WIN_BACK_DAYS`] before a day, who has bought since.
    fn win_back(
        &self,
        asked: AsOfDay,
        base: &BaseMembers,
        (until, now): (Instant, Instant),
        watch: &mut dyn ScanWatch,
    ) -> Result<WinBack, DeskError> {
        let programs = self.programs()?;
        let then = self.as_of_day(Some(asked.day.plus_days(-WIN_BACK_DAYS)), now)?;
        let share_e4 = programs.at_end_of(then.day).care.holdout_e4;
        let view = self.view(then, false, watch)?;
        let bought_then = self.bought(then.day, watch)?;
        let stages = self.windows_of(&bought_then, then.day)?;
        let bought = self.bought(asked.day, watch)?;
        let zone = programs.zone();
        let contacted: BTreeSet<MemberId> = self.store.read(|store| {
            let contacts = store.contacts_until(until)?.into_iter();
            let since = contacts.filter(|c| zone.day_of(c.at) > then.day && c.content.outcome.is_contact());
            since.map(|contact| super::known::holder(store, contact.member)).collect::<Result<_, _>>()
        })?;
        let mut told = WinBack { from: then.day, has_holdout: share_e4 > 0, ..WinBack::default() };
        let columns = &view.columns;
        for at in (0..columns.len()).filter(|at| columns.counts(*at) && base.holds(columns.members[*at])) {
            let member = MemberId(columns.members[at]);
            let is_worth_it = view.scores.at(at).is_some_and(|score| score.m >= WORTH_FROM);
            let Some(place) = bought.place(member).filter(|_| is_worth_it) else { continue };
            let days = bought.of(place).iter().filter(|day| day.orders > 0).map(|day| Day(i64::from(day.day)));
            let days: Vec<Day> = days.collect();
            let before = days.partition_point(|day| *day <= then.day);
            let is_lost = before > 0 && then.day.0 - days[before - 1].0 > stages.dormant_days;
            if !is_lost {
                continue;
            }
            let is_alone = is_held_out(member, share_e4);
            let group = if is_alone { &mut told.held_out } else { &mut told.touched };
            group.rate.n += 1;
            group.rate.part += u64::from(before < days.len());
            told.contacted += u64::from(!is_alone && contacted.contains(&member));
        }
        for LostShare { rate, interval } in [&mut told.held_out, &mut told.touched] {
            *interval = wilson(rate.part, rate.n);
        }
        let (held_out, touched): (Rate, Rate) = (told.held_out.rate, told.touched.rate);
        told.difference = two_proportions(held_out, touched).map(|found| found.newcombe).filter(|_| !told.is_too_few());
        Ok(told)
    }
}
