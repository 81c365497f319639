//! Questions in lanes: of each lane only the newest counts. A newer one takes the place of one that waits and interrupts
//! one that runs; a lane is never served by two threads at once.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// Stops what a reader's connection is doing. Called from another thread.
pub type Interrupt = Arc<dyn Fn() + Send + Sync>;

/// The lanes that readers serve. `L` names a lane, `J` is a question.
pub struct Lanes<L, J> {
    state: Mutex<LaneState<L, J>>,
    changed: Condvar,
}

struct LaneState<L, J> {
    waiting: Vec<(L, J)>,
    running: Vec<(L, Interrupt)>,
    closed: bool,
}

/// A question that a reader has taken. Give it back with [`Lanes::finish`].
#[derive(Debug)]
pub struct LaneJob<L, J> {
    pub lane: L,
    pub job: J,
}

impl<L: Copy + PartialEq, J> Lanes<L, J> {
    /// Empty lanes.
    pub fn new() -> Self {
        let state = LaneState { waiting: Vec::new(), running: Vec::new(), closed: false };
        Self { state: Mutex::new(state), changed: Condvar::new() }
    }

    /// Asks. What waited in this lane is forgotten, what runs in it is interrupted.
    pub fn put(&self, lane: L, job: J) {
        let mut state = self.lock();
        state.waiting.retain(|(l, _)| *l != lane);
        state.waiting.push((lane, job));
        // Under the lock: the reader can't have gone on to a question of another lane.
        for (_, interrupt) in state.running.iter().filter(|(l, _)| *l == lane) {
            interrupt();
        }
        drop(state);
        self.changed.notify_all();
    }

    /// Forgets what waits in a lane and interrupts what runs there; nobody wants its answer.
    pub fn stop(&self, lane: L) {
        let mut state = self.lock();
        state.waiting.retain(|(l, _)| *l != lane);
        for (_, interrupt) in state.running.iter().filter(|(l, _)| *l == lane) {
            interrupt();
        }
    }

    /// Waits for a question of the lanes that the caller serves; `None` once the lanes are closed. `interrupt` stops the caller
    /// while it works on the answer.
    pub fn take(&self, serves: impl Fn(L) -> bool, interrupt: &Interrupt) -> Option<LaneJob<L, J>> {
        let mut state = self.lock();
        loop {
            if state.closed {
                return None;
            }
            let free = |(lane, _): &(L, J)| serves(*lane) && !state.running.iter().any(|(l, _)| l == lane);
            if let Some(at) = state.waiting.iter().position(free) {
                let (lane, job) = state.waiting.remove(at);
                state.running.push((lane, Arc::clone(interrupt)));
                return Some(LaneJob { lane, job });
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Ends what [`Lanes::take`] began; false where a newer question of the lane has come, so that nobody wants the answer.
    pub fn finish(&self, lane: L) -> bool {
        let mut state = self.lock();
        state.running.retain(|(l, _)| *l != lane);
        let wanted = !state.closed && !state.waiting.iter().any(|(l, _)| *l == lane);
        drop(state);
        self.changed.notify_all();
        wanted
    }

    /// Forgets what waits, interrupts what runs, and sends every reader home.
    pub fn close(&self) {
        let mut state = self.lock();
        state.closed = true;
        state.waiting.clear();
        for (_, interrupt) in &state.running {
            interrupt();
        }
        drop(state);
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, LaneState<L, J>> {
        // Nothing here panics while it holds the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc;

    type Test = Lanes<char, u32>;

    /// An interrupt and how often it was called.
    fn counted() -> (Interrupt, Arc<AtomicUsize>) {
        let count = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&count);
        let interrupt = move || {
            counter.fetch_add(1, Ordering::SeqCst);
        };
        (Arc::new(interrupt), count)
    }

    fn nobody() -> Interrupt {
        counted().0
    }

    #[test]
    fn the_newest_of_a_lane_wins_and_lanes_keep_their_order() {
        let (lanes, (me, interrupts)) = (Test::new(), counted());
        for (lane, job) in [('f', 1), ('o', 2), ('f', 3), ('f', 4)] {
            lanes.put(lane, job);
        }
        let taken = || {
            let taken = lanes.take(|_| true, &me).unwrap();
            assert!(lanes.finish(taken.lane));
            (taken.lane, taken.job)
        };
        assert_eq!([taken(), taken()], [('o', 2), ('f', 4)]);
        assert_eq!(interrupts.load(Ordering::SeqCst), 0, "nothing ran, so nothing was interrupted");
    }

    #[test]
    fn a_newer_question_interrupts_the_running_one_of_its_lane_alone() {
        let (lanes, (find, finds), (open, opens)) = (Test::new(), counted(), counted());
        lanes.put('f', 1);
        lanes.put('o', 2);
        let (f, o) = (lanes.take(|_| true, &find).unwrap(), lanes.take(|_| true, &open).unwrap());
        lanes.put('f', 3);
        assert_eq!((finds.load(Ordering::SeqCst), opens.load(Ordering::SeqCst)), (1, 0));
        assert!(!lanes.finish(f.lane), "nobody wants the older answer");
        assert!(lanes.finish(o.lane));
        assert_eq!(lanes.take(|_| true, &find).unwrap().job, 3);
    }

    #[test]
    fn a_lane_is_not_served_twice_at_once() {
        let lanes = Arc::new(Test::new());
        lanes.put('f', 1);
        let first = lanes.take(|_| true, &nobody()).unwrap();
        lanes.put('f', 2);
        let (taken, wait) = mpsc::channel();
        let other = Arc::clone(&lanes);
        let thread = std::thread::spawn(move || taken.send(other.take(|_| true, &nobody()).map(|t| t.job)).unwrap());
        lanes.put('o', 9);
        assert_eq!(wait.recv().unwrap(), Some(9), "the other lane's question is served, not the second of the first");
        thread.join().unwrap();
        lanes.finish(first.lane);
        assert_eq!(lanes.take(|_| true, &nobody()).unwrap().job, 2);
    }

    #[test]
    fn a_reader_takes_what_it_serves_alone() {
        let lanes = Test::new();
        lanes.put('f', 1);
        lanes.put('o', 2);
        assert_eq!(lanes.take(|lane| lane == 'o', &nobody()).unwrap().job, 2);
        assert_eq!(lanes.take(|lane| lane != 'o', &nobody()).unwrap().job, 1);
    }

    #[test]
    fn closing_interrupts_and_sends_everybody_home() {
        let (lanes, (me, interrupts)) = (Test::new(), counted());
        lanes.put('f', 1);
        let taken = lanes.take(|_| true, &me).unwrap();
        lanes.put('o', 2);
        lanes.close();
        assert_eq!(interrupts.load(Ordering::SeqCst), 1);
        assert!(!lanes.finish(taken.lane));
        assert!(lanes.take(|_| true, &me).is_none());
    }
}
