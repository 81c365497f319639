//! Who a member number stands for, asked once for each number.

use crate::domain::fact::Status;
use crate::domain::num::MemberId;
use crate::store::{Store, StoreError};
use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

/// Members that are not on file yet have ids from here on while an import runs.
pub(super) const NEW: i64 = 1 << 40;

/// The answer to a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    /// This member; of a merged one, the one where its file goes on.
    Member(MemberId),
    Unknown,
    Closed,
    Erased,
}

/// Numbers that have been asked for. They are kept as 128 bits of two keyed hashes: a tenth of what the texts would take,
/// and two numbers never share them.
pub(super) struct People {
    known: HashMap<u128, Who>,
    hashers: [RandomState; 2],
    enrol: bool,
    new: i64,
}

impl People {
    pub(super) fn new(enrol: bool) -> Self {
        Self { known: HashMap::new(), hashers: [RandomState::new(), RandomState::new()], enrol, new: 0 }
    }

    /// Who has a number, and whether it is a new member that was made just now.
    pub(super) fn who(&mut self, store: &Store, number: &str) -> Result<(Who, bool), StoreError> {
        let [a, b] = self.hashers.each_ref().map(|h| u128::from(h.hash_one(number)));
        let key = a << 64 | b;
        if let Some(who) = self.known.get(&key) {
            return Ok((*who, false));
        }
        let mut who = look_up(store, number)?;
        let made = who == Who::Unknown && self.enrol;
        if made {
            who = Who::Member(MemberId(NEW + self.new));
            self.new += 1;
        }
        self.known.insert(key, who);
        Ok((who, made))
    }
}

fn look_up(store: &Store, number: &str) -> Result<Who, StoreError> {
    let Some(mut member) = store.member_id(number)? else { return Ok(Who::Unknown) };
    loop {
        let Some(standing) = store.standing(member)? else {
            return Err(StoreError::Damaged(format!("member {} has no state", member.0)));
        };
        return Ok(match (standing.status, standing.merged_into) {
            (Status::Merged, Some(into)) => {
                member = into;
                continue;
            }
            (Status::Closed, _) => Who::Closed,
            (Status::Erased, _) => Who::Erased,
            _ => Who::Member(member),
        });
    }
}
