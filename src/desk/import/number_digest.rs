//! Texts as numbers that stand for them in a table.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

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
