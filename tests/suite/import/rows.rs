//! Rows of purchase files: what they earn, which are known, which can't be. Examples from the rules.

use super::shop::{codes, counts, enrol, points_of, sales, table, with_members};
use crate::world::{Asks, NOW, World};
use loyaltui::desk::import::{
    ImportNote, ImportOptions, ImportPhase, ImportProgress, ImportSource, ImportWatch, Summary,
};
use loyaltui::domain::day::Day;
use loyaltui::domain::fact::Status;
use loyaltui::domain::member::Profile;
use loyaltui::domain::num::Points;
use loyaltui::domain::op::{self, Intent};
use rstest::rstest;
use std::fmt::Write as _;

#[rstest]
#[case::floored_once("A1,M,2026-03-01,299.90", &[299])]
#[case::tier_before("A1,M,2026-03-01 10:00,1000\nA2,M,2026-03-01 11:00,100", &[1_000, 110])]
#[case::time_order_whatever_the_files("A2,M,2026-03-01 11:00,100\nA1,M,2026-03-01 10:00,1000", &[1_000, 110])]
#[case::same_instant_by_reference("b,M,2026-03-01,100\na,M,2026-03-01,1000", &[1_000, 110])]
#[case::several_tiers_up("A1,M,2026-03-01,20000\nA2,M,2026-03-02,99", &[20_000, 148])]
#[case::cumulative_refunds(
    "A1,M,2026-03-01,299.90\nR1,M,2026-03-02,100,refund,A1\nR2,M,2026-03-03,100,refund,A1\nR3,M,2026-03-04,99.90,refund,A1",
    &[299, -100, -100, -99]
)]
#[case::refund_on_the_day_of_its_sale("A1,M,2026-03-01 15:00,50\nR1,M,2026-03-01,50,refund,A1", &[50, -50])]
#[case::refund_above_its_sale_in_the_file("R1,M,2026-03-02,50,refund,A1\nA1,M,2026-03-01,50", &[50, -50])]
#[case::newest_with_enough("A1,M,2026-03-01,80\nA2,M,2026-03-02,30\nR1,M,2026-03-05,-50", &[80, 30, -50])]
#[case::sale_of_nothing("A1,M,2026-03-01,0.00", &[0])]
fn what_rows_earn(#[case] rows: &str, #[case] points: &[i64]) {
    let mut shop = World::in_memory();
    let summary = sales(&mut shop, rows);
    assert_eq!(codes(&summary), []);
    assert_eq!(points_of(&mut shop, "M"), points);
    shop.is_sound();
}

#[rstest]
#[case::over("A1,M,2026-03-01,50\nR1,M,2026-03-02,30,refund,A1\nR2,M,2026-03-03,20.01,refund,A1", 4, "over_refund")]
#[case::over_in_time_order(
    "R2,M,2026-03-03,30,refund,A1\nA1,M,2026-03-01,50\nR1,M,2026-03-02,30,refund,A1",
    2,
    "over_refund"
)]
#[case::of_a_refund(
    "A1,M,2026-03-01,50\nR1,M,2026-03-02,30,refund,A1\nR2,M,2026-03-03,30,refund,R1",
    4,
    "refund_of_refund"
)]
#[case::of_nothing("A1,M,2026-03-01,50\nR1,M,2026-03-02,30,refund,A9", 3, "unknown_sale")]
#[case::of_another("A1,M,2026-03-01,50\nR1,N,2026-03-02,30,refund,A1", 3, "other_members_sale")]
#[case::earlier_day("A1,M,2026-03-02,50\nR1,M,2026-03-01 23:59,30,refund,A1", 3, "before_sale")]
#[case::conflict_of_members("A1,M,2026-03-01,50\nA1,N,2026-03-02,50", 3, "ref_conflict")]
#[case::too_large("A1,M,2026-03-01,9999999999.99\nA2,M,2026-03-02,9999999999.99", 3, "too_large")]
fn one_row_can_not_be(#[case] rows: &str, #[case] line: u64, #[case] code: &str) {
    let mut shop = World::in_memory();
    let summary = sales(&mut shop, rows);
    assert_eq!(codes(&summary), [(line, code)]);
    assert_eq!(summary.new, u64::try_from(rows.lines().count()).unwrap() - 1, "the others are taken");
    shop.is_sound();
}

