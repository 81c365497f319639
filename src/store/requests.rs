//! Approval requests as the events of their keys have them.

use super::Store;
use super::error::StoreError;
use super::write::Tx;
use crate::domain::approval_request::{ApprovalRequest, PROPOSAL, RequestState};
use crate::domain::day::{Day, Instant};
use crate::domain::num::{FileNumber, MemberId, OpSeq};
use crate::domain::op::kind::OpKind;
use rusqlite::params;
use uuid::Uuid;

impl Store {
    /// How often an operator has looked at personal fields on a day, where that counts. What was erased since counts.
    pub fn revealed(&self, operator: &str, day: Day) -> Result<u64, StoreError> {
        let sql = "SELECT count(*) FROM operation o LEFT JOIN op_secret s ON s.op = o.seq
                   WHERE o.operator = ?1 AND o.day = ?2 AND o.kind = ?3
                     AND coalesce(json_extract(s.body, '$.intent.counts'), 1) <> 0";
        let values = params![operator, day.0, OpKind::Reveal.code()];
        let n: i64 = self.db.prepare_cached(sql)?.query_row(values, |row| row.get(0))?;
        Ok(u64::try_from(n).unwrap_or(0))
    }

    /// Every approval request of this file's own, the newest first. Those of files that joined it name members by other rows, and are
    /// answered there.
    pub fn requests(&self) -> Result<Vec<ApprovalRequest>, StoreError> {
        let mut requests = ApprovalRequest::all(&self.desk_keys(PROPOSAL, Instant(i64::MAX))?);
        requests.retain(|request| request.seq.file() == FileNumber::NONE);
        Ok(requests)
    }

    /// The approval request of the operation that asked.
    pub fn request_of(&self, op: Uuid) -> Result<Option<ApprovalRequest>, StoreError> {
        let Some(key) = ApprovalRequest::key_of(op) else { return Ok(None) };
        let events = self.desk_key(&key)?;
        Ok(ApprovalRequest::of(&key, &events).filter(|request| request.seq.file() == FileNumber::NONE))
    }

    /// The members whom a request is about: the one it is filed under first, then those whom it would touch besides. Once its
    /// details are erased nobody knows these any more.
    pub fn members_of_request(&self, op: OpSeq) -> Result<Vec<MemberId>, StoreError> {
        let sql = "SELECT 0, member FROM operation WHERE seq = ?1 AND member IS NOT NULL
                   UNION SELECT 1, json_extract(m.value, '$.member')
                   FROM op_secret s, json_each(s.body, '$.effect.members') m WHERE s.op = ?1 ORDER BY 1";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut members: Vec<MemberId> = Vec::new();
        for row in statement.query_map([op.0], |row| row.get(1).map(MemberId))? {
            let member = row?;
            if !members.contains(&member) {
                members.push(member);
            }
        }
        Ok(members)
    }
}

impl Tx<'_> {
    /// Removes what was asked for about a member, and what was answered, also where the request is filed under another.
    pub(super) fn erase_requests(&self, member: MemberId) -> Result<(), StoreError> {
        for request in self.requests()? {
            if !self.members_of_request(request.seq)?.contains(&member) {
                continue;
            }
            let answered = request.end.as_ref().filter(|end| end.state != RequestState::Approved).map(|end| end.op);
            for op in std::iter::once(request.seq).chain(answered) {
                self.db.prepare_cached("DELETE FROM op_secret WHERE op = ?1")?.execute([op.0])?;
            }
        }
        Ok(())
    }
}
