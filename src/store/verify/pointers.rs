//! The pointers from each fact to its member's one before, and from each state to the newest.
//!
//! Every fact of this file is pointed to once: by the member's next fact, or by its state. A fact of another file points to none,
//! and is listed once in `joined_fact`. So it is enough to sum facts and pointers while
//! the facts are read for their digests; only where the sums differ are they read again, one after the other.

use super::{TaskResult, number_of};
use crate::domain::history_end::HistoryEnd;
use crate::domain::num::{FIRST_JOINED, FactId, FileNumber, MemberId, OpSeq};
use crate::domain::verification::Discrepancy;
use crate::store::Store;
use crate::store::error::StoreError;
use rusqlite::OptionalExtension;

/// A part of the facts in the order of their ids: which it is, and what is left over of its facts and pointers.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Stretch {
    /// Facts less pointers, whatever their order.
    sum: u64,
    /// Its first fact, and the first one behind it; `None` where there is none.
    pub first: Option<FactId>,
    pub next: Option<FactId>,
    /// A pointer does not lead back.
    is_odd: bool,
}

impl Stretch {
    pub fn fact(&mut self, id: FactId, member: MemberId, prev: FactId) {
        self.sum = self.sum.wrapping_add(mixed(member.0, id.0));
        self.pointer(member.0, prev.0);
        self.is_odd |= prev >= id || (id.0 >= FIRST_JOINED && prev.0 != 0);
    }

    fn pointer(&mut self, member: i64, to: i64) {
        if to != 0 {
            self.sum = self.sum.wrapping_sub(mixed(member, to));
        }
    }
}

fn mixed(member: i64, fact: i64) -> u64 {
    let mixed = (fact.cast_unsigned() ^ member.cast_unsigned().rotate_left(32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9)
}

/// Whether stretches are all of the facts, one behind the other, and each fact is pointed to once, by another or by a state.
pub(super) fn tie_out<'a>(states: &Stretch, facts: impl Iterator<Item = &'a Stretch>) -> bool {
    let (mut sum, mut next, mut is_odd) = (states.sum, None, states.is_odd);
    for (n, stretch) in facts.enumerate() {
        is_odd |= stretch.is_odd || (n > 0 && stretch.first != next);
        sum = sum.wrapping_add(stretch.sum);
        next = stretch.next;
    }
    sum == 0 && next.is_none() && !is_odd
}

/// How far each member's history goes, by row number.
struct HistoryEnds(Vec<HistoryEnd>);

impl HistoryEnds {
    fn of_nobody(store: &Store) -> Result<Self, StoreError> {
        let last: i64 = store.db.query_row("SELECT COALESCE(MAX(id), 0) FROM member", [], |row| row.get(0))?;
        Ok(Self(vec![HistoryEnd::default(); usize::try_from(last).unwrap_or(0) + 1]))
    }

    fn of(&mut self, member: i64) -> Option<&mut HistoryEnd> {
        usize::try_from(member).ok().filter(|member| *member > 0).and_then(|member| self.0.get_mut(member))
    }
}

/// The newest operation of each file.
struct NewestOperations(Vec<OpSeq>);

impl NewestOperations {
    fn read(store: &Store) -> Result<Self, StoreError> {
        let sql = "SELECT COALESCE(MAX(seq), ?1) FROM operation WHERE seq < ?2";
        let mut statement = store.db.prepare(sql)?;
        let mut newest = Vec::new();
        for file in std::iter::once(FileNumber::NONE).chain(store.files_present()?) {
            newest.push(OpSeq(statement.query_row([file.first_row(), file.end()], |row| row.get(0))?));
        }
        Ok(Self(newest))
    }

    /// Whether a row of an id may have been written by an operation: one of the same file that is there.
    fn may_have_written(&self, id: i64, op: i64) -> bool {
        let (file, op) = (FactId(id).file(), OpSeq(op));
        op.file() == file && op.own().0 >= 1 && self.0.iter().any(|newest| newest.file() == file && op <= *newest)
    }
}

/// Sums what the states point to, and compares them with the events.
pub(super) fn check(store: &Store) -> Result<TaskResult, StoreError> {
    let (mut ends, operations) = (HistoryEnds::of_nobody(store)?, NewestOperations::read(store)?);
    let mut stretch = Stretch::default();
    let mut statement = store.db.prepare("SELECT member, head FROM state")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (member, head): (i64, i64) = (row.get(0)?, row.get(1)?);
        stretch.pointer(member, head);
        match ends.of(member) {
            Some(end) => end.newest = FactId(head),
            None => stretch.is_odd = true,
        }
    }
    listed(store, &mut ends, &mut stretch)?;
    // What is wrong here is told where nothing is wrong with the facts and what points to them, which comes first.
    let wrong = match events(store, &mut ends, &operations)? {
        Some(wrong) => Some(wrong),
        None => ends_of_states(store, &mut ends)?,
    };
    Ok(TaskResult { stretch, wrong, ..TaskResult::default() })
}

