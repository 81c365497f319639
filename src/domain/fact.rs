//! Facts and member events: what happened, written once, never changed.
//!
//! A member's state is a fold over these (see `domain::fold`). A sale is its own earn entry; what a refund claws back and
//! gives back is derived by the fold, because it depends on the refunds before it in time, not on the order of arrival.

mod event_kind;

use super::contact::ContactContent;
use super::day::{Day, Instant};
use super::feedback::{CaseChange, FeedbackContent};
use super::journal::Extensions;
use super::num::{FactId, FileNumber, LabelId, MemberId, Money, OpSeq, Points};
use crate::domain::enumeration::enumeration;
use serde::{Deserialize, Serialize};

enumeration! {
    /// What a fact is. The numbers are the file's and never change meaning.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum FactKind {
        /// A purchase; `points` is what it earned, fixed when it was recorded.
        Sale = 1 => "sale",
        /// Money that went back; `link` names the sale, or nothing where no sale could be found.
        Refund = 2 => "refund",
        /// The points come from another system.
        Opening = 3 => "opening",
        /// Points given by the programme itself (later: campaigns, benefits).
        Bonus = 4 => "bonus",
        /// Points put right by an operator, up or down; with `link`, the counter-entry of the fact it names.
        Adjust = 5 => "adjust",
        /// Points spent; with `link`, the counter-entry of a return.
        Redeem = 6 => "redeem",
        /// Spent points given back to the lots they came from; `link` names the redemption.
        RedeemReturn = 7 => "redeem_return",
    }
}

/// One immutable row of a member's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// Its row; facts and events share one growing sequence.
    pub id: FactId,
    pub member: MemberId,
    /// The operation that wrote it.
    pub op: OpSeq,
    pub kind: FactKind,
    /// When it took effect (not when it was recorded).
    pub at: Instant,
    /// Sale and refund: the money, always ≥ 0; else zero.
    pub amount: Money,
    /// Sale and refund: the part of `amount` that was paid with points. A refund without one takes the sale's proportion.
    pub points_paid: Option<Money>,
    /// Signed: a sale's earned points, a credit above zero, a debit below; zero for a refund.
    pub points: Points,
    /// A sale's points per major unit of money, times [`RATING_SCALE`]: rate × multiplier as they were at its instant.
    pub rating: i64,
    /// First day on which the credit can be spent; `None`: its own day.
    pub spendable_on: Option<Day>,
    /// Last day on which the credit can be spent; `None`: never ends.
    pub expires_on: Option<Day>,
    /// The fact this one answers (see [`FactKind`]).
    pub link: Option<FactId>,
    pub store: LabelId,
    pub channel: LabelId,
    pub reference: Option<String>,
    /// What later versions say beyond all this.
    pub extensions: Extensions,
}

/// `rating` is points per major unit times this (rate: 6 decimals, multiplier: 4).
pub const RATING_SCALE: i64 = 10_000_000_000;

/// Where a fact stands among those of its instant: sale < credit < refund < debit. Events come before all facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum FactRank {
    /// A status, override, merge or imported tier.
    Event,
    Sale,
    /// Opening, bonus, adjustment up, return.
    Credit,
    Refund,
    /// Stands for a redemption or an adjustment down.
    Debit,
}

/// A place in the order of a history, with the order reference as `R`. The id is the one that all files know (see
/// [`FactId::joined`]), so that every file orders alike.
pub type FactPosition<R> = (Instant, FactRank, R, FactId);

impl Fact {
    /// A fact without money, points and references, and not yet any operation's: what else it has is set on it.
    pub fn new(id: FactId, member: MemberId, kind: FactKind, at: Instant) -> Self {
        Self {
            id,
            member,
            op: OpSeq::default(),
            kind,
            at,
            amount: Money::ZERO,
            points_paid: None,
            points: Points::ZERO,
            rating: 0,
            spendable_on: None,
            expires_on: None,
            link: None,
            store: LabelId::default(),
            channel: LabelId::default(),
            reference: None,
            extensions: Extensions::default(),
        }
    }

