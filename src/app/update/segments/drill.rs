//! Into the members of a part, and on to one of them.

use super::{asking, filter};
use crate::app::effect::Effect;
use crate::app::model::Model;
use crate::app::pane::members::Focus;
use crate::app::pane::segments::ask::{SegmentsQuery, SegmentsRequest};
use crate::app::pane::segments::drill::{DrillDown, DrillTarget};
use crate::app::pane::segments::positions::{MapPart, SegmentsView};
use crate::app::panes::Pane;
use crate::app::update::open;
use crate::domain::day::Day;
use crate::domain::fold::view::LifecycleStage;
use crate::domain::segment::Segment;
use crate::domain::segment_views::{SavedFilter, SegmentState};

/// Only members that count: as the parts of the map count them.
const COUNTED: &str = "status:active,frozen";

/// `⏎` outside the box: into what is under the cursor.
pub(in crate::app::update) fn open(model: &mut Model, out: &mut Vec<Effect>) {
    if model.segments.drill.is_some() {
        member(model, out);
        return;
    }
    let tiers_unknown = model.segments.board.shown.as_ref().is_some_and(|board| board.tiers.is_empty());
    let on_tiers = model.segments.view == SegmentsView::Map && model.segments.part == MapPart::Tiers;
    if on_tiers && tiers_unknown && model.as_of.is_some() {
        asking::ask_whole(model, out);
    } else if let Some((whom, query)) = target(model) {
        drilled(model, whom, query);
    }
}

/// Shows the members of a filter.
pub(in crate::app::update) fn drilled(model: &mut Model, whom: DrillTarget, query: String) {
    model.segments.filter.field.clear();
    model.segments.filter.field.paste(&query);
    filter::read(model);
    model.segments.filter.has_keys = false;
    model.segments.drill = Some(DrillDown::new(whom, query, model.as_of));
}

/// Whom `⏎` would show, and the filter that means them.
pub(super) fn target(model: &Model) -> Option<(DrillTarget, String)> {
    let segments = &model.segments;
    match segments.view {
        SegmentsView::Map => part(model),
        SegmentsView::Months => {
            let trend = segments.trend.shown.as_ref()?;
            let month = trend.months.get(segments.month.cursor(trend.months.len()))?;
            Some(first_in(month.year, month.month))
        }
        SegmentsView::Cohorts => {
            let rows = &segments.cohorts.shown.as_ref()?.rows;
            let cohort = rows.get(segments.cohort.0.cursor(rows.len()))?;
            Some(first_in(cohort.year, cohort.month))
        }
        SegmentsView::Moves => {
            let moves = segments.moves.shown.as_ref()?;
            let last = moves.counts.len().checked_sub(1)?;
            let (row, column) = segments.moved;
            let (from, to) = (SegmentState::ALL[row.min(last)], SegmentState::ALL[column.min(last)]);
            let query = format!("was:{}@{} was:{}@{}", from.word(), moves.from, to.word(), moves.to);
            Some((DrillTarget::Moved(from, to), query))
        }
        SegmentsView::Value => None,
    }
}

fn part(model: &Model) -> Option<(DrillTarget, String)> {
    let segments = &model.segments;
    Some(match segments.part {
        MapPart::Map => (DrillTarget::Cell(segments.cell), format!("r:{} f:{}", segments.cell.r, segments.cell.f)),
        MapPart::Segments => {
            let segment = Segment::ALL[segments.segment.cursor(Segment::ALL.len())];
            (DrillTarget::Segment(segment), format!("rfm:{}", segment.word()))
        }
        MapPart::Stages => {
            let stage = LifecycleStage::ALL[segments.stage.min(LifecycleStage::ALL.len() - 1)];
            (DrillTarget::Stage(stage), format!("stage:{} {COUNTED}", stage.word()))
        }
        MapPart::Tiers => {
            let tiers = &model.program().tiers;
            let code = tiers.get(segments.tier.min(tiers.len().saturating_sub(1)))?.code.clone();
            let query = format!("tier:{code} {COUNTED}");
            (DrillTarget::Tier(code), query)
        }
        MapPart::Saved => {
            let SavedFilter { name, query, .. } = segments.saved_here()?.clone();
            (DrillTarget::Saved(name), query)
        }
    })
}

/// Whose first purchase fell into a month.
fn first_in(year: i32, month: u32) -> (DrillTarget, String) {
    let begin = Day::from_ymd(year, month, 1).unwrap_or_default();
    let next = if month == 12 { Day::from_ymd(year + 1, 1, 1) } else { Day::from_ymd(year, month + 1, 1) };
    let end = next.unwrap_or_default().plus_days(-1);
    (DrillTarget::Cohort(year, month), format!("first:{begin}..{end} {COUNTED}"))
}

/// On to the file of the member under the cursor, in the members pane; esc comes back.
fn member(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(who) = model.segments.here.clone() else { return };
    open::take(model, who.clone());
    model.pane = Pane::Members;
    model.came_from.push(Pane::Segments);
    model.members.focus = Focus::File;
    open::show(model, who, out);
}

/// Asks for the rows that the list needs next.
pub(super) fn more(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(rows) = model.segments.drill.as_ref().and_then(DrillDown::wants) else { return };
    let (now, ticket) = (model.setup.now, model.ticket());
    let Some(drill) = &mut model.segments.drill else { return };
    drill.begin(ticket, now, rows.clone());
    let question =
        SegmentsQuery::Page { query: drill.key.query.clone(), as_of: drill.key.as_of, sort: drill.key.sort, rows };
    model.segments.warm = true;
    out.push(Effect::Segments(SegmentsRequest::Question(ticket, question)));
}
