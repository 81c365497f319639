//! Changes that need a second person: asked for, approved, rejected, withdrawn, expired.

use super::operators::{pass_of, pin, with_owner};
use super::*;
use crate::desk::approve_here::ApprovalSubject;
use crate::desk::{IdleWatch, SessionPass};
use crate::domain::approval_request::RequestState;
use crate::domain::approval_request::change::RequestChange;
use crate::domain::audit_review::{AuditReview, ReviewPeriod};
use crate::domain::desk_event::DeskEventKind;
use crate::domain::fact::Status;
use crate::domain::num::OpSeq;
use crate::domain::op::answer_request::RequestAnswer;
use crate::domain::op::reveal::RevealedField;
use crate::domain::op::{AnswerRequest, Erase, Propose};
use crate::domain::operation::{ApprovalEntry, OpKind};
use crate::domain::operator::Role;
use crate::domain::plan::Plan;
use crate::domain::plan::outcome::{LimitExceeded, Warning};
use crate::domain::question::ApprovalPlan;
use crate::domain::question::{ListRequests, OpenRequest, PlanApproval, PlanChange, ReviewJournal};
use crate::domain::staff::change::OperatorChange;
use crate::domain::staff::pin::Pin;
use rstest::rstest;
use uuid::Uuid;

struct Floor {
    desk: Desk,
    member: MemberId,
    owner: SessionPass,
    agent: SessionPass,
    supervisor: SessionPass,
    manager: SessionPass,
}

/// A file with an owner, an agent, a supervisor and a manager; the agent sits at the desk.
fn floor() -> Floor {
    let (mut desk, member) = with_owner();
    let owner = desk.pass.clone().unwrap();
    let [agent, supervisor, manager] = [Role::Agent, Role::Supervisor, Role::Manager].map(|r| pass_of(&mut desk, r));
    desk.present(agent.clone(), NOW).unwrap();
    Floor { desk, member, owner, agent, supervisor, manager }
}

impl Floor {
    fn sits(&mut self, pass: &SessionPass) {
        self.desk.present(pass.clone(), NOW).unwrap();
    }

    fn plan(&mut self, intent: Intent) -> Result<Box<Plan>, DeskError> {
        self.desk.ask(&owner(), PlanChange { intent, or_propose: true }, NOW)
    }

    fn propose(&mut self, intent: Intent) -> Uuid {
        let done = self.desk.perform(&Propose { change: Box::new(intent) }.into(), None, NOW).unwrap();
        done.op
    }

    fn approval(&mut self, request: Uuid, now: Instant) -> Result<Box<ApprovalPlan>, DeskError> {
        self.desk.ask(&owner(), PlanApproval { request }, now)
    }

    fn approve(&mut self, request: Uuid) -> Result<Committed, DeskError> {
        let approval = self.approval(request, NOW)?;
        self.desk.commit(&approval.plan, None, NOW)
    }

    fn state(&mut self, request: Uuid, now: Instant) -> RequestState {
        self.desk.ask(&owner(), OpenRequest { id: request.to_string() }, now).unwrap().row.state
    }

    fn balance(&mut self) -> i64 {
        self.desk.open_member(self.member, None, NOW).unwrap().snapshot.points.balance.0
    }

    fn answer(&mut self, request: Uuid, answer: RequestAnswer) -> Result<Committed, DeskError> {
        let note = Some("the parcel was on time".to_owned());
        self.desk.perform(&AnswerRequest { request, answer, note }.into(), None, NOW)
    }

    fn is_sound(&mut self) {
        assert!(self.desk.verify(None, &[], &mut |_, _| {}).unwrap().wrong.is_none());
    }
}

/// An agent moves 500 points an operation: 501 are asked for, 500 are given.
#[test]
fn above_the_limit_a_plan_becomes_a_request() {
    let mut floor = floor();
    let member = floor.member;
    let within = floor.plan(adjust(member, 500)).unwrap();
    assert_eq!((within.kind(), within.effect.proposes), (OpKind::Adjust, None));
    let above = floor.plan(adjust(member, 501)).unwrap();
    assert_eq!((above.kind(), above.effect.approval, above.facts.len()), (OpKind::Propose, None, 0));
    let why = above.effect.proposes.unwrap();
    assert_eq!(why.why, Some(LimitExceeded::PerOperation { limit: Points(500), asked: Points(501) }));
    let before = floor.balance();
    let done = floor.desk.commit(&above, None, NOW).unwrap();
    assert_eq!((floor.balance(), done.kind, done.member), (before, OpKind::Propose, Some(member)));
    assert_eq!(floor.state(done.op, NOW), RequestState::Open);
    floor.is_sound();
}

