//! What models say of value, and why they say nothing.

use super::*;
use crate::desk::import::{ImportOptions, ImportSource, NoWatch};
use crate::domain::question::ShowModels;
use crate::domain::value::{ChosenModel, FittedModels, NoValue};
use rstest::rstest;

/// Sixty members who have bought on two days or more; a few have paid for more than the first.
fn shop(spenders: usize) -> Desk {
    let mut desk = desk_with("name = \"Tea house\"\n[clv]\nmin_repeaters = 50\n");
    let mut rows = vec!["member_no,order_ref,purchased_at,amount".to_owned()];
    for member in 0..60_usize {
        for nth in 0..2 + member % 4 {
            let amount = if nth == 0 {
                50
            } else if member < spenders {
                20 + 5 * member
            } else {
                0
            };
            let (month, day) = (1 + 2 * nth, 1 + (member * 7 + nth * 3) % 28);
            rows.push(format!("M{member},O{member}-{nth},2026-{month:02}-{day:02},{amount}"));
        }
    }
    let file = rows.join("\n");
    let source = ImportSource::bytes(file.as_bytes());
    let options = ImportOptions { enrol: true, ..ImportOptions::default() };
    assert_eq!(desk.import_purchases(source, &options, &mut NoWatch, NOW).unwrap().rejected, 0);
    desk
}

fn models(desk: &mut Desk) -> Box<FittedModels> {
    desk.ask(&owner(), ShowModels { as_of: None }, NOW).unwrap()
}

#[rstest]
#[case::of_nobody(0, NoValue::NoMoney)]
#[case::of_one_member(1, NoValue::OneSpender)]
fn without_money_on_a_second_day_the_reason_is_told(#[case] spenders: usize, #[case] why: NoValue) {
    let mut desk = shop(spenders);
    assert_eq!(models(&mut desk).money, Err(why));
    let member = desk.member_by_no("M0").unwrap();
    let worth = desk.open_member(member, None, NOW).unwrap().worth.unwrap();
    assert_eq!((worth.value, worth.chosen), (Err(why), ChosenModel::BgNbd));
}

#[test]
fn two_members_who_spent_are_enough() {
    let mut desk = shop(2);
    assert!(models(&mut desk).money.is_ok());
}
