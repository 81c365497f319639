//! What the file has room for before anything uses it: extensions of facts and operations, and bonuses that name their source.

use super::*;
use crate::domain::day::Day;
use crate::domain::fact::{Fact, FactKind};
use crate::domain::journal::Extensions;
use crate::domain::num::FactId;
use crate::domain::operation::OpKind;
use crate::store::StoreError;
use crate::store::journal::OperationHeader;
use crate::store::refresh::StateChange;
use rstest::rstest;
use std::collections::HashMap;
use uuid::Uuid;

/// A credit that the programme gives.
pub fn bonus(member: MemberId, source: Option<&str>) -> Fact {
    Fact {
        points: Points(50),
        reference: source.map(str::to_owned),
        ..Fact::new(FactId(0), member, FactKind::Bonus, NOW)
    }
}

/// Writes a fact as an operation of its own, as an import would.
pub fn write(desk: &mut Desk, mut fact: Fact, extensions: &Extensions) -> Result<(), StoreError> {
    let (id, day) = (Uuid::now_v7(), Day::parse("2026-11-22").unwrap());
    desk.store.write(|tx| {
        let mut entry = tx.entry(id)?;
        let prev = tx.state(fact.member)?.map(|row| row.head).unwrap_or_default();
        entry.fact(&mut fact, prev)?;
        let member = Some(fact.member);
        let header = OperationHeader::new(OpKind::Adjust, NOW, day, "李雯", 1);
        entry.finish(&OperationHeader { member, extensions, ..header })?;
        let change = StateChange { facts: vec![fact], events: Vec::new() };
        tx.refresh(&HashMap::from([(change.facts[0].member, change)]), day, &*tx.programs()?)
    })
}

fn is_sound(desk: &Desk) -> bool {
    desk.verify(None, &mut |_, _| {}).unwrap().wrong.is_none()
}

/// A tag that no version knows.
fn unknown() -> Extensions {
    Extensions::default().with(60_000, "后来才有的".as_bytes())
}

#[test]
fn what_a_later_version_says_is_kept_and_verified() {
    let (mut desk, member) = with_member();
    write(&mut desk, Fact { extensions: unknown(), ..bonus(member, None) }, &unknown()).unwrap();
    done(&mut desk, &adjust(member, 5));
    assert!(is_sound(&desk));
    desk.rebuild(NOW, &mut |_, _| {}).unwrap();
    assert!(is_sound(&desk));
    let history = desk.store.history(member).unwrap();
    assert_eq!(history.facts[0].extensions, unknown());
    let (op, _) = desk.store.operation_at(history.facts[0].op).unwrap().unwrap();
    assert_eq!(op.extensions, unknown());
    assert_eq!(desk.open_member(member, None, NOW).unwrap().snapshot.points.balance, Points(55));
}

#[rstest]
#[case::of_the_fact("UPDATE fact SET ext = NULL WHERE ext IS NOT NULL")]
#[case::of_the_operation("UPDATE operation SET ext = NULL WHERE ext IS NOT NULL")]
#[case::another("UPDATE operation SET ext = x'000100000000' WHERE ext IS NOT NULL")]
fn what_a_later_version_said_is_missed(#[case] sql: &str) {
    let (mut desk, member) = with_member();
    write(&mut desk, Fact { extensions: unknown(), ..bonus(member, None) }, &unknown()).unwrap();
    assert_eq!(desk.store.raw().execute(sql, []).unwrap(), 1);
    assert!(!is_sound(&desk));
}

#[test]
fn a_member_is_credited_once_a_source() {
    let (mut desk, one) = with_member();
    let two = enrol(&mut desk, "M2", "赵薇");
    for (member, source) in
        [(one, Some("campaign:X")), (two, Some("campaign:X")), (one, Some("campaign:Y")), (one, None), (one, None)]
    {
        write(&mut desk, bonus(member, source), Extensions::NONE).unwrap();
    }
    let balance = |desk: &Desk| desk.open_member(one, None, NOW).unwrap().snapshot.points.balance;
    assert_eq!(balance(&desk), Points(200));
    assert!(write(&mut desk, bonus(one, Some("campaign:X")), Extensions::NONE).is_err());
    assert_eq!(balance(&desk), Points(200));
    assert!(is_sound(&desk));
}
