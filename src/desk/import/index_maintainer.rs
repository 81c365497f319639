//! Keeping the search index while an import writes, on a thread and a connection of its own: members are found soon after
//! they are written, and neither waits for what the other thinks about, only for what it writes.

use super::DeskError;
use super::pace::GAP;
use crate::store::Store;
use crate::store::search::SlicePace;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{Scope, ScopedJoinHandle};

/// Whose turn it is to write: who asked first. It is handed on only after the [`GAP`], so that a console that waits for the
/// write lock does not have to wait for two writers in a row.
#[derive(Debug, Clone, Default)]
pub(super) struct WriteTurn(Arc<(Mutex<TurnQueue>, Condvar)>);

/// Numbers that have been drawn, and the one whose turn it is.
#[derive(Debug, Default)]
struct TurnQueue {
    drawn: u64,
    turn: u64,
}

/// One's own turn; it is over when this is dropped.
pub(super) struct TurnGuard<'t>(&'t WriteTurn);

impl WriteTurn {
    pub(super) fn take(&self) -> TurnGuard<'_> {
        let mut queue = self.queue();
        let mine = queue.drawn;
        queue.drawn += 1;
        while queue.turn != mine {
            queue = self.0.1.wait(queue).unwrap_or_else(PoisonError::into_inner);
        }
        drop(queue);
        TurnGuard(self)
    }

    fn queue(&self) -> MutexGuard<'_, TurnQueue> {
        // A panic can't leave anything half-done behind it.
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for TurnGuard<'_> {
    fn drop(&mut self) {
        self.0.queue().turn += 1;
        self.0.0.1.notify_all();
    }
}

/// The thread that keeps the index.
pub(super) struct IndexMaintainer<'scope> {
    steps: Sender<()>,
    thread: ScopedJoinHandle<'scope, ()>,
}

impl<'scope> IndexMaintainer<'scope> {
    /// Begins, on the store at a path. One in memory has one connection: its index is kept at the end.
    pub(super) fn begin<'env: 'scope>(scope: &'scope Scope<'scope, 'env>, path: PathBuf, turn: &WriteTurn) -> Self {
        let turn = turn.clone();
        let (steps, written) = channel();
        let thread = scope.spawn(move || keep_up(&path, &written, &turn));
        Self { steps, thread }
    }

    /// Where to say that a step has been written.
    pub(super) fn steps(&self) -> Sender<()> {
        self.steps.clone()
    }

    /// Waits until it has finished its slice. What is left is nobody's yet. Whoever got [`IndexMaintainer::steps`] must have dropped it.
    pub(super) fn end(self) {
        drop(self.steps);
        // What it could not do is tried again at the end of the import, and told there.
        let _ = self.thread.join();
    }
}

fn keep_up(path: &Path, written: &Receiver<()>, turn: &WriteTurn) {
    let kept = Store::open(path).map_err(DeskError::from).and_then(|store| {
        // The import empties the log: an emptying here would hold up its steps.
        store.leave_log_to_others()?;
        while written.recv().is_ok() {
            while let (Some(slice), true) = (store.next_tending(SlicePace::Beside)?, goes_on(written)) {
                for part in 0..slice.parts() {
                    let _mine = turn.take();
                    let fits = store.write_tending(&slice, part)?;
                    std::thread::sleep(GAP);
                    if !fits {
                        break;
                    }
                }
            }
        }
        Ok(())
    });
    // See `IndexMaintainer::end`.
    drop(kept);
}

/// Forgets what has been said of steps so far; `false` once nobody writes any.
fn goes_on(written: &Receiver<()>) -> bool {
    loop {
        match written.try_recv() {
            Ok(()) => {}
            Err(TryRecvError::Empty) => return true,
            Err(TryRecvError::Disconnected) => return false,
        }
    }
}
