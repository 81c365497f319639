//! An auditor at a real file: what reviews find where something was planted, samples that anybody can draw again.

use super::*;
use crate::desk::import::{ImportOptions, ImportSource, NoWatch};
use crate::domain::audit_review::{AuditReview, ReviewPeriod, ReviewReport};
use crate::domain::drawn_sample::{SampleChange, SampleDesign, SampleKind, SampleSheet};
use crate::domain::num::OpSeq;
use crate::domain::question::{DrawSample, ListSamples, OpenSample, ReviewJournal};

/// The days around today, in which everything of these tests is done.
const PERIOD: ReviewPeriod = ReviewPeriod { from: Day(20_600), to: Day(20_900) };

/// M1 bought ten days ago, M2 never did and has 500 points since the first day of the year.
fn shop() -> Desk {
    let mut desk = desk();
    let members = "member_no,name,opening_points,opened_on\nM1,张伟,0,\nM2,王芳,500,2026-01-02\n";
    let purchases = "order_ref,member_no,purchased_at,amount\nA-1,M1,2026-11-12 10:00,80\n";
    let options = ImportOptions::default();
    desk.import_members(ImportSource::bytes(members.as_bytes()), &options, &mut NoWatch, NOW).unwrap();
    desk.import_purchases(ImportSource::bytes(purchases.as_bytes()), &options, &mut NoWatch, NOW).unwrap();
    desk
}

fn report(desk: &mut Desk) -> ReviewReport {
    *desk.ask(&owner(), ReviewJournal { period: PERIOD }, later(9)).unwrap()
}

/// The operations that a review names of whoever sits here.
fn listed(desk: &mut Desk, review: AuditReview) -> u64 {
    let name = desk.operator.name.clone();
    report(desk).finding(review, &name).map_or(0, |finding| finding.x)
}

fn give(desk: &mut Desk, no: &str, points: i64, reference: Option<&str>) -> uuid::Uuid {
    let member = desk.member_by_no(no).unwrap();
    let intent = op::Adjust {
        member,
        delta: Points(points),
        reason: "goodwill".to_owned(),
        note: Some("a long enough note".to_owned()),
        reference: reference.map(str::to_owned),
    };
    done(desk, &intent.into()).op
}

fn redeem(desk: &mut Desk, no: &str, points: i64) {
    let member = desk.member_by_no(no).unwrap();
    let intent = op::Redeem { member, points: Points(points), reward: "voucher".to_owned(), reference: None };
    done(desk, &intent.into());
}

#[test]
fn a_credit_with_nothing_behind_it_is_listed_and_one_with_a_purchase_is_not() {
    let mut desk = shop();
    give(&mut desk, "M1", 10, None);
    assert_eq!(listed(&mut desk, AuditReview::Unbacked), 0);
    give(&mut desk, "M2", 10, None);
    assert_eq!(listed(&mut desk, AuditReview::Unbacked), 1);
    give(&mut desk, "M2", 20, Some("campaign:DBL11"));
    assert_eq!(listed(&mut desk, AuditReview::Unbacked), 1);
}

#[test]
fn who_was_quiet_for_half_a_year_and_is_drained_is_listed() {
    let mut desk = shop();
    redeem(&mut desk, "M2", 400);
    assert_eq!(listed(&mut desk, AuditReview::DormantDrained), 0, "a fifth is left");
    redeem(&mut desk, "M2", 60);
    assert_eq!(listed(&mut desk, AuditReview::DormantDrained), 2, "on one day together 460 of 500");
}

#[test]
fn an_undo_of_ones_own_is_listed_and_what_was_undone_is_not_looked_at() {
    let mut desk = shop();
    let op = give(&mut desk, "M2", 10, None);
    done(&mut desk, &Intent::Undo(op::Undo { op, reason: None }));
    assert_eq!(listed(&mut desk, AuditReview::OwnReversal), 1);
    assert_eq!(listed(&mut desk, AuditReview::Unbacked), 0);
}

#[test]
fn a_day_of_clean_work_lights_no_list() {
    let mut desk = shop();
    give(&mut desk, "M1", 10, None);
    redeem(&mut desk, "M1", 20);
    let found = report(&mut desk);
    assert!(found.findings.iter().all(|finding| !finding.review.is_list()), "{:?}", found.findings);
    assert_eq!(found.operations, 2);
}

#[test]
fn who_has_looked_is_known_by_name_and_note() {
    let mut desk = shop();
    give(&mut desk, "M2", 10, None);
    let (review, subject) = (AuditReview::Unbacked, desk.operator.name.clone());
    let note = Some("birthday, see the card".to_owned());
    let signed = op::SignReview { review, subject: subject.clone(), period: PERIOD, x: 1, note: note.clone() };
    done(&mut desk, &signed.into());
    let found = report(&mut desk);
    let finding = found.finding(review, &subject).unwrap();
    assert_eq!((finding.signatures[0].note.clone(), finding.is_open()), (note, false));
    give(&mut desk, "M2", 20, None);
    assert!(report(&mut desk).finding(review, &subject).unwrap().is_open(), "there is more than was looked at");
}

