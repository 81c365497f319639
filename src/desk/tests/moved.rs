//! Purchases that came on the wrong card: moved, moved on, moved back and undone, in a data file.

use super::*;
use crate::desk::import::{ImportNote, ImportOptions};
use crate::domain::day::Day;
use crate::domain::fact::Status;
use crate::domain::import::reject::RowReject;
use crate::domain::plan::outcome::Warning;
use crate::world::data_file::World;
use rstest::rstest;

const HEADER: &str = "order_ref,member_no,purchased_at,amount,points_paid,kind,refund_of";

fn rows(lines: &str) -> String {
    format!("{HEADER}\n{lines}\n")
}

fn moved(reference: &str, to: MemberId) -> Intent {
    op::MovePurchase { reference: reference.to_owned(), to, reason: "correction".to_owned(), note: None }.into()
}

fn undo(op: uuid::Uuid) -> Intent {
    op::Undo { op, reason: None }.into()
}

/// A and C are base, B is gold since March; A bought for ¥100 in October that was B's.
fn world() -> World {
    let mut file = World::in_memory();
    let enrol = ImportOptions { enrol: true, ..ImportOptions::default() };
    let sales = rows("X0,B,2026-03-01,5000,,,\nX1,A,2026-10-05,100,,,\nC1,C,2026-10-06,1,,,");
    assert_eq!(file.purchases(&sales, &enrol).new, 3);
    assert_eq!((file.balance("A"), file.balance("B"), file.snapshot("B").tier.code.as_str()), (100, 5_000, "gold"));
    file
}

fn again(file: &mut World, lines: &str) -> (u64, u64, u64) {
    let summary = file.purchases(&rows(lines), &ImportOptions::default());
    (summary.new, summary.unchanged, summary.rejected)
}

fn rejected(file: &mut World, line: &str) -> RowReject {
    let summary = file.purchases(&rows(line), &ImportOptions::default());
    assert_eq!((summary.new, summary.rejected), (0, 1), "{:?}", summary.errors);
    summary.errors[0].reason.clone()
}

/// Everything that is seen of the three.
fn seen(file: &mut World) -> Vec<String> {
    ["A", "B", "C"].map(|no| format!("{:?}", file.snapshot(no))).to_vec()
}

#[test]
fn from_base_to_gold_100_go_and_125_come_at_the_purchases_own_instant() {
    let mut file = world();
    let (before, b) = (seen(&mut file), file.id("B"));
    let done = file.done(moved("X1", b));
    assert_eq!((file.balance("A"), file.balance("B")), (0, 5_125));
    assert_eq!((file.snapshot("A").purchases.count, file.snapshot("B").purchases.count), (0, 2));
    let shown: Vec<_> = done.effect.members.iter().map(|m| (m.member_no.as_str(), m.after.points.balance.0)).collect();
    assert_eq!(shown, [("A", 0), ("B", 5_125)], "what was shown is what came");
    for (day, balances) in [("2026-10-04", (0, 5_000)), ("2026-10-05", (0, 5_125)), ("2026-11-21", (0, 5_125))] {
        let mut on = |no: &str| {
            let (member, day) = (file.id(no), Day::parse(day));
            file.desk.open_member(member, day, NOW).unwrap().snapshot.points.balance.0
        };
        assert_eq!((on("A"), on("B")), balances, "{day}");
    }
    file.is_sound();
    let undone = file.done(undo(done.op));
    assert_eq!(seen(&mut file), before);
    file.is_sound();
    let redone = file.done(undo(undone.op));
    assert_eq!((file.balance("A"), file.balance("B")), (0, 5_125));
    file.is_sound();
    file.done(undo(redone.op));
    assert_eq!(seen(&mut file), before);
    file.is_sound();
}

