//! Connections to SQLite, and nothing of what is in the files.

use super::error::StoreError;
use super::place::{LOG, beside};
use rusqlite::{Connection, OpenFlags};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

/// Waits of 1 ms, then of 5 ms, for another console's write: five seconds in all. The steps of an import take a tenth of one;
/// only what writes everything anew (`rebuild`) takes longer, and then it is better to say so.
const BUSY_TRIES: i32 = 1_320;

/// A connection to a file, or to a database of its own in memory.
#[expect(clippy::disallowed_methods, reason = "the one place that opens SQLite")]
pub(super) fn connect(path: Option<&Path>) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    path.map_or_else(Connection::open_in_memory, |path| Connection::open_with_flags(no_uri(path), flags))
}

/// A connection that only reads. Where nothing lies beside the file, nobody has it open: SQLite then need not, and in a folder
/// that can't be written could not, lay anything there.
pub(super) fn connect_to_read(path: &Path) -> rusqlite::Result<Connection> {
    let has_log = std::fs::metadata(beside(path, LOG)).is_ok_and(|meta| meta.len() > 0);
    if has_log { connect_by_uri(path, "mode=ro") } else { connect_to_read_alone(path) }
}

/// A connection to what the file itself holds, whatever its log says. It takes no locks.
pub(super) fn connect_to_read_alone(path: &Path) -> rusqlite::Result<Connection> {
    connect_by_uri(path, "mode=ro&immutable=1")
}

#[expect(clippy::disallowed_methods, reason = "the one place that opens SQLite")]
fn connect_by_uri(path: &Path, options: &str) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let path = no_uri(path);
    let mut uri = String::from("file:");
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => uri.push(char::from(*byte)),
            // Writing to a text cannot fail.
            other => drop(write!(uri, "%{other:02X}")),
        }
    }
    uri.push('?');
    uri.push_str(options);
    Connection::open_with_flags(uri, flags)
}

/// Whether nobody has a file open: `Busy` where somebody has.
pub(super) fn has_for_itself(path: &Path) -> Result<(), StoreError> {
    let db = connect(Some(path))?;
    db.busy_timeout(Duration::ZERO)?;
    db.execute_batch("PRAGMA locking_mode = EXCLUSIVE")?;
    db.query_row("PRAGMA application_id", [], |_| Ok(()))?;
    Ok(())
}

/// A path from the root: SQLite takes `file:` or `:memory:` at the beginning of a name for more than a name.
pub(super) fn no_uri(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// SQLite's own waits grow to 100 ms, in which an import beside us takes the lock again and again.
pub(super) fn wait_a_little(tries: i32) -> bool {
    thread::sleep(Duration::from_millis(if tries < 400 { 1 } else { 5 }));
    tries < BUSY_TRIES
}
