//! Rules §6, and the lifecycle of §9.

use super::{Till, at, day};
use crate::domain::fact::{EventKind, FactKind, OverrideMode};
use crate::domain::fold::view::{LifecycleStage, TierSource};
use crate::domain::num::Money;
use crate::domain::program::{DowngradeRule, QualifyingPeriod, RefundTierRule, ThresholdMode};
use rstest::rstest;

#[rstest]
#[case::inside("2025-06-02", "silver until 2027-06-01")]
#[case::outside("2025-06-01", "base")]
fn the_window_is_the_365_days_that_end_today(#[case] first: &str, #[case] tier: &str) {
    let mut till = Till::new();
    till.sale(first, 600);
    till.sale("2026-06-01", 400);
    assert_eq!(till.tier("2026-06-01"), tier);
}

#[test]
fn a_calendar_year_window_starts_on_the_first_of_january() {
    let mut till = Till::new();
    till.program.tier.window = QualifyingPeriod::CalendarYear;
    till.sale("2025-12-31", 600);
    till.sale("2026-01-01", 400);
    assert_eq!(till.tier("2026-01-01"), "base");
    till.sale("2026-12-31", 600);
    assert_eq!(till.tier("2026-12-31"), "silver until 2027-12-31");
}

#[test]
fn up_over_several_tiers_at_once() {
    let mut till = Till::new();
    let sale = till.sale("2026-03-01", 20_000);
    assert_eq!(till.tier("2026-03-01"), "platinum until 2027-03-01");
    assert_eq!(till.earned(sale), 20_000);
}

#[test]
fn orders_alone_are_enough() {
    let mut till = Till::new();
    for day in ["2026-01-01", "2026-01-02", "2026-01-03"] {
        till.sale(day, 1);
    }
    assert_eq!(till.tier("2026-01-03"), "base");
    till.sale("2026-01-04", 1);
    assert_eq!(till.tier("2026-01-04"), "silver until 2027-01-04");
}

#[test]
fn a_yuan_buys_a_level_once() {
    let mut till = Till::new();
    till.sale("2026-03-01", 5_000);
    till.sale("2026-06-01", 3_200);
    assert_eq!(till.tier("2027-03-01"), "gold until 2027-03-01");
    assert_eq!(till.tier("2027-03-02"), "gold until 2028-03-01");
}

#[test]
fn purchases_after_the_last_qualification_renew_it() {
    let mut till = Till::new();
    till.sale("2026-03-01", 5_000);
    till.sale("2026-06-01", 3_200);
    till.sale("2026-08-01", 1_800);
    assert_eq!(till.tier("2026-08-01"), "gold until 2027-08-01");
}

#[rstest]
#[case::eight_orders(2_999, 8, "gold until 2028-03-01")]
#[case::seven_orders(2_999, 7, "silver until 2028-03-01")]
#[case::nothing(0, 7, "silver until 2028-03-01")]
fn the_review_looks_at_the_keep_threshold(#[case] yuan: i64, #[case] orders: i64, #[case] tier: &str) {
    let mut till = Till::new();
    till.sale("2026-03-01", 5_000);
    for n in 0..orders {
        till.sale(&format!("2026-05-{:02}", n + 1), if n == 0 { yuan } else { 0 });
    }
    assert_eq!(till.tier("2027-03-02"), tier);
}

#[test]
fn without_purchases_one_tier_is_lost_a_year() {
    let mut till = Till::new();
    till.sale("2026-03-01", 20_000);
    for (on, tier) in [
        ("2027-03-01", "platinum until 2027-03-01"),
        ("2027-03-02", "gold until 2028-03-01"),
        ("2028-03-02", "silver until 2029-03-01"),
        ("2029-03-02", "base"),
    ] {
        assert_eq!(till.tier(on), tier, "on {on}");
    }
}

#[test]
fn to_earned_falls_to_what_the_window_meets() {
    let mut till = Till::new();
    till.program.tier.down = DowngradeRule::ToEarned;
    till.sale("2026-03-01", 20_000);
    till.sale("2026-06-01", 1_000);
    assert_eq!(till.tier("2027-03-02"), "silver until 2028-03-01");
}