#[test]
fn what_is_approved_is_the_approver_s_and_counts_once() {
    let mut floor = floor();
    let (member, before) = (floor.member, floor.balance());
    let request = floor.propose(adjust(member, 600));
    let supervisor = floor.supervisor.clone();
    floor.sits(&supervisor);
    let approval = floor.approval(request, NOW).unwrap();
    assert!(!approval.differs());
    let done = floor.desk.commit(&approval.plan, Some("k1"), NOW).unwrap();
    assert_eq!((floor.balance(), done.kind), (before + 600, OpKind::Adjust));
    let row = floor.desk.operation(&done.op.to_string()).unwrap();
    assert_eq!((row.operator.as_str(), row.approval), ("the-supervisor", Some(ApprovalEntry::Approves(request))));
    assert_eq!(floor.state(request, NOW), RequestState::Approved);
    // 600 of the supervisor's 20,000 of the day are used, and none of the agent's 5,000.
    let used = floor.plan(adjust(member, 1)).unwrap().effect.allowance.unwrap().used;
    assert_eq!((used.day, used.member_month), (Points(600), Points(600)));
    // Again by the same key, or by the same plan, it is the same operation.
    assert!(floor.desk.commit(&approval.plan, Some("k1"), NOW).unwrap().replayed);
    assert!(matches!(refusal(floor.approve(request)), Refusal::RequestEnded { state: RequestState::Approved, .. }));
    // It is undone as any adjustment is.
    floor.desk.perform(&Intent::Undo(op::Undo { op: done.op, reason: None }), None, NOW).unwrap();
    assert_eq!(floor.balance(), before);
    assert_eq!(floor.state(request, NOW), RequestState::Approved);
    floor.is_sound();
}

/// Whoever approves needs the limits for it: 49,950 of a manager's 50,000 are used, and 81 more are 31 too many.
#[test]
fn who_approves_needs_the_limits_for_it() {
    let mut floor = floor();
    let (member, manager, owner_pass, agent) =
        (floor.member, floor.manager.clone(), floor.owner.clone(), floor.agent.clone());
    floor.sits(&agent);
    let request = floor.propose(adjust(member, 501));
    floor.sits(&manager);
    let limits = floor.desk.programs().unwrap().at(NOW).program.limits_of(Role::Manager);
    let (op, day) = (limits.per_op.unwrap().0, limits.per_day.unwrap().0);
    let others: Vec<MemberId> = (0..=day / op).map(|n| enrol(&mut floor.desk, &format!("L{n}"), "王芳")).collect();
    let mut left = day - 500;
    for other in others {
        let points = left.min(op);
        if points > 0 {
            done(&mut floor.desk, &adjust(other, points));
        }
        left -= points;
    }
    let refused = refusal(floor.approve(request));
    let Refusal::ApprovalNeeded { approval: LimitExceeded::PerDay { used, asked, .. } } = refused else {
        panic!("{refused:?}")
    };
    assert_eq!((used.0 + asked.0 - day, floor.state(request, NOW)), (1, RequestState::Open));
    floor.sits(&owner_pass);
    floor.approve(request).unwrap();
    floor.is_sound();
}

#[rstest]
#[case::agent(Role::Agent)]
#[case::auditor(Role::Auditor)]
fn some_roles_approve_nothing(#[case] role: Role) {
    let mut floor = floor();
    let (member, owner_pass) = (floor.member, floor.owner.clone());
    let request = floor.propose(adjust(member, 600));
    floor.sits(&owner_pass);
    floor.desk.add_operator("another", role, None, &pin(), NOW).unwrap();
    let other = floor.desk.login("another", &pin(), IdleWatch::Holder, NOW).unwrap();
    floor.sits(&other);
    assert!(matches!(refusal(floor.approve(request)), Refusal::NotAllowed { .. }));
    assert!(matches!(refusal(floor.answer(request, RequestAnswer::Reject)), Refusal::NotAllowed { .. }));
}

