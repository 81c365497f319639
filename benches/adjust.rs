//! One durable adjustment, plan included, beside a bare INSERT of one row with the same pragmas, taken in turns.
//!
//!     cargo bench --bench adjust [-- --store FILE] [--members N] [--rounds N]
//!
//! Without `--store` it makes a store of N (1,000) members. With it, that file is written to: use a copy. Members are taken
//! at random, but the same every time. Says the median and the 99th percentile of both, and the ratio of the medians.
//!
//!     cargo bench --bench adjust -- --beside members|purchases CSV [--store FILE] [--members N]
//!
//! Adjusts, every few milliseconds, for as long as another process imports that file into the same store, and says how long
//! the longest waited: the import holds the write lock for a step at a time, and so does what keeps the search index.

use loyaltui::desk::Desk;
use loyaltui::domain::day::Instant;
use loyaltui::domain::member::Profile;
use loyaltui::domain::num::{MemberId, Points};
use loyaltui::domain::op::{self, Intent};
use loyaltui::domain::operator::{Operator, Role};
use loyaltui::domain::program::DEFAULT_TOML;
use loyaltui::domain::question::{FindMembers, ReadCheckpoint};
use rusqlite::{Connection, params};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant as Clock, UNIX_EPOCH};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// 2026-11-22, 10:00 in Shanghai.
const NOW: Instant = Instant(1_795_312_800_000);

struct Args {
    store: Option<PathBuf>,
    members: i64,
    rounds: usize,
    /// What is imported meanwhile, and from where.
    beside: Option<(String, PathBuf)>,
}

fn args() -> Outcome<Args> {
    let mut out = Args { store: None, members: 1_000, rounds: 2_000, beside: None };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} needs a value"));
        match word.as_str() {
            "--store" => out.store = Some(value()?.into()),
            "--members" => out.members = value()?.parse()?,
            "--rounds" => out.rounds = value()?.parse()?,
            "--beside" => out.beside = Some((value()?, value()?.into())),
            _ => {}
        }
    }
    Ok(out)
}

fn main() -> Outcome<()> {
    let args = args()?;
    let scratch = std::env::temp_dir().join(format!("loyaltui-bench-adjust-{}", std::process::id()));
    std::fs::create_dir_all(&scratch)?;
    let outcome = run(&args, &scratch);
    std::fs::remove_dir_all(&scratch)?;
    outcome
}

fn run(args: &Args, scratch: &Path) -> Outcome<()> {
    if let Some((what, csv)) = &args.beside {
        let path = args.store.clone().unwrap_or_else(|| scratch.join("store.db"));
        let desk = if args.store.is_some() {
            Desk::open(&path, operator())?
        } else {
            made(scratch, args.members, operator())?
        };
        return beside_import(desk, &path, what, csv);
    }
    let (mut desk, beside) = match &args.store {
        Some(path) => (Desk::open(path, operator())?, path.with_extension("bare")),
        None => (made(scratch, args.members, operator())?, scratch.join("bare.db")),
    };
    let members = i64::try_from(desk.ask(&operator(), everybody(), NOW)?.members)?;
    let bare = bare(&beside)?;
    let now = desk.ask(&operator(), ReadCheckpoint, NOW)?.map_or(NOW, |c| c.at.max(NOW));
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    let mut seed = 0x9E37_79B9_7F4A_7C15_u64;
    for round in 0..args.rounds {
        let member = some_member(&mut seed, members)?;
        let intent = adjustment(member, round);
        let began = Clock::now();
        let outcome = desk.perform(&intent, None, now);
        // Frozen, closed and merged members refuse; they cost no write and count on neither side.
        if outcome.is_err() {
            continue;
        }
        ours.push(began.elapsed());
        let began = Clock::now();
        bare.prepare_cached("INSERT INTO bare (member, points, note) VALUES (?1, ?2, ?3)")?.execute(params![
            member.0,
            1,
            format!("round {round}")
        ])?;
        theirs.push(began.elapsed());
    }
    drop(bare);
    for suffix in ["", "-wal", "-shm"] {
        let mut name = beside.clone().into_os_string();
        name.push(suffix);
        // The log and its index go with the last connection.
        let _ = std::fs::remove_file(name);
    }
    report(members, ours, theirs)
}

