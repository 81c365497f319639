//! Rules §5.

use super::{Till, assert_ties_out, at};
use crate::domain::fact::{FactKind, History};
use crate::domain::fold::view::{EntryKind, LifecycleStage};
use crate::domain::num::{Money, Points};
use crate::domain::program::RefundPolicy;
use rstest::rstest;

#[test]
fn claw_backs_are_floored_over_all_refunds_together() {
    let mut till = Till::new();
    let sale = till.sale_paid("2026-01-01", 29_990, 0, None);
    for (when, fen) in [("2026-01-02", 10_000), ("2026-01-03", 10_000), ("2026-01-04", 9_990)] {
        till.refund(when, fen, sale);
    }
    let trace = till.folded("2026-01-05").trace;
    let clawed: Vec<i64> = trace.entries.iter().filter(|e| e.kind == EntryKind::Clawback).map(|e| e.points.0).collect();
    assert_eq!(till.earned(sale), 299);
    assert_eq!(clawed, [-100, -100, -99]);
}

#[test]
fn the_own_lot_is_taken_first() {
    let mut till = Till::new();
    till.sale("2025-05-01", 100);
    let second = till.sale("2026-05-01", 100);
    till.refund("2026-05-02", 10_000, second);
    let lots = till.on("2026-05-02").points.lots;
    assert_eq!(lots.len(), 1);
    assert_eq!((lots[0].open, lots[0].expires_on), (Points(100), crate::domain::day::Day::parse("2026-12-31")));
}

#[test]
fn what_expired_unspent_is_waived_and_not_taken_elsewhere() {
    let mut till = Till::new();
    let first = till.sale("2024-05-01", 100);
    till.sale("2026-05-01", 50);
    till.refund("2026-06-01", 10_000, first);
    let now = till.on("2026-06-01");
    assert_eq!((now.points.balance, now.points.tally.waived), (Points(50), Points(100)));
    assert_ties_out(&now);
}

#[rstest]
#[case::deficit(RefundPolicy::Deficit, -50, 0)]
#[case::within_balance(RefundPolicy::WithinBalance, 0, 50)]
#[case::pending_only(RefundPolicy::PendingOnly, 10, 60)]
fn the_policy_decides_what_spent_points_cost(#[case] policy: RefundPolicy, #[case] balance: i64, #[case] waived: i64) {
    let mut till = Till::new();
    till.program.refund = policy;
    let sale = till.sale("2026-01-01", 60);
    till.debit("2026-01-02", 50);
    till.refund("2026-01-03", 6_000, sale);
    let now = till.on("2026-01-03");
    assert_eq!((now.points.balance, now.points.tally.waived), (Points(balance), Points(waived)));
    assert_ties_out(&now);
}

#[rstest]
#[case::deficit(RefundPolicy::Deficit)]
#[case::within_balance(RefundPolicy::WithinBalance)]
#[case::pending_only(RefundPolicy::PendingOnly)]
fn pending_points_of_the_sale_go_under_every_policy(#[case] policy: RefundPolicy) {
    let mut till = Till::new();
    till.program.refund = policy;
    till.program.points.pending_days = 7;
    let sale = till.sale("2026-01-01", 60);
    till.refund("2026-01-03", 6_000, sale);
    let now = till.on("2026-01-03").points;
    assert_eq!((now.balance, now.pending, now.tally.clawed_back), (Points(0), Points(0), Points(60)));
}

#[test]
fn points_spent_on_a_refunded_order_go_back_in_the_sales_proportion() {
    let mut till = Till::new();
    till.credit("2026-01-01", 2_000, Some("2026-12-31"));
    let mut spent = till.blank(FactKind::Redeem, at("2026-02-01 09:00"));
    spent.points = Points(-2_000);
    spent.reference = Some("A-1".to_owned());
    till.push(spent);
    let sale = till.sale_paid("2026-02-01 10:00", 10_000, 2_000, Some("A-1"));
    assert_eq!(till.earned(sale), 80);
    till.refund("2026-02-03", 5_000, sale);
    let folded = till.folded("2026-02-03");
    let of = |kind| folded.trace.entries.iter().filter(|e| e.kind == kind).map(|e| e.points.0).sum::<i64>();
    assert_eq!((of(EntryKind::RedeemReturn), of(EntryKind::Clawback)), (1_000, -40));
    let now = till.on("2026-02-03");
    assert_eq!(now.purchases.net_spend, Money(4_000));
    assert_eq!(now.points.balance, Points(1_040));
    assert_ties_out(&now);
}

