//! Rules §3 and §4: spending order, deficits, expiry, pending points, earning.

use super::{Till, assert_ties_out, at, day};
use crate::domain::fact::FactKind;
use crate::domain::fold::view::EntryKind;
use crate::domain::num::Points;
use crate::domain::program::Expiry;
use rstest::rstest;

fn three_lots() -> Till {
    let mut till = Till::new();
    till.credit("2026-01-01", 100, Some("2027-01-10"));
    till.credit("2026-01-02", 50, None);
    till.credit("2026-01-03", 80, Some("2026-09-30"));
    till
}

#[test]
fn case_a_the_nearest_end_is_spent_first() {
    let mut till = three_lots();
    till.debit("2026-04-01", 120);
    assert_eq!(till.lots("2026-04-01"), "60/50");
    assert_eq!(till.balance("2026-04-01"), 110);
}

#[test]
fn case_b_a_late_debit_finds_the_nearest_lot_dead() {
    let mut till = three_lots();
    till.debit("2026-10-02", 120);
    let now = till.on("2026-10-02");
    assert_eq!(till.lots("2026-10-02"), "30");
    assert_eq!((now.points.balance, now.points.tally.expired), (Points(30), Points(80)));
    assert_ties_out(&now);
}

#[test]
fn case_c_only_a_claw_back_makes_a_deficit_and_a_credit_pays_it_first() {
    let mut till = Till::new();
    let sale = till.sale("2026-01-01", 70);
    till.debit("2026-01-02", 60);
    till.refund("2026-01-03", 7_000, sale);
    let owing = till.on("2026-01-03");
    assert_eq!(
        (owing.points.tally.open, owing.points.deficit, owing.points.balance),
        (Points(0), Points(60), Points(-60))
    );
    assert_ties_out(&owing);
    till.credit("2026-01-04", 100, None);
    assert_eq!(till.lots("2026-01-04"), "40");
}

#[test]
fn case_d_the_last_day_ends_at_midnight_of_the_zone() {
    let mut till = Till::new();
    till.credit("2026-01-01", 80, Some("2026-09-30"));
    let mut in_time = till.blank(FactKind::Redeem, crate::domain::day::Instant(at("2026-10-01").0 - 1_000));
    assert_eq!(in_time.at.rfc3339(), "2026-09-30T15:59:59Z");
    in_time.points = Points(-80);
    till.push(in_time.clone());
    assert_eq!(till.on("2026-09-30").points.deficit, Points(0));

    let debit = till.history.facts.last_mut().unwrap();
    debit.at.0 += 1_000;
    assert_eq!(debit.at.rfc3339(), "2026-09-30T16:00:00Z");
    assert_eq!(till.on("2026-10-01").points.deficit, Points(80));
}

#[rstest]
#[case::never(Expiry::Never, "2026-05-01", None)]
#[case::leap(Expiry::Months(12), "2028-02-29", Some("2029-02-28"))]
#[case::month_end(Expiry::EndOfMonth(1), "2026-01-31", Some("2026-02-28"))]
#[case::default_rule(Expiry::EndOfYear(1), "2026-01-01", Some("2027-12-31"))]
#[case::late_row(Expiry::EndOfYear(1), "2023-05-01", Some("2024-12-31"))]
fn case_e_expiry_counts_from_the_credits_own_day(#[case] rule: Expiry, #[case] from: &str, #[case] last: Option<&str>) {
    assert_eq!(rule.last_day(day(from)), last.map(day));
}

#[test]
fn case_f_pending_points_pay_a_deficit_only_on_their_day() {
    let mut till = Till::new();
    let sale = till.sale("2026-01-01", 60);
    till.debit("2026-01-01 12:00", 60);
    till.refund("2026-01-01 13:00", 6_000, sale);
    let mut pending = till.blank(FactKind::Bonus, at("2026-01-02"));
    pending.points = Points(100);
    pending.spendable_on = Some(day("2026-01-08"));
    till.push(pending);
    let before = till.on("2026-01-07").points;
    assert_eq!((before.balance, before.pending), (Points(-60), Points(100)));
    let on_its_day = till.on("2026-01-08").points;
    assert_eq!((on_its_day.balance, on_its_day.pending, on_its_day.tally.open), (Points(40), Points(0), Points(40)));
}

#[test]
fn a_late_fact_that_takes_what_was_spent_leaves_a_deficit_from_the_debit_on() {
    let mut till = Till::new();
    let sale = till.sale("2026-01-01", 100);
    till.debit("2026-02-01", 100);
    till.refund("2026-01-15", 10_000, sale);
    assert_eq!(till.balance("2026-01-31"), 0);
    assert_eq!(till.on("2026-02-01").points.deficit, Points(100));
}

#[test]
fn a_purchase_of_2023_that_arrives_in_2026_is_dead_on_arrival() {
    let mut till = Till::new();
    till.sale("2023-05-01", 100);
    let now = till.folded("2026-11-22");
    let kinds: Vec<EntryKind> = now.trace.entries.iter().map(|e| e.kind).collect();
    assert_eq!(kinds, [EntryKind::Earn, EntryKind::Expire]);
    assert_eq!(till.on("2024-12-31").points.balance, Points(100));
    assert_eq!(till.on("2025-01-01").points.balance, Points(0));
}

