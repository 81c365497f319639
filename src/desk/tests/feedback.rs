//! Feedback, its cases, and the numbers they make.

use super::{NOW, adjust, desk, done, enrol, later, owner, refusal, with_member};
use crate::desk::Desk;
use crate::domain::day::{DAY_MS, Day, Instant};
use crate::domain::feedback::{
    CaseChange, CaseState, FeedbackContent, FeedbackFilter, FeedbackRow, Measure, case_reference,
};
use crate::domain::member::Profile;
use crate::domain::num::{FactId, MemberId};
use crate::domain::op::{self, Intent};
use crate::domain::plan::outcome::Refusal;
use crate::domain::question::{CountCases, FeedbackListQuery, ListFeedback};
use crate::domain::read_models::Committed;
use rstest::rstest;
use uuid::Uuid;

fn nps(score: i64) -> FeedbackContent {
    let text = Some("茶太苦了".to_owned());
    let topic = Some("product".to_owned());
    FeedbackContent {
        measure: Measure::Nps,
        score: Some(score),
        topic,
        channel: None,
        text,
        follow_up: false,
        reference: None,
    }
}

pub(super) fn log(member: MemberId, score: i64) -> Intent {
    Intent::LogFeedback(op::LogFeedback { member: Some(member), said: nps(score) })
}

fn change(case: FactId, change: CaseChange) -> Intent {
    Intent::ChangeCase(op::ChangeCase { case, change, note: Some("打过电话".to_owned()) })
}

fn to(state: CaseState) -> CaseChange {
    let reason = (state == CaseState::Resolved).then(|| "solved".to_owned());
    CaseChange { state: Some(state), reason, ..CaseChange::default() }
}

fn all(desk: &Desk) -> Vec<FeedbackRow> {
    desk.feedback(&FeedbackListQuery::default(), 100, NOW, &mut ()).unwrap().rows
}

pub(super) fn undo(desk: &mut Desk, op: Uuid) -> Committed {
    done(desk, &Intent::Undo(op::Undo { op, reason: None }))
}

/// A desk with a detractor's case.
fn with_case() -> (Desk, MemberId, FactId, Uuid) {
    let (mut desk, member) = with_member();
    let logged = done(&mut desk, &log(member, 3));
    let id = all(&desk)[0].id;
    (desk, member, id, logged.op)
}

#[test]
fn a_detractor_opens_a_case_that_is_due_in_48_hours() {
    let (desk, member, id, op) = with_case();
    let row = &all(&desk)[0];
    let case = row.case.clone().unwrap();
    assert_eq!((row.id, row.op, row.member, row.content.clone()), (id, op, Some(member), nps(3)));
    assert_eq!((case.state, case.due, case.owner), (CaseState::Open, Instant(NOW.0 + 2 * DAY_MS), None));
    assert!(!row.case.as_ref().unwrap().is_overdue(later(2)));
    assert!(row.case.as_ref().unwrap().is_overdue(Instant(later(2).0 + 1)));
}

#[test]
fn a_case_is_worked_to_its_end_and_opened_again() {
    let (mut desk, _, id, _) = with_case();
    let taken = CaseChange { owner: Some("李雯".to_owned()), ..to(CaseState::InProgress) };
    for step in [taken, to(CaseState::Resolved), to(CaseState::Reopened), to(CaseState::Resolved)] {
        done(&mut desk, &change(id, step));
    }
    let case = desk.case(id).unwrap().unwrap();
    let row = case.feedback.case.unwrap();
    assert_eq!((row.state, row.reopened, row.reason.as_deref()), (CaseState::Resolved, 1, Some("solved")));
    assert_eq!(row.owner.as_deref(), Some("李雯"));
    assert_eq!(case.steps.len(), 4);
    assert_eq!(case.steps[0].note.as_deref(), Some("打过电话"));
}