#[test]
fn the_row_that_brought_it_and_the_row_of_whose_it_is_now_say_nothing_new() {
    let mut file = world();
    let (b, c) = (file.id("B"), file.id("C"));
    let done = file.done(moved("X1", b));
    let (old, new, other) = ("X1,A,2026-10-05,100,,,", "X1,B,2026-10-05,100,,,", "X1,C,2026-10-05,100,,,");
    assert_eq!((again(&mut file, old), again(&mut file, new)), ((0, 1, 0), (0, 1, 0)));
    assert_eq!(rejected(&mut file, other), RowReject::RefConflict);
    assert_eq!(rejected(&mut file, "R1,C,2026-11-01,10,,refund,X1"), RowReject::OtherMembersSale);
    file.done(undo(done.op));
    assert_eq!((again(&mut file, old), rejected(&mut file, new)), ((0, 1, 0), RowReject::RefConflict));
    file.is_sound();
    // Moved on from where it is; back only by undo, or a card would be given twice what one order gives.
    file.done(moved("X1", b));
    let on = file.done(moved("X1", c));
    assert_eq!(again(&mut file, "X1,C,2026-10-05,100,,,"), (0, 1, 0));
    file.is_sound();
    for before in [file.id("A"), b] {
        let refused = refusal(file.desk.plan(moved("X1", before), NOW));
        assert!(matches!(refused, Refusal::PurchaseWasHere { .. }), "{refused:?}");
    }
    file.done(undo(on.op));
    assert_eq!(again(&mut file, "X1,B,2026-10-05,100,,,"), (0, 1, 0));
    file.is_sound();
    assert_eq!((file.balance("A"), file.balance("B"), file.balance("C")), (0, 5_125, 1));
    assert_eq!(again(&mut file, "R1,B,2026-11-01,40,,refund,X1"), (1, 0, 0));
    assert_eq!(file.balance("B"), 5_075);
    let before = file.snapshot("B");
    file.desk.rebuild(NOW, &mut |_, _| {}).unwrap();
    file.is_sound();
    assert_eq!(file.snapshot("B"), before);
    assert_eq!(again(&mut file, "X1,B,2026-10-05,100,,,\nR1,B,2026-11-01,40,,refund,X1"), (0, 2, 0));
}

#[test]
fn its_refunds_go_along() {
    let mut file = world();
    let refund = "R1,A,2026-10-20,40,,refund,X1";
    assert_eq!(again(&mut file, refund), (1, 0, 0));
    assert_eq!(file.balance("A"), 60);
    let (before, b) = (seen(&mut file), file.id("B"));
    let done = file.done(moved("X1", b));
    assert_eq!((file.balance("A"), file.balance("B")), (0, 5_075), "75 of 125 for the ¥60 that were kept");
    assert_eq!(file.snapshot("B").purchases.net_spend.0, 506_000);
    assert_eq!((file.snapshot("A").purchases.count, file.snapshot("A").purchases.net_spend.0), (0, 0));
    assert_eq!(again(&mut file, refund), (0, 1, 0), "as it came");
    assert_eq!(again(&mut file, "R1,B,2026-10-20,40,,refund,X1"), (0, 1, 0), "as it stands now");
    file.is_sound();
    let (a, between) = (file.id("A"), Day::parse("2026-10-10"));
    let then = file.desk.open_member(a, between, NOW).unwrap().snapshot;
    assert_eq!((then.points.balance.0, then.purchases.count), (0, 0), "A has nothing of it on any day");
    // ¥60 are left to go back.
    assert!(matches!(rejected(&mut file, "R2,B,2026-11-01,60.01,,refund,X1"), RowReject::OverRefund { .. }));
    file.done(undo(done.op));
    assert_eq!(seen(&mut file), before);
    file.is_sound();
}

