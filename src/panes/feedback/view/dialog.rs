//! The dialogs of the pane: what the list is narrowed to, and where it is written.

use super::responses;
use crate::panes::feedback::state::{FeedbackDialog, QueueFilter};
use crate::shell::Shell;
use crate::shell::field::TextField;
use crate::shell::list::ListState;
use crate::shell::regions::ClickTarget;
use crate::t;
use crate::text::Words;
use crate::ui::canvas::{Canvas, below};
use crate::ui::line::{StyledLine, wrapped};
use crate::ui::part::field;
use crate::ui::part::table::{self, RowStyle};
use crate::ui::theme::Tone;
use ratatui::layout::Rect;

pub(super) fn draw(canvas: &mut Canvas, shell: &Shell, dialog: &FeedbackDialog, area: Rect) {
    match dialog {
        FeedbackDialog::Narrow { options, list } => narrow(canvas, options, *list, area),
        FeedbackDialog::Csv(field) => csv(canvas, field, area),
        FeedbackDialog::Responses(view) => responses::draw(canvas, shell, view, area),
    }
}

/// Where the list of feedback shall be written, and what will be in it.
fn csv(canvas: &mut Canvas, typed: &TextField, area: Rect) {
    let words = canvas.words;
    let title = StyledLine::of(Tone::Strong, t!(words, "feedback.csv"));
    let inner = canvas.window(area, (72, 6), &title, &StyledLine::default());
    let prompt = Rect { height: inner.height.min(1), ..inner };
    field::draw(canvas, prompt, typed, true, "feedback.csv");
    let lines = wrapped(&t!(words, "feedback.csv_note"), inner.width.into());
    canvas.lines(below(inner, 2), &lines.into_iter().map(|l| StyledLine::of(Tone::Dim, l)).collect::<Vec<_>>());
}

/// What the list of feedback can be narrowed to.
fn narrow(canvas: &mut Canvas, options: &[QueueFilter], list: ListState, area: Rect) {
    let words = canvas.words;
    let title = StyledLine::of(Tone::Strong, t!(words, "feedback.narrow"));
    let height = u16::try_from(options.len()).unwrap_or(u16::MAX).saturating_add(2);
    let inner = canvas.window(area, (40, height), &title, &StyledLine::default());
    canvas.regions.overlay.rows = inner.height.into();
    let row = |at: usize, _| {
        options
            .get(at)
            .map_or_else(StyledLine::default, |n| StyledLine::of(Tone::Text, format!(" {}", filter_name(words, n))))
    };
    table::draw(canvas, inner, (list, options.len()), RowStyle::CHOOSING, row, ClickTarget::OverlayRow);
}

pub(super) fn filter_name(words: Words, to: &QueueFilter) -> String {
    match to {
        QueueFilter::All => t!(words, "feedback.narrow_all"),
        QueueFilter::Topic(topic) => t!(words, "feedback.narrow_topic", topic = words.topic(topic)),
        QueueFilter::Owner(owner) => t!(words, "feedback.narrow_owner", owner = owner),
    }
}
