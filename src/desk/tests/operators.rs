//! Operators: a file without any is one owner's; with them nobody does anything without a session, and each role may what it may, at
//! both doors.

use super::*;
use crate::desk::{IdleWatch, SessionPass};
use crate::domain::operation::{OpKind, OperationRow};
use crate::domain::operator::Role;
use crate::domain::permission::Permission;
use crate::domain::question::*;
use crate::domain::staff::change::OperatorChange;
use crate::domain::staff::pin::Pin;
use crate::domain::staff::session::SessionEnd;
use crate::domain::verification::Discrepancy;
use crate::store::StoreError;
use crate::world::World;
use rstest::rstest;

const MINUTE: i64 = 60_000;

pub(super) fn pin() -> Pin {
    Pin::typed("270418")
}

fn minutes(n: i64) -> Instant {
    Instant(NOW.0 + n * MINUTE)
}

/// A desk with a member, of a file where `li` is the owner and is logged in.
pub(super) fn with_owner() -> (Desk, MemberId) {
    let (mut desk, member) = with_member();
    desk.add_operator("li", Role::Owner, None, &pin(), NOW).unwrap();
    desk.login("li", &pin(), IdleWatch::Holder, NOW).unwrap();
    (desk, member)
}

/// The pass of an operator of a role, who is new.
pub(super) fn pass_of(desk: &mut Desk, role: Role) -> SessionPass {
    let owner = desk.pass.clone().unwrap();
    let name = format!("the-{}", role.word());
    desk.add_operator(&name, role, None, &pin(), NOW).unwrap();
    let pass = desk.login(&name, &pin(), IdleWatch::Holder, NOW).unwrap();
    desk.present(owner, NOW).unwrap();
    pass
}

fn change(name: &str, change: OperatorChange) -> Intent {
    Intent::ChangeOperator(op::ChangeOperator { name: name.to_owned(), changes: vec![change] })
}

#[test]
fn a_file_without_operators_is_one_owner_s() {
    let (mut desk, member) = with_member();
    assert!(!desk.has_operators().unwrap());
    assert_eq!(desk.ask(&owner(), ListOperators, NOW).unwrap(), []);
    done(&mut desk, &adjust(member, 60_000));
    let refused = desk.login("li", &pin(), IdleWatch::File, NOW);
    assert_eq!(refusal(refused), Refusal::NoOperators);
}

#[test]
fn the_first_operator_is_an_owner_and_switches_them_on_for_good() {
    let (mut desk, member) = with_member();
    let refused = desk.add_operator("wang", Role::Manager, None, &pin(), NOW);
    assert_eq!(refusal(refused), Refusal::LastOwner { name: "wang".to_owned() });
    let weak = desk.add_operator("li", Role::Owner, None, &Pin::typed("123456"), NOW);
    assert_eq!(refusal(weak), Refusal::WeakPin { min: 6 });
    assert!(!desk.has_operators().unwrap(), "nothing was written");

    desk.add_operator("li", Role::Owner, None, &pin(), NOW).unwrap();
    let needed = || Refusal::LoginNeeded { name: None, why: SessionEnd::None };
    assert_eq!(refusal(desk.ask(&owner(), CountMembers { query: "*".to_owned(), as_of: None }, NOW)), needed());
    assert_eq!(refusal(desk.perform(&adjust(member, 5), None, NOW)), needed());
    let off = refusal(desk.perform(&change("li", OperatorChange::Disabled), None, NOW));
    assert_eq!(off, needed());

    desk.login("li", &pin(), IdleWatch::Holder, NOW).unwrap();
    let done = desk.perform(&adjust(member, 5), None, NOW).unwrap();
    assert_eq!(desk.operation(&done.op.to_string()).unwrap().operator, "li");
    let last = refusal(desk.perform(&change("li", OperatorChange::Disabled), None, NOW));
    assert_eq!(last, Refusal::LastOwner { name: "li".to_owned() });
    assert_eq!(desk.verify(None, &[], &mut |_, _| {}).unwrap().wrong, None);
}

