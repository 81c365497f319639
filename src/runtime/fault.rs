//! Faults that end the program at once: a page of a file that somebody cut short, a wrong address. The terminal is given back
//! before, by the few calls that a handler may make.

use rustix::termios::{OptionalActions, Termios, tcsetattr};
use signal_hook::consts::{SIGBUS, SIGFPE, SIGILL, SIGSEGV};
use signal_hook::low_level::emulate_default_handler;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

/// Signals that the program gives itself by a fault.
const FAULTS: [i32; 4] = [SIGBUS, SIGSEGV, SIGILL, SIGFPE];

/// Everything that is ever switched on is switched off, whether it was on or not: there is no time to look.
const LEAVE: &[u8] = b"\x1b[?25h\x1b[?1006l\x1b[?1000l\x1b[?2004l\x1b[?1049l\x1b[23;0t";

/// The terminal as it was before the console, for the handler, which may neither allocate nor wait.
static BEFORE: OnceLock<(OwnedFd, Termios)> = OnceLock::new();

/// Whether the terminal is switched.
static IS_SWITCHED: AtomicBool = AtomicBool::new(false);

/// Listens until the process ends. Where the system does not let itself be told, such a fault leaves the terminal as it is.
pub(super) fn watch() {
    static WATCHING: OnceLock<()> = OnceLock::new();
    WATCHING.get_or_init(|| {
        for signal in FAULTS {
            let action = move || {
                give_back();
                let _ = emulate_default_handler(signal);
            };
            #[expect(unsafe_code, reason = "the handler only writes, sets the terminal and ends the process")]
            // SAFETY: `give_back` loads atomics and makes two system calls, `emulate_default_handler` is made for handlers.
            let _ = unsafe { signal_hook_registry::register_signal_unchecked(signal, action) };
        }
    });
}

/// The terminal is switched from here on; `before` is how it was.
pub(super) fn switched(input: impl AsFd, before: &Termios) {
    if BEFORE.get().is_none()
        && let Ok(input) = input.as_fd().try_clone_to_owned()
    {
        let _ = BEFORE.set((input, before.clone()));
    }
    IS_SWITCHED.store(true, Ordering::Release);
}

/// The terminal has been given back.
pub(super) fn given_back() {
    IS_SWITCHED.store(false, Ordering::Release);
}

fn give_back() {
    if !IS_SWITCHED.swap(false, Ordering::AcqRel) {
        return;
    }
    let _ = rustix::io::write(io::stdout(), LEAVE);
    if let Some((input, before)) = BEFORE.get() {
        let _ = tcsetattr(input, OptionalActions::Now, before);
    }
}
