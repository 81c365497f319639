//! Pages of posting lists, as bytes.
//!
//! A page is one of three: `SMALL` with whole lists of many terms, in order of terms; `FIRST` with the first part of one
//! long list, behind the length of all of it; `MORE` with a later part. Integers are LEB128. A list is the members' ids in
//! order, each as the distance from the one before, the first from the run's first member.

use super::super::error::StoreError;
use crate::domain::terms::hash::TermKey;

/// Where a page lies: its run, the (first) term on it, and for later parts of a list the member it begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PageId(pub i64);

const KEY_SHIFT: u32 = 21;
const RUN_SHIFT: u32 = KEY_SHIFT + crate::domain::terms::hash::KEY_BITS;

/// A part of a long list is named by its first member's place in the run, divided by this: less than a full part covers.
const PART_SPAN: u64 = 1 << 11;

/// Runs are numbered below this.
pub(super) const MAX_RUNS: i64 = 1 << (63 - RUN_SHIFT);

/// A page that has grown to this many bytes is full: one row of it fills a page of the file.
pub(super) const FULL: usize = 4_000;

/// Lists of more bytes than this have pages of their own.
const LONG: usize = 1_500;

const SMALL: u8 = 0;
const FIRST: u8 = 1;
const MORE: u8 = 2;

impl PageId {
    /// Where the list of a term begins, if it has a page of its own; else the page before holds it.
    pub fn of(run: i64, key: TermKey) -> Self {
        Self(run << RUN_SHIFT | (key.0.cast_signed() << KEY_SHIFT))
    }

    /// The part of a term's list that begins with a member, or the first after it.
    pub fn part(run: i64, key: TermKey, place: u64) -> Self {
        Self(Self::of(run, key).0 | (place / PART_SPAN).min((1 << KEY_SHIFT) - 1).cast_signed())
    }

    /// The (first) term on it.
    pub fn key(self) -> TermKey {
        TermKey((self.0.cast_unsigned() >> KEY_SHIFT) & ((1 << crate::domain::terms::hash::KEY_BITS) - 1))
    }

    /// The first that any page of a run can have.
    pub fn first_of(run: i64) -> Self {
        Self(run << RUN_SHIFT)
    }
}

pub(super) fn put(out: &mut Vec<u8>, mut n: u64) {
    while n >= 0x80 {
        out.push((n & 0x7f) as u8 | 0x80);
        n >>= 7;
    }
    out.push((n & 0x7f) as u8);
}

/// Takes an integer off the front; 0 where nothing is left.
pub(super) fn take(bytes: &mut &[u8]) -> u64 {
    let (mut n, mut shift) = (0_u64, 0);
    while let [first, rest @ ..] = *bytes {
        *bytes = rest;
        n |= u64::from(first & 0x7f) << shift;
        shift += 7;
        if first & 0x80 == 0 || shift > 63 {
            break;
        }
    }
    n
}

/// One term's list on a small page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TermEntry<'a> {
    pub key: TermKey,
    /// Members in the list.
    pub n: u64,
    pub places: &'a [u8],
}

#[derive(Debug, Clone)]
pub(super) enum IndexPage<'a> {
    Small(Entries<'a>),
    /// The length of all the list, and the places of its first part.
    First {
        total: u64,
        places: &'a [u8],
    },
    More {
        places: &'a [u8],
    },
}

/// The lists of a small page.
#[derive(Debug, Clone)]
pub(super) struct Entries<'a> {
    rest: &'a [u8],
    key: u64,
}

impl<'a> Iterator for Entries<'a> {
    type Item = TermEntry<'a>;

    fn next(&mut self) -> Option<TermEntry<'a>> {
        if self.rest.is_empty() {
            return None;
        }
        self.key += take(&mut self.rest);
        let n = take(&mut self.rest);
        let len = usize::try_from(take(&mut self.rest)).unwrap_or(usize::MAX).min(self.rest.len());
        let (places, rest) = self.rest.split_at(len);
        self.rest = rest;
        Some(TermEntry { key: TermKey(self.key), n, places })
    }
}