#[test]
fn nobody_approves_the_own_request_nor_with_another_card_of_the_own() {
    let mut floor = floor();
    let (owner_pass, supervisor) = (floor.owner.clone(), floor.supervisor.clone());
    floor.sits(&supervisor);
    let member = floor.member;
    let request = floor.propose(adjust(member, 2_001));
    assert!(matches!(refusal(floor.approve(request)), Refusal::SamePerson { .. }));
    // A second account of the same person, known by the card.
    floor.sits(&owner_pass);
    let card = enrol(&mut floor.desk, "C1", "李雯");
    let link = |name: &str| {
        let changes = vec![OperatorChange::Linked { member: Some(card) }];
        Intent::ChangeOperator(op::ChangeOperator { name: name.to_owned(), changes })
    };
    done(&mut floor.desk, &link("the-supervisor"));
    done(&mut floor.desk, &link("the-manager"));
    let manager = floor.manager.clone();
    floor.sits(&manager);
    assert!(matches!(refusal(floor.approve(request)), Refusal::SamePerson { .. }));
    floor.sits(&owner_pass);
    floor.approve(request).unwrap();
}

#[test]
fn whoever_would_gain_does_not_approve() {
    let mut floor = floor();
    let (member, owner_pass, manager) = (floor.member, floor.owner.clone(), floor.manager.clone());
    let request = floor.propose(adjust(member, 600));
    floor.sits(&owner_pass);
    let changes = vec![OperatorChange::Linked { member: Some(member) }];
    let link = Intent::ChangeOperator(op::ChangeOperator { name: "the-manager".to_owned(), changes });
    done(&mut floor.desk, &link);
    floor.sits(&manager);
    assert!(matches!(refusal(floor.approve(request)), Refusal::SamePerson { .. }));
}

#[test]
fn an_agent_asks_for_what_the_role_may_not_do() {
    let mut floor = floor();
    let (member, owner_pass) = (floor.member, floor.owner.clone());
    let erase: Intent = Erase { member }.into();
    assert!(matches!(refusal(floor.desk.perform(&erase, None, NOW)), Refusal::NotAllowed { .. }));
    let plan = floor.plan(erase.clone()).unwrap();
    assert_eq!((plan.kind(), plan.effect.proposes.unwrap().why), (OpKind::Propose, None));
    let request = floor.propose(erase);
    let supervisor = floor.supervisor.clone();
    floor.sits(&supervisor);
    assert!(matches!(refusal(floor.approve(request)), Refusal::NotAllowed { .. }), "only an owner erases");
    floor.sits(&owner_pass);
    let done = floor.approve(request).unwrap();
    assert_eq!((done.kind, floor.state(request, NOW)), (OpKind::Erase, RequestState::Approved));
    floor.is_sound();
}

#[test]
fn it_is_rejected_or_withdrawn_once() {
    let mut floor = floor();
    let (member, supervisor, agent) = (floor.member, floor.supervisor.clone(), floor.agent.clone());
    let [first, second] = [600, 700].map(|points| floor.propose(adjust(member, points)));
    floor.sits(&supervisor);
    let whose = Refusal::NotYourRequest { by: "the-agent".to_owned() };
    assert_eq!(refusal(floor.answer(first, RequestAnswer::Withdraw)), whose);
    let rejected = floor.answer(first, RequestAnswer::Reject).unwrap();
    assert_eq!((rejected.kind, rejected.member), (OpKind::Reject, Some(member)));
    assert!(matches!(refusal(floor.approve(first)), Refusal::RequestEnded { state: RequestState::Rejected, .. }));
    let sheet = floor.desk.ask(&owner(), OpenRequest { id: first.to_string() }, NOW).unwrap();
    assert_eq!(sheet.note.as_deref(), Some("the parcel was on time"));
    floor.sits(&agent);
    floor.answer(second, RequestAnswer::Withdraw).unwrap();
    assert_eq!(
        [first, second].map(|request| floor.state(request, NOW)),
        [RequestState::Rejected, RequestState::Withdrawn]
    );
    let listed = floor.desk.ask(&owner(), ListRequests { member: Some(member) }, NOW).unwrap();
    assert_eq!(listed.len(), 2);
    floor.is_sound();
}

