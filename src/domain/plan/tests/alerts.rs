//! An alert is acknowledged by somebody at the desk: an owner, a note, and nothing about any member.

use super::*;
use crate::domain::alert::{AlertMetric, AlertSeverity, AlertSide};
use crate::domain::alert_ack::SeenAlert;
use crate::domain::alert_list::newest_ack;
use crate::domain::desk_event::by_key;
use crate::domain::num::FileNumber;
use rstest::rstest;

fn ack(on: &str, owner: &str) -> op::AcknowledgeAlert {
    let (metric, severity, side) = (AlertMetric::OverdueCases, AlertSeverity::Warning, AlertSide::Above);
    let seen = SeenAlert { metric, severity, side, threshold_e4: 100_000, value_e4: 120_000 };
    op::AcknowledgeAlert { alert: "busy".to_owned(), day: day(on), owner: owner.to_owned(), note: None, seen }
}

fn owner(world: &Histories) -> Option<String> {
    let keys = by_key(world.at_desk.clone(), Instant(i64::MAX), FileNumber::NONE);
    keys.values().find_map(|events| newest_ack(events).map(|(_, content)| content.owner.clone()))
}

#[test]
fn the_newest_acknowledgement_counts_and_undo_walks_back() {
    let mut world = Histories::on("2026-11-22");
    let first = world.done(ack("2026-11-20", "mei").into()).unwrap();
    let second = world.done(ack("2026-11-20", " wang ").into()).unwrap();
    assert_eq!(owner(&world).as_deref(), Some("wang"));
    let undone = world.undone(second).unwrap();
    assert_eq!(owner(&world).as_deref(), Some("mei"));
    world.undone(undone).unwrap();
    assert_eq!(owner(&world).as_deref(), Some("wang"));
    world.undone(first).unwrap();
    assert_eq!(owner(&world).as_deref(), Some("wang"));
}

#[rstest]
#[case::nobody(ack("2026-11-20", " "))]
#[case::a_day_to_come(ack("2026-11-23", "mei"))]
#[case::no_code(op::AcknowledgeAlert { alert: "Busy day".to_owned(), ..ack("2026-11-20", "mei") })]
fn what_names_no_alert_or_nobody_is_refused(#[case] wish: op::AcknowledgeAlert) {
    let refused = Histories::on("2026-11-22").plan(wish.into()).unwrap_err();
    assert!(matches!(refused, Refusal::BadField { .. }), "{refused:?}");
}
