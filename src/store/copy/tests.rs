//! Copies that end in the middle, and copies of what is damaged.

use crate::store::new_file::{Existing, NewFile};
use crate::store::{Store, StoreError};
use rstest::rstest;
use rustix::process::{Signal, getpid, kill_process};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// What the program wrote when files were of version 5, as the text of its tables.
const STORE: &str = include_str!("../../../tests/data/version_5/store.sql");

/// What the child copies, and at which step of SQLite's machine it is killed: with them set, the test below plays the child.
const CHILD_STORE: &str = "LOYALTUI_TEST_COPY_STORE";
const CHILD_END: &str = "LOYALTUI_TEST_COPY_END";

fn store(folder: &Path) -> (PathBuf, Store) {
    let path = folder.join("store.db");
    rusqlite::Connection::open(&path).unwrap().execute_batch(STORE).unwrap();
    let store = Store::open(&path).unwrap();
    (path, store)
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|f| f.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|name| !name.starts_with("store.db"));
    names.sort();
    names
}

fn copy_until_killed(path: &Path, end: u64) {
    let store = Store::open(path).unwrap();
    let mut step = 0;
    let count = move || {
        step += 1;
        if step >= end {
            kill_process(getpid(), Signal::KILL).unwrap();
        }
        false
    };
    store.raw().progress_handler(1, Some(count)).unwrap();
    store.backup(&path.with_file_name("copy.db")).unwrap();
}

#[test]
fn a_copy_that_is_killed_has_no_name_and_blocks_nobody() {
    if let (Some(path), Ok(end)) = (std::env::var_os(CHILD_STORE), std::env::var(CHILD_END)) {
        return copy_until_killed(Path::new(&path), end.parse().unwrap());
    }
    let folder = TempDir::new().unwrap();
    let (path, store) = store(folder.path());
    let copy = folder.path().join("copy.db");
    let mut left = 0;
    for end in [1, 50, 400, 2_000] {
        let killed = Command::new(std::env::current_exe().unwrap())
            .args(["store::copy::tests::a_copy_that_is_killed_has_no_name_and_blocks_nobody", "--exact"])
            .env(CHILD_STORE, &path)
            .env(CHILD_END, end.to_string())
            .output()
            .unwrap();
        assert_eq!(killed.status.signal(), Some(9), "step {end}: {killed:?}");
        assert!(!copy.exists(), "step {end}");
        left += names(folder.path()).len();
    }
    assert!(left > 0, "somebody must have been killed while writing");
    store.backup(&copy).unwrap();
    assert_eq!(names(folder.path()), ["copy.db"], "what was left is gone");
    assert_eq!(Store::open(&copy).unwrap().verify(None, &[], &mut |_, _| {}).unwrap().wrong, None);
    assert_eq!(fs::metadata(&copy).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_copy_that_somebody_is_writing_is_left_alone() {
    let folder = TempDir::new().unwrap();
    let (_, store) = store(folder.path());
    let copy = folder.path().join("copy.db");
    let other = NewFile::begin(&copy, Existing::Keep, &[]).unwrap();
    store.backup(&copy).unwrap();
    assert!(other.path().exists());
    assert!(matches!(other.finish(), Err(StoreError::Exists(path)) if path == copy));
    assert_eq!(names(folder.path()), ["copy.db"]);
}

#[rstest]
#[case::file(|path: &Path| fs::write(path, "mine").unwrap())]
#[case::folder(|path: &Path| fs::create_dir(path).unwrap())]
#[case::link(|path: &Path| std::os::unix::fs::symlink("store.db", path).unwrap())]
#[case::link_that_leads_nowhere(|path: &Path| std::os::unix::fs::symlink("nowhere", path).unwrap())]
fn whatever_is_there_stays(#[case] put: fn(&Path)) {
    let folder = TempDir::new().unwrap();
    let (_, store) = store(folder.path());
    let copy = folder.path().join("copy.db");
    put(&copy);
    let before = fs::symlink_metadata(&copy).unwrap().file_type();
    let refused = store.backup(&copy);
    assert!(
        matches!(refused, Err(StoreError::Exists(ref path) | StoreError::InUse(ref path)) if *path == copy),
        "{refused:?}"
    );
    assert_eq!(
        (fs::symlink_metadata(&copy).unwrap().file_type(), names(folder.path())),
        (before, vec!["copy.db".to_owned()])
    );
}

#[test]
fn a_copy_that_does_not_prove_itself_is_not_kept() {
    let folder = TempDir::new().unwrap();
    let (_, store) = store(folder.path());
    store.raw().execute("UPDATE fact SET points = points + 1 WHERE id = (SELECT MAX(id) FROM fact)", []).unwrap();
    assert!(matches!(store.backup(&folder.path().join("copy.db")), Err(StoreError::Damaged(_))));
    assert_eq!(names(folder.path()), Vec::<String>::new());
}
