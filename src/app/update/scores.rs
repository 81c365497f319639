//! Scores: asking for them, and the answers that they count.

use crate::app::effect::{Effect, Ticket};
use crate::app::failure::Failure;
use crate::app::list::ListState;
use crate::app::model::Model;
use crate::app::overlay::{Overlay, ResponsesView};
use crate::app::pane::feedback::ask::{FeedbackQuery, FeedbackRows};
use crate::domain::feedback::{Breakdown, Measure, ScoreReport};

/// Answers that are listed at most.
const LIMIT: usize = 500;

/// Asks for the scores as they are wished for.
pub(super) fn ask(model: &mut Model, out: &mut Vec<Effect>) {
    let ticket = model.ticket();
    let last = model.as_of.unwrap_or(model.today);
    let scores = &mut model.feedback.scores;
    scores.asked = Some(ticket);
    scores.failed = None;
    let (days, versus) = (scores.period.ending(last), Some(scores.period.before(last)));
    out.push(Effect::Feedback(FeedbackQuery::Scores { ticket, days, by: scores.by, versus }));
}

/// Scores. All but the newest question's are dropped.
pub(super) fn scores(model: &mut Model, ticket: Ticket, result: Result<Box<ScoreReport>, Failure>) {
    let scores = &mut model.feedback.scores;
    if scores.asked.take_if(|asked| *asked == ticket).is_none() {
        return;
    }
    match result {
        Ok(measures) => scores.shown = Some(measures),
        Err(failure) => scores.failed = Some(failure),
    }
}

/// The scores by something else.
pub(super) fn break_down(model: &mut Model, out: &mut Vec<Effect>) {
    let all = Breakdown::ALL;
    let at = all.iter().position(|by| *by == model.feedback.scores.by).unwrap_or(0);
    model.feedback.scores.by = all[(at + 1) % all.len()];
    model.feedback.scores.list = ListState::default();
    ask(model, out);
}

/// The scores of a longer or shorter period.
pub(super) fn another_period(model: &mut Model, out: &mut Vec<Effect>) {
    model.feedback.scores.period = model.feedback.scores.period.next();
    ask(model, out);
}

/// Another score for each value: NPS, CSAT, CES.
pub(super) fn another_measure(model: &mut Model) {
    let scores = &mut model.feedback.scores;
    scores.measure = match scores.measure {
        Measure::Nps => Measure::Csat,
        Measure::Csat => Measure::Ces,
        Measure::Ces | Measure::Comment => Measure::Nps,
    };
}

/// Lists the answers that the score under the cursor counts.
pub(super) fn open(model: &mut Model, out: &mut Vec<Effect>) {
    let scores = &model.feedback.scores;
    let (true, Some(measures)) = (scores.is_current(), scores.shown.as_deref()) else { return };
    let at = scores.list.cursor(scores.rows());
    let (row, value) = match at.checked_sub(1) {
        None => (&measures.all, None),
        Some(n) => match measures.rows.get(n) {
            Some(row) => (row, measures.by.map(|by| (by, row.value.clone()))),
            None => return,
        },
    };
    let view = ResponsesView {
        row: row.clone(),
        days: (measures.from, measures.to),
        value,
        withheld_below: if at == 0 { 0 } else { measures.withheld_below },
        asked: None,
        shown: None,
        failed: None,
        list: ListState::default(),
    };
    model.lay(Overlay::Counted(Box::new(view)));
    list(model, out);
}

/// Asks for the answers that the topmost overlay lists.
fn list(model: &mut Model, out: &mut Vec<Effect>) {
    let ticket = model.ticket();
    if let Some(Overlay::Counted(view)) = model.overlays.last_mut() {
        view.asked = Some(ticket);
        let (days, line) = (view.days, view.value.clone());
        out.push(Effect::Feedback(FeedbackQuery::Counted { ticket, days, line, limit: LIMIT }));
    }
}

/// The answers. All but the newest question's are dropped.
pub(super) fn answers(model: &mut Model, ticket: Ticket, result: Result<FeedbackRows, Failure>) {
    let asked = model.overlays.iter_mut().find_map(|overlay| match overlay {
        Overlay::Counted(view) if view.asked == Some(ticket) => Some(view),
        _ => None,
    });
    let Some(view) = asked else { return };
    view.asked = None;
    match result {
        Ok(rows) => view.shown = Some(rows),
        Err(failure) => view.failed = Some(failure),
    }
}