#[test]
fn an_undone_redemption_gives_back_only_what_a_refund_of_a_day_before_has_left() {
    let mut till = Till::new();
    till.credit("2026-01-01", 500, Some("2026-12-31"));
    let mut spent = till.blank(FactKind::Redeem, at("2026-02-01 09:00"));
    spent.points = Points(-96);
    spent.reference = Some("A-1".to_owned());
    let spent = till.push(spent);
    let sale = till.sale_paid("2026-02-01 10:00", 10_000, 2_000, Some("A-1"));
    till.answer(FactKind::RedeemReturn, "2026-02-10", 96, spent);
    till.refund("2026-02-05", 5_000, sale);
    let now = till.on("2026-02-10");
    assert_eq!((now.points.tally.spent, now.points.tally.returned), (Points(96), Points(96)));
    assert_eq!(now.points.balance, Points(500 + 40));
    assert_ties_out(&now);
}

#[test]
fn neither_part_of_a_sale_goes_back_twice() {
    let mut till = Till::new();
    let sale = till.sale_paid("2026-02-01", 10_000, 9_000, None);
    let refund = till.refund("2026-02-02", 1_000, sale);
    till.history.facts.iter_mut().filter(|f| f.id == refund).for_each(|f| f.points_paid = Some(Money(0)));
    till.refund("2026-02-03", 1_000, sale);
    let now = till.on("2026-02-03");
    assert_eq!((now.purchases.net_spend, now.points.tally.clawed_back), (Money(0), Points(10)));
}

#[test]
fn a_return_lifts_no_tier_and_dead_lots_stay_dead() {
    let mut till = Till::new();
    till.credit("2026-01-01", 2_000, Some("2026-02-28"));
    let mut spent = till.blank(FactKind::Redeem, at("2026-02-01 09:00"));
    spent.points = Points(-2_000);
    spent.reference = Some("A-1".to_owned());
    till.push(spent);
    let sale = till.sale_paid("2026-02-01 10:00", 10_000, 2_000, Some("A-1"));
    till.refund("2026-03-03", 10_000, sale);
    let now = till.on("2026-03-03");
    assert_eq!((now.points.balance, now.points.tally.expired), (Points(0), Points(2_000)));
    assert_eq!(now.tier.code, "base");
}

#[test]
fn a_refund_lowers_its_purchase_on_the_purchases_day_and_no_other_window() {
    let mut till = Till::new();
    let old = till.sale("2025-01-01", 900);
    till.sale("2026-06-01", 900);
    till.refund("2026-06-02", 90_000, old);
    let now = till.on("2026-06-02");
    assert_eq!(now.tier.window_spend, Money(90_000));
    assert_eq!(now.purchases.net_spend, Money(90_000));
}

#[test]
fn a_purchase_is_an_order_until_all_of_it_is_refunded() {
    let mut till = Till::new();
    let sale = till.sale("2026-01-01", 100);
    till.sale_paid("2026-01-05", 0, 0, None);
    till.refund("2026-01-02", 9_999, sale);
    assert_eq!(till.on("2026-01-03").purchases.count, 1);
    till.refund("2026-01-04", 1, sale);
    assert_eq!(till.on("2026-01-04").purchases.count, 0);
    let now = till.on("2026-01-05").purchases;
    assert_eq!((now.count, now.first_on, now.net_spend), (1, crate::domain::day::Day::parse("2026-01-05"), Money(0)));
}

#[test]
fn a_member_whose_purchases_are_all_refunded_is_a_prospect_again() {
    let mut till = Till::new();
    let sale = till.sale("2026-01-01", 100);
    assert_eq!(till.on("2026-01-01").lifecycle.stage, LifecycleStage::New);
    till.refund("2026-01-02", 10_000, sale);
    assert_eq!(till.on("2026-01-02").lifecycle.stage, LifecycleStage::Prospect);
}

#[test]
fn a_refund_without_a_sale_lowers_net_spend_on_its_own_day_only() {
    let mut till = Till::new();
    let mut refund = till.blank(FactKind::Refund, at("2026-01-02"));
    refund.amount = Money(5_000);
    till.push(refund);
    let now = till.on("2026-01-02");
    assert_eq!((now.purchases.net_spend, now.purchases.count, now.points.balance), (Money(-5_000), 0, Points(0)));
    assert_eq!(now.tier.window_spend, Money(-5_000));
    assert_eq!(till.on("2027-01-02").tier.window_spend, Money(0));
}

