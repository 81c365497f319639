//! An import that was undone comes back by its file, mended or not, with the members that it had enrolled.

use super::shop::{codes, counts, enrol, sales, seen_of, table};
use crate::world::{Asks, NOW, World};
use loyaltui::desk::error::DeskError;
use loyaltui::desk::import::{ImportOptions, Summary};
use loyaltui::domain::fact::Status;
use loyaltui::domain::op::{self, Intent};
use loyaltui::domain::plan::outcome::Refusal;
use rstest::rstest;

fn undo(shop: &mut World, summary: &Summary) -> Result<(), DeskError> {
    let op = shop.desk.operation_at(summary.operation.unwrap()).unwrap().unwrap();
    shop.desk.perform(&Intent::Undo(op::Undo { op, reason: None }), None, NOW).map(|_| ())
}

fn refused(done: Result<(), DeskError>) -> Refusal {
    match done {
        Err(DeskError::Refused(refusal)) => *refusal,
        other => panic!("{other:?} is not refused"),
    }
}

fn is_the_same_after_a_rebuild(shop: &mut World, numbers: &[&str]) {
    shop.is_sound();
    let seen = seen_of(shop, numbers);
    shop.desk.rebuild(NOW, &mut |_, _| {}).unwrap();
    assert_eq!(seen_of(shop, numbers), seen);
    shop.is_sound();
}

const SALES: &str = "A1,M,2026-03-01,100\nA2,M,2026-04-01,50\nA3,N,2026-04-02,30";

#[rstest]
#[case::in_memory(World::in_memory())]
#[case::on_disk(World::in_a_file(|| NOW))]
fn whom_an_undone_import_enrolled_comes_back_with_the_file(#[case] mut shop: World) {
    let mut once = World::in_memory();
    sales(&mut once, SALES);
    for _ in 0..3 {
        let summary = sales(&mut shop, SALES);
        assert_eq!(counts(&summary), [3, 0, 0, 0]);
        assert_eq!((shop.balance("M"), shop.balance("N")), (150, 30));
        assert_eq!(counts(&sales(&mut shop, SALES)), [0, 0, 3, 0]);
        is_the_same_after_a_rebuild(&mut shop, &["M", "N"]);
        undo(&mut shop, &summary).unwrap();
        assert_eq!(shop.snapshot("M").status, Status::Closed);
        is_the_same_after_a_rebuild(&mut shop, &["M", "N"]);
    }
}

#[test]
fn a_mended_file_takes_the_place_of_a_wrong_one() {
    let mut shop = World::in_memory();
    let wrong = sales(&mut shop, "A1,M,2026-03-01,1000\nA2,N,2026-04-02,30");
    undo(&mut shop, &wrong).unwrap();
    let dry = shop.purchases(
        &table("order_ref,member_no,purchased_at,amount", SALES),
        &ImportOptions { dry_run: true, ..enrol() },
    );
    assert_eq!(counts(&dry), [3, 0, 0, 0]);
    assert_eq!(counts(&sales(&mut shop, SALES)), [3, 0, 0, 0]);
    assert_eq!((shop.balance("M"), shop.balance("N")), (150, 30));
    shop.is_sound();
}

#[test]
fn without_leave_to_enrol_a_member_that_was_taken_back_stays_closed() {
    let mut shop = World::in_memory();
    let summary = sales(&mut shop, SALES);
    undo(&mut shop, &summary).unwrap();
    let again = shop.purchases(&table("order_ref,member_no,purchased_at,amount", SALES), &ImportOptions::default());
    assert_eq!(codes(&again), [(2, "member_closed"), (3, "member_closed"), (4, "member_closed")]);
}

#[test]
fn a_file_of_members_brings_them_back_with_what_it_says_now() {
    let mut shop = World::in_memory();
    let header = "member_no,name,opening_points,tier,tier_until\n";
    let file = format!("{header}M,Ann,500,silver,2027-06-30\nN,Bo,,,\n");
    let summary = shop.members(&file, &ImportOptions::default());
    undo(&mut shop, &summary).unwrap();
    let mended = format!("{header}M,Anne,400,silver,2027-06-30\nN,Bo,,,\n");
    assert_eq!(
        counts(&shop.members(&mended, &ImportOptions { dry_run: true, ..ImportOptions::default() })),
        [2, 0, 0, 0]
    );
    assert_eq!(counts(&shop.members(&mended, &ImportOptions::default())), [2, 0, 0, 0]);
    assert_eq!(counts(&shop.members(&mended, &ImportOptions::default())), [0, 0, 2, 0]);
    let (ann, bo) = (shop.snapshot("M"), shop.snapshot("N"));
    assert_eq!((ann.status, ann.points.balance.0, ann.tier.code.as_str()), (Status::Active, 400, "silver"));
    assert_eq!((bo.status, bo.points.balance.0), (Status::Active, 0));
    let member = shop.desk.member_by_no("M").unwrap();
    assert_eq!(shop.desk.profile(member).unwrap().name, "Anne");
    is_the_same_after_a_rebuild(&mut shop, &["M", "N"]);
}

