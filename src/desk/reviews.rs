//! The reviews of the audit log: operations by hand with what the file knows of them, and who has looked at what was found.

use super::Desk;
use super::ask::{Asking, ScanWatch, Serve};
use super::error::DeskError;
use crate::analytics::findings::findings;
use crate::domain::approval_request::change::RequestChange;
use crate::domain::approval_request::{ApprovalRequest, PROPOSAL, RequestState};
use crate::domain::audit_review::{
    AuditReview, Finding, HandOperation, ReviewPeriod, ReviewReport, ReviewSignature, ReviewedOperation,
};
use crate::domain::day::{DAY_MS, Instant};
use crate::domain::desk_event::{DeskEvent, DeskEventKind, DeskKey};
use crate::domain::fact::{EventKind, FactKind, History};
use crate::domain::fold::fold;
use crate::domain::num::{MemberId, OpSeq, Points};
use crate::domain::op::SignReview;
use crate::domain::operation::OpKind;
use crate::domain::operator::Role;
use crate::domain::plan::lookup::holder_of;
use crate::domain::plan::outcome::Refusal;
use crate::domain::program::Programs;
use crate::domain::question::ReviewJournal;
use crate::domain::staff::OPERATOR;
use crate::domain::staff::change::OperatorChange;
use crate::store::{Store, StoreError};
use std::collections::{BTreeMap, BTreeSet};

/// Days before the period whose operations may have led to some in it, and behind it to which some of it may lead.
const AROUND: i64 = 2;
/// Days before a credit in which a purchase or feedback stands behind it.
const BACKED_DAYS: i64 = 90;
/// Days without a purchase or a redemption after which a member is dormant.
const DORMANT_DAYS: i64 = 180;
/// What the reference of a credit of a campaign begins with.
const CAMPAIGN: &str = "campaign:";
/// An approval sooner than this was hardly looked at.
const QUICK_MS: i64 = 10_000;
/// Minutes, in milliseconds.
const MINUTE_MS: i64 = 60_000;

impl Serve<ReviewJournal> for Desk {
    fn serve(&mut self, question: ReviewJournal, asking: Asking<'_>) -> Result<Box<ReviewReport>, DeskError> {
        let watch = asking.watch;
        self.store.read(|store| review(store, question.period, watch).map(Box::new))
    }
}

fn review(store: &Store, period: ReviewPeriod, watch: &mut dyn ScanWatch) -> Result<ReviewReport, DeskError> {
    let programs = store.programs()?;
    let rows = store.hand_operations(period.from.plus_days(-AROUND), period.to.plus_days(AROUND))?;
    let roles = Roles::of(&store.desk_keys(OPERATOR, Instant(i64::MAX))?);
    let approvals = Approvals::of(store)?;
    let mut known = MemberFacts { store, programs: &programs, members: BTreeMap::new() };
    let mut operations = Vec::with_capacity(rows.len());
    for row in &rows {
        if watch.stop() {
            return Err(StoreError::Interrupted.into());
        }
        let mut marks = known.marks(row, &rows, &roles)?;
        marks.extend(approvals.marks(row, &roles));
        operations.push(reviewed(row, &programs, &roles, marks));
    }
    let mut found = findings(&operations, period);
    sign(store, period, &mut found)?;
    let n = operations.iter().filter(|op| period.holds(op.row.day)).count() as u64;
    Ok(ReviewReport { period, operations: n, findings: found })
}

fn reviewed(row: &HandOperation, programs: &Programs, roles: &Roles, marks: Vec<AuditReview>) -> ReviewedOperation {
    let program = &programs.at(row.at).program;
    let role = roles.at(&row.operator, row.at);
    let midnight = programs.zone().start_of(row.day);
    let minute = (row.at.0 - midnight.0).rem_euclid(DAY_MS) / MINUTE_MS;
    ReviewedOperation {
        row: row.clone(),
        limit: program.limits_of(role).per_op,
        is_after_hours: program.contact.quiet.holds(minute),
        marks,
    }
}

