//! A clock that was ahead once: asked about before it writes, and got over afterwards.

use super::*;
use crate::desk::clock::{ClockTrust, check_first_clock};
use crate::desk::import::{ImportOptions, ImportSource, NoWatch};
use crate::domain::clock::ClockVerdict;
use crate::domain::fact::Status;
use crate::domain::plan::outcome::Warning;
use crate::domain::question::{ListOperations, OpenMember, ReadClock, ReadProgram};
use rstest::rstest;

const HOUR_MS: i64 = 60 * 60 * 1_000;

/// Farther ahead than any program that runs this test was built.
const CENTURIES: i64 = 400 * 365;

fn accept() -> Intent {
    op::AcceptClock { reason: "correction".to_owned(), note: Some("till clock was ahead".to_owned()) }.into()
}

fn undo(op: uuid::Uuid) -> Intent {
    op::Undo { op, reason: None }.into()
}

fn commit_at(desk: &mut Desk, intent: Intent, now: Instant) -> Result<Committed, DeskError> {
    let plan = desk.plan(intent, now)?;
    desk.commit(&plan, None, now)
}

fn report(desk: &mut Desk, now: Instant) -> crate::domain::question::ClockReport {
    *desk.ask(&owner(), ReadClock, now).unwrap()
}

fn balance(desk: &mut Desk, member: MemberId, now: Instant) -> i64 {
    desk.ask(&owner(), OpenMember { member, as_of: None }, now).unwrap().snapshot.points.balance.0
}

fn is_sound(desk: &mut Desk) {
    let report = Desk::verify(desk, None, &[], &mut |_, _| {}).unwrap();
    assert!(report.wrong.is_none(), "{report:?}");
}

#[rstest]
#[case::a_day(Instant(NOW.0 + 26 * HOUR_MS))]
#[case::centuries(later(CENTURIES))]
fn what_was_written_ahead_keeps_nobody_from_working_once_the_clock_is_accepted(#[case] ahead: Instant) {
    let (mut desk, member) = with_member();
    let early = commit_at(&mut desk, adjust(member, 10), ahead).unwrap();
    for intent in [adjust(member, 5), undo(early.op)] {
        assert!(
            matches!(refusal(commit_at(&mut desk, intent, NOW)), Refusal::ClockBehind { last_seen } if last_seen == ahead)
        );
    }
    assert_eq!(report(&mut desk, NOW).verdict, ClockVerdict::Behind);

    let plan = desk.plan(accept(), NOW).unwrap();
    let told = plan
        .effect
        .warnings
        .iter()
        .any(|w| matches!(w, Warning::WrittenAhead { ahead: a } if a.operations == 1 && a.until == ahead));
    assert!(told, "{:?}", plan.effect.warnings);
    let accepted = desk.commit(&plan, None, NOW).unwrap();
    assert_eq!((accepted.at, accepted.kind), (NOW, crate::domain::operation::OpKind::AcceptClock));
    let seen = report(&mut desk, NOW);
    assert_eq!((seen.verdict, seen.known.newest), (ClockVerdict::Plausible, NOW));
    assert_eq!(seen.ahead.iter().map(|row| row.op).collect::<Vec<_>>(), [early.op]);
    is_sound(&mut desk);

    commit_at(&mut desk, adjust(member, 5), NOW).unwrap();
    assert_eq!(balance(&mut desk, member, NOW), 5, "what is dated later does not count yet");
    is_sound(&mut desk);
    let undone = commit_at(&mut desk, undo(early.op), NOW).unwrap();
    assert_eq!(undone.at, NOW, "it is recorded when it was done");
    assert_eq!(balance(&mut desk, member, NOW), 5);
    assert_eq!(balance(&mut desk, member, Instant(ahead.0 + HOUR_MS)), if ahead < later(365) { 5 } else { 0 });
    is_sound(&mut desk);
    commit_at(&mut desk, adjust(member, 7), NOW).unwrap();
    assert_eq!((balance(&mut desk, member, NOW), refusal(desk.plan(accept(), NOW))), (12, Refusal::NothingAhead));
    desk.rebuild(NOW, &mut |_, _| {}).unwrap();
    is_sound(&mut desk);
    assert_eq!(report(&mut desk, NOW).known.newest, NOW);
    assert!(matches!(refusal(commit_at(&mut desk, undo(accepted.op), NOW)), Refusal::Irreversible { .. }));
}

