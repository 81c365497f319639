//! Why a number is what it is: the rows and dates behind it, as a text to be read.

mod balance;
mod segment;
mod tier;

use crate::app::Model;
use crate::app::overlay::WhyView;
use crate::app::regions::Target;
use crate::domain::read_models::{Why, WhyTopic};
use crate::t;
use crate::ui::canvas::{Canvas, below, rows};
use crate::ui::line::Line;
use crate::ui::part::tabs;
use crate::ui::theme::Tone;
use crate::ui::wording;
use ratatui::layout::Rect;

/// Draws the explanation.
pub fn draw(canvas: &mut Canvas, model: &Model, view: &WhyView, area: Rect) {
    let words = canvas.words;
    let title = Line::of(Tone::Strong, t!(words, "explain.title"))
        .then(Tone::Dim, " · ")
        .then(Tone::Text, wording::named(&view.who.name, &view.who.no));
    let day = model.as_of.map_or_else(Line::default, |d| Line::of(Tone::Past, format!(" {d} ")));
    let height = area.height.saturating_sub(2);
    let inner = super::window(canvas, area, (92, height), &title, &day);
    let names = WhyView::TOPICS.map(|topic| (words.why_topic(topic), topic == view.topic, Target::Outside));
    tabs::draw(canvas, inner, names);
    let body = below(inner, 2);
    let lines = match (&view.shown, &view.failed) {
        (_, Some(failure)) => vec![Line::of(Tone::Bad, format!("✗ {}", wording::failure(words, failure)))],
        (Some(why), None) if topic_of(why) == view.topic => told(canvas, model, why),
        (_, None) => vec![Line::of(Tone::Dim, t!(words, "file.loading"))],
    };
    canvas.regions.overlay_rows = body.height.into();
    canvas.regions.overlay_len = lines.len();
    let window = view.list.window(lines.len(), body.height.into());
    for (row, line) in rows(body).zip(&lines[window]) {
        canvas.line(row, line);
        canvas.target(row, Target::OverlayRow(0));
    }
}

fn told(canvas: &Canvas, model: &Model, why: &Why) -> Vec<Line> {
    match why {
        Why::Balance(why) => balance::lines(canvas.words, model, why),
        Why::Tier(why) => tier::lines(canvas.words, model, why),
        Why::Segment(why) => segment::lines(canvas.words, model, why),
    }
}

fn topic_of(why: &Why) -> WhyTopic {
    match why {
        Why::Balance(_) => WhyTopic::Balance,
        Why::Tier(_) => WhyTopic::Tier,
        Why::Segment(_) => WhyTopic::Segment,
    }
}

/// A heading, with a blank line before it.
fn heading(text: String) -> [Line; 2] {
    [Line::default(), Line::of(Tone::Strong, text)]
}

/// Whether the rows add up to the number.
fn ties_out(canvas_words: crate::text::Words, ties: bool) -> Line {
    if ties {
        Line::of(Tone::Good, format!("✓ {}", t!(canvas_words, "explain.ties_out")))
    } else {
        Line::of(Tone::Bad, format!("✗ {}", t!(canvas_words, "explain.does_not_tie_out")))
    }
}
