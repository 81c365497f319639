//! What a change leaves behind: nothing of what was, in any byte of the file.

use super::super::change;
use super::super::maintain::take_in;
use super::super::run::{RunState, runs};
use super::people::people;
use super::tend::dump;
use super::{add_rows, found, person, tend_all};
use crate::domain::member::Profile;
use crate::domain::num::MemberId;
use crate::store::Store;
use rstest::rstest;
use rusqlite::params;

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
#[case::among_few(3)]
#[case::among_many(2_500)]
fn an_erased_member_leaves_no_byte(#[case] others: usize) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let store = Store::create(&path).unwrap();
    let (mut first, planted) = (people(6, others), planted());
    let second = first.split_off(others / 2);
    for part in [&first[..], std::slice::from_ref(&planted), &second] {
        add_rows(&store, part);
        tend_all(&store);
    }
    let id = MemberId(i64::try_from(others / 2).unwrap() + 1);
    assert_eq!(found(&store, "quetzal"), [id]);
    store.db.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    assert!(stands(&path, "xylophone-v") && stands(&path, PLANTED));

    let tx = store.db.unchecked_transaction().unwrap();
    change(&tx, id, &planted, &planted.tombstone()).unwrap();
    tx.execute("UPDATE member SET name = '', phone = '', email = '' WHERE id = ?1", [id.0]).unwrap();
    tx.commit().unwrap();
    store.db.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    for piece in [&PLANTED[..6], "xylophone-v", "quetzal", "9998887776"] {
        assert!(!stands(&path, piece), "{piece} stands in the file");
    }
    assert_eq!(found(&store, "quetzal"), []);
    assert_eq!(found(&store, "19998887776"), []);
    assert_eq!(found(&store, "M77777777"), [id]);
}

#[rstest]
#[case::in_lists_of_few(400)]
#[case::in_long_lists(9_000)]
fn what_changes_is_exchanged_in_place(#[case] n: usize) {
    let people = people(6, n);
    let store = super::store_of(&people);
    let before = dump(&store);
    // The first, the last and some between: beginnings and ends of lists and their parts.
    for at in [0, n / 3, n / 2, n - 1] {
        let (id, old) = (MemberId(i64::try_from(at).unwrap() + 1), &people[at]);
        let new = planted();
        change(&store.db, id, old, &new).unwrap();
        let update = "UPDATE member SET no = ?2, name = ?3, phone = ?4, email = ?5 WHERE id = ?1";
        let write =
            |p: &Profile| store.db.execute(update, params![id.0, p.member_no, p.name, p.phone, p.email]).unwrap();
        write(&new);
        assert_eq!(found(&store, "quetzalcoatl"), [id]);
        assert_eq!(found(&store, "M77777777"), [id]);
        assert_ne!(dump(&store), before);
        change(&store.db, id, &new, old).unwrap();
        write(old);
        assert_eq!(dump(&store), before);
    }
}

#[test]
fn a_change_during_a_merge_is_in_its_outcome() {
    let people = people(6, 900);
    let store = Store::open_in_memory().unwrap();
    for part in people.chunks(100) {
        add_rows(&store, part);
        let tx = store.db.unchecked_transaction().unwrap();
        take_in(&tx, 4_096).unwrap();
        tx.commit().unwrap();
    }
    // Merging has begun.
    store.maintain_search().unwrap();
    assert_eq!(runs(&store.db, RunState::Made).unwrap().len(), 1);
    change(&store.db, MemberId(450), &people[449], &planted()).unwrap();
    let sql = "UPDATE member SET no = 'M77777777', name = ?1, phone = '19998887776', email = ?2 WHERE id = 450";
    store.db.execute(sql, params![planted().name, planted().email]).unwrap();
    tend_all(&store);
    assert_eq!(found(&store, "xylophone-vortex"), [MemberId(450)]);
    let merged = dump(&store);
    store.rebuild_search().unwrap();
    assert_eq!(dump(&store), merged);
}
