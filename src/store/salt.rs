//! Random salts: what keeps a commitment from being guessed.

use super::error::StoreError;
use crate::domain::journal::profile_commit;
use crate::domain::member::Profile;

/// What a new member's row and its `Enrol` event are to hold: it can be made before the row is written, on another thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    pub(super) salt: [u8; 16],
    pub(super) commit: String,
}

/// Makes seals for many members: randomness is asked for once for some dozens.
#[derive(Default)]
pub struct Sealer(Vec<[u8; 16]>);

impl Sealer {
    pub fn seal(&mut self, profile: &Profile) -> Result<Seal, StoreError> {
        let salt = self.next()?;
        Ok(Seal { salt, commit: profile_commit(&salt, profile) })
    }

    /// A salt that nobody had.
    fn next(&mut self) -> Result<[u8; 16], StoreError> {
        if let Some(salt) = self.0.pop() {
            return Ok(salt);
        }
        let mut some = [0; 16 * 64];
        getrandom::fill(&mut some).map_err(no_randomness)?;
        self.0.extend_from_slice(some.as_chunks().0);
        self.0.pop().map_or_else(new_salt, Ok)
    }
}

/// 16 random bytes.
pub(super) fn new_salt() -> Result<[u8; 16], StoreError> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(no_randomness)?;
    Ok(salt)
}

fn no_randomness(error: getrandom::Error) -> StoreError {
    StoreError::Sql(format!("no randomness: {error}"))
}
