//! What members say between two imports, and how the desk works the cases that come of it.

use super::rng::Rng;
use super::shift::{AGENTS, MonthStart, Shift};
use super::{DemoSummary, operator};
use crate::desk::Desk;
use crate::desk::error::DeskError;
use crate::domain::day::{DAY_MS, Instant};
use crate::domain::feedback::{
    CaseChange, CaseState, FeedbackContent, FeedbackFilter, FeedbackRow, Measure, case_reference,
};
use crate::domain::num::Points;
use crate::domain::op;
use crate::domain::operator::Role;
use crate::domain::question::{FeedbackListQuery, ListFeedback};

const HOUR_MS: i64 = DAY_MS / 24;

/// How an answer reached the desk, and how often.
const CHANNELS: [(&str, i64); 4] = [("phone", 40), ("wechat", 30), ("store", 20), ("survey", 10)];

/// How pleased people are with a topic: its weight, and of a hundred answers how many promote and how many detract.
const TOPICS: [(&str, i64, i64, i64); 6] = [
    ("product", 30, 62, 12),
    ("service", 28, 44, 32),
    ("points", 16, 40, 30),
    ("benefit", 12, 48, 20),
    ("brand", 8, 58, 14),
    ("other", 6, 40, 25),
];

/// Topic, whether it is praise, words.
const WORDS: [(&str, bool, &str); 20] = [
    ("product", true, "龙井很香，家里老人特别喜欢"),
    ("product", true, "The oolong is the best in town"),
    ("product", true, "包装精致，送人很有面子"),
    ("product", false, "这批茶叶碎末有点多，和上次不一样"),
    ("product", false, "Cup arrived with a crack in it"),
    ("service", true, "店员很耐心，推荐得也合适"),
    ("service", true, "Quick and friendly, as always"),
    ("service", false, "周末排队四十分钟，没人招呼"),
    ("service", false, "电话打了三次才有人接"),
    ("service", false, "Delivery came two days late and nobody told me"),
    ("points", true, "积分到账很快"),
    ("points", false, "上个月的单子积分一直没到"),
    ("points", false, "My points ended before I knew about it"),
    ("benefit", true, "生日礼券很贴心"),
    ("benefit", false, "金卡的专属时段根本约不上"),
    ("brand", true, "老牌子，放心"),
    ("brand", false, "最近广告推送太多了"),
    ("other", true, "谢谢你们的照顾"),
    ("other", false, "停车不太方便"),
    ("other", false, "Please stop sending me text messages"),
];

/// What is noted when a case is closed, with its reason.
const CLOSINGS: [(&str, &str); 5] = [
    ("solved", "已联系会员，问题解决"),
    ("explained", "解释了积分到期规则，会员理解"),
    ("compensated", "致歉并补偿积分"),
    ("unreachable", "三次回电无人接听"),
    ("left_service", "会员表示以后不来了，对等候时间不满"),
];

/// Everything that is said from this month's day to the next one's, or to the day before today.
pub(super) fn of_a_month(
    desk: &mut Desk,
    month: &MonthStart<'_>,
    rng: &mut Rng,
    made: &mut DemoSummary,
) -> Result<(), DeskError> {
    let agent = operator(rng.pick::<&str>(&AGENTS), Role::Agent);
    let first = month.zone.start_of(month.day.plus_days(1)).0;
    let last = month.zone.start_of(month.day.plus_days(27).min(month.today)).0 - 6 * HOUR_MS;
    if last <= first {
        return Ok(());
    }
    let mut moments: Vec<(i64, bool)> =
        (0..=month.people.len() / 80).map(|_| (rng.between(first, last), false)).collect();
    if month.day.plus_days(27) >= month.today {
        // The last days bring what whoever opens the store has to deal with.
        let late = [(70, 80), (60, 70), (30, 40), (20, 30), (10, 20), (0, 10)];
        let late = late.map(|(to, from)| (rng.between(last - from * HOUR_MS, last - to * HOUR_MS), true));
        moments.extend(late.into_iter().filter(|(at, _)| *at >= first));
    }
    moments.sort_unstable();
    desk.change_operator(agent.clone());
    let mut shift = Shift { desk, agent, month, now: Instant(first), rng, made };
    shift.catch_up()?;
    for (at, complains) in moments {
        shift.now = Instant(at.max(shift.now.0));
        if shift.rng.chance(30) {
            shift.work_on_one()?;
        }
        shift.listen(complains)?;
    }
    Ok(())
}

