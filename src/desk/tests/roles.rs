//! The table of roles at both doors: every question, every change and every task, role by role.

use super::operators::{pass_of, with_owner};
use super::*;
use crate::desk::export_csv::{CsvMark, ExportError};
use crate::desk::import::{ImportOptions, ImportSource, NoWatch};
use crate::domain::audit_review::ReviewPeriod;
use crate::domain::drawn_sample::{SampleDesign, SampleKind};
use crate::domain::export::{Export, MembersExport};
use crate::domain::feedback::{Breakdown, FeedbackFilter};
use crate::domain::given_model::{GivenModels, GivenParams, ModelKind};
use crate::domain::import::form::FileForm;
use crate::domain::import::intake::ImportPlan;
use crate::domain::import::target::ImportKind;
use crate::domain::num::{FactId, OpSeq};
use crate::domain::operator::Role;
use crate::domain::permission::{DeskTask, Permission};
use crate::domain::question::*;
use crate::domain::read_models::ExplainTopic;
use crate::domain::real::Real;
use rstest::rstest;
use std::path::Path;

/// One question of each kind; a new kind has to stand here.
fn question_of(lane: Lane, member: MemberId) -> AnyQuestion {
    let (base, as_of, days) = ("*".to_owned(), None, (Day(20_000), Day(20_100)));
    let path = "/nowhere/members.csv".to_owned();
    match lane {
        Lane::FindMembers => FindMembers { query: String::new(), limit: 1, as_of, with_month: false }.into(),
        Lane::FindMemberByNo => FindMemberByNo { member_no: "M1".to_owned() }.into(),
        Lane::OpenMember => OpenMember { member, as_of }.into(),
        Lane::ReadProfile => ReadProfile { member }.into(),
        Lane::ExplainMember => ExplainMember { member, topic: ExplainTopic::Balance, as_of }.into(),
        Lane::ListStores => ListStores.into(),
        Lane::ValueMember => ValueMember { member, as_of }.into(),
        Lane::PlanChange => PlanChange { intent: adjust(member, 5), or_propose: false }.into(),
        Lane::PlanUndo => PlanUndo { target: UndoTarget::Member(member) }.into(),
        Lane::ListFeedback => ListFeedback { list: FeedbackListQuery::default(), limit: 1 }.into(),
        Lane::OpenCase => OpenCase { case: FactId(1), as_of }.into(),
        Lane::CountCases => CountCases { owner: String::new(), as_of, base }.into(),
        Lane::ScoreFeedback => ScoreFeedback { days, by: None, versus: None, base }.into(),
        Lane::ListResponses => {
            let group = Some(ResponseGroup { by: Breakdown::ALL[0], value: None });
            ListResponses { days, group, base, limit: 1 }.into()
        }
        Lane::ShowBoard => ShowBoard { base, as_of, whole: false }.into(),
        Lane::ListSavedFilters => ListSavedFilters { as_of }.into(),
        Lane::ShowTrend => ShowTrend { base, as_of }.into(),
        Lane::ShowCohorts => ShowCohorts { base, as_of }.into(),
        Lane::ShowTransitions => ShowTransitions { base, from: days.0, to: days.1 }.into(),
        Lane::ShowModels => ShowModels { as_of }.into(),
        Lane::FitModels => FitModels { as_of, holdout_from: None }.into(),
        Lane::ListMembers => ListMembers { list: MemberListQuery::default(), rows: 0..1 }.into(),
        Lane::CountMembers => CountMembers { query: base, as_of }.into(),
        Lane::ListMemberValues => {
            ListMemberValues { list: MemberListQuery::default(), rows: 0..1, weeks: None, order: None }.into()
        }
        Lane::ValueGiven => ValueGiven { list: MemberListQuery::default(), limit: 1, models: given() }.into(),
        Lane::ShowOverview => ShowOverview { base, as_of }.into(),
        Lane::ShowPoints => ShowPoints { base, as_of }.into(),
        Lane::ShowAlerts => ShowAlerts { as_of }.into(),
        Lane::ShowActivation => ShowActivation { base, as_of }.into(),
        Lane::ShowLost => ShowLost { base, as_of }.into(),
        Lane::ListCare => ListCare { day: None, base, limit: 1 }.into(),
        Lane::ExamineFile => ExamineFile { path, form: FileForm::default(), kind: None }.into(),
        Lane::TryImport => TryImport { plan: import_of(&path) }.into(),
        Lane::ListOperations => ListOperations { query: String::new(), limit: 1 }.into(),
        Lane::FindOperation => FindOperation { id: "1".to_owned() }.into(),
        Lane::ProveOperation => ProveOperation { id: "1".to_owned() }.into(),
        Lane::FindOperationAt => FindOperationAt { seq: OpSeq(1) }.into(),
        Lane::IsRecorded => IsRecorded { op: uuid::Uuid::nil() }.into(),
        Lane::ReadCheckpoint => ReadCheckpoint.into(),
        Lane::VerifyFile => VerifyFile { expect: None, heads: Vec::new() }.into(),
        Lane::ReadProgram => ReadProgram.into(),
        Lane::ReadPrograms => ReadPrograms.into(),
        Lane::ReadClock => ReadClock.into(),
        Lane::ListOperators => ListOperators.into(),
        Lane::ListRequests => ListRequests { member: None }.into(),
        Lane::OpenRequest => OpenRequest { id: "1".to_owned() }.into(),
        Lane::PlanApproval => PlanApproval { request: uuid::Uuid::nil() }.into(),
        Lane::ReviewJournal => ReviewJournal { period: ReviewPeriod { from: days.0, to: days.1 } }.into(),
        Lane::ListSamples => ListSamples.into(),
        Lane::OpenSample => OpenSample { id: "7482f5eb".to_owned() }.into(),
        Lane::DrawSample => DrawSample { design: a_design(days) }.into(),
    }
}