#[test]
fn who_was_closed_by_hand_stays_closed() {
    let mut shop = World::in_memory();
    let summary = sales(&mut shop, SALES);
    undo(&mut shop, &summary).unwrap();
    sales(&mut shop, SALES);
    let member = shop.desk.member_by_no("M").unwrap();
    let close = Intent::SetStatus(op::SetStatus { member, to: Status::Closed, reason: None, note: None, churn: None });
    shop.desk.perform(&close, None, NOW).unwrap();
    assert_eq!(codes(&sales(&mut shop, "A9,M,2026-05-01,10")), [(2, "member_closed")]);
    shop.is_sound();
}

#[test]
fn what_is_done_for_a_member_that_came_back_holds_the_import() {
    let mut shop = World::in_memory();
    let first = sales(&mut shop, SALES);
    undo(&mut shop, &first).unwrap();
    let second = sales(&mut shop, SALES);
    let member = shop.desk.member_by_no("N").unwrap();
    let freeze = Intent::SetStatus(op::SetStatus { member, to: Status::Frozen, reason: None, note: None, churn: None });
    let frozen = shop.desk.perform(&freeze, None, NOW).unwrap().op;
    assert_eq!(refused(undo(&mut shop, &second)), Refusal::DependedOn { ops: vec![frozen.to_string()] });
    assert!(matches!(refused(undo(&mut shop, &first)), Refusal::AlreadyReversed { .. }));
}

/// Undoes the undo of an import.
fn redo(shop: &mut World, summary: &Summary) -> Result<(), DeskError> {
    let op = shop.desk.operation_at(summary.operation.unwrap()).unwrap().unwrap();
    let by = shop.desk.operation(op).unwrap().reversed_by.unwrap();
    shop.desk.perform(&Intent::Undo(op::Undo { op: by, reason: None }), None, NOW).map(|_| ())
}

#[test]
fn the_undo_of_an_import_can_be_undone_while_nothing_came_in_between() {
    let mut shop = World::in_a_file(|| NOW);
    let summary = sales(&mut shop, SALES);
    let seen = seen_of(&mut shop, &["M", "N"]);
    undo(&mut shop, &summary).unwrap();
    redo(&mut shop, &summary).unwrap();
    assert_eq!(seen_of(&mut shop, &["M", "N"]), seen);
    assert_eq!(counts(&sales(&mut shop, SALES)), [0, 0, 3, 0]);
    is_the_same_after_a_rebuild(&mut shop, &["M", "N"]);
}

#[rstest]
#[case::the_file_itself(|shop: &mut World| { sales(shop, SALES); })]
#[case::one_of_its_orders_on_another_card(|shop: &mut World| { sales(shop, "A3,X,2026-04-02,30"); })]
#[case::one_of_its_members_was_erased(|shop: &mut World| {
    let member = shop.desk.member_by_no("M").unwrap();
    shop.desk.perform(&Intent::Erase(op::Erase { member }), None, NOW).unwrap();
})]
fn what_came_in_between_holds_an_undone_import_back(#[case] came: fn(&mut World)) {
    let mut shop = World::in_memory();
    let summary = sales(&mut shop, SALES);
    undo(&mut shop, &summary).unwrap();
    came(&mut shop);
    let refused = refused(redo(&mut shop, &summary));
    assert!(matches!(&refused, Refusal::ImportAgain { ops } if ops.len() == 1), "{refused:?}");
    shop.is_sound();
}

#[test]
fn an_undone_file_of_answers_comes_back_unless_other_answers_came() {
    let answers = |shop: &mut World, rows: &str| {
        shop.answers(&table("ref,answered_at,kind,score", rows), &ImportOptions::default())
    };
    let mut shop = World::in_memory();
    let summary = answers(&mut shop, "S1,2026-11-20,nps,3\n,2026-11-20,nps,9");
    undo(&mut shop, &summary).unwrap();
    redo(&mut shop, &summary).unwrap();
    assert_eq!(counts(&answers(&mut shop, "S1,2026-11-20,nps,3\n,2026-11-20,nps,9")), [0, 0, 2, 0]);
    shop.is_sound();
    shop.desk.rebuild(NOW, &mut |_, _| {}).unwrap();
    shop.is_sound();
    let second = answers(&mut shop, "S2,2026-11-21,nps,5");
    undo(&mut shop, &second).unwrap();
    answers(&mut shop, "S3,2026-11-21,nps,5");
    assert!(matches!(refused(redo(&mut shop, &second)), Refusal::ImportAgain { .. }));
}