#[rstest]
#[case::redeemed_before_the_purchase("2026-11-22 20:00")]
#[case::redeemed_after_it("2026-10-05")]
fn points_redeemed_on_it_go_back_where_they_came_from(#[case] bought: &str) {
    let mut file = World::in_memory();
    let enrol = ImportOptions { enrol: true, ..ImportOptions::default() };
    file.purchases(&rows("A0,A,2026-01-01,500,,,\nX0,B,2026-03-01,5000,,,"), &enrol);
    assert_eq!(again(&mut file, &format!("X1,A,{bought},100,20,,")), (1, 0, 0));
    let (a, b) = (file.id("A"), file.id("B"));
    file.done(op::Redeem {
        member: a,
        points: Points(200),
        reward: "part of it".to_owned(),
        reference: Some("X1".to_owned()),
    });
    assert_eq!(file.balance("A"), 380);
    let before = seen2(&mut file);
    let done = file.done(moved("X1", b));
    assert_eq!((file.balance("A"), file.balance("B")), (500, 5_100), "¥20 were paid with points all the same");
    file.is_sound();
    // What A spends from here on is A's own.
    let later = file.done(op::Redeem { member: a, points: Points(50), reward: "mug".to_owned(), reference: None });
    assert_eq!(file.balance("A"), 450);
    file.done(undo(later.op));
    file.done(undo(done.op));
    assert_eq!(seen2(&mut file), before);
    file.is_sound();
}

fn seen2(file: &mut World) -> Vec<(i64, i64)> {
    ["A", "B"].map(|no| (file.balance(no), file.snapshot(no).purchases.net_spend.0)).to_vec()
}

#[test]
fn what_can_not_be_moved_is_refused() {
    let mut file = world();
    let (a, b, c) = (file.id("A"), file.id("B"), file.id("C"));
    let no = |file: &mut World, reference: &str, to| refusal(file.desk.plan(moved(reference, to), NOW));
    assert_eq!(no(&mut file, "X1", a), Refusal::NoChange);
    assert!(matches!(no(&mut file, "X9", b), Refusal::UnknownOrder { .. }));
    let status = |file: &mut World, member, to| {
        file.done(op::SetStatus { member, to, reason: None, note: None, churn: None });
    };
    status(&mut file, c, Status::Frozen);
    assert!(file.desk.plan(moved("X1", c), NOW).is_ok(), "a frozen member earns");
    status(&mut file, c, Status::Closed);
    let closed = |refusal| matches!(refusal, Refusal::StatusForbids { status: Status::Closed, .. });
    assert!(closed(no(&mut file, "X1", c)) && closed(no(&mut file, "C1", a)));
    let void = op::VoidPurchase { reference: "X1".to_owned(), reason: "correction".to_owned(), note: None };
    let voided = file.done(void);
    assert_eq!(no(&mut file, "X1", b), Refusal::PurchaseVoid { reference: "X1".to_owned() });
    file.done(undo(voided.op));
    let merged = |refusal: Refusal| match refusal {
        Refusal::StatusForbids { status: Status::Merged, survivor_no } => survivor_no,
        other => panic!("{other:?}"),
    };
    let joined = file.member("D", "赵薇", "");
    file.done(op::Merge { from: joined, into: b, reason: "correction".to_owned(), note: None });
    assert_eq!(merged(no(&mut file, "X1", joined)).as_deref(), Some("B"));
    file.done(op::Merge { from: a, into: b, reason: "correction".to_owned(), note: None });
    let newcomer = file.member("E", "孙悦", "");
    assert_eq!(merged(no(&mut file, "X1", newcomer)).as_deref(), Some("B"));
    file.done(op::Erase { member: newcomer });
    assert!(matches!(no(&mut file, "X0", newcomer), Refusal::StatusForbids { status: Status::Erased, .. }));
    file.is_sound();
}

