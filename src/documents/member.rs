//! A member: who it is, and the state on a day.

use super::clv::KnownWorthDoc;
use super::score::ScoreDoc;
use super::word;
use crate::domain::day::Day;
use crate::domain::fold::view::{
    LotView, NextTier, PointsEquation, PointsView, PurchasesView, Snapshot, TierGap, TierReview, TierView,
};
use crate::domain::mask::ShownProfile;
use crate::domain::read_models::MemberRecord;
use crate::domain::segment_views::SegmentState;
use crate::domain::value::MemberValue;
use serde::Serialize;

/// `member show`: everything on one member, contact fields masked.
#[derive(Debug, Serialize)]
pub struct MemberDoc<'a> {
    member_no: &'a str,
    name: &'a str,
    phone: &'a str,
    email: &'a str,
    birthday: Option<&'a str>,
    joined_on: Option<Day>,
    store: &'a str,
    channel: &'a str,
    tags: &'a [String],
    consents: &'a [String],
    referrer_no: &'a str,
    survivor_no: Option<&'a str>,
    /// Why the member left.
    churn_reason: Option<&'a str>,
    rfm: Option<ScoreDoc>,
    segment: Option<&'static str>,
    clv: Option<KnownWorthDoc>,
    #[serde(flatten)]
    state: StateDoc<'a>,
}

impl<'a> MemberDoc<'a> {
    pub fn new(file: &'a MemberRecord) -> Self {
        Self::with_profile(file, &file.profile)
    }

    /// The same with what fitted models say of the member.
    #[must_use]
    pub fn with_worth(mut self, known: Option<&MemberValue>) -> Self {
        self.clv = known.map(KnownWorthDoc::new);
        self
    }

    /// The same with another profile (an export's is whole).
    pub fn with_profile(file: &'a MemberRecord, profile: &'a ShownProfile) -> Self {
        Self {
            member_no: &profile.member_no,
            name: &profile.name,
            phone: &profile.phone,
            email: &profile.email,
            birthday: Some(&*profile.birthday).filter(|birthday| !birthday.is_empty()),
            joined_on: profile.joined_on,
            store: &profile.store,
            channel: &profile.channel,
            tags: &profile.tags,
            consents: &profile.consents,
            referrer_no: &profile.referrer_no,
            survivor_no: file.survivor_no.as_deref(),
            churn_reason: file.churn.as_ref().map(|(_, reason)| reason.as_str()),
            rfm: file.rfm.map(ScoreDoc::new),
            segment: SegmentState::of(file.rfm, file.snapshot.purchases.count).map(SegmentState::word),
            clv: None,
            state: StateDoc::new(&file.snapshot),
        }
    }
}

/// A member's state on a day.
#[derive(Debug, Serialize)]
pub struct StateDoc<'a> {
    as_of: Day,
    status: &'static str,
    tier: TierDoc<'a>,
    points: PointsDoc,
    lifecycle: &'static str,
    lifecycle_since: Option<Day>,
    purchases: PurchasesDoc,
}

impl<'a> StateDoc<'a> {
    pub fn new(snapshot: &'a Snapshot) -> Self {
        Self {
            as_of: snapshot.as_of,
            status: word::status(snapshot.status),
            tier: TierDoc::new(&snapshot.tier),
            points: PointsDoc::new(&snapshot.points),
            lifecycle: snapshot.lifecycle.stage.word(),
            lifecycle_since: snapshot.lifecycle.since,
            purchases: PurchasesDoc::new(&snapshot.purchases),
        }
    }
}

#[derive(Debug, Serialize)]
pub struct PointsDoc {
    balance: i64,
    pending: i64,
    deficit: i64,
    lots: Vec<LotDoc>,
    tally: TallyDoc,
}

impl PointsDoc {
    pub fn new(points: &PointsView) -> Self {
        Self {
            balance: points.balance.0,
            pending: points.pending.0,
            deficit: points.deficit.0,
            lots: points.lots.iter().map(LotDoc::new).collect(),
            tally: TallyDoc::new(&points.tally),
        }
    }
}

/// A credit that still holds points.
#[derive(Debug, Serialize)]
pub struct LotDoc {
    points: i64,
    open: i64,
    expires_on: Option<Day>,
    spendable_on: Day,
    at: String,
    id: i64,
}

