use super::*;
use crate::desk::import::ImportOptions;
use crate::domain::day::Day;
use crate::domain::fact::{EventKind, Fact, FactKind, Status};
use crate::domain::fold::view::LifecycleStage;
use crate::domain::num::{FactId, Money};
use crate::domain::operation::OpKind;
use crate::domain::plan::outcome::Warning;
use crate::domain::read_models::{ExplainTopic, Explanation};
use crate::store::StoreError;
use crate::store::journal::OperationHeader;
use crate::store::refresh::StateChange;
use crate::world::data_file::World;
use rstest::rstest;
use std::collections::HashMap;
use uuid::Uuid;

fn undo(op: Uuid) -> Intent {
    Intent::Undo(op::Undo { op, reason: None })
}

fn merge(from: MemberId, into: MemberId) -> Intent {
    Intent::Merge(op::Merge { from, into, reason: "correction".to_owned(), note: None })
}

fn balance(desk: &Desk, member: MemberId) -> i64 {
    desk.open_member(member, None, NOW).unwrap().snapshot.points.balance.0
}

#[test]
fn an_unknown_member_or_operation_is_refused() {
    let desk = desk();
    let unknown = refusal(desk.plan(adjust(MemberId(7), 5), NOW));
    assert_eq!(unknown, Refusal::UnknownMember { member_no: "7".to_owned() });
    let unknown = refusal(desk.plan(undo(Uuid::nil()), NOW));
    assert_eq!(unknown, Refusal::UnknownOperation { op: Uuid::nil().to_string() });
}

#[test]
fn a_number_is_given_once_also_between_plan_and_commit() {
    let mut desk = desk();
    let profile = Profile { member_no: "M1".to_owned(), ..Profile::default() };
    let intent = Intent::Enrol(op::Enrol { profile: Box::new(profile) });
    let first = desk.plan(intent.clone(), NOW).unwrap();
    let second = desk.plan(intent, NOW).unwrap();
    desk.commit(&first, None, NOW).unwrap();
    let taken = Refusal::MemberNoTaken { member_no: "M1".to_owned() };
    assert_eq!(refusal(desk.commit(&second, None, NOW)), taken);
}

#[test]
fn a_referrer_is_a_member() {
    let (mut desk, member) = with_member();
    let with = |referrer: &str| Profile { referrer_no: referrer.to_owned(), ..desk.profile(member).unwrap() };
    let edit = |profile: Profile| Intent::Edit(op::Edit { member, profile: Box::new(profile), note: None });
    let unknown = refusal(desk.plan(edit(with("M9")), NOW));
    assert_eq!(unknown, Refusal::UnknownMember { member_no: "M9".to_owned() });
    let known = edit(with("M2"));
    enrol(&mut desk, "M2", "赵薇");
    assert!(desk.plan(known, NOW).is_ok());
}

#[test]
fn a_contact_that_another_member_has_is_warned_of() {
    let (mut desk, one) = with_member();
    let two = enrol(&mut desk, "M2", "赵薇");
    let field = |field: &str, no: &str| Warning::SharedContact { field: field.to_owned(), member_no: no.to_owned() };
    let profile = Profile { member_no: "M3".to_owned(), phone: "138 1234-5678".to_owned(), ..Profile::default() };
    let third = desk.plan(Intent::Enrol(op::Enrol { profile: Box::new(profile) }), NOW).unwrap();
    let mut warnings = third.effect.warnings;
    warnings.sort_by_key(|w| format!("{w:?}"));
    assert_eq!(warnings, [field("phone", "M1"), field("phone", "M2")]);
    // An edit of another field is not about the contact, and a closed member's is nobody's.
    let named = Profile { name: "Wei".to_owned(), ..desk.profile(two).unwrap() };
    let edit = |profile: Profile| Intent::Edit(op::Edit { member: two, profile: Box::new(profile), note: None });
    assert_eq!(desk.plan(edit(named.clone()), NOW).unwrap().effect.warnings, []);
    done(&mut desk, &edit(Profile { email: "zhao@example.com".to_owned(), ..named.clone() }));
    assert_eq!(desk.plan(edit(named.clone()), NOW).unwrap().effect.warnings, [field("email", "M1")]);
    done(
        &mut desk,
        &Intent::SetStatus(op::SetStatus { member: one, to: Status::Closed, reason: None, note: None, churn: None }),
    );
    assert_eq!(desk.plan(edit(named), NOW).unwrap().effect.warnings, []);
}

