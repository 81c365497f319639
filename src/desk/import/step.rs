//! What is handed from the thread that prepares to the one that writes.

use crate::domain::day::Day;
use crate::domain::fact::{Fact, FactKind, History, Status};
use crate::domain::import::earn::{FactDraft, RatedState};
use crate::domain::import::reject::{RowError, RowReject};
use crate::domain::import::settle::{RefundedSale, RepeatedOrders};
use crate::domain::num::{FactId, OpSeq, Points};
use crate::domain::plausible::is_unlikely_amount;
use crate::domain::program::Programs;
use crate::store::StoreError;
use crate::store::import::MemberStanding;
use crate::store::state::{Heads, StateRow};
use std::sync::atomic::{AtomicI64, AtomicUsize};

/// What the thread that prepares and the one that writes tell each other.
#[derive(Debug)]
pub(super) struct PipelineState {
    /// Facts that a step should hold.
    pub(super) pace: AtomicUsize,
    /// Ids that others have taken since the import began.
    pub(super) shift: AtomicI64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum StepMember {
    /// Of a member on file, which stood like this.
    OnFile(MemberStanding),
    /// Of a member whose membership ended with the undo of an import, and begins again.
    Reinstated(MemberStanding),
    /// Of a member to be enrolled under this number.
    New(String),
}

impl StepMember {
    /// Events that are written before the facts: an enrolment, or a return.
    pub(super) fn events(&self) -> i64 {
        match self {
            Self::OnFile(_) => 0,
            Self::Reinstated(_) | Self::New(_) => 1,
        }
    }
}

/// Which part of a member's new facts a group holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct MemberPart {
    /// New facts of the member before it.
    pub(super) start: usize,
    /// Nothing follows.
    pub(super) last: bool,
}

/// The new facts of one member, ready to be written.
pub(super) struct MemberGroup {
    pub(super) whose: StepMember,
    /// What is recorded on the member, without them.
    pub(super) history: History,
    pub(super) drafts: Vec<FactDraft>,
    pub(super) state: StateRow,
    /// Which part of the member's new facts these are, where one step is not to write all.
    pub(super) part: Option<MemberPart>,
}

/// Counts of what became of rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct RowTally {
    pub(super) rows: u64,
    pub(super) unchanged: u64,
    pub(super) unmatched: u64,
    /// Refunds that went where their purchase had been moved.
    pub(super) followed: u64,
    pub(super) expired: u64,
    pub(super) expired_points: i64,
    pub(super) enrolled: u64,
    /// Rows that went into another one, as lines of its order.
    pub(super) lines: u64,
    /// Rows without a reference that are equal to one on file.
    pub(super) recognised: u64,
    pub(super) repeated: RepeatedOrders,
    /// Purchases of an unlikely amount.
    pub(super) unlikely: RepeatedOrders,
    /// Orders that earn and for which points were given manually before.
    pub(super) credited: RepeatedOrders,
}

pub(super) struct ImportStep {
    pub(super) groups: Vec<MemberGroup>,
    /// The id that the first row is to have.
    pub(super) first: FactId,
    /// Ids that others had taken when that was foreseen.
    pub(super) shift: i64,
    pub(super) ids: i64,
    /// The newest operation that its members' histories hold.
    pub(super) seen: OpSeq,
    pub(super) tally: RowTally,
    pub(super) rejected: Vec<RowError>,
}

impl ImportStep {
    pub(super) fn empty() -> Self {
        let (first, seen) = (FactId(0), OpSeq(0));
        Self { groups: Vec::new(), first, shift: 0, ids: 0, seen, tally: RowTally::default(), rejected: Vec::new() }
    }

    /// Whether it goes on with a member of whom a part is written.
    pub(super) fn goes_on(&self) -> bool {
        self.groups.iter().any(|group| group.part.is_some_and(|part| part.start > 0))
    }
}