impl Shift<'_> {
    /// An answer: mostly a score, often with words; a complaint where that is what comes in.
    fn listen(&mut self, complains: bool) -> Result<(), DeskError> {
        let Some(member) = self.anybody()? else { return Ok(()) };
        let &(topic, _, promote, detract) = self.rng.weighted(&TOPICS, |topic| topic.1);
        let mood = self.rng.below(100);
        let (praises, complains) = (mood < promote && !complains, complains || mood >= 100 - detract);
        let &(measure, _) = self.rng.weighted(
            &[(Measure::Nps, 70), (Measure::Csat, 15), (Measure::Ces, 8), (Measure::Comment, 7)],
            |measure| measure.1,
        );
        let score = measure.range().map(|(low, high)| {
            let (good, bad, between) = match measure {
                Measure::Nps => ((9, 10), (1, 6), (7, 8)),
                Measure::Csat | Measure::Ces | Measure::Comment => {
                    ((high - 1, high), (low, low + 1), (low + 2, high - 1))
                }
            };
            let (from, to) = if praises {
                good
            } else if complains {
                bad
            } else {
                between
            };
            self.rng.between(from, to)
        });
        let speaks = measure == Measure::Comment || self.rng.chance(45);
        let words: Vec<&str> =
            WORDS.iter().filter(|w| w.0 == topic && w.1 != complains).map(|(_, _, words)| *words).collect();
        let text = speaks.then(|| (*self.rng.pick::<&str>(&words)).to_owned());
        let channel = self.rng.weighted(&CHANNELS, |c| c.1).0.to_owned();
        let follow_up = complains && self.rng.chance(25);
        let (topic, channel) = (Some(topic.to_owned()), Some(channel));
        let said = FeedbackContent { measure, score, topic, channel, text, follow_up, reference: None };
        self.attempt(op::LogFeedback { member: Some(member), said }).map(|_| ())
    }

    /// Open cases, the one due first in front.
    fn open_cases(&mut self) -> Result<Vec<FeedbackRow>, DeskError> {
        let filter = FeedbackFilter { open_cases: Some(true), ..FeedbackFilter::default() };
        let list = FeedbackListQuery { filter, ..FeedbackListQuery::default() };
        Ok(self.ask(ListFeedback { list, limit: 200 })?.rows)
    }

    /// The month begins with what the last one left: nearly all of it is closed.
    fn catch_up(&mut self) -> Result<(), DeskError> {
        for case in self.open_cases()? {
            if self.rng.chance(94) {
                self.close(&case)?;
            }
        }
        Ok(())
    }

    /// A case is taken up, and mostly closed; not always the one that is due first.
    fn work_on_one(&mut self) -> Result<(), DeskError> {
        let open = self.open_cases()?;
        if open.is_empty() {
            return Ok(());
        }
        let case = self.rng.pick(&open).clone();
        if self.rng.chance(60) {
            return self.close(&case);
        }
        let in_progress = case.case.as_ref().is_some_and(|c| c.state == CaseState::InProgress);
        let owner = Some((*self.rng.pick::<&str>(&AGENTS)).to_owned());
        let state = (!in_progress).then_some(CaseState::InProgress);
        let change = CaseChange { state, owner, ..CaseChange::default() };
        let note = Some("已回电，待门店核实".to_owned());
        self.attempt(op::ChangeCase { case: case.id, change, note }).map(|_| ())
    }

    /// Closes a case; where points make it good, the adjustment carries its reference.
    fn close(&mut self, case: &FeedbackRow) -> Result<(), DeskError> {
        let &(reason, note) = self.rng.pick(&CLOSINGS);
        let owner = Some((*self.rng.pick::<&str>(&AGENTS)).to_owned());
        if let (Some(member), "compensated") = (case.member, reason) {
            let delta = Points(self.rng.between(1, 4) * 50);
            self.attempt(op::Adjust {
                member,
                delta,
                reason: "service_recovery".to_owned(),
                note: Some(note.to_owned()),
                reference: Some(case_reference(case.id)),
            })?;
        }
        let state = Some(CaseState::Resolved);
        let change = CaseChange { state, owner, reason: Some(reason.to_owned()), due: None };
        self.attempt(op::ChangeCase { case: case.id, change, note: Some(note.to_owned()) }).map(|_| ())
    }
}
