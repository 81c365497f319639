//! The filter box: typing, taking an ending, going down into the rows.

use super::asking;
use crate::panes::segments::state::SegmentsPane;
use crate::panes::segments::state::drill::{DrillDown, DrillTarget};
use crate::shell::Shell;
use crate::shell::effect::Effect;
use crate::shell::list::ListState;

/// Reads the filter box anew.
pub(super) fn read(pane: &mut SegmentsPane, shell: &Shell) {
    let vocabulary = shell.vocabulary();
    pane.filter.read(&vocabulary, pane.saved.answer().map_or(&[], Vec::as_slice));
}

/// `/`: the box has the keys, its text selected, so that typing replaces it.
pub(in crate::panes::segments) fn to_box(pane: &mut SegmentsPane, shell: &Shell) {
    pane.filter.has_keys = true;
    read(pane, shell);
    pane.filter.field.select_all();
}

/// A filter within the scope; where there is one, a saved filter's name stands for its text.
pub(super) fn scoped(pane: &SegmentsPane, shell: &Shell, query: &str) -> String {
    let saved = pane.saved_filters().iter().find(|saved| saved.name == query);
    match (&shell.scope, saved) {
        (Some(_), Some(saved)) => shell.scoped(&saved.query),
        (Some(_), None) | (None, _) => shell.scoped(query),
    }
}

/// A click into the box.
pub(in crate::panes::segments) fn clicked(pane: &mut SegmentsPane, shell: &Shell) {
    if !pane.filter.has_keys {
        to_box(pane, shell);
    }
}

/// The text has changed: its members are shown at once where it can be read.
pub(in crate::panes::segments) fn edited(pane: &mut SegmentsPane, shell: &Shell) {
    read(pane, shell);
    let (as_of, segments) = (shell.as_of, &mut *pane);
    let typed = segments.filter.query().to_owned();
    if typed.is_empty() {
        segments.drill = None;
        return;
    }
    let query = scoped(segments, shell, &typed);
    if segments.filter.wrong.is_some() {
        return;
    }
    match &mut segments.drill {
        Some(drill) if drill.key.query == query => {}
        Some(drill) => {
            (drill.whom, drill.key.query, drill.list) = (DrillTarget::Typed, query, ListState::default());
        }
        None => segments.drill = Some(DrillDown::new(DrillTarget::Typed, query, as_of)),
    }
}

/// `⏎`: takes the ending that the arrows chose, else goes to the members of a filter that can be read.
pub(in crate::panes::segments) fn enter(pane: &mut SegmentsPane, shell: &Shell) {
    if pane.filter.chosen {
        complete(pane, shell);
    } else if pane.filter.wrong.is_none() {
        pane.filter.has_keys = false;
    }
}

/// Tab: takes an ending; without one it leaves the box.
pub(in crate::panes::segments) fn complete(pane: &mut SegmentsPane, shell: &Shell) {
    if pane.filter.take_ending() {
        edited(pane, shell);
    } else {
        enter(pane, shell);
    }
}

/// The arrows: another ending, or down into the rows.
pub(in crate::panes::segments) fn turn(pane: &mut SegmentsPane, shell: &Shell, forward: bool) {
    if !pane.filter.endings.is_empty() {
        pane.filter.turn(forward);
    } else if forward {
        enter(pane, shell);
    }
}

/// Esc: out of the box, which says again what the rows are.
pub(super) fn leave(pane: &mut SegmentsPane, shell: &Shell) {
    pane.filter.has_keys = false;
    pane.filter.field.clear();
    if let Some(drill) = &pane.drill {
        pane.filter.field.paste(&drill.key.query);
    }
    read(pane, shell);
}

/// Esc in the pane. Says whether there was a layer to take away.
pub(in crate::panes::segments) fn back(pane: &mut SegmentsPane, shell: &mut Shell, out: &mut Vec<Effect>) -> bool {
    use crate::panes::segments::state::positions::SegmentsView;
    if asking::stop_late(pane, shell, out) {
        return true;
    }
    if pane.filter.has_keys || pane.drill.is_some() {
        if !pane.filter.has_keys {
            pane.drill = None;
        }
        leave(pane, shell);
    } else if pane.view != SegmentsView::Map {
        asking::stop_view(pane, out);
        pane.view = SegmentsView::Map;
    } else {
        return false;
    }
    true
}