#[rstest]
#[case::no_such_state(to(CaseState::Reopened), Refusal::CaseCannot { from: CaseState::Open, to: CaseState::Reopened })]
#[case::nothing(CaseChange::default(), Refusal::NoChange)]
fn a_change_that_cannot_be(#[case] wish: CaseChange, #[case] expected: Refusal) {
    let (desk, _, id, _) = with_case();
    let intent = Intent::ChangeCase(op::ChangeCase { case: id, change: wish, note: None });
    assert_eq!(refusal(desk.plan(intent, NOW)), expected);
}

#[test]
fn closing_takes_a_known_reason() {
    let (desk, _, id, _) = with_case();
    for reason in [None, Some("because".to_owned())] {
        let wish = CaseChange { reason, ..CaseChange { state: Some(CaseState::Resolved), ..CaseChange::default() } };
        let refused =
            refusal(desk.plan(Intent::ChangeCase(op::ChangeCase { case: id, change: wish, note: None }), NOW));
        assert!(matches!(refused, Refusal::UnknownReason { .. }), "{refused:?}");
    }
}

#[rstest]
#[case::too_high(FeedbackContent { score: Some(11), ..nps(0) })]
#[case::none(FeedbackContent { score: None, ..nps(0) })]
#[case::topic(FeedbackContent { topic: Some("weather".to_owned()), ..nps(9) })]
#[case::empty_comment(FeedbackContent { measure: Measure::Comment, score: None, text: None, ..nps(0) })]
fn what_cannot_be_logged(#[case] said: FeedbackContent) {
    let (desk, member) = with_member();
    let refused = refusal(desk.plan(Intent::LogFeedback(op::LogFeedback { member: Some(member), said }), NOW));
    assert!(matches!(refused, Refusal::BadField { .. }), "{refused:?}");
}

#[test]
fn feedback_of_nobody_is_logged_and_undone_too() {
    let mut desk = desk();
    let op = done(&mut desk, &Intent::LogFeedback(op::LogFeedback { member: None, said: nps(2) })).op;
    assert_eq!((all(&desk)[0].member, all(&desk)[0].retracted), (None, false));
    let back = undo(&mut desk, op).op;
    assert!(all(&desk)[0].retracted && all(&desk)[0].case.is_none());
    undo(&mut desk, back);
    assert!(!all(&desk)[0].retracted && all(&desk)[0].case.is_some());
    assert_eq!(desk.verify(None, &[], &mut |_, _| {}).unwrap().wrong, None);
}

#[test]
fn a_reference_is_logged_once() {
    let (mut desk, member) = with_member();
    let said = FeedbackContent { reference: Some("S-1".to_owned()), ..nps(9) };
    let op = done(&mut desk, &Intent::LogFeedback(op::LogFeedback { member: Some(member), said: said.clone() })).op;
    let again = refusal(desk.plan(Intent::LogFeedback(op::LogFeedback { member: Some(member), said }), NOW));
    assert_eq!(again, Refusal::ReferenceKnown { reference: "S-1".to_owned(), op });
}

#[test]
fn undoing_the_last_change_of_a_case_is_the_identity_and_an_earlier_one_waits() {
    let (mut desk, _, id, logged) = with_case();
    let taken = done(&mut desk, &change(id, to(CaseState::InProgress))).op;
    let before = desk.case(id).unwrap().unwrap();
    let resolved = done(&mut desk, &change(id, to(CaseState::Resolved))).op;
    let refused = refusal(desk.plan(Intent::Undo(op::Undo { op: taken, reason: None }), NOW));
    assert_eq!(refused, Refusal::DependedOn { ops: vec![resolved.to_string()] });
    assert!(matches!(
        refusal(desk.plan(Intent::Undo(op::Undo { op: logged, reason: None }), NOW)),
        Refusal::DependedOn { .. }
    ));
    undo(&mut desk, resolved);
    assert_eq!(desk.case(id).unwrap().unwrap(), before);
}

