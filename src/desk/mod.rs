//! The desk: the use cases, one verb a file. Every door (screen, command line) goes through here.

pub mod error;
pub mod import;
mod open;
pub mod plan;
mod undo;
mod why;

use crate::domain::answer::{Committed, Found, MemberExport, MemberFile, OperationRow};
use crate::domain::day::{Day, Instant};
use crate::domain::member::Profile;
use crate::domain::num::MemberId;
use crate::domain::operator::Operator;
use crate::domain::plan::intent::Intent;
use crate::domain::plan::outcome::Plan;
use crate::store::Store;
use error::DeskError;

/// An open file and who sits in front of it. Reading needs `&self`, writing `&mut self`; each thread has its own.
pub struct Desk {
    store: Store,
    operator: Operator,
}

impl Desk {
    /// Who sits here.
    pub fn operator(&self) -> &Operator {
        &self.operator
    }

    /// Members that match every word of the query, best first; an empty query lists the newest members.
    pub fn find(&self, _query: &str, _limit: usize, _now: Instant) -> Result<Found, DeskError> {
        todo!("search")
    }

    /// The member of a number; a merged one is answered as it stands (see `MemberFile::survivor_no`).
    pub fn member_by_no(&self, _member_no: &str) -> Result<MemberId, DeskError> {
        todo!("store")
    }

    /// Everything on one member, today or on a past day; contact fields masked.
    pub fn open_member(&self, _member: MemberId, _as_of: Option<Day>, _now: Instant) -> Result<MemberFile, DeskError> {
        todo!("store")
    }

    /// The profile, unmasked: what an edit starts from.
    pub fn profile(&self, _member: MemberId) -> Result<Profile, DeskError> {
        todo!("store")
    }

    /// Writes a plan, whole or not at all. The same key twice is one operation.
    pub fn commit(&mut self, _plan: &Plan, _key: Option<&str>, _now: Instant) -> Result<Committed, DeskError> {
        todo!("store")
    }

    /// The first answer to an idempotency key, where one was given. A door asks before it plans: what was possible the first
    /// time (a redemption, say) may no longer be. Another intent under the same key is refused (`KeyConflict`).
    pub fn answered(&self, _key: &str, _intent: &Intent) -> Result<Option<Committed>, DeskError> {
        todo!("store")
    }

    /// One operation by its id or a unique prefix of it (hyphens may be left out); `UnknownOperation` where none or several
    /// begin so.
    pub fn operation(&self, _id: &str) -> Result<OperationRow, DeskError> {
        todo!("store")
    }

    /// Everything known about a member, contact fields whole. That it was handed out is written down first, as an `export`
    /// operation.
    pub fn export_member(&mut self, _member: MemberId, _now: Instant) -> Result<MemberExport, DeskError> {
        todo!("store")
    }

    /// The newest operation of a member that can still be undone.
    pub fn last_reversible(&self, _member: MemberId) -> Result<Option<OperationRow>, DeskError> {
        todo!("store")
    }

    /// Operations that match every word or `field:value` of the query, newest first, and how many there are.
    pub fn journal(&self, _query: &str, _limit: usize) -> Result<(Vec<OperationRow>, u64), DeskError> {
        todo!("store")
    }
}
