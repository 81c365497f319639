//! How a long scan tells how far it is, and hears that it may stop.

/// Who watches a scan of everybody, and may stop it.
pub trait ScanWatch {
    /// How much is done of how much.
    fn progress(&mut self, _done: u64, _total: u64) {}

    /// Whether to stop: the scan then ends with `Interrupted`.
    fn stop(&self) -> bool {
        false
    }
}

impl ScanWatch for () {}
