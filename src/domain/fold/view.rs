//! What the fold tells: the state as people read it, and the trace that explains every number of it.

use crate::domain::day::{Day, Instant};
use crate::domain::enumeration::enumeration;
use crate::domain::fact::{OverrideMode, Status};
use crate::domain::num::{FactId, MemberId, Money, OpSeq, Overflow, Points};
use serde::{Deserialize, Serialize};

/// A member's state on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The end of this day is meant.
    pub as_of: Day,
    /// What the member may do.
    pub status: Status,
    pub merged_into: Option<MemberId>,
    pub points: PointsView,
    pub tier: TierView,
    pub lifecycle: StageView,
    pub purchases: PurchasesView,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PointsView {
    /// Open minus deficit: what can be spent, or below zero what is owed.
    pub balance: Points,
    /// Earned, but not yet spendable.
    pub pending: Points,
    /// Debits that no lot has paid yet.
    pub deficit: Points,
    /// Lots that still hold points, pending ones included, in spending order.
    pub lots: Vec<LotView>,
    /// Where all points came from and went.
    pub tally: PointsEquation,
}

/// A credit that still holds points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotView {
    /// The fact that made it.
    pub fact: FactId,
    pub at: Instant,
    pub points: Points,
    pub open: Points,
    /// First day on which it can be spent.
    pub spendable_on: Day,
    /// Last day on which it can be spent.
    pub expires_on: Option<Day>,
}

/// The sums of the always-true equation: `opening + earned + bonus + adjusted_up + returned =
/// open + pending + spent + adjusted_down + expired + clawed_back − deficit`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PointsEquation {
    pub opening: Points,
    pub earned: Points,
    pub bonus: Points,
    pub adjusted_up: Points,
    pub returned: Points,
    pub open: Points,
    pub pending: Points,
    pub spent: Points,
    pub adjusted_down: Points,
    pub expired: Points,
    pub clawed_back: Points,
    pub deficit: Points,
    /// Shown, and on neither side.
    pub waived: Points,
}

impl PointsEquation {
    /// What two files come to together, of what never changes of itself; the rest is the purse's to say.
    pub(super) fn joined(&self, other: &Self) -> Result<Self, Overflow> {
        Ok(Self {
            opening: self.opening.plus(other.opening)?,
            earned: self.earned.plus(other.earned)?,
            bonus: self.bonus.plus(other.bonus)?,
            adjusted_up: self.adjusted_up.plus(other.adjusted_up)?,
            returned: self.returned.plus(other.returned)?,
            spent: self.spent.plus(other.spent)?,
            adjusted_down: self.adjusted_down.plus(other.adjusted_down)?,
            clawed_back: self.clawed_back.plus(other.clawed_back)?,
            waived: self.waived.plus(other.waived)?,
            ..Self::default()
        })
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TierView {
    /// The tier shown and used for earning.
    pub code: String,
    /// Its last day; the base tier has none.
    pub until: Option<Day>,
    pub source: TierSource,
    /// What comes after the last day, where a manual tier ends or begins there.
    pub then: Option<NextTier>,
    /// The tier that the facts give (beneath an override).
    pub by_facts: String,
    /// This day is the last one included.
    pub by_facts_until: Option<Day>,
    /// What is missing to the next tier above the one shown and above what the facts give.
    pub next: Option<TierGap>,
    /// The review ahead, with today's facts.
    pub review: Option<TierReview>,
    /// Net spend in the window that ends today.
    pub window_spend: Money,
    pub window_orders: i64,
    /// This day is the first one included.
    pub window_from: Day,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TierSource {
    Facts,
    Override,
    /// Brought from elsewhere, not yet reviewed or re-qualified.
    Import,
}

/// The tier that comes next without a purchase, because a manual tier ends or begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextTier {
    /// The first day of it.
    pub on: Day,
    pub code: String,
    /// Its last day, as things stand.
    pub until: Option<Day>,
    pub source: TierSource,
}

/// What is missing to reach or keep a tier: either is enough under `any`, both are needed under `all`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TierGap {
    pub code: String,
    /// Net spend missing; `None` where the tier has no such threshold, or where both are needed and this one is met.
    pub spend: Option<Money>,
    pub orders: Option<i64>,
}

/// What the next review would do with today's facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TierReview {
    /// The day on which it happens: the day after the tier's last day.
    pub on: Day,
    /// The tier after it.
    pub outcome: String,
    pub at_risk: bool,
    /// What is missing to stay; zeros where it is kept already.
    pub to_stay: TierGap,
}

