//! The filter box: typing, taking an ending, going down into the rows.

use super::asking;
use crate::app::effect::Effect;
use crate::app::list::ListState;
use crate::app::model::Model;
use crate::app::pane::segments::drill::{DrillDown, DrillTarget};

/// Reads the filter box anew.
pub(super) fn read(model: &mut Model) {
    let vocabulary = model.vocabulary();
    let segments = &mut model.segments;
    segments.filter.read(&vocabulary, segments.saved.shown.as_deref().unwrap_or_default());
}

/// `/`: the box has the keys, its text selected, so that typing replaces it.
pub(in crate::app::update) fn to_box(model: &mut Model) {
    model.segments.filter.has_keys = true;
    read(model);
    model.segments.filter.field.select_all();
}

/// A click into the box.
pub(in crate::app::update) fn clicked(model: &mut Model) {
    if !model.segments.filter.has_keys {
        to_box(model);
    }
}

/// The text has changed: its members are shown at once where it can be read.
pub(in crate::app::update) fn edited(model: &mut Model) {
    read(model);
    let (as_of, segments) = (model.as_of, &mut model.segments);
    let query = segments.filter.query().to_owned();
    if query.is_empty() {
        segments.drill = None;
        return;
    }
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
pub(in crate::app::update) fn enter(model: &mut Model) {
    if model.segments.filter.chosen {
        complete(model);
    } else if model.segments.filter.wrong.is_none() {
        model.segments.filter.has_keys = false;
    }
}

/// Tab: takes an ending; without one it leaves the box.
pub(in crate::app::update) fn complete(model: &mut Model) {
    if model.segments.filter.take_ending() {
        edited(model);
    } else {
        enter(model);
    }
}

/// The arrows: another ending, or down into the rows.
pub(in crate::app::update) fn turn(model: &mut Model, forward: bool) {
    if !model.segments.filter.endings.is_empty() {
        model.segments.filter.turn(forward);
    } else if forward {
        enter(model);
    }
}

/// Esc: out of the box, which says again what the rows are.
pub(super) fn leave(model: &mut Model) {
    let segments = &mut model.segments;
    segments.filter.has_keys = false;
    segments.filter.field.clear();
    if let Some(drill) = &segments.drill {
        segments.filter.field.paste(&drill.key.query);
    }
    read(model);
}

/// Esc in the pane. Says whether there was a layer to take away.
pub(in crate::app::update) fn back(model: &mut Model, out: &mut Vec<Effect>) -> bool {
    use crate::app::pane::segments::positions::SegmentsView;
    if asking::stop_late(model, out) {
        return true;
    }
    if model.segments.filter.has_keys || model.segments.drill.is_some() {
        if !model.segments.filter.has_keys {
            model.segments.drill = None;
        }
        leave(model);
    } else if model.segments.view != SegmentsView::Map {
        asking::stop_view(model, out);
        model.segments.view = SegmentsView::Map;
    } else {
        return false;
    }
    true
}
