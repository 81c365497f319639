//! Histories as planning asks them.

use super::Histories;
use crate::domain::approval_request::{ApprovalRequest, RequestState};
use crate::domain::clock::{KnownTime, WrittenAhead};
use crate::domain::day::{Day, Instant};
use crate::domain::desk_event::{DeskEvent, by_key};
use crate::domain::drawn_sample::AuditSample;
use crate::domain::fact::{Event, EventKind, Fact, FactKind};
use crate::domain::feedback::case::CaseFile;
use crate::domain::fold::fold;
use crate::domain::member::{Profile, ProfileField};
use crate::domain::num::{FactId, FileNumber, MemberId, OpSeq, Points};
use crate::domain::op::kind::OpKind;
use crate::domain::operator::LimitUsage;
use crate::domain::plan::context::{ImportBatch, Subject};
use crate::domain::plan::lookup::{KnownStore, Lookup, PastOperation};
use crate::domain::plan::outcome::Refusal;
use crate::domain::program::Programs;
use crate::domain::query::nearest;
use crate::domain::staff::Staff;
use uuid::Uuid;

impl Histories {
    fn requests(&self) -> Vec<ApprovalRequest> {
        ApprovalRequest::all(&by_key(self.at_desk.clone(), Instant(i64::MAX), FileNumber::NONE))
    }

    fn events(&self) -> impl Iterator<Item = &Event> {
        self.files.values().flat_map(|(history, _)| &history.events)
    }
}

impl Lookup for Histories {
    type Error = Refusal;

    fn subject(&self, member: MemberId) -> Result<Subject, Refusal> {
        let unknown = || Refusal::UnknownMember { member_no: member.0.to_string() };
        let (_, profile) = self.files.get(&member).ok_or_else(unknown)?;
        let history = self.history(member);
        let folded = fold(&history, &self.programs, self.today()).map_err(|_| Refusal::TooLarge)?;
        let into = folded.state.snapshot(&self.programs).merged_into;
        let survivor_no = into.map(|into| self.files[&into].1.member_no.clone());
        Ok(Subject { history, profile: profile.clone(), survivor_no })
    }

    fn member_of(&self, member_no: &str) -> Result<Option<MemberId>, Refusal> {
        Ok(self.files.iter().find(|(_, (_, profile))| profile.member_no == member_no).map(|(id, _)| *id))
    }

    fn sharing(&self, field: ProfileField, value: &str, but: Option<MemberId>) -> Result<Vec<String>, Refusal> {
        let others = self.files.iter().filter(|(id, _)| Some(**id) != but).map(|(_, (_, profile))| profile);
        let same = others.filter(|profile| profile.text(field) == value);
        Ok(same.map(|profile| profile.member_no.clone()).collect())
    }

    fn fact_of_reference(&self, reference: &str) -> Result<Option<Fact>, Refusal> {
        let out = self.voided();
        let facts = self.files.values().flat_map(|(history, _)| &history.facts).filter(|fact| !out.contains(&fact.op));
        let filed = facts.filter(|fact| matches!(fact.kind, FactKind::Sale | FactKind::Refund));
        Ok(filed.filter(|fact| fact.reference.as_deref() == Some(reference)).max_by_key(|fact| fact.id).cloned())
    }

    fn store_known(&self, store: &str) -> Result<KnownStore, Refusal> {
        let stores: Vec<&str> = self.files.values().map(|(_, profile)| profile.store.as_str()).collect();
        let stores: Vec<&str> = stores.into_iter().filter(|known| !known.is_empty()).collect();
        if stores.is_empty() || stores.contains(&store) {
            return Ok(KnownStore::Known);
        }
        Ok(KnownStore::Unknown { nearest: nearest(store, stores.into_iter()) })
    }

    fn operation(&self, id: Uuid) -> Result<Option<PastOperation>, Refusal> {
        let at = self.ops.iter().position(|op| op.id == id);
        at.map_or(Ok(None), |at| self.operation_at(OpSeq(i64::try_from(at).unwrap() + 1)))
    }

    fn operation_at(&self, seq: OpSeq) -> Result<Option<PastOperation>, Refusal> {
        let op = self.ops.get(usize::try_from(seq.0 - 1).unwrap());
        Ok(op.map(|op| PastOperation {
            seq,
            id: op.id,
            kind: op.kind,
            at: op.at,
            operator: op.operator.clone(),
            member: op.member,
            reverses: op.reverses,
            batch: None,
        }))
    }

