//! Random salts: what keeps a commitment from being guessed.

use super::error::StoreError;

/// Salts for many members: randomness is asked for once for some dozens.
#[derive(Default)]
pub(super) struct Salts(Vec<[u8; 16]>);

impl Salts {
    /// One that nobody had.
    pub(super) fn next(&mut self) -> Result<[u8; 16], StoreError> {
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
