//! Panics while the screen is up: whatever thread it is, nothing is printed over the screen. What happened is kept,
//! and told when the terminal has been given back.

use std::any::Any;
use std::backtrace::{Backtrace, BacktraceStatus};
use std::panic::{self, PanicHookInfo};
use std::sync::{Arc, Mutex, PoisonError};

type Hook = Box<dyn Fn(&PanicHookInfo<'_>) + Send + Sync>;

/// Keeps the first panic instead of printing it, until dropped.
pub struct Crash {
    first: Arc<Mutex<Option<String>>>,
    before: Option<Hook>,
}

impl Crash {
    /// Takes the place of the panic hook.
    pub fn watch() -> Self {
        let first = Arc::<Mutex<Option<String>>>::default();
        let kept = Arc::clone(&first);
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
            kept.get_or_insert_with(|| crash_message(info));
        }));
        Self { first, before: Some(before) }
    }

    /// What the first panic said and where, if there was one.
    pub fn seen(&self) -> Option<String> {
        self.first.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Crash {
    fn drop(&mut self) {
        // The hook can't be changed while this thread panics; the process is ending then anyway.
        if let Some(before) = self.before.take()
            && !std::thread::panicking()
        {
            panic::set_hook(before);
        }
    }
}

/// One line: message, thread, place; with `RUST_BACKTRACE` the backtrace below it.
fn crash_message(info: &PanicHookInfo<'_>) -> String {
    let place = info.location().map_or_else(String::new, |l| format!(" ({}:{})", l.file(), l.line()));
    let thread = std::thread::current().name().unwrap_or("unnamed").to_owned();
    let backtrace = Backtrace::capture();
    let trace = match backtrace.status() {
        BacktraceStatus::Captured => format!("\n{backtrace}"),
        _ => String::new(),
    };
    format!("{} in thread {thread}{place}{trace}", message(info.payload()))
}

/// The text of a panic.
fn message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("a panic without a message").lines().collect::<Vec<_>>().join(" ")
}
