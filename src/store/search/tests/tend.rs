//! Taking members in by slices, merging, making the index anew.

use super::people::people;
use super::{add_rows, found, person, store_of, tend_all};
use crate::domain::num::MemberId;
use crate::store::Store;

fn dump(store: &Store) -> (Vec<(String, i64)>, Vec<(String, i64)>) {
    let all = |sql: &str| {
        let mut statement = store.db.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        rows.collect::<Result<Vec<_>, _>>().unwrap()
    };
    (all("SELECT term, doc FROM search_vocab"), all("SELECT term, n FROM search_count"))
}

#[test]
fn slices_and_a_rebuild_make_the_same_index() {
    let people = people(12, 700);
    let whole = store_of(&people);
    let pieces = Store::open_in_memory().unwrap();
    for part in people.chunks(40) {
        add_rows(&pieces, part);
        tend_all(&pieces);
    }
    assert_eq!(dump(&pieces), dump(&whole));
    let tx = pieces.db.unchecked_transaction().unwrap();
    pieces.rebuild_search().unwrap();
    tx.commit().unwrap();
    assert_eq!(dump(&pieces), dump(&whole));
}

#[test]
fn the_counters_count_what_the_index_holds() {
    let (vocabulary, counts) = dump(&store_of(&people(12, 700)));
    let listed = |term: &str| vocabulary.iter().find(|(t, _)| t == term).map(|(_, n)| *n);
    // Three digits inside a run are counted and have no list of their own.
    let wrong: Vec<_> = counts.iter().filter(|(t, n)| !t.starts_with('3') && listed(t) != Some(*n)).collect();
    assert_eq!(wrong, Vec::<&(String, i64)>::new());
}

#[test]
fn few_new_members_are_indexed_at_once_and_many_are_left_for_later() {
    let store = store_of(&people(12, 10));
    add_rows(&store, &[person("N1", "龘", "", "")]);
    super::super::take_in_few(&store.db).unwrap();
    assert_eq!(super::super::mark(&store.db, "through").unwrap(), 11);
    let many: Vec<_> = (0..100).map(|n| person(&format!("X{n}"), "李", "", "")).collect();
    add_rows(&store, &many);
    super::super::take_in_few(&store.db).unwrap();
    assert_eq!(super::super::mark(&store.db, "through").unwrap(), 11);
    assert_eq!(found(&store, "龘"), [MemberId(11)]);
}

#[test]
fn many_small_segments_are_merged_when_there_is_time() {
    let store = Store::open_in_memory().unwrap();
    for part in people(12, 200).chunks(10) {
        add_rows(&store, part);
        let tx = store.db.unchecked_transaction().unwrap();
        super::super::take_in_few(&tx).unwrap();
        tx.commit().unwrap();
    }
    let segments = || super::super::tend::segments(&store.db).unwrap();
    assert_eq!(segments(), 20);
    tend_all(&store);
    assert!(segments() < 9, "{}", segments());
    assert!(!store.tend_search().unwrap());
}

#[test]
fn an_index_of_other_terms_is_made_again() {
    let people = people(12, 50);
    let store = store_of(&people);
    let before = dump(&store);
    store
        .db
        .execute_batch("UPDATE search_mark SET n = 999 WHERE k = 'terms_version'; DELETE FROM search_count")
        .unwrap();
    tend_all(&store);
    assert_eq!(dump(&store), before);
}

#[test]
fn a_search_can_be_interrupted() {
    let store = store_of(&people(12, 3_000));
    let handle = store.interrupt_handle();
    let stop = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                handle.interrupt();
            }
        });
        let query = crate::domain::terms::word::Query::parse("4 5 6 7 x");
        let interrupted =
            (0..500).any(|_| matches!(store.search(&query, 50), Err(crate::store::StoreError::Interrupted)));
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
        assert!(interrupted);
    });
}
