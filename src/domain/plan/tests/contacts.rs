//! A contact is logged whatever speaks against it, and says so; undone, it frees the cap.

use super::*;
use crate::domain::contact::{CareReason, ContactChannel, ContactOutcome, ContactPurpose};
use crate::domain::plan::outcome::Warning;
use rstest::rstest;

fn contact(outcome: ContactOutcome, channel: ContactChannel) -> op::LogContact {
    let (purpose, member) = (ContactPurpose::Care, MemberId(1));
    op::LogContact { member, channel, purpose, reason: None, outcome, note: None, churn: None }
}

fn called(outcome: ContactOutcome) -> Intent {
    contact(outcome, ContactChannel::Phone).into()
}

/// A world whose first member consents to calls.
fn consenting(today: &str) -> Histories {
    let mut world = Histories::on(today);
    world.files.get_mut(&MemberId(1)).unwrap().1.consents = vec!["phone".to_owned()];
    world
}

fn warnings(world: &Histories, intent: impl Into<Intent>) -> Vec<Warning> {
    world.plan(intent.into()).unwrap().effect.warnings
}

#[test]
fn a_second_contact_within_three_weeks_is_told_until_the_first_is_undone() {
    let mut world = consenting("2026-11-01");
    let first = world.done(called(ContactOutcome::Reached)).unwrap();
    let mut world = world.at("2026-11-21");
    let capped = Warning::Capped { until: day("2026-11-21") };
    assert_eq!(warnings(&world, called(ContactOutcome::Reached)), std::slice::from_ref(&capped));
    let undo = world.undone(first).unwrap();
    assert_eq!(warnings(&world, called(ContactOutcome::Reached)), []);
    world.undone(undo).unwrap();
    assert_eq!(warnings(&world, called(ContactOutcome::Reached)), [capped]);
    assert_eq!(warnings(&world.at("2026-11-22"), called(ContactOutcome::Reached)), []);
}

#[test]
fn a_call_that_was_asked_for_is_no_bother() {
    let mut world = consenting("2026-11-20");
    world.done(called(ContactOutcome::CallBack(day("2026-11-22")))).unwrap();
    let world = world.at("2026-11-22");
    let asked = op::LogContact {
        reason: Some(CareReason::CallBack),
        ..contact(ContactOutcome::Reached, ContactChannel::Phone)
    };
    assert_eq!(warnings(&world, asked), []);
}

#[rstest]
#[case::asked_for(ContactChannel::Phone, None)]
#[case::not_asked_for(ContactChannel::Sms, Some("sms"))]
#[case::face_to_face(ContactChannel::Store, None)]
fn a_channel_without_consent_is_told(#[case] channel: ContactChannel, #[case] purpose: Option<&str>) {
    let told = warnings(&consenting("2026-11-22"), contact(ContactOutcome::Reached, channel));
    let expected = purpose.map(|purpose| Warning::NoConsent { purpose: purpose.to_owned() });
    assert_eq!(told, expected.into_iter().collect::<Vec<_>>());
}

/// Hours of a day and whether they are told: 21:00 to 09:00 is quiet.
#[rstest]
#[case(8, true)]
#[case(9, false)]
#[case(20, false)]
#[case(21, true)]
fn quiet_hours_are_told(#[case] hour: i64, #[case] told: bool) {
    let mut world = consenting("2026-11-22");
    world.now = Instant(world.programs.zone().start_of(day("2026-11-22")).0 + hour * 3_600_000);
    let quiet = Warning::Quiet { from: 21 * 60, to: 9 * 60 };
    assert_eq!(warnings(&world, called(ContactOutcome::Reached)).contains(&quiet), told);
}

#[test]
fn who_refuses_is_asked_about_the_consents_on_file() {
    let stands = Warning::ConsentStands { purposes: vec!["phone".to_owned()] };
    assert_eq!(warnings(&consenting("2026-11-22"), called(ContactOutcome::Refused)), [stands]);
}

#[rstest]
#[case::frozen(Status::Frozen)]
#[case::closed(Status::Closed)]
fn a_contact_may_be_logged_whatever_the_status(#[case] status: Status) {
    let mut world = consenting("2026-11-22");
    world.done(set_status(1, status)).unwrap();
    assert!(world.plan(called(ContactOutcome::Reached)).is_ok());
}

#[test]
fn a_call_back_is_not_set_to_a_day_that_has_passed() {
    let world = consenting("2026-11-22");
    let refused = world.plan(called(ContactOutcome::CallBack(day("2026-11-21")))).unwrap_err();
    assert_eq!(refused, Refusal::DayPassed { day: day("2026-11-21") });
    assert!(world.plan(called(ContactOutcome::CallBack(day("2026-11-22")))).is_ok());
}
