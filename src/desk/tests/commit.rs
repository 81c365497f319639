use super::*;
use crate::desk::actor::Actor;
use crate::desk::import::{ImportOptions, ImportSource, NoWatch};
use crate::domain::day::{DAY_MS, Day};
use crate::domain::fact::{OverrideMode, Status};
use crate::domain::operation::OpKind;
use crate::domain::operator::Role;
use crate::domain::plan::outcome::PlanEffect;
use crate::domain::read_models::ExplainTopic;
use crate::store::StoreError;
use rstest::rstest;

fn balance(desk: &Desk, member: MemberId) -> i64 {
    desk.open_member(member, None, NOW).unwrap().snapshot.points.balance.0
}

#[test]
fn what_is_committed_is_what_was_planned() {
    let (mut desk, member) = with_member();
    let plan = desk.plan(adjust(member, 500), NOW).unwrap();
    let done = desk.commit(&plan, None, NOW).unwrap();
    assert_eq!((done.op, done.kind, done.member, done.replayed), (plan.op_id, OpKind::Adjust, Some(member), false));
    let file = desk.open_member(member, None, NOW).unwrap();
    assert_eq!(file.snapshot.points.balance, plan.effect.members[0].after.points.balance);
    assert_eq!(file.snapshot.tier, plan.effect.members[0].after.tier);
    assert_eq!(file.journal.len(), 2, "the enrolment and the adjustment");
    assert_eq!((file.profile.phone.as_str(), file.profile.email.as_str()), ("138****5678", "z***@example.com"));
}

#[test]
fn the_cached_state_is_refreshed_in_the_same_transaction() {
    let (mut desk, member) = with_member();
    done(&mut desk, &adjust(member, 500));
    done(&mut desk, &adjust(member, -120));
    let row = desk.store.state(member).unwrap().unwrap();
    assert_eq!((row.balance, row.status), (Points(380), Status::Active));
    assert_eq!(row.heads().end(), desk.store.history(member).unwrap().end());
}

#[test]
fn the_same_key_twice_is_one_operation_and_the_second_answer_is_the_first() {
    let (mut desk, member) = with_member();
    let plan = desk.plan(adjust(member, 500), NOW).unwrap();
    let first = desk.commit(&plan, Some("k"), NOW).unwrap();
    let again = desk.plan(adjust(member, 500), later(1)).unwrap();
    let second = desk.commit(&again, Some("k"), later(1)).unwrap();
    assert_eq!(second, Committed { replayed: true, ..first.clone() });
    assert_eq!(desk.answered("k", &adjust(member, 500)).unwrap(), Some(second));
    assert_eq!(balance(&desk, member), 500);
    let other = desk.plan(adjust(member, 501), NOW).unwrap();
    assert_eq!(refusal(desk.commit(&other, Some("k"), NOW)), Refusal::KeyConflict { op: first.op });
    assert_eq!(desk.answered("unused", &adjust(member, 1)).unwrap(), None);
}

#[test]
fn the_same_plan_twice_is_one_operation() {
    let (mut desk, member) = with_member();
    let plan = desk.plan(adjust(member, 500), NOW).unwrap();
    let first = desk.commit(&plan, None, NOW).unwrap();
    let second = desk.commit(&plan, None, NOW).unwrap();
    assert_eq!(second, Committed { replayed: true, ..first });
    assert_eq!(balance(&desk, member), 500);
}