impl RowTally {
    pub(super) fn add(&mut self, history: &History, drafts: &[FactDraft], today: Day, minor_per_major: i64) {
        let is_sale = |fact: &&Fact| fact.kind == FactKind::Sale;
        let mut largest = history.facts.iter().filter(is_sale).map(|fact| fact.amount).max().unwrap_or_default();
        for draft in drafts.iter().filter(|draft| is_sale(&&draft.fact)) {
            if is_unlikely_amount(draft.fact.amount, largest, minor_per_major) {
                let line = format!("#{}", draft.line);
                self.unlikely.add(draft.fact.reference.as_deref().unwrap_or(&line), 1);
            }
            largest = largest.max(draft.fact.amount);
        }
        let earns = |fact: &&Fact| fact.kind == FactKind::Sale && fact.points > Points::ZERO;
        for order in drafts.iter().map(|d| &d.fact).filter(earns).filter_map(|fact| fact.reference.as_deref()) {
            if is_credited(history, order) {
                self.credited.add(order, 1);
            }
        }
        let unmatched = drafts.iter().filter(|d| d.fact.kind == FactKind::Refund && d.sale == RefundedSale::None);
        self.unmatched += u64::try_from(unmatched.count()).unwrap_or(0);
        for fact in drafts.iter().map(|d| &d.fact).filter(|f| f.expires_on.is_some_and(|day| day < today)) {
            self.expired += 1;
            self.expired_points = self.expired_points.saturating_add(fact.points.0);
        }
    }

    pub(super) fn plus(&mut self, other: &Self) {
        self.rows += other.rows;
        self.unchanged += other.unchanged;
        self.unmatched += other.unmatched;
        self.followed += other.followed;
        self.expired += other.expired;
        self.expired_points = self.expired_points.saturating_add(other.expired_points);
        self.enrolled += other.enrolled;
        self.lines += other.lines;
        self.recognised += other.recognised;
        self.repeated.plus(&other.repeated);
        self.credited.plus(&other.credited);
        self.unlikely.plus(&other.unlikely);
    }

    /// Points of credits that were dead on arrival.
    pub(super) fn expired_points(&self) -> Points {
        Points(self.expired_points)
    }
}

/// Why a member of a status takes no purchase; `None`: it does.
pub(super) fn closed_to_purchases(status: Status) -> Option<RowReject> {
    match status {
        Status::Active | Status::Frozen => None,
        Status::Closed => Some(RowReject::MemberClosed),
        Status::Erased => Some(RowReject::MemberErased),
        Status::Merged => Some(RowReject::MemberMoved),
    }
}

/// The cached row of a member with its drafts.
pub(super) fn state_of(
    whose: &StepMember,
    history: &History,
    drafts: &[FactDraft],
    rated: &RatedState,
    programs: &Programs,
) -> Result<StateRow, StoreError> {
    let before = match whose {
        StepMember::OnFile(standing) | StepMember::Reinstated(standing) => {
            Heads { head: standing.head, newest: standing.newest, joined: standing.joined }
        }
        StepMember::New(_) => Heads::default(),
    };
    let head = drafts.last().map_or(before.head, |d| d.fact.id);
    let heads = Heads { head, newest: head.max(before.newest), joined: before.joined };
    let row = StateRow::of(history.member, heads, &rated.shown, &rated.resume, programs)?;
    Ok(match rated.until {
        Some(day) => row.until(day),
        None => row,
    })
}

/// Whether points were given manually for an order, and not taken back.
fn is_credited(history: &History, order: &str) -> bool {
    let gives = |f: &&Fact| f.kind == FactKind::Adjust && f.link.is_none() && f.points > Points::ZERO;
    let credits = history.facts.iter().filter(gives).filter(|f| f.reference.as_deref() == Some(order));
    let mut standing = credits.filter(|f| !history.facts.iter().any(|other| other.link == Some(f.id)));
    standing.next().is_some() || history.absorbed.iter().any(|(_, joined)| is_credited(joined, order))
}
