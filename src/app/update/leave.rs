//! Leaving and stopping: never in the middle of a write.

use crate::app::model::Model;
use crate::shell::Shell;
use crate::shell::effect::Effect;
use crate::shell::state::AfterWrite;
use crate::shell::toast::Notice;

/// A key asks to leave. Where something typed would be lost it has to ask twice.
pub(super) fn quit(model: &mut Model, out: &mut Vec<Effect>) {
    let unsent = model.unsent().len();
    if unsent > 0 && !std::mem::replace(&mut model.shell.is_leaving, true) {
        model.shell.say(Notice::Unsent(unsent));
        return;
    }
    after_write(&mut model.shell, AfterWrite::Quit, out);
}

/// A key asks to stop until `fg`. A stopped program must not hold the file's write lock.
pub(super) fn suspend(shell: &mut Shell, out: &mut Vec<Effect>) {
    after_write(shell, AfterWrite::Suspend, out);
}

/// The write has ended, well or not.
pub(super) fn write_ended(then: Option<AfterWrite>, well: bool, out: &mut Vec<Effect>) {
    match then {
        Some(AfterWrite::Quit) if well => out.push(Effect::Quit),
        Some(AfterWrite::Suspend) => out.push(Effect::Suspend),
        Some(AfterWrite::Quit) | None => {}
    }
}

fn after_write(shell: &mut Shell, then: AfterWrite, out: &mut Vec<Effect>) {
    match &mut shell.write {
        Some(write) => write.then = Some(then),
        None => write_ended(Some(then), true, out),
    }
}