fn a_design((from, to): (Day, Day)) -> SampleDesign {
    let (query, words) = (String::new(), "words".to_owned());
    SampleDesign { kind: SampleKind::Attribute, query, from, to, words, n: 5, tolerable: None }
}

fn import_of(path: &str) -> ImportPlan {
    ImportPlan {
        path: path.to_owned(),
        kind: ImportKind::Members,
        form: FileForm::default(),
        decimal: None,
        blank_erases: false,
        enrol: false,
        update: false,
    }
}

/// Whether an answer says that the role may not.
fn is_not_allowed<T: std::fmt::Debug>(answer: &Result<T, DeskError>) -> bool {
    matches!(answer, Err(DeskError::Refused(refusal)) if matches!(**refusal, Refusal::NotAllowed { .. }))
}

#[rstest]
fn each_role_asks_what_the_table_says(
    #[values(Role::Agent, Role::Supervisor, Role::Manager, Role::Auditor, Role::Owner)] role: Role,
) {
    let (mut desk, member) = with_owner();
    let pass = pass_of(&mut desk, role);
    desk.present(pass, NOW).unwrap();
    for lane in Lane::ALL {
        let answer = desk.ask_any(&owner(), question_of(*lane, member), NOW, &mut ());
        // Planning points takes what points take.
        let plans = *lane == Lane::PlanChange && Permission::Serve.check(role).is_err();
        assert_eq!(is_not_allowed(&answer), lane.permission().check(role).is_err() || plans, "{role:?} {lane:?}");
    }
}

#[rstest]
fn each_role_changes_what_the_table_says_at_both_doors(
    #[values(Role::Agent, Role::Supervisor, Role::Manager, Role::Auditor, Role::Owner)] role: Role,
) {
    let (mut desk, _) = with_owner();
    let pass = pass_of(&mut desk, role);
    desk.present(pass, NOW).unwrap();
    for intent in Intent::examples() {
        let may = intent.permission().check(role).is_ok();
        let asked = desk.ask(&owner(), PlanChange { intent: intent.clone(), or_propose: false }, NOW);
        assert_eq!(!is_not_allowed(&asked), may, "{role:?} plans {intent:?}: {asked:?}");
        let performed = desk.perform(&intent, None, NOW);
        assert_eq!(!is_not_allowed(&performed), may, "{role:?} does {intent:?}: {performed:?}");
    }
}

