//! Who watches what takes long on the command line: a progress line, and the signals that stop it.

use super::context::CliContext;
use super::fail::CliFailure;
use super::progress::ProgressLine;
use crate::desk::ask::ScanWatch;
use crate::t;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What the shell sees of a program that a second ctrl-c has ended.
const INTERRUPTED: i32 = 130;

/// A flag that ctrl-c (or a hang-up, or a termination) raises, so that what runs ends at a good place. Whoever can't wait
/// for that says it twice.
pub fn stopped_by_signals() -> Result<Arc<AtomicBool>, CliFailure> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        let again = signal_hook::flag::register_conditional_shutdown(signal, INTERRUPTED, Arc::clone(&stop));
        let once = again.and_then(|_| signal_hook::flag::register(signal, Arc::clone(&stop)));
        once.map_err(|error| CliFailure::Fault(format!("signal {signal}: {error}")))?;
    }
    Ok(stop)
}

pub struct Scan {
    bar: ProgressLine,
    stop: Arc<AtomicBool>,
}

impl Scan {
    /// Watches from now on.
    pub fn begin(context: &CliContext) -> Result<Self, CliFailure> {
        Ok(Self { bar: ProgressLine::new(&t!(context.words, "cli.scanning")), stop: stopped_by_signals()? })
    }
}

impl ScanWatch for Scan {
    fn progress(&mut self, done: u64, total: u64) {
        self.bar.at(done, total);
    }

    fn stop(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}
