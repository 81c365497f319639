//! Runs: which there are, finding a term's list in one, and exchanging one member's terms.

use super::super::error::StoreError;
use super::page::{self, IndexPage, MAX_RUNS, PageId};
use crate::domain::num::FIRST_JOINED;
use crate::domain::operation::OpKind;
use crate::domain::terms::hash::TermKey;
use rusqlite::{Connection, OptionalExtension, params};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RunState {
    Live = 0,
    /// It is being made out of others, which answer meanwhile.
    Made = 1,
    /// Its pages are being removed.
    Dead = 2,
}

/// The terms of members of neighbouring ids. Live runs don't overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    /// Its number in the ids of its pages.
    pub number: i64,
    /// The first member it covers; places on its pages count from here.
    pub first: i64,
    pub last: i64,
}

impl Run {
    pub fn members(&self) -> i64 {
        self.last - self.first + 1
    }

    /// The pages it may have.
    pub fn pages(&self) -> [i64; 2] {
        [PageId::first_of(self.number).0, PageId::first_of(self.number + 1).0.wrapping_sub(1)]
    }
}

/// Runs of a state, in the order of their members.
pub(super) fn runs(db: &Connection, state: RunState) -> Result<Vec<Run>, StoreError> {
    let mut statement = db.prepare_cached("SELECT run, first, last FROM search_run WHERE state = ?1 ORDER BY first")?;
    let rows = statement
        .query_map([state as i64], |row| Ok(Run { number: row.get(0)?, first: row.get(1)?, last: row.get(2)? }))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// How many run numbers are not taken.
pub(super) fn free_runs(db: &Connection) -> Result<i64, StoreError> {
    let taken: i64 = db.prepare_cached("SELECT count(*) FROM search_run")?.query_row([], |row| row.get(0))?;
    Ok(MAX_RUNS - taken)
}

/// The smallest number that is not taken; `None` where all are.
pub(super) fn free_number(db: &Connection) -> Result<Option<i64>, StoreError> {
    let mut statement = db.prepare_cached("SELECT run FROM search_run ORDER BY run")?;
    let taken = statement.query_map([], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
    Ok((0..MAX_RUNS).find(|number| !taken.contains(number)))
}

/// Begins a run of a free number.
pub(super) fn begin_run(db: &Connection, number: i64, members: [i64; 2], state: RunState) -> Result<(), StoreError> {
    let sql = "INSERT INTO search_run (run, first, last, state) VALUES (?1, ?2, ?3, ?4)";
    db.prepare_cached(sql)?.execute(params![number, members[0], members[1], state as i64])?;
    Ok(())
}

/// How far the file went when members were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SeenUpTo {
    /// The newest event on any member that this file recorded.
    event: i64,
    /// The operation by which a file joined last.
    join: i64,
}

impl SeenUpTo {
    pub fn now(db: &Connection) -> Result<Self, StoreError> {
        let sql = "SELECT COALESCE((SELECT MAX(id) FROM member_event WHERE id < ?1), 0), COALESCE(({}), 0)";
        let mut statement = db.prepare_cached(&sql.replace("{}", LAST_JOIN))?;
        let bound = params![FIRST_JOINED, OpKind::Join.code()];
        Ok(statement.query_row(bound, |row| Ok(Self { event: row.get(0)?, join: row.get(1)? }))?)
    }
}

/// The operation of kind `?2` that comes last in this file's journal, which goes up to `?1`.
const LAST_JOIN: &str = "SELECT MAX(seq) FROM operation WHERE kind = ?2 AND seq < ?1";

/// Whether a member between two may have changed since. Whoever changes what a member is found by leaves an event; what a file
/// brings that joins is not looked through.
pub(super) fn changed_since(db: &Connection, seen: SeenUpTo, [first, last]: [i64; 2]) -> Result<bool, StoreError> {
    let now = SeenUpTo::now(db)?;
    if now.join != seen.join {
        return Ok(true);
    }
    // By id: newer events are few, while a range of members may be everybody.
    let sql = "SELECT EXISTS (SELECT 1 FROM member_event NOT INDEXED
               WHERE id > ?1 AND id <= ?2 AND member BETWEEN ?3 AND ?4)";
    Ok(db.prepare_cached(sql)?.query_row([seen.event, now.event, first, last], |row| row.get(0))?)
}

pub(super) fn set_state(db: &Connection, run: &Run, state: RunState) -> Result<(), StoreError> {
    let mut statement = db.prepare_cached("UPDATE search_run SET state = ?2 WHERE run = ?1")?;
    statement.execute(params![run.number, state as i64])?;
    Ok(())
}

/// Writes a page, in place of one of the same id.
pub(super) fn write_page(db: &Connection, id: PageId, body: &[u8]) -> Result<(), StoreError> {
    let mut statement = db.prepare_cached("INSERT OR REPLACE INTO search_page (id, body) VALUES (?1, ?2)")?;
    statement.execute(params![id.0, body])?;
    Ok(())
}

/// Hands the page of the greatest id up to `most` within a run to a reader; `None` where there is none.
pub(super) fn page_before<T>(
    db: &Connection,
    run: &Run,
    most: PageId,
    read: impl FnOnce(PageId, &[u8]) -> Result<T, StoreError>,
) -> Result<Option<T>, StoreError> {
    let sql = "SELECT id, body FROM search_page WHERE id <= ?1 AND id >= ?2 ORDER BY id DESC LIMIT 1";
    one_page(db, sql, [most.0, run.pages()[0]], read)
}

