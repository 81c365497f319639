//! Moving about in the pane.

use super::{asking, drill, filter, request};
use crate::domain::fold::view::LifecycleStage;
use crate::domain::segment::Segment;
use crate::domain::segment_views::{SegmentState, Sort};
use crate::panes::segments::state::SegmentsPane;
use crate::panes::segments::state::dialog::COLUMNS;
use crate::panes::segments::state::drill::DrillDown;
use crate::panes::segments::state::positions::{MapPart, SegmentsPart, SegmentsTarget, SegmentsView};
use crate::shell::Shell;
use crate::shell::effect::Effect;
use crate::shell::list::{ListMove, ListState};
use crate::shell::regions::Spot;
use crate::shell::routing::Presence;

/// Up, down and their like.
pub(in crate::panes::segments) fn step(pane: &mut SegmentsPane, shell: &Shell, step: ListMove) {
    let fit = |part: SegmentsPart| shell.regions.fit(part.id());
    let tiers = shell.program().tiers.len();
    if let Some(drill) = &mut pane.drill {
        drill.list.step(step, drill.total(), fit(SegmentsPart::Row).rows);
        return;
    }
    match pane.view {
        SegmentsView::Map => in_map(pane, step, tiers, fit(SegmentsPart::Saved).rows),
        SegmentsView::Moves => pane.moved.0 = stepped(pane.moved.0, step, places(pane)),
        SegmentsView::Months => {
            let len = pane.trend.answer().map_or(0, |t| t.months.len());
            pane.month.step(step, len, fit(SegmentsPart::Month).rows);
        }
        SegmentsView::Cohorts => {
            let len = pane.cohorts.answer().map_or(0, |c| c.rows.len());
            pane.cohort.0.step(step, len, fit(SegmentsPart::Cohort).rows);
        }
        SegmentsView::Value if !pane.reads_models => {
            let len = pane.values.answer().map_or(0, |page| page.rows.len());
            pane.valued.step(step, len, fit(SegmentsPart::Valued).rows);
        }
        SegmentsView::Value => {
            let text = fit(SegmentsPart::Value);
            pane.value.scroll(step, text.len, text.rows);
        }
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
            let len = segments.saved_filters().len();
            segments.saved_at.step(step, len, rows);
        }
    }
}

/// Rows and columns of the movement.
fn places(segments: &SegmentsPane) -> usize {
    segments.moves.answer().map_or(SegmentState::UNWINDOWED, |moves| moves.counts.len())
}

/// A step among so many places that all are in sight.
fn stepped(at: usize, step: ListMove, len: usize) -> usize {
    let mut list = ListState::default();
    list.put(at);
    list.step(step, len, len);
    list.cursor(len)
}

pub(in crate::panes::segments) fn sideways(pane: &mut SegmentsPane, shell: &Shell, right: bool) {
    let (tiers, columns) = (shell.program().tiers.len(), shell.regions.fit(SegmentsPart::Cohort.id()).columns);
    if pane.drill.is_some() {
        return;
    }
    let step = if right { ListMove::Down } else { ListMove::Up };
    match (pane.view, pane.part) {
        (SegmentsView::Map, MapPart::Map) => pane.cell = pane.cell.moved(0, if right { 1 } else { -1 }),
        (SegmentsView::Map, MapPart::Stages) => {
            pane.stage = stepped(pane.stage, step, LifecycleStage::ALL.len());
        }
        (SegmentsView::Map, MapPart::Tiers) => pane.tier = stepped(pane.tier, step, tiers),
        (SegmentsView::Moves, _) => pane.moved.1 = stepped(pane.moved.1, step, places(pane)),
        (SegmentsView::Cohorts, _) => {
            let len = pane.cohorts.answer().map_or(0, |c| c.rows.iter().map(|r| r.active.len()).max().unwrap_or(0));
            pane.cohort.1.step(step, len, columns);
        }
        (SegmentsView::Map, MapPart::Segments | MapPart::Saved) | (SegmentsView::Months | SegmentsView::Value, _) => {}
    }
}