#[test]
fn a_move_that_something_builds_on_is_undone_after_that() {
    let mut file = world();
    let (b, c) = (file.id("B"), file.id("C"));
    let first = file.done(moved("X1", b));
    let second = file.done(moved("X1", c));
    assert_eq!(refusal(file.desk.plan(undo(first.op), NOW)), Refusal::DependedOn { ops: vec![second.op.to_string()] });
    file.done(undo(second.op));
    file.done(op::Redeem { member: b, points: Points(5_100), reward: "bike".to_owned(), reference: None });
    assert_eq!(refusal(file.desk.plan(undo(first.op), NOW)), Refusal::SpentSince { missing: Points(100) });
    let import = file.desk.journal("kind:import", 9).unwrap().rows[0].op;
    assert!(matches!(refusal(file.desk.plan(undo(import), NOW)), Refusal::DependedOn { .. }));
    file.is_sound();
}

#[test]
fn a_moved_purchase_goes_with_its_member_into_a_merge_and_back() {
    let mut file = world();
    let (a, b, c) = (file.id("A"), file.id("B"), file.id("C"));
    let done = file.done(moved("X1", b));
    let before = seen(&mut file);
    let merge = |from, into| op::Merge { from, into, reason: "correction".to_owned(), note: None };
    file.done(merge(b, c));
    assert_eq!((file.balance("A"), file.balance("C")), (0, 5_126));
    file.is_sound();
    file.done(op::Unmerge { member: b, reason: None });
    assert_eq!(seen(&mut file), before);
    // The two cards turn out to be one person's: the purchase counts once.
    file.done(merge(a, b));
    assert_eq!((file.balance("B"), file.snapshot("B").purchases.count), (5_125, 2));
    file.is_sound();
    file.done(undo(done.op));
    assert_eq!((file.balance("B"), file.snapshot("B").purchases.count), (5_100, 2));
    file.is_sound();
    file.done(op::Unmerge { member: a, reason: None });
    assert_eq!((file.balance("A"), file.balance("B")), (100, 5_000));
    file.is_sound();
}

/// The lists of segments know what the folds know.
#[test]
fn everybodys_days_are_those_of_the_folds() {
    let mut file = world();
    again(&mut file, "R1,A,2026-10-20,40,,refund,X1\nZ1,A,2026-10-21,0.00,,,");
    let b = file.id("B");
    file.done(moved("X1", b));
    file.done(moved("Z1", b));
    let programs = file.desk.programs().unwrap();
    let today = programs.zone().day_of(NOW);
    let bought = file.desk.store.bought(today, &programs, &mut ()).unwrap();
    for no in ["A", "B", "C"] {
        let (member, record) = (file.id(no), file.record(no));
        let days = bought.of(bought.place(member).unwrap());
        let sums = days.iter().fold((0, 0), |sum, day| (sum.0 + i64::from(day.orders), sum.1 + day.net));
        let purchases = record.snapshot.purchases;
        assert_eq!(sums, (purchases.count, purchases.net_spend.0), "{no}");
    }
    assert!(file.desk.store.fact_of_reference("Z1").unwrap().unwrap().moved_from().is_some());
}

#[test]
fn what_was_imported_without_earning_earns_nothing_elsewhere_either() {
    let mut file = world();
    let no_earn = ImportOptions { no_earn: true, ..ImportOptions::default() };
    file.purchases(&rows("X2,A,2026-10-07,200,,,"), &no_earn);
    let b = file.id("B");
    file.done(moved("X2", b));
    assert_eq!((file.balance("A"), file.balance("B"), file.snapshot("B").purchases.count), (100, 5_000, 2));
    file.is_sound();
}

/// What the journal of a member says of its newest operations: kind and points.
fn journal(file: &mut World, no: &str) -> Vec<(&'static str, Option<i64>)> {
    let page = file.desk.journal(&format!("member:{no}"), 9).unwrap();
    page.rows.iter().map(|row| (row.kind.word(), row.points.map(|points| points.0))).collect()
}

