//! What members stand on, read for many at once.

use super::super::Store;
use super::super::error::StoreError;
use crate::domain::day::Instant;
use crate::domain::fact::{Event, EventKind, History, Status};
use crate::domain::num::{FactId, MemberId, OpSeq};
use rusqlite::{OptionalExtension, Row, params};
use std::collections::HashMap;

/// Where a member stands: what an import must know before it may add to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MemberStanding {
    pub member: MemberId,
    /// The newest fact (0: none).
    pub head: FactId,
    /// The newest fact or event.
    pub newest: FactId,
    /// What the member may do.
    pub status: Status,
    pub merged_into: Option<MemberId>,
    /// Counts the facts and events that came from other files.
    pub joined: i64,
}

/// A member's standing and all that is recorded. Profile commitments are left out: nothing is folded from them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    pub standing: MemberStanding,
    pub history: History,
}

const STANDING: &str = "member, head, newest, status, merged_into, joined";

/// So many rows of the tables may lie between two members that are asked for, before each is looked up alone.
const GAP: i64 = 8;

impl Store {
    /// The newest member's row; 0 where there is none.
    pub fn last_member(&self) -> Result<MemberId, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT COALESCE(MAX(id), 0) FROM member")?;
        Ok(MemberId(statement.query_row([], |row| row.get(0))?))
    }

    /// Where a member stands; `None` where there is no such member.
    pub fn standing(&self, member: MemberId) -> Result<Option<MemberStanding>, StoreError> {
        let mut statement = self.db.prepare_cached(&format!("SELECT {STANDING} FROM state WHERE member = ?1"))?;
        Ok(statement.query_row([member.0], standing_of).optional()?)
    }

    /// Where the member of a number stands; `None` where no member has it.
    pub fn standing_of_number(&self, number: &str) -> Result<Option<MemberStanding>, StoreError> {
        let sql = format!("SELECT {STANDING} FROM state WHERE member = (SELECT id FROM member WHERE no = ?1)");
        Ok(self.db.prepare_cached(&sql)?.query_row([number], standing_of).optional()?)
    }

    /// The bases of members, given in ascending order. One that is not on file is left out.
    pub fn bases(&self, members: &[MemberId]) -> Result<Vec<Base>, StoreError> {
        let (Some(first), Some(last)) = (members.first(), members.last()) else { return Ok(Vec::new()) };
        let span = last.0.saturating_sub(first.0) + 1;
        let dense = i64::try_from(members.len()).is_ok_and(|n| span <= n.saturating_mul(GAP));
        if dense && self.voided_batches()?.is_empty() {
            return self.bases_between(*first, *last, members);
        }
        let mut bases = Vec::with_capacity(members.len());
        for member in members {
            if let Some(standing) = self.standing(*member)? {
                bases.push(Base { standing, history: self.history(*member)? });
            }
        }
        Ok(bases)
    }

    fn bases_between(&self, first: MemberId, last: MemberId, wanted: &[MemberId]) -> Result<Vec<Base>, StoreError> {
        let mut events = self.events_between(first, last)?;
        let sql = format!("SELECT {STANDING} FROM state WHERE member BETWEEN ?1 AND ?2 ORDER BY member");
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut rows = statement.query([first.0, last.0])?;
        let mut wanted = wanted.iter().peekable();
        let mut bases = Vec::with_capacity(wanted.len());
        while let Some(row) = rows.next()? {
            let standing = standing_of(row)?;
            while wanted.next_if(|w| **w < standing.member).is_some() {}
            if wanted.next_if(|w| **w == standing.member).is_none() {
                continue;
            }
            let member = standing.member;
            let events = events.remove(&member).unwrap_or_default();
            let joined =
                events.iter().any(|e| matches!(e.kind, EventKind::Absorb { .. } | EventKind::MergedInto { .. }));
            let history = if joined || standing.head.0 != 0 || standing.joined > 0 {
                self.history(member)?
            } else {
                History { member, events, ..History::default() }
            };
            bases.push(Base { standing, history });
        }
        Ok(bases)
    }

    fn events_between(&self, first: MemberId, last: MemberId) -> Result<HashMap<MemberId, Vec<Event>>, StoreError> {
        let sql =
            "SELECT id, member, op, at, body FROM member_event WHERE member BETWEEN ?1 AND ?2 ORDER BY member, id";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query(params![first.0, last.0])?;
        let mut events: HashMap<MemberId, Vec<Event>> = HashMap::new();
        while let Some(row) = rows.next()? {
            let event = bare_event(self, row)?;
            events.entry(event.member).or_default().push(event);
        }
        Ok(events)
    }
}

fn standing_of(row: &Row<'_>) -> rusqlite::Result<MemberStanding> {
    let status: i64 = row.get(3)?;
    Ok(MemberStanding {
        member: MemberId(row.get(0)?),
        head: FactId(row.get(1)?),
        newest: FactId(row.get(2)?),
        status: Status::from_code(status).ok_or(rusqlite::Error::IntegralValueOutOfRange(3, status))?,
        merged_into: row.get::<_, Option<i64>>(4)?.map(MemberId),
        joined: row.get(5)?,
    })
}

/// An event; a commitment, of which there is at least one a member, is not worth its parsing.
fn bare_event(store: &Store, row: &Row<'_>) -> Result<Event, StoreError> {
    let id = FactId(row.get(0)?);
    let body = row.get_ref(4)?.as_str().map_err(|e| StoreError::Damaged(format!("event {}: {e}", id.0)))?;
    let kind = if body.starts_with(r#"{"kind":"enrol","#) {
        EventKind::Enrol { profile: String::new() }
    } else {
        serde_json::from_str(body).map_err(|e| StoreError::Damaged(format!("event {}: {e}", id.0)))?
    };
    let kind = store.said_here(id, kind)?;
    Ok(Event { id, member: MemberId(row.get(1)?), op: OpSeq(row.get(2)?), at: Instant(row.get(3)?), kind })
}
