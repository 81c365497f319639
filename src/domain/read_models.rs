//! What the desk answers. Every door (screen, command line) shows these same shapes.

use super::contact_log::ContactRow;
use super::day::{Day, Instant};
use super::fact::{OverrideMode, Status};
use super::feedback::FeedbackRow;
use super::fold::view::{
    LedgerEntry, LifecycleStage, LotView, PointsEquation, Snapshot, StageView, TierStep, TierView, Trace,
};
use super::interaction::InteractionRow;
use super::mask::{MaskedText, ShownProfile};
use super::month_points::MonthPoints;
use super::num::{FactId, MemberId, Money, OpSeq, Points};
use super::operation::{OpKind, OperationRow};
use super::plan::outcome::PlanEffect;
use super::program::{Threshold, ThresholdMode};
use super::segment::{PooledGap, RfmCuts, RfmScore, Ties, Withheld};
use super::value::ValueForecast;
use crate::domain::enumeration::enumeration;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use uuid::Uuid;

/// One line of a list of members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberRow {
    /// Row number, never shown.
    pub id: MemberId,
    pub member_no: String,
    /// Name, whole.
    pub name: String,
    pub phone: MaskedText,
    pub email: MaskedText,
    /// Home store.
    pub store: String,
    pub birthday: MaskedText,
    pub status: Status,
    /// Tier code shown today.
    pub tier: String,
    /// Balance today.
    pub balance: Points,
    /// Lifecycle stage today.
    pub stage: LifecycleStage,
    /// Last day with an order.
    pub last_on: Option<Day>,
    pub orders: i64,
    pub net_spend: Money,
    /// Scores; `None` while they are withheld, or for who is not scored.
    pub rfm: Option<RfmScore>,
    /// The points of the month; `None` where nobody asked for them.
    pub month: Option<MonthPoints>,
}

/// The answer to a search.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// The first rows, best first.
    pub rows: Vec<MemberRow>,
    /// How many there are in all.
    pub total: u64,
    /// Whether `total` is exact or "about".
    pub exact: bool,
    pub members: u64,
    pub took: Duration,
}

/// Everything on one member, on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberRecord {
    pub id: MemberId,
    /// Profile as of now (profiles are always today's).
    pub profile: ShownProfile,
    /// State on the day asked for.
    pub snapshot: Snapshot,
    pub trace: Trace,
    /// What the member said and the cases it opened, of files that joined this one too, newest first; on a past day as they
    /// stood then.
    pub feedback: Vec<FeedbackRow>,
    /// Contacts that count, of files that joined this one too, newest first; on a past day those up to its end.
    pub contacts: Vec<ContactRow>,
    /// What the member did in other systems, and who joined it, by day, the newest first; on a past day up to its end.
    pub interactions: Vec<InteractionRow>,
    /// Why the member left and the day on which that was recorded, of who joined it, too; on a past day as it was then.
    pub churn: Option<(Day, String)>,
    /// Operations on this member, newest first.
    pub journal: Vec<OperationRow>,
    /// Whether the day is a past one.
    pub past: bool,
    /// The survivor's number, for a merged member.
    pub survivor_no: Option<String>,
    /// Scores on the day; `None` while they are withheld or not known, or for who is not scored.
    pub rfm: Option<RfmScore>,
    /// What the newest models by the day say; `None` before any were fitted, or for who never bought.
    pub worth: Option<ValueForecast>,
}

/// Everything known about a member, to be handed out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberExport {
    /// The operation that says so.
    pub op: Uuid,
    pub at: Instant,
    /// The profile, whole.
    pub profile: ShownProfile,
    /// State, trace and journal as of now; the journal is whole.
    pub file: MemberRecord,
    /// What the member said, newest first.
    pub feedback: Vec<FeedbackRow>,
}

/// The answer to a commit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Committed {
    pub op: Uuid,
    /// Its place in the journal.
    pub seq: OpSeq,
    pub kind: OpKind,
    pub at: Instant,
    /// The member to look at now (an enrolled one is new).
    pub member: Option<MemberId>,
    pub effect: PlanEffect,
    /// Whether the key was known, and this is the first answer again.
    pub replayed: bool,
    /// After an erasure: old pages wait in the write-ahead log until other consoles let go of them.
    pub waits_for_others: bool,
}

enumeration! {
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub enum ExplainTopic {
        Balance => "balance",
        Tier => "tier",
        /// The segment (the lifecycle stage, for now).
        Segment => "segment",
    }
}

/// Why a number is what it is: everything that a reader needs to check it by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Explanation {
    Balance(BalanceExplanation),
    Tier(Box<TierExplanation>),
    Segment(SegmentExplanation),
}

