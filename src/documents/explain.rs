//! `why`: a number with everything a reader needs to check it by hand.

use super::ledger::EntryDoc;
use super::member::{GapDoc, LotDoc, NextTierDoc, ReviewDoc, TallyDoc};
use super::program::{StageDaysDoc, ThresholdDoc};
use super::score::ScoreDoc;
use super::segments::{self, CutsDoc, LapsingDoc, WithheldDoc};
use super::word;
use crate::domain::day::Day;
use crate::domain::fold::view::{LifecycleStage, TierStep};
use crate::domain::program::ThresholdMode;
use crate::domain::read_models::{
    BalanceExplanation, Explanation, OverrideInForce, SegmentExplanation, TierExplanation, WhyTierRow, WindowPurchase,
};
use crate::domain::segment_views::SegmentState;
use serde::Serialize;

#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum WhyDoc<'a> {
    /// `why NO balance`.
    Balance(Box<BalanceDoc<'a>>),
    /// `why NO tier`.
    Tier(Box<TierWhyDoc<'a>>),
    /// `why NO segment`.
    Segment(Box<SegmentDoc<'a>>),
}

impl<'a> WhyDoc<'a> {
    pub fn new(why: &'a Explanation) -> Self {
        match why {
            Explanation::Balance(balance) => Self::Balance(Box::new(BalanceDoc::new(balance))),
            Explanation::Tier(tier) => Self::Tier(Box::new(TierWhyDoc::new(tier))),
            Explanation::Segment(segment) => Self::Segment(Box::new(SegmentDoc::new(segment))),
        }
    }
}

/// The rows behind a balance.
#[derive(Debug, Serialize)]
pub struct BalanceDoc<'a> {
    member_no: &'a str,
    why: &'static str,
    as_of: Day,
    balance: i64,
    pending: i64,
    deficit: i64,
    entries: Vec<EntryDoc<'a>>,
    lots: Vec<LotDoc>,
    tally: TallyDoc,
    came_in: i64,
    is_there_or_went_out: i64,
    ties_out: bool,
}

impl<'a> BalanceDoc<'a> {
    fn new(why: &'a BalanceExplanation) -> Self {
        Self {
            member_no: &why.member_no,
            why: "balance",
            as_of: why.as_of,
            balance: why.balance.0,
            pending: why.pending.0,
            deficit: why.deficit.0,
            entries: why.entries.iter().map(EntryDoc::new).collect(),
            lots: why.lots.iter().map(LotDoc::new).collect(),
            tally: TallyDoc::new(&why.tally),
            came_in: why.sides.0.0,
            is_there_or_went_out: why.sides.1.0,
            ties_out: why.ties_out,
        }
    }
}

/// The steps and purchases behind a tier.
#[derive(Debug, Serialize)]
pub struct TierWhyDoc<'a> {
    member_no: &'a str,
    why: &'static str,
    as_of: Day,
    tier: HeldDoc<'a>,
    steps: Vec<StepDoc<'a>>,
    #[serde(rename = "override")]
    in_force: Option<OverrideDoc<'a>>,
    window: WindowDoc<'a>,
    met: &'static str,
    tiers: Vec<TierRowDoc<'a>>,
}

impl<'a> TierWhyDoc<'a> {
    fn new(why: &'a TierExplanation) -> Self {
        let tier = &why.tier;
        Self {
            member_no: &why.member_no,
            why: "tier",
            as_of: why.as_of,
            tier: HeldDoc {
                code: &tier.code,
                until: tier.until,
                source: word::tier_source(tier.source),
                then: tier.then.as_ref().map(NextTierDoc::new),
                by_facts: &tier.by_facts,
                by_facts_until: tier.by_facts_until,
                next: tier.next.as_ref().map(GapDoc::new),
                review: tier.review.as_ref().map(ReviewDoc::new),
            },
            steps: why.steps.iter().map(StepDoc::new).collect(),
            in_force: why.in_force.as_ref().map(OverrideDoc::new),
            window: WindowDoc {
                from: why.window.from,
                to: why.window.to,
                spend: why.window.spend.0,
                orders: why.window.orders,
                purchases: why.window.purchases.iter().map(PurchaseDoc::new).collect(),
                ties_out: why.window.ties_out,
            },
            met: match why.met {
                ThresholdMode::Any => "any",
                ThresholdMode::All => "all",
            },
            tiers: why.tiers.iter().map(TierRowDoc::new).collect(),
        }
    }
}

#[derive(Debug, Serialize)]
struct HeldDoc<'a> {
    code: &'a str,
    until: Option<Day>,
    source: &'static str,
    then: Option<NextTierDoc<'a>>,
    by_facts: &'a str,
    by_facts_until: Option<Day>,
    next: Option<GapDoc<'a>>,
    review: Option<ReviewDoc<'a>>,
}