#[test]
fn the_review_comes_before_every_fact_of_its_day() {
    let mut till = Till::new();
    till.sale("2026-03-01", 5_000);
    let sale = till.sale("2027-03-02", 3_000);
    assert_eq!(till.earned(sale), 3_300);
    assert_eq!(till.tier("2027-03-02"), "silver until 2028-03-02", "3,000 since the review meet silver again");
}

#[test]
fn a_refund_leaves_the_tier_to_the_review() {
    let mut till = Till::new();
    let sale = till.sale("2026-03-01", 5_000);
    till.refund("2026-03-05", 500_000, sale);
    assert_eq!(till.tier("2026-03-05"), "gold until 2027-03-01");
    assert!(till.on("2026-03-05").tier.review.unwrap().at_risk);
    assert_eq!(till.tier("2027-03-02"), "silver until 2028-03-01");
}

#[test]
fn under_drop_a_refund_takes_the_last_qualification_away() {
    let mut till = Till::new();
    till.program.tier.on_refund = RefundTierRule::Drop;
    till.sale("2026-01-01", 1_000);
    let big = till.sale("2026-03-01", 4_500);
    assert_eq!(till.tier("2026-03-01"), "gold until 2027-03-01");
    till.refund("2026-03-05", 10_000, big);
    assert_eq!(till.tier("2026-03-05"), "gold until 2027-03-01", "5,400 would have been enough");
    till.refund("2026-03-06", 50_000, big);
    assert_eq!(till.tier("2026-03-06"), "silver until 2027-01-01");
    till.sale("2026-03-07", 100);
    assert_eq!(till.tier("2026-03-07"), "gold until 2027-03-07");
}

#[rstest]
#[case::at_once(&[300_000])]
#[case::in_pieces(&[100_000, 150_000, 50_000])]
fn under_drop_a_refund_that_breaks_two_qualifications_takes_both_away(#[case] refunds: &[i64]) {
    let mut till = Till::new();
    till.program.tier.on_refund = RefundTierRule::Drop;
    let first = till.sale("2026-01-14", 3_000);
    till.sale("2026-01-24", 3_000);
    assert_eq!(till.tier("2026-01-24"), "gold until 2027-01-24");
    for cents in refunds {
        till.refund("2026-02-07", *cents, first);
    }
    assert_eq!(till.tier("2026-02-07"), "base", "neither 3,000 of two purchases nor 0 of the first are enough");
    till.sale("2026-02-08", 1);
    assert_eq!(
        till.tier("2026-02-08"),
        "silver until 2027-02-08",
        "the other purchase has bought nothing and does so now"
    );
}

#[test]
fn under_drop_a_qualification_that_stands_keeps_those_before_it() {
    let mut till = Till::new();
    till.program.tier.on_refund = RefundTierRule::Drop;
    let first = till.sale("2026-01-14", 1_000);
    till.sale("2026-01-24", 5_000);
    till.refund("2026-02-07", 100_000, first);
    assert_eq!(till.tier("2026-02-07"), "gold until 2027-01-24");
}

#[test]
fn under_drop_a_refund_without_a_sale_counts_as_it_did_when_the_tier_was_reached() {
    let mut till = Till::new();
    till.program.tier.on_refund = RefundTierRule::Drop;
    let mut unnamed = till.blank(FactKind::Refund, at("2026-01-01"));
    unnamed.amount = Money(120_000);
    till.push(unnamed);
    let sale = till.sale("2026-01-02", 2_500);
    assert_eq!(till.tier("2026-01-02"), "silver until 2027-01-02");
    till.refund("2026-01-10", 50_000, sale);
    assert_eq!(till.tier("2026-01-10"), "base", "800 would not have been enough");
}

#[test]
fn under_drop_an_overdue_review_leaves_what_was_bought_since_its_day_new() {
    let mut till = Till::new();
    till.program.tier.on_refund = RefundTierRule::Drop;
    till.sale("2024-01-10", 5_000);
    let again = till.sale("2024-12-01", 5_000);
    till.sale("2025-03-01", 2_500);
    assert_eq!(till.tier("2025-03-01"), "gold until 2025-12-01");
    till.refund("2025-06-01", 50_000, again);
    assert_eq!(till.tier("2025-06-01"), "gold until 2026-01-10", "kept by the review of 2025-01-11");
    till.sale("2025-07-01", 2_500);
    assert_eq!(till.tier("2025-07-01"), "gold until 2026-07-01");
}

