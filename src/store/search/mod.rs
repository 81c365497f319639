//! Finding members: which terms of whom are in the index, and how a query is answered from them.

use crate::domain::member::Profile;
use crate::domain::num::MemberId;
use crate::store::error::StoreError;
use rusqlite::Connection;

/// Makes a member findable under a profile. Call it in the transaction that writes the profile.
pub fn index(_tx: &Connection, _member: MemberId, _profile: &Profile) -> Result<(), StoreError> {
    todo!("search")
}

/// Takes every term of a profile out of the file; the profile must be the one the member was indexed under. An edit is
/// `unindex` of the old profile, then [`index`] of the new one.
pub fn unindex(_tx: &Connection, _member: MemberId, _profile: &Profile) -> Result<(), StoreError> {
    todo!("search")
}

/// Makes the whole index again from the member rows.
pub fn rebuild(_tx: &Connection) -> Result<(), StoreError> {
    todo!("search")
}

/// Indexes many new members in one transaction, faster than one by one. Nothing is findable before [`Bulk::finish`].
pub struct Bulk<'tx> {
    tx: &'tx Connection,
}

impl<'tx> Bulk<'tx> {
    /// Begins, in the transaction that writes the member rows.
    pub fn new(tx: &'tx Connection) -> Self {
        Self { tx }
    }

    /// Adds a member that is not in the index yet.
    pub fn add(&mut self, _member: MemberId, _profile: &Profile) -> Result<(), StoreError> {
        let _ = self.tx;
        todo!("search")
    }

    /// Writes what was added.
    pub fn finish(self) -> Result<(), StoreError> {
        todo!("search")
    }
}

/// One slice of tidying up (merging the index's segments), short enough for an idle moment; says whether more is left.
pub fn merge_idle(_conn: &Connection) -> Result<bool, StoreError> {
    todo!("search")
}
