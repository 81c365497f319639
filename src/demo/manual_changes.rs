//! What the desk's people do by hand between two imports.

use super::rng::Rng;
use super::shift::{AGENTS, MonthStart, Shift};
use super::shopping::DemoPurchase;
use super::{DemoSummary, manager, operator};
use crate::desk::Desk;
use crate::desk::error::DeskError;
use crate::domain::day::Instant;
use crate::domain::fact::{OverrideMode, Status};
use crate::domain::num::{MemberId, Points};
use crate::domain::op;
use crate::domain::operator::Role;
use crate::domain::question::{OpenMember, ReadProfile};
use std::collections::HashSet;

const ADJUSTMENTS: [(&str, i64, i64, &str); 12] = [
    ("goodwill", 50, 200, "排队较久，赠送积分致歉"),
    ("goodwill", 20, 100, "生日当月关怀"),
    ("goodwill", 100, 300, "Long-standing guest, small thank-you"),
    ("missing_purchase", 30, 400, "收银台漏扫会员码，凭小票补录"),
    ("missing_purchase", 20, 260, "Receipt shown, card not scanned at the till"),
    ("service_recovery", 100, 500, "配送延误超过一天，补偿"),
    ("service_recovery", 100, 300, "饮品做错，已重做并补偿积分"),
    ("campaign", 50, 200, "周年庆活动补发"),
    ("campaign", 88, 88, "好友推荐奖励"),
    ("correction", -200, -20, "重复录入，扣回"),
    ("correction", -120, -10, "Points credited twice, taken back"),
    ("other", 20, 150, "门店试饮调研参与奖励，已登记名单"),
];

const OVERRIDES: [(&str, &str); 4] = [
    ("service_recovery", "投诉处理：先按金卡权益服务"),
    ("goodwill", "企业客户对接人，临时升级"),
    ("campaign", "开业活动体验等级"),
    ("correction", "Tier lost after a late import, put right until the review"),
];

/// Everything done on one day of a month. `rows[bought..]` are the purchases to come: points spent on one of them are noted
/// there, and some purchases of the past come back.
pub(super) fn of_a_month(
    desk: &mut Desk,
    month: &MonthStart<'_>,
    rng: &mut Rng,
    rows: &mut Vec<DemoPurchase>,
    bought: usize,
    made: &mut DemoSummary,
) -> Result<(), DeskError> {
    let agent = operator(rng.pick::<&str>(&AGENTS), Role::Agent);
    let opens = Instant(month.zone.start_of(month.day).0 + 9 * 3_600_000);
    desk.change_operator(agent.clone());
    let mut shift = Shift { desk, agent, month, now: opens, rng, made };
    let many = |per: usize| month.people.len() / per + 1;
    for _ in 0..many(300) {
        shift.adjust()?;
    }
    shift.pay_with_points(&mut rows[bought..])?;
    for _ in 0..many(100) {
        shift.reward()?;
    }
    for _ in 0..many(700) {
        shift.edit()?;
    }
    shift.desk.change_operator(manager());
    shift.agent = manager();
    shift.set_tier()?;
    for _ in 0..many(900) {
        if let Some(left) = shift.stand()? {
            // Whoever left buys nothing more.
            let mut place = 0;
            rows.retain(|row| {
                place += 1;
                place <= bought || row.who != left
            });
        }
        shift.merge()?;
    }
    if month.day.plus_days(120) > month.today {
        shift.spend_then_bring_back(rows, bought, many(500))?;
    }
    Ok(())
}

