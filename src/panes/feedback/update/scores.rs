//! Scores: asking for them, and the answers that they count.

use super::lay;
use crate::domain::feedback::{Breakdown, Measure, ScoreReport};
use crate::panes::feedback::state::{FeedbackDialog, FeedbackPane, ResponsesView};
use crate::shell::Shell;
use crate::shell::asking::feedback::{FeedbackQuery, FeedbackRows};
use crate::shell::effect::{Effect, Ticket};
use crate::shell::failure::Failure;
use crate::shell::list::ListState;

/// Answers that are listed at most.
const LIMIT: usize = 500;

/// Asks for the scores as they are wished for.
pub(super) fn ask(pane: &mut FeedbackPane, shell: &mut Shell, out: &mut Vec<Effect>) {
    let ticket = shell.ticket();
    let last = shell.day();
    let scores = &mut pane.scores;
    scores.asked = Some(ticket);
    scores.failed = None;
    let (days, versus) = (scores.period.ending(last), Some(scores.period.before(last)));
    out.push(Effect::Feedback(FeedbackQuery::Scores { ticket, days, by: scores.by, versus }));
}

/// Scores. All but the newest question's are dropped.
pub(super) fn scores(pane: &mut FeedbackPane, ticket: Ticket, result: Result<Box<ScoreReport>, Failure>) {
    let scores = &mut pane.scores;
    if scores.asked.take_if(|asked| *asked == ticket).is_none() {
        return;
    }
    match result {
        Ok(measures) => scores.shown = Some(measures),
        Err(failure) => scores.failed = Some(failure),
    }
}

/// The scores by something else.
pub(super) fn break_down(pane: &mut FeedbackPane, shell: &mut Shell, out: &mut Vec<Effect>) {
    let all = Breakdown::ALL;
    let at = all.iter().position(|by| *by == pane.scores.by).unwrap_or(0);
    pane.scores.by = all[(at + 1) % all.len()];
    pane.scores.list = ListState::default();
    ask(pane, shell, out);
}

/// The scores of a longer or shorter period.
pub(super) fn another_period(pane: &mut FeedbackPane, shell: &mut Shell, out: &mut Vec<Effect>) {
    pane.scores.period = pane.scores.period.next();
    ask(pane, shell, out);
}

/// Another score for each value: NPS, CSAT, CES.
pub(super) fn another_measure(pane: &mut FeedbackPane) {
    let scores = &mut pane.scores;
    scores.measure = match scores.measure {
        Measure::Nps => Measure::Csat,
        Measure::Csat => Measure::Ces,
        Measure::Ces | Measure::Comment => Measure::Nps,
    };
}

/// Lists the answers that the score under the cursor counts.
pub(super) fn open(pane: &mut FeedbackPane, shell: &mut Shell, out: &mut Vec<Effect>) {
    let scores = &pane.scores;
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
    lay(pane, shell, FeedbackDialog::Responses(Box::new(view)));
    list(pane, shell, out);
}

/// Asks for the answers that the topmost dialog lists.
fn list(pane: &mut FeedbackPane, shell: &mut Shell, out: &mut Vec<Effect>) {
    let ticket = shell.ticket();
    if let Some(FeedbackDialog::Responses(view)) = pane.dialogs.last_mut() {
        view.asked = Some(ticket);
        let (days, line) = (view.days, view.value.clone());
        out.push(Effect::Feedback(FeedbackQuery::Counted { ticket, days, line, limit: LIMIT }));
    }
}

/// The answers. All but the newest question's are dropped.
pub(super) fn answers(pane: &mut FeedbackPane, ticket: Ticket, result: Result<FeedbackRows, Failure>) {
    let asked = pane.dialogs.iter_mut().find_map(|dialog| match dialog {
        FeedbackDialog::Responses(view) if view.asked == Some(ticket) => Some(view),
        FeedbackDialog::Responses(_) | FeedbackDialog::Narrow { .. } | FeedbackDialog::Csv(_) => None,
    });
    let Some(view) = asked else { return };
    view.asked = None;
    match result {
        Ok(rows) => view.shown = Some(rows),
        Err(failure) => view.failed = Some(failure),
    }
}