#[test]
fn the_same_answers_come_when_the_other_row_is_on_file_already() {
    let mut shop = World::in_memory();
    sales(&mut shop, "A1,M,2026-03-01,50\nR1,M,2026-03-02,30,refund,A1\nB1,N,2026-03-01,50");
    let rows = [
        "A1,M,2026-03-01,50.00",
        "A1,M,2026-03-01,51",
        "A1,N,2026-03-01,50",
        "R2,M,2026-03-03,20.01,refund,A1",
        "R2,M,2026-03-03,20,refund,R1",
        "R2,N,2026-03-03,20,refund,A1",
        "R2,M,2026-03-03,20,refund,A1",
        "R1,M,2026-03-02,30,refund,A1",
        "R1,M,2026-03-02,30,refund,B1",
    ];
    let told: Vec<(u64, u64, Option<&str>)> = rows
        .iter()
        .map(|row| {
            let summary = sales(&mut shop, row);
            (summary.new, summary.unchanged, summary.errors.first().map(|e| e.reason.code()))
        })
        .collect();
    let expected = [
        (0, 1, None),
        (0, 0, Some("ref_conflict")),
        (0, 0, Some("ref_conflict")),
        (0, 0, Some("over_refund")),
        (0, 0, Some("refund_of_refund")),
        (0, 0, Some("other_members_sale")),
        (1, 0, None),
        (0, 1, None),
        (0, 0, Some("other_members_sale")),
    ];
    assert_eq!(told, expected);
    shop.is_sound();
}

#[test]
fn rows_without_a_reference_are_known_by_how_often_they_occur() {
    let mut shop = World::in_memory();
    let rows = ",M,2026-03-01,50\n,M,2026-03-01,50\n,M,2026-03-02,50\n,M,2026-03-05,-50\n";
    assert_eq!(counts(&sales(&mut shop, rows)), [4, 0, 0, 0]);
    assert_eq!(counts(&sales(&mut shop, rows)), [0, 0, 4, 0]);
    assert_eq!(counts(&sales(&mut shop, ",M,2026-03-01,50\n,M,2026-03-01,50\n,M,2026-03-01,50\n")), [1, 0, 2, 0]);
    assert_eq!(shop.snapshot("M").purchases.count, 3);
    shop.is_sound();
}

#[test]
fn a_refund_without_a_sale_lowers_its_own_day_and_is_noted() {
    let mut shop = World::in_memory();
    let summary = sales(&mut shop, "A1,M,2026-03-01,20\n,M,2026-03-02,-50");
    assert_eq!(summary.notes, [ImportNote::Enrolled { members: 1 }, ImportNote::UnmatchedRefunds { refunds: 1 }]);
    let purchases = shop.snapshot("M").purchases;
    assert_eq!((purchases.count, purchases.net_spend.0), (1, -3_000));
    assert_eq!(shop.balance("M"), 20);
}

#[test]
fn points_that_had_ended_before_the_import_are_noted() {
    let mut shop = World::in_memory();
    let summary = sales(&mut shop, "A1,M,2023-05-01,120\nA2,M,2026-05-01,5");
    let dead = ImportNote::AlreadyExpired { credits: 1, points: Points(120) };
    assert_eq!(summary.notes, [ImportNote::Enrolled { members: 1 }, dead]);
    assert_eq!(shop.balance("M"), 5);
}