#[test]
fn a_goodwill_adjustment_from_a_case_shows_on_it() {
    let (mut desk, member, id, _) = with_case();
    let Intent::Adjust(op::Adjust { delta, reason, note, .. }) = adjust(member, 200) else { unreachable!() };
    let reference = Some(case_reference(id));
    done(&mut desk, &Intent::Adjust(op::Adjust { member, delta, reason, note, reference }));
    let case = desk.case(id).unwrap().unwrap();
    assert_eq!(case.adjustments.len(), 1);
    assert_eq!(case.adjustments[0].points.map(|p| p.0), Some(200));
}

#[test]
fn an_erasure_takes_the_words_and_leaves_the_score() {
    let (mut desk, member, id, _) = with_case();
    done(&mut desk, &change(id, to(CaseState::InProgress)));
    done(&mut desk, &Intent::Erase(op::Erase { member }));
    let case = desk.case(id).unwrap().unwrap();
    assert_eq!((case.feedback.content.text, case.feedback.content.score), (None, Some(3)));
    assert_eq!(case.steps[0].note, None);
    assert_eq!(desk.verify(None, &[], &mut |_, _| {}).unwrap().wrong, None);
}

#[test]
fn rebuild_makes_the_lists_again() {
    let (mut desk, _, id, _) = with_case();
    done(&mut desk, &change(id, to(CaseState::InProgress)));
    let before = desk.case(id).unwrap();
    desk.rebuild(NOW, &mut |_, _| {}).unwrap();
    assert_eq!(desk.case(id).unwrap(), before);
}

/// Plans and commits a change at an instant.
fn done_at(desk: &mut Desk, intent: &Intent, at: Instant) -> Committed {
    let plan = desk.plan(intent.clone(), at).unwrap();
    desk.commit(&plan, None, at).unwrap()
}

#[test]
fn a_past_day_has_the_cases_as_they_stood_at_its_end() {
    let (mut desk, member, id, _) = with_case();
    let due = Instant(later(1).0 + 3_600_000);
    done_at(
        &mut desk,
        &change(id, CaseChange { owner: Some("李雯".to_owned()), due: Some(due), ..to(CaseState::InProgress) }),
        later(1),
    );
    done_at(&mut desk, &change(id, to(CaseState::Resolved)), later(2));
    let first = desk.programs().unwrap().zone().day_of(NOW);
    let open = FeedbackFilter { open_cases: Some(true), ..FeedbackFilter::default() };
    let count = |desk: &Desk, wanted: &FeedbackFilter, day: i64| {
        let as_of = Some(first.plus_days(day));
        let list = FeedbackListQuery { filter: wanted.clone(), as_of, ..FeedbackListQuery::default() };
        desk.feedback(&list, 9, later(9), &mut ()).unwrap().total
    };
    let counts: Vec<u64> = (-1..=3).map(|day| count(&desk, &open, day)).collect();
    assert_eq!(counts, [0, 1, 1, 0, 0]);
    let mine = FeedbackFilter { owner: Some("李雯".to_owned()), ..open.clone() };
    assert_eq!((count(&desk, &mine, 0), count(&desk, &mine, 1)), (0, 1), "the owner of that day");
    let late = FeedbackFilter { overdue: true, ..open };
    assert_eq!([0, 1, 2].map(|day| count(&desk, &late, day)), [0, 1, 0], "by the due time of that day");
    let stands = |day: i64| {
        desk.case_on(id, first.plus_days(day)).unwrap().map(|c| (c.steps.len(), c.feedback.case.unwrap().state))
    };
    assert_eq!((stands(-1), stands(0)), (None, Some((0, CaseState::Open))));
    assert_eq!((stands(1), stands(2)), (Some((1, CaseState::InProgress)), Some((2, CaseState::Resolved))));
    let file = desk.open_member(member, Some(first.plus_days(1)), later(3)).unwrap();
    assert_eq!(file.feedback[0].case.as_ref().map(|c| c.state), Some(CaseState::InProgress));
}

