//! Verifying a store, beside the sqlite3 shell that checks the same file's pages and reads every column of every fact.
//!
//!     cargo bench --bench verify -- FILE [--rounds N]
//!
//! Says wall time, processor time and peak memory of each, taken in turns, the best rounds' facts a second and their ratio.
//! What is compared is not the same work: the shell knows nothing of digests, folds and caches. The sqlite3 shell must be on
//! the machine. The file is only read.

mod measure;

use measure::{Cost, Outcome, measured};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The design's bar, in facts a second.
const BAR: f64 = 1e6;

/// Every page of the file, then every column of every fact.
const PEER: &str = "PRAGMA integrity_check;
    SELECT TOTAL(member), TOTAL(prev), TOTAL(op), TOTAL(kind), TOTAL(at), TOTAL(amount), TOTAL(points_paid), TOTAL(points), TOTAL(rating),
           TOTAL(spendable_on), TOTAL(expires_on), TOTAL(link), TOTAL(store), TOTAL(channel), TOTAL(length(ref)) FROM fact;";

fn main() -> Outcome<()> {
    let mut words = std::env::args().skip(1).filter(|word| word != "--bench");
    let Some(store) = words.next().map(PathBuf::from) else {
        println!("which store? cargo bench --bench verify -- FILE");
        return Ok(());
    };
    let rounds: usize = match (words.next().as_deref(), words.next()) {
        (Some("--rounds"), Some(n)) => n.parse()?,
        _ => 3,
    };
    let facts = facts(&store)?;
    let costs = (0..rounds).map(|_| round(&store)).collect::<Outcome<Vec<_>>>()?;
    let best = |which: usize| costs.iter().map(|pair| pair[which]).min_by_key(|cost| cost.wall).unwrap_or_default();
    println!("{facts:.0} facts\n{:<10}{:>10}{:>10}{:>12}{:>14}", "", "wall s", "cpu s", "peak MiB", "facts a s");
    let [ours, theirs] = [("verify", best(0)), ("  shell", best(1))].map(|(name, cost)| {
        let wall = cost.wall.as_secs_f64();
        println!("{name:<10}{wall:>10.2}{:>10.2}{:>12}{:>14.0}", cost.cpu(), cost.peak_kib / 1_024, facts / wall);
        wall
    });
    println!(
        "{:.2} million facts a second (bar {}), {:.2} times the shell",
        facts / ours / 1e6,
        BAR / 1e6,
        ours / theirs
    );
    Ok(())
}

fn verify(store: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_loyaltui"));
    command.arg("--db").arg(store).args(["verify", "--json"]).stdin(Stdio::null());
    command
}

fn facts(store: &Path) -> Outcome<f64> {
    let output = verify(store).output()?;
    let document: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    document["facts"].as_f64().ok_or_else(|| "verify did not say how many facts there are".into())
}

/// Both, once.
fn round(store: &Path) -> Outcome<[Cost; 2]> {
    Ok([measured(&mut verify(store))?, measured(Command::new("sqlite3").arg(store).arg(PEER).stdin(Stdio::null()))?])
}
