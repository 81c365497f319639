//! Answering a query: who matches, best first, and how many there are.

use super::super::Store;
use super::super::error::StoreError;
use super::ask::{Candidates, IndexReader};
use super::run::newest_member;
use crate::domain::num::MemberId;
use crate::domain::terms::MatchRank;
use crate::domain::terms::cover::Cover;
use crate::domain::terms::fields::Fields;
use crate::domain::terms::hash::term;
use crate::domain::terms::word::{SearchQuery, Word};
use rusqlite::{Connection, OptionalExtension, Row};
use std::collections::HashSet;

/// How much work a query may be. In work and never in time, so that the same file gives the same answer on any machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SearchLimits {
    /// Where about so many members may match, all of them are compared, and the answer is complete.
    pub complete: u64,
    /// So many rows are compared before a complete answer is given up.
    pub rows: usize,
    /// So many rows are compared to estimate how many members match in all.
    pub sample: usize,
    /// So many rows are compared in search of typing errors.
    pub near: usize,
}

impl SearchLimits {
    pub const DEFAULT: Self = Self { complete: 400, rows: 500, sample: 120, near: 4_000 };
}

/// The answer to a query.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hits {
    /// The first members, best first; equally good ones by id.
    pub members: Vec<(MemberId, MatchRank)>,
    /// How many match in all.
    pub total: u64,
    /// Whether `total` is exact or "about".
    pub exact: bool,
}

impl Store {
    /// Members that match every word of a query, best first, `limit` at most. A blank query lists the newest.
    pub fn search(&self, query: &SearchQuery, limit: usize) -> Result<Hits, StoreError> {
        self.search_within(query, limit, SearchLimits::DEFAULT)
    }

    pub(super) fn search_within(
        &self,
        query: &SearchQuery,
        limit: usize,
        limits: SearchLimits,
    ) -> Result<Hits, StoreError> {
        if query.blank {
            return self.newest_members(limit);
        }
        if query.words.is_empty() {
            return Ok(Hits { exact: true, ..Hits::default() });
        }
        self.read(|store| {
            let search = Search::begin(&store.db, query, limit, limits)?;
            let hits = search.sound()?;
            if hits.total > 0 || !hits.members.is_empty() {
                return Ok(hits);
            }
            search.near()
        })
    }

    fn newest_members(&self, limit: usize) -> Result<Hits, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT id FROM member ORDER BY id DESC LIMIT ?1")?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let ids = statement.query_map([limit], |row| Ok((MemberId(row.get(0)?), MatchRank::Infix)))?;
        Ok(Hits { members: ids.collect::<Result<_, _>>()?, total: self.members()?, exact: true })
    }
}

struct Search<'a> {
    ask: IndexReader<'a>,
    query: &'a SearchQuery,
    limit: usize,
    limits: SearchLimits,
    /// Matches among members that are not in the index yet.
    tail: Vec<(MemberId, MatchRank)>,
}

/// Whether to go on comparing.
enum Next {
    Go,
    Stop,
}

impl<'a> Search<'a> {
    fn begin(
        db: &'a Connection,
        query: &'a SearchQuery,
        limit: usize,
        limits: SearchLimits,
    ) -> Result<Self, StoreError> {
        let mut search = Self { ask: IndexReader::new(db)?, query, limit, limits, tail: Vec::new() };
        if newest_member(db)?.cast_unsigned() > search.ask.through {
            search.tail = search.read_tail(|fields| query.rank(fields))?;
        }
        Ok(search)
    }