#[test]
fn a_plan_whose_effect_has_changed_is_stale() {
    let (mut desk, member) = with_member();
    let plan = desk.plan(adjust(member, 500), NOW).unwrap();
    done(&mut desk, &adjust(member, 7));
    match desk.commit(&plan, None, NOW) {
        Err(DeskError::Stale { old, new }) => {
            let after = |e: &PlanEffect| e.members[0].after.points.balance;
            assert_eq!((after(&old), after(&new)), (Points(500), Points(507)));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(balance(&desk, member), 7);
}

#[test]
fn a_plan_over_midnight_is_made_again() {
    let (mut desk, member) = with_member();
    let plan = desk.plan(adjust(member, 500), NOW).unwrap();
    assert!(matches!(desk.commit(&plan, None, later(1)), Err(DeskError::Stale { .. })));
}

#[test]
fn a_plan_whose_basis_changed_without_changing_its_effect_is_written() {
    let (mut desk, member) = with_member();
    let intent = Intent::SetStatus(op::SetStatus { member, to: Status::Frozen, reason: None, note: None, churn: None });
    let plan = desk.plan(intent, NOW).unwrap();
    let mut profile = desk.profile(member).unwrap();
    profile.tags = vec!["vip".to_owned()];
    done(&mut desk, &Intent::Edit(op::Edit { member, profile: Box::new(profile), note: None }));
    assert_eq!(desk.commit(&plan, None, NOW).unwrap().kind, OpKind::Freeze);
}

#[rstest]
#[case::five_minutes_are_borne(-5 * 60 * 1_000, true)]
#[case::more_are_not(-5 * 60 * 1_000 - 1, false)]
fn a_clock_that_is_behind(#[case] by_ms: i64, #[case] accepted: bool) {
    let (mut desk, member) = with_member();
    let early = Instant(NOW.0 + by_ms);
    let plan = desk.plan(adjust(member, 500), early).unwrap();
    let answer = desk.commit(&plan, None, early);
    if accepted {
        answer.unwrap();
    } else {
        assert_eq!(refusal(answer), Refusal::ClockBehind { last_seen: NOW });
    }
}

#[test]
fn what_needs_a_second_person_is_not_written() {
    let mut desk = desk();
    let member = enrol(&mut desk, "M1", "张伟");
    let agent = Operator { name: "agent".to_owned(), role: Role::Agent };
    desk.operator = agent;
    let plan = desk.plan(adjust(member, 501), NOW).unwrap();
    let approval = plan.effect.approval.expect("an agent may move 500 in one operation");
    assert_eq!(refusal(desk.commit(&plan, None, NOW)), Refusal::ApprovalNeeded { approval });
}

#[test]
fn performing_needs_no_plan() {
    let (mut desk, member) = with_member();
    let first = desk.perform(&adjust(member, 5), Some("k"), NOW).unwrap();
    let second = desk.perform(&adjust(member, 5), Some("k"), NOW).unwrap();
    assert_eq!(second, Committed { replayed: true, ..first });
    assert_eq!(balance(&desk, member), 5);
}

#[test]
fn a_merge_refreshes_both_and_an_unmerge_too() {
    let mut desk = desk();
    let (a, b) = (enrol(&mut desk, "A", "张伟"), enrol(&mut desk, "B", "张 伟"));
    done(&mut desk, &adjust(a, 100));
    done(&mut desk, &adjust(b, 200));
    done(&mut desk, &Intent::Merge(op::Merge { from: a, into: b, reason: "correction".to_owned(), note: None }));
    let state = |desk: &Desk, m| desk.store.state(m).unwrap().unwrap();
    assert_eq!((state(&desk, a).status, state(&desk, a).merged_into), (Status::Merged, Some(b)));
    assert_eq!(state(&desk, b).balance, Points(300));
    let file = desk.open_member(a, None, NOW).unwrap();
    assert_eq!(file.survivor_no.as_deref(), Some("B"));
    assert_eq!(file.journal.first().map(|op| op.kind), Some(OpKind::Merge), "the merge stands in both journals");
    done(&mut desk, &Intent::Unmerge(op::Unmerge { member: a, reason: None }));
    assert_eq!((state(&desk, a).balance, state(&desk, b).balance), (Points(100), Points(200)));
    assert_eq!(state(&desk, a).status, Status::Active);
}

#[test]
fn what_happens_to_a_member_after_an_unmerge_leaves_the_other_ones_cached_state_right() {
    let mut desk = desk();
    let (a, b) = (enrol(&mut desk, "A", "张伟"), enrol(&mut desk, "B", "张 伟"));
    done(&mut desk, &adjust(a, 100));
    done(&mut desk, &Intent::Merge(op::Merge { from: a, into: b, reason: "correction".to_owned(), note: None }));
    done(&mut desk, &Intent::Unmerge(op::Unmerge { member: a, reason: None }));
    desk.perform(&adjust(b, 7), None, NOW).unwrap();
    let next_day = Instant(NOW.0 + DAY_MS);
    desk.perform(&adjust(a, 50), None, next_day).unwrap();
    desk.verify(None, &[], &mut |_, _| {}).map(|proof| assert_eq!(proof.wrong, None)).unwrap();
    assert_eq!(balance(&desk, b), 7);
}

#[test]
fn a_tier_by_hand_ended_and_taken_up_again_is_in_the_cached_state() {
    let (mut desk, member) = with_member();
    let (until, mode) = (Day::parse("2027-03-31").unwrap(), OverrideMode::Floor);
    let (tier, reason) = ("gold".to_owned(), "goodwill".to_owned());
    let set = done(&mut desk, &Intent::Override(op::Override { member, tier, until, mode, reason, note: None }));
    let ended = done(&mut desk, &Intent::Undo(op::Undo { op: set.op, reason: None }));
    assert_eq!(desk.store.state(member).unwrap().unwrap().tier, "base");
    done(&mut desk, &Intent::Undo(op::Undo { op: ended.op, reason: None }));
    assert_eq!(desk.store.state(member).unwrap().unwrap().tier, "gold");
}

#[test]
fn an_edit_is_undone_from_what_the_journal_keeps() {
    let (mut desk, member) = with_member();
    let mut profile = desk.profile(member).unwrap();
    profile.name = "王芳".to_owned();
    profile.store = "南京西路".to_owned();
    let edit = done(&mut desk, &Intent::Edit(op::Edit { member, profile: Box::new(profile), note: None }));
    assert_eq!(desk.profile(member).unwrap().store, "南京西路");
    done(&mut desk, &Intent::Undo(op::Undo { op: edit.op, reason: None }));
    let profile = desk.profile(member).unwrap();
    assert_eq!((profile.name.as_str(), profile.store.as_str()), ("张伟", ""));
}

#[test]
fn a_new_programme_is_in_force_from_the_next_instant() {
    let (mut desk, member) = with_member();
    let toml = DEFAULT_TOML.replace("validity_months = 12", "validity_months = 6");
    let done = desk.perform(&Intent::ApplyProgram(op::ApplyProgram { toml }), None, NOW).unwrap();
    assert_eq!((done.kind, done.member), (OpKind::Program, None));
    let programs = desk.programs().unwrap();
    assert_eq!((programs.newest().number, programs.newest().from), (2, NOW));
    assert_eq!(programs.newest().program.tier.validity_months, 6);
    let is_fresh =
        |desk: &Desk| desk.store.state(member).unwrap().unwrap().is_fresh(programs.zone().day_of(NOW), &programs);
    assert!(!is_fresh(&desk), "the rules may say something else of today");
    assert!(!desk.refresh_stale(NOW).unwrap(), "one slice is enough");
    assert!(is_fresh(&desk));
}

#[test]
fn an_erasure_leaves_the_number_and_nothing_else() {
    let (mut desk, member) = with_member();
    desk.perform(&adjust(member, 5), Some("k"), NOW).unwrap();
    let done = done(&mut desk, &Intent::Erase(op::Erase { member }));
    assert!(!done.waits_for_others);
    assert_eq!(desk.profile(member).unwrap(), Profile { member_no: "M1".to_owned(), ..Profile::default() });
    let file = desk.open_member(member, None, NOW).unwrap();
    assert_eq!((file.snapshot.status, file.snapshot.points.balance), (Status::Erased, Points(5)));
    let first = desk.store.operation_of_key("k").unwrap().unwrap().0.id;
    assert_eq!(refusal(desk.perform(&adjust(member, 5), Some("k"), NOW)), Refusal::KeyConflict { op: first });
}

#[test]
fn a_past_day_shows_what_was_and_a_day_to_come_is_refused() {
    let (mut desk, member) = with_member();
    done(&mut desk, &adjust(member, 5));
    let past = desk.open_member(member, Day::parse("2026-11-21"), NOW).unwrap();
    assert_eq!((past.past, past.snapshot.points.balance), (true, Points(0)));
    let now = desk.open_member(member, Day::parse("2026-11-22"), NOW).unwrap();
    assert_eq!((now.past, now.snapshot.points.balance), (false, Points(5)));
    let tomorrow = Day::parse("2026-11-23");
    assert!(matches!(desk.open_member(member, tomorrow, NOW), Err(DeskError::NotYet { .. })));
    assert!(matches!(desk.why(member, ExplainTopic::Balance, tomorrow, NOW), Err(DeskError::NotYet { .. })));
    assert!(matches!(desk.board("*", tomorrow, true, NOW, &mut ()), Err(DeskError::NotYet { .. })));
}

#[test]
fn the_journal_of_a_past_day_knows_nothing_of_what_came_after() {
    let (mut desk, member) = with_member();
    done(&mut desk, &adjust(member, 5));
    let first = desk.last_reversible(&Actor::unguarded(owner()), member, NOW).unwrap().unwrap();
    let tomorrow = Instant(NOW.0 + DAY_MS);
    let undo = Intent::Undo(op::Undo { op: first.op, reason: None });
    let plan = desk.plan_for(&Actor::unguarded(owner()), undo, tomorrow).unwrap();
    desk.commit(&plan, None, tomorrow).unwrap();
    let today = crate::domain::day::Zone::default().day_of(NOW);
    let rows = |as_of| desk.open_member(member, as_of, tomorrow).unwrap().journal;
    assert_eq!(rows(None).iter().filter(|row| row.reversed_by.is_some()).count(), 1);
    let past = rows(Some(today));
    assert_eq!(past.len() + 1, rows(None).len());
    assert!(past.iter().all(|row| row.reversed_by.is_none() && row.op != plan.op_id));
}

#[test]
fn undo_walks_back_and_redo_forward_as_in_an_editor() {
    let (mut desk, member) = with_member();
    for points in [1, 2, 3] {
        done(&mut desk, &adjust(member, points));
    }
    let step = |desk: &mut Desk, back: bool| {
        let row = if back {
            desk.last_reversible(&Actor::unguarded(owner()), member, NOW)
        } else {
            desk.last_undo(&Actor::unguarded(owner()), member, NOW)
        };
        let row = row.unwrap().filter(|row| row.kind != OpKind::Enrol);
        if let Some(row) = &row {
            done(desk, &Intent::Undo(op::Undo { op: row.op, reason: None }));
        }
        row.is_some()
    };
    let walked: Vec<i64> = [true, true, false, true, true, false, false, false]
        .into_iter()
        .map(|back| {
            step(&mut desk, back);
            balance(&desk, member)
        })
        .collect();
    assert_eq!(walked, [3, 1, 3, 1, 0, 1, 3, 6]);
    assert!(!step(&mut desk, false), "there is nothing left to redo");
    step(&mut desk, true);
    done(&mut desk, &adjust(member, 10));
    assert!(!step(&mut desk, false), "a change of its own ends the way forward");
}

#[test]
fn an_override_ends_by_undo() {
    let (mut desk, member) = with_member();
    let until = Day::parse("2027-03-31").unwrap();
    let set = Intent::Override(op::Override {
        member,
        tier: "gold".to_owned(),
        until,
        mode: OverrideMode::Floor,
        reason: "goodwill".to_owned(),
        note: None,
    });
    done(&mut desk, &set);
    assert_eq!(desk.store.state(member).unwrap().unwrap().tier, "gold");
    let newest = desk.last_reversible(&Actor::unguarded(owner()), member, NOW).unwrap().unwrap();
    assert_eq!(newest.kind, OpKind::Override);
    done(&mut desk, &Intent::Undo(op::Undo { op: newest.op, reason: None }));
    assert_eq!(desk.store.state(member).unwrap().unwrap().tier, "base");
    assert!(desk.operation(&newest.op.to_string()).unwrap().reversed_by.is_some());
}

#[test]
fn an_import_that_the_disk_cuts_short_is_no_refusal_and_goes_on() {
    let rows = "member_no,purchased_at,amount\nM1,2026-01-01,10.00";
    let options = ImportOptions { enrol: true, ..ImportOptions::default() };
    let import =
        |desk: &mut Desk| desk.import_purchases(ImportSource::bytes(rows.as_bytes()), &options, &mut NoWatch, NOW);
    let mut cut_short = 0;
    for n in 1..20 {
        let mut desk = desk();
        let before = desk.store.newest_seq().unwrap();
        desk.store.fail_commit(n);
        let ended = import(&mut desk);
        let is_saved = desk.store.newest_seq().unwrap() > before;
        match ended {
            Ok(_) => break,
            Err(DeskError::Store(StoreError::NoRoom)) => assert!(!is_saved, "at commit {n}"),
            Err(DeskError::ImportCut(why)) => {
                assert!(is_saved && matches!(*why, StoreError::NoRoom), "at commit {n}");
                cut_short += 1;
            }
            Err(other) => panic!("{other:?}"),
        }
        import(&mut desk).unwrap();
        assert_eq!(import(&mut desk).unwrap().unchanged, 1, "what was saved stays");
    }
    assert!(cut_short > 0);
}
