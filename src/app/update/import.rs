//! Bringing a file in: naming it, saying what its columns are, trying, and writing.

use super::reload;
use crate::app::model::Model;
use crate::domain::question::{Lane, TryImport};
use crate::shell::Shell;
use crate::shell::effect::Effect;
use crate::shell::form::MemberRef;
use crate::shell::import_dialog::{ImportDialog, ImportStage};
use crate::shell::list::ListState;
use crate::shell::msg::{Reply, TaskResult};
use crate::shell::overlay::Overlay;
use crate::shell::slot;
use crate::shell::toast::{BlockedReason, Notice};

/// Asks which file.
pub(super) fn open(model: &mut Model) {
    model.shell.lay(Overlay::Import(Box::default()));
}

/// The dialog, where it has the keys.
fn dialog(shell: &mut Shell) -> Option<&mut ImportDialog> {
    shell.overlays.last_mut()?.import_mut()
}

/// `⏎`: looks at the file, or tries what would come of it.
pub(super) fn accept(model: &mut Model, out: &mut Vec<Effect>) {
    let (ticket, now) = (model.shell.ticket(), model.shell.setup.now);
    let Some(dialog) = dialog(&mut model.shell) else { return };
    match dialog.stage {
        ImportStage::File if !dialog.file.text().trim().is_empty() => {
            let question = dialog.question();
            out.push(dialog.explored.ask(question, ticket, now));
        }
        ImportStage::Columns => {
            if let Some(plan) = dialog.plan() {
                (dialog.stage, dialog.list) = (ImportStage::Trial, ListState::default());
                out.push(dialog.trial.ask(TryImport { plan }, ticket, now));
            }
        }
        ImportStage::File | ImportStage::Trial | ImportStage::Writing => {}
    }
}

/// Another option of what is under the cursor.
pub(super) fn turn(model: &mut Model, forward: bool, out: &mut Vec<Effect>) {
    let (ticket, now) = (model.shell.ticket(), model.shell.setup.now);
    let Some(dialog) = dialog(&mut model.shell).filter(|dialog| dialog.stage == ImportStage::Columns) else { return };
    if dialog.turn(forward) {
        let question = dialog.question();
        out.push(dialog.explored.ask(question, ticket, now));
    }
}

/// `y`: writes what was tried.
pub(super) fn confirm(model: &mut Model, out: &mut Vec<Effect>) {
    if let Err(why) = model.shell.may_write() {
        model.shell.say(Notice::Blocked(why));
        return;
    }
    let ticket = model.shell.ticket();
    let Some(dialog) = dialog(&mut model.shell) else { return };
    if dialog.has_nothing_to_do() {
        model.shell.say(Notice::Blocked(BlockedReason::NothingToImport));
    } else if let Some(task) = dialog.task() {
        (dialog.stage, dialog.writing) = (ImportStage::Writing, Some((ticket, None)));
        out.push(Effect::Perform(ticket, Box::new(task)));
    }
}

/// Esc: one stage back, and what was under way is stopped. Says whether the dialog stays.
pub(super) fn back(dialog: &mut ImportDialog, shell: &mut Shell, out: &mut Vec<Effect>) -> bool {
    if dialog.explored.pending.is_some() {
        dialog.explored.forget_pending();
        out.push(Effect::Stop(Lane::ExamineFile));
    }
    dialog.list = ListState::default();
    match dialog.stage {
        ImportStage::File => {
            // The file was made for this alone.
            if shell.setup.is_first_import {
                out.push(Effect::Quit);
            }
            false
        }
        ImportStage::Columns => {
            dialog.stage = ImportStage::File;
            (dialog.kind, dialog.form) = Default::default();
            dialog.file.select_all();
            true
        }
        ImportStage::Trial => {
            if dialog.trial.pending.is_some() {
                dialog.trial.forget_pending();
                out.push(Effect::Stop(Lane::TryImport));
            }
            dialog.stage = ImportStage::Columns;
            true
        }
        ImportStage::Writing => {
            if let Some((ticket, _)) = dialog.writing {
                out.push(Effect::StopTask(ticket));
                shell.setup.is_first_import = false;
                shell.say(Notice::ImportStopped);
            }
            false
        }
    }
}

/// Takes what a file told, a trial, and how far a write is; gives back what is something else.
pub(super) fn took(model: &mut Model, reply: Reply, out: &mut Vec<Effect>) -> Option<Reply> {
    let found = model.shell.overlays.iter_mut().find_map(Overlay::import_mut);
    let Some(dialog) = found else { return Some(reply) };
    let is_written = |ticket| dialog.writing.is_some_and(|(of, _)| of == ticket);
    match &reply {
        Reply::Progress { ticket, done, total } if is_written(*ticket) => {
            dialog.writing = Some((*ticket, Some((*done, *total))));
            return None;
        }
        Reply::Performed(ticket, result) if is_written(*ticket) => {
            dialog.writing = None;
            if let Ok(TaskResult::Imported(tally)) = result {
                let op = tally.operation;
                model.shell.setup.is_first_import = false;
                model.shell.overlays.retain(|overlay| !matches!(overlay, Overlay::Import(_)));
                reload::refresh(model, out);
                model.shell.undo_first = op.map(|op| (op, MemberRef::nobody()));
            } else {
                dialog.stage = ImportStage::Trial;
            }
            return Some(reply);
        }
        Reply::Answered(..) | Reply::Progress { .. } | Reply::Performed(..) | Reply::Committed(..) => {}
    }
    let was_asked = dialog.explored.pending.is_some();
    let left = slot::offer([&mut dialog.explored as &mut dyn slot::AnySlot, &mut dialog.trial], reply);
    let is_here = was_asked && dialog.explored.pending.is_none();
    if is_here && dialog.stage == ImportStage::File && dialog.found().is_some() && dialog.explored.failed.is_none() {
        (dialog.stage, dialog.list) = (ImportStage::Columns, ListState::default());
    }
    left
}
