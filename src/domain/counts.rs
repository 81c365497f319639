//! Undoing an event in general: a later one says that it counts no more, or that it counts again.

use super::day::Instant;
use super::num::FactId;

/// What one `Counts` event says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountsChange {
    /// Its place in time: instant, and the id that all files know.
    pub place: (Instant, FactId),
    /// The event that it is about.
    pub of: FactId,
    /// Whether that one counts from here on.
    pub counts: bool,
}

/// The events that count no more: those of which the last change says so, whatever the order in which the changes are given.
///
/// ```
/// use loyaltui::domain::counts::{CountsChange, uncounted};
/// use loyaltui::domain::day::Instant;
/// use loyaltui::domain::num::FactId;
///
/// let change = |at, id, of, counts| CountsChange { place: (Instant(at), FactId(id)), of: FactId(of), counts };
/// let changes = [change(20, 9, 1, true), change(10, 8, 1, false), change(10, 7, 2, false)];
/// assert_eq!(uncounted(changes), [FactId(2)]);
/// ```
pub fn uncounted(changes: impl IntoIterator<Item = CountsChange>) -> Vec<FactId> {
    let mut changes: Vec<CountsChange> = changes.into_iter().collect();
    changes.sort_by_key(|change| (change.of, change.place));
    let last = changes.chunk_by(|a, b| a.of == b.of).filter_map(<[_]>::last);
    last.filter(|change| !change.counts).map(|change| change.of).collect()
}
