//! Making one run out of neighbouring ones, slice by slice, and removing those it was made of.
//!
//! A slice is made without holding anybody up: the runs it reads don't change but by [`super::change`], which gives up the
//! run being made. Under the write lock its finished pages are written, some hundreds at a time.

use super::super::error::StoreError;
use super::page::{self, IndexPage, PageId, Pages};
use super::run::{
    Run, RunState, SeenUpTo, begin_run, changed_since, free_number, mark, page_before, runs, set_mark, set_state,
    write_page,
};
use crate::domain::terms::hash::{KEY_BITS, TermKey};
use rusqlite::{Connection, Rows, Statement, params};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Pages that one transaction writes or removes.
pub(super) const PAGES_AT_ONCE: usize = 512;

/// Behind every term: all of a run has been merged.
const BEHIND_ALL: TermKey = TermKey(1 << KEY_BITS);

/// A part of a run that is being made out of others.
#[derive(Debug)]
pub(super) struct Slice {
    target: Run,
    from: TermKey,
    to: TermKey,
    pages: Vec<(PageId, Vec<u8>)>,
    /// How far the file went when the runs were read.
    seen: SeenUpTo,
}

/// Begins to merge neighbouring live runs into one.
pub(super) fn begin_merge(db: &Connection, sources: &[Run]) -> Result<(), StoreError> {
    if let (Some(first), Some(last), Some(number)) = (sources.first(), sources.last(), free_number(db)?) {
        begin_run(db, number, [first.first, last.last], RunState::Made)?;
        set_mark(db, "merged", 0)?;
    }
    Ok(())
}

fn sources_of(db: &Connection, target: &Run) -> Result<Vec<Run>, StoreError> {
    let live = runs(db, RunState::Live)?;
    Ok(live.into_iter().filter(|r| target.first <= r.first && r.last <= target.last).collect())
}

/// Makes the next slice of a run.
pub(super) fn next_slice(db: &Connection, target: &Run) -> Result<Slice, StoreError> {
    let (from, seen) = (TermKey(mark(db, "merged")?.cast_unsigned()), SeenUpTo::now(db)?);
    let sources = sources_of(db, target)?;
    let mut statements = Vec::new();
    for _ in &sources {
        // Not from the cache: each is walked while the others are.
        statements.push(db.prepare("SELECT id, body FROM search_page WHERE id BETWEEN ?1 AND ?2 ORDER BY id")?);
    }
    let mut readers = Vec::new();
    // The readers by their next terms, those of one term in the order of their members.
    let mut upcoming = BinaryHeap::new();
    for (at, (run, statement)) in sources.iter().zip(&mut statements).enumerate() {
        let reader = Reader::begin(db, run, statement, from)?;
        upcoming.extend(reader.upcoming().map(|key| Reverse((key, at))));
        readers.push(reader);
    }
    let mut pages = Pages::of_run(target.number);
    let mut places = Vec::new();
    while let Some(Reverse((key, _))) = upcoming.peek().copied() {
        if pages.len() >= PAGES_AT_ONCE {
            return Ok(Slice { target: *target, from, to: key, pages: pages.end(), seen });
        }
        places.clear();
        while let Some(mut next) = upcoming.peek_mut().filter(|next| next.0.0 == key) {
            let at = next.0.1;
            readers[at].take(&mut places, (sources[at].first - target.first).cast_unsigned())?;
            match readers[at].upcoming() {
                Some(key) => *next = Reverse((key, at)),
                None => drop(std::collections::binary_heap::PeekMut::pop(next)),
            }
        }
        pages.add(key, &places);
    }
    Ok(Slice { target: *target, from, to: BEHIND_ALL, pages: pages.end(), seen })
}

impl Slice {
    /// How many transactions it takes to write.
    pub fn parts(&self) -> usize {
        self.pages.len().div_ceil(PAGES_AT_ONCE).max(1)
    }

    /// Writes a part of it, the first being 0, where the run is still being made from there; says whether. Until the last
    /// part is written, the slice is as if it had not been made. With the last of all the run takes the place of those it was
    /// made of.
    pub fn write(&self, db: &Connection, part: usize) -> Result<bool, StoreError> {
        let current =
            runs(db, RunState::Made)?.contains(&self.target) && mark(db, "merged")? == self.from.0.cast_signed();
        if !current || changed_since(db, self.seen, [self.target.first, self.target.last])? {
            return Ok(false);
        }
        for (id, body) in self.pages.iter().skip(part * PAGES_AT_ONCE).take(PAGES_AT_ONCE) {
            write_page(db, *id, body)?;
        }
        if part + 1 < self.parts() {
            return Ok(true);
        }
        if self.to == BEHIND_ALL {
            let sources = sources_of(db, &self.target)?;
            set_state(db, &self.target, RunState::Live)?;
            sources.iter().try_for_each(|run| set_state(db, run, RunState::Dead))?;
        }
        set_mark(db, "merged", self.to.0.cast_signed())?;
        Ok(true)
    }
}

