//! The desk in memory as planning asks it.

use super::FakeDesk;
use crate::domain::approval_request::{ApprovalRequest, RequestState};
use crate::domain::clock::{KnownTime, WrittenAhead};
use crate::domain::day::{Day, Instant};
use crate::domain::desk_event::DeskEvent;
use crate::domain::drawn_sample::AuditSample;
use crate::domain::fact::{Event, EventKind, Fact, FactKind};
use crate::domain::feedback::case::CaseFile;
use crate::domain::member::{Profile, ProfileField};
use crate::domain::num::{FactId, MemberId, OpSeq, Points};
use crate::domain::operation::OperationRow;
use crate::domain::operator::LimitUsage;
use crate::domain::plan::context::{ImportBatch, Subject};
use crate::domain::plan::lookup::{KnownStore, Lookup, PastOperation};
use crate::domain::plan::outcome::Refusal;
use crate::domain::program::Programs;
use crate::domain::staff::Staff;
use uuid::Uuid;

impl FakeDesk {
    fn past(&self, is_it: impl Fn(&OperationRow) -> bool) -> Option<PastOperation> {
        let (row, members) = self.ops.iter().find(|(row, _)| is_it(row))?;
        let reversed = self.ops.iter().find(|(other, _)| other.reversed_by == Some(row.op));
        Some(PastOperation {
            seq: row.seq,
            id: row.op,
            kind: row.kind,
            at: row.at,
            operator: row.operator.clone(),
            member: members.first().copied(),
            reverses: reversed.map(|(other, _)| other.seq),
            batch: None,
        })
    }
}

impl Lookup for FakeDesk {
    type Error = Refusal;

    fn subject(&self, member: MemberId) -> Result<Subject, Refusal> {
        let unknown = || Refusal::UnknownMember { member_no: member.0.to_string() };
        let (_, profile) = self.files.get(&member).ok_or_else(unknown)?;
        let into = self.snapshot(member, self.today()).merged_into;
        let survivor_no = into.map(|into| self.files[&into].1.member_no.clone());
        Ok(Subject { history: self.history(member), profile: profile.clone(), survivor_no })
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
        let facts = self.files.values().flat_map(|(history, _)| &history.facts);
        let mut filed = facts.filter(|fact| matches!(fact.kind, FactKind::Sale | FactKind::Refund));
        Ok(filed.find(|fact| fact.reference.as_deref() == Some(reference)).cloned())
    }

    fn store_known(&self, _: &str) -> Result<KnownStore, Refusal> {
        Ok(KnownStore::Known)
    }

    fn operation(&self, id: Uuid) -> Result<Option<PastOperation>, Refusal> {
        Ok(self.past(|row| row.op == id))
    }

    fn operation_at(&self, seq: OpSeq) -> Result<Option<PastOperation>, Refusal> {
        Ok(self.past(|row| row.seq == seq))
    }

    fn reversed_by(&self, seq: OpSeq) -> Result<Option<Uuid>, Refusal> {
        Ok(self.ops.iter().find(|(row, _)| row.seq == seq).and_then(|(row, _)| row.reversed_by))
    }

    fn profiles_around(&self, _: OpSeq) -> Result<Option<(Profile, Profile)>, Refusal> {
        // No form of the screen edits a profile.
        Ok(None)
    }

    fn facts_of(&self, seq: OpSeq) -> Result<Vec<Fact>, Refusal> {
        let facts = self.files.values().flat_map(|(history, _)| &history.facts);
        Ok(facts.filter(|fact| fact.op == seq).cloned().collect())
    }

    fn events_of(&self, seq: OpSeq) -> Result<Vec<Event>, Refusal> {
        let of_members = self.files.values().flat_map(|(history, _)| &history.events);
        let of_nobody = self.said.iter().map(|(event, _)| event).filter(|event| event.member == MemberId::NOBODY);
        Ok(of_members.chain(of_nobody).filter(|event| event.op == seq).cloned().collect())
    }

    fn desk_events_of(&self, seq: OpSeq) -> Result<Vec<DeskEvent>, Refusal> {
        Ok(self.at_desk.iter().filter(|event| event.op == seq).cloned().collect())
    }

    fn event(&self, id: FactId) -> Result<Option<Event>, Refusal> {
        Ok(self.said.iter().map(|(event, _)| event).find(|event| event.id == id).cloned())
    }

    fn case_file(&self, feedback: FactId) -> Result<Option<CaseFile>, Refusal> {
        Ok(CaseFile::of(feedback, self.said.iter().map(|(event, _)| event)))
    }

    fn feedback_of_reference(&self, reference: &str) -> Result<Option<Uuid>, Refusal> {
        let is_it = |event: &Event| {
            let EventKind::Feedback { content: said, .. } = &event.kind else { return false };
            said.reference.as_deref() == Some(reference)
        };
        let logged = self.said.iter().find(|(event, _)| is_it(event));
        Ok(logged.map(|(event, _)| self.op_of(event.op)))
    }

    fn import_batch(&self, first: OpSeq, _: &Programs, _: Day) -> Result<ImportBatch, Refusal> {
        Ok(ImportBatch { first, ..ImportBatch::default() })
    }

    fn known_time(&self) -> Result<KnownTime, Refusal> {
        Ok(KnownTime { newest: self.now, built: self.now })
    }

    fn newest_undone(&self) -> Result<OpSeq, Self::Error> {
        Ok(OpSeq::default())
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
        Ok(LimitUsage { day: Points(420), member_month: Points(0) })
    }
}