enumeration! {
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum LifecycleStage {
        Prospect => "prospect",
        New => "new",
        WonBack => "won_back",
        Active => "active",
        Lapsing => "lapsing",
        Dormant => "dormant",
        Lost => "lost",
    }
}

/// Lifecycle stage on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageView {
    pub stage: LifecycleStage,
    /// The day it began; `None` for a prospect who never bought.
    pub since: Option<Day>,
}

/// Purchases up to a day; an order is a purchase of which not all has been refunded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PurchasesView {
    pub count: i64,
    /// Counts the distinct business days that have an order.
    pub days: i64,
    pub net_spend: Money,
    /// First day with an order.
    pub first_on: Option<Day>,
    /// Last day with an order.
    pub last_on: Option<Day>,
}

/// The explanation: every row that made the state, in effective order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Trace {
    /// The points ledger. Its points sum up to the balance (pending points aside, which join on their day).
    pub entries: Vec<LedgerEntry>,
    /// Every change and review of the tier.
    pub tier_steps: Vec<TierStep>,
    pub purchases: Vec<PurchaseRow>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    Opening,
    Earn,
    Redeem,
    RedeemReturn,
    Clawback,
    Adjust,
    Bonus,
    Waive,
    /// Derived: what was left of lots whose last day has passed.
    Expire,
}

/// One line of the points ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerEntry {
    /// The fact behind it; for `Expire` the lot's.
    pub fact: FactId,
    /// The operation that recorded it.
    pub op: OpSeq,
    pub kind: EntryKind,
    /// Signed change; `Waive` shows the points waived and changes nothing.
    pub points: Points,
    pub at: Instant,
    /// The business day of that.
    pub day: Day,
    /// Balance after it, by that day's knowledge of the lots (pending points not counted).
    pub balance_after: Points,
    /// First day on which a credit can be spent.
    pub spendable_on: Option<Day>,
    /// Last day of a credit.
    pub expires_on: Option<Day>,
    /// Debit: the lots it drew from; return: the lots it gave back to. Points above zero.
    pub lots: Vec<LotDraw>,
    pub reference: Option<String>,
    /// The fact it answers: the sale of a claw-back, the reversed fact of a counter-entry.
    pub reverses: Option<FactId>,
}

/// Points taken from (or given back to) one lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotDraw {
    /// The fact that made the lot.
    pub lot: FactId,
    pub points: Points,
}

/// A change or a review of the tier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TierStep {
    /// The business day on which it took effect.
    pub day: Day,
    /// The fact or event behind it; `None` for a review or the end of an override.
    pub fact: Option<FactId>,
    /// The tier before.
    pub from: String,
    /// The tier after.
    pub to: String,
    /// Its last day after.
    pub until: Option<Day>,
    pub cause: TierCause,
    /// First day of the window that was looked at.
    pub window_from: Option<Day>,
    /// Net spend that was counted.
    pub spend: Money,
    pub orders: i64,
}

/// Why a tier changed, or did not at a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TierCause {
    /// A purchase reached an entry threshold.
    Up,
    /// A purchase met the tier's own entry again.
    Requalified,
    /// A review: the keep-threshold was met.
    Kept,
    /// A review: it was not.
    Down,
    /// A refund undid a qualification (`tier.on_refund = drop`); one that undoes several makes a step of each.
    Dropped,
    Imported,
    Merged,
    Override(OverrideMode),
    OverrideEnded,
}

/// A sale or a refund as the history pane lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurchaseRow {
    pub fact: FactId,
    /// The operation that recorded it.
    pub op: OpSeq,
    pub at: Instant,
    /// The business day of that.
    pub day: Day,
    /// Signed: a refund is below zero.
    pub amount: Money,
    /// Part of it paid with points, signed alike.
    pub points_paid: Money,
    /// Sale: what it earned. Refund: what it clawed back, below zero.
    pub points: Points,
    /// Sale: what has been refunded of it so far.
    pub refunded: Money,
    /// Sale: a refund has taken all of it, so that it is an order no more.
    pub taken_back: bool,
    pub reference: Option<String>,
    /// Refund: the sale it names or was matched to.
    pub sale: Option<FactId>,
}
