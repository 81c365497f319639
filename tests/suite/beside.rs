//! The console beside others: an import that runs, and somebody who keeps the file to himself.

use crate::common::pty::{Terminal, loyaltui};
use crate::world::{Asks, World};
use loyaltui::desk::import::{ImportOptions, ImportSource, NoWatch};
use loyaltui::runtime::clock::now;
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// A members file that has another row until it is told that it is enough, or too long has passed.
struct Endless {
    pending: Vec<u8>,
    rows: Arc<AtomicUsize>,
    enough: Arc<AtomicBool>,
    deadline: Instant,
}

impl Read for Endless {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let ends = self.enough.load(Ordering::Acquire) || Instant::now() > self.deadline;
        if self.pending.is_empty() && !ends {
            let first = self.rows.fetch_add(100, Ordering::AcqRel);
            let rows = (first..first + 100).map(|n| format!("W{n:07},周{n},1380{n:07}\n"));
            self.pending = rows.collect::<String>().into_bytes();
        }
        let n = out.len().min(self.pending.len());
        out[..n].copy_from_slice(&self.pending[..n]);
        self.pending.drain(..n);
        Ok(n)
    }
}

fn stocked() -> World {
    let mut shop = World::in_a_file(now);
    let wei = shop.member("M0012345", "张伟", "13912345678");
    shop.adjust(wei, 500);
    shop
}

fn console(shop: &World) -> Terminal {
    let terminal = Terminal::start(loyaltui(&shop.path()), 120, 36);
    terminal.until_text("shop.db");
    terminal
}

#[test]
fn keys_are_answered_and_points_moved_while_an_import_runs() {
    let mut shop = stocked();
    let (rows, enough) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(false)));
    let file = Endless {
        pending: b"member_no,name,phone\n".to_vec(),
        rows: Arc::clone(&rows),
        enough: Arc::clone(&enough),
        deadline: Instant::now() + Duration::from_secs(120),
    };
    let mut desk = shop.desk_of("importer");
    let import = std::thread::spawn(move || {
        let source = ImportSource { reader: Box::new(file), bytes: None };
        desk.import_members(source, &ImportOptions::default(), &mut NoWatch, now()).unwrap()
    });
    let mut reader = shop.desk_of("reader");
    let deadline = Instant::now() + Duration::from_secs(30);
    while reader.find("W0000000", 1, now()).unwrap().total == 0 && Instant::now() < deadline {
        std::thread::park_timeout(Duration::from_millis(5));
    }
    let mut terminal = console(&shop);
    terminal.keys("W0000000");
    terminal.until_text("周0");
    terminal.keys("ctrl-u '139 1234 5678' enter");
    terminal.until_text("M0012345");
    terminal.keys("+70 enter enter");
    terminal.until_text("570");
    terminal.keys("y");
    terminal.until("the points", |_| shop.balance("M0012345") == 570);
    let written = rows.load(Ordering::Acquire);
    terminal.keys("u");
    terminal.until_text("500");
    assert!(!import.is_finished() && written > 0, "it ran all the while");
    enough.store(true, Ordering::Release);
    let summary = import.join().unwrap();
    assert_eq!(usize::try_from(summary.new).unwrap(), rows.load(Ordering::Acquire));
    terminal.keys("ctrl-c");
    assert_eq!(terminal.exit(), Ok(0));
}

#[test]
fn somebody_who_keeps_the_file_to_himself_does_not_hold_up_the_screen() {
    let mut shop = stocked();
    let mut terminal = console(&shop);
    terminal.keys("5678 enter +70 enter enter");
    terminal.until_text("570");
    let other = rusqlite::Connection::open(shop.path()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    terminal.keys("y");
    // The commit waits, the screen does not: it is drawn anew; then it is told that nothing was written.
    terminal.resize(40, 10);
    terminal.until_text("60");
    assert!(!terminal.text().contains("nothing was saved"));
    terminal.resize(120, 36);
    terminal.until_text("nothing was saved");
    assert_eq!(shop.balance("M0012345"), 500);
    other.execute_batch("COMMIT").unwrap();
    // What was typed is not saved: leaving asks once.
    terminal.keys("ctrl-c ctrl-c");
    assert_eq!(terminal.exit(), Ok(0));
}
