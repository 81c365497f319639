//! What the file has room for before anything uses it: extensions of facts and operations, bonuses that name their source,
//! desk events.

use super::*;
use crate::domain::day::Day;
use crate::domain::desk_event::{DeskEvent, DeskEventKind, DeskKey};
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
    desk.verify(None, &[], &mut |_, _| {}).unwrap().wrong.is_none()
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

fn key(text: &str) -> DeskKey {
    DeskKey::parse(text).unwrap()
}

fn numbered() -> DeskEventKind {
    DeskEventKind::Numbered { store: "ab".repeat(16) }
}

/// Writes desk events as one operation, each with its key, what it says and its text.
fn write_desk(desk: &mut Desk, events: &[(&str, DeskEventKind, Option<&str>)]) -> Vec<DeskEvent> {
    let day = Day::parse("2026-11-22").unwrap();
    let written: Result<_, StoreError> = desk.store.write(|tx| {
        let mut entry = tx.entry(Uuid::now_v7())?;
        let write = |(on, kind, text): &(&str, DeskEventKind, Option<&str>)| {
            entry.desk_event(&key(on), NOW, kind.clone(), *text)
        };
        let written = events.iter().map(write).collect::<Result<Vec<_>, _>>()?;
        entry.finish(&OperationHeader::new(OpKind::Export, NOW, day, "李雯", 1))?;
        Ok(written)
    });
    written.unwrap()
}

fn erase_desk_text(desk: &mut Desk, event: &DeskEvent) {
    let day = Day::parse("2026-11-22").unwrap();
    let written: Result<(), StoreError> = desk.store.write(|tx| {
        let mut entry = tx.entry(Uuid::now_v7())?;
        entry.erase_desk_text(event, NOW)?;
        entry.finish(&OperationHeader::new(OpKind::Export, NOW, day, "李雯", 1)).map(drop)
    });
    written.unwrap();
}

/// A member, then an operation with desk events on two keys, one with a text.
fn with_desk_events() -> (Desk, Vec<DeskEvent>) {
    let (mut desk, member) = with_member();
    let again = DeskEventKind::Numbered { store: "cd45".repeat(8) };
    let events = [("file:3", numbered(), Some("分店的文件")), ("file:3", again, None), ("file:4", numbered(), None)];
    let events = write_desk(&mut desk, &events);
    done(&mut desk, &adjust(member, 5));
    (desk, events)
}

#[test]
fn desk_events_share_the_sequence_and_are_found_by_key() {
    let (desk, events) = with_desk_events();
    assert_eq!(events.iter().map(|e| e.id.0).collect::<Vec<_>>(), [2, 3, 4]);
    let report = desk.verify(None, &[], &mut |_, _| {}).unwrap();
    assert_eq!((report.wrong, report.events, report.facts), (None, 4, 1));
    let keys = desk.store.desk_keys("file", NOW).unwrap();
    assert_eq!(
        keys.into_iter().map(|(key, events)| (key.to_string(), events.len())).collect::<Vec<_>>(),
        [("file:3".to_owned(), 2), ("file:4".to_owned(), 1)]
    );
    assert!(desk.store.desk_keys("fil", NOW).unwrap().is_empty());
    assert!(desk.store.desk_keys("file", later(-1)).unwrap().is_empty(), "on a day before");
    assert_eq!(desk.store.desk_text(events[0].id).unwrap().as_deref(), Some("分店的文件"));
}

#[rstest]
#[case::id("UPDATE desk_event SET id = 99 WHERE id = 4")]
#[case::op("UPDATE desk_event SET op = 2 WHERE id = 3")]
#[case::op_later("UPDATE desk_event SET op = 4 WHERE id = 4")]
#[case::op_unknown("UPDATE desk_event SET op = 44 WHERE id = 4")]
#[case::at("UPDATE desk_event SET at = at + 1 WHERE id = 3")]
#[case::key("UPDATE desk_event SET key = 'file:5' WHERE id = 3")]
#[case::no_key("UPDATE desk_event SET key = 'file' WHERE id = 3")]
#[case::body("UPDATE desk_event SET body = replace(body, '4', '5') WHERE id = 3")]
#[case::gone("DELETE FROM desk_event WHERE id = 3")]
#[case::slipped_in("INSERT INTO desk_event SELECT 99, 99, at, key, body FROM desk_event WHERE id = 3")]
#[case::slipped_in_behind("INSERT INTO desk_event SELECT 99, 4, at, key, body FROM desk_event WHERE id = 3")]
#[case::text("UPDATE desk_text SET body = 'x'")]
#[case::salt("UPDATE desk_text SET salt = zeroblob(16)")]
#[case::text_gone("DELETE FROM desk_text")]
#[case::text_of_another("UPDATE desk_text SET event = 3")]
#[case::text_slipped_in("INSERT INTO desk_text VALUES (99, x'00', 'x')")]
fn a_desk_event_that_was_tampered_with_is_found(#[case] sql: &str) {
    let (desk, _) = with_desk_events();
    assert_eq!(desk.store.raw().execute(sql, []).unwrap(), 1, "the tampering itself must work");
    assert!(!is_sound(&desk));
}

#[test]
fn the_text_of_a_desk_event_is_erased_for_good() {
    let (mut desk, events) = with_desk_events();
    erase_desk_text(&mut desk, &events[0]);
    assert_eq!(desk.store.desk_text(events[0].id).unwrap(), None);
    assert!(is_sound(&desk), "the event that says so makes up for it");
    desk.store.raw().execute("UPDATE desk_event SET key = 'file:4' WHERE id = 6", []).unwrap();
    assert!(!is_sound(&desk));
}