    fn read_tail(&self, rank: impl Fn(&Fields) -> Option<MatchRank>) -> Result<Vec<(MemberId, MatchRank)>, StoreError> {
        let mut statement =
            self.ask.db.prepare_cached("SELECT no, name, phone, email, id FROM member WHERE id > ?1 ORDER BY id")?;
        let mut rows = statement.query([self.ask.through.cast_signed()])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            if let Some(rank) = rank(&fields_of(row)?) {
                found.push((MemberId(row.get(4)?), rank));
            }
        }
        Ok(found)
    }

    /// Members as they were typed for.
    fn sound(&self) -> Result<Hits, StoreError> {
        let all = self.candidates(MatchRank::Infix)?;
        let tally = self.tally()?;
        // Where lists say how many there are, they also give the first page, without looking at more rows than it has.
        let few = tally.unwrap_or(all.about) <= if tally.is_some() { self.limit as u64 } else { self.limits.complete };
        if few && let Some(hits) = self.complete(&all)? {
            return Ok(hits);
        }
        let (total, exact) = match tally {
            Some(total) => (total, true),
            None => self.sampled(&all)?,
        };
        let members = self.page()?;
        let total = if members.len() < self.limit { members.len() as u64 } else { total.max(members.len() as u64) };
        Ok(Hits { exact: exact || members.len() < self.limit, members, total })
    }

    fn candidates(&self, rank: MatchRank) -> Result<Candidates, StoreError> {
        let covers: Vec<Cover> = self.query.words.iter().map(|word| word.cover(rank)).collect();
        self.ask.join(&covers)
    }

    /// Compares everybody who may match; `None` where they turn out to be many.
    fn complete(&self, asked: &Candidates) -> Result<Option<Hits>, StoreError> {
        let mut found = Vec::new();
        let mut rows = 0;
        self.walk(asked, |id, fields| {
            found.extend(self.query.rank(fields).map(|rank| (id, rank)));
            rows += 1;
            if rows < self.limits.rows { Next::Go } else { Next::Stop }
        })?;
        if rows >= self.limits.rows {
            return Ok(None);
        }
        found.extend(&self.tail);
        found.sort_by_key(|(id, rank)| (*rank, *id));
        let total = found.len() as u64;
        found.truncate(self.limit);
        Ok(Some(Hits { members: found, total, exact: true }))
    }

    /// The first page, one rank after the other, each in the order of ids. This is never cut short.
    fn page(&self) -> Result<Vec<(MemberId, MatchRank)>, StoreError> {
        let mut page: Vec<(MemberId, MatchRank)> = Vec::with_capacity(self.limit.min(1_024));
        for rank in MatchRank::SOUND {
            if page.len() >= self.limit {
                break;
            }
            let digits = self.query.words.iter().any(|word| matches!(word, Word::Digits { .. }));
            if rank == MatchRank::Suffix && !digits {
                continue;
            }
            let asked = self.candidates(rank)?;
            self.walk(&asked, |id, fields| {
                if self.query.rank(fields) == Some(rank) {
                    page.push((id, rank));
                }
                if page.len() < self.limit { Next::Go } else { Next::Stop }
            })?;
            page.extend(self.tail.iter().filter(|(_, r)| *r == rank));
            page.truncate(self.limit);
        }
        Ok(page)
    }

    /// How many match in all, where the lengths of lists say it.
    fn tally(&self) -> Result<Option<u64>, StoreError> {
        let [word] = self.query.words.as_slice() else { return Ok(None) };
        let Some(tally) = word.tally() else { return Ok(None) };
        Ok(Some(self.ask.total(&tally)? + self.tail.len() as u64))
    }

    /// About how many match in all, and whether that is exact.
    fn sampled(&self, all: &Candidates) -> Result<(u64, bool), StoreError> {
        let tail = self.tail.len() as u64;
        let (mut rows, mut hits, mut last) = (0, 0, 1);
        self.walk(all, |id, fields| {
            hits += u64::from(self.query.rank(fields).is_some());
            rows += 1;
            last = id.0.cast_unsigned();
            if rows < self.limits.sample { Next::Go } else { Next::Stop }
        })?;
        let exact = rows < self.limits.sample;
        // Where a part of the members has been seen, the rest is taken to be like it.
        let total = if exact { hits } else { hits * self.ask.through / last.max(1) };
        Ok((total + tail, exact))
    }

    /// Members one typing error away from a word; the other words as they are.
    fn near(&self) -> Result<Hits, StoreError> {
        let mut found: HashSet<MemberId> = HashSet::new();
        let mut exact = true;
        for (at, word) in self.query.words.iter().enumerate() {
            let Some(cover) = near_cover(word) else { continue };
            let others: Vec<&Word> =
                self.query.words.iter().enumerate().filter(|(n, _)| *n != at).map(|o| o.1).collect();
            let fits = |fields: &Fields| word.is_near(fields) && others.iter().all(|o| o.rank(fields).is_some());
            let covers: Vec<Cover> =
                std::iter::once(cover).chain(others.iter().map(|o| o.cover(MatchRank::Infix))).collect();
            let mut rows = 0;
            self.walk(&self.ask.join(&covers)?, |id, fields| {
                if fits(fields) {
                    found.insert(id);
                }
                rows += 1;
                if rows < self.limits.near { Next::Go } else { Next::Stop }
            })?;
            exact &= rows < self.limits.near;
            found.extend(
                self.read_tail(|fields| fits(fields).then_some(MatchRank::Typo))?.into_iter().map(|(id, _)| id),
            );
        }
        let mut members: Vec<(MemberId, MatchRank)> = found.into_iter().map(|id| (id, MatchRank::Typo)).collect();
        members.sort_unstable();
        let total = members.len() as u64;
        members.truncate(self.limit);
        Ok(Hits { members, total, exact })
    }

    /// Goes through what the index gives, in the order of ids, with each member's fields.
    fn walk(&self, asked: &Candidates, mut each: impl FnMut(MemberId, &Fields) -> Next) -> Result<(), StoreError> {
        let db = self.ask.db;
        let Some(lists) = &asked.lists else {
            let sql = "SELECT no, name, phone, email, id FROM member WHERE id <= ?1 ORDER BY id";
            let mut statement = db.prepare_cached(sql)?;
            let mut rows = statement.query([self.ask.through.cast_signed()])?;
            while let Some(row) = rows.next()? {
                if let Next::Stop = each(MemberId(row.get(4)?), &fields_of(row)?) {
                    break;
                }
            }
            return Ok(());
        };
        let mut member = db.prepare_cached("SELECT no, name, phone, email FROM member WHERE id = ?1")?;
        self.ask.walk(lists, |id| {
            let fields = member.query_row([id], fields_of).optional()?;
            Ok(fields.is_none_or(|fields| matches!(each(MemberId(id), &fields), Next::Go)))
        })
    }
}

/// Covers everybody whom a word nearly matches; `None` where it is too short to have been typed wrong.
fn near_cover(word: &Word) -> Option<Cover> {
    if let Some((beginning, end)) = word.halves() {
        let half = |text: &str, rank| SearchQuery::parse(text).words.pop().map(|half| half.cover(rank));
        let ways = [half(beginning, MatchRank::Prefix)?, half(end, MatchRank::Suffix)?].map(|cover| match cover {
            Cover::Ways(ways) => ways,
            Cover::Everybody => Vec::new(),
        });
        return Some(Cover::Ways(ways.concat()));
    }
    let probes = word.probes();
    let mut slot: Vec<_> = probes.iter().map(|probe| term(MatchRank::Exact, probe)).collect();
    slot.sort_unstable();
    slot.dedup();
    (!slot.is_empty()).then(|| Cover::Ways(vec![vec![slot]]))
}

fn fields_of(row: &Row<'_>) -> rusqlite::Result<Fields> {
    let text = |at| row.get_ref(at)?.as_str().map_err(rusqlite::Error::from);
    Ok(Fields::of(text(0)?, text(1)?, text(2)?, text(3)?))
}