#[test]
fn no_pin_and_no_hash_is_in_the_journal() {
    let (desk, _) = with_owner();
    let secret = desk.store.operator_secret("li").unwrap().unwrap();
    let mut statement =
        desk.store.raw().prepare("SELECT body FROM op_secret UNION ALL SELECT body FROM desk_event").unwrap();
    let bodies: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert!(bodies.iter().any(|body| body.contains(&secret.commitment())), "{bodies:?}");
    assert!(bodies.iter().all(|body| !body.contains("270418") && !body.contains("argon2")), "{bodies:?}");
}

#[test]
fn five_wrong_pins_lock_and_the_lock_is_journaled() {
    let (mut desk, _) = with_owner();
    let before = desk.journal("kind:operator", 10).unwrap().total;
    let wrong = Pin::typed("270419");
    let mut answers = Vec::new();
    for _ in 0..5 {
        answers.push(refusal(desk.login("li", &wrong, IdleWatch::File, NOW)));
    }
    let left = |left| Refusal::WrongPin { left };
    let locked = Refusal::Locked { until: minutes(15) };
    assert_eq!(answers, [left(4), left(3), left(2), left(1), locked.clone()]);
    assert_eq!(desk.journal("kind:operator", 10).unwrap().total, before + 1, "four single ones are not noted");
    assert_eq!(refusal(desk.login("li", &pin(), IdleWatch::File, minutes(14))), locked, "the right one neither");
    assert_eq!(desk.ask(&owner(), ListOperators, NOW).unwrap()[0].locked_until, Some(minutes(15)));
    desk.login("li", &pin(), IdleWatch::File, minutes(15)).unwrap();
    assert_eq!(desk.store.operator_secret("li").unwrap().unwrap().lockout.failures, 0);
    assert_eq!(desk.verify(None, &[], &mut |_, _| {}).unwrap().wrong, None);
}

/// The table of the paper: wrong PINs so far, and how long they lock.
#[test]
fn locks_double_and_survive_a_restart_and_a_clock_that_is_put_back() {
    let mut world = World::in_a_file(|| NOW);
    world.desk.add_operator("li", Role::Owner, None, &pin(), NOW).unwrap();
    let wrong = Pin::typed("270419");
    let (mut now, mut wrong_so_far, mut locks) = (NOW, 0, Vec::new());
    while wrong_so_far < 50 {
        let mut desk = world.desk_of("somebody");
        wrong_so_far += 1;
        if let Refusal::Locked { until } = refusal(desk.login("li", &wrong, IdleWatch::File, now)) {
            locks.push((wrong_so_far, (until.0 - now.0) / MINUTE));
            let mut again = world.desk_of("somebody");
            let back = refusal(again.login("li", &pin(), IdleWatch::File, now));
            assert_eq!(back, Refusal::Locked { until }, "also after a restart");
            now = until;
        }
    }
    let minutes: Vec<i64> = [15, 30, 60, 120, 240, 480, 960, 1_440, 1_440, 1_440].into();
    assert_eq!(locks, (1..=10).map(|n| n * 5).zip(minutes).collect::<Vec<_>>());
    // The lock itself is in the journal, so that a clock before it is seen to be wrong.
    let mut desk = world.desk_of("somebody");
    let back = refusal(desk.login("li", &pin(), IdleWatch::File, NOW));
    assert!(matches!(back, Refusal::ClockBehind { .. } | Refusal::Locked { .. }), "{back:?}");
    desk.login("li", &pin(), IdleWatch::File, now).unwrap();
}

#[test]
fn a_session_of_commands_locks_when_idle_and_one_of_a_console_lasts_its_hours() {
    let (mut desk, member) = with_owner();
    let console = desk.pass.clone().unwrap();
    let pass = desk.login("li", &pin(), IdleWatch::File, NOW).unwrap();
    desk.present(pass.clone(), minutes(9)).unwrap();
    desk.keep_session(minutes(9)).unwrap();
    desk.present(pass.clone(), minutes(18)).unwrap();
    let why = |why| Refusal::LoginNeeded { name: Some("li".to_owned()), why };
    assert_eq!(refusal(desk.present(pass.clone(), minutes(19))), why(SessionEnd::Idle));
    assert_eq!(refusal(desk.perform(&adjust(member, 5), None, minutes(19))), why(SessionEnd::Idle));
    desk.present(console.clone(), minutes(599)).unwrap();
    assert_eq!(refusal(desk.present(console.clone(), minutes(600))), why(SessionEnd::Over));
    desk.present(console.clone(), minutes(10)).unwrap();
    desk.end_session(&console).unwrap();
    assert_eq!(refusal(desk.present(console, minutes(10))), why(SessionEnd::Over));
}