    /// Its place among the facts of one instant.
    /// ```
    /// use loyaltui::domain::fact::FactRank::{Credit, Debit, Refund, Sale};
    /// assert!(Sale < Credit && Credit < Refund && Refund < Debit);
    /// ```
    pub fn rank(&self) -> FactRank {
        match self.kind {
            FactKind::Sale => FactRank::Sale,
            FactKind::Refund => FactRank::Refund,
            FactKind::Redeem => FactRank::Debit,
            FactKind::Adjust if self.points.0 < 0 => FactRank::Debit,
            FactKind::Opening | FactKind::Bonus | FactKind::RedeemReturn | FactKind::Adjust => FactRank::Credit,
        }
    }

    /// The key that orders a history: instant, rank, order reference by bytes, file and number. `own` is the number of the file
    /// that the history is read in.
    pub fn order_key(&self, own: FileNumber) -> FactPosition<&str> {
        (self.at, self.rank(), self.reference.as_deref().unwrap_or(""), self.id.joined(own))
    }
}

enumeration! {
    /// What a member may do and be.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
    pub enum Status {
        #[default]
        Active = 1 => "active",
        /// Earns; may not spend, be adjusted or transfer.
        Frozen = 2 => "frozen",
        /// Nothing.
        Closed = 3 => "closed",
        /// Its facts continue on another member.
        Merged = 4 => "merged",
        /// Personal fields are gone; the number and the sums stay.
        Erased = 5 => "erased",
    }
}

/// How an override acts on the tier that the facts give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OverrideMode {
    /// Not below the named tier.
    Floor,
    /// Exactly the named tier.
    #[serde(rename = "pin")]
    Exact,
}

/// What a member event says. Stored as JSON in the event's `body`, with `tag = kind`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum EventKind {
    /// The member came to be; the commitment binds the profile without telling it.
    Enrol {
        /// SHA-256 over the member's salt and profile, hex.
        profile: String,
    },
    Profile {
        /// SHA-256 over the member's salt and the new profile, hex.
        profile: String,
    },
    Status {
        /// The status from here on.
        to: Status,
    },
    /// A tier set by an operator; both days inclusive.
    Override {
        tier: String,
        /// This day is the first one in force.
        from: Day,
        /// This day is the last one in force.
        until: Day,
        mode: OverrideMode,
    },
    /// The override named is in force no longer.
    OverrideEnd {
        /// The event of the override.
        of: FactId,
    },
    /// An override that was ended is in force again (the undo of an undo).
    OverrideAgain {
        /// The event of the override.
        of: FactId,
    },
    /// A tier brought from elsewhere: counts as a qualification at this instant.
    TierImport {
        tier: String,
        /// Its last day; `None` only for the base tier.
        until: Option<Day>,
    },
    /// On the survivor: the other member's file joins here.
    Absorb {
        from: MemberId,
    },
    /// On the other member: its file goes on at the survivor.
    MergedInto {
        into: MemberId,
    },
    /// Takes the merge named away again. Stands on both members.
    Unmerge {
        /// The `Absorb` (on the survivor) or `MergedInto` (on the other) event of this member.
        of: FactId,
        /// The other member of the pair.
        other: MemberId,
    },
    Erase,
    /// Feedback was logged. Its text lies apart, where an erasure reaches it.
    Feedback {
        /// What was said, without the text.
        #[serde(rename = "said")]
        content: FeedbackContent,
        /// SHA-256 over the text's salt and the text, hex; `None` without a text.
        text: Option<String>,
        /// When the case that it opens is due; `None` where it opens none.
        due: Option<Instant>,
    },
    /// The feedback named is taken back, or counts again.
    FeedbackCounts {
        /// The event of the feedback.
        of: FactId,
        /// Whether it counts from here on.
        counts: bool,
    },
    Case {
        /// The event of the feedback that opened it.
        of: FactId,
        change: CaseChange,
        /// SHA-256 over the note's salt and the note, hex; `None` without one.
        text: Option<String>,
    },
    /// The change of a case is taken back, or counts again.
    CaseCounts {
        /// The event of the feedback that opened the case.
        case: FactId,
        /// The event of the change.
        of: FactId,
        /// Whether it counts from here on.
        counts: bool,
    },
    /// The member was contacted.
    Contact {
        /// What was tried and what came of it, without the note.
        content: ContactContent,
        /// SHA-256 over the note's salt and the note, hex; `None` without one.
        text: Option<String>,
    },
    /// What the member did on a day in other systems. The counts lie apart, where an erasure reaches them.
    Interactions {
        /// SHA-256 over the text's salt and the text, hex.
        text: Option<String>,
    },
    /// Why the member left.
    ChurnReason {
        /// A code of the programme.
        reason: String,
    },
    /// An event of this member counts no more, or counts again, whatever it says. Older files have `FeedbackCounts` and
    /// `CaseCounts` in its place.
    Counts {
        /// That event.
        of: FactId,
        /// Whether it counts from here on.
        counts: bool,
    },
}

