//! Moving about in the pane.

use super::{asking, drill, filter, request};
use crate::app::effect::Effect;
use crate::app::list::{ListState, Step};
use crate::app::model::Model;
use crate::app::pane::segments::Segments;
use crate::app::pane::segments::drill::Drill;
use crate::app::pane::segments::positions::{Part, Spot, View};
use crate::domain::fold::view::Stage;
use crate::domain::segment::Segment;
use crate::domain::segment_views::{Place, Sort};

/// Up, down and their like.
pub(in crate::app::update) fn step(model: &mut Model, step: Step) {
    let (rows, regions) = (model.regions.list_rows, &model.regions);
    let (text, text_rows) = (regions.overlay_len, regions.overlay_rows);
    let tiers = model.program().tiers.len();
    let segments = &mut model.segments;
    if let Some(drill) = &mut segments.drill {
        drill.list.step(step, drill.total(), rows);
        return;
    }
    match segments.view {
        View::Map => in_map(segments, step, tiers, rows),
        View::Moves => segments.moved.0 = stepped(segments.moved.0, step, places(segments)),
        View::Months => {
            let len = segments.trend.shown.as_ref().map_or(0, |t| t.months.len());
            segments.month.step(step, len, rows);
        }
        View::Cohorts => {
            let len = segments.cohorts.shown.as_ref().map_or(0, |c| c.rows.len());
            segments.cohort.0.step(step, len, rows);
        }
        View::Value => segments.value.scroll(step, text, text_rows),
    }
}

fn in_map(segments: &mut Segments, step: Step, tiers: usize, rows: usize) {
    match segments.part {
        Part::Map => {
            let up = match step {
                Step::Up => 1,
                Step::Down => -1,
                Step::Top | Step::PageUp | Step::HalfUp => 4,
                Step::Bottom | Step::PageDown | Step::HalfDown => -4,
            };
            segments.cell = segments.cell.moved(up, 0);
        }
        Part::Segments => {
            segments.segment.step(step, Segment::ALL.len(), Segment::ALL.len());
        }
        Part::Stages => segments.stage = stepped(segments.stage, step, Stage::ALL.len()),
        Part::Tiers => segments.tier = stepped(segments.tier, step, tiers),
        Part::Saved => {
            let len = segments.saved.shown.as_ref().map_or(0, Vec::len);
            segments.saved_at.step(step, len, rows);
        }
    }
}

/// Rows and columns of the movement.
fn places(segments: &Segments) -> usize {
    segments.moves.shown.as_ref().map_or(Place::UNWINDOWED, |moves| moves.counts.len())
}

/// A step among so many places that all are in sight.
fn stepped(at: usize, step: Step, len: usize) -> usize {
    let mut list = ListState::default();
    list.put(at);
    list.step(step, len, len);
    list.cursor(len)
}

/// Left and right.
pub(in crate::app::update) fn sideways(model: &mut Model, right: bool) {
    let (tiers, columns) = (model.program().tiers.len(), model.regions.list_columns);
    let segments = &mut model.segments;
    if segments.drill.is_some() {
        return;
    }
    let step = if right { Step::Down } else { Step::Up };
    match (segments.view, segments.part) {
        (View::Map, Part::Map) => segments.cell = segments.cell.moved(0, if right { 1 } else { -1 }),
        (View::Map, Part::Stages) => segments.stage = stepped(segments.stage, step, Stage::ALL.len()),
        (View::Map, Part::Tiers) => segments.tier = stepped(segments.tier, step, tiers),
        (View::Moves, _) => segments.moved.1 = stepped(segments.moved.1, step, places(segments)),
        (View::Cohorts, _) => {
            let len =
                segments.cohorts.shown.as_ref().map_or(0, |c| c.rows.iter().map(|r| r.active.len()).max().unwrap_or(0));
            segments.cohort.1.step(step, len, columns);
        }
        _ => {}
    }
}

