//! A long read of many rows in two halves, the second on a thread and a connection of its own.

use super::super::Store;
use super::super::error::StoreError;
use super::Watch;
use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

/// With fewer rows a second connection costs more than it saves. Tests try it with few.
const MANY: i64 = if cfg!(test) { 16 } else { 200_000 };

/// A range of ids.
pub(super) type Ids = RangeInclusive<i64>;

impl Store {
    /// Reads rows by their ids, in two halves at once where there are many, and answers the parts in order. To be called inside
    /// [`Store::read`]: the second connection sees the same state of the file, or its half is read here.
    pub(super) fn in_halves<T: Send>(
        &self,
        last: i64,
        watch: &mut dyn Watch,
        read: &(impl Fn(&Self, Ids, &mut dyn Watch) -> Result<T, StoreError> + Sync),
    ) -> Result<Vec<T>, StoreError> {
        let Some(path) = self.path.as_deref().filter(|_| last >= MANY) else {
            return Ok(vec![read(self, 1..=last, watch)?]);
        };
        let (middle, newest, halt) = (last / 2, self.newest_seq()?, AtomicBool::new(false));
        let second = || {
            let store = Self::open(path)?;
            store.read(|store| {
                let is_same = store.newest_seq()? == newest;
                if is_same { read(store, middle + 1..=last, &mut Told(&halt)).map(Some) } else { Ok(None) }
            })
        };
        let (first, second) = thread::scope(|scope| {
            let second = scope.spawn(second);
            let first = read(self, 1..=middle, &mut Half { watch: &mut *watch, halt: &halt });
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
struct Half<'a> {
    watch: &'a mut dyn Watch,
    halt: &'a AtomicBool,
}

impl Watch for Half<'_> {
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
struct Told<'a>(&'a AtomicBool);

impl Watch for Told<'_> {
    fn stop(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}