fn operator() -> Operator {
    Operator { name: "bench".to_owned(), role: Role::Owner }
}

fn everybody() -> FindMembers {
    FindMembers { query: String::new(), limit: 1, as_of: None, with_month: false }
}

fn some_member(seed: &mut u64, members: i64) -> Outcome<MemberId> {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    Ok(MemberId(i64::try_from((*seed >> 33) % u64::try_from(members)?)? + 1))
}

fn adjustment(member: MemberId, round: usize) -> Intent {
    let (delta, reason, note) = (Points(1), "goodwill".to_owned(), Some(format!("round {round}")));
    Intent::Adjust(op::Adjust { member, delta, reason, note, reference: None })
}

fn beside_import(mut desk: Desk, path: &Path, what: &str, csv: &Path) -> Outcome<()> {
    // The import goes by the clock.
    let now = || -> Outcome<Instant> { Ok(Instant(i64::try_from(UNIX_EPOCH.elapsed()?.as_millis())?)) };
    let members = i64::try_from(desk.ask(&operator(), everybody(), now()?)?.members)?;
    let mut import = Command::new(env!("CARGO_BIN_EXE_loyaltui"))
        .arg("--db")
        .arg(path)
        .args(["import", what])
        .arg(csv)
        .stdout(Stdio::null())
        .spawn()?;
    let (mut times, mut seed) = (Vec::new(), 0x9E37_79B9_7F4A_7C15_u64);
    let status = loop {
        if let Some(status) = import.try_wait()? {
            break status;
        }
        let intent = adjustment(some_member(&mut seed, members)?, times.len());
        let (now, began) = (now()?, Clock::now());
        if desk.perform(&intent, None, now).is_ok() {
            times.push(began.elapsed());
        }
        thread::sleep(Duration::from_millis(7));
    };
    times.sort_unstable();
    let at = |hundredths: usize| times.get((times.len() - 1) * hundredths / 100).copied().unwrap_or_default();
    println!("{} adjustments beside the import ({status})", times.len());
    println!("p50 {:.1?}  p90 {:.1?}  p99 {:.1?}  longest {:.1?}", at(50), at(90), at(99), at(100));
    Ok(())
}

fn made(scratch: &Path, members: i64, operator: Operator) -> Outcome<Desk> {
    let mut desk = Desk::create(&scratch.join("store.db"), DEFAULT_TOML, operator, NOW)?;
    for n in 1..=members {
        let profile = Profile { member_no: format!("M{n:08}"), name: format!("Member {n}"), ..Profile::default() };
        desk.perform(&Intent::Enrol(op::Enrol { profile: Box::new(profile) }), None, NOW)?;
    }
    Ok(desk)
}

/// The same pragmas as a store's.
fn bare(path: &Path) -> Outcome<Connection> {
    let db = Connection::open(path)?;
    db.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA cache_size = -8192;
         CREATE TABLE bare (id INTEGER PRIMARY KEY, member INTEGER NOT NULL, points INTEGER NOT NULL, note TEXT) STRICT;",
    )?;
    Ok(db)
}

fn report(members: i64, mut ours: Vec<Duration>, mut theirs: Vec<Duration>) -> Outcome<()> {
    let at = |times: &mut Vec<Duration>, hundredths: usize| {
        times.sort_unstable();
        times.get(times.len() * hundredths / 100).copied().ok_or("nothing was measured")
    };
    let (p50, p99) = (at(&mut ours, 50)?, at(&mut ours, 99)?);
    let (bare50, bare99) = (at(&mut theirs, 50)?, at(&mut theirs, 99)?);
    println!("members {members}, adjustments {}", ours.len());
    println!("adjustment  p50 {p50:>10.1?}  p99 {p99:>10.1?}");
    println!("bare INSERT p50 {bare50:>10.1?}  p99 {bare99:>10.1?}");
    println!("p50 ratio {:.2}", p50.as_secs_f64() / bare50.as_secs_f64());
    Ok(())
}