/// One immutable row about a member that is no ledger entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Its row in the shared sequence.
    pub id: FactId,
    pub member: MemberId,
    /// The operation that wrote it.
    pub op: OpSeq,
    pub at: Instant,
    pub kind: EventKind,
}

impl EventKind {
    /// Whether it tells of what a member said or did beside purchases, or of a contact: no points, tier or status follow from it.
    pub fn is_said(&self) -> bool {
        match self {
            Self::Feedback { .. }
            | Self::FeedbackCounts { .. }
            | Self::Case { .. }
            | Self::CaseCounts { .. }
            | Self::Interactions { .. }
            | Self::ChurnReason { .. }
            | Self::Contact { .. } => true,
            Self::Enrol { .. }
            | Self::Profile { .. }
            | Self::Absorb { .. }
            | Self::MergedInto { .. }
            | Self::Unmerge { .. }
            | Self::Counts { .. }
            | Self::Status { .. }
            | Self::Erase
            | Self::TierImport { .. }
            | Self::Override { .. }
            | Self::OverrideEnd { .. }
            | Self::OverrideAgain { .. } => false,
        }
    }
}

impl Event {
    /// Its place in a history: before all facts of its instant.
    pub fn order_key(&self, own: FileNumber) -> FactPosition<&str> {
        (self.at, FactRank::Event, "", self.id.joined(own))
    }
}

/// All that is known of one member, and of the members whose files joined it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct History {
    pub member: MemberId,
    /// Ledger facts recorded on this member, in any order.
    pub facts: Vec<Fact>,
    /// Member events recorded on this member, in any order.
    pub events: Vec<Event>,
    /// For each `Absorb` event: its id and the history of the member that joined.
    pub absorbed: Vec<(FactId, History)>,
    /// For each `MergedInto` event: its id, and what is recorded where this file went on and belongs to it: refunds of its purchases,
    /// and purchases of its number that came late. They come back when the merge is taken away.
    pub at_survivor: Vec<(FactId, Vec<Fact>)>,
}

impl History {
    /// The events by which the member's personal data were erased.
    pub fn erasures(&self) -> impl Iterator<Item = &Event> {
        self.events.iter().filter(|event| event.kind == EventKind::Erase)
    }

    /// The files that are joined to this one at an instant: merged by then, and not taken away again by then.
    pub fn joined_at(&self, until: Instant) -> impl Iterator<Item = &Self> {
        let by_then = move |event: &&Event| event.at <= until;
        let is_merged = move |absorb: FactId| self.events.iter().filter(by_then).any(|e| e.id == absorb);
        let is_parted = move |absorb: FactId| self.taken_away_at(absorb).is_some_and(|at| at <= until);
        let joined = self.absorbed.iter().filter(move |(absorb, _)| is_merged(*absorb) && !is_parted(*absorb));
        joined.map(|(_, file)| file)
    }

    /// The first thing recorded that takes effect after an instant. A file that had joined and was taken away again by then
    /// has nothing more to say here, nor has what is recorded where this file goes on, unless it comes back.
    pub fn first_after(&self, cutoff: Instant) -> Option<Instant> {
        let taken_away = |absorb: FactId| self.taken_away_at(absorb).is_some_and(|at| at <= cutoff);
        let facts = self.facts.iter().map(|f| f.at);
        let there = self.back().map(|f| f.at);
        let own = facts.chain(there).chain(self.events.iter().map(|e| e.at)).filter(|at| *at > cutoff).min();
        let joined = self.absorbed.iter().filter(|(absorb, _)| !taken_away(*absorb));
        own.into_iter().chain(joined.filter_map(|(_, other)| other.first_after(cutoff))).min()
    }
}
