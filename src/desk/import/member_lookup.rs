//! Who a member number stands for, asked once for each number.

use crate::domain::fact::Status;
use crate::domain::num::MemberId;
use crate::store::import::MemberStanding;
use crate::store::{Store, StoreError};
use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, BuildHasherDefault, Hasher};

/// Members that are not on file yet have ids from here on while an import runs.
pub(super) const NEW: i64 = 1 << 40;

/// Stands for a member number in 128 bits of two keyed hashes: a tenth of what the text would take, and two numbers never
/// share them.
#[derive(Debug, Default)]
pub(super) struct NumberDigest([RandomState; 2]);

impl NumberDigest {
    pub(super) fn of(&self, number: &str) -> u128 {
        let [a, b] = self.0.each_ref().map(|h| u128::from(h.hash_one(number)));
        a << 64 | b
    }
}

/// Hashes what is a hash already.
#[derive(Debug, Default)]
pub(super) struct Hashed(u64);

impl Hasher for Hashed {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, byte| hash.rotate_left(8) ^ u64::from(*byte));
    }

    fn write_u128(&mut self, digest: u128) {
        let [low @ .., _, _, _, _, _, _, _, _] = digest.to_le_bytes();
        self.0 = u64::from_le_bytes(low);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// The answer to a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MemberLookup {
    /// This member; of a merged one, the one where its file goes on.
    Member(MemberId),
    Unknown,
    Closed(MemberId),
    /// Its membership ended with the undo of the import that had enrolled it.
    ClosedByUndo(MemberId),
    Erased,
}

/// Numbers that have been asked for.
pub(super) struct MemberDirectory {
    known: HashMap<u128, MemberLookup, BuildHasherDefault<Hashed>>,
    digest: NumberDigest,
    enrol: bool,
    new: i64,
}

impl MemberDirectory {
    pub(super) fn new(enrol: bool) -> Self {
        Self { known: HashMap::default(), digest: NumberDigest::default(), enrol, new: 0 }
    }

    /// Whether whoever is unknown is enrolled.
    pub(super) fn enrols(&self) -> bool {
        self.enrol
    }

    /// Who has a number, and whether it is a new member that was made just now.
    pub(super) fn resolve(&mut self, store: &Store, number: &str) -> Result<(MemberLookup, bool), StoreError> {
        let key = self.digest.of(number);
        if let Some(who) = self.known.get(&key) {
            return Ok((*who, false));
        }
        let mut who = look_up(store, number)?;
        let made = who == MemberLookup::Unknown && self.enrol;
        if made {
            who = MemberLookup::Member(MemberId(NEW + self.new));
            self.new += 1;
        }
        self.known.insert(key, who);
        Ok((who, made))
    }
}

fn look_up(store: &Store, number: &str) -> Result<MemberLookup, StoreError> {
    let Some(standing) = store.standing_of_number(number)? else { return Ok(MemberLookup::Unknown) };
    let standing = follow(store, standing)?;
    Ok(match standing.status {
        Status::Closed if store.is_taken_back(standing.member)? => MemberLookup::ClosedByUndo(standing.member),
        Status::Closed => MemberLookup::Closed(standing.member),
        Status::Erased => MemberLookup::Erased,
        Status::Active | Status::Frozen | Status::Merged => MemberLookup::Member(standing.member),
    })
}

/// Where a member stands; of a merged one, the one where its file goes on.
pub(super) fn survivor(store: &Store, member: MemberId) -> Result<MemberStanding, StoreError> {
    follow(store, store.standing(member)?.ok_or_else(|| without_state(member))?)
}

fn follow(store: &Store, mut standing: MemberStanding) -> Result<MemberStanding, StoreError> {
    while let (Status::Merged, Some(into)) = (standing.status, standing.merged_into) {
        standing = store.standing(into)?.ok_or_else(|| without_state(into))?;
    }
    Ok(standing)
}

fn without_state(member: MemberId) -> StoreError {
    StoreError::Damaged(format!("member {} has no state", member.0))
}
