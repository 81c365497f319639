//! What planning answers: everything that a plan would do, or a refusal that says what would be possible.

mod refusal;

pub use refusal::{LimitExceeded, Refusal};

use crate::domain::clock::WrittenAhead;
use crate::domain::day::{Day, Instant};
use crate::domain::desk_event::{DeskEventKind, DeskKey};
use crate::domain::fact::EventKind;
use crate::domain::fold::view::Snapshot;
use crate::domain::history_end::HistoryEnd;
use crate::domain::num::{FactId, MemberId, OpSeq, Points};
use crate::domain::operator::{LimitUsage, Limits};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a plan was made from; commit compares it with what is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// Each member touched, and each whose file has joined one of these, with how far its history went.
    pub members: Vec<(MemberId, HistoryEnd)>,
    /// The newest operation by which rows came to count no more, or again, without any new row of their members.
    pub undone: OpSeq,
    pub program: i64,
    /// Business day.
    pub day: Day,
    /// What the operator has used of the limits.
    pub used: LimitUsage,
    /// The lapsing window that stages were told by, where everybody's gaps set it.
    pub lapsing_days: Option<i64>,
}

/// An event before it has a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    /// Whom it is about; `None`: the new member of an enrolment.
    pub member: Option<MemberId>,
    pub at: Instant,
    /// What it says. Commitments are filled in by the store, which alone knows the salts.
    pub kind: EventKind,
    /// Free text that belongs to it and is kept apart, where an erasure reaches it.
    pub text: Option<String>,
    /// The feedback that a [`EventKind::Counts`] is about, for whoever shows the plan.
    pub feedback: Option<FactId>,
}

/// A desk event before it has a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDeskEvent {
    pub key: DeskKey,
    pub at: Instant,
    pub kind: DeskEventKind,
    /// Free text that belongs to it and is kept apart.
    pub text: Option<String>,
}

/// Everything a plan would change. Two plans are the same change when their effects are equal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanEffect {
    /// Before and after, for each member touched.
    pub members: Vec<MemberEffect>,
    pub warnings: Vec<Warning>,
    /// Who else must agree.
    pub approval: Option<LimitExceeded>,
    /// What the operator may do and has done, where points are moved.
    pub allowance: Option<Allowance>,
    /// Whether `undo` can reverse it.
    pub reversible: bool,
    /// That it only asks somebody for what it shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposes: Option<ApprovalTerms>,
}

/// Why somebody is asked for a change, and how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalTerms {
    /// The limit that it would exceed; `None` where the role may not do it, or who asks wants a second person.
    pub why: Option<LimitExceeded>,
    /// The last day on which it can be approved.
    pub until: Day,
}

impl PlanEffect {
    /// Whether it does to its members what another does, whenever each was planned: what they come to be, not when.
    pub fn does_as(&self, other: &Self) -> bool {
        self.members.len() == other.members.len() && self.members.iter().zip(&other.members).all(|(a, b)| a.is_like(b))
    }

    /// The member that a change is about: the one that its intent names so, else the first.
    pub fn main_member(&self, named: Option<MemberId>) -> Option<&MemberEffect> {
        self.members.iter().find(|m| Some(m.member) == named).or_else(|| self.members.first())
    }
}

/// Before and after of one member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberEffect {
    /// Whom; `MemberId(0)` for a member to be enrolled.
    pub member: MemberId,
    pub member_no: String,
    pub name: String,
    /// Today before it; `None` for a new member.
    pub before: Option<Snapshot>,
    /// Today after it.
    pub after: Snapshot,
    /// Profile fields that change: field, before, after.
    pub fields: Vec<(String, String, String)>,
}

impl MemberEffect {
    fn is_like(&self, other: &Self) -> bool {
        let side = |snapshot: &Snapshot| {
            let points = &snapshot.points;
            let lots: Vec<_> = points.lots.iter().map(|lot| (lot.open, lot.expires_on)).collect();
            let tier = (snapshot.tier.code.clone(), snapshot.tier.until);
            (snapshot.status, snapshot.merged_into, points.balance, points.pending, points.deficit, lots, tier)
        };
        let sides = |effect: &Self| (effect.before.as_ref().map(side), side(&effect.after));
        self.member_no == other.member_no && self.fields == other.fields && sides(self) == sides(other)
    }
}

/// Limits and their use around a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allowance {
    pub limits: Limits,
    /// Used before it.
    pub used: LimitUsage,
    pub points: Points,
}

/// Something to look at twice before confirming.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Warning {
    /// The credit is dead on arrival.
    ExpiredOnArrival {
        /// This day is the last one included.
        expires_on: Day,
    },
    /// The override changes nothing today: the facts give as much.
    OverrideWithoutEffect,
    /// The purchase brought the tier, or its last day, and the programme keeps a tier after refunds (`tier.on_refund = keep`).
    TierKept {
        member_no: String,
        tier: String,
        /// This day is the last one included.
        until: Day,
    },
    /// The tier shown goes down.
    TierDown { from: String, to: String },
    /// Points that the member can no longer use afterwards (close, erase).
    PointsLeft {
        /// What is left behind: a balance above zero and what is pending.
        balance: Points,
    },
    /// It can't be reversed.
    Irreversible,
    /// Points are given back to lots whose last day has passed: they count as expired.
    ReturnsExpired { points: Points },
    /// Everything that an import brought is taken out of every member's state.
    VoidsImport {
        facts: i64,
        members: i64,
        /// Members it enrolled, which are closed.
        enrolled: i64,
    },
    /// Everything that an undone import brought counts again.
    RestoresImport {
        facts: i64,
        members: i64,
        /// Members it enrolled, which are open again.
        enrolled: i64,
    },
    /// An earlier adjustment of the same member, amount and day.
    LooksLikeRepeat { op: Uuid, at: Instant },
    /// The order for which points are given is on file and has earned.
    OrderHasEarned {
        reference: String,
        /// The member whose order it is, where it is another's.
        member_no: Option<String>,
        points: Points,
        /// The day of the order.
        on: Day,
    },
    /// A phone number has too few or too many digits.
    UnlikelyPhone { digits: usize },
    /// A consent names an answer instead of a purpose.
    UnlikelyConsent { purpose: String },
    /// Hardly anybody of that age is a member.
    UnlikelyBirthday { birthday: Day },
    /// No member and no purchase has this store yet.
    UnknownStore {
        store: String,
        /// The one on file that is nearest.
        nearest: Option<String>,
    },
    /// Far more points than the member was ever given.
    UnlikelyPoints {
        points: Points,
        /// What the member was given in all.
        known: Points,
    },
    /// Another member has this phone or e-mail.
    SharedContact {
        /// `phone` or `email`.
        field: String,
        member_no: String,
    },
    /// The member should be left in peace: it was contacted lately, or has not answered three times.
    Capped {
        /// This day is the last one included.
        until: Day,
    },
    /// The member has not consented to be contacted like that.
    NoConsent {
        /// The consent that it would take.
        purpose: String,
    },
    /// It is an hour at which nobody is contacted; minutes after midnight.
    Quiet {
        from: i64,
        /// The first minute that is not quiet any more.
        to: i64,
    },
    /// The member refuses to be contacted, and consents are still on file.
    ConsentStands { purposes: Vec<String> },
    /// The clock is far ahead of everything known. Whoever writes this plan says that it is right.
    ClockAhead {
        now: Instant,
        /// The later of the newest operation and the program's build.
        known: Instant,
    },
    /// It needs a second person, and nobody else could approve it: it is marked so.
    SingleControl,
    /// Operations bear later times than the clock that is accepted.
    WrittenAhead { ahead: WrittenAhead },
}
