//! Rows that have just changed, marked for a moment so that they are seen.

use crate::domain::day::Instant;

/// How long a changed row is marked, in milliseconds.
const MARKED_MS: i64 = 4_000;

/// The keys of the rows that have just changed, whoever changed them.
#[derive(Debug, Clone)]
pub struct FreshRows<K> {
    keys: Vec<K>,
    until: Option<Instant>,
}

impl<K> Default for FreshRows<K> {
    fn default() -> Self {
        Self { keys: Vec::new(), until: None }
    }
}

impl<K: PartialEq> FreshRows<K> {
    /// Marks rows from now on. Where none has changed, those marked before stay so until their time is over.
    pub fn mark(&mut self, keys: Vec<K>, now: Instant) {
        if !keys.is_empty() {
            (self.keys, self.until) = (keys, Some(Instant(now.0 + MARKED_MS)));
        }
    }

    /// Whether a row is marked.
    pub fn is_marked(&self, key: &K, now: Instant) -> bool {
        self.until.is_some_and(|until| now < until) && self.keys.contains(key)
    }

    /// When the marks go, if there are any after `now`.
    pub fn until(&self, now: Instant) -> Option<Instant> {
        self.until.filter(|until| now < *until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_row_is_marked_for_a_moment() {
        let mut rows = FreshRows::default();
        rows.mark(vec![7], Instant(1_000));
        assert!(rows.is_marked(&7, Instant(1_000)) && !rows.is_marked(&8, Instant(1_000)));
        assert_eq!(rows.until(Instant(2_000)), Some(Instant(5_000)));
        rows.mark(Vec::new(), Instant(2_000));
        assert!(rows.is_marked(&7, Instant(4_999)), "nothing new takes no mark away");
        assert!(!rows.is_marked(&7, Instant(5_000)));
        assert_eq!(rows.until(Instant(5_000)), None, "time that has come wakes nobody again");
    }
}
