//! What the pane writes to files: the care list as CSV, the figures as a page.

use super::lay;
use crate::domain::export::Export;
use crate::panes::overview::state::{ExportedFile, OverviewDialog, OverviewPane};
use crate::shell::Shell;
use crate::shell::effect::{Effect, Task};
use crate::shell::field::TextField;
use crate::shell::file_name::next_name;
use crate::shell::msg::{Reply, TaskResult};

/// Asks where the list shall be written.
pub(super) fn open_csv(pane: &mut OverviewPane, shell: &mut Shell) {
    let name = format!("care-{}.csv", shell.day());
    lay(pane, shell, OverviewDialog::Csv(TextField::with(&name)));
}

/// Asks where the figures shall be written.
pub(super) fn open_report(pane: &mut OverviewPane, shell: &mut Shell) {
    let name = format!("report-{}.html", shell.day());
    lay(pane, shell, OverviewDialog::Report(TextField::with(&name)));
}

/// Writes the list that the pane shows, all of its rows.
pub(super) fn write_csv(pane: &mut OverviewPane, shell: &mut Shell, path: String, out: &mut Vec<Effect>) {
    let (export, ticket) = (Export::Care(OverviewPane::care_question(shell)), shell.ticket());
    pane.exporting = Some((ticket, ExportedFile::Care(path.clone())));
    out.push(Effect::Perform(ticket, Box::new(Task::Export { export, path })));
}

/// Writes the figures that the pane shows.
pub(super) fn write_report(pane: &mut OverviewPane, shell: &mut Shell, path: String, out: &mut Vec<Effect>) {
    let (base, as_of, lang, ticket) = (shell.base(), shell.as_of, shell.setup.lang, shell.ticket());
    pane.exporting = Some((ticket, ExportedFile::Report(path.clone())));
    out.push(Effect::Perform(ticket, Box::new(Task::Report { base, as_of, lang, path })));
}

/// Where there is such a file the dialog comes back with the next name. What was written is left for the shell to tell.
pub(super) fn written(pane: &mut OverviewPane, shell: &mut Shell, reply: &Reply) {
    let Reply::Performed(ticket, result) = reply else { return };
    let Some((_, file)) = pane.exporting.take_if(|(of, _)| of == ticket) else { return };
    if matches!(result, Ok(TaskResult::FileExists(_))) {
        let dialog = match file {
            ExportedFile::Care(path) => OverviewDialog::Csv(TextField::with(&next_name(&path))),
            ExportedFile::Report(path) => OverviewDialog::Report(TextField::with(&next_name(&path))),
        };
        lay(pane, shell, dialog);
    }
}
