//! Making runs: of members that are new to the index, and of runs that have become many.

use super::super::error::StoreError;
use super::page::{self, Page, PageId, Writer};
use super::run::{Run, RunState, begin_run, mark, runs, set_mark, set_state, write_page};
use crate::domain::terms::fields::Fields;
use crate::domain::terms::hash::{KEY_BITS, TermKey};
use crate::domain::terms::index::Terms;
use rusqlite::{Connection, Rows, params};

/// Bits of a posting below its term: a run covers fewer members than two to this.
const PLACE_BITS: u32 = u64::BITS - KEY_BITS;

/// Postings that one slice of merging writes, about: the write lock is held for some 100 ms.
const MERGE_SLICE: usize = 2_500_000;

/// Pages that one slice removes.
const PURGE_SLICE: i64 = 2_000;

/// What the index needs of one member's row.
struct Person {
    place: u64,
    fields: [String; 4],
}

/// Makes a run of the next members above the mark, `most` at most. Does nothing where no run number is free.
pub(super) fn take_in(db: &Connection, most: i64) -> Result<(), StoreError> {
    let through = mark(db, "through")?;
    let mut statement =
        db.prepare_cached("SELECT id, no, name, phone, email FROM member WHERE id > ?1 ORDER BY id LIMIT ?2")?;
    let mut last = through;
    let mut people = Vec::new();
    let mut rows = statement.query(params![through, most])?;
    while let Some(row) = rows.next()? {
        last = row.get(0)?;
        let fields = [row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?];
        people.push(Person { place: (last - through - 1).cast_unsigned(), fields });
        // Ids with great gaps between them would leave the range of places.
        if people.last().is_some_and(|p| p.place >> (PLACE_BITS - 1) > 0) {
            break;
        }
    }
    if people.is_empty() {
        return Ok(());
    }
    let Some(run) = begin_run(db, through + 1, last, RunState::Live)? else { return Ok(()) };
    let sorted = by_term(postings(&people)?);
    let mut writer = Writer::new(run.number, |id, body: &[u8]| write_page(db, id, body));
    let mut places = Vec::new();
    for list in sorted.chunk_by(|a, b| a >> PLACE_BITS == b >> PLACE_BITS) {
        places.clear();
        places.extend(list.iter().map(|posting| posting & ((1 << PLACE_BITS) - 1)));
        writer.add(TermKey(list[0] >> PLACE_BITS), &places)?;
    }
    writer.flush()?;
    set_mark(db, "through", last)
}

/// Term and place of everything to be indexed, in one number each, in the order of places. Made by two threads: it takes as
/// long as all the rest.
fn postings(people: &[Person]) -> Result<Vec<u64>, StoreError> {
    let made = |people: &[Person]| {
        let mut terms = Terms::default();
        let mut out = Vec::with_capacity(people.len() * 100);
        for Person { place, fields: [no, name, phone, email] } in people {
            terms.make(&Fields::of(no, name, phone, email));
            out.extend(terms.keys().map(|key| key.0 << PLACE_BITS | place));
        }
        out
    };
    if people.len() < 256 {
        return Ok(made(people));
    }
    let (first, second) = people.split_at(people.len() / 2);
    std::thread::scope(|scope| {
        let later = scope.spawn(|| made(second));
        let mut all = made(first);
        all.extend(later.join().map_err(|_| StoreError::Sql("making terms failed".to_owned()))?);
        Ok(all)
    })
}

/// Sorts by term and keeps the order of places within each: a radix sort of three rounds, for which 36 bits are made.
fn by_term(mut from: Vec<u64>) -> Vec<u64> {
    const DIGIT: u32 = 12;
    const MASK: u64 = (1 << DIGIT) - 1;
    let mut to = vec![0; from.len()];
    for round in 0..KEY_BITS / DIGIT {
        let digit = |posting: u64| (posting >> (PLACE_BITS + round * DIGIT) & MASK) as usize;
        let mut starts = vec![0_usize; 1 << DIGIT];
        for posting in &from {
            starts[digit(*posting)] += 1;
        }
        let mut sum = 0;
        for start in &mut starts {
            (*start, sum) = (sum, sum + *start);
        }
        for posting in &from {
            let at = &mut starts[digit(*posting)];
            to[*at] = *posting;
            *at += 1;
        }
        std::mem::swap(&mut from, &mut to);
    }
    from
}

/// Begins to merge neighbouring live runs into one.
pub(super) fn begin_merge(db: &Connection, sources: &[Run]) -> Result<(), StoreError> {
    if let (Some(first), Some(last)) = (sources.first(), sources.last())
        && begin_run(db, first.first, last.last, RunState::Made)?.is_some()
    {
        set_mark(db, "merged", 0)?;
    }
    Ok(())
}