#[test]
fn a_late_row_is_rated_with_its_own_tier_and_rates_nothing_again() {
    let mut shop = World::in_memory();
    sales(&mut shop, "A2,M,2026-03-02,1000\nA3,M,2026-03-03,100");
    sales(&mut shop, "A1,M,2026-03-01,5000");
    assert_eq!(points_of(&mut shop, "M"), [5_000, 1_000, 110]);
    sales(&mut shop, "A4,M,2026-03-02 12:00,100");
    assert_eq!(points_of(&mut shop, "M"), [5_000, 1_000, 125, 110]);
    shop.is_sound();
}

#[test]
fn without_earning_history_counts_and_brings_no_points() {
    let mut shop = World::in_memory();
    let options = ImportOptions { no_earn: true, ..enrol() };
    let header = "order_ref,member_no,purchased_at,amount,kind,refund_of";
    shop.purchases(&table(header, "A1,M,2026-03-01,1500\nR1,M,2026-03-02,100,refund,A1"), &options);
    let snapshot = shop.snapshot("M");
    assert_eq!((snapshot.points.balance.0, snapshot.tier.code.as_str()), (0, "silver"));
    assert_eq!(snapshot.purchases.net_spend.0, 140_000);
    shop.is_sound();
}

#[test]
fn money_and_points_go_back_in_the_sales_proportion() {
    let mut shop = World::in_memory();
    let header = "order_ref,member_no,purchased_at,amount,points_paid,kind,refund_of";
    let rows = "A1,M,2026-03-01,100.00,20.00\nR1,M,2026-03-02,50.00,,refund,A1";
    let summary = shop.purchases(&table(header, rows), &enrol());
    assert_eq!(counts(&summary), [2, 0, 0, 0]);
    assert_eq!(points_of(&mut shop, "M"), [80, -40]);
    let rows = "R2,M,2026-03-03,50.00,20.01,refund,A1\nR3,M,2026-03-03,50.00,10.00,refund,A1";
    assert_eq!(codes(&shop.purchases(&table(header, rows), &enrol())), [(2, "over_refund")]);
    assert_eq!(points_of(&mut shop, "M"), [80, -40, -40]);
    shop.is_sound();
}

#[rstest]
#[case::no_money_is_left_after_one_in_proportion("b,M,2022-05-13,100,42.53,,\nb1,M,2022-05-20,50,,refund,b\nb2,M,2023-05-14,50,0,refund,b", &[4], 2_873)]
#[case::a_blank_one_takes_the_part_that_is_left("h,M,2022-05-13,100,90,,\nh1,M,2022-05-20,10,0,refund,h\nh2,M,2022-05-21,10,,refund,h", &[], 0)]
#[case::an_earlier_one_leaves_too_little_for_this_one("s,M,2022-05-01,100,50,,\ns2,M,2022-05-03,50,0,refund,s\ns1,M,2022-05-02,10,,refund,s", &[3], 4_500)]
fn net_spend_of_a_sale_never_falls_below_nothing(#[case] rows: &str, #[case] rejected: &[u64], #[case] net: i64) {
    let mut shop = World::in_memory();
    let header = "order_ref,member_no,purchased_at,amount,points_paid,kind,refund_of";
    let summary = shop.purchases(&table(header, rows), &enrol());
    assert_eq!(codes(&summary).iter().map(|(line, _)| *line).collect::<Vec<_>>(), rejected);
    assert!(codes(&summary).iter().all(|(_, code)| *code == "over_refund"));
    assert_eq!(shop.snapshot("M").purchases.net_spend.0, net);
    shop.is_sound();
}

/// Sets a member's status, or changes something else by plan.
fn change(shop: &mut World, intent: Intent) {
    let plan = shop.desk.plan(intent, NOW).unwrap();
    shop.desk.commit(&plan, None, NOW).unwrap();
}

