//! PINs hashed by Argon2id: slow and large enough that guessing through this program takes years. Whoever has the file can guess
//! them all in hours: a PIN locks a screen, it encrypts nothing.

use super::error::{DeskError, StoreError};
use crate::domain::staff::pin::Pin;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};

/// 19 MiB, twice over, in one lane: the least that is recommended for Argon2id.
const MEMORY_KIB: u32 = 19 * 1_024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

fn failed(reason: impl std::fmt::Display) -> DeskError {
    StoreError::Sql(format!("argon2: {reason}")).into()
}

/// The hash of a PIN with a salt of its own, in the form of the Password Hashing Competition.
pub(super) fn hashed(pin: &Pin, salt: &[u8]) -> Result<String, DeskError> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(failed)?;
    let salt = SaltString::encode_b64(salt).map_err(failed)?;
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    Ok(argon.hash_password(pin.as_bytes(), &salt).map_err(failed)?.to_string())
}

/// Whether a PIN is the one that was hashed. A hash that can't be read is nobody's.
pub(super) fn fits(pin: &Pin, phc: &str) -> bool {
    let hash = PasswordHash::new(phc);
    hash.is_ok_and(|hash| Argon2::default().verify_password(pin.as_bytes(), &hash).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_is_hashed_by_argon2id_and_found_again() {
        let phc = hashed(&Pin::typed("270418"), b"sixteen bytes of").unwrap();
        assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{phc}");
        assert!(fits(&Pin::typed("270418"), &phc));
        assert!(!fits(&Pin::typed("270419"), &phc) && !fits(&Pin::typed("270418"), "no hash"));
        assert_ne!(phc, hashed(&Pin::typed("270418"), b"another salt of.").unwrap());
    }
}
