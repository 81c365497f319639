//! Walking lists: one term's, and what several have in common or together, always in the order of members.

use super::super::error::StoreError;
use super::page::{self, IndexPage, PageId};
use super::run::{Run, page_after, page_before};
use crate::domain::terms::hash::TermKey;
use rusqlite::Connection;
use std::rc::Rc;

/// A jump over fewer places than this is walked: the part that follows is nearly there.
const JUMP: u64 = 8_192;

/// Where a part can begin at the latest before a place that it holds (see [`PageId::part`]).
const PART_SPAN: u64 = 1 << 11;

/// One term's list in one run: all of it, or its first part.
#[derive(Debug, Clone)]
pub(super) struct Posting {
    /// Members in the list.
    pub n: u64,
    bytes: Rc<[u8]>,
    long: bool,
}

/// Looks a term up in a run.
pub(super) fn posting(db: &Connection, run: &Run, key: TermKey) -> Result<Option<Posting>, StoreError> {
    let own = PageId::of(run.number, key);
    let found = page_before(db, run, own, |id, body| {
        Ok(match page::read(body)? {
            IndexPage::Small(mut entries) => entries
                .find(|entry| entry.key >= key)
                .filter(|entry| entry.key == key)
                .map(|entry| Posting { n: entry.n, bytes: entry.places.into(), long: false }),
            IndexPage::First { total, places } if id == own => {
                Some(Posting { n: total, bytes: places.into(), long: true })
            }
            IndexPage::First { .. } | IndexPage::More { .. } => None,
        })
    })?;
    Ok(found.flatten())
}

/// A walk along lists. Each `seek` answers the first place from `target` on; targets must not fall.
pub(super) enum Walk<'a> {
    List(ListWalk<'a>),
    Any(Vec<Walk<'a>>),
    /// Where all of them are, the rarest first.
    All(Vec<Walk<'a>>),
}

impl Walk<'_> {
    /// The first place from `target` on; `None` at the end.
    pub fn seek(&mut self, target: u64) -> Result<Option<u64>, StoreError> {
        match self {
            Self::List(list) => list.seek(target),
            Self::Any(walks) => {
                let mut first = None;
                for walk in walks {
                    if let Some(place) = walk.seek(target)? {
                        first = Some(first.map_or(place, |known: u64| known.min(place)));
                    }
                }
                Ok(first)
            }
            Self::All(walks) => {
                let mut target = target;
                'again: loop {
                    for walk in walks.iter_mut() {
                        match walk.seek(target)? {
                            None => return Ok(None),
                            Some(place) if place > target => {
                                target = place;
                                continue 'again;
                            }
                            Some(_) => {}
                        }
                    }
                    return Ok((!walks.is_empty()).then_some(target));
                }
            }
        }
    }
}

/// A walk along one list.
pub(super) struct ListWalk<'a> {
    db: &'a Connection,
    run: Run,
    key: TermKey,
    bytes: Rc<[u8]>,
    /// How far the bytes have been read.
    read: usize,
    place: u64,
    /// Whether `place` is a place of the list, and not where a part begins to count.
    begun: bool,
    /// The part that is being walked; `None` where there are no others.
    part: Option<PageId>,
}

impl<'a> ListWalk<'a> {
    pub fn new(db: &'a Connection, run: Run, key: TermKey, posting: &Posting) -> Self {
        let part = posting.long.then(|| PageId::of(run.number, key));
        Self { db, run, key, bytes: Rc::clone(&posting.bytes), read: 0, place: 0, begun: false, part }
    }

    /// The first place from `target` on; `None` at the end. Targets must not fall.
    pub fn seek(&mut self, target: u64) -> Result<Option<u64>, StoreError> {
        loop {
            if self.begun && self.place >= target {
                return Ok(Some(self.place));
            }
            while self.read < self.bytes.len() {
                let mut rest = &self.bytes[self.read..];
                self.place += page::take(&mut rest);
                self.read = self.bytes.len() - rest.len();
                self.begun = true;
                if self.place >= target {
                    return Ok(Some(self.place));
                }
            }
            if !self.next_part(target)? {
                return Ok(None);
            }
        }
    }

    /// Goes on with the next part of a long list, or with a later one that begins before the target.
    fn next_part(&mut self, target: u64) -> Result<bool, StoreError> {
        let Some(current) = self.part else { return Ok(false) };
        let key = self.key;
        let read = |id: PageId, body: &[u8]| match page::read(body)? {
            IndexPage::More { places } if id > current && id.key() == key => Ok(Some((id, Rc::from(places)))),
            IndexPage::Small(_) | IndexPage::First { .. } | IndexPage::More { .. } => Ok(None),
        };
        let mut next = None;
        if target > self.place + JUMP {
            let before = PageId::part(self.run.number, key, target - PART_SPAN);
            next = page_before(self.db, &self.run, before, read)?.flatten();
        }
        if next.is_none() {
            next = page_after(self.db, &self.run, current, read)?.flatten();
        }
        let Some((id, bytes)) = next else {
            self.part = None;
            return Ok(false);
        };
        (self.part, self.bytes, self.read, self.place, self.begun) = (Some(id), bytes, 0, 0, false);
        Ok(true)
    }
}
