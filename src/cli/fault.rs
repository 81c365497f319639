//! A fault in the program is told like everything else: one line, one document, exit 1.

use super::fail::CliFailure;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::{Arc, Mutex, PoisonError};

/// Runs something; a panic in it becomes a failure that says what and where.
pub fn caught<T>(work: impl FnOnce() -> Result<T, CliFailure>) -> Result<T, CliFailure> {
    let told = Arc::new(Mutex::new(String::new()));
    let teller = Arc::clone(&told);
    let before = take_hook();
    set_hook(Box::new(move |panic| {
        let text = panic.to_string().replace('\n', " ");
        *teller.lock().unwrap_or_else(PoisonError::into_inner) = text;
    }));
    let ended = catch_unwind(AssertUnwindSafe(work));
    set_hook(before);
    ended.unwrap_or_else(|_| Err(CliFailure::Fault(told.lock().unwrap_or_else(PoisonError::into_inner).clone())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_failure_with_its_place() {
        let ended = caught::<()>(|| {
            let empty: [u8; 0] = [];
            Err(CliFailure::Usage(format!("{}", empty[usize::from(u8::MIN)])))
        });
        assert!(matches!(&ended, Err(CliFailure::Fault(told)) if told.contains("fault.rs")), "{ended:?}");
        assert!(matches!(caught(|| Ok(3)), Ok(3)));
    }
}
