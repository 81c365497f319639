//! Everything a plan is made from. The desk loads it; planning itself looks nowhere else.

use super::outcome::{Refusal, Warning};
use crate::domain::approval_request::{Approval, ApprovalRequest};
use crate::domain::clock::{ClockVerdict, KnownTime, SLACK_MS, WrittenAhead};
use crate::domain::day::{Day, Instant};
use crate::domain::desk_event::DeskEvent;
use crate::domain::drawn_sample::AuditSample;
use crate::domain::fact::{Event, EventKind, Fact, FactKind, History};
use crate::domain::feedback::case::CaseFile;
use crate::domain::member::{Profile, ProfileField};
use crate::domain::num::{FactId, MemberId, OpSeq};
use crate::domain::op::kind::OpKind;
use crate::domain::operator::{LimitUsage, Operator};
use crate::domain::program::{Program, Programs};
use crate::domain::staff::Staff;
use uuid::Uuid;

#[derive(Debug, Clone)]
pub struct PlanContext<'a> {
    /// The programme in all its versions.
    pub programs: &'a Programs,
    pub operator: &'a Operator,
    pub used: LimitUsage,
    pub now: Instant,
    /// What is known of the time; `None` where the clock is to be believed.
    pub known_time: Option<KnownTime>,
    /// The newest operation by which rows came to count no more, or again, without any new row of their members.
    pub newest_undone: OpSeq,
    /// The id of the operation that the plan becomes.
    pub op_id: Uuid,
    /// The members touched, the one asked about first. A merge brings both of the pair, an erasure also the members whose
    /// files joined, an undo whoever its operation touched.
    pub members: Vec<Subject>,
    /// What only the whole file can tell.
    pub lookups: Lookups,
    /// For an undo: the operation to be reversed.
    pub reversal: Option<Reversal>,
    /// The case to be changed, or that the operation to be reversed is about.
    pub case: Option<CaseFile>,
    /// The operators, where one of them is changed.
    pub staff: Staff,
    /// The sample of the audit log that is changed.
    pub sample: Option<AuditSample>,
    /// The approval request that is answered without anything happening.
    pub request: Option<ApprovalRequest>,
    /// Requests about the members touched that are open and end with the change.
    pub withdrawn: Vec<ApprovalRequest>,
    /// The request that the change approves.
    pub approval: Option<Approval>,
    pub second: SecondPerson,
    /// Whether the roles of the file's operators hold.
    pub is_guarded: bool,
    /// How often the operator has looked at personal fields today, where that counts.
    pub revealed: u64,
}

/// Whether somebody else could approve a change that needs a second person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SecondPerson {
    /// The file has no operators: nobody is asked whatever the size.
    #[default]
    NotAsked,
    Someone,
    Nobody,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// All that is known of it, with the files that joined it.
    pub history: History,
    /// Its profile, unmasked.
    pub profile: Profile,
    /// Where it goes on, for a merged one.
    pub survivor_no: Option<String>,
}

/// What only the whole file can tell. Left empty where the intent does not ask for it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lookups {
    /// Whether the member number wished for is another's.
    pub member_no_taken: bool,
    /// Whether the referrer's number wished for is nobody's.
    pub referrer_unknown: bool,
    /// Other members with the phone or e-mail wished for: `phone` or `email`, and their number.
    pub shared: Vec<(ProfileField, String)>,
    /// The operation that logged this survey's reference.
    pub reference_known: Option<Uuid>,
    /// The purchase that the order reference is of; for points given for it, with the number of its member, where it is another's.
    pub order: Option<(Fact, Option<String>)>,
    /// The store wished for is not on file; the nearest one that is.
    pub unknown_store: Option<Option<String>>,
    /// The earlier operation that this adjustment looks like a repeat of (see `op::adjust`).
    pub repeat: Option<(Uuid, Instant)>,
    /// What bears a later time than the clock reads.
    pub written_ahead: Option<WrittenAhead>,
}

/// An operation that shall be reversed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reversal {
    /// Its place in the journal.
    pub seq: OpSeq,
    pub kind: OpKind,
    /// The kind whose room reverses it: its own, of an undo the one that the chain of undos began with.
    pub root: OpKind,
    /// The operation that the chain began with: itself, unless it is an undo.
    pub began: OpSeq,
    /// How many undos the chain holds: 0 for what is none, 1 for an undo, 2 for the undo of an undo.
    pub undos: usize,
    /// By whom it was made.
    pub operator: String,
    /// What has reversed it already, then what has reversed that, and so on.
    pub reversals: Vec<Uuid>,
    /// The facts it wrote (of an import: none, see `batch`). Of what is undone whole, those of the operation that the chain began
    /// with, whether they count or not.
    pub facts: Vec<Fact>,
    /// The events it wrote (of an import: none).
    pub events: Vec<Event>,
    /// The events about the desk it wrote.
    pub desk_events: Vec<DeskEvent>,
    /// The profile before and after it, where it changed one; gone after an erasure.
    pub profiles: Option<(Profile, Profile)>,
    /// Later operations on the same members, newest first; of what is undone whole, only those that build on it.
    pub later: Vec<(OpSeq, Uuid)>,
    pub batch: Option<ImportBatch>,
}

impl Reversal {
    /// An operation that wrote nothing and that nothing has reversed.
    pub fn of(seq: OpSeq, kind: OpKind, operator: String) -> Self {
        Self {
            seq,
            kind,
            root: kind,
            began: seq,
            undos: 0,
            operator,
            reversals: Vec::new(),
            facts: Vec::new(),
            events: Vec::new(),
            desk_events: Vec::new(),
            profiles: None,
            later: Vec::new(),
            batch: None,
        }
    }

