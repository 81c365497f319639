//! Asking for what the pane shows, and letting go of it.

use crate::panes::segments::state::SegmentsPane;
use crate::panes::segments::state::positions::SegmentsView;
use crate::shell::Shell;
use crate::shell::asking::segments::{SegmentsLane, SegmentsQuery, SegmentsRequest};
use crate::shell::effect::Effect;

/// Everything may have changed. What is on the screen is asked for again by `request_missing`.
pub(in crate::panes::segments) fn refresh(pane: &mut SegmentsPane, shell: &Shell) {
    pane.board.stale = true;
    pane.saved.stale = true;
    pane.trend.stale = true;
    pane.cohorts.stale = true;
    pane.moves.stale = true;
    pane.fitted.stale = true;
    if let Some(drill) = &mut pane.drill {
        drill.key.as_of = shell.as_of;
        drill.page.stale = true;
        drill.page.failed = None;
    }
}

/// Asks. What was shown stays.
pub(super) fn ask(pane: &mut SegmentsPane, shell: &mut Shell, question: SegmentsQuery, out: &mut Vec<Effect>) {
    let (ticket, now) = (shell.ticket(), shell.setup.now);
    pane.warm = true;
    match question.lane() {
        SegmentsLane::Board => pane.board.begin(ticket, now),
        SegmentsLane::Saved => pane.saved.begin(ticket, now),
        SegmentsLane::Trend => pane.trend.begin(ticket, now),
        SegmentsLane::Cohorts => pane.cohorts.begin(ticket, now),
        SegmentsLane::Moves => pane.moves.begin(ticket, now),
        SegmentsLane::Fitted => pane.fitted.begin(ticket, now),
        SegmentsLane::Write => pane.write = Some(ticket),
        // The list and the dialog begin by themselves.
        SegmentsLane::Page | SegmentsLane::Count => {}
    }
    out.push(Effect::Segments(SegmentsRequest::Question(ticket, question)));
}

/// Tiers of a past day, which take a fold of everybody.
pub(super) fn ask_whole(pane: &mut SegmentsPane, shell: &mut Shell, out: &mut Vec<Effect>) {
    let as_of = shell.as_of;
    ask(pane, shell, SegmentsQuery::Board { as_of, whole: true }, out);
}

/// Esc while something takes long. Says whether there was something to stop.
pub(super) fn stop_late(pane: &mut SegmentsPane, shell: &Shell, out: &mut Vec<Effect>) -> bool {
    let Some((lane, _)) = pane.late(shell.setup.now) else { return false };
    stop(pane, lane, out);
    true
}

/// Another view comes: what only the one in front waits for is in the way of what comes.
pub(super) fn stop_view(pane: &mut SegmentsPane, out: &mut Vec<Effect>) {
    let lane = match pane.view {
        SegmentsView::Moves if pane.moves.give_up() => SegmentsLane::Moves,
        SegmentsView::Months if pane.trend.give_up() => SegmentsLane::Trend,
        SegmentsView::Cohorts if pane.cohorts.give_up() => SegmentsLane::Cohorts,
        SegmentsView::Value if pane.fitted.give_up() => SegmentsLane::Fitted,
        SegmentsView::Map
        | SegmentsView::Moves
        | SegmentsView::Months
        | SegmentsView::Cohorts
        | SegmentsView::Value => return,
    };
    out.push(Effect::Segments(SegmentsRequest::Stop(lane)));
}

/// Stops whatever is under way but what is being written.
pub(super) fn stop_all(pane: &mut SegmentsPane, shell: &Shell, out: &mut Vec<Effect>) {
    let lanes: Vec<SegmentsLane> = pane.jobs().map(|(lane, _)| lane).collect();
    for lane in lanes {
        stop(pane, lane, out);
    }
    refresh(pane, shell);
}

fn stop(pane: &mut SegmentsPane, lane: SegmentsLane, out: &mut Vec<Effect>) {
    match lane {
        SegmentsLane::Page => {
            if let Some(drill) = &mut pane.drill {
                drill.page.stop();
            }
        }
        SegmentsLane::Board => pane.board.stop(),
        SegmentsLane::Saved => pane.saved.stop(),
        SegmentsLane::Trend => pane.trend.stop(),
        SegmentsLane::Cohorts => pane.cohorts.stop(),
        SegmentsLane::Moves => pane.moves.stop(),
        SegmentsLane::Fitted => pane.fitted.stop(),
        SegmentsLane::Write | SegmentsLane::Count => return,
    }
    out.push(Effect::Segments(SegmentsRequest::Stop(lane)));
}
