//! Purchases that are taken back, the undo of that, and purchases that were credited manually before they came.

use super::*;
use crate::desk::import::{ImportNote, ImportOptions};
use crate::world::data_file::World;
use rstest::rstest;

const SALE: &str = "order_ref,member_no,purchased_at,amount\nA1,M1,2026-11-01,299.90\n";

fn void(reference: &str) -> Intent {
    op::VoidPurchase { reference: reference.to_owned(), reason: "correction".to_owned(), note: None }.into()
}

fn undo(op: uuid::Uuid) -> Intent {
    op::Undo { op, reason: None }.into()
}

/// M1 has bought for ¥299.90, earned 299 and spent 100 of them since.
fn world() -> World {
    let mut file = World::in_memory();
    let enrol = ImportOptions { enrol: true, ..ImportOptions::default() };
    assert_eq!(file.purchases(SALE, &enrol).new, 1);
    let member = file.id("M1");
    file.done(op::Redeem { member, points: Points(100), reward: "mug".to_owned(), reference: None });
    assert_eq!(file.balance("M1"), 199);
    file
}

#[test]
fn a_void_purchase_counts_no_more_and_its_undo_brings_it_back() {
    let mut file = world();
    let done = file.done(void("A1"));
    let snapshot = file.snapshot("M1");
    assert_eq!(
        (snapshot.points.balance, snapshot.purchases.count, snapshot.purchases.net_spend.0),
        (Points(-100), 0, 0)
    );
    let again = file.purchases(SALE, &ImportOptions::default());
    assert_eq!((again.new, again.unchanged, again.rejected), (0, 1, 0), "the reference stays known");
    file.is_sound();
    assert_eq!(refusal(file.desk.plan(void("A1"), NOW)), Refusal::NoChange);
    assert!(matches!(refusal(file.desk.plan(void("A2"), NOW)), Refusal::UnknownOrder { .. }));

    let undone = file.done(undo(done.op));
    let snapshot = file.snapshot("M1");
    assert_eq!((snapshot.points.balance, snapshot.purchases.count), (Points(199), 1));
    assert_eq!(undone.effect.members[0].after.points.balance, Points(199), "what was shown is what came");
    let again = file.purchases(SALE, &ImportOptions::default());
    assert_eq!((again.new, again.unchanged), (0, 1));
    file.is_sound();

    let again = file.done(undo(undone.op));
    assert_eq!((file.balance("M1"), file.snapshot("M1").purchases.count), (-100, 0), "void again");
    assert_eq!(again.effect.members[0].after.points.balance, Points(-100));
    file.is_sound();
    file.done(undo(again.op));
    assert_eq!(file.balance("M1"), 199);
    let anew = file.done(void("A1"));
    assert_eq!(file.balance("M1"), -100, "it can be taken back anew");
    let depended = Refusal::DependedOn { ops: vec![anew.op.to_string()] };
    let undone = last_undo(&mut file);
    assert_eq!(refusal(file.desk.plan(undo(undone), NOW)), depended, "no two voids at once");
    file.is_sound();
}

/// The newest undo of the journal.
fn last_undo(file: &mut World) -> uuid::Uuid {
    file.desk.journal("kind:undo", 1).unwrap().rows[0].op
}

#[test]
fn a_purchase_is_void_and_back_through_the_member_that_was_kept() {
    let mut file = world();
    let (from, into) = (file.id("M1"), file.member("M2", "王芳", "13900000000"));
    file.adjust(from, 200);
    let merge = |file: &mut World| {
        file.done(op::Merge { from, into, reason: "correction".to_owned(), note: None });
    };
    merge(&mut file);
    let done = file.done(void("A1"));
    assert_eq!((file.balance("M2"), file.snapshot("M2").purchases.count), (100, 0));
    file.is_sound();
    let undone = file.done(undo(done.op));
    assert_eq!((file.balance("M2"), file.snapshot("M2").purchases.count), (399, 1));
    file.is_sound();
    file.done(undo(undone.op));
    assert_eq!(file.balance("M2"), 100);
    file.done(op::Unmerge { member: from, reason: None });
    assert_eq!((file.balance("M1"), file.balance("M2")), (100, 0), "the void goes with its purchase");
    file.is_sound();
    merge(&mut file);
    let again = last_undo(&mut file);
    file.done(undo(again));
    assert_eq!(file.balance("M2"), 399, "a void from before the merge is undone through the survivor");
    file.is_sound();
}

