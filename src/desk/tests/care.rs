//! The care list of a real file: who is on it and why, and who is left out.

use super::*;
use crate::desk::import::{ImportOptions, ImportSource, NoWatch};
use crate::domain::care::{CareCause, CareDrop, CareList};
use crate::domain::contact::{CareReason, ContactChannel, ContactOutcome, ContactPurpose};
use crate::domain::feedback::{FeedbackContent, Measure};
use crate::domain::question::ListCare;

fn list(desk: &Desk, day: Option<&str>, now: Instant) -> CareList {
    let day = day.and_then(Day::parse);
    desk.care_list(&ListCare { day, base: "*".to_owned(), limit: 100 }, now, &mut ()).unwrap()
}

fn reasons(list: &CareList) -> Vec<(&str, Vec<CareReason>)> {
    let of = |causes: &[CareCause]| causes.iter().map(CareCause::reason).collect();
    list.rows.iter().map(|row| (row.member.member_no.as_str(), of(&row.causes))).collect()
}

fn dropped(list: &CareList, why: CareDrop) -> u64 {
    list.dropped.iter().find(|(drop, _)| *drop == why).map_or(0, |(_, n)| *n)
}

/// Today is 2026-11-22. M1 has a birthday and points that expire, M2 the same birthday and no consent, M3 a first purchase.
fn shop() -> Desk {
    let mut desk = desk();
    let members = "member_no,name,birthday,consents,opening_points,opening_expires_on,opened_on\n\
                   M1,张伟,1990-11-24,phone,500,2026-12-05,2026-01-01\n\
                   M2,王芳,1991-11-24,,0,,\n\
                   M3,李娜,,sms,0,,\n";
    let purchases = "order_ref,member_no,purchased_at,amount\nA-1,M3,2026-10-20 10:00,80\nA-2,M1,2026-03-01 10:00,90\n";
    let options = ImportOptions::default();
    desk.import_members(ImportSource::bytes(members.as_bytes()), &options, &mut NoWatch, NOW).unwrap();
    desk.import_purchases(ImportSource::bytes(purchases.as_bytes()), &options, &mut NoWatch, NOW).unwrap();
    desk
}

fn contact(desk: &mut Desk, no: &str, outcome: ContactOutcome, now: Instant) -> uuid::Uuid {
    let member = desk.member_by_no(no).unwrap();
    let (channel, purpose) = (ContactChannel::Phone, ContactPurpose::Care);
    let intent = op::LogContact { member, channel, purpose, reason: None, outcome, note: None, churn: None };
    let plan = desk.plan(intent.into(), now).unwrap();
    desk.commit(&plan, None, now).unwrap().op
}

#[test]
fn one_line_a_member_with_all_reasons_and_the_rest_counted() {
    let list = list(&shop(), None, NOW);
    let expected = [("M1", vec![CareReason::Expiring, CareReason::Birthday]), ("M3", vec![CareReason::Second])];
    assert_eq!(reasons(&list), expected);
    assert_eq!((dropped(&list, CareDrop::NoConsent), list.total), (1, 2));
    assert_eq!(list.by_reason, [(CareReason::Expiring, 1), (CareReason::Second, 1)]);
}

#[test]
fn a_contact_takes_a_member_off_until_it_is_undone() {
    let mut desk = shop();
    let op = contact(&mut desk, "M1", ContactOutcome::Reached, NOW);
    let now = list(&desk, None, NOW);
    assert_eq!((reasons(&now).len(), dropped(&now, CareDrop::Capped)), (1, 1));
    done(&mut desk, &Intent::Undo(op::Undo { op, reason: None }));
    assert_eq!(reasons(&list(&desk, None, later(1)))[0].0, "M1");
}

#[test]
fn a_call_back_is_at_the_top_on_its_day_and_not_before() {
    let mut desk = shop();
    contact(&mut desk, "M3", ContactOutcome::CallBack(Day::parse("2026-11-24").unwrap()), NOW);
    assert_eq!(reasons(&list(&desk, Some("2026-11-23"), NOW))[0].0, "M1");
    let due = list(&desk, Some("2026-11-24"), NOW);
    assert_eq!(reasons(&due)[0], ("M3", vec![CareReason::CallBack]), "the cap leaves it");
    contact(&mut desk, "M3", ContactOutcome::Reached, later(2));
    assert!(reasons(&list(&desk, None, later(2))).iter().all(|(no, _)| *no != "M3"));
}

#[test]
fn a_detractor_waits_whatever_the_consent_and_an_overdue_case_comes_first() {
    let mut desk = shop();
    let member = desk.member_by_no("M2").unwrap();
    let said = FeedbackContent {
        measure: Measure::Nps,
        score: Some(3),
        topic: None,
        channel: None,
        text: None,
        follow_up: false,
        reference: None,
    };
    done(&mut desk, &Intent::LogFeedback(op::LogFeedback { member: Some(member), said }));
    assert_eq!(reasons(&list(&desk, None, later(1)))[0], ("M2", vec![CareReason::Detractor]));
    assert_eq!(reasons(&list(&desk, None, later(3)))[0], ("M2", vec![CareReason::Case, CareReason::Detractor]));
    let calm = later(1);
    contact(&mut desk, "M2", ContactOutcome::Reached, calm);
    assert_eq!(reasons(&list(&desk, None, later(3)))[0], ("M2", vec![CareReason::Case]), "somebody has answered");
}

#[test]
fn what_was_recorded_on_a_merged_card_is_its_survivors() {
    let mut desk = shop();
    contact(&mut desk, "M3", ContactOutcome::Reached, NOW);
    let [from, into] = ["M3", "M1"].map(|no| desk.member_by_no(no).unwrap());
    let merge = op::Merge { from, into, reason: "enrolled_twice".to_owned(), note: None };
    done(&mut desk, &merge.into());
    let now = list(&desk, None, later(1));
    assert_eq!((reasons(&now).len(), dropped(&now, CareDrop::Capped)), (0, 1));
}

#[test]
fn a_past_day_is_told_as_it_stood() {
    let mut desk = shop();
    contact(&mut desk, "M1", ContactOutcome::Reached, later(1));
    assert_eq!(reasons(&list(&desk, Some("2026-11-22"), later(2)))[0].0, "M1");
    assert!(reasons(&list(&desk, None, later(2))).iter().all(|(no, _)| *no != "M1"));
}
