//! What people do to a file while it is open here.

use crate::store::place::{INDEX, LOG, beside};
use crate::store::{Store, StoreError};
use rstest::rstest;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A file with 1 saved as `x`, in its log alone.
fn open(folder: &TempDir) -> (PathBuf, Store) {
    let path = folder.path().join("shop.db");
    let mut store = Store::create(&path).unwrap();
    store.write(|tx| tx.set_meta("x", 1)).unwrap();
    (path, store)
}

/// What is saved as `x` in the file itself, whatever lies beside it.
fn in_the_file_alone(path: &Path) -> i64 {
    let folder = TempDir::new().unwrap();
    let copy = folder.path().join("copy.db");
    fs::copy(path, &copy).unwrap();
    Store::open(&copy).unwrap().meta("x").unwrap()
}

fn is_log_gone<T>(answer: &Result<T, StoreError>) -> bool {
    matches!(answer, Err(StoreError::LogGone { is_home: true, .. }))
}

fn delete(path: &Path, suffix: &str) {
    fs::remove_file(beside(path, suffix)).unwrap();
}

/// Another file with the same bytes.
fn replace(path: &Path, suffix: &str) {
    let (log, copy) = (beside(path, suffix), beside(path, ".copy"));
    fs::copy(&log, &copy).unwrap();
    fs::rename(&copy, &log).unwrap();
}

#[rstest]
#[case::log_deleted(|path: &Path| delete(path, LOG))]
#[case::index_deleted(|path: &Path| delete(path, INDEX))]
#[case::both_deleted(|path: &Path| {
    delete(path, LOG);
    delete(path, INDEX);
})]
#[case::log_replaced(|path: &Path| replace(path, LOG))]
#[case::index_replaced(|path: &Path| replace(path, INDEX))]
fn a_log_that_is_taken_away_takes_nothing_along(#[case] away: fn(&Path)) {
    let folder = TempDir::new().unwrap();
    let (path, mut store) = open(&folder);
    let mut beside_it = Store::open(&path).unwrap();
    away(&path);
    assert!(is_log_gone(&store.data_version()));
    assert_eq!(in_the_file_alone(&path), 1, "what was saved is in the file");
    for store in [&mut store, &mut beside_it] {
        let asked = store.write(|tx| tx.set_meta("x", 2));
        assert!(is_log_gone(&asked), "{asked:?}");
    }
    drop((store, beside_it));
    let mut again = Store::open(&path).unwrap();
    assert_eq!(again.meta("x").unwrap(), 1);
    again.write(|tx| tx.set_meta("x", 3)).unwrap();
}

#[rstest]
#[case::deleted(|path: &Path| delete(path, LOG))]
#[case::replaced(|path: &Path| replace(path, LOG))]
fn what_is_saved_while_the_log_is_taken_away_is_saved(#[case] away: fn(&Path)) {
    let folder = TempDir::new().unwrap();
    let (path, mut store) = open(&folder);
    let saved = store.write(|tx| {
        tx.set_meta("x", 2)?;
        away(&path);
        Ok::<_, StoreError>(())
    });
    assert!(saved.is_ok(), "{saved:?}");
    assert_eq!(in_the_file_alone(&path), 2);
    assert!(is_log_gone(&store.write(|tx| tx.set_meta("x", 3))));
}

#[test]
fn what_lay_in_the_place_of_a_log_is_kept_by_a_name_that_is_said() {
    let folder = TempDir::new().unwrap();
    let (path, store) = open(&folder);
    let log = beside(&path, LOG);
    fs::write(beside(&path, ".other"), "another log").unwrap();
    fs::rename(beside(&path, ".other"), &log).unwrap();
    let named = beside(&log, ".other-1");
    for _ in 0..2 {
        let told = store.data_version();
        assert!(matches!(told, Err(StoreError::LogGone { aside: Some(ref aside), .. }) if *aside == named), "{told:?}");
    }
    drop(store);
    assert_eq!(fs::read_to_string(&named).unwrap(), "another log");
    assert_eq!(Store::open(&path).unwrap().meta("x").unwrap(), 1);
}

/// Bytes of a log of another file, longer than ours.
fn foreign_log(folder: &TempDir) -> Vec<u8> {
    let other = folder.path().join("other.db");
    let mut store = Store::create(&other).unwrap();
    (0..40).for_each(|n| store.write(|tx| tx.set_meta("x", n)).unwrap());
    fs::read(beside(&other, LOG)).unwrap()
}

