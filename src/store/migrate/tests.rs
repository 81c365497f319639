//! Migrations that end in the middle: killed or failing at any point, they leave the file of the version before, whole, or that of
//! the newest, whole; and the next opening brings it up.

use super::{newest_version, to_newest, version};
use crate::store::Store;
use crate::store::connect::connect;
use crate::store::open::set_pragmas;
use rusqlite::Connection;
use rustix::process::{Signal, getpid, kill_process};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tempfile::TempDir;

/// What the program wrote when files were of version 5, as the text of its tables.
const STORE: &str = include_str!("../../../tests/data/version_5/store.sql");

const OLD: i64 = 5;

/// Points at which a run of every day fails, and at which it is killed; `LOYALTUI_MIGRATION_POINTS` asks for more of each.
const FAILURES: u64 = 150;
const KILLS: u64 = 20;

/// Where the child migrates, and where it is killed: with them set, the test below plays the child.
const CHILD_STORE: &str = "LOYALTUI_TEST_MIGRATE_STORE";
const CHILD_END: &str = "LOYALTUI_TEST_MIGRATE_END";

/// Where a child ends.
#[derive(Debug, Clone, Copy)]
enum End {
    /// At so many steps of SQLite's machine.
    Step(u64),
    /// When everything is written and COMMIT is about to be.
    BeforeCommit,
    /// When COMMIT is done.
    AfterCommit,
}

impl End {
    fn text(self) -> String {
        match self {
            Self::Step(n) => n.to_string(),
            Self::BeforeCommit => "before".to_owned(),
            Self::AfterCommit => "after".to_owned(),
        }
    }

    fn parse(text: &str) -> Self {
        match text {
            "before" => Self::BeforeCommit,
            "after" => Self::AfterCommit,
            n => Self::Step(n.parse().unwrap()),
        }
    }
}

fn asked(most: u64) -> u64 {
    std::env::var("LOYALTUI_MIGRATION_POINTS").ok().and_then(|n| n.parse().ok()).unwrap_or(most)
}

/// An older file in the journal mode that every store has.
fn older(folder: &Path) -> PathBuf {
    let path = folder.join("older.db");
    let db = Connection::open(&path).unwrap();
    db.execute_batch(STORE).unwrap();
    db.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())).unwrap();
    path
}

fn copy(of: &Path, name: &str) -> PathBuf {
    let path = of.with_file_name(name);
    for suffix in ["", "-wal", "-shm"] {
        let beside = |path: &Path| PathBuf::from(format!("{}{suffix}", path.display()));
        let _ = std::fs::remove_file(beside(&path));
    }
    std::fs::copy(of, &path).unwrap();
    path
}

fn opened(path: &Path) -> Connection {
    let db = connect(Some(path)).unwrap();
    set_pragmas(&db).unwrap();
    db
}

/// Everything the file holds: what each table is, and all of its rows as text.
fn contents(path: &Path) -> BTreeMap<String, Vec<String>> {
    let db = Connection::open(path).unwrap();
    let mut tables = BTreeMap::new();
    let mut statement = db.prepare("SELECT name, COALESCE(sql, '') FROM sqlite_schema").unwrap();
    let named = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))).unwrap();
    for (name, sql) in named.map(Result::unwrap) {
        let mut lines = vec![sql.clone()];
        if sql.starts_with("CREATE TABLE") {
            let mut rows = db.prepare(&format!("SELECT * FROM \"{name}\"")).unwrap();
            let columns = rows.column_count();
            let line = |row: &rusqlite::Row<'_>| {
                let cells: Result<Vec<_>, _> =
                    (0..columns).map(|at| row.get::<_, rusqlite::types::Value>(at)).collect();
                Ok(format!("{:?}", cells?))
            };
            lines.extend(rows.query_map([], line).unwrap().map(Result::unwrap));
        }
        tables.insert(name, lines);
    }
    tables
}

