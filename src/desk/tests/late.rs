//! Purchases that come late under a number that was merged: they go with that number, whatever becomes of the merge.

use super::*;
use crate::desk::import::ImportOptions;
use crate::world::data_file::World;
use rstest::rstest;

fn merge(file: &mut World, from: &str, into: &str) -> uuid::Uuid {
    let (from, into) = (file.id(from), file.id(into));
    file.done(op::Merge { from, into, reason: "correction".to_owned(), note: None }).op
}

fn undo(op: uuid::Uuid) -> Intent {
    op::Undo { op, reason: None }.into()
}

fn unmerge(file: &mut World, member: &str) {
    let member = file.id(member);
    file.done(op::Unmerge { member, reason: Some("correction".to_owned()) });
}

fn bought(file: &mut World, lines: &str) {
    let rows = format!("member_no,order_ref,purchased_at,amount\n{lines}\n");
    let summary = file.purchases(&rows, &ImportOptions { enrol: true, ..ImportOptions::default() });
    assert_eq!(summary.rejected, 0, "{summary:?}");
}

fn balances(file: &mut World, members: &[&str]) -> Vec<i64> {
    members.iter().map(|no| file.balance(no)).collect()
}

#[rstest]
#[case::by_undo(true)]
#[case::anew(false)]
fn it_joins_again_with_its_file(#[case] by_undo: bool) {
    let mut file = World::in_memory();
    bought(&mut file, "D,o1,2026-05-01,50");
    file.member("B", "b", "");
    let merged = merge(&mut file, "B", "D");
    bought(&mut file, "B,o2,2026-03-07,99");
    assert_eq!(balances(&mut file, &["B", "D"]), [0, 149]);
    let undone = file.done(undo(merged));
    assert_eq!(balances(&mut file, &["B", "D"]), [99, 50]);
    if by_undo {
        file.done(undo(undone.op));
    } else {
        merge(&mut file, "B", "D");
    }
    assert_eq!(balances(&mut file, &["B", "D"]), [0, 149]);
    file.is_sound();
    unmerge(&mut file, "B");
    assert_eq!(balances(&mut file, &["B", "D"]), [99, 50]);
    file.is_sound();
}

#[test]
fn it_finds_its_way_back_through_a_chain_of_merges() {
    let mut file = World::in_memory();
    for no in ["A", "B", "C"] {
        file.member(no, no, "");
    }
    merge(&mut file, "A", "B");
    // A moment later: what happens at the instant of a merge comes after it.
    let (from, into) = (file.id("B"), file.id("C"));
    let intent = op::Merge { from, into, reason: "correction".to_owned(), note: None };
    let plan = file.desk.plan(intent.into(), NOW).unwrap();
    file.desk.commit(&plan, None, NOW).unwrap();
    bought(&mut file, "A,o1,2026-03-07,99");
    assert_eq!(balances(&mut file, &["A", "B", "C"]), [0, 0, 99]);
    let a = file.id("A");
    let on = Day::parse("2026-06-01");
    let past = file.desk.ask(&owner(), crate::domain::question::OpenMember { member: a, as_of: on }, NOW).unwrap();
    assert_eq!(past.snapshot.points.balance.0, 99, "on the days before, it stands in that number's own file");
    unmerge(&mut file, "B");
    assert_eq!(balances(&mut file, &["A", "B", "C"]), [0, 99, 0]);
    unmerge(&mut file, "A");
    assert_eq!(balances(&mut file, &["A", "B", "C"]), [99, 0, 0]);
    file.is_sound();
}

#[rstest]
#[case::merged(false)]
#[case::parted(true)]
fn it_raises_nobody_else_s_rate(#[case] parted: bool) {
    let mut file = World::in_memory();
    file.member("A", "a", "");
    file.member("B", "b", "");
    merge(&mut file, "B", "A");
    bought(&mut file, "B,o1,2026-03-07,6000");
    if parted {
        unmerge(&mut file, "B");
    }
    let before = file.balance("A");
    bought(&mut file, "A,o2,2026-05-01,100");
    assert_eq!(file.balance("A") - before, 100, "A was base then");
    file.is_sound();
}

#[rstest]
#[case::its_file_is_still_there(false)]
#[case::its_file_has_left(true)]
fn it_counts_once_where_the_two_are_merged_the_other_way_round(#[case] parted: bool) {
    let mut file = World::in_memory();
    for no in ["A", "B", "C"] {
        file.member(no, no, "");
    }
    merge(&mut file, "A", "B");
    merge(&mut file, "B", "C");
    bought(&mut file, "A,o1,2026-03-07,99");
    unmerge(&mut file, "C");
    if parted {
        unmerge(&mut file, "A");
    }
    merge(&mut file, "C", "B");
    let own = if parted { [99, 0, 0] } else { [0, 99, 0] };
    assert_eq!(balances(&mut file, &["A", "B", "C"]), own);
    file.is_sound();
}

#[test]
fn its_refunds_stay_with_it_where_the_two_are_merged_the_other_way_round() {
    let mut file = World::in_memory();
    file.member("A", "a", "");
    file.member("B", "b", "");
    merge(&mut file, "B", "A");
    bought(&mut file, "B,o1,2026-03-07,99\nB,o2,2026-03-08,50");
    let refund = "member_no,order_ref,purchased_at,amount,refund_of\nB,r1,2026-03-09,-99,o1\n";
    assert_eq!(file.purchases(refund, &ImportOptions::default()).new, 1);
    unmerge(&mut file, "B");
    assert_eq!(balances(&mut file, &["A", "B"]), [0, 50]);
    merge(&mut file, "A", "B");
    let purchases = file.snapshot("B").purchases;
    assert_eq!((balances(&mut file, &["A", "B"]), purchases.count, purchases.net_spend.0), (vec![0, 50], 1, 5_000));
    file.is_sound();
}