#[rstest]
#[case::emptied(|_: &[u8]| Vec::new())]
#[case::cut(|log: &[u8]| log[..8_000].to_vec())]
#[case::zeroed(|log: &[u8]| vec![0; log.len()])]
#[case::with_another_beginning(|log: &[u8]| [&[7; 32], &log[32..]].concat())]
fn a_log_that_is_written_over_in_its_place_is_noticed(#[case] spoil: fn(&[u8]) -> Vec<u8>) {
    let folder = TempDir::new().unwrap();
    let (path, mut store) = open(&folder);
    store.checkpoint_idle().unwrap();
    let mut beside_it = Store::open(&path).unwrap();
    (2..9).for_each(|n| beside_it.write(|tx| tx.set_meta("x", n)).unwrap());
    assert!(store.data_version().is_ok() && beside_it.data_version().is_ok());
    let (log, before) = (beside(&path, LOG), fs::read(&path).unwrap());
    fs::write(&log, spoil(&fs::read(&log).unwrap())).unwrap();
    for store in [&mut store, &mut beside_it] {
        let asked = store.write(|tx| tx.set_meta("x", 2));
        assert!(matches!(asked, Err(StoreError::LogSpoiled { is_home: false, .. })), "{asked:?}");
        assert!(store.checkpoint_idle().is_err());
    }
    drop((store, beside_it));
    assert!(fs::read(&path).unwrap() == before, "nothing of it came into the file");
    let again = Store::open(&path).unwrap();
    assert!((1..8).contains(&again.meta("x").unwrap()));
    let sound: String = again.raw().query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(sound, "ok");
}

#[test]
fn the_log_of_another_file_is_kept_by_a_name_that_is_said_and_never_brought_home() {
    let folder = TempDir::new().unwrap();
    let (path, mut store) = open(&folder);
    store.checkpoint_idle().unwrap();
    store.write(|tx| tx.set_meta("x", 2)).unwrap();
    assert!(store.data_version().is_ok());
    let (log, foreign) = (beside(&path, LOG), foreign_log(&folder));
    fs::write(&log, &foreign).unwrap();
    let named = beside(&log, ".other-1");
    for _ in 0..2 {
        let asked = store.write(|tx| tx.set_meta("x", 3));
        assert!(
            matches!(asked, Err(StoreError::LogSpoiled { aside: Some(ref aside), .. }) if *aside == named),
            "{asked:?}"
        );
    }
    drop(store);
    assert!(fs::read(&named).unwrap() == foreign);
    assert_eq!(Store::open(&path).unwrap().meta("x").unwrap(), 1);
}

#[test]
fn a_log_that_others_begin_anew_is_no_strange_one() {
    let folder = TempDir::new().unwrap();
    let (path, mut store) = open(&folder);
    let mut beside_it = Store::open(&path).unwrap();
    for n in 0..30 {
        let (writes, looks) = if n % 3 == 0 { (&mut store, &beside_it) } else { (&mut beside_it, &store) };
        looks.data_version().unwrap();
        writes.truncate_log().unwrap();
        writes.write(|tx| tx.set_meta("x", n)).unwrap();
        looks.data_version().unwrap();
        writes.checkpoint_idle().unwrap();
        writes.data_version().unwrap();
    }
}

#[test]
fn a_second_name_that_comes_later_is_noticed_and_nothing_is_written_meanwhile() {
    let folder = TempDir::new().unwrap();
    let (path, mut store) = open(&folder);
    let other = folder.path().join("other.db");
    fs::hard_link(&path, &other).unwrap();
    assert!(matches!(store.data_version(), Err(StoreError::ManyNames(ref of)) if *of == path));
    assert!(matches!(store.write(|tx| tx.set_meta("x", 2)), Err(StoreError::ManyNames(_))));
    fs::remove_file(&other).unwrap();
    store.write(|tx| tx.set_meta("x", 3)).unwrap();
}

#[test]
fn nobody_begins_a_second_log_beside_one_that_is_in_use() {
    let folder = TempDir::new().unwrap();
    let (path, store) = open(&folder);
    delete(&path, LOG);
    let second = Store::open(&path).err();
    assert!(matches!(second, Some(StoreError::LogMissing(ref of)) if *of == path), "{second:?}");
    drop(store);
    assert!(Store::open(&path).is_ok(), "nobody has it open any more");
}

#[rstest]
#[case::another_ledger(true)]
#[case::nothing(false)]
fn bytes_of_another_file_are_recognised_and_left_as_they_are(#[case] is_ledger: bool) {
    let folder = TempDir::new().unwrap();
    let (path, mut store) = open(&folder);
    let other = folder.path().join("other.db");
    drop(Store::create(&other).unwrap());
    if !is_ledger {
        fs::write(&other, "no data file").unwrap();
    }
    store.checkpoint_idle().unwrap();
    store.write(|tx| tx.set_meta("x", 2)).unwrap();
    fs::copy(&other, &path).unwrap();
    let asked = store.write(|tx| tx.set_meta("x", 3));
    assert!(matches!(asked, Err(StoreError::Overwritten { path: ref of, .. }) if *of == path), "{asked:?}");
    assert!(matches!(store.must_not_be_replaced(), Err(StoreError::Overwritten { aside: Some(_), .. })));
    assert!(store.checkpoint_idle().is_err());
    drop(store);
    assert_eq!(fs::read(&path).unwrap(), fs::read(&other).unwrap(), "nothing of the old file came into it");
    assert!(!beside(&path, LOG).exists() && beside(&beside(&path, LOG), ".overwritten-1").exists());
}