/// The file is one of the two versions, whole; it opens, and proves itself. Answers which version it was.
fn is_whole(path: &Path, before: &BTreeMap<String, Vec<String>>, when: &str) -> i64 {
    let db = Connection::open(path).unwrap();
    let found = version(&db).unwrap();
    let check: String = db.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    drop(db);
    assert_eq!(check, "ok", "{when}");
    if found == OLD {
        assert_eq!(contents(path), *before, "{when}: something of the newer version is there");
    } else {
        assert_eq!(found, newest_version(), "{when}");
    }
    let store = Store::open(path).unwrap();
    assert_eq!(version(store.raw()).unwrap(), newest_version(), "{when}: the next opening brings it up");
    assert_eq!(store.verify(None, &[], &mut |_, _| {}).unwrap().wrong, None, "{when}");
    found
}

/// Steps of SQLite's machine that a whole migration takes, about.
fn steps(path: &Path) -> u64 {
    let mut db = opened(path);
    let count = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&count);
    let step = move || {
        counter.fetch_add(1, Ordering::Relaxed);
        false
    };
    db.progress_handler(1, Some(step)).unwrap();
    to_newest(&mut db).unwrap();
    count.load(Ordering::Relaxed)
}

#[test]
fn a_migration_that_fails_at_any_point_leaves_the_file_as_it_was() {
    let folder = TempDir::new().unwrap();
    let source = older(folder.path());
    let before = contents(&source);
    let all = steps(&copy(&source, "counted.db"));
    let points = asked(FAILURES).min(all);
    let mut failed = 0;
    for point in 0..points {
        let (at, path) = (1 + point * all / points, copy(&source, "failing.db"));
        let mut db = opened(&path);
        let mut step = 0;
        let ends_here = move || {
            step += 1;
            step >= at
        };
        db.progress_handler(1, Some(ends_here)).unwrap();
        let outcome = to_newest(&mut db);
        drop(db);
        let when = format!("step {at} of {all}");
        let found = is_whole(&path, &before, &when);
        assert!(outcome.is_err() || found != OLD, "{when}: it said that all is done");
        failed += u64::from(outcome.is_err());
    }
    assert!(failed * 10 > points * 9, "only {failed} of {points} failed");
}

/// Migrates until it is killed where it was told.
fn migrate_until_killed(path: &Path, end: End) {
    let kill = || kill_process(getpid(), Signal::KILL).unwrap();
    let mut db = opened(path);
    let mut step = 0;
    let count = move || {
        step += 1;
        if matches!(end, End::Step(at) if step >= at) {
            kill();
        }
        false
    };
    db.progress_handler(1, Some(count)).unwrap();
    let commit = move || {
        if matches!(end, End::BeforeCommit) {
            kill();
        }
        false
    };
    db.commit_hook(Some(commit)).unwrap();
    to_newest(&mut db).unwrap();
    if matches!(end, End::AfterCommit) {
        kill();
    }
}

fn killed(path: &Path, end: End) -> ExitStatus {
    Command::new(std::env::current_exe().unwrap())
        .args([
            "store::migrate::tests::a_migration_that_is_killed_leaves_one_version_or_the_other",
            "--exact",
            "--nocapture",
        ])
        .env(CHILD_STORE, path)
        .env(CHILD_END, end.text())
        .output()
        .unwrap()
        .status
}

#[test]
fn a_migration_that_is_killed_leaves_one_version_or_the_other() {
    use std::os::unix::process::ExitStatusExt;
    if let (Some(path), Ok(end)) = (std::env::var_os(CHILD_STORE), std::env::var(CHILD_END)) {
        return migrate_until_killed(Path::new(&path), End::parse(&end));
    }
    let folder = TempDir::new().unwrap();
    let source = older(folder.path());
    let before = contents(&source);
    let all = steps(&copy(&source, "counted.db"));
    let kills = asked(KILLS).min(all);
    let points = (0..kills).map(|n| End::Step(1 + n * all / kills)).chain([End::BeforeCommit, End::AfterCommit]);
    for end in points {
        let path = copy(&source, "killed.db");
        assert_eq!(killed(&path, end).signal(), Some(9), "{end:?}: the child must be killed");
        let found = is_whole(&path, &before, &format!("{end:?}"));
        match end {
            End::AfterCommit => assert_eq!(found, newest_version()),
            End::Step(_) | End::BeforeCommit => assert_eq!(found, OLD, "{end:?}"),
        }
    }
}

#[test]
fn the_steps_are_well_formed() {
    super::Migrations::new(super::steps().into()).validate().unwrap();
}
