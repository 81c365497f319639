//! What planning asks a data file, answered from the store.

use super::clock::known_time;
use super::error::DeskError;
use super::subject::subject;
use crate::domain::approval_request::{ApprovalRequest, RequestState};
use crate::domain::clock::{KnownTime, WrittenAhead};
use crate::domain::day::{Day, Instant};
use crate::domain::desk_event::DeskEvent;
use crate::domain::drawn_sample::AuditSample;
use crate::domain::fact::{Event, Fact, Status};
use crate::domain::feedback::case::CaseFile;
use crate::domain::journal::Operation;
use crate::domain::member::{Profile, ProfileField};
use crate::domain::num::{FactId, MemberId, OpSeq};
use crate::domain::op::import::dependents;
use crate::domain::operator::LimitUsage;
use crate::domain::plan::context::{ImportBatch, Subject};
use crate::domain::plan::lookup::{KnownStore, Lookup, PastOperation, holder_of};
use crate::domain::plan::outcome::Refusal;
use crate::domain::program::Programs;
use crate::domain::query::nearest;
use crate::domain::staff::Staff;
use crate::domain::terms::word::SearchQuery;
use crate::store::Store;
use crate::store::undo::ImportContents;
use serde::Deserialize;
use std::collections::BTreeSet;
use uuid::Uuid;

/// How many operations that build on an import are named at most.
const NAMED_MAX: usize = 20;

/// So many members are looked at for the same phone or e-mail.
const SHARING_MAX: usize = 8;

impl Lookup for Store {
    type Error = DeskError;

    fn subject(&self, member: MemberId) -> Result<Subject, DeskError> {
        subject(self, member)
    }

    fn member_of(&self, member_no: &str) -> Result<Option<MemberId>, DeskError> {
        Ok(self.member_id(member_no)?)
    }

    fn sharing(&self, field: ProfileField, value: &str, but: Option<MemberId>) -> Result<Vec<String>, DeskError> {
        let mut found = Vec::new();
        for (other, _) in self.search(&SearchQuery::parse(value), SHARING_MAX)?.members {
            let in_use = self.state(other)?.is_some_and(|s| matches!(s.status, Status::Active | Status::Frozen));
            let profile = self.profile(other)?.filter(|p| p.text(field) == value);
            found.extend(profile.filter(|_| in_use && Some(other) != but).map(|p| p.member_no));
        }
        Ok(found)
    }

    fn fact_of_reference(&self, reference: &str) -> Result<Option<Fact>, DeskError> {
        Ok(Store::fact_of_reference(self, reference)?)
    }

    fn store_known(&self, store: &str) -> Result<KnownStore, DeskError> {
        let labels = self.label_texts()?;
        if labels.is_empty() || labels.iter().any(|known| known == store) {
            return Ok(KnownStore::Known);
        }
        Ok(KnownStore::Unknown { nearest: nearest(store, labels.iter().map(String::as_str)) })
    }

    fn operation(&self, id: Uuid) -> Result<Option<PastOperation>, DeskError> {
        Ok(Store::operation(self, id)?.map(|(op, _)| past(op)))
    }

    fn operation_at(&self, seq: OpSeq) -> Result<Option<PastOperation>, DeskError> {
        Ok(Store::operation_at(self, seq)?.map(|(op, _)| past(op)))
    }

    fn reversed_by(&self, seq: OpSeq) -> Result<Option<Uuid>, DeskError> {
        Ok(self.reversal_of(seq)?.map(|(by, _)| by.id))
    }

    fn profiles_around(&self, seq: OpSeq) -> Result<Option<(Profile, Profile)>, DeskError> {
        let body = self.secret(seq)?;
        let profiles = body.and_then(|body| serde_json::from_str::<ProfilesOfSecret>(&body).ok());
        Ok(profiles.and_then(|p| p.before.zip(p.after)))
    }

    fn facts_of(&self, seq: OpSeq) -> Result<Vec<Fact>, DeskError> {
        Ok(self.written_by(seq, seq)?.0)
    }

    fn events_of(&self, seq: OpSeq) -> Result<Vec<Event>, DeskError> {
        Ok(self.written_by(seq, seq)?.1)
    }

    fn desk_events_of(&self, seq: OpSeq) -> Result<Vec<DeskEvent>, DeskError> {
        Ok(Store::desk_events_of(self, seq)?)
    }

    fn event(&self, id: FactId) -> Result<Option<Event>, DeskError> {
        Ok(Store::event(self, id)?)
    }

    fn case_file(&self, feedback: FactId) -> Result<Option<CaseFile>, DeskError> {
        Ok(Store::case_file(self, feedback)?)
    }

