//! What a change leaves behind: nothing of what was, in any byte of the file.

use super::super::change;
use super::people::people;
use super::{add_rows, found, person, tend_all};
use crate::domain::member::Profile;
use crate::domain::num::MemberId;
use crate::store::Store;
use rstest::rstest;

const PLANTED: &str = "龘靐齾";

/// Whether bytes stand anywhere in the store's files.
fn stands(path: &std::path::Path, what: &str) -> bool {
    let folder = path.parent().unwrap();
    std::fs::read_dir(folder).unwrap().any(|file| {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        bytes.windows(what.len()).any(|w| w == what.as_bytes())
    })
}

fn planted() -> Profile {
    person("M77777777", PLANTED, "19998887776", "quetzalcoatl@xylophone-vortex.example")
}

#[rstest]
#[case::among_few(3, false)]
#[case::among_many(2_500, false)]
#[case::in_merged_segments(6_000, true)]
fn an_erased_member_leaves_no_term(#[case] others: usize, #[case] merged: bool) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let store = Store::create(&path).unwrap();
    let (mut first, planted) = (people(6, others), planted());
    let second = first.split_off(others / 2);
    add_rows(&store, &first);
    tend_all(&store);
    add_rows(&store, std::slice::from_ref(&planted));
    tend_all(&store);
    add_rows(&store, &second);
    tend_all(&store);
    if merged {
        store.db.execute("INSERT INTO search_ft (search_ft) VALUES ('optimize')", []).unwrap();
    }
    let id = MemberId(i64::try_from(others / 2).unwrap() + 1);
    assert_eq!(found(&store, "quetzal"), [id]);
    store.db.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    let pieces = ["龘靐", "靐齾", "龘", "@xylophone-v", "uet", "9998", "8887", "77777777", "=q"];
    assert!(stands(&path, "xylophone-v") && stands(&path, "龘靐"));

    let tx = store.db.unchecked_transaction().unwrap();
    change(&tx, id, &planted, &planted.tombstone()).unwrap();
    tx.execute("UPDATE member SET name = '', phone = '', email = '' WHERE id = ?1", [id.0]).unwrap();
    tx.commit().unwrap();
    store.db.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    for piece in &pieces[..4] {
        assert!(!stands(&path, piece), "{piece} stands in the file");
    }
    assert_eq!(found(&store, "quetzal"), []);
    assert_eq!(found(&store, "19998887776"), []);
    assert_eq!(found(&store, "M77777777"), [id]);
}

#[test]
fn an_edit_of_one_field_leaves_the_others_findable_and_the_counters_right() {
    let store = super::store_of(&people(6, 400));
    let old = people(6, 400).remove(9);
    let new = Profile { phone: "15500001111".to_owned(), ..old.clone() };
    let before: i64 = store.db.query_row("SELECT sum(n) FROM search_count", [], |r| r.get(0)).unwrap();
    change(&store.db, MemberId(10), &old, &new).unwrap();
    store.db.execute("UPDATE member SET phone = '15500001111' WHERE id = 10", []).unwrap();
    assert_eq!(found(&store, "15500001111"), [MemberId(10)]);
    change(&store.db, MemberId(10), &new, &old).unwrap();
    let after: i64 = store.db.query_row("SELECT sum(n) FROM search_count", [], |r| r.get(0)).unwrap();
    assert_eq!(before, after);
    store.db.execute("INSERT INTO search_ft (search_ft) VALUES ('integrity-check')", []).unwrap();
}
