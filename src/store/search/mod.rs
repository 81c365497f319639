//! Finding members: which terms of whom are in the file, and how a query is answered from them.
//!
//! The index lags behind the members on purpose: an import writes rows and leaves them to [`Store::tend_search`], which takes
//! them in by slices between its steps and in idle moments. A search reads the rows above the mark itself, so that nobody
//! is ever missing. What terms there are is `domain::terms`' business; which answers are right is decided on the rows.

mod ask;
mod find;
mod scrub;
mod tend;

#[cfg(test)]
mod tests;

pub use find::Hits;

use super::error::StoreError;
use crate::domain::member::Profile;
use crate::domain::num::MemberId;
use crate::domain::terms::fields::Fields;
use crate::domain::terms::index::{Term, Terms};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{BTreeSet, HashMap};

/// Up to so many new members are indexed by the transaction that writes them; more are left to [`tend`].
const FEW: i64 = 32;

/// A number the index keeps about itself.
fn mark(db: &Connection, key: &str) -> Result<i64, StoreError> {
    let mut statement = db.prepare_cached("SELECT n FROM search_mark WHERE k = ?1")?;
    Ok(statement.query_row([key], |row| row.get(0))?)
}

fn set_mark(db: &Connection, key: &str, n: i64) -> Result<(), StoreError> {
    db.prepare_cached("UPDATE search_mark SET n = ?2 WHERE k = ?1")?.execute(params![key, n])?;
    Ok(())
}

/// Makes the newest members findable, where they are few. Call it in the transaction that wrote their rows.
pub(super) fn take_in_few(db: &Connection) -> Result<(), StoreError> {
    let newest = newest_member(db)?;
    if newest - mark(db, "through")? <= FEW {
        tend::take_in(db, FEW)?;
    }
    Ok(())
}

/// Exchanges a member's terms for those of another profile. `old` must be the one in the member's row until now; what it
/// alone had leaves no trace in the file (an erasure changes to the tombstone).
pub(super) fn change(db: &Connection, member: MemberId, old: &Profile, new: &Profile) -> Result<(), StoreError> {
    if member.0 > mark(db, "through")? {
        return Ok(());
    }
    let (mut before, mut after) = (Terms::default(), Terms::default());
    before.make(&Fields::of_profile(old));
    after.make(&Fields::of_profile(new));
    let posted = |terms: &Terms| terms.posted().map(written).collect::<BTreeSet<_>>();
    let (was, is) = (posted(&before), posted(&after));
    unpost(db, member, &listed(was.difference(&is)))?;
    scrub::scrub(db, was.difference(&is))?;
    post(db, member, &listed(is.difference(&was)))?;
    let mut counts = Counts::default();
    before.counted().for_each(|term| counts.add(&term, -1));
    after.counted().for_each(|term| counts.add(&term, 1));
    counts.write(db)
}

fn written(term: Term<'_>) -> String {
    let mut out = String::with_capacity(term.token.len() + 1);
    term.write(&mut out);
    out
}

fn listed<'a>(terms: impl Iterator<Item = &'a String>) -> String {
    let mut out = String::new();
    for term in terms {
        out.push_str(term);
        out.push(' ');
    }
    out
}

/// Adds terms, blanks between them, to a member's.
fn post(db: &Connection, member: MemberId, terms: &str) -> Result<(), StoreError> {
    if !terms.is_empty() {
        let mut statement = db.prepare_cached("INSERT INTO search_ft (rowid, terms) VALUES (?1, ?2)")?;
        statement.execute(params![member.0, terms])?;
    }
    Ok(())
}

/// Takes terms of a member out. They must be in.
fn unpost(db: &Connection, member: MemberId, terms: &str) -> Result<(), StoreError> {
    if !terms.is_empty() {
        let sql = "INSERT INTO search_ft (search_ft, rowid, terms) VALUES ('delete', ?1, ?2)";
        db.prepare_cached(sql)?.execute(params![member.0, terms])?;
    }
    Ok(())
}

fn newest_member(db: &Connection) -> Result<i64, StoreError> {
    let mut statement = db.prepare_cached("SELECT id FROM member ORDER BY id DESC LIMIT 1")?;
    Ok(statement.query_row([], |row| row.get(0)).optional()?.unwrap_or(0))
}

/// Changes of the counters, collected before they are written.
#[derive(Debug, Default)]
struct Counts(HashMap<String, i64>);

impl Counts {
    fn add(&mut self, term: &Term<'_>, n: i64) {
        let mut key = [0; 64];
        // The term as it is written, without a new string for the thousandth time.
        let mark = term.rank.map(|rank| rank.mark() as u8);
        let len = term.token.len() + usize::from(mark.is_some());
        if len <= key.len() {
            key[..mark.iter().len()].copy_from_slice(mark.as_slice());
            key[mark.iter().len()..len].copy_from_slice(term.token.as_bytes());
            if let Some(known) = std::str::from_utf8(&key[..len]).ok().and_then(|key| self.0.get_mut(key)) {
                *known += n;
                return;
            }
        }
        *self.0.entry(written(*term)).or_default() += n;
    }

    fn join(&mut self, other: Self) {
        other.0.into_iter().for_each(|(term, n)| *self.0.entry(term).or_default() += n);
    }

    fn write(self, db: &Connection) -> Result<(), StoreError> {
        let mut changes: Vec<_> = self.0.into_iter().filter(|(_, n)| *n != 0).collect();
        changes.sort_unstable();
        let mut add = db.prepare_cached(
            "INSERT INTO search_count (term, n) VALUES (?1, ?2) ON CONFLICT (term) DO UPDATE SET n = n + excluded.n",
        )?;
        // A term that nobody has any more may be somebody's erased name.
        let mut drop = db.prepare_cached("DELETE FROM search_count WHERE term = ?1 AND n <= 0")?;
        for (term, n) in changes {
            add.execute(params![term, n])?;
            if n < 0 {
                drop.execute([term])?;
            }
        }
        Ok(())
    }
}
