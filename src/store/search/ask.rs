//! Asking the index: how long terms' lists are, and which lists are worth walking.

use super::super::error::StoreError;
use super::list::{ListWalk, Posting, Walk, posting};
use super::run::{Run, RunState, mark, runs};
use crate::domain::terms::cover::{Cover, TermSlot};
use crate::domain::terms::hash::TermKey;
use rusqlite::Connection;
use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::rc::Rc;

/// A list with more than one member in so many is not joined: comparing fields is cheaper than walking it.
const DENSE: u64 = 8;

/// A list is rare enough where it has at most one member in so many.
const RARE: u64 = 256;

/// At most so many lists of a word are joined.
const MAX_LISTS: usize = 3;

/// What the index is asked for one or several words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidates {
    /// Whom the index proposes; `None`: everybody.
    pub lists: Option<Lists>,
    /// At most how many that are.
    pub at_most: u64,
    /// About how many that are if what is joined is independent.
    pub about: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Lists {
    Term(TermKey),
    Any(Vec<Lists>),
    All(Vec<Lists>),
}

/// The index of one file at one moment. What it has looked up it keeps.
pub(super) struct IndexReader<'a> {
    pub db: &'a Connection,
    /// The newest member in the index; ids have no gaps to speak of, so this is also how many there are.
    pub through: u64,
    runs: Vec<Run>,
    postings: RefCell<HashMap<TermKey, Rc<[Option<Posting>]>>>,
}

/// A slot and how many members it gives.
struct SizedSlot<'s> {
    slot: &'s TermSlot,
    n: u64,
}

impl<'a> IndexReader<'a> {
    pub fn new(db: &'a Connection) -> Result<Self, StoreError> {
        let through = u64::try_from(mark(db, "through")?).unwrap_or(0);
        Ok(Self { db, through, runs: runs(db, RunState::Live)?, postings: RefCell::default() })
    }

    /// What to ask for members that all covers have in common: the rarest first, dense ones left out.
    pub fn join(&self, covers: &[Cover]) -> Result<Candidates, StoreError> {
        let mut asked = Vec::new();
        for cover in covers {
            if let Cover::Ways(ways) = cover {
                asked.push(self.ways(ways)?);
            }
        }
        asked.sort_by_key(|a| a.at_most);
        let rarest = asked.first().map_or(self.through, |a| a.at_most);
        let mut about = self.through;
        let mut lists = Vec::new();
        for (at, one) in asked.into_iter().enumerate() {
            if at == 0 || one.at_most <= self.through / DENSE {
                about = self.share(about, one.about);
                lists.extend(one.lists);
            }
        }
        if lists.is_empty() || rarest > self.through / 2 {
            return Ok(Candidates { lists: None, at_most: self.through, about: self.through });
        }
        Ok(Candidates { lists: Some(Lists::All(lists)), at_most: rarest, about })
    }

    fn ways(&self, ways: &[Vec<TermSlot>]) -> Result<Candidates, StoreError> {
        let mut all = Candidates { lists: None, at_most: 0, about: 0 };
        let mut any = Vec::new();
        for way in ways {
            let chosen = self.choose(way)?;
            all.at_most += chosen.iter().map(|s| s.n).min().unwrap_or(self.through);
            all.about += chosen.iter().fold(self.through, |n, s| self.share(n, s.n));
            let slot = |s: &SizedSlot| Lists::Any(s.slot.iter().map(|key| Lists::Term(*key)).collect());
            any.push(Lists::All(chosen.iter().map(slot).collect()));
        }
        all.at_most = all.at_most.min(self.through);
        all.lists = Some(Lists::Any(any));
        Ok(all)
    }

    /// The rarest slots of a way. Those of a long number are looked at from its ends, where they overlap least, and only until
    /// some are rare enough.
    fn choose<'s>(&self, way: &'s [TermSlot]) -> Result<Vec<SizedSlot<'s>>, StoreError> {
        let mut order: Vec<usize> = (0..way.len()).collect();
        let last = way.len().saturating_sub(1);
        order.sort_by_key(|at| Reverse([0, last, last / 2].contains(at)));
        let mut sized: Vec<SizedSlot> = Vec::new();
        for at in order {
            let rare = sized.iter().filter(|s| s.n <= self.through / RARE).count();
            if rare >= MAX_LISTS {
                break;
            }
            if sized.iter().all(|s| *s.slot != way[at]) {
                sized.push(SizedSlot { n: self.total(&way[at])?, slot: &way[at] });
            }
        }
        sized.sort_by_key(|s| s.n);
        sized.truncate(MAX_LISTS);
        let worth = sized.iter().skip(1).take_while(|s| s.n <= self.through / DENSE).count();
        sized.truncate(1 + worth);
        Ok(sized)
    }

    fn share(&self, n: u64, of: u64) -> u64 {
        n.saturating_mul(of) / self.through.max(1)
    }

    /// How many members have one of these terms, if none has two.
    pub fn total(&self, slot: &TermSlot) -> Result<u64, StoreError> {
        let mut sum = 0;
        for key in slot {
            sum += self.postings(*key)?.iter().flatten().map(|posting| posting.n).sum::<u64>();
        }
        Ok(sum)
    }

    /// A term's list in each run.
    fn postings(&self, key: TermKey) -> Result<Rc<[Option<Posting>]>, StoreError> {
        if let Some(known) = self.postings.borrow().get(&key) {
            return Ok(Rc::clone(known));
        }
        let found: Vec<_> = self.runs.iter().map(|run| posting(self.db, run, key)).collect::<Result<_, _>>()?;
        let found: Rc<[Option<Posting>]> = found.into();
        self.postings.borrow_mut().insert(key, Rc::clone(&found));
        Ok(found)
    }

    /// Visits the members that a combination of lists gives, in order, until the visitor has had enough.
    pub fn walk(
        &self,
        lists: &Lists,
        mut visit: impl FnMut(i64) -> Result<bool, StoreError>,
    ) -> Result<(), StoreError> {
        for (at, run) in self.runs.iter().enumerate() {
            let Some(mut walk) = self.walk_of(lists, at, run)? else { continue };
            let mut target = 0;
            while let Some(place) = walk.seek(target)? {
                if !visit(run.first.saturating_add_unsigned(place))? {
                    return Ok(());
                }
                target = place + 1;
            }
        }
        Ok(())
    }

    /// A walk along the lists in one run; `None` where there is nobody.
    fn walk_of(&self, lists: &Lists, at: usize, run: &Run) -> Result<Option<Walk<'a>>, StoreError> {
        Ok(match lists {
            Lists::Term(key) => {
                let postings = self.postings(*key)?;
                postings[at].as_ref().map(|posting| Walk::List(ListWalk::new(self.db, *run, *key, posting)))
            }
            Lists::Any(any) => {
                let mut walks = Vec::new();
                for one in any {
                    walks.extend(self.walk_of(one, at, run)?);
                }
                (!walks.is_empty()).then_some(Walk::Any(walks))
            }
            Lists::All(all) => {
                let mut walks = Vec::new();
                for one in all {
                    let Some(walk) = self.walk_of(one, at, run)? else { return Ok(None) };
                    walks.push(walk);
                }
                Some(Walk::All(walks))
            }
        })
    }
}
