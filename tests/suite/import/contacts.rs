//! Rows that know a phone or an e-mail, not a member number.

use super::shop::{codes, counts, enrol};
use crate::world::{Asks, NOW, World};
use loyaltui::desk::import::ImportOptions;
use loyaltui::domain::import::form::FileForm;
use loyaltui::domain::import::reject::RowReject;
use loyaltui::domain::import::setup::Mapping;
use rstest::rstest;

fn shop() -> World {
    let mut shop = World::in_memory();
    let members = "member_no,name,phone,email\nM1,张三,13800138001,zs@example.com\nM2,李四,13800138002,\n\
                   M3,王五,13800138002,ww@example.com\n";
    shop.members(members, &ImportOptions::default());
    shop
}

fn mapped(target: &str, column: &str) -> ImportOptions {
    let map = vec![(target.to_owned(), column.to_owned())];
    let form = FileForm { mapping: Mapping { map, set: Vec::new() }, ..FileForm::default() };
    ImportOptions { form, ..ImportOptions::default() }
}

#[rstest]
#[case::as_stored("13800138001")]
#[case::with_country("+86 138-0013-8001")]
#[case::full_width("１３８００１３８００１")]
#[case::of_a_spreadsheet("13800138001.0")]
fn a_purchase_finds_its_member_by_phone(#[case] phone: &str) {
    let mut shop = shop();
    let csv = format!("order_ref,tel,purchased_at,amount\nA1,{phone},2026-11-01,100\n");
    assert_eq!(counts(&shop.purchases(&csv, &mapped("phone", "tel"))), [1, 0, 0, 0]);
    assert_eq!(shop.balance("M1"), 100);
    assert_eq!(counts(&shop.purchases(&csv, &mapped("phone", "tel"))), [0, 0, 1, 0]);
}

#[test]
fn a_purchase_finds_its_member_by_email() {
    let mut shop = shop();
    let csv = "订单号,邮箱,下单时间,实付金额\nA1,WW@Example.com,2026/11/1 18:06,¥100\n";
    assert_eq!(counts(&shop.purchases(csv, &ImportOptions::default())), [1, 0, 0, 0]);
    assert_eq!(shop.balance("M3"), 100);
}

#[rstest]
#[case::nobody("13900139000", RowReject::UnknownContact)]
#[case::two("13800138002", RowReject::SeveralMembers { numbers: vec!["M2".to_owned(), "M3".to_owned()] })]
#[case::masked("138****8001", RowReject::Masked)]
#[case::spoiled("1.38E+10", RowReject::Spoiled)]
#[case::blank("", RowReject::Missing)]
fn whom_a_phone_does_not_find_is_said(#[case] phone: &str, #[case] reason: RowReject) {
    let mut shop = shop();
    let csv = format!("order_ref,phone,purchased_at,amount\nA1,{phone},2026-11-01,100\n");
    let summary = shop.purchases(&csv, &enrol());
    assert_eq!(summary.errors.iter().map(|error| error.reason.clone()).collect::<Vec<_>>(), [reason]);
}

#[test]
fn a_phone_in_the_place_of_a_number_makes_no_member() {
    let mut shop = shop();
    let csv = "order_ref,phone,purchased_at,amount\nA1,13800138001,2026-11-01,100\n";
    let summary = shop.purchases(csv, &ImportOptions { enrol: true, ..mapped("member_no", "phone") });
    assert_eq!(summary.errors[0].reason, RowReject::PhoneOf { member_no: "M1".to_owned() });
    assert_eq!(shop.desk.find("", 10, NOW).unwrap().members, 3);
}

#[test]
fn members_are_updated_by_phone_or_email() {
    let mut shop = shop();
    let csv = "手机号,邮箱,门店\n+8613800138001,,静安\n,WW@example.com,浦东\n13900139000,,徐汇\n13800138002,,黄浦\n";
    let summary = shop.members(csv, &ImportOptions { update: true, ..ImportOptions::default() });
    assert_eq!(counts(&summary), [0, 2, 0, 2]);
    assert_eq!(codes(&summary), [(4, "unknown_contact"), (5, "several_members")]);
    for (number, store, phone) in [("M1", "静安", "13800138001"), ("M3", "浦东", "13800138002")] {
        let member = shop.desk.member_by_no(number).unwrap();
        let profile = shop.desk.profile(member).unwrap();
        assert_eq!((profile.store.as_str(), profile.phone.as_str()), (store, phone));
    }
}

#[test]
fn feedback_finds_its_member_by_phone() {
    let mut shop = shop();
    let csv = "ref,phone,answered_at,kind,score\nr1,13800138001,2026-11-01,nps,９\nr2,13900139000,2026-11-01,nps,9.0\n\
               r3,,2026-11-01,nps,9\n";
    let summary = shop.answers(csv, &ImportOptions::default());
    assert_eq!((counts(&summary), codes(&summary)), ([2, 0, 0, 1], vec![(3, "unknown_contact")]));
}