#[test]
fn the_order_of_arrival_does_not_matter() {
    let mut till = Till::new();
    let sale = till.sale("2026-01-01", 300);
    till.refund("2026-01-05", 10_000, sale);
    till.refund("2026-01-03", 15_000, sale);
    till.debit("2026-01-04", 100);
    let forwards = till.folded("2026-02-01");
    till.history = History { facts: till.history.facts.into_iter().rev().collect(), ..till.history };
    let again =
        super::fold(&till.history, &crate::domain::program::Programs::single(till.program), forwards.state.day());
    assert_eq!(again.unwrap(), forwards);
}

/// ¥26 of which ¥5 are paid with 500 points at 15:00, all of it refunded by a row that has the day only.
#[rstest]
#[case::sale_of_the_day("2026-11-29", "2026-11-29", 500)]
#[case::sale_of_the_morning("2026-11-29 09:30", "2026-11-29 09:30", 500)]
#[case::refund_of_the_evening("2026-11-29", "2026-11-29 21:00", 500)]
#[case::refund_of_noon_is_before_it("2026-11-29 09:30", "2026-11-29 12:00", 0)]
fn a_refund_without_a_time_comes_after_what_was_redeemed_on_its_order(
    #[case] sold: &str,
    #[case] refunded: &str,
    #[case] balance: i64,
) {
    let mut till = Till::new();
    till.credit("2026-11-29 09:02", 500, None);
    let redemption = till.debit("2026-11-29 15:00", 500);
    till.history.facts.last_mut().unwrap().reference = Some("A1".to_owned());
    let sale = till.sale_paid(sold, 2_600, 500, Some("A1"));
    till.refund(refunded, 2_600, sale);
    let folded = till.folded("2026-11-29");
    let now = folded.state.snapshot(&till.programs());
    assert_eq!(now.points.balance, Points(balance));
    assert_ties_out(&now);
    let returned = folded.trace.entries.iter().find(|e| e.kind == EntryKind::RedeemReturn);
    assert_eq!(returned.map(|e| (e.points.0, e.reverses)), (balance > 0).then_some((500, Some(redemption))));
    assert_eq!(till.on("2026-11-30").points.tally.clawed_back, Points(21));
}

/// ¥200 at 10:00, all of what they earned is spent on the order, and it is refunded by a row that has the day only.
#[rstest]
#[case::sale_with_a_time("2026-11-29 10:00", "2026-11-29 10:00")]
#[case::sale_without_a_time("2026-11-29", "2026-11-29")]
#[case::sale_of_the_day_before("2026-11-28 10:00", "2026-11-29")]
fn no_balance_in_between_is_below_zero_for_a_refund_without_a_time(#[case] sold: &str, #[case] refunded: &str) {
    let mut till = Till::new();
    let sale = till.sale_paid(sold, 20_000, 0, Some("A1"));
    till.refund(refunded, 20_000, sale);
    for when in ["2026-11-29 11:00", "2026-11-29 15:00"] {
        till.debit(when, 100);
        till.history.facts.last_mut().unwrap().reference = Some("A1".to_owned());
    }
    let folded = till.folded("2026-11-29");
    let lines: Vec<(EntryKind, i64)> = folded.trace.entries.iter().map(|e| (e.kind, e.balance_after.0)).collect();
    assert_eq!(
        lines,
        [
            (EntryKind::Earn, 200),
            (EntryKind::Redeem, 100),
            (EntryKind::Redeem, 0),
            (EntryKind::RedeemReturn, 100),
            (EntryKind::RedeemReturn, 200),
            (EntryKind::Clawback, 0),
        ]
    );
    assert_ties_out(&folded.state.snapshot(&till.programs()));
}

#[test]
fn of_a_part_refunded_without_a_time_a_part_goes_back() {
    let mut till = Till::new();
    till.credit("2026-11-29 09:02", 2_000, None);
    let sale = till.sale_paid("2026-11-29", 10_000, 2_000, Some("A1"));
    till.refund("2026-11-29", 5_000, sale);
    till.debit("2026-11-29 15:00", 2_000);
    till.history.facts.last_mut().unwrap().reference = Some("A1".to_owned());
    let now = till.on("2026-11-29");
    assert_eq!(now.points.balance, Points(1_000 + 40));
    till.debit("2026-11-30 15:00", 40);
    till.history.facts.last_mut().unwrap().reference = Some("A1".to_owned());
    assert_eq!(till.balance("2026-11-30"), 1_000, "the day is over");
}
