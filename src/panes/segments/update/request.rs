//! What the pane needs, asked for after every message.

use super::asking::stop_all;
use super::drill;
use crate::domain::question::{ListSavedFilters, ShowBoard, ShowCohorts, ShowModels, ShowTransitions, ShowTrend};
use crate::panes::segments::state::SegmentsPane;
use crate::panes::segments::state::positions::SegmentsView;
use crate::shell::Shell;
use crate::shell::effect::Effect;
use crate::shell::form::MemberRef;
use crate::shell::routing::Presence;

/// Members that are folded for their tiers on a past day without being asked: it takes no time.
const FEW: u64 = 20_000;

/// After every message: asks for what the pane needs, and lets go of what nobody looks at any more.
pub(in crate::panes::segments) fn request_missing(
    pane: &mut SegmentsPane,
    shell: &mut Shell,
    presence: Presence,
    out: &mut Vec<Effect>,
) {
    if presence == Presence::Front {
        pane.warm = true;
        ensure(pane, shell, out);
        pane.here = pane.drill.as_ref().and_then(|drill| drill.row()).map(MemberRef::of);
    } else if presence == Presence::Away && pane.warm {
        stop_all(pane, shell, out);
        pane.warm = false;
        out.push(Effect::DropColumns);
    }
}

fn ensure(pane: &mut SegmentsPane, shell: &mut Shell, out: &mut Vec<Effect>) {
    let as_of = shell.as_of;
    if pane.drill.is_some() {
        drill::more(pane, shell, out);
        // Names of saved filters are filters: the box has to know them.
        if pane.saved.shown.is_some() {
            return;
        }
    }
    match pane.view {
        SegmentsView::Map => {
            let few = shell.members.is_some_and(|members| members <= FEW);
            if pane.board.stale {
                shell.ask(&mut pane.board, ShowBoard { as_of, whole: few }, out);
            }
            if pane.saved.stale {
                shell.ask(&mut pane.saved, ListSavedFilters { as_of }, out);
            }
        }
        SegmentsView::Moves if pane.moves.stale => {
            let (from, to) = pane.move_days(shell);
            shell.ask(&mut pane.moves, ShowTransitions { from, to }, out);
        }
        SegmentsView::Months if pane.trend.stale => shell.ask(&mut pane.trend, ShowTrend { as_of }, out),
        SegmentsView::Cohorts if pane.cohorts.stale => shell.ask(&mut pane.cohorts, ShowCohorts { as_of }, out),
        SegmentsView::Value if pane.fitted.stale => shell.ask(&mut pane.fitted, ShowModels { as_of }, out),
        SegmentsView::Moves | SegmentsView::Months | SegmentsView::Cohorts | SegmentsView::Value => {}
    }
}