/// Tab: the next part of the map, or the one before; in the rows it goes to the box and back.
pub(in crate::panes::segments) fn turn_part(
    pane: &mut SegmentsPane,
    shell: &Shell,
    forward: bool,
    out: &mut Vec<Effect>,
) {
    if pane.drill.is_some() {
        filter::to_box(pane, shell);
    } else if pane.view == SegmentsView::Value {
        pane.reads_models = !pane.reads_models;
    } else if pane.view == SegmentsView::Map {
        pane.part = pane.part.turned(forward);
    } else {
        turn_view(pane, shell, forward, out);
    }
}

/// The next view, or the one before. What was drilled into is left.
pub(in crate::panes::segments) fn turn_view(
    pane: &mut SegmentsPane,
    shell: &Shell,
    forward: bool,
    out: &mut Vec<Effect>,
) {
    let view = pane.view.turned(forward);
    show_view(pane, shell, view, out);
}

fn show_view(pane: &mut SegmentsPane, shell: &Shell, view: SegmentsView, out: &mut Vec<Effect>) {
    if view != pane.view {
        asking::stop_view(pane, out);
    }
    pane.view = view;
    if pane.drill.take().is_some() || pane.filter.has_keys {
        filter::leave(pane, shell);
    }
}

/// A click: the first one puts the cursor, a second one opens.
pub(in crate::panes::segments) fn click(pane: &mut SegmentsPane, shell: &mut Shell, spot: Spot, out: &mut Vec<Effect>) {
    let Some(target) = SegmentsTarget::of(spot) else { return };
    let len = pane.drill.as_ref().map_or(0, DrillDown::total);
    let saved = pane.saved_filters().len();
    let on = |part: MapPart| pane.part == part && !pane.filter.has_keys;
    let again = match target {
        SegmentsTarget::View(view) => return show_view(pane, shell, view, out),
        SegmentsTarget::Filter => return filter::clicked(pane, shell),
        SegmentsTarget::Column(at) => {
            let (Some(drill), Some(by)) = (&mut pane.drill, COLUMNS.get(at).copied()) else { return };
            let descending = drill.key.sort.by == by && !drill.key.sort.descending;
            return drill.sort_by(Sort { by, descending });
        }
        SegmentsTarget::Cell(corner) => on(MapPart::Map) && std::mem::replace(&mut pane.cell, corner) == corner,
        SegmentsTarget::Segment(at) => on(MapPart::Segments) && pane.segment.cursor(Segment::ALL.len()) == at,
        SegmentsTarget::Stage(at) => on(MapPart::Stages) && pane.stage == at,
        SegmentsTarget::Tier(at) => on(MapPart::Tiers) && pane.tier == at,
        SegmentsTarget::Saved(at) => on(MapPart::Saved) && pane.saved_at.cursor(saved) == at,
        SegmentsTarget::Row(at) => {
            !pane.filter.has_keys && pane.drill.as_ref().is_some_and(|d| d.list.cursor(len) == at)
        }
        SegmentsTarget::Moved(row, column) => pane.moved == (row, column),
        SegmentsTarget::Month(at) => pane.month.cursor(at + 1) == at,
        SegmentsTarget::Valued(at) => !pane.reads_models && pane.valued.cursor(at + 1) == at,
        SegmentsTarget::Cohort(row, column) => {
            pane.cohort.0.cursor(row + 1) == row && pane.cohort.1.cursor(column + 1) == column
        }
    };
    put(pane, target);
    pane.filter.has_keys = false;
    if again {
        request::request_missing(pane, shell, Presence::Front, out);
        drill::open(pane, shell, out);
    }
}

/// Puts the cursor where it was clicked.
fn put(segments: &mut SegmentsPane, target: SegmentsTarget) {
    match target {
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
        SegmentsTarget::Valued(at) => {
            segments.reads_models = false;
            segments.valued.put(at);
        }
        SegmentsTarget::Cohort(row, column) => {
            segments.cohort.0.put(row);
            segments.cohort.1.put(column);
        }
        SegmentsTarget::View(_) | SegmentsTarget::Filter | SegmentsTarget::Column(_) => {}
    }
}
