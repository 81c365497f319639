//! Files as people have them: other headers, encodings, separators, titles, sums, blanks, masks, workbooks.

use super::shop::{codes, counts, enrol};
use crate::world::{Asks, NOW, World};
use loyaltui::desk::import::{FieldChange, ImportNote, ImportOptions, ImportSource, NoWatch, Summary};
use loyaltui::domain::fold::view::TierSource;
use loyaltui::domain::import::form::{FileForm, TableSource};
use loyaltui::domain::import::number::DecimalMark;
use loyaltui::domain::import::reader::CellRules;
use loyaltui::domain::import::settle::RepeatedOrders;
use loyaltui::domain::import::sieve::RowFilter;
use loyaltui::domain::import::target::ImportField;
use loyaltui::domain::import::words::ValueMap;
use loyaltui::domain::lang::Lang;
use loyaltui::domain::member::Profile;
use loyaltui::domain::plausible::UnlikelyValue;
use loyaltui::text::Words;
use rstest::rstest;

fn update() -> ImportOptions {
    ImportOptions { update: true, ..ImportOptions::default() }
}

fn members(shop: &mut World, bytes: &[u8], options: &ImportOptions) -> Summary {
    shop.desk.import_members(ImportSource::bytes(bytes), options, &mut NoWatch, NOW).unwrap()
}

fn profile(shop: &mut World, number: &str) -> Profile {
    let member = shop.desk.member_by_no(number).unwrap();
    *shop.desk.profile(member).unwrap()
}

#[rstest]
#[case::chinese_headers("会员号,姓名,手机号\nM1,张三,13800138001\n".as_bytes().to_vec())]
#[case::semicolons("member_no;name;phone\nM1;张三;13800138001\n".as_bytes().to_vec())]
#[case::tabs("卡号\t姓名\t手机\nM1\t张三\t13800138001\n".as_bytes().to_vec())]
#[case::sep("sep=;\r\nmember_no;name;phone\r\nM1;张三;13800138001\r\n".as_bytes().to_vec())]
#[case::title("会员名单 2026,,\n\nmember_no,name,phone\nM1,张三,13800138001\n".as_bytes().to_vec())]
#[case::two_marks("\u{feff}\u{feff}member_no,name,phone\nM1,张三,13800138001\n".as_bytes().to_vec())]
#[case::put_together("member_no,name,phone\n\u{feff}member_no,name,phone\nM1,张三,13800138001\n".as_bytes().to_vec())]
#[case::longer("member_no,name,phone\nM1,张三,13800138001,,,\n,,\n".as_bytes().to_vec())]
#[case::sum("member_no,name,phone\nM1,张三,13800138001\n合计,1,\n共 1 条,,\n".as_bytes().to_vec())]
#[case::formula("member_no,name,phone\nM1,张三,\"=\"\"13800138001\"\"\"\n".as_bytes().to_vec())]
#[case::decimals("member_no,name,phone\nM1,张三,13800138001.0\n".as_bytes().to_vec())]
#[case::gb18030(encoding_rs::GB18030.encode("会员号,姓名,手机号\nM1,张三,13800138001\n").0.into_owned())]
#[case::utf16("会员号\t姓名\t手机号\r\nM1\t张三\t13800138001\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect())]
#[case::utf16_marked("\u{feff}member_no,name,phone\nM1,张三,13800138001\n".encode_utf16().flat_map(u16::to_be_bytes).collect())]
fn the_same_member_in_other_clothes(#[case] bytes: Vec<u8>) {
    let mut shop = World::in_memory();
    let summary = members(&mut shop, &bytes, &ImportOptions::default());
    assert_eq!((counts(&summary), summary.cells_rejected), ([1, 0, 0, 0], 0), "{:?}", summary.errors);
    let profile = profile(&mut shop, "M1");
    assert_eq!((profile.name.as_str(), profile.phone.as_str()), ("张三", "13800138001"));
}

#[test]
fn a_foreign_line_is_named_and_every_good_one_is_right() {
    let mut shop = World::in_memory();
    let mut bytes = encoding_rs::GB18030.encode("会员号,姓名\nM1,张三\nM2,李四\n").0.into_owned();
    bytes.extend_from_slice("M3,王五\n".as_bytes());
    let summary = members(&mut shop, &bytes, &ImportOptions::default());
    assert_eq!((counts(&summary), codes(&summary)), ([2, 0, 0, 1], vec![(4, "encoding")]));
    assert_eq!(profile(&mut shop, "M2").name, "李四");
}