/// One slice of merging into a run; at the end it takes the place of those it was made of.
pub(super) fn merge(db: &Connection, target: &Run) -> Result<(), StoreError> {
    let from = TermKey(mark(db, "merged")?.cast_unsigned());
    let sources = runs(db, RunState::Live)?;
    let sources: Vec<Run> = sources.into_iter().filter(|r| target.first <= r.first && r.last <= target.last).collect();
    let mut statements = Vec::new();
    for _ in &sources {
        // Not from the cache: each is walked while the others are.
        statements.push(db.prepare("SELECT id, body FROM search_page WHERE id BETWEEN ?1 AND ?2 ORDER BY id")?);
    }
    let mut readers = Vec::new();
    for (run, statement) in sources.iter().zip(&mut statements) {
        readers.push(Reader::begin(db, run, statement, from)?);
    }
    let mut writer = Writer::new(target.number, |id, body: &[u8]| write_page(db, id, body));
    let (mut places, mut work) = (Vec::new(), 0);
    while let Some(key) = readers.iter().filter_map(|r| r.list.as_ref().map(|list| list.0)).min() {
        if work >= MERGE_SLICE {
            writer.flush()?;
            return set_mark(db, "merged", key.0.cast_signed());
        }
        places.clear();
        for (run, reader) in sources.iter().zip(&mut readers) {
            if let Some((_, list)) = reader.list.take_if(|(k, _)| *k == key) {
                let shift = (run.first - target.first).cast_unsigned();
                places.extend(list.iter().map(|place| place + shift));
                reader.next()?;
            }
        }
        // A term costs about as much as some members of its list.
        work += places.len() + 8;
        writer.add(key, &places)?;
    }
    writer.flush()?;
    set_state(db, target, RunState::Live)?;
    sources.iter().try_for_each(|run| set_state(db, run, RunState::Dead))
}

/// The lists of a run, in the order of their terms.
struct Reader<'a> {
    rows: Rows<'a>,
    /// Lists of the page being read that are still to come, the last first.
    page: Vec<(TermKey, Vec<u64>)>,
    /// The next list.
    list: Option<(TermKey, Vec<u64>)>,
}

impl<'a> Reader<'a> {
    fn begin(
        db: &Connection,
        run: &Run,
        statement: &'a mut rusqlite::Statement<'_>,
        from: TermKey,
    ) -> Result<Self, StoreError> {
        let own = PageId::of(run.number, from);
        let start = super::run::page_before(db, run, own, |id, _| Ok(id))?.unwrap_or(own);
        let rows = statement.query([start.0, run.pages()[1]])?;
        let mut reader = Self { rows, page: Vec::new(), list: None };
        reader.next()?;
        while reader.list.as_ref().is_some_and(|(key, _)| *key < from) {
            reader.next()?;
        }
        Ok(reader)
    }

    /// Goes to the next list. The parts of a long one are put together.
    fn next(&mut self) -> Result<(), StoreError> {
        self.list = self.page.pop();
        while self.list.is_none() || self.page.is_empty() {
            let Some(row) = self.rows.next()? else { return Ok(()) };
            let id = PageId(row.get(0)?);
            let body = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
            match page::read(body)? {
                Page::Small(entries) => {
                    self.page = entries.map(|e| (e.key, page::places(e.places).collect())).collect();
                    self.page.reverse();
                }
                Page::First { places, .. } => self.page.push((id.key(), page::places(places).collect())),
                Page::More { places } => match &mut self.list {
                    Some((key, list)) if *key == id.key() => list.extend(page::places(places)),
                    // The rest of a list whose beginning lies before the start.
                    _ => {}
                },
            }
            if self.list.is_none() {
                self.list = self.page.pop();
            }
        }
        Ok(())
    }
}

/// Removes some pages of a dead run, and the run with the last of them.
pub(super) fn purge(db: &Connection, run: &Run) -> Result<(), StoreError> {
    let [first, last] = run.pages();
    let sql = "DELETE FROM search_page WHERE id IN (SELECT id FROM search_page WHERE id BETWEEN ?1 AND ?2 LIMIT ?3)";
    let removed = db.prepare_cached(sql)?.execute(params![first, last, PURGE_SLICE])?;
    if removed == 0 {
        db.prepare_cached("DELETE FROM search_run WHERE run = ?1")?.execute([run.number])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn postings_are_sorted_by_term_and_keep_the_order_of_places() {
        let terms = [9_u64, 1 << 35, 3, 9, 4_096, 3, (1 << 36) - 1];
        let mut postings: Vec<u64> = (0..).zip(terms).map(|(place, term)| term << PLACE_BITS | place).collect();
        let sorted = by_term(postings.clone());
        postings.sort_unstable();
        assert_eq!(sorted, postings);
    }
}
