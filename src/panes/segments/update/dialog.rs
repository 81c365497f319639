//! The pane's dialogs: sorting, names, days, taking a list along.

use super::drill;
use crate::domain::question::{CountMembers, MemberListQuery, ValueOrder};
use crate::domain::segment_views::Sort;
use crate::panes::segments::state::SegmentsPane;
use crate::panes::segments::state::dialog::{COLUMNS, Dialog, read_days};
use crate::panes::segments::state::drill::DrillTarget;
use crate::panes::segments::state::export::ExportForm;
use crate::panes::segments::state::positions::SegmentsView;
use crate::shell::Shell;
use crate::shell::effect::{Effect, Task};
use crate::shell::field::TextField;
use crate::shell::file_name;
use crate::shell::list::ListState;
use crate::shell::overlay::Overlay;
use crate::shell::pane_id::PaneId;

fn open(pane: &mut SegmentsPane, shell: &mut Shell, dialog: Dialog) {
    if shell.lay(Overlay::Dialog(PaneId::Segments)) {
        pane.dialogs.push(dialog);
    }
}

/// Takes the topmost dialog away, which has the keys.
fn close(pane: &mut SegmentsPane, shell: &mut Shell) {
    shell.overlays.pop();
    pane.dialogs.pop();
}

/// By which column the members are sorted.
pub(in crate::panes::segments) fn open_sort(pane: &mut SegmentsPane, shell: &mut Shell) {
    if pane.drill.is_none() && pane.view == SegmentsView::Value {
        pane.value_order = match pane.value_order {
            ValueOrder::Value => ValueOrder::Risk,
            ValueOrder::Risk => ValueOrder::Value,
        };
        (pane.values.stale, pane.valued) = (true, ListState::default());
        return;
    }
    let Some(drill) = &pane.drill else { return };
    let mut list = ListState::default();
    list.put(COLUMNS.iter().position(|by| *by == drill.key.sort.by).unwrap_or(0));
    open(pane, shell, Dialog::Sort(list));
}

pub(in crate::panes::segments) fn reverse(pane: &mut SegmentsPane) {
    if let Some(drill) = &mut pane.drill {
        let sort = drill.key.sort;
        drill.sort_by(Sort { descending: !sort.descending, ..sort });
    }
}

/// Under which name the filter is saved.
pub(in crate::panes::segments) fn save(pane: &mut SegmentsPane, shell: &mut Shell) {
    let Some((_, query)) = wanted(pane, shell) else { return };
    open(pane, shell, Dialog::Name { query, field: TextField::default() });
}

/// Whether the saved filter shall be forgotten.
pub(in crate::panes::segments) fn forget(pane: &mut SegmentsPane, shell: &mut Shell) {
    if let Some(name) = pane.saved_name().map(str::to_owned) {
        open(pane, shell, Dialog::Forget(name));
    }
}

/// Between which days members are followed.
pub(in crate::panes::segments) fn open_days(pane: &mut SegmentsPane, shell: &mut Shell) {
    let (from, to) = pane.move_days(shell);
    let mut field = TextField::with(&format!("{from} {to}"));
    field.select_all();
    open(pane, shell, Dialog::Days { field, wrong: false });
}

pub(in crate::panes::segments) fn open_export(pane: &mut SegmentsPane, shell: &mut Shell, out: &mut Vec<Effect>) {
    let Some((whom, query)) = wanted(pane, shell) else { return };
    let saved = pane.saved_filters().iter().find(|saved| saved.name == query);
    let query = saved.map_or(query, |saved| saved.query.clone());
    let sort = pane.drill.as_ref().map(|d| d.key.sort).unwrap_or_default();
    let path = format!("{}-{}.csv", word_for(&whom), shell.day());
    let with_month = pane.drill.as_ref().is_some_and(|d| d.key.with_month);
    let members = MemberListQuery { query, sort, as_of: shell.as_of, with_month };
    let with_value = whom == DrillTarget::Valued;
    let form = ExportForm { with_value, ..ExportForm::new(members, &path, pane.exported.as_ref()) };
    open(pane, shell, Dialog::Export(Box::new(form)));
    count(pane, shell, out);
}

/// There is such a file: the dialog comes back with the next name, everything else as it was chosen.
pub(super) fn offer_again(pane: &mut SegmentsPane, shell: &mut Shell, form: &ExportForm, out: &mut Vec<Effect>) {
    open(pane, shell, Dialog::Export(Box::new(form.renamed())));
    count(pane, shell, out);
}