#[test]
fn a_repeat_names_the_operation_it_looks_like() {
    let (mut desk, member) = with_member();
    let first = done(&mut desk, &adjust(member, 50));
    let again = desk.plan(adjust(member, 50), NOW).unwrap();
    assert_eq!(again.effect.warnings, [Warning::LooksLikeRepeat { op: first.op, at: first.at }]);
}

#[test]
fn a_key_knows_its_intent_whatever_blanks_are_around_the_note() {
    let (mut desk, member) = with_member();
    let said = |note: &str| {
        let (reason, note) = ("goodwill".to_owned(), Some(note.to_owned()));
        Intent::Adjust(op::Adjust { member, delta: Points(5), reason, note, reference: Some("  ".to_owned()) })
    };
    let first = desk.perform(&said(" sorry \n"), Some("k"), NOW).unwrap();
    assert_eq!(desk.perform(&said("sorry"), Some("k"), NOW).unwrap().op, first.op);
    assert_eq!(desk.answered("k", &said(" sorry \n")).unwrap().map(|c| c.op), Some(first.op));
    let other = refusal(desk.perform(&said("sorry!"), Some("k"), NOW));
    assert_eq!(other, Refusal::KeyConflict { op: first.op });
}

#[test]
fn what_was_used_counts_for_the_operator_and_the_member() {
    let (mut desk, member) = with_member();
    done(&mut desk, &adjust(member, 300));
    done(&mut desk, &adjust(member, -20));
    let used = desk.plan(adjust(member, 1), NOW).unwrap().effect.allowance.unwrap().used;
    assert_eq!((used.day, used.member_month), (Points(320), Points(320)));
    let next_month = desk.plan(adjust(member, 1), later(20)).unwrap().effect.allowance.unwrap().used;
    assert_eq!((next_month.day, next_month.member_month), (Points(0), Points(0)));
}

#[rstest]
#[case::whole(|id: &str| id.to_owned())]
#[case::upper_case(|id: &str| id.to_uppercase())]
#[case::without_hyphens(|id: &str| id.replace('-', ""))]
#[case::most_of_it(|id: &str| id[..35].to_owned())]
#[case::with_blanks(|id: &str| format!(" {id} "))]
fn an_operation_is_found_by_its_id_or_a_unique_prefix(#[case] written: fn(&str) -> String) {
    let (mut desk, member) = with_member();
    let op = done(&mut desk, &adjust(member, 50)).op;
    assert_eq!(desk.operation(&written(&op.to_string())).unwrap().op, op);
}

#[test]
fn a_prefix_of_several_operations_names_them_and_one_of_none_is_unknown() {
    let (mut desk, member) = with_member();
    let mut ops = [done(&mut desk, &adjust(member, 1)).op, done(&mut desk, &adjust(member, 2)).op];
    ops.sort_unstable_by(|a, b| b.cmp(a));
    let prefix = ops[0].to_string()[..13].to_owned();
    let Refusal::AmbiguousOperation { op, matches } = refusal(desk.operation(&prefix)) else { panic!() };
    assert_eq!(op, prefix);
    assert!(ops.iter().all(|op| matches.contains(&op.to_string())));
    for none in ["", "ffffffff-ffff", "not an id", "0123456789abcdef0123456789abcdef0", "é"] {
        assert_eq!(refusal(desk.operation(none)), Refusal::UnknownOperation { op: none.to_owned() });
    }
}

#[test]
fn an_undo_is_written_linked_and_itself_undone() {
    let (mut desk, member) = with_member();
    let given = done(&mut desk, &adjust(member, 50));
    let taken = done(&mut desk, &undo(given.op));
    assert_eq!(balance(&desk, member), 0);
    let reversed = Refusal::AlreadyReversed { by: taken.op.to_string(), redone_by: None };
    assert_eq!(refusal(desk.plan(undo(given.op), NOW)), reversed);
    assert_eq!(desk.operation(&given.op.to_string()).unwrap().reversed_by, Some(taken.op));
    done(&mut desk, &undo(taken.op));
    assert_eq!(balance(&desk, member), 50);
}

