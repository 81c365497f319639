//! What the words read like: every sentence of the desk in both languages, to be read by people in the snapshots.

use super::{Lang, Words};
use crate::desk::error::{DeskError, StoreError};
use crate::domain::audit_review::AuditReview;
use crate::domain::clock::WrittenAhead;
use crate::domain::day::{Day, Instant};
use crate::domain::fact::{FactKind, OverrideMode, Status};
use crate::domain::fold::view::{EntryKind, LifecycleStage, TierCause, TierSource};
use crate::domain::num::{OpSeq, Points};
use crate::domain::op::Intent;
use crate::domain::op::kind::OpKind;
use crate::domain::operator::Role;
use crate::domain::plan::outcome::{LimitExceeded, MemberEffect, PlanEffect, Refusal, Warning};
use crate::domain::plan::tests::{Histories, adjust};
use crate::domain::program::{Program, Programs};
use crate::domain::read_models::Committed;
use crate::domain::read_models::ExplainTopic;
use crate::domain::staff::session::SessionEnd;
use crate::domain::verification::LogLoss;
use crate::t;
use rstest::rstest;
use uuid::Uuid;

/// One line a language for every thing said.
fn both<T>(things: &[T], say: impl Fn(Words, &T) -> String) -> String {
    let line = |thing: &T| {
        let [en, zh] = Lang::ALL.map(|lang| say(Words::new(lang), thing));
        assert!(!en.contains('⟦') && !zh.contains('⟦') && !zh.contains('{'), "{en} / {zh}");
        format!("{en}\n{zh}\n")
    };
    things.iter().map(line).collect()
}

fn day() -> Day {
    Day::from_ymd(2026, 9, 30).unwrap()
}

const AT: Instant = Instant(1_795_329_566_000);

fn s(text: &str) -> String {
    text.to_owned()
}

#[test]
fn warnings_and_approvals() {
    let warnings = [
        Warning::ExpiredOnArrival { expires_on: day() },
        Warning::OverrideWithoutEffect,
        Warning::TierDown { from: s("gold"), to: s("silver") },
        Warning::TierKept { member_no: s("M1"), tier: s("gold"), until: day() },
        Warning::PointsLeft { balance: Points(12_480) },
        Warning::Irreversible,
        Warning::LooksLikeRepeat { op: Uuid::nil(), at: AT },
        Warning::SharedContact { field: s("phone"), member_no: s("M0001") },
        Warning::ReturnsExpired { points: Points(1) },
        Warning::OrderHasEarned { reference: s("A1"), member_no: None, points: Points(299), on: day() },
        Warning::OrderHasEarned { reference: s("A1"), member_no: Some(s("M2")), points: Points(299), on: day() },
        Warning::UnlikelyPhone { digits: 3 },
        Warning::UnlikelyConsent { purpose: s("是") },
        Warning::UnknownStore { store: s("南京西"), nearest: Some(s("南京西路")) },
        Warning::UnknownStore { store: s("SH99"), nearest: None },
        Warning::UnlikelyPoints { points: Points(99_999_999), known: Points(1_200) },
        Warning::ClockAhead { now: AT, known: Instant(0) },
        Warning::WrittenAhead { ahead: WrittenAhead { operations: 2, until: AT } },
        Warning::VoidsImport { facts: 4_210, members: 310, enrolled: 1 },
        Warning::UnlikelyBirthday { birthday: Day(-25_567) },
        Warning::RestoresImport { facts: 4_210, members: 310, enrolled: 1 },
    ];
    let programs = Programs::single(Program::default());
    insta::assert_snapshot!("warnings", both(&warnings, |words, w| words.warning(w, &programs)));
    let (limit, used, asked) = (Points(5_000), Points(4_920), Points(81));
    let approvals = [
        LimitExceeded::PerOperation { limit: Points(500), asked: Points(501) },
        LimitExceeded::PerDay { limit, used, asked },
        LimitExceeded::PerMemberMonth { limit, used, asked },
    ];
    insta::assert_snapshot!("approvals", both(&approvals, Words::approval));
}

