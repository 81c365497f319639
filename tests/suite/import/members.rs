//! Members from files: new ones, known ones, and what they bring from another programme.

use super::shop::{codes, counts};
use crate::world::{Asks, NOW, World};
use loyaltui::desk::import::{ImportNote, ImportOptions, Summary};
use loyaltui::domain::day::Day;
use loyaltui::domain::fold::view::TierSource;
use loyaltui::domain::import::form::FileForm;
use loyaltui::domain::import::reader::CellRules;
use loyaltui::domain::import::reject::RowReject;
use loyaltui::domain::import::setup::Mapping;
use loyaltui::domain::import::target::ImportField;

const HEADER: &str = "member_no,name,phone,email,birthday,joined_on,store,channel,tags,consents,referrer_no\n";

fn update() -> ImportOptions {
    ImportOptions { update: true, ..ImportOptions::default() }
}

#[test]
fn a_file_of_members() {
    let mut shop = World::in_memory();
    let csv = format!(
        "{HEADER}M1,张伟,138-1234 5678,zw@example.com,1990-02-28,2026-01-05,S001,wechat,vip;koc|vip,sms,\n\
         M2,Anna Lee,,,,,S001,,,,M1\n"
    );
    assert_eq!(counts(&shop.members(&csv, &ImportOptions::default())), [2, 0, 0, 0]);
    let member = shop.desk.member_by_no("M1").unwrap();
    let profile = shop.desk.profile(member).unwrap();
    assert_eq!((profile.name.as_str(), profile.phone.as_str()), ("张伟", "13812345678"));
    assert_eq!((profile.tags.join("+"), profile.consents.join("+")), ("koc+vip".to_owned(), "sms".to_owned()));
    assert_eq!(profile.birthday, Day::parse("1990-02-28"));
    assert_eq!(profile.store, "S001");
    let found = shop.desk.find("zw 5678", 5, NOW).unwrap();
    assert_eq!(found.rows.iter().map(|r| r.member_no.as_str()).collect::<Vec<_>>(), ["M1"]);
    assert_eq!(counts(&shop.members(&csv, &ImportOptions::default())), [0, 0, 2, 0]);
    shop.is_sound();
}

#[test]
fn many_members_are_all_findable() {
    let mut shop = World::in_a_file(|| NOW);
    let rows: Vec<String> = (0..6_000).map(|n| format!("M{n:05},王{n},139{n:08}")).collect();
    let csv = format!("member_no,name,phone\n{}\n", rows.join("\n"));
    assert_eq!(counts(&shop.members(&csv, &ImportOptions::default())), [6_000, 0, 0, 0]);
    let found = shop.desk.find("13900005999", 5, NOW).unwrap();
    assert_eq!(found.rows.iter().map(|r| r.member_no.as_str()).collect::<Vec<_>>(), ["M05999"]);
    assert_eq!(found.members, 6_000);
    assert_eq!(counts(&shop.members(&csv, &ImportOptions::default())), [0, 0, 6_000, 0]);
    shop.is_sound();
}

#[test]
fn a_known_member_takes_other_fields_only_when_told() {
    let mut shop = World::in_memory();
    shop.members("member_no,name,phone\nM1,Ann,13800000001\n", &ImportOptions::default());
    let changed = "member_no,name\nM1,Anne\n";
    let summary = shop.members(changed, &ImportOptions::default());
    assert_eq!(summary.errors[0].reason, RowReject::MemberDiffers { fields: vec![ImportField::Name] });
    assert_eq!(counts(&shop.members(changed, &ImportOptions { dry_run: true, ..update() })), [0, 1, 0, 0]);
    assert_eq!(counts(&shop.members(changed, &update())), [0, 1, 0, 0]);
    let member = shop.desk.member_by_no("M1").unwrap();
    let profile = shop.desk.profile(member).unwrap();
    assert_eq!((profile.name.as_str(), profile.phone.as_str()), ("Anne", "13800000001"));
    assert_eq!(counts(&shop.members(changed, &update())), [0, 0, 1, 0]);
    assert_eq!(shop.desk.find("anne", 5, NOW).unwrap().total, 1);
    shop.is_sound();
}

#[test]
fn a_number_stands_once_in_a_file() {
    let mut shop = World::in_memory();
    let summary = shop.members("member_no,name\nM1,Ann\nM1,Ann\nM1,Bob\n", &update());
    assert_eq!(counts(&summary), [1, 0, 1, 1]);
    assert_eq!(summary.errors[0].reason, RowReject::MemberTwice { line: 2 });
}

