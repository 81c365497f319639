//! The file itself: what is opened and what is refused, who may read it, and how a COMMIT can end.

use super::journal::OperationHeader;
use super::{Store, StoreError};
use crate::domain::day::{Day, Instant};
use crate::domain::operation::OpKind;
use rstest::rstest;
use rusqlite::Connection;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Barrier;
use std::{fs, thread};
use tempfile::TempDir;
use uuid::Uuid;

fn folder() -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("店.db");
    (folder, path)
}

fn error<T>(answer: Result<T, StoreError>) -> StoreError {
    answer.err().expect("must be refused")
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// Writes an operation of nothing and answers its id.
fn write(store: &mut Store, n: u128) -> Result<Uuid, StoreError> {
    let id = Uuid::from_u128(n);
    store.write(|tx| tx.entry(id)?.finish(&OperationHeader::new(OpKind::Export, Instant(1), Day(0), "x", 1)))?;
    Ok(id)
}

#[test]
fn a_file_is_made_once_and_opened_again() {
    let (_folder, path) = folder();
    let made = Store::create(&path).unwrap();
    let opened = Store::open(&path).unwrap();
    assert_eq!((made.store_id(), made.console_id()), (opened.store_id(), opened.console_id()));
    assert_ne!(made.store_id(), made.console_id());
    assert!(matches!(error(Store::create(&path)), StoreError::Exists(p) if p == path));
}

#[test]
fn what_is_not_there_is_said_to_be_missing_and_nothing_is_made() {
    let (_folder, path) = folder();
    assert!(matches!(error(Store::open(&path)), StoreError::Missing(p) if p == path));
    assert!(!path.exists());
}

#[rstest]
#[case::empty(b"".as_slice())]
#[case::short(b"hello".as_slice())]
#[case::garbage(&[0x5a; 8_192])]
#[case::nearly(b"SQLite format 3\0 and then something else entirely, long enough to be a header of a hundred bytes and more".as_slice())]
fn a_foreign_file_is_named_and_left_alone(#[case] bytes: &[u8]) {
    let (_folder, path) = folder();
    fs::write(&path, bytes).unwrap();
    assert!(matches!(error(Store::open(&path)), StoreError::Foreign(p) if p == path));
    assert_eq!(fs::read(&path).unwrap(), bytes);
    assert!(!beside(&path, "-wal").exists());
}

#[test]
fn another_programs_database_is_foreign_and_left_alone() {
    let (_folder, path) = folder();
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE t (a); INSERT INTO t VALUES (1)").unwrap();
    let before = fs::read(&path).unwrap();
    assert!(matches!(error(Store::open(&path)), StoreError::Foreign(_)));
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_folder_is_no_file() {
    let folder = TempDir::new().unwrap();
    assert!(matches!(error(Store::open(folder.path())), StoreError::NotOrdinary(_)));
    assert!(matches!(error(Store::create(folder.path())), StoreError::Exists(_)));
}

#[test]
fn a_file_can_not_be_made_in_a_folder_that_is_not_there() {
    let folder = TempDir::new().unwrap();
    assert!(matches!(error(Store::create(&folder.path().join("no/such.db"))), StoreError::NoSuchFile(_)));
}

#[test]
fn a_newer_file_is_refused_and_left_alone() {
    let (_folder, path) = folder();
    let store = Store::create(&path).unwrap();
    store.db.execute_batch("PRAGMA user_version = 99").unwrap();
    drop(store);
    let before = fs::read(&path).unwrap();
    let known = super::migrate::newest_version();
    match error(Store::open(&path)) {
        StoreError::Newer { found: 99, known: k, .. } => assert_eq!(k, known),
        other => panic!("{other}"),
    }
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_file_without_a_programme_was_never_finished() {
    let (_folder, path) = folder();
    let store = Store::create(&path).unwrap();
    assert!(matches!(error(store.programs()), StoreError::Unfinished(p) if p == path));
}

#[test]
fn durability_is_read_back_on_every_connection() {
    let (_folder, path) = folder();
    let store = Store::create(&path).unwrap();
    for store in [&store, &Store::open(&path).unwrap()] {
        let ask = |name: &str| -> String {
            let sql = format!("SELECT CAST((SELECT * FROM pragma_{name}) AS TEXT)");
            store.db.query_row(&sql, [], |row| row.get(0)).unwrap()
        };
        assert_eq!((ask("journal_mode").as_str(), ask("synchronous").as_str()), ("wal", "2"));
        assert_eq!((ask("secure_delete").as_str(), ask("foreign_keys").as_str()), ("1", "0"));
    }
}

#[test]
fn nobody_else_may_read_any_of_the_files() {
    let (folder, path) = folder();
    let mut store = Store::create(&path).unwrap();
    write(&mut store, 1).unwrap();
    let copy = folder.path().join("copy.db");
    store.backup(&copy).unwrap();
    let files: Vec<PathBuf> = fs::read_dir(folder.path()).unwrap().map(|f| f.unwrap().path()).collect();
    assert_eq!(files.len(), 4, "the file, its log, the log's index, the copy");
    assert!(files.iter().all(|file| mode(file) == 0o600), "{files:?}");
}

#[test]
fn a_copy_is_a_store_of_its_own_and_never_replaces_a_file() {
    let (folder, path) = folder();
    let mut store = Store::create(&path).unwrap();
    let id = write(&mut store, 1).unwrap();
    let copy = folder.path().join("copy.db");
    store.backup(&copy).unwrap();
    write(&mut store, 2).unwrap();
    let opened = Store::open(&copy).unwrap();
    assert_eq!(opened.newest_operation().unwrap().map(|(op, _)| op.id), Some(id));
    assert!(matches!(error(store.backup(&copy)), StoreError::Exists(p) if p == copy));
}

#[test]
fn consoles_that_migrate_at_once_all_find_the_work_done() {
    let (_folder, path) = folder();
    Connection::open(&path).unwrap().execute_batch("PRAGMA journal_mode = WAL").unwrap();
    let consoles = 8;
    let start = Barrier::new(consoles);
    thread::scope(|scope| {
        let run = || {
            let mut db = Connection::open(&path).unwrap();
            db.busy_handler(Some(super::connect::wait_a_little)).unwrap();
            start.wait();
            super::migrate::to_newest(&mut db)
        };
        let threads: Vec<_> = (0..consoles).map(|_| scope.spawn(run)).collect();
        for thread in threads {
            thread.join().unwrap().unwrap();
        }
    });
    let db = Connection::open(&path).unwrap();
    assert_eq!(super::migrate::version(&db).unwrap(), super::migrate::newest_version());
}

#[test]
fn a_write_that_fails_leaves_nothing() {
    let mut store = Store::open_in_memory().unwrap();
    let answer: Result<(), StoreError> = store.write(|tx| {
        tx.entry(Uuid::from_u128(1))?.finish(&OperationHeader::new(OpKind::Export, Instant(1), Day(0), "x", 1))?;
        Err(StoreError::Busy)
    });
    assert!(matches!(error(answer), StoreError::Busy));
    assert!(store.newest_operation().unwrap().is_none());
    write(&mut store, 1).unwrap();
}

#[test]
fn busy_at_the_beginning_means_that_nothing_was_done() {
    let (_folder, path) = folder();
    let mut store = Store::create(&path).unwrap();
    let other = Store::open(&path).unwrap();
    store.db.busy_handler(None).unwrap();
    other.db.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert!(matches!(error(write(&mut store, 1)), StoreError::Busy));
    other.db.execute_batch("ROLLBACK").unwrap();
    write(&mut store, 1).unwrap();
}

fn fails() -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_IOERR), None)
}