/// Adds to each finding who has looked at it.
fn sign(store: &Store, period: ReviewPeriod, found: &mut [Finding]) -> Result<(), DeskError> {
    let signed = store.desk_keys("review", Instant(i64::MAX))?;
    for finding in found {
        let key = SignReview::key_of(finding.review, &finding.operator, period);
        for event in key.and_then(|key| signed.get(&key)).into_iter().flatten() {
            if let DeskEventKind::Reviewed { x, by } = &event.kind {
                let note = store.note_of(event)?;
                finding.signatures.push(ReviewSignature { by: by.clone(), at: event.at, x: *x, note });
            }
        }
    }
    Ok(())
}

/// Who had which role when, and which cards are whose.
#[derive(Debug, Default)]
struct Roles {
    by_name: BTreeMap<String, Vec<(Instant, Role)>>,
    cards: BTreeMap<String, Vec<MemberId>>,
}

impl Roles {
    fn of(keys: &BTreeMap<DeskKey, Vec<DeskEvent>>) -> Self {
        let mut roles = Self::default();
        for (key, events) in keys {
            for event in events {
                let DeskEventKind::Operator(change) = &event.kind else { continue };
                if let OperatorChange::Added { role, .. } | OperatorChange::Role { role } = change {
                    roles.by_name.entry(key.name().to_owned()).or_default().push((event.at, *role));
                }
                if let Some(member) = change.member() {
                    roles.cards.entry(key.name().to_owned()).or_default().push(member);
                }
            }
        }
        roles
    }

    /// The role then; of whoever was no operator yet, that of the owner of the file.
    fn at(&self, name: &str, at: Instant) -> Role {
        let held = self.by_name.get(name).into_iter().flatten();
        held.take_while(|(from, _)| *from <= at).last().map_or(Role::Owner, |(_, role)| *role)
    }

    fn cards(&self, name: &str) -> &[MemberId] {
        self.cards.get(name).map_or(&[], Vec::as_slice)
    }
}

/// What was approved by which operation, and what needed nobody because there was nobody.
#[derive(Debug, Default)]
struct Approvals {
    /// By the operation that was approved, with the instant at which it was asked for.
    requests: BTreeMap<OpSeq, (ApprovalRequest, Instant)>,
    single: BTreeSet<OpSeq>,
}

impl Approvals {
    fn of(store: &Store) -> Result<Self, DeskError> {
        let mut approvals = Self::default();
        for (key, events) in store.desk_keys(PROPOSAL, Instant(i64::MAX))? {
            let is_single =
                |event: &&DeskEvent| matches!(event.kind, DeskEventKind::Proposal(RequestChange::SingleControl { .. }));
            approvals.single.extend(events.iter().filter(is_single).map(|event| event.op));
            let Some(request) = ApprovalRequest::of(&key, &events) else { continue };
            let Some(end) = request.end.as_ref().filter(|end| end.state == RequestState::Approved) else { continue };
            if let Some((asked, _)) = store.operation_at(request.seq)? {
                approvals.requests.insert(end.op, (request, asked.at));
            }
        }
        Ok(approvals)
    }

    /// The lists that a change stands on by how it was approved.
    fn marks(&self, row: &HandOperation, roles: &Roles) -> Vec<AuditReview> {
        let mut marks = Vec::new();
        if self.single.contains(&row.seq) {
            marks.push(AuditReview::SingleControl);
        }
        if let Some((request, asked)) = self.requests.get(&row.seq) {
            let cards = roles.cards(&request.by);
            if request.by == row.operator || roles.cards(&row.operator).iter().any(|card| cards.contains(card)) {
                marks.push(AuditReview::OwnApproval);
            }
            // What is asked for and approved at one console bears one instant.
            if (1..QUICK_MS).contains(&(row.at.0 - asked.0)) {
                marks.push(AuditReview::QuickApproval);
            }
        }
        marks
    }
}

/// What is known of the members that operations are about, each read once.
struct MemberFacts<'s> {
    store: &'s Store,
    programs: &'s Programs,
    members: BTreeMap<MemberId, History>,
}

