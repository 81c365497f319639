//! Members: enrolling, editing, status, merging, erasing.

use super::*;
use crate::domain::member::ProfileField;
use crate::domain::plan::outcome::Warning;
use rstest::rstest;

fn enrol(member_no: &str) -> Profile {
    Profile { member_no: member_no.to_owned(), name: " 周文 ".to_owned(), ..Profile::default() }
}

#[test]
fn a_new_member_is_active_has_joined_today_and_is_shown_before_it_is_there() {
    let mut world = Histories::on("2026-11-22");
    let profile = Profile { phone: "136 1234-5678".to_owned(), tags: vec!["b".into(), "a".into()], ..enrol("M3") };
    let plan = world.plan(Intent::Enrol(op::Enrol { profile: Box::new(profile.clone()) })).unwrap();
    assert_eq!(plan.effect.members[0].before, None);
    assert_eq!(plan.effect.members[0].member_no, "M3");
    let shown: Vec<(&str, &str)> =
        plan.effect.members[0].fields.iter().map(|(field, _, after)| (field.as_str(), after.as_str())).collect();
    let joined = ("joined_on", "2026-11-22");
    assert_eq!(shown, [("member_no", "M3"), ("name", "周文"), ("phone", "136****5678"), joined, ("tags", "a,b")]);
    world.done(Intent::Enrol(op::Enrol { profile: Box::new(profile) })).unwrap();
    let (_, written) = &world.files[&MemberId(3)];
    assert_eq!((written.phone.as_str(), written.joined_on), ("13612345678", Some(day("2026-11-22"))));
    assert_eq!(world.status(3), Status::Active);
}

#[rstest]
#[case::taken(Lookups { member_no_taken: true, ..Lookups::default() }, Profile::default(), Refusal::MemberNoTaken { member_no: "M3".to_owned() })]
#[case::referrer(Lookups { referrer_unknown: true, ..Lookups::default() }, Profile { referrer_no: "X".to_owned(), ..Profile::default() }, Refusal::UnknownMember { member_no: "X".to_owned() })]
#[case::own_referrer(Lookups::default(), Profile { referrer_no: "M3".to_owned(), ..Profile::default() }, bad("referrer_no", "M3", "≠ M3"))]
#[case::unborn(Lookups::default(), Profile { birthday: Some(day("2026-11-23")), ..Profile::default() }, bad("birthday", "2026-11-23", "…2026-11-22"))]
#[case::email(Lookups::default(), Profile { email: "zhou".to_owned(), ..Profile::default() }, bad("email", "zhou", "name@example.com"))]
fn a_new_member_that_can_not_be(#[case] lookups: Lookups, #[case] fields: Profile, #[case] refusal: Refusal) {
    let world = Histories::on("2026-11-22");
    let profile = Profile { member_no: "M3".to_owned(), ..fields };
    assert_eq!(world.plan_with(Intent::Enrol(op::Enrol { profile: Box::new(profile) }), lookups).unwrap_err(), refusal);
}

fn bad(field: &str, value: &str, expected: &str) -> Refusal {
    Refusal::BadField { field: field.to_owned(), value: value.to_owned(), expected: expected.to_owned() }
}

#[test]
fn a_new_member_has_a_number_that_no_other_gets_meanwhile() {
    let world = Histories::on("2026-11-22");
    let nameless = world.plan(Intent::Enrol(op::Enrol { profile: Box::default() })).unwrap_err();
    assert_eq!(nameless, bad("member_no", "", "M0012345"));
    let plan = world.plan(Intent::Enrol(op::Enrol { profile: Box::new(enrol("M3")) })).unwrap();
    let end = |member: MemberId| world.history(member).end();
    assert!(plan.basis.members.iter().any(|(member, known)| end(*member) != *known), "commit plans it again");
}

fn edit(member: i64, profile: &Profile) -> Intent {
    Intent::Edit(op::Edit { member: MemberId(member), profile: Box::new(profile.clone()), note: None })
}

