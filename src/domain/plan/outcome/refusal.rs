//! Why a change can't be made, or a question not be answered, as data; `text` has the sentences.

use crate::domain::approval_request::change::RequestState;
use crate::domain::audit_review::AuditReview;
use crate::domain::day::{Day, Instant};
use crate::domain::fact::Status;
use crate::domain::feedback::CaseState;
use crate::domain::num::{OpSeq, Points};
use crate::domain::operator::Role;
use crate::domain::program::ProgramError;
use crate::domain::query::QueryError;
use crate::domain::staff::session::SessionEnd;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Why a second person must agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum LimitExceeded {
    /// More than one operation may move.
    PerOperation { limit: Points, asked: Points },
    /// More than the operator may move today.
    PerDay {
        limit: Points,
        /// Used before.
        used: Points,
        asked: Points,
    },
    /// More than this member may get this month.
    PerMemberMonth {
        limit: Points,
        /// Used before.
        used: Points,
        asked: Points,
    },
    /// The programme asks for a second person whatever the size.
    Always,
}

/// Why a change is not possible, with what would be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
#[error("refused: {self:?}")]
pub enum Refusal {
    /// No member has this number.
    UnknownMember {
        member_no: String,
    },
    /// No operation has this id.
    UnknownOperation {
        op: String,
    },
    AmbiguousOperation {
        op: String,
        /// Some that do, newest first.
        matches: Vec<String>,
    },
    /// The member number is taken.
    MemberNoTaken {
        member_no: String,
    },
    /// A field's value can't be read.
    BadField {
        field: String,
        value: String,
        expected: String,
    },
    StatusForbids {
        status: Status,
        survivor_no: Option<String>,
    },
    /// Nothing would change.
    NoChange,
    /// No operation bears a later time than the clock: it needs no acceptance.
    NothingAhead,
    /// Zero, or beyond 10^12.
    BadAmount {
        points: Points,
    },
    /// The sums would exceed 10^12.
    TooLarge,
    /// More than can be spent.
    NotEnough {
        asked: Points,
        spendable: Points,
        missing: Points,
    },
    /// The programme has no such reason.
    UnknownReason {
        reason: String,
        known: Vec<String>,
    },
    /// The programme asks why a lost member leaves.
    ChurnReasonNeeded {
        known: Vec<String>,
    },
    /// The reason asks for a longer note.
    NoteTooShort {
        reason: String,
        min: usize,
    },
    /// Longer than 500 characters.
    NoteTooLong {
        max: usize,
    },
    /// The programme has no such tier.
    UnknownTier {
        tier: String,
        known: Vec<String>,
    },
    /// The last day is before today.
    DayPassed {
        day: Day,
    },
    /// The day is not among those that are possible here.
    DayNotBetween {
        day: Day,
        /// The first that is possible.
        from: Day,
        /// The last.
        to: Day,
    },
    /// A member can't be merged with itself.
    MergeWithItself,
    /// The other one is closed, erased or itself merged.
    MergePartner {
        member_no: String,
        status: Status,
    },
    /// There is no merge to take away.
    NotMerged,
    /// Taking it away would overdraw the survivor or the other.
    WouldOverdraw {
        missing: Points,
    },
    /// A credit that has been spent since.
    SpentSince {
        /// Points of it that are gone.
        missing: Points,
    },
    /// An operation is reversed at most once: its undo, or the undo of that, can be.
    AlreadyReversed {
        /// The newest undo that took it back.
        by: String,
        /// The undo of that one, where the operation counts again.
        redone_by: Option<String>,
    },
    /// Since an import was undone, something else has come: its file brings it back, with what is right by now.
    ImportAgain {
        /// Operations that came in between, newest first.
        ops: Vec<String>,
    },
    /// No purchase that counts has this order reference.
    UnknownOrder {
        reference: String,
    },
    /// The purchase was on this card before: it comes back by the undo of the move that took it away.
    PurchaseWasHere {
        reference: String,
    },
    /// The purchase has been taken back whole.
    PurchaseVoid {
        reference: String,
    },
    /// An operation of this kind can't be reversed.
    Irreversible {
        kind: String,
    },
    /// Something later depends on it.
    DependedOn {
        /// Operations that do, newest first.
        ops: Vec<String>,
    },
    /// A second person must agree: it can be asked for by an approval request.
    ApprovalNeeded {
        approval: LimitExceeded,
    },
    /// Whoever has asked for a change, or is the member it is about, does not approve it.
    SamePerson {
        /// Who has asked.
        by: String,
    },
    /// The last day of the approval request has passed.
    Expired {
        /// This day was the last one included.
        until: Day,
    },
    /// The approval request has been answered already.
    RequestEnded {
        state: RequestState,
        by: String,
    },
    /// No approval request has this id, or several begin so.
    UnknownRequest {
        id: String,
    },
    /// Only who asked can withdraw it.
    NotYourRequest {
        by: String,
    },
    /// What was asked for has been erased.
    RequestErased,
    /// A change of this kind needs no second person and can't be asked for.
    NotProposable {
        kind: String,
    },
    /// The operator has looked at as many personal fields today as the role may.
    RevealQuota {
        limit: u32,
    },
    /// The idempotency key belongs to another change.
    KeyConflict {
        /// The operation that has it.
        op: Uuid,
    },
    /// The survey's reference has been logged already.
    ReferenceKnown {
        reference: String,
        /// The operation that logged it.
        op: Uuid,
    },
    /// No alert of this rule has fired lately (on this day, where one is named).
    NoAlert {
        alert: String,
        day: Option<Day>,
        /// What has fired, newest first: `busy 2026-11-22`.
        fired: Vec<String>,
    },
    /// There is no such case (or its feedback was taken back).
    NoCase {
        case: i64,
    },
    /// A case does not go from here to there.
    CaseCannot {
        from: CaseState,
        to: CaseState,
    },
    /// What the plan was made from has changed in a way that changes its effect.
    Stale,
    /// The clock is behind the newest thing in the file.
    ClockBehind {
        /// The newest instant in the file.
        last_seen: Instant,
    },
    /// The clock reads a time before the year 2000.
    ClockImpossible {
        now: Instant,
    },
    /// The clock is far ahead of everything known, and nobody has said that it is right.
    ClockAhead {
        now: Instant,
        /// The later of the newest operation and the program's build.
        known: Instant,
    },
    /// The programme text is not valid.
    BadProgram {
        /// Every mistake, by line; never empty.
        errors: Vec<ProgramError>,
    },
    /// The new version changes what facts are built on.
    ProgramFixed {
        /// `zone` or `currency` or a tier code that is missing.
        what: String,
    },
    /// The filter can't be read.
    BadQuery {
        /// Where, and why not.
        error: QueryError,
    },
    /// Too few members with a purchase to score them.
    ScoresWithheld {
        /// How many there are.
        n: u64,
        min: u64,
    },
    /// Too few members who bought on a second day to fit models.
    ValueWithheld {
        /// How many there are.
        n: u64,
        min: u64,
    },
    /// The models could not be fitted to these purchases.
    NoFit,
    /// The role may not do this.
    NotAllowed {
        role: Role,
        /// The roles that may; never empty.
        allowed: Vec<Role>,
    },
    /// The operator is this member, or one merged with it.
    OwnCard {
        member_no: String,
    },
    /// The data file has operators, and nobody is logged in who could do this.
    LoginNeeded {
        /// Who was logged in, or was named.
        name: Option<String>,
        why: SessionEnd,
    },
    /// Not the operator's PIN.
    WrongPin {
        /// Wrong ones that are left before it locks.
        left: u32,
    },
    /// Too many wrong PINs: none is looked at before this instant.
    Locked {
        until: Instant,
    },
    /// Too short a PIN, or one that is guessed first.
    WeakPin {
        /// The fewest digits.
        min: usize,
    },
    /// No operator has this name.
    UnknownOperator {
        name: String,
        known: Vec<String>,
    },
    /// The name is taken, perhaps in other letters.
    OperatorExists {
        name: String,
    },
    /// Nobody could tell the name from that of another operator.
    OperatorLookalike {
        name: String,
        other: String,
    },
    /// The operator may not log in.
    OperatorDisabled {
        name: String,
    },
    /// No sample of the audit log has this id.
    UnknownSample {
        id: String,
    },
    /// The operation is not among those of the sample.
    NotInSample {
        seq: OpSeq,
        id: String,
    },
    /// The filter and the period hold no operation that a sample could take.
    NothingToSample,
    /// The review has found nothing of this operator in this period.
    NoFinding {
        review: AuditReview,
        subject: String,
    },
    /// Without this owner nobody could do everything: the first operator is one, and the last one stays one.
    LastOwner {
        name: String,
    },
    /// The data file has no operators: nobody can log in to it.
    NoOperators,
}