#[test]
fn a_commit_that_failed_and_was_done_after_all() {
    let (_folder, path) = folder();
    let mut store = Store::create(&path).unwrap();
    store.commit_step = Box::new(|db| db.execute_batch("COMMIT").and_then(|()| Err(fails())));
    let id = Uuid::from_u128(7);
    assert!(matches!(error(write(&mut store, 7)), StoreError::DoneAfterAll { op } if op == id));
    assert!(store.operation(id).unwrap().is_some(), "the connection was opened anew and can be used");
}

#[test]
fn a_commit_that_failed_and_was_not_done() {
    let (_folder, path) = folder();
    let mut store = Store::create(&path).unwrap();
    store.commit_step = Box::new(|_| Err(fails()));
    assert!(matches!(error(write(&mut store, 7)), StoreError::Device(_)));
    assert!(store.operation(Uuid::from_u128(7)).unwrap().is_none());
    store.commit_step = Box::new(super::write::commit_once);
    write(&mut store, 8).unwrap();
}

#[test]
fn a_commit_whose_outcome_nobody_can_tell_ends_all_writing() {
    let (folder, path) = folder();
    let mut store = Store::create(&path).unwrap();
    let (from, to) = (path.clone(), folder.path().join("gone.db"));
    store.commit_step = Box::new(move |_| fs::rename(&from, &to).map_err(|_| fails()).and_then(|()| Err(fails())));
    let id = Uuid::from_u128(7);
    assert!(matches!(error(write(&mut store, 7)), StoreError::Unknown { op, .. } if op == id));
    store.commit_step = Box::new(super::write::commit_once);
    assert!(matches!(error(write(&mut store, 8)), StoreError::Unknown { op, .. } if op == id));
}

