//! Feedback: the queue on the left and the case on the right, the queue above where that is too narrow; or the scores.

mod case;
mod dialog;
mod queue;
mod responses;
mod scores;

use super::state::{FeedbackFocus, FeedbackPane, FeedbackPart, FeedbackView, QueueFilter};
use crate::shell::Shell;
use crate::t;
use crate::text::Words;
use crate::ui::canvas::{Canvas, below};
use crate::ui::line::StyledLine;
use crate::ui::pane::PaneView;
use crate::ui::part::tabs;
use crate::ui::theme::Tone;
use ratatui::layout::Rect;

/// Rows of the queue above a case that has the keys: the views, the heading, the case's own row.
const QUEUE_BEHIND: u16 = 3;
/// From so many columns on the case stands beside the queue.
const BESIDE: u16 = 100;

impl PaneView for FeedbackPane {
    fn draw(&self, canvas: &mut Canvas, shell: &Shell, area: Rect) {
        draw(canvas, self, shell, area);
    }

    fn draw_dialog(&self, nth: usize, canvas: &mut Canvas, shell: &Shell, area: Rect) {
        if let Some(dialog) = self.dialogs.get(nth) {
            dialog::draw(canvas, shell, dialog, area);
        }
    }
}

fn draw(canvas: &mut Canvas, pane: &FeedbackPane, shell: &Shell, area: Rect) {
    if pane.view == FeedbackView::Scores {
        let inner = boxed(canvas, pane, shell, area);
        scores::draw(canvas, pane, shell, inner);
    } else if area.width >= BESIDE {
        let left = area.width * 11 / 20;
        let inner = boxed(canvas, pane, shell, Rect { width: left, ..area });
        queue::draw(canvas, pane, shell, inner);
        let right = Rect { x: area.x + left, width: area.width - left, ..area };
        let (title, state) = case::title(canvas.words, pane, shell);
        let inner = canvas.boxed(right, edge(pane, shell, FeedbackFocus::Case), &title, &state);
        case::draw(canvas, pane, shell, inner);
    } else {
        // The case takes the room of the queue while it has the keys, but for its own row.
        let rows =
            if pane.part == FeedbackFocus::Case { QUEUE_BEHIND } else { (area.height / 2).max(4) }.min(area.height);
        let top = Rect { height: rows, ..area };
        tabs(canvas, pane, Rect { height: 1.min(top.height), ..top });
        queue::draw(canvas, pane, shell, below(top, 1));
        let rest = below(area, rows);
        let (title, state) = case::title(canvas.words, pane, shell);
        canvas.rule(rest, edge(pane, shell, FeedbackFocus::Case), &title, &state);
        case::draw(canvas, pane, shell, below(rest, 1));
    }
}

/// The look of a part's edge: it shows where the keys go.
fn edge(pane: &FeedbackPane, shell: &Shell, part: FeedbackFocus) -> Tone {
    let has_keys = shell.overlays.is_empty() && pane.part == part;
    if has_keys { Tone::Accent } else { Tone::Dim }
}

/// A box with the views in its upper edge; without sides where columns are few.
fn boxed(canvas: &mut Canvas, pane: &FeedbackPane, shell: &Shell, area: Rect) -> Rect {
    if area.width < 60 || (pane.view == FeedbackView::Scores && area.width < BESIDE) {
        tabs(canvas, pane, Rect { height: 1.min(area.height), ..area });
        return below(area, 1);
    }
    let inner =
        canvas.boxed(area, edge(pane, shell, FeedbackFocus::List), &StyledLine::default(), &StyledLine::default());
    tabs(canvas, pane, Rect { x: area.x + 1, width: area.width.saturating_sub(2), height: 1, ..area });
    inner
}

/// The views' names, how many cases wait, and what the list is narrowed to.
fn tabs(canvas: &mut Canvas, pane: &FeedbackPane, area: Rect) {
    let words = canvas.words;
    let name = |(at, view): (usize, FeedbackView)| {
        (view_name(words, pane, view), view == pane.view, FeedbackPart::Views.at(at))
    };
    let used = tabs::draw(canvas, area, FeedbackView::ALL.into_iter().enumerate().map(name));
    let rest = Rect { x: area.x + used, width: area.width - used, ..area };
    if pane.narrow != QueueFilter::All && pane.view != FeedbackView::Scores {
        canvas.line(rest, &StyledLine::of(Tone::Warn, format!(" {}", dialog::filter_name(words, &pane.narrow))));
    }
}

fn view_name(words: Words, pane: &FeedbackPane, view: FeedbackView) -> String {
    let counts = pane.counts();
    let counted = |name: String, n: u64| if n == 0 { name } else { format!("{name} {n}") };
    match view {
        FeedbackView::Open => counted(t!(words, "feedback.open"), counts.open),
        FeedbackView::Overdue => counted(t!(words, "feedback.overdue"), counts.overdue),
        FeedbackView::Mine => counted(t!(words, "feedback.mine"), counts.mine),
        FeedbackView::Resolved => t!(words, "feedback.resolved"),
        FeedbackView::All => t!(words, "feedback.all_views"),
        FeedbackView::Scores => t!(words, "feedback.scores"),
    }
}
