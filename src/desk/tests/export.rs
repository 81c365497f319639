//! The one way to a CSV file.

use super::*;
use crate::desk::error::StoreError;
use crate::desk::export_csv::{CsvMark, Existing, ExportError};
use crate::domain::export::{Export, ExportWords, MembersExport};
use crate::domain::fact::Status;
use crate::domain::operation::OpKind;
use crate::domain::question::{FeedbackListQuery, MemberListQuery};
use rstest::rstest;
use std::fs;
use std::os::unix::fs::PermissionsExt;

fn members(query: &str) -> Export {
    let list = MemberListQuery { query: query.to_owned(), ..MemberListQuery::default() };
    Export::Members(MembersExport { list, ..MembersExport::default() })
}

fn feedback() -> Export {
    Export::Feedback(FeedbackListQuery::default())
}

fn journal(desk: &Desk) -> Vec<OpKind> {
    desk.journal("kind:export", 9).unwrap().rows.iter().map(|row| row.kind).collect()
}

#[rstest]
#[case::members(members("*"), "member_no,name,tier,", 1)]
#[case::feedback(feedback(), "id,ref,member_no,", 0)]
fn an_export_is_a_new_file_of_ones_own_and_stands_in_the_journal(
    #[case] export: Export,
    #[case] heading: &str,
    #[case] rows: u64,
) {
    let (mut desk, _) = with_member();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.csv");
    let done = desk.export(&export, &path, Existing::Keep, CsvMark::None, NOW, &mut ()).unwrap();
    assert_eq!((done.rows, journal(&desk)), (rows, vec![OpKind::Export]));
    assert_eq!(desk.operation(&done.op.to_string()).unwrap().kind, OpKind::Export);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.starts_with(heading) && text.lines().count() as u64 == rows + 1, "{text}");
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    let again = desk.export(&export, &path, Existing::Keep, CsvMark::None, NOW, &mut ());
    assert!(matches!(again, Err(ExportError::Exists)), "{again:?}");
    assert_eq!(journal(&desk).len(), 1, "nothing was handed out, nothing is recorded");
}

#[test]
fn a_file_that_makes_room_has_nothing_left_of_what_it_was() {
    let (mut desk, _) = with_member();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.csv");
    fs::write(&path, "#".repeat(10_000)).unwrap();
    desk.export(&members("*"), &path, Existing::Replace, CsvMark::None, NOW, &mut ()).unwrap();
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.starts_with("member_no,") && !text.contains('#'), "{text}");
}

#[test]
fn a_refused_export_leaves_files_as_they_were() {
    let (mut desk, _) = with_member();
    let folder = tempfile::tempdir().unwrap();
    let (new, old) = (folder.path().join("new.csv"), folder.path().join("old.csv"));
    fs::write(&old, "old").unwrap();
    for (path, existing) in [(&new, Existing::Keep), (&old, Existing::Replace)] {
        let refused = desk.export(&members("tier:nothing"), path, existing, CsvMark::None, NOW, &mut ());
        assert!(matches!(refused, Err(ExportError::Desk(DeskError::Refused(_)))), "{refused:?}");
    }
    assert!(!fs::exists(&new).unwrap(), "no empty file is left behind");
    assert_eq!(fs::read_to_string(&old).unwrap(), "old");
    assert_eq!(journal(&desk), []);
    let nowhere =
        desk.export(&members("*"), &folder.path().join("no/such.csv"), Existing::Keep, CsvMark::None, NOW, &mut ());
    assert!(matches!(nowhere, Err(ExportError::Desk(DeskError::Store(StoreError::NoSuchFile(_))))), "{nowhere:?}");
    assert_eq!(journal(&desk), [], "what can't be written is not recorded as handed out");
}

#[rstest]
#[case::marked(CsvMark::Utf8Bom, "\u{feff}member_no,")]
#[case::bare(CsvMark::None, "member_no,")]
fn an_export_begins_with_the_mark_that_was_asked_for(#[case] mark: CsvMark, #[case] begins: &str) {
    let (mut desk, _) = with_member();
    let mut text = Vec::new();
    desk.export_to(&members("*"), &mut text, mark, NOW, &mut ()).unwrap();
    assert!(String::from_utf8(text).unwrap().starts_with(begins));
}

#[rstest]
#[case::codes(false, ",base,", ",active,")]
#[case::words(true, ",普通,", ",正常,")]
fn members_are_told_by_codes_or_by_words(#[case] has_words: bool, #[case] tier: &str, #[case] status: &str) {
    let (mut desk, _) = with_member();
    let words = ExportWords {
        tiers: vec![("base".to_owned(), "普通".to_owned())],
        statuses: vec![(Status::Active, "正常".to_owned())],
        ..ExportWords::default()
    };
    let list = MemberListQuery { query: "*".to_owned(), ..MemberListQuery::default() };
    let words = has_words.then(|| Box::new(words));
    let export = Export::Members(MembersExport { list, words, ..MembersExport::default() });
    let mut text = Vec::new();
    desk.export_to(&export, &mut text, CsvMark::None, NOW, &mut ()).unwrap();
    let text = String::from_utf8(text).unwrap();
    assert!(text.lines().next().is_some_and(|head| head.ends_with(",status,phone,email,store,birthday")), "{text}");
    let row = text.lines().nth(1).unwrap();
    assert!(row.contains(tier) && row.contains(status), "{row}");
}
