//! What a row shows on a past day, and whether it can come to a frozen member.

use super::scene::Scene;
use super::*;
use crate::domain::fact::Status;

/// A row writes what it stands for, under the word that the file has for it.
pub fn is_of_its_kind(row: &MatrixRow) {
    let mut scene = Scene::of(row);
    let op = scene.make(row);
    let written = scene.written(op);
    let found = written.iter().find(|(_, kind)| *kind == row.kind);
    let (id, _) = found.unwrap_or_else(|| panic!("{:?} is not among {written:?}", row.kind));
    let word = |sql: &str| -> String { scene.desk.store.raw().query_row(sql, [id.0], |row| row.get(0)).unwrap() };
    match row.kind {
        Kind::Fact(kind) => assert_eq!(scene.desk.store.fact(*id).unwrap().unwrap().kind.word(), kind),
        Kind::Event(kind) => assert_eq!(word("SELECT body ->> 'kind' FROM member_event WHERE id = ?1"), kind),
        Kind::Desk(kind) => assert_eq!(word("SELECT body ->> 'kind' FROM desk_event WHERE id = ?1"), kind),
    }
}

/// The day before is what it was.
pub fn as_of(row: &MatrixRow) {
    let mut scene = Scene::of(row);
    let (today, then) = (scene.today(), scene.today().plus_days(-1));
    let before = (scene.shown_on(scene.member, then), scene.shown_on(scene.member, today));
    scene.make(row);
    let (was, is) = (scene.shown_on(scene.member, then), scene.shown_on(scene.member, today));
    match row.as_of {
        AsOf::Unchanged => {
            assert_eq!(was.but_profile(), before.0.but_profile());
            assert_ne!(is.but_profile(), before.1.but_profile(), "today must show it");
        }
        AsOf::ShowsNothing(why) => assert_eq!((was, is), before, "{why}"),
        AsOf::Earlier(why) => {
            assert_ne!(is, before.1, "today must show it");
            assert_ne!(was.but_profile(), before.0.but_profile(), "{why}");
        }
        AsOf::AlwaysToday(why) => {
            assert_ne!(is, before.1, "today must show it");
            assert_ne!(was, before.0, "{why}");
            assert_eq!(was.but_profile(), before.0.but_profile());
        }
    }
    scene.proves_itself();
}

/// What a frozen member may have done to it.
pub fn freeze(row: &MatrixRow) {
    let mut scene = Scene::of(row);
    if scene.record(scene.member, None).snapshot.status != Status::Frozen {
        let yesterday = scene.newest;
        scene.sets(Status::Frozen).unwrap();
        scene.newest = yesterday;
    }
    let before = scene.shows();
    let made = (row.make)(&mut scene);
    match row.freeze {
        Freeze::Allowed => {
            made.unwrap();
            assert_ne!(scene.shows(), before, "it counts");
        }
        Freeze::No(why) => assert!(made.is_ok(), "{why}: {made:?}"),
        Freeze::Refused(why) => {
            let refused = refusal(made);
            let is_status = matches!(refused, Refusal::StatusForbids { status: Status::Frozen, .. })
                || matches!(refused, Refusal::MergePartner { status: Status::Frozen, .. });
            assert!(is_status, "{why}: {refused:?}");
            assert_eq!(scene.shows(), before);
        }
    }
    scene.proves_itself();
}