/// The lists of a run, in the order of their terms.
struct Reader<'a> {
    rows: Rows<'a>,
    id: PageId,
    body: Vec<u8>,
    next: Next,
}

#[derive(Clone, Copy)]
enum Next {
    /// A list of a small page: its term and where its places lie on the page.
    Small {
        key: TermKey,
        from: usize,
        to: usize,
    },
    /// The parts of a long list, of which this page is the first.
    Long(TermKey),
    Nothing,
}

impl<'a> Reader<'a> {
    fn begin(db: &Connection, run: &Run, statement: &'a mut Statement<'_>, from: TermKey) -> Result<Self, StoreError> {
        let own = PageId::of(run.number, from);
        let start = page_before(db, run, own, |id, _| Ok(id))?.unwrap_or(own);
        let rows = statement.query([start.0, run.pages()[1]])?;
        let mut reader = Self { rows, id: own, body: Vec::new(), next: Next::Nothing };
        reader.next_page()?;
        while reader.upcoming().is_some_and(|key| key < from) {
            reader.skip()?;
        }
        Ok(reader)
    }

    /// The term of the next list.
    fn upcoming(&self) -> Option<TermKey> {
        match self.next {
            Next::Small { key, .. } | Next::Long(key) => Some(key),
            Next::Nothing => None,
        }
    }

    /// Appends the places of the next list, each so much further on.
    fn take(&mut self, places: &mut Vec<u64>, shift: u64) -> Result<(), StoreError> {
        match self.next {
            Next::Small { key, from, to } => {
                page::extend(places, &self.body[from..to], shift);
                self.next_on_page(key, to)
            }
            Next::Long(key) => {
                self.part(places, shift)?;
                while self.load()? && self.id.key() == key && page::is_later_part(&self.body) {
                    self.part(places, shift)?;
                }
                self.at_beginning()
            }
            Next::Nothing => Ok(()),
        }
    }

    fn skip(&mut self) -> Result<(), StoreError> {
        match self.next {
            Next::Small { key, to, .. } => self.next_on_page(key, to),
            Next::Long(_) => self.next_page(),
            Next::Nothing => Ok(()),
        }
    }

    fn part(&self, places: &mut Vec<u64>, shift: u64) -> Result<(), StoreError> {
        if let IndexPage::First { places: bytes, .. } | IndexPage::More { places: bytes } = page::read(&self.body)? {
            page::extend(places, bytes, shift);
        }
        Ok(())
    }

    /// Loads the next page; the body is empty behind the last one.
    fn load(&mut self) -> Result<bool, StoreError> {
        self.body.clear();
        let Some(row) = self.rows.next()? else { return Ok(false) };
        self.id = PageId(row.get(0)?);
        self.body.extend_from_slice(row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?);
        Ok(true)
    }

    fn next_page(&mut self) -> Result<(), StoreError> {
        self.load()?;
        self.at_beginning()
    }

    /// Looks at the page that has been loaded; parts of a list whose beginning lies before the start are passed over.
    fn at_beginning(&mut self) -> Result<(), StoreError> {
        loop {
            if self.body.is_empty() {
                self.next = Next::Nothing;
                return Ok(());
            }
            match page::read(&self.body)? {
                IndexPage::Small(_) => return self.next_on_page(TermKey(0), page::HEAD),
                IndexPage::First { .. } => {
                    self.next = Next::Long(self.id.key());
                    return Ok(());
                }
                IndexPage::More { .. } => self.load().map(drop)?,
            }
        }
    }

    /// The list behind a place on a small page, after a term.
    fn next_on_page(&mut self, before: TermKey, at: usize) -> Result<(), StoreError> {
        match page::entry_at(&self.body, before, at) {
            Some((key, from, to)) => {
                self.next = Next::Small { key, from, to };
                Ok(())
            }
            None => self.next_page(),
        }
    }
}

/// Removes some pages of a dead run, and the run with the last of them.
pub(super) fn purge(db: &Connection, run: &Run) -> Result<(), StoreError> {
    let [first, last] = run.pages();
    let sql = "DELETE FROM search_page WHERE id IN (SELECT id FROM search_page WHERE id BETWEEN ?1 AND ?2 LIMIT ?3)";
    let most = i64::try_from(PAGES_AT_ONCE).unwrap_or(i64::MAX);
    let removed = db.prepare_cached(sql)?.execute(params![first, last, most])?;
    if removed < PAGES_AT_ONCE {
        db.prepare_cached("DELETE FROM search_run WHERE run = ?1")?.execute([run.number])?;
    }
    Ok(())
}
