//! A hash that is fed with the journal's encoding of integers, options and bytes.

use super::Digest;
use sha2::{Digest as _, Sha256};

/// A hash being fed with the journal's encoding.
#[derive(Clone)]
pub(super) struct DigestFeed(Sha256);

impl DigestFeed {
    pub fn new(purpose: &str) -> Self {
        Self(Sha256::new().chain_update(purpose.as_bytes()))
    }

    pub fn raw(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    pub fn int(&mut self, value: i64) {
        self.0.update(value.to_be_bytes());
    }

    pub fn ints(&mut self, values: &[i64]) {
        for value in values {
            self.int(*value);
        }
    }

    pub fn bytes(&mut self, bytes: &[u8]) {
        // Nothing that is hashed comes near 4 GiB: SQLite refuses values above 1 GB.
        self.0.update(u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
        self.0.update(bytes);
    }

    pub fn optional_int(&mut self, value: Option<i64>) {
        self.raw(&[u8::from(value.is_some())]);
        if let Some(value) = value {
            self.int(value);
        }
    }

    pub fn optional_bytes(&mut self, value: Option<&[u8]>) {
        self.raw(&[u8::from(value.is_some())]);
        if let Some(value) = value {
            self.bytes(value);
        }
    }

    pub fn finish(self) -> Digest {
        self.0.finalize().into()
    }
}