/// `approval.days` is 7.
#[rstest]
#[case::on_its_last_day(7, RequestState::Open)]
#[case::on_the_day_after(8, RequestState::Expired)]
fn it_expires_after_its_last_day(#[case] days: i64, #[case] state: RequestState) {
    let mut floor = floor();
    let member = floor.member;
    let request = floor.propose(adjust(member, 600));
    let pass = floor.desk.login("li", &pin(), IdleWatch::Holder, later(days)).unwrap();
    floor.desk.present(pass, later(days)).unwrap();
    assert_eq!(floor.state(request, later(days)), state);
    match floor.approval(request, later(days)) {
        Ok(approval) => assert_eq!((approval.plan.approves, state), (Some(request), RequestState::Open)),
        refused => assert!(matches!(refusal(refused), Refusal::Expired { .. })),
    }
}

#[test]
fn a_merge_before_the_approval_is_seen_in_the_effect() {
    let mut floor = floor();
    let (member, owner_pass) = (floor.member, floor.owner.clone());
    let request = floor.propose(adjust(member, 600));
    floor.sits(&owner_pass);
    let other = enrol(&mut floor.desk, "S1", "张伟");
    let (reason, note) = ("correction".to_owned(), Some("same person, two cards".to_owned()));
    done(&mut floor.desk, &Intent::Merge(op::Merge { from: member, into: other, reason, note }));
    let approval = floor.approval(request, NOW).unwrap();
    assert!(approval.differs());
    assert_eq!(approval.plan.effect.members[0].member_no, "S1");
    let of_survivor = floor.desk.ask(&owner(), ListRequests { member: Some(other) }, NOW).unwrap();
    assert_eq!(of_survivor.len(), 1);
    floor.desk.commit(&approval.plan, None, NOW).unwrap();
    floor.is_sound();
}

#[test]
fn a_frozen_member_is_refused_as_ever() {
    let mut floor = floor();
    let (member, owner_pass) = (floor.member, floor.owner.clone());
    let request = floor.propose(adjust(member, 600));
    floor.sits(&owner_pass);
    let (reason, note) = (Some("dispute".to_owned()), None);
    done(&mut floor.desk, &Intent::SetStatus(op::SetStatus { member, to: Status::Frozen, reason, note, churn: None }));
    assert!(matches!(refusal(floor.approve(request)), Refusal::StatusForbids { .. }));
    assert_eq!(floor.state(request, NOW), RequestState::Open);
}

#[test]
fn an_erasure_withdraws_what_is_open_and_takes_its_details() {
    let mut floor = floor();
    let (member, owner_pass) = (floor.member, floor.owner.clone());
    let request = floor.propose(adjust(member, 600));
    floor.sits(&owner_pass);
    floor.desk.add_operator("zhao", Role::Owner, None, &pin(), NOW).unwrap();
    let erase = floor.propose(Erase { member }.into());
    let zhao = floor.desk.login("zhao", &pin(), IdleWatch::Holder, NOW).unwrap();
    floor.sits(&zhao);
    floor.approve(erase).unwrap();
    let sheet = floor.desk.ask(&owner(), OpenRequest { id: request.to_string() }, NOW).unwrap();
    assert_eq!((sheet.row.state, sheet.change, sheet.proposed), (RequestState::Withdrawn, None, None));
    assert_eq!(floor.state(erase, NOW), RequestState::Approved);
    floor.is_sound();
}

#[test]
fn an_erasure_needs_two_owners_where_there_are_two() {
    let (mut desk, member) = with_owner();
    let erase: Intent = Erase { member }.into();
    let plan = desk.plan(erase.clone(), NOW).unwrap();
    assert_eq!(plan.effect.approval, None);
    assert!(plan.effect.warnings.contains(&Warning::SingleControl), "nobody else could approve it");
    desk.add_operator("zhao", Role::Owner, None, &pin(), NOW).unwrap();
    let refused = refusal(desk.perform(&erase, None, NOW));
    assert_eq!(refused, Refusal::ApprovalNeeded { approval: LimitExceeded::Always });
    let zhao =
        Intent::ChangeOperator(op::ChangeOperator { name: "zhao".to_owned(), changes: vec![OperatorChange::Disabled] });
    done(&mut desk, &zhao);
    let done = desk.perform(&erase, None, NOW).unwrap();
    let events = desk.store.desk_events_of(done.seq).unwrap();
    let single = RequestChange::SingleControl { by: "li".to_owned() };
    assert_eq!(events.into_iter().map(|event| event.kind).collect::<Vec<_>>(), [DeskEventKind::Proposal(single)]);
    assert!(desk.verify(None, &[], &mut |_, _| {}).unwrap().wrong.is_none());
}

