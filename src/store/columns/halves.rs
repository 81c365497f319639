//! A long read of many rows in two halves, the second on a thread and a connection of its own.

use super::super::Store;
use super::super::error::StoreError;
use super::watch::ScanWatch;
use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

/// With fewer rows a second connection costs more than it saves. Tests try it with few.
const MANY: i64 = if cfg!(test) { 16 } else { 200_000 };

pub(super) type Ids = RangeInclusive<i64>;

impl Store {
    /// Reads rows by their ids, in two halves at once where there are many, and answers the parts in order. To be called inside
    /// [`Store::read`]: the second connection sees the same state of the file, or its half is read here.
    pub(super) fn in_halves<T: Send>(
        &self,
        last: i64,
        watch: &mut dyn ScanWatch,
        read: &(impl Fn(&Self, Ids, &mut dyn ScanWatch) -> Result<T, StoreError> + Sync),
    ) -> Result<Vec<T>, StoreError> {
        let Some(path) = self.path().filter(|_| last >= MANY) else {
            return Ok(vec![read(self, 1..=last, watch)?]);
        };
        let (middle, newest, halt) = (last / 2, self.newest_seq()?, AtomicBool::new(false));
        let second = || {
            let store = Self::open(path)?;
            store.read(|store| {
                let is_same = store.newest_seq()? == newest;
                if is_same { read(store, middle + 1..=last, &mut SecondHalfWatch(&halt)).map(Some) } else { Ok(None) }
            })
        };
        let (first, second) = thread::scope(|scope| {
            let second = scope.spawn(second);
            let first = read(self, 1..=middle, &mut FirstHalfWatch { watch: &mut *watch, halt: &halt });
            // Whoever waits for nothing is waited for by nobody.
            halt.fetch_or(first.is_err(), Ordering::Release);
            let second = second.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            (first, second)
        });
        let first = first?;
        // What the other connection could not do (the file is gone, say) is tried, and told, here.
        let second = match second {
            Ok(Some(second)) => second,
            Err(StoreError::Interrupted) => return Err(StoreError::Interrupted),
            Ok(None) | Err(_) => read(self, middle + 1..=last, watch)?,
        };
        Ok(vec![first, second])
    }
}

/// Who watches the first half, for both.
struct FirstHalfWatch<'a> {
    watch: &'a mut dyn ScanWatch,
    halt: &'a AtomicBool,
}

impl ScanWatch for FirstHalfWatch<'_> {
    fn progress(&mut self, done: u64, total: u64) {
        self.watch.progress((2 * done).min(total), total);
    }

    fn stop(&self) -> bool {
        let stop = self.watch.stop();
        self.halt.fetch_or(stop, Ordering::Release);
        stop
    }
}

/// The second half hears of it.
struct SecondHalfWatch<'a>(&'a AtomicBool);

impl ScanWatch for SecondHalfWatch<'_> {
    fn stop(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    /// A file, and how many rows each part was asked for.
    fn asked(store: &Store, last: i64) -> Vec<(i64, i64)> {
        let read = |_: &Store, ids: Ids, _: &mut dyn ScanWatch| Ok((*ids.start(), *ids.end()));
        store.read(|store| store.in_halves(last, &mut (), &read)).unwrap()
    }

    #[test]
    fn many_rows_are_read_in_two_halves_that_are_all_of_them() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::create(&folder.path().join("shop.db")).unwrap();
        assert_eq!(asked(&store, MANY - 1), [(1, MANY - 1)], "few");
        assert_eq!(asked(&store, 101), [(1, 50), (51, 101)]);
        assert_eq!(asked(&Store::open_in_memory().unwrap(), 101), [(1, 101)], "no second connection");
    }

    #[test]
    fn the_second_half_is_read_here_where_nobody_else_can() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shop.db");
        let store = Store::create(&path).unwrap();
        std::fs::rename(&path, folder.path().join("elsewhere.db")).unwrap();
        assert_eq!(asked(&store, 101), [(1, 50), (51, 101)]);
    }

    /// Says stop when it has been told of so many rows.
    struct Stop(Cell<u64>);

    impl ScanWatch for Stop {
        fn stop(&self) -> bool {
            self.0.set(self.0.get() + 1);
            self.0.get() > 3
        }
    }

    #[test]
    fn who_watches_stops_both_halves() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::create(&folder.path().join("shop.db")).unwrap();
        let read = |_: &Store, _: Ids, watch: &mut dyn ScanWatch| -> Result<(), StoreError> {
            loop {
                if watch.stop() {
                    return Err(StoreError::Interrupted);
                }
                thread::yield_now();
            }
        };
        let stopped = store.read(|store| store.in_halves(101, &mut Stop(Cell::new(0)), &read));
        assert!(matches!(stopped, Err(StoreError::Interrupted)), "{stopped:?}");
    }
}
