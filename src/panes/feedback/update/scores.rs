//! Scores: asking for them, and the answers that they count.

use super::lay;
use crate::domain::feedback::{Breakdown, Measure};
use crate::domain::question::{ListResponses, ResponseGroup, ScoreFeedback};
use crate::panes::feedback::state::{FeedbackDialog, FeedbackPane, ResponsesView};
use crate::shell::Shell;
use crate::shell::effect::Effect;
use crate::shell::list::ListState;
use crate::shell::slot::Slot;

/// Answers that are listed at most.
const LIMIT: usize = 500;

/// Asks for the scores as they are wished for.
pub(super) fn ask(pane: &mut FeedbackPane, shell: &mut Shell, out: &mut Vec<Effect>) {
    let (scores, last) = (&mut pane.scores, shell.day());
    let (days, versus) = (scores.period.ending(last), Some(scores.period.before(last)));
    let base = shell.base();
    shell.ask(&mut scores.slot, ScoreFeedback { days, by: Some(scores.by), versus, base }, out);
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
    let (true, Some(measures)) = (scores.slot.is_current(), scores.shown()) else { return };
    let at = scores.list.cursor(scores.rows());
    let (row, group) = match at.checked_sub(1) {
        None => (&measures.all, None),
        Some(n) => match measures.rows.get(n) {
            Some(row) => (row, measures.by.map(|by| ResponseGroup { by, value: row.value.clone() })),
            None => return,
        },
    };
    let view = ResponsesView {
        row: row.clone(),
        days: (measures.from, measures.to),
        group,
        withheld_below: if at == 0 { 0 } else { measures.withheld_below },
        slot: Slot::default(),
        list: ListState::default(),
    };
    lay(pane, shell, FeedbackDialog::Responses(Box::new(view)));
    list(pane, shell, out);
}

/// Asks for the answers that the topmost dialog lists.
fn list(pane: &mut FeedbackPane, shell: &mut Shell, out: &mut Vec<Effect>) {
    if let Some(FeedbackDialog::Responses(view)) = pane.dialogs.last_mut() {
        let (group, base) = (view.group.clone(), shell.base());
        let question = ListResponses { days: view.days, group, limit: LIMIT, base };
        shell.ask(&mut view.slot, question, out);
    }
}