#[test]
fn the_approver_gives_name_and_pin_where_it_is_asked_for() {
    let mut floor = floor();
    let (member, before) = (floor.member, floor.balance());
    let plan = floor.plan(adjust(member, 600)).unwrap();
    let subject = ApprovalSubject::Plan(&plan);
    let wrong = floor.desk.approve_here(subject, "the-supervisor", &Pin::typed("000000"), Some("k"), NOW);
    assert!(matches!(refusal(wrong), Refusal::WrongPin { left: 4 }));
    let own = floor.desk.approve_here(subject, "the-agent", &pin(), Some("k"), NOW);
    assert!(matches!(refusal(own), Refusal::NotAllowed { .. }));
    let none = floor.desk.ask(&owner(), ListRequests::default(), NOW).unwrap();
    assert_eq!((none.len(), floor.balance()), (0, before), "nothing is written where nobody approves");
    let done = floor.desk.approve_here(subject, "the-supervisor", &pin(), Some("k"), NOW).unwrap();
    assert_eq!((floor.balance(), floor.desk.operator().name.as_str()), (before + 600, "the-agent"));
    assert_eq!(floor.state(plan.op_id, NOW), RequestState::Approved);
    let again = floor.desk.approve_here(subject, "the-supervisor", &pin(), Some("k"), NOW).unwrap();
    assert_eq!((again.op, again.replayed), (done.op, true));
    floor.is_sound();
}

#[test]
fn what_would_do_something_else_by_now_is_told_first() {
    let mut floor = floor();
    let member = floor.member;
    let request = floor.propose(adjust(member, 600));
    done(&mut floor.desk, &adjust(member, 5));
    let stale = floor.desk.approve_here(ApprovalSubject::Request(request, None), "the-manager", &pin(), None, NOW);
    let Err(DeskError::Stale { new, .. }) = stale else { panic!("{stale:?}") };
    let seen = ApprovalSubject::Request(request, Some(&new));
    floor.desk.approve_here(seen, "the-manager", &pin(), None, NOW).unwrap();
    floor.is_sound();
}

/// The lists of the month that name the operations of an operator.
fn reviewed(desk: &mut Desk, review: AuditReview) -> Vec<OpSeq> {
    let day = desk.programs().unwrap().zone().day_of(NOW);
    let period = ReviewPeriod { from: day.plus_days(-1), to: day.plus_days(1) };
    let report = desk.ask(&owner(), ReviewJournal { period }, Instant(NOW.0 + 60_000)).unwrap();
    report.findings.iter().filter(|found| found.review == review).flat_map(|found| found.operations.clone()).collect()
}

#[rstest]
#[case::at_one_console(0, false)]
#[case::at_once(1, true)]
#[case::in_nine_seconds(9_999, true)]
#[case::in_ten(10_000, false)]
fn reviews_list_what_was_approved_too_quickly(#[case] after: i64, #[case] is_listed: bool) {
    let mut floor = floor();
    let (member, owner_pass) = (floor.member, floor.owner.clone());
    let request = floor.propose(adjust(member, 600));
    floor.sits(&owner_pass);
    let at = Instant(NOW.0 + after);
    let approval = floor.approval(request, at).unwrap();
    let done = floor.desk.commit(&approval.plan, None, at).unwrap();
    let listed = reviewed(&mut floor.desk, AuditReview::QuickApproval);
    assert_eq!(listed, if is_listed { vec![done.seq] } else { Vec::new() });
    assert_eq!(reviewed(&mut floor.desk, AuditReview::OwnApproval), []);
}

#[test]
fn reviews_list_single_control() {
    let (mut desk, member) = with_owner();
    let done = desk.perform(&Erase { member }.into(), None, NOW).unwrap();
    assert_eq!(reviewed(&mut desk, AuditReview::SingleControl), [done.seq]);
}

