//! Rows with one reference: lines of an order, an order that stands there twice, or a contradiction.

use super::shop::{codes, counts, enrol};
use crate::world::World;
use loyaltui::desk::import::{ImportNote, ImportOptions, Summary};
use rstest::rstest;

const HEADER: &str = "order_ref,member_no,purchased_at,amount,points_paid\n";

fn lines() -> ImportOptions {
    ImportOptions { lines: true, ..enrol() }
}

fn added(summary: &Summary) -> u64 {
    let lines = |note: &ImportNote| if let ImportNote::LinesAdded { lines } = note { Some(*lines) } else { None };
    summary.notes.iter().find_map(lines).unwrap_or(0)
}

#[test]
fn rows_of_one_order_that_differ_are_all_rejected() {
    let mut shop = World::in_memory();
    let csv = format!("{HEADER}S1,M,2026-11-01,80,\nS1,M,2026-11-01,30,\nS2,M,2026-11-02,5,\nS1,M,2026-11-01,80,\n");
    let summary = shop.purchases(&csv, &enrol());
    assert_eq!(codes(&summary), [(2, "order_lines"), (3, "order_lines"), (5, "order_lines")]);
    assert_eq!((counts(&summary), shop.balance("M")), ([1, 0, 0, 3], 5));
}

#[test]
fn equal_rows_are_one_order_and_are_named() {
    let mut shop = World::in_memory();
    let csv = format!("{HEADER}S1,M,2026-11-01,50,\nS1,M,2026-11-01,50.00,\n");
    let summary = shop.purchases(&csv, &enrol());
    assert_eq!((counts(&summary), shop.balance("M")), ([1, 0, 1, 0], 50));
    let named = summary.notes.iter().any(|note| matches!(note, ImportNote::RepeatedOrders(o) if o.first == ["S1"]));
    assert!(named, "{:?}", summary.notes);
}

#[rstest]
#[case::sum("S1,M,2026-11-01 10:00,50,\nS1,M,2026-11-01 10:00,50,\n", 1, 1, 100)]
#[case::discount("S1,M,2026-11-01,80,\nS1,M,2026-11-01,-30,\nS1,M,2026-11-01,5.5,\n", 1, 2, 55)]
#[case::two_orders("S1,M,2026-11-01,80,\nS2,M,2026-11-02,10,\nS1,M,2026-11-01,20,\n", 2, 1, 110)]
#[case::with_points("S1,M,2026-11-01,80,10\nS1,M,2026-11-01,20,10\n", 1, 1, 80)]
#[case::without_references(",M,2026-11-01,80,\n,M,2026-11-01,20,\n", 2, 0, 100)]
fn lines_are_added_up(#[case] rows: &str, #[case] new: u64, #[case] lines_added: u64, #[case] points: i64) {
    let mut shop = World::in_memory();
    let summary = shop.purchases(&format!("{HEADER}{rows}"), &lines());
    assert_eq!((summary.new, added(&summary), summary.rejected), (new, lines_added, 0), "{:?}", summary.errors);
    assert_eq!(shop.balance("M"), points);
    let again = shop.purchases(&format!("{HEADER}{rows}"), &lines());
    assert_eq!((again.new, again.unchanged), (0, new), "twice is once");
    shop.is_sound();
}

#[rstest]
#[case::of_two_days("S1,M,2026-11-01,80,\nS1,M,2026-11-02,30,\n", "order_lines")]
#[case::more_points_than_money("S1,M,2026-11-01,80,70\nS1,M,2026-11-01,-30,\n", "points_paid_above_amount")]
fn lines_that_contradict_each_other_are_all_rejected(#[case] rows: &str, #[case] code: &str) {
    let mut shop = World::in_memory();
    let summary = shop.purchases(&format!("{HEADER}{rows}"), &lines());
    assert_eq!(codes(&summary), [(2, code), (3, code)]);
}

#[test]
fn lines_below_zero_are_a_refund() {
    let mut shop = World::in_memory();
    shop.purchases(&format!("{HEADER}S1,M,2026-11-01,100,\n"), &enrol());
    let summary = shop.purchases(&format!("{HEADER}R1,M,2026-11-03,-20,\nR1,M,2026-11-03,-5,\n"), &lines());
    assert_eq!((summary.new, shop.balance("M")), (1, 75));
}
