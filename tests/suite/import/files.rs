//! Files: encodings, headers, delimiters, lines.

use super::shop::{codes, counts, enrol};
use crate::world::{NOW, World};
use loyaltui::desk::error::DeskError;
use loyaltui::desk::import::{ImportNote, ImportOptions, ImportSource, NoWatch};
use loyaltui::domain::import::encoding::TextEncoding;
use loyaltui::domain::import::form::FileForm;
use loyaltui::domain::import::setup::{Mapping, SetupError};
use loyaltui::domain::import::split::Delimiter;
use loyaltui::domain::import::target::ImportField;
use loyaltui::domain::import::time::TimeFormat;

fn setup_error(csv: &[u8], options: &ImportOptions) -> SetupError {
    let mut shop = World::in_memory();
    match shop.desk.import_purchases(ImportSource::bytes(csv), options, &mut NoWatch, NOW) {
        Err(DeskError::Setup(error)) => *error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn lines_are_counted_as_an_editor_counts_them() {
    let mut shop = World::in_memory();
    let csv = "\u{feff}Member_No,purchased_at,AMOUNT,store\r\nM,2026-03-01,1,\"North\r\n\"\"Gate\"\"\"\r\n\r\n\
               M,2026-03-02,x,\r\nM,2026-03-03\r\nM,2026-03-04,1,\"open\r\nM,2026-03-05,1,S\r\n";
    let summary = shop.purchases(csv, &enrol());
    assert_eq!(codes(&summary), [(5, "not_a_number"), (6, "missing"), (7, "quote")]);
    assert_eq!(counts(&summary), [2, 0, 0, 3]);
}

#[test]
fn a_file_in_gb18030_is_recognised() {
    let mut shop = World::in_memory();
    let text = "会员号,日期,金额,备注\n张1,2026-03-01,12.50,很好\n";
    let bytes = encoding_rs::GB18030.encode(text).0;
    let map = [("member_no", "会员号"), ("purchased_at", "日期"), ("amount", "金额")];
    let map = map.map(|(a, b)| (a.to_owned(), b.to_owned())).to_vec();
    let form = FileForm { mapping: Mapping { map, set: Vec::new() }, ..FileForm::default() };
    let options = ImportOptions { form, ..enrol() };
    let summary = shop.desk.import_purchases(ImportSource::bytes(&bytes), &options, &mut NoWatch, NOW).unwrap();
    assert_eq!(counts(&summary), [1, 0, 0, 0]);
    let ignored = ImportNote::IgnoredColumns { columns: vec!["备注".to_owned()] };
    assert_eq!(
        summary.notes,
        [ignored, ImportNote::Encoding(TextEncoding::named("gbk").unwrap()), ImportNote::Enrolled { members: 1 }]
    );
    assert_eq!(shop.snapshot("张1").purchases.net_spend.0, 1_250);
}

#[test]
fn other_delimiters_and_columns_by_number() {
    let mut shop = World::in_memory();
    let map = [("member_no", "2"), ("purchased_at", "1"), ("amount", "3")];
    let map = map.map(|(a, b)| (a.to_owned(), b.to_owned())).to_vec();
    let options = ImportOptions {
        form: FileForm {
            mapping: Mapping { map, set: vec![("store".to_owned(), "S1".to_owned())] },
            delimiter: Some(Delimiter::Byte(b';')),
            no_header: true,
            ..FileForm::default()
        },
        times: TimeFormat::strftime("%d.%m.%Y").unwrap(),
        ..enrol()
    };
    let summary = shop.purchases("01.03.2026;M;10.00\n02.03.2026;M;20.00\n", &options);
    assert_eq!(counts(&summary), [2, 0, 0, 0]);
    assert_eq!(shop.snapshot("M").purchases.days, 2);
}

#[test]
fn what_stands_against_the_whole_file_is_one_error() {
    let missing = setup_error(b"mem,purchased_at,amount\nM,2026-03-01,1\n", &enrol());
    let (target, nearest) = (ImportField::MemberNo, Some("mem".to_owned()));
    assert_eq!(missing, SetupError::MissingColumn { target, nearest, by_number: false, below: None });
    assert_eq!(setup_error(b"", &enrol()), SetupError::Empty);
    let neither = b"member_no,purchased_at,amount\nM,2026-03-01,1\nM\xff\xff,2026-03-01,1\n";
    assert_eq!(setup_error(neither, &enrol()), SetupError::Encoding { lines: vec![3], between: Vec::new() });
}

#[test]
fn a_broken_character_spoils_its_row() {
    let mut shop = World::in_memory();
    let mut csv =
        "member_no,purchased_at,amount,store\n张,2026-03-01,1,南京西路\n李,2026-03-01,1,静安\n".as_bytes().to_vec();
    csv.extend_from_slice(b"W\xff,2026-03-01,1,S\n");
    let summary = shop.desk.import_purchases(ImportSource::bytes(&csv), &enrol(), &mut NoWatch, NOW).unwrap();
    assert_eq!(codes(&summary), [(4, "encoding")]);
    assert_eq!(summary.new, 2);
}
