//! Asking for what the pane shows, and letting go of it.

use crate::domain::question::{Lane, ShowBoard};
use crate::panes::segments::state::SegmentsPane;
use crate::panes::segments::state::positions::SegmentsView;
use crate::shell::Shell;
use crate::shell::effect::Effect;
use crate::shell::slot::AnySlot;

/// Everything may have changed. What is on the screen is asked for again by `request_missing`.
pub(in crate::panes::segments) fn refresh(pane: &mut SegmentsPane, shell: &Shell) {
    pane.slots_mut().for_each(AnySlot::outdate);
    if let Some(drill) = &mut pane.drill {
        drill.key.as_of = shell.as_of;
        drill.page.failed = None;
    }
}

/// Tiers of a past day, which take a fold of everybody.
pub(super) fn ask_whole(pane: &mut SegmentsPane, shell: &mut Shell, out: &mut Vec<Effect>) {
    let as_of = shell.as_of;
    shell.ask(&mut pane.board, ShowBoard { base: shell.base(), as_of, whole: true }, out);
}

/// Esc while something takes long. Says whether there was something to stop.
pub(super) fn stop_late(pane: &mut SegmentsPane, shell: &Shell, out: &mut Vec<Effect>) -> bool {
    let Some((lane, _)) = pane.late(shell.setup.now) else { return false };
    stop(pane, lane, out);
    true
}

/// Another view comes: what only the one in front waits for is in the way of what comes.
pub(super) fn stop_view(pane: &mut SegmentsPane, out: &mut Vec<Effect>) {
    let slot: &mut dyn AnySlot = match pane.view {
        SegmentsView::Map => return,
        SegmentsView::Moves => &mut pane.moves,
        SegmentsView::Months => &mut pane.trend,
        SegmentsView::Cohorts => &mut pane.cohorts,
        SegmentsView::Value => {
            if pane.values.give_up() {
                out.push(Effect::Stop(pane.values.lane()));
            }
            &mut pane.fitted
        }
    };
    if slot.give_up() {
        out.push(Effect::Stop(slot.lane()));
    }
}

/// Stops whatever is under way but what is being written.
pub(super) fn stop_all(pane: &mut SegmentsPane, shell: &Shell, out: &mut Vec<Effect>) {
    let lanes: Vec<Lane> = pane.jobs().map(|(lane, _)| lane).collect();
    for lane in lanes {
        stop(pane, lane, out);
    }
    refresh(pane, shell);
}

fn stop(pane: &mut SegmentsPane, lane: Lane, out: &mut Vec<Effect>) {
    pane.slots_mut().filter(|slot| slot.lane() == lane).for_each(AnySlot::stop);
    out.push(Effect::Stop(lane));
}
