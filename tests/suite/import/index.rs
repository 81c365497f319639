//! The search index beside an import: members are found by it before all of them are written.

use crate::world::{NOW, World};
use loyaltui::desk::import::{ImportOptions, ImportSource, NoWatch};
use std::io::{self, Read};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// A members file that stops in the middle until the index holds somebody, or too long has passed.
struct Paused {
    rows: Range<usize>,
    pending: Vec<u8>,
    path: PathBuf,
    deadline: Instant,
    seen: Arc<AtomicBool>,
}

impl Paused {
    fn wait_for_the_index(&self) {
        let db = rusqlite::Connection::open(&self.path).unwrap();
        let holds = || {
            let sql = "SELECT n > 0 FROM search_mark WHERE k = 'through'";
            db.query_row(sql, [], |row| row.get::<_, bool>(0)).unwrap()
        };
        while !holds() && Instant::now() < self.deadline {
            thread::park_timeout(Duration::from_millis(2));
        }
        self.seen.store(holds(), Ordering::Release);
    }
}

impl Read for Paused {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.pending.is_empty() {
            if self.rows.start == 36_000 {
                self.wait_for_the_index();
            }
            let some = self.rows.by_ref().take(1_000).map(|n| format!("W{n:05},Name {n}\n"));
            self.pending = some.collect::<String>().into_bytes();
        }
        let n = out.len().min(self.pending.len());
        out[..n].copy_from_slice(&self.pending[..n]);
        self.pending.drain(..n);
        Ok(n)
    }
}

#[test]
fn members_are_in_the_index_before_the_import_is_at_its_end() {
    let mut shop = World::in_a_file(|| NOW);
    let seen = Arc::default();
    let paused = Paused {
        rows: 0..40_000,
        pending: b"member_no,name\n".to_vec(),
        path: shop.path(),
        deadline: Instant::now() + Duration::from_secs(30),
        seen: Arc::clone(&seen),
    };
    let source = ImportSource { reader: Box::new(paused), bytes: None };
    let summary = shop.desk.import_members(source, &ImportOptions::default(), &mut NoWatch, NOW).unwrap();
    assert_eq!(summary.new, 40_000);
    assert!(seen.load(Ordering::Acquire), "rows that had been read waited for the rest of the file");
    shop.is_sound();
}
