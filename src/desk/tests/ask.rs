//! The read door: what holds for every question, and that each kind is served.

use super::*;
use crate::desk::error::DeskError;
use crate::domain::day::Day;
use crate::domain::operator::Role;
use crate::domain::question::{
    AnyAnswer, AnyQuestion, CountMembers, FeedbackListQuery, FindMemberByNo, ListFeedback, OpenCase, PlanChange,
    ShowTrend,
};
use rstest::rstest;

#[rstest]
#[case::feedback(ListFeedback { list: FeedbackListQuery { as_of: tomorrow(), ..FeedbackListQuery::default() }, limit: 1 }.into())]
#[case::a_case(OpenCase { case: crate::domain::num::FactId(1), as_of: tomorrow() }.into())]
#[case::segments(ShowTrend { base: "*".to_owned(), as_of: tomorrow() }.into())]
fn a_day_to_come_is_refused_whatever_is_asked(#[case] question: AnyQuestion) {
    let answer = desk().ask_any(&owner(), question, NOW, &mut ());
    assert!(matches!(answer, Err(DeskError::NotYet { .. })), "{answer:?}");
}

fn tomorrow() -> Option<Day> {
    Day::parse("2026-11-23")
}

#[test]
fn a_question_of_whichever_kind_has_the_same_answer() {
    let (mut desk, member) = with_member();
    let question = FindMemberByNo { member_no: " M1 ".to_owned() };
    assert_eq!(desk.ask(&owner(), question.clone(), NOW).unwrap(), member);
    assert_eq!(desk.ask_any(&owner(), question.into(), NOW, &mut ()).unwrap(), AnyAnswer::FindMemberByNo(member));
    let count = CountMembers { query: "*".to_owned(), as_of: None };
    assert_eq!(desk.ask_any(&owner(), count.into(), NOW, &mut ()).unwrap(), AnyAnswer::CountMembers(1));
}

#[test]
fn a_plan_is_for_who_asks() {
    let (mut desk, member) = with_member();
    let agent = Operator { name: "小周".to_owned(), role: Role::Agent };
    let plan = desk.ask(&agent, PlanChange { intent: adjust(member, 501), or_propose: false }, NOW).unwrap();
    assert_eq!(plan.operator, agent);
    assert!(plan.effect.approval.is_some(), "above the limit of an agent");
    let plan = desk.ask(&owner(), PlanChange { intent: adjust(member, 501), or_propose: false }, NOW).unwrap();
    assert!(plan.effect.approval.is_none(), "an owner has none");
}