#[test]
fn a_merge_is_undone_by_its_operation_and_taken_away_by_either_number() {
    let (mut desk, one) = with_member();
    let two = enrol(&mut desk, "M2", "赵薇");
    done(&mut desk, &adjust(one, 100));
    let merged = done(&mut desk, &merge(one, two));
    let redirected = Refusal::StatusForbids { status: Status::Merged, survivor_no: Some("M2".to_owned()) };
    assert_eq!(refusal(desk.plan(adjust(one, 5), NOW)), redirected);
    assert_eq!(balance(&desk, two), 100);
    done(&mut desk, &undo(merged.op));
    assert_eq!((balance(&desk, one), balance(&desk, two)), (100, 0));
    for either in [one, two] {
        let merged = done(&mut desk, &merge(one, two));
        let parted = done(&mut desk, &Intent::Unmerge(op::Unmerge { member: either, reason: None }));
        assert_eq!((balance(&desk, one), balance(&desk, two)), (100, 0));
        let reversed = Refusal::AlreadyReversed { by: parted.op.to_string(), redone_by: None };
        assert_eq!(refusal(desk.plan(undo(merged.op), NOW)), reversed);
        let again = done(&mut desk, &undo(parted.op));
        assert_eq!((balance(&desk, one), balance(&desk, two)), (0, 100));
        done(&mut desk, &undo(again.op));
        assert_eq!((balance(&desk, one), balance(&desk, two)), (100, 0));
    }
}

#[test]
fn an_erasure_takes_the_joined_card_along() {
    let (mut desk, one) = with_member();
    let two = enrol(&mut desk, "M2", "赵薇");
    done(&mut desk, &merge(one, two));
    done(&mut desk, &Intent::Erase(op::Erase { member: two }));
    for (member, no) in [(one, "M1"), (two, "M2")] {
        let gone = Profile { member_no: no.to_owned(), ..Profile::default() };
        assert_eq!(desk.profile(member).unwrap(), gone);
    }
}

#[test]
fn a_programme_is_reversed_by_applying_the_earlier_one() {
    let mut desk = desk();
    let toml = "[points]\nrate = \"2\"\n".to_owned();
    let applied = done(&mut desk, &Intent::ApplyProgram(op::ApplyProgram { toml }));
    let refused = Refusal::Irreversible { kind: "program".to_owned() };
    assert_eq!(refusal(desk.plan(undo(applied.op), NOW)), refused);
    done(&mut desk, &Intent::ApplyProgram(op::ApplyProgram { toml: DEFAULT_TOML.to_owned() }));
}

#[test]
fn why_answers_on_any_day() {
    let (mut desk, member) = with_member();
    done(&mut desk, &adjust(member, 50));
    let why = |topic, as_of| desk.why(member, topic, as_of, NOW).unwrap();
    let Explanation::Balance(today) = why(ExplainTopic::Balance, None) else { panic!() };
    assert_eq!((today.member_no.as_str(), today.balance, today.ties_out), ("M1", Points(50), true));
    let Explanation::Balance(before) = why(ExplainTopic::Balance, Day::parse("2026-11-21")) else { panic!() };
    assert_eq!((before.balance, before.entries.len()), (Points(0), 0));
    let Explanation::Tier(tier) = why(ExplainTopic::Tier, None) else { panic!() };
    assert_eq!((tier.tier.code.as_str(), tier.window.ties_out), ("base", true));
    let Explanation::Segment(segment) = why(ExplainTopic::Segment, None) else { panic!() };
    assert_eq!((segment.lifecycle.stage, segment.next), (LifecycleStage::Prospect, None));
    let json = serde_json::to_value(why(ExplainTopic::Segment, None)).unwrap();
    assert_eq!(json["why"], "segment");
}

/// An import of one step: enrols the last of the members if asked, and brings each a sale that earns 100.
fn import(desk: &mut Desk, members: &[MemberId], enrols: bool) -> Uuid {
    let (id, day) = (Uuid::now_v7(), Day::parse("2026-11-20").unwrap());
    let written: Result<(), StoreError> = desk.store.write(|tx| {
        let mut entry = tx.import_entry(id)?;
        let mut changes: HashMap<MemberId, StateChange> = HashMap::new();
        for member in members {
            let mut fact = sale(*member);
            let prev = tx.state(*member)?.map(|row| row.head).unwrap_or_default();
            entry.fact(&mut fact, prev)?;
            changes.entry(*member).or_default().facts.push(fact);
        }
        if let (true, Some(member)) = (enrols, members.last()) {
            let event = entry.event(*member, NOW, EventKind::Enrol { profile: String::new() })?;
            changes.entry(*member).or_default().events.push(event);
        }
        entry.finish(&OperationHeader::new(OpKind::Import, NOW, day, "李雯", 1))?;
        let programs = tx.programs()?;
        tx.refresh(&changes, day, &programs)
    });
    written.unwrap();
    id
}

fn sale(member: MemberId) -> Fact {
    Fact {
        amount: Money(10_000),
        points: Points(100),
        rating: 10_000_000_000,
        expires_on: Day::parse("2027-12-31"),
        ..Fact::new(FactId(0), member, FactKind::Sale, later(-2))
    }
}

