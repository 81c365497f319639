//! Whether the index says of every member what its row gives, and nothing else.
//!
//! Both sides are summed, each in its own order: millions of look-ups would read the index at random. Only where the sums
//! differ is every term of every member looked up, to name the first one who is not found.

use super::super::error::StoreError;
use super::list::posting;
use super::page::{self, IndexPage, PageId};
use super::run::{Run, RunState, mark, runs};
use crate::domain::terms::fields::Fields;
use crate::domain::terms::hash::TermKey;
use crate::domain::terms::index::{TERMS_VERSION, Terms};
use rusqlite::Connection;

/// Terms of members, whatever their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Listed {
    pairs: u64,
    sum: u64,
}

impl Listed {
    fn add(&mut self, key: TermKey, member: u64) {
        let mixed = (key.0 ^ member.rotate_left(36)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.pairs += 1;
        self.sum = self.sum.wrapping_add(mixed ^ (mixed >> 29));
    }
}

/// The first member of whom the index does not say what it should; 0 where it says something of somebody that it should not.
/// `None`: all is right. Members that are not taken in yet are no matter, nor is an index that is to be made anew.
pub(in crate::store) fn wrong_member(db: &Connection) -> Result<Option<i64>, StoreError> {
    if mark(db, "terms_version")? != TERMS_VERSION {
        return Ok(None);
    }
    let (mut wanted, mut found) = (Listed::default(), Listed::default());
    each_member(db, |member, terms| {
        terms.keys().for_each(|key| wanted.add(key, member.cast_unsigned()));
        Ok(true)
    })?;
    let live = runs(db, RunState::Live)?;
    for run in &live {
        sum_run(db, run, &mut found)?;
    }
    if wanted == found {
        return Ok(None);
    }
    let mut first = 0;
    each_member(db, |member, terms| {
        if !is_listed(db, &live, member, terms)? {
            first = member;
        }
        Ok(first == 0)
    })?;
    Ok(Some(first))
}

/// Goes through the members that the index has taken in, until told to stop.
fn each_member(
    db: &Connection,
    mut each: impl FnMut(i64, &Terms) -> Result<bool, StoreError>,
) -> Result<(), StoreError> {
    let mut statement = db.prepare("SELECT id, no, name, phone, email FROM member WHERE id <= ?1 ORDER BY id")?;
    let mut rows = statement.query([mark(db, "through")?])?;
    let mut terms = Terms::default();
    while let Some(row) = rows.next()? {
        let text = |at| row.get_ref(at)?.as_str().map_err(rusqlite::Error::from);
        terms.make(&Fields::of(text(1)?, text(2)?, text(3)?, text(4)?));
        if !each(row.get(0)?, &terms)? {
            break;
        }
    }
    Ok(())
}

fn sum_run(db: &Connection, run: &Run, found: &mut Listed) -> Result<(), StoreError> {
    let mut statement = db.prepare("SELECT id, body FROM search_page WHERE id BETWEEN ?1 AND ?2 ORDER BY id")?;
    let mut rows = statement.query(run.pages())?;
    let first = run.first.cast_unsigned();
    let mut add =
        |key: TermKey, bytes: &[u8]| page::places(bytes).for_each(|place| found.add(key, first.wrapping_add(place)));
    while let Some(row) = rows.next()? {
        let body = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
        match page::read(body)? {
            IndexPage::Small(entries) => entries.for_each(|entry| add(entry.key, entry.places)),
            IndexPage::First { places, .. } | IndexPage::More { places } => add(PageId(row.get(0)?).key(), places),
        }
    }
    Ok(())
}

/// Whether a run lists a member under each of its terms.
fn is_listed(db: &Connection, live: &[Run], member: i64, terms: &Terms) -> Result<bool, StoreError> {
    let Some(run) = live.iter().find(|run| run.first <= member && member <= run.last) else {
        return Ok(terms.keys().next().is_none());
    };
    let place = (member - run.first).cast_unsigned();
    for key in terms.keys() {
        let Some(posting) = posting(db, run, key)? else { return Ok(false) };
        let mut walk = super::list::ListWalk::new(db, *run, key, &posting);
        if walk.seek(place)? != Some(place) {
            return Ok(false);
        }
    }
    Ok(true)
}