#[test]
fn what_was_guessed_is_told() {
    let mut shop = World::in_memory();
    let summary =
        shop.members("名单\n会员号;姓名;备注\nM1;甲;x\n会员号;姓名;备注\n合计;;\n", &ImportOptions::default());
    let reading = summary.reading.unwrap();
    assert_eq!((reading.header_line, reading.titles), (Some(2), 1));
    assert_eq!((reading.passed.headers.first, reading.passed.sums.first), (vec![4], vec![5]));
    assert_eq!(summary.notes, [ImportNote::IgnoredColumns { columns: vec!["备注".to_owned()] }]);
}

#[rstest]
#[case::keeps(false, "13800138001", &[(ImportField::Name, 1, 0)])]
#[case::erases(true, "", &[(ImportField::Name, 1, 0), (ImportField::Phone, 0, 1)])]
fn a_blank_cell(#[case] blank_erases: bool, #[case] phone: &str, #[case] changes: &[(ImportField, u64, u64)]) {
    let mut shop = World::in_memory();
    shop.members("member_no,name,phone\nM1,张三,13800138001\n", &ImportOptions::default());
    let options = ImportOptions { cells: CellRules { blank_erases, strict: false }, ..update() };
    let summary = shop.members("member_no,name,phone\nM1,张三丰,\n", &options);
    let change = |&(field, changed, emptied): &(ImportField, u64, u64)| FieldChange { field, changed, emptied };
    assert_eq!(summary.notes, [ImportNote::FieldsChanged(changes.iter().map(change).collect())]);
    let profile = profile(&mut shop, "M1");
    assert_eq!((profile.name.as_str(), profile.phone.as_str()), ("张三丰", phone));
}

#[test]
fn a_row_that_only_leaves_blanks_is_unchanged() {
    let mut shop = World::in_memory();
    shop.members("member_no,name,phone\nM1,张三,13800138001\n", &ImportOptions::default());
    assert_eq!(counts(&shop.members("member_no,name,phone\nM1,,\n", &ImportOptions::default())), [0, 0, 1, 0]);
}

#[test]
fn masked_cells_never_overwrite_and_are_never_kept() {
    let mut shop = World::in_memory();
    shop.members("member_no,name,phone,email\nM1,张三,13800138001,zs@example.com\n", &ImportOptions::default());
    let list =
        "member_no,name,phone,email\nM1,张三,138****8001,z***@example.com\nM2,李四,139****9002,l***@example.com\n";
    let summary = shop.members(list, &update());
    assert_eq!((counts(&summary), &summary.notes[..]), ([1, 0, 1, 0], &[ImportNote::MaskedCells { cells: 4 }][..]));
    assert_eq!(profile(&mut shop, "M1").phone, "13800138001");
    assert_eq!(profile(&mut shop, "M2").phone, "");
}

#[test]
fn cells_of_a_row_that_is_rejected_are_not_said_to_be_left_out_alone() {
    let mut shop = World::in_memory();
    shop.members("member_no,name\nM2,丙\n", &ImportOptions::default());
    let csv = "member_no,name,birthday\nM1,甲,soon\nM2,乙,soon\n";
    let summary = shop.members(csv, &ImportOptions::default());
    assert_eq!((counts(&summary), summary.cells_rejected), ([1, 0, 0, 1], 1));
}

#[test]
fn only_rows_that_meet_the_conditions_are_taken() {
    let mut shop = World::in_memory();
    let csv = "单号,会员号,时间,金额,状态\nB1,M,2026-11-03,100,已完成\nB2,M,2026-11-03,200,已取消\nB3,M,2026-11-03,30,已发货\n";
    let filters = vec![RowFilter::parse("状态!=已取消").unwrap()];
    let options = ImportOptions { form: FileForm { filters, ..FileForm::default() }, ..enrol() };
    let summary = shop.purchases(csv, &options);
    assert_eq!((counts(&summary), shop.balance("M")), ([2, 0, 0, 0], 130));
    assert_eq!(summary.reading.unwrap().passed.left_out, 1);
}

#[test]
fn a_decimal_comma_is_read_where_it_is_said() {
    let mut shop = World::in_memory();
    let csv = "order_ref;member_no;purchased_at;amount\nA;M;2026-11-01;299,90\nB;M;2026-11-01;1.299,00\n";
    assert_eq!(codes(&shop.purchases(csv, &enrol())), [(2, "separators"), (3, "separators")]);
    let options = ImportOptions { decimal: Some(DecimalMark::Comma), ..enrol() };
    assert_eq!((counts(&shop.purchases(csv, &options)), shop.balance("M")), ([2, 0, 0, 0], 1_598));
}

