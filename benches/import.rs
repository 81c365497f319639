//! Importing a folder of `members.csv` and `purchases.csv`, with rules, journal, states and search, beside what the sqlite3
//! shell needs to put the same files into plain tables: purchases into one that is indexed on the member, members into one
//! with a trigram index over name, phone, e-mail and number.
//!
//!     cargo bench --bench import -- DIR [--rounds N]
//!
//! Says wall time, processor time and peak memory of each, taken in turns, and the ratios of the best rounds. Writes into
//! DIR and takes away again what it wrote. The sqlite3 shell must be on the machine.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// The design's bar for the ratio of wall times, at a million members.
const BAR: f64 = 1.0;

/// What a process took.
#[derive(Clone, Copy, Default)]
struct Cost {
    wall: Duration,
    /// Clock ticks (a hundredth of a second) in user mode and in the kernel.
    ticks: u64,
    peak_kib: u64,
}

fn main() -> Outcome<()> {
    let mut words = std::env::args().skip(1).filter(|word| word != "--bench");
    let Some(folder) = words.next().map(PathBuf::from) else {
        println!("which folder? cargo bench --bench import -- DIR");
        return Ok(());
    };
    let rounds = match (words.next().as_deref(), words.next()) {
        (Some("--rounds"), Some(n)) => n.parse()?,
        _ => 1,
    };
    let scratch = folder.join(format!("bench-import-{}", std::process::id()));
    let outcome = (0..rounds).map(|_| round(&folder, &scratch)).collect::<Outcome<Vec<_>>>();
    let _ = fs::remove_dir_all(&scratch);
    let best = |which: usize| outcome.iter().flatten().map(|costs| costs[which]).min_by_key(|cost| cost.wall);
    println!("{:<12}{:>10}{:>10}{:>12}", "", "wall s", "cpu s", "peak MiB");
    let names = ["members", "  shell", "purchases", "  shell"];
    let costs: Vec<Cost> = (0..names.len()).filter_map(best).collect();
    for (name, cost) in names.iter().zip(&costs) {
        println!(
            "{name:<12}{:>10.2}{:>10.2}{:>12}",
            cost.wall.as_secs_f64(),
            seconds(cost.ticks),
            cost.peak_kib / 1_024
        );
    }
    outcome?;
    for (name, pair) in ["members", "purchases"].iter().zip(costs.chunks(2)) {
        let wall = pair[0].wall.as_secs_f64() / pair[1].wall.as_secs_f64();
        let cpu = seconds(pair[0].ticks) / seconds(pair[1].ticks);
        println!("{name}: {wall:.2} times the shell's wall time (bar {BAR}), {cpu:.2} times its processor time");
    }
    Ok(())
}

fn seconds(ticks: u64) -> f64 {
    Duration::from_millis(ticks * 10).as_secs_f64()
}

/// Both imports and both peers, once.
fn round(folder: &Path, scratch: &Path) -> Outcome<[Cost; 4]> {
    let _ = fs::remove_dir_all(scratch);
    fs::create_dir_all(scratch)?;
    let store = scratch.join("shop.db");
    loyaltui(&store, &["init"])?;
    let file = |name: &str| folder.join(name).display().to_string();
    let members = loyaltui(&store, &["import", "members", &file("members.csv")])?;
    let peer_members = shell(&scratch.join("members.db"), &members_script(&folder.join("members.csv")))?;
    let purchases = loyaltui(&store, &["import", "purchases", &file("purchases.csv")])?;
    let peer_purchases = shell(&scratch.join("purchases.db"), &purchases_script(&folder.join("purchases.csv")))?;
    Ok([members, peer_members, purchases, peer_purchases])
}

fn purchases_script(csv: &Path) -> String {
    format!(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         CREATE TABLE t (order_ref, member_no, purchased_at, amount, kind, refund_of, store, channel);
         CREATE INDEX t_by_member ON t (member_no);\n.mode csv\n.import --skip 1 '{}' t\n",
        csv.display()
    )
}

fn members_script(csv: &Path) -> String {
    format!(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         CREATE TABLE t (member_no, name, phone, email, birthday, joined_on, store, channel, tags, referrer_no);
         CREATE VIRTUAL TABLE ft USING fts5 (member_no, name, phone, email, content = t, tokenize = trigram);
         .mode csv\n.import --skip 1 '{}' t\nINSERT INTO ft (ft) VALUES ('rebuild');\n",
        csv.display()
    )
    .replace("\n         .mode", "\n.mode")
}

fn loyaltui(store: &Path, args: &[&str]) -> Outcome<Cost> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_loyaltui"));
    measured(command.arg("--db").arg(store).args(args).stdin(Stdio::null()))
}

fn shell(db: &Path, script: &str) -> Outcome<Cost> {
    let path = db.with_extension("sql");
    fs::write(&path, script)?;
    measured(Command::new("sqlite3").arg(db).stdin(fs::File::open(&path)?))
}

/// Runs a command to its end, looking at it while it runs: what a process took is gone with it.
fn measured(command: &mut Command) -> Outcome<Cost> {
    let begun = Instant::now();
    let mut child = command.stdout(Stdio::null()).spawn()?;
    let mut cost = Cost::default();
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        look(&child, &mut cost);
        thread::sleep(Duration::from_millis(2));
    };
    cost.wall = begun.elapsed();
    if status.success() { Ok(cost) } else { Err(format!("{command:?}: {status}").into()) }
}

fn look(child: &Child, cost: &mut Cost) {
    let read = |name: &str| fs::read_to_string(format!("/proc/{}/{name}", child.id())).unwrap_or_default();
    let stat = read("stat");
    // Behind the name, which may hold blanks: state is the first, user and kernel time the twelfth and thirteenth.
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let tick = |n: usize| fields.get(n).and_then(|f| f.parse::<u64>().ok()).unwrap_or(0);
    cost.ticks = cost.ticks.max(tick(11) + tick(12));
    let status = read("status");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = peak.and_then(|rest| rest.trim().trim_end_matches("kB").trim().parse().ok()).unwrap_or(0);
    cost.peak_kib = cost.peak_kib.max(kib);
}