/// The first thing that is wrong, by reading everything.
pub(super) fn one_by_one(store: &Store) -> Result<Option<Discrepancy>, StoreError> {
    let (mut ends, operations) = (HistoryEnds::of_nobody(store)?, NewestOperations::read(store)?);
    if let Some(wrong) = facts(store, &mut ends, &operations)? {
        return Ok(Some(wrong));
    }
    if let Some(wrong) = states(store, &mut ends, "head", |end| end.newest.0)? {
        return Ok(Some(wrong));
    }
    if let Some(wrong) = events(store, &mut ends, &operations)? {
        return Ok(Some(wrong));
    }
    ends_of_states(store, &mut ends)
}

/// Counts what `joined_fact` lists of each member.
fn listed(store: &Store, ends: &mut HistoryEnds, stretch: &mut Stretch) -> Result<(), StoreError> {
    let mut statement = store.db.prepare("SELECT member, fact FROM joined_fact")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (member, fact): (i64, i64) = (row.get(0)?, row.get(1)?);
        stretch.pointer(member, fact);
        match ends.of(member) {
            Some(end) if fact >= FIRST_JOINED => end.joined += 1,
            _ => stretch.is_odd = true,
        }
    }
    Ok(())
}

fn ends_of_states(store: &Store, ends: &mut HistoryEnds) -> Result<Option<Discrepancy>, StoreError> {
    match states(store, ends, "newest", |end| end.newest.0)? {
        None => states(store, ends, "joined", |end| end.joined),
        wrong => Ok(wrong),
    }
}

fn facts(
    store: &Store,
    ends: &mut HistoryEnds,
    operations: &NewestOperations,
) -> Result<Option<Discrepancy>, StoreError> {
    let mut is_listed = store.db.prepare("SELECT 1 FROM joined_fact WHERE member = ?1 AND fact = ?2")?;
    let mut statement = store.db.prepare("SELECT id, member, prev, op FROM fact ORDER BY id")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let wrong = |column: &str| Some(Discrepancy::Row { id: FactId(id), column: column.to_owned() });
        let member = row.get(1)?;
        let Some(end) = ends.of(member) else { return Ok(wrong("member")) };
        let before = if id >= FIRST_JOINED { 0 } else { end.newest.0 };
        if row.get::<_, i64>(2)? != before {
            return Ok(wrong("prev"));
        }
        if !operations.may_have_written(id, row.get(3)?) {
            return Ok(wrong("op"));
        }
        if id < FIRST_JOINED {
            end.newest = FactId(id);
        } else if is_listed.exists([member, id])? {
            end.joined += 1;
        } else {
            return Ok(Some(Discrepancy::Table { table: "joined_fact".to_owned(), row: id.to_string() }));
        }
    }
    let mut statement = store.db.prepare(
        "SELECT j.fact FROM joined_fact j LEFT JOIN fact f ON f.id = j.fact WHERE f.member IS NOT j.member LIMIT 1",
    )?;
    let stray: Option<i64> = statement.query_row([], |row| row.get(0)).optional()?;
    Ok(stray.map(|fact| Discrepancy::Table { table: "joined_fact".to_owned(), row: fact.to_string() }))
}

fn events(
    store: &Store,
    ends: &mut HistoryEnds,
    operations: &NewestOperations,
) -> Result<Option<Discrepancy>, StoreError> {
    let mut statement = store.db.prepare("SELECT id, member, op FROM member_event ORDER BY id")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (id, member): (i64, i64) = (row.get(0)?, row.get(1)?);
        let wrong = |column: &str| Some(Discrepancy::Row { id: FactId(id), column: column.to_owned() });
        if !operations.may_have_written(id, row.get(2)?) {
            return Ok(wrong("op"));
        }
        // Feedback may be of nobody's.
        if MemberId(member) == MemberId::NOBODY {
            continue;
        }
        let Some(end) = ends.of(member) else { return Ok(wrong("member")) };
        if id < FIRST_JOINED {
            end.newest = end.newest.max(FactId(id));
        } else {
            end.joined += 1;
        }
    }
    Ok(None)
}

/// Holds a column of the states against how far the members' histories go.
fn states(
    store: &Store,
    ends: &mut HistoryEnds,
    column: &str,
    of: impl Fn(&HistoryEnd) -> i64,
) -> Result<Option<Discrepancy>, StoreError> {
    let mut statement = store.db.prepare(&format!("SELECT member, {column} FROM state ORDER BY member"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (member, cached): (i64, i64) = (row.get(0)?, row.get(1)?);
        if ends.of(member).is_none_or(|end| of(end) != cached) {
            let member_no = number_of(store, member)?;
            return Ok(Some(Discrepancy::State { member_no, member, column: column.to_owned() }));
        }
    }
    Ok(None)
}