#[test]
fn a_purchase_of_nothing_can_be_void() {
    let mut file = World::in_memory();
    let enrol = ImportOptions { enrol: true, ..ImportOptions::default() };
    file.purchases("order_ref,member_no,purchased_at,amount\nZ1,M1,2026-11-01,0.00\n", &enrol);
    assert_eq!(file.snapshot("M1").purchases.count, 1);
    let done = file.done(void("Z1"));
    let (count, why) = (file.snapshot("M1").purchases.count, refusal(file.desk.plan(void("Z1"), NOW)));
    assert_eq!((count, why), (0, Refusal::NoChange));
    file.done(undo(done.op));
    assert_eq!(file.snapshot("M1").purchases.count, 1);
    file.is_sound();
}

#[test]
fn a_partly_refunded_purchase_is_void_in_what_is_left() {
    let mut file = world();
    let refund = "order_ref,member_no,purchased_at,amount,kind,refund_of\nR1,M1,2026-11-02,100.00,refund,A1\n";
    assert_eq!(file.purchases(refund, &ImportOptions::default()).new, 1);
    assert_eq!(file.balance("M1"), 99);
    file.done(void("A1"));
    assert_eq!((file.balance("M1"), file.snapshot("M1").purchases.count), (-100, 0));
    file.is_sound();
}

#[test]
fn an_order_that_was_credited_before_it_came_is_named() {
    let mut file = World::in_memory();
    let member = file.member("M1", "张伟", "13812345678");
    let credit = |reference: &str| op::Adjust {
        member,
        delta: Points(299),
        reason: "missing_purchase".to_owned(),
        note: None,
        reference: Some(reference.to_owned()),
    };
    file.done(credit("A1"));
    let taken_back = file.done(credit("A2"));
    file.done(undo(taken_back.op));
    let rows = format!("{SALE}A2,M1,2026-11-01,10.00\nA3,M1,2026-11-01,10.00\n");
    let dry_run = ImportOptions { dry_run: true, ..ImportOptions::default() };
    for options in [dry_run, ImportOptions::default()] {
        let notes = file.purchases(&rows, &options).notes;
        let named = notes.iter().find_map(|note| match note {
            ImportNote::CreditedBefore(orders) => Some((orders.rows, orders.first.clone())),
            _ => None,
        });
        assert_eq!(named, Some((1, vec!["A1".to_owned()])));
    }
}

#[test]
fn the_journal_shows_the_points_that_a_void_took_and_its_undo_gave_back() {
    let mut file = world();
    let done = file.done(void("A1"));
    file.done(undo(done.op));
    let rows = file.desk.journal("member:M1", 2).unwrap().rows;
    assert_eq!(rows.iter().map(|row| row.points).collect::<Vec<_>>(), [Some(Points(299)), Some(Points(-299))]);
}

/// A purchase of nothing is an order like any other, until it is taken back.
#[test]
fn a_void_purchase_of_nothing_leaves_the_count_of_purchases() {
    let mut file = World::in_memory();
    let rows = "order_ref,member_no,purchased_at,amount\nZ1,M1,2026-11-01,0.00\n";
    file.purchases(rows, &ImportOptions { enrol: true, ..ImportOptions::default() });
    assert_eq!(file.snapshot("M1").purchases.count, 1);
    let done = file.done(void("Z1"));
    assert_eq!((file.snapshot("M1").purchases.count, file.snapshot("M1").purchases.last_on), (0, None));
    let again = file.purchases(rows, &ImportOptions::default());
    assert_eq!((again.new, again.unchanged), (0, 1));
    file.is_sound();
    file.done(undo(done.op));
    assert_eq!(file.snapshot("M1").purchases.count, 1);
    file.is_sound();
}

#[rstest]
#[case::voided(false)]
#[case::counting_again(true)]
fn a_plan_made_before_an_undo_that_wrote_nothing_is_noticed(#[case] undone_before: bool) {
    let mut file = world();
    let mut newest = file.done(void("A1")).op;
    if undone_before {
        newest = file.done(undo(newest)).op;
    }
    let member = file.id("M1");
    let plan = file.desk.plan(adjust(member, 10), NOW).unwrap();
    file.done(undo(newest));
    assert!(matches!(file.desk.commit(&plan, None, NOW), Err(DeskError::Stale { .. })));
    file.is_sound();
}

/// The purchase may be recorded on a number that has joined.
#[test]
fn a_plan_made_before_a_void_under_a_merge_is_noticed() {
    let mut file = world();
    let into = file.member("M2", "b", "");
    let from = file.id("M1");
    file.done(op::Merge { from, into, reason: "correction".to_owned(), note: None });
    let plan = file.desk.plan(adjust(into, 10), NOW).unwrap();
    file.done(void("A1"));
    assert!(matches!(file.desk.commit(&plan, None, NOW), Err(DeskError::Stale { .. })));
}