/// Hands the page of the smallest id after `least` within a run to a reader; `None` where there is none.
pub(super) fn page_after<T>(
    db: &Connection,
    run: &Run,
    least: PageId,
    read: impl FnOnce(PageId, &[u8]) -> Result<T, StoreError>,
) -> Result<Option<T>, StoreError> {
    let sql = "SELECT id, body FROM search_page WHERE id > ?1 AND id <= ?2 ORDER BY id LIMIT 1";
    one_page(db, sql, [least.0, run.pages()[1]], read)
}

fn one_page<T>(
    db: &Connection,
    sql: &str,
    bounds: [i64; 2],
    read: impl FnOnce(PageId, &[u8]) -> Result<T, StoreError>,
) -> Result<Option<T>, StoreError> {
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(bounds)?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let body = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
    read(PageId(row.get(0)?), body).map(Some)
}

/// Puts a member into the lists of some terms and takes it out of those of others.
pub(super) fn edit(
    db: &Connection,
    run: &Run,
    member: i64,
    remove: &[TermKey],
    add: &[TermKey],
) -> Result<(), StoreError> {
    let place = (member - run.first).cast_unsigned();
    let editor = Editor { db, run, place };
    remove.iter().try_for_each(|key| editor.edit(*key, false))?;
    add.iter().try_for_each(|key| editor.edit(*key, true))
}

struct Editor<'a> {
    db: &'a Connection,
    run: &'a Run,
    place: u64,
}

impl Editor<'_> {
    fn edit(&self, key: TermKey, add: bool) -> Result<(), StoreError> {
        let own = PageId::of(self.run.number, key);
        let found = page_before(self.db, self.run, own, |id, body| Ok((id, body.to_vec())))?;
        if let Some((id, body)) = &found {
            match page::read(body)? {
                IndexPage::Small(entries) => {
                    let lists = entries.map(|e| (e.key, page::places(e.places).collect())).collect();
                    return self.edit_small(*id, lists, key, add);
                }
                IndexPage::First { total, .. } if *id == own => return self.edit_long(key, total, add),
                IndexPage::First { .. } | IndexPage::More { .. } => {}
            }
        }
        if add { write_page(self.db, own, &page::small(&[(key, vec![self.place])])) } else { Ok(()) }
    }

    fn edit_small(
        &self,
        id: PageId,
        mut lists: Vec<(TermKey, Vec<u64>)>,
        key: TermKey,
        add: bool,
    ) -> Result<(), StoreError> {
        match lists.binary_search_by_key(&key, |(k, _)| *k) {
            Ok(at) => {
                self.change(&mut lists[at].1, add);
                if lists[at].1.is_empty() {
                    lists.remove(at);
                }
            }
            Err(at) if add => lists.insert(at, (key, vec![self.place])),
            Err(_) => return Ok(()),
        }
        if lists.is_empty() { self.delete(id) } else { write_page(self.db, id, &page::small(&lists)) }
    }

    /// Changes the list; says by how much it grew.
    fn change(&self, places: &mut Vec<u64>, add: bool) -> i64 {
        match places.binary_search(&self.place) {
            Ok(at) if !add => {
                places.remove(at);
                -1
            }
            Err(at) if add => {
                places.insert(at, self.place);
                1
            }
            _ => 0,
        }
    }

    fn edit_long(&self, key: TermKey, total: u64, add: bool) -> Result<(), StoreError> {
        let first = PageId::of(self.run.number, key);
        let mut at = first;
        let mut places = self.places_of(first)?;
        // The part that the place belongs to is the last one that begins before it.
        while let Some((next, theirs)) = self.next_part(key, at)? {
            if theirs.first().is_none_or(|begin| *begin > self.place) {
                break;
            }
            (at, places) = (next, theirs);
        }
        let total = total.saturating_add_signed(self.change(&mut places, add));
        if at == first {
            return match total {
                0 => self.delete(first),
                _ => write_page(self.db, first, &page::long(Some(total), &places)),
            };
        }
        if places.is_empty() {
            self.delete(at)?;
        } else {
            write_page(self.db, at, &page::long(None, &places))?;
        }
        write_page(self.db, first, &page::long(Some(total), &self.places_of(first)?))
    }

    fn places_of(&self, id: PageId) -> Result<Vec<u64>, StoreError> {
        Ok(page_before(self.db, self.run, id, |_, body| page::part(body))?.unwrap_or_default())
    }

    fn next_part(&self, key: TermKey, after: PageId) -> Result<Option<(PageId, Vec<u64>)>, StoreError> {
        let next = page_after(self.db, self.run, after, |id, body| {
            Ok(if id.key() == key { Some((id, page::part(body)?)) } else { None })
        })?;
        Ok(next.flatten())
    }

    fn delete(&self, id: PageId) -> Result<(), StoreError> {
        self.db.prepare_cached("DELETE FROM search_page WHERE id = ?1")?.execute([id.0])?;
        Ok(())
    }
}

/// A number the index keeps about itself.
pub(super) fn mark(db: &Connection, key: &str) -> Result<i64, StoreError> {
    let mut statement = db.prepare_cached("SELECT n FROM search_mark WHERE k = ?1")?;
    Ok(statement.query_row([key], |row| row.get(0))?)
}

pub(super) fn set_mark(db: &Connection, key: &str, n: i64) -> Result<(), StoreError> {
    db.prepare_cached("UPDATE search_mark SET n = ?2 WHERE k = ?1")?.execute(params![key, n])?;
    Ok(())
}

/// The newest member of the file; 0 where there is none.
pub(super) fn newest_member(db: &Connection) -> Result<i64, StoreError> {
    let mut statement = db.prepare_cached("SELECT id FROM member ORDER BY id DESC LIMIT 1")?;
    Ok(statement.query_row([], |row| row.get(0)).optional()?.unwrap_or(0))
}