#[test]
fn a_query_is_stopped_by_its_handle() {
    let store = Store::open_in_memory().unwrap();
    let handle = store.interrupter();
    store
        .db
        .progress_handler(
            1,
            Some(move || {
                handle.interrupt();
                false
            }),
        )
        .unwrap();
    let sql = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n";
    let answer: Result<i64, StoreError> = store.db.query_row(sql, [], |row| row.get(0)).map_err(StoreError::from);
    assert!(matches!(error(answer), StoreError::Interrupted));
}

#[test]
fn a_batch_of_reads_sees_one_state_of_the_file() {
    let (_folder, path) = folder();
    let store = Store::create(&path).unwrap();
    let mut other = Store::open(&path).unwrap();
    let places = store.read(|store| {
        let before = store.newest_operation()?.is_some();
        write(&mut other, 1)?;
        Ok::<_, StoreError>((before, store.newest_operation()?.is_some()))
    });
    assert_eq!(places.unwrap(), (false, false));
    assert!(store.newest_operation().unwrap().is_some());
}

#[test]
fn an_interruption_between_two_statements_is_not_lost() {
    let store = Store::open_in_memory().unwrap();
    let interrupter = store.interrupter();
    let within = store.read(|store| {
        store.newest_operation()?;
        interrupter.interrupt();
        store.newest_operation()
    });
    assert!(matches!(error(within), StoreError::Interrupted));
    assert!(matches!(error(store.read(Store::newest_operation)), StoreError::Interrupted), "until it is let go on");
    store.go_on();
    assert!(store.read(Store::newest_operation).is_ok());
    interrupter.interrupt();
    assert!(matches!(error(store.read(Store::newest_operation)), StoreError::Interrupted), "before the first one");
}

#[test]
fn what_an_operator_has_moved_today_is_summed_from_an_index_without_the_steps_of_imports() {
    let (_folder, path) = folder();
    let store = Store::create(&path).unwrap();
    let sql = format!("EXPLAIN QUERY PLAN {}", super::journal::USED_ON_DAY);
    let plan: String = store.db.query_row(&sql, ("mei", 1), |row| row.get("detail")).unwrap();
    assert!(plan.contains("USING COVERING INDEX operation_by_points (operator=? AND day=?"), "{plan}");
}

#[test]
fn a_store_that_can_not_be_written_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a shop?#%.db");
    let mut writer = Store::create(&path).unwrap();
    writer.write(|tx| tx.save_filter("rich", "points>1")).unwrap();
    // With its log beside it, and without.
    for closed in [false, true] {
        if closed {
            drop(writer);
            writer = Store::open_in_memory().unwrap();
            assert!(!folder.path().join("a shop?#%.db-wal").exists());
        }
        let mut reader = Store::open_to_read(&path).unwrap();
        assert_eq!(reader.saved_filter("rich").unwrap().as_deref(), Some("points>1"));
        let refused = reader.write(|tx| tx.save_filter("poor", "points<1"));
        assert!(matches!(refused, Err(StoreError::ReadOnly(ref of)) if *of == path), "{refused:?}");
        assert!(!reader.maintain_search().unwrap());
    }
    assert!(!folder.path().join("a shop?#%.db-wal").exists(), "nothing is laid beside it");
    Store::open_to_read(&path).unwrap().copy_to(&folder.path().join("copy.db")).unwrap();
    assert_eq!(
        Store::open(&folder.path().join("copy.db")).unwrap().saved_filter("rich").unwrap().as_deref(),
        Some("points>1")
    );
}