#[test]
fn a_floor_lifts_to_its_tier_and_ends_without_a_step_down() {
    let mut till = Till::new();
    till.set_tier("2026-11-22", "2027-03-31", "gold", OverrideMode::Floor);
    let on_the_last_day = till.sale("2027-03-31", 100);
    let after = till.sale("2027-04-01", 100);
    assert_eq!((till.earned(on_the_last_day), till.earned(after)), (125, 100));
    assert_eq!(till.tier("2027-03-31"), "gold until 2027-03-31");
    assert_eq!(till.tier("2027-04-01"), "base");
}

#[rstest]
#[case::floor(OverrideMode::Floor, "platinum until 2027-03-01", TierSource::Facts)]
#[case::pin(OverrideMode::Exact, "silver until 2026-12-31", TierSource::Override)]
fn floor_and_pin_beneath_a_higher_tier(#[case] mode: OverrideMode, #[case] tier: &str, #[case] source: TierSource) {
    let mut till = Till::new();
    till.sale("2026-03-01", 20_000);
    till.set_tier("2026-05-01", "2026-12-31", "silver", mode);
    assert_eq!(till.tier("2026-06-01"), tier);
    assert_eq!(till.on("2026-06-01").tier.source, source);
    assert_eq!(till.tier("2027-01-01"), "platinum until 2027-03-01");
}

#[test]
fn of_several_overrides_the_last_recorded_counts_until_it_is_ended() {
    let mut till = Till::new();
    till.set_tier("2026-05-01", "2026-12-31", "platinum", OverrideMode::Floor);
    let last = till.set_tier("2026-05-02", "2026-12-31", "silver", OverrideMode::Floor);
    assert_eq!(till.tier("2026-05-02"), "silver until 2026-12-31");
    till.event("2026-05-03", EventKind::OverrideEnd { of: last });
    assert_eq!(till.tier("2026-05-03"), "platinum until 2026-12-31");
    till.event("2026-05-04", EventKind::OverrideAgain { of: last });
    assert_eq!(till.tier("2026-05-04"), "silver until 2026-12-31");
}

#[test]
fn a_newer_override_hides_an_older_one_only_while_it_lasts() {
    let mut till = Till::new();
    till.sale("2026-06-01", 5_000);
    till.set_tier("2026-11-29", "2027-12-31", "base", OverrideMode::Exact);
    till.set_tier("2026-11-29", "2026-11-30", "gold", OverrideMode::Floor);
    let tier = till.on("2026-11-29").tier;
    assert_eq!((tier.code.as_str(), tier.until), ("gold", Some(day("2026-11-30"))));
    assert_eq!(tier.source, TierSource::Override, "purchases give gold too, but without the floor it would be base");
    let then = tier.then.unwrap();
    assert_eq!((then.on, then.code.as_str(), then.until), (day("2026-12-01"), "base", Some(day("2027-12-31"))));
    assert_eq!(then.source, TierSource::Override);
    assert_eq!(till.tier("2026-12-01"), "base until 2027-12-31");
    let after = till.on("2026-12-01").tier;
    assert_eq!(after.next.unwrap().code, "platinum", "what purchases have reached is not missing");
}

#[test]
fn what_comes_after_an_override_counts_the_review_in_between() {
    let mut till = Till::new();
    till.sale("2026-03-01", 5_000);
    till.set_tier("2026-05-01", "2027-06-30", "platinum", OverrideMode::Exact);
    let then = till.on("2026-06-01").tier.then.unwrap();
    assert_eq!((then.on, then.code.as_str()), (day("2027-07-01"), "silver"), "gold was not kept on 2027-03-02");
    assert_eq!(till.tier("2027-07-01"), "silver until 2028-03-01");
    till.set_tier("2026-05-02", "2027-06-30", "gold", OverrideMode::Floor);
    assert_eq!(till.on("2026-06-01").tier.then.map(|then| then.code), Some("silver".to_owned()));
}