#[test]
fn a_clock_far_ahead_writes_only_when_somebody_says_that_it_is_right() {
    let (mut desk, member) = with_member();
    let ahead = later(CENTURIES);
    let refused = refusal(desk.perform(&adjust(member, 10), None, ahead));
    assert!(
        matches!(refused, Refusal::ClockAhead { now, known } if now == ahead && known < later(CENTURIES / 2)),
        "{refused:?}"
    );
    let export = desk.export_member(member, ahead);
    assert!(matches!(refusal(export), Refusal::ClockAhead { .. }));
    assert_eq!(report(&mut desk, ahead).verdict, ClockVerdict::FarAhead);

    let plan = desk.plan(adjust(member, 10), ahead).unwrap();
    assert!(
        plan.effect.warnings.iter().any(|w| matches!(w, Warning::ClockAhead { .. })),
        "whoever reads the plan is asked"
    );
    desk.trust_clock();
    desk.perform(&adjust(member, 10), None, ahead).unwrap();
    let plan = desk.plan(adjust(member, 20), Instant(ahead.0 + HOUR_MS)).unwrap();
    assert!(plan.effect.warnings.is_empty(), "the file knows that time by then: {:?}", plan.effect.warnings);
}

#[test]
fn a_desk_closed_for_a_year_is_never_asked() {
    let (mut desk, member) = with_member();
    desk.perform(&adjust(member, 10), None, later(399)).unwrap();
}

#[test]
fn the_journal_is_in_the_order_of_its_places_and_found_by_days_whatever_a_clock_said() {
    let (mut desk, member) = with_member();
    let ahead = later(30);
    commit_at(&mut desk, adjust(member, 10), ahead).unwrap();
    commit_at(&mut desk, accept(), NOW).unwrap();
    for n in 1..=40 {
        commit_at(&mut desk, adjust(member, n), Instant(NOW.0 + n * HOUR_MS)).unwrap();
    }
    let list = |desk: &mut Desk, query: &str| {
        let page = desk.ask(&owner(), ListOperations { query: query.to_owned(), limit: 100 }, NOW).unwrap();
        page.rows.iter().map(|row| row.seq.0).collect::<Vec<_>>()
    };
    let newest_first = |rows: &[i64]| rows.windows(2).all(|pair| pair[0] > pair[1]);
    for query in ["", "operator:李雯", "member:M1"] {
        assert!(newest_first(&list(&mut desk, query)), "{query}");
    }
    assert_eq!(list(&mut desk, "until:2026-11-25 kind:adjust").len(), 40);
    assert_eq!(list(&mut desk, "since:2026-12-01"), [3]);
}

#[rstest]
#[case::before_there_were_computers(Instant(-315_619_200_000), "clock_impossible")]
#[case::centuries_ahead(later(CENTURIES), "clock_ahead")]
#[case::now(NOW, "")]
fn a_file_is_not_begun_by_a_clock_that_can_not_be_right(#[case] now: Instant, #[case] refused: &str) {
    let code = match check_first_clock(now, ClockTrust::Asked) {
        Ok(()) => "",
        Err(DeskError::Refused(refusal)) => match *refusal {
            Refusal::ClockImpossible { .. } => "clock_impossible",
            Refusal::ClockAhead { .. } => "clock_ahead",
            other => panic!("{other:?}"),
        },
        Err(other) => panic!("{other:?}"),
    };
    assert_eq!(code, refused);
}

#[test]
fn an_erasure_by_a_clock_ahead_counts_at_once_everywhere() {
    let (mut desk, member) = with_member();
    commit_at(&mut desk, op::Erase { member }.into(), later(900)).unwrap();
    commit_at(&mut desk, accept(), NOW).unwrap();
    let status =
        |desk: &mut Desk, as_of| desk.ask(&owner(), OpenMember { member, as_of }, NOW).unwrap().snapshot.status;
    assert_eq!(
        (status(&mut desk, None), status(&mut desk, Day::parse("2026-11-01"))),
        (Status::Erased, Status::Active)
    );
    let rows = "member_no,name\nM1,张伟\n";
    let options = ImportOptions { update: true, ..ImportOptions::default() };
    let summary = desk.import_members(ImportSource::bytes(rows.as_bytes()), &options, &mut NoWatch, NOW).unwrap();
    assert_eq!((summary.updated, summary.rejected), (0, 1), "{summary:?}");
    let programs = desk.programs().unwrap();
    let today = programs.zone().day_of(NOW);
    let columns = desk.store.columns(today, &programs, &mut ()).unwrap();
    let bought = desk.store.bought(today, &programs, &mut ()).unwrap();
    let (at, then) = (columns.place(member).unwrap(), bought.place(member).unwrap());
    assert_eq!((columns.status[at], columns.counts(at)), (Status::Erased as u8, false));
    assert!(!bought.counts(then));
    is_sound(&mut desk);
}

