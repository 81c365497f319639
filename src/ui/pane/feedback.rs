//! Feedback: the queue on the left and the case on the right, the queue above where that is too narrow; or the scores.

mod case;
mod queue;
mod scores;

use crate::app::Model;
use crate::app::pane::feedback::{FeedbackFocus, FeedbackView, QueueFilter};
use crate::app::regions::ClickTarget;
use crate::t;
use crate::text::Words;
use crate::ui::canvas::{Canvas, below};
use crate::ui::line::StyledLine;
use crate::ui::part::tabs;
use crate::ui::theme::Tone;
use crate::ui::wording;
use ratatui::layout::Rect;

/// From so many columns on the case stands beside the queue.
const BESIDE: u16 = 100;

pub fn draw(canvas: &mut Canvas, model: &Model, area: Rect) {
    let feedback = &model.feedback;
    if feedback.view == FeedbackView::Scores {
        let inner = boxed(canvas, model, area);
        scores::draw(canvas, model, inner);
    } else if area.width >= BESIDE {
        let left = area.width * 11 / 20;
        let inner = boxed(canvas, model, Rect { width: left, ..area });
        queue::draw(canvas, model, inner);
        let right = Rect { x: area.x + left, width: area.width - left, ..area };
        let (title, state) = case::title(canvas.words, model);
        let inner = canvas.boxed(right, edge(model, FeedbackFocus::Case), &title, &state);
        case::draw(canvas, model, inner);
    } else {
        let rows = (area.height / 2).max(4).min(area.height);
        let top = Rect { height: rows, ..area };
        tabs(canvas, model, Rect { height: 1.min(top.height), ..top });
        queue::draw(canvas, model, below(top, 1));
        let rest = below(area, rows);
        let (title, state) = case::title(canvas.words, model);
        canvas.rule(rest, edge(model, FeedbackFocus::Case), &title, &state);
        case::draw(canvas, model, below(rest, 1));
    }
}

/// The look of a part's edge: it shows where the keys go.
fn edge(model: &Model, part: FeedbackFocus) -> Tone {
    let has_keys = model.overlays.is_empty() && model.feedback.part == part;
    if has_keys { Tone::Accent } else { Tone::Dim }
}

/// A box with the views in its upper edge; without sides where columns are few.
fn boxed(canvas: &mut Canvas, model: &Model, area: Rect) -> Rect {
    if area.width < 60 || (model.feedback.view == FeedbackView::Scores && area.width < BESIDE) {
        tabs(canvas, model, Rect { height: 1.min(area.height), ..area });
        return below(area, 1);
    }
    let inner = canvas.boxed(area, edge(model, FeedbackFocus::List), &StyledLine::default(), &StyledLine::default());
    tabs(canvas, model, Rect { x: area.x + 1, width: area.width.saturating_sub(2), height: 1, ..area });
    inner
}

/// The views' names, how many cases wait, and what the list is narrowed to.
fn tabs(canvas: &mut Canvas, model: &Model, area: Rect) {
    let words = canvas.words;
    let feedback = &model.feedback;
    let name = |view| (view_name(words, model, view), view == feedback.view, ClickTarget::View(view));
    let used = tabs::draw(canvas, area, FeedbackView::ALL.map(name));
    let rest = Rect { x: area.x + used, width: area.width - used, ..area };
    if feedback.narrow != QueueFilter::All && feedback.view != FeedbackView::Scores {
        canvas.line(rest, &StyledLine::of(Tone::Warn, format!(" {}", wording::narrow(words, &feedback.narrow))));
    }
}

fn view_name(words: Words, model: &Model, view: FeedbackView) -> String {
    let counts = &model.feedback.counts;
    // On a past day the counts, which are today's, would mislead.
    let counted = |name: String, n: u64| if model.as_of.is_some() || n == 0 { name } else { format!("{name} {n}") };
    match view {
        FeedbackView::Open => counted(t!(words, "feedback.open"), counts.open),
        FeedbackView::Overdue => counted(t!(words, "feedback.overdue"), counts.overdue),
        FeedbackView::Mine => counted(t!(words, "feedback.mine"), counts.mine),
        FeedbackView::Resolved => t!(words, "feedback.resolved"),
        FeedbackView::All => t!(words, "feedback.all_views"),
        FeedbackView::Scores => t!(words, "feedback.scores"),
    }
}
