//! Leaving and stopping: never in the middle of a write.

use crate::app::effect::Effect;
use crate::app::model::{AfterWrite, Model};

/// A key asks to leave.
pub(super) fn quit(model: &mut Model, out: &mut Vec<Effect>) {
    after_write(model, AfterWrite::Quit, out);
}

/// A key asks to stop until `fg`. A stopped program must not hold the file's write lock.
pub(super) fn suspend(model: &mut Model, out: &mut Vec<Effect>) {
    after_write(model, AfterWrite::Suspend, out);
}

/// The write has ended, well or not.
pub(super) fn write_ended(then: Option<AfterWrite>, well: bool, out: &mut Vec<Effect>) {
    match then {
        Some(AfterWrite::Quit) if well => out.push(Effect::Quit),
        Some(AfterWrite::Suspend) => out.push(Effect::Suspend),
        Some(AfterWrite::Quit) | None => {}
    }
}

fn after_write(model: &mut Model, then: AfterWrite, out: &mut Vec<Effect>) {
    match &mut model.write {
        Some(write) => write.then = Some(then),
        None => write_ended(Some(then), true, out),
    }
}
