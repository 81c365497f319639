//! Scores of a period, whole and broken down, and the answers behind each of them: both by one pass over the same answers.

use super::Desk;
use super::ask::{Asking, ScanWatch, Serve};
use super::error::DeskError;
use super::segments::{BaseMembers, ScoredMembers};
use crate::analytics::exact::ExactSums;
use crate::analytics::proportion;
use crate::domain::day::{Day, Instant};
use crate::domain::feedback::{Breakdown, PeriodComparison, ResponseCounts, ScoreReport, ScoreRow, SurveyResponse};
use crate::domain::num::{FactId, MemberId};
use crate::domain::plan::outcome::Refusal;
use crate::domain::program::Programs;
use crate::domain::question::{FeedbackRows, ListResponses, ResponseGroup, ScoreFeedback};
use crate::domain::rate::Interval;
use crate::domain::segment_views::SegmentState;
use crate::store::{Store, StoreError};
use chrono::Datelike;
use std::collections::{BTreeMap, HashMap};
use std::ops::RangeInclusive;
use std::sync::Arc;

/// Topics with fewer NPS answers show no score: a driver of a handful of answers is noise.
const DRIVER_MIN: u64 = 30;

impl Serve<ScoreFeedback> for Desk {
    fn serve(&mut self, question: ScoreFeedback, asking: Asking<'_>) -> Result<Box<ScoreReport>, DeskError> {
        let ScoreFeedback { days: (from, to), by, versus, base } = question;
        let versus = versus.map(|(from, to)| from..=to);
        let of = ScoredResponses { days: from..=to, by, base: &base };
        let measures = self.measures(&of, versus.as_ref(), asking.now, asking.watch);
        self.let_go(by);
        measures.map(Box::new)
    }
}

impl Serve<ListResponses> for Desk {
    fn serve(&mut self, question: ListResponses, asking: Asking<'_>) -> Result<FeedbackRows, DeskError> {
        let ListResponses { days: (from, to), group, limit, base } = question;
        let of = ScoredResponses { days: from..=to, by: group.as_ref().map(|group| group.by), base: &base };
        let rows = self.answers_counted(&of, group.as_ref(), limit, asking.now, asking.watch);
        self.let_go(group.map(|group| group.by));
        rows
    }
}

/// Which responses are scored, and what tells them apart.
pub(super) struct ScoredResponses<'a> {
    pub days: RangeInclusive<Day>,
    pub by: Option<Breakdown>,
    /// Only those of members who fit this filter; `*`: all.
    pub base: &'a str,
}

impl Desk {
    /// Segments bring everybody's columns in; the desk that is asked for segments all the time is the one that keeps them.
    fn let_go(&self, by: Option<Breakdown>) {
        if by == Some(Breakdown::Segment) {
            self.drop_columns();
        }
    }

    /// Answers [`ScoreFeedback`]. Segments are those of the last day of the period, tiers and home stores today's.
    pub(super) fn measures(
        &self,
        of: &ScoredResponses<'_>,
        versus: Option<&RangeInclusive<Day>>,
        now: Instant,
        watch: &mut dyn ScanWatch,
    ) -> Result<ScoreReport, DeskError> {
        let mut keys = self.keys(of, now, watch)?;
        let (days, by) = (&of.days, of.by);
        self.store.read(|store| {
            let withheld_below = if by == Some(Breakdown::Topic) { DRIVER_MIN } else { 0 };
            let (mut all, mut groups) = (ResponseCounts::default(), BTreeMap::<Option<String>, ResponseCounts>::new());
            keys.each(store, days, |answer, key| {
                all.count(answer.measure, answer.score);
                if by.is_some() {
                    groups.entry(key).or_default().count(answer.measure, answer.score);
                }
            })?;
            let rows = in_order(groups, by);
            Ok(ScoreReport {
                from: *days.start(),
                to: *days.end(),
                all: measured(None, all, 0),
                by,
                rows: rows.into_iter().map(|(value, answers)| measured(value, answers, withheld_below)).collect(),
                withheld_below,
                versus: versus.map(|days| compared(store, &keys.members, all, days)).transpose()?,
            })
        })
    }

    /// Answers [`ListResponses`].
    pub(super) fn answers_counted(
        &self,
        of: &ScoredResponses<'_>,
        group: Option<&ResponseGroup>,
        limit: usize,
        now: Instant,
        watch: &mut dyn ScanWatch,
    ) -> Result<FeedbackRows, DeskError> {
        let mut keys = self.keys(of, now, watch)?;
        self.store.read(|store| {
            let mut found: Vec<(Instant, FactId)> = Vec::new();
            keys.each(store, &of.days, |answer, key| {
                if group.is_none_or(|group| key == group.value) {
                    found.push((answer.at, answer.id));
                }
            })?;
            found.sort_unstable_by(|a, b| b.cmp(a));
            let mut rows = Vec::with_capacity(limit.min(found.len()));
            for (_, id) in found.iter().take(limit) {
                rows.extend(store.feedback_row(*id)?);
            }
            Ok(FeedbackRows { rows, total: found.len() as u64 })
        })
    }

    fn keys(&self, of: &ScoredResponses<'_>, now: Instant, watch: &mut dyn ScanWatch) -> Result<Keys, DeskError> {
        let (days, by) = (&of.days, of.by);
        let members = self.said_by_members(of.base, Some(*days.end()), now, watch)?;
        let programs = self.programs()?;
        let today = programs.zone().day_of(now);
        let view = if by == Some(Breakdown::Segment) {
            let view = self.view(self.as_of_day(Some(*days.end()), now)?, false, watch)?;
            if let Err(withheld) = view.cuts {
                return Err(Refusal::ScoresWithheld { n: withheld.n, min: withheld.min }.into());
            }
            Some(view)
        } else {
            None
        };
        Ok(Keys { by, members, view, programs, today, of_member: HashMap::new() })
    }
}