#[test]
fn statuses_decide_who_takes_purchases() {
    let mut shop = with_members(&["F", "C", "E"]);
    for (number, to) in [("F", Status::Frozen), ("C", Status::Closed)] {
        let member = shop.desk.member_by_no(number).unwrap();
        change(&mut shop, Intent::SetStatus(op::SetStatus { member, to, reason: None, note: None, churn: None }));
    }
    let member = shop.desk.member_by_no("E").unwrap();
    change(&mut shop, Intent::Erase(op::Erase { member }));
    let rows = "order_ref,member_no,purchased_at,amount\n1,F,2026-03-01,10\n2,C,2026-03-01,10\n3,E,2026-03-01,10\n4,X,2026-03-01,10";
    let summary = shop.purchases(rows, &ImportOptions::default());
    assert_eq!(codes(&summary), [(3, "member_closed"), (4, "member_erased"), (5, "unknown_member")]);
    assert_eq!(shop.balance("F"), 10);
}

#[test]
fn purchases_of_a_merged_member_go_to_the_survivor_once() {
    let mut shop = World::in_memory();
    let before = "A1,M,2026-03-01,600\n,M,2026-03-02,7\nB1,N,2026-03-01,600";
    sales(&mut shop, before);
    let [from, into] = ["M", "N"].map(|number| shop.desk.member_by_no(number).unwrap());
    change(&mut shop, Intent::Merge(op::Merge { from, into, reason: "correction".to_owned(), note: None }));
    assert_eq!(counts(&sales(&mut shop, before)), [0, 0, 3, 0]);
    let after = "A2,M,2026-03-03,10\nR1,M,2026-03-04,600,refund,A1\nR2,N,2026-03-04,600.01,refund,B1";
    let summary = sales(&mut shop, after);
    assert_eq!(codes(&summary), [(4, "over_refund")]);
    assert_eq!(counts(&sales(&mut shop, after)), [0, 0, 2, 1]);
    assert_eq!(shop.snapshot("N").purchases.net_spend.0, 61_700);
    shop.is_sound();
}

/// What is dated before the merge stands in the number's own file on the days before, is rated by its tier, and goes with it.
#[rstest]
#[case::in_memory(World::in_memory())]
#[case::on_disk(World::in_a_file(|| NOW))]
fn a_late_purchase_under_a_merged_number_belongs_to_that_numbers_file(#[case] mut shop: World) {
    sales(&mut shop, "G1,M,2026-03-01,5000\nB1,N,2026-03-01,10");
    let [from, into] = ["M", "N"].map(|number| shop.desk.member_by_no(number).unwrap());
    change(&mut shop, Intent::Merge(op::Merge { from, into, reason: "correction".to_owned(), note: None }));
    let late = "L1,M,2026-05-01,100\nL2,M,2026-05-02,100\nR1,M,2026-06-01,40,refund,L2\nL3,N,2026-05-03,100";
    assert_eq!(counts(&sales(&mut shop, late)), [4, 0, 0, 0]);
    shop.is_sound();
    let on = |shop: &mut World, member, day: &str| {
        let shown = shop.desk.open_member(member, Day::parse(day), NOW).unwrap().snapshot;
        (shown.points.balance.0, shown.purchases.count)
    };
    let before =
        [("2026-04-30", 5_000, 10), ("2026-05-01", 5_125, 10), ("2026-05-03", 5_250, 110), ("2026-06-01", 5_200, 110)];
    for (day, own, kept) in before {
        assert_eq!((on(&mut shop, from, day).0, on(&mut shop, into, day).0), (own, kept), "{day}");
    }
    assert_eq!((shop.balance("M"), shop.balance("N"), shop.snapshot("N").purchases.count), (0, 5_310, 5));
    assert_eq!(counts(&sales(&mut shop, late)), [0, 0, 4, 0]);

    change(&mut shop, Intent::Unmerge(op::Unmerge { member: from, reason: None }));
    assert_eq!((shop.balance("M"), shop.balance("N")), (5_200, 110));
    assert_eq!(counts(&sales(&mut shop, late)), [0, 0, 4, 0]);
    assert_eq!(codes(&sales(&mut shop, "L1,N,2026-05-01,100")), [(2, "ref_conflict")]);
    assert_eq!(counts(&sales(&mut shop, "R2,M,2026-06-02,100,refund,L1")), [1, 0, 0, 0]);
    assert_eq!((shop.balance("M"), shop.balance("N")), (5_075, 110));
    let void = op::VoidPurchase { reference: "L2".to_owned(), reason: "correction".to_owned(), note: None };
    change(&mut shop, Intent::VoidPurchase(void));
    assert_eq!((shop.balance("M"), shop.balance("N")), (5_000, 110));
    shop.is_sound();
    shop.desk.rebuild(NOW, &mut |_, _| {}).unwrap();
    shop.is_sound();
    assert_eq!((shop.balance("M"), shop.balance("N")), (5_000, 110));
}

