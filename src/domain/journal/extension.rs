//! Room to grow behind the last field of a record: tagged bytes that the same hash binds.
//!
//! An extension is its tag in 2 bytes, the length in 4 and the bytes; a record's extensions stand in ascending order of their
//! tags, each at most once. A program keeps, hands on and verifies those it doesn't know. Numbers of rows inside are those of
//! the record's own file. A record without any is hashed as if there were no extensions at all.

use serde::{Deserialize, Serialize};

/// Bytes of a tag and of a length.
const TAG: usize = 2;
const LENGTH: usize = 4;

/// The extensions of a record, as they stand in the file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Extensions(Option<Box<[u8]>>);

impl Extensions {
    /// Those of a record that has none.
    pub const NONE: &'static Self = &Self(None);

    /// Reads what [`Extensions::as_bytes`] answered; `None` where it is anything else.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (mut rest, mut before) = (bytes, None);
        while let Some((tag, _, behind)) = first(rest) {
            if before.is_some_and(|before| tag <= before) {
                return None;
            }
            (rest, before) = (behind, Some(tag));
        }
        (rest.is_empty() && before.is_some()).then(|| Self(Some(bytes.into())))
    }

    /// The bytes that are kept and hashed; `None` without an extension.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        self.0.as_deref()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// All of them, by ascending tag.
    pub fn iter(&self) -> impl Iterator<Item = (u16, &[u8])> {
        let mut rest = self.as_bytes().unwrap_or_default();
        std::iter::from_fn(move || {
            let (tag, bytes, behind) = first(rest)?;
            rest = behind;
            Some((tag, bytes))
        })
    }

    /// The bytes under a tag.
    pub fn get(&self, tag: u16) -> Option<&[u8]> {
        self.iter().find(|(known, _)| *known == tag).map(|(_, bytes)| bytes)
    }

    /// The same with one more, in place of one of that tag.
    ///
    /// ```
    /// use loyaltui::domain::journal::Extensions;
    ///
    /// let two = Extensions::default().with(7, b"via").with(2, b"approves");
    /// assert_eq!(two.iter().map(|(tag, _)| tag).collect::<Vec<_>>(), [2, 7]);
    /// assert_eq!(two.get(7), Some(&b"via"[..]));
    /// ```
    #[must_use]
    pub fn with(&self, tag: u16, bytes: &[u8]) -> Self {
        let mut all: Vec<(u16, &[u8])> = self.iter().filter(|(known, _)| *known != tag).collect();
        all.insert(all.partition_point(|(known, _)| *known < tag), (tag, bytes));
        let mut out = Vec::new();
        for (tag, bytes) in all {
            out.extend(tag.to_be_bytes());
            // SQLite refuses values above 1 GB.
            out.extend(u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
            out.extend(bytes);
        }
        Self(Some(out.into()))
    }
}

/// The first extension, and what stands behind it.
fn first(bytes: &[u8]) -> Option<(u16, &[u8], &[u8])> {
    let (tag, rest) = bytes.split_first_chunk::<TAG>()?;
    let (length, rest) = rest.split_first_chunk::<LENGTH>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    let (value, behind) = rest.split_at_checked(length)?;
    Some((u16::from_be_bytes(*tag), value, behind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case::nothing(b"")]
    #[case::no_length(b"\0\x01\0\0")]
    #[case::too_short(b"\0\x01\0\0\0\x02a")]
    #[case::more_behind(b"\0\x01\0\0\0\x01ab")]
    #[case::twice(b"\0\x01\0\0\0\0\0\x01\0\0\0\0")]
    #[case::backwards(b"\0\x02\0\0\0\0\0\x01\0\0\0\0")]
    fn what_is_no_extension_is_not_read(#[case] bytes: &[u8]) {
        assert_eq!(Extensions::from_bytes(bytes), None);
    }

    #[test]
    fn a_record_without_extensions_has_no_bytes() {
        assert_eq!(
            (Extensions::NONE.as_bytes(), Extensions::NONE.iter().next(), Extensions::NONE.get(1)),
            (None, None, None)
        );
    }

    proptest! {
        #[test]
        fn extensions_come_back_in_order_whatever_the_order_they_were_added_in(
            added in proptest::collection::vec((any::<u16>(), proptest::collection::vec(any::<u8>(), 0..9)), 1..12),
        ) {
            let all = added.iter().fold(Extensions::default(), |all, (tag, bytes)| all.with(*tag, bytes));
            let expected: std::collections::BTreeMap<u16, &[u8]> = added.iter().map(|(tag, bytes)| (*tag, bytes.as_slice())).collect();
            prop_assert_eq!(all.iter().collect::<Vec<_>>(), expected.into_iter().collect::<Vec<_>>());
            prop_assert_eq!(Extensions::from_bytes(all.as_bytes().unwrap()), Some(all));
        }
    }
}
