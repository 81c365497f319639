//! The log of a CD shop, 1997 and 1998, as it was published: blank-separated, no header, no order references.

use super::shop::counts;
use crate::world::{Asks, NOW, World};
use loyaltui::desk::import::{ImportOptions, ImportSource, NoWatch};
use loyaltui::domain::import::form::FileForm;
use loyaltui::domain::import::setup::Mapping;
use loyaltui::domain::import::split::Delimiter;
use loyaltui::domain::import::time::TimeFormat;

const LOG: &[u8] = include_bytes!("../../data/CDNOW_sample.txt");

fn options() -> ImportOptions {
    let map = [("member_no", "1"), ("purchased_at", "3"), ("amount", "5")];
    let map = map.map(|(target, column)| (target.to_owned(), column.to_owned())).to_vec();
    ImportOptions {
        form: FileForm {
            mapping: Mapping { map, set: Vec::new() },
            delimiter: Some(Delimiter::Blanks),
            no_header: true,
            ..FileForm::default()
        },
        times: TimeFormat::strftime("%Y%m%d").unwrap(),
        enrol: true,
        ..ImportOptions::default()
    }
}

#[test]
fn the_cd_shops_log_has_its_published_totals() {
    let mut shop = World::in_a_file(|| NOW);
    let mut import = || shop.desk.import_purchases(ImportSource::bytes(LOG), &options(), &mut NoWatch, NOW).unwrap();
    assert_eq!(counts(&import()), [6_919, 0, 0, 0]);
    assert_eq!(counts(&import()), [0, 0, 6_919, 0]);
    let found = shop.desk.find("", 5_000, NOW).unwrap();
    assert_eq!(found.total, 2_357);
    let rows = &found.rows;
    assert_eq!(rows.len(), 2_357);
    assert_eq!(rows.iter().map(|m| m.orders).sum::<i64>(), 6_919);
    assert_eq!(rows.iter().filter(|m| m.orders == 1).count(), 1_205);
    let net: i64 = rows.iter().map(|m| m.net_spend.0).sum();
    let cents: i64 = std::str::from_utf8(LOG)
        .unwrap()
        .lines()
        .map(|line| line.split_whitespace().nth(4).unwrap().replace('.', "").parse::<i64>().unwrap())
        .sum();
    assert_eq!(net, cents);
    let days: Vec<i64> = rows.iter().map(|m| shop.snapshot(&m.member_no).purchases.days).collect();
    assert_eq!(days.iter().filter(|n| **n >= 2).count(), 1_139);
    shop.is_sound();
}