#[test]
fn a_batch_that_was_undone_can_be_imported_again() {
    let mut shop = with_members(&["M"]);
    let rows = "A1,M,2026-03-01,100\n,M,2026-03-02,50";
    sales(&mut shop, rows);
    let operations = shop.desk.journal("", 1).unwrap().rows;
    change(&mut shop, Intent::Undo(op::Undo { op: operations[0].op, reason: None }));
    assert_eq!(shop.balance("M"), 0);
    assert_eq!(counts(&sales(&mut shop, rows)), [2, 0, 0, 0]);
    assert_eq!(counts(&sales(&mut shop, rows)), [0, 0, 2, 0]);
    assert_eq!(shop.balance("M"), 150);
    shop.is_sound();
}

#[test]
fn a_tier_by_hand_counts_for_sales_on_its_days() {
    let mut shop = with_members(&["M"]);
    let member = shop.desk.member_by_no("M").unwrap();
    let mode = loyaltui::domain::fact::OverrideMode::Floor;
    let (tier, reason, until) = ("gold".to_owned(), "goodwill".to_owned(), Day::parse("2026-12-31").unwrap());
    change(&mut shop, Intent::Override(op::Override { member, tier, until, mode, reason, note: None }));
    sales(&mut shop, "A1,M,2026-11-22 12:00,100\nA2,M,2026-11-21 12:00,100");
    assert_eq!(points_of(&mut shop, "M"), [100, 125]);
    shop.is_sound();
}

#[test]
fn a_dry_run_says_the_same_and_writes_nothing() {
    let mut shop = with_members(&["M"]);
    let before = shop.desk.journal("", 10).unwrap().rows;
    let rows = "A1,M,2026-03-01,50\nA1,M,2026-03-01,51\nR1,M,2026-03-01,50,refund,A1\n,M,2023-03-01,-50\n\
                B1,N,2026-03-01,x\nB2,N,2026-03-01,10";
    let rows = &table("order_ref,member_no,purchased_at,amount,kind,refund_of", rows);
    let dry = shop.purchases(rows, &ImportOptions { dry_run: true, ..enrol() });
    assert_eq!(shop.desk.journal("", 10).unwrap().rows, before);
    assert!(shop.desk.member_by_no("N").is_err());
    let mut done = shop.purchases(rows, &enrol());
    assert!(done.operation.take().is_some());
    assert_eq!(dry, done);
    assert_eq!(counts(&done), [2, 0, 0, 4]);
}

#[test]
fn one_row_of_tomorrow_waits_for_its_day() {
    let mut shop = with_members(&["M"]);
    sales(&mut shop, "A1,M,2026-11-22 09:00,100\nA2,M,2026-11-23 09:00,100");
    assert_eq!(shop.balance("M"), 100);
    let member = shop.desk.member_by_no("M").unwrap();
    let tomorrow = loyaltui::domain::day::Instant(NOW.0 + 86_400_000);
    let file = shop.desk.open_member(member, None, tomorrow).unwrap();
    assert_eq!(file.snapshot.points.balance, Points(200));
    shop.is_sound();
}

