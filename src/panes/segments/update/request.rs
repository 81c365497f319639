//! What the pane needs, asked for after every message.

use super::asking::stop_all;
use super::drill;
use crate::domain::question::{
    ListMemberValues, ListSavedFilters, MemberListQuery, ShowBoard, ShowCohorts, ShowModels, ShowTransitions, ShowTrend,
};
use crate::panes::segments::state::SegmentsPane;
use crate::panes::segments::state::positions::SegmentsView;
use crate::shell::Shell;
use crate::shell::effect::Effect;
use crate::shell::form::MemberRef;
use crate::shell::routing::Presence;

/// Members that are folded for their tiers on a past day without being asked: it takes no time.
const FEW: u64 = 20_000;

/// Members that are listed by their value at most; who wants more exports them.
const VALUED: usize = 500;

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
        let row = match &pane.drill {
            Some(drill) => drill.row(),
            None if pane.view == SegmentsView::Value => pane.valued_row(),
            None => None,
        };
        pane.here = row.map(MemberRef::of);
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
                shell.ask(&mut pane.board, ShowBoard { base: shell.base(), as_of, whole: few }, out);
            }
            if pane.saved.stale {
                shell.ask(&mut pane.saved, ListSavedFilters { as_of }, out);
            }
        }
        SegmentsView::Moves if pane.moves.stale => {
            let (from, to) = pane.move_days(shell);
            shell.ask(&mut pane.moves, ShowTransitions { base: shell.base(), from, to }, out);
        }
        SegmentsView::Months if pane.trend.stale => {
            shell.ask(&mut pane.trend, ShowTrend { base: shell.base(), as_of }, out);
        }
        SegmentsView::Cohorts if pane.cohorts.stale => {
            shell.ask(&mut pane.cohorts, ShowCohorts { base: shell.base(), as_of }, out);
        }
        SegmentsView::Value => {
            if pane.fitted.stale {
                shell.ask(&mut pane.fitted, ShowModels { as_of }, out);
            }
            if pane.values.stale {
                let list = MemberListQuery { query: shell.base(), as_of, ..MemberListQuery::default() };
                let order = Some(pane.value_order);
                shell.ask(&mut pane.values, ListMemberValues { list, rows: 0..VALUED, weeks: None, order }, out);
            }
        }
        SegmentsView::Moves | SegmentsView::Months | SegmentsView::Cohorts => {}
    }
}