#[test]
fn an_import_is_taken_out_of_every_fold() {
    let (mut desk, one) = with_member();
    let two = enrol(&mut desk, "M2", "赵薇");
    let id = import(&mut desk, &[one, two], true);
    assert_eq!((balance(&desk, one), balance(&desk, two)), (100, 100));
    let plan = desk.plan(undo(id), NOW).unwrap();
    assert!(plan.effect.warnings.contains(&Warning::VoidsImport { facts: 3, members: 2, enrolled: 1 }));
    let undone = desk.commit(&plan, None, NOW).unwrap();
    assert_eq!((balance(&desk, one), balance(&desk, two)), (0, 0));
    let status = |member| desk.open_member(member, None, NOW).unwrap().snapshot.status;
    assert_eq!((status(one), status(two)), (Status::Active, Status::Closed));
    assert_eq!(
        refusal(desk.plan(undo(id), NOW)),
        Refusal::AlreadyReversed { by: undone.op.to_string(), redone_by: None }
    );

    let plan = desk.plan(undo(undone.op), NOW).unwrap();
    assert!(plan.effect.warnings.contains(&Warning::RestoresImport { facts: 3, members: 2, enrolled: 1 }));
    let back = desk.commit(&plan, None, NOW).unwrap();
    let status = |desk: &Desk, member| desk.open_member(member, None, NOW).unwrap().snapshot.status;
    assert_eq!((balance(&desk, one), balance(&desk, two), status(&desk, two)), (100, 100, Status::Active));
    done(&mut desk, &undo(back.op));
    assert_eq!((balance(&desk, one), balance(&desk, two), status(&desk, two)), (0, 0, Status::Closed));
}

#[test]
fn an_import_that_was_spent_from_names_what_did() {
    let (mut desk, one) = with_member();
    let id = import(&mut desk, &[one], false);
    let given = done(&mut desk, &adjust(one, 10));
    let spent = done(&mut desk, &adjust(one, -60));
    let depended = Refusal::DependedOn { ops: vec![spent.op.to_string()] };
    assert_eq!(refusal(desk.plan(undo(id), NOW)), depended);
    done(&mut desk, &undo(spent.op));
    let plan = desk.plan(undo(id), NOW).unwrap();
    desk.commit(&plan, None, NOW).unwrap();
    assert_eq!(balance(&desk, one), 10);
    done(&mut desk, &undo(given.op));
}

#[test]
fn an_import_that_becomes_depended_on_after_its_undo_was_planned_stays() {
    let (mut desk, one) = with_member();
    let id = import(&mut desk, &[one], false);
    let plan = desk.plan(undo(id), NOW).unwrap();
    let spent = done(&mut desk, &adjust(one, -60));
    let depended = Refusal::DependedOn { ops: vec![spent.op.to_string()] };
    assert_eq!(refusal(desk.commit(&plan, None, NOW)), depended);
}

/// What builds on it may be recorded on the member into whose record it has joined.
#[rstest]
#[case::refunded(false, false)]
#[case::refunded_and_parted(false, true)]
#[case::spent(true, false)]
fn an_import_that_something_builds_on_under_a_merge_stays(#[case] spent: bool, #[case] parted: bool) {
    let mut file = World::in_memory();
    file.member("A", "a", "");
    file.member("C", "c", "");
    let header = "member_no,order_ref,purchased_at,amount,refund_of";
    let options = ImportOptions::default();
    let brought = file.purchases(&format!("{header}\nA,o1,2026-03-07,100,\n"), &options).operation.unwrap();
    let brought = file.desk.operation(&brought.0.to_string()).unwrap().op;
    let (from, into) = (file.id("A"), file.id("C"));
    file.done(op::Merge { from, into, reason: "correction".to_owned(), note: None });
    let op = if spent {
        file.done(op::Redeem { member: into, points: Points(60), reward: "cup".to_owned(), reference: None }).op
    } else {
        let refund = file.purchases(&format!("{header}\nC,r1,2026-05-10,-75,o1\n"), &options).operation.unwrap();
        file.desk.operation(&refund.0.to_string()).unwrap().op
    };
    if parted {
        file.done(op::Unmerge { member: from, reason: None });
    }
    assert_eq!(refusal(file.desk.plan(undo(brought), NOW)), Refusal::DependedOn { ops: vec![op.to_string()] });
    file.done(undo(op));
    file.done(undo(brought));
    assert_eq!((file.balance("A"), file.balance("C")), (0, 0));
    file.is_sound();
}