#[test]
fn refusals_about_members() {
    let mut refusals = vec![
        Refusal::UnknownMember { member_no: s("M9") },
        Refusal::UnknownOperation { op: s("019a") },
        Refusal::AmbiguousOperation { op: s("01"), matches: vec![s("0193"), s("0194")] },
        Refusal::MemberNoTaken { member_no: s("M1") },
        Refusal::BadField { field: s("birthday"), value: s("31.2."), expected: s("YYYY-MM-DD") },
        Refusal::NoChange,
        Refusal::NothingAhead,
        Refusal::MergeWithItself,
        Refusal::MergePartner { member_no: s("M2"), status: Status::Closed },
        Refusal::NotMerged,
        Refusal::ChurnReasonNeeded { known: vec![s("price"), s("moved")] },
        Refusal::DayPassed { day: day() },
        Refusal::DayNotBetween { day: day(), from: day(), to: day() },
        Refusal::UnknownTier { tier: s("diamond"), known: vec![s("base"), s("gold")] },
        Refusal::UnknownReason { reason: s("gift"), known: vec![s("goodwill"), s("other")] },
        Refusal::NoteTooShort { reason: s("other"), min: 10 },
        Refusal::NoteTooLong { max: 500 },
        Refusal::NoAlert { alert: s("calm"), day: Some(day()), fired: vec![s("busy 2026-11-20")] },
        Refusal::NoAlert { alert: s("calm"), day: None, fired: Vec::new() },
    ];
    refusals.extend(Status::ALL.map(|status| Refusal::StatusForbids { status, survivor_no: None }));
    refusals.push(Refusal::StatusForbids { status: Status::Merged, survivor_no: Some(s("M7")) });
    insta::assert_snapshot!("refusals_about_members", both(&refusals, Words::refusal));
}

#[test]
fn refusals_about_sums() {
    let program = "name = 3\nzone = \"Asia/Shangai\"";
    let refusals = [
        Refusal::BadAmount { points: Points(0) },
        Refusal::TooLarge,
        Refusal::NotEnough { asked: Points(1_200), spendable: Points(1_000), missing: Points(200) },
        Refusal::NotEnough { asked: Points(10), spendable: Points(-60), missing: Points(70) },
        Refusal::WouldOverdraw { missing: Points(40) },
        Refusal::SpentSince { missing: Points(1) },
        Refusal::AlreadyReversed { by: s("019a"), redone_by: None },
        Refusal::AlreadyReversed { by: s("019a"), redone_by: Some(s("019b")) },
        Refusal::ImportAgain { ops: vec!["0190a1b2".to_owned()] },
        Refusal::UnknownOrder { reference: "A-99999".to_owned() },
        Refusal::PurchaseWasHere { reference: "A-20391".to_owned() },
        Refusal::PurchaseVoid { reference: "A-20391".to_owned() },
        Refusal::Irreversible { kind: s("erase") },
        Refusal::Irreversible { kind: s("program") },
        Refusal::Irreversible { kind: s("export") },
        Refusal::DependedOn { ops: vec![s("019b"), s("019a")] },
        Refusal::ApprovalNeeded { approval: LimitExceeded::PerOperation { limit: Points(500), asked: Points(501) } },
        Refusal::KeyConflict { op: Uuid::nil() },
        Refusal::Stale,
        Refusal::ClockImpossible { now: Instant(0) },
        Refusal::ClockAhead { now: AT, known: Instant(0) },
        Refusal::ClockBehind { last_seen: AT },
        Refusal::BadProgram { errors: Program::parse(program).unwrap_err() },
        Refusal::ProgramFixed { what: s("zone") },
        Refusal::ProgramFixed { what: s("currency") },
        Refusal::ProgramFixed { what: s("gold") },
    ];
    insta::assert_snapshot!("refusals_about_sums", both(&refusals, Words::refusal));
}

#[test]
fn refusals_about_operators() {
    let ends = [SessionEnd::None, SessionEnd::Idle, SessionEnd::Over];
    let mut refusals = vec![
        Refusal::NotAllowed { role: Role::Agent, allowed: vec![Role::Supervisor, Role::Manager, Role::Owner] },
        Refusal::OwnCard { member_no: s("M1") },
        Refusal::LoginNeeded { name: None, why: SessionEnd::None },
        Refusal::WrongPin { left: 1 },
        Refusal::Locked { until: AT },
        Refusal::WeakPin { min: 6 },
        Refusal::UnknownOperator { name: s("wang"), known: vec![s("li"), s("mei")] },
        Refusal::OperatorExists { name: s("li") },
        Refusal::OperatorLookalike { name: s("Ii"), other: s("li") },
        Refusal::OperatorDisabled { name: s("li") },
        Refusal::UnknownSample { id: s("7482f5eb") },
        Refusal::NotInSample { seq: OpSeq(48_190), id: s("7482f5eb") },
        Refusal::NothingToSample,
        Refusal::NoFinding { review: AuditReview::BelowLimit, subject: s("li") },
        Refusal::LastOwner { name: s("li") },
        Refusal::NoOperators,
    ];
    refusals.extend(ends.map(|why| Refusal::LoginNeeded { name: Some(s("li")), why }));
    insta::assert_snapshot!("refusals_about_operators", both(&refusals, Words::refusal));
}