#[test]
fn an_edit_writes_what_differs_and_says_so() {
    let mut world = Histories::on("2026-11-22");
    let old = world.files[&MemberId(1)].1.clone();
    let new = Profile { email: "zhang.wei@example.com".to_owned(), ..old.clone() };
    let shared = Lookups { shared: vec![(ProfileField::Email, "B".to_owned())], ..Lookups::default() };
    let plan = world.plan_with(edit(1, &new), shared).unwrap();
    assert_eq!(plan.effect.members[0].fields, [("email".into(), String::new(), "z***@example.com".into())]);
    assert_eq!(plan.effect.warnings, [Warning::SharedContact { field: "email".into(), member_no: "B".into() }]);
    assert_eq!((plan.profile_before.as_ref(), plan.secret().after), (Some(&old), Some(new.clone())));
    world.done(edit(1, &new)).unwrap();
    assert_eq!(world.done(edit(1, &new)).unwrap_err(), Refusal::NoChange);
    let renumbered = Profile { member_no: "Z".to_owned(), ..new };
    assert_eq!(world.done(edit(1, &renumbered)).unwrap_err(), bad("member_no", "Z", "A"));
}

#[test]
fn what_an_import_brought_is_not_judged_by_an_edit_of_another_field() {
    let mut world = Histories::on("2026-11-22");
    world.files.get_mut(&MemberId(1)).unwrap().1.phone = "ask his wife".to_owned();
    let mut wished = world.files[&MemberId(1)].1.clone();
    wished.name = "张伟伟".to_owned();
    world.done(edit(1, &wished)).unwrap();
    assert_eq!(world.files[&MemberId(1)].1, wished);
}

/// Status by action: what an active member may do is done first, then each status is tried.
#[rstest]
#[case::frozen(Status::Frozen, [false, false, false, false, false, true])]
#[case::closed(Status::Closed, [false, false, false, false, false, false])]
fn status_by_action(#[case] status: Status, #[case] allowed: [bool; 6]) {
    let mut world = Histories::on("2026-11-22");
    world.sale(1, "2026-11-01", 100);
    world.done(set_status(1, status)).unwrap();
    let wished = Profile { name: "Other".to_owned(), ..world.files[&MemberId(1)].1.clone() };
    let intents = [
        adjust(1, 5),
        redeem(1, 5),
        set_tier(1, "gold", "2027-01-01"),
        merge_into(1, 2),
        merge_into(2, 1),
        edit(1, &wished),
    ];
    for (intent, allowed) in intents.into_iter().zip(allowed) {
        let refused = world.plan(intent.clone()).err();
        assert_eq!(refused.is_none(), allowed, "{intent:?}: {refused:?}");
        if let Some(Refusal::StatusForbids { status: said, .. } | Refusal::MergePartner { status: said, .. }) = refused
        {
            assert_eq!(said, status);
        }
    }
}

#[test]
fn a_frozen_member_earns() {
    let mut world = Histories::on("2026-11-22");
    world.done(set_status(1, Status::Frozen)).unwrap();
    world.sale(1, "2026-11-22", 100);
    assert_eq!((world.balance(1), world.status(1)), (100, Status::Frozen));
    world.done(set_status(1, Status::Active)).unwrap();
    world.now.0 += 86_400_000;
    world.done(redeem(1, 100)).unwrap();
}

#[test]
fn a_closed_member_comes_back_only_by_undo() {
    let mut world = Histories::on("2026-11-22");
    world.sale(1, "2026-11-01", 100);
    let plan = world.plan(set_status(1, Status::Closed)).unwrap();
    assert_eq!(plan.effect.warnings, [Warning::PointsLeft { balance: Points(100) }]);
    let closed = world.done(set_status(1, Status::Closed)).unwrap();
    assert_eq!(world.done(set_status(1, Status::Closed)).unwrap_err(), Refusal::NoChange);
    let refused = world.done(set_status(1, Status::Active)).unwrap_err();
    assert_eq!(refused, Refusal::StatusForbids { status: Status::Closed, survivor_no: None });
    world.undone(closed).unwrap();
    assert_eq!(world.status(1), Status::Active);
}