/// Tries a task; a new one has to stand here.
fn tried(desk: &mut Desk, task: DeskTask, member: MemberId) -> Result<(), DeskError> {
    let nowhere = Path::new("/nowhere/copy.db");
    let exported = |answer: Result<_, ExportError>| match answer {
        Err(ExportError::Desk(error)) => Err(error),
        _ => Ok(()),
    };
    match task {
        DeskTask::SaveFilter => desk.save_filter("rich", "spend>1000", NOW),
        DeskTask::DeleteFilter => desk.drop_filter("rich", NOW).map(drop),
        DeskTask::ExportMembers => {
            let export = Export::Members(MembersExport::default());
            exported(desk.export_to(&export, &mut Vec::new(), CsvMark::None, NOW, &mut ()))
        }
        DeskTask::ExportCare => {
            let list = ListCare { day: None, base: "*".to_owned(), limit: 1 };
            exported(desk.export_to(&Export::Care(list), &mut Vec::new(), CsvMark::None, NOW, &mut ()))
        }
        DeskTask::ExportFeedback => {
            let list = FeedbackListQuery { filter: FeedbackFilter::default(), ..FeedbackListQuery::default() };
            exported(desk.export_to(&Export::Feedback(list), &mut Vec::new(), CsvMark::None, NOW, &mut ()))
        }
        DeskTask::ExportMember => desk.export_member(member, NOW).map(drop),
        DeskTask::Import => {
            let file = ImportSource::bytes(b"member_no,name\nM9,x\n");
            desk.import_members(file, &ImportOptions::default(), &mut NoWatch, NOW).map(drop)
        }
        DeskTask::Backup => desk.backup(nowhere, NOW),
        DeskTask::Rebuild => desk.rebuild(NOW, &mut |_, _| {}).map(drop),
        DeskTask::Restore => desk.may_be_replaced(NOW),
        DeskTask::SignCheckpoint => desk.write_checkpoint(nowhere, NOW).map(drop),
    }
}

#[rstest]
fn each_role_does_what_the_table_says(
    #[values(Role::Agent, Role::Supervisor, Role::Manager, Role::Auditor, Role::Owner)] role: Role,
) {
    let (mut desk, member) = with_owner();
    let pass = pass_of(&mut desk, role);
    desk.present(pass, NOW).unwrap();
    for task in DeskTask::ALL {
        let answer = tried(&mut desk, task, member);
        assert_eq!(is_not_allowed(&answer), task.permission().check(role).is_err(), "{role:?} {task:?}: {answer:?}");
    }
}

#[test]
fn a_hostile_agent_writes_nothing_that_an_agent_may_not() {
    let (mut desk, member) = with_owner();
    let agent = pass_of(&mut desk, Role::Agent);
    desk.present(agent, NOW).unwrap();
    let facts = |desk: &Desk| -> i64 {
        let sql = "SELECT (SELECT COUNT(*) FROM fact) + (SELECT COUNT(*) FROM member_event) + (SELECT COUNT(*) FROM desk_event)
            + (SELECT COUNT(*) FROM operation)";
        desk.store.raw().query_row(sql, [], |row| row.get(0)).unwrap()
    };
    let before = facts(&desk);
    let above: Vec<Intent> =
        Intent::examples().into_iter().filter(|i| i.permission().check(Role::Agent).is_err()).collect();
    assert!(above.len() > 7, "{above:?}");
    for n in 0..10_000_usize {
        let intent = &above[n % above.len()];
        let answer = desk.perform(intent, Some(&format!("key {n}")), NOW);
        assert!(is_not_allowed(&answer), "{intent:?}: {answer:?}");
        if n % 100 == 0 {
            let tasks = DeskTask::ALL.into_iter().filter(|task| task.permission().check(Role::Agent).is_err());
            tasks.for_each(|task| assert!(is_not_allowed(&tried(&mut desk, task, member)), "{task:?}"));
        }
    }
    assert_eq!(facts(&desk), before);
}

fn given() -> GivenModels {
    let real = |number| Real::new(number).unwrap();
    let purchases = GivenParams { kind: ModelKind::BgNbd, numbers: [0.2, 4.4, 0.8, 2.4].map(real) };
    let (discount, margin) = (real(0.01), real(1.0));
    GivenModels {
        purchases,
        spend: None,
        weeks: Vec::new(),
        months: 12,
        discount,
        margin,
        forever: None,
        thirds: false,
    }
}
