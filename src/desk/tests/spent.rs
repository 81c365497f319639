//! Points spent on an order of a file that had joined: they are the order's, whatever becomes of the merge.

use super::*;
use crate::desk::import::ImportOptions;
use crate::world::data_file::World;
use rstest::rstest;

fn undo(op: uuid::Uuid) -> Intent {
    op::Undo { op, reason: None }.into()
}

/// A and B bought for ¥100 each; B's record has joined A's.
fn merged() -> World {
    let mut file = World::in_memory();
    let rows = "member_no,order_ref,purchased_at,amount\nA,o1,2026-01-22,100\nB,o2,2026-01-22,100\n";
    file.purchases(rows, &ImportOptions { enrol: true, ..ImportOptions::default() });
    let (from, into) = (file.id("B"), file.id("A"));
    file.done(op::Merge { from, into, reason: "correction".to_owned(), note: None });
    file
}

fn redeemed(file: &mut World, points: i64, order: &str) -> uuid::Uuid {
    let (member, reference) = (file.id("A"), Some(order.to_owned()));
    file.done(op::Redeem { member, points: Points(points), reward: "cup".to_owned(), reference }).op
}

fn unmerged(file: &mut World) -> uuid::Uuid {
    let member = file.id("A");
    file.done(op::Unmerge { member, reason: Some("correction".to_owned()) }).op
}

fn balances(file: &mut World) -> (i64, i64) {
    file.is_sound();
    (file.balance("A"), file.balance("B"))
}

#[test]
fn they_go_with_it_to_the_member_who_gets_it_back_and_return_with_it() {
    let mut file = merged();
    redeemed(&mut file, 50, "o2");
    redeemed(&mut file, 10, "o1");
    assert_eq!(balances(&mut file), (140, 0));
    let parted = unmerged(&mut file);
    assert_eq!(balances(&mut file), (90, 50));
    let again = file.done(undo(parted));
    assert_eq!(balances(&mut file), (140, 0));
    file.done(undo(again.op));
    assert_eq!(balances(&mut file), (90, 50));
    let void = op::VoidPurchase { reference: "o2".to_owned(), reason: "correction".to_owned(), note: None };
    file.done(void);
    assert_eq!(balances(&mut file), (90, 0), "50 go back, 100 are taken");
    file.desk.rebuild(NOW, &mut |_, _| {}).unwrap();
    assert_eq!(balances(&mut file), (90, 0));
}

#[test]
fn their_undo_gives_back_where_they_are() {
    let mut file = merged();
    let spent = redeemed(&mut file, 50, "o2");
    let parted = unmerged(&mut file);
    let undone = file.done(undo(spent));
    let shown: Vec<_> =
        undone.effect.members.iter().map(|m| (m.member_no.as_str(), m.after.points.balance.0)).collect();
    assert_eq!(shown, [("A", 100), ("B", 100)]);
    assert_eq!(balances(&mut file), (100, 100));
    let redone = file.done(undo(undone.op));
    assert_eq!(balances(&mut file), (100, 50));
    file.done(undo(parted));
    assert_eq!(balances(&mut file), (150, 0));
    unmerged(&mut file);
    file.done(undo(redone.op));
    assert_eq!(balances(&mut file), (100, 100));
}

#[test]
fn what_the_other_never_had_is_not_parted() {
    let mut file = merged();
    redeemed(&mut file, 130, "o2");
    let member = file.id("A");
    let refused = refusal(file.desk.plan(op::Unmerge { member, reason: None }.into(), NOW));
    assert_eq!(refused, Refusal::WouldOverdraw { missing: Points(30) });
}

/// Points spent on a purchase that came late under a number whose file is inside another one by then, and that one inside a third.
#[rstest]
#[case::late_in_the_third_and_spent_there(true, false)]
#[case::late_in_the_third_and_spent_in_the_second(true, true)]
#[case::late_in_the_second_and_spent_there(false, true)]
fn on_a_late_purchase_they_go_with_it_through_a_chain_of_merges(
    #[case] late_in_third: bool,
    #[case] spent_in_second: bool,
) {
    let mut file = World::in_memory();
    for no in ["A", "B", "C"] {
        file.member(no, no, "");
    }
    let merge = |file: &mut World, from: &str, into: &str| {
        let (from, into) = (file.id(from), file.id(into));
        file.done(op::Merge { from, into, reason: "correction".to_owned(), note: None });
    };
    let part = |file: &mut World, member: &str| {
        let member = file.id(member);
        file.done(op::Unmerge { member, reason: Some("correction".to_owned()) });
    };
    let late = |file: &mut World| {
        let rows = "member_no,order_ref,purchased_at,amount\nA,o1,2026-03-07,99\n";
        assert_eq!(file.purchases(rows, &ImportOptions::default()).new, 1);
    };
    let spend = |file: &mut World, at: &str| {
        let (member, reference) = (file.id(at), Some("o1".to_owned()));
        file.done(op::Redeem { member, points: Points(30), reward: "cup".to_owned(), reference });
    };
    let stands = |file: &mut World| {
        file.is_sound();
        ["A", "B", "C"].map(|no| file.balance(no))
    };
    merge(&mut file, "A", "B");
    if !late_in_third {
        late(&mut file);
    }
    if spent_in_second && !late_in_third {
        spend(&mut file, "B");
    }
    merge(&mut file, "B", "C");
    if late_in_third {
        late(&mut file);
    }
    if spent_in_second && late_in_third {
        part(&mut file, "B");
        spend(&mut file, "B");
        merge(&mut file, "B", "C");
    }
    if !spent_in_second {
        spend(&mut file, "C");
    }
    assert_eq!(stands(&mut file), [0, 0, 69]);
    part(&mut file, "B");
    assert_eq!(stands(&mut file), [0, 69, 0], "they are the order's");
    part(&mut file, "A");
    assert_eq!(stands(&mut file), [69, 0, 0]);
}