#[test]
fn an_import_ahead_is_listed_with_all_its_steps_until_it_is_undone() {
    let mut desk = desk();
    let rows: Vec<String> = (0..3_000).map(|n| format!("W{n},顾客{n}")).collect();
    let file = format!("member_no,name\n{}\n", rows.join("\n"));
    let summary = desk
        .import_members(ImportSource::bytes(file.as_bytes()), &ImportOptions::default(), &mut NoWatch, later(300))
        .unwrap();
    let steps = desk.journal("kind:import", 99).unwrap().rows.len();
    assert!(steps > 1, "{steps}");
    commit_at(&mut desk, accept(), NOW).unwrap();
    assert_eq!(report(&mut desk, NOW).ahead.len(), steps);
    let batch = desk.store.operation_at(summary.operation.unwrap()).unwrap().unwrap().0;
    let first = batch.batch.map_or(batch.id, |first| desk.store.operation_at(first).unwrap().unwrap().0.id);
    let undone = commit_at(&mut desk, undo(first), NOW).unwrap();
    assert_eq!(report(&mut desk, NOW).ahead, []);
    commit_at(&mut desk, undo(undone.op), NOW).unwrap();
    assert_eq!(report(&mut desk, NOW).ahead.len(), steps);
}

#[test]
fn an_enrolment_ahead_is_ended_by_its_undo_at_once() {
    let mut desk = desk();
    let profile = Box::new(Profile { member_no: "M9".to_owned(), ..Profile::default() });
    let enrolled = commit_at(&mut desk, op::Enrol { profile }.into(), later(900)).unwrap();
    commit_at(&mut desk, accept(), NOW).unwrap();
    commit_at(&mut desk, undo(enrolled.op), NOW).unwrap();
    let member = enrolled.member.unwrap();
    let status = |now| Desk::open_member(&desk, member, None, now).unwrap().snapshot.status;
    assert_eq!((status(NOW), status(later(901))), (Status::Closed, Status::Closed));
    is_sound(&mut desk);
}

#[rstest]
#[case::within_a_millisecond(0)]
#[case::a_millisecond_apart(1)]
#[case::an_hour_apart(HOUR_MS)]
fn what_was_written_ahead_is_undone_one_after_the_other(#[case] apart: i64) {
    let (mut desk, member) = with_member();
    let ahead = later(900);
    let given = commit_at(&mut desk, adjust(member, 100), ahead).unwrap();
    let taken = commit_at(&mut desk, adjust(member, -100), Instant(ahead.0 + apart)).unwrap();
    commit_at(&mut desk, accept(), NOW).unwrap();
    let undone = commit_at(&mut desk, undo(taken.op), NOW).unwrap();
    let seen = report(&mut desk, NOW).ahead.iter().map(|row| row.op).collect::<Vec<_>>();
    assert_eq!(seen, [given.op], "what has been undone is named no more");
    commit_at(&mut desk, undo(undone.op), NOW).unwrap();
    let seen = report(&mut desk, NOW).ahead.iter().map(|row| row.op).collect::<Vec<_>>();
    assert_eq!(seen, [taken.op, given.op], "it counts again");
    let again = desk.journal("kind:undo", 1).unwrap().rows[0].op;
    commit_at(&mut desk, undo(again), NOW).unwrap();
    commit_at(&mut desk, undo(given.op), NOW).unwrap();
    assert_eq!(report(&mut desk, NOW).ahead, []);
    for now in [NOW, ahead, later(901)] {
        assert_eq!(balance(&mut desk, member, now), 0);
    }
    is_sound(&mut desk);
}

#[test]
fn a_programme_applied_ahead_is_named_as_the_one_to_come_until_another_one_is_applied() {
    let (mut desk, _) = with_member();
    let apply = |rate: &str| -> Intent { op::ApplyProgram { toml: format!("[points]\nrate = \"{rate}\"\n") }.into() };
    let shown = |desk: &mut Desk, now| *desk.ask(&owner(), ReadProgram, now).unwrap();
    let ahead = later(900);
    commit_at(&mut desk, apply("3"), ahead).unwrap();
    commit_at(&mut desk, accept(), NOW).unwrap();
    let now = shown(&mut desk, NOW);
    assert_eq!((now.version, now.coming), (1, Some((2, ahead))));
    assert_eq!(now.text, DEFAULT_TOML);
    let then = shown(&mut desk, ahead);
    assert_eq!((then.version, then.coming), (2, None));
    commit_at(&mut desk, apply("3"), NOW).expect("it counts now, and not only then");
    let now = shown(&mut desk, NOW);
    assert_eq!((now.version, now.coming, shown(&mut desk, ahead).version), (3, None, 3));
    is_sound(&mut desk);
    assert_eq!(refusal(desk.plan(apply("3"), NOW)), Refusal::NoChange);
    commit_at(&mut desk, apply("2"), NOW).unwrap();
    assert_eq!(shown(&mut desk, NOW).version, 4);
    is_sound(&mut desk);
}
