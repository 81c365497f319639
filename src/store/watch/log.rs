//! Whether the log of an open file still holds what its index tells of: somebody may empty it or write over it in its place, and
//! SQLite, which trusts the index, would take whatever is there for pages.

use super::AGAIN;
use rusqlite::Connection;
use std::cell::Cell;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::thread;

/// Bytes before the first frame.
const HEADER: u64 = 32;

/// Bytes of a frame before its page.
const FRAME: u64 = 24;

/// The first four bytes of a log, but for the last bit, which says in which order the checksums take their bytes.
const MAGIC: u32 = 0x377F_0682;

/// What an index tells of its log: frames that count, and how many of them are in the data file already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Frames {
    count: u64,
    home: u64,
}

/// What a look at a log saw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LogLook {
    /// It holds what its index tells of, or the index tells of nothing.
    Own(Option<LogMark>),
    /// It holds something else.
    Strange { frames: Frames, is_prefix: bool },
    /// Somebody was writing, or it could not be read.
    Unclear,
}

/// A log by the number that it was begun with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct LogMark {
    salt: [u8; 8],
    written: Written,
}

/// How much others and a connection itself had written: only who writes begins a log anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Written {
    by_others: i64,
    by_itself: u64,
}

/// What became of a log that holds something else than its index tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct StrangeLog {
    /// Everything that was saved is in the data file.
    pub is_home: bool,
    /// Whoever opens the file next may read the log: it holds a beginning of what was saved.
    pub is_prefix: bool,
}

/// Knows a log again.
#[derive(Debug, Default)]
pub(super) struct LogWatch {
    seen: Cell<Option<LogMark>>,
}

impl LogWatch {
    /// Looks at the log of a connection; `None` where nothing stands against it.
    pub(super) fn look(&self, db: &Connection, log: &Path) -> Option<StrangeLog> {
        let known = self.seen.get();
        let mut look = look(db, log, known);
        if matches!(look, LogLook::Strange { .. }) {
            // Somebody may have begun it anew just then.
            thread::sleep(AGAIN);
            look = self::look(db, log, known);
        }
        match look {
            LogLook::Own(mark) => {
                self.seen.set(mark);
                None
            }
            LogLook::Strange { frames, is_prefix } => {
                Some(StrangeLog { is_home: frames.home >= frames.count, is_prefix })
            }
            LogLook::Unclear => None,
        }
    }
}

fn look(db: &Connection, log: &Path, known: Option<LogMark>) -> LogLook {
    let told = || frames(db).ok();
    let Some(before) = told() else { return LogLook::Unclear };
    if before.count == 0 {
        return LogLook::Own(None);
    }
    let Ok(page) = db.query_row("PRAGMA page_size", [], |row| row.get::<_, u32>(0)) else { return LogLook::Unclear };
    let page = u64::from(page);
    let found = match bytes(log, HEADER + (before.count - 1) * (FRAME + page)) {
        Ok(found) => found,
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => LogBytes::default(),
        Err(_) => return LogLook::Unclear,
    };
    // Asked after the log, so that whoever begins it anew is heard of before what he began.
    let by_others = db.query_row("PRAGMA data_version", [], |row| row.get::<_, i64>(0)).ok();
    let written = by_others.map(|by_others| Written { by_others, by_itself: db.total_changes() });
    if told() != Some(before) {
        return LogLook::Unclear;
    }
    let is_whole = found.length >= HEADER + before.count * (FRAME + page);
    let is_known = known.is_none_or(|known| known.salt == found.salt() || written != Some(known.written));
    if is_whole && is_known && found.is_log() && found.last_salt() == found.salt() && found.ends_a_change() {
        let mark = written.map(|written| LogMark { salt: found.salt(), written });
        return LogLook::Own(mark);
    }
    let is_prefix = known.is_some_and(|known| known.salt == found.salt())
        && found.is_log()
        && found.length >= HEADER + before.home * (FRAME + page);
    LogLook::Strange { frames: before, is_prefix }
}

/// Asks the index, and moves nothing.
fn frames(db: &Connection) -> rusqlite::Result<Frames> {
    db.query_row("PRAGMA wal_checkpoint(NOOP)", [], |row| {
        let (count, home): (i64, i64) = (row.get(1)?, row.get(2)?);
        let whole = |n: i64| u64::try_from(n).unwrap_or(0);
        Ok(Frames { count: whole(count), home: whole(home) })
    })
}

/// What is looked at of a log.
#[derive(Debug, Clone, Copy, Default)]
struct LogBytes {
    length: u64,
    header: [u8; 32],
    /// The beginning of the last frame that counts; zeros where the log ends before.
    last: [u8; 24],
}

fn bytes(log: &Path, last: u64) -> io::Result<LogBytes> {
    // Of the log no locks are held that closing it could take off.
    let file = File::open(log)?;
    let mut found = LogBytes { length: file.metadata()?.len(), ..LogBytes::default() };
    file.read_exact_at(&mut found.header, 0)?;
    if found.length >= last + FRAME {
        file.read_exact_at(&mut found.last, last)?;
    }
    Ok(found)
}

impl LogBytes {
    fn salt(&self) -> [u8; 8] {
        std::array::from_fn(|n| self.header[16 + n])
    }

    fn last_salt(&self) -> [u8; 8] {
        std::array::from_fn(|n| self.last[8 + n])
    }

    /// The last frame that counts is the last one of a change: it says how many pages the file has then.
    fn ends_a_change(&self) -> bool {
        self.last[4..8].iter().any(|byte| *byte != 0)
    }

    /// Whether it begins as a log does, checksum and all.
    fn is_log(&self) -> bool {
        let word = |at: usize| -> [u8; 4] { std::array::from_fn(|n| self.header[at + n]) };
        let magic = u32::from_be_bytes(word(0));
        let read = |at: usize| {
            if magic & 1 == 1 { u32::from_be_bytes(word(at)) } else { u32::from_le_bytes(word(at)) }
        };
        let (mut first, mut second) = (0_u32, 0_u32);
        for at in (0..24).step_by(8) {
            first = first.wrapping_add(read(at)).wrapping_add(second);
            second = second.wrapping_add(read(at + 4)).wrapping_add(first);
        }
        magic & !1 == MAGIC && [first, second] == [24, 28].map(|at| u32::from_be_bytes(word(at)))
    }
}
