//! Alerts of a real file: metrics of points against figures of the same day, and who looks after an alert.

use super::*;
use crate::desk::import::{ImportOptions, ImportSource, NoWatch};
use crate::domain::alert_ack::SeenAlert;
use crate::domain::alert_list::{AlertBasis, AlertList};
use crate::domain::question::{ShowAlerts, ShowPoints};

const RULES: &str = "\
[points]\nexpiry = \"never\"\n\
[[alerts]]\ncode = \"soon\"\nmetric = \"expiring_30\"\nabove = 250\n\
[[alerts]]\ncode = \"owing\"\nmetric = \"deficits\"\nabove = 0\ncooldown = 0\n";

/// Today is 2026-11-22. 200 points of M1 end on 2026-12-24, 100 of M2 on 2026-12-30; M2 owes points once its purchase goes back.
fn shop() -> Desk {
    let mut desk = desk_with(RULES);
    let members = "member_no,name,opening_points,opening_expires_on,opened_on\n\
                   M1,张伟,200,2026-12-24,2026-11-01\nM2,王芳,100,2026-12-30,2026-11-01\n";
    let purchases = "order_ref,member_no,purchased_at,amount\nA-1,M2,2026-11-20 10:00,80\n";
    let options = ImportOptions::default();
    desk.import_members(ImportSource::bytes(members.as_bytes()), &options, &mut NoWatch, NOW).unwrap();
    desk.import_purchases(ImportSource::bytes(purchases.as_bytes()), &options, &mut NoWatch, NOW).unwrap();
    desk
}

fn alerts(desk: &mut Desk, now: Instant) -> AlertList {
    *desk.ask(&owner(), ShowAlerts { as_of: None }, now).unwrap()
}

fn value(list: &AlertList, code: &str) -> Option<f64> {
    list.rules.iter().find(|standing| standing.rule.code == code).unwrap().value
}

/// What is spent and sent back later leaves M2 with a debt.
fn owe(desk: &mut Desk, now: Instant) {
    let member = desk.store.member_id("M2").unwrap().unwrap();
    let redeem = op::Redeem { member, points: Points(180), reward: "cup".to_owned(), reference: None };
    let plan = desk.plan(redeem.into(), now).unwrap();
    desk.commit(&plan, None, now).unwrap();
    let refund = "order_ref,member_no,purchased_at,amount,kind,refund_of\nR-1,M2,2026-11-25 09:00,80,refund,A-1\n";
    desk.import_purchases(ImportSource::bytes(refund.as_bytes()), &ImportOptions::default(), &mut NoWatch, now)
        .unwrap();
}

#[test]
fn points_that_expire_and_points_owed_are_those_of_the_overview_on_each_day() {
    let mut desk = shop();
    owe(&mut desk, later(3));
    for ahead in 0..40 {
        let now = later(ahead);
        let list = alerts(&mut desk, now);
        let points = *desk.ask(&owner(), ShowPoints { base: "*".to_owned(), as_of: None }, now).unwrap();
        let known = |n: i64| Some(f64::from(i32::try_from(n).unwrap()));
        let owing = i64::try_from(points.owing).unwrap();
        assert_eq!(
            (value(&list, "soon"), value(&list, "owing")),
            (known(points.expiring), known(owing)),
            "{}",
            list.day
        );
    }
}

#[test]
fn the_day_on_which_it_fired_is_found_later() {
    let mut desk = shop();
    let list = alerts(&mut desk, later(20));
    let fired: Vec<_> =
        list.fired.iter().map(|alert| (alert.code.as_str(), alert.day.to_string(), alert.value)).collect();
    // From 30 days before the last day of M2's points on, 300 are about to end.
    assert_eq!(fired, [("soon", "2026-11-30".to_owned(), 300.0)]);
}

fn ack(desk: &mut Desk, code: &str, owner: &str, now: Instant) -> Committed {
    let list = alerts(desk, now);
    let alert = list.open_alert(code).unwrap();
    let intent = op::AcknowledgeAlert {
        alert: alert.code.clone(),
        day: alert.day,
        owner: owner.to_owned(),
        note: Some("打电话提醒".to_owned()),
        seen: SeenAlert::of(alert),
    };
    let plan = desk.plan(intent.into(), now).unwrap();
    desk.commit(&plan, None, now).unwrap()
}

#[test]
fn an_acknowledgement_names_an_owner_and_is_taken_back_by_undo() {
    let (mut desk, now) = (shop(), later(20));
    ack(&mut desk, "soon", "王芳", now);
    let again = ack(&mut desk, "soon", "陈晨", now);
    let owner_of = |desk: &mut Desk| {
        let fired = alerts(desk, now).fired.remove(0);
        fired.ack.map(|ack| (ack.content.owner, ack.note))
    };
    assert_eq!(owner_of(&mut desk), Some(("陈晨".to_owned(), Some("打电话提醒".to_owned()))));
    let undo = |desk: &mut Desk, op| {
        let plan = desk.plan(op::Undo { op, reason: None }.into(), now).unwrap();
        desk.commit(&plan, None, now).unwrap().op
    };
    let undone = undo(&mut desk, again.op);
    assert_eq!(owner_of(&mut desk).unwrap().0, "王芳");
    undo(&mut desk, undone);
    assert_eq!(owner_of(&mut desk).unwrap().0, "陈晨");
    assert!(desk.verify(None, &[], &mut |_, _| {}).unwrap().wrong.is_none());
}

#[test]
fn what_was_acknowledged_stays_where_late_facts_say_that_it_would_not_have_fired() {
    let (mut desk, now) = (shop(), later(20));
    owe(&mut desk, later(3));
    ack(&mut desk, "owing", "王芳", now);
    // A till tells late that M2 had bought before.
    let late = "order_ref,member_no,purchased_at,amount\nA-2,M2,2026-11-24 18:00,500\n";
    desk.import_purchases(ImportSource::bytes(late.as_bytes()), &ImportOptions::default(), &mut NoWatch, now).unwrap();
    let list = alerts(&mut desk, now);
    let of_rule: Vec<_> = list.fired.iter().filter(|alert| alert.code == "owing").collect();
    assert_eq!((value(&list, "owing"), of_rule.len(), of_rule[0].basis), (Some(0.0), 1, AlertBasis::NotByFacts));
    assert_eq!((of_rule[0].day.to_string(), of_rule[0].value), ("2026-11-25".to_owned(), 1.0));
}

#[test]
fn a_rule_that_is_gone_leaves_what_was_acknowledged_by_it() {
    let (mut desk, now) = (shop(), later(20));
    ack(&mut desk, "soon", "王芳", now);
    let toml = "[points]\nexpiry = \"never\"\n".to_owned();
    let plan = desk.plan(op::ApplyProgram { toml }.into(), now).unwrap();
    desk.commit(&plan, None, now).unwrap();
    let list = alerts(&mut desk, later(21));
    assert_eq!((list.rules.len(), list.fired[0].basis), (0, AlertBasis::EarlierRules));
}