#[test]
fn a_credit_whose_last_day_has_passed_is_dead_at_once() {
    let mut till = Till::new();
    till.credit("2026-05-01", 30, Some("2026-04-30"));
    let now = till.on("2026-05-01");
    assert_eq!((now.points.balance, now.points.tally.expired), (Points(0), Points(30)));
    assert_ties_out(&now);
}

#[test]
fn the_multiplier_is_that_of_the_tier_just_before_the_purchase() {
    let mut till = Till::new();
    let first = till.sale("2026-03-01 10:00", 1_000);
    let second = till.sale("2026-03-01 11:00", 100);
    assert_eq!((till.earned(first), till.earned(second)), (1_000, 110));
}

#[test]
fn ledger_lines_add_up_to_the_balance() {
    let mut till = three_lots();
    till.debit("2026-04-01", 120);
    let sale = till.sale("2026-05-01", 300);
    till.refund("2026-05-02", 10_000, sale);
    let folded = till.folded("2028-06-01");
    let sum: i64 = folded.trace.entries.iter().map(|e| e.points.0).sum();
    assert_eq!(sum, till.balance("2028-06-01"));
    assert_eq!(folded.trace.entries.last().unwrap().balance_after, till.on("2028-06-01").points.balance);
}

#[test]
fn undoing_a_credit_debits_that_very_lot() {
    let mut till = Till::new();
    till.credit("2026-01-01", 50, Some("2026-06-30"));
    let later = till.credit("2026-01-02", 80, None);
    till.answer(FactKind::Adjust, "2026-01-03", -80, later);
    assert_eq!(till.lots("2026-01-03"), "50");
}

#[test]
fn undoing_a_debit_gives_back_to_its_lots_last_drawn_first() {
    let mut till = three_lots();
    let debit = till.debit("2026-04-01", 120);
    let back = till.answer(FactKind::RedeemReturn, "2026-04-02", 120, debit);
    assert_eq!(till.lots("2026-04-02"), "80/100/50");
    till.answer(FactKind::Redeem, "2026-04-03", -120, back);
    assert_eq!(till.lots("2026-04-03"), "60/50");
}

#[test]
fn a_return_to_a_lot_that_died_counts_as_expired() {
    let mut till = three_lots();
    let debit = till.debit("2026-04-01", 120);
    till.answer(FactKind::RedeemReturn, "2026-10-02", 120, debit);
    let now = till.on("2026-10-02");
    assert_eq!(till.lots("2026-10-02"), "100/50");
    assert_eq!(now.points.tally.expired, Points(80));
    assert_ties_out(&now);
}

#[test]
fn undoing_a_credit_that_paid_a_deficit_brings_the_deficit_back() {
    let mut till = Till::new();
    let sale = till.sale("2026-01-01", 60);
    till.debit("2026-01-02", 60);
    till.refund("2026-01-03", 6_000, sale);
    let before = till.on("2026-01-05").points;
    let credit = till.credit("2026-01-05", 100, None);
    assert_eq!(till.balance("2026-01-05"), 40);
    till.answer(FactKind::Adjust, "2026-01-05 12:00", -100, credit);
    let after = till.on("2026-01-05");
    assert_eq!((after.points.balance, after.points.deficit), (before.balance, before.deficit));
    assert_ties_out(&after);
}

/// What goes on from a resume point must know the same next day as a fold of everything.
#[test]
fn a_pending_lot_that_holds_nothing_has_no_day_to_come() {
    let mut till = Till::new();
    till.program.points.pending_days = 30;
    let sale = till.sale("2026-11-04", 40);
    till.credit("2026-11-05", 7, None);
    till.refund("2026-11-05", 4_000, sale);
    let (folded, programs) = (till.folded("2026-11-10"), till.programs());
    let mut gone_on = folded.resume.clone();
    gone_on.advance_to(day("2026-11-10"), &programs).unwrap();
    assert_eq!(folded.state.stale_on(&programs), gone_on.stale_on(&programs));
    assert_ne!(folded.state.stale_on(&programs), Some(day("2026-12-04")));
}

#[test]
fn a_lot_that_was_emptied_while_it_was_pending_can_be_filled_again_once_its_day_has_come() {
    let mut till = Till::new();
    let mut bonus = till.blank(FactKind::Bonus, at("2026-01-01"));
    (bonus.points, bonus.spendable_on, bonus.expires_on) =
        (Points(50), Some(day("2026-01-10")), Some(day("2026-06-30")));
    let bonus = till.push(bonus);
    let undone = till.answer(FactKind::Adjust, "2026-01-02", -50, bonus);
    till.answer(FactKind::Adjust, "2026-02-01", 50, undone);
    assert_eq!((till.balance("2026-01-15"), till.balance("2026-02-01"), till.balance("2026-07-01")), (0, 50, 0));
    assert_ties_out(&till.on("2026-07-01"));
    let mut late = Till::new();
    late.history.facts = till.history.facts.clone();
    late.history.facts[2].at = at("2026-07-05");
    assert_eq!(late.balance("2026-07-05"), 0, "it has died meanwhile");
    assert_ties_out(&late.on("2026-07-05"));
}