#[test]
fn a_console_goes_on_with_its_session_by_the_pin() {
    let (mut desk, member) = with_owner();
    let pass = desk.pass.clone().unwrap();
    let over = minutes(600);
    assert!(desk.perform(&adjust(member, 5), None, over).is_err(), "it has lasted its hours");
    assert_eq!(refusal(desk.unlock(&Pin::typed("270419"), over)), Refusal::WrongPin { left: 4 });
    desk.unlock(&pin(), over).unwrap();
    desk.perform(&adjust(member, 5), None, minutes(601)).unwrap();
    desk.present(pass, minutes(601)).unwrap();
    let refused = refusal(super::desk().unlock(&pin(), NOW));
    assert_eq!(refused, Refusal::NoOperators);
}

#[test]
fn whoever_is_disabled_is_out_at_once_and_back_by_the_same_pin() {
    let (mut desk, member) = with_owner();
    let (owner_pass, agent) = (desk.pass.clone().unwrap(), pass_of(&mut desk, Role::Agent));
    done(&mut desk, &change("the-agent", OperatorChange::Disabled));
    let out = Refusal::OperatorDisabled { name: "the-agent".to_owned() };
    assert_eq!(refusal(desk.present(agent.clone(), NOW)), out);
    assert_eq!(refusal(desk.login("the-agent", &pin(), IdleWatch::File, NOW)), out);
    desk.pass = Some(agent.clone());
    assert_eq!(refusal(desk.perform(&adjust(member, 5), None, NOW)), out);
    desk.present(owner_pass, NOW).unwrap();
    done(&mut desk, &change("the-agent", OperatorChange::Enabled));
    desk.present(agent, NOW).unwrap();
}

#[test]
fn a_role_that_was_changed_holds_at_the_next_step() {
    let (mut desk, member) = with_owner();
    let (owner_pass, agent) = (desk.pass.clone().unwrap(), pass_of(&mut desk, Role::Agent));
    done(&mut desk, &change("the-agent", OperatorChange::Role { role: Role::Supervisor }));
    desk.present(agent.clone(), NOW).unwrap();
    let plan = desk.plan(adjust(member, 2_000), NOW).unwrap();
    assert_eq!((plan.operator.role, plan.effect.approval), (Role::Supervisor, None));
    desk.present(owner_pass, NOW).unwrap();
    done(&mut desk, &change("the-agent", OperatorChange::Role { role: Role::Agent }));
    desk.present(agent, NOW).unwrap();
    let stale = desk.commit(&plan, None, NOW);
    assert!(matches!(stale, Err(DeskError::Stale { .. })), "the limits are an agent's again: {stale:?}");
}

#[rstest]
#[case::within(2_000, true)]
#[case::one_more(2_001, false)]
fn a_supervisor_moves_two_thousand_at_once(#[case] points: i64, #[case] within: bool) {
    let (mut desk, member) = with_owner();
    let pass = pass_of(&mut desk, Role::Supervisor);
    desk.present(pass, NOW).unwrap();
    assert_eq!(desk.plan(adjust(member, points), NOW).unwrap().effect.approval.is_none(), within);
}

#[test]
fn nobody_touches_the_own_card_nor_one_merged_with_it() {
    let (mut desk, member) = with_owner();
    let (other, third) = (enrol(&mut desk, "M2", "王芳"), enrol(&mut desk, "M3", "李娜"));
    desk.add_operator("wang", Role::Manager, Some(member), &pin(), NOW).unwrap();
    let owner_pass = desk.pass.clone().unwrap();
    let pass = desk.login("wang", &pin(), IdleWatch::Holder, NOW).unwrap();
    let own = |no: &str| Refusal::OwnCard { member_no: no.to_owned() };
    assert_eq!(refusal(desk.perform(&adjust(member, 5), None, NOW)), own("M1"));
    assert_eq!(refusal(desk.plan(adjust(member, 5), NOW)), own("M1"));
    done(&mut desk, &adjust(other, 5));
    desk.present(owner_pass, NOW).unwrap();
    let reason = "correction".to_owned();
    done(&mut desk, &Intent::Merge(op::Merge { from: member, into: other, reason, note: None }));
    desk.present(pass, NOW).unwrap();
    assert_eq!(refusal(desk.perform(&adjust(other, 5), None, NOW)), own("M2"), "the other goes on for both");
    done(&mut desk, &adjust(third, 5));
}

