//! Two years, made twice; and what is in them.

use super::*;

#[test]
fn a_file_that_is_there_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.db");
    fs::write(&path, "mine").unwrap();
    let refused = make(&path, Demo::default(), Instant(0), &mut |_| {});
    assert!(matches!(refused, Err(DeskError::Store(StoreError::Exists(_)))));
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
}

#[test]
fn months_begin_after_the_start_and_end_today() {
    let day = |text| Day::parse(text).unwrap();
    let expected = ["2026-02-01", "2026-03-01", "2026-03-15"].map(day);
    assert_eq!(months(day("2026-01-01"), day("2026-03-15")), expected);
}
