//! Keeping the index: taking in new members by slices, merging what the slices left.

use super::super::Store;
use super::super::error::StoreError;
use super::{Counts, mark, newest_member, post, set_mark};
use crate::domain::num::MemberId;
use crate::domain::terms::fields::Fields;
use crate::domain::terms::index::{TERMS_VERSION, Terms};
use rusqlite::{Connection, Transaction, TransactionBehavior, params};

/// Members taken in by one slice: the write lock is held for about 100 ms.
const SLICE: i64 = 4_096;

/// Pages that one slice of merging may write, for the same reason.
const MERGE_PAGES: i64 = 400;

/// Merging begins at so many segments; each costs every look-up some microseconds.
const SEGMENTS: i64 = 48;

/// With nothing else to do, it begins at so many.
const SEGMENTS_IDLE: i64 = 9;

impl Store {
    /// One slice of keeping the index in order, in a transaction of its own of about 100 ms: takes in members that an import
    /// left, else merges segments. Says whether more is to be done. For idle moments, and between the steps of an import.
    pub fn tend_search(&self) -> Result<bool, StoreError> {
        let db = &self.db;
        let behind = newest_member(db)? > mark(db, "through")? || mark(db, "terms_version")? != TERMS_VERSION;
        let merging = mark(db, "merging")? == 1;
        if !behind && !merging && segments(db)? < SEGMENTS_IDLE {
            return Ok(false);
        }
        let tx = Transaction::new_unchecked(db, TransactionBehavior::Immediate)?;
        if mark(&tx, "terms_version")? != TERMS_VERSION {
            clear(&tx)?;
        }
        if merging || !behind || segments(&tx)? >= SEGMENTS {
            merge(&tx)?;
        } else {
            take_in(&tx, SLICE)?;
        }
        tx.commit()?;
        Ok(true)
    }

    /// Makes the whole index again from the members' rows, inside the caller's transaction.
    pub fn rebuild_search(&self) -> Result<(), StoreError> {
        clear(&self.db)?;
        while newest_member(&self.db)? > mark(&self.db, "through")? {
            take_in(&self.db, SLICE)?;
        }
        Ok(())
    }
}

fn clear(db: &Connection) -> Result<(), StoreError> {
    db.execute("INSERT INTO search_ft (search_ft) VALUES ('delete-all')", [])?;
    db.execute("DELETE FROM search_count", [])?;
    set_mark(db, "through", 0)?;
    set_mark(db, "merging", 0)?;
    set_mark(db, "terms_version", TERMS_VERSION)
}

/// What the index needs of one member's row.
struct Person {
    id: MemberId,
    fields: [String; 4],
}

/// Takes in the next members above the mark, `most` at most.
pub(super) fn take_in(db: &Connection, most: i64) -> Result<(), StoreError> {
    let through = mark(db, "through")?;
    let mut statement =
        db.prepare_cached("SELECT id, no, name, phone, email FROM member WHERE id > ?1 ORDER BY id LIMIT ?2")?;
    let people = statement.query_map(params![through, most], |row| {
        Ok(Person { id: MemberId(row.get(0)?), fields: [row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?] })
    })?;
    let people = people.collect::<Result<Vec<_>, _>>()?;
    let Some(last) = people.last().map(|p| p.id.0) else { return Ok(()) };
    // Making terms takes as long as writing them: the second half is made while the first is written.
    let (first, second) = people.split_at(people.len() / 2);
    let mut counts = Counts::default();
    let later = std::thread::scope(|scope| {
        let later = scope.spawn(|| terms_of(second));
        let (bodies, own) = terms_of(first);
        write_all(db, first, &bodies)?;
        counts.join(own);
        later.join().map_err(|_| StoreError::Sql("making terms failed".to_owned()))
    })?;
    write_all(db, second, &later.0)?;
    counts.join(later.1);
    counts.write(db)?;
    set_mark(db, "through", last)?;
    if mark(db, "terms_version")? == 0 {
        set_mark(db, "terms_version", TERMS_VERSION)?;
    }
    Ok(())
}

/// The terms of each, blanks between them, and what they add to the counters.
fn terms_of(people: &[Person]) -> (Vec<String>, Counts) {
    let mut counts = Counts::default();
    let mut terms = Terms::default();
    let mut bodies = Vec::with_capacity(people.len());
    for Person { fields: [no, name, phone, email], .. } in people {
        terms.make(&Fields::of(no, name, phone, email));
        let mut body = String::with_capacity(512);
        for term in terms.posted() {
            term.write(&mut body);
            body.push(' ');
        }
        bodies.push(body);
        terms.counted().for_each(|term| counts.add(&term, 1));
    }
    (bodies, counts)
}

fn write_all(db: &Connection, people: &[Person], bodies: &[String]) -> Result<(), StoreError> {
    people.iter().zip(bodies).try_for_each(|(person, body)| post(db, person.id, body))
}

/// One slice of merging; takes the mark away when nothing is left to merge.
fn merge(db: &Connection) -> Result<(), StoreError> {
    let before = db.total_changes();
    db.execute("INSERT INTO search_ft (search_ft, rank) VALUES ('merge', ?1)", [MERGE_PAGES])?;
    // The command itself counts as one change.
    set_mark(db, "merging", i64::from(db.total_changes() - before >= 2))
}

/// How many segments the index consists of.
pub(super) fn segments(db: &Connection) -> Result<i64, StoreError> {
    // One step per segment instead of one per page.
    let mut statement = db.prepare_cached(
        "WITH RECURSIVE s (id) AS (
             SELECT min(segid) FROM search_ft_idx
             UNION ALL SELECT (SELECT min(segid) FROM search_ft_idx WHERE segid > s.id) FROM s WHERE s.id IS NOT NULL)
         SELECT count(id) FROM s",
    )?;
    Ok(statement.query_row([], |row| row.get(0))?)
}
