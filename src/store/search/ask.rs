//! Asking the index: how long a term's list is, and which lists are worth joining.

use super::super::error::StoreError;
use crate::domain::terms::cover::{Cover, Slot};
use crate::domain::terms::index::Term;
use rusqlite::{Connection, OptionalExtension};
use std::cmp::Reverse;

/// A list with more than one member in so many is not joined: comparing fields is cheaper than walking it.
const DENSE: i64 = 8;

/// A list is rare enough where it has at most one member in so many.
const RARE: i64 = 256;

/// At most so many lists of a word are joined.
const MAX_LISTS: usize = 3;

/// How far an uncounted list is walked to estimate how long it is.
const PROBE: i64 = 64;

/// Lists beyond about this length are not counted but estimated.
const MAX_COUNTED: i64 = 60_000;

/// What the index is asked for one or several words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asked {
    /// The expression; `None`: everybody.
    pub expression: Option<String>,
    /// About how many members it gives, at most.
    pub at_most: i64,
    /// About how many it gives if what it joins is independent.
    pub about: i64,
}

/// The index of one file at one moment.
pub(super) struct Asker<'a> {
    pub db: &'a Connection,
    /// The newest member in the index; ids have no gaps to speak of, so this is also how many there are.
    pub through: i64,
}

/// A slot and about how many members it gives.
struct Sized {
    slot: Slot,
    n: i64,
}

impl Asker<'_> {
    /// What to ask for members that all covers have in common: the rarest first, dense ones left out.
    pub fn join(&self, covers: &[Cover]) -> Result<Asked, StoreError> {
        let mut asked = Vec::new();
        for cover in covers {
            if let Cover::Ways(ways) = cover {
                asked.push(self.ways(ways)?);
            }
        }
        asked.sort_by_key(|a| a.at_most);
        let kept = asked.iter().enumerate().filter(|(n, a)| *n == 0 || a.at_most <= self.through / DENSE);
        let kept: Vec<&Asked> = kept.map(|(_, a)| a).filter(|a| a.expression.is_some()).collect();
        let Some(rarest) = kept.first() else {
            return Ok(Asked { expression: None, at_most: self.through, about: self.through });
        };
        let expression = joined(kept.iter().filter_map(|a| a.expression.as_deref()), "AND");
        let about = kept.iter().fold(self.through, |n, a| self.share(n, a.about));
        Ok(Asked { expression: Some(expression), at_most: rarest.at_most, about })
    }

    fn ways(&self, ways: &[Vec<Slot>]) -> Result<Asked, StoreError> {
        let mut all = Asked { expression: None, at_most: 0, about: 0 };
        let mut expressions = Vec::new();
        for way in ways {
            let chosen = self.choose(way)?;
            let n = chosen.iter().map(|s| s.n).min().unwrap_or(self.through);
            all.at_most += n;
            all.about += chosen.iter().fold(self.through, |n, s| self.share(n, s.n));
            expressions.push(joined(chosen.iter().map(|s| any_of(&s.slot)), "AND"));
        }
        all.at_most = all.at_most.min(self.through);
        all.expression = Some(joined(expressions.iter().map(String::as_str), "OR"));
        Ok(all)
    }

    /// The rarest slots of a way. Those of a long number are looked at from its ends, where they overlap least, and only until
    /// some are rare enough.
    fn choose(&self, way: &[Slot]) -> Result<Vec<Sized>, StoreError> {
        let mut order: Vec<usize> = (0..way.len()).collect();
        let last = way.len().saturating_sub(1);
        order.sort_by_key(|at| Reverse([0, last, last / 2].contains(at)));
        let mut sized: Vec<Sized> = Vec::new();
        for at in order {
            let rare = sized.iter().filter(|s| s.n <= self.through / RARE).count();
            if rare >= MAX_LISTS {
                break;
            }
            if sized.iter().all(|s| s.slot != way[at]) {
                sized.push(Sized { n: self.slot(&way[at])?, slot: way[at].clone() });
            }
        }
        sized.sort_by_key(|s| s.n);
        sized.truncate(MAX_LISTS);
        let dense = sized.iter().skip(1).take_while(|s| s.n <= self.through / DENSE).count();
        sized.truncate(1 + dense);
        Ok(sized)
    }

    fn share(&self, n: i64, of: i64) -> i64 {
        n.saturating_mul(of) / self.through.max(1)
    }

    /// About how many members have one of these terms; exact where all of them are counted.
    fn slot(&self, slot: &Slot) -> Result<i64, StoreError> {
        let mut sum = 0;
        let mut uncounted = Vec::new();
        for term in slot {
            match self.counted(term)? {
                Some(n) => sum += n,
                None => uncounted.push(term.clone()),
            }
        }
        if !uncounted.is_empty() {
            sum += self.probe(&uncounted, PROBE)?;
        }
        Ok(sum)
    }

    fn counted(&self, term: &str) -> Result<Option<i64>, StoreError> {
        if !Term::read(term).is_counted() {
            return Ok(None);
        }
        let mut statement = self.db.prepare_cached("SELECT n FROM search_count WHERE term = ?1")?;
        Ok(Some(statement.query_row([term], |row| row.get(0)).optional()?.unwrap_or(0)))
    }

    /// Where the `far`-th member of a list stands says how dense it is.
    fn probe(&self, slot: &[String], far: i64) -> Result<i64, StoreError> {
        let mut statement =
            self.db.prepare_cached("SELECT rowid FROM search_ft WHERE search_ft MATCH ?1 LIMIT 1 OFFSET ?2")?;
        let id: Option<i64> = statement.query_row((any_of(slot), far - 1), |row| row.get(0)).optional()?;
        Ok(id.map_or(far / 2, |id| far.saturating_mul(self.through) / id.max(1)))
    }

    /// How many members have one of these terms, of which no member has two; and whether that is exact.
    pub fn total(&self, slot: &Slot) -> Result<(i64, bool), StoreError> {
        let (mut sum, mut exact) = (0, true);
        for term in slot {
            let (n, sure) = match self.counted(term)? {
                Some(n) => (n, true),
                None => self.count(term)?,
            };
            sum += n;
            exact &= sure;
        }
        Ok((sum, exact))
    }

    fn count(&self, term: &str) -> Result<(i64, bool), StoreError> {
        let about = self.probe(&[term.to_owned()], PROBE)?;
        if about > MAX_COUNTED {
            return Ok((self.probe(&[term.to_owned()], PROBE * PROBE)?, false));
        }
        let mut statement = self.db.prepare_cached("SELECT doc FROM search_vocab WHERE term = ?1")?;
        Ok((statement.query_row([term], |row| row.get(0)).optional()?.unwrap_or(0), true))
    }
}

fn joined(parts: impl IntoIterator<Item = impl AsRef<str>>, sign: &str) -> String {
    let parts: Vec<String> = parts.into_iter().map(|part| part.as_ref().to_owned()).collect();
    if parts.len() == 1 { parts.concat() } else { format!("({})", parts.join(&format!(" {sign} "))) }
}

/// Terms as a query language knows them: a quoted string is never anything else.
pub(super) fn any_of(slot: &[String]) -> String {
    joined(slot.iter().map(|term| format!("\"{}\"", term.replace('"', "\"\""))), "OR")
}