#[test]
fn a_profile_beside_it_is_left_alone() {
    let mut shop = World::in_memory();
    let profile = Profile { member_no: "M".to_owned(), name: "张伟".to_owned(), ..Profile::default() };
    change(&mut shop, Intent::Enrol(op::Enrol { profile: Box::new(profile) }));
    sales(&mut shop, "A1,M,2026-03-01,100");
    let member = shop.desk.member_by_no("M").unwrap();
    assert_eq!(shop.desk.profile(member).unwrap().name, "张伟");
}

fn known(summary: &Summary) -> u64 {
    let rows = |note: &ImportNote| if let ImportNote::KnownRows { rows, .. } = note { Some(*rows) } else { None };
    summary.notes.iter().find_map(rows).unwrap_or(0)
}

/// Within one file each of two equal rows is a purchase of its own; in another file the same rows are the same purchases, unless
/// that file is said to hold new ones only.
#[test]
fn equal_rows_without_a_reference_are_counted_by_file() {
    let new_rows = ImportOptions { new_rows: true, ..enrol() };
    let row = ",M,2026-11-01,10\n";
    let header = "order_ref,member_no,purchased_at,amount\n";
    let (one, both) = (format!("{header}{row}"), format!("{header}{row}{row}"));
    let mut whole = World::in_memory();
    assert_eq!((counts(&whole.purchases(&both, &enrol())), whole.balance("M")), ([2, 0, 0, 0], 20));

    let mut parts = World::in_memory();
    parts.purchases(&one, &enrol());
    let again = parts.purchases(&one, &enrol());
    assert_eq!((counts(&again), known(&again)), ([0, 0, 1, 0], 1), "the same row of another day's file");
    // The second part has other bytes, as a part of a split file has.
    let second = format!("{header}{row}\n");
    let dry = parts.purchases(&second, &ImportOptions { dry_run: true, ..new_rows.clone() });
    assert_eq!((counts(&dry), known(&dry)), ([1, 0, 0, 0], 0));
    assert_eq!((counts(&parts.purchases(&second, &new_rows)), parts.balance("M")), ([1, 0, 0, 0], 20));
    let third = parts.purchases(&second, &new_rows);
    assert_eq!((counts(&third), known(&third), parts.balance("M")), ([0, 0, 1, 0], 1, 20), "that file was here before");
    assert_eq!(counts(&parts.purchases(&both, &enrol())), [0, 0, 2, 0]);
    parts.is_sound();
}

#[test]
fn a_file_of_new_rows_that_was_stopped_goes_on_where_it_stopped() {
    let header = "order_ref,member_no,purchased_at,amount\n";
    let mut csv = header.to_owned();
    for n in 0..3_000 {
        writeln!(csv, ",M{},2026-11-01,10", n % 1_500).unwrap();
    }
    let new_rows = ImportOptions { new_rows: true, ..enrol() };
    let mut shop = World::in_a_file(|| NOW);
    // Another file has one of these rows already.
    shop.purchases(&format!("{header},M7,2026-11-01,10\n"), &enrol());
    let mut stopped = StopOnce::default();
    let source = ImportSource::bytes(csv.as_bytes());
    let first = shop.desk.import_purchases(source, &new_rows, &mut stopped, NOW).unwrap();
    let rest = shop.purchases(&csv, &new_rows);
    assert!(first.stopped && first.new > 0 && rest.new > 0, "{} then {}", first.new, rest.new);
    assert_eq!((first.new + rest.new, shop.balance("M7"), shop.balance("M8")), (3_000, 30, 20));
    assert_eq!(counts(&shop.purchases(&csv, &new_rows))[..1], [0]);
}

/// Stops after the first step that was written.
#[derive(Default)]
struct StopOnce(bool);

impl ImportWatch for StopOnce {
    fn progress(&mut self, progress: ImportProgress) {
        self.0 |= progress.stage == ImportPhase::Writing;
    }

    fn stop(&self) -> bool {
        self.0
    }
}
