//! What takes a row back or brings it elsewhere: undo, merge and unmerge, the undo of an import.

use super::scene::{Scene, Shown};
use super::*;
use crate::domain::operation::OpKind;

/// Undone, the state is as before and both operations count; undone again, it is as it was made.
pub fn undo(row: &MatrixRow) {
    let mut scene = Scene::of(row);
    let before = scene.shows();
    let op = scene.make(row);
    let made = scene.shows();
    match row.undo {
        Undo::Back => {
            assert_ne!(made, before, "it must show at all");
            let by = scene.undo(op).unwrap();
            assert_eq!(scene.shows(), before);
            counts_visibly(&scene, op, by);
            undo_of_it(&mut scene, by, &made);
        }
        Undo::Other(why, holds) => {
            let by = scene.undo(op).unwrap();
            assert!(holds(&scene.record(scene.member, None)), "{why}");
            counts_visibly(&scene, op, by);
            undo_of_it(&mut scene, by, &made);
        }
        Undo::Refused(why) => {
            let refused = refusal(scene.undo(op));
            assert!(matches!(refused, Refusal::Irreversible { .. }), "{why}: {refused:?}");
            assert_eq!(scene.shows(), made);
        }
    }
    scene.proves_itself();
}

/// Neither operation is gone, each names the other, and what reverses has rows of its own unless it takes out a whole import.
fn counts_visibly(scene: &Scene, op: Uuid, by: Uuid) {
    let row = |op: Uuid| scene.desk.operation(&op.to_string()).unwrap();
    assert_eq!((row(op).reversed_by, row(by).reverses), (Some(by), Some(op)));
    // What is undone whole is taken out as it stands, and so is such an undo.
    let is_whole = row(op).kind.is_undone_whole() || row(op).kind == OpKind::Undo;
    assert!(row(op).facts > 0 || row(op).kind == OpKind::Undo);
    assert!(row(by).facts > 0 || is_whole);
    let journal = scene.desk.journal("", 100).unwrap().rows;
    assert!([op, by].iter().all(|op| journal.iter().any(|row| row.op == *op)));
}

/// Undoing the undo makes it again, and undoing that takes it back once more.
fn undo_of_it(scene: &mut Scene, by: Uuid, made: &Shown) {
    let before = &scene.shows();
    let again = scene.undo(by).unwrap();
    counts_visibly(scene, by, again);
    assert_eq!(scene.shows(), *made);
    scene.proves_itself();
    scene.undo(again).unwrap();
    assert_eq!(scene.shows(), *before);
    scene.proves_itself();
}

/// It goes with its member and comes back; the days before the merge stay as they were.
pub fn merge_and_unmerge(row: &MatrixRow) {
    let mut scene = Scene::of(row);
    let op = scene.make(row);
    let (member, survivor) = (scene.member, scene.survivor);
    let (mine, theirs) = (scene.shown(member), scene.shown(survivor));
    let yesterday = scene.today().plus_days(-1);
    let both_then = |scene: &Scene| [member, survivor].map(|who| scene.shown_on(who, yesterday));
    let then = both_then(&scene);
    let id = scene.written(op).iter().find(|(_, kind)| *kind == row.kind).unwrap().0;
    match row.merge {
        Merge::Goes(shows) => {
            assert!(!shows(&scene.record(survivor, None), id), "the survivor must not show it before");
            scene.merges(member, survivor).unwrap();
            assert!(shows(&scene.record(survivor, None), id), "it goes with its member");
        }
        Merge::Stays(why) => {
            scene.merges(member, survivor).unwrap();
            assert_eq!(scene.shown(survivor), theirs, "{why}");
        }
        Merge::Refused(why) => {
            let refused = refusal(scene.merges(member, survivor));
            assert!(matches!(refused, Refusal::StatusForbids { .. }), "{why}: {refused:?}");
            return;
        }
    }
    assert_eq!(both_then(&scene), then, "the day before the merge");
    scene.proves_itself();
    scene.done(op::Unmerge { member, reason: None });
    assert_eq!(scene.shown(survivor), theirs, "the survivor after the unmerge");
    assert_eq!(scene.shown(member), mine, "the member after the unmerge");
    scene.proves_itself();
}

/// What came by an import is taken back with it.
pub fn import_undone(row: &MatrixRow) {
    let mut scene = Scene::of(row);
    let bring = match row.import {
        Import::Brings(ready, bring) => {
            ready(&mut scene);
            bring
        }
        Import::Keeps(bring, _) => bring,
        Import::No(why) => {
            let op = scene.make(row);
            let kind = scene.desk.operation(&op.to_string()).unwrap().kind;
            assert_ne!(kind, OpKind::Import, "{why}");
            return;
        }
    };
    let before = scene.shows();
    let op = bring(&mut scene);
    assert!(scene.written(op).iter().any(|(_, kind)| *kind == row.kind), "{:?}", scene.written(op));
    let (brought, rows) = (scene.shows(), scene.rows());
    if let Import::Keeps(_, why) = row.import {
        let refused = refusal(scene.undo(op));
        assert!(matches!(refused, Refusal::Irreversible { .. }), "{why}: {refused:?}");
        assert_eq!(scene.shows(), brought);
    } else {
        scene.undo(op).unwrap();
        match row.undo {
            Undo::Other(why, holds) => assert!(holds(&scene.record(scene.member, None)), "{why}"),
            Undo::Back | Undo::Refused(_) => {
                assert!(brought != before || matches!(row.as_of, AsOf::ShowsNothing(_)));
                assert_eq!(scene.shows(), before);
            }
        }
    }
    assert!(scene.rows() >= rows, "no row is taken out of the file");
    scene.proves_itself();
}

/// The claims that no import brings a kind: files with every column say what imports bring.
#[test]
fn imports_bring_what_the_rows_say() {
    let mut brought: Vec<Kind> = Vec::new();
    let mut scene = Scene::of(&rows::fact::refund());
    for op in [
        rows::fact::purchases_with_every_column(&mut scene),
        rows::event::members_with_every_column(&mut scene),
        rows::feedback::answers_with_every_column(&mut scene),
        rows::feedback::clicks_of_an_hour(&mut scene),
        rows::event::let_in_again(&mut scene),
    ] {
        brought.extend(scene.written(op).into_iter().map(|(_, kind)| kind));
    }
    // What no operation writes yet is put under an import by the store's own door.
    let is_written = |kind: &Kind| !matches!(kind, Kind::Desk(_) | Kind::Fact("bonus") | Kind::Event("churn_reason"));
    let all = facts().into_iter().chain(events()).chain(desk_events());
    let mut said: Vec<Kind> =
        all.filter(|row| !matches!(row.import, Import::No(_))).map(|row| row.kind).filter(is_written).collect();
    said.sort();
    brought.sort();
    brought.dedup();
    assert_eq!(brought, said);
}