#[test]
fn where_both_are_needed_only_what_is_missing_is_told() {
    let mut till = Till::new();
    till.program.tier.met = ThresholdMode::All;
    till.sale("2026-06-01", 5_000);
    let next = till.on("2026-06-01").tier.next.unwrap();
    assert_eq!((next.code.as_str(), next.spend, next.orders), ("silver", None, Some(3)));
}

#[rstest]
#[case::down(400, "silver until 2027-12-31")]
#[case::kept(4_000, "gold until 2027-12-31")]
fn an_imported_tier_is_a_qualification_whose_end_is_a_review(#[case] bought: i64, #[case] reviewed: &str) {
    let mut till = Till::new();
    till.sale("2026-02-01", bought);
    let import = EventKind::TierImport { tier: "gold".to_owned(), until: Some(day("2026-12-31")) };
    till.event("2026-05-01", import);
    assert_eq!(till.tier("2026-05-01"), "gold until 2026-12-31");
    assert_eq!(till.on("2026-05-01").tier.source, TierSource::Import);
    assert_eq!(till.tier("2027-01-01"), reviewed);
    assert_eq!(till.on("2027-01-01").tier.source, TierSource::Facts, "the review has replaced it");
}

#[test]
fn the_forecast_says_what_is_missing() {
    let mut till = Till::new();
    till.sale("2026-03-01", 5_000);
    till.sale("2026-06-01", 1_760);
    let tier = till.on("2026-11-22").tier;
    let next = tier.next.unwrap();
    assert_eq!((next.code.as_str(), next.spend, next.orders), ("platinum", Some(Money(1_324_000)), Some(34)));
    let review = tier.review.unwrap();
    assert_eq!((review.on, review.outcome.as_str(), review.at_risk), (day("2027-03-02"), "silver", true));
    assert_eq!((review.to_stay.spend, review.to_stay.orders), (Some(Money(124_000)), Some(7)));
}

#[rstest]
#[case::first_day("2026-01-01", LifecycleStage::New)]
#[case::day_90("2026-04-01", LifecycleStage::New)]
#[case::day_91("2026-04-02", LifecycleStage::Lapsing)]
#[case::day_180("2026-06-30", LifecycleStage::Lapsing)]
#[case::day_181("2026-07-01", LifecycleStage::Dormant)]
#[case::day_365("2027-01-01", LifecycleStage::Dormant)]
#[case::day_366("2027-01-02", LifecycleStage::Lost)]
fn stages_by_the_days_since_one_purchase(#[case] on: &str, #[case] stage: LifecycleStage) {
    let mut till = Till::new();
    till.sale("2026-01-01", 10);
    assert_eq!(till.on(on).lifecycle.stage, stage);
}

#[test]
fn won_back_needs_a_gap_of_more_than_180_days_and_every_stage_is_dated() {
    let mut till = Till::new();
    till.sale("2026-01-01", 10);
    till.sale("2026-07-02", 10);
    let back = till.on("2026-07-20").lifecycle;
    assert_eq!((back.stage, back.since), (LifecycleStage::WonBack, Some(day("2026-07-02"))));
    till.sale("2026-08-01", 10);
    let active = till.on("2026-10-30").lifecycle;
    assert_eq!((active.stage, active.since), (LifecycleStage::Active, Some(day("2026-08-01"))));
    let lapsing = till.on("2026-11-15").lifecycle;
    assert_eq!((lapsing.stage, lapsing.since), (LifecycleStage::Lapsing, Some(day("2026-10-31"))));
}

#[test]
fn a_stage_that_is_back_on_the_day_it_would_end_has_not_changed() {
    let mut till = Till::new();
    for on in ["2026-01-01", "2026-03-01", "2026-04-15", "2026-07-15"] {
        till.sale(on, 10);
    }
    // 2026-07-15 is the first day of lapsing, had there been no purchase on it.
    let active = till.on("2026-07-20").lifecycle;
    assert_eq!((active.stage, active.since), (LifecycleStage::Active, Some(day("2026-04-02"))));
}