#[test]
fn one_key_answers_for_one_request() {
    let mut floor = floor();
    let (member, manager) = (floor.member, floor.manager.clone());
    let [first, second] = [0, 1].map(|_| floor.propose(adjust(member, 600)));
    floor.sits(&manager);
    let plan = floor.approval(first, NOW).unwrap().plan;
    floor.desk.commit(&plan, Some("K"), NOW).unwrap();
    let other = floor.approval(second, NOW).unwrap().plan;
    assert!(matches!(refusal(floor.desk.commit(&other, Some("K"), NOW)), Refusal::KeyConflict { .. }));
    assert!(floor.desk.answered_approval("K", first, NOW).unwrap().unwrap().replayed);
    assert!(matches!(refusal(floor.desk.answered_approval("K", second, NOW)), Refusal::KeyConflict { .. }));
    assert_eq!(floor.state(second, NOW), RequestState::Open);
}

#[test]
fn whoever_asked_and_would_gain_by_now_is_found_out() {
    let mut floor = floor();
    let (member, owner_pass, manager) = (floor.member, floor.owner.clone(), floor.manager.clone());
    let request = floor.propose(adjust(member, 600));
    floor.sits(&owner_pass);
    let changes = vec![OperatorChange::Linked { member: Some(member) }];
    let link = Intent::ChangeOperator(op::ChangeOperator { name: "the-agent".to_owned(), changes });
    done(&mut floor.desk, &link);
    floor.sits(&manager);
    assert!(matches!(refusal(floor.approve(request)), Refusal::SamePerson { .. }));
}

/// Where no other could approve it, an agent's limits still hold.
#[test]
fn limits_hold_where_there_is_no_other() {
    let (mut desk, member) = with_owner();
    let agent = pass_of(&mut desk, Role::Agent);
    let changes = vec![OperatorChange::Linked { member: Some(member) }];
    done(&mut desk, &Intent::ChangeOperator(op::ChangeOperator { name: "li".to_owned(), changes }));
    desk.present(agent, NOW).unwrap();
    assert!(matches!(refusal(desk.perform(&adjust(member, 501), None, NOW)), Refusal::ApprovalNeeded { .. }));
}

#[test]
fn an_erasure_reaches_the_other_member_of_a_request() {
    let mut floor = floor();
    let (member, owner_pass, supervisor) = (floor.member, floor.owner.clone(), floor.supervisor.clone());
    floor.sits(&owner_pass);
    let other = enrol(&mut floor.desk, "S1", "canary-name");
    floor.sits(&supervisor);
    let (reason, note) = ("correction".to_owned(), Some("canary-note".to_owned()));
    let request = floor.propose(Intent::Merge(op::Merge { from: other, into: member, reason, note }));
    floor.sits(&owner_pass);
    done(&mut floor.desk, &Erase { member: other }.into());
    let sheet = floor.desk.ask(&owner(), OpenRequest { id: request.to_string() }, NOW).unwrap();
    assert_eq!((sheet.row.state, sheet.change), (RequestState::Withdrawn, None));
    floor.is_sound();
}

#[test]
fn without_operators_there_is_nobody_to_ask() {
    let (mut desk, member) = with_member();
    let propose: Intent = Propose { change: Box::new(adjust(member, 600)) }.into();
    assert_eq!(refusal(desk.perform(&propose, None, NOW)), Refusal::NoOperators);
}

/// 30 a day, and the thirty-first is refused; whoever has an open case does not count.
#[test]
fn personal_fields_are_looked_at_for_a_reason_and_not_too_often() {
    let mut floor = floor();
    let member = floor.member;
    let look = |floor: &mut Floor, reason: &str| {
        let shown = floor.desk.reveal(member, RevealedField::Phone, reason, None, NOW);
        shown.map(|(wish, done, profile)| (wish.counts, done.seq, profile.phone))
    };
    assert!(matches!(refusal(look(&mut floor, " ")), Refusal::BadField { .. }));
    for _ in 0..30 {
        let (counts, _, phone) = look(&mut floor, "calls back").unwrap();
        assert_eq!((counts, phone.as_str()), (true, "13812345678"));
    }
    assert_eq!(refusal(look(&mut floor, "calls back")), Refusal::RevealQuota { limit: 30 });
    let supervisor = floor.supervisor.clone();
    floor.sits(&supervisor);
    look(&mut floor, "calls back").unwrap();
    floor.is_sound();
}