#[rstest]
#[case(Status::Merged)]
#[case(Status::Erased)]
fn a_status_that_is_not_set_by_hand(#[case] to: Status) {
    let refused = Histories::on("2026-11-22").plan(set_status(1, to)).unwrap_err();
    assert!(matches!(refused, Refusal::BadField { field, .. } if field == "status"));
}

#[test]
fn a_merge_joins_100_and_200_whatever_either_spent_or_let_expire_before() {
    let mut world = Histories::on("2026-11-22");
    world.opening(1, "2026-01-01", 500, Some("2026-06-30"));
    world.opening(1, "2026-02-01", 180, None);
    world.recorded(1, "2026-03-01", FactKind::Redeem, -80, |_| {});
    world.opening(1, "2026-07-01", 0, None);
    world.opening(2, "2026-02-01", 200, None);
    // 80 were drawn from the 500 that ended in June; 420 of them died.
    assert_eq!((world.balance(1), world.balance(2)), (180, 200));
    let plan = world.plan(merge_into(1, 2)).unwrap();
    let afters: Vec<_> = plan.effect.members.iter().map(|m| (m.after.status, m.after.points.balance.0)).collect();
    assert_eq!(afters, [(Status::Merged, 0), (Status::Active, 380)]);
    world.done(merge_into(1, 2)).unwrap();
    assert_eq!(world.balance(2), 380);
}

#[test]
fn two_times_600_is_silver_from_the_day_of_the_merge() {
    let mut world = Histories::on("2026-11-22");
    world.sale(1, "2026-05-01", 600);
    world.sale(2, "2026-06-01", 600);
    assert_eq!(world.shows(2).tier.code, "base");
    world.done(merge_into(1, 2)).unwrap();
    let tier = world.shows(2).tier;
    assert_eq!((tier.code.as_str(), tier.window_spend), ("silver", Money(120_000)));
}

#[test]
fn a_merge_with_itself_with_a_merged_one_or_in_a_circle_is_refused() {
    let mut world = Histories::on("2026-11-22");
    assert_eq!(world.plan(merge_into(1, 1)).unwrap_err(), Refusal::MergeWithItself);
    world.done(merge_into(1, 2)).unwrap();
    let merged = Refusal::StatusForbids { status: Status::Merged, survivor_no: Some("B".to_owned()) };
    assert_eq!(world.plan(merge_into(1, 2)).unwrap_err(), merged);
    assert_eq!(world.plan(adjust(1, 5)).unwrap_err(), merged);
    assert_eq!(world.plan(Intent::Erase(op::Erase { member: MemberId(1) })).unwrap_err(), merged);
    let circle = Refusal::MergePartner { member_no: "A".to_owned(), status: Status::Merged };
    assert_eq!(world.plan(merge_into(2, 1)).unwrap_err(), circle);
}

#[rstest]
#[case::by_the_survivor(2)]
#[case::by_the_other(1)]
fn an_unmerge_leaves_each_its_own_and_what_happened_since_with_the_survivor(#[case] named: i64) {
    let mut world = Histories::on("2026-11-22");
    world.opening(1, "2026-01-01", 100, None);
    world.opening(2, "2026-01-01", 200, None);
    assert_eq!(world.plan(unmerge(named)).unwrap_err(), Refusal::NotMerged);
    let merged = world.done(merge_into(1, 2)).unwrap();
    world.done(redeem(2, 150)).unwrap();
    world.done(unmerge(named)).unwrap();
    assert_eq!((world.balance(1), world.balance(2)), (100, 50));
    assert_eq!((world.status(1), world.status(2)), (Status::Active, Status::Active));
    assert_eq!(world.plan(unmerge(named)).unwrap_err(), Refusal::NotMerged);
    assert!(matches!(world.undone(merged).unwrap_err(), Refusal::AlreadyReversed { .. }));
}

#[test]
fn an_unmerge_that_would_overdraw_the_survivor_is_refused_with_by_how_much() {
    let mut world = Histories::on("2026-11-22");
    world.opening(1, "2026-01-01", 100, None);
    world.opening(2, "2026-01-01", 200, None);
    world.done(merge_into(1, 2)).unwrap();
    world.done(redeem(2, 250)).unwrap();
    assert_eq!(world.plan(unmerge(2)).unwrap_err(), Refusal::WouldOverdraw { missing: Points(50) });
    world.done(adjust(2, 50)).unwrap();
    world.done(unmerge(2)).unwrap();
    assert_eq!((world.balance(1), world.balance(2)), (100, 0));
}

