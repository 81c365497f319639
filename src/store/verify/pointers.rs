//! The pointers from each fact to its member's one before, and from each state to the newest.
//!
//! Every fact is pointed to once: by the member's next fact, or by its state. So it is enough to sum facts and pointers while
//! the facts are read for their digests; only where the sums differ are they read again, one after the other.

use super::{TaskResult, number_of};
use crate::domain::num::{FactId, MemberId};
use crate::domain::verification::Discrepancy;
use crate::store::Store;
use crate::store::error::StoreError;

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
        self.is_odd |= prev >= id;
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

/// For each member (by row number) its newest fact, then its newest row.
struct NewestRows(Vec<i64>);

impl NewestRows {
    fn of_nobody(store: &Store) -> Result<Self, StoreError> {
        let last: i64 = store.db.query_row("SELECT COALESCE(MAX(id), 0) FROM member", [], |row| row.get(0))?;
        Ok(Self(vec![0; usize::try_from(last).unwrap_or(0) + 1]))
    }

    fn of(&mut self, member: i64) -> Option<&mut i64> {
        usize::try_from(member).ok().filter(|member| *member > 0).and_then(|member| self.0.get_mut(member))
    }
}

/// Sums what the states point to, and compares them with the events.
pub(super) fn check(store: &Store) -> Result<TaskResult, StoreError> {
    let (mut newest, operations) = (NewestRows::of_nobody(store)?, newest_operation(store)?);
    let mut stretch = Stretch::default();
    let mut statement = store.db.prepare("SELECT member, head FROM state")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (member, head): (i64, i64) = (row.get(0)?, row.get(1)?);
        stretch.pointer(member, head);
        match newest.of(member) {
            Some(newest) => *newest = head,
            None => stretch.is_odd = true,
        }
    }
    // What is wrong here is told where nothing is wrong with the facts and what points to them, which comes first.
    let wrong = match events(store, &mut newest, operations)? {
        Some(wrong) => Some(wrong),
        None => states(store, &mut newest, "newest")?,
    };
    Ok(TaskResult { stretch, wrong, ..TaskResult::default() })
}

/// The first thing that is wrong, by reading everything.
pub(super) fn one_by_one(store: &Store) -> Result<Option<Discrepancy>, StoreError> {
    let (mut newest, operations) = (NewestRows::of_nobody(store)?, newest_operation(store)?);
    if let Some(wrong) = facts(store, &mut newest, operations)? {
        return Ok(Some(wrong));
    }
    if let Some(wrong) = states(store, &mut newest, "head")? {
        return Ok(Some(wrong));
    }
    if let Some(wrong) = events(store, &mut newest, operations)? {
        return Ok(Some(wrong));
    }
    states(store, &mut newest, "newest")
}

fn newest_operation(store: &Store) -> Result<i64, StoreError> {
    Ok(store.db.query_row("SELECT COALESCE(MAX(seq), 0) FROM operation", [], |row| row.get(0))?)
}

fn facts(store: &Store, newest: &mut NewestRows, operations: i64) -> Result<Option<Discrepancy>, StoreError> {
    let mut statement = store.db.prepare("SELECT id, member, prev, op FROM fact ORDER BY id")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let wrong = |column: &str| Some(Discrepancy::Row { id: FactId(id), column: column.to_owned() });
        let Some(before) = newest.of(row.get(1)?) else { return Ok(wrong("member")) };
        if row.get::<_, i64>(2)? != *before {
            return Ok(wrong("prev"));
        }
        if !(1..=operations).contains(&row.get(3)?) {
            return Ok(wrong("op"));
        }
        *before = id;
    }
    Ok(None)
}

fn events(store: &Store, newest: &mut NewestRows, operations: i64) -> Result<Option<Discrepancy>, StoreError> {
    let mut statement = store.db.prepare("SELECT id, member, op FROM member_event ORDER BY id")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (id, member): (i64, i64) = (row.get(0)?, row.get(1)?);
        let wrong = |column: &str| Some(Discrepancy::Row { id: FactId(id), column: column.to_owned() });
        if !(1..=operations).contains(&row.get(2)?) {
            return Ok(wrong("op"));
        }
        // Feedback may be of nobody's.
        if MemberId(member) == MemberId::NOBODY {
            continue;
        }
        let Some(before) = newest.of(member) else { return Ok(wrong("member")) };
        *before = id.max(*before);
    }
    Ok(None)
}

fn states(store: &Store, newest: &mut NewestRows, column: &str) -> Result<Option<Discrepancy>, StoreError> {
    let mut statement = store.db.prepare(&format!("SELECT member, {column} FROM state ORDER BY member"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (member, cached): (i64, i64) = (row.get(0)?, row.get(1)?);
        if newest.of(member).is_none_or(|newest| *newest != cached) {
            let member_no = number_of(store, member)?;
            return Ok(Some(Discrepancy::State { member_no, member, column: column.to_owned() }));
        }
    }
    Ok(None)
}