/// How many members the export would have. What the dialog showed before stays, dimmed.
pub(in crate::panes::segments) fn count(pane: &mut SegmentsPane, shell: &mut Shell, out: &mut Vec<Effect>) {
    if let Some(Dialog::Export(form)) = pane.dialogs.last_mut() {
        let question = CountMembers { query: form.counted(), as_of: shell.as_of };
        shell.ask(&mut form.count, question, out);
    }
}

pub(in crate::panes::segments) fn legend(pane: &mut SegmentsPane, shell: &mut Shell) {
    open(pane, shell, Dialog::Legend(ListState::default()));
}

/// Whom a command about a list is about: the members on the screen, else those that `⏎` would show.
pub(super) fn wanted(pane: &SegmentsPane, shell: &Shell) -> Option<(DrillTarget, String)> {
    match &pane.drill {
        Some(drill) => Some((drill.whom.clone(), drill.key.query.clone())),
        None => drill::target(pane, shell),
    }
}

/// `⏎` in a dialog.
pub(in crate::panes::segments) fn accept(pane: &mut SegmentsPane, shell: &mut Shell, out: &mut Vec<Effect>) {
    let day = shell.day();
    let Some(dialog) = pane.dialogs.last_mut() else { return };
    let task = match dialog {
        Dialog::Sort(list) => {
            let by = COLUMNS[list.cursor(COLUMNS.len())];
            close(pane, shell);
            if let Some(drill) = &mut pane.drill {
                // The same column again is the other way round.
                let sort = drill.key.sort;
                drill.sort_by(Sort { by, descending: sort.descending != (sort.by == by) });
            }
            return;
        }
        Dialog::Name { field, .. } if field.text().trim().is_empty() => return,
        Dialog::Name { query, field } => {
            Task::SaveFilter { name: field.text().trim().to_owned(), query: query.clone() }
        }
        Dialog::Forget(name) => Task::DeleteFilter(name.clone()),
        Dialog::Days { field, wrong } => {
            let days = read_days(field.text(), day);
            *wrong = days.is_none();
            if days.is_some() {
                close(pane, shell);
                (pane.days, pane.moves.stale) = (days, true);
            }
            return;
        }
        Dialog::Export(form) => {
            let words = (shell.setup.file_words)(shell.program(), shell.setup.lang);
            let Some(export) = form.read(words) else {
                form.at = 0;
                return;
            };
            pane.exported = Some(form.choices());
            let ticket = shell.ticket();
            pane.exporting = Some((ticket, form.clone()));
            close(pane, shell);
            out.push(Effect::Perform(ticket, Box::new(export)));
            return;
        }
        Dialog::Legend(_) => return,
    };
    close(pane, shell);
    out.push(Effect::Perform(shell.ticket(), Box::new(task)));
}

/// The next field of the export dialog, or the one before.
pub(in crate::panes::segments) fn next_field(pane: &mut SegmentsPane, forward: bool) {
    if let Some(Dialog::Export(form)) = pane.dialogs.last_mut() {
        let n = ExportForm::FIELDS;
        form.at = (form.at + if forward { 1 } else { n - 1 }) % n;
    }
}

/// Masked or whole.
pub(in crate::panes::segments) fn turn_choice(pane: &mut SegmentsPane) {
    if let Some(Dialog::Export(form)) = pane.dialogs.last_mut() {
        form.whole = !form.whole;
    }
}

/// A word for a file's name.
fn word_for(whom: &DrillTarget) -> String {
    let text = match whom {
        DrillTarget::Cell(cell) => format!("r{}f{}", cell.r, cell.f),
        DrillTarget::Segment(segment) => segment.word().to_owned(),
        DrillTarget::Stage(stage) => stage.word().to_owned(),
        DrillTarget::Tier(name) | DrillTarget::Saved(name) => name.clone(),
        DrillTarget::Cohort(year, month) => format!("first-{year:04}-{month:02}"),
        DrillTarget::Moved(from, to) => format!("{}-{}", from.word(), to.word()),
        DrillTarget::Typed => "filter".to_owned(),
        DrillTarget::Valued => "value".to_owned(),
    };
    file_name::slug(&text)
}