#[test]
fn what_a_programme_brings_that_moves_in() {
    let mut shop = World::in_memory();
    let set = vec![("opened_on".to_owned(), "2026-06-30".to_owned())];
    let options = ImportOptions {
        form: FileForm { mapping: Mapping { map: Vec::new(), set }, ..FileForm::default() },
        ..ImportOptions::default()
    };
    let csv = "member_no,opening_points,opening_expires_on,tier,tier_until\n\
               M1,1200,2026-12-31,gold,2027-03-31\nM2,500,,base,\nM3,300,2026-10-31,,\nM4,,,,\n";
    let summary = shop.members(csv, &options);
    assert_eq!(counts(&summary), [4, 0, 0, 0]);
    let one = shop.snapshot("M1");
    assert_eq!((one.points.balance.0, one.tier.code.as_str(), one.tier.source), (1_200, "gold", TierSource::Import));
    assert_eq!(one.tier.until, Day::parse("2027-03-31"));
    let lot = shop.snapshot("M2").points.lots[0];
    assert_eq!((lot.points.0, lot.expires_on), (500, Day::parse("2027-12-31")));
    assert_eq!(shop.balance("M3"), 0);
    assert_eq!(shop.balance("M4"), 0);
    assert_eq!(counts(&shop.members(csv, &options)), [0, 0, 4, 0]);
    let more = "member_no,opening_points,tier,tier_until\nM1,1300,gold,2027-03-31\nM2,500,silver,2027-01-31\nM4,10,,\n";
    let summary = shop.members(more, &ImportOptions { update: true, ..options });
    assert_eq!(codes(&summary), [(2, "opening_differs")]);
    assert_eq!(counts(&summary), [0, 2, 0, 1]);
    assert_eq!((shop.balance("M1"), shop.balance("M2"), shop.balance("M4")), (1_200, 500, 10));
    assert_eq!(shop.snapshot("M2").tier.code, "silver");
    shop.is_sound();
}

#[test]
fn rows_that_can_not_be() {
    let mut shop = World::in_memory();
    let csv = "member_no,birthday,opening_points,tier,tier_until\n,,,,\nM1,1990-02-30,,,\nM2,,1.5,,\nM3,,-5,,\n\
               M4,,,diamond,\nM5,,,gold,\nM6,,,base,2027-01-01\nM7,,,,2026-01-01\nM8,,1.38E+10,,\nM9,2030-01-01,,,\n";
    let strict = CellRules { strict: true, ..CellRules::default() };
    let summary = shop.members(csv, &ImportOptions { cells: strict, ..ImportOptions::default() });
    let expected = [
        (3, "bad_day"),
        (4, "decimals"),
        (5, "negative"),
        (6, "unknown_tier"),
        (7, "tier_until"),
        (8, "tier_until"),
        (9, "end_without_tier"),
        (10, "spoiled"),
        (11, "no_birthday"),
    ];
    assert_eq!(codes(&summary), expected);
    assert_eq!(counts(&summary), [0, 0, 0, 9]);
    let summary = shop.members(csv, &ImportOptions::default());
    assert_eq!((counts(&summary), summary.cells_rejected), ([9, 0, 0, 0], 9));
    assert!(summary.errors.iter().all(|error| error.only_cell));
    assert_eq!(codes(&summary), expected);
}

fn unlikely(summary: &Summary) -> Vec<(&'static str, u64, Vec<String>)> {
    let told = |note: &ImportNote| {
        let ImportNote::Unlikely { what, named } = note else { return None };
        Some((what.word(), named.rows, named.first.clone()))
    };
    summary.notes.iter().filter_map(told).collect()
}

/// As a change of one member tells them: before anything is written, and once it is.
#[test]
fn unlikely_values_are_told() {
    let mut shop = World::in_memory();
    let first = "member_no,name,phone,email,store\nA,Ann,13800000001,a@example.com,Main\nB,Bo,13800000002,,Main\n";
    assert_eq!(unlikely(&shop.members(first, &ImportOptions::default())), []);
    let file = "member_no,name,phone,email,birthday,store,consents,opening_points\n\
                C,Cy,139,,1900-01-01,Mian,是,\nD,Di,13800000001,A@example.com,1990-05-01,Mian,sms,9999999\n\
                E,Ed,13800000005,,2026-11-01,Main,sms,5000\nB,Bo,13800000001,,,,,\n";
    let options = ImportOptions { update: true, ..ImportOptions::default() };
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let told = [
        ("unlikely_phone", 1, names(&["C"])),
        ("unlikely_consent", 1, names(&["C"])),
        ("unlikely_birthday", 2, names(&["C", "E"])),
        ("unknown_store", 1, names(&["Mian"])),
        ("shared_contact", 3, names(&["D", "D", "B"])),
        ("unlikely_points", 1, names(&["D"])),
    ];
    assert_eq!(unlikely(&shop.members(file, &ImportOptions { dry_run: true, ..options.clone() })), told);
    assert_eq!(unlikely(&shop.members(file, &options)), told);
    assert_eq!(unlikely(&shop.members(file, &options)), [], "what is on file by now is not told again");
}

#[test]
fn a_purchase_of_an_unlikely_amount_is_told() {
    let mut shop = World::in_memory();
    let rows = "order_ref,member_no,purchased_at,amount\nA1,M,2026-03-01,299.90\nA2,M,2026-03-02,299900\n\
                ,M,2026-03-03,2999000\nA3,N,2026-03-03,99999\n";
    let enrol = ImportOptions { enrol: true, ..ImportOptions::default() };
    let told = [("unlikely_amount", 1, vec!["A2".to_owned()])];
    assert_eq!(unlikely(&shop.purchases(rows, &ImportOptions { dry_run: true, ..enrol.clone() })), told);
    assert_eq!(unlikely(&shop.purchases(rows, &enrol)), told);
}
