//! Moving about in the pane.

use super::{asking, drill, filter, request};
use crate::app::effect::Effect;
use crate::app::list::{ListMove, ListState};
use crate::app::model::Model;
use crate::app::pane::segments::SegmentsPane;
use crate::app::pane::segments::drill::DrillDown;
use crate::app::pane::segments::positions::{MapPart, SegmentsTarget, SegmentsView};
use crate::domain::fold::view::LifecycleStage;
use crate::domain::segment::Segment;
use crate::domain::segment_views::{SegmentState, Sort};

/// Up, down and their like.
pub(in crate::app::update) fn step(model: &mut Model, step: ListMove) {
    let (rows, regions) = (model.regions.list_rows, &model.regions);
    let (text, text_rows) = (regions.overlay_len, regions.overlay_rows);
    let tiers = model.program().tiers.len();
    let segments = &mut model.segments;
    if let Some(drill) = &mut segments.drill {
        drill.list.step(step, drill.total(), rows);
        return;
    }
    match segments.view {
        SegmentsView::Map => in_map(segments, step, tiers, rows),
        SegmentsView::Moves => segments.moved.0 = stepped(segments.moved.0, step, places(segments)),
        SegmentsView::Months => {
            let len = segments.trend.shown.as_ref().map_or(0, |t| t.months.len());
            segments.month.step(step, len, rows);
        }
        SegmentsView::Cohorts => {
            let len = segments.cohorts.shown.as_ref().map_or(0, |c| c.rows.len());
            segments.cohort.0.step(step, len, rows);
        }
        SegmentsView::Value => segments.value.scroll(step, text, text_rows),
    }
}

fn in_map(segments: &mut SegmentsPane, step: ListMove, tiers: usize, rows: usize) {
    match segments.part {
        MapPart::Map => {
            let up = match step {
                ListMove::Up => 1,
                ListMove::Down => -1,
                ListMove::Top | ListMove::PageUp | ListMove::HalfUp => 4,
                ListMove::Bottom | ListMove::PageDown | ListMove::HalfDown => -4,
            };
            segments.cell = segments.cell.moved(up, 0);
        }
        MapPart::Segments => {
            segments.segment.step(step, Segment::ALL.len(), Segment::ALL.len());
        }
        MapPart::Stages => segments.stage = stepped(segments.stage, step, LifecycleStage::ALL.len()),
        MapPart::Tiers => segments.tier = stepped(segments.tier, step, tiers),
        MapPart::Saved => {
            let len = segments.saved.shown.as_ref().map_or(0, Vec::len);
            segments.saved_at.step(step, len, rows);
        }
    }
}

/// Rows and columns of the movement.
fn places(segments: &SegmentsPane) -> usize {
    segments.moves.shown.as_ref().map_or(SegmentState::UNWINDOWED, |moves| moves.counts.len())
}

/// A step among so many places that all are in sight.
fn stepped(at: usize, step: ListMove, len: usize) -> usize {
    let mut list = ListState::default();
    list.put(at);
    list.step(step, len, len);
    list.cursor(len)
}

