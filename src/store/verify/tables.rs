//! The small tables, and rows that nothing points to.

use super::TaskResult;
use crate::domain::num::{FileNumber, OpSeq};
use crate::domain::verification::Discrepancy;
use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::joined::FILE_NUMBER;
use crate::store::search;
use sha2::{Digest as _, Sha256};

pub(super) fn check(store: &Store) -> Result<TaskResult, StoreError> {
    let wrong = |table: &str, row: String| TaskResult::wrong(Discrepancy::Table { table: table.to_owned(), row });
    if let Some(version) = wrong_program(store)? {
        return Ok(wrong("program", version.to_string()));
    }
    for (table, sql) in STRAYS {
        if let Some(row) = first(store, sql)? {
            return Ok(wrong(table, row.to_string()));
        }
    }
    if let Some(op) = wrong_void(store)? {
        return Ok(wrong("voided_batch", op.0.to_string()));
    }
    // References of whatever comes up to there would never be filed.
    if store.order_keys_through()?.0 > store.newest_id()? {
        return Ok(wrong("meta", "order_key_through".to_owned()));
    }
    let joined = store.joined_files()?;
    let present = store.files_present()?;
    if let Some(missing) = joined.iter().find(|file| !present.contains(&file.number)) {
        return Ok(wrong("operation", (missing.number.first_row() + 1).to_string()));
    }
    for (table, known) in [("meta", META_KEYS), ("search_mark", SEARCH_KEYS)] {
        if let Some(key) = unknown_key(store, table, known)? {
            return Ok(wrong(table, key));
        }
    }
    if let Some(run) = first(store, WRONG_RUNS)? {
        return Ok(wrong("search_run", run.to_string()));
    }
    if store.meta(FILE_NUMBER)? != store.given_number()?.get() {
        return Ok(wrong("meta", FILE_NUMBER.to_owned()));
    }
    let members: i64 = store.db.query_row("SELECT COUNT(*) FROM member", [], |row| row.get(0))?;
    if store.meta("members")? != members {
        return Ok(wrong("meta", "members".to_owned()));
    }
    Ok(TaskResult::default())
}

/// The search index lists every member under what its row gives, and under nothing else.
pub(super) fn check_search(store: &Store) -> Result<TaskResult, StoreError> {
    let wrong = search::wrong_member(&store.db)?;
    let named = |member: i64| Discrepancy::Table { table: "search_page".to_owned(), row: member.to_string() };
    Ok(wrong.map(named).map_or_else(TaskResult::default, TaskResult::wrong))
}

/// Rows without the operation or member they belong to, and counts that no operation binds though they are not old.
const STRAYS: [(&str, &str); 14] = [
    ("op_secret", "SELECT op FROM op_secret WHERE op NOT IN (SELECT seq FROM operation) LIMIT 1"),
    ("op_member", "SELECT op FROM op_member WHERE op NOT IN (SELECT seq FROM operation) LIMIT 1"),
    ("batch_block", "SELECT op FROM batch_block WHERE op NOT IN (SELECT seq FROM operation WHERE kind = 2) LIMIT 1"),
    ("import_batch", "SELECT op FROM import_batch WHERE op NOT IN (SELECT seq FROM operation) LIMIT 1"),
    (
        "import_batch",
        "SELECT op FROM import_batch WHERE closed_by IS NULL
         AND op > (SELECT v FROM meta WHERE k = 'counts_unbound_through') LIMIT 1",
    ),
    ("event_text", "SELECT event FROM event_text WHERE event NOT IN (SELECT id FROM member_event) LIMIT 1"),
    (
        "event_text",
        "SELECT t.event FROM event_text t JOIN member_event e ON e.id = t.event
         WHERE json_extract(e.body, '$.text') IS NULL LIMIT 1",
    ),
    ("desk_event", "SELECT id FROM desk_event WHERE op NOT IN (SELECT seq FROM operation) LIMIT 1"),
    ("desk_text", "SELECT event FROM desk_text WHERE event NOT IN (SELECT id FROM desk_event) LIMIT 1"),
    ("joined_member", "SELECT row FROM joined_member WHERE row NOT IN (SELECT id FROM member) LIMIT 1"),
    ("joined_member", "SELECT row FROM joined_member WHERE number < 1099511627776 LIMIT 1"),
    ("label", "SELECT id FROM label WHERE op NOT IN (SELECT seq FROM operation) LIMIT 1"),
    ("program", "SELECT version FROM program WHERE op NOT IN (SELECT seq FROM operation) LIMIT 1"),
    ("state", "SELECT member FROM state WHERE member NOT IN (SELECT id FROM member) LIMIT 1"),
];

/// The names of the rows of `meta`.
const META_KEYS: &[&str] = &[
    "clock_accepted",
    "console_id",
    "counts_unbound_through",
    "file_number",
    "last_seen_at",
    "log_holds_erased",
    "members",
    "order_key_through",
    "store_id",
    "tree_edge",
];

/// The names of the rows of `search_mark`.
const SEARCH_KEYS: &[&str] = &["merged", "terms_version", "through"];

/// Runs that answer and overlap another one, end before they begin, or list members that were not taken in.
const WRONG_RUNS: &str = "SELECT a.run FROM search_run a WHERE a.state = 0 AND (a.last < a.first
    OR a.last > (SELECT n FROM search_mark WHERE k = 'through')
    OR EXISTS (SELECT 1 FROM search_run b WHERE b.state = 0 AND b.run <> a.run AND b.first <= a.last AND b.last >= a.first)) LIMIT 1";

/// A row of a name that this program never gives.
fn unknown_key(store: &Store, table: &str, known: &[&str]) -> Result<Option<String>, StoreError> {
    let mut statement = store.db.prepare(&format!("SELECT k FROM {table}"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let key: String = row.get(0)?;
        if !known.contains(&key.as_str()) {
            return Ok(Some(key));
        }
    }
    Ok(None)
}

fn first(store: &Store, sql: &str) -> Result<Option<i64>, StoreError> {
    let mut statement = store.db.prepare(sql)?;
    let mut rows = statement.query([])?;
    Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
}

/// Versions of each file that are not what their own digest says, or are missing.
fn wrong_program(store: &Store) -> Result<Option<i64>, StoreError> {
    let mut statement = store.db.prepare("SELECT version, toml, sha256 FROM program ORDER BY version")?;
    let mut rows = statement.query([])?;
    let mut next = 1;
    while let Some(row) = rows.next()? {
        let digest: [u8; 32] = Sha256::digest(row.get_ref(1)?.as_bytes().unwrap_or_default()).into();
        let version: i64 = row.get(0)?;
        // Each file counts from 1.
        if FileNumber::of(version) > FileNumber::of(next) {
            next = FileNumber::of(version).first_row() + 1;
        }
        if version != next || row.get_ref(2)?.as_blob().ok() != Some(digest.as_slice()) {
            return Ok(Some(next));
        }
        next += 1;
    }
    Ok(None)
}

/// An operation that an undo took out and that is not listed so, or the other way round.
fn wrong_void(store: &Store) -> Result<Option<OpSeq>, StoreError> {
    let listed = store.listed_voids()?;
    let undone = store.voids_of_journal()?;
    let right = |op: &OpSeq| undone.get(op).map(|undo| (undo.by, undo.at)) == listed.get(op).copied();
    Ok(undone.keys().chain(listed.keys()).find(|op| !right(op)).copied())
}