/// Bytes of a small page before its first list.
pub(super) const HEAD: usize = 1;

/// The list at a place of a small page, behind one of another term: its term, and where its members' places lie.
pub(super) fn entry_at(body: &[u8], before: TermKey, at: usize) -> Option<(TermKey, usize, usize)> {
    let mut rest = body.get(at..).filter(|rest| !rest.is_empty())?;
    let key = TermKey(before.0 + take(&mut rest));
    take(&mut rest);
    let len = usize::try_from(take(&mut rest)).unwrap_or(usize::MAX).min(rest.len());
    let from = body.len() - rest.len();
    Some((key, from, from + len))
}

/// Whether a page holds a part of a long list that is not its first.
pub(super) fn is_later_part(body: &[u8]) -> bool {
    body.first() == Some(&MORE)
}

pub(super) fn read(body: &[u8]) -> Result<IndexPage<'_>, StoreError> {
    let Some((kind, mut rest)) = body.split_first() else { return Err(damaged()) };
    match *kind {
        SMALL => Ok(IndexPage::Small(Entries { rest, key: 0 })),
        FIRST => Ok(IndexPage::First { total: take(&mut rest), places: rest }),
        MORE => Ok(IndexPage::More { places: rest }),
        _ => Err(damaged()),
    }
}

fn damaged() -> StoreError {
    StoreError::Damaged("a page of the search index can't be read".to_owned())
}

/// The places of an encoded list.
pub(super) fn places(mut bytes: &[u8]) -> impl Iterator<Item = u64> {
    let mut place = 0;
    std::iter::from_fn(move || {
        if bytes.is_empty() {
            return None;
        }
        place += take(&mut bytes);
        Some(place)
    })
}

/// Appends the places of an encoded list to others, each so much further on.
pub(super) fn extend(out: &mut Vec<u64>, mut bytes: &[u8], shift: u64) {
    let mut place = shift;
    while !bytes.is_empty() {
        place += take(&mut bytes);
        out.push(place);
    }
}

/// The places on a page of a long list.
pub(super) fn part(body: &[u8]) -> Result<Vec<u64>, StoreError> {
    match read(body)? {
        IndexPage::First { places: bytes, .. } | IndexPage::More { places: bytes } => Ok(places(bytes).collect()),
        IndexPage::Small(_) => Err(damaged()),
    }
}

/// Appends places, which must grow, encoded.
fn put_all(out: &mut Vec<u8>, places: &[u64]) {
    let mut last = 0;
    for place in places {
        put(out, place - last);
        last = *place;
    }
}

/// Encodes places, which must grow.
pub(super) fn encode(places: &[u64]) -> Vec<u8> {
    let mut out = Vec::with_capacity(places.len() + 4);
    put_all(&mut out, places);
    out
}

/// The pages of a run, made from lists in the order of their terms.
pub(super) struct Pages {
    run: i64,
    made: Vec<(PageId, Vec<u8>)>,
    /// The small page being filled: its first term, its last one, its bytes.
    small: Option<(TermKey, TermKey, Vec<u8>)>,
    /// The list being added, encoded.
    bytes: Vec<u8>,
}

impl Pages {
    pub fn of_run(run: i64) -> Self {
        Self { run, made: Vec::new(), small: None, bytes: Vec::new() }
    }

    pub fn len(&self) -> usize {
        self.made.len()
    }

    /// Adds the list of the next term. Never empty.
    pub fn add(&mut self, key: TermKey, places: &[u64]) {
        self.bytes.clear();
        put_all(&mut self.bytes, places);
        if self.bytes.len() > LONG {
            self.end_small();
            self.add_long(key, places);
            return;
        }
        if self.small.as_ref().is_some_and(|(.., body)| body.len() + self.bytes.len() + 12 > FULL) {
            self.end_small();
        }
        let (_, last, body) = self.small.get_or_insert_with(|| {
            let mut body = Vec::with_capacity(FULL);
            body.push(SMALL);
            (key, TermKey(0), body)
        });
        put(body, key.0 - last.0);
        put(body, places.len() as u64);
        put(body, self.bytes.len() as u64);
        body.extend_from_slice(&self.bytes);
        *last = key;
    }

