//! Bringing a file of an older version up to date.
//!
//!     cargo bench --bench migrate -- FILE [--rounds N]
//!
//! Copies a store, takes the copy back to version 5 (what later versions added is dropped), and measures the first opening of it,
//! by `loyaltui checkpoint`, beside an opening of the same file when nothing is left to do. Says wall time, processor time and
//! peak memory of each, the best of the rounds, and how much the file has grown; the copy must verify at the end. The store itself
//! is only read. It must hold nothing that version 5 could not: no desk events and no extensions.

mod measure;

use measure::{Cost, Outcome, measured};
use rusqlite::Connection;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// From the newest version to version 5.
const TAKE_BACK: &str = "
    DROP TABLE joined_member;
    DROP TABLE joined_fact;
    ALTER TABLE state DROP COLUMN joined;
    CREATE TABLE label_5 (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE, op INTEGER NOT NULL) STRICT;
    INSERT INTO label_5 SELECT id, text, op FROM label;
    DROP TABLE label;
    ALTER TABLE label_5 RENAME TO label;
    DROP INDEX operation_undone_once;
    DROP INDEX operation_by_reverses;
    CREATE UNIQUE INDEX operation_by_reverses ON operation (reverses) WHERE reverses IS NOT NULL;
    DROP INDEX operation_by_key;
    CREATE UNIQUE INDEX operation_by_key ON operation (idem_key) WHERE idem_key IS NOT NULL;
    DROP TABLE desk_event;
    DROP TABLE desk_text;
    DROP INDEX fact_by_source;
    ALTER TABLE fact DROP COLUMN ext;
    ALTER TABLE operation DROP COLUMN ext;
    DELETE FROM meta WHERE k = 'tree_edge';
    PRAGMA user_version = 5;
    VACUUM;";

fn main() -> Outcome<()> {
    let mut words = std::env::args().skip(1).filter(|word| word != "--bench");
    let Some(store) = words.next().map(PathBuf::from) else {
        println!("which store? cargo bench --bench migrate -- FILE");
        return Ok(());
    };
    let rounds: usize = match (words.next().as_deref(), words.next()) {
        (Some("--rounds"), Some(n)) => n.parse()?,
        _ => 3,
    };
    let folder = tempfile::tempdir_in(store.parent().filter(|p| *p != Path::new("")).unwrap_or(Path::new(".")))?;
    let older = folder.path().join("older.db");
    let (facts, operations) = take_back(&store, &older)?;
    let size = fs::metadata(&older)?.len();
    let mut costs = Vec::new();
    let path = folder.path().join("migrated.db");
    for _ in 0..rounds {
        fs::copy(&older, &path)?;
        let first = measured(&mut open(&path))?;
        costs.push([first, measured(&mut open(&path))?]);
    }
    let grown = fs::metadata(&path)?.len().saturating_sub(size);
    println!("{facts} facts, {operations} operations, {} MiB, grown by {} MiB", size >> 20, grown >> 20);
    println!("{:<10}{:>10}{:>10}{:>12}", "opening", "wall s", "cpu s", "peak MiB");
    for (which, name) in ["first", "  again"].into_iter().enumerate() {
        let best: Cost = costs.iter().map(|pair| pair[which]).min_by_key(|cost| cost.wall).unwrap_or_default();
        println!("{name:<10}{:>10.2}{:>10.2}{:>12}", best.wall.as_secs_f64(), best.cpu(), best.peak_kib / 1_024);
    }
    let verified = command(&path, "verify").output()?;
    let document: serde_json::Value = serde_json::from_slice(&verified.stdout)?;
    if document["ok"] == true { Ok(()) } else { Err(format!("the migrated file does not verify: {document}").into()) }
}

/// Writes an older copy of a store; answers its facts and operations.
fn take_back(store: &Path, older: &Path) -> Outcome<(i64, i64)> {
    let db = Connection::open(store)?;
    let later: i64 = db.query_row(
        "SELECT (SELECT COUNT(*) FROM desk_event) + (SELECT COUNT(*) FROM operation WHERE ext IS NOT NULL)
              + (SELECT COUNT(*) FROM fact WHERE ext IS NOT NULL)",
        [],
        |row| row.get(0),
    )?;
    if later > 0 {
        return Err("the store holds what version 5 could not".into());
    }
    db.execute("VACUUM INTO ?1", [older.to_str().ok_or("the folder's name is not UTF-8")?])?;
    drop(db);
    let db = Connection::open(older)?;
    db.execute_batch(TAKE_BACK)?;
    db.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    let sql = "SELECT (SELECT COUNT(*) FROM fact), (SELECT COUNT(*) FROM operation)";
    Ok(db.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

fn open(store: &Path) -> Command {
    command(store, "checkpoint")
}

fn command(store: &Path, verb: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_loyaltui"));
    command.arg("--db").arg(store).args([verb, "--json"]).stdin(Stdio::null());
    command
}