impl LotDoc {
    pub fn new(lot: &LotView) -> Self {
        Self {
            points: lot.points.0,
            open: lot.open.0,
            expires_on: lot.expires_on,
            spendable_on: lot.spendable_on,
            at: lot.at.rfc3339(),
            id: lot.fact.0,
        }
    }
}

/// `opening + earned + bonus + adjusted_up + returned = open + pending + spent + adjusted_down + expired + clawed_back −
/// deficit`.
#[derive(Debug, Serialize)]
pub struct TallyDoc {
    opening: i64,
    earned: i64,
    bonus: i64,
    adjusted_up: i64,
    returned: i64,
    open: i64,
    pending: i64,
    spent: i64,
    adjusted_down: i64,
    expired: i64,
    clawed_back: i64,
    deficit: i64,
    waived: i64,
}

impl TallyDoc {
    pub fn new(tally: &PointsEquation) -> Self {
        Self {
            opening: tally.opening.0,
            earned: tally.earned.0,
            bonus: tally.bonus.0,
            adjusted_up: tally.adjusted_up.0,
            returned: tally.returned.0,
            open: tally.open.0,
            pending: tally.pending.0,
            spent: tally.spent.0,
            adjusted_down: tally.adjusted_down.0,
            expired: tally.expired.0,
            clawed_back: tally.clawed_back.0,
            deficit: tally.deficit.0,
            waived: tally.waived.0,
        }
    }
}

#[derive(Debug, Serialize)]
pub struct TierDoc<'a> {
    code: &'a str,
    until: Option<Day>,
    source: &'static str,
    then: Option<NextTierDoc<'a>>,
    by_facts: &'a str,
    by_facts_until: Option<Day>,
    next: Option<GapDoc<'a>>,
    review: Option<ReviewDoc<'a>>,
    window: WindowDoc,
}

/// The tier that comes next because a manual one ends or begins.
#[derive(Debug, Serialize)]
pub struct NextTierDoc<'a> {
    on: Day,
    code: &'a str,
    until: Option<Day>,
    source: &'static str,
}

impl<'a> NextTierDoc<'a> {
    pub fn new(then: &'a NextTier) -> Self {
        let NextTier { on, code, until, source } = then;
        Self { on: *on, code, until: *until, source: word::tier_source(*source) }
    }
}

impl<'a> TierDoc<'a> {
    pub fn new(tier: &'a TierView) -> Self {
        Self {
            code: &tier.code,
            until: tier.until,
            source: word::tier_source(tier.source),
            then: tier.then.as_ref().map(NextTierDoc::new),
            by_facts: &tier.by_facts,
            by_facts_until: tier.by_facts_until,
            next: tier.next.as_ref().map(GapDoc::new),
            review: tier.review.as_ref().map(ReviewDoc::new),
            window: WindowDoc { from: tier.window_from, spend: tier.window_spend.0, orders: tier.window_orders },
        }
    }
}

#[derive(Debug, Serialize)]
pub struct GapDoc<'a> {
    code: &'a str,
    spend: Option<i64>,
    orders: Option<i64>,
}

impl<'a> GapDoc<'a> {
    pub fn new(gap: &'a TierGap) -> Self {
        Self { code: &gap.code, spend: gap.spend.map(|m| m.0), orders: gap.orders }
    }
}

/// What the review ahead would do with today's facts.
#[derive(Debug, Serialize)]
pub struct ReviewDoc<'a> {
    on: Day,
    outcome: &'a str,
    at_risk: bool,
    to_stay: GapDoc<'a>,
}

impl<'a> ReviewDoc<'a> {
    pub fn new(review: &'a TierReview) -> Self {
        let TierReview { on, outcome, at_risk, to_stay } = review;
        Self { on: *on, outcome, at_risk: *at_risk, to_stay: GapDoc::new(to_stay) }
    }
}

/// The qualification window that ends on the day.
#[derive(Debug, Serialize)]
struct WindowDoc {
    from: Day,
    spend: i64,
    orders: i64,
}

/// Purchases up to the day.
#[derive(Debug, Serialize)]
struct PurchasesDoc {
    count: i64,
    days: i64,
    net_spend: i64,
    first_on: Option<Day>,
    last_on: Option<Day>,
}

impl PurchasesDoc {
    fn new(purchases: &PurchasesView) -> Self {
        Self {
            count: purchases.count,
            days: purchases.days,
            net_spend: purchases.net_spend.0,
            first_on: purchases.first_on,
            last_on: purchases.last_on,
        }
    }
}
