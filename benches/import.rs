//! Importing a folder of `members.csv` and `purchases.csv`, with rules, journal, states and search, beside what the sqlite3
//! shell needs to put the same files into plain tables: purchases into one that is indexed on the member, members into one
//! with a trigram index over name, phone, e-mail and number.
//!
//!     cargo bench --bench import -- DIR [--rounds N]
//!
//! Says wall time, processor time and peak memory of each, taken in turns, and the ratios of the best rounds. Writes into
//! DIR and takes away again what it wrote. The sqlite3 shell must be on the machine.

mod measure;

use measure::{Cost, Outcome, measured};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The design's bar for the ratio of wall times, at a million members.
const BAR: f64 = 1.0;

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
        println!("{name:<12}{:>10.2}{:>10.2}{:>12}", cost.wall.as_secs_f64(), cost.cpu(), cost.peak_kib / 1_024);
    }
    outcome?;
    for (name, pair) in ["members", "purchases"].iter().zip(costs.chunks(2)) {
        let wall = pair[0].wall.as_secs_f64() / pair[1].wall.as_secs_f64();
        let cpu = pair[0].cpu() / pair[1].cpu();
        println!("{name}: {wall:.2} times the shell's wall time (bar {BAR}), {cpu:.2} times its processor time");
    }
    Ok(())
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
