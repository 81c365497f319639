//! How much a step may write, so that it holds the lock for no longer than somebody waits without noticing.

use crate::store::Stopwatch;
use std::time::Duration;

/// What a step should take, commit included.
const AIM: Duration = Duration::from_millis(40);

/// Rows of a step at the beginning, at least and at most.
const FIRST: usize = 1_000;
const LEAST: usize = 64;
const MOST: usize = 60_000;

/// Left free between two steps: others look for the lock every millisecond.
pub(super) const GAP: Duration = Duration::from_millis(2);

/// Rows a step should have, learnt from those before.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pace {
    rows: usize,
    most: usize,
}

impl Default for Pace {
    fn default() -> Self {
        Self { rows: FIRST, most: MOST }
    }
}

impl Pace {
    /// Steps of no more than so many rows.
    #[cfg(test)]
    pub(super) fn at_most(rows: usize) -> Self {
        Self { rows, most: rows }
    }

    /// Rows for the next step.
    pub(super) fn rows(self) -> usize {
        self.rows
    }

    /// A step of so many rows held the lock since `begun`; lets others in.
    pub(super) fn learn(&mut self, rows: usize, begun: Stopwatch) {
        self.fit(rows, begun.elapsed());
        std::thread::sleep(GAP);
    }

    fn fit(&mut self, rows: usize, took: Duration) {
        // A step that had fewer rows than it might says little about more.
        if took <= AIM && rows < self.rows / 2 {
            return;
        }
        let fitting = rows.max(1).saturating_mul(micros(AIM)) / micros(took).max(1);
        // One slow disk write is no reason to crawl, and one quick one none to leap.
        self.rows = fitting.clamp(self.rows / 2, self.rows + self.rows / 2).max(LEAST).min(self.most);
    }
}

fn micros(time: Duration) -> usize {
    usize::try_from(time.as_micros()).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_grow_and_shrink_towards_the_aim() {
        let mut pace = Pace::default();
        for _ in 0..20 {
            // A millisecond for a hundred rows.
            pace.fit(pace.rows(), Duration::from_micros(10 * u64::try_from(pace.rows()).unwrap()));
        }
        assert!((3_900..4_100).contains(&pace.rows()), "{}", pace.rows());
        for _ in 0..20 {
            pace.fit(pace.rows(), Duration::from_millis(u64::try_from(pace.rows()).unwrap()));
        }
        assert_eq!(pace.rows(), LEAST);
    }

    #[test]
    fn a_short_last_step_teaches_nothing() {
        let mut pace = Pace { rows: 5_000, ..Pace::default() };
        pace.fit(10, Duration::from_millis(8));
        assert_eq!(pace.rows(), 5_000);
    }
}