/// What answers have in common. What is the member's is looked up once a member.
struct Keys {
    by: Option<Breakdown>,
    members: BaseMembers,
    view: Option<Arc<ScoredMembers>>,
    programs: Arc<Programs>,
    today: Day,
    of_member: HashMap<MemberId, Option<String>>,
}

impl Keys {
    /// Hands on each answer with what it is told apart by.
    fn each(
        &mut self,
        store: &Store,
        days: &RangeInclusive<Day>,
        mut take: impl FnMut(&SurveyResponse<'_>, Option<String>),
    ) -> Result<(), StoreError> {
        let mut failed = None;
        store.each_answer(*days.start(), *days.end(), |answer| {
            match self
                .members
                .holds_said(store, Some(answer.member))
                .and_then(|is_one| if is_one { self.of(store, answer).map(Some) } else { Ok(None) })
            {
                Ok(Some(key)) => take(answer, key),
                Ok(None) => {}
                Err(error) => failed = Some(error),
            }
        })?;
        failed.map_or(Ok(()), Err)
    }

    fn of(&mut self, store: &Store, answer: &SurveyResponse<'_>) -> Result<Option<String>, StoreError> {
        Ok(match self.by {
            None => None,
            Some(Breakdown::Channel) => answer.channel.map(str::to_owned),
            Some(Breakdown::Topic) => answer.topic.map(str::to_owned),
            Some(Breakdown::Month) => {
                let date = answer.day.date();
                Some(format!("{:04}-{:02}", date.year(), date.month()))
            }
            Some(Breakdown::Tier | Breakdown::Segment | Breakdown::Store) if answer.member == MemberId::NOBODY => None,
            Some(by @ (Breakdown::Tier | Breakdown::Segment | Breakdown::Store)) => {
                if let Some(known) = self.of_member.get(&answer.member) {
                    return Ok(known.clone());
                }
                let key = self.look_up(store, by, answer.member)?;
                self.of_member.entry(answer.member).or_insert(key).clone()
            }
        })
    }

    /// What is known of a member; of a merged one, of the one where its file goes on.
    fn look_up(&self, store: &Store, by: Breakdown, member: MemberId) -> Result<Option<String>, StoreError> {
        let mut member = member;
        if let (Some(view), Breakdown::Segment) = (&self.view, by) {
            // A card that was merged later stood for itself on the day.
            while view.place_of(member) == SegmentState::Outside
                && let Some(into) = store.standing(member)?.and_then(|standing| standing.merged_into)
            {
                member = into;
            }
            return Ok(Some(view.place_of(member).word().to_owned()));
        }
        while let Some(into) = store.standing(member)?.and_then(|standing| standing.merged_into) {
            member = into;
        }
        match by {
            Breakdown::Store => store.home_store(member),
            Breakdown::Tier | Breakdown::Segment => {
                Ok(store.state_on(member, self.today, &self.programs)?.map(|row| row.tier))
            }
            // The answer tells these itself.
            Breakdown::Channel | Breakdown::Topic | Breakdown::Month => Ok(None),
        }
    }
}

/// Most answers first; months from the oldest, segments from the best.
fn in_order(
    groups: BTreeMap<Option<String>, ResponseCounts>,
    by: Option<Breakdown>,
) -> Vec<(Option<String>, ResponseCounts)> {
    let mut rows: Vec<_> = groups.into_iter().collect();
    match by {
        Some(Breakdown::Month) => {}
        Some(Breakdown::Segment) => rows.sort_by_key(|(value, _)| {
            value.as_deref().and_then(SegmentState::from_word).map_or(SegmentState::ALL.len(), SegmentState::index)
        }),
        None | Some(Breakdown::Tier | Breakdown::Store | Breakdown::Channel | Breakdown::Topic) => {
            rows.sort_by_key(|(_, answers)| std::cmp::Reverse(answers.n()));
        }
    }
    rows
}

fn compared(
    store: &Store,
    members: &BaseMembers,
    now: ResponseCounts,
    days: &RangeInclusive<Day>,
) -> Result<PeriodComparison, StoreError> {
    let (mut then, mut failed) = (ResponseCounts::default(), None);
    store.each_answer(*days.start(), *days.end(), |answer| match members.holds_said(store, Some(answer.member)) {
        Ok(true) => then.count(answer.measure, answer.score),
        Ok(false) => {}
        Err(error) => failed = Some(error),
    })?;
    if let Some(error) = failed {
        return Err(error);
    }
    let of = |a: ResponseCounts| (a.promoters, a.passives, a.detractors);
    let difference = proportion::nps_change(of(then), of(now)).map(|change| change.interval);
    Ok(PeriodComparison { from: *days.start(), to: *days.end(), all: measured(None, then, 0), difference })
}

/// Scores with their intervals, the net promoter score only from so many answers on.
fn measured(value: Option<String>, answers: ResponseCounts, withheld_below: u64) -> ScoreRow {
    let nps = proportion::nps(answers.promoters, answers.passives, answers.detractors);
    ScoreRow {
        value,
        answers,
        nps: nps.filter(|nps| nps.n >= withheld_below),
        csat: proportion::wilson(answers.satisfied, answers.csat),
        ces: ces(answers),
    }
}

fn ces(answers: ResponseCounts) -> Option<Interval> {
    let (sum, squares) = (answers.ces_sum.into(), answers.ces_squares.into());
    ExactSums { n: answers.ces, sum, squares }.score_interval(1, 7)
}
