//! The file behind the desk: what an erasure leaves in it, and many consoles at one member.

use crate::world::{Asks, NOW, World, operator};
use loyaltui::desk::Desk;
use loyaltui::desk::error::DeskError;
use loyaltui::domain::member::Profile;
use loyaltui::domain::num::{MemberId, Points};
use loyaltui::domain::op::{self, Intent};
use loyaltui::domain::plan::outcome::Refusal;
use loyaltui::domain::read_models::Committed;
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Barrier;
use std::thread;

/// Consoles that write at once.
const CONSOLES: usize = 20;

/// A data file, where it is, and a desk of it.
fn store() -> (World, PathBuf, Desk) {
    let world = World::in_a_file(|| NOW);
    let (path, desk) = (world.path(), world.desk_of("owner"));
    (world, path, desk)
}

fn perform(desk: &mut Desk, intent: &Intent) -> Committed {
    desk.perform(intent, None, NOW).unwrap()
}

fn enrol(desk: &mut Desk, profile: Profile) -> MemberId {
    perform(desk, &Intent::Enrol(op::Enrol { profile: Box::new(profile) })).member.unwrap()
}

fn adjust(member: MemberId, delta: i64, note: &str) -> Intent {
    let (reason, note) = ("goodwill".to_owned(), Some(note.to_owned()));
    Intent::Adjust(op::Adjust { member, delta: Points(delta), reason, note, reference: None })
}

fn someone(n: usize) -> Profile {
    Profile {
        member_no: format!("M{n:05}"),
        name: format!("Somebody Number {n}"),
        phone: format!("139{n:08}"),
        email: format!("somebody{n}@example.org"),
        ..Profile::default()
    }
}

fn files_with(path: &Path, planted: &str) -> Vec<PathBuf> {
    let files = fs::read_dir(path.parent().unwrap()).unwrap().map(|file| file.unwrap().path());
    let holds = |file: &PathBuf| {
        let bytes = fs::read(file).unwrap();
        bytes.windows(planted.len()).any(|window| window.eq_ignore_ascii_case(planted.as_bytes()))
    };
    files.filter(holds).collect()
}

/// What is planted in every place that holds a personal field.
const PLANTED: [&str; 6] =
    ["Zanzibarova", "13777654321", "quetzalcoatl", "plumbago", "saxifraga", "Wolkenkuckucksheim"];

fn planted() -> Profile {
    Profile {
        member_no: "M-planted".to_owned(),
        name: "Xenia Zanzibarova".to_owned(),
        phone: "13777654321".to_owned(),
        email: "quetzalcoatl@plumbago.example".to_owned(),
        tags: vec!["saxifraga".to_owned()],
        ..Profile::default()
    }
}

#[test]
fn an_erasure_leaves_nothing_planted_in_any_file() {
    let (_world, path, mut desk) = store();
    for n in 0..150 {
        enrol(&mut desk, someone(n));
    }
    let member = enrol(&mut desk, planted());
    // Rows that grow move others from page to page, and a page may remember what moved away.
    for n in 150..300 {
        let other = enrol(&mut desk, someone(n));
        let mut longer = someone(n);
        longer.name = longer.name.repeat(9);
        perform(&mut desk, &Intent::Edit(op::Edit { member: other, profile: Box::new(longer), note: None }));
    }
    let mut married = planted();
    married.name = format!("{} Wolkenkuckucksheim", married.name.repeat(9));
    perform(&mut desk, &Intent::Edit(op::Edit { member, profile: Box::new(married), note: None }));
    let key = Some("a key");
    desk.perform(&adjust(member, 5, "for Zanzibarova, 13777654321"), key, NOW).unwrap();
    let other = enrol(&mut desk, someone(300));
    let note = Some("Zanzibarova has two cards".to_owned());
    perform(&mut desk, &Intent::Merge(op::Merge { from: other, into: member, reason: "correction".to_owned(), note }));
    for (name, query) in [("like Xenia Zanzibarova", "spend>1"), ("13777654321", "points>5"), ("gold", "tier:gold")] {
        desk.save_filter(name, query, NOW).unwrap();
    }
    for word in PLANTED {
        assert!(!files_with(&path, word).is_empty(), "{word} must be there before");
    }
    let done = perform(&mut desk, &Intent::Erase(op::Erase { member }));
    assert!(!done.waits_for_others);
    let file = rusqlite::Connection::open(&path).unwrap();
    let left: String = file.query_row("SELECT group_concat(name) FROM saved_filter", [], |row| row.get(0)).unwrap();
    assert_eq!(left, "gold");
    drop(file);
    for word in PLANTED {
        assert_eq!(files_with(&path, word), Vec::<PathBuf>::new(), "{word}");
    }
    assert_eq!(desk.verify().unwrap().wrong, None);
}

