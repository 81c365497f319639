//! Leaving and stopping: never in the middle of a write.

use crate::app::effect::Effect;
use crate::app::model::{Model, Then};

/// A key asks to leave.
pub(super) fn quit(model: &mut Model, out: &mut Vec<Effect>) {
    after_write(model, Then::Quit, out);
}

/// A key asks to stop until `fg`. A stopped program must not hold the file's write lock.
pub(super) fn suspend(model: &mut Model, out: &mut Vec<Effect>) {
    after_write(model, Then::Suspend, out);
}

/// The write has ended, well or not.
pub(super) fn write_ended(then: Option<Then>, well: bool, out: &mut Vec<Effect>) {
    match then {
        Some(Then::Quit) if well => out.push(Effect::Quit),
        Some(Then::Suspend) => out.push(Effect::Suspend),
        Some(Then::Quit) | None => {}
    }
}

fn after_write(model: &mut Model, then: Then, out: &mut Vec<Effect>) {
    match &mut model.write {
        Some(write) => write.then = Some(then),
        None => write_ended(Some(then), true, out),
    }
}