    /// Whether reversing it lets what the chain began with count again.
    pub fn restores(&self) -> bool {
        self.undos % 2 == 1
    }

    /// The refusal to reverse it a second time, which names the end of what has reversed it; `None` where nothing has.
    pub fn done_already(&self) -> Option<Refusal> {
        let newest = self.reversals.last()?.to_string();
        let before = self.reversals.iter().nth_back(1).map(Uuid::to_string);
        Some(match before {
            Some(by) if self.reversals.len().is_multiple_of(2) => {
                Refusal::AlreadyReversed { by, redone_by: Some(newest) }
            }
            _ => Refusal::AlreadyReversed { by: newest, redone_by: None },
        })
    }

    /// The refusal to reverse an operation of its kind.
    pub fn irreversible(&self) -> Refusal {
        Refusal::Irreversible { kind: self.kind.word().to_owned() }
    }

    /// Refused because of the later events of a kind, newest first.
    pub fn depended_on(&self, subject: &Subject, after: FactId, is_kind: impl Fn(&&Event) -> bool) -> Refusal {
        let later = subject.history.events.iter().filter(is_kind).filter(|e| e.id > after);
        let ops: Vec<OpSeq> = later.map(|e| e.op).collect();
        let named = self.later.iter().filter(|(seq, _)| ops.contains(seq));
        Refusal::DependedOn { ops: named.map(|(_, id)| id.to_string()).collect() }
    }
}

/// An import as its reversal sees it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImportBatch {
    /// The first of its operations.
    pub first: OpSeq,
    /// Facts and events it brought.
    pub facts: i64,
    pub members: i64,
    pub enrolled: Vec<MemberId>,
    /// Members known before whose profile it changed; what stood there before is not kept.
    pub updated: i64,
    /// Operations that build on what it brought; of one that was undone, whatever has come since then that stands in its way.
    /// Newest first.
    pub dependents: Vec<Uuid>,
}

impl<'a> PlanContext<'a> {
    /// A context in which nothing has been looked up yet.
    pub fn new(programs: &'a Programs, operator: &'a Operator, now: Instant, op_id: Uuid) -> Self {
        Self {
            programs,
            operator,
            used: LimitUsage::default(),
            now,
            known_time: None,
            newest_undone: OpSeq::default(),
            op_id,
            members: Vec::new(),
            lookups: Lookups::default(),
            reversal: None,
            case: None,
            staff: Staff::default(),
            sample: None,
            request: None,
            withdrawn: Vec::new(),
            approval: None,
            second: SecondPerson::default(),
            is_guarded: false,
            revealed: 0,
        }
    }
}

/// Whether somebody at a desk gave or took the points.
fn is_by_hand(fact: &Fact) -> bool {
    matches!(fact.kind, FactKind::Adjust | FactKind::Redeem | FactKind::RedeemReturn)
}

impl PlanContext<'_> {
    /// What has to be asked about the clock before anything is written by it.
    pub fn clock_warning(&self) -> Option<Warning> {
        let known = self.known_time.filter(|known| known.verdict(self.now) == ClockVerdict::FarAhead)?;
        Some(Warning::ClockAhead { now: self.now, known: known.latest() })
    }

    pub fn subject(&self, member: MemberId) -> Result<&Subject, Refusal> {
        let found = self.members.iter().find(|s| s.history.member == member);
        found.ok_or_else(|| Refusal::UnknownMember { member_no: member.0.to_string() })
    }

    /// When the change takes effect: now, or where the clock stands a little behind what was done to these members already,
    /// as late as that; and always after what it reverses.
    pub fn at(&self) -> Instant {
        let soon = Instant(self.now.0.saturating_add(SLACK_MS));
        let done = self.members.iter().flat_map(|s| {
            let facts = s.history.facts.iter().filter(|f| is_by_hand(f)).map(|f| f.at);
            facts.chain(s.history.events.iter().map(|e| e.at))
        });
        done.filter(|at| *at <= soon).chain(self.after_reversed()).fold(self.now, Instant::max)
    }

    /// The first instant after what is to be reversed. Where that bears a later time than the clock reads, it is also after everything
    /// that was reversed of these members: what was done last is undone first, and must be out of the way by then. An enrolment
    /// is folded nowhere, so that the end of a membership need not wait for it.
    fn after_reversed(&self) -> Option<Instant> {
        let reversal = self.reversal.as_ref()?;
        let is_folded = |e: &&Event| !matches!(e.kind, EventKind::Enrol { .. });
        let events = reversal.events.iter().filter(is_folded).map(|e| e.at);
        let newest = reversal.facts.iter().map(|f| f.at).chain(events).max()?;
        let counter_entries =
            self.members.iter().flat_map(|s| &s.history.facts).filter(|f| is_by_hand(f) && f.link.is_some());
        let reversed = counter_entries.map(|f| f.at).filter(|_| newest > self.now);
        Some(Instant(reversed.fold(newest, Instant::max).0.saturating_add(1)))
    }

    /// The business day of [`PlanContext::at`].
    pub fn today(&self) -> Day {
        self.programs.zone().day_of(self.at())
    }

    /// The version of the programme in force.
    pub fn program(&self) -> &Program {
        &self.programs.at(self.at()).program
    }
}