#[test]
fn nobody_lets_go_of_the_own_card() {
    let (mut desk, member) = with_owner();
    let other = enrol(&mut desk, "M2", "王芳");
    done(&mut desk, &change("li", OperatorChange::Linked { member: Some(member) }));
    let own = Refusal::OwnCard { member_no: "M1".to_owned() };
    for to in [None, Some(other)] {
        let unlink = change("li", OperatorChange::Linked { member: to });
        assert_eq!(refusal(desk.plan(unlink.clone(), NOW)), own);
        assert_eq!(refusal(desk.perform(&unlink, None, NOW)), own);
    }
    assert_eq!(refusal(desk.perform(&change("ｌｉ", OperatorChange::Linked { member: None }), None, NOW)), own);
    let second = pass_of(&mut desk, Role::Owner);
    desk.present(second, NOW).unwrap();
    done(&mut desk, &change("li", OperatorChange::Linked { member: None }));
}

#[test]
fn the_journal_says_what_became_of_whom_and_finds_it() {
    let (mut desk, member) = with_owner();
    pass_of(&mut desk, Role::Agent);
    done(&mut desk, &change("the-agent", OperatorChange::Role { role: Role::Supervisor }));
    done(&mut desk, &change("the-agent", OperatorChange::Linked { member: Some(member) }));
    desk.set_pin("the-agent", None, &Pin::typed("904157"), NOW).unwrap();
    let page = desk.journal("op:operator the-agent", 10).unwrap();
    let said = |row: &OperationRow| {
        let entry = row.staff.clone().unwrap();
        (entry.name, entry.change.map(|change| change.word()), entry.member_no)
    };
    let the_agent = |word, no: Option<&str>| ("the-agent".to_owned(), Some(word), no.map(str::to_owned));
    let rows: Vec<_> = page.rows.iter().map(said).collect();
    assert_eq!(
        rows,
        [the_agent("pin", None), the_agent("linked", Some("M1")), the_agent("role", None), the_agent("added", None)]
    );
    assert_eq!(said(&desk.operation(&page.rows[1].op.to_string()).unwrap()), the_agent("linked", Some("M1")));
    assert_eq!(desk.journal("supervisor", 10).unwrap().total, 1);
}

#[test]
fn a_receipt_is_signed_for_whoever_may_sign() {
    let (mut desk, _) = with_owner();
    let (folder, agent) = (tempfile::tempdir().unwrap(), pass_of(&mut desk, Role::Agent));
    desk.keys_in(Some(folder.path().to_owned()));
    let proof = desk.ask(&owner(), ProveOperation { id: "1".to_owned() }, NOW).unwrap();
    desk.receipt((*proof).clone(), NOW).unwrap();
    desk.present(agent, NOW).unwrap();
    let allowed = Permission::Verify.roles().to_vec();
    assert_eq!(refusal(desk.receipt(*proof, NOW)), Refusal::NotAllowed { role: Role::Agent, allowed });
}

#[test]
fn what_others_did_is_undone_by_a_supervisor() {
    let (mut desk, member) = with_owner();
    let (agent, supervisor) = (pass_of(&mut desk, Role::Agent), pass_of(&mut desk, Role::Supervisor));
    let by_owner = done(&mut desk, &adjust(member, 5));
    desk.present(agent, NOW).unwrap();
    let own = done(&mut desk, &adjust(member, 6));
    let undo = |op| Intent::Undo(op::Undo { op, reason: None });
    desk.plan(undo(own.op), NOW).unwrap();
    let refused = refusal(desk.plan(undo(by_owner.op), NOW));
    let allowed = Permission::Supervise.roles().to_vec();
    assert_eq!(refused, Refusal::NotAllowed { role: Role::Agent, allowed });
    desk.present(supervisor, NOW).unwrap();
    desk.plan(undo(by_owner.op), NOW).unwrap();
}