fn design(kind: SampleKind, n: u64) -> SampleDesign {
    let (query, words) = ("op:adjust".to_owned(), "2026-11 王".to_owned());
    SampleDesign { kind, query, from: PERIOD.from, to: PERIOD.to, words, n, tolerable: None }
}

/// Draws a sample and records it.
fn draw(desk: &mut Desk, kind: SampleKind, n: u64) -> String {
    let draw = desk.ask(&owner(), DrawSample { design: design(kind, n) }, later(1)).unwrap();
    let (id, by) = (draw.id(), String::new());
    done(desk, &op::ChangeSample { id: id.clone(), change: SampleChange::Drawn { draw, by }, note: None }.into());
    id
}

fn judge(desk: &mut Desk, id: &str, seq: OpSeq, is_right: bool, right: Option<Points>) {
    let change = SampleChange::Judged(desk.judgement(&seq.0.to_string(), is_right, right).unwrap());
    done(desk, &op::ChangeSample { id: id.to_owned(), change, note: None }.into());
}

fn open(desk: &mut Desk, id: &str) -> SampleSheet {
    *desk.ask(&owner(), OpenSample { id: id.to_owned() }, later(2)).unwrap()
}

#[test]
fn a_sample_is_drawn_judged_and_says_what_it_says() {
    let mut desk = shop();
    for n in 1..=30 {
        give(&mut desk, "M1", n, None);
    }
    let id = draw(&mut desk, SampleKind::Attribute, 10);
    let sheet = open(&mut desk, &id);
    assert_eq!((sheet.operations.len(), sheet.sample.draw.population, sheet.result.upper), (10, 30, None));
    let places: Vec<OpSeq> = sheet.operations.iter().map(|row| row.seq).collect();
    assert_eq!(places, sheet.sample.draw.taken, "in the order in which they were drawn");
    for (at, seq) in places.iter().enumerate() {
        judge(&mut desk, &id, *seq, at != 3, None);
    }
    let result = open(&mut desk, &id[..3]).result;
    // Of 30, 1 of 10: hypergeometric, at most 10 may be wrong.
    assert_eq!((result.done, result.wrong, result.upper_count), (10, 1, Some(10)));
    judge(&mut desk, &id, places[3], true, None);
    assert_eq!(open(&mut desk, &id).result.wrong, 0, "the newest judgement counts");
}

#[test]
fn a_larger_sample_by_the_same_words_only_adds() {
    let mut desk = shop();
    for n in 1..=30 {
        give(&mut desk, "M1", n, None);
    }
    let ask = |desk: &mut Desk, n| {
        desk.ask(&owner(), DrawSample { design: design(SampleKind::Attribute, n) }, NOW).unwrap().taken
    };
    let (few, many) = (ask(&mut desk, 5), ask(&mut desk, 12));
    assert_eq!(many[..5], few[..]);
}

#[test]
fn the_same_sample_is_not_drawn_twice() {
    let mut desk = shop();
    give(&mut desk, "M1", 5, None);
    let first = desk.ask(&owner(), DrawSample { design: design(SampleKind::Credits, 5) }, NOW).unwrap();
    let change = |draw| op::ChangeSample {
        id: "7482f5eb".to_owned(),
        change: SampleChange::Drawn { draw, by: String::new() },
        note: None,
    };
    done(&mut desk, &change(first.clone()).into());
    assert_eq!(refusal(desk.plan(change(first).into(), later(1))), Refusal::NoChange);
    assert_eq!(desk.ask(&owner(), ListSamples, later(1)).unwrap().len(), 1);
}

#[test]
fn what_a_sample_does_not_have_is_not_judged() {
    let mut desk = shop();
    give(&mut desk, "M1", 5, None);
    let id = draw(&mut desk, SampleKind::Attribute, 1);
    let other = desk.judgement("1", true, None).unwrap();
    let change = op::ChangeSample { id: id.clone(), change: SampleChange::Judged(other), note: None };
    let refused = refusal(desk.plan(change.into(), later(1)));
    assert!(matches!(refused, Refusal::NotInSample { .. }), "{refused:?}");
}

#[test]
fn of_nothing_there_is_no_sample() {
    let mut desk = shop();
    let asked = DrawSample { design: design(SampleKind::Attribute, 5) };
    assert_eq!(refusal(desk.ask(&owner(), asked, NOW)), Refusal::NothingToSample);
}

#[test]
fn operations_are_listed_by_their_numbers() {
    let mut desk = shop();
    give(&mut desk, "M1", 5, None);
    let page = desk.journal("no:#3,1", 9).unwrap();
    assert_eq!(page.rows.iter().map(|row| row.seq.0).collect::<Vec<_>>(), [3, 1]);
    assert!(desk.journal("no:x", 9).is_err());
}
