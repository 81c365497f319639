//! Signals as data: a handler sets a flag and writes to the wait's pipe, nothing more.

use super::wait::Waker;
use signal_hook::consts::{
    SIGABRT, SIGALRM, SIGCONT, SIGHUP, SIGINT, SIGIO, SIGPROF, SIGQUIT, SIGSYS, SIGTERM, SIGTRAP, SIGTSTP, SIGUSR1,
    SIGUSR2, SIGVTALRM, SIGWINCH, SIGXCPU,
};
use signal_hook::{SigId, flag, low_level};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Those that end the program: the usual ones, and those that would end it at once, with the terminal as it was left. Of a fault
/// of the program's own (SEGV, BUS, ILL, FPE) `fault` takes care.
const ENDING: [i32; 14] = [
    SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGIO, SIGSYS, SIGTRAP, SIGXCPU,
    SIGABRT,
];

/// Those that only Linux has: for the stack of the coprocessor, for failing power, and the free ones above 34.
#[cfg(target_os = "linux")]
const ENDING_HERE: [std::ops::RangeInclusive<i32>; 3] = [16..=16, 30..=30, 34..=64];
#[cfg(not(target_os = "linux"))]
const ENDING_HERE: [std::ops::RangeInclusive<i32>; 0] = [];

/// Every signal that ends the program.
fn ending() -> impl Iterator<Item = i32> {
    ENDING.into_iter().chain(ENDING_HERE.into_iter().flatten())
}

/// What the process was told, until it is asked.
#[derive(Debug)]
pub struct Signals {
    ended_by: Arc<AtomicUsize>,
    continued: Arc<AtomicBool>,
    resized: Arc<AtomicBool>,
    stopped: Arc<AtomicBool>,
    /// Once set, a second ending signal ends the process at once: somebody does not want to wait for the writer.
    impatient: Arc<AtomicBool>,
    ids: Vec<SigId>,
}

impl Signals {
    /// Listens until dropped.
    pub fn listen(waker: &Waker) -> io::Result<Self> {
        let mut signals = Self {
            ended_by: Arc::default(),
            continued: Arc::default(),
            resized: Arc::default(),
            stopped: Arc::default(),
            impatient: Arc::default(),
            ids: Vec::new(),
        };
        for signal in ending() {
            let impatient = Arc::clone(&signals.impatient);
            match flag::register_conditional_default(signal, impatient) {
                Ok(id) => signals.ids.push(id),
                // One that can't end the process at once leaves that to the others.
                Err(error) if error.kind() == io::ErrorKind::InvalidInput => {}
                Err(error) => return Err(error),
            }
            let number = usize::try_from(signal).unwrap_or_default();
            signals.ids.push(flag::register_usize(signal, Arc::clone(&signals.ended_by), number)?);
        }
        signals.ids.push(flag::register(SIGCONT, Arc::clone(&signals.continued))?);
        signals.ids.push(flag::register(SIGWINCH, Arc::clone(&signals.resized))?);
        signals.ids.push(flag::register(SIGTSTP, Arc::clone(&signals.stopped))?);
        // Handlers of one signal run in the order of registration, so the flag is up before the pipe wakes anybody.
        for signal in ending().chain([SIGCONT, SIGWINCH, SIGTSTP]) {
            signals.ids.push(low_level::pipe::register(signal, waker.pipe()?)?);
        }
        Ok(signals)
    }

    /// The signal that asked for the end.
    pub fn ended_by(&self) -> Option<u8> {
        match self.ended_by.load(Ordering::SeqCst) {
            0 => None,
            signal => u8::try_from(signal).ok(),
        }
    }

    /// Whether the process was continued since this was last asked.
    pub fn take_continued(&self) -> bool {
        self.continued.swap(false, Ordering::AcqRel)
    }

    /// Whether the window changed its size since this was last asked.
    pub fn take_resized(&self) -> bool {
        self.resized.swap(false, Ordering::AcqRel)
    }

    /// Whether somebody asked the process to stop since this was last asked.
    pub fn take_stopped(&self) -> bool {
        self.stopped.swap(false, Ordering::AcqRel)
    }

    /// The terminal is restored: from here on an ending signal ends the process at once.
    pub fn let_go(&self) {
        self.impatient.store(true, Ordering::Release);
    }
}

impl Drop for Signals {
    fn drop(&mut self) {
        for id in self.ids.drain(..) {
            low_level::unregister(id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::wait::Wait;
    use std::time::Duration;

    #[test]
    fn a_signal_is_data_and_wakes_the_wait() {
        let wait = Wait::new().unwrap();
        let signals = Signals::listen(&wait.waker()).unwrap();
        assert!(!signals.take_resized() && signals.ended_by().is_none());
        for signal in [SIGWINCH, SIGWINCH, SIGTERM, SIGCONT, SIGTSTP] {
            low_level::raise(signal).unwrap();
        }
        assert!(wait.wait_for_call(Duration::from_secs(20)).unwrap());
        assert!(signals.take_resized() && signals.take_continued());
        assert!(signals.take_stopped() && !signals.take_stopped());
        assert_eq!(signals.ended_by(), Some(15));
        assert!(!signals.take_resized() && !signals.take_continued());
        for signal in ending() {
            signals.ended_by.store(0, Ordering::SeqCst);
            low_level::raise(signal).unwrap();
            assert_eq!(signals.ended_by().map(i32::from), Some(signal));
        }
    }
}