#[test]
fn an_erasure_waits_for_a_console_that_still_reads() {
    let (_world, path, mut desk) = store();
    let member = enrol(&mut desk, planted());
    let reader = rusqlite::Connection::open(&path).unwrap();
    reader.execute_batch("BEGIN; SELECT COUNT(*) FROM member").unwrap();
    assert!(perform(&mut desk, &Intent::Erase(op::Erase { member })).waits_for_others);
    desk.checkpoint_idle().unwrap();
    assert_ne!(files_with(&path, "Zanzibarova"), Vec::<PathBuf>::new(), "somebody reads still");
    reader.execute_batch("COMMIT").unwrap();
    desk.checkpoint_idle().unwrap();
    assert_eq!(files_with(&path, "Zanzibarova"), Vec::<PathBuf>::new());
}

#[test]
fn many_consoles_with_one_key_make_one_operation() {
    let (_world, path, mut desk) = store();
    let member = enrol(&mut desk, someone(1));
    let answers = at_once(&path, |desk, _| desk.perform(&adjust(member, 5, "once"), Some("the key"), NOW));
    let ids: HashSet<_> = answers.iter().map(|done| done.op).collect();
    assert_eq!((answers.len(), ids.len()), (CONSOLES, 1));
    assert_eq!(answers.iter().filter(|done| !done.replayed).count(), 1);
    assert_eq!(balance(&mut desk, member), 5);
}

#[test]
fn many_consoles_with_different_keys_lose_nothing() {
    let (_world, path, mut desk) = store();
    let member = enrol(&mut desk, someone(1));
    let answers = at_once(&path, |desk, n| desk.perform(&adjust(member, 1 << n, "each"), Some(&format!("k{n}")), NOW));
    assert!(answers.iter().all(|done| !done.replayed));
    assert_eq!(balance(&mut desk, member), (1 << CONSOLES) - 1);
    assert_eq!(desk.verify().unwrap().wrong, None);
}

#[test]
fn many_consoles_that_planned_first_are_told_what_changed() {
    let (_world, path, mut desk) = store();
    let member = enrol(&mut desk, someone(1));
    let answers = at_once(&path, |desk, n| {
        let intent = adjust(member, 1, "again and again");
        loop {
            let plan = desk.plan(intent.clone(), NOW)?;
            match desk.commit(&plan, Some(&format!("k{n}")), NOW) {
                Err(DeskError::Stale { .. }) => {}
                other => return other,
            }
        }
    });
    assert_eq!((answers.len(), balance(&mut desk, member)), (CONSOLES, 20));
}

#[test]
fn many_consoles_can_not_spend_the_same_points() {
    let (_world, path, mut desk) = store();
    let member = enrol(&mut desk, someone(1));
    perform(&mut desk, &adjust(member, 70, "seven cups"));
    let redeem = Intent::Redeem(op::Redeem { member, points: Points(10), reward: "a cup".to_owned(), reference: None });
    let answers = at_once(&path, |desk, _| match desk.perform(&redeem, None, NOW) {
        Ok(_) => Ok(true),
        Err(DeskError::Refused(refusal)) if matches!(*refusal, Refusal::NotEnough { .. }) => Ok(false),
        Err(error) => Err(error),
    });
    assert_eq!(answers.iter().filter(|got| **got).count(), 7);
    assert_eq!(balance(&mut desk, member), 0);
}

fn balance(desk: &mut Desk, member: MemberId) -> i64 {
    desk.open_member(member, None, NOW).unwrap().snapshot.points.balance.0
}

/// Does the same on many consoles, each with a connection of its own, all beginning together.
fn at_once<T: Send>(path: &Path, work: impl Fn(&mut Desk, usize) -> Result<T, DeskError> + Sync) -> Vec<T> {
    let start = Barrier::new(CONSOLES);
    let console = |n: usize| {
        let mut desk = Desk::open(path, operator(&format!("console {n}"))).unwrap();
        start.wait();
        work(&mut desk, n).unwrap()
    };
    let console = &console;
    thread::scope(|scope| {
        let threads: Vec<_> = (0..CONSOLES).map(|n| scope.spawn(move || console(n))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}
