//! The pointers from each fact to its member's one before, and from each state to the newest.

use super::{Outcome, number_of};
use crate::domain::num::{FactId, MemberId};
use crate::domain::proof::Wrong;
use crate::store::Store;
use crate::store::error::StoreError;

/// For each member (by row number) its newest fact, then its newest row.
struct Newest(Vec<i64>);

impl Newest {
    fn of(&mut self, member: i64) -> Option<&mut i64> {
        usize::try_from(member).ok().filter(|member| *member > 0).and_then(|member| self.0.get_mut(member))
    }
}

pub(super) fn check(store: &Store) -> Result<Outcome, StoreError> {
    let last: i64 = store.db.query_row("SELECT COALESCE(MAX(id), 0) FROM member", [], |row| row.get(0))?;
    let operations: i64 = store.db.query_row("SELECT COALESCE(MAX(seq), 0) FROM operation", [], |row| row.get(0))?;
    let mut newest = Newest(vec![0; usize::try_from(last).unwrap_or(0) + 1]);
    let wrong = match facts(store, &mut newest, operations)? {
        Some(wrong) => Some(wrong),
        None => states(store, &mut newest, "head")?,
    };
    let wrong = match wrong {
        Some(wrong) => Some(wrong),
        None => match events(store, &mut newest, operations)? {
            Some(wrong) => Some(wrong),
            None => states(store, &mut newest, "newest")?,
        },
    };
    Ok(Outcome { wrong, ..Outcome::default() })
}

fn facts(store: &Store, newest: &mut Newest, operations: i64) -> Result<Option<Wrong>, StoreError> {
    let mut statement = store.db.prepare("SELECT id, member, prev, op FROM fact ORDER BY id")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let wrong = |column: &str| Some(Wrong::Row { id: FactId(id), column: column.to_owned() });
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

fn events(store: &Store, newest: &mut Newest, operations: i64) -> Result<Option<Wrong>, StoreError> {
    let mut statement = store.db.prepare("SELECT id, member, op FROM member_event ORDER BY id")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (id, member): (i64, i64) = (row.get(0)?, row.get(1)?);
        let wrong = |column: &str| Some(Wrong::Row { id: FactId(id), column: column.to_owned() });
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

fn states(store: &Store, newest: &mut Newest, column: &str) -> Result<Option<Wrong>, StoreError> {
    let mut statement = store.db.prepare(&format!("SELECT member, {column} FROM state ORDER BY member"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (member, cached): (i64, i64) = (row.get(0)?, row.get(1)?);
        if newest.of(member).is_none_or(|newest| *newest != cached) {
            let member_no = number_of(store, member)?;
            return Ok(Some(Wrong::State { member_no, member, column: column.to_owned() }));
        }
    }
    Ok(None)
}
