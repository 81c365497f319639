//! Killed in the middle of writing: what was acknowledged is there, nothing is half there.

use crate::world::{Asks, NOW, World, adjust, operator};
use loyaltui::desk::Desk;
use loyaltui::domain::num::MemberId;
use std::env;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use uuid::Uuid;

/// Where the child writes: with it set, the test below plays the child.
const STORE: &str = "LOYALTUI_TEST_CRASH_STORE";

/// In front of an acknowledged operation's id.
const DONE: &str = "done ";

/// How often the child is killed, where `LOYALTUI_KILLS` does not say so.
const ROUNDS: usize = 12;

fn rounds() -> usize {
    env::var("LOYALTUI_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(ROUNDS)
}

/// Adds a point, says which operation did, and so on until it is killed.
fn write_until_killed(path: &Path) {
    let mut desk = Desk::open(path, operator("owner")).unwrap();
    let member = desk.member_by_no("M1").unwrap();
    let adjust = adjust(member, 1);
    loop {
        let done = desk.perform(&adjust, None, NOW).unwrap();
        let mut out = std::io::stdout().lock();
        writeln!(out, "{DONE}{}", done.op).unwrap();
        out.flush().unwrap();
    }
}

/// Starts a child, waits for so many acknowledgements, kills it, and answers all it has acknowledged.
fn killed_after(path: &Path, acknowledged: usize) -> Vec<Uuid> {
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["crash::what_was_acknowledged_survives_a_kill", "--exact", "--nocapture"])
        .env(STORE, path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut ids = Vec::new();
    let mut line = String::new();
    while ids.len() < acknowledged {
        line.clear();
        assert!(out.read_line(&mut line).unwrap() > 0, "the child must not end by itself");
        ids.extend(acknowledgement(&line));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let mut rest = String::new();
    out.read_to_string(&mut rest).unwrap();
    ids.extend(rest.split_inclusive('\n').filter_map(acknowledgement));
    ids
}

/// The id of a whole line; one that was cut short acknowledges nothing.
fn acknowledgement(line: &str) -> Option<Uuid> {
    line.strip_suffix('\n')?.strip_prefix(DONE)?.parse().ok()
}

#[test]
fn what_was_acknowledged_survives_a_kill() {
    if let Some(path) = env::var_os(STORE) {
        return write_until_killed(Path::new(&path));
    }
    let mut world = World::in_a_file(|| NOW);
    world.member("M1", "张伟", "");
    let path = world.path();
    let mut acknowledged = Vec::new();
    let rounds = rounds();
    for round in 0..rounds {
        acknowledged.extend(killed_after(&path, 1 + (round % ROUNDS) * 2));
        let mut desk = world.desk_of("owner");
        assert_eq!(desk.verify().unwrap().wrong, None, "after kill {round}");
        for id in &acknowledged {
            assert_eq!(desk.operation(*id).unwrap().op, *id);
        }
    }
    let mut desk = world.desk_of("owner");
    let written = desk.journal("kind:adjust", 0).unwrap().total;
    // Each kill may have come between a commit and its acknowledgement.
    let known = u64::try_from(acknowledged.len()).unwrap();
    assert!((known..=known + rounds as u64).contains(&written), "{known} acknowledged, {written} written");
    let balance = desk.open_member(MemberId(1), None, NOW).unwrap().snapshot.points.balance;
    assert_eq!(u64::try_from(balance.0).unwrap(), written);
}