#[test]
fn a_deficit_that_a_merge_paid_comes_back_with_the_unmerge() {
    let mut world = Histories::on("2026-11-22");
    let sale = world.sale(1, "2026-01-01", 60);
    world.recorded(1, "2026-02-01", FactKind::Redeem, -60, |_| {});
    world.refund(1, "2026-03-01", sale, 60);
    world.opening(2, "2026-01-01", 100, None);
    let before = world.state();
    let merged = world.done(merge_into(1, 2)).unwrap();
    assert_eq!(world.balance(2), 40);
    world.undone(merged).unwrap();
    assert_eq!(world.state(), before);
    assert_eq!((world.balance(1), world.balance(2)), (-60, 100));
}

#[test]
fn an_erasure_leaves_number_and_sums_and_can_not_be_reversed() {
    let mut world = Histories::on("2026-11-22");
    world.sale(1, "2026-11-01", 100);
    let plan = world.plan(Intent::Erase(op::Erase { member: MemberId(1) })).unwrap();
    assert_eq!(plan.effect.warnings, [Warning::Irreversible, Warning::PointsLeft { balance: Points(100) }]);
    assert!(!plan.effect.reversible && plan.secret().before.is_none());
    let erased = world.done(Intent::Erase(op::Erase { member: MemberId(1) })).unwrap();
    assert_eq!(world.files[&MemberId(1)].1, Profile { member_no: "A".to_owned(), ..Profile::default() });
    assert_eq!((world.status(1), world.balance(1)), (Status::Erased, 100));
    assert_eq!(world.undone(erased).unwrap_err(), Refusal::Irreversible { kind: "erase".to_owned() });
    let gone = Refusal::StatusForbids { status: Status::Erased, survivor_no: None };
    assert_eq!(world.plan(adjust(1, 5)).unwrap_err(), gone);
    assert_eq!(world.plan(Intent::Erase(op::Erase { member: MemberId(1) })).unwrap_err(), gone);
}

#[test]
fn the_cards_that_joined_are_erased_with_the_survivor() {
    let mut world = Histories::on("2026-11-22");
    world.done(merge_into(1, 2)).unwrap();
    let plan = world.plan(Intent::Erase(op::Erase { member: MemberId(2) })).unwrap();
    let erased: Vec<_> = plan.events.iter().filter(|e| e.kind == EventKind::Erase).map(|e| e.member).collect();
    assert_eq!(erased, [Some(MemberId(2)), Some(MemberId(1))]);
    world.done(Intent::Erase(op::Erase { member: MemberId(2) })).unwrap();
    assert_eq!((world.status(1), world.status(2)), (Status::Erased, Status::Erased));
}

#[test]
fn unlikely_values_are_told_once_they_are_new() {
    let mut world = Histories::on("2026-11-22");
    world.files.get_mut(&MemberId(2)).unwrap().1.store = "南京西路".to_owned();
    let mut wished = world.files[&MemberId(1)].1.clone();
    (wished.phone, wished.store) = ("139".to_owned(), "南京西".to_owned());
    wished.consents = vec!["sms".to_owned(), "是".to_owned()];
    wished.birthday = Day::parse("1900-01-01");
    let warnings = world.plan(edit(1, &wished)).unwrap().effect.warnings;
    let told = [
        Warning::UnlikelyPhone { digits: 3 },
        Warning::UnlikelyConsent { purpose: "是".to_owned() },
        Warning::UnlikelyBirthday { birthday: day("1900-01-01") },
        Warning::UnknownStore { store: "南京西".to_owned(), nearest: Some("南京西路".to_owned()) },
    ];
    assert_eq!(warnings, told);
    world.done(edit(1, &wished)).unwrap();
    let renamed = Profile { name: "甲".to_owned(), ..wished };
    assert_eq!(world.plan(edit(1, &renamed)).unwrap().effect.warnings, []);
}
