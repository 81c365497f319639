//! Random salts: what keeps a commitment from being guessed.

use super::error::StoreError;

/// 16 random bytes.
pub(super) fn new_salt() -> Result<[u8; 16], StoreError> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(|e| StoreError::Sql(format!("no randomness: {e}")))?;
    Ok(salt)
}
