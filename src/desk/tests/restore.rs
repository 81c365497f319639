//! Backups in the place of the data file: what is kept, and what is refused.

use super::*;
use crate::store::{Store, StoreError};
use crate::world::data_file::World;
use rstest::rstest;
use rusqlite::Connection;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const STAMP: &str = "20261122-100000";

/// M1 has 5 points in the backup and 12 in the file.
fn world() -> (World, PathBuf) {
    let mut world = World::in_a_file(|| NOW);
    let member = world.member("M1", "张伟", "13812345678");
    world.adjust(member, 5);
    let backup = world.path().with_file_name("backup.db");
    world.desk.backup(&backup, NOW).unwrap();
    world.done(adjust(member, 7));
    (world, backup)
}

fn balance(path: &Path) -> i64 {
    let db = Connection::open_with_flags(path, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    db.query_row("SELECT SUM(points) FROM fact", [], |row| row.get(0)).unwrap()
}

/// The file of a world in a folder of its own, as a console leaves it that was killed: with its log.
fn left_behind(world: &World, folder: &TempDir) -> PathBuf {
    let path = folder.path().join("shop.db");
    for suffix in ["", "-wal"] {
        fs::copy(with_suffix(&world.path(), suffix), with_suffix(&path, suffix)).unwrap();
    }
    assert!(fs::metadata(with_suffix(&path, "-wal")).unwrap().len() > 0);
    path
}

#[test]
fn the_backup_stands_in_the_place_of_the_file_which_is_kept_with_its_log() {
    let (world, backup) = world();
    let folder = TempDir::new().unwrap();
    let path = left_behind(&world, &folder);
    let kept = Store::restore(&backup, &path, STAMP).unwrap().unwrap();
    assert_eq!(kept, fs::canonicalize(folder.path()).unwrap().join(format!("shop.db.replaced-{STAMP}")));
    assert_eq!((balance(&path), balance(&kept)), (5, 12), "the log is the old file's");
    assert_eq!(Store::open(&path).unwrap().verify(None, &[], &mut |_, _| {}).unwrap().wrong, None);
    assert_eq!(Store::open(&kept).unwrap().verify(None, &[], &mut |_, _| {}).unwrap().wrong, None);
    let again = Store::restore(&kept, &path, STAMP).unwrap().unwrap();
    assert_eq!((balance(&path), balance(&again)), (12, 5), "what was replaced is a backup, too");
}

#[test]
fn nothing_is_replaced_while_somebody_has_it_open() {
    let (mut world, backup) = world();
    let refused = Store::restore(&backup, &world.path(), STAMP);
    assert!(matches!(refused, Err(StoreError::Open(_))), "{refused:?}");
    let member = world.id("M1");
    world.adjust(member, 1);
    assert_eq!(world.balance("M1"), 13, "whoever has it open goes on");
    world.is_sound();
    assert_eq!(fs::read_dir(world.path().parent().unwrap()).unwrap().count(), 4, "file, log, index and backup");
}

#[test]
fn a_file_that_is_gone_comes_back_and_one_that_is_no_database_any_more_is_kept() {
    let (world, backup) = world();
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("shop.db");
    assert_eq!(Store::restore(&backup, &path, STAMP).unwrap(), None);
    assert_eq!(balance(&path), 5);
    fs::write(&path, "overwritten").unwrap();
    let kept = Store::restore(&backup, &path, STAMP).unwrap().unwrap();
    assert_eq!((balance(&path), fs::read_to_string(kept).unwrap().as_str()), (5, "overwritten"));
    drop(world);
}

#[test]
fn of_a_killed_console_nothing_is_left_but_its_file_and_its_log() {
    let (world, backup) = world();
    let folder = TempDir::new().unwrap();
    let path = left_behind(&world, &folder);
    fs::copy(with_suffix(&world.path(), "-shm"), with_suffix(&path, "-shm")).unwrap();
    let kept = Store::restore(&backup, &path, STAMP).unwrap().unwrap();
    assert_eq!(names(&folder), ["shop.db", &file_name(&kept)], "the log is in the file that is kept");
    // Where only the log was left, it is named.
    let log = with_suffix(&path, "-wal");
    fs::remove_file(&path).unwrap();
    fs::write(&log, "a log").unwrap();
    fs::write(with_suffix(&path, "-shm"), "its index").unwrap();
    let moved = Store::restore(&backup, &path, "again").unwrap().unwrap();
    assert_eq!(
        (file_name(&moved), fs::read_to_string(&moved).unwrap()),
        ("shop.db.replaced-again-wal".to_owned(), "a log".to_owned())
    );
    assert_eq!(names(&folder), ["shop.db", &file_name(&kept), &file_name(&moved)]);
}

#[test]
fn a_file_of_two_names_is_not_replaced_under_one_of_them() {
    let (world, backup) = world();
    let folder = TempDir::new().unwrap();
    let path = left_behind(&world, &folder);
    fs::hard_link(&path, folder.path().join("second.db")).unwrap();
    let refused = Store::restore(&backup, &path, STAMP);
    assert!(matches!(refused, Err(StoreError::ManyNames(_))), "{refused:?}");
    assert_eq!(names(&folder), ["second.db", "shop.db", "shop.db-wal"]);
}

#[test]
fn a_name_need_not_be_text() {
    let (world, _) = world();
    let folder = TempDir::new().unwrap();
    let [backup, path] = [&b"caf\xe9.db"[..], b"shop\xff\n.db"].map(|name| folder.path().join(OsStr::from_bytes(name)));
    world.desk.backup(&backup, NOW).unwrap();
    for is_there in [false, true] {
        assert_eq!(Store::restore(&backup, &path, STAMP).unwrap().is_some(), is_there);
        assert_eq!(Store::open(&path).unwrap().verify(None, &[], &mut |_, _| {}).unwrap().wrong, None);
    }
}

#[test]
fn an_older_copy_written_over_the_open_file_is_recognised() {
    let (mut world, backup) = world();
    let member = world.id("M1");
    world.desk.checkpoint_idle().unwrap();
    assert!(world.desk.data_version().is_ok());
    fs::copy(&backup, world.path()).unwrap();
    let refused = world.desk.perform(&adjust(member, 1), None, NOW);
    assert!(matches!(refused, Err(DeskError::Store(StoreError::Overwritten { .. }))), "{refused:?}");
    let looked = world.desk.data_version();
    assert!(matches!(looked, Err(DeskError::Store(StoreError::Overwritten { .. }))), "{looked:?}");
    assert_eq!(fs::read(&backup).unwrap(), fs::read(world.path()).unwrap());
}

fn names(folder: &TempDir) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder.path()).unwrap().map(|f| file_name(&f.unwrap().path())).collect();
    names.sort();
    names
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

