//! A line on standard error that says how far something is; nothing where that is no terminal.

use crate::desk::ask::ScanWatch;
use indicatif::{ProgressBar, ProgressStyle};

/// A progress line; it goes away when dropped.
#[derive(Debug)]
pub struct ProgressLine(ProgressBar);

impl ProgressLine {
    /// A line with its words.
    pub fn new(words: &str) -> Self {
        let bar = ProgressBar::new(0);
        // A template that can't be read leaves the library's own.
        if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {percent}%") {
            bar.set_style(style);
        }
        bar.set_message(words.to_owned());
        Self(bar)
    }

    /// How many of how many are done.
    pub fn at(&self, done: u64, total: u64) {
        self.0.set_length(total);
        self.0.set_position(done);
    }
}

/// What takes long and is not stopped halfway.
impl ScanWatch for ProgressLine {
    fn progress(&mut self, done: u64, total: u64) {
        self.at(done, total);
    }
}

impl Drop for ProgressLine {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