#[test]
fn the_journals_of_both_show_the_move_and_its_undo_with_their_own_points() {
    let mut file = world();
    let b = file.id("B");
    let done = file.done(moved("X1", b));
    assert_eq!(
        (journal(&mut file, "A"), journal(&mut file, "B")),
        (vec![("move", Some(-100))], vec![("move", Some(125))])
    );
    file.done(undo(done.op));
    let (a, b) = (journal(&mut file, "A"), journal(&mut file, "B"));
    assert_eq!(a, [("undo", Some(100)), ("move", Some(-100))]);
    assert_eq!(b, [("undo", Some(-125)), ("move", Some(125))]);
    let a = file.id("A");
    file.done(op::Erase { member: a });
    let b = journal(&mut file, "B");
    assert!(b.iter().all(|(_, points)| points.is_none_or(|points| points.abs() == 125)), "{b:?}");
}

#[rstest]
#[case::move_it(true)]
#[case::void_it(false)]
fn the_plan_says_that_the_wrong_card_keeps_the_tier(#[case] is_move: bool) {
    let mut file = world();
    let (c, brought) = (file.id("C"), Day::parse("2027-03-01").unwrap());
    let void = |reference: &str| -> Intent {
        op::VoidPurchase { reference: reference.to_owned(), reason: "correction".to_owned(), note: None }.into()
    };
    let go = |reference: &str| if is_move { moved(reference, c) } else { void(reference) };
    let plan = file.desk.plan(go("X0"), NOW).unwrap();
    let kept = Warning::TierKept { member_no: "B".to_owned(), tier: "gold".to_owned(), until: brought };
    assert_eq!(plan.effect.warnings, [kept]);
    file.desk.commit(&plan, None, NOW).unwrap();
    assert_eq!(file.snapshot("B").tier.until, Some(brought));
    let plan = file.desk.plan(go("X1"), NOW).unwrap();
    assert_eq!(plan.effect.warnings, [], "it brought none");
}

#[test]
fn nothing_is_kept_where_the_programme_drops_a_tier_after_refunds() {
    let program = DEFAULT_TOML.replace("on_refund = \"keep\"", "on_refund = \"drop\"");
    let mut file = World::in_memory();
    file.desk = desk_with(&program);
    let enrol = ImportOptions { enrol: true, ..ImportOptions::default() };
    file.purchases(&rows("X0,B,2026-03-01,5000,,,\nC1,C,2026-10-06,1,,,"), &enrol);
    let c = file.id("C");
    let plan = file.desk.plan(moved("X0", c), NOW).unwrap();
    assert!(!plan.effect.warnings.iter().any(|warning| matches!(warning, Warning::TierKept { .. })));
    file.desk.commit(&plan, None, NOW).unwrap();
    assert_eq!(file.snapshot("B").tier.code, "base");
}

#[rstest]
#[case::moved_once(false, "A")]
#[case::moved_on_from_the_first(true, "A")]
#[case::moved_on_from_the_second(true, "B")]
fn a_refund_that_names_a_card_which_had_the_purchase_goes_where_it_is_now(#[case] on: bool, #[case] named: &str) {
    let mut file = world();
    let (b, c) = (file.id("B"), file.id("C"));
    let mut newest = file.done(moved("X1", b)).op;
    if on {
        newest = file.done(moved("X1", c)).op;
    }
    let now = if on { "C" } else { "B" };
    let before = file.balance(now);
    let rows = rows(&format!("R1,{named},2026-11-01,40,,refund,X1"));
    let summary = file.purchases(&rows, &ImportOptions::default());
    assert_eq!((summary.new, summary.rejected), (1, 0), "{:?}", summary.errors);
    assert_eq!(summary.notes, [ImportNote::FollowedMoves { refunds: 1 }]);
    assert_eq!(before - file.balance(now), if on { 40 } else { 50 });
    for card in [named, now] {
        assert_eq!(again(&mut file, &format!("R1,{card},2026-11-01,40,,refund,X1")), (0, 1, 0), "{card}");
    }
    assert!(matches!(
        rejected(&mut file, &format!("R2,{named},2026-11-02,60.01,,refund,X1")),
        RowReject::OverRefund { .. }
    ));
    let refused = refusal(file.desk.plan(undo(newest), NOW));
    assert!(matches!(refused, Refusal::DependedOn { .. }), "{refused:?}");
    file.is_sound();
}