#[test]
fn troubles_with_the_file() {
    let path = || std::path::PathBuf::from("shop.db");
    let stores = [
        StoreError::Missing(path()),
        StoreError::Exists(path()),
        StoreError::InUse(path()),
        StoreError::BadBackup(path()),
        StoreError::DataFile(path()),
        StoreError::Open(path()),
        StoreError::ManyNames(path()),
        StoreError::Network { path: path(), system: "NFS" },
        StoreError::Replaced(path()),
        StoreError::Overwritten { path: path(), aside: None },
        StoreError::Overwritten { path: path(), aside: Some(path().with_extension("db-wal.overwritten-1")) },
        StoreError::LogLost { path: path(), loss: LogLoss::Missing { n: 12, since: AT } },
        StoreError::LogLost { path: path(), loss: LogLoss::Changed { seq: OpSeq(48), since: AT } },
        StoreError::LogSpoiled { path: path(), is_home: true, aside: None },
        StoreError::LogSpoiled { path: path(), is_home: false, aside: None },
        StoreError::LogSpoiled { path: path(), is_home: false, aside: Some(path().with_extension("db-wal.other-1")) },
        StoreError::LogGone { path: path(), is_home: true, aside: None },
        StoreError::LogGone { path: path(), is_home: true, aside: Some(path().with_extension("db-wal.other-1")) },
        StoreError::LogGone { path: path(), is_home: false, aside: None },
        StoreError::LogMissing(path()),
        StoreError::LogOf { path: path().with_extension("db-wal"), of: path() },
        StoreError::NoPermission(path()),
        StoreError::NoSuchFile(path()),
        StoreError::LogLeft(path().with_extension("db-wal")),
        StoreError::NoRoom,
        StoreError::Device(s("disk I/O error")),
        StoreError::NotOrdinary(path()),
        StoreError::Foreign(path()),
        StoreError::Newer { path: path(), found: 9, known: 1 },
        StoreError::Schema { object: s("trigger evil") },
        StoreError::Unfinished(path()),
        StoreError::ReadOnly(path()),
        StoreError::Busy,
        StoreError::DoneAfterAll { op: Uuid::nil() },
        StoreError::NotDone { reason: s("disk full") },
        StoreError::Unknown { op: Uuid::nil(), reason: s("disk full") },
        StoreError::Io { path: path(), reason: s("permission denied") },
        StoreError::Damaged(s("page 3")),
        StoreError::Sql(s("no such table")),
    ];
    let mut errors: Vec<DeskError> = stores.into_iter().map(DeskError::Store).collect();
    errors.push(DeskError::ImportCut(Box::new(StoreError::NotDone { reason: s("disk full") })));
    errors.push(DeskError::ImportCut(Box::new(StoreError::NoRoom)));
    errors.push(DeskError::ImportCut(Box::new(StoreError::Device(s("disk I/O error")))));
    errors.push(DeskError::ImportCut(Box::new(StoreError::Replaced(path()))));
    errors.push(DeskError::Interrupted);
    errors.push(DeskError::Refused(Box::new(Refusal::NoChange)));
    insta::assert_snapshot!("troubles", both(&errors, Words::desk_error));
}