impl MemberFacts<'_> {
    /// The lists that an operation stands on by what the file knows.
    fn marks(
        &mut self,
        row: &HandOperation,
        rows: &[HandOperation],
        roles: &Roles,
    ) -> Result<Vec<AuditReview>, DeskError> {
        let mut marks = Vec::new();
        if row.reverses_of.as_deref() == Some(&row.operator) {
            marks.push(AuditReview::OwnReversal);
        }
        let Some(member) = row.member.filter(|member| *member != MemberId::NOBODY) else { return Ok(marks) };
        if self.is_own_card(row, member, roles)? {
            marks.push(AuditReview::OwnCard);
        }
        if row.is_reversed {
            return Ok(marks);
        }
        let points = row.points.unwrap_or_default();
        if row.kind == OpKind::Adjust && points.0 > 0 && !self.is_backed(row, member)? {
            marks.push(AuditReview::Unbacked);
        }
        let takes = matches!(row.kind, OpKind::Adjust | OpKind::Redeem) && points.0 < 0;
        if takes && self.drains_dormant(row, member, rows)? {
            marks.push(AuditReview::DormantDrained);
        }
        Ok(marks)
    }

    fn is_own_card(&self, row: &HandOperation, member: MemberId, roles: &Roles) -> Result<bool, DeskError> {
        let cards = roles.cards(&row.operator);
        if cards.is_empty() {
            return Ok(false);
        }
        let holder = holder_of(self.store, member)?.history.member;
        for card in cards {
            if holder_of(self.store, *card)?.history.member == holder {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn history(&mut self, member: MemberId) -> Result<&History, DeskError> {
        if !self.members.contains_key(&member) {
            let history = self.store.history(member)?;
            self.members.insert(member, history);
        }
        Ok(&self.members[&member])
    }

    /// Whether an order, feedback or a campaign stands behind a credit: named by it, or of the days before.
    fn is_backed(&mut self, row: &HandOperation, member: MemberId) -> Result<bool, DeskError> {
        if let Some(reference) = &row.reference
            && (reference.starts_with(CAMPAIGN) || self.store.fact_of_reference(reference)?.is_some())
        {
            return Ok(true);
        }
        let from = Instant(row.at.0.saturating_sub(BACKED_DAYS * DAY_MS));
        let is_recent = |at: Instant| (from..=row.at).contains(&at);
        let history = self.history(member)?;
        let bought = history.facts.iter().any(|fact| fact.kind == FactKind::Sale && is_recent(fact.at));
        let is_feedback = |kind: &EventKind| matches!(kind, EventKind::Feedback { .. });
        Ok(bought || history.events.iter().any(|event| is_feedback(&event.kind) && is_recent(event.at)))
    }

    /// Whether the takings of the day leave a tenth or less to a member who had been quiet for half a year.
    fn drains_dormant(
        &mut self,
        row: &HandOperation,
        member: MemberId,
        rows: &[HandOperation],
    ) -> Result<bool, DeskError> {
        let (programs, day) = (self.programs, row.day);
        let midnight = programs.zone().start_of(day);
        let history = self.history(member)?;
        let moves = |kind: FactKind| matches!(kind, FactKind::Sale | FactKind::Redeem | FactKind::Opening);
        let before =
            history.facts.iter().filter(|fact| moves(fact.kind) && fact.at < midnight).map(|fact| fact.at).max();
        let Some(last) = before.map(|at| programs.zone().day_of(at)) else { return Ok(false) };
        if day.0 - last.0 < DORMANT_DAYS {
            return Ok(false);
        }
        let folded = fold(history, programs, day.plus_days(-1)).map_err(|_| Refusal::TooLarge)?;
        let balance = folded.state.snapshot(programs).points.balance;
        let taken = |other: &&HandOperation| {
            let is_taking = matches!(other.kind, OpKind::Adjust | OpKind::Redeem) && !other.is_reversed;
            other.day == day && other.member == Some(member) && is_taking
        };
        let taken: i64 = rows.iter().filter(taken).filter_map(|other| other.points).map(|Points(n)| n.min(0)).sum();
        Ok(balance.0 > 0 && taken.saturating_neg().saturating_mul(10) >= balance.0.saturating_mul(9))
    }
}