#[rstest]
#[case::the_new_card_is_kept("A", "B")]
#[case::the_old_card_is_kept("B", "A")]
fn where_both_cards_are_one_by_now_the_reference_is_that_of_the_purchase_that_counts(
    #[case] from: &str,
    #[case] into: &str,
) {
    let mut file = world();
    let b = file.id("B");
    file.done(moved("X1", b));
    let (from, kept) = (file.id(from), file.id(into));
    let merge = file.done(op::Merge { from, into: kept, reason: "correction".to_owned(), note: None });
    let before = file.snapshot(into).purchases.net_spend.0;
    assert_eq!(again(&mut file, "X1,A,2026-10-05,100,,,\nX1,B,2026-10-05,100,,,"), (0, 2, 0));
    assert_eq!(again(&mut file, "R1,A,2026-11-01,40,,refund,X1\nR2,B,2026-11-02,60,,refund,X1"), (2, 0, 0));
    assert_eq!(file.snapshot(into).purchases.net_spend.0, before - 10_000);
    assert_eq!(again(&mut file, "R1,B,2026-11-01,40,,refund,X1"), (0, 1, 0));
    assert!(matches!(rejected(&mut file, "R3,B,2026-11-02,0.01,,refund,X1"), RowReject::OverRefund { .. }));
    file.is_sound();
    file.done(undo(merge.op));
    assert_eq!((file.balance("A"), file.balance("B")), (0, 5_000), "its refunds stay with it");
    file.is_sound();
}

#[test]
fn a_refund_finds_its_purchase_also_where_the_old_card_was_closed_or_has_joined_another() {
    let mut file = world();
    let (a, b) = (file.id("A"), file.id("B"));
    file.done(moved("X1", b));
    let closed = file.done(op::SetStatus { member: a, to: Status::Closed, reason: None, note: None, churn: None });
    assert_eq!(again(&mut file, "R1,A,2026-11-01,10,,refund,X1"), (1, 0, 0));
    file.done(undo(closed.op));
    let c = file.id("C");
    file.done(op::Merge { from: a, into: c, reason: "correction".to_owned(), note: None });
    assert_eq!(again(&mut file, "R2,A,2026-11-01,10,,refund,X1"), (1, 0, 0));
    assert_eq!((file.balance("B"), file.balance("C")), (5_100, 1));
    assert_eq!(again(&mut file, "R1,A,2026-11-01,10,,refund,X1\nR2,B,2026-11-01,10,,refund,X1"), (0, 2, 0));
    file.is_sound();
}

/// Else every reference of the file would be looked up, one by one.
#[test]
fn references_tie_out_by_sums_whatever_was_moved() {
    let mut file = world();
    again(&mut file, "R1,A,2026-10-20,40,,refund,X1");
    let (b, c) = (file.id("B"), file.id("C"));
    let ties = |file: &World| file.desk.store.references_tie_out().unwrap();
    assert!(ties(&file));
    file.done(moved("X1", b));
    assert!(ties(&file));
    let on = file.done(moved("X1", c));
    again(&mut file, "X9,A,2026-10-21,1,,,\nR2,A,2026-10-22,10,,refund,X1");
    assert!(ties(&file));
    let refund = file.desk.journal("kind:import", 9).unwrap().rows[0].op;
    file.done(undo(refund));
    file.done(undo(on.op));
    assert!(ties(&file));
    file.desk.rebuild(NOW, &mut |_, _| {}).unwrap();
    assert!(ties(&file));
    file.is_sound();
}
