//! The journal's encoding of integers, options and bytes, fed into a hash or kept as bytes.

use super::Digest;
use sha2::{Digest as _, Sha256};

/// Takes values in the journal's encoding.
pub(super) trait ByteFeed {
    fn raw(&mut self, bytes: &[u8]);

    fn int(&mut self, value: i64) {
        self.raw(&value.to_be_bytes());
    }

    fn ints(&mut self, values: &[i64]) {
        for value in values {
            self.int(*value);
        }
    }

    fn bytes(&mut self, bytes: &[u8]) {
        // Nothing that is hashed comes near 4 GiB: SQLite refuses values above 1 GB.
        self.raw(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
        self.raw(bytes);
    }

    fn optional_int(&mut self, value: Option<i64>) {
        self.raw(&[u8::from(value.is_some())]);
        if let Some(value) = value {
            self.int(value);
        }
    }

    fn optional_bytes(&mut self, value: Option<&[u8]>) {
        self.raw(&[u8::from(value.is_some())]);
        if let Some(value) = value {
            self.bytes(value);
        }
    }
}

/// A hash being fed with the journal's encoding.
#[derive(Clone)]
pub(super) struct DigestFeed(Sha256);

impl DigestFeed {
    pub fn new(purpose: &str) -> Self {
        Self(Sha256::new().chain_update(purpose.as_bytes()))
    }

    pub fn finish(self) -> Digest {
        self.0.finalize().into()
    }
}

impl ByteFeed for DigestFeed {
    fn raw(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }
}

impl ByteFeed for Vec<u8> {
    fn raw(&mut self, bytes: &[u8]) {
        self.extend(bytes);
    }
}

/// Reads values in the journal's encoding, one after the other; each is `None` where the bytes are not one.
pub(super) struct BytesReader<'b>(pub &'b [u8]);

impl<'b> BytesReader<'b> {
    pub fn raw<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (value, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*value)
    }

    pub fn int(&mut self) -> Option<i64> {
        self.raw().map(i64::from_be_bytes)
    }

    pub fn bytes(&mut self) -> Option<&'b [u8]> {
        let length = usize::try_from(u32::from_be_bytes(self.raw()?)).ok()?;
        let (value, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(value)
    }

    pub fn text(&mut self) -> Option<String> {
        self.bytes().and_then(as_text)
    }

    pub fn digest(&mut self) -> Option<Digest> {
        self.bytes()?.try_into().ok()
    }

    /// A value that may be left out.
    #[expect(clippy::option_option, reason = "outside, whether it can be read; inside, whether it is there")]
    pub fn optional<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<Option<T>> {
        match self.raw()? {
            [0] => Some(None),
            [1] => read(self).map(Some),
            [_] => None,
        }
    }
}

fn as_text(bytes: &[u8]) -> Option<String> {
    std::str::from_utf8(bytes).ok().map(str::to_owned)
}