    fn feedback_of_reference(&self, reference: &str) -> Result<Option<Uuid>, DeskError> {
        Ok(Store::feedback_of_reference(self, reference)?.map(|(_, op)| op))
    }

    /// Only members on whom something was recorded after the import can tell what builds on it.
    fn import_batch(&self, first: OpSeq, programs: &Programs, today: Day) -> Result<ImportBatch, DeskError> {
        let brought = self.brought_by(first)?;
        let ops: BTreeSet<OpSeq> = brought.ops.iter().copied().collect();
        let (mut found, mut survivors) = (BTreeSet::new(), BTreeSet::new());
        for (member, last) in &brought.members {
            let end = self.history_end(*member)?;
            if end.joined == 0 && end.newest <= *last {
                continue;
            }
            let history = self.history(*member)?;
            found.extend(dependents(&history, &ops, programs, today).map_err(|_| Refusal::TooLarge)?);
            // What has joined another's file since is spent there.
            if history.went_on().iter().any(|(merge, _)| history.taken_away_at(*merge).is_none()) {
                survivors.insert(holder_of(self, *member)?.history.member);
            }
        }
        for survivor in survivors {
            found.extend(dependents(&self.history(survivor)?, &ops, programs, today).map_err(|_| Refusal::TooLarge)?);
        }
        for rows in &brought.spans {
            found.extend(self.work_on_cases(rows)?);
        }
        batch(self, first, brought, found)
    }

    fn undone_batch(&self, first: OpSeq, undo: OpSeq) -> Result<ImportBatch, DeskError> {
        let brought = self.brought_by(first)?;
        let found = self.in_the_way(&brought, undo)?;
        batch(self, first, brought, found)
    }

    fn newest_undone(&self) -> Result<OpSeq, DeskError> {
        Ok(Store::newest_undone(self)?)
    }

    fn known_time(&self) -> Result<KnownTime, DeskError> {
        known_time(self)
    }

    fn written_ahead(&self, now: Instant) -> Result<Option<WrittenAhead>, DeskError> {
        Ok(Store::written_ahead(self, now)?)
    }

    fn audit_sample(&self, id: &str) -> Result<Option<AuditSample>, DeskError> {
        Ok(self.samples(id)?.into_iter().find(|sample| sample.id == id))
    }

    fn approval_request(&self, op: Uuid) -> Result<Option<ApprovalRequest>, DeskError> {
        Ok(self.request_of(op)?)
    }

    fn open_requests(&self, member: MemberId, today: Day) -> Result<Vec<ApprovalRequest>, DeskError> {
        let mut found = Vec::new();
        for request in self.requests()?.into_iter().filter(|request| request.state(today) == RequestState::Open) {
            if Store::members_of_request(self, request.seq)?.contains(&member) {
                found.push(request);
            }
        }
        Ok(found)
    }

    fn members_of_request(&self, op: OpSeq) -> Result<Vec<MemberId>, DeskError> {
        Ok(Store::members_of_request(self, op)?)
    }

    fn revealed(&self, operator: &str, day: Day) -> Result<u64, DeskError> {
        Ok(Store::revealed(self, operator, day)?)
    }

    fn staff(&self) -> Result<Staff, DeskError> {
        Ok(Store::staff(self)?)
    }

    fn used(&self, operator: &str, day: Day, member: Option<MemberId>) -> Result<LimitUsage, DeskError> {
        Ok(Store::used(self, operator, day, member)?)
    }
}

/// An import as its reversal sees it, with what stands in the way of that.
fn batch(
    store: &Store,
    first: OpSeq,
    brought: ImportContents,
    found: BTreeSet<OpSeq>,
) -> Result<ImportBatch, DeskError> {
    let mut dependents = Vec::new();
    for seq in found.into_iter().rev().take(NAMED_MAX) {
        dependents.extend(store.operation_at(seq)?.map(|(op, _)| op.id));
    }
    Ok(ImportBatch {
        first,
        facts: brought.rows,
        members: i64::try_from(brought.members.len()).unwrap_or(i64::MAX),
        enrolled: brought.enrolled,
        updated: brought.updated,
        dependents,
    })
}

/// The profiles that an operation's secret holds.
#[derive(Deserialize)]
struct ProfilesOfSecret {
    before: Option<Profile>,
    after: Option<Profile>,
}

fn past(op: Operation) -> PastOperation {
    PastOperation {
        seq: op.seq,
        id: op.id,
        kind: op.kind,
        at: op.at,
        operator: op.operator,
        member: op.member,
        reverses: op.reverses,
        batch: op.batch,
    }
}