#[test]
fn the_own_pin_is_changed_by_giving_it_and_another_s_by_an_owner() {
    let (mut desk, _) = with_owner();
    let (owner_pass, agent) = (desk.pass.clone().unwrap(), pass_of(&mut desk, Role::Agent));
    let new = Pin::typed("904157");
    desk.present(agent.clone(), NOW).unwrap();
    let not_allowed = || Refusal::NotAllowed { role: Role::Agent, allowed: vec![Role::Owner] };
    assert_eq!(refusal(desk.set_pin("li", Some(&pin()), &new, NOW)), not_allowed());
    assert_eq!(refusal(desk.set_pin("the-agent", None, &new, NOW)), not_allowed());
    assert_eq!(refusal(desk.set_pin("the-agent", Some(&new), &new, NOW)), Refusal::WrongPin { left: 4 });
    let elsewhere = desk.hold(&agent, NOW).unwrap();
    desk.present(agent.clone(), NOW).unwrap();
    desk.set_pin("the-agent", Some(&pin()), &new, NOW).unwrap();
    desk.present(agent, NOW).unwrap();
    assert!(desk.present(elsewhere, NOW).is_err(), "other sessions of the old one end");
    desk.login("the-agent", &new, IdleWatch::File, NOW).unwrap();
    desk.present(owner_pass, NOW).unwrap();
    desk.set_pin("the-agent", None, &pin(), NOW).unwrap();
    desk.login("the-agent", &pin(), IdleWatch::File, NOW).unwrap();
}

#[rstest]
#[case::swapped(
    "UPDATE operator_secret SET phc = (SELECT phc FROM operator_secret WHERE name = 'the-agent') WHERE name = 'li'",
    "li"
)]
#[case::other_salt("UPDATE operator_secret SET salt = zeroblob(16) WHERE name = 'li'", "li")]
#[case::gone("DELETE FROM operator_secret WHERE name = 'li'", "li")]
#[case::slipped_in("INSERT INTO operator_secret (name, salt, phc) VALUES ('zhao', x'00', 'x')", "zhao")]
fn a_hash_that_somebody_swaps_is_found_and_lets_nobody_in(#[case] sql: &str, #[case] name: &str) {
    let (mut desk, _) = with_owner();
    pass_of(&mut desk, Role::Agent);
    desk.store.raw().execute_batch(sql).unwrap();
    let wrong = desk.verify(None, &[], &mut |_, _| {}).unwrap().wrong;
    assert_eq!(wrong, Some(Discrepancy::Table { table: "operator_secret".to_owned(), row: name.to_owned() }));
    let login = desk.login(name, &pin(), IdleWatch::File, NOW);
    let is_out = matches!(&login, Err(DeskError::Store(StoreError::Damaged(_)) | DeskError::Refused(_)));
    assert!(is_out, "{login:?}");
}

#[test]
fn an_operator_that_came_with_another_file_has_no_pin_here() {
    let (mut desk, _) = with_owner();
    desk.store.raw().execute("DELETE FROM operator_secret WHERE name = 'li'", []).unwrap();
    let refused = refusal(desk.login("li", &pin(), IdleWatch::File, NOW));
    assert_eq!(refused, Refusal::LoginNeeded { name: Some("li".to_owned()), why: SessionEnd::None });
}

#[test]
fn the_journal_names_the_change_and_nothing_of_it_is_undone() {
    let (desk, _) = with_owner();
    let row = desk.journal("kind:operator", 1).unwrap().rows.remove(0);
    assert_eq!((row.kind, row.operator.as_str()), (OpKind::Operator, "李雯"));
    let undo = Intent::Undo(op::Undo { op: row.op, reason: None });
    assert_eq!(refusal(desk.plan(undo, NOW)), Refusal::Irreversible { kind: "operator".to_owned() });
    let plan = desk.plan(change("li", OperatorChange::Linked { member: Some(MemberId(1)) }), NOW).unwrap();
    assert_eq!((plan.effect.members.len(), plan.effect.reversible), (0, false));
}
