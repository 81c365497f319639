//! What planning may ask a data file. The desk answers from its store, tests answer from memory; what is asked for which
//! operation is said in the operation's room.

use super::context::{ImportBatch, Subject};
use super::outcome::Refusal;
use crate::domain::approval_request::ApprovalRequest;
use crate::domain::clock::{KnownTime, WrittenAhead};
use crate::domain::day::{Day, Instant};
use crate::domain::desk_event::DeskEvent;
use crate::domain::drawn_sample::AuditSample;
use crate::domain::fact::{Event, EventKind, Fact};
use crate::domain::feedback::case::CaseFile;
use crate::domain::member::{Profile, ProfileField};
use crate::domain::num::{FactId, MemberId, OpSeq};
use crate::domain::op::kind::OpKind;
use crate::domain::operator::LimitUsage;
use crate::domain::program::Programs;
use crate::domain::staff::Staff;
use uuid::Uuid;

/// A data file as planning sees it.
pub trait Lookup {
    /// Why it can't answer, or what it refuses.
    type Error: From<Refusal>;

    /// Everything a plan needs to know of one member; refused where there is none of this id.
    fn subject(&self, member: MemberId) -> Result<Subject, Self::Error>;

    /// The member of a member number.
    fn member_of(&self, member_no: &str) -> Result<Option<MemberId>, Self::Error>;

    /// Numbers of other members in use whose profile holds this value in this field.
    fn sharing(&self, field: ProfileField, value: &str, but: Option<MemberId>) -> Result<Vec<String>, Self::Error>;

    /// The purchase or refund of this file that has an order reference and counts.
    fn fact_of_reference(&self, reference: &str) -> Result<Option<Fact>, Self::Error>;

    /// Whether a member or a purchase of this file has a store of this name; if not, the nearest name there is.
    fn store_known(&self, store: &str) -> Result<KnownStore, Self::Error>;

    /// The operation of an id.
    fn operation(&self, id: Uuid) -> Result<Option<PastOperation>, Self::Error>;

    /// The operation at a place in the journal.
    fn operation_at(&self, seq: OpSeq) -> Result<Option<PastOperation>, Self::Error>;

    /// The operation that has reversed another.
    fn reversed_by(&self, seq: OpSeq) -> Result<Option<Uuid>, Self::Error>;

    /// The profile before and after an operation that changed one; `None` also after an erasure.
    fn profiles_around(&self, seq: OpSeq) -> Result<Option<(Profile, Profile)>, Self::Error>;

    /// The facts that an operation wrote, also where they count no more.
    fn facts_of(&self, seq: OpSeq) -> Result<Vec<Fact>, Self::Error>;

    /// The events that an operation wrote, an unknown customer's among them.
    fn events_of(&self, seq: OpSeq) -> Result<Vec<Event>, Self::Error>;

    /// The events about the desk that an operation wrote.
    fn desk_events_of(&self, seq: OpSeq) -> Result<Vec<DeskEvent>, Self::Error>;

    /// The member event of an id.
    fn event(&self, id: FactId) -> Result<Option<Event>, Self::Error>;

    /// Everything recorded about one feedback.
    fn case_file(&self, feedback: FactId) -> Result<Option<CaseFile>, Self::Error>;

    /// The operation that logged the feedback of a survey's reference.
    fn feedback_of_reference(&self, reference: &str) -> Result<Option<Uuid>, Self::Error>;

    /// What an import brought, given by the first of its operations, and what builds on it.
    fn import_batch(&self, first: OpSeq, programs: &Programs, today: Day) -> Result<ImportBatch, Self::Error>;

    /// The newest operation by which rows came to count no more, or again: an undo that took something out whole, or a file that
    /// joined.
    fn newest_undone(&self) -> Result<OpSeq, Self::Error>;

    /// What the file and the program know of the time.
    fn known_time(&self) -> Result<KnownTime, Self::Error>;

    /// What bears a later time than a clock that reads `now`; `None` where nothing does.
    fn written_ahead(&self, now: Instant) -> Result<Option<WrittenAhead>, Self::Error>;

    /// What an import brought that an undo (given with it) took out, and what has come since that stands in its way.
    fn undone_batch(&self, first: OpSeq, undo: OpSeq) -> Result<ImportBatch, Self::Error>;

    /// The operators of the file.
    fn staff(&self) -> Result<Staff, Self::Error>;

    /// The sample of the audit log of an id.
    fn audit_sample(&self, id: &str) -> Result<Option<AuditSample>, Self::Error>;

    /// The approval request of an operation that asked.
    fn approval_request(&self, op: Uuid) -> Result<Option<ApprovalRequest>, Self::Error>;

    /// The approval requests about a member that are open on a day.
    fn open_requests(&self, member: MemberId, today: Day) -> Result<Vec<ApprovalRequest>, Self::Error>;

    /// The members whom the request of an operation is about, the one it is filed under first.
    fn members_of_request(&self, op: OpSeq) -> Result<Vec<MemberId>, Self::Error>;

    /// How often an operator has looked at personal fields on a day, where that counts.
    fn revealed(&self, operator: &str, day: Day) -> Result<u64, Self::Error>;

    /// What has been used of the limits: by an operator on a day, and on a member in that day's month.
    fn used(&self, operator: &str, day: Day, member: Option<MemberId>) -> Result<LimitUsage, Self::Error>;
}

/// Whether a store is on file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KnownStore {
    /// It is, or there is no store at all yet.
    Known,
    /// There are stores, and this is none of them: the nearest name, if one is near.
    Unknown { nearest: Option<String> },
}

/// An operation of the journal as planning sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastOperation {
    /// Its place in the journal.
    pub seq: OpSeq,
    /// Its id.
    pub id: Uuid,
    /// What it did.
    pub kind: OpKind,
    /// When it was recorded.
    pub at: Instant,
    /// The operator's name.
    pub operator: String,
    /// The member it is filed under.
    pub member: Option<MemberId>,
    /// The operation it reverses.
    pub reverses: Option<OpSeq>,
    /// The first operation of the import that it is a further step of.
    pub batch: Option<OpSeq>,
}

/// A purchase as it stands with the member who holds it: one that came late under a merged number belongs to that number, wherever its
/// file is by now.
pub fn held<L: Lookup>(file: &L, mut purchase: Fact) -> Result<Fact, L::Error> {
    if let Some(merge) = purchase.before_merge().map(|merge| file.event(merge)).transpose()?.flatten()
        && let EventKind::Absorb { from } = merge.kind
        && holder_of(file, from)?.history.member != purchase.member
    {
        purchase.member = from;
    }
    Ok(purchase)
}

/// Whoever holds what is recorded on a member: itself, or the one where its file goes on after merges.
pub fn holder_of<L: Lookup>(file: &L, member: MemberId) -> Result<Subject, L::Error> {
    let mut holder = file.subject(member)?;
    while let Some(survivor) = holder.survivor_no.as_deref().map(|no| file.member_of(no)).transpose()?.flatten() {
        holder = file.subject(survivor)?;
    }
    Ok(holder)
}
