//! Asking for what the pane shows, and letting go of it.

use crate::app::effect::Effect;
use crate::app::model::Model;
use crate::app::pane::segments::ask::{Ask, Lane, Question};
use crate::app::pane::segments::positions::View;

/// Everything may have changed. What is on the screen is asked for again by [`tend`].
pub(in crate::app::update) fn refresh(model: &mut Model) {
    let segments = &mut model.segments;
    segments.board.stale = true;
    segments.saved.stale = true;
    segments.trend.stale = true;
    segments.cohorts.stale = true;
    segments.moves.stale = true;
    segments.fitted.stale = true;
    if let Some(drill) = &mut segments.drill {
        drill.key.as_of = model.as_of;
        drill.page.stale = true;
        drill.page.failed = None;
    }
}

/// Asks. What was shown stays.
pub(super) fn ask(model: &mut Model, question: Question, out: &mut Vec<Effect>) {
    let (ticket, now) = (model.ticket(), model.setup.now);
    let segments = &mut model.segments;
    segments.warm = true;
    match question.lane() {
        Lane::Board => segments.board.begin(ticket, now),
        Lane::Saved => segments.saved.begin(ticket, now),
        Lane::Trend => segments.trend.begin(ticket, now),
        Lane::Cohorts => segments.cohorts.begin(ticket, now),
        Lane::Moves => segments.moves.begin(ticket, now),
        Lane::Fitted => segments.fitted.begin(ticket, now),
        Lane::Write => segments.write = Some(ticket),
        // The list and the dialog begin by themselves.
        Lane::Page | Lane::Count => {}
    }
    out.push(Effect::Segments(Ask::Question(ticket, question)));
}

/// Tiers of a past day, which take a fold of everybody.
pub(super) fn ask_whole(model: &mut Model, out: &mut Vec<Effect>) {
    let as_of = model.as_of;
    ask(model, Question::Board { as_of, whole: true }, out);
}

/// Esc while something takes long. Says whether there was something to stop.
pub(super) fn stop_late(model: &mut Model, out: &mut Vec<Effect>) -> bool {
    let Some((lane, _)) = model.segments.late(model.setup.now) else { return false };
    stop(model, lane, out);
    true
}

/// Another view comes: what only the one in front waits for is in the way of what comes.
pub(super) fn stop_view(model: &mut Model, out: &mut Vec<Effect>) {
    let segments = &mut model.segments;
    let lane = match segments.view {
        View::Moves if segments.moves.give_up() => Lane::Moves,
        View::Months if segments.trend.give_up() => Lane::Trend,
        View::Cohorts if segments.cohorts.give_up() => Lane::Cohorts,
        View::Value if segments.fitted.give_up() => Lane::Fitted,
        _ => return,
    };
    out.push(Effect::Segments(Ask::Stop(lane)));
}

/// Stops whatever is under way but what is being written.
pub(super) fn stop_all(model: &mut Model, out: &mut Vec<Effect>) {
    let lanes: Vec<Lane> = model.segments.jobs().map(|(lane, _)| lane).collect();
    for lane in lanes {
        stop(model, lane, out);
    }
    refresh(model);
}

fn stop(model: &mut Model, lane: Lane, out: &mut Vec<Effect>) {
    let segments = &mut model.segments;
    match lane {
        Lane::Page => {
            if let Some(drill) = &mut segments.drill {
                drill.page.stop();
            }
        }
        Lane::Board => segments.board.stop(),
        Lane::Saved => segments.saved.stop(),
        Lane::Trend => segments.trend.stop(),
        Lane::Cohorts => segments.cohorts.stop(),
        Lane::Moves => segments.moves.stop(),
        Lane::Fitted => segments.fitted.stop(),
        Lane::Write | Lane::Count => return,
    }
    out.push(Effect::Segments(Ask::Stop(lane)));
}
