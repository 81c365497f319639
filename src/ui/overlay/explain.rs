//! Why a number is what it is: the rows and dates behind it, as a text to be read.

mod balance;
mod segment;
mod tier;

use crate::domain::read_models::{ExplainTopic, Explanation};
use crate::shell::Shell;
use crate::shell::overlay::ExplainView;
use crate::shell::regions::ClickTarget;
use crate::t;
use crate::ui::canvas::{Canvas, below, rows};
use crate::ui::line::StyledLine;
use crate::ui::part::tabs;
use crate::ui::theme::Tone;
use crate::ui::wording;
use ratatui::layout::Rect;

/// Columns by which the rest of a row that does not fit stands in.
const INDENT: usize = 12;

pub fn draw(canvas: &mut Canvas, shell: &Shell, view: &ExplainView, area: Rect) {
    let words = canvas.words;
    let title = StyledLine::of(Tone::Strong, t!(words, "explain.title"))
        .then(Tone::Dim, " · ")
        .then(Tone::Text, wording::named(&view.who.name, &view.who.no));
    let day = shell.as_of.map_or_else(StyledLine::default, |d| StyledLine::of(Tone::Past, format!(" {d} ")));
    let height = area.height.saturating_sub(2);
    let inner = canvas.window(area, (92, height), &title, &day);
    let names = ExplainView::TOPICS.map(|topic| (words.why_topic(topic), topic == view.topic, ClickTarget::Outside));
    tabs::draw(canvas, inner, names);
    let body = below(inner, 2);
    let lines = match (view.slot.answer(), view.slot.failure()) {
        (_, Some(failure)) => vec![StyledLine::of(Tone::Bad, format!("✗ {}", wording::failure(words, failure)))],
        (Some(why), None) if topic_of(why) == view.topic => {
            // No number and no date is cut: what does not fit goes on beneath itself.
            let columns = usize::from(body.width);
            let lines = explanation_lines(canvas, shell, why, columns).into_iter();
            lines.flat_map(|line| line.folded(columns, INDENT)).collect()
        }
        (_, None) => vec![StyledLine::of(Tone::Dim, t!(words, "file.loading"))],
    };
    canvas.regions.overlay.rows = body.height.into();
    canvas.regions.overlay.len = lines.len();
    let window = view.list.window(lines.len(), body.height.into());
    for (row, line) in rows(body).zip(&lines[window]) {
        canvas.line(row, line);
        canvas.target(row, ClickTarget::OverlayRow(0));
    }
}

fn explanation_lines(canvas: &Canvas, shell: &Shell, why: &Explanation, columns: usize) -> Vec<StyledLine> {
    match why {
        Explanation::Balance(why) => balance::lines(canvas.words, shell, why),
        Explanation::Tier(why) => tier::lines(canvas.words, shell, why),
        Explanation::Segment(why) => segment::lines(canvas.words, shell, why, columns),
    }
}

fn topic_of(why: &Explanation) -> ExplainTopic {
    match why {
        Explanation::Balance(_) => ExplainTopic::Balance,
        Explanation::Tier(_) => ExplainTopic::Tier,
        Explanation::Segment(_) => ExplainTopic::Segment,
    }
}

/// A heading, with a blank line before it.
fn heading(text: String) -> [StyledLine; 2] {
    [StyledLine::default(), StyledLine::of(Tone::Strong, text)]
}

/// Whether the rows add up to the number.
fn ties_out(canvas_words: crate::text::Words, ties: bool) -> StyledLine {
    if ties {
        StyledLine::of(Tone::Good, format!("✓ {}", t!(canvas_words, "explain.ties_out")))
    } else {
        StyledLine::of(Tone::Bad, format!("✗ {}", t!(canvas_words, "explain.does_not_tie_out")))
    }
}