#[rstest]
#[case::a_flipped_byte(|path: &Path| {
    let db = Connection::open(path).unwrap();
    db.execute("UPDATE fact SET points = points + 1", []).unwrap();
})]
#[case::cut_short(|path: &Path| {
    let bytes = fs::read(path).unwrap();
    fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
})]
#[case::no_backup(|path: &Path| fs::write(path, "PK").unwrap())]
#[case::not_there(|path: &Path| fs::remove_file(path).unwrap())]
fn what_does_not_prove_itself_replaces_nothing(#[case] spoil: fn(&Path)) {
    let (world, backup) = world();
    let folder = TempDir::new().unwrap();
    let path = left_behind(&world, &folder);
    spoil(&backup);
    assert!(Store::restore(&backup, &path, STAMP).is_err());
    assert_eq!((balance(&path), fs::read_dir(folder.path()).unwrap().count() <= 3), (12, true));
    assert!(matches!(Store::restore(&path, &path, STAMP), Err(StoreError::InUse(_))), "a file is no backup of itself");
    drop(Desk::open(&path, owner()).unwrap());
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

#[test]
fn what_a_backup_lacks_is_told_before_it_takes_the_place_of_the_file() {
    let (mut world, backup) = world();
    let missing = |world: &World, limit| {
        let page = world.desk.missing_in(&backup, limit).unwrap();
        (page.total, page.rows.iter().map(|row| row.points.map(|points| points.0)).collect::<Vec<_>>())
    };
    let member = world.id("M1");
    let before = missing(&world, 20).0;
    for points in [11, 12, 13] {
        world.adjust(member, points);
    }
    assert_eq!(missing(&world, 2), (before + 3, vec![Some(13), Some(12)]));
    let empty = World::in_a_file(|| NOW);
    assert_eq!(empty.desk.missing_in(&backup, 20).unwrap().total, 1, "another store has nothing of it");
}
