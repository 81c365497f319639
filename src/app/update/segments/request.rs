//! What the pane needs, asked for after every message.

use super::asking::{ask, stop_all};
use super::drill;
use crate::app::effect::Effect;
use crate::app::form::MemberRef;
use crate::app::model::Model;
use crate::app::pane::segments::ask::{SegmentsQuery, SegmentsRequest};
use crate::app::pane::segments::positions::SegmentsView;
use crate::app::panes::Pane;

/// Members that are folded for their tiers on a past day without being asked: it takes no time.
const FEW: u64 = 20_000;

/// After every message: asks for what the pane needs, and lets go of what nobody looks at any more.
pub(in crate::app::update) fn request_missing(model: &mut Model, out: &mut Vec<Effect>) {
    if model.pane == Pane::Segments {
        ensure(model, out);
        let segments = &mut model.segments;
        segments.here = segments.drill.as_ref().and_then(|drill| drill.row()).map(MemberRef::of);
    } else if model.segments.warm && !model.came_from.contains(&Pane::Segments) {
        stop_all(model, out);
        model.segments.warm = false;
        out.push(Effect::Segments(SegmentsRequest::Leave));
    }
}

fn ensure(model: &mut Model, out: &mut Vec<Effect>) {
    let as_of = model.as_of;
    if model.segments.drill.is_some() {
        drill::more(model, out);
        // Names of saved filters are filters: the box has to know them.
        if model.segments.saved.shown.is_some() {
            return;
        }
    }
    match model.segments.view {
        SegmentsView::Map => {
            let few = model.members.search.answer.as_ref().is_some_and(|a| a.found.members <= FEW);
            if model.segments.board.stale {
                ask(model, SegmentsQuery::Board { as_of, whole: few }, out);
            }
            if model.segments.saved.stale {
                ask(model, SegmentsQuery::Saved(as_of), out);
            }
        }
        SegmentsView::Moves if model.segments.moves.stale => {
            let (from, to) = model.move_days();
            ask(model, SegmentsQuery::Moves(from, to), out);
        }
        SegmentsView::Months if model.segments.trend.stale => ask(model, SegmentsQuery::Trend(as_of), out),
        SegmentsView::Cohorts if model.segments.cohorts.stale => ask(model, SegmentsQuery::Cohorts(as_of), out),
        SegmentsView::Value if model.segments.fitted.stale => ask(model, SegmentsQuery::Fitted(as_of), out),
        SegmentsView::Moves | SegmentsView::Months | SegmentsView::Cohorts | SegmentsView::Value => {}
    }
}
