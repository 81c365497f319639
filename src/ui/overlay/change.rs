//! A dialog: the act and its object in the title, what it asks for, and what it would do.

use crate::app::Model;
use crate::app::draft::Draft;
use crate::t;
use crate::ui::canvas::{Canvas, below};
use crate::ui::line::Line;
use crate::ui::part::{form, plan};
use crate::ui::say;
use crate::ui::theme::Tone;
use ratatui::layout::Rect;

/// Draws the dialog.
pub fn draw(canvas: &mut Canvas, model: &Model, draft: &Draft, area: Rect) {
    let words = canvas.words;
    let width = 76.min(area.width);
    let columns = width.saturating_sub(4);
    let form_rows = form::height(words, model, draft, columns);
    let rows = form_rows.saturating_add(plan::height(words, model, draft, columns.into())).saturating_add(3);
    let title = Line::of(Tone::Strong, t!(words, "dialog.title", act = say::act(words, model, draft)));
    let inner = super::window(canvas, area, (width, rows), &title, &Line::default());
    let plan_rows = plan::height(words, model, draft, inner.width.into()).saturating_add(1);
    let place = Rect { height: form::shared_height(words, model, draft, inner, plan_rows), ..inner };
    form::draw(canvas, model, draft, place);
    let rest = below(inner, place.height);
    canvas.rule(rest, Tone::Dim, &plan::title(words, draft), &Line::default());
    plan::draw(canvas, model, draft, below(rest, 1));
}