#[test]
fn a_file_has_what_its_member_and_who_joined_it_said_taken_back_or_not() {
    let (mut desk, member) = with_member();
    let other = enrol(&mut desk, "M2", "张伟");
    done(&mut desk, &log(other, 9));
    let gone = done_at(&mut desk, &log(member, 3), later(1)).op;
    undo_at(&mut desk, gone, later(1));
    let merge = Intent::Merge(op::Merge { from: other, into: member, reason: "goodwill".to_owned(), note: None });
    done_at(&mut desk, &merge, later(1));
    let scores = |desk: &Desk, member| {
        let file = desk.open_member(member, None, later(1)).unwrap();
        file.feedback.iter().map(|row| (row.content.score, row.retracted)).collect::<Vec<_>>()
    };
    assert_eq!(scores(&desk, member), [(Some(3), true), (Some(9), false)]);
    assert_eq!(scores(&desk, other), [(Some(9), false)]);
}

fn undo_at(desk: &mut Desk, op: Uuid, at: Instant) {
    done_at(desk, &Intent::Undo(op::Undo { op, reason: None }), at);
}

#[test]
fn the_newest_operation_on_a_case_is_a_change_goodwill_or_the_logging() {
    let (mut desk, member, id, logged) = with_case();
    let newest = |desk: &Desk| desk.last_on_case(id).unwrap().unwrap().op;
    assert_eq!(newest(&desk), logged);
    let taken = done(&mut desk, &change(id, to(CaseState::InProgress))).op;
    assert_eq!(newest(&desk), taken);
    let Intent::Adjust(op::Adjust { delta, reason, note, .. }) = adjust(member, 200) else { unreachable!() };
    let given = Intent::Adjust(op::Adjust { member, delta, reason, note, reference: Some(case_reference(id)) });
    let given = done(&mut desk, &given).op;
    assert_eq!(newest(&desk), given);
    undo(&mut desk, given);
    assert_eq!(newest(&desk), taken, "what was taken back is passed over");
    undo(&mut desk, taken);
    assert_eq!(newest(&desk), logged);
    assert_eq!(desk.last_on_case(FactId(9_999)).unwrap(), None);
}

#[test]
fn a_scope_narrows_lists_and_counts_to_its_members() {
    let (mut desk, member, _, _) = with_case();
    done(&mut desk, &Intent::LogFeedback(op::LogFeedback { member: None, said: nps(2) }));
    let profile = Profile {
        member_no: "X2".to_owned(),
        name: "赵敏".to_owned(),
        store: "徐家汇".to_owned(),
        ..Profile::default()
    };
    let other = done(&mut desk, &Intent::Enrol(op::Enrol { profile: Box::new(profile) })).member.unwrap();
    done(&mut desk, &log(other, 1));
    let mut asked = |base: &str, as_of: Option<Day>| {
        let list = FeedbackListQuery { base: base.to_owned(), as_of, ..FeedbackListQuery::default() };
        let rows = desk.ask(&owner(), ListFeedback { list, limit: 1 }, NOW).unwrap();
        let count = CountCases { owner: String::new(), as_of, base: base.to_owned() };
        let counts = desk.ask(&owner(), count, NOW).unwrap();
        assert_eq!(rows.total, counts.open, "each is a case");
        (rows.total, rows.rows.first().and_then(|row| row.member))
    };
    let today = Some(Day::parse("2026-11-22").unwrap());
    for day in [None, today] {
        assert_eq!(asked("*", day).0, 3);
        assert_eq!(asked("store:徐家汇", day), (1, Some(other)));
        assert_eq!(asked("-store:徐家汇", day), (1, Some(member)), "nobody is in no scope");
    }
    let list = FeedbackListQuery { base: "store:北京".to_owned(), ..FeedbackListQuery::default() };
    let unknown = desk.ask(&owner(), ListFeedback { list, limit: 1 }, NOW);
    assert!(matches!(refusal(unknown), Refusal::BadQuery { .. }), "there is no such store");
}
