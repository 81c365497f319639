//! Taking the data of one member along.

use crate::app::model::Model;
use crate::shell::data_export::DataExportForm;
use crate::shell::effect::Effect;
use crate::shell::msg::{Reply, TaskResult};
use crate::shell::overlay::Overlay;

/// Asks to which file the data of the member that the command is about is written.
pub(super) fn open(model: &mut Model) {
    let Some(who) = model.subject().cloned() else { return };
    let shell = &mut model.shell;
    shell.take(who.clone());
    shell.lay(Overlay::Export(Box::new(DataExportForm::new(who, shell.today))));
}

/// `⏎`: writes the file, if it has a name.
pub(super) fn accept(model: &mut Model, out: &mut Vec<Effect>) {
    let shell = &mut model.shell;
    let Some(Overlay::Export(form)) = shell.overlays.last() else { return };
    let (mut form, Some(task)) = (form.clone(), form.task()) else { return };
    shell.overlays.pop();
    let ticket = shell.ticket();
    form.sent = Some(ticket);
    shell.exporting = Some(form);
    out.push(Effect::Perform(ticket, Box::new(task)));
}

/// Where there is such a file, the dialog comes back with the next name. What was written is left for the shell to tell.
pub(super) fn heard(model: &mut Model, reply: &Reply) {
    let Reply::Performed(ticket, result) = reply else { return };
    let shell = &mut model.shell;
    let Some(form) = shell.exporting.take_if(|form| form.sent == Some(*ticket)) else { return };
    if matches!(result, Ok(TaskResult::FileExists(_))) {
        shell.lay(Overlay::Export(Box::new(form.renamed())));
    }
}