#[test]
fn mistakes_in_a_programme() {
    let toml = "\
name = 3
currency = \"cny\"
zone = \"Mars/Olympus\"
pionts = 1
q = 1
[points]
rate = \"1,5\"
expiry = \"1 year\"
pending_days = -1
[tier]
window = \"year\"
met = \"both\"
down = \"one_dwn\"
validity_months = \"12\"
[refund]
policy = true
[[tiers]]
code = \"base\"
orders = 1
[[tiers]]
code = \"Gold\"
[[tiers]]
name = { en = \"\", zh = \"一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一\" }
orders = 5
keep = { orders = 6 }
[[tiers]]
code = \"x\"
orders = 5
[[reasons]]
code = \"a\"
[[reasons]]
code = \"a\"
[lifecycle]
lapsing_days = 20
";
    let mut errors = Program::parse(toml).unwrap_err();
    errors.extend(Program::parse("zone = ").unwrap_err());
    errors.extend(Program::parse("limits = 1").unwrap_err());
    errors.extend(Program::parse("reasons = 1").unwrap_err());
    insta::assert_snapshot!("program_mistakes", both(&errors, Words::program_error));
}

#[test]
fn names_of_things() {
    let mut names = both(&Status::ALL, |words, x| words.status(*x));
    names += &both(&FactKind::ALL, |words, x| words.fact_kind(*x));
    let stages = [
        LifecycleStage::Prospect,
        LifecycleStage::New,
        LifecycleStage::WonBack,
        LifecycleStage::Active,
        LifecycleStage::Lapsing,
        LifecycleStage::Dormant,
        LifecycleStage::Lost,
    ];
    names += &both(&stages, |words, x| words.stage(*x));
    let entries = [
        EntryKind::Opening,
        EntryKind::Earn,
        EntryKind::Redeem,
        EntryKind::RedeemReturn,
        EntryKind::Clawback,
        EntryKind::Adjust,
        EntryKind::Bonus,
        EntryKind::Waive,
        EntryKind::Expire,
    ];
    names += &both(&entries, |words, x| words.entry_kind(*x));
    let causes = [
        TierCause::Up,
        TierCause::Requalified,
        TierCause::Kept,
        TierCause::Down,
        TierCause::Dropped,
        TierCause::Imported,
        TierCause::Merged,
        TierCause::Override(OverrideMode::Floor),
        TierCause::Override(OverrideMode::Exact),
        TierCause::OverrideEnded,
    ];
    names += &both(&causes, |words, x| words.tier_cause(*x));
    names += &both(&[TierSource::Facts, TierSource::Override, TierSource::Import], |words, x| words.tier_source(*x));
    names += &both(&[ExplainTopic::Balance, ExplainTopic::Tier, ExplainTopic::Segment], |words, x| words.why_topic(*x));
    insta::assert_snapshot!("names", names);
}

#[test]
fn tiers_and_reasons_have_the_programme_s_own_names() {
    let program = Program::default();
    assert_eq!(Words::new(Lang::Zh).tier(&program, "gold"), "金卡");
    assert_eq!(Words::new(Lang::En).tier(&program, "gold"), "Gold");
    assert_eq!(Words::new(Lang::En).tier(&program, "diamond"), "diamond");
    assert_eq!(Words::new(Lang::Zh).reason(&program, "goodwill"), "客户关怀");
    assert_eq!(Words::new(Lang::Zh).field("phone"), "手机号");
}

#[rstest]
#[case("zh_CN.UTF-8", Some(Lang::Zh))]
#[case("ZH", Some(Lang::Zh))]
#[case("en-GB", Some(Lang::En))]
#[case("C", None)]
#[case("de_DE", None)]
fn a_tag_names_a_language(#[case] tag: &str, #[case] lang: Option<Lang>) {
    assert_eq!(Lang::from_tag(tag), lang);
}

#[test]
fn a_missing_key_is_visible() {
    assert_eq!(Words::default().t("no.such.key", &[]), "⟦no.such.key⟧");
}

#[test]
fn what_is_filled_in_is_made_safe() {
    let name = "\u{202e}Eve\u{7}";
    assert_eq!(t!(Words::new(Lang::Zh), "common.members", n = name), "Eve\u{fffd} 位会员");
}

#[test]
fn what_is_wished_is_said_with_every_placeholder_filled() {
    let programs = Programs::single(Program::default());
    let effect = PlanEffect {
        members: Vec::new(),
        warnings: Vec::new(),
        approval: None,
        allowance: None,
        reversible: true,
        proposes: None,
    };
    for intent in Intent::examples() {
        for lang in Lang::ALL {
            let sentence = Words::new(lang).intent(&programs, &intent, &effect);
            assert!(!sentence.contains(['{', '⟦']), "{sentence}");
        }
    }
}

#[test]
fn what_was_done_is_said_with_every_placeholder_filled() {
    let world = Histories::on("2026-11-22");
    let with_member = world.plan(adjust(1, 30)).unwrap().effect;
    let without = PlanEffect { members: Vec::new(), ..with_member.clone() };
    let still = MemberEffect { before: Some(with_member.members[0].after.clone()), ..with_member.members[0].clone() };
    let unmoved = PlanEffect { members: vec![still], ..with_member.clone() };
    let program = Program::default();
    for (kind, effect) in OpKind::ALL.into_iter().flat_map(|kind| [&with_member, &without, &unmoved].map(|e| (kind, e)))
    {
        let done = Committed {
            op: Uuid::nil(),
            seq: OpSeq(1),
            kind,
            at: AT,
            member: effect.members.first().map(|m| m.member),
            effect: effect.clone(),
            replayed: false,
            waits_for_others: false,
        };
        for lang in Lang::ALL {
            let sentence = Words::new(lang).done(&program, &done, "张伟");
            assert!(!sentence.contains(['{', '⟦']), "{sentence}");
        }
    }
}