impl Shift<'_> {
    fn balance(&mut self, member: MemberId) -> Result<i64, DeskError> {
        Ok(self.ask(OpenMember { member, as_of: None })?.snapshot.points.balance.0)
    }

    /// Points by hand; one in eight was a mistake and is undone.
    fn adjust(&mut self) -> Result<(), DeskError> {
        let Some(member) = self.anybody()? else { return Ok(()) };
        let &(reason, low, high, note) = self.rng.pick(&ADJUSTMENTS);
        let delta = self.rng.between(low, high);
        let done = self.attempt(op::Adjust {
            member,
            delta: Points(delta),
            reason: reason.to_owned(),
            note: Some(note.to_owned()),
            reference: None,
        })?;
        match done {
            Some(done) if self.rng.chance(12) => {
                self.attempt(op::Undo { op: done.op, reason: Some("correction".to_owned()) }).map(|_| ())
            }
            _ => Ok(()),
        }
    }

    /// Some of those who shop on this day pay a part with points: 100 points are ¥1.
    fn pay_with_points(&mut self, to_come: &mut [DemoPurchase]) -> Result<(), DeskError> {
        let day = self.month.day;
        for row in to_come.iter_mut().take_while(|row| row.day == day) {
            let known = row.who < self.month.people.len();
            if row.refund_of.is_some() || !known || row.minute < 12 * 60 || !self.rng.chance(60) {
                continue;
            }
            let member = self.member(row.who)?;
            let points = self.balance(member)?.min(row.amount / 2) / 100 * 100;
            if points < 200 {
                continue;
            }
            let reference = Some(row.reference());
            let reward = "积分抵现".to_owned();
            if self.attempt(op::Redeem { member, points: Points(points), reward, reference })?.is_some() {
                row.points_paid = points;
            }
        }
        Ok(())
    }

    /// A new phone or address.
    fn edit(&mut self) -> Result<(), DeskError> {
        let Some(member) = self.anybody()? else { return Ok(()) };
        let mut profile = self.ask(ReadProfile { member })?;
        if self.rng.chance(50) {
            profile.phone = format!("13{:09}", self.rng.below(1_000_000_000));
        } else {
            profile.email = format!("{}@example.com", profile.member_no.to_lowercase());
        }
        let note = Some("会员来电更新联系方式".to_owned());
        self.attempt(op::Edit { member, profile, note }).map(|_| ())
    }

    /// A voucher for somebody who has enough.
    fn reward(&mut self) -> Result<(), DeskError> {
        for _ in 0..6 {
            let Some(member) = self.anybody()? else { return Ok(()) };
            let (points, reward) = *self.rng.pick(&[(500, "5元代金券"), (1_000, "保温杯"), (2_000, "龙井礼盒")]);
            if self.balance(member)? >= points {
                let reward = reward.to_owned();
                self.attempt(op::Redeem { member, points: Points(points), reward, reference: None })?;
                break;
            }
        }
        Ok(())
    }

    /// A tier by hand, mostly "at least", for one to twelve months.
    fn set_tier(&mut self) -> Result<(), DeskError> {
        let Some(member) = self.anybody()? else { return Ok(()) };
        let (reason, note) = *self.rng.pick(&OVERRIDES);
        let mode = if self.rng.chance(85) { OverrideMode::Floor } else { OverrideMode::Exact };
        let tier = (*self.rng.pick(&["silver", "gold", "gold", "platinum"])).to_owned();
        let until = self.month.day.plus_days(self.rng.between(30, 365));
        self.attempt(op::Override { member, tier, until, mode, reason: reason.to_owned(), note: Some(note.to_owned()) })
            .map(|_| ())
    }

    /// Somebody is frozen or unfrozen, or leaves: told by the place among the people.
    fn stand(&mut self) -> Result<Option<usize>, DeskError> {
        let who = self.rng.index(self.month.people.len());
        let (to, note) = *self.rng.pick(&[
            (Status::Frozen, "账号疑似被盗用，先冻结"),
            (Status::Frozen, "短时间内多次异常兑换，待核实"),
            (Status::Closed, "会员本人申请注销"),
            (Status::Active, "核实无误，解冻"),
        ]);
        // Leaving is rarer than the list says.
        if self.month.people.is_empty() || (to == Status::Closed && self.rng.chance(60)) {
            return Ok(None);
        }
        let member = self.member(who)?;
        let (reason, note) = (Some("correction".to_owned()), Some(note.to_owned()));
        let done = self.attempt(op::SetStatus { member, to, reason, note, churn: None })?;
        Ok(done.filter(|_| to == Status::Closed).map(|_| who))
    }

    /// The same person with two cards, every other month; some were two people after all.
    fn merge(&mut self) -> Result<(), DeskError> {
        if !self.rng.chance(50) {
            return Ok(());
        }
        let (Some(from), Some(into)) = (self.anybody()?, self.anybody()?) else { return Ok(()) };
        let note = Some("同一人重复办卡，合并到旧卡".to_owned());
        let done = self.attempt(op::Merge { from, into, reason: "correction".to_owned(), note })?;
        if done.is_some() && self.rng.chance(15) {
            self.attempt(op::Unmerge { member: from, reason: Some("correction".to_owned()) })?;
        }
        Ok(())
    }

    /// Points spent to the last, then the purchase that earned them comes back: what is missing is a deficit.
    fn spend_then_bring_back(
        &mut self,
        rows: &mut Vec<DemoPurchase>,
        bought: usize,
        many: usize,
    ) -> Result<(), DeskError> {
        let back_on = self.month.day.plus_days(2);
        if back_on >= self.month.today {
            return Ok(());
        }
        let returned: HashSet<_> = rows.iter().filter_map(|row| row.refund_of).collect();
        let mut left = many;
        for at in (0..bought).rev().take(400) {
            let sale = rows[at].clone();
            let returned = returned.contains(&sale.number);
            if left == 0 || sale.refund_of.is_some() || sale.points_paid > 0 || sale.amount < 15_000 || returned {
                continue;
            }
            let member = self.member(sale.who)?;
            let balance = self.balance(member)?;
            if !(100..=5_000).contains(&balance) {
                continue;
            }
            let reward = "储值卡".to_owned();
            let intent = op::Redeem { member, points: Points(balance), reward, reference: None };
            if self.attempt(intent)?.is_some() {
                let number = rows.iter().map(|row| row.number).max().unwrap_or(0) + 1;
                let place = bought + rows[bought..].partition_point(|row| row.day <= back_on);
                rows.insert(place, sale.refunded(number, back_on, 11 * 60));
                left -= 1;
            }
        }
        Ok(())
    }
}
