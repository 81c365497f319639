//! Taking members in by slices, merging, making the index anew.

use super::super::ask::{IndexReader, Lists};
use super::super::maintain::take_in;
use super::super::page::{self, IndexPage, PageId};
use super::super::run::{RunState, mark, runs};
use super::super::{SlicePace, take_in_some};
use super::people::people;
use super::{add_rows, found, person, store_of, tend_all};
use crate::domain::num::MemberId;
use crate::domain::terms::hash::TermKey;
use crate::domain::terms::word::SearchQuery;
use crate::store::Store;
use rstest::rstest;
use std::collections::BTreeMap;

/// Every list of the index: term, members.
pub fn dump(store: &Store) -> BTreeMap<TermKey, Vec<i64>> {
    let mut all: BTreeMap<TermKey, Vec<i64>> = BTreeMap::new();
    for run in runs(&store.db, RunState::Live).unwrap() {
        let mut statement =
            store.db.prepare("SELECT id, body FROM search_page WHERE id BETWEEN ?1 AND ?2 ORDER BY id").unwrap();
        let pages =
            statement.query_map(run.pages(), |row| Ok((PageId(row.get(0)?), row.get::<_, Vec<u8>>(1)?))).unwrap();
        let mut add = |key: TermKey, places: &mut dyn Iterator<Item = u64>| {
            all.entry(key).or_default().extend(places.map(|place| run.first.saturating_add_unsigned(place)));
        };
        for (id, body) in pages.map(Result::unwrap) {
            match page::read(&body).unwrap() {
                IndexPage::Small(entries) => entries.for_each(|e| {
                    assert_eq!(e.n, page::places(e.places).count() as u64);
                    add(e.key, &mut page::places(e.places));
                }),
                IndexPage::First { places, .. } | IndexPage::More { places } => {
                    add(id.key(), &mut page::places(places));
                }
            }
        }
    }
    all
}

#[rstest]
#[case::small_slices(40)]
#[case::large_slices(300)]
fn slices_and_merges_and_a_rebuild_make_the_same_index(#[case] slice: usize) {
    let people = people(12, 2_000);
    let whole = store_of(&people);
    let pieces = Store::open_in_memory().unwrap();
    for part in people.chunks(slice) {
        add_rows(&pieces, part);
        let tx = pieces.db.unchecked_transaction().unwrap();
        take_in(&tx, 4_096).unwrap();
        tx.commit().unwrap();
        // Now and then there is time for something.
        pieces.maintain_search().unwrap();
    }
    tend_all(&pieces);
    assert_eq!(dump(&pieces), dump(&whole));
    assert!(runs(&pieces.db, RunState::Live).unwrap().len() < 8);
    assert_eq!(runs(&pieces.db, RunState::Dead).unwrap(), []);
    let tx = pieces.db.unchecked_transaction().unwrap();
    pieces.rebuild_search().unwrap();
    tx.commit().unwrap();
    assert_eq!(dump(&pieces), dump(&whole));
}

#[test]
fn lengths_are_those_of_the_lists() {
    let store = store_of(&people(12, 2_000));
    let ask = IndexReader::new(&store.db).unwrap();
    for (key, members) in dump(&store) {
        assert_eq!(ask.total(&vec![key]).unwrap(), members.len() as u64);
        let mut walked = Vec::new();
        let visit = |id| {
            walked.push(id);
            Ok(true)
        };
        ask.walk(&Lists::Term(key), visit).unwrap();
        assert_eq!(walked, members);
    }
}

#[test]
fn a_few_new_members_wait_and_many_do_not() {
    let store = store_of(&people(12, 100));
    let some = |names: std::ops::Range<usize>| {
        let all: Vec<_> = names.map(|n| person(&format!("N{n}"), "龘", "", "")).collect();
        add_rows(&store, &all);
        take_in_some(&store.db, 1).unwrap();
        mark(&store.db, "through").unwrap()
    };
    assert_eq!(some(0..1), 100);
    assert_eq!(found(&store, "龘"), [MemberId(101)]);
    assert_eq!(some(1..1_100), 1_124);
    take_in_some(&store.db, 5_000).unwrap();
    assert_eq!(store.search(&SearchQuery::parse("龘"), 5).unwrap().total, 1_100);
}

/// Rows of the index that a transaction may write or remove, each a page of the file: what holds up a console that waits for
/// the write lock. A new run has one of its own.
const PAGES_AT_MOST: u64 = 560;

#[rstest]
#[case::when_idle(SlicePace::Idle)]
#[case::beside_an_import(SlicePace::Beside)]
fn no_transaction_writes_more_than_some_hundreds_of_pages(#[case] pace: SlicePace) {
    let store = Store::open_in_memory().unwrap();
    let mut merged = 0;
    for part in people(12, 8_800).chunks(1_100) {
        add_rows(&store, part);
        while let Some(slice) = store.next_tending(pace).unwrap() {
            for part in 0..slice.parts() {
                let before = store.db.total_changes();
                assert!(store.write_tending(&slice, part).unwrap(), "nobody else is there");
                let changed = store.db.total_changes() - before;
                assert!(changed <= PAGES_AT_MOST, "{changed} rows in one transaction");
            }
        }
        let live = runs(&store.db, RunState::Live).unwrap();
        merged += usize::from(live.iter().any(|run| run.members() > 1_100));
        assert!(mark(&store.db, "through").unwrap() % 1_100 == 0, "nobody is left");
    }
    assert_eq!(merged > 0, pace == SlicePace::Idle, "eight runs are too many in idle moments alone");
}

#[test]
fn what_was_made_of_members_that_have_changed_is_not_written() {
    let people = people(12, 300);
    let store = store_of(&people[..100]);
    add_rows(&store, &people[100..]);
    let slice = store.next_tending(SlicePace::Idle).unwrap().unwrap();
    let event = |member: i64| {
        let sql = "INSERT INTO member_event (member, op, at, body) VALUES (?1, 1, 0, '')";
        store.db.execute(sql, [member]).unwrap();
    };
    event(7);
    event(301);
    let other = store.next_tending(SlicePace::Idle).unwrap().unwrap();
    event(107);
    assert!(!store.write_tending(&slice, 0).unwrap(), "one of them has an event since");
    assert!(!store.write_tending(&other, 0).unwrap());
    let again = store.next_tending(SlicePace::Idle).unwrap().unwrap();
    event(7);
    assert!(store.write_tending(&again, 0).unwrap(), "nobody of them has");
    assert!(!store.write_tending(&again, 0).unwrap(), "they are taken in already");
}

#[test]
fn an_index_of_other_terms_is_made_again() {
    let people = people(12, 50);
    let store = store_of(&people);
    let before = dump(&store);
    store
        .db
        .execute_batch("UPDATE search_mark SET n = 999 WHERE k = 'terms_version'; DELETE FROM search_page")
        .unwrap();
    tend_all(&store);
    assert_eq!(dump(&store), before);
}

#[test]
fn a_search_can_be_interrupted() {
    let store = store_of(&people(12, 3_000));
    let handle = store.interrupter();
    let stop = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                handle.interrupt();
            }
        });
        let query = SearchQuery::parse("4 5 6 7 x");
        let interrupted =
            (0..500).any(|_| matches!(store.search(&query, 50), Err(crate::store::StoreError::Interrupted)));
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
        assert!(interrupted);
    });
}