#[test]
fn a_file_that_is_its_own_is_never_taken_for_another() {
    let folder = TempDir::new().unwrap();
    let (path, mut store) = open(&folder);
    let mut beside_it = Store::open(&path).unwrap();
    for n in 0..20 {
        let (writes, looks) = if n % 2 == 0 { (&mut store, &beside_it) } else { (&mut beside_it, &store) };
        writes.write(|tx| tx.set_meta("x", n)).unwrap();
        writes.truncate_log().unwrap();
        looks.data_version().unwrap();
        looks.must_not_be_replaced().unwrap();
    }
}

#[rstest]
#[case::moved(|path: &Path| fs::rename(path, path.with_extension("old")).unwrap())]
#[case::deleted(|path: &Path| fs::remove_file(path).unwrap())]
#[case::replaced(|path: &Path| {
    fs::rename(path, path.with_extension("old")).unwrap();
    fs::write(path, "another").unwrap();
})]
fn a_file_that_is_there_no_more_is_written_no_more(#[case] away: fn(&Path)) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("shop.db");
    let mut store = Store::create(&path).unwrap();
    assert!(store.data_version().is_ok());
    away(&path);
    let looked = store.data_version();
    assert!(matches!(looked, Err(StoreError::Replaced(ref gone)) if *gone == path), "{looked:?}");
    let is_another = path.exists();
    assert_eq!(store.must_not_be_replaced().is_err(), is_another);
    let asked = store.write(|tx| tx.set_meta("x", 1));
    assert!(matches!(asked, Err(StoreError::Replaced(_))), "{asked:?}");
}

#[test]
fn the_log_goes_with_the_file_it_belongs_to() {
    let folder = TempDir::new().unwrap();
    let [path, away, other] = ["shop.db", "away.db", "other.db"].map(|name| folder.path().join(name));
    let mut store = Store::create(&path).unwrap();
    store.write(|tx| tx.set_meta("x", 1)).unwrap();
    Store::create(&other).unwrap().write(|tx| tx.set_meta("x", 2)).unwrap();
    fs::rename(&path, &away).unwrap();
    fs::rename(&other, &path).unwrap();
    assert!(store.data_version().is_err());
    drop(store);
    assert_eq!([&away, &path].map(|file| Store::open(file).unwrap().meta("x").unwrap()), [1, 2]);
}

#[test]
fn a_file_that_comes_back_is_written_again() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("shop.db");
    let mut store = Store::create(&path).unwrap();
    let elsewhere = path.with_extension("old");
    fs::rename(&path, &elsewhere).unwrap();
    assert!(store.write(|tx| tx.set_meta("x", 1)).is_err());
    fs::rename(&elsewhere, &path).unwrap();
    store.write(|tx| tx.set_meta("x", 1)).unwrap();
    assert_eq!(store.meta("x").unwrap(), 1);
}

#[test]
fn a_file_is_watched_where_a_link_leads_to() {
    let folder = TempDir::new().unwrap();
    let (path, mut store) = open(&folder);
    let link = folder.path().join("link.db");
    std::os::unix::fs::symlink(&path, &link).unwrap();
    let mut by_link = Store::open(&link).unwrap();
    assert!(by_link.data_version().is_ok());
    by_link.write(|tx| tx.set_meta("x", 2)).unwrap();
    store.write(|tx| tx.set_meta("x", 3)).unwrap();
    delete(&path, LOG);
    assert!(is_log_gone(&by_link.data_version()));
    assert_eq!(in_the_file_alone(&path), 3);
}

#[test]
fn what_is_no_log_under_a_logs_name_is_left_alone() {
    let folder = TempDir::new().unwrap();
    let (path, store) = open(&folder);
    drop(store);
    let stranger = beside(&path, LOG);
    fs::copy(&path, &stranger).unwrap();
    let opened = Store::open(&path).map(|_| ());
    assert!(
        matches!(opened, Err(StoreError::LogLeft(ref log)) if log.file_name() == stranger.file_name()),
        "{opened:?}"
    );
    assert_eq!(fs::read(&stranger).unwrap(), fs::read(&path).unwrap());
}