    fn add_long(&mut self, key: TermKey, places: &[u64]) {
        let mut rest = places;
        let mut body = vec![FIRST];
        put(&mut body, places.len() as u64);
        let mut id = PageId::of(self.run, key);
        while let Some(first) = rest.first() {
            if body[0] == MORE {
                id = PageId::part(self.run, key, *first);
            }
            let mut last = 0;
            let mut n = 0;
            for place in rest {
                if body.len() >= FULL {
                    break;
                }
                put(&mut body, place - last);
                last = *place;
                n += 1;
            }
            rest = &rest[n..];
            self.made.push((id, std::mem::replace(&mut body, vec![MORE])));
        }
    }

    fn end_small(&mut self) {
        if let Some((first, _, body)) = self.small.take() {
            self.made.push((PageId::of(self.run, first), body));
        }
    }

    /// All of them, in order.
    pub fn end(mut self) -> Vec<(PageId, Vec<u8>)> {
        self.end_small();
        self.made
    }
}

/// A small page with other lists: what an edit writes back.
pub(super) fn small(entries: &[(TermKey, Vec<u64>)]) -> Vec<u8> {
    let mut body = vec![SMALL];
    let mut last = 0;
    for (key, places) in entries {
        let bytes = encode(places);
        put(&mut body, key.0 - last);
        put(&mut body, places.len() as u64);
        put(&mut body, bytes.len() as u64);
        body.extend(bytes);
        last = key.0;
    }
    body
}

/// A page of a long list with other members.
pub(super) fn long(total: Option<u64>, places: &[u64]) -> Vec<u8> {
    let mut body = match total {
        None => vec![MORE],
        Some(total) => {
            let mut body = vec![FIRST];
            put(&mut body, total);
            body
        }
    };
    body.extend(encode(places));
    body
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn written(lists: &BTreeMap<TermKey, Vec<u64>>) -> Vec<(PageId, Vec<u8>)> {
        let mut pages = Pages::of_run(5);
        for (key, places) in lists {
            pages.add(*key, places);
        }
        pages.end()
    }

    fn read_back(pages: &[(PageId, Vec<u8>)]) -> BTreeMap<TermKey, Vec<u64>> {
        let mut lists: BTreeMap<TermKey, Vec<u64>> = BTreeMap::new();
        for (id, body) in pages {
            match read(body).unwrap() {
                IndexPage::Small(entries) => {
                    entries.for_each(|e| assert!(lists.insert(e.key, places(e.places).collect()).is_none()));
                }
                IndexPage::First { places: bytes, .. } | IndexPage::More { places: bytes } => {
                    lists.entry(id.key()).or_default().extend(places(bytes));
                }
            }
        }
        lists
    }

    proptest! {
        #[test]
        fn lists_are_read_as_they_were_written(
            lists in prop::collection::btree_map(
                (0_u64..1 << 36).prop_map(TermKey),
                (prop::collection::btree_set(0_u64..50_000, 1..40), any::<bool>()),
                1..60,
            )
        ) {
            // Every other list is made long.
            let lists: BTreeMap<TermKey, Vec<u64>> = lists
                .into_iter()
                .map(|(key, (set, long))| {
                    let scattered = set.iter().copied().collect::<Vec<_>>();
                    (key, if long { (0..30_000).step_by(set.len()).collect() } else { scattered })
                })
                .collect();
            let pages = written(&lists);
            prop_assert!(pages.windows(2).all(|two| two[0].0 < two[1].0));
            prop_assert!(pages.iter().all(|(id, body)| id.0 >> RUN_SHIFT == 5 && body.len() <= FULL + 16));
            prop_assert_eq!(read_back(&pages), lists);
        }
    }

    #[test]
    fn integers_of_any_size() {
        for n in [0, 1, 127, 128, 300, 1 << 36, u64::MAX] {
            let mut bytes = Vec::new();
            put(&mut bytes, n);
            assert_eq!(take(&mut bytes.as_slice()), n);
        }
        assert_eq!(take(&mut [].as_slice()), 0);
    }
}