/// The rows behind a balance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BalanceExplanation {
    pub member_no: String,
    /// The end of this day is meant.
    pub as_of: Day,
    /// Equals the open points less the deficit.
    pub balance: Points,
    /// Earned, but not yet spendable.
    pub pending: Points,
    /// Debits that no lot has paid yet.
    pub deficit: Points,
    /// The ledger in effective order; debits name the lots they drew from.
    pub entries: Vec<LedgerEntry>,
    /// Lots that still hold points, in spending order. What is open of the spendable ones, less the deficit, is the balance.
    pub lots: Vec<LotView>,
    /// Where all points came from and went.
    pub tally: PointsEquation,
    /// The two sides of the tally's equation: came in, and is there or went out.
    pub sides: (Points, Points),
    /// Whether the entries sum up to balance and pending, the lots to what is open and pending, and the two sides are equal.
    pub ties_out: bool,
}

/// The steps and purchases behind a tier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TierExplanation {
    pub member_no: String,
    /// The end of this day is meant.
    pub as_of: Day,
    /// The tier, its end, what gives it, what is missing to the next, and the review ahead with today's facts.
    pub tier: TierView,
    /// Every change and review so far, in order.
    pub steps: Vec<TierStep>,
    /// The override in force on the day.
    pub in_force: Option<OverrideInForce>,
    /// What the window that ends on the day counts.
    pub window: WhyWindow,
    /// Whether one threshold is enough.
    pub met: ThresholdMode,
    /// The tiers of the programme in force, lowest first.
    pub tiers: Vec<WhyTierRow>,
}

/// An override as it stands on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverrideInForce {
    pub event: FactId,
    /// The operation that recorded it.
    pub op: OpSeq,
    pub tier: String,
    /// This day is the first one included.
    pub from: Day,
    /// This day is the last one included.
    pub until: Day,
    pub mode: OverrideMode,
}

/// A qualification window and what counts in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhyWindow {
    /// This day is the first one included.
    pub from: Day,
    /// This day is the last one included.
    pub to: Day,
    /// Net spend of the rows below.
    pub spend: Money,
    /// Orders among the rows below.
    pub orders: i64,
    /// The purchases inside it, in effective order.
    pub purchases: Vec<WindowPurchase>,
    /// Whether the rows sum up to what the tier was judged by.
    pub ties_out: bool,
}

/// A purchase as a window counts it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WindowPurchase {
    pub fact: FactId,
    /// Its business day.
    pub day: Day,
    pub amount: Money,
    pub points_paid: Money,
    /// What has gone back of the amount by the day asked about.
    pub refunded: Money,
    /// Money kept: what counts as spend.
    pub net: Money,
    /// Whether it counts as an order: not all of it has gone back.
    pub order: bool,
    pub reference: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhyTierRow {
    pub code: String,
    pub enter: Threshold,
    /// To keep it at a review.
    pub keep: Threshold,
}

/// The dates behind a lifecycle stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SegmentExplanation {
    pub member_no: String,
    /// The end of this day is meant.
    pub as_of: Day,
    /// The stage and the day it began.
    pub lifecycle: StageView,
    /// First day with an order.
    pub first_on: Option<Day>,
    /// Last day with an order.
    pub last_on: Option<Day>,
    /// The day with an order before that.
    pub previous_on: Option<Day>,
    /// Days from the first order to the day asked about.
    pub days_since_first: Option<i64>,
    /// Days from the last order to the day asked about.
    pub days_since_last: Option<i64>,
    /// Days between the last two days with an order.
    pub last_gap: Option<i64>,
    /// Counts the business days that have an order.
    pub order_days: i64,
    /// `new`: first order at most so many days ago.
    pub new_days: i64,
    /// `active`: last order at most so many days ago.
    pub active_days: i64,
    /// `lapsing`; a gap above it makes the next order `won_back`.
    pub lapsing_days: i64,
    /// `dormant`.
    pub dormant_days: i64,
    /// Whether everybody's gaps set `lapsing`.
    pub lapsing_auto: bool,
    /// What everybody's gaps say, where they set `lapsing`; `None` also where they have not been looked at yet.
    pub gap: Option<PooledGap>,
    /// Without another order: the next day on which the stage changes, and to what.
    pub next: Option<(Day, LifecycleStage)>,
    /// The three ranks behind the segment.
    pub rfm: Box<WhyRfm>,
}

/// The ranks behind a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhyRfm {
    pub ties: Ties,
    /// The cut points of the day, or why there are none; `None` where they have not been worked out.
    pub cuts: Option<Result<RfmCuts, Withheld>>,
    /// The scores; `None` for who is not scored.
    pub score: Option<RfmScore>,
    /// Orders are what F ranks.
    pub orders: i64,
    /// Money kept is what M ranks.
    pub net_spend: Money,
}