/// A change or a review of the tier.
#[derive(Debug, Serialize)]
pub struct StepDoc<'a> {
    day: Day,
    from: &'a str,
    to: &'a str,
    until: Option<Day>,
    cause: &'static str,
    window_from: Option<Day>,
    spend: i64,
    orders: i64,
    id: Option<i64>,
}

impl<'a> StepDoc<'a> {
    pub fn new(step: &'a TierStep) -> Self {
        Self {
            day: step.day,
            from: &step.from,
            to: &step.to,
            until: step.until,
            cause: word::cause(step.cause),
            window_from: step.window_from,
            spend: step.spend.0,
            orders: step.orders,
            id: step.fact.map(|f| f.0),
        }
    }
}

#[derive(Debug, Serialize)]
struct OverrideDoc<'a> {
    tier: &'a str,
    from: Day,
    until: Day,
    mode: &'static str,
    id: i64,
    seq: i64,
}

impl<'a> OverrideDoc<'a> {
    fn new(of: &'a OverrideInForce) -> Self {
        let OverrideInForce { event, op, tier, from, until, mode } = of;
        Self { tier, from: *from, until: *until, mode: word::mode(*mode), id: event.0, seq: op.0 }
    }
}

/// The window that ends on the day, with the purchases it counts.
#[derive(Debug, Serialize)]
struct WindowDoc<'a> {
    from: Day,
    to: Day,
    spend: i64,
    orders: i64,
    purchases: Vec<PurchaseDoc<'a>>,
    ties_out: bool,
}

#[derive(Debug, Serialize)]
struct PurchaseDoc<'a> {
    id: i64,
    day: Day,
    amount: i64,
    points_paid: i64,
    refunded: i64,
    net: i64,
    order: bool,
    reference: Option<&'a str>,
}

impl<'a> PurchaseDoc<'a> {
    fn new(row: &'a WindowPurchase) -> Self {
        Self {
            id: row.fact.0,
            day: row.day,
            amount: row.amount.0,
            points_paid: row.points_paid.0,
            refunded: row.refunded.0,
            net: row.net.0,
            order: row.order,
            reference: row.reference.as_deref(),
        }
    }
}

#[derive(Debug, Serialize)]
struct TierRowDoc<'a> {
    code: &'a str,
    enter: ThresholdDoc,
    keep: ThresholdDoc,
}

impl<'a> TierRowDoc<'a> {
    fn new(row: &'a WhyTierRow) -> Self {
        Self { code: &row.code, enter: ThresholdDoc::new(row.enter), keep: ThresholdDoc::new(row.keep) }
    }
}

/// The dates behind a lifecycle stage.
#[derive(Debug, Serialize)]
pub struct SegmentDoc<'a> {
    member_no: &'a str,
    why: &'static str,
    as_of: Day,
    lifecycle: &'static str,
    lifecycle_since: Option<Day>,
    first_on: Option<Day>,
    last_on: Option<Day>,
    previous_on: Option<Day>,
    days_since_first: Option<i64>,
    days_since_last: Option<i64>,
    last_gap: Option<i64>,
    order_days: i64,
    lifecycle_days: StageDaysDoc,
    lapsing_gap: Option<LapsingDoc>,
    next: Option<NextStageDoc>,
    rfm: Option<ScoreDoc>,
    segment: Option<&'static str>,
    ties: &'static str,
    orders: i64,
    net_spend: i64,
    cuts: Option<CutsDoc>,
    withheld: Option<WithheldDoc>,
}

#[derive(Debug, Serialize)]
struct NextStageDoc {
    on: Day,
    lifecycle: &'static str,
}

impl<'a> SegmentDoc<'a> {
    fn new(why: &'a SegmentExplanation) -> Self {
        let next = |(on, stage): (Day, LifecycleStage)| NextStageDoc { on, lifecycle: stage.word() };
        Self {
            member_no: &why.member_no,
            why: "segment",
            as_of: why.as_of,
            lifecycle: why.lifecycle.stage.word(),
            lifecycle_since: why.lifecycle.since,
            first_on: why.first_on,
            last_on: why.last_on,
            previous_on: why.previous_on,
            days_since_first: why.days_since_first,
            days_since_last: why.days_since_last,
            last_gap: why.last_gap,
            order_days: why.order_days,
            lifecycle_days: StageDaysDoc {
                new: why.new_days,
                active: why.active_days,
                lapsing: why.lapsing_days,
                lapsing_auto: why.lapsing_auto,
                dormant: why.dormant_days,
            },
            lapsing_gap: why.gap.as_ref().map(LapsingDoc::new),
            next: why.next.map(next),
            rfm: why.rfm.score.map(ScoreDoc::new),
            segment: SegmentState::of(why.rfm.score, why.order_days).map(SegmentState::word),
            ties: segments::ties(why.rfm.ties),
            orders: why.rfm.orders,
            net_spend: why.rfm.net_spend.0,
            cuts: why.rfm.cuts.and_then(Result::ok).as_ref().map(CutsDoc::new),
            withheld: why.rfm.cuts.and_then(Result::err).map(WithheldDoc::new),
        }
    }
}