pub(in crate::app::update) fn sideways(model: &mut Model, right: bool) {
    let (tiers, columns) = (model.program().tiers.len(), model.regions.list_columns);
    let segments = &mut model.segments;
    if segments.drill.is_some() {
        return;
    }
    let step = if right { ListMove::Down } else { ListMove::Up };
    match (segments.view, segments.part) {
        (SegmentsView::Map, MapPart::Map) => segments.cell = segments.cell.moved(0, if right { 1 } else { -1 }),
        (SegmentsView::Map, MapPart::Stages) => {
            segments.stage = stepped(segments.stage, step, LifecycleStage::ALL.len());
        }
        (SegmentsView::Map, MapPart::Tiers) => segments.tier = stepped(segments.tier, step, tiers),
        (SegmentsView::Moves, _) => segments.moved.1 = stepped(segments.moved.1, step, places(segments)),
        (SegmentsView::Cohorts, _) => {
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
    } else if model.segments.view == SegmentsView::Map {
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

fn show_view(model: &mut Model, view: SegmentsView, out: &mut Vec<Effect>) {
    if view != model.segments.view {
        asking::stop_view(model, out);
    }
    model.segments.view = view;
    if model.segments.drill.take().is_some() || model.segments.filter.has_keys {
        filter::leave(model);
    }
}

/// A click: the first one puts the cursor, a second one opens.
pub(in crate::app::update) fn click(model: &mut Model, spot: SegmentsTarget, out: &mut Vec<Effect>) {
    let len = model.segments.drill.as_ref().map_or(0, DrillDown::total);
    let saved = model.segments.saved.shown.as_ref().map_or(0, Vec::len);
    let segments = &mut model.segments;
    let on = |part: MapPart| segments.part == part && !segments.filter.has_keys;
    let again = match spot {
        SegmentsTarget::View(view) => return show_view(model, view, out),
        SegmentsTarget::Filter => return filter::clicked(model),
        SegmentsTarget::Column(by) => {
            let Some(drill) = &mut segments.drill else { return };
            let descending = drill.key.sort.by == by && !drill.key.sort.descending;
            return drill.sort_by(Sort { by, descending });
        }
        SegmentsTarget::Cell(corner) => on(MapPart::Map) && std::mem::replace(&mut segments.cell, corner) == corner,
        SegmentsTarget::Segment(at) => on(MapPart::Segments) && segments.segment.cursor(Segment::ALL.len()) == at,
        SegmentsTarget::Stage(at) => on(MapPart::Stages) && segments.stage == at,
        SegmentsTarget::Tier(at) => on(MapPart::Tiers) && segments.tier == at,
        SegmentsTarget::Saved(at) => on(MapPart::Saved) && segments.saved_at.cursor(saved) == at,
        SegmentsTarget::Row(at) => {
            !segments.filter.has_keys && segments.drill.as_ref().is_some_and(|d| d.list.cursor(len) == at)
        }
        SegmentsTarget::Moved(row, column) => segments.moved == (row, column),
        SegmentsTarget::Month(at) => segments.month.cursor(at + 1) == at,
        SegmentsTarget::Cohort(row, column) => {
            segments.cohort.0.cursor(row + 1) == row && segments.cohort.1.cursor(column + 1) == column
        }
    };
    put(segments, spot);
    segments.filter.has_keys = false;
    if again {
        request::request_missing(model, out);
        drill::open(model, out);
    }
}

/// Puts the cursor where it was clicked.
fn put(segments: &mut SegmentsPane, spot: SegmentsTarget) {
    match spot {
        SegmentsTarget::Cell(corner) => (segments.part, segments.cell) = (MapPart::Map, corner),
        SegmentsTarget::Segment(at) => {
            segments.part = MapPart::Segments;
            segments.segment.put(at);
        }
        SegmentsTarget::Stage(at) => (segments.part, segments.stage) = (MapPart::Stages, at),
        SegmentsTarget::Tier(at) => (segments.part, segments.tier) = (MapPart::Tiers, at),
        SegmentsTarget::Saved(at) => {
            segments.part = MapPart::Saved;
            segments.saved_at.put(at);
        }
        SegmentsTarget::Row(at) => {
            if let Some(drill) = &mut segments.drill {
                drill.list.put(at);
            }
        }
        SegmentsTarget::Moved(row, column) => segments.moved = (row, column),
        SegmentsTarget::Month(at) => segments.month.put(at),
        SegmentsTarget::Cohort(row, column) => {
            segments.cohort.0.put(row);
            segments.cohort.1.put(column);
        }
        SegmentsTarget::View(_) | SegmentsTarget::Filter | SegmentsTarget::Column(_) => {}
    }
}
