//! Making a run of members that are new to the index. Their terms are made without holding anybody up; what is done under
//! the write lock is the writing of finished pages.

use super::super::error::StoreError;
use super::page::{PageId, Pages};
use super::run::{RunState, SeenUpTo, begin_run, changed_since, free_number, mark, set_mark, write_page};
use crate::domain::terms::fields::Fields;
use crate::domain::terms::hash::{KEY_BITS, TermKey};
use crate::domain::terms::index::Terms;
use rusqlite::{Connection, params};

/// Bits of a posting below its term: a run covers fewer members than two to this.
const PLACE_BITS: u32 = u64::BITS - KEY_BITS;

/// A run is made of members whose fields have so many bytes together, at most: long ones have many terms.
const MOST_BYTES: usize = 2 << 20;

/// What the index needs of one member's row.
struct Person {
    place: u64,
    fields: [String; 4],
}

/// A run of new members, ready to be written.
#[derive(Debug)]
pub(super) struct NewRun {
    number: i64,
    first: i64,
    last: i64,
    pages: Vec<(PageId, Vec<u8>)>,
    /// How far the file went when the members were read.
    seen: SeenUpTo,
}

/// Makes a run of the next members above the mark, `most` at most. `None` where nobody is above it, or no run number free.
pub(super) fn new_run(db: &Connection, most: i64) -> Result<Option<NewRun>, StoreError> {
    let (through, seen) = (mark(db, "through")?, SeenUpTo::now(db)?);
    let people = next_people(db, through, most)?;
    let (Some(last), Some(number)) = (people.last(), free_number(db)?) else { return Ok(None) };
    let (first, last) = (through + 1, through.saturating_add_unsigned(last.place) + 1);
    let sorted = by_term(postings(&people)?);
    let mut pages = Pages::of_run(number);
    let mut places = Vec::new();
    for list in sorted.chunk_by(|a, b| a >> PLACE_BITS == b >> PLACE_BITS) {
        places.clear();
        places.extend(list.iter().map(|posting| posting & ((1 << PLACE_BITS) - 1)));
        pages.add(TermKey(list[0] >> PLACE_BITS), &places);
    }
    Ok(Some(NewRun { number, first, last, pages: pages.end(), seen }))
}

fn next_people(db: &Connection, through: i64, most: i64) -> Result<Vec<Person>, StoreError> {
    let mut statement =
        db.prepare_cached("SELECT id, no, name, phone, email FROM member WHERE id > ?1 ORDER BY id LIMIT ?2")?;
    let mut rows = statement.query(params![through, most])?;
    let (mut people, mut bytes) = (Vec::new(), 0);
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let fields: [String; 4] = [row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?];
        bytes += fields.iter().map(String::len).sum::<usize>();
        let place = (id - through - 1).cast_unsigned();
        people.push(Person { place, fields });
        // Ids with great gaps between them would leave the range of places.
        if bytes >= MOST_BYTES || place >> (PLACE_BITS - 1) > 0 {
            break;
        }
    }
    Ok(people)
}

impl NewRun {
    /// Writes it, where nobody has taken these members in or changed one of them since they were read; says whether.
    pub fn write(&self, db: &Connection) -> Result<bool, StoreError> {
        let members = [self.first, self.last];
        let next = mark(db, "through")? == self.first - 1 && free_number(db)? == Some(self.number);
        if !next || changed_since(db, self.seen, members)? {
            return Ok(false);
        }
        begin_run(db, self.number, members, RunState::Live)?;
        self.pages.iter().try_for_each(|(id, body)| write_page(db, *id, body))?;
        set_mark(db, "through", self.last)?;
        Ok(true)
    }
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
