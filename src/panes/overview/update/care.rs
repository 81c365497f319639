//! The care list: the member under the cursor, what comes after a contact, and the list as a file.

use super::lay;
use crate::domain::care::CareRow;
use crate::domain::export::Export;
use crate::panes::overview::state::{OverviewDialog, OverviewPane, OverviewTab, PlaceBefore};
use crate::shell::Shell;
use crate::shell::effect::{Effect, Task};
use crate::shell::field::TextField;
use crate::shell::file_name::next_name;
use crate::shell::form::MemberRef;
use crate::shell::msg::{Reply, TaskResult};

/// The member under the cursor is the one in hand.
pub(super) fn follow(pane: &mut OverviewPane, shell: &Shell) {
    let row = if pane.tab == OverviewTab::Care && pane.is_current(shell) { pane.care_here(shell) } else { None };
    pane.here = row.map(|row| MemberRef::of(&row.member));
}

/// Notes who is under the cursor before the list is asked for again.
pub(super) fn remember(pane: &mut OverviewPane) {
    let rows = pane.care_rows();
    let at = pane.list.cursor(rows.len());
    let before = |row: &CareRow| PlaceBefore { member: row.member.id, at, last_contact: row.last_contact };
    pane.before = rows.get(at).map(before);
}

/// The list has come. Who was under the cursor stays there, unless a contact was logged with that member in between: then the
/// next one is.
pub(super) fn came(pane: &mut OverviewPane, shell: &Shell) {
    if let Some(PlaceBefore { member, at, last_contact }) = pane.before.take() {
        let rows = pane.care_rows();
        let place = rows.iter().position(|row| row.member.id == member);
        let was_contacted = |at: usize| rows.get(at).is_some_and(|row| row.last_contact != last_contact);
        pane.list.put(match place {
            Some(place) if was_contacted(place) => place + 1,
            Some(place) => place,
            None => at,
        });
    }
    follow(pane, shell);
}

/// Asks where the list shall be written.
pub(super) fn open_csv(pane: &mut OverviewPane, shell: &mut Shell) {
    let name = format!("care-{}.csv", shell.day());
    lay(pane, shell, OverviewDialog::Csv(TextField::with(&name)));
}

/// Writes the list that the pane shows, all of its rows.
pub(super) fn write_csv(pane: &mut OverviewPane, shell: &mut Shell, path: String, out: &mut Vec<Effect>) {
    let (export, ticket) = (Export::Care(OverviewPane::care_question(shell)), shell.ticket());
    pane.exporting = Some((ticket, path.clone()));
    out.push(Effect::Perform(ticket, Box::new(Task::Export { export, path })));
}

/// Where there is such a file the dialog comes back with the next name. What was written is left for the shell to tell.
pub(super) fn written(pane: &mut OverviewPane, shell: &mut Shell, reply: &Reply) {
    let Reply::Performed(ticket, result) = reply else { return };
    let Some((_, path)) = pane.exporting.take_if(|(of, _)| of == ticket) else { return };
    if matches!(result, Ok(TaskResult::FileExists(_))) {
        lay(pane, shell, OverviewDialog::Csv(TextField::with(&next_name(&path))));
    }
}