#[test]
fn tiers_of_another_programme() {
    let mut shop = World::in_memory();
    let csv = "member_no,tier,tier_until\nA,gold,2025-01-31\nB,Gold,2027-01-31\nC,金卡,2027-01-31\nD,黑金,2027-01-31\n";
    let values = vec![ValueMap::parse("platinum=黑金").unwrap()];
    let summary = shop.members(csv, &ImportOptions { values, ..ImportOptions::default() });
    assert_eq!(counts(&summary), [4, 0, 0, 0]);
    assert_eq!(summary.notes, [ImportNote::TiersReviewed { members: 1 }]);
    let tier = |shop: &mut World, number| {
        let tier = shop.snapshot(number).tier;
        (tier.code, tier.source)
    };
    assert_eq!(tier(&mut shop, "A").0, "base", "its reviews of 2025 and 2026 were due");
    assert_eq!(tier(&mut shop, "B"), ("gold".to_owned(), TierSource::Import));
    assert_eq!(tier(&mut shop, "C"), ("gold".to_owned(), TierSource::Import));
    assert_eq!(tier(&mut shop, "D"), ("platinum".to_owned(), TierSource::Import));
    shop.is_sound();
}

#[rstest]
#[case::dry_run(true)]
#[case::done(false)]
fn whose_tier_goes_down_is_named(#[case] dry_run: bool) {
    let mut shop = World::in_memory();
    let of = |tiers: &[&str], until: &str| {
        let rows = tiers.iter().enumerate().map(|(n, tier)| format!("M{n},{tier},{until}\n"));
        format!("member_no,tier,tier_until\n{}", rows.collect::<String>())
    };
    shop.members(&of(&["gold"; 9], "2027-01-31"), &ImportOptions::default());
    let tiers = ["silver", "silver", "platinum", "silver", "gold", "silver", "silver", "silver", "silver"];
    let summary = shop.members(&of(&tiers, "2027-02-28"), &ImportOptions { dry_run, ..update() });
    let lowered = summary.notes.iter().find_map(|note| match note {
        ImportNote::Unlikely { what: UnlikelyValue::LowerTier, named } => Some(named.clone()),
        _ => None,
    });
    let first = ["M0", "M1", "M3", "M5", "M6"].map(str::to_owned).to_vec();
    assert_eq!(lowered, Some(RepeatedOrders { rows: 7, first }));
    let note = ImportNote::Unlikely { what: UnlikelyValue::LowerTier, named: lowered.unwrap() };
    let said = Words::new(Lang::En).import_note(&note);
    assert_eq!(said, "7 members go down to a lower tier: M0, M1, M3, M5, M6 and 2 more");
}

#[test]
fn our_own_list_comes_back_as_no_change() {
    let mut shop = World::in_memory();
    shop.members("member_no,name,phone\nM1,=1+1,13800138001\nM2,''=x,+8613900139002\n", &ImportOptions::default());
    let list = "member_no,name,tier,points,segment,lifecycle,status,phone\nM1,'=1+1,gold,120,,prospect,active,138****8001\n\
                M2,''=x,base,0,,prospect,active,'+86****9002\n";
    assert_eq!(counts(&shop.members(list, &update())), [0, 0, 2, 0]);
    assert_eq!(shop.snapshot("M1").tier.code, "base");
}

#[test]
fn a_workbook_is_read_as_a_person_sees_it() {
    let mut shop = World::in_memory();
    let summary = members(&mut shop, include_bytes!("../../data/members.xlsx"), &ImportOptions::default());
    assert_eq!((counts(&summary), codes(&summary)), ([2, 0, 0, 0], vec![(5, "spoiled")]));
    let reading = summary.reading.unwrap();
    assert_eq!((reading.source, reading.titles), (TableSource::Sheet { name: "会员".to_owned() }, 1));
    let profile = profile(&mut shop, "M1");
    let days = [profile.birthday, profile.joined_on].map(|day| day.unwrap().to_string());
    assert_eq!((profile.phone.as_str(), days), ("13800138001", ["1990-05-07".to_owned(), "2024-01-05".to_owned()]));
    let sales = ImportSource::bytes(include_bytes!("../../data/purchases.xlsx"));
    let summary = shop.desk.import_purchases(sales, &ImportOptions::default(), &mut NoWatch, NOW).unwrap();
    assert_eq!((counts(&summary), shop.balance("M1")), ([3, 0, 0, 0], 1_598));
}
