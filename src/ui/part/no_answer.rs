//! What stands in the place of an answer that is not there: why, or that it is on its way.

use crate::domain::question::Question;
use crate::shell::slot::{NoAnswerReason, Slot};
use crate::t;
use crate::text::Words;
use crate::ui::canvas::{Canvas, below, inset};
use crate::ui::line::{StyledLine, wrapped};
use crate::ui::theme::Tone;
use crate::ui::wording;
use ratatui::layout::Rect;

/// Draws why there is nothing to show, or, once it takes long, that it is on its way. Says whether there was something to say.
pub fn draw<Q: Question>(canvas: &mut Canvas, slot: &Slot<Q>, is_late: bool, area: Rect) -> bool {
    let words = canvas.words;
    let (tone, text) = match (&slot.failed, &slot.shown) {
        (Some(why), _) => (Tone::Bad, format!("✗ {}", reason(words, why))),
        (None, None) if is_late => (Tone::Dim, t!(words, "no_answer.working")),
        (None, None) => (Tone::Dim, String::new()),
        (None, Some(_)) => return false,
    };
    let inner = inset(below(area, area.height.min(1)), 2);
    let mut lines: Vec<StyledLine> =
        wrapped(&text, inner.width.into()).into_iter().map(|l| StyledLine::of(tone, l)).collect();
    if let Some(NoAnswerReason::Failed(failure)) = &slot.failed {
        lines.push(StyledLine::of(Tone::Dim, wording::retry_hint(words, failure)));
    }
    canvas.lines(inner, &lines);
    true
}

/// Why there is no answer.
pub fn reason(words: Words, why: &NoAnswerReason) -> String {
    match why {
        NoAnswerReason::Failed(failure) => wording::failure(words, failure),
        NoAnswerReason::Stopped => t!(words, "no_answer.stopped"),
    }
}