    fn reversed_by(&self, seq: OpSeq) -> Result<Option<Uuid>, Refusal> {
        Ok(self.ops.iter().find(|op| op.reverses == Some(seq)).map(|op| op.id))
    }

    fn profiles_around(&self, seq: OpSeq) -> Result<Option<(Profile, Profile)>, Refusal> {
        let secret = &self.ops[usize::try_from(seq.0 - 1).unwrap()].secret;
        Ok(secret.before.clone().zip(secret.after.clone()))
    }

    fn facts_of(&self, seq: OpSeq) -> Result<Vec<Fact>, Refusal> {
        let facts = self.files.values().flat_map(|(history, _)| &history.facts);
        Ok(facts.filter(|fact| fact.op == seq).cloned().collect())
    }

    fn events_of(&self, seq: OpSeq) -> Result<Vec<Event>, Refusal> {
        Ok(self.events().filter(|event| event.op == seq).cloned().collect())
    }

    fn desk_events_of(&self, seq: OpSeq) -> Result<Vec<DeskEvent>, Refusal> {
        Ok(self.at_desk.iter().filter(|event| event.op == seq).cloned().collect())
    }

    fn event(&self, id: FactId) -> Result<Option<Event>, Refusal> {
        Ok(self.events().find(|event| event.id == id).cloned())
    }

    fn case_file(&self, feedback: FactId) -> Result<Option<CaseFile>, Refusal> {
        let events: Vec<&Event> = self.events().collect();
        Ok(CaseFile::of(feedback, events.into_iter()))
    }

    fn feedback_of_reference(&self, reference: &str) -> Result<Option<Uuid>, Refusal> {
        let is_it = |event: &&Event| {
            let EventKind::Feedback { content: said, .. } = &event.kind else { return false };
            said.reference.as_deref() == Some(reference)
        };
        let logged = self.events().find(is_it).map(|event| self.operation_at(event.op)).transpose()?.flatten();
        Ok(logged.map(|op| op.id))
    }

    fn import_batch(&self, first: OpSeq, _: &Programs, _: Day) -> Result<ImportBatch, Refusal> {
        Ok(ImportBatch { first, ..ImportBatch::default() })
    }

    fn newest_undone(&self) -> Result<OpSeq, Refusal> {
        let newest = self.ops.iter().rposition(|op| op.kind == OpKind::Undo);
        Ok(newest.map_or(OpSeq::default(), |at| OpSeq(i64::try_from(at).unwrap() + 1)))
    }

    fn known_time(&self) -> Result<KnownTime, Refusal> {
        Ok(KnownTime { newest: self.now, built: self.now })
    }

    fn written_ahead(&self, _: Instant) -> Result<Option<WrittenAhead>, Refusal> {
        Ok(None)
    }

    fn undone_batch(&self, first: OpSeq, _: OpSeq) -> Result<ImportBatch, Refusal> {
        Ok(ImportBatch { first, ..ImportBatch::default() })
    }

    fn audit_sample(&self, _: &str) -> Result<Option<AuditSample>, Refusal> {
        Ok(None)
    }

    fn approval_request(&self, op: Uuid) -> Result<Option<ApprovalRequest>, Refusal> {
        Ok(self.requests().into_iter().find(|request| request.op == op))
    }

    fn open_requests(&self, member: MemberId, today: Day) -> Result<Vec<ApprovalRequest>, Refusal> {
        let about =
            |request: &ApprovalRequest| request.member == Some(member) && request.state(today) == RequestState::Open;
        Ok(self.requests().into_iter().filter(about).collect())
    }

    fn members_of_request(&self, op: OpSeq) -> Result<Vec<MemberId>, Refusal> {
        Ok(self.operation_at(op)?.and_then(|op| op.member).into_iter().collect())
    }

    fn revealed(&self, _: &str, _: Day) -> Result<u64, Refusal> {
        Ok(0)
    }

    fn staff(&self) -> Result<Staff, Refusal> {
        Ok(Staff::default())
    }

    fn used(&self, _: &str, _: Day, _: Option<MemberId>) -> Result<LimitUsage, Refusal> {
        let used = self.ops.iter().map(|op| op.points_abs.0).sum();
        Ok(LimitUsage { day: Points(used), member_month: Points::ZERO })
    }
}