/// Tab: the next part of the map, or the one before; in the rows it goes to the box and back.
pub(in crate::app::update) fn turn_part(model: &mut Model, forward: bool, out: &mut Vec<Effect>) {
    if model.segments.drill.is_some() {
        filter::to_box(model);
    } else if model.segments.view == View::Map {
        model.segments.part = model.segments.part.turned(forward);
    } else {
        turn_view(model, forward, out);
    }
}

/// The next view, or the one before. What was drilled into is left.
pub(in crate::app::update) fn turn_view(model: &mut Model, forward: bool, out: &mut Vec<Effect>) {
    let view = model.segments.view.turned(forward);
    show_view(model, view, out);
}

fn show_view(model: &mut Model, view: View, out: &mut Vec<Effect>) {
    if view != model.segments.view {
        asking::stop_view(model, out);
    }
    model.segments.view = view;
    if model.segments.drill.take().is_some() || model.segments.filter.has_keys {
        filter::leave(model);
    }
}

/// A click: the first one puts the cursor, a second one opens.
pub(in crate::app::update) fn click(model: &mut Model, spot: Spot, out: &mut Vec<Effect>) {
    let len = model.segments.drill.as_ref().map_or(0, Drill::total);
    let saved = model.segments.saved.shown.as_ref().map_or(0, Vec::len);
    let segments = &mut model.segments;
    let on = |part: Part| segments.part == part && !segments.filter.has_keys;
    let again = match spot {
        Spot::View(view) => return show_view(model, view, out),
        Spot::Filter => return filter::clicked(model),
        Spot::Column(by) => {
            let Some(drill) = &mut segments.drill else { return };
            let descending = drill.key.sort.by == by && !drill.key.sort.descending;
            return drill.sort_by(Sort { by, descending });
        }
        Spot::Cell(corner) => on(Part::Map) && std::mem::replace(&mut segments.cell, corner) == corner,
        Spot::Segment(at) => on(Part::Segments) && segments.segment.cursor(Segment::ALL.len()) == at,
        Spot::Stage(at) => on(Part::Stages) && segments.stage == at,
        Spot::Tier(at) => on(Part::Tiers) && segments.tier == at,
        Spot::Saved(at) => on(Part::Saved) && segments.saved_at.cursor(saved) == at,
        Spot::Row(at) => !segments.filter.has_keys && segments.drill.as_ref().is_some_and(|d| d.list.cursor(len) == at),
        Spot::Moved(row, column) => segments.moved == (row, column),
        Spot::Month(at) => segments.month.cursor(at + 1) == at,
        Spot::Cohort(row, column) => {
            segments.cohort.0.cursor(row + 1) == row && segments.cohort.1.cursor(column + 1) == column
        }
    };
    put(segments, spot);
    segments.filter.has_keys = false;
    if again {
        request::tend(model, out);
        drill::open(model, out);
    }
}

/// Puts the cursor where it was clicked.
fn put(segments: &mut Segments, spot: Spot) {
    match spot {
        Spot::Cell(corner) => (segments.part, segments.cell) = (Part::Map, corner),
        Spot::Segment(at) => {
            segments.part = Part::Segments;
            segments.segment.put(at);
        }
        Spot::Stage(at) => (segments.part, segments.stage) = (Part::Stages, at),
        Spot::Tier(at) => (segments.part, segments.tier) = (Part::Tiers, at),
        Spot::Saved(at) => {
            segments.part = Part::Saved;
            segments.saved_at.put(at);
        }
        Spot::Row(at) => {
            if let Some(drill) = &mut segments.drill {
                drill.list.put(at);
            }
        }
        Spot::Moved(row, column) => segments.moved = (row, column),
        Spot::Month(at) => segments.month.put(at),
        Spot::Cohort(row, column) => {
            segments.cohort.0.put(row);
            segments.cohort.1.put(column);
        }
        Spot::View(_) | Spot::Filter | Spot::Column(_) => {}
    }
}
