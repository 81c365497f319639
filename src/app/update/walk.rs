//! Moving about: rows, tabs, parts.

use super::{cases, find, open, segments};
use crate::app::effect::Effect;
use crate::app::filter;
use crate::app::list::{ListMove, ListState};
use crate::app::model::Model;
use crate::app::overlay::{ExplainView, Overlay};
use crate::app::pane::members::Focus;
use crate::app::pane::segments::dialog::{COLUMNS, Dialog};
use crate::app::panes::{FileTab, Pane};
use crate::app::setup::Lang;

/// Moves in the topmost list.
pub(super) fn step(model: &mut Model, step: ListMove, out: &mut Vec<Effect>) {
    if let Some(editor) = model.editor_mut() {
        if step == ListMove::Up {
            editor.up();
        } else {
            editor.down();
        }
        return;
    }
    let rows = model.regions.overlay_rows;
    match model.overlays.last_mut() {
        Some(Overlay::Palette(palette)) => {
            palette.list.step(step, palette.hits.len(), rows);
        }
        Some(Overlay::Language(list)) => {
            list.step(step, Lang::ALL.len(), Lang::ALL.len());
        }
        Some(Overlay::Narrow { options, list }) => {
            list.step(step, options.len(), rows);
        }
        Some(Overlay::Counted(view)) => view.list.scroll(step, model.regions.overlay_len, rows),
        Some(Overlay::Segments(Dialog::Sort(list))) => {
            list.step(step, COLUMNS.len(), rows);
        }
        Some(
            Overlay::Help { list, .. }
            | Overlay::Why(ExplainView { list, .. })
            | Overlay::Segments(Dialog::Legend(list)),
        ) => {
            list.scroll(step, model.regions.overlay_len, rows);
        }
        Some(Overlay::Day { .. } | Overlay::Csv(_) | Overlay::Change(_) | Overlay::Segments(_)) => {}
        None => in_pane(model, step, out),
    }
}

fn in_pane(model: &mut Model, step: ListMove, out: &mut Vec<Effect>) {
    match (model.pane, model.members.focus) {
        (Pane::Members, Focus::List | Focus::Search) => in_list(model, step, out),
        (Pane::Members, Focus::File) => in_file(model, step),
        (Pane::Feedback, _) => cases::step(model, step, out),
        (Pane::Segments, _) => segments::step(model, step),
        (Pane::Adjust, _) => {}
    }
}

/// Moves the cursor of the member list; the preview follows, and more rows are asked for towards the end.
pub(super) fn in_list(model: &mut Model, step: ListMove, out: &mut Vec<Effect>) {
    let search = &mut model.members.search;
    if !search.is_current() {
        return;
    }
    let len = search.rows().len();
    if search.list.step(step, len, model.regions.list_rows) {
        open::preview(model, out);
    }
    find::more(model, out);
}

/// Moves in the rows of the file's tab.
pub(super) fn in_file(model: &mut Model, step: ListMove) {
    let tab = model.members.tab;
    if let Some(file) = &mut model.members.file {
        let len = file.len(tab);
        file.list.step(step, len, model.regions.file_rows);
    }
}

/// From the search box into the list; the list takes keys once its rows answer what stands in the box.
pub(super) fn to_list(model: &mut Model) {
    model.members.focus = Focus::List;
}

/// The next tab of the file, or the one before.
pub(super) fn turn_tab(model: &mut Model, forward: bool) {
    let n = FileTab::ALL.len();
    let at = FileTab::ALL.iter().position(|t| *t == model.members.tab).unwrap_or(0);
    show_tab(model, FileTab::ALL[if forward { (at + 1) % n } else { (at + n - 1) % n }]);
}

/// A tab of the file, from its first row.
pub(super) fn show_tab(model: &mut Model, tab: FileTab) {
    model.members.tab = tab;
    if let Some(file) = &mut model.members.file {
        file.list = ListState::default();
    }
}

/// Takes the first ending of the term in the search box, if there is one.
fn take_ending(model: &mut Model) -> bool {
    let vocabulary = model.vocabulary();
    let field = &mut model.members.search.field;
    let ending = filter::endings(field, &vocabulary).into_iter().next().filter(|_| !field.is_selected());
    if let Some(ending) = &ending {
        filter::take(field, ending);
    }
    ending.is_some()
}

/// The next part of the pane, or the one before; in the search box Tab takes an ending first.
pub(super) fn turn_focus(model: &mut Model, forward: bool, out: &mut Vec<Effect>) {
    use Focus::{File, List, Search};
    if forward && model.members.focus == Search && take_ending(model) {
        return find::edited(model, out);
    }
    model.members.focus = match (model.members.focus, forward) {
        (Search, true) | (File, false) => List,
        (List, true) | (Search, false) => File,
        (File, true) | (List, false) => {
            model.members.search.field.select_all();
            Search
        }
    };
}
